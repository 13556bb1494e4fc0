"""The legal sizes nearest to a typed one, the next smaller and the next larger, each with what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product

from fwdesk.domain.feasible import Range, between, image_ranges
from fwdesk.domain.options import Style
from fwdesk.domain.size import Size, inches
from fwdesk.domain.sizing import Room, fitting, only_sizes, other_way, why_not


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A typed size among the legal ones. `reason` is empty where it is legal itself, and is then its own nearest.

    `below` is the largest legal size that lies within it, `above` the smallest that it lies within; None if there is
    none. `nearest` is the closest of all, which may be narrower and taller than what was typed.
    """

    wanted: Size
    reason: str
    nearest: Size | None
    below: Size | None
    above: Size | None


def neighbours(style: Style, wanted: Size, rooms: Sequence[Room] = ()) -> Neighbours:
    """Where a typed size stands in a style, given what the frame and mats around it take."""
    reason = why_not(style, wanted)
    if not reason and not all(room.takes(wanted) for room in rooms):
        reason = f"What is around the print does not go with {wanted.framer} in."
    below = max(
        _nearby(style, wanted, rooms, _smaller),
        key=lambda way: (way.area, not other_way(way, wanted), way),
        default=None,
    )
    above = min(
        _nearby(style, wanted, rooms, _larger), key=lambda way: (way.area, other_way(way, wanted), way), default=None
    )
    return Neighbours(wanted, reason, fitting(style, wanted, rooms), below, above)


def change_words(wanted: Size, legal: Size) -> str:
    """What a legal size changes of the one that was typed: ½ in wider, ¾ in lower; empty for nothing."""
    words: list[str] = []
    for by, more, less in (
        (legal.width - wanted.width, "wider", "narrower"),
        (legal.height - wanted.height, "taller", "lower"),
    ):
        if by:
            words.append(f"{inches(abs(by))} in {more if by > 0 else less}")
    return ", ".join(words)


_Pick = Callable[[Decimal, Range, bool], Decimal | None]


def _nearby(style: Style, wanted: Size, rooms: Sequence[Room], pick: _Pick) -> Iterator[Size]:
    """The size next to the wanted one in each way that it and what is around it may lie."""
    whole = not style.allow_decimal and not only_sizes(style)
    around = [[_shifted(room, wide=wide) for room in rooms] for wide in (False, True)]
    for image, limits in product(image_ranges(style), around):
        sides: list[Decimal] = []
        for at, side in enumerate((wanted.width, wanted.height)):
            ranges = [image[at], *(limit[at] for limit in limits)]
            picked = pick(side, (max(low for low, _ in ranges), min(high for _, high in ranges)), whole)
            if picked is not None:
                sides.append(picked)
        if len(sides) == 2:
            yield Size(*sides)


def _shifted(room: Room, *, wide: bool) -> tuple[Range, Range]:
    """Where the sides of the image may be so that the room takes it."""
    across, down = between((room.smallest, room.largest), wide=wide)
    return (across[0] - room.wider, across[1] - room.wider), (down[0] - room.taller, down[1] - room.taller)


def _smaller(side: Decimal, room: Range, whole: bool) -> Decimal | None:
    low, high = room
    picked = min(side, high)
    picked = picked.to_integral_value(ROUND_FLOOR) if whole else picked
    return picked if low <= picked and picked > 0 else None


def _larger(side: Decimal, room: Range, whole: bool) -> Decimal | None:
    low, high = room
    picked = max(side, low)
    picked = picked.to_integral_value(ROUND_CEILING) if whole else picked
    return picked if picked <= high else None
