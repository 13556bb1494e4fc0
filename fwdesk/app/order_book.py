"""The orders in the ledger: read, asked about at the service, and shown as they were last known."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.order import LedgerRow

ORDERS_LANE = "orders"


class OrderBook(QObject):
    """The orders of the service in use.

    Signals:
        changed(): the list of orders.
        failed(Exception): they could not be read, or the service could not be asked about them.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link) -> None:
        """Empty until the ledger was read once; asks the service each time it is back."""
        super().__init__(session)
        self._tasks, self._workshop, self._link = tasks, workshop, link
        self._rows: tuple[LedgerRow, ...] = ()
        link.changed.connect(self._link_changed)
        link.up.connect(self.refresh)

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """The orders of the service in use, newest first."""
        return self._rows

    @property
    def asking(self) -> bool:
        """True while the service is being asked where the orders stand."""
        return self._tasks.waits(ORDERS_LANE)

    @Slot()
    @Slot(object)
    def refresh(self, _what: object = None) -> None:
        """Read the ledger, then ask the service about every order that may still change."""
        workshop = self._workshop

        def read(_cancel: Cancel) -> tuple[LedgerRow, ...]:
            line = workshop.connection
            return workshop.ledger.rows(mode=line.ledger, host=line.host)

        def ask(cancel: Cancel) -> tuple[bool, tuple[LedgerRow, ...]]:
            from fwdesk.orders.tracking import due, refresh

            line = workshop.connection
            waiting = bool(due(workshop.ledger, mode=line.ledger, host=line.host))
            refresh(workshop.ledger, line.client, mode=line.ledger, host=line.host, cancel=cancel)
            return waiting, workshop.ledger.rows(mode=line.ledger, host=line.host)

        def asked(answer: tuple[bool, tuple[LedgerRow, ...]]) -> None:
            waiting, rows = answer
            if waiting:  # with no order under way nobody was asked, and nobody answered
                self._link.works()
            self._show(rows)

        def show_and_ask(rows: tuple[LedgerRow, ...]) -> None:
            self._show(rows)
            self._tasks.run(ask, asked, self._not_asked, lane=ORDERS_LANE)

        self._tasks.run(read, show_and_ask, self._not_asked, lane=ORDERS_LANE)

    def _show(self, rows: tuple[LedgerRow, ...]) -> None:
        self._rows = rows
        self.changed.emit()

    def _not_asked(self, error: Exception) -> None:
        self._link.failed(error)
        self.failed.emit(error)

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            self._show(())
