"""Any CSS color as three bytes: the catalog's color fields are CSS-usable, and nobody promises more than that."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

from PIL import ImageColor

Rgb = tuple[int, int, int]

NEUTRAL: Rgb = (150, 147, 142)

_FUNCTION = re.compile(r"(rgba?|hsla?|hwb)\(\s*(.+?)\s*\)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(%|deg|turn|rad|grad)?", re.IGNORECASE)
_TURNS = {"turn": 360.0, "rad": 57.29577951, "grad": 0.9}


def _byte(value: float) -> int:
    return max(0, min(255, round(value)))


def _part(number: tuple[float, str]) -> float:
    return max(0.0, min(1.0, number[0] / 100))


def _function(name: str, inner: str) -> Rgb | None:
    found = [(float(text), unit.lower()) for text, unit in _NUMBER.findall(inner)]
    if len(found) < 3:
        return None
    one, two, three = found[:3]
    if name.startswith("rgb"):
        red, green, blue = (value * 2.55 if unit == "%" else value for value, unit in (one, two, three))
        return _byte(red), _byte(green), _byte(blue)
    hue = (one[0] * _TURNS.get(one[1], 1.0)) % 360 / 360
    if name == "hwb":
        white, black = _part(two), _part(three)
        if white + black >= 1:
            grey = _byte(255 * white / (white + black))
            return grey, grey, grey
        pure = colorsys.hls_to_rgb(hue, 0.5, 1.0)
        red, green, blue = (channel * (1 - white - black) + white for channel in pure)
    else:
        red, green, blue = colorsys.hls_to_rgb(hue, _part(three), _part(two))
    return _byte(red * 255), _byte(green * 255), _byte(blue * 255)


@lru_cache(maxsize=1024)
def css(text: str) -> Rgb | None:
    """Three bytes for a CSS color (names, hex, rgb, hsl, hwb; alpha is dropped), or None if it is not one."""
    text = text.strip()
    call = _FUNCTION.fullmatch(text)
    if call:
        return _function(call[1].lower(), call[2])
    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        return None
    return red, green, blue


def css_or_neutral(text: str) -> Rgb:
    """`css`, with a neutral gray for words that are no color."""
    return css(text) or NEUTRAL


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with `share` (0..1) of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def scaled(color: Rgb, factor: float) -> Rgb:
    """Brighter or darker, within the bytes."""
    return _byte(color[0] * factor), _byte(color[1] * factor), _byte(color[2] * factor)


def luminance(color: Rgb) -> float:
    """Perceived lightness, 0..255 (Rec. 601 weights, as Pillow's L)."""
    return 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
