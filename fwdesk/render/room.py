"""A room to judge size in: a wall over a floor, a sofa 78 inches wide, on request a person 5 ft 8 in tall (UX 4.4).

Furniture and figure are flat tones, so that the piece stays the only thing that looks real. Lengths are inches.
"""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from fwdesk.domain.geometry import Geometry
from fwdesk.render import surround
from fwdesk.render.colors import Rgb, css_or_neutral, mixed, scaled
from fwdesk.render.plan import Plan, Stand, plan

SOFA_WIDTH, SOFA_HEIGHT = 78.0, 34.0
FIGURE_HEIGHT = 68.0
ABOVE_SOFA = 8.0
"""The usual gap between a sofa's back and a frame: 6 to 10 inches."""
_FLOOR = 9.0
_SKIRTING = 4.0
_HEADROOM = 12.0
_LOWEST_CEILING = 92.0
_BESIDE = 22.0
_CLEAR = 5.0
_FINE = 3
_MARGIN = 5.0


_Shape = tuple[str, tuple[float, ...], int]
"""A kind (round, oval, line), its numbers in inches, and how much of it is there (0 to 255)."""


def hung(
    geometry: Geometry, width_px: int, height_px: int, taken: tuple[int, int] = (0, 0)
) -> tuple[Plan, tuple[int, int], Stand]:
    """The plan for a piece that hangs over the sofa, where its top left corner lies, and how it stands.

    The sofa stands clear of the lower right corner if so many px of it are `taken`: in the middle if it can.
    """
    outside = geometry.outside
    tall = max(_LOWEST_CEILING, _FLOOR + SOFA_HEIGHT + ABOVE_SOFA + float(outside.height) + _HEADROOM)
    wide = max(SOFA_WIDTH + 2 * _BESIDE, float(outside.width) + 2 * _HEADROOM)
    free = width_px - taken[0] if taken[0] else width_px
    beside = _BESIDE + SOFA_WIDTH + (_CLEAR if taken[0] else _BESIDE)
    scale = min(height_px / tall, width_px / wide, free / beside)
    most = free - (SOFA_WIDTH / 2 + _CLEAR) * scale if taken[0] else width_px / 2
    middle = min(width_px / 2, most)
    made = plan(geometry, scale, geometry.opening)
    foot = height_px - round((_FLOOR + SOFA_HEIGHT + ABOVE_SOFA) * scale)
    at = round(middle - made.width / 2), foot - made.height
    stage = (width_px, height_px, 0, 0)
    return made, at, Stand(stage, geometry.opening.size, scale, (at[0] + made.opening[0], at[1] + made.opening[1]))


def furnished(
    color: str, size: tuple[int, int], scale: float, *, figure: bool, middle: float | None = None
) -> Image.Image:
    """The wall in a color with floor, skirting, sofa and (if wanted) the figure, without a piece.

    The sofa's middle is at `middle` px, by default that of the picture.
    """
    out = surround.wall(color, size)
    wall = css_or_neutral(color)
    floor = size[1] - round(_FLOOR * scale)
    wood = mixed((150, 128, 104), wall, 0.25)
    out.paste(_floor(wood, (size[0], size[1] - floor)), (0, floor))
    skirting = max(2, round(_SKIRTING * scale))
    out.paste(mixed(wall, (255, 255, 255), 0.45), (0, floor - skirting, size[0], floor))
    out.paste(scaled(wall, 0.80), (0, floor - skirting, size[0], floor - skirting + max(1, round(scale / 6))))
    middle = size[0] / 2 if middle is None else middle
    _put(out, _sofa(scale), (middle, floor + 2.2 * scale), mixed((116, 122, 126), wall, 0.18), scale)
    if figure:
        beside = middle - (SOFA_WIDTH / 2 + 11) * scale
        _put(out, _figure(scale), (beside, floor + 4.2 * scale), mixed((84, 86, 92), wall, 0.12), scale)
    return out


def _floor(wood: Rgb, size: tuple[int, int]) -> Image.Image:
    """Lighter towards the viewer."""
    shade = Image.frombytes("L", (1, 2), bytes((205, 255))).resize(size, Image.Resampling.BILINEAR)
    return Image.composite(Image.new("RGB", size, wood), Image.new("RGB", size, scaled(wood, 0.55)), shade)


