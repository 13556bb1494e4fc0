"""Hearts, and what was chosen last: they come first in their lists, for each service its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.last_word import LastWord
from fwdesk.app.link import Link
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step

if TYPE_CHECKING:
    from fwdesk.store.hearts import Hearts, Option

LANE = "hearts"
RECENT = 6
"""How many of the options chosen last come first in a list, after the hearted ones."""


class Favorites(QObject):
    """What the artist likes and what they had lately, of the service in use.

    Signals:
        changed(): a heart was given or taken back, or another service's are shown.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link) -> None:
        """Read when a service is opened."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._link = session, tasks, workshop, link
        self._all: dict[str, Hearts] | None = None
        self._early: dict[str, Hearts] = {}  # given before those of earlier runs were read
        self._unsaved = False
        self._file = LastWord()
        self._piece: Piece | None = None
        link.changed.connect(self._service_changed)
        session.piece_changed.connect(self._chosen)
        session.loaded.connect(self._loaded)

    def hearted(self, step: Step) -> frozenset[int]:
        """The ids of a step's options that have a heart."""
        return frozenset(option for name, option in self._own.hearts if name == step.value)

    def first(self, step: Step) -> tuple[int, ...]:
        """What comes first in a step's list: hearted options, then those chosen last; each once, the newest first."""
        own = self._own
        recent = [option for name, option in own.recent if name == step.value][:RECENT]
        return tuple(dict.fromkeys([*(option for name, option in own.hearts if name == step.value), *recent]))

    def toggle(self, step: Step, option: int) -> bool:
        """Give a heart or take it back; whether it has one now."""
        one, own = (step.value, option), self._own
        has = one not in own.hearts
        hearts = tuple(kept for kept in own.hearts if kept != one)
        self._keep((one, *hearts) if has else hearts, own.recent)
        self.changed.emit()
        return has

    # Inside

    @property
    def _service(self) -> str:
        from fwdesk.app.loading import kept_name

        return kept_name(self._link.service)

    @property
    def _own(self) -> Hearts:
        from fwdesk.store.hearts import Hearts

        return (self._early if self._all is None else self._all).get(self._service, Hearts())

    @Slot()
    def _service_changed(self) -> None:
        if self._all is not None or self._tasks.waits(LANE):
            return
        path = self._workshop.folders.hearts_file

        def read(_cancel: Cancel) -> tuple[dict[str, Hearts], str]:
            from fwdesk.store import hearts

            return hearts.load(path)

        def done(answer: tuple[dict[str, Hearts], str]) -> None:
            self._all, words = answer
            if words:
                self._session.note(words, "warn")
            if self._early:
                for service, early in self._early.items():
                    self._all[service] = _joined(early, self._all.get(service))
                self._save(self._all)
            self.changed.emit()

        self._tasks.run(read, done, self._not_kept, lane=LANE)

    @Slot()
    def _loaded(self) -> None:
        """Another open piece: nothing of it was chosen just now."""
        self._piece = self._session.piece

    @Slot(object)
    def _chosen(self, piece: Piece | None) -> None:
        """What is on the piece now and was not before was chosen last."""
        before, self._piece = self._piece, piece
        if before is None or piece is None or self._all is None:
            return
        own, old = self._own, set(_options(before))
        new = tuple(one for one in _options(piece) if one not in old and one[1])
        if new:
            self._keep(own.hearts, (*new, *(one for one in own.recent if one not in new)))

    def _keep(self, hearts: tuple[Option, ...], recent: tuple[Option, ...]) -> None:
        from fwdesk.store.hearts import Hearts

        own = {self._service: Hearts(hearts, recent)}
        if self._all is None:
            self._early |= own
        else:
            self._all = {**self._all, **own}
            self._save(self._all)

    def _save(self, kept: dict[str, Hearts]) -> None:
        self._unsaved, number = True, self._file.take()
        self._tasks.run(lambda _cancel: self._write(kept, number), self._saved, self._not_kept, lane=LANE)

    def save_now(self) -> None:
        """Write what is not on the disk yet: the desk closes. Raises `StoreError`."""
        if self._unsaved and self._all is not None:
            self._write(self._all, self._file.take())
            self._unsaved = False

    def _write(self, kept: dict[str, Hearts], number: int) -> None:
        from fwdesk.store import hearts

        path = self._workshop.folders.hearts_file
        self._file.write(number, lambda: hearts.save(path, kept))

    def _saved(self, _nothing: None) -> None:
        self._unsaved = False

    def _not_kept(self, error: Exception) -> None:
        self._session.note(f"Your hearts could not be kept. {error}", "warn")


def _joined(early: Hearts, older: Hearts | None) -> Hearts:
    """What was given just now, then what there was before; each once."""
    if older is None:
        return early
    return replace(
        older,
        hearts=tuple(dict.fromkeys((*early.hearts, *older.hearts))),
        recent=tuple(dict.fromkeys((*early.recent, *older.recent))),
    )


def _options(piece: Piece) -> tuple[Option, ...]:
    """What a piece is made of, by step and id."""
    part, framed = piece.print, piece.framing
    found: list[Option] = []
    if part:
        found += [("product_type", part.product_type), ("media", part.media), ("style", part.style)]
    if framed:
        found += [("frame", framed.frame), *(("mat", mat.mat) for mat in framed.mats), ("glazing", framed.glazing)]
    return tuple(found)
