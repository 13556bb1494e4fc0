"""Remembers crop and choices of each picture, by its content: renamed, moved or a year later, it is the same one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from fwdesk.app.keeper import Keeper, picture_of
from fwdesk.app.last_word import LastWord
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.draft import Draft, Drafts
from fwdesk.domain.piece import Piece

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

MOST = 500
"""Pictures that are remembered; the ones not worked on for longest are let go."""
_PAUSE_MS = 1000


class Remembering(QObject):
    """What the artist made of each picture last. Only edits count: a picture that was merely opened is not remembered.

    It is a file of drafts like the desk's own, one a picture.
    """

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, keeper: Keeper) -> None:
        """Follows the session, and answers it when a picture comes to the desk; knows nothing before `load`."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._keeper = session, tasks, workshop, keeper
        self._kept: dict[str, Draft] = {}
        self._loaded = self._unsaved = False
        self._as_opened: Piece | None = None
        self._last = LastWord()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        session.recall = self.recall
        session.artwork_changed.connect(self._another)
        session.loaded.connect(self._another)  # to look at another piece is no edit
        session.piece_changed.connect(self._edited)

    def load(self) -> None:
        """Read what earlier runs remembered."""
        path = self._file

        def work(_cancel: Cancel) -> Drafts:
            from fwdesk.store import desk_file

            return desk_file.load(path)[0]

        def done(found: Drafts) -> None:
            older = {draft.picture.sha256: draft for draft in found.open if draft.picture and draft.picture.sha256}
            self._kept = {**older, **self._kept}
            self._loaded = True

        self._tasks.run(work, done, self._lost, lane="memory")

    def recall(self, artwork: Artwork) -> Piece | None:
        """What the artist made of this picture last; None if it is new."""
        draft = self._kept.get(artwork.sha256)
        return draft.piece if draft and not artwork.stand_in else None

    @Slot()
    @Slot(object)
    def _another(self, _artwork: object = None) -> None:
        self._as_opened = self._session.piece

    @Slot(object)
    def _edited(self, piece: Piece) -> None:
        artwork = self._session.artwork
        if artwork is None or artwork.stand_in or self._keeper.shows_sample or not artwork.sha256:
            return
        if piece == self._as_opened or not self._session.undo_name:
            return
        self._kept.pop(artwork.sha256, None)
        self._kept[artwork.sha256] = Draft(piece, picture_of(artwork))
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        self._unsaved = True
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def save(self) -> None:
        """Write it now, on a worker; not before it was read, so that nothing older is lost."""
        if not self._loaded:
            self._timer.start()
            return
        drafts, number = Drafts(tuple(self._kept.values())), self._last.take()
        self._tasks.run(lambda _cancel: self._write(drafts, number), self._written, self._lost, lane="memory")

    def save_now(self) -> None:
        """Write what is not written yet, before the program ends. Raises `StoreError`."""
        if self._unsaved and self._loaded:
            self._timer.stop()
            self._write(Drafts(tuple(self._kept.values())), self._last.take())

    def _write(self, drafts: Drafts, number: int) -> None:
        from fwdesk.store import desk_file

        path = self._file
        self._last.write(number, lambda: desk_file.save(path, drafts))

    @property
    def _file(self) -> Path:
        return self._workshop.folders.memory_file

    def _lost(self, error: Exception) -> None:
        self._session.note(f"What you made of your pictures could not be remembered. {error}", "warn")

    def _written(self, _nothing: None) -> None:
        self._unsaved = self._timer.isActive()
