"""Backups of the file of orders while the desk is open: a while after something was written, not only at the start."""

from __future__ import annotations

import time
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from fwdesk.app.ordering import SUBMIT_LANE
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

LANE = "backup"
_QUIET, _APART = timedelta(seconds=30), timedelta(minutes=10)
"""So long after the last thing that was written, so that no order waits for a backup; and so far apart."""


class Backing(QObject):
    """Makes a backup when orders have changed. One that would be the same as the last is not made."""

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop) -> None:
        """Waits for `changed`."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._last = time.monotonic()  # the start makes one
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make)

    @Slot(object)
    def changed(self, _what: object = None) -> None:
        """Something was written down about an order."""
        since = timedelta(seconds=time.monotonic() - self._last)
        self._timer.start(round(max(_QUIET, _APART - since) / timedelta(milliseconds=1)))

    @Slot()
    def _make(self) -> None:
        if self._tasks.waits(SUBMIT_LANE):
            self.changed()
            return
        self._last = time.monotonic()
        workshop = self._workshop

        def work(_cancel: Cancel) -> str:
            return workshop.ledger.back_up()

        self._tasks.run(work, self._made, lambda error: self._made(str(error)), lane=LANE)

    def _made(self, words: str) -> None:
        if words and words != self._said:
            self._session.note(words, "warn")
        self._said = words
