"""The endpoints by topic, one method each; `client.FinerWorks` is all of them together."""
