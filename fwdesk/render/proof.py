"""A client proof as PDF: the piece on the wall, its sizes and materials with a line to sign, and alternatives.

Costs have no place on it: what the client pays is the only price it knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image

from fwdesk.domain.geometry import Geometry
from fwdesk.domain.proof import Proof
from fwdesk.domain.shots import HONEST
from fwdesk.domain.size import CM_PER_INCH, inches
from fwdesk.render.dimensions import dimensions
from fwdesk.render.pages import CODE, HEAD, INK, MM, NAME, NOTE, SOFT, TEXT, Pages, Style

_FOOT = f"{HONEST}. Prints and frames can differ a little from this page. Made with fwdesk."
_DASHES: dict[str, tuple[float, ...]] = {"outside": (), "package": (6, 3), "window": (2.4, 2.4), "print": (1, 2.6)}
_PARTS = re.compile(r"(?=[FJG]\d)")
_QR = 27 * MM
_SMALL = Style(8)
_WHO = Style(11, color=SOFT)
_HEADS = HEAD, Style(16, HEAD.face), Style(13, HEAD.face)  # the largest that a title fits in
_WALL = (232, 230, 225)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is drawn of the piece: on the wall, and flat from edge to edge."""

    wall: Image.Image
    flat: Image.Image


@dataclass(frozen=True, slots=True)
class Other:
    """An alternative: its name, what is different, its price if it is said, and a cut-out with its shadow.

    `scale` is the cut-out's px per inch: all are shown to one scale.
    """

    name: str
    words: str
    price: str
    code: str
    cut_out: Image.Image
    scale: float


def proof_pdf(proof: Proof, geometry: Geometry, pictures: Pictures, others: Sequence[Other] = ()) -> bytes:
    """The pages. At most four alternatives are shown."""
    pages = Pages(proof.paper, f"Proof: {proof.title}", proof.artist, f"Proof of {proof.code}")
    count = 3 if others else 2
    pages.begin("On the wall")
    _on_the_wall(pages, proof, geometry, pictures.wall)
    pages.end(_FOOT, count)
    pages.begin("Sizes and materials")
    _sizes(pages, proof, geometry, pictures.flat)
    pages.end(_FOOT, count)
    if others:
        pages.begin("Alternatives")
        _alternatives(pages, proof, others[:4])
        pages.end(_FOOT, count)
    return pages.bytes()


def _head(pages: Pages, proof: Proof, title: str) -> float:
    """Title, who made it and for whom, and the day; where the rest of the page begins."""
    y = pages.top + 19
    style = next((style for style in _HEADS if pages.width_of(title, style) <= pages.inner), _HEADS[-1])
    pages.text(title, pages.left, y, style, pages.inner)
    y += 17
    day = pages.width_of(proof.date_words, _WHO)
    who = " · ".join(part for part in (proof.artist, proof.client and f"for {proof.client}") if part)
    pages.text(who, pages.left, y, _WHO, pages.inner - day - 16)
    pages.text(proof.date_words, pages.right, y, _WHO, align="right")
    return y + 14


def _on_the_wall(pages: Pages, proof: Proof, geometry: Geometry, wall: Image.Image) -> None:
    y = _head(pages, proof, proof.title)
    room = pages.bottom - y - 40
    scale = min(pages.inner / wall.width, room / wall.height)
    width, height = wall.width * scale, wall.height * scale
    pages.picture(wall, pages.left + (pages.inner - width) / 2, y, width, height)
    y += height + 20
    outside, image = geometry.outside.size, geometry.image.size
    words = f"Print {image.framer} in ({image.metric})"
    if outside != image:
        words = f"{words}   ·   Outside {outside.framer} in ({outside.metric})"
    pages.text(words, pages.left, y, TEXT, pages.inner)
    if proof.price:
        pages.text(proof.price, pages.left, y + 18, NAME, pages.inner)


def _sizes(pages: Pages, proof: Proof, geometry: Geometry, flat: Image.Image) -> None:
    y = _head(pages, proof, "Sizes and materials")
    beside = _QR + 6 * MM
    drawing = pages.height * 0.42
    _dimension_drawing(pages, geometry, flat, (pages.left, y, pages.right - beside, y + drawing))
    _code_column(pages, proof, pages.right - _QR, y)
    y += drawing + 14
    half = (pages.inner - 20) * 0.47
    rest = pages.inner - 20 - half
    ends = [
        _table(pages, "Materials", [(what, name) for what, name in proof.materials], pages.left, y, (92, half - 92)),
        _table(
            pages,
            "Sizes",
            [(one.name, one.inch, one.metric) for one in proof.measures],
            pages.left + half + 20,
            y,
            (82, (rest - 82) * 0.48, (rest - 82) * 0.52),
        ),
    ]
    _sign(pages, max(*ends, pages.bottom - 58))


def _table(
    pages: Pages, head: str, rows: Sequence[tuple[str, ...]], x: float, y: float, widths: tuple[float, ...]
) -> float:
    pages.text(head, x, y, NAME)
    return pages.table(rows, x, y + 7, widths)


