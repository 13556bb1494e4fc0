"""The order book: orders, raw submissions and the clock, in SQLite (in memory without a folder).

Everything is written and synced before the answer goes out, so that an order survives a crash right after it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fwdesk.practice.wire import Row

FIRST_ORDER = 410001
"""order_id values seen in mid-2026 are six-digit integers (REFERENCE, submit_orders_v2 notes)."""
_CONFIRMATIONS = 411_000_000

_MARK = 32


def _mark(account: str) -> str:
    """What stands for an account in the book: its name is a key, and keys are never written down."""
    return hashlib.sha256(account.encode()).hexdigest()[:_MARK]


_TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    order_id INTEGER PRIMARY KEY, order_po TEXT NOT NULL, guid TEXT NOT NULL, email TEXT, kind TEXT NOT NULL,
    kept INTEGER NOT NULL, command TEXT NOT NULL, account TEXT NOT NULL, placed_at TEXT NOT NULL,
    request TEXT NOT NULL, totals TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS orders_by_po ON orders (order_po);
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, endpoint TEXT NOT NULL, order_pos TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class BookedOrder:
    """One order. `kind` is test, live or unpaid; `command` the last update_order command; `kept` False hides it."""

    order_id: int
    order_po: str
    guid: str
    email: str | None
    kind: str
    kept: bool
    command: str
    account: str
    placed_at: datetime
    request: Row
    totals: Row

    @property
    def confirmation_id(self) -> int:
        """The number of the submission."""
        return _CONFIRMATIONS + self.order_id - FIRST_ORDER + 1


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What is needed to book an order."""

    order_po: str
    email: str | None
    kind: str
    kept: bool
    account: str
    request: Row
    totals: Row


def _row(row: tuple[Any, ...]) -> BookedOrder:
    order_id, po, guid, email, kind, kept, command, account, placed, request, totals = row
    return BookedOrder(
        order_id, po, guid, email, kind, bool(kept), command, account, datetime.fromisoformat(placed),
        json.loads(request), json.loads(totals),
    )  # fmt: skip


class Book:
    """The order book of one practice service. Safe to use from several threads."""

    def __init__(self, data_dir: Path | None, clock: Callable[[], datetime]) -> None:
        self.exclusive = threading.RLock()
        """Held from the look for a duplicate to the booking, so that two equal orders cannot both pass."""
        self._lock = threading.RLock()
        self._clock = clock
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True)
        place = ":memory:" if data_dir is None else str(data_dir / "practice.sqlite")
        self._db = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_TABLES)
        self._forget_keys()
        self._offset = timedelta(seconds=float(self._setting("clock_offset") or 0))

    def _forget_keys(self) -> None:
        """Books of earlier versions named the account by its key in clear."""
        named = self._db.execute("SELECT DISTINCT account FROM orders WHERE length(account) != ?", (_MARK,)).fetchall()
        if named:
            self._db.execute("PRAGMA secure_delete=ON")
        for (account,) in named:
            self._db.execute("UPDATE orders SET account = ? WHERE account = ?", (_mark(account), account))

    def close(self) -> None:
        """Close the file. The book cannot be used afterwards."""
        with self._lock:
            self._db.close()

    # The clock

    def _setting(self, name: str) -> str | None:
        found = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def now(self) -> datetime:
        """The service's time: the real one, moved by what `/practice/clock` was told."""
        return self._clock() + self._offset

    def set_now(self, now: datetime) -> None:
        """Make it `now`, and keep the difference for the next start."""
        with self._lock:
            self._offset = now - self._clock()
            self._db.execute(
                "INSERT OR REPLACE INTO settings VALUES ('clock_offset', ?)", (str(self._offset.total_seconds()),)
            )

    # Submissions as they came

    def note_post(self, endpoint: str, order_pos: list[str], body: bytes) -> None:
        """Keep the raw body of a submission, accepted or not."""
        with self._lock:
            self._db.execute(
                "INSERT INTO posts (at, endpoint, order_pos, body) VALUES (?, ?, ?, ?)",
                (self.now().isoformat(), endpoint, json.dumps(order_pos), body),
            )

    def posts(self) -> list[Row]:
        """Every submission, oldest first: when, where, which references, and the body as text."""
        with self._lock:
            rows = self._db.execute("SELECT at, endpoint, order_pos, body FROM posts ORDER BY id").fetchall()
        return [
            {"at": at, "endpoint": endpoint, "order_pos": json.loads(pos), "body": body.decode("utf-8", "replace")}
            for at, endpoint, pos, body in rows
        ]

    # Orders

    def add(self, new: list[NewOrder], guid_of: Callable[[int], str]) -> list[BookedOrder]:
        """Book several orders at once, all or none, with increasing numbers."""
        placed = self.now().isoformat()
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                found = self._db.execute("SELECT max(order_id) FROM orders").fetchone()[0]
                next_id = FIRST_ORDER if found is None else found + 1
                for order_id, order in enumerate(new, next_id):
                    self._db.execute(
                        "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)",
                        (order_id, order.order_po, guid_of(order_id), order.email, order.kind, order.kept,
                         _mark(order.account), placed, json.dumps(order.request, default=float),
                         json.dumps(order.totals, default=float)),
                    )  # fmt: skip
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            return [row for row in self.all() if next_id <= row.order_id < next_id + len(new)]

    def all(self) -> list[BookedOrder]:
        """Every order ever booked, hidden ones too, oldest first."""
        with self._lock:
            rows = self._db.execute("SELECT * FROM orders ORDER BY order_id").fetchall()
        return [_row(row) for row in rows]

    def kept(self, account: str) -> list[BookedOrder]:
        """The orders that an account can see, oldest first."""
        return [order for order in self.all() if order.kept and order.account == _mark(account)]

    def command(self, order_id: int, command: str) -> None:
        """Note an update_order command."""
        with self._lock:
            self._db.execute("UPDATE orders SET command = ? WHERE order_id = ?", (command, order_id))

    def readdress(self, order_id: int, recipient: Row) -> None:
        """Note another recipient."""
        with self._lock:
            (text,) = self._db.execute("SELECT request FROM orders WHERE order_id = ?", (order_id,)).fetchone()
            changed = json.dumps(json.loads(text) | {"recipient": recipient})
            self._db.execute("UPDATE orders SET request = ? WHERE order_id = ?", (changed, order_id))
