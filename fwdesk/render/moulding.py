"""The frame itself: four lit members, mitred on the diagonal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from fwdesk.render.colors import luminance
from fwdesk.render.light import OUTWARD, member
from fwdesk.render.materials import Material, material_of
from fwdesk.render.scene import MouldingLook
from fwdesk.render.textures import INCHES, seamless, surface, tiled

_NEAREST = Image.Resampling.NEAREST
_BILINEAR = Image.Resampling.BILINEAR
_FLIP, _MIRROR = Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT
_TURN = {"left": Image.Transpose.ROTATE_90, "right": Image.Transpose.ROTATE_270}

# Where along the length each member was cut, so that no two corners look alike.
_CUT = {"top": 0.0, "right": 0.37, "bottom": 0.61, "left": 0.83}
# The light pool along the two axes: a frame is a little brighter near the light.
_POOL = {"top": (1.0, 0.975), "bottom": (0.985, 0.955), "left": (0.965, 1.0), "right": (0.985, 0.95)}


@dataclass(frozen=True, slots=True)
class Stock:
    """A length of moulding at the picture's scale: outer edge on top, repeats without a seam, `lit` if photographed."""

    picture: Image.Image
    lit: bool


def material(look: MouldingLook) -> Material:
    """What the look's words say it is made of."""
    return material_of(look.color, look.name, look.composite)


def stock(look: MouldingLook, face: int, scale: float) -> Stock:
    """The length of moulding scaled so that it is `face` px high. A strip picture is never stretched."""
    if look.strip is not None:
        strip = Image.frombytes("RGB", (look.strip.width, look.strip.height), look.strip.data)
        length = max(4, round(strip.width * face / strip.height))
        return Stock(seamless(strip.resize((length, face), Image.Resampling.LANCZOS, reducing_gap=2.0)), lit=True)
    whole = surface(material(look), look.key, look.face)
    length = max(8, round(INCHES * scale))
    return Stock(whole.resize((length, face), Image.Resampling.BOX if length < whole.width else _BILINEAR), lit=False)


def _column(values: bytes, length: int) -> Image.Image:
    return Image.frombytes("L", (1, len(values)), values).resize((length, len(values)), _NEAREST)


def _gray(band: Image.Image) -> Image.Image:
    return Image.merge("RGB", (band, band, band))


def _pool(side: str, length: int, face: int) -> Image.Image:
    start, end = _POOL[side]
    line = Image.frombytes("L", (2, 1), bytes((round(255 * start), round(255 * end))))
    return line.resize((length, face), _BILINEAR)


def _photographed(band: Image.Image, side: str) -> Image.Image:
    """A strip picture has its own light; each member is only turned a little towards or away from ours."""
    out_x, out_y = OUTWARD[side]
    factor = 1 + 0.09 * (out_x * -0.45 + out_y * -0.89)
    return band.point([min(255, round(i * factor)) for i in range(256)] * 3)


def _member(look: MouldingLook, cut: Stock, side: str, length: int, face: int) -> Image.Image:
    """One member, lying with its outer edge on top."""
    band = tiled(cut.picture, (length, face), round(_CUT[side] * cut.picture.width))
    if cut.lit:
        return _photographed(band, side)
    finish = material(look)
    dark, bright, high = member(look.profile, side, face, finish.shine, finish.gloss, _soft(finish))
    lit = ImageChops.multiply(band, _gray(ImageChops.multiply(_column(dark, length), _pool(side, length, face))))
    if any(bright):
        lit = ImageChops.add(lit, ImageChops.multiply(band, _gray(_column(bright, length))))
    if any(high):
        glow = _column(high, length)
        if finish.kind in {"leaf", "metal"}:
            # A metal's highlight has the metal's own color.
            glow_rgb = ImageChops.multiply(_gray(glow), Image.new("RGB", glow.size, _glow(finish)))
        else:
            glow_rgb = _gray(glow)
        lit = ImageChops.add(lit, glow_rgb)
    return lit


def _soft(finish: Material) -> float:
    """How much of its light a finish gets from itself: pale paint much, or it would look like polished metal."""
    if finish.kind != "paint" or finish.gloss >= 40:
        return 0.0
    return round(max(0.0, luminance(finish.light) - 110) / 145 * 0.6, 2)


def _glow(finish: Material) -> tuple[int, int, int]:
    top = max(finish.light)
    red, green, blue = (min(255, round(255 * (0.35 + 0.65 * part / max(1, top)))) for part in finish.light)
    return red, green, blue


