"""Orders in: quotes, confirmations, statuses and lists (REFERENCE section 6, submit_orders_v2 and around)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictInt, StrictStr, model_validator

from fwdesk.domain.money import Money
from fwdesk.domain.order import (
    AddressVerdict,
    Confirmation,
    OrderStatus,
    OrderTotal,
    Recipient,
    Shipment,
    ShippingOption,
    ShippingQuote,
)
from fwdesk.domain.placed import ListedOrder, PendingOrder, PlacedOrder, ShippingMethod
from fwdesk.finerworks.wire.fields import Amount, Flag, Id, Number, Text, Whole, Wire, plain_text

_NOTHING = Decimal(0)


class WireAddress(Wire):
    """Model address as it comes back: every field may be null."""

    first_name: Text = ""
    last_name: Text = ""
    company_name: Text = ""
    address_1: Text = ""
    address_2: Text = ""
    address_3: Text = ""
    city: Text = ""
    state_code: Text = ""
    province: Text = ""
    zip_postal_code: Text = ""
    country_code: Text = ""
    phone: Text = ""
    email: Text = ""

    def value(self) -> Recipient:
        """As a domain value."""
        return Recipient(**{name: getattr(self, name) for name in WireAddress.model_fields})

    def found(self) -> Recipient | None:
        """As a domain value, None where every field is empty but the country."""
        found = self.value()
        return found if any((found.first_name, found.last_name, found.company_name, found.address_1)) else None

    def verdict(self, message: str) -> AddressVerdict:
        """The verdict of an accepted address, with the service's spelling if it gave one."""
        suggested = self.value()
        return AddressVerdict(True, suggested if suggested.address_1 else None, message)


class WireTotal(Wire):
    """Model order_total, in USD. Subtotal, shipping and grand total must be there."""

    order_subtotal: Amount
    order_shipping_rate: Amount
    order_grand_total: Amount
    order_discount: Number = _NOTHING
    order_sales_tax: Number = _NOTHING
    order_expedite_fee: Number = _NOTHING
    order_credits_used: Number = _NOTHING

    def value(self) -> OrderTotal:
        """As a domain value; `OrderTotal.adds_up` checks it."""
        return OrderTotal(
            subtotal=Money(self.order_subtotal),
            shipping=Money(self.order_shipping_rate),
            grand_total=Money(self.order_grand_total),
            discount=Money(self.order_discount),
            tax=Money(self.order_sales_tax),
            expedite=Money(self.order_expedite_fee),
            credits=Money(self.order_credits_used),
        )


class WireOption(Wire):
    """Model shipping_option. Without `calculated_total` it cannot be offered; `id` came with v2."""

    id: Whole = 0
    rate: Number = _NOTHING
    shipping_method: Text = ""
    shipping_code: Text = ""
    carrier: Text = ""
    transit_time: Text = ""
    calculated_total: WireTotal

    def value(self) -> ShippingOption:
        """As a domain value; the transit time may hold HTML, which goes."""
        return ShippingOption(
            self.id,
            self.shipping_code,
            plain_text(self.shipping_method),
            plain_text(self.carrier),
            plain_text(self.transit_time),
            Money(self.rate),
            self.calculated_total.value(),
        )


class WireOrderSize(Wire):
    """Model product_size, as far as a quote is read."""

    ounces: Number = _NOTHING


class WireQuote(Wire):
    """Model shipping_quote without its options: they are read one by one (`Answer.rows`)."""

    order_po: Text
    order_size: WireOrderSize | None = None

    def value(self, options: tuple[ShippingOption, ...]) -> ShippingQuote:
        """As a domain value."""
        ounces = self.order_size.ounces if self.order_size else _NOTHING
        return ShippingQuote(self.order_po, options, ounces)


class WireConfirmation(Wire):
    """Model order_confirmation. Strict where it decides: the reference is text, the order id a number above 0."""

    order_po: StrictStr
    order_id: Annotated[StrictInt, Field(gt=0)]
    order_confirmation_id: Whole = 0
    order_guid: Text = ""
    order_confirmation_datetime: Text = ""

    def value(self, message: str) -> Confirmation:
        """As a domain value."""
        return Confirmation(
            self.order_po,
            self.order_id,
            self.order_confirmation_id,
            self.order_guid,
            self.order_confirmation_datetime,
            message,
        )


class WireShipment(Wire):
    """Model shipment, as far as it is shown."""

    carrier: Text = ""
    service: Text = ""
    tracking_number: Text = ""
    tracking_url: Text = ""
    shipment_date: Text = ""
    eta_date: Text = ""
    delivery_date: Text = ""

    def value(self) -> Shipment:
        """As a domain value."""
        return Shipment(
            self.carrier,
            self.service,
            self.tracking_number,
            self.tracking_url,
            self.shipment_date,
            self.eta_date,
            self.delivery_date,
        )


class WireOrderStatus(Wire):
    """Model order_status. The reference, the order id and the status id must be there."""

    order_po: StrictStr
    order_id: Id
    order_status_id: Id
    order_status_label: Text = ""
    order_confirmation_id: Whole = 0
    shipments: tuple[WireShipment, ...] = ()

    def value(self) -> OrderStatus:
        """As a domain value."""
        return OrderStatus(
            self.order_po,
            self.order_id,
            self.order_status_id,
            plain_text(self.order_status_label),
            tuple(shipment.value() for shipment in self.shipments),
            self.order_confirmation_id,
        )


class WireStatusDefinition(Wire):
    """Model order_status_definition."""

    order_status_id: Id
    order_status_label: Text = ""


class WireListedOrder(Wire):
    """Model order_list_row. The reference and the order id must be there."""

    order_po: StrictStr
    order_id: Id
    order_guid: Text = ""
    order_email: Text = ""
    order_date: Text = ""
    status: Text = ""
    total: Number = _NOTHING

    def value(self) -> ListedOrder:
        """As a domain value."""
        return ListedOrder(
            self.order_po,
            self.order_id,
            self.order_guid,
            self.order_email,
            self.order_date,
            plain_text(self.status),
            Money(self.total),
        )


class WirePlacedOrder(Wire):
    """The `order` of get_order: what it came to."""

    order_id: Id
    totals: WireTotal | None = None

    def value(self) -> PlacedOrder:
        """As a domain value."""
        return PlacedOrder(self.order_id, self.totals.value() if self.totals else None)


class WirePendingOrder(Wire):
    """A parked order. Only the reference and the number are looked for; nobody has documented the rest."""

    order_po: Text = ""
    order_id: Whole = 0

    def value(self) -> PendingOrder:
        """As a domain value."""
        return PendingOrder(self.order_po, self.order_id, self.model_dump())


class WireShippingMethod(Wire):
    """Model shipping_option_id. One source has bare ids in place of the rows (REFERENCE 10)."""

    id: Id
    shipping_method: Text = ""
    shipping_code: Text = ""
    shipping_class_code: Text = ""
    is_international: Flag = None

    @model_validator(mode="before")
    @classmethod
    def _bare_id(cls, data: object) -> object:
        return {"id": data} if isinstance(data, int) else data

    def value(self) -> ShippingMethod:
        """As a domain value."""
        return ShippingMethod(
            self.id,
            plain_text(self.shipping_method),
            self.shipping_code,
            self.shipping_class_code,
            self.is_international,
        )
