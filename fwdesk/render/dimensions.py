"""The piece with its sizes written beside it: print, window, package, outside, in inches and centimeters.

The same plan that places the layers places the lines, so a line always ends where the eye sees the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from fwdesk.domain.geometry import Geometry, Rect
from fwdesk.domain.size import CM_PER_INCH, plain
from fwdesk.render.plan import tight

if TYPE_CHECKING:
    from fwdesk.render.draw import Renderer
    from fwdesk.render.scene import Scene

_GROUND, _LINE, _INK = (243, 243, 242), (110, 110, 116), (29, 29, 31)
_EIGHTHS = ("", "1/8", "1/4", "3/8", "1/2", "5/8", "3/4", "7/8")
# On and off, in pixels, one style for each size; outside is a full line.
_HELPING = (1, 5)
_DASHES = {"outside": (1, 0), "package": (8, 4), "window": (3, 3), "print": (1, 4)}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One size to be shown: what it is of, and where it lies in the piece, in inches."""

    name: str
    rect: Rect


def dimensions(geometry: Geometry) -> tuple[Dimension, ...]:
    """The sizes worth showing, outermost first; equal ones are one line with both names."""
    named = [("outside", geometry.outside), ("package", geometry.opening)]
    named += [("window", rect) for rect in reversed(geometry.windows)]
    named.append(("print", geometry.image))
    out: list[Dimension] = []
    for name, rect in named:
        if out and out[-1].rect.size == rect.size:
            out[-1] = Dimension(f"{out[-1].name}, {name}", rect)
        else:
            out.append(Dimension(name, rect))
    return tuple(out)


def length_words(length: Decimal) -> str:
    """A length in both units, in letters every font has: 25 1/2 in (64.8 cm)."""
    whole, part = divmod(length * 8, 8)
    if part == part.to_integral_value():
        inch = " ".join(word for word in (str(int(whole)) if whole else "", _EIGHTHS[int(part)]) if word)
    else:
        inch = plain(length)
    return f"{inch} in ({plain((length * CM_PER_INCH).quantize(Decimal('0.1')))} cm)"


def with_dimensions(renderer: Renderer, scene: Scene, art: Image.Image | None, long_side_px: int) -> Image.Image:
    """The piece alone with its widths below and its heights on the right; the whole is `long_side_px` long."""
    shown = dimensions(scene.geometry)
    text = max(11, round(long_side_px / 64))
    row = round(text * 2.1)
    font = ImageFont.load_default(text)
    edge = row * len(shown) + text * 2
    piece = renderer.piece(scene, art, max(64, long_side_px - edge - text))
    scale = tight(scene.geometry, max(piece.size)).scale
    out = Image.new("RGB", (piece.width + edge + text, piece.height + edge + text), _GROUND)
    out.paste(piece, (text, text))
    pen = _Pen(out, ImageDraw.Draw(out), font, text)
    for at, dimension in enumerate(reversed(shown)):
        rect, away = dimension.rect, row * (at + 1)
        left, right = (text + round(float(x) * scale) for x in (rect.x, rect.right))
        top, bottom = (text + round(float(y) * scale) for y in (rect.y, rect.bottom))
        pen.across(dimension, (left, right), bottom, text + piece.height + away)
        pen.down(dimension, (top, bottom), right, text + piece.width + away)
    return out


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws dimension lines with 45 degree ticks and words on a plate."""

    out: Image.Image
    draw: ImageDraw.ImageDraw
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont
    text: int

    def across(self, what: Dimension, ends: tuple[int, int], edge: int, y: int) -> None:
        """A width, below the piece; `edge` is where the helping lines begin."""
        for x in ends:
            self._dashed((x, edge), (x, y + 5), _HELPING)
            self.draw.line((x - 4, y + 4, x + 4, y - 4), _LINE, 2)
        self._dashed((ends[0], y), (ends[1], y), _style(what))
        plate = self._plate(f"{what.name} {length_words(what.rect.width)}")
        self.out.paste(plate, ((sum(ends) - plate.width) // 2, y - plate.height // 2))

    def down(self, what: Dimension, ends: tuple[int, int], edge: int, x: int) -> None:
        """A height, to the right of the piece; its words are turned."""
        for y in ends:
            self._dashed((edge, y), (x + 5, y), _HELPING)
            self.draw.line((x - 4, y + 4, x + 4, y - 4), _LINE, 2)
        self._dashed((x, ends[0]), (x, ends[1]), _style(what))
        plate = self._plate(f"{what.name} {length_words(what.rect.height)}").transpose(Image.Transpose.ROTATE_90)
        self.out.paste(plate, (x - plate.width // 2, (sum(ends) - plate.height) // 2))

    def _plate(self, words: str) -> Image.Image:
        box = self.font.getbbox(words)
        made = Image.new("RGB", (round(box[2]) + 8, round(self.text * 1.4)), _GROUND)
        ImageDraw.Draw(made).text((4, made.height // 2), words, _INK, self.font, anchor="lm")
        return made

    def _dashed(self, start: tuple[int, int], end: tuple[int, int], style: tuple[int, int]) -> None:
        on, off = style
        across = start[1] == end[1]
        at, last = (start[0], end[0]) if across else (start[1], end[1])
        if not off:
            self.draw.line((start, end), _LINE, 1)
            return
        while at < last:
            stop = min(at + on, last)
            line = (at, start[1], stop, start[1]) if across else (start[0], at, start[0], stop)
            self.draw.line(line, _LINE, 1)
            at += on + off


def _style(what: Dimension) -> tuple[int, int]:
    return _DASHES[what.name.split(",")[0]]
