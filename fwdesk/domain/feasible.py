"""Where a print, a frame and a mat meet: an image size and an opening that all their limits allow, if there are any.

Every limit is of the form "this length is at most that length and so much": a style's, frame's or mat's smallest and
largest size, the paper that must lie in the opening, the opening that must not be larger than the paper. Such a system
has a solution exactly if its tightest form (all shortest paths) does not contradict itself, also in whole inches, since
the tightest bounds of whole numbers are whole. So `meet` finds a size whenever there is one: None is a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import product

from fwdesk.domain.options import Style
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import only_sizes

_ENDLESS = Decimal("Infinity")
_FINEST = Decimal("0.01")
_NOTHING = Decimal(0)
# The unknown lengths; _ZERO stands for the length 0, so that a bound is a difference like any other.
_ZERO, _WIDTH, _HEIGHT, _ACROSS, _DOWN = range(5)
_IMAGE, _OPENING = (_WIDTH, _HEIGHT), (_ACROSS, _DOWN)

Limits = tuple[Size | None, Size | None]
"""The smallest and the largest size, either way round; None does not limit."""


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around an image: limits of the opening, and how much larger than the image it must and may be.

    `least` and `most` are inches in all, both sides together; `most` is None for any.
    """

    limits: tuple[Limits, ...] = ()
    least: Decimal = _NOTHING
    most: Decimal | None = None


class _Bounds:
    """`at_most[a][b]` is the most that length a may be larger than length b."""

    def __init__(self) -> None:
        self.at_most = [[_NOTHING if a == b else _ENDLESS for b in range(5)] for a in range(5)]
        for length in (*_IMAGE, *_OPENING):
            self.at_most[_ZERO][length] = -_FINEST

    def limit(self, a: int, b: int, most: Decimal) -> None:
        """Length a is at most length b and `most`."""
        self.at_most[a][b] = min(self.at_most[a][b], most)

    def between(self, lengths: tuple[int, int], smallest: Size | None, largest: Size | None) -> None:
        """Width and height of one rectangle lie between two sizes, this way up."""
        for length, low in zip(lengths, (smallest.width, smallest.height) if smallest else (), strict=False):
            self.limit(_ZERO, length, -low)
        for length, high in zip(lengths, (largest.width, largest.height) if largest else (), strict=False):
            self.limit(length, _ZERO, high)

    def tighten(self) -> bool:
        """Draw every conclusion; False if they contradict each other."""
        rows = self.at_most
        for through, a, b in product(range(5), repeat=3):
            by_way = rows[a][through] + rows[through][b]
            if by_way < rows[a][b]:
                rows[a][b] = by_way
        return all(rows[a][a] >= 0 for a in range(5))

    def in_whole_inches(self) -> bool:
        """Width and height of the image are whole inches from here on; False if there are none."""
        for a, b in product((_ZERO, *_IMAGE), repeat=2):
            if self.at_most[a][b].is_finite():
                self.at_most[a][b] = self.at_most[a][b].to_integral_value(ROUND_FLOOR)
        return self.tighten()

    def pick(self, length: int, wanted: Decimal, *, whole: bool = False) -> Decimal:
        """Fix a length as near to the wanted one as the rest leaves it; what is left stays free of contradiction."""
        low, high = -self.at_most[_ZERO][length], self.at_most[length][_ZERO]
        value = min(max(wanted.to_integral_value() if whole else wanted, low), high)
        self.at_most[_ZERO][length], self.at_most[length][_ZERO] = -value, value
        self.tighten()
        return value


def meet(
    style: Style | None, wanted: Size, around: Around, opening_wanted: Size, *, exactly: bool = False
) -> tuple[Size, Size] | None:
    """An image size of the style and an opening, near to the wanted ones; None if none can be.

    `exactly` keeps the image as wanted, which the style must then allow. Without a style the image is free.
    """
    found: list[tuple[Size, Size]] = []
    for bounds, whole in _systems(style, wanted, around, exactly=exactly):
        if bounds.tighten() and (not whole or bounds.in_whole_inches()):
            image = Size(*(bounds.pick(at, side, whole=whole) for at, side in zip(_IMAGE, _sides(wanted), strict=True)))
            more = opening_wanted.width - wanted.width, opening_wanted.height - wanted.height
            lengths = zip(_OPENING, (image.width + more[0], image.height + more[1]), strict=True)
            found.append((image, Size(*(bounds.pick(at, side) for at, side in lengths))))
    return min(found, key=lambda made: (_apart(made[0], wanted), _apart(made[1], opening_wanted)), default=None)


def _sides(size: Size) -> tuple[Decimal, Decimal]:
    return size.width, size.height


def _apart(one: Size, other: Size) -> Decimal:
    return abs(one.width - other.width) + abs(one.height - other.height)


def _systems(style: Style | None, wanted: Size, around: Around, *, exactly: bool) -> Iterator[tuple[_Bounds, bool]]:
    """Every way the image and the opening may lie, and whether the image is measured in whole inches."""
    images = (wanted,) if exactly else _images(style, wanted)
    for wide, image in product((False, True), images):
        bounds = _Bounds()
        if isinstance(image, Size):
            bounds.between(_IMAGE, image, image)
        elif style and image is None:
            bounds.between(_IMAGE, style.smallest, style.largest)
        elif style:
            _lay(bounds, _IMAGE, (style.smallest, style.largest), wide=bool(image))
        for limits in around.limits:
            _lay(bounds, _OPENING, limits, wide=wide)
        for length, outer in zip(_IMAGE, _OPENING, strict=True):
            bounds.limit(length, outer, -around.least)
            if around.most is not None:
                bounds.limit(outer, length, around.most)
        yield bounds, bool(style) and not isinstance(image, Size) and not style.allow_decimal


def _images(style: Style | None, wanted: Size) -> Sequence[Size | bool | None]:
    """The only sizes, nearest first; or upright and lying; or None for one way up only."""
    if style is None:
        return (None,)
    if only := list(only_sizes(style)):
        only.sort(key=lambda size: (_apart(size, wanted), size))
        return only
    return (False, True) if style.allow_rotate else (None,)


def _lay(bounds: _Bounds, lengths: tuple[int, int], limits: Limits, *, wide: bool) -> None:
    """A rectangle lies (`wide`) or stands, between limits that count either way round."""
    upright = (lengths[1], lengths[0]) if wide else lengths
    bounds.limit(upright[0], upright[1], _NOTHING)
    smallest, largest = (limit and (limit.turned if limit.width > limit.height else limit) for limit in limits)
    bounds.between(upright, smallest, largest)
