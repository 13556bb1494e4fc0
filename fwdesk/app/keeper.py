"""Keeps the desk's state on disk by itself: the piece, the picture, the step; and brings it back at the next start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import parse_code
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.store.draft import Draft

_PAUSE_MS = 250
OPEN_LANE = "open"
_PROXY_SIDE = 2400


class Keeper(QObject):
    """Opens pictures, saves the draft, restores it.

    Signals:
        opening(str): a picture is being opened; its name.
        open_failed(Exception): it could not be; the picture on the desk stays.
        restored(): what was on the desk last time is back, or there was nothing.
    """

    opening = Signal(str)
    open_failed = Signal(object)
    restored = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, sample: Path) -> None:
        """`sample` is shown until the artist opens a picture."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._sample = sample
        self._ready = False
        self._missing = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        session.piece_changed.connect(self._changed)
        session.artwork_changed.connect(self._changed)
        session.step_changed.connect(self._changed)

    @property
    def shows_sample(self) -> bool:
        """True while the sample picture is on the desk."""
        artwork = self._session.artwork
        return artwork is not None and artwork.path == self._sample

    def open(self, path: Path, *, fit: bool = True, instead: Path | None = None) -> None:
        """Open a picture and put it on the desk; `instead` is opened if this one cannot be."""
        self.opening.emit(path.name)
        workshop = self._workshop

        def work(cancel: Cancel) -> Artwork:
            return workshop.decoder.open_artwork(path, proxy_side=_PROXY_SIDE, cancel=cancel)

        def done(artwork: Artwork) -> None:
            if artwork.path != self._sample:
                self._missing = ""
            self._session.set_artwork(artwork, fit=fit)

        def failed(error: Exception) -> None:
            self.open_failed.emit(error)
            if instead:
                self.open(instead)

        self._tasks.run(work, done, failed, lane=OPEN_LANE, near=True)

    def restore(self, artwork: Path | None) -> None:
        """Bring back what was on the desk; `artwork` (from the command line) takes the old picture's place."""
        workshop = self._workshop

        def work(_cancel: Cancel) -> tuple[Draft | None, str]:
            from fwdesk.store import draft

            return draft.load(workshop.folders.draft_file)

        def done(answer: tuple[Draft | None, str]) -> None:
            kept, words = answer
            if words:
                self._session.note(words, "warn")
            path = artwork or Path(kept.artwork if kept and kept.artwork else self._sample)
            missing = kept is not None and bool(kept.artwork) and not artwork and not path.is_file()
            if missing:
                self._session.note(
                    f"{path.name} is no longer where it was. Open it again; the framing is kept.", "warn"
                )
                self._missing = kept.artwork if kept else ""
                path = self._sample
            code = parse_code(kept.code) if kept and kept.code else None
            if kept and code and not code.is_sku:
                self._session.restore(Piece(code, kept.crop))
                if kept.step in set(Step):
                    self._session.show_step(Step(kept.step))
            instead = self._sample if path != self._sample else None
            self.open(path, fit=artwork is not None or missing or not (kept and kept.code), instead=instead)
            self._ready = True
            self.restored.emit()

        def failed(error: Exception) -> None:
            self._session.note(str(error), "error")
            self._ready = True
            self.open(artwork or self._sample, instead=self._sample if artwork else None)

        self._tasks.run(work, done, failed, lane="restore")

    @Slot(object)
    def _changed(self, _what: object) -> None:
        if self._ready:
            self._timer.start()

    @Slot()
    def save(self) -> None:
        """Write the draft now, on a worker."""
        self._timer.stop()
        draft_of = self._draft()
        if draft_of is None:
            return
        path = self._workshop.folders.draft_file

        def work(_cancel: Cancel) -> None:
            from fwdesk.store import draft

            draft.save(path, draft_of)

        self._tasks.run(work, self._saved, self._not_saved, lane="draft")

    def save_now(self) -> None:
        """Write the draft before the program ends, if anything is not saved yet."""
        draft_of = self._draft()
        if draft_of is not None and self._timer.isActive():
            from fwdesk.store import draft

            self._timer.stop()
            draft.save(self._workshop.folders.draft_file, draft_of)

    def _draft(self) -> Draft | None:
        piece, artwork = self._session.piece, self._session.artwork
        if piece is None:
            return None
        from fwdesk.store.draft import Draft

        own = artwork if artwork and artwork.path != self._sample else None
        return Draft(
            code=str(piece.code),
            crop=piece.crop,
            artwork=str(own.path) if own else self._missing,
            sha256=own.sha256 if own else "",
            step=self._session.step.value,
        )

    def _saved(self, _nothing: None) -> None:
        """Nothing to say: saving is silent."""

    def _not_saved(self, error: Exception) -> None:
        self._session.note(f"The desk could not be saved. {error}", "error")
