"""An order as values: who gets it, what is in it, how it travels, what it comes to.

Lengths of text fields are the API's (REFERENCE 1.7). Nothing is cut silently: a value that is too long is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.typed_text import stored_length

LIMITS = {
    "first_name": 50, "last_name": 50, "company_name": 50, "address_1": 100, "address_2": 100, "address_3": 100,
    "city": 50, "state_code": 2, "province": 50, "zip_postal_code": 10, "country_code": 2, "phone": 50, "email": 50,
}  # fmt: skip
ORDER_PO_LIMIT = 50
TITLE_LIMIT = 50
QUANTITY_LIMIT = 999
DOCUMENT_LIMIT = 200
GIFT_LIMIT = 500
"""Characters of a gift message. The API names no limit; a packing slip has room for about this much."""
TEST_TOKEN = "xxxx"  # noqa: S105 - not a secret
"""The payment token that forces test mode on every order of a call (REFERENCE 1.6). Null is never sent."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A ship-to address (REFERENCE, model address). `state_code` is for the US alone, `province` for the rest."""

    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    address_1: str = ""
    address_2: str = ""
    address_3: str = ""
    city: str = ""
    state_code: str = ""
    province: str = ""
    zip_postal_code: str = ""
    country_code: str = "us"
    phone: str = ""
    email: str = ""

    @property
    def is_us(self) -> bool:
        """True for the United States."""
        return self.country_code.lower() == "us"

    @property
    def lines(self) -> tuple[str, ...]:
        """The label, line by line, without empty ones."""
        region = self.state_code.upper() if self.is_us else self.province
        place = ", ".join(part for part in (self.city, region) if part)
        rows = (
            f"{self.first_name} {self.last_name}".strip(),
            self.company_name,
            self.address_1,
            self.address_2,
            self.address_3,
            f"{place} {self.zip_postal_code}".strip(),
            self.country_code.upper(),
        )
        return tuple(row for row in rows if row)

    def problems(self) -> dict[str, str]:
        """What must be mended before anyone asks the service, by field name. Country rules come on top of these."""
        found: dict[str, str] = {}
        for name, words in (
            ("first_name", "a first name"),
            ("last_name", "a last name"),
            ("address_1", "a street and number"),
            ("city", "a city"),
            ("zip_postal_code", "a postal code (000000 where the country has none)"),
            ("country_code", "a country"),
        ):
            if not getattr(self, name).strip():
                found[name] = f"Enter {words}."
        if self.is_us and len(self.state_code.strip()) != 2:
            found["state_code"] = "Enter the two-letter state, such as TX."
        if not self.is_us and self.state_code:
            found["state_code"] = "The state must be blank outside the US; use the province instead."
        for field in fields(self):
            limit, value = LIMITS[field.name], getattr(self, field.name)
            counted = stored_length(value)
            if counted > limit:
                has = (
                    f"has {counted}" if counted == len(value) else f"counts as {counted}: some of its signs count twice"
                )
                found[field.name] = f"At most {limit} characters; this {has}."
        return found


@dataclass(frozen=True, slots=True)
class PrintFile:
    """Where the service can fetch the print file, and what was found there when the desk fetched it.

    `sha256` and the pixel size are of the file behind `url`. No order goes out with a URL nobody fetched.
    An empty `url` means no file, which only a virtual-inventory SKU allows.
    """

    url: str
    thumbnail_url: str
    pixel_width: int
    pixel_height: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many copies of one piece. `code` is the wire spelling; `title` is printed on the packing slip.

    `edition` is how many copies of the picture there will ever be at this size; 0 means that it is not limited. It is
    the desk's own affair: the service is not told.
    """

    code: str
    quantity: int
    file: PrintFile
    title: str = ""
    unit_price: Money = ZERO
    edition: int = 0

    @property
    def total(self) -> Money:
        """What the copies come to, not rounded."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Order:
    """One order to one recipient. `order_po` is our own reference, at most 50 characters, never reused.

    `document_url` is a page to pack with it (REFERENCE, model order); `orders.slip` has looked at it.
    """

    order_po: str
    recipient: Recipient
    lines: tuple[OrderLine, ...]
    shipping_code: str
    test_mode: bool = True
    gift_message: str = ""
    document_url: str = ""


