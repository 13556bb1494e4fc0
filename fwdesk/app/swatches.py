"""Little pictures for the lists: frame corners, mat boards; and the moulding strips the service shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
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
_TILE_BYTES = 4_000_000
_STRIPS = 48
# A list that is scrolled through asks for thousands. What it showed last is made, a few at a time, so that neither the
# stage nor a price waits behind tiles that nobody sees any more.
_WAITING = 64
_AT_ONCE = 2
TILE_SCALE = 28
"""Pixels per inch of a frame tile: all corners to one common scale (UX 4.1)."""


class _Queue:
    """Work by key, first come first served, a few at a time; of what waits only the newest stays."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[object, Callable[[], None]] = OrderedDict()
        self._running = set[object]()

    def __bool__(self) -> bool:
        """Whether anything waits or is under way."""
        return bool(self._waiting or self._running)

    def add(self, key: object, start: Callable[[], None]) -> None:
        """Have something done, unless it waits or is under way already."""
        if key in self._running:
            return
        self._waiting[key] = start
        self._waiting.move_to_end(key)
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        self._next()

    def done(self, key: object) -> None:
        """It is done, or failed."""
        self._running.discard(key)
        self._next()

    def clear(self) -> None:
        """Nothing of what waits is wanted any more."""
        self._waiting.clear()

    def _next(self) -> None:
        while self._waiting and len(self._running) < _AT_ONCE:
            key, start = self._waiting.popitem(last=False)
            self._running.add(key)
            start()


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
        self._bytes = 0
        self._making, self._getting = _Queue(), _Queue()
        self._strips: OrderedDict[str, Image.Image] = OrderedDict()
        self._asked: set[str] = set()
        self._fetching = self._on_stage = ""
        self._wanted: set[str] = set()

    @property
    def busy(self) -> bool:
        """True while tiles that were asked for are still made."""
        return bool(self._making)

    def forget(self) -> None:
        """Another service: its pictures are others."""
        self._tiles.clear()
        self._bytes = 0
        for queue in (self._making, self._getting):
            queue.clear()
        self._strips.clear()
        self._asked.clear()
        self._wanted.clear()
        self._tasks.cancel(STRIP_LANE)

    def strip_here(self, frame: Frame) -> Image.Image | None:
        """The picture of a length of this moulding if it was fetched; nothing is asked."""
        self._on_stage = frame.segment_url
        return self._strips.get(frame.segment_url)

    def strip(self, frame: Frame) -> Image.Image | None:
        """The service's picture of a length of this moulding; None while it is fetched, or if there is none."""
        url = self._on_stage = frame.segment_url
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
        self._making.add(key, partial(self._make, key, look, (width, height, ratio, ground)))
        return None

    def _make(self, key: tuple[object, ...], look: Frame | Mat, shape: tuple[int, int, float, str]) -> None:
        workshop, strips, (width, height, ratio, ground) = self._workshop, self._strips, shape

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
            self._keep_tile(key, picture)
            self._making.done(key)
            self.tile_ready.emit(look)
            if isinstance(look, Frame):
                self._fetch_for_tile(look)

        def failed(_error: Exception) -> None:
            self._making.done(key)

        self._tasks.run(draw, ready, failed, near=True)

    def _keep_tile(self, key: tuple[object, ...], picture: Picture) -> None:
        self._drop_tile(key)
        self._tiles[key] = picture
        self._bytes += len(picture.data)
        while self._bytes > _TILE_BYTES and len(self._tiles) > 1:
            self._drop_tile(next(iter(self._tiles)))

    def _drop_tile(self, key: tuple[object, ...]) -> None:
        if dropped := self._tiles.pop(key, None):
            self._bytes -= len(dropped.data)

    def _fetch_for_tile(self, frame: Frame) -> None:
        """Fetch the strip of a frame whose tile is in view, once; its tile is then drawn anew."""
        url, workshop = frame.segment_url, self._workshop
        if not url or url in self._strips or url in self._wanted:
            return

        def start() -> None:
            self._wanted.add(url)
            self._tasks.run(fetch, ready, failed)

        def fetch(cancel: Cancel) -> Image.Image | None:
            return None if kept_strip(workshop, url) else fetch_strip(workshop, url, cancel)

        def ready(image: Image.Image | None) -> None:
            self._getting.done(url)
            if image is not None:
                self._keep_strip(frame, image)

        def failed(_error: Exception) -> None:
            self._getting.done(url)
            self._wanted.discard(url)

        self._getting.add(url, start)

    def _keep_strip(self, frame: Frame, image: Image.Image) -> None:
        self._strips[frame.segment_url] = image
        while len(self._strips) > _STRIPS:
            gone = next(url for url in self._strips if url != self._on_stage)
            del self._strips[gone]
            self._asked.discard(gone)  # it is on the disk; the stage asks for it again when it needs it
        for key in [key for key in self._tiles if key[:2] == (Frame.__name__, frame.id)]:
            self._drop_tile(key)
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
