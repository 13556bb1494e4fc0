"""Orders out; quotes, confirmations and statuses in (REFERENCE section 6, submit_orders_v2 and around)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictInt, StrictStr

from fwdesk.domain.money import Money
from fwdesk.domain.order import (
    Account,
    AddressVerdict,
    Confirmation,
    Order,
    OrderLine,
    OrderStatus,
    OrderTotal,
    Recipient,
    Shipment,
    ShippingOption,
    ShippingQuote,
)
from fwdesk.finerworks.strict_json import Writable
from fwdesk.finerworks.wire.fields import Amount, Flag, Id, Number, Text, Whole, Wire, plain_text

_NOTHING = Decimal(0)
ANY_SHIPPING = "SD"
"""A quote is refused without a code, although it lists every option (REFERENCE, list_shipping_options_multiple)."""


def _listed(value: object) -> object:
    return () if value is None else value


def address_body(recipient: Recipient, order_po: str = "") -> dict[str, Writable]:
    """A recipient as model address. Empty is null; the state goes out for the US alone, the province for the rest."""
    return {
        "first_name": recipient.first_name,
        "last_name": recipient.last_name,
        "company_name": recipient.company_name or None,
        "address_1": recipient.address_1,
        "address_2": recipient.address_2 or None,
        "address_3": recipient.address_3 or None,
        "city": recipient.city or None,
        "state_code": recipient.state_code.upper() or None if recipient.is_us else None,
        "province": None if recipient.is_us else recipient.province or None,
        "zip_postal_code": recipient.zip_postal_code,
        "country_code": recipient.country_code.lower(),
        "phone": recipient.phone or None,
        "email": recipient.email or None,
        "address_order_po": order_po or None,
    }


def line_body(line: OrderLine, order_po: str = "") -> dict[str, Writable]:
    """A line as model order_item. True pixel sizes always go along (REFERENCE, model product_image_file)."""
    return {
        "product_order_po": order_po or None,
        "product_qty": line.quantity,
        "product_sku": line.code,
        "product_image": {
            "pixel_width": line.file.pixel_width,
            "pixel_height": line.file.pixel_height,
            "product_url_file": line.file.url,
            "product_url_thumbnail": line.file.thumbnail_url or line.file.url,
        },
        "product_title": line.title or None,
        "template": None,
        "product_guid": None,
        "custom_data_1": None,
        "custom_data_2": None,
        "custom_data_3": None,
    }


def order_body(order: Order) -> dict[str, Writable]:
    """An order as model order. `source` is left out: the live validator has refused it (REFERENCE 10)."""
    return {
        "order_po": order.order_po,
        "order_key": None,
        "recipient": address_body(order.recipient, order.order_po),
        "order_items": [line_body(line, order.order_po) for line in order.lines],
        "shipping_code": order.shipping_code,
        "ship_by_date": None,
        "customs_tax_info": None,
        "gift_message": order.gift_message or None,
        "test_mode": order.test_mode,
        "webhook_order_status_url": None,
        "document_url": None,
        "acct_number_ups": None,
        "acct_number_fedex": None,
        "custom_data_1": None,
        "custom_data_2": None,
        "custom_data_3": None,
    }


def quote_body(orders: Iterable[Order]) -> dict[str, Writable]:
    """The body of list_shipping_options_multiple."""
    bodies = [order_body(order) for order in orders]
    return {"orders": [body | {"shipping_code": body["shipping_code"] or ANY_SHIPPING} for body in bodies]}


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

    def verdict(self, message: str) -> AddressVerdict:
        """The verdict of an accepted address, with the service's spelling if it gave one."""
        suggested = self.value()
        return AddressVerdict(True, suggested if suggested.address_1 else None, message)


class WireAppDetails(Wire):
    """Model app_details, as far as it is read."""

    app_live_mode: Flag = None


class WireAccount(Wire):
    """Model user_account, as far as it is read."""

    account_id: Whole = 0
    account_username: Text = ""
    account_email: Text = ""
    app_details: WireAppDetails | None = None

    def value(self) -> Account:
        """As a domain value. This endpoint seldom says whether the app is live (REFERENCE, test_my_credentials)."""
        live = self.app_details.app_live_mode if self.app_details else None
        return Account(self.account_username, self.account_email, self.account_id, live)


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

    def value(self, options: tuple[WireOption, ...]) -> ShippingQuote:
        """As a domain value."""
        ounces = self.order_size.ounces if self.order_size else _NOTHING
        return ShippingQuote(self.order_po, tuple(option.value() for option in options), ounces)


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

    def value(self) -> Shipment:
        """As a domain value."""
        return Shipment(self.carrier, self.service, self.tracking_number, self.tracking_url, self.shipment_date)


class WireOrderStatus(Wire):
    """Model order_status. The reference, the order id and the status id must be there."""

    order_po: StrictStr
    order_id: Id
    order_status_id: Id
    order_status_label: Text = ""
    order_confirmation_id: Whole = 0
    shipments: Annotated[tuple[WireShipment, ...], BeforeValidator(_listed)] = ()

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
