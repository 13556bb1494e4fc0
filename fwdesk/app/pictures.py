"""Plain pictures on their way from a worker to the window: bytes and sizes, no Qt and no Pillow types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: 32 bits a pixel, blue green red and a filler, rows without padding (QImage's RGB32)."""

    width: int
    height: int
    data: bytes

    @classmethod
    def of(cls, image: Image.Image) -> Picture:
        """Take a Pillow picture over. Call it on the worker."""
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        return cls(rgb.width, rgb.height, rgb.tobytes("raw", "BGRX"))


@dataclass(frozen=True, slots=True)
class StagePicture:
    """The stage as drawn: the picture, where the piece stands on it (left, top, right, bottom) and pixels per inch."""

    picture: Picture
    outside: tuple[float, float, float, float]
    scale: float
    ratio: float
