"""The catalog on the desk: there at once from last time, read again behind it, with its age and its news.

The link asks it to read when a service answers; this one knows how old the catalog is, what changed in it since it was
read before, and which of the artist's pieces that touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.catalog_age import is_old, moment_words
from fwdesk.app.service import Service
from fwdesk.app.session import Session
from fwdesk.app.step_words import STEP_KEYS, STEP_WORDS
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.rules import Step

if TYPE_CHECKING:
    from fwdesk.app.loading import Kept, Loaded
    from fwdesk.catalog.kept import Reading, TouchedPiece

LANE, KEPT_LANE = "catalog", "last catalog"
_DAY_MS = 24 * 3600 * 1000
_HOUR_MS = 3600 * 1000


class CatalogKeeper(QObject):
    """One service's catalog at a time.

    Signals:
        changed(): it was read, its age is another one, or there is news.
        read(): the service's own catalog is on the desk.
        failed(Exception): it could not be read; what is on the desk stays.
    """

    changed = Signal()
    read = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop) -> None:
        """Nothing is read before a service is opened."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._service: Service | None = None
        self._read_at: datetime | None = None
        self._fresh = self._damaged = False
        self._diary: tuple[Reading, ...] = ()
        self._saved: list[Callable[[], Iterable[ProductCode]]] = []
        self._tomorrow = QTimer(self)
        self._tomorrow.setSingleShot(True)
        self._tomorrow.timeout.connect(self._again)

    # What there is

    @property
    def read_at(self) -> datetime | None:
        """When the catalog on the desk was read from its service (UTC); None while there is none of this service."""
        return self._read_at

    @property
    def here(self) -> bool:
        """Whether the catalog on the desk is one of the service in use, of whatever age."""
        return self._read_at is not None

    @property
    def fresh(self) -> bool:
        """Whether it was read since this service was opened."""
        return self._fresh

    @property
    def reading(self) -> bool:
        """True while the service is asked."""
        return self._tasks.waits(LANE)

    @property
    def diary(self) -> tuple[Reading, ...]:
        """What changed from reading to reading, the newest first."""
        return self._diary

    def age_words(self, *, always: bool = False) -> str:
        """As in Catalog of yesterday 14:02, when it is older than a day, or `always`; empty otherwise."""
        now = datetime.now(UTC).astimezone()
        if self._read_at is None or not (always or is_old(self._read_at, now)):
            return ""
        return f"Catalog of {moment_words(self._read_at, now)}"

    @property
    def without_words(self) -> str:
        """What the desk works with while its service does not answer, as a sentence."""
        if self.here:
            return f"The {self.age_words(always=True).lower()} is on the desk: everything but prices and orders works."
        if self._damaged:
            return "The catalog kept from last time is damaged: there is nothing to choose from until it answers."
        return ""

    # What to do

    def also_saved(self, codes: Callable[[], Iterable[ProductCode]]) -> None:
        """Look after these pieces too when the catalog changes; asked anew each time, on the UI thread."""
        self._saved.append(codes)

    def open(self, service: Service) -> None:
        """Another service: show the catalog it had last time at once."""
        self._tasks.cancel(LANE)
        self._tomorrow.stop()
        self._service, self._read_at, self._diary = service, None, ()
        self._fresh = self._damaged = False
        workshop = self._workshop

        def look(_cancel: Cancel) -> Kept:
            from fwdesk.app.loading import last_loaded

            return last_loaded(workshop, service)

        self._tasks.run(look, self._kept, self._not_kept, lane=KEPT_LANE)

    @Slot()
    def refresh(self) -> None:
        """Read everything from the service, behind whatever the artist does. For when the service answers."""
        service, workshop = self._service, self._workshop
        if service is None or self.reading:
            return
        last = self._session.catalog if self.here else None
        saved = tuple(dict.fromkeys(code for codes in (self._on_the_desk, *self._saved) for code in codes()))

        def read(cancel: Cancel) -> Loaded:
            from fwdesk.app.loading import load

            return load(workshop, workshop.connection, service, last, saved, cancel)

        self._tasks.run(read, self._loaded, self.failed.emit, lane=LANE)

    def _on_the_desk(self) -> Iterable[ProductCode]:
        return (self._session.piece.code,) if self._session.piece else ()

    def _kept(self, kept: Kept) -> None:
        self._damaged = kept.damaged
        self._diary = self._diary or kept.diary
        if kept.catalog is not None and not self._fresh:
            self._read_at = kept.read_at
            self._session.set_catalog(kept.catalog)
        self.changed.emit()

    def _not_kept(self, _error: Exception) -> None:
        """Without the catalog of last time the desk waits for the service's."""

    def _loaded(self, loaded: Loaded) -> None:
        self._fresh, self._damaged, self._read_at = True, False, loaded.read_at
        if loaded.reading:
            self._diary = loaded.diary
        touched = self._touches_desk(loaded.reading)
        self._session.set_catalog(loaded.catalog, quiet=touched is not None and touched.broken)
        self._tomorrow.start(_DAY_MS)
        if loaded.words:
            self._session.note(loaded.words, "warn")
        if loaded.reading:
            self._tell(loaded.reading)
        self.changed.emit()
        self.read.emit()

    @Slot()
    def _again(self) -> None:
        """A day has gone by with the desk open. While the service is away, it is tried again later."""
        self.refresh()
        self._tomorrow.start(_HOUR_MS)

    # What it means

    def _touches_desk(self, reading: Reading | None) -> TouchedPiece | None:
        piece = self._session.piece
        touched = reading.touched if reading and piece else ()
        return next((one for one in touched if piece and one.code == str(piece.code)), None)

    def _tell(self, reading: Reading) -> None:
        """What the new catalog does to the artist's pieces, the one on the desk first; where nothing, silence."""
        on_desk = self._touches_desk(reading)
        others = [one for one in reading.touched if one is not on_desk]
        words: list[str] = []
        if on_desk and on_desk.broken:
            step = next((problem.step for problem in self._session.problems), Step.FRAME)
            words.append(
                f"The catalog changed, and the piece on the desk cannot be made as it is. {_reasons(on_desk.words)} "
                f"It stays as you left it: choose another {STEP_WORDS[step].lower()} ({STEP_KEYS[step]})."
            )
        elif on_desk:
            words.append(f"The catalog changed: {on_desk.words}")
        if others:
            count = "A saved piece is" if len(others) == 1 else f"{len(others)} saved pieces are"
            words.append(f"{count} touched by what changed in the catalog: see Service, New in the catalog.")
        if words:
            self._session.note(" ".join(words), "warn" if any(one.broken for one in reading.touched) else "info")


def _reasons(words: str) -> str:
    return words.removeprefix("Cannot be made any more: ")
