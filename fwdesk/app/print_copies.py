"""Makes print copies of the picture on the desk, one at a time, on a worker."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.keeper import Keeper
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from fwdesk.artwork.copy import Kind, PrintCopy

LANE = "print copy"


class CopyState(Enum):
    """How it stands with the copy of the present picture."""

    NONE = "none"
    MAKING = "making"
    MADE = "made"
    FAILED = "failed"


class PrintCopies(QObject):
    """The copy of the picture on the desk: none, being made, made, or why not.

    Signals:
        changed(): the state is another one.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, keeper: Keeper) -> None:
        """Follows the session: another picture has no copy yet."""
        super().__init__(session)
        self._session, self._tasks, self._keeper = session, tasks, keeper
        self.state = CopyState.NONE
        self.copy: PrintCopy | None = None
        self.error: Exception | None = None
        session.artwork_changed.connect(self._another)

    @property
    def possible(self) -> bool:
        """Whether there is a picture of the artist's own to copy."""
        return self._session.artwork is not None and not self._keeper.shows_sample

    def make(self, kind: Kind, *, keep_profile: bool = False, folder: Path | None = None) -> None:
        """Begin a copy of the present picture, beside it or in a folder."""
        artwork = self._session.artwork
        if artwork is None:
            return

        def work(cancel: Cancel) -> PrintCopy:
            from fwdesk.artwork.copy import make_print_copy

            return make_print_copy(artwork, kind, keep_profile=keep_profile, folder=folder, cancel=cancel)

        self._be(CopyState.MAKING)
        self._tasks.run(work, self._made, self._failed, lane=LANE)

    def stop(self) -> None:
        """Give up a copy that is being made; nothing of it stays behind."""
        if self.state is CopyState.MAKING:
            self._tasks.cancel(LANE)
            self._be(CopyState.NONE)

    def use(self) -> None:
        """Put the copy on the desk in its original's place; framing and crop stay."""
        if self.copy:
            self._keeper.open(self.copy.path, fit=False)

    def _made(self, copy: PrintCopy) -> None:
        self.copy = copy
        self._be(CopyState.MADE)

    def _failed(self, error: Exception) -> None:
        self.error = error
        self._be(CopyState.FAILED)

    @Slot(object)
    def _another(self, _artwork: object) -> None:
        if self.state is not CopyState.NONE:
            self._tasks.cancel(LANE)
            self._be(CopyState.NONE)

    def _be(self, state: CopyState) -> None:
        self.state = state
        if state is not CopyState.MADE:
            self.copy = None
        if state is not CopyState.FAILED:
            self.error = None
        self.changed.emit()
