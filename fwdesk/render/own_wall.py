"""A piece on the artist's own wall: a photograph of it, measured by two points or by the corners of a rectangle (G4).

Points are shares of the photograph's width and height, lengths are inches. On the wall x goes right and y down; its
origin is the first point. A camera's lens also bends what is straight; that is not undone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image, ImageStat

from fwdesk.render import surround
from fwdesk.render.colors import Rgb
from fwdesk.render.draw import Cell, Drawn, Renderer
from fwdesk.render.plan import PxBox, Stand
from fwdesk.render.scene import Scene

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float, float, float, float]

_MARGIN: Rgb = (0x77, 0x77, 0x77)
_CLICK = 1.5
_PAPER_LIFT = 0.12
_MOST_SIDE = 3000


@dataclass(frozen=True, slots=True)
class Survey:
    """What was measured on a photograph.

    Either two points that are `width` inches apart, or the four corners of a rectangle of `width` by `height` inches:
    top left, top right, bottom right, bottom left.
    """

    points: tuple[Point, ...]
    width: Decimal
    height: Decimal = Decimal(0)

    def error(self, size: tuple[int, int]) -> float:
        """By which share the scale may be off, if every point is a pixel and a half off in such a photograph."""
        px = [(x * size[0], y * size[1]) for x, y in self.points]
        sides = list(zip(px, px[1:] + px[:1], strict=True)) if len(px) == 4 else [(px[0], px[1])]
        return 2 * _CLICK / max(min(math.dist(*side) for side in sides), 1.0)


def flawed(survey: Survey, size: tuple[int, int]) -> str:
    """Why a photograph cannot be measured so, in words; empty if it can."""
    px = [(x * size[0], y * size[1]) for x, y in survey.points]
    if survey.width <= 0 or (len(px) == 4 and survey.height <= 0):
        return "Type how long it is."
    if len(px) == 2:
        return "" if math.dist(px[0], px[1]) >= 12 else "The two points are too close to each other."
    turns = [_turn(px[n - 2], px[n - 1], px[n]) for n in range(4)]
    if min(turns) <= 0 or min(math.dist(px[n - 1], px[n]) for n in range(4)) < 12:
        return "The corners must go around the rectangle: top left, top right, bottom right, bottom left."
    return ""


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def wall_to_photo(survey: Survey, size: tuple[int, int]) -> Matrix:
    """Inches on the wall to px of a photograph of this size."""
    px = [(x * size[0], y * size[1]) for x, y in survey.points]
    if len(px) == 2:
        scale = math.dist(px[0], px[1]) / float(survey.width)
        return scale, 0.0, px[0][0], 0.0, scale, px[0][1], 0.0, 0.0, 1.0
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = px
    # From the unit square (Heckbert 1989), then from inches to it.
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    below = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / below, (dx1 * sy - sx * dy1) / below
    w, t = float(survey.width), float(survey.height)
    return (
        (x1 - x0 + g * x1) / w, (x3 - x0 + h * x3) / t, x0,
        (y1 - y0 + g * y1) / w, (y3 - y0 + h * y3) / t, y0,
        g / w, h / t, 1.0,
    )  # fmt: skip


def mapped(matrix: Matrix, at: Point) -> Point:
    """A point through a matrix."""
    a, b, c, d, e, f, g, h, i = matrix
    below = g * at[0] + h * at[1] + i
    return (a * at[0] + b * at[1] + c) / below, (d * at[0] + e * at[1] + f) / below


def inverse(matrix: Matrix) -> Matrix:
    """The way back."""
    a, b, c, d, e, f, g, h, i = matrix
    made = (
        e * i - f * h, c * h - b * i, b * f - c * e,
        f * g - d * i, a * i - c * g, c * d - a * f,
        d * h - e * g, b * g - a * h, a * e - b * d,
    )  # fmt: skip
    whole = a * made[0] + b * made[3] + c * made[6]
    return tuple(part / whole for part in made)  # pyright: ignore[reportReturnType] - nine in, nine out


def product(left: Matrix, right: Matrix) -> Matrix:
    """First `right`, then `left`."""
    rows = [left[n : n + 3] for n in (0, 3, 6)]
    columns = [right[n::3] for n in range(3)]
    return tuple(sum(a * b for a, b in zip(row, column, strict=True)) for row in rows for column in columns)  # pyright: ignore[reportReturnType]


def shown_at(photo: tuple[int, int], stage: tuple[int, int]) -> tuple[float, int, int]:
    """How a photograph lies on a stage, all of it in view: its scale, and where its top left corner is."""
    scale = min(stage[0] / photo[0], stage[1] / photo[1])
    return scale, round((stage[0] - photo[0] * scale) / 2), round((stage[1] - photo[1] * scale) / 2)


def to_stage(survey: Survey, photo: tuple[int, int], stage: tuple[int, int]) -> Matrix:
    """Inches on the wall to px of a stage that shows the photograph."""
    scale, left, top = shown_at(photo, stage)
    return product((scale, 0, left, 0, scale, top, 0, 0, 1), wall_to_photo(survey, photo))


def hang(
    renderer: Renderer,
    scene: Scene,
    art: Image.Image | None,
    photo: Image.Image,
    survey: Survey,
    middle: Point,
    stage: tuple[int, int],
    check: Callable[[], None],
) -> Drawn:
    """The photograph with the piece on it, its middle at a point of the wall (inches)."""
    outside = scene.geometry.outside
    wide, high = float(outside.width), float(outside.height)
    there = to_stage(survey, photo.size, stage)
    at = middle[0] - wide / 2, middle[1] - high / 2
    corners = [mapped(there, (at[0] + x * wide, at[1] + y * high)) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    sides = [math.dist(corners[n - 1], corners[n]) for n in range(4)]
    scale = min(max(max(sides[1], sides[3]) / wide, max(sides[0], sides[2]) / high), _MOST_SIDE / max(wide, high))
    out = _ground(photo, stage)
    check()
    piece = renderer.piece(scene, art, max(2, round(scale * max(wide, high))))
    check()
    flat = piece.width / wide
    thin = scene.moulding is None and not scene.canvas
    depth = max(float(scene.geometry.depth), _PAPER_LIFT if thin else 0.35)
    pad = math.ceil(4.5 * depth * flat)
    whole = (0, 0, piece.width + 2 * pad, piece.height + 2 * pad)
    box = (pad, pad, pad + piece.width, pad + piece.height)
    # From px of the stage to px of the flat picture with its margin.
    back = product((flat, 0, pad - at[0] * flat, 0, flat, pad - at[1] * flat, 0, 0, 1), inverse(there))
    region = _around(product(there, (1 / flat, 0, at[0] - pad / flat, 0, 1 / flat, at[1] - pad / flat, 0, 0, 1)), whole)
    region = (max(region[0], 0), max(region[1], 0), min(region[2], stage[0]), min(region[3], stage[1]))
    if region[0] < region[2] and region[1] < region[3]:
        _paste(out, piece, surround.shadow(whole, box, depth, flat), (whole, box), region, back)
    left, top = (min(corner[n] for corner in corners) for n in (0, 1))
    right, bottom = (max(corner[n] for corner in corners) for n in (0, 1))
    bounds = (round(left), round(top), round(right), round(bottom))
    face = scene.geometry.opening
    mean = (right - left) / wide
    stand = Stand(
        (*stage, 0, 0), face.size, mean, (round(left + float(face.x) * mean), round(top + float(face.y) * mean))
    )
    return Drawn((Cell(out, (0, 0)),), bounds, mean, stand)


def _ground(photo: Image.Image, stage: tuple[int, int]) -> Image.Image:
    scale, left, top = shown_at(photo.size, stage)
    out = Image.new("RGB", stage, _MARGIN)
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    out.paste(photo.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0), (left, top))
    return out


def _around(matrix: Matrix, box: PxBox) -> PxBox:
    corners = [mapped(matrix, (box[x], box[y])) for x, y in ((0, 1), (2, 1), (2, 3), (0, 3))]
    across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return math.floor(min(across)) - 1, math.floor(min(down)) - 1, math.ceil(max(across)) + 1, math.ceil(max(down)) + 1


def _paste(
    out: Image.Image,
    piece: Image.Image,
    shadow: Image.Image,
    flat: tuple[PxBox, PxBox],
    region: PxBox,
    back: Matrix,
) -> None:
    """Shadow and piece, leant as the wall is, in the light that is there."""
    whole, box = flat
    moved = product(back, (1, 0, region[0], 0, 1, region[1], 0, 0, 1))
    way = tuple(part / moved[8] for part in moved[:8])
    size = region[2] - region[0], region[3] - region[1]

    def leant(picture: Image.Image, how: Image.Resampling) -> Image.Image:
        return picture.transform(size, Image.Transform.PERSPECTIVE, way, how)

    light = _light(out.crop(region))
    filled = Image.new("RGB", whole[2:])
    filled.paste(piece, box[:2])
    solid = Image.new("L", whole[2:])
    solid.paste(255, box)
    under = leant(shadow, Image.Resampling.BILINEAR)
    out.paste(Image.new("RGB", size, surround.SHADOW), region[:2], under)
    lit = [
        band.point([min(255, round(i * factor)) for i in range(256)])
        for band, factor in zip(leant(filled, Image.Resampling.BICUBIC).split(), light, strict=True)
    ]
    out.paste(Image.merge("RGB", lit), region[:2], leant(solid, Image.Resampling.BILINEAR))


def _light(wall: Image.Image) -> tuple[float, float, float]:
    """How bright, and a little of what color, the light on the wall is: a guess, since its paint is not known."""
    red, green, blue = ImageStat.Stat(wall).mean[:3]
    gray = max((red + green + blue) / 3, 1.0)
    strength = min(max(0.45 + 0.55 * gray / 200, 0.5), 1.04)
    return tuple(strength * (0.8 + 0.2 * part / gray) for part in (red, green, blue))  # pyright: ignore[reportReturnType]
