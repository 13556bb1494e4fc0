"""Where a print, a frame and a mat meet: an image size and an opening that all their limits allow, if there are any.

A size lies between two limits either way round exactly if its width lies between their short sides and its height
between their long ones, or the other way about. So, for each way the image and the opening may lie, width and height
are judged apart, each by comparing a few lengths: `meet` finds a size whenever there is one, and None is a proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import product

from fwdesk.domain.options import Style
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import only_sizes, other_way

_ENDLESS = Decimal("Infinity")
_FINEST = Decimal("0.01")
_NOTHING = Decimal(0)

Limits = tuple[Size | None, Size | None]
"""The smallest and the largest size; None does not limit."""
Range = tuple[Decimal, Decimal]
Ranges = tuple[Range, Range]
"""Where a width and a height may lie, least and most each."""
_ANY: Range = (_FINEST, _ENDLESS)


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around an image: limits of the opening, either way round, and how much larger it must and may be.

    `least` and `most` are inches in all, both sides together; `most` is None for any.
    """

    limits: tuple[Limits, ...] = ()
    least: Decimal = _NOTHING
    most: Decimal | None = None


def meet(
    style: Style | None, wanted: Size, around: Around, opening_wanted: Size, *, exactly: bool = False
) -> tuple[Size, Size] | None:
    """An image size of the style and an opening, near to the wanted ones; None if none can be.

    `exactly` keeps the image as wanted, which the style must then allow. Without a style the image is free.
    """
    images = [_only(wanted)] if exactly else image_ranges(style)
    whole = style is not None and not style.allow_decimal and not exactly and not only_sizes(style)
    openings = [tuple(between(limits, wide=wide) for limits in around.limits) for wide in (False, True)]
    sides = (wanted.width, wanted.height), (opening_wanted.width, opening_wanted.height)
    found: list[tuple[Size, Size]] = []
    for image, opening in product(images, openings):
        across, down = (
            _side(image[at], [ranges[at] for ranges in opening], around, (sides[0][at], sides[1][at]), whole=whole)
            for at in (0, 1)
        )
        if across and down:
            found.append((Size(across[0], down[0]), Size(across[1], down[1])))
    return min(
        found,
        key=lambda made: (_apart(made[0], wanted), other_way(made[0], wanted), _apart(made[1], opening_wanted)),
        default=None,
    )


def _side(
    image: Range, opening: Sequence[Range], around: Around, wanted: tuple[Decimal, Decimal], *, whole: bool
) -> tuple[Decimal, Decimal] | None:
    """One side of the image and of the opening around it, as near to the wanted lengths as all allows."""
    least, most = max([_FINEST, *(low for low, _ in opening)]), min([_ENDLESS, *(high for _, high in opening)])
    low, high = max(image[0], least - (_ENDLESS if around.most is None else around.most)), image[1]
    high = min(high, most - around.least)
    length = wanted[0]
    if whole:
        low, length = low.to_integral_value(ROUND_CEILING), length.to_integral_value(ROUND_HALF_UP)
        high = high.to_integral_value(ROUND_FLOOR)
    length = min(max(length, low), high)
    outer_low, outer_high = max(least, length + around.least), most
    if around.most is not None:
        outer_high = min(outer_high, length + around.most)
    if low > high or outer_low > outer_high:
        return None
    return length, min(max(length + wanted[1] - wanted[0], outer_low), outer_high)


def image_ranges(style: Style | None) -> list[Ranges]:
    """The ranges in which width and height of an image may lie together."""
    if style is None:
        return [(_ANY, _ANY)]
    if only := only_sizes(style):
        return [_only(size) for size in only]
    limits = style.smallest, style.largest
    if style.allow_rotate:
        return [between(limits, wide=False), between(limits, wide=True)]
    return [_ranges(*limits)]


def _only(size: Size) -> Ranges:
    return (size.width, size.width), (size.height, size.height)


def between(limits: Limits, *, wide: bool) -> Ranges:
    """Where the sides of what lies (`wide`) or stands may be, between limits that count either way round."""
    lying = (limit and (limit.turned if (limit.width > limit.height) != wide else limit) for limit in limits)
    return _ranges(*lying)


def _ranges(smallest: Size | None, largest: Size | None) -> Ranges:
    low = (smallest.width, smallest.height) if smallest else (_FINEST, _FINEST)
    high = (largest.width, largest.height) if largest else (_ENDLESS, _ENDLESS)
    return (low[0], high[0]), (low[1], high[1])


def _apart(one: Size, other: Size) -> Decimal:
    return abs(one.width - other.width) + abs(one.height - other.height)
