"""The two keys of a service, looked for, checked, kept and forgotten: what a page of the service shows."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.service import Kind, Service
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Checked, Workshop
from fwdesk.domain.account import Account
from fwdesk.domain.keys import KeyPair

if TYPE_CHECKING:
    from fwdesk.store.secrets import Kept

LANE = "keys"
SLOW_MS = 2_000
"""After so long without an answer the artist is told that it is still being waited for (UX section 5, moment 13)."""


class Doing(Enum):
    """What is going on."""

    NOTHING = "nothing"
    LOOKING = "looking"
    CHECKING = "checking"
    FORGETTING = "forgetting"


class Outcome(Enum):
    """What came of the last thing that was asked for."""

    NONE = "none"
    KNOWN = "known"
    KEPT = "kept"
    FORGOTTEN = "forgotten"
    STOPPED = "stopped"
    FAILED = "failed"


class KeyCheck(QObject):
    """The keys of one service at a time.

    Signals:
        changed(): anything below is another.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, workshop: Workshop, link: Link, parent: QObject | None = None) -> None:
        """Shows practice, which has no keys, until `show`."""
        super().__init__(parent)
        self._tasks, self._workshop, self._link = tasks, workshop, link
        self.service = Service(Kind.PRACTICE)
        self.doing = Doing.NOTHING
        self.slow = False
        self.kept: Kept | None = None
        self.outcome = Outcome.NONE
        self.about = self.service
        """The service that the outcome speaks of; a check that was stopped may be another's."""
        self.typed = False
        """True while, and after, new keys are checked; false for the kept ones."""
        self.account: Account | None = None
        self.error: Exception | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SLOW_MS)
        self._timer.timeout.connect(self._is_slow)

    def show(self, service: Service) -> None:
        """Turn to a service and look where its keys are. A check for another one is stopped."""
        stopped = self.service if self.doing is Doing.CHECKING else None
        self._tasks.cancel(LANE)
        self.service, self.kept = service, None
        self._conclude(Outcome.STOPPED if stopped else Outcome.NONE)
        self.about = stopped or service
        if service.kind in {Kind.TEST, Kind.LIVE}:
            self._look()
        self.changed.emit()

    def check(self, typed: KeyPair) -> None:
        """Ask the service whose keys these are, and keep them if it knows them."""
        service, workshop = self.service, self._workshop
        self._begin(Doing.CHECKING)
        self.typed = True
        self._tasks.run(
            lambda cancel: workshop.try_keys(service, typed, cancel), self._new_ones, self._failed, lane=LANE
        )

    def check_kept(self) -> None:
        """Ask the service whose keys the kept ones are."""
        service, workshop = self.service, self._workshop
        self._begin(Doing.CHECKING)
        self._tasks.run(lambda cancel: workshop.check_kept(service, cancel), self._known, self._failed, lane=LANE)

    def stop(self) -> None:
        """Wait no longer. What was already being kept may stay: the store is looked at again."""
        if self.doing is Doing.CHECKING:
            self._conclude(Outcome.STOPPED)
            self._look()
            self.changed.emit()

    def forget(self) -> None:
        """Forget the keys of the service, wherever they are."""
        service, workshop = self.service, self._workshop
        self._begin(Doing.FORGETTING)
        # Not in the lane: what is gone is gone, whoever still looks, and the service in use must be told.
        self._tasks.run(lambda _cancel: workshop.forget_keys(service), partial(self._forgotten, service), self._failed)

    def close(self) -> None:
        """Nobody looks any more: an answer still on its way has nowhere to go, and keys being checked are not kept."""
        self._tasks.cancel(LANE)
        self._timer.stop()

    def look_again(self) -> None:
        """Look once more where the keys are: the store may have been unlocked."""
        self._conclude(Outcome.NONE)
        self._look()
        self.changed.emit()

    def _begin(self, doing: Doing) -> None:
        self._conclude(Outcome.NONE)
        self.typed = False
        self.doing = doing
        self._timer.start()
        self.changed.emit()

    def _conclude(self, outcome: Outcome) -> None:
        self._timer.stop()
        self.doing, self.slow = Doing.NOTHING, False
        self.outcome, self.about, self.account, self.error = outcome, self.service, None, None

    def _look(self) -> None:
        service, workshop = self.service, self._workshop
        self.doing = Doing.LOOKING
        self._timer.start()
        self._tasks.run(lambda _cancel: workshop.keys_kept(service), self._looked, self._failed, lane=LANE)

    @Slot()
    def _is_slow(self) -> None:
        self.slow = True
        self.changed.emit()

    def _looked(self, kept: Kept) -> None:
        self._timer.stop()
        self.doing, self.slow, self.kept = Doing.NOTHING, False, kept
        self.changed.emit()

    def _new_ones(self, checked: Checked) -> None:
        self._concluded(Outcome.KEPT, checked)
        self._reconnect()

    def _known(self, checked: Checked) -> None:
        self._concluded(Outcome.KNOWN, checked)
        if self._link.state is not LinkState.READY:
            self._reconnect()

    def _concluded(self, outcome: Outcome, checked: Checked) -> None:
        self._conclude(outcome)
        self.account, self.kept = checked.account, checked.kept
        self.changed.emit()

    def _forgotten(self, service: Service, kept: Kept) -> None:
        if service == self.service:
            self._conclude(Outcome.FORGOTTEN)
            self.kept = kept
            self.changed.emit()
        if self._link.service.kind is service.kind:
            self._link.open(self._link.service)

    def _failed(self, error: Exception) -> None:
        self._conclude(Outcome.FAILED)
        self.error = error
        self.changed.emit()

    def _reconnect(self) -> None:
        """The service in use goes on with the keys it has now, or with none."""
        if self._link.service.kind is self.service.kind:
            self._link.open(self._link.service)
