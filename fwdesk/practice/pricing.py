"""Prices, exact: REFERENCE section 8 where it knows them, plausible rates elsewhere. Decimal and whole numbers only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from fwdesk.domain.code import FramePart, PrintPart, ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.practice.stock import MEDIA_BY_ID, STYLE_BY_ID, TYPE_BY_ID
from fwdesk.practice.stock_frames import FRAMES, floor_price
from fwdesk.practice.stock_mats import GLAZINGS, MATS, glazing_price, mat_price
from fwdesk.practice.stock_prints import MEDIA_RATES
from fwdesk.practice.stock_styles import STYLE_RATES
from fwdesk.practice.wire import Row

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_LONGEST = Decimal(120)
"""Inches beyond which nothing is priced. get_prices is no size check (GRAMMAR), but it has an end."""


SkuCodes: TypeAlias = Callable[[str], ProductCode | None]
"""The product code behind a virtual-inventory SKU of the account; None when there is no such product."""


def no_skus(_sku: str) -> None:
    """For whoever has no virtual inventory."""


class Unpriced(Exception):
    """A code without a price; the words go into the row's `info` (REFERENCE 1.5)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The price of one copy, in the parts of REFERENCE's model price."""

    product: Decimal = _NOTHING
    frame: Decimal = _NOTHING
    mat_1: Decimal = _NOTHING
    mat_2: Decimal = _NOTHING
    glazing: Decimal = _NOTHING

    @property
    def total(self) -> Decimal:
        """One copy: the sum of the parts."""
        return self.product + self.frame + self.mat_1 + self.mat_2 + self.glazing


def cents(value: Decimal) -> Decimal:
    """To whole cents, half up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def print_price(part: PrintPart) -> Decimal:
    """`max(7, 11*max(8,w)*max(8,h)//100)` for media 6 (REFERENCE section 8), other media by their own rate."""
    if part.product_type not in TYPE_BY_ID or part.media not in MEDIA_BY_ID or part.style not in STYLE_BY_ID:
        raise Unpriced("The product type, media or style of this code is not available.")
    if max(part.size.width, part.size.height) > _LONGEST:
        raise Unpriced(f"The size {part.size} in is beyond anything that is made.")
    media = MEDIA_RATES[part.media]
    area = max(media.side, part.size.width) * max(media.side, part.size.height)
    extra = int(STYLE_RATES.get(part.style, _NOTHING) * area)
    return Decimal(max(media.least, int(media.rate * area)) + extra)


def frame_price(frame_id: int, perimeter: Decimal) -> Decimal:
    """The moulding for an opening's perimeter; frame 0 costs nothing.

    Frame 7 is priced as frame 1 plus a sixth of the perimeter and 3: within two dollars of its published fit, and
    exact for 43.63, 57.00 and 89.00 (REFERENCE section 8), which the fit is not.
    """
    if not frame_id:
        return _NOTHING
    item = FRAMES.get(frame_id)
    if item is None:
        raise Unpriced(f"Frame {frame_id} is not available.")
    if frame_id == 7:
        economy = floor_price(Decimal("0.5"), Decimal(3), perimeter)
        return Decimal(economy + int(perimeter / 6 + 3))
    return Decimal(floor_price(item.rate, item.base, perimeter))


def _package(framed: FramePart) -> Parts:
    opening = framed.opening
    if max(opening.width, opening.height) > _LONGEST:
        raise Unpriced(f"The opening {opening} in is beyond anything that is made.")
    mats: list[Decimal] = []
    for part in framed.mats:
        item = MATS.get(part.mat)
        if item is None:
            raise Unpriced(f"Mat {part.mat} is not available.")
        mats.append(mat_price(opening.area, item.factor))
    glazing = GLAZINGS.get(framed.glazing)
    if framed.glazing and glazing is None:
        raise Unpriced(f"Glazing {framed.glazing} is not available.")
    return Parts(
        frame=frame_price(framed.frame, opening.perimeter),
        mat_1=mats[0] if mats else _NOTHING,
        mat_2=mats[1] if len(mats) > 1 else _NOTHING,
        glazing=Decimal(glazing_price(glazing, opening.area)) if glazing else _NOTHING,
    )


def price(code: ProductCode) -> Parts:
    """What one copy costs. Raises `Unpriced`."""
    if code.is_sku:
        raise Unpriced("There is no product with this SKU.")
    if code.tail:
        raise Unpriced(f"The end of the code, {code.tail}, is not known.")
    framed = _package(code.frame) if code.frame else Parts()
    product = print_price(code.print) if code.print else _NOTHING
    return Parts(product, framed.frame, framed.mat_1, framed.mat_2, framed.glazing)


def price_row(asked: str, quantity: int, behind: SkuCodes = no_skus) -> Row:
    """One row of get_prices. What cannot be priced is a row of zeros with `info` (REFERENCE 9.5)."""
    info: str | None = None
    sku: str | None = None
    spelled: str | None = asked
    parts = Parts()
    try:
        code = parse_code(asked)
        if code.is_sku:
            sku, meant = asked, behind(asked)
            spelled = meant.wire if meant else None
            code = meant or code
        parts = price(code)
    except CodeError as bad:
        info = f"The product code is not valid: {bad}."
    except Unpriced as bad:
        info = str(bad)
    return {
        "product_qty": quantity,
        "product_sku": sku,
        "product_code": spelled,
        "product_price": parts.product,
        "add_frame_price": parts.frame,
        "add_mat_1_price": parts.mat_1,
        "add_mat_2_price": parts.mat_2,
        "add_glazing_price": parts.glazing,
        "add_color_correct_price": _NOTHING,
        "total_price": parts.total,
        "info": info,
        "debug": {"Exception": info} if info else None,
    }
