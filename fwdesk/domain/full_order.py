"""Everything else an order may carry (REFERENCE, models order and order_item). The desk itself needs none of it.

A `FullOrder` is an `Order`, and a `FullLine` an `OrderLine`, wherever one is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from fwdesk.domain.order import Order, OrderLine


class TaxType(IntEnum):
    """What a tax number is, as the API counts (REFERENCE, model customs_tax_info)."""

    VAT = 0
    IOSS = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class CustomsTax:
    """The tax identity for a parcel that crosses a border; at most 50 characters."""

    tax_id: str
    tax_type: TaxType = TaxType.VAT


@dataclass(frozen=True, slots=True)
class FullLine(OrderLine):
    """A line with its own reference in place of the order's, data of your own, and a stored product's GUID.

    The reference has at most 50 characters, each of the three texts 255.
    """

    reference: str = ""
    custom_data: tuple[str, str, str] = ("", "", "")
    product_guid: str = ""


@dataclass(frozen=True, slots=True)
class FullOrder(Order):
    """An order with every field the API knows; empty is left to the service.

    `status_url` is where the service posts changes of status. The accounts are your own with the carriers (50
    characters). `fulfillment_id` is that of a saved pending order.
    """

    ship_by: date | None = None
    customs_tax: CustomsTax | None = None
    status_url: str = ""
    ups_account: str = ""
    fedex_account: str = ""
    custom_data: tuple[str, str, str] = ("", "", "")
    fulfillment_id: int | None = None