def _code_column(pages: Pages, proof: Proof, x: float, y: float) -> None:
    """QR code, the code itself, the price."""
    pages.qr(proof.link, x - _QR * 0.07, y, _QR * 1.14)
    y += _QR * 1.14 + 8
    pages.text("Product code", x, y, NOTE)
    y += 12
    for part in _parted(pages, proof.code):
        y = pages.wrapped(part, x, y, _QR, CODE, 8)
    if proof.price:
        pages.text("Price", x, y + 10, NOTE)
        pages.text(proof.price, x, y + 27, Style(15, NAME.face), _QR)


def _parted(pages: Pages, code: str) -> list[str]:
    """A code in lines that end where one of its parts ends (a desk puts the lines together again)."""
    lines = [""]
    for part in _PARTS.split(code):
        if lines[-1] and pages.width_of(lines[-1] + part, CODE) > _QR:
            lines.append("")
        lines[-1] += part
    return lines


def _dimension_drawing(
    pages: Pages, geometry: Geometry, flat: Image.Image, box: tuple[float, float, float, float]
) -> None:
    """The flat piece with a line for each of its sizes: widths below, heights on the right."""
    shown = dimensions(geometry)
    row, space = 17.0, 17.0 * len(shown) + 10
    left, top, right, bottom = box
    outside = geometry.outside
    scale = min((right - left - space) / float(outside.width), (bottom - top - space) / float(outside.height))
    width, height = float(outside.width) * scale, float(outside.height) * scale
    x, y = left + (right - left - width - space) / 2, top
    pages.picture(flat, x, y, width, height)
    for at, dimension in enumerate(reversed(shown)):
        rect, away = dimension.rect, 12 + row * at
        dash = _DASHES[dimension.name.split(",")[0]]
        ends = x + float(rect.x) * scale, x + float(rect.right) * scale
        level = y + height + away
        _measure(pages, [(ends[0], level), (ends[1], level)], y + float(rect.bottom) * scale, dash)
        pages.plate(f"{dimension.name} {_both(rect.width)}", sum(ends) / 2, level, _SMALL)
        ends = y + float(rect.y) * scale, y + float(rect.bottom) * scale
        level = x + width + away
        _measure(pages, [(level, ends[0]), (level, ends[1])], x + float(rect.right) * scale, dash)
        pages.upright(f"{dimension.name} {_both(rect.height)}", level, sum(ends) / 2, _SMALL)


def _both(length: Decimal) -> str:
    return f"{inches(length)} in ({length * CM_PER_INCH:.1f} cm)"


def _measure(pages: Pages, ends: list[tuple[float, float]], edge: float, dash: tuple[float, ...]) -> None:
    """A line between two ends with ticks at 45 degrees, and faint helping lines from the edge it measures."""
    pages.line(ends[0], ends[1], SOFT, 0.7, dash)
    level = ends[0][1] == ends[1][1]
    for x, y in ends:
        pages.line((x - 3, y + 3), (x + 3, y - 3), INK, 0.8)
        start = (x, edge) if level else (edge, y)
        pages.line(start, (x, y), SOFT, 0.35, (0.6, 2))


def _sign(pages: Pages, y: float) -> None:
    """Where the client approves."""
    y = min(y + 30, pages.bottom - 12)
    wide = pages.inner
    for start, share, words in ((0.0, 0.40, "Approved by"), (0.44, 0.32, "Signature"), (0.80, 0.20, "Date")):
        x = pages.left + wide * start
        pages.line((x, y), (x + wide * share, y), INK, 0.8)
        pages.text(words, x, y + 11, NOTE)


def _alternatives(pages: Pages, proof: Proof, others: Sequence[Other]) -> None:
    """Two by two, all to one scale."""
    y = _head(pages, proof, "Alternatives")
    gap, caption = 16.0, 72.0
    wide = (pages.inner - gap) / 2
    high = (pages.bottom - y - gap) / 2
    room = high - caption
    sizes = [(one.cut_out.width / one.scale, one.cut_out.height / one.scale) for one in others]
    scale = min(wide / max(size[0] for size in sizes), room / max(size[1] for size in sizes)) * 0.96
    for at, (one, size) in enumerate(zip(others, sizes, strict=True)):
        x, top = pages.left + (at % 2) * (wide + gap), y + (at // 2) * (high + gap)
        pages.box(x, top, wide, room, "#{:02X}{:02X}{:02X}".format(*_WALL))
        wall = Image.new("RGB", one.cut_out.size, _WALL)
        wall.paste(one.cut_out, (0, 0), one.cut_out)
        width, height = size[0] * scale, size[1] * scale
        pages.picture(wall, x + (wide - width) / 2, top + (room - height) / 2, width, height)
        line = top + room + 14
        price = pages.width_of(one.price, NAME) + 8 if one.price else 0
        pages.text(one.name, x, line, NAME, wide - price)
        pages.text(one.price, x + wide, line, NAME, align="right")
        below = pages.wrapped(one.words, x, line + 13, wide, Style(9), 3)
        pages.text(one.code, x, below, Style(7.5, CODE.face, SOFT), wide)
