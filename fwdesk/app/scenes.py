"""A piece as the renderer wants it: its looks, by the catalog's rows. No Qt, so that commands can draw as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fwdesk.domain.crop import Pixels, crop_box
from fwdesk.domain.geometry import measure
from fwdesk.domain.piece import Piece

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.domain.rules import Rules
    from fwdesk.render.scene import Scene, Setting

WALL = "#DEDBD4"


def scene_of(
    piece: Piece,
    rules: Rules,
    pixels: Pixels | None,
    strip: Image.Image | None = None,
    wall: str = WALL,
    setting: Setting = "wall",
) -> Scene:
    """What the renderer needs to draw a piece. `pixels` are the artwork's, None without one."""
    from fwdesk.render.scene import Scene, glazing_look, mat_look, moulding_look

    shop, framed = rules.catalog, piece.framing
    style, frame = rules.style_of(piece), rules.frame_of(piece)
    mats = tuple(
        mat_look(shop.mat_by_id[mat.mat]) for mat in (framed.mats if framed else ()) if mat.mat in shop.mat_by_id
    )
    glazing = shop.glazing_by_id.get(framed.glazing) if framed else None
    return Scene(
        geometry=measure(piece.code, style, frame),
        moulding=moulding_look(frame, strip) if frame else None,
        mats=mats,
        glazing=glazing_look(glazing) if glazing else None,
        crop_box=crop_box(pixels, piece.image, piece.crop) if pixels else None,
        art_pixels=pixels,
        canvas=_is_canvas(piece, rules) and frame is None,
        wall=wall,
        setting=setting,
    )


def _is_canvas(piece: Piece, rules: Rules) -> bool:
    """True for a stretched canvas: it has depth, and its media or style says canvas or wrap."""
    style = rules.style_of(piece)
    media = rules.catalog.media_by_id.get(piece.print.media) if piece.print else None
    words = f"{style.name if style else ''} {media.name if media else ''}".lower()
    return bool(style and style.depth) and ("canvas" in words or "wrap" in words)
