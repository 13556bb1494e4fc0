"""Pages of a PDF: text that can be selected, in embedded typefaces; pictures, lines, tables and QR codes. In points.

The origin is the page's top left corner, as everywhere in the house.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import segno
from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from fwdesk import __version__
from fwdesk.domain.proof import Paper, one_line
from fwdesk.render.type import MONO, REGULAR, STRONG, face_file

MM = 72 / 25.4
MARGIN = 18 * MM
"""Free on all sides."""
INK, SOFT, HAIR = "#1D1D1F", "#5A5A60", "#C9C9CC"
BODY = 10.0
_UNKNOWN = "□"
_QUALITY = 90


@lru_cache(maxsize=1)
def _glyphs() -> dict[str, frozenset[int]]:
    """The faces, known to the PDF library from now on, and the letters each has."""
    known: dict[str, frozenset[int]] = {}
    for face in (REGULAR, STRONG, MONO):
        font = TTFont(face, face_file(face))
        cast("Any", pdfmetrics).registerFont(font)
        known[face] = frozenset(cast("Any", font).face.charToGlyph)
    return known


def writable(text: str, face: str = REGULAR) -> str:
    """The text on one line; letters that the face lacks become □, so that nothing is left out unseen."""
    glyphs = _glyphs()[face]
    unknown = _UNKNOWN if ord(_UNKNOWN) in glyphs else "?"
    return "".join(char if ord(char) in glyphs else unknown for char in one_line(text))


def unwritable(text: str) -> str:
    """The letters of a text that the faces lack, each once."""
    glyphs = _glyphs()[REGULAR] & _glyphs()[STRONG]
    return "".join(dict.fromkeys(char for char in one_line(text) if ord(char) not in glyphs))


@dataclass(frozen=True, slots=True)
class Style:
    """How text is written: face, size in points, color."""

    size: float = BODY
    face: str = REGULAR
    color: str = INK


HEAD, NAME, TEXT, NOTE, CODE = (
    Style(20, STRONG), Style(11, STRONG), Style(), Style(8, color=SOFT), Style(9, MONO),
)  # fmt: skip


class Pages:
    """A PDF being written, page after page."""

    def __init__(self, paper: Paper, title: str, author: str, subject: str) -> None:
        """`title`, `author` and `subject` are written into the document as well."""
        _glyphs()
        width, height = (float(side) * MM for side in paper.value)
        self.width, self.height = width, height
        self.left, self.right, self.top, self.bottom = MARGIN, width - MARGIN, MARGIN, height - MARGIN
        self._out = io.BytesIO()
        # `invariant`: the same content is the same file, whenever it is made.
        canvas = Canvas(self._out, (width, height), pageCompression=1, invariant=1, lang="en-US")
        self._canvas = cast("Any", canvas)  # its stubs leave half of it untyped
        self._canvas.setTitle(one_line(title))
        self._canvas.setAuthor(one_line(author))
        self._canvas.setSubject(one_line(subject))
        self._canvas.setCreator(f"fwdesk {__version__}")
        self._page = 1

    @property
    def inner(self) -> float:
        """Points between the margins, across."""
        return self.right - self.left

    def begin(self, name: str) -> None:
        """Name the page in the document's outline."""
        key = f"page{self._page}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(writable(name), key, 0)

    def end(self, foot: str, of: int) -> None:
        """Write the foot (the honest line, and which page this is `of` so many) and go on to the next page."""
        at = self.bottom + 16
        self.text(foot, self.left, at, NOTE, self.inner - 60)
        self.text(f"{self._page} of {of}", self.right, at, NOTE, align="right")
        self._canvas.showPage()
        self._page += 1

    def bytes(self) -> bytes:
        """The finished file."""
        self._canvas.save()
        return self._out.getvalue()

    # Text

    def width_of(self, text: str, style: Style = TEXT) -> float:
        """How wide a text is."""
        return pdfmetrics.stringWidth(writable(text, style.face), style.face, style.size)

    def fitted(self, text: str, style: Style, most: float) -> str:
        """The text, with … for what does not fit."""
        text = writable(text, style.face)
        fits = self._fits(text, style, most)
        if fits == len(text):
            return text
        fits = self._fits(text, style, most - self.width_of("…", style))
        return f"{text[:fits].rstrip()}…"

    def _fits(self, text: str, style: Style, most: float) -> int:
        """How many letters of a text stand in so many points."""
        wide = 0.0
        for at, char in enumerate(text):
            wide += pdfmetrics.stringWidth(char, style.face, style.size)
            if wide > most:
                return at
        return len(text)

    def text(
        self, text: str, x: float, y: float, style: Style = TEXT, most: float | None = None, *, align: str = "left"
    ) -> None:
        """A line with its foot at `y`; cut to `most` points if they are given."""
        shown = writable(text, style.face) if most is None else self.fitted(text, style, most)
        self._canvas.setFont(style.face, style.size)
        self._canvas.setFillColor(HexColor(style.color))
        write = {
            "left": self._canvas.drawString,
            "right": self._canvas.drawRightString,
            "center": self._canvas.drawCentredString,
        }[align]
        write(x, self.height - y, shown)

    def wrapped(self, text: str, x: float, y: float, most: float, style: Style = TEXT, lines: int = 3) -> float:
        """Text broken at blanks (or anywhere, where there are none) into at most so many lines; the next line's `y`."""
        rest = writable(text, style.face)
        for number in range(lines):
            if not rest:
                break
            fits = max(1, self._fits(rest, style, most))
            if fits < len(rest):
                blank = rest.rfind(" ", 1, fits + 1)
                fits = blank if blank > 0 else fits
            last = number == lines - 1 and fits < len(rest)
            self.text(rest if last else rest[:fits], x, y, style, most if last else None)
            rest = rest[fits:].lstrip()
            y += style.size * 1.4
        return y

    def upright(self, text: str, x: float, y: float, style: Style) -> None:
        """A line turned to read from below, its middle at `y`, on a white plate."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - y)
        self._canvas.rotate(90)
        self._plate(text, style)
        self._canvas.restoreState()

    def plate(self, text: str, x: float, y: float, style: Style) -> None:
        """A line with its middle at `x`, `y`, on a white plate."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - y)
        self._plate(text, style)
        self._canvas.restoreState()

    def _plate(self, text: str, style: Style) -> None:
        wide = self.width_of(text, style)
        self._canvas.setFillColor(HexColor("#FFFFFF"))
        self._canvas.rect(-wide / 2 - 3, -style.size * 0.6, wide + 6, style.size * 1.2, stroke=0, fill=1)
        self._canvas.setFillColor(HexColor(style.color))
        self._canvas.setFont(style.face, style.size)
        self._canvas.drawCentredString(0, -style.size * 0.36, writable(text, style.face))

    # Marks

    def line(
        self, start: tuple[float, float], end: tuple[float, float], color: str = HAIR, width: float = 0.6,
        dash: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """A line between two points."""
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(width)
        self._canvas.setDash(list(dash))
        self._canvas.line(start[0], self.height - start[1], end[0], self.height - end[1])
        self._canvas.setDash([])

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A filled rectangle."""
        self._canvas.setFillColor(HexColor(color))
        self._canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def picture(self, picture: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """A picture, as JPEG, stretched over a box that has its proportions."""
        data = io.BytesIO()
        picture.convert("RGB").save(data, "JPEG", quality=_QUALITY, subsampling=0)
        data.seek(0)
        self._canvas.drawImage(ImageReader(data), x, self.height - y - height, width, height)

    def qr(self, payload: str, x: float, y: float, side: float) -> None:
        """A QR code, drawn as rectangles; its quiet zone of four modules lies within `side`."""
        matrix = segno.make(payload, error="m", micro=False).matrix
        step = side / (len(matrix) + 8)
        self._canvas.setFillColor(HexColor("#000000"))
        path = self._canvas.beginPath()
        for row, line in enumerate(matrix):
            column = 0
            while column < len(line):
                run = column
                while run < len(line) and line[run]:
                    run += 1
                if run > column:
                    top = self.height - y - (row + 5) * step
                    path.rect(x + (column + 4) * step, top, (run - column) * step, step)
                column = max(run, column + 1)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def table(self, rows: Sequence[tuple[str, ...]], x: float, y: float, widths: Sequence[float]) -> float:
        """Rows with a hairline above each; the first column is soft. Long cells are broken. Returns where it ends."""
        for row in rows:
            self.line((x, y), (x + sum(widths), y))
            ends, at = [y + 19.0], x
            for number, (cell, wide) in enumerate(zip(row, widths, strict=True)):
                style = Style(color=SOFT) if not number else TEXT
                ends.append(self.wrapped(cell, at, y + 13, wide - 8, style, 2) - BODY * 1.4 + 6)
                at += wide
            y = max(ends)
        self.line((x, y), (x + sum(widths), y))
        return y
