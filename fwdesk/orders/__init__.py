"""Preflight, the ledger that is written before anything is sent, submission, read-back, status."""
