"""The database's shape, as the list of steps that lead to it. A step that was released is never edited; add one."""

from __future__ import annotations

import hashlib

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

SECOND = (
    "ALTER TABLE orders ADD COLUMN sent_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN looked_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN looks INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE orders ADD COLUMN waiting_since TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE orders ADD COLUMN seen_ids TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE orders ADD COLUMN settled_ids TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE orders ADD COLUMN rebuilt INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE orders ADD COLUMN row_sha256 TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE events ADD COLUMN changes TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX orders_by_state ON orders (state)",
    """
    CREATE TABLE holds (
        name  TEXT PRIMARY KEY NOT NULL,
        words TEXT NOT NULL,
        since TEXT NOT NULL
    ) STRICT
    """,
    """
    UPDATE orders SET sent_at = coalesce(
        (SELECT max(at) FROM events WHERE events.order_po = orders.order_po AND events.state = 'SENDING'), '')
    """,
    """
    UPDATE orders SET row_sha256 = row_digest(
        CAST(order_po AS BLOB), CAST(mode AS BLOB), CAST(host AS BLOB), CAST(sha256 AS BLOB), CAST(payload AS BLOB),
        CAST(quoted_total AS BLOB), CAST(fingerprint AS BLOB), CAST(state AS BLOB), attempts, order_id,
        CAST(order_guid AS BLOB), confirmation_id, CAST(confirmed_at AS BLOB), status_id, CAST(status_label AS BLOB),
        CAST(shipments AS BLOB), CAST(message AS BLOB), CAST(created_at AS BLOB), CAST(changed_at AS BLOB),
        CAST(sent_at AS BLOB), CAST(looked_at AS BLOB), looks, CAST(waiting_since AS BLOB), confirmed,
        CAST(seen_ids AS BLOB), CAST(settled_ids AS BLOB), rebuilt)
    """,
)
"""Version 2: when an order was sent and looked for, what was seen, a hash of each row, and what holds live orders."""

STEPS: tuple[tuple[str, ...], ...] = (FIRST, SECOND)
"""Step n, counted from 1, makes version n."""

ROW = (
    "order_po", "mode", "host", "sha256", "payload", "quoted_total", "fingerprint", "state", "attempts", "order_id",
    "order_guid", "confirmation_id", "confirmed_at", "status_id", "status_label", "shipments", "message", "created_at",
    "changed_at", "sent_at", "looked_at", "looks", "waiting_since", "confirmed", "seen_ids", "settled_ids", "rebuilt",
)  # fmt: skip
"""The columns of an order that its `row_sha256` covers, in that order: all of them."""


def row_digest(*values: object) -> str:
    """SHA-256 over the values of a row, each with its kind. SQL knows it by the same name, and gives texts as bytes.

    Of 600 single flipped bits SQLite's own check saw 18, a hash for each row 485 (RELIABILITY, section 2).
    """
    told = (value.decode(errors="replace") if isinstance(value, bytes) else value for value in values)
    return hashlib.sha256("\x1f".join(f"{type(value).__name__}:{value}" for value in told).encode()).hexdigest()
