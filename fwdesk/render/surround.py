"""What is around and in front of the piece: the wall, its shadows, the glazing's reflection."""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

from fwdesk.render.colors import Rgb, css_or_neutral
from fwdesk.render.light import both, cast_shadow, inner_shadow, occlusion
from fwdesk.render.plan import PxBox
from fwdesk.render.scene import GlazingKind
from fwdesk.render.textures import field, grain, roughened, tiled

SHADOW: Rgb = (24, 20, 16)
_GRID = 96
_GLASS_GRID = 64
# Peak reflection of each glazing (UX 4.3), of 255.
_PEAK: dict[str, int] = {"clear": 26, "acrylic": 20, "non-glare": 7, "museum": 3}


@lru_cache(maxsize=1)
def _pool() -> Image.Image:
    """The pool of light on the wall, 255 = 1.0."""
    values = bytearray()
    for row in range(_GRID):
        for column in range(_GRID):
            x, y = (column + 0.5) / _GRID, (row + 0.5) / _GRID
            away = math.hypot(x - 0.38, (y - 0.22) * 0.9)
            values.append(round(255 * max(0.80, min(1.0, 1.02 - 0.28 * away))))
    return Image.frombytes("L", (_GRID, _GRID), bytes(values))


@lru_cache(maxsize=1)
def _plaster() -> Image.Image:
    """Rolled paint: fine noise over a faint orange peel, about 128."""
    peel = field(3, (512, 512), (210, 210)).point([round(128 + (i - 128) * 0.022) for i in range(256)])
    fine = tiled(grain(1.8), (512, 512))
    return ImageChops.add(fine, peel, 1, -128)


def wall(color: str, size: tuple[int, int]) -> Image.Image:
    """A painted wall with the light on it."""
    base = css_or_neutral(color)
    pool = _pool().resize(size, Image.Resampling.BICUBIC)
    lit = Image.merge("RGB", [pool.point([round(i * part / 255) for i in range(256)]) for part in base])
    return roughened(lit, tiled(_plaster(), size))


def shadow_box(size: tuple[int, int], outside: PxBox, depth: float, scale: float) -> PxBox:
    """How far a piece's shadow reaches on a stage of `size` px: where its mask is not 0."""
    off = _off(depth)
    # Beyond 3 sigma the ambient shadow, 0.30 strong, is less than half a step of 255.
    reach, right, down = 3 * 0.95 * off * scale + 2, 0.55 * off * scale, 1.1 * off * scale
    return (
        max(0, math.floor(outside[0] + right - reach)),
        max(0, math.floor(outside[1] + down - reach)),
        min(size[0], math.ceil(outside[2] + right + reach)),
        min(size[1], math.ceil(outside[3] + down + reach)),
    )


def shadow(region: PxBox, outside: PxBox, depth: float, scale: float) -> Image.Image:
    """The mask of what a piece takes from the wall's light in a region: ambient, contact, a dark line beside it."""
    off = _off(depth)
    flat = min(1.0, off / 0.5)

    def moved(by: tuple[float, float]) -> tuple[float, float, float, float]:
        x, y = by[0] * scale, by[1] * scale
        return outside[0] + x, outside[1] + y, outside[2] + x, outside[3] + y

    ambient = cast_shadow(region, moved((0.55 * off, 1.1 * off)), 0.95 * off * scale, 0.30 * (0.5 + 0.5 * flat))
    contact = cast_shadow(region, moved((0.10 * flat, 0.16 * flat)), max(0.7, 0.16 * flat * scale), 0.42)
    line = cast_shadow(region, moved((0.03 * flat, 0.05 * flat)), max(0.6, 0.045 * scale * flat), 0.34)
    return both(both(ambient, contact), line)


def _off(depth: float) -> float:
    return max(0.02, min(2.0, depth))


def lip_hollow(sight: PxBox, scale: float) -> PxBox:
    """What of the sight opening the moulding's shadow does not reach: further in, its mask is 0."""
    near = math.ceil(3 * max(0.6, 0.05 * scale)) + 1
    cast = 3 * max(0.7, 0.13 * scale)
    left, top = math.ceil(0.06 * scale + cast) + 1, math.ceil(0.14 * scale + cast) + 1
    return sight[0] + max(near, left), sight[1] + max(near, top), sight[2] - near, sight[3] - near


def lip(region: PxBox, sight: PxBox, scale: float, opacity: float) -> Image.Image:
    """The mask of the moulding's shadow on what lies in it: from above and left, and a hint all around."""
    cast = inner_shadow(region, sight[:2], (0.06 * scale, 0.14 * scale), max(0.7, 0.13 * scale), opacity)
    return both(cast, occlusion(region, sight, max(0.6, 0.05 * scale), 0.20))


@lru_cache(maxsize=16)
def _band(shift: float) -> Image.Image:
    grid = _GLASS_GRID
    values = bytearray()
    for row in range(grid):
        for column in range(grid):
            t = (column + 0.5) / grid + 0.55 * (row + 0.5) / grid + shift
            inside = 0.30 < t < 0.62
            values.append(round(255 * math.sin(math.pi * (t - 0.30) / 0.32) ** 1.5) if inside else 0)
    return Image.frombytes("L", (grid, grid), bytes(values))


def reflection(kind: GlazingKind, size: tuple[int, int], shift: float = 0.0) -> Image.Image:
    """The mask of the white sheen on the glazing: one soft band; `shift` moves it (0 as the light stands)."""
    peak = _PEAK[kind]
    fine = _band(round(shift, 3)).resize(size, Image.Resampling.BICUBIC)
    return fine.point([round(i * peak / 255) for i in range(256)])


def reflection_part(kind: GlazingKind, glass: PxBox, part: PxBox) -> Image.Image:
    """A part of `reflection` over a glass that is too large to be drawn whole."""
    across, down = _GLASS_GRID / (glass[2] - glass[0]), _GLASS_GRID / (glass[3] - glass[1])
    box = (
        (part[0] - glass[0]) * across, (part[1] - glass[1]) * down,
        (part[2] - glass[0]) * across, (part[3] - glass[1]) * down,
    )  # fmt: skip
    peak = _PEAK[kind]
    fine = _band(0.0).resize((part[2] - part[0], part[3] - part[1]), Image.Resampling.BICUBIC, box=box)
    return fine.point([round(i * peak / 255) for i in range(256)])


def veiled(picture: Image.Image, kind: GlazingKind) -> Image.Image:
    """What a glazing does to everything behind it: etched glass takes contrast and a little sharpness."""
    if kind != "non-glare":
        return picture
    dulled = Image.blend(picture, Image.new("RGB", picture.size, (132, 131, 129)), 0.07)
    return dulled.filter(ImageFilter.BoxBlur(0.5))
