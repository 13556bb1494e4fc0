"""How a picture fits a size: what is cut off on which side, how sharp it will be, or what a border would leave.

The distance rule: people look at a picture from about one and a half times its diagonal, and an eye resolves about
one minute of arc (FEATURES C7; both are rules of thumb, so they soften a verdict and never forbid a size).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from fwdesk.domain.crop import MIDDLE, Box, Crop, Pixels, Sharpness, crop_box, effective_ppi, sharpness
from fwdesk.domain.options import Style
from fwdesk.domain.size import Size, inches
from fwdesk.domain.sizing import FIT_WORDS, fit_group, offered

_PER_MINUTE = Decimal("3437.75")
"""How many times its own width a thing is away when it is one minute of arc wide: 1 / tan(1/60 degree)."""
_DIAGONALS = Decimal("1.5")
_PERCENT = Decimal("0.1")
_SEEN = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Sides:
    """What each side loses, in percent of the picture's width or height, to one decimal."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal


@dataclass(frozen=True, slots=True)
class Fit:
    """A picture in one size: its `group` (0 no crop, 1 trims under 2 %, 2 crops), what is lost, and how sharp it is.

    `needed_ppi` is what an eye can resolve from the usual distance, `distance` inches away.
    """

    size: Size
    group: int
    lost: Sides
    ppi: int
    verdict: Sharpness
    distance: int
    needed_ppi: int

    @property
    def heading(self) -> str:
        """The name of its group."""
        return FIT_WORDS[self.group]

    @property
    def crop_words(self) -> str:
        """What goes and where: Crops 3.1 % left and right; empty for no crop."""
        if not self.group:
            return ""
        lost = self.lost
        pairs = (("left", lost.left, "right", lost.right), ("top", lost.top, "bottom", lost.bottom))
        parts: list[str] = []
        for one, less, other, more in pairs:
            if less and less == more:
                parts.append(f"{_percent(less)} {one} and {_percent(more)} {other}")
            else:
                parts += [f"{_percent(by)} {side}" for side, by in ((one, less), (other, more)) if by]
        return f"{'Crops' if self.group > 1 else 'Trims'} {', '.join(parts)}" if parts else "Trims under 0.1 %"

    @property
    def sharp_words(self) -> str:
        """The verdict with its number, and the distance where that says more: Soft · 95 ppi · fine from 38 in."""
        said = f"{self.verdict.value} · {self.ppi} ppi"
        if self.verdict in {Sharpness.SOFT, Sharpness.TOO_SMALL} and self.ppi >= self.needed_ppi:
            return f"{said} · fine from {self.distance} in, where the eye resolves {self.needed_ppi}"
        return said


def viewing_distance(size: Size) -> Decimal:
    """Inches from which a picture of this size is looked at: one and a half diagonals."""
    return (size.width * size.width + size.height * size.height).sqrt() * _DIAGONALS


def needed_ppi(distance: Decimal) -> int:
    """Pixels per inch that an eye can tell apart from so many inches away, rounded to whole ones."""
    return int((_PER_MINUTE / distance).to_integral_value(ROUND_HALF_UP))


def fit(pixels: Pixels, size: Size, crop: Crop = MIDDLE) -> Fit:
    """How a picture, cropped as it is, fits a size."""
    box, ppi, away = crop_box(pixels, size, crop), effective_ppi(pixels, size, crop), viewing_distance(size)
    return Fit(
        size=size,
        group=fit_group(pixels, size),
        lost=_lost(pixels, box),
        ppi=ppi,
        verdict=sharpness(ppi),
        distance=int(away.to_integral_value(ROUND_HALF_UP)),
        needed_ppi=needed_ppi(away),
    )


def grouped(pixels: Pixels, sizes: Iterable[Size], crop: Crop = MIDDLE) -> tuple[tuple[str, tuple[Fit, ...]], ...]:
    """Sizes in the groups an artist asks for, each with its heading; empty groups are left out."""
    fits = [fit(pixels, size, crop) for size in sizes]
    groups = ((name, tuple(one for one in fits if one.group == number)) for number, name in enumerate(FIT_WORDS))
    return tuple((name, members) for name, members in groups if members)


def _lost(pixels: Pixels, box: Box) -> Sides:
    across, down = Decimal(pixels.width), Decimal(pixels.height)
    left, top, right, bottom = (
        (100 * part / whole).quantize(_PERCENT, ROUND_HALF_UP)
        for part, whole in (
            (box.left, across),
            (box.top, down),
            (across - box.right, across),
            (down - box.bottom, down),
        )
    )
    return Sides(left, top, right, bottom)


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f} %"


# Border instead of crop


@dataclass(frozen=True, slots=True)
class Margins:
    """White kept free inside the image size, in inches. It is part of the file, not of the code (PRINT-FACTS)."""

    sides: Decimal = Decimal(0)
    top: Decimal = Decimal(0)
    bottom: Decimal = Decimal(0)


ROOM_TO_SIGN = Margins(Decimal("0.375"), Decimal("0.375"), Decimal("0.625"))
"""3/8 in around and 5/8 in under the picture, where artists sign (FEATURES C3)."""


def inside(pixels: Pixels, size: Size, margins: Margins = Margins()) -> Size | None:
    """The largest size in which the whole picture lies inside an image size; None if the margins leave nothing."""
    across, down = size.width - 2 * margins.sides, size.height - margins.top - margins.bottom
    if across <= 0 or down <= 0:
        return None
    width = min(across, down * pixels.aspect)
    return Size(width, width / pixels.aspect)


def border_words(pixels: Pixels, size: Size, margins: Margins = Margins()) -> str:
    """What a border would leave: or all of it, 15 × 20 in, leaving white: ½ in left and right."""
    shown = inside(pixels, size, margins)
    if shown is None:
        return ""
    side = (size.width - shown.width) / 2
    slack = (size.height - margins.top - margins.bottom - shown.height) / 2
    top, bottom = margins.top + slack, margins.bottom + slack
    down = ((top, "above and below"),) if top == bottom else ((top, "above"), (bottom, "below"))
    white = [f"{inches(by)} in {where}" for by, where in ((side, "left and right"), *down) if by >= _SEEN]
    return f"or all of it, {shown.framer} in{', leaving white: ' + ', '.join(white) if white else ''}"


# How large a picture may be


@dataclass(frozen=True, slots=True)
class LargestGood:
    """The largest sizes of a style that a picture does well without a visible crop; None where there is none.

    `good` is good to look at closely (150 ppi), `across` good enough from where a picture of that size is seen.
    """

    good: Size | None
    across: Size | None

    @property
    def words(self) -> str:
        """One sentence for the artwork card."""
        if self.good is None:
            return f"Fine across a room to {self.across.framer} in." if self.across else "Too few pixels for any size."
        room = f", fine across a room to {self.across.framer} in" if self.across and self.across != self.good else ""
        return f"Good to {self.good.framer} in{room}."


def largest_good(style: Style, pixels: Pixels) -> LargestGood:
    """The largest size of a style this picture does well, among those that crop least."""
    fits = [fit(pixels, size) for size in offered(style, pixels)]
    least = min((one.group for one in fits), default=0)
    fits = [one for one in fits if one.group == least]
    good = [one.size for one in fits if one.verdict in {Sharpness.CRISP, Sharpness.GOOD}]
    across = [one.size for one in fits if one.ppi >= one.needed_ppi and one.verdict is not Sharpness.TOO_SMALL]
    return LargestGood(
        max(good, key=lambda size: size.area, default=None),
        max([*good, *across], key=lambda size: size.area, default=None),
    )
