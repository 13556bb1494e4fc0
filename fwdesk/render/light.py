"""One light from the upper left: profiles of mouldings, and soft shadows of rectangles without any blurring.

A Gaussian-blurred rectangle is the product of two one-dimensional curves, so a shadow costs two stretched lines
and one multiplication instead of a blur, and is exact at any size.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops

from fwdesk.render.plan import PxBox

# Towards the light; x right, y down, z to the viewer (UX 4.3).
LIGHT = (-0.40, -0.62, 0.675)
_LENGTH = math.sqrt(LIGHT[0] ** 2 + LIGHT[1] ** 2 + (LIGHT[2] + 1) ** 2)
_HALF = (LIGHT[0] / _LENGTH, LIGHT[1] / _LENGTH, (LIGHT[2] + 1) / _LENGTH)
_STEEPNESS = 0.55
_DIFFUSE = 0.62
_SIDE = 0.05
# Towards the light in the picture's plane, for the tone of a whole member.
_TOWARDS = (-0.45, -0.89)

# Outward directions of the four members.
OUTWARD = {"top": (0.0, -1.0), "right": (1.0, 0.0), "bottom": (0.0, 1.0), "left": (-1.0, 0.0)}


def _flat(u: float) -> float:
    if u < 0.1:
        return 0.85 + 0.15 * math.sin(math.pi * u / 0.2)
    if u > 0.9:
        return 0.80 + 0.20 * math.sin(math.pi * (1 - u) / 0.2)
    return 1.0


def _scoop(u: float) -> float:
    if u < 0.12:
        return 0.35 + 0.07 * math.sin(math.pi * u / 0.12)
    if u < 0.75:
        return 0.35 + 0.55 * ((u - 0.12) / 0.63) ** 2
    if u < 0.92:
        return 0.90 + 0.10 * math.sin(math.pi * (u - 0.75) / 0.17)
    return 0.90 * (1 - 0.35 * (u - 0.92) / 0.08)


def _cushion(u: float) -> float:
    return math.sin(math.pi * (0.06 + 0.88 * u)) ** 0.6


def _cap(u: float) -> float:
    # A narrow flat top with a small inner ledge, as floater and gallery caps have.
    if u < 0.16:
        return 0.50
    if u < 0.30:
        return 0.50 + 0.50 * math.sin(math.pi * (u - 0.16) / 0.28)
    if u > 0.94:
        return 0.82 + 0.18 * math.sin(math.pi * (1 - u) / 0.12)
    return 1.0


def _ease(u: float, start: float, end: float) -> float:
    t = max(0.0, min(1.0, (u - start) / (end - start)))
    return t * t * (3 - 2 * t)


def _step(u: float) -> float:
    # A bead at the sight edge, then two soft risers to a broad top that falls away outside.
    bead = 0.10 * math.sin(math.pi * u / 0.14) if u < 0.14 else 0.0
    rise = 0.28 + 0.17 * _ease(u, 0.30, 0.48) + 0.20 * _ease(u, 0.58, 0.80) + 0.05 * u
    return (rise + bead) * (1 - 0.45 * _ease(u, 0.93, 1.0))


def _bevel(u: float) -> float:
    # Slopes down from the outer edge to the art, with a flat rim outside and a small sight lip.
    if u < 0.10:
        return 0.30 + 0.06 * math.sin(math.pi * u / 0.10)
    if u < 0.80:
        return 0.34 + 0.60 * (u - 0.10) / 0.70
    if u < 0.93:
        return 0.94 + 0.06 * math.sin(math.pi / 2 * (u - 0.80) / 0.13)
    return 0.72 + 0.28 * math.sin(math.pi * (1 - u) / 0.14)


_HEIGHTS: dict[str, Callable[[float], float]] = {
    "flat": _flat, "scoop": _scoop, "cushion": _cushion, "cap": _cap, "step": _step, "bevel": _bevel,
}  # fmt: skip


@lru_cache(maxsize=64)
def _slopes(profile: str, samples: int) -> tuple[float, ...]:
    height = _HEIGHTS.get(profile, _flat)
    step = 0.5 / samples
    out: list[float] = []
    for index in range(samples):
        middle = (index + 0.5) / samples
        rise = height(min(1.0, middle + step)) - height(max(0.0, middle - step))
        out.append(-max(-6.0, min(6.0, rise / (2 * step))) * _STEEPNESS)
    return tuple(out)


@lru_cache(maxsize=512)
def member(
    profile: str, side: str, face: int, shine: float, gloss: float, soft: float = 0.0
) -> tuple[bytes, bytes, bytes]:
    """Shading across one member, outer edge first, `face` bytes each: darkening, brightening, highlight.

    A pixel becomes color x dark/255 + color x bright/255 + highlight. The columns are evaluated at 3x and averaged.
    `soft` is the share of light that comes from everywhere else: a pale finish is lit by its own other side.
    """
    out_x, out_y = OUTWARD[side]
    tilt = 1 + _SIDE * (out_x * _TOWARDS[0] + out_y * _TOWARDS[1])
    rest = _HALF[2] ** gloss
    dark, bright, high = bytearray(), bytearray(), bytearray()
    slopes = _slopes(profile, face * 3)
    for pixel in range(face):
        shade = spec = 0.0
        for part in range(3):
            slope = slopes[len(slopes) - 1 - (pixel * 3 + part)]
            size = math.sqrt(1 + slope * slope)
            side_x, side_y = slope * out_x, slope * out_y
            lambert = max(0.0, (side_x * LIGHT[0] + side_y * LIGHT[1] + LIGHT[2]) / size) / LIGHT[2]
            shade += 1 + _DIFFUSE * (lambert - 1)
            spec += max(0.0, max(0.0, (side_x * _HALF[0] + side_y * _HALF[1] + _HALF[2]) / size) ** gloss - rest)
        shade = (1 + (shade / 3 - 1) * (1 - soft)) * tilt
        dark.append(round(255 * max(0.0, min(1.0, shade))))
        bright.append(round(255 * max(0.0, min(1.0, shade - 1))))
        high.append(round(255 * min(1.0, shine * spec / 3)))
    return bytes(dark), bytes(bright), bytes(high)


def _through(value: float) -> float:
    return 0.5 * (1 + math.erf(value * math.sqrt(0.5)))


@lru_cache(maxsize=256)
def _curve(start: float, end: float, sigma: float) -> tuple[int, bytes]:
    """A blurred line from `start` to `end`, 0 to 255: the px where it begins to be more than 0, and its values."""
    first, last = math.floor(start - 4 * sigma), math.ceil(end + 4 * sigma)
    if sigma * 8 > end - start:
        return first, bytes(
            round(255 * (_through((i + 0.5 - start) / sigma) - _through((i + 0.5 - end) / sigma)))
            for i in range(first, last)
        )
    # Far from both ends the curve is flat: only 8 sigma around each end are computed.
    rising, falling = math.ceil(start + 4 * sigma), math.floor(end - 4 * sigma)
    up = bytes(round(255 * _through((i + 0.5 - start) / sigma)) for i in range(first, rising))
    down = bytes(round(255 * _through(-(i + 0.5 - end) / sigma)) for i in range(falling, last))
    return first, up + b"\xff" * (falling - rising) + down


def _part(curve: tuple[int, bytes], low: int, high: int) -> bytes:
    """The values of a curve from px `low` to px `high`."""
    first, values = curve
    before = min(max(first - low, 0), high - low)
    part = bytes(before) + values[max(low - first, 0) : max(high - first, 0)]
    return part + bytes(high - low - len(part))


def soft_rectangle(
    region: PxBox, box: tuple[float, float, float, float], sigma: float, opacity: float = 1.0
) -> Image.Image:
    """A white rectangle blurred by `sigma` px on black, `opacity` strong (mode L): the part of it in a region."""
    left, top, right, bottom = region
    width, height = max(1, right - left), max(1, bottom - top)
    sigma = max(sigma, 0.05)
    across = Image.frombytes("L", (width, 1), _part(_curve(box[0], box[2], sigma), left, left + width))
    down = Image.frombytes("L", (1, height), _part(_curve(box[1], box[3], sigma), top, top + height))
    wide = across.point(_opacity(opacity, False)).resize((width, height), Image.Resampling.NEAREST)
    return ImageChops.multiply(wide, down.resize((width, height), Image.Resampling.NEAREST))


@lru_cache(maxsize=64)
def _opacity(opacity: float, inverted: bool) -> list[int]:
    return [round((255 - i if inverted else i) * opacity) for i in range(256)]


def cast_shadow(region: PxBox, box: tuple[float, float, float, float], sigma: float, opacity: float) -> Image.Image:
    """The mask, in a region, of a shadow that a rectangle casts on what lies behind it."""
    return soft_rectangle(region, box, sigma, opacity)


def inner_shadow(
    region: PxBox, corner: tuple[float, float], offset: tuple[float, float], sigma: float, opacity: float
) -> Image.Image:
    """The mask, in a region, of the shadow that the upper and left edges of an opening cast into it.

    `corner` is where they meet; the other two edges are too far away to matter.
    """
    far = max(region[2] - region[0], region[3] - region[1]) + 8 * sigma + 4
    left, top = corner[0] + offset[0], corner[1] + offset[1]
    # Whole steps of a power of two, so that regions of one picture share a curve.
    reach = 2.0 ** math.ceil(math.log2(max(far, region[2] - left + far, region[3] - top + far)))
    return soft_rectangle(region, (left, top, left + reach, top + reach), sigma).point(_opacity(opacity, True))


def occlusion(region: PxBox, box: tuple[float, float, float, float], sigma: float, opacity: float) -> Image.Image:
    """The mask, in a region, of the dimness close to all four edges of an opening."""
    return soft_rectangle(region, box, sigma).point(_opacity(opacity * 2, True))


def turned(region: PxBox, face: tuple[float, float, float, float], sigma: float, opacity: float) -> Image.Image:
    """The mask, in a region, of what a face loses or gains where it bends at its edges; 0 within."""
    return soft_rectangle(region, face, sigma).point(_opacity(opacity, True))


def both(one: Image.Image, other: Image.Image) -> Image.Image:
    """Two shadow masks over each other."""
    return ImageChops.screen(one, other)
