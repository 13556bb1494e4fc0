"""The orders that were written down, to be read: rows, what happened to them, what matters before the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from fwdesk.domain.order import LedgerRow, Order
from fwdesk.orders import editions
from fwdesk.orders import payload as text
from fwdesk.orders.rows import Event, as_event, as_row, fields, select, spelled
from fwdesk.orders.rows import wrongs as wrongs_in
from fwdesk.orders.standing import ARRIVED, Standing, standing
from fwdesk.store.database import Database


class Records:
    """What a file of orders holds. Safe to use from several threads and processes."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """`clock` says what not long ago means."""
        self._database = database
        self.clock = clock
        self._damage: tuple[str, ...] = ()

    def row(self, order_po: str) -> LedgerRow:
        """One order. Raises `OrderError` if there is none by this reference."""
        with self._database.read() as connection:
            return as_row(fields(connection, order_po))

    def rows(self, *, mode: str | None = None, host: str | None = None) -> tuple[LedgerRow, ...]:
        """All orders, newest first; with `mode` and `host`, those alone."""
        with self._database.read() as connection:
            found = select(
                connection,
                "SELECT * FROM orders WHERE (?1 IS NULL OR mode = ?1) AND (?2 IS NULL OR host = ?2)"
                " ORDER BY created_at DESC, order_po DESC",
                (mode, host),
            )
        return tuple(map(as_row, found))

    def order(self, order_po: str) -> Order:
        """The order as it was written down, to be sent again by a person. Raises `OrderError`, `StoreError`."""
        return text.read(self.row(order_po).payload)

    def events(self, order_po: str) -> tuple[Event, ...]:
        """What happened to an order, oldest first."""
        with self._database.read() as connection:
            found = select(connection, "SELECT * FROM events WHERE order_po = ? ORDER BY number", (order_po,))
        return tuple(map(as_event, found))

    def twin(self, order: Order, *, mode: str, within: timedelta = timedelta(hours=24)) -> LedgerRow | None:
        """The latest other order that is the same to a person and was, or may have been, sent not long ago."""
        since = spelled(self.clock() - within)
        with self._database.read() as connection:
            found = select(
                connection,
                f"SELECT * FROM orders WHERE state IN {ARRIVED} AND fingerprint = ? AND mode = ? AND order_po <> ?"  # noqa: S608
                " AND created_at >= ? ORDER BY created_at DESC LIMIT 1",
                (text.fingerprint(order), mode, order.order_po, since),
            )
        return as_row(found[0]) if found else None

    def register(self, mode: str) -> editions.Register:
        """Every limited edition of this mode, with the numbers taken and the orders that have them."""
        with self._database.read() as connection:
            return editions.register(connection, mode)

    def standing(self, mode: str) -> Standing:
        """What matters before the next order of this mode is sent."""
        with self._database.read() as connection:
            return standing(connection, mode, self.clock(), self._damage)

    def verify(self) -> tuple[str, ...]:
        """Everything in the file that does not fit: an altered row or payload, a broken chain of events."""
        with self._database.read() as connection:
            return wrongs_in(connection)
