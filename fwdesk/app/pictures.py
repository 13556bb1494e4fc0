"""Plain pictures on their way from a worker to the window: bytes and sizes, no Qt and no Pillow types."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.render.draw import Drawn
    from fwdesk.render.plan import Stand


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: red, green, blue and a filler, 8 bits each, rows without padding (QImage's RGBX8888)."""

    width: int
    height: int
    data: bytes

    @classmethod
    def of(cls, image: Image.Image) -> Picture:
        """Take a Pillow picture over. Call it on the worker."""
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        # Pillow keeps RGB in four bytes a pixel: with the filler it is a plain copy, three times faster than BGRX.
        return cls(rgb.width, rgb.height, rgb.tobytes("raw", "RGBX"))


@dataclass(frozen=True, slots=True)
class StagePicture:
    """The stage as drawn: pictures with their places, in device pixels; the first covers all, later ones lie on it.

    `outside` is where the piece is (left, top, right, bottom), `scale` device pixels per inch, `ratio` device pixels
    per logical one. A part that did not change is the same `Picture` object as before.
    """

    parts: tuple[tuple[Picture, tuple[int, int]], ...]
    outside: tuple[float, float, float, float]
    scale: float
    ratio: float
    stand: Stand

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        return self.parts[0][0].width, self.parts[0][0].height


class Parts:
    """Turns drawn stages into pictures; what is in two stages after each other is turned once. Safe on all workers."""

    def __init__(self) -> None:
        """Nothing turned yet."""
        self._lock = threading.Lock()
        # A picture is kept with what it was made of: an id is given out again when its owner is gone.
        self._kept: dict[int, tuple[Image.Image, Picture]] = {}

    def of(self, drawn: Drawn, ratio: float) -> StagePicture:
        """The stage as the window wants it."""
        now = self.turned([cell.image for cell in drawn.cells])
        parts = tuple((now[id(cell.image)], cell.at) for cell in drawn.cells)
        return StagePicture(parts, drawn.outside, drawn.scale, ratio, drawn.stand)

    def turned(self, images: Sequence[Image.Image]) -> dict[int, Picture]:
        """Pictures by the ids of what they were made of; the images must be kept as long as the ids are used."""
        with self._lock:
            kept = self._kept
            self._kept = {id(image): kept.get(id(image)) or (image, Picture.of(image)) for image in images}
            return {number: picture for number, (_image, picture) in self._kept.items()}
