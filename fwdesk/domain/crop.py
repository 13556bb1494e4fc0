"""Which part of the picture is printed, and how sharp it will be: pixels, fractions and ppi."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from fwdesk.domain.size import Size

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture's width and height in pixels, upright (after its orientation was applied)."""

    width: int
    height: int

    @property
    def aspect(self) -> Decimal:
        """Width over height."""
        return Decimal(self.width) / Decimal(self.height)

    @property
    def megapixels(self) -> Decimal:
        """Millions of pixels, to one decimal."""
        return (Decimal(self.width * self.height) / 1_000_000).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Crop:
    """Fill: the picture covers the whole image area and what is too much is cut off.

    `x` and `y` say where the kept part lies, 0 to 1 (0.5 keeps the middle). The vendor crops a file whose
    proportions differ (PRINT-FACTS, aspect ratio), so the desk never shows a stretched picture.
    """

    x: Decimal = _HALF
    y: Decimal = _HALF


MIDDLE = Crop()
"""Keeps the middle of the picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture in pixels: left, top, right, bottom; fractions of a pixel are kept."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal

    @property
    def width(self) -> Decimal:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> Decimal:
        """Pixels down."""
        return self.bottom - self.top


def crop_box(pixels: Pixels, image: Size, crop: Crop) -> Box:
    """The part of the picture that a print of this image size keeps."""
    wanted = image.width / image.height
    width, height = Decimal(pixels.width), Decimal(pixels.height)
    if pixels.aspect > wanted:
        kept = height * wanted
        left = (width - kept) * crop.x
        return Box(left, Decimal(0), left + kept, height)
    kept = width / wanted
    top = (height - kept) * crop.y
    return Box(Decimal(0), top, width, top + kept)


def cropped_share(pixels: Pixels, image: Size) -> Decimal:
    """How much of the picture is cut off, 0 to 1."""
    box = crop_box(pixels, image, MIDDLE)
    return 1 - (box.width * box.height) / Decimal(pixels.width * pixels.height)


def crop_words(pixels: Pixels, image: Size) -> str:
    """What the crop takes, in words; empty when it takes less than 0.2 %, which trimming takes anyway."""
    share = cropped_share(pixels, image) * 100
    if share < Decimal("0.2"):
        return ""
    sides = "left and right" if pixels.aspect > image.width / image.height else "top and bottom"
    return f"Crops {share:.0f} % ({sides})" if share >= 1 else f"Trims under 1 % ({sides})"


class Sharpness(Enum):
    """How a print will look at its usual viewing distance (PRINT-FACTS, resolution: 300 excellent, 200 the floor)."""

    CRISP = "Crisp"
    GOOD = "Good"
    SOFT = "Soft"
    TOO_SMALL = "Too few pixels"


def effective_ppi(pixels: Pixels, image: Size, crop: Crop = MIDDLE) -> int:
    """Pixels per inch of the kept part at this image size, rounded down."""
    return int(crop_box(pixels, image, crop).width / image.width)


def sharpness(ppi: int) -> Sharpness:
    """The verdict for a resolution in pixels per inch."""
    if ppi >= 240:
        return Sharpness.CRISP
    if ppi >= 150:
        return Sharpness.GOOD
    return Sharpness.SOFT if ppi >= 72 else Sharpness.TOO_SMALL
