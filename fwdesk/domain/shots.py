"""Pictures for keeping: what one shows, how large it is, and what its file is called. No drawing in here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from fwdesk.domain.code import ProductCode
from fwdesk.domain.crop import Box, Pixels
from fwdesk.domain.geometry import Geometry

LEAST_PX, MOST_PX = 320, 6000
"""The longer side of a picture for keeping, in px."""
HONEST = "Finish simulated, color not proofed"
"""What every drawn picture says of itself."""
_MOST_ART = 64_000_000
"""Px of artwork that are read at most for one picture: 256 MB as Pillow keeps them."""
_LONGEST_NAME = 120
# Names that some system does not take, and marks that some program reads as something else.
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


class View(Enum):
    """What a picture shows of a piece."""

    WALL = "on the wall"
    ROOM = "in a room"
    FIGURE = "beside a person"
    CUT_OUT = "cut out"
    FRAMED = "framed"
    PRINT = "print"

    @property
    def on_wall(self) -> bool:
        """Whether there is a wall behind the piece."""
        return self in {View.WALL, View.ROOM, View.FIGURE}


class Shape(Enum):
    """The proportions of a picture on the wall, width to height; of others they are the piece's own."""

    PIECE = None
    SQUARE = (1, 1)
    PORTRAIT = (4, 5)
    LANDSCAPE = (3, 2)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture for keeping.

    `long_side` is in px. `footer` writes the honest line onto a wall; `shadow` leaves a cut-out its shadow.
    """

    view: View = View.WALL
    long_side: int = 3000
    shape: Shape = Shape.PIECE
    footer: bool = True
    shadow: bool = True

    @property
    def lossless(self) -> bool:
        """Whether it needs a format that can be transparent."""
        return self.view is View.CUT_OUT


def long_to(long_side: int, width: float, height: float) -> tuple[int, int]:
    """So many px by so many px in the proportions of `width` and `height`, the longer side given."""
    share = long_side / max(width, height)
    return max(1, round(width * share)), max(1, round(height * share))


def stage_size(shot: Shot, geometry: Geometry) -> tuple[int, int]:
    """Width and height of a picture with a wall, in px."""
    if shot.shape.value:
        return long_to(shot.long_side, *shot.shape.value)
    if shot.view is View.WALL:
        return long_to(shot.long_side, float(geometry.outside.width), float(geometry.outside.height))
    return long_to(shot.long_side, 4, 3)


def art_side(pixels: Pixels, box: Box, printed: tuple[float, float]) -> int:
    """How long a copy of the whole artwork must be (its longer side, in px) for its kept part to fill `printed` px.

    Never longer than the artwork is, nor than what is read at most.
    """
    wanted = max(printed[0] / float(box.right - box.left), printed[1] / float(box.bottom - box.top))
    most = (_MOST_ART / (pixels.width * pixels.height)) ** 0.5
    side = max(pixels.width, pixels.height)
    return max(1, min(side, round(side * min(wanted, most) + 0.5)))


def fit_name(text: str, longest: int = _LONGEST_NAME) -> str:
    """Text as a part of a file name that every system takes; empty if nothing of it can stay."""
    name = " ".join(_UNFIT.sub(" ", text).split()).strip(". ")
    return name.encode()[:longest].decode(errors="ignore").strip(". ")


def file_name(title: str, code: ProductCode, what: str, suffix: str) -> str:
    """The name a file is given at first: artwork, code and what it shows. `suffix` with its point."""
    parts = fit_name(title) or "artwork", fit_name(f"{code}"), fit_name(what)
    return f"{' '.join(part for part in parts if part)}{suffix}"


def title_of(name: str) -> str:
    """A title for an artwork, from the name of its file: what a person might have meant by it."""
    stem = name.rsplit(".", 1)[0] if "." in name.strip(".") else name
    words = " ".join(stem.replace("_", " ").split())
    return words[:1].upper() + words[1:] or "Untitled"


def link(code: ProductCode) -> str:
    """A piece as a link that fwdesk reads: `fwdesk:` and the code. This is what a QR code on a proof holds."""
    return f"fwdesk:{code}"
