"""Surfaces of mouldings, drawn with seeded noise: wood, burl, paint, brushed metal, metal leaf, worn color.

Flat-lit: no highlights and no shadows, only the tonal variation that a profile's shape gives its face. The desk adds
the light.
"""

from __future__ import annotations

import math
import random
from typing import TypeAlias

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageOps

from fwdesk.practice.stock_frames import Finish

Rgb: TypeAlias = tuple[int, int, int]
PER_INCH = 100
"""Pixels an inch of a strip."""


def noise(seed: int, width: int, height: int, across: int, down: int) -> Image.Image:
    """Smooth gray noise of `across` by `down` cells that repeats from left to right without a seam."""
    across, down = max(across, 1), max(down, 1)
    dots = random.Random(seed * 7919 + across * 31 + down).randbytes(across * down)  # noqa: S311 - grain, not a secret
    cells = Image.frombytes("L", (across, down), dots)
    padded = Image.new("L", (across + 4, down))
    for left in (2 - across, 2, 2 + across) if across > 1 else range(across + 4):
        padded.paste(cells, (left, 0))
    return padded.resize((width, height), Image.Resampling.BICUBIC, box=(2, 0, 2 + across, down))


def _mixed(parts: list[tuple[Image.Image, float]]) -> Image.Image:
    total, weight = parts[0]
    for part, more in parts[1:]:
        weight += more
        total = Image.blend(total, part, more / weight)
    return total


def _flattened(gray: Image.Image, amount: float) -> Image.Image:
    """Less contrast around the middle gray."""
    return gray.point([round(128 + (value - 128) * amount) for value in range(256)])


def _scaled(color: Rgb, by: float) -> Rgb:
    red, green, blue = (min(round(part * by), 255) for part in color)
    return red, green, blue


def shaded(picture: Image.Image, by: float) -> Image.Image:
    """The picture darker by a factor below 1."""
    return picture.point([round(value * by) for value in range(256)] * 3)


def _tone(shape: str, at: float) -> float:
    """How light the face is at `at` (0 outer edge, 1 sight edge), at most 1."""
    bow = math.sin(math.pi * at)
    if shape == "cap":
        return 0.9 + 0.1 * bow
    if shape == "round":
        return 0.82 + 0.18 * bow
    if shape == "scoop":
        return 1.0 - 0.16 * bow + 0.03 * at - 0.03
    if shape == "reverse":
        return 1.0 - 0.16 * at - (0.08 if 0.86 < at < 0.9 else 0.0)
    if shape == "bead":
        return 0.88 + 0.12 * abs(math.sin(3 * math.pi * at))
    if shape == "step":
        groove = 0.14 if 0.2 < at < 0.235 or 0.72 < at < 0.75 else 0.0
        return (0.95 if at < 0.2 else 1.0 - 0.06 * (at - 0.2) if at < 0.74 else 0.91) - groove
    return 1.0 if 0.03 < at < 0.97 else 0.94


def _profiled(picture: Image.Image, shape: str) -> Image.Image:
    tones = bytes(round(255 * _tone(shape, (row + 0.5) / picture.height)) for row in range(picture.height))
    column = Image.frombytes("L", (1, picture.height), tones).resize(picture.size, Image.Resampling.NEAREST)
    return ImageChops.multiply(picture, Image.merge("RGB", [column] * 3))


def _colored(gray: Image.Image, dark: Rgb, middle: Rgb, light: Rgb) -> Image.Image:
    return ImageOps.colorize(gray, dark, light, middle)


def _wood(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    figure = noise(seed, width, height, 9, max(height // 14, 3))
    streaks = noise(seed + 1, width, height, 26, max(height // 3, 8))
    pores = noise(seed + 2, width, height, 150, max(height // 2, 10))
    gray = _flattened(_mixed([(streaks, 0.5), (figure, 0.35), (pores, 0.25)]), 1.25)
    return _colored(gray, accent, color, _scaled(color, 1.16))


def _burl(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    cells = noise(seed, width, height, 34, max(height // 28, 3))
    rings = noise(seed + 1, width, height, 48, max(height // 20, 4)).point(
        [round(abs((value * 6) % 512 - 256) * 0.99) for value in range(256)]
    )
    eyes = noise(seed + 2, width, height, 130, max(height // 8, 6)).point(
        [0 if value < 60 else 160 for value in range(256)]
    )
    gray = _mixed([(cells, 0.5), (rings, 0.16), (eyes, 0.2)])
    return _colored(gray, accent, color, _scaled(color, 1.25))


def _paint(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    brush = noise(seed, width, height, 30, max(height // 2, 10))
    return _colored(_flattened(brush, 0.45), accent, color, _scaled(color, 1.05))


def _metal(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    lines = noise(seed, width, height, 14, height)
    fine = noise(seed + 1, width, height, 120, height)
    return _colored(_flattened(_mixed([(lines, 0.6), (fine, 0.4)]), 0.8), accent, color, _scaled(color, 1.12))


def _leaf(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    blotches = noise(seed, width, height, 40, max(height // 26, 3))
    rub = noise(seed + 1, width, height, 420, max(height // 4, 8))
    gold = _colored(
        _flattened(_mixed([(blotches, 0.6), (rub, 0.4)]), 0.9), _scaled(color, 0.78), color, _scaled(color, 1.2)
    )
    clay = Image.new("RGB", (width, height), accent)
    fields = noise(seed + 2, width, height, 22, max(height // 40, 2))
    worn = _mixed([(rub, 0.55), (fields, 0.45)]).point(
        [0 if value < 168 else min((value - 168) * 5, 120) for value in range(256)]
    )
    gold.paste(clay, (0, 0), worn)
    laps = ImageDraw.Draw(gold)
    for at in range(4):  # a book of leaf is about 3 inches square, and the laps show
        start = at * width // 4 + 40
        laps.line([(start, 0), (start + 3, height)], fill=_scaled(color, 0.8), width=1)
        laps.line([(start + 2, 0), (start + 5, height)], fill=_scaled(color, 1.1), width=2)
    return gold


def _worn(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    wood = _wood(seed, width, height, accent, _scaled(accent, 0.6))
    brush = noise(seed + 3, width, height, 24, max(height // 3, 8))
    paint = _colored(_flattened(brush, 0.7), _scaled(color, 0.8), color, _scaled(color, 1.1))
    chips = _mixed(
        [(noise(seed + 4, width, height, 90, max(height // 4, 8)), 0.55), (noise(seed + 5, width, height, 18, 6), 0.45)]
    ).point([0 if value < 164 else min((value - 164) * 5, 190) for value in range(256)])
    paint.paste(wood, (0, 0), chips)
    return paint


def _lipped(seed: int, width: int, height: int, color: Rgb, accent: Rgb) -> Image.Image:
    face = _paint(seed, width, height, color, _scaled(color, 0.7))
    lip = max(height * 12 // 100, 6)
    leaf = _leaf(seed + 9, width, lip, accent, (90, 40, 25))
    face.paste(leaf, (0, height - lip))
    return face


_KINDS = {
    "wood": _wood, "burl": _burl, "paint": _paint, "metal": _metal, "leaf": _leaf, "worn": _worn, "lipped": _lipped,
}  # fmt: skip


def surface(finish: Finish, seed: int, width: int, height: int) -> Image.Image:
    """A length of moulding: its surface, darkened and lightened along the profile."""
    color, accent = ImageColor.getrgb(finish.color), ImageColor.getrgb(finish.accent)
    flat = _KINDS[finish.kind](seed, width, height, color[:3], accent[:3])
    return _profiled(flat, finish.shape)
