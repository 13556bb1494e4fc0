"""Lengths and sizes in inches, exact: `Decimal` from the text that was typed, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from fwdesk.domain.errors import SizeError

CM_PER_INCH = Decimal("2.54")
_LONGEST = Decimal(1000)

_NUMBER = r"\d{1,4}(?:(?:[.,]|[dD]{2})\d{1,4})?"
_LENGTH = re.compile(
    rf"""\s*(?:
        (?P<whole>\d{{1,4}})[\s-]+(?P<top>\d{{1,2}})\s*/\s*(?P<under>\d{{1,2}})   # 16 1/2
        | (?P<only_top>\d{{1,2}})\s*/\s*(?P<only_under>\d{{1,2}})                 # 1/2
        | (?P<number>{_NUMBER})                                                   # 16, 16.5, 16,5, 16DD5
    )\s*(?P<unit>"|''|”|″|in(?:ch(?:es)?)?\.?|cm|mm)?\s*""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:x|×|✕|\*|by)\s*", re.IGNORECASE)
_METRIC = re.compile(r"(cm|mm)\s*$", re.IGNORECASE)
_FRACTIONS = {
    "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8",
}  # fmt: skip
# ISO 216: the width of A0 to A6 in mm; each is as high as the one before it is wide, and A0 is 1189 mm high.
_A_WIDTHS = (841, 594, 420, 297, 210, 148, 105)
_A_SIZE = re.compile(r"\s*a\s*([0-6])\s*(landscape|wide|portrait|upright)?\s*", re.ASCII | re.IGNORECASE)
_UNICODE_EIGHTHS = ("", "⅛", "¼", "⅜", "½", "⅝", "¾", "⅞")


def plain(value: Decimal) -> str:
    """The shortest decimal spelling without an exponent: 16, 7.5, 11.25."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def inches(value: Decimal) -> str:
    """A length as a framer writes it: 21½, 1¾, 0.88; eighths as fractions, anything else to 0.01 in."""
    whole, part = divmod(value * 8, 8)
    if value >= 0 and part == part.to_integral_value():
        fraction = _UNICODE_EIGHTHS[int(part)]
        return f"{int(whole) or ''}{fraction}" if fraction else f"{int(whole)}"
    return plain(value.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def parse_length(text: str, *, unit: str = "in") -> Decimal:
    """Read one length in any notation: 16, 16.5, 16,5, 16DD5, 16 1/2, 16½, 42cm, 420 mm.

    A bare number is in `unit`. The result is in inches; metric lengths are rounded to 0.01 in, the
    finest step seen in product codes (GRAMMAR). Raises `SizeError`.
    """
    shown = text
    for sign, spelled in _FRACTIONS.items():
        text = text.replace(sign, spelled)
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise SizeError(shown, "a length is a number such as 16, 16.5, 16 1/2 or 42cm")
    if match["number"]:
        value = Decimal(re.sub(r"(?i)dd|,", ".", match["number"]))
    else:
        under = Decimal(match["under"] or match["only_under"])
        if not under:
            raise SizeError(shown, "a fraction cannot have 0 below the line")
        value = Decimal(match["whole"] or 0) + Decimal(match["top"] or match["only_top"]) / under
    written = (match["unit"] or unit).lower()
    if written in {"cm", "mm"}:
        value = value / CM_PER_INCH / (10 if written == "mm" else 1)
        value = value.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    if not 0 < value <= _LONGEST:
        raise SizeError(shown, "a length must be more than 0 and at most 1000 inches")
    return value.quantize(Decimal("0.0001"), ROUND_HALF_EVEN).normalize() + 0


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width by height in inches, width first, as the product code writes it. Both are above 0."""

    width: Decimal
    height: Decimal

    def __post_init__(self) -> None:
        """Refuse what cannot be a size. Raises `SizeError`."""
        if not all(side.is_finite() and side > 0 for side in (self.width, self.height)):
            raise SizeError(f"{self.width}x{self.height}", "both sides of a size must be more than 0")

    @classmethod
    def of(cls, width: Decimal | int | str, height: Decimal | int | str) -> Size:
        """Build one from whole numbers, decimal text or Decimals. Never pass a float."""
        return cls(Decimal(width), Decimal(height))

    def __str__(self) -> str:
        """Documented spelling, decimals with a point: 16x20, 7.5x6."""
        return f"{plain(self.width)}x{plain(self.height)}"

    @property
    def framer(self) -> str:
        """For people: 16 × 20, 21½ × 25½."""
        return f"{inches(self.width)} × {inches(self.height)}"

    @property
    def metric(self) -> str:
        """For people who think in centimetres: 40.6 × 50.8 cm."""
        return f"{self.width * CM_PER_INCH:.1f} × {self.height * CM_PER_INCH:.1f} cm"

    @property
    def turned(self) -> Size:
        """The same size rotated by 90 degrees."""
        return Size(self.height, self.width)

    @property
    def area(self) -> Decimal:
        """Square inches."""
        return self.width * self.height

    @property
    def perimeter(self) -> Decimal:
        """Inches around."""
        return 2 * (self.width + self.height)

    def grown(self, each_side: Decimal) -> Size:
        """Larger (or, with a negative length, smaller) by `each_side` inches on all four sides."""
        return Size(self.width + 2 * each_side, self.height + 2 * each_side)

    def within(self, other: Size) -> bool:
        """True if it fits inside `other` this way up."""
        return self.width <= other.width and self.height <= other.height


def parse_size(text: str) -> Size:
    """Read `16x20`, `16 1/2 x 20.25`, `16DD5x20`, `42x30cm`, `8″ × 10″`, `A3`, `A3 landscape`. Raises `SizeError`.

    A unit that is written once is for both sides; without one they are inches.
    """
    if sheet := _A_SIZE.fullmatch(text):
        width, height = _A_WIDTHS[int(sheet[1])], (1189, *_A_WIDTHS)[int(sheet[1])]
        upright = Size(parse_length(f"{width}mm"), parse_length(f"{height}mm"))
        return upright.turned if (sheet[2] or "").lower() in {"landscape", "wide"} else upright
    sides = _BETWEEN.split(text.strip())
    if len(sides) != 2:
        raise SizeError(text, "a size is two lengths with an x between them, such as 16x20")
    metric = _METRIC.search(sides[1]) or _METRIC.search(sides[0])
    unit = metric[1] if metric else "in"
    return Size(parse_length(sides[0], unit=unit), parse_length(sides[1], unit=unit))
