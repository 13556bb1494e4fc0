"""Orders as the service lists them: placed, parked, and the ways they may travel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.order import OrderTotal


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """A row of list_orders. `order_guid` and `order_email` together ask get_order; `ordered_at` is as it came."""

    order_po: str
    order_id: int
    order_guid: str = ""
    order_email: str = ""
    ordered_at: str = ""
    status: str = ""
    total: Money = ZERO


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """What one order really came to; `total` is None when the service does not say."""

    order_id: int
    total: OrderTotal | None = None


@dataclass(frozen=True, slots=True)
class PendingOrder:
    """An order parked for review. The layout of a parked order is not documented (GAPS 41): `row` is what came."""

    order_po: str = ""
    order_id: int = 0
    row: Mapping[str, object] = field(default_factory=dict[str, object], repr=False)


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """A way of shipping by its id and code, without a price."""

    id: int
    method: str = ""
    code: str = ""
    class_code: str = ""
    international: bool | None = None
