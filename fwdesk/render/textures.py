"""Surfaces made from numbers: noise, wood, leaf, metal, paint, paper. The same key always gives the same surface.

Everything is laid down at `DENSITY` px per inch as a strip that repeats along its length without a seam, exactly
like a catalog picture of a length of moulding; the light is added later, from the profile.
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops

from fwdesk.render.colors import Rgb, mixed, scaled
from fwdesk.render.materials import Material

DENSITY = 64
INCHES = 18

_BICUBIC = Image.Resampling.BICUBIC
_PHASES = 65536


def seed_of(text: str) -> int:
    """A number from words, the same on every computer."""
    return zlib.crc32(text.encode())


def _random(seed: int, width: int, height: int) -> Image.Image:
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))  # noqa: S311


def field(seed: int, size: tuple[int, int], cells: tuple[int, int]) -> Image.Image:
    """Smooth noise (mode L) with so many cells across and down; it repeats without a seam in both directions."""
    across, down = max(1, cells[0]), max(1, cells[1])
    grid = _random(seed, across, down)
    padded = Image.new("L", (across + 4, down + 4))
    for x in range(2 - across * 3, across + 4, across):
        for y in range(2 - down * 3, down + 4, down):
            padded.paste(grid, (x, y))
    return padded.resize(size, _BICUBIC, box=(2, 2, 2 + across, 2 + down))


@lru_cache(maxsize=16)
def grain(sigma: float, seed: int = 7, side: int = 256) -> Image.Image:
    """Fine noise about 128 with this standard deviation, nearly Gaussian; repeats every `side` px."""
    one = ImageChops.add(_random(seed, side, side), _random(seed + 1, side, side), 2)
    two = ImageChops.add(_random(seed + 2, side, side), _random(seed + 3, side, side), 2)
    # The mean of four uniform bytes has a standard deviation of 36.8.
    return ImageChops.add(one, two, 2).point([round(128 + (i - 127.5) * sigma / 36.8) for i in range(256)])


def tiled(tile: Image.Image, size: tuple[int, int], start: int = 0) -> Image.Image:
    """The tile laid over `size`, from `start` px into it."""
    out = Image.new(tile.mode, size)
    first = -(start % tile.width)
    row = Image.new(tile.mode, (size[0], min(tile.height, size[1])))
    for x in range(first, size[0], tile.width):
        row.paste(tile, (x, 0))
    for y in range(0, size[1], tile.height):
        out.paste(row, (0, y))
    return out


def roughened(picture: Image.Image, noise: Image.Image) -> Image.Image:
    """Noise about 128 added to all three channels alike."""
    return ImageChops.add(picture, Image.merge("RGB", (noise, noise, noise)), 1, -128)


def tinted(values: Image.Image, dark: Rgb, light: Rgb) -> Image.Image:
    """Black to white becomes `dark` to `light`."""
    channels = [
        values.point([round(low + (high - low) * i / 255) for i in range(256)])
        for low, high in zip(dark, light, strict=True)
    ]
    return Image.merge("RGB", channels)


@lru_cache(maxsize=64)
def _ramp(low: float, high: float, gain: float = 1.0) -> list[int]:
    """A curve that is 0 below `low`, 255 x gain above `high` and smooth between (both 0..1)."""
    out: list[int] = []
    for i in range(256):
        t = max(0.0, min(1.0, (i / 255 - low) / (high - low)))
        out.append(round(255 * gain * t * t * (3 - 2 * t)))
    return out


@lru_cache(maxsize=4)
def _rings(sharp: float) -> list[int]:
    """Phase (16 bit, 16 rings) to wood: slow from early to late wood, quick back, as growth rings are."""
    out: list[int] = []
    for i in range(_PHASES):
        t = (i * 16 / _PHASES) % 1.0
        late = t**sharp * (1 - max(0.0, (t - 0.9) / 0.1) ** 2)
        out.append(round(255 * (1 - late)))
    return out


def _phase(size: tuple[int, int], function: Callable[[float, float], float]) -> Image.Image:
    """`function(x, y)` (rings, x periodic in 0..1, y 0..1) on a coarse grid, smoothly enlarged, as 16-bit phases."""
    across, down = 96, 20
    grid = Image.new("F", (across + 4, down))
    values = [function((x - 2) / across % 1.0, y / (down - 1)) for y in range(down) for x in range(across + 4)]
    grid.putdata([value * _PHASES / 16 for value in values])
    return grid.resize(size, _BICUBIC, box=(2, 0.5, 2 + across, down - 0.5)).convert("I")


def _streaks(seed: int, size: tuple[int, int], length: int, fineness: float = 1.0) -> Image.Image:
    """Noise drawn out along the length, `length` px long and about a pixel across."""
    return field(seed, size, (max(2, size[0] // length), max(2, round(size[1] * fineness))))


def _wood(seed: int, size: tuple[int, int], figure: str) -> Image.Image:
    chance = random.Random(seed)  # noqa: S311
    waves = [(k, chance.uniform(0, math.tau), chance.uniform(0.5, 1.0) / k) for k in (1, 2, 3, 5)]
    middle = chance.uniform(0.25, 0.75)

    def sway(x: float) -> float:
        return sum(a * math.sin(math.tau * k * x + p) for k, p, a in waves)

    def cathedral(x: float, y: float) -> float:
        # A plain-sawn face: arches where the saw met the rings, straight at the sides.
        across = y - middle - 0.07 * sway(x)
        return 7.5 + 0.8 * sway((x + 0.31) % 1.0) - 9.0 * across * across + 1.6 * y

    def straight(x: float, y: float) -> float:
        return 6.0 + 5.0 * y + 0.45 * sway(x) + 0.25 * sway((x + y * 0.2) % 1.0)

    def burl(x: float, y: float) -> float:
        return (
            7.5
            + 2.0 * math.sin(math.tau * (4 * x) + 3 * math.sin(5 * y + waves[0][1]))
            + 1.7 * math.sin(9 * y + waves[1][1] + 2.4 * math.sin(math.tau * 7 * x + waves[2][1]))
            + 1.2 * sway((x * 3) % 1.0)
        )

    shapes: dict[str, Callable[[float, float], float]] = {"straight": straight, "fine": straight, "burl": burl}
    rings = _phase(size, shapes.get(figure, cathedral)).point(_rings(1.6 if figure != "burl" else 1.1), "L")
    weight = {"fine": 0.30, "straight": 0.38, "burl": 0.34, "rustic": 0.34}.get(figure, 0.36)
    fibers = _streaks(seed + 1, size, 90 if figure != "burl" else 14, 0.9)
    wood = Image.blend(fibers, rings, weight)
    shade = field(seed + 2, size, (9, 2))
    wood = Image.blend(wood, shade, 0.22 if figure != "rustic" else 0.34)
    wood = wood.point(_ramp(0.14, 0.88))
    pores = _streaks(seed + 3, size, 22, 0.8).point(_ramp(0.74, 0.98, 0.55 if figure != "fine" else 0.2))
    wood = ImageChops.subtract(wood, pores)
    if figure == "rustic":
        cracks = _streaks(seed + 4, size, 150, 0.5).point(_ramp(0.86, 1.0, 0.9))
        knocks = field(seed + 5, size, (size[0] // 22, size[1] // 9)).point(_ramp(0.88, 1.0, 0.5))
        wood = ImageChops.subtract(ImageChops.subtract(wood, cracks), knocks)
    if figure == "burl":
        eyes = field(seed + 6, size, (size[0] // 20, size[1] // 12)).point(_ramp(0.84, 1.0, 0.55))
        wood = ImageChops.subtract(wood, eyes)
    return wood


def _leaf(material: Material, seed: int, size: tuple[int, int]) -> Image.Image:
    """Leaf over bole: cloudy, a little rubbed, laid in squares whose laps show."""
    cloud = Image.blend(field(seed, size, (30, 3)), field(seed + 1, size, (150, 12)), 0.45)
    skin = tinted(
        cloud.point(_ramp(0.05, 0.95)), mixed(material.light, material.dark, 0.17), scaled(material.light, 1.05)
    )
    laps = Image.new("L", size, 0)
    chance = random.Random(seed)  # noqa: S311
    x = chance.randrange(40, 120)
    while x < size[0] - 30:
        lap = Image.new("L", (chance.randrange(4, 8), size[1]), 22)
        laps.paste(lap, (x, 0))
        x += round(DENSITY * chance.uniform(3.0, 3.5))
    skin.paste(scaled(material.light, 1.16), (0, 0), laps)
    rubbed = ImageChops.multiply(
        field(seed + 2, size, (34, 3)).point(_ramp(0.52, 1.0, 0.42)),
        field(seed + 3, size, (size[0] // 5, size[1] // 4)).point(_ramp(0.62, 1.0)),
    )
    skin.paste(
        mixed(material.dark, (110, 42, 22), 0.35 if material.light[0] > material.light[2] + 40 else 0.0), (0, 0), rubbed
    )
    return roughened(skin, tiled(grain(2.0), size))


def _metal(material: Material, seed: int, size: tuple[int, int]) -> Image.Image:
    lines = Image.blend(_streaks(seed, size, 260, 1.0), _streaks(seed + 1, size, 60, 1.0), 0.4)
    lines = Image.blend(Image.new("L", size, 128), lines, 0.55)
    return tinted(lines, material.dark, scaled(material.light, 1.06))


def _paint(material: Material, seed: int, size: tuple[int, int]) -> Image.Image:
    open_grain = Image.blend(_streaks(seed, size, 70, 0.8), field(seed + 1, size, (14, 2)), 0.4)
    open_grain = Image.blend(Image.new("L", size, 150), open_grain, material.grain)
    return roughened(tinted(open_grain, material.dark, material.light), tiled(grain(1.2), size))


# Half a megabyte each: a list of ten thousand frames must not keep what it scrolled past.
@lru_cache(maxsize=16)
def surface(material: Material, key: str, face: float) -> Image.Image:
    """A strip of this finish `INCHES` long and `face` inches high at `DENSITY` px per inch, unlit (mode RGB)."""
    size = (INCHES * DENSITY, max(16, min(320, round(face * DENSITY))))
    seed = seed_of(f"{key}|{material.kind}|{material.figure}")
    if material.kind == "leaf":
        return _leaf(material, seed, size)
    if material.kind == "metal":
        return _metal(material, seed, size)
    if material.kind == "paint":
        return _paint(material, seed, size)
    wood = tinted(_wood(seed, size, material.figure), material.dark, material.light)
    # Lacquered wood is a little redder where it is dark.
    return roughened(wood, tiled(grain(2.2), size))


def seamless(strip: Image.Image) -> Image.Image:
    """A picture of a length made to repeat: its end is faded into its beginning, the rest stays as it is."""
    overlap = max(2, min(strip.width // 6, 120))
    if strip.width < 3 * overlap:
        return strip
    kept = strip.crop((0, 0, strip.width - overlap, strip.height))
    end = strip.crop((strip.width - overlap, 0, strip.width, strip.height))
    fade = Image.linear_gradient("L").rotate(90).resize((overlap, strip.height))  # black left, white right
    kept.paste(Image.composite(kept.crop((0, 0, overlap, strip.height)), end, fade), (0, 0))
    return kept
