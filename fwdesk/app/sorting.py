"""The orders an artist can put the frames in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial

from fwdesk.app.models import OptionRow
from fwdesk.domain.color import lab
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.options import Frame


class FrameOrder(Enum):
    """How frames are sorted; the value is how it is said."""

    SHOP = "Shop order"
    NARROW = "Narrow first"
    WIDE = "Wide first"
    PRICE = "Least price first"
    DARK = "Dark first"
    LIGHT = "Light first"


_Key = Callable[[Frame], float]
_KEYS: dict[FrameOrder, _Key] = {
    FrameOrder.NARROW: lambda frame: float(frame.face),
    FrameOrder.WIDE: lambda frame: -float(frame.face),
    FrameOrder.DARK: lambda frame: _lightness(frame, unknown=101),
    FrameOrder.LIGHT: lambda frame: -_lightness(frame, unknown=-1),
}


def _lightness(frame: Frame, *, unknown: float) -> float:
    seen = lab(_WORDS.get(frame.color.casefold(), frame.color))
    return seen.lightness if seen else unknown


# Colors by which the vendor calls frames and that are no common color words.
_WORDS = {"walnut": "#5c4033", "natural": "#d8b98a", "copper": "#b87333", "red brown": "#7b3f2a", "espresso": "#3b2a22"}


def sorted_frames(
    rows: tuple[OptionRow, ...], order: FrameOrder, differences: Mapping[int, Money]
) -> tuple[OptionRow, ...]:
    """Rows in an order: no frame stays first, what cannot be had stays last, what is not known follows what is."""
    if order is FrameOrder.SHOP:
        return rows
    if order is FrameOrder.PRICE:
        return tuple(sorted(rows, key=partial(_by_price, differences)))
    key = _KEYS[order]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                not row.offer.available,
                isinstance(row.look, Frame),
                key(row.look) if isinstance(row.look, Frame) else 0.0,
            ),
        )
    )


def _by_price(differences: Mapping[int, Money], row: OptionRow) -> tuple[bool, bool, bool, Money]:
    known = differences.get(row.offer.id)
    return not row.offer.available, row.offer.id != 0, known is None, ZERO if known is None else known
