"""Color as people see it: CIELAB from #rrggbb, how different two colors look, and a color in words.

sRGB to XYZ is IEC 61966-2-1, CIELAB is CIE 15 with the D65 white that sRGB has, the difference is CIEDE2000 as in
Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (2005). These are measures of light, not of money or
length: floats are right here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.ASCII | re.IGNORECASE)
_WHITE = (0.95047, 1.0, 1.08883)  # D65, 2 degrees
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WORDS = {
    "white": "#ffffff", "black": "#000000", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0",
    "red": "#ff0000", "green": "#008000", "blue": "#0000ff", "navy": "#000080", "ivory": "#fffff0",
    "beige": "#f5f5dc", "brown": "#a52a2a", "gold": "#ffd700", "maroon": "#800000", "olive": "#808000",
    "teal": "#008080", "tan": "#d2b48c", "linen": "#faf0e6", "cream": "#fffdd0", "yellow": "#ffff00",
    "orange": "#ffa500", "purple": "#800080", "pink": "#ffc0cb",
}  # fmt: skip
# Where a hue begins, in degrees of CIELAB, and its name.
_HUES = (
    (0, "pink"), (25, "red"), (45, "orange"), (75, "yellow"), (110, "yellow green"), (130, "green"), (190, "teal"),
    (230, "blue"), (300, "purple"), (335, "pink"),
)  # fmt: skip
_TINTS = {
    "pink": "pinkish", "red": "reddish", "orange": "warm", "yellow": "yellowish", "yellow green": "greenish",
    "green": "greenish", "teal": "greenish", "blue": "bluish", "purple": "purplish", "brown": "brownish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lab:
    """A color in CIELAB: lightness 0 to 100, a (green to red), b (blue to yellow)."""

    lightness: float
    a: float
    b: float

    @property
    def chroma(self) -> float:
        """How far from gray."""
        return math.hypot(self.a, self.b)

    @property
    def hue(self) -> float:
        """The angle of its hue, 0 to 360 degrees."""
        return math.degrees(math.atan2(self.b, self.a)) % 360


def rgb(color: str) -> tuple[int, int, int] | None:
    """Red, green and blue, 0 to 255, of #rrggbb, #rgb or a common word (a mat's color is CSS-usable, GAPS 16)."""
    found = _HEX.fullmatch(_WORDS.get(color.strip().casefold(), color.strip()))
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


@lru_cache(maxsize=4096)
def lab(color: str) -> Lab | None:
    """A color as people see it; None if it cannot be read."""
    found = rgb(color)
    return lab_of(*found) if found else None


def lab_of(red: int, green: int, blue: int) -> Lab:
    """CIELAB of an sRGB color, 0 to 255 each."""
    light = [_linear(channel / 255) for channel in (red, green, blue)]
    x, y, z = (
        _curve(sum(weight * channel for weight, channel in zip(row, light, strict=True)) / white)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )
    return Lab(116 * y - 16, 500 * (x - y), 200 * (y - z))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _curve(share: float) -> float:
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def difference(one: Lab, other: Lab) -> float:
    """CIEDE2000: about 1 is just visible side by side, about 10 is clearly another color."""
    mean_chroma = (one.chroma + other.chroma) / 2
    gray = 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    first, second = (Lab(color.lightness, (1 + gray) * color.a, color.b) for color in (one, other))
    lighter, richer = second.lightness - first.lightness, second.chroma - first.chroma
    colorless = not first.chroma * second.chroma
    turn = 0.0 if colorless else second.hue - first.hue
    turn -= math.copysign(360, turn) if abs(turn) > 180 else 0
    hue_step = 2 * math.sqrt(first.chroma * second.chroma) * math.sin(math.radians(turn) / 2)
    mean_hue = first.hue + second.hue if colorless else first.hue + turn / 2
    mean_light, mean_chroma = (first.lightness + second.lightness) / 2, (first.chroma + second.chroma) / 2
    uneven = (
        1
        - 0.17 * _cos(mean_hue - 30)
        + 0.24 * _cos(2 * mean_hue)
        + 0.32 * _cos(3 * mean_hue + 6)
        - 0.20 * _cos(4 * mean_hue - 63)
    )
    light_scale = 1 + 0.015 * (mean_light - 50) ** 2 / math.sqrt(20 + (mean_light - 50) ** 2)
    chroma_scale, hue_scale = 1 + 0.045 * mean_chroma, 1 + 0.015 * mean_chroma * uneven
    bend = 60 * math.exp(-((((mean_hue % 360) - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)) * math.sin(math.radians(bend))
    by_chroma, by_hue = richer / chroma_scale, hue_step / hue_scale
    return math.sqrt((lighter / light_scale) ** 2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def color_words(color: Lab) -> str:
    """A color in plain words, for people who hear it: yellowish white, dark gray, muted blue, light brown."""
    light, name = color.lightness, _hue_name(color)
    if color.chroma < 3:
        return "white" if light >= 93 else "black" if light < 18 else f"{_shade(light)}gray"
    if light >= 86 and color.chroma < 20:
        return f"{_TINTS[name]} white"
    if light < 18 and color.chroma < 12:
        return f"{_TINTS[name]} black"
    if color.chroma < 8:
        return f"{_shade(light)}{_TINTS[name]} gray"
    muted = "muted " if color.chroma < 25 else ""
    return f"{_shade(light)}{muted}{name}"


def _hue_name(color: Lab) -> str:
    name = next(name for start, name in reversed(_HUES) if color.hue >= start)
    if name == "pink" and color.lightness < 55:
        return "purple" if color.hue > 180 else "red"
    return "brown" if name in {"orange", "yellow"} and color.lightness < 62 and color.chroma < 50 else name


def _shade(lightness: float) -> str:
    return "light " if lightness >= 75 else "dark " if lightness < 38 else ""
