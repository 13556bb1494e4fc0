"""Product codes: read and write `5M6M9S16x20F96S20x24J1S16x20G1`.

The grammar, with its evidence, is in REFERENCE section 2 and GRAMMAR: a print, a frame package, or both in
that order. Two `J` parts for a double mat are an inference: no code with a second mat has been seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from fwdesk.domain.errors import CodeError
from fwdesk.domain.size import Size, plain

_SKU = re.compile(r"AP\d{1,18}P\d{1,18}", re.ASCII | re.IGNORECASE)
# What may follow the known parts untouched: add-ons whose letters nobody has documented (GRAMMAR, question 2).
# It must not begin like a part that is known (F, J, G), nor continue a number (a digit, a point, DD, X).
_TAIL = re.compile(r"(?!DD|[FJGX])[A-Z_-][A-Z0-9._-]*", re.ASCII | re.IGNORECASE)
_LONGEST_TAIL = 120
_DIGITS = re.compile(r"[0-9]{1,9}")
_LENGTH = re.compile(r"([0-9]{1,4})(?:(?:DD|\.)([0-9]{1,4}))?", re.IGNORECASE)
# Longer than the longest spelling of every known part (157) with the longest tail (120): what was read can be spelled.
_LONGEST = 280


def _dd(value: Decimal) -> str:
    return plain(value).replace(".", "DD")


def _span(size: Size, between: str) -> str:
    return f"{_dd(size.width)}{between}{_dd(size.height)}"


@dataclass(frozen=True, slots=True)
class PrintPart:
    """`5M6M9S16x20`: product type, media and style by id, and the image size in inches."""

    product_type: int
    media: int
    style: int
    size: Size

    def spell(self, between: str = "x") -> str:
        """The part as text, with `x` or `X` between width and height."""
        return f"{self.product_type}M{self.media}M{self.style}S{_span(self.size, between)}"


@dataclass(frozen=True, slots=True)
class MatPart:
    """`J1S16x20`: a mat by id and its window in inches."""

    mat: int
    window: Size

    def spell(self, between: str = "x") -> str:
        """The part as text."""
        return f"J{self.mat}S{_span(self.window, between)}"


@dataclass(frozen=True, slots=True)
class FramePart:
    """`F96S20x24J1S16x20G1`: frame by id, its opening in inches, up to two mats (base first), glazing.

    Frame 0 is no moulding (a mat alone), glazing 0 is none.
    """

    frame: int
    opening: Size
    mats: tuple[MatPart, ...] = ()
    glazing: int = 0

    def spell(self, between: str = "x") -> str:
        """The part as text; glazing 0 is left out, as the vendor's builder does."""
        mats = "".join(mat.spell(between) for mat in self.mats)
        glazing = f"G{self.glazing}" if self.glazing else ""
        return f"F{self.frame}S{_span(self.opening, between)}{mats}{glazing}"


@dataclass(frozen=True, slots=True)
class ProductCode:
    """What a product code says. `print` or `frame` may be absent; `tail` is what could not be read, kept as it is."""

    print: PrintPart | None
    frame: FramePart | None = None
    tail: str = ""

    def __str__(self) -> str:
        """The documented spelling: lower-case x, decimals with DD. `parse_code(str(code)) == code`."""
        return self._spell("x")

    @property
    def wire(self) -> str:
        """The spelling every live code has: upper-case X, decimals with DD. This is what is sent."""
        return self._spell("X")

    @property
    def is_sku(self) -> bool:
        """True for an inventory SKU such as AP1556P79511, which names a stored product and spells no parts."""
        return self.print is None and self.frame is None

    def _spell(self, between: str) -> str:
        printed = self.print.spell(between) if self.print else ""
        framed = self.frame.spell(between) if self.frame else ""
        return f"{printed}{framed}{self.tail}"


