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
