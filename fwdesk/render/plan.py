"""Inches to pixels, once: every layer draws from the same whole-pixel boxes, so edges meet exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from fwdesk.domain.geometry import Geometry, Rect
from fwdesk.domain.size import Size

PxBox = tuple[int, int, int, int]

FIT = 0.78
ABOVE = 0.46
_BETWEEN_MARGINS = 0.84
_MIDDLE_WORTH = 0.85
# What an opening has at most, however far one zooms in (a print of 36 x 46 in at 220 px per inch; only the part in view
# is drawn, but the moulding goes all around it), and the least px per inch.
_MOST_PX, _LEAST_SCALE = 80_000_000, 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The piece in pixels, its own top left corner at 0, 0. Boxes are left, top, right, bottom and lie centered.

    `scale` is px per inch; `depth` stays in inches, as shadows are drawn from it.
    """

    scale: float
    width: int
    height: int
    face: int
    opening: PxBox
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


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a piece stands on a stage: px per inch, and the top left corner of its opening, in px.

    The next piece may stand the same way (`fitted`), so that trying on frames moves nothing but the moulding. A
    `pinned` one was zoomed or moved by hand: its scale stays, and its middle, whatever the piece.
    """

    stage: tuple[int, ...]
    opening: Size
    scale: float
    at: tuple[int, int]
    pinned: bool = False

    def zoomed(self, factor: float, about: tuple[float, float]) -> Stand:
        """Larger or smaller by a factor (within what can be drawn well), one point of the stage staying where it is."""
        scale = _drawable(self.scale * factor, self.opening)
        left, top = (
            round(fixed - (fixed - edge) * scale / self.scale) for fixed, edge in zip(about, self.at, strict=True)
        )
        return replace(self, scale=scale, at=(left, top), pinned=True)

    def moved(self, across: int, down: int) -> Stand:
        """Elsewhere on the stage, by so many px; a good part of the piece stays in view."""
        edges: list[int] = []
        for edge, by, side, whole in zip(
            self.at, (across, down), (self.opening.width, self.opening.height), self.stage[:2], strict=True
        ):
            long = round(float(side) * self.scale)
            keep = min(long, whole) // 4
            edges.append(min(max(edge + by, keep - long), whole - keep))
        return replace(self, at=(edges[0], edges[1]), pinned=True)

    def for_another(self, opening: Size, stage: tuple[int, ...]) -> Stand:
        """The same middle at the same scale (if that can be drawn), for another opening or stage."""
        scale = _drawable(self.scale, opening)
        left, top = (
            round(edge + (float(old) * self.scale - float(new) * scale + now - before) / 2)
            for edge, old, new, now, before in zip(
                self.at,
                (self.opening.width, self.opening.height),
                (opening.width, opening.height),
                stage[:2],
                self.stage[:2],
                strict=True,
            )
        )
        return replace(self, stage=stage, opening=opening, scale=scale, at=(left, top))


def _drawable(scale: float, opening: Size) -> float:
    """The scale, within what can be drawn well of an opening."""
    most = math.sqrt(_MOST_PX / float(opening.width * opening.height))
    return min(max(scale, _LEAST_SCALE), max(most, _LEAST_SCALE))


def plan(geometry: Geometry, scale: float, base: Rect | None = None) -> Plan:
    """Lay a piece out at `scale` px per inch: every edge within 1 px of the true one, opposite borders equal.

    `base` is the rectangle whose size is rounded first, and from which all others are measured; by default the
    outside, so that the whole has just the size that was asked for. From the opening, nothing within it depends on
    the moulding.
    """
    base = base or geometry.outside
    wide, high = (max(1, round(float(side) * scale)) for side in (base.width, base.height))

    def away(rect: Rect) -> tuple[int, int]:
        return round(float(rect.x - base.x) * scale), round(float(rect.y - base.y) * scale)

    beyond, above = away(geometry.outside)
    width, height = max(1, wide - 2 * beyond), max(1, high - 2 * above)

    def box(rect: Rect) -> PxBox:
        across, down = away(rect)
        left, top = min(across - beyond, (width - 1) // 2), min(down - above, (height - 1) // 2)
        return left, top, width - left, height - top

    sight, thick = box(geometry.sight), 0
    if geometry.sight.x > 0:
        thick = min(max(1, sight[0]), (min(width, height) - 1) // 2)
        sight = (thick, thick, width - thick, height - thick)
    return Plan(
        scale=scale,
        width=width,
        height=height,
        face=thick,
        opening=box(geometry.opening),
        sight=sight,
        windows=tuple(box(rect) for rect in geometry.windows),
        sheet=box(geometry.sheet),
        image=box(geometry.image),
        depth=float(geometry.depth),
    )


def fitted(
    geometry: Geometry,
    width_px: int,
    height_px: int,
    taken: tuple[int, int] = (0, 0),
    last: Stand | None = None,
    margins: tuple[int, int, int] = (0, 0, 0),
) -> tuple[Plan, tuple[int, int], Stand]:
    """The plan for a piece on a stage, where its top left corner lies, and how it stands (UX 4.2).

    It fills a share of the stage, or of what is beside or above the lower right corner if so many px of that are
    `taken`; `margins` (left, top, bottom) are kept free for what is written there. It stands as the `last` one did if
    the opening is the same and it is not much larger or smaller than it should be then.
    """
    stage, room, share = (width_px, height_px, *taken, *margins), (0, 0, width_px, height_px), FIT
    if any(taken):
        room, share = room_beside(geometry, width_px, height_px, taken)
    if any(margins):
        left, top, below = margins
        share = max(share, _BETWEEN_MARGINS)
        room = (
            room[0] + left,
            room[1] + top,
            max(room[2], room[0] + left + 1),
            max(room[3] - below, room[1] + top + 1),
        )
    outside = geometry.outside
    left, top, wide, high = room[0], room[1], room[2] - room[0], room[3] - room[1]
    scale = share * min(wide / float(outside.width), high / float(outside.height))
    if last and last.pinned:
        last = last.for_another(geometry.opening.size, stage)
        made = plan(geometry, last.scale, geometry.opening)
        return made, (last.at[0] - made.opening[0], last.at[1] - made.opening[1]), last
    if last and (last.stage, last.opening) == (stage, geometry.opening.size) and 0.85 <= last.scale / scale <= 1.09:
        made = plan(geometry, last.scale, geometry.opening)
        return made, (last.at[0] - made.opening[0], last.at[1] - made.opening[1]), last
    made = plan(geometry, scale, geometry.opening)
    at = left + round((wide - made.width) / 2), top + round((high - made.height) * ABOVE)
    stand = Stand(stage, geometry.opening.size, scale, (at[0] + made.opening[0], at[1] + made.opening[1]))
    return made, at, stand


def room_beside(geometry: Geometry, width_px: int, height_px: int, taken: tuple[int, int]) -> tuple[PxBox, float]:
    """Where the piece is largest on a stage whose lower right corner (`taken`, in px) and foot are not free.

    Beside the corner, above it, or (if it fits so) in the middle of the stage; with the share of that room to fill.
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
        return (0, 0, width_px, height_px - foot), 0.92
    # In the middle of the stage it looks better, even if it is a little smaller there.
    return (above, 0.84) if height_in(above, 0.84) >= _MIDDLE_WORTH * height_in(beside, 0.84) else (beside, 0.84)


def tight(geometry: Geometry, long_side_px: int) -> Plan:
    """The plan for a picture of the piece alone whose longer side has so many pixels."""
    return plan(geometry, long_side_px / float(max(geometry.outside.width, geometry.outside.height)))
