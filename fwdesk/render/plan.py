"""Inches to pixels, once: every layer draws from the same whole-pixel boxes, so edges meet exactly."""

from __future__ import annotations

from dataclasses import dataclass

from fwdesk.domain.geometry import Geometry, Rect

PxBox = tuple[int, int, int, int]

FIT = 0.78
ABOVE = 0.46


@dataclass(frozen=True, slots=True)
class Plan:
    """The piece in pixels, its own top left corner at 0, 0. Boxes are left, top, right, bottom and lie centered.

    `scale` is px per inch; `depth` stays in inches, as shadows are drawn from it.
    """

    scale: float
    width: int
    height: int
    face: int
    sight: PxBox
    windows: tuple[PxBox, ...]
    sheet: PxBox
    image: PxBox
    depth: float

    @property
    def sight_size(self) -> tuple[int, int]:
        """Width and height of what is seen inside the moulding."""
        left, top, right, bottom = self.sight
        return right - left, bottom - top

    def inch(self, length: float) -> float:
        """So many inches, in pixels."""
        return length * self.scale


def plan(geometry: Geometry, scale: float) -> Plan:
    """Lay a piece out at `scale` px per inch: every edge within 1 px of the true one, opposite borders equal."""
    width = max(1, round(float(geometry.outside.width) * scale))
    height = max(1, round(float(geometry.outside.height) * scale))

    def box(rect: Rect) -> PxBox:
        left, top = round(float(rect.x) * scale), round(float(rect.y) * scale)
        if width - 2 * left < 1:
            left = (width - 1) // 2
        if height - 2 * top < 1:
            top = (height - 1) // 2
        return left, top, width - left, height - top

    face = float(geometry.sight.x)
    thick = min(max(1, round(face * scale)), (min(width, height) - 1) // 2) if face > 0 else 0
    return Plan(
        scale=scale,
        width=width,
        height=height,
        face=thick,
        sight=(thick, thick, width - thick, height - thick),
        windows=tuple(box(rect) for rect in geometry.windows),
        sheet=box(geometry.sheet),
        image=box(geometry.image),
        depth=float(geometry.depth),
    )


def fitted(geometry: Geometry, width_px: int, height_px: int) -> tuple[Plan, tuple[int, int]]:
    """The plan for a stage of this size, and where the piece's top left corner lies on it (UX 4.2)."""
    outside = geometry.outside
    scale = min(FIT * width_px / float(outside.width), FIT * height_px / float(outside.height))
    made = plan(geometry, scale)
    return made, (round((width_px - made.width) / 2), round((height_px - made.height) * ABOVE))


def tight(geometry: Geometry, long_side_px: int) -> Plan:
    """The plan for a picture of the piece alone whose longer side has so many pixels."""
    return plan(geometry, long_side_px / float(max(geometry.outside.width, geometry.outside.height)))
