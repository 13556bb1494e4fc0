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


def fitted(geometry: Geometry, room: PxBox, share: float = FIT) -> tuple[Plan, tuple[int, int]]:
    """The plan for a piece that fills `share` of a part of the stage, and where its top left corner lies (UX 4.2)."""
    outside = geometry.outside
    left, top, width_px, height_px = room[0], room[1], room[2] - room[0], room[3] - room[1]
    scale = share * min(width_px / float(outside.width), height_px / float(outside.height))
    made = plan(geometry, scale)
    return made, (left + round((width_px - made.width) / 2), top + round((height_px - made.height) * ABOVE))


def room_beside(geometry: Geometry, width_px: int, height_px: int, taken: tuple[int, int]) -> tuple[PxBox, float]:
    """Where the piece is largest on a stage whose lower right corner (`taken`, in px) and foot are not free.

    Beside the corner, above it, or (if it fits so) over the whole stage; with the share of that room to fill.
    """
    across, down = taken
    foot = min(down, height_px // 8)
    wide = float(geometry.outside.width) / float(geometry.outside.height)
    beside = (0, 0, max(width_px - across, 1), max(height_px - foot, 1))
    above = (0, 0, width_px, max(height_px - down, 1))

    def height_in(room: PxBox, share: float) -> float:
        return share * min(room[3] - room[1], (room[2] - room[0]) / wide)

    whole = FIT * min(height_px, width_px / wide)
    clear = (width_px + whole * wide) / 2 < width_px - across
    if clear:
        return (0, 0, width_px, height_px), FIT
    return max(((beside, 0.84), (above, 0.84)), key=lambda way: height_in(*way))


def tight(geometry: Geometry, long_side_px: int) -> Plan:
    """The plan for a picture of the piece alone whose longer side has so many pixels."""
    return plan(geometry, long_side_px / float(max(geometry.outside.width, geometry.outside.height)))