def _put(out: Image.Image, shape: Image.Image, foot: tuple[float, float], color: Rgb, scale: float) -> None:
    """A silhouette (L) with its feet at a point, a soft shadow under it, lit a little from the upper left."""
    left, top = round(foot[0] - shape.width / 2), round(foot[1] - shape.height + _MARGIN * scale)
    soft = shape.filter(ImageFilter.GaussianBlur(max(1.0, 1.6 * scale))).point([round(i * 0.30) for i in range(256)])
    shift = (left + round(1.2 * scale), top + round(1.5 * scale))
    out.paste(Image.new("RGB", shape.size, surround.SHADOW), shift, soft)
    light = Image.frombytes("L", (2, 2), bytes((255, 225, 215, 170))).resize(shape.size, Image.Resampling.BILINEAR)
    bright, dark = (Image.new("RGB", shape.size, scaled(color, factor)) for factor in (1.06, 0.80))
    lit = Image.composite(bright, dark, light)
    out.paste(lit, (left, top), shape)


def _drawn(width: float, height: float, scale: float, rows: list[_Shape]) -> Image.Image:
    """Shapes in inches (origin top left) as a mask at `scale`, with soft edges and room for a shadow around."""
    fine = scale * _FINE
    mask = Image.new("L", (max(1, round((width + 2 * _MARGIN) * fine)), max(1, round((height + 2 * _MARGIN) * fine))))
    pen = ImageDraw.Draw(mask)
    for kind, numbers, tone in rows:
        points = [(number + _MARGIN) * fine for number in numbers[:4]]
        if kind == "round":
            pen.rounded_rectangle(points, numbers[4] * fine, fill=tone)
        elif kind == "oval":
            pen.ellipse(points, fill=tone)
        else:
            points = [(number + _MARGIN) * fine for number in numbers]
            pen.polygon(list(zip(points[::2], points[1::2], strict=True)), fill=tone)
    return mask.reduce(_FINE)


def _seam(left: float, top: float, right: float, bottom: float) -> _Shape:
    return "line", (left, top, right, top, right, bottom, left, bottom), 205


def _sofa(scale: float) -> Image.Image:
    w, h = SOFA_WIDTH, SOFA_HEIGHT
    seat, arm = 17.0, 7.5
    rows: list[_Shape] = [
        ("round", (arm - 2, 0, w / 2 + 0.3, h - 6, 4.0), 255),
        ("round", (w / 2 - 0.3, 0, w - arm + 2, h - 6, 4.0), 255),
        ("round", (0, 9, arm + 1.5, h - 4, 3.5), 255),
        ("round", (w - arm - 1.5, 9, w, h - 4, 3.5), 255),
        ("round", (1, seat + 6, w - 1, h - 3.6, 1.2), 255),
        _seam(w / 2 - 0.18, 3, w / 2 + 0.18, seat),
        _seam(arm + 1.5, seat, w - arm - 1.5, seat + 0.4),
        _seam(w / 2 - 0.18, seat, w / 2 + 0.18, seat + 7),
        _seam(arm + 0.5, seat + 6.9, w - arm - 0.5, seat + 7.3),
    ]
    rows += [("line", (x, h - 4, x + 2.4, h - 4, x + 1.9, h, x + 0.5, h), 255) for x in (4.0, w - 6.4)]
    return _drawn(w, h, scale, rows)


def _figure(scale: float) -> Image.Image:
    """A standing person, seen from the front, weight on one leg."""
    rows: list[_Shape] = [
        ("oval", (7.6, 0, 13.4, 8.6), 255),
        ("line", (9.2, 7.4, 11.8, 7.4, 12.2, 11.5, 8.8, 11.5), 255),
        ("round", (2.6, 10.6, 18.4, 17.5, 3.4), 255),
        ("line", (2.8, 13.2, 18.2, 13.2, 15.9, 26, 15.7, 34, 5.3, 34, 5.1, 26), 255),
        ("line", (2.7, 13.0, 5.6, 15.0, 4.3, 27, 3.6, 37.5, 1.2, 37.5, 1.5, 27), 255),
        ("line", (18.3, 13.0, 15.4, 15.0, 16.7, 27, 17.4, 37.5, 19.8, 37.5, 19.5, 27), 255),
        ("oval", (0.9, 36.4, 3.9, 41.2), 255),
        ("oval", (17.1, 36.4, 20.1, 41.2), 255),
        ("line", (5.2, 33.5, 10.6, 33.5, 10.2, 43, 9.9, 66, 7.2, 66, 6.6, 54, 5.4, 40), 255),
        ("line", (10.2, 33.5, 15.8, 33.5, 15.4, 40, 14.2, 54, 13.3, 66, 10.6, 66, 10.6, 43), 255),
        ("round", (5.9, 65.2, 10.0, 68, 1.3), 255),
        ("round", (10.6, 65.2, 14.8, 68, 1.3), 255),
    ]
    return _drawn(21.0, FIGURE_HEIGHT, scale, rows)
