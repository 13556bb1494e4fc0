"""What is seen inside the moulding: mats with their bevels, the sheet, the artwork."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from fwdesk.render.colors import Rgb, luminance, scaled
from fwdesk.render.light import both, cast_shadow, inner_shadow
from fwdesk.render.plan import Plan, PxBox
from fwdesk.render.scene import MatLook
from fwdesk.render.textures import field, grain, roughened, tiled

PAPER: Rgb = (251, 250, 247)
BACKING: Rgb = (238, 235, 227)
DARK: Rgb = (33, 31, 30)
SHADOW: Rgb = (24, 20, 16)
_PLY = 0.055 / 4
_THINNEST_BEVEL = 1.5
# How bright each side of a bevel is: the lower one faces the light.
BEVEL = {"top": 0.78, "left": 0.86, "right": 0.97, "bottom": 1.0}


@dataclass(frozen=True, slots=True)
class Art:
    """The part of the picture that is printed: `picture` at the right size for `box`, which lies in the piece."""

    picture: Image.Image
    box: PxBox


BOARD_LIGHT = Image.frombytes("L", (2, 2), bytes((255, 251, 251, 244)))
"""How the light falls off over a board, from its upper left corner. Never written to."""


@lru_cache(maxsize=32)
def board_tile(color: Rgb) -> Image.Image:
    """A board's face without a seam. Never written to."""
    tooth = ImageChops.add(grain(2.0), grain(1.0, 31).transpose(Image.Transpose.ROTATE_90), 1, -128)
    fibers = field(51, (256, 256), (64, 40)).point([round(128 + (i - 128) * 0.018) for i in range(256)])
    tile = ImageChops.add(tooth, fibers, 1, -128)
    return roughened(Image.new("RGB", (256, 256), color), tile)


def board(color: Rgb, size: tuple[int, int]) -> Image.Image:
    """A mat board: flat color, fine tooth, a breath of unevenness, a little brighter towards the light."""
    out = tiled(board_tile(color), size)
    pool = BOARD_LIGHT.resize(size, Image.Resampling.BILINEAR)
    return ImageChops.multiply(out, Image.merge("RGB", (pool, pool, pool)))


def bevel_width(plies: float, scale: float) -> float:
    """The width of a mat's bevel in px: its board's thickness, never under 1.5 px."""
    return max(_THINNEST_BEVEL, plies * _PLY * scale)


def edge(picture: Image.Image, box: PxBox, color: Rgb, opacity: float) -> None:
    """A strip of `color` over what is there."""
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return
    if opacity >= 0.999:
        picture.paste(color, box)
        return
    under = picture.crop(box)
    picture.paste(Image.blend(under, Image.new("RGB", under.size, color), opacity), box)


def bevel(picture: Image.Image, box: PxBox, width: float, core: Rgb) -> None:
    """The cut edge of a board, inside `box`, mitred: nested one-pixel outlines, the innermost partly seen."""
    left, top, right, bottom = box
    for step in range(int(width) + 1):
        seen = min(1.0, width - step)
        if seen <= 0.02 or right - left <= 2 * step or bottom - top <= 2 * step:
            break
        a, b, c, d = left + step, top + step, right - step, bottom - step
        edge(picture, (a, b, c, b + 1), scaled(core, BEVEL["top"]), seen)
        edge(picture, (a, d - 1, c, d), scaled(core, BEVEL["bottom"]), seen)
        edge(picture, (a, b + 1, a + 1, d - 1), scaled(core, BEVEL["left"]), seen)
        edge(picture, (c - 1, b + 1, c, d - 1), scaled(core, BEVEL["right"]), seen)


def burnish(picture: Image.Image, box: PxBox, mat: Rgb) -> None:
    """The crisp line where the knife entered: it separates a white core from a white face."""
    left, top, right, bottom = box
    dark = 0.10 if luminance(mat) > 120 else 0.0
    if dark:
        edge(picture, (left, top - 1, right, top), (90, 86, 80), dark)
        edge(picture, (left - 1, top, left, bottom), (90, 86, 80), dark)
        edge(picture, (left, bottom, right, bottom + 1), (255, 255, 255), 0.35)
        edge(picture, (right, top, right + 1, bottom), (255, 255, 255), 0.25)


def _shade(picture: Image.Image, plan: Plan, offset: tuple[float, float], sigma: float, opacity: float) -> None:
    away = (plan.inch(offset[0]), plan.inch(offset[1]))
    mask = inner_shadow((0, 0, *picture.size), (0, 0), away, plan.inch(sigma), opacity)
    picture.paste(Image.new("RGB", picture.size, SHADOW), (0, 0), mask)


def weave(picture: Image.Image) -> Image.Image:
    """Canvas: threads over and under at 2 px, unevenly."""
    threads = Image.frombytes(
        "L", (4, 4), bytes((131, 127, 130, 124, 126, 130, 125, 131, 130, 125, 132, 127, 124, 131, 126, 129))
    )
    noise = ImageChops.add(tiled(threads, (256, 256)), grain(2.2, 90), 1, -128)
    return roughened(picture, tiled(noise, picture.size))


