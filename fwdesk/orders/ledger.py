"""The ledger: every order is written here before a byte of it is sent, and its whole story after (RELIABILITY, 1).

INTENT → SENDING → ACCEPTED | UNKNOWN | REFUSED | NOT_SENT. UNKNOWN is settled by reading back, never by sending
again; NOT_SENT may be sent again by a person, under the same reference.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, cast

from fwdesk.domain.errors import OrderError, StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.order import LedgerRow, Order, OrderState, OrderStatus, Recipient, Shipment
from fwdesk.orders import payload as text
from fwdesk.orders.payload import utc_now
from fwdesk.store.database import Database

_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FIRST_HASH = "0" * 64
_SETTLED_BY_READING = (OrderState.SENDING, OrderState.UNKNOWN, OrderState.REFUSED)
"""States that a look at the service may turn into ACCEPTED: also a refusal is not proof (RELIABILITY, E11)."""

INTERRUPTED = "fwdesk was closed while this order was being sent. The service knows whether it arrived."


def new_po(clock: Callable[[], datetime] = utc_now) -> str:
    """A reference never used before: `FWD-`, 10 characters of time, 16 of chance."""
    number = int(clock().timestamp() * 1000) << 80 | secrets.randbits(80)
    return "FWD-" + "".join(_BASE32[number >> shift & 31] for shift in range(125, -1, -5))


def _nothing(point: str) -> None:
    """The probe of every day."""


class Ledger:
    """The orders of this computer. Safe to use from several threads and processes.

    `probe` is called by name at each point where a crash would matter; the tests kill the program there.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        probe: Callable[[str], object] = _nothing,
    ) -> None:
        self._database = database
        self.clock = clock
        self.probe = probe

    @property
    def note(self) -> str:
        """A sentence for the person when a damaged ledger had to be set aside at the start, else empty."""
        return self._database.note

    def close(self) -> None:
        """Close the file. Closing twice is allowed."""
        self._database.close()

    # Before sending

    def intend(self, order: Order, *, mode: str, host: str, quoted_total: Money) -> LedgerRow:
        """Write down that this order is about to be sent; on the disk when this returns.

        The same order may be intended again while it was never sent. Raises `OrderError` if the reference stands
        for something else or was sent already, `StoreError` if it could not be written.
        """
        words = text.canonical(order)
        now = self._now()
        with self._database.write(partial(self.probe, "intent.written")) as connection:
            found = _find(connection, order.order_po)
            if found is None:
                connection.execute(
                    "INSERT INTO orders (order_po, mode, host, sha256, payload, quoted_total, fingerprint, state,"
                    " created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        order.order_po,
                        mode,
                        host,
                        text.digest(words),
                        words,
                        str(quoted_total.amount),
                        text.fingerprint(order),
                        OrderState.INTENT,
                        now,
                        now,
                    ),
                )
                self._note(connection, order.order_po, OrderState.INTENT, f"{mode} at {host}, {quoted_total}")
            else:
                self._intend_again(connection, found, words, mode, host)
        self.probe("intent.kept")
        return self.row(order.order_po)

    def _intend_again(
        self, connection: sqlite3.Connection, found: dict[str, Any], words: str, mode: str, host: str
    ) -> None:
        if (found["sha256"], found["mode"], found["host"]) != (text.digest(words), mode, host):
            raise OrderError(f"The reference {found['order_po']} already stands for another order.")
        if found["state"] == OrderState.NOT_SENT:
            self._move(connection, found["order_po"], OrderState.INTENT, "to be sent again, by a person")
        elif found["state"] != OrderState.INTENT:
            raise OrderError(f"The order {found['order_po']} was sent already; its state is {found['state']}.")

    def claim(self, order_po: str) -> int:
        """Take the one right to send this order. Returns the number of the attempt.

        Exactly one of many callers, threads or processes gets it. Raises `OrderError` for the others.
        """
        with self._database.write(partial(self.probe, "claim.written")) as connection:
            claimed = connection.execute(
                "UPDATE orders SET state = ?, attempts = attempts + 1, changed_at = ?, message = ''"
                " WHERE order_po = ? AND state = ?",
                (OrderState.SENDING, self._now(), order_po, OrderState.INTENT),
            ).rowcount
            if claimed != 1:
                raise OrderError(f"The order {order_po} is being sent already, or was sent.")
            self._note(connection, order_po, OrderState.SENDING, "one request leaves")
            attempt = int(_fields(connection, order_po)["attempts"])
        self.probe("claim.kept")
        return attempt

    # After sending

    def settle(
        self,
        order_po: str,
        attempt: int,
        state: OrderState,
        message: str = "",
        **facts: object,
    ) -> LedgerRow:
        """Write down how an attempt ended. A later look at the service that found the order is not undone.

        `facts` are order_id, order_guid, confirmation_id, confirmed_at.
        """
        with self._database.write(partial(self.probe, "outcome.written")) as connection:
            found = _fields(connection, order_po)
            open_states = (OrderState.SENDING, OrderState.UNKNOWN)
            if found["attempts"] == attempt and found["state"] in open_states:
                self._move(connection, order_po, state, message, **facts)
            else:
                self._note(connection, order_po, found["state"], f"late: attempt {attempt} ended {state}. {message}")
        self.probe("outcome.kept")
        return self.row(order_po)

    def recover(self) -> tuple[LedgerRow, ...]:
        """At the start: what was being sent when the program ended is UNKNOWN now. Returns those rows."""
        with self._database.write(partial(self.probe, "recovery.written")) as connection:
            lost = [
                str(po)
                for (po,) in connection.execute("SELECT order_po FROM orders WHERE state = ?", (OrderState.SENDING,))
            ]
            for order_po in lost:
                self._move(connection, order_po, OrderState.UNKNOWN, INTERRUPTED)
        self.probe("recovery.kept")
        return tuple(self.row(order_po) for order_po in lost)

    def saw(self, order_po: str, status: OrderStatus) -> LedgerRow:
        """Write down what the service says about an order. This is how UNKNOWN becomes ACCEPTED."""
        with self._database.write(partial(self.probe, "status.written")) as connection:
            found = _fields(connection, order_po)
            shipments = json.dumps([asdict(shipment) for shipment in status.shipments])
            label = status.label.strip()
            seen: dict[str, object] = {"status_id": status.status_id, "status_label": label, "shipments": shipments}
            if found["state"] in _SETTLED_BY_READING:
                ids = {"order_id": status.order_id, "confirmation_id": status.confirmation_id}
                words = "Found at the service by its reference."
                self._move(connection, order_po, OrderState.ACCEPTED, words, **ids, **seen)
            elif found["state"] == OrderState.ACCEPTED and found["order_id"] != status.order_id:
                words = f"The confirmation said order {found['order_id']}, the service now says {status.order_id}."
                self._move(connection, order_po, OrderState.ACCEPTED, words)
            elif any(found[name] != value for name, value in seen.items()):
                self._move(connection, order_po, found["state"], found["message"], **seen)
        self.probe("status.kept")
        return self.row(order_po)

    def remark(self, order_po: str, message: str) -> LedgerRow:
        """Another message for a row, its state as it was."""
        with self._database.write(partial(self.probe, "remark.written")) as connection:
            found = _fields(connection, order_po)
            if found["message"] != message:
                self._move(connection, order_po, found["state"], message)
        return self.row(order_po)

    # Reading

    def row(self, order_po: str) -> LedgerRow:
        """One order. Raises `OrderError` if there is none by this reference."""
        with self._database.read() as connection:
            return _row(_fields(connection, order_po))

    def rows(self, *, mode: str | None = None, host: str | None = None) -> tuple[LedgerRow, ...]:
        """All orders, newest first; with `mode` and `host`, those alone."""
        with self._database.read() as connection:
            found = _all(
                connection,
                "SELECT * FROM orders WHERE (?1 IS NULL OR mode = ?1) AND (?2 IS NULL OR host = ?2)"
                " ORDER BY created_at DESC, order_po DESC",
                (mode, host),
            )
        return tuple(map(_row, found))

    def order(self, order_po: str) -> Order:
        """The order as it was written down, to be sent again by a person. Raises `OrderError`, `StoreError`."""
        return text.read(self.row(order_po).payload)

    def history(self, order_po: str) -> tuple[tuple[str, str, str], ...]:
        """What happened to an order: (UTC time, state, words) for each event, oldest first."""
        with self._database.read() as connection:
            return tuple(
                connection.execute(
                    "SELECT at, state, detail FROM events WHERE order_po = ? ORDER BY number", (order_po,)
                ).fetchall()
            )

    def twin(self, order: Order, *, mode: str, within: timedelta = timedelta(hours=24)) -> LedgerRow | None:
        """The latest other order that is the same to a person and was, or may have been, sent not long ago."""
        since = _spelled(self.clock() - within)
        with self._database.read() as connection:
            found = _all(
                connection,
                "SELECT * FROM orders WHERE fingerprint = ? AND mode = ? AND order_po <> ? AND created_at >= ?"
                " AND state IN ('SENDING', 'UNKNOWN', 'ACCEPTED') ORDER BY created_at DESC LIMIT 1",
                (text.fingerprint(order), mode, order.order_po, since),
            )
        return _row(found[0]) if found else None

    def verify(self) -> tuple[str, ...]:
        """Everything in the file that does not fit: a broken chain of events, a payload that was altered."""
        wrong: list[str] = []
        with self._database.read() as connection:
            previous, last = _FIRST_HASH, dict[str, str]()
            for event in _all(connection, "SELECT * FROM events ORDER BY number"):
                if event["previous"] != previous or event["hash"] != _chained(event):
                    wrong.append(f"{event['order_po']}: event {event['number']} was altered, or one before it is gone.")
                previous, last[event["order_po"]] = event["hash"], event["state"]
            for row in _all(connection, "SELECT * FROM orders ORDER BY order_po"):
                order_po = row["order_po"]
                if text.digest(row["payload"]) != row["sha256"]:
                    wrong.append(f"{order_po}: what was ordered was altered.")
                if last.get(order_po) != row["state"]:
                    wrong.append(f"{order_po}: its state does not follow from its events.")
        return tuple(wrong)

    # Inside

    def _now(self) -> str:
        return _spelled(self.clock())

    def _move(
        self, connection: sqlite3.Connection, order_po: str, state: OrderState | str, message: str, **facts: object
    ) -> None:
        """Another state, message or facts for a row, with the event that says so."""
        changes = facts | {"state": str(state), "message": message, "changed_at": self._now()}
        columns = ", ".join(f"{name} = ?" for name in changes)  # names from this file only
        connection.execute(f"UPDATE orders SET {columns} WHERE order_po = ?", (*changes.values(), order_po))  # noqa: S608
        said = "; ".join(f"{name} {value}" for name, value in facts.items() if value and name != "shipments")
        self._note(connection, order_po, state, " ".join(part for part in (message, said) if part))

    def _note(self, connection: sqlite3.Connection, order_po: str, state: OrderState | str, detail: str) -> None:
        last = connection.execute("SELECT hash FROM events ORDER BY number DESC LIMIT 1").fetchone()
        event: dict[str, Any] = {
            "order_po": order_po,
            "at": self._now(),
            "state": str(state),
            "attempt": int(_fields(connection, order_po)["attempts"]),
            "detail": detail,
            "previous": last[0] if last else _FIRST_HASH,
        }
        connection.execute(
            "INSERT INTO events (order_po, at, state, attempt, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*event.values(), _chained(event)),
        )


