"""The database's shape, as the list of steps that lead to it. A step that was released is never edited; add one."""

from __future__ import annotations

FIRST = (
    """
    CREATE TABLE orders (
        order_po        TEXT PRIMARY KEY NOT NULL,
        mode            TEXT NOT NULL CHECK (mode IN ('practice', 'test', 'live')),
        host            TEXT NOT NULL,
        sha256          TEXT NOT NULL,
        payload         TEXT NOT NULL,
        quoted_total    TEXT NOT NULL,
        fingerprint     TEXT NOT NULL,
        state           TEXT NOT NULL,
        attempts        INTEGER NOT NULL DEFAULT 0,
        order_id        INTEGER NOT NULL DEFAULT 0,
        order_guid      TEXT NOT NULL DEFAULT '',
        confirmation_id INTEGER NOT NULL DEFAULT 0,
        confirmed_at    TEXT NOT NULL DEFAULT '',
        status_id       INTEGER NOT NULL DEFAULT 0,
        status_label    TEXT NOT NULL DEFAULT '',
        shipments       TEXT NOT NULL DEFAULT '[]',
        message         TEXT NOT NULL DEFAULT '',
        created_at      TEXT NOT NULL,
        changed_at      TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX orders_by_cart ON orders (fingerprint, created_at)",
    """
    CREATE TABLE events (
        number   INTEGER PRIMARY KEY AUTOINCREMENT,
        order_po TEXT NOT NULL REFERENCES orders (order_po),
        at       TEXT NOT NULL,
        state    TEXT NOT NULL,
        attempt  INTEGER NOT NULL,
        detail   TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash     TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    """
    CREATE TRIGGER events_stay BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER events_remain BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    """
    CREATE TRIGGER orders_keep_their_words
    BEFORE UPDATE OF order_po, mode, host, sha256, payload, quoted_total, fingerprint, created_at ON orders
    BEGIN SELECT RAISE(ABORT, 'what was ordered is never changed'); END
    """,
)
"""Version 1: the order ledger (RELIABILITY, section 1)."""

STEPS: tuple[tuple[str, ...], ...] = (FIRST,)
"""Step n, counted from 1, makes version n."""
