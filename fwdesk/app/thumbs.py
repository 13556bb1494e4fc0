"""Small pictures of the pieces of an order, framed as they will be, drawn on a worker and kept while they are shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from fwdesk.app.cart import CartLine
from fwdesk.app.pictures import Picture
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

SIDE = 144
"""Pixels of a thumbnail's longer side: twice what it has on the page, for fine screens."""
_MOST = 60


class Thumbs(QObject):
    """Asked for by line; an answer that is not there yet comes with `changed`.

    Signals:
        changed(): another thumbnail is there.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop) -> None:
        """Nothing is drawn before it is asked for."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._drawn: dict[tuple[object, str], Picture | None] = {}

    def of(self, line: CartLine) -> Picture | None:
        """The thumbnail of a line; None while it is being drawn, or if it cannot be."""
        key = (line.piece, line.artwork.sha256)
        if key not in self._drawn:
            if len(self._drawn) >= _MOST:
                self._drawn.clear()
            self._drawn[key] = None
            self._draw(key, line)
        return self._drawn[key]

    def _draw(self, key: tuple[object, str], line: CartLine) -> None:
        workshop, rules = self._workshop, self._session.rules

        def draw(_cancel: Cancel) -> Picture:
            from fwdesk.app.scenes import scene_of

            scene = scene_of(line.piece, rules, line.artwork.pixels)
            return Picture.of(workshop.renderer.piece(scene, line.artwork.proxy, SIDE))

        self._tasks.run(draw, partial(self._keep, key), self._not_drawn)

    def _keep(self, key: tuple[object, str], picture: Picture) -> None:
        self._drawn[key] = picture
        self.changed.emit()

    def _not_drawn(self, _error: Exception) -> None:
        """The words say what it is; a thumbnail is a help, not a need."""


"""Small pictures of pieces with the picture on the desk: for the tray of versions."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.scenes import scene_of
from fwdesk.app.swatches import Swatches
from fwdesk.domain.piece import Piece

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
        session.catalog_changed.connect(self._forget)
        session.artwork_changed.connect(self._told)

    def picture(self, piece: Piece, side: int) -> Picture | None:
        """A piece on its wall, `side` device pixels long; None while it is drawn."""
        artwork, rules = self._session.artwork, self._session.rules
        key = (piece, artwork.sha256 if artwork else "", side)
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        if key in self._making or not rules.catalog.product_types:
            return None
        self._making.add(key)
        frame, workshop = rules.frame_of(piece), self._workshop
        strip = self._swatches.strip_here(frame) if frame else None

        def draw(_cancel: Cancel) -> Picture:
            scene = scene_of(piece, rules, artwork.pixels if artwork else None, strip)
            return Picture.of(workshop.renderer.piece(scene, artwork.proxy if artwork else None, side))

        def done(picture: Picture) -> None:
            self._making.discard(key)
            self._made[key] = picture
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
            self.ready.emit(piece)

        def failed(_error: Exception) -> None:
            # The tray then shows its words alone; the stage says what is wrong with a piece it cannot draw.
            self._making.discard(key)

        self._tasks.run(draw, done, failed, near=True)
        return None

    @Slot()
    def _forget(self) -> None:
        self._made.clear()
        self.forgotten.emit()

    @Slot(object)
    def _told(self, _artwork: object) -> None:
        self.forgotten.emit()