def _spelled(moment: datetime) -> str:
    """UTC with all its digits, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _chained(event: dict[str, Any]) -> str:
    names = ("previous", "order_po", "at", "state", "attempt", "detail")
    return text.digest("\x1f".join(str(event[name]) for name in names))


def _all(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, tuple(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _find(connection: sqlite3.Connection, order_po: str) -> dict[str, Any] | None:
    found = _all(connection, "SELECT * FROM orders WHERE order_po = ?", (order_po,))
    return found[0] if found else None


def _fields(connection: sqlite3.Connection, order_po: str) -> dict[str, Any]:
    found = _find(connection, order_po)
    if found is None:
        raise OrderError(f"There is no order {order_po} in the ledger.")
    return found


def _row(found: dict[str, Any]) -> LedgerRow:
    try:
        order = text.read(found["payload"])
    except StoreError:  # one damaged row must not hide the others; `verify` names it
        order = Order(found["order_po"], Recipient(country_code=""), (), "")
    shipments = cast("list[dict[str, str]]", json.loads(found["shipments"]))
    return LedgerRow(
        order_po=found["order_po"],
        mode=found["mode"],
        state=OrderState(found["state"]),
        order_id=found["order_id"],
        summary=text.summary(order) or "This row of the ledger is damaged.",
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
    )