@dataclass(frozen=True, slots=True)
class OrderTotal:
    """What the service says an order comes to with one shipping option (REFERENCE, model order_total)."""

    subtotal: Money
    shipping: Money
    grand_total: Money
    discount: Money = ZERO
    tax: Money = ZERO
    expedite: Money = ZERO
    credits: Money = ZERO

    @property
    def adds_up(self) -> bool:
        """True when the parts come to the grand total to the cent."""
        parts = self.subtotal + self.shipping + self.tax + self.expedite - self.discount - self.credits
        return parts.rounded == self.grand_total.rounded


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """One way to send it. `code` is what an order carries; `transit` is plain text such as '3-7 days'."""

    id: int
    code: str
    method: str
    carrier: str
    transit: str
    rate: Money
    total: OrderTotal

    @property
    def wire_code(self) -> str:
        """The code to submit: the option's own, else its id as text (REFERENCE section 3)."""
        return self.code or str(self.id)


@dataclass(frozen=True, slots=True)
class ShippingQuote:
    """The options for one order, by its reference, and the parcel as the service sees it."""

    order_po: str
    options: tuple[ShippingOption, ...]
    ounces: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The service's answer to one submitted order. `order_id` above 0 is what makes it a confirmation.

    `message` is what the service said with it; a failed payment is told there and nowhere else (REFERENCE,
    submit_orders_v2).
    """

    order_po: str
    order_id: int
    confirmation_id: int = 0
    order_guid: str = ""
    confirmed_at: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel on its way. Its dates are as the service writes them, often empty."""

    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: str = ""
    expected_at: str = ""
    delivered_at: str = ""


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """Where an order stands at the service. `status_id` is the stable key; labels may be reworded."""

    order_po: str
    order_id: int
    status_id: int
    label: str
    shipments: tuple[Shipment, ...] = ()
    confirmation_id: int = 0


@dataclass(frozen=True, slots=True)
class AddressVerdict:
    """The service's answer to an address: usable or not, its own spelling of it, and its words."""

    valid: bool
    suggested: Recipient | None
    message: str = ""


class OrderState(StrEnum):
    """The states of an order in the ledger, spelled as they stand in the file (RELIABILITY, section 1).

    NOT_SEEN is UNKNOWN for so long that a person may decide; GIVEN_UP is what a person decided. REJECTED is REFUSED
    and not at the service when looked for. CONFLICT: the service shows something else than this one order.
    """

    INTENT = "INTENT"
    SENDING = "SENDING"
    ACCEPTED = "ACCEPTED"
    UNKNOWN = "UNKNOWN"
    NOT_SENT = "NOT_SENT"
    REFUSED = "REFUSED"
    REJECTED = "REJECTED"
    NOT_SEEN = "NOT_SEEN"
    CONFLICT = "CONFLICT"
    GIVEN_UP = "GIVEN_UP"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One order as the ledger holds it, for lists and pages. Times are UTC.

    `sent_at` is when its request last left; `looked_at` when the service last answered about it, `looks` how often
    since then. `confirmed`: a look found the order number that the service had confirmed. `seen_ids` are all order
    numbers seen under this reference. `damaged`: the row does not fit its hash.
    """

    order_po: str
    mode: str
    state: OrderState
    order_id: int
    summary: str
    total: Money
    recipient: str
    created_at: datetime
    changed_at: datetime
    message: str = ""
    codes: tuple[str, ...] = ()
    payload: str = ""
    status_label: str = ""
    status_id: int = 0
    shipments: tuple[Shipment, ...] = ()
    host: str = ""
    attempts: int = 0
    sent_at: datetime | None = None
    looked_at: datetime | None = None
    looks: int = 0
    waiting_since: datetime | None = None
    confirmed: bool = False
    seen_ids: tuple[int, ...] = ()
    rebuilt: bool = False
    damaged: bool = False
