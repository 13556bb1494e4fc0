"""The vendor's HTTP API v3: wire bodies, one transport, one client."""