class _Reader:
    """Reads a code from left to right and knows where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.marks: list[tuple[str, int, int]] = []

    def mark(self, step: str, start: int) -> int:
        """What was read since `start` belongs to a step; where the next one starts."""
        self.marks.append((step, start, self.at))
        return self.at

    def fail(self, expected: str) -> CodeError:
        rest = self.text[self.at :]
        if not rest:
            found = "the end"
        elif rest[0].isdigit() and not rest[0].isascii():
            found = f"{rest[0]!r}, which is not one of the digits 0 to 9"
        else:
            found = repr(rest if len(rest) <= 8 else f"{rest[:8]}…")
        return CodeError(self.text, self.at, expected, found)

    def peek(self, letter: str) -> bool:
        # Only A to Z: upper() alone would take a long s (U+017F) for an S.
        following = self.text[self.at : self.at + 1]
        return following.isascii() and following.upper() == letter

    def take(self, letter: str, expected: str) -> None:
        if not self.peek(letter):
            raise self.fail(expected)
        self.at += 1

    def number(self, what: str) -> int:
        match = _DIGITS.match(self.text, self.at)
        if match is None:
            raise self.fail(f"{what} (a number)")
        self.at = match.end()
        if self.text[self.at : self.at + 1].isdigit():
            raise self.fail(f"{what} of at most 9 digits")
        return int(match[0])

    def length(self, what: str) -> Decimal:
        match = _LENGTH.match(self.text, self.at)
        if match is None:
            raise self.fail(f"{what} in inches")
        start, self.at = self.at, match.end()
        following = self.text[self.at : self.at + 1]
        if following.isdigit():
            raise self.fail(f"{what} of at most 4 digits and 4 decimals")
        if following == "." or self.text[self.at : self.at + 2].upper() == "DD":
            self.at += 1 if following == "." else 2
            raise self.fail("digits after the decimal point")
        value = Decimal(f"{match[1]}.{match[2] or 0}")
        if not value:
            self.at = start
            raise self.fail(f"{what} above 0")
        return Decimal(plain(value))

    def size(self, what: str) -> Size:
        self.take("S", f"S and {what}")
        width = self.length(f"the width of {what}")
        self.take("X", f"x and the height of {what}")
        return Size(width, self.length(f"the height of {what}"))


def _read_print(reader: _Reader) -> PrintPart:
    start = reader.at
    product_type = reader.number("the product type")
    start = reader.mark("product_type", start)
    reader.take("M", "M and the media")
    media = reader.number("the media")
    start = reader.mark("media", start)
    reader.take("M", "M and the style")
    style = reader.number("the style")
    start = reader.mark("style", start)
    size = reader.size("the print")
    reader.mark("size", start)
    return PrintPart(product_type, media, style, size)


def _read_frame(reader: _Reader) -> FramePart:
    start = reader.at
    reader.take("F", "F and the frame")
    frame = reader.number("the frame")
    opening = reader.size("the frame opening")
    start = reader.mark("frame", start)
    mats: list[MatPart] = []
    while reader.peek("J"):
        if len(mats) == 2:
            raise reader.fail("at most two mats")
        reader.take("J", "J and the mat")
        mat = reader.number("the mat")
        mats.append(MatPart(mat, reader.size("the mat window")))
        start = reader.mark("mat", start)
    glazing = 0
    if reader.peek("G"):
        reader.take("G", "G and the glazing")
        glazing = reader.number("the glazing")
        reader.mark("glazing", start)
    return FramePart(frame, opening, tuple(mats), glazing)


def _read_tail(reader: _Reader, expected: str) -> str:
    rest = reader.text[reader.at :]
    if not rest:
        return ""
    readable = _TAIL.match(rest)
    if readable is None:
        raise reader.fail(expected)
    if readable.end() > _LONGEST_TAIL:
        reader.at += _LONGEST_TAIL
        raise reader.fail(f"the end: at most {_LONGEST_TAIL} characters may follow the known parts")
    if readable.end() < len(rest):
        reader.at += readable.end()
        raise reader.fail("letters, digits, '.', '_' or '-'")
    return rest


@lru_cache(maxsize=4096)
def parse_code(text: str) -> ProductCode:
    """Read a product code in any known spelling: `x` or `X`, `7.5` or `7DD5`.

    An unknown tail is kept byte for byte in `tail`; an inventory SKU (`AP…P…`) is all tail. Raises `CodeError`
    with the position, what could stand there and what was found. Blanks around the code are ignored.
    """
    return _read(text.strip())[0]


def _read(text: str) -> tuple[ProductCode, list[tuple[str, int, int]]]:
    reader = _Reader(text)
    if len(text) > _LONGEST:
        reader.at = _LONGEST
        raise reader.fail(f"a code of at most {_LONGEST} characters")
    if _SKU.fullmatch(text):
        return ProductCode(None, None, text), [("sku", 0, len(text))]
    if not text or not (text[0].isdigit() or reader.peek("F")):
        raise reader.fail("a product type (a number) or F and a frame")
    printed = None if reader.peek("F") else _read_print(reader)
    framed = _read_frame(reader) if reader.peek("F") else None
    expected = "the end, or a frame part (F…)" if framed is None else "the end, or a mat (J…) before the glazing (G…)"
    start = reader.at
    code = ProductCode(printed, framed, _read_tail(reader, expected))
    if code.tail:
        reader.marks.append(("tail", start, len(text)))
    return code, reader.marks


@dataclass(frozen=True, slots=True)
class Span:
    """Where a step's part of a typed code stands: from `start` up to `end`, as indexes into the text."""

    step: str
    start: int
    end: int


def spans(text: str) -> tuple[Span, ...]:
    """The parts of a code exactly as it was typed, one after the other. Raises `CodeError` like `parse_code`.

    Steps are those of `segments`, and "sku" for an inventory SKU.
    """
    lead = len(text) - len(text.lstrip())
    return tuple(Span(step, start + lead, end + lead) for step, start, end in _read(text.strip())[1])


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a spelled code that belongs to one step: its text, and the step's name."""

    step: str
    text: str


def segments(code: ProductCode, between: str = "x") -> tuple[Segment, ...]:
    """The code cut by the step that decides each stretch; joined, the texts are the spelled code."""
    out: list[Segment] = []
    if code.print:
        part = code.print
        out += [
            Segment("product_type", f"{part.product_type}"),
            Segment("media", f"M{part.media}"),
            Segment("style", f"M{part.style}"),
            Segment("size", f"S{_span(part.size, between)}"),
        ]
    if code.frame:
        framed = code.frame
        out.append(Segment("frame", f"F{framed.frame}S{_span(framed.opening, between)}"))
        out += [Segment("mat", mat.spell(between)) for mat in framed.mats]
        if framed.glazing:
            out.append(Segment("glazing", f"G{framed.glazing}"))
    if code.tail:
        out.append(Segment("tail", code.tail))
    return tuple(out)
