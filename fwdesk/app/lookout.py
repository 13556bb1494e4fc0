"""Looks for orders in doubt by itself, when the ledger's schedule says that it is time."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from fwdesk.app.order_book import OrderBook
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.order import LedgerRow

_LEAST, _MOST = timedelta(seconds=1), timedelta(hours=1)
_AFTER_A_FAILURE = timedelta(minutes=1)
"""Twice as long after each failure in a row."""


class Lookout(QObject):
    """Plans the next look each time the orders changed, and a while after one that failed.

    It also says, once, what a person must know about the file of orders.
    """

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, book: OrderBook) -> None:
        """Nothing is looked for before the orders were read once."""
        super().__init__(book)
        self._session, self._tasks, self._workshop, self._book = session, tasks, workshop, book
        self._said = ""
        self._failures = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(book.look)
        book.changed.connect(self._plan)
        book.failed.connect(self._failed)
        book.moved.connect(self._moved)

    @Slot()
    def _plan(self) -> None:
        workshop = self._workshop

        def ask(_cancel: Cancel) -> tuple[timedelta | None, str]:
            from fwdesk.orders.tracking import next_look_in

            line, ledger = workshop.connection, workshop.ledger
            return next_look_in(ledger, mode=line.ledger, host=line.host), workshop.ledger_words

        self._tasks.run(ask, self._planned, lambda _error: self._wait(self._pause), lane="lookout")

    def _planned(self, answer: tuple[timedelta | None, str]) -> None:
        wait, words = answer
        if words and words != self._said:
            self._said = words
            self._session.note(words, "warn")
        if wait is None:
            self._timer.stop()
        elif self._book.in_trouble:
            if not self._timer.isActive():
                self._wait(self._pause)
        elif not self._book.asking:  # else a look is under way, and planned after
            self._failures = 0
            self._wait(wait)

    @Slot(object)
    def _failed(self, _error: Exception) -> None:
        self._wait(self._pause)
        self._failures += 1

    @property
    def _pause(self) -> timedelta:
        return _AFTER_A_FAILURE * 2 ** min(self._failures, 6)

    @Slot(object)
    def _moved(self, row: LedgerRow) -> None:
        self._session.note(f"Order {row.order_id or row.order_po}, {row.summary}: {row.status_label}.")

    def _wait(self, wait: timedelta) -> None:
        self._timer.start(round(min(max(wait, _LEAST), _MOST) / timedelta(milliseconds=1)))