def placeholder(size: tuple[int, int]) -> Image.Image:
    """Where the artwork will be: pale, with a soft mark of hills and a sun."""
    width, height = size
    out = Image.new("RGB", size, (240, 238, 233))
    unit = min(width, height) * 0.13
    if unit < 4:
        return out
    side = round(unit * 4) * 3
    mark = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mark)
    line = max(3, side // 40)
    low, high = side * 0.2, side * 0.8
    draw.rounded_rectangle((low, side * 0.26, high, side * 0.74), side * 0.05, outline=255, width=line)
    draw.ellipse((side * 0.30, side * 0.34, side * 0.39, side * 0.43), fill=255)
    hills = [(0.26, 0.68), (0.42, 0.50), (0.50, 0.58), (0.60, 0.44), (0.745, 0.64), (0.745, 0.68)]
    draw.polygon([(x * side, y * side) for x, y in hills], fill=255)
    mark = mark.reduce(3)
    out.paste((204, 200, 192), ((width - mark.width) // 2, (height - mark.height) // 2), mark)
    return out


def canvas_sides(front: Image.Image, deep: int, right: float, below: float) -> tuple[Image.Image, ...]:
    """The right and lower faces of a stretched canvas, slanted, from the mirrored edge: two pictures, two masks."""
    width, height = front.size
    deep = min(deep, width, height)
    edge = front.crop((width - deep, 0, width, height)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    edge = edge.point([round(i * right) for i in range(256)] * 3)
    foot = front.crop((0, height - deep, width, height)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    foot = foot.point([round(i * below) for i in range(256)] * 3)
    # One more pixel to the right, so that both faces meet on the diagonal without a gap.
    longer = Image.new("RGB", (width + 1, deep))
    longer.paste(foot.crop((width - 1, 0, width, deep)), (width, 0))
    longer.paste(foot, (0, 0))
    foot = longer
    out: list[Image.Image] = []
    slanted = (
        (edge, (deep, height + deep), (1, 0, 0, -1, 1, 0)),
        (foot, (width + deep, deep), (1, -1, 0, 0, 1, 0)),
    )
    for picture, size, slant in slanted:
        out.append(picture.transform(size, Image.Transform.AFFINE, slant, Image.Resampling.BILINEAR))
    for picture, size, slant in slanted:
        full = Image.new("L", picture.size, 255)
        out.append(full.transform(size, Image.Transform.AFFINE, slant, Image.Resampling.NEAREST))
    return tuple(out)


def _moved(box: PxBox, by: tuple[int, int]) -> PxBox:
    return box[0] - by[0], box[1] - by[1], box[2] - by[0], box[3] - by[1]


def _size(box: PxBox) -> tuple[int, int]:
    return max(1, box[2] - box[0]), max(1, box[3] - box[1])


def bed(plan: Plan, seen: PxBox, art: Art, *, canvas: bool, dark: bool) -> Image.Image:
    """Sheet and artwork within `seen`. Where the sheet ends before `seen` does, it floats on the board behind."""
    size, corner = _size(seen), (seen[0], seen[1])
    sheet = _moved(plan.sheet, corner)
    floats = sheet[0] > 0 or sheet[1] > 0
    if floats:
        out = board(DARK if dark else BACKING, size)
        raised = 0.5 if canvas else 0.125
        offset = (plan.inch(0.32 * raised), plan.inch(0.64 * raised))
        shifted = (sheet[0] + offset[0], sheet[1] + offset[1], sheet[2] + offset[0], sheet[3] + offset[1])
        soft = cast_shadow((0, 0, *size), shifted, max(0.8, plan.inch(0.56 * raised)), 0.45)
        near = cast_shadow((0, 0, *size), sheet, max(0.6, plan.inch(0.03)), 0.30)
        out.paste(SHADOW, (0, 0), both(soft, near))
        out.paste(PAPER, sheet)
    else:
        out = Image.new("RGB", size, PAPER)
    picture = weave(art.picture) if canvas else art.picture
    out.paste(picture, (art.box[0] - corner[0], art.box[1] - corner[1]))
    if floats and not canvas:
        edge(out, (sheet[0], sheet[3] - 1, sheet[2], sheet[3]), (150, 145, 136), 0.35)
        edge(out, (sheet[2] - 1, sheet[1], sheet[2], sheet[3]), (150, 145, 136), 0.25)
    return out


def glass(plan: Plan, mats: tuple[MatLook, ...], art: Art, *, canvas: bool) -> Image.Image:
    """Everything within the opening, without the moulding's own shadow. `mats` go base first."""
    windows = plan.windows[: len(mats)]
    seen = windows[0] if windows else plan.opening
    picture = bed(plan, seen, art, canvas=canvas, dark=canvas)
    inner = seen
    for index, (mat, window) in enumerate(zip(mats, windows, strict=False)):
        if index == 0:
            _shade(picture, plan, (0.02, 0.045), 0.045, 0.34)
        else:
            _shade(picture, plan, (0.02, 0.045), 0.04, 0.30)
        outer = windows[index + 1] if index + 1 < len(windows) else plan.opening
        around = board(mat.color, _size(outer))
        at = _moved(window, (outer[0], outer[1]))
        around.paste(picture, (inner[0] - outer[0], inner[1] - outer[1]))
        burnish(around, at, mat.color)
        bevel(around, at, bevel_width(mat.plies, plan.scale), mat.core)
        picture, inner = around, outer
    return picture
