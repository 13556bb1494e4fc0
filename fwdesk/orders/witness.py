"""The ledger's second witness: what the database says is also in the journal, and either is rebuilt from the other.

The database is written first, the journal right after; both before the next step is taken. So a journal that knows
more than the database means that the database was lost, damaged or put back, and the journal's orders are played in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from fwdesk.domain.order import OrderState
from fwdesk.orders.payload import digest
from fwdesk.orders.rows import EVENT, FIRST_HASH, chained, change, find, insert, sealed, select, spelled, update
from fwdesk.store.database import Database
from fwdesk.store.journal import Journal, Reading
from fwdesk.store.schema import ROW

OPEN = (
    OrderState.SENDING,
    OrderState.UNKNOWN,
    OrderState.REFUSED,
    OrderState.NOT_SEEN,
    OrderState.CONFLICT,
    OrderState.ACCEPTED,
)
"""States that are not final: after a rebuild the service is asked about these before anything goes out live."""
MAY_HAVE_GONE = "The file of orders was rebuilt. This order may have been sent; the service knows."
_UNSENT = (OrderState.INTENT, OrderState.NOT_SENT)
_FIXED = {"order_po", "mode", "host", "sha256", "payload", "quoted_total", "fingerprint", "created_at"}


class Witness:
    """The journal beside a database."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._journal = Journal(path)
        self._known = Reading()

    def follow(self) -> None:
        """Write into the journal what the database has beyond it. Raises `StoreError`.

        Only one process at a time: the right to write the database is held meanwhile.
        """
        with self._database.write() as connection:
            self._follow(connection, self._read())

    def covers(self) -> bool:
        """True when the whole story, from its first event to the database's last, is in the journal unbroken."""
        reading = self._journal.read()
        numbers = [entry["number"] for entry in reading.entries]
        with self._database.read() as connection:
            last = _last(connection)[0]
        told = all("row" in entry for entry in reading.entries if _needs_row(entry["changes"]))
        return told and not reading.broken and numbers == [*range(1, len(numbers) + 1)] and len(numbers) >= last > 0

    def agree(self, now: datetime) -> str:
        """Make database and journal say the same. Returns a sentence for the person if orders were rebuilt.

        Raises `StoreError`.
        """
        words = ""
        reading = self._journal.read()
        with self._database.write() as connection:
            number, last = _last(connection)
            known = {entry["number"]: entry for entry in reading.entries}
            fits = _fits(connection, known, number, last)
            newer = [entry for entry in reading.entries if entry["number"] > number] if fits else []
            lost = [entry for entry in newer if not _played(connection, entry)]
            if newer or (self._database.begun and (number or self._database.note)):
                whole = bool(reading.entries) and fits and not lost and not (reading.torn or reading.broken)
                words = _marked(connection, now, whole=whole, unknown=_names(lost))
            if not fits:
                words = self._apart(connection, now, reading)
            self._follow(connection, self._read() if fits else self._begun_anew())
        return words

    def _apart(self, connection: sqlite3.Connection, now: datetime, reading: Reading) -> str:
        """A journal of another story than the database's: nothing is guessed, a person is told which orders it has."""
        ours = {order_po for (order_po,) in connection.execute("SELECT order_po FROM orders")}
        missing = sorted({entry["order_po"] for entry in reading.entries} - ours)
        words = "The journal of orders does not fit the file of orders." + _listed(missing)
        _hold(connection, "journal", words, now)
        return words

    def _begun_anew(self) -> Reading:
        self._journal.set_aside()
        self._known = Reading()
        return self._known

    def _read(self) -> Reading:
        """The journal, read again only if it is not as we left it."""
        try:
            size = self._journal.path.stat().st_size
        except OSError:
            size = -1
        if size != self._known.size or not self._known.entries:
            self._known = self._journal.read()
        return self._known

    def _follow(self, connection: sqlite3.Connection, reading: Reading) -> None:
        if reading.broken:  # a line was altered: the file is kept, and a new one written from the database
            reading = self._begun_anew()
        last = reading.entries[-1]["number"] if reading.entries else 0
        events = select(connection, "SELECT * FROM events WHERE number > ? ORDER BY number", (last,))
        if events:
            bodies = [_body(connection, event) for event in events]
            self._known = Reading()  # whatever happens now, look again
            self._known = self._journal.add(bodies, reading)


