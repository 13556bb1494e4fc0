"""Little pictures for the lists: frame corners, mat boards; and the moulding strips the service shows."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.pictures import Picture
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, ServiceError
from fwdesk.domain.options import Frame, Mat

if TYPE_CHECKING:
    from PIL import Image

_STRIP_BYTES = 4_000_000
_STRIP_LANE = "strip"
_KEPT = 600
TILE_SCALE = 28
"""Pixels per inch of a frame tile: all corners to one common scale (UX 4.1)."""


class Swatches(QObject):
    """Makes tiles on workers and keeps the newest.

    Signals:
        tile_ready(object): a tile was made for this `Frame` or `Mat`; views repaint.
        strip_ready(object): the strip picture of the frame with this id is there.
    """

    tile_ready = Signal(object)
    strip_ready = Signal(object)

    def __init__(self, tasks: Tasks, workshop: Workshop, parent: QObject | None = None) -> None:
        """Nothing is made before it is asked for."""
        super().__init__(parent)
        self._tasks, self._workshop = tasks, workshop
        self._tiles: OrderedDict[tuple[object, ...], Picture] = OrderedDict()
        self._making: set[tuple[object, ...]] = set()
        self._strips: dict[str, Image.Image | None] = {}
        self._asked: set[str] = set()
        self._fetching = ""

    def forget(self) -> None:
        """Another service: its pictures are others."""
        self._tiles.clear()
        self._strips.clear()
        self._asked.clear()
        self._tasks.cancel(_STRIP_LANE)

    def strip_here(self, frame: Frame) -> Image.Image | None:
        """The picture of a length of this moulding if it was fetched; nothing is asked."""
        return self._strips.get(frame.segment_url)

    def strip(self, frame: Frame) -> Image.Image | None:
        """The service's picture of a length of this moulding; None while it is fetched, or if there is none."""
        url = frame.segment_url
        if not url or url in self._asked:
            return self._strips.get(url)
        if self._tasks.waits(_STRIP_LANE):
            self._asked.discard(self._fetching)  # only the newest is waited for; this one is asked again when needed
        self._asked.add(url)
        self._fetching = url
        workshop = self._workshop

        def fetch(cancel: Cancel) -> Image.Image:
            line = workshop.connection
            key = f"{line.service.url} {url}"
            kept = workshop.cache.get(key)
            data = kept.data if kept else line.client.fetch_picture(url, limit=_STRIP_BYTES, cancel=cancel)
            image = workshop.decoder.decode_service_picture(data)
            if not kept:
                workshop.cache.put(key, data)
            return image

        def ready(image: Image.Image) -> None:
            self._strips[url] = image
            self.strip_ready.emit(frame.id)

        def failed(error: Exception) -> None:
            # A moulding without a usable picture is drawn from its description; a dead service is asked again later.
            if isinstance(error, ServiceError) and not isinstance(error, ArtworkError):
                self._asked.discard(url)

        self._tasks.run(fetch, ready, failed, lane=_STRIP_LANE)
        return None

    def tile(self, look: Frame | Mat, width: int, height: int, ratio: float, ground: str) -> Picture | None:
        """A tile of so many logical pixels on a ground color, or None while it is being made."""
        key = (type(look).__name__, look.id, look.name, width, height, ratio, ground)
        made = self._tiles.get(key)
        if made:
            self._tiles.move_to_end(key)
            return made
        if key in self._making:
            return None
        self._making.add(key)

        def draw(_cancel: Cancel) -> Picture:
            from fwdesk.render.scene import mat_look, moulding_look
            from fwdesk.render.tiles import corner_tile, mat_swatch

            across, down = round(width * ratio), round(height * ratio)
            if isinstance(look, Frame):
                return Picture.of(corner_tile(moulding_look(look), across, down, TILE_SCALE * ratio, ground))
            return Picture.of(mat_swatch(mat_look(look), across))

        def ready(picture: Picture) -> None:
            self._making.discard(key)
            self._tiles[key] = picture
            while len(self._tiles) > _KEPT:
                self._tiles.popitem(last=False)
            self.tile_ready.emit(look)

        def failed(_error: Exception) -> None:
            self._making.discard(key)

        self._tasks.run(draw, ready, failed, near=True)
        return None
