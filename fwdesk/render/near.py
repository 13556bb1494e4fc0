"""What is seen inside the moulding from very near: only the part in view, where the whole would not fit in memory.

The same layers in the same order as `window.glass`, each painted for one region of the piece.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageChops

from fwdesk.render import window
from fwdesk.render.colors import Rgb
from fwdesk.render.layers import overlap
from fwdesk.render.light import both, cast_shadow, inner_shadow
from fwdesk.render.plan import Plan, PxBox
from fwdesk.render.scene import MatLook
from fwdesk.render.textures import tiled

ArtOf = Callable[[PxBox], Image.Image]
"""The artwork's pixels in a box of the piece."""


def _moved(box: PxBox, by: tuple[int, int]) -> PxBox:
    return box[0] - by[0], box[1] - by[1], box[2] - by[0], box[3] - by[1]


def _size(box: PxBox) -> tuple[int, int]:
    return max(1, box[2] - box[0]), max(1, box[3] - box[1])


def _board(color: Rgb, outer: PxBox, region: PxBox) -> Image.Image:
    """`window.board`, as it is seen in a region: the same tooth in the same place, the same light."""
    out = Image.new("RGB", _size(region), window.PAPER)
    part = overlap(outer, region)
    if part is None:
        return out
    left, top, right, bottom = _moved(part, outer[:2])
    tile, (wide, high), whole = window.board_tile(color), _size(part), _size(outer)
    across, down = left % tile.width, top % tile.height
    face = tiled(tile, (wide + across, high + down)).crop((across, down, across + wide, down + high))
    box = left * 2 / whole[0], top * 2 / whole[1], right * 2 / whole[0], bottom * 2 / whole[1]
    pool = window.BOARD_LIGHT.resize((wide, high), Image.Resampling.BILINEAR, box=box)
    out.paste(ImageChops.multiply(face, Image.merge("RGB", (pool, pool, pool))), _moved(part, region[:2])[:2])
    return out


def _shade(picture: Image.Image, region: PxBox, hole: PxBox, plan: Plan, how: tuple[float, float, float]) -> None:
    """The shadow of a board's edges on what lies in its window."""
    away, sigma, opacity = how
    mask = inner_shadow(region, (hole[0], hole[1]), (plan.inch(0.02), plan.inch(away)), plan.inch(sigma), opacity)
    picture.paste(Image.new("RGB", picture.size, window.SHADOW), (0, 0), mask)


def _bed(plan: Plan, seen: PxBox, region: PxBox, art: tuple[PxBox, ArtOf], *, canvas: bool) -> Image.Image:
    """Sheet and artwork, as `window.bed` has them."""
    sheet, corner = plan.sheet, region[:2]
    floats = sheet[0] > seen[0] or sheet[1] > seen[1]
    if floats:
        out = _board(window.DARK if canvas else window.BACKING, seen, region)
        raised = 0.5 if canvas else 0.125
        by = (plan.inch(0.32 * raised), plan.inch(0.64 * raised))
        shifted = (sheet[0] + by[0], sheet[1] + by[1], sheet[2] + by[0], sheet[3] + by[1])
        soft = cast_shadow(region, shifted, max(0.8, plan.inch(0.56 * raised)), 0.45)
        near = cast_shadow(region, sheet, max(0.6, plan.inch(0.03)), 0.30)
        out.paste(window.SHADOW, (0, 0), both(soft, near))
        paper = overlap(sheet, region)
        if paper:
            out.paste(window.PAPER, _moved(paper, corner))
    else:
        out = Image.new("RGB", _size(region), window.PAPER)
    box, art_of = art
    part = overlap(box, region)
    if part:
        picture = art_of(part)
        out.paste(window.weave(picture) if canvas else picture, _moved(part, corner)[:2])
    if floats and not canvas:
        left, top, right, bottom = _moved(sheet, corner)
        window.edge(out, (left, bottom - 1, right, bottom), (150, 145, 136), 0.35)
        window.edge(out, (right - 1, top, right, bottom), (150, 145, 136), 0.25)
    return out


def glass(
    plan: Plan, mats: tuple[MatLook, ...], art: tuple[PxBox, ArtOf], region: PxBox, *, canvas: bool
) -> Image.Image:
    """Everything within a region of the opening (both in px of the piece). `art` is its box and its pixels."""
    corner = (region[0], region[1])
    windows = plan.windows[: len(mats)]
    seen = windows[0] if windows else plan.opening
    out = _bed(plan, seen, region, art, canvas=canvas)
    for index, (mat, hole) in enumerate(zip(mats, windows, strict=False)):
        _shade(out, region, hole, plan, (0.045, 0.045, 0.34) if index == 0 else (0.045, 0.04, 0.30))
        outer = windows[index + 1] if index + 1 < len(windows) else plan.opening
        around = _board(mat.color, outer, region)
        within = overlap(hole, region)
        if within:
            kept = _moved(within, corner)
            around.paste(out.crop(kept), kept[:2])
        at = _moved(hole, corner)
        window.burnish(around, at, mat.color)
        window.bevel(around, at, window.bevel_width(mat.plies, plan.scale), mat.core)
        out = around
    return out