def _last(connection: sqlite3.Connection) -> tuple[int, str]:
    found = connection.execute("SELECT number, hash FROM events ORDER BY number DESC LIMIT 1").fetchone()
    return (int(found[0]), str(found[1])) if found else (0, FIRST_HASH)


def _fits(connection: sqlite3.Connection, known: dict[int, dict[str, Any]], number: int, last: str) -> bool:
    """True when database and journal tell one story as far as both go."""
    if not number or not known:
        return True
    both = min(number, max(known))
    if both not in known:
        return False
    ours = last
    if both < number:
        found = connection.execute("SELECT hash FROM events WHERE number = ?", (both,)).fetchone()
        ours = found[0] if found else ""
    return known[both]["hash"] == ours


def _body(connection: sqlite3.Connection, event: dict[str, Any]) -> dict[str, Any]:
    """An event for the journal, with what the event itself does not tell: for the first one what was ordered.

    An event of version 1 did not tell what changed, so the order as it is comes with it. A damaged row does not.
    """
    body = {name: event[name] for name in EVENT}
    if _needs_row(event["changes"]):
        row = find(connection, event["order_po"])
        if row and sealed(row) and digest(row["payload"]) == row["sha256"]:
            body["row"] = {name: row[name] for name in (("payload",) if event["changes"] else ROW)}
    return body


def _needs_row(changes: str) -> bool:
    return not changes or '"sha256":' in changes


def _played(connection: sqlite3.Connection, entry: dict[str, Any]) -> bool:
    """Play one entry into the database. False if its order is not known, because an entry is missing."""
    try:
        if entry["hash"] != chained(entry):
            return False
        digested = digest(entry["row"]["payload"]) if _needs_row(entry["changes"]) else ""
        told = cast("dict[str, Any]", json.loads(entry["changes"] or "{}") | entry.get("row", {}))
        columns = {name: value for name, value in told.items() if name in ROW}
        if find(connection, entry["order_po"]) is None:
            if not columns.keys() >= _FIXED or columns["sha256"] != digested:
                return False
            insert(connection, columns)
        elif mutable := {name: value for name, value in columns.items() if name not in _FIXED}:
            update(connection, entry["order_po"], mutable)
        names, marks = ", ".join(EVENT), ", ".join("?" * len(EVENT))
        values = tuple(entry[name] for name in EVENT)
        connection.execute(f"INSERT INTO events ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names
    except (KeyError, ValueError, TypeError, AttributeError, sqlite3.IntegrityError):
        return False
    return True


def _marked(connection: sqlite3.Connection, now: datetime, *, whole: bool, unknown: list[str]) -> str:
    """After a rebuild: mark what the service must be asked about first, and hold live orders if orders may be lost."""
    for row in select(connection, "SELECT order_po, state, attempts FROM orders ORDER BY order_po"):
        order_po, state = row["order_po"], row["state"]
        if state in OPEN:
            change(connection, order_po, now, "rebuilt", rebuilt=1)
        elif state in _UNSENT and not whole:
            # What came after this entry may be lost, and with it that the order was sent.
            facts = {
                "state": OrderState.UNKNOWN,
                "rebuilt": 1,
                "sent_at": spelled(now),
                "attempts": row["attempts"] + 1,
            }
            change(connection, order_po, now, MAY_HAVE_GONE, message=MAY_HAVE_GONE, **facts)
    if whole:
        return "The orders were rebuilt from the journal; none is missing."
    words = "The file of orders was rebuilt, but orders may be missing from it." + _listed(unknown)
    _hold(connection, "rebuilt", words, now)
    return words


def _hold(connection: sqlite3.Connection, name: str, words: str, now: datetime) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO holds (name, words, since) VALUES (?, ?, ?)", (name, words, spelled(now))
    )


def _names(entries: Iterable[dict[str, Any]]) -> list[str]:
    return sorted({str(entry.get("order_po")) for entry in entries})


def _listed(order_pos: list[str]) -> str:
    return f" Ask FinerWorks about {', '.join(order_pos)}." if order_pos else " Compare it with your account."
