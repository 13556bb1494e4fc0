"""Small pictures for the option lists: a moulding's real corner to common scale, a mat with its bevel."""

from __future__ import annotations

from PIL import Image, ImageDraw

from fwdesk.render import moulding, window
from fwdesk.render.colors import Rgb, css_or_neutral, luminance, mixed
from fwdesk.render.light import both, cast_shadow, inner_shadow
from fwdesk.render.scene import MatLook, MouldingLook

PX_PER_INCH = 28.0
_SHADOW: Rgb = (24, 20, 16)
_MAT: Rgb = (243, 240, 232)


def corner_tile(
    look: MouldingLook,
    width_px: int,
    height_px: int,
    px_per_inch: float = PX_PER_INCH,
    background: str = "#FFFFFF",
) -> Image.Image:
    """The frame's top left corner: two mitred arms that run out of the tile, a mat within, its shadow outside.

    Every tile of one scale shows mouldings in their true proportion to each other.
    """
    size = (width_px, height_px)
    margin = max(4, min(size) // 9)
    face = max(2, min(round(look.face * px_per_inch), min(size) - margin - 6))
    out = Image.new("RGB", size, css_or_neutral(background))
    far = 8.0 * px_per_inch + max(size)
    ambient = (margin + 0.12 * px_per_inch, margin + 0.30 * px_per_inch, far, far)
    near = (margin - 0.5, margin + 0.5, far, far)
    out.paste(
        _SHADOW,
        (0, 0),
        both(
            cast_shadow((0, 0, *size), ambient, 0.26 * px_per_inch, 0.25), cast_shadow((0, 0, *size), near, 1.6, 0.35)
        ),
    )
    arms = (width_px - margin, height_px - margin)
    piece = moulding.corner(look, arms, face, px_per_inch)
    inside = window.board(_MAT, (arms[0] - face, arms[1] - face))
    away = (0.06 * px_per_inch, 0.14 * px_per_inch)
    lip = inner_shadow((0, 0, *inside.size), (0, 0), away, 0.13 * px_per_inch, 0.38)
    inside.paste(_SHADOW, (0, 0), lip)
    piece.paste(inside, (face, face))
    out.paste(piece, (margin, margin))
    return out


def mat_swatch(look: MatLook, px: int) -> Image.Image:
    """A corner of the board's window: face, the bevel in the color of its core, and a pale print behind."""
    out = window.board(look.color, (px, px))
    start = round(px * 0.56)
    bevel = max(2.0, px / 26 * look.plies / 4)
    far = px * 2
    behind = Image.new(
        "RGB", (px - start, px - start), (206, 208, 206) if luminance(look.color) > 200 else (226, 224, 218)
    )
    deep = round(bevel)
    behind.paste(_SHADOW, (0, 0), inner_shadow((0, 0, *behind.size), (0, 0), (deep + 1.0, deep + 2.0), 1.6, 0.30))
    out.paste(behind, (start, start))
    window.bevel(out, (start, start, start + far, start + far), bevel, look.core)
    ImageDraw.Draw(out).rectangle((0, 0, px - 1, px - 1), outline=mixed(look.color, (110, 108, 104), 0.45))
    return out


def placeholder_tile(width_px: int, height_px: int, background: str = "#FFFFFF") -> Image.Image:
    """Stands where a corner will be: the same shape, pale."""
    size = (width_px, height_px)
    base = css_or_neutral(background)
    margin, face = max(4, min(size) // 9), max(4, round(PX_PER_INCH * 0.9))
    out = Image.new("RGB", size, base)
    draw = ImageDraw.Draw(out)
    draw.rectangle((margin, margin, *size), fill=mixed(base, (140, 138, 134), 0.18))
    draw.rectangle((margin + face, margin + face, *size), fill=mixed(base, (140, 138, 134), 0.07))
    draw.line((margin, margin, margin + face, margin + face), fill=mixed(base, (140, 138, 134), 0.30))
    return out
