"""Which sizes a style allows, why another is not allowed, and which to offer for a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from fwdesk.domain.crop import Pixels, cropped_share
from fwdesk.domain.options import Style
from fwdesk.domain.size import Size, inches

_NOTHING = Decimal(0)
_ENDLESS = Decimal("Infinity")
_HUNDREDTH = Decimal("0.01")
_EIGHTH = Decimal("0.125")
NO_CROP = Decimal("0.002")
"""A crop of up to 0.2 % is less than trimming takes (PRINT-FACTS: 1/10 to 1/8 in on borderless prints)."""

# The sizes that shops sell most, portrait way up (PRINT-FACTS, sizes), and the squares between them.
_TRADE = tuple(
    Size.of(width, height)
    for width, height in (
        (4, 6), (5, 7), (8, 8), (8, 10), (8, 12), (10, 10), (11, 14), (12, 12), (12, 16), (12, 18), (16, 16),
        (16, 20), (16, 24), (18, 24), (20, 20), (20, 24), (20, 30), (24, 24), (24, 30), (24, 36), (30, 30),
        (30, 40), (32, 48), (36, 36), (36, 48), (40, 60),
    )
)  # fmt: skip
_LONG_SIDES = tuple(Decimal(side) for side in (8, 10, 12, 14, 16, 18, 20, 24, 30, 36, 40, 48, 60))


def _upright(size: Size) -> Size:
    return size if size.width <= size.height else size.turned


def _lying(size: Size, *, wide: bool) -> Size:
    return _upright(size).turned if wide else _upright(size)


def in_limits(size: Size, smallest: Size | None, largest: Size | None) -> bool:
    """True if the size lies between two limits, either way round. A missing limit does not limit."""
    short, long = size.width, size.height
    if short > long:
        short, long = long, short
    if smallest:
        least = _upright(smallest)
        if short < least.width or long < least.height:
            return False
    if largest:
        most = _upright(largest)
        return short <= most.width and long <= most.height
    return True


def other_way(one: Size, other: Size) -> bool:
    """True if one of two sizes lies and the other does not."""
    return (one.width > one.height) != (other.width > other.height)


def _in_style(style: Style, size: Size) -> bool:
    if style.allow_rotate:
        return in_limits(size, style.smallest, style.largest)
    over = style.smallest is None or style.smallest.within(size)
    return over and (style.largest is None or size.within(style.largest))


def why_not(style: Style, size: Size) -> str:
    """Why this style cannot be made in this size, as a sentence; empty if it can (REFERENCE, list_style_types)."""
    if only := only_sizes(style):
        if size in only:
            return ""
        return f"{style.name} comes in fixed sizes only; {size.framer} in is not one of them."
    if not style.allow_decimal and (size.width % 1 or size.height % 1):
        return f"{style.name} is made in whole inches only, not {size.framer} in."
    if _in_style(style, size):
        return ""
    limits: list[str] = []
    if style.smallest:
        limits.append(f"from {style.smallest.framer}")
    if style.largest:
        limits.append(f"up to {style.largest.framer}")
    return f"{style.name} is made {' '.join(limits)} in, not {size.framer} in."


@dataclass(frozen=True, slots=True)
class Room:
    """A frame or mat that takes the image with `wider` by `taller` inches around it, either way round."""

    smallest: Size | None
    largest: Size | None
    wider: Decimal = _NOTHING
    taller: Decimal = _NOTHING

    def takes(self, image: Size) -> bool:
        """True if the image with what is around it lies within the limits; a window may make it smaller than it."""
        width, height = image.width + self.wider, image.height + self.taller
        return width > 0 and height > 0 and in_limits(Size(width, height), self.smallest, self.largest)


def only_sizes(style: Style) -> tuple[Size, ...]:
    """The only sizes there are, each way they may lie; empty if the style is made to measure."""
    if style.custom_sizing:
        return ()
    return tuple(
        {way: None for size in style.sizes for way in ((size, size.turned) if style.allow_rotate else (size,))}
    )


def _clamped(style: Style, wanted: Size, rooms: Iterable[Room], *, wide: bool) -> Size | None:
    """The nearest size between all limits, lying (`wide`) or upright; None if they leave nothing."""
    limits = [(style.smallest, style.largest, _NOTHING, _NOTHING, style.allow_rotate)]
    limits += [(room.smallest, room.largest, room.wider, room.taller, True) for room in rooms]
    low, high = (_NOTHING, _NOTHING), (_ENDLESS, _ENDLESS)
    for smallest, largest, wider, taller, either_way in limits:
        if smallest:
            least = _lying(smallest, wide=wide) if either_way else smallest
            low = max(low[0], least.width - wider), max(low[1], least.height - taller)
        if largest:
            most = _lying(largest, wide=wide) if either_way else largest
            high = min(high[0], most.width - wider), min(high[1], most.height - taller)
    # The long side is at least what the short one must be, and the short one at most what the long one may be.
    low = (max(low), low[1]) if wide else (low[0], max(low))
    high = (high[0], min(high)) if wide else (min(high), high[1])
    sides: list[Decimal] = []
    for side, least, most in zip((wanted.width, wanted.height), low, high, strict=True):
        if not style.allow_decimal:
            side = max(side.to_integral_value(ROUND_HALF_UP), Decimal(1))
            least, most = least.to_integral_value(ROUND_CEILING), most.to_integral_value(ROUND_FLOOR)
        sides.append(min(max(side, least), most))
        if least > most or sides[-1] <= 0:
            return None
    return Size(*sides)


def fitting(style: Style, wanted: Size, rooms: Sequence[Room] = ()) -> Size | None:
    """The size closest to `wanted` in both sides that the style allows and every room takes; None if there is none."""
    ways: list[Size | None] = [wanted, *only_sizes(style)]
    if not only_sizes(style):
        ways += [_clamped(style, way, rooms, wide=wide) for way in (wanted, wanted.turned) for wide in (False, True)]
    good = [way for way in ways if way and not why_not(style, way) and all(room.takes(way) for room in rooms)]
    return min(
        good,
        key=lambda way: (
            abs(way.width - wanted.width) + abs(way.height - wanted.height),
            other_way(way, wanted),
            way,
        ),
        default=None,
    )


def nearest(style: Style, wanted: Size) -> Size:
    """The size of this style closest to `wanted` in both sides; `wanted` itself if the style has no size at all."""
    return fitting(style, wanted) or wanted


def in_proportion(style: Style, wanted: Size, rooms: Sequence[Room] = ()) -> Size | None:
    """Like `fitting`, but where both sides have to shrink (or grow) they do so alike, so that nothing is cropped."""
    closest = fitting(style, wanted, rooms)
    if closest is None:
        return None
    factors = closest.width / wanted.width, closest.height / wanted.height
    if max(factors) <= 1:
        factor, rounding = min(factors), ROUND_FLOOR
    elif min(factors) >= 1:
        factor, rounding = max(factors), ROUND_CEILING
    else:
        return closest
    step = _EIGHTH if style.allow_decimal else Decimal(1)
    steps = [(side * factor / step).quantize(_HUNDREDTH) for side in (wanted.width, wanted.height)]
    scaled = Size(*(max(side.to_integral_value(rounding), Decimal(1)) * step for side in steps))
    return fitting(style, scaled, rooms)


def _proportional(pixels: Pixels, long_side: Decimal, *, decimals: bool) -> Size:
    short = long_side / max(pixels.aspect, 1 / pixels.aspect)
    step = _EIGHTH if decimals else Decimal(1)
    rounded = max((short / step).quantize(Decimal(1), ROUND_HALF_UP) * step, step)
    if decimals and abs(rounded - short) > short * NO_CROP:
        rounded = short.quantize(_HUNDREDTH, ROUND_HALF_UP)
    across = pixels.width >= pixels.height
    return Size(long_side, rounded) if across else Size(rounded, long_side)


def offered(style: Style, pixels: Pixels) -> tuple[Size, ...]:
    """The sizes to show for a picture, its way up: fixed sizes, or the trade's sizes and uncropped ones.

    Sorted by how much they crop (nothing, under 2 %, more), then by area.
    """
    across = pixels.width > pixels.height
    if only := only_sizes(style):
        pool = {size for size in only if _lying(size, wide=across) == size or size.turned not in only}
    else:
        pool = {size.turned if across else size for size in _TRADE}
        pool |= {_proportional(pixels, side, decimals=style.allow_decimal) for side in _LONG_SIDES}
        pool = {size for size in pool if not why_not(style, size)}
    return tuple(sorted(pool, key=lambda size: (fit_group(pixels, size), size.area, size)))


def fit_group(pixels: Pixels, size: Size) -> int:
    """0 no crop, 1 trims under 2 %, 2 crops more."""
    share = cropped_share(pixels, size)
    return 0 if share <= NO_CROP else 1 if share < Decimal("0.02") else 2


FIT_WORDS = ("No crop", "Trims under 2 %", "Crops")


def best_size(style: Style, pixels: Pixels, near: Size | None = None) -> Size:
    """A good size to begin with: the least cropped ones, of these the one nearest in area to `near` (320 sq in)."""
    sizes = offered(style, pixels)
    if not sizes:
        return nearest(
            style,
            near or _proportional(pixels, Decimal(20), decimals=style.allow_decimal),
        )
    wanted = near.area if near else Decimal(320)
    whole = [size for size in sizes if fit_group(pixels, size) == fit_group(pixels, sizes[0])]
    return min(whole, key=lambda size: (abs(size.area - wanted), size))


def limits_words(smallest: Size | None, largest: Size | None) -> str:
    """Limits in words: 4 × 4 to 24 × 36 in; empty if there are none."""
    low = smallest.framer if smallest else ""
    high = largest.framer if largest else ""
    if low and high:
        return f"{low} to {high} in"
    return f"from {low} in" if low else f"up to {high} in" if high else ""


def border_words(border: Decimal) -> str:
    """A mat border for people: 2 in."""
    return f"{inches(border)} in"
