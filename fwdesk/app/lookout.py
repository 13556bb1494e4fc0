"""Looks for orders in doubt by itself, when the ledger's schedule says that it is time."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from fwdesk.app.ordering import ORDERS_LANE, Ordering
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

_LEAST, _MOST = timedelta(seconds=1), timedelta(hours=1)


class Lookout(QObject):
    """Plans the next look each time the orders changed; a look that fails is planned anew when the line is up."""

    def __init__(self, tasks: Tasks, workshop: Workshop, ordering: Ordering) -> None:
        """Nothing is looked for before the orders were read once."""
        super().__init__(ordering)
        self._tasks, self._workshop, self._ordering = tasks, workshop, ordering
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(ordering.refresh_orders)
        ordering.orders_changed.connect(self._plan)

    @Slot()
    def _plan(self) -> None:
        workshop = self._workshop

        def ask(_cancel: Cancel) -> timedelta | None:
            from fwdesk.orders.tracking import next_look_in

            line = workshop.connection
            return next_look_in(workshop.ledger, mode=line.ledger, host=line.host)

        self._tasks.run(ask, self._planned, lambda _error: self._timer.stop(), lane="lookout")

    def _planned(self, wait: timedelta | None) -> None:
        if wait is None:
            self._timer.stop()
        elif not self._tasks.waits(ORDERS_LANE):  # else a look is under way, and planned after
            self._timer.start(round(min(max(wait, _LEAST), _MOST) / timedelta(milliseconds=1)))
