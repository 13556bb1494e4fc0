"""The pieces that are open, of which one is on the desk; saved by themselves, and brought back at the next start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.keeper import Keeper
from fwdesk.app.last_word import LastWord
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.draft import Draft, Drafts, PictureRef
from fwdesk.domain.piece import Piece

_PAUSE_MS = 250
"""From a change to its being written. It is not put off by the next change: what is lost is at most this old."""
MOST = 40
"""Pieces open at once."""
_MOST_CLOSED = 20


class Pieces(QObject):
    """Which pieces are open.

    Signals:
        went(): another piece comes to the desk.
        changed(): another piece is on the desk, or one was opened or closed, or is called otherwise.
        restored(): what was on the desk last time is back, or there was nothing.
    """

    went = Signal()
    changed = Signal()
    restored = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, keeper: Keeper) -> None:
        """Follows the session; nothing is saved before `restore` was called."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._keeper = session, tasks, workshop, keeper
        self._open: list[Draft] = [Draft()]
        self._current = 0
        self._closed: list[Draft] = []
        self._kept = Drafts()
        self._ready = self._unsaved = False
        self._file = LastWord()
        self._titles: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        for signal in (session.piece_changed, session.artwork_changed, session.step_changed):
            signal.connect(self._touched)
        for plain in (session.history_changed, session.tray_changed, keeper.opened):
            plain.connect(self._touched)

    @property
    def drafts(self) -> Drafts:
        """All that is open, as it is now."""
        now = replace(self._session.draft, picture=self._keeper.picture, extra=self._open[self._current].extra)
        rows = [now if at == self._current else draft for at, draft in enumerate(self._open)]
        return Drafts(tuple(rows), self._current, self._kept.extra)

    @property
    def current(self) -> int:
        """Which one is on the desk."""
        return self._current

    @property
    def titles(self) -> tuple[str, ...]:
        """What the open pieces are called: picture and size."""
        now = title_of(self._session.piece, self._keeper.picture)
        return tuple(
            now if at == self._current else title_of(draft.piece, draft.picture) for at, draft in enumerate(self._open)
        )

    def codes(self) -> list[ProductCode]:
        """The codes of all that is open, and of the versions in its trays."""
        pieces = [
            piece
            for draft in self.drafts.open
            for piece in (draft.piece, *(version.piece for version in draft.tray))
            if piece
        ]
        return list(dict.fromkeys(piece.code for piece in pieces))

    @property
    def can_reopen(self) -> bool:
        """Whether a piece was closed that can be opened again."""
        return bool(self._closed)

    # Opening and closing

    def branch(self) -> None:
        """One more piece, as the one on the desk is; that one stays as it is."""
        now = self.drafts.open[self._current]
        self._insert(self._current + 1, replace(now, done=(), undone=(), tray=()))

    def add(self, drafts: Drafts) -> int:
        """Open pieces beside those that are open, as far as there is room. Returns how many were opened."""
        room = drafts.open[: MOST - len(self._open)]
        now = list(self.drafts.open)
        if room:
            # A desk that was never touched is no piece that anybody would miss.
            first = now == [Draft(piece=now[0].piece, step=now[0].step)] and not self._session.undo_name
            self._open = list(room) if first else [*now, *room]
            self._go((0 if first else len(now)) + min(drafts.current, len(room) - 1))
        return len(room)

    def _insert(self, at: int, draft: Draft) -> None:
        if len(self._open) >= MOST:
            self._session.note(f"{MOST} pieces are open. Close one first.", "warn")
            return
        self._open = list(self.drafts.open)
        self._open.insert(at, draft)
        self._go(at)

    def switch(self, at: int) -> None:
        """Another piece comes to the desk."""
        if at != self._current and 0 <= at < len(self._open):
            self._open = list(self.drafts.open)
            self._go(at)

    def step(self, by: int) -> None:
        """The next piece, or the one before; around the end."""
        self.switch((self._current + by) % len(self._open))

    def close(self, at: int) -> None:
        """Put a piece away; `reopen` brings it back. The last one stays open."""
        if len(self._open) < 2:
            self._session.note("This is the only piece that is open: it stays on the desk.")
            return
        rows = list(self.drafts.open)
        self._closed = [*self._closed, rows.pop(at)][-_MOST_CLOSED:]
        self._open = rows
        self._go(min(at, len(rows) - 1) if at == self._current else self._current - (at < self._current))

    def reopen(self) -> None:
        """The piece that was closed last is open again."""
        if self._closed and len(self._open) < MOST:
            self._insert(len(self._open), self._closed.pop())

    def _go(self, at: int) -> None:
        """Put one of the open pieces on the desk; its picture follows if it is not at hand."""
        self._current = at
        draft = self._open[at]
        self.went.emit()
        artwork = self._keeper.show(draft.picture)
        self._session.load(draft, artwork)
        self._tell()

    # Saving and coming back

    def restore(self, artwork: Path | None) -> None:
        """Bring back what was on the desk; `artwork` (from the command line) takes the old picture's place."""
        workshop = self._workshop

        def work(_cancel: Cancel) -> tuple[Drafts, str]:
            from fwdesk.store import desk_file

            return desk_file.load(workshop.folders.desk_file)

        def done(answer: tuple[Drafts, str]) -> None:
            drafts, words = answer
            if words:
                self._session.note(words, "warn")
            self._put(drafts, artwork)

        def failed(error: Exception) -> None:
            self._session.note(str(error), "error")
            self._put(Drafts(), artwork)

        self._tasks.run(work, done, failed, lane="restore")

    def _put(self, drafts: Drafts, artwork: Path | None) -> None:
        self._kept = drafts
        self._open, self._current = list(drafts.open) or [Draft()], drafts.current if drafts.open else 0
        draft = self._open[self._current]
        if draft.piece:
            self._session.load(draft)
        if artwork:
            self._keeper.start(artwork, draft.picture)
        else:
            self._keeper.show(draft.picture, fit=draft.piece is None)
        self._ready = True
        self._tell()
        self.restored.emit()

    @Slot()
    @Slot(object)
    def _touched(self, _what: object = None) -> None:
        if not self._ready:
            return
        self._unsaved = True
        if not self._timer.isActive():
            self._timer.start()
        if self.titles != self._titles:
            self._tell()

    def _tell(self) -> None:
        self._titles = self.titles
        self.changed.emit()

    @Slot()
    def save(self) -> None:
        """Write everything now, on a worker."""
        self._timer.stop()
        drafts, number = self.drafts, self._file.take()
        self._tasks.run(lambda _cancel: self._write(drafts, number), self._saved, self._not_saved, lane="desk")

    def save_now(self) -> None:
        """Write everything before the program ends, if anything is not on the disk yet. Raises `StoreError`."""
        if self._unsaved:
            self._timer.stop()
            self._write(self.drafts, self._file.take())
            self._unsaved = False

    def _write(self, drafts: Drafts, number: int) -> None:
        from fwdesk.store import desk_file

        path = self._workshop.folders.desk_file
        self._file.write(number, lambda: desk_file.save(path, drafts))

    def _saved(self, _nothing: None) -> None:
        # Whoever changed something meanwhile has the timer running; a save that is still queued does not count.
        self._unsaved = self._timer.isActive()

    def _not_saved(self, error: Exception) -> None:
        self._session.note(f"The desk could not be saved. {error}", "error")


def title_of(piece: Piece | None, picture: PictureRef | None) -> str:
    """What a piece is called: its picture and its size in inches."""
    name = Path(picture.name).stem if picture else "Sample"
    return f"{name} · {piece.image.framer}" if piece else name
