"""Small pictures of pieces, framed as they will be: for the tray of versions and the lines of an order."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.pictures import Picture
from fwdesk.app.scenes import scene_of
from fwdesk.app.session import Session
from fwdesk.app.swatches import Swatches, kept_strip
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.piece import Piece

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

_KEPT = 200
_Key = tuple[Piece, str, int]


class Thumbs(QObject):
    """Draws on workers; asked again, it has them.

    Signals:
        ready(Piece): a small picture that was asked for is there.
        forgotten(): they are all to be asked for again.
    """

    ready = Signal(object)
    forgotten = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, swatches: Swatches) -> None:
        """Nothing is drawn before it is asked for."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._swatches = session, tasks, workshop, swatches
        self._made: OrderedDict[_Key, Picture] = OrderedDict()
        self._making: set[_Key] = set()
        self._bare: dict[_Key, int] = {}  # drawn without the picture of their moulding, by the frame's id
        self._turn = 0
        swatches.strip_ready.connect(self._strip_ready)
        session.catalog_changed.connect(self._forget)
        session.artwork_changed.connect(self._told)

    def picture(self, piece: Piece, side: int, artwork: Artwork | None = None) -> Picture | None:
        """A piece on its wall, `side` device pixels long; None while it is drawn.

        `artwork` is the picture in it, if not the one on the desk.
        """
        artwork, rules = artwork or self._session.artwork, self._session.rules
        key = (piece, artwork.sha256 if artwork else "", side)
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        if key in self._making or not rules.catalog.product_types:
            return None
        self._making.add(key)
        frame, workshop, turn = rules.frame_of(piece), self._workshop, self._turn
        strip = self._swatches.strip_here(frame) if frame else None

        def draw(_cancel: Cancel) -> tuple[Picture, bool]:
            # The same source as the stage; after a restart it is on the disk alone.
            look = strip or (kept_strip(workshop, frame.segment_url) if frame else None)
            scene = scene_of(piece, rules, artwork.pixels if artwork else None, look)
            return Picture.of(workshop.renderer.piece(scene, artwork.proxy if artwork else None, side)), look is None

        def done(answer: tuple[Picture, bool]) -> None:
            if turn != self._turn:
                return  # of the catalog before
            self._making.discard(key)
            self._made[key], bare = answer
            if bare and frame:
                self._bare[key] = frame.id
                strip_now = self._swatches.strip_here(frame)
                if strip_now:
                    self._strip_ready(frame.id)
            while len(self._made) > _KEPT:
                gone, _picture = self._made.popitem(last=False)
                self._bare.pop(gone, None)
            self.ready.emit(piece)

        def failed(_error: Exception) -> None:
            # The words say what it is; the stage says what is wrong with a piece that cannot be drawn.
            if turn == self._turn:
                self._making.discard(key)

        self._tasks.run(draw, done, failed, near=True)
        return None

    @Slot()
    def _forget(self) -> None:
        self._turn += 1
        for kept in (self._made, self._making, self._bare):
            kept.clear()
        self.forgotten.emit()

    @Slot(object)
    def _strip_ready(self, frame_id: int) -> None:
        """What a moulding looks like is known now: what was drawn without is to be asked for again."""
        bare = [key for key, frame in self._bare.items() if frame == frame_id]
        for key in bare:
            del self._bare[key]
            self._made.pop(key, None)
        if bare:
            self.forgotten.emit()

    @Slot(object)
    def _told(self, _artwork: object) -> None:
        self.forgotten.emit()
