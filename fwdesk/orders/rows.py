"""The rows of the ledger's file: how they are read, changed and sealed, and how their events follow from one another.

Every change of a row goes through `change`, which seals the row with its hash and adds the event that tells of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from fwdesk.domain.errors import OrderError, StoreError
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.order import LedgerRow, Order, OrderState, Recipient, Shipment
from fwdesk.orders import payload as text
from fwdesk.store.schema import ROW, row_digest

FIRST_HASH = "0" * 64
EVENT = ("number", "order_po", "at", "state", "attempt", "detail", "previous", "hash", "changes")
DAMAGED = "This row of the ledger is damaged."


def spelled(moment: datetime) -> str:
    """UTC with all its digits, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def select(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """What a query finds, each row by the names of its columns."""
    cursor = connection.execute(sql, tuple(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def find(connection: sqlite3.Connection, order_po: str) -> dict[str, Any] | None:
    """One order's columns, or None."""
    found = select(connection, "SELECT * FROM orders WHERE order_po = ?", (order_po,))
    return found[0] if found else None


def fields(connection: sqlite3.Connection, order_po: str) -> dict[str, Any]:
    """One order's columns. Raises `OrderError` if there is none by this reference."""
    found = find(connection, order_po)
    if found is None:
        raise OrderError(f"There is no order {order_po} in the ledger.")
    return found


def insert(connection: sqlite3.Connection, columns: dict[str, Any]) -> None:
    """A new order, sealed. The event comes with `note`."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO orders ({names}) VALUES ({marks})", tuple(columns.values()))  # noqa: S608
    seal(connection, columns["order_po"])


def update(connection: sqlite3.Connection, order_po: str, changes: Mapping[str, Any]) -> None:
    """Other values for some columns, sealed, without an event: for what may be forgotten, such as looks.

    A row that was damaged stays so: a new hash would make its damage look right.
    """
    whole = sealed(fields(connection, order_po))
    columns = ", ".join(f"{name} = ?" for name in changes)
    connection.execute(f"UPDATE orders SET {columns} WHERE order_po = ?", (*changes.values(), order_po))  # noqa: S608
    if whole:
        seal(connection, order_po)


def seal(connection: sqlite3.Connection, order_po: str) -> None:
    """Give a row the hash that fits it as it is now. Only for a row that was whole before.

    Raises `OrderError` if there is none by this reference.
    """
    # Not in SQL: a function there cannot be given a text with a flipped bit in it.
    row = fields(connection, order_po)
    digest = row_digest(*(row[name] for name in ROW))
    connection.execute("UPDATE orders SET row_sha256 = ? WHERE order_po = ?", (digest, order_po))


def change(connection: sqlite3.Connection, order_po: str, now: datetime, detail: str, **changes: object) -> None:
    """Other values for some columns, sealed, with the event that says so."""
    told = {name: str(value) if isinstance(value, OrderState) else value for name, value in changes.items()}
    told["changed_at"] = spelled(now)
    update(connection, order_po, told)
    note(connection, order_po, now, detail, told)


def note(connection: sqlite3.Connection, order_po: str, now: datetime, detail: str, changes: Mapping[str, Any]) -> None:
    """An event about an order as its row is now; `changes` are the columns that became other than they were."""
    row = fields(connection, order_po)
    last = connection.execute("SELECT hash FROM events ORDER BY number DESC LIMIT 1").fetchone()
    event: dict[str, Any] = {
        "order_po": order_po,
        "at": spelled(now),
        "state": row["state"],
        "attempt": row["attempts"],
        "detail": detail,
        "previous": last[0] if last else FIRST_HASH,
        "changes": json.dumps(changes, sort_keys=True, separators=(",", ":")),
    }
    event["hash"] = chained(event)
    names, marks = ", ".join(event), ", ".join("?" * len(event))
    connection.execute(f"INSERT INTO events ({names}) VALUES ({marks})", tuple(event.values()))  # noqa: S608


def chained(event: dict[str, Any]) -> str:
    """The hash of an event, over the one before it. Events of version 1 did not tell what changed."""
    names = ["previous", "order_po", "at", "state", "attempt", "detail"]
    if event["changes"]:
        names.append("changes")
    return text.digest("\x1f".join(str(event[name]) for name in names))


def sealed(found: dict[str, Any]) -> bool:
    """True when a row fits its hash."""
    return found["row_sha256"] == row_digest(*(found[name] for name in ROW))


def wrongs(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Everything in the file that does not fit: a row or payload that was altered, a broken chain of events."""
    wrong: list[str] = []
    previous, last = FIRST_HASH, dict[str, str]()
    for event in select(connection, "SELECT * FROM events ORDER BY number"):
        if event["previous"] != previous or event["hash"] != chained(event):
            wrong.append(f"{event['order_po']}: event {event['number']} was altered, or one before it is gone.")
        previous, last[event["order_po"]] = event["hash"], event["state"]
    for row in select(connection, "SELECT * FROM orders ORDER BY order_po"):
        order_po = row["order_po"]
        if text.digest(row["payload"]) != row["sha256"]:
            wrong.append(f"{order_po}: what was ordered was altered.")
        if not sealed(row):
            wrong.append(f"{order_po}: its row was altered.")
        if last.get(order_po) != row["state"]:
            wrong.append(f"{order_po}: its state does not follow from its events.")
    return tuple(wrong)


def as_row(found: dict[str, Any]) -> LedgerRow:
    """A row as the desk shows it. A damaged one must not hide the others: what cannot be read of it is left out."""
    try:
        return _as_row(found, damaged=not sealed(found))
    except (ValueError, ArithmeticError, TypeError, KeyError, StoreError):
        return LedgerRow(
            order_po=str(found["order_po"]),
            mode=str(found["mode"]),
            state=OrderState.UNKNOWN,
            order_id=0,
            summary=DAMAGED,
            total=ZERO,
            recipient="",
            created_at=datetime.fromtimestamp(0, UTC),
            changed_at=datetime.fromtimestamp(0, UTC),
            message=DAMAGED,
            host=str(found["host"]),
            damaged=True,
        )


def _as_row(found: dict[str, Any], *, damaged: bool) -> LedgerRow:
    try:
        order = text.read(found["payload"])
    except StoreError:
        order = Order(found["order_po"], Recipient(country_code=""), (), "")
    shipments = cast("list[dict[str, str]]", json.loads(found["shipments"]))
    return LedgerRow(
        order_po=found["order_po"],
        mode=found["mode"],
        state=OrderState(found["state"]),
        order_id=found["order_id"],
        summary=text.summary(order) or DAMAGED,
        total=Money(Decimal(found["quoted_total"])),
        recipient=", ".join(order.recipient.lines[:1]),
        created_at=datetime.fromisoformat(found["created_at"]),
        changed_at=datetime.fromisoformat(found["changed_at"]),
        message=found["message"],
        codes=tuple(line.code for line in order.lines),
        payload=found["payload"],
        status_label=found["status_label"],
        status_id=found["status_id"],
        shipments=tuple(Shipment(**shipment) for shipment in shipments),
        host=found["host"],
        attempts=found["attempts"],
        sent_at=_moment(found["sent_at"]),
        looked_at=_moment(found["looked_at"]),
        looks=found["looks"],
        waiting_since=_moment(found["waiting_since"]),
        confirmed=bool(found["confirmed"]),
        seen_ids=tuple(json.loads(found["seen_ids"])),
        rebuilt=bool(found["rebuilt"]),
        damaged=damaged,
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an order. `told` are the values that it brought; `at` is UTC."""

    at: datetime
    state: str
    detail: str
    told: Mapping[str, Any]


def as_event(found: dict[str, Any]) -> Event:
    """An event as pages show it. Events of version 1 told no values."""
    try:
        told = cast("dict[str, Any]", json.loads(found["changes"] or "{}"))
        return Event(datetime.fromisoformat(found["at"]), found["state"], found["detail"], told)
    except ValueError:
        return Event(datetime.fromtimestamp(0, UTC), str(found["state"]), DAMAGED, {})


def _moment(spelling: str) -> datetime | None:
    return datetime.fromisoformat(spelling) if spelling else None
