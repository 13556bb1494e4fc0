"""The layers around a piece that are no picture: its shadow on the wall, the moulding's on what lies in it, an edge."""

from __future__ import annotations

import math

from PIL import Image

from fwdesk.render import surround
from fwdesk.render.layers import Layer, veil_layer
from fwdesk.render.light import turned
from fwdesk.render.plan import Plan, PxBox
from fwdesk.render.scene import Scene

# A sheet of paper or a bare mat stands this far off the wall (inches): it has no depth of its own.
_PAPER_LIFT, _LEAST_DEPTH = 0.12, 0.35
# The white edge around a piece against neutral gray, in px (UX 4.1, `B`).
_EDGE = 6


def depth_of(scene: Scene) -> float:
    """How far a piece stands off the wall, in inches."""
    thin = scene.moulding is None and not scene.canvas
    return max(float(scene.geometry.depth), _PAPER_LIFT if thin else _LEAST_DEPTH)


def edge(outside: PxBox) -> Layer:
    """A white line around the piece, so that the eye has a white to go by."""
    left, top, right, bottom = outside
    box = (left - _EDGE, top - _EDGE, right + _EDGE, bottom + _EDGE)

    def white(part: PxBox) -> Image.Image:
        return Image.new("L", (part[2] - part[0], part[3] - part[1]), 255)

    return veil_layer("edge", box, box, (255, 255, 255), white, outside)


def cast(scene: Scene, plan: Plan, outside: PxBox, size: tuple[int, int]) -> Layer:
    """The shadow of a piece on the wall, as far as it lies in a picture of `size` px."""
    depth, scale = depth_of(scene), plan.scale
    box = surround.shadow_box(size, outside, depth, scale)
    key = (outside, depth, scale)
    return veil_layer(
        "shadow", key, box, surround.SHADOW, lambda part: surround.shadow(part, outside, depth, scale), outside
    )


def lip(plan: Plan, sight: PxBox, opacity: float) -> Layer:
    """The moulding stands above what lies in it."""
    scale = plan.scale
    return veil_layer(
        "lip",
        (sight, scale, opacity),
        sight,
        surround.SHADOW,
        lambda part: surround.lip(part, sight, scale, opacity),
        surround.lip_hollow(sight, scale),
    )


def fold(plan: Plan, front: PxBox) -> tuple[Layer, Layer]:
    """A canvas is bent around its bars, not cut: it turns from the light right and below, and to it elsewhere."""
    sigma = max(0.7, plan.inch(0.045))
    left, top, right, bottom = front
    near = math.ceil(3 * sigma) + 1
    far = 2.0 ** math.ceil(math.log2(right - left + bottom - top + 16 * sigma))
    away = veil_layer(
        "fold away", (front, sigma), front, surround.SHADOW,
        lambda part: turned(part, (left - far, top - far, right, bottom), sigma, 0.42),
        (left, top, right - near, bottom - near),
    )  # fmt: skip
    towards = veil_layer(
        "fold towards", (front, sigma), front, (255, 252, 246),
        lambda part: turned(part, (left, top, right + far, bottom + far), sigma, 0.30),
        (left + near, top + near, right, bottom),
    )  # fmt: skip
    return away, towards
