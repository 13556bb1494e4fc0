"""Little pictures for the lists: frame corners, mat boards; and the moulding strips the service shows."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.pictures import Picture
from fwdesk.app.service import Kind
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Connection, Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, ServiceError
from fwdesk.domain.options import Frame, Mat

if TYPE_CHECKING:
    from PIL import Image

_STRIP_BYTES = 4_000_000
STRIP_LANE = "strip"
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
        self._wanted: set[str] = set()

    def forget(self) -> None:
        """Another service: its pictures are others."""
        self._tiles.clear()
        self._strips.clear()
        self._asked.clear()
        self._wanted.clear()
        self._tasks.cancel(STRIP_LANE)

    def strip_here(self, frame: Frame) -> Image.Image | None:
        """The picture of a length of this moulding if it was fetched; nothing is asked."""
        return self._strips.get(frame.segment_url)

    def strip(self, frame: Frame) -> Image.Image | None:
        """The service's picture of a length of this moulding; None while it is fetched, or if there is none."""
        url = frame.segment_url
        if not url or url in self._asked or url in self._strips:
            return self._strips.get(url)
        if self._tasks.waits(STRIP_LANE):
            self._asked.discard(self._fetching)  # only the newest is waited for; this one is asked again when needed
        self._asked.add(url)
        self._fetching = url
        workshop = self._workshop

        def fetch(cancel: Cancel) -> Image.Image:
            return fetch_strip(workshop, url, cancel)

        def ready(image: Image.Image) -> None:
            self._keep_strip(frame, image)

        def failed(error: Exception) -> None:
            # A moulding without a usable picture is drawn from its description; a dead service is asked again later.
            if isinstance(error, ServiceError) and not isinstance(error, ArtworkError):
                self._asked.discard(url)

        self._tasks.run(fetch, ready, failed, lane=STRIP_LANE)
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
        workshop, strips = self._workshop, self._strips

        def draw(_cancel: Cancel) -> Picture:
            from fwdesk.render.scene import mat_look, moulding_look
            from fwdesk.render.tiles import corner_tile, mat_swatch

            across, down = round(width * ratio), round(height * ratio)
            if isinstance(look, Frame):
                # The same source as the stage: the service's picture of the moulding, where there is one.
                strip = strips.get(look.segment_url) or kept_strip(workshop, look.segment_url)
                return Picture.of(corner_tile(moulding_look(look, strip), across, down, TILE_SCALE * ratio, ground))
            return Picture.of(mat_swatch(mat_look(look), across))

        def ready(picture: Picture) -> None:
            self._making.discard(key)
            self._tiles[key] = picture
            while len(self._tiles) > _KEPT:
                self._tiles.popitem(last=False)
            self.tile_ready.emit(look)
            if isinstance(look, Frame):
                self._fetch_for_tile(look)

        def failed(_error: Exception) -> None:
            self._making.discard(key)

        self._tasks.run(draw, ready, failed, near=True)
        return None

    def _fetch_for_tile(self, frame: Frame) -> None:
        """Fetch the strip of a frame whose tile is in view, once; its tile is then drawn anew."""
        url, workshop = frame.segment_url, self._workshop
        if not url or url in self._strips or url in self._wanted:
            return
        self._wanted.add(url)

        def fetch(cancel: Cancel) -> Image.Image | None:
            return None if kept_strip(workshop, url) else fetch_strip(workshop, url, cancel)

        def ready(image: Image.Image | None) -> None:
            if image is not None:
                self._keep_strip(frame, image)

        self._tasks.run(fetch, ready, lambda _error: self._wanted.discard(url))

    def _keep_strip(self, frame: Frame, image: Image.Image) -> None:
        self._strips[frame.segment_url] = image
        for key in [key for key in self._tiles if key[:2] == (Frame.__name__, frame.id)]:
            del self._tiles[key]
        self.strip_ready.emit(frame.id)
        self.tile_ready.emit(frame)


def _strip_key(line: Connection, url: str) -> str:
    return f"{line.service.url if line.service.kind is not Kind.PRACTICE else 'practice'} {url}"


def kept_strip(workshop: Workshop, url: str) -> Image.Image | None:
    """A strip that was fetched before, from the disk; None if there is none, or no service yet. On workers."""
    try:
        kept = workshop.cache.get(_strip_key(workshop.connection, url)) if url else None
        return workshop.decoder.decode_service_picture(kept.data) if kept else None
    except (ServiceError, ArtworkError):
        return None


def fetch_strip(workshop: Workshop, url: str, cancel: Cancel) -> Image.Image:
    """A strip from the disk or the service. Raises `ServiceError`, `ArtworkError`. On workers."""
    line = workshop.connection
    kept = workshop.cache.get(_strip_key(line, url))
    data = kept.data if kept else line.client.fetch_picture(url, limit=_STRIP_BYTES, cancel=cancel)
    image = workshop.decoder.decode_service_picture(data)
    if not kept:
        workshop.cache.put(_strip_key(line, url), data)
    return image