def members(look: MouldingLook, width: int, height: int, face: int, scale: float) -> dict[str, Image.Image]:
    """All four, as they lie in the frame: the outer edge outside."""
    cut = stock(look, face, scale)
    out = {"top": _member(look, cut, "top", width, face)}
    out["bottom"] = _member(look, cut, "bottom", width, face).transpose(_FLIP)
    for side in ("left", "right"):
        out[side] = _member(look, cut, side, height, face).transpose(_TURN[side])
    return out


@lru_cache(maxsize=32)
def _corner_mask(face: int) -> Image.Image:
    """White below the diagonal from the top left corner: what belongs to the left member. Never written to."""
    big = Image.new("L", (face * 4, face * 4), 0)
    ImageDraw.Draw(big).polygon([(0, 0), (face * 4, face * 4), (0, face * 4)], fill=255)
    return big.reduce(4)


@lru_cache(maxsize=32)
def _mitre_lines(face: int, weight: float) -> tuple[Image.Image, Image.Image]:
    """Masks of the dark line on the diagonal and the light one beside it, for the top left corner. Never written to."""
    side, wide = face * 4, 4 * weight
    dark, light = Image.new("L", (side, side), 0), Image.new("L", (side, side), 0)
    half = wide * math.sqrt(0.5)
    ImageDraw.Draw(dark).polygon([(-half, 0), (0, -half), (side, side - half), (side - half, side)], fill=82)
    ImageDraw.Draw(light).polygon([(half, 0), (2 * half, 0), (side, side - 2 * half), (side, side - half)], fill=30)
    return dark.reduce(4), light.reduce(4)


def _mitre(picture: Image.Image, corner: tuple[int, int], masks: tuple[Image.Image, Image.Image]) -> None:
    dark, light = masks
    picture.paste((8, 6, 4), corner, dark)
    picture.paste((255, 250, 240), corner, light)


@dataclass(frozen=True, slots=True)
class Ring:
    """A whole frame (mode RGB): `top` and `bottom` with their mitred corners, `left` and `right` between them."""

    top: Image.Image
    bottom: Image.Image
    left: Image.Image
    right: Image.Image

    @property
    def parts(self) -> tuple[Image.Image, ...]:
        """All four."""
        return self.top, self.bottom, self.left, self.right

    def placed(self, at: tuple[int, int]) -> tuple[tuple[Image.Image, tuple[int, int]], ...]:
        """The four with their places, for a frame whose top left corner is `at`."""
        x, y = at
        face, foot = self.top.height, self.top.height + self.left.height
        right = self.top.width - face
        return (
            (self.top, (x, y)),
            (self.bottom, (x, y + foot)),
            (self.left, (x, y + face)),
            (self.right, (x + right, y + face)),
        )


def ring(look: MouldingLook, size: tuple[int, int], face: int, scale: float) -> Ring:
    """The frame around a piece whose outside is `size` px."""
    width, height = size
    parts = members(look, width, height, face, scale)
    mask, lines = _corner_mask(face), _mitre_lines(face, max(1.0, scale / 60))
    for side, start in (("top", 0), ("bottom", height - face)):
        upright = [mask, *lines] if side == "top" else [image.transpose(_FLIP) for image in (mask, *lines)]
        mirrored = [image.transpose(_MIRROR) for image in upright]
        for member_side, (corner_mask, dark, light), x in (("left", upright, 0), ("right", mirrored, width - face)):
            arm = parts[member_side].crop((0, start, face, start + face))
            parts[side].paste(arm, (x, 0), corner_mask)
            _mitre(parts[side], (x, 0), (dark, light))
    between = (0, face, face, max(face, height - face))
    return Ring(parts["top"], parts["bottom"], parts["left"].crop(between), parts["right"].crop(between))


def corner(look: MouldingLook, size: tuple[int, int], face: int, scale: float) -> Image.Image:
    """The top left corner alone, its two arms as long as the picture (mode RGB); the rest is black."""
    width, height = size
    cut = stock(look, face, scale)
    out = Image.new("RGB", size)
    out.paste(_member(look, cut, "top", width, face), (0, 0))
    upright = Image.new("L", (face, height), 255)
    upright.paste(_corner_mask(face), (0, 0))
    out.paste(_member(look, cut, "left", height, face).transpose(_TURN["left"]), (0, 0), upright)
    _mitre(out, (0, 0), _mitre_lines(face, max(1.0, scale / 60)))
    return out
