"""Parcels, shipping quotes, tax and totals, exact to the cent (REFERENCE 9.6, list_shipping_options_multiple notes)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fwdesk.domain.code import ProductCode
from fwdesk.domain.size import Size
from fwdesk.practice.orders import Line, OrderRequest
from fwdesk.practice.pricing import cents
from fwdesk.practice.stock import frame_of, rigid, style_of
from fwdesk.practice.stock_frames import FRAMES
from fwdesk.practice.stock_mats import GLAZINGS
from fwdesk.practice.wire import Row

_NOTHING = Decimal(0)
TAX_RATES = {"TX": Decimal("0.0825"), "CA": Decimal("0.0725"), "FL": Decimal("0.06"), "NY": Decimal("0.04")}
"""Sales tax by state as the practice shop charges it; other states pay none."""
_FAR = frozenset(("AK", "HI", "PR", "GU", "VI"))


@dataclass(frozen=True, slots=True)
class Parcel:
    """A packed line or order, in inches and ounces."""

    width: Decimal
    height: Decimal
    depth: Decimal
    ounces: Decimal
    rigid: bool

    @property
    def row(self) -> Row:
        """REFERENCE, model product_size."""
        return {
            "width": self.width,
            "height": self.height,
            "depth": self.depth,
            "ounces": self.ounces,
            "cubic_volume": cents(self.width * self.height * self.depth),
            "is_rigid": self.rigid,
        }


@dataclass(frozen=True, slots=True)
class _Service:
    """A way to send a parcel: what it costs beside economy, and how it is described."""

    id: int
    code: str
    class_code: str
    method: str
    carrier: str
    transit: str
    base: Decimal
    factor: Decimal


_DOMESTIC = (
    _Service(9601, "EC", "E", "Economy Mailer", "USPS", "3-7 biz days", Decimal(0), Decimal(1)),
    _Service(9602, "SD", "G", "UPS Ground", "UPS", "<b>2-5</b> biz days", Decimal(3), Decimal("1.1")),
    _Service(9603, "SD", "G", "FedEx Home Delivery", "FedEx", "2-5 biz days", Decimal("4.5"), Decimal("1.1")),
    _Service(9604, "EX", "2", "UPS 2nd Day Air", "UPS", "2-3 biz days", Decimal(12), Decimal("1.7")),
    _Service(9605, "ON", "1", "UPS Next Day Air", "UPS", "1-2 biz days", Decimal(26), Decimal("2.4")),
)
_ABROAD = (
    _Service(9611, "EC", "I", "International Economy", "USPS", "2-4 weeks", Decimal(12), Decimal("1.6")),
    _Service(9612, "EX", "I", "International Express", "FedEx", "<b>3-6</b> biz days", Decimal(34), Decimal("2.6")),
)
SERVICES: list[Row] = [
    {
        "id": service.id,
        "shipping_method": service.method,
        "shipping_code": service.code,
        "shipping_class_code": service.class_code,
        "is_international": service in _ABROAD,
    }
    for service in (*_DOMESTIC, *_ABROAD)
]
"""REFERENCE, model shipping_option_id: every way to send a parcel."""
_ROLLED = Decimal(16)
"""Prints longer than this travel in a tube if they can be rolled."""


def parcel(code: ProductCode, quantity: int) -> Parcel:
    """What a line comes to when packed."""
    framed, style = code.frame, style_of(code)
    size = framed.opening if framed else code.print.size if code.print else Size.of(8, 10)
    area = size.area
    ounces = area / 50
    depth = max(Decimal("0.125"), style.depth if style else _NOTHING)
    if framed:
        ounces += area * len(framed.mats) / 33
        glazing = GLAZINGS.get(framed.glazing)
        ounces += area * glazing.ounces if glazing else _NOTHING
        moulding = frame_of(code)
        if moulding:
            item = FRAMES[moulding.id].frame
            ounces += size.perimeter * item.face * item.depth * Decimal("0.4")
            size, depth = size.grown(item.face), item.depth + 1
    elif rigid(code):
        ounces += area * depth / 5
    whole = Decimal(int(ounces * quantity + 4))
    return Parcel(size.width + 1, size.height + 1, depth + (quantity - 1) * Decimal("0.1"), whole, rigid(code))


def packed(lines: tuple[Line, ...]) -> Parcel:
    """All lines of an order in one parcel."""
    parts = [parcel(line.code, line.quantity) for line in lines]
    return Parcel(
        max(part.width for part in parts),
        max(part.height for part in parts),
        sum((part.depth for part in parts), _NOTHING),
        sum((part.ounces for part in parts), _NOTHING),
        any(part.rigid for part in parts),
    )


def _economy(box: Parcel, *, framed: bool) -> Decimal:
    """6.95 for a small mailer, 26.95 for a 19 x 29 in tube (both quoted live); weight and frames on top."""
    longest = max(box.width, box.height) - 1
    rate = Decimal("6.95")
    rate += max(_NOTHING, longest - _ROLLED) * Decimal("1.54")
    rate += max(_NOTHING, box.ounces - 16) * Decimal("0.14")
    if framed:
        rate += 6
    if box.rigid:
        rate += Decimal("2.5") + max(_NOTHING, longest - 24) * Decimal("1.2")
    return rate


def _ninety_five(rate: Decimal) -> Decimal:
    return Decimal(int(rate)) + Decimal("0.95")


def _method(service: _Service, box: Parcel) -> str:
    if service.code == "EC" and not box.rigid and max(box.width, box.height) - 1 > _ROLLED:
        return service.method.replace("Mailer", "Tube")
    return service.method.replace("Mailer", "Parcel") if box.rigid else service.method


def _rate(service: _Service, order: OrderRequest, box: Parcel) -> Decimal:
    framed = any(line.code.frame is not None for line in order.lines)
    rate = _economy(box, framed=framed) * service.factor + service.base
    if not order.domestic:
        rate += order.subtotal * Decimal("0.3")
    elif order.state in _FAR:
        rate += 14
    return _ninety_five(rate)


def total_row(order: OrderRequest, rate: Decimal) -> Row:
    """REFERENCE, model order_total: grand total = subtotal + shipping + tax + expedite - discount, to the cent."""
    subtotal = cents(order.subtotal)
    tax_rate = TAX_RATES.get(order.state, _NOTHING) if order.domestic else _NOTHING
    tax = cents(subtotal * tax_rate)
    return {
        "order_po": order.order_po,
        "order_subtotal": subtotal,
        "order_shipping_rate": rate,
        "order_discount": _NOTHING,
        "order_sales_tax": tax,
        "order_sales_tax_rate": tax_rate,
        "order_expedite_fee": _NOTHING,
        "order_credits_used": _NOTHING,
        "order_grand_total": subtotal + rate + tax,
        "product_pricing": [line.price for line in order.lines],
    }


def options(order: OrderRequest) -> list[Row]:
    """Every way to send an order, cheapest first. Options may share a code; ids tell them apart."""
    box = packed(order.lines)
    rows: list[Row] = []
    for service in _DOMESTIC if order.domestic else _ABROAD:
        rate = _rate(service, order, box)
        rows.append(
            {
                "id": service.id,
                "rate": rate,
                "shipping_method": _method(service, box),
                "shipping_code": service.code,
                "shipping_class_code": service.class_code,
                "transit_time": service.transit,
                "carrier": service.carrier,
                "calculated_total": total_row(order, rate),
            }
        )
    return sorted(rows, key=lambda row: row["rate"])


def chosen(order: OrderRequest, code: str) -> Row:
    """The option that a shipping code means: its id, its code, or for FS and unknown codes a sensible one."""
    rows = options(order)
    word = code.strip().upper()
    for row in rows:
        if word in (str(row["id"]), row["shipping_code"]):
            return row
    return rows[-1] if word in ("FS", "ON") else rows[0]
