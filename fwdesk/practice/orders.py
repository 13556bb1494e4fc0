"""Reads an order of a request and checks it against the limits of REFERENCE 1.7 and the rules of 1.5 and 9.6."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.practice.pricing import SkuCodes, no_skus, price_row
from fwdesk.practice.stock import faults
from fwdesk.practice.wire import Reader, Row

_LIMITS = {
    "first_name": 50, "last_name": 50, "company_name": 50, "address_1": 100, "address_2": 100, "address_3": 100,
    "city": 50, "state_code": 0, "province": 50, "zip_postal_code": 10, "country_code": 2, "phone": 50, "email": 50,
    "address_order_po": 50,
}  # fmt: skip
_REQUIRED = ("first_name", "last_name", "address_1", "zip_postal_code", "country_code")
_STATE_WORDS = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP
"""
STATES = frozenset(_STATE_WORDS.split())
"""The USPS codes, with territories and military addresses."""
_MISSING_INFO = "The order could not be rated because of missing or invalid info."


@dataclass(frozen=True, slots=True)
class Line:
    """One order line with its price row."""

    code: ProductCode
    quantity: int
    price: Row

    @property
    def amount(self) -> Decimal:
        """All copies, unrounded."""
        return Decimal(self.price["total_price"]) * self.quantity


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A readable order."""

    order_po: str
    recipient: dict[str, str | None]
    lines: tuple[Line, ...]
    shipping_code: str
    test_mode: bool
    parked: int | None
    """`fulfillment_id`: the saved pending order that this one comes from."""

    @property
    def domestic(self) -> bool:
        """True for the United States."""
        return (self.recipient["country_code"] or "").lower() == "us"

    @property
    def state(self) -> str:
        """The state in upper case, empty outside the US."""
        return (self.recipient["state_code"] or "").strip().upper() if self.domestic else ""

    @property
    def subtotal(self) -> Decimal:
        """All lines, unrounded."""
        return sum((line.amount for line in self.lines), Decimal(0))


def read_address(at: Reader) -> dict[str, str | None]:
    """REFERENCE, model address, with the rules for states (1.5) and postal codes."""
    found: dict[str, str | None] = {}
    for name, limit in _LIMITS.items():
        value = at.text(name, required=name in _REQUIRED, limit=limit)
        found[name] = value.strip() if value and name != "address_order_po" else value
    country, state = (found["country_code"] or "").lower(), found["state_code"]
    if country == "us" and not state:
        at.missing("state_code")
    elif country == "us" and state and state.upper() not in STATES:
        at.fail("state_code", "The state_code is not a USPS state code.")
    elif country and country != "us" and state:
        at.fail("state_code", "The state_code must be left blank when country_code does not equal 'us'.")
    if country and not (len(country) == 2 and country.isalpha() and country.isascii()):
        at.fail("country_code", "The country_code must be a two-letter ISO 3166-1 code.")
    return found


@dataclass(frozen=True, slots=True)
class Item:
    """A readable order line (REFERENCE, model order_item): what is asked for, and the picture on it."""

    sku: str
    quantity: int
    title: str | None
    picture: str | None
    thumbnail: str | None
    library_guid: str | None


def _url(at: Reader, name: str) -> str | None:
    text = at.text(name, required=True, limit=500)
    if text is not None and not text.strip().lower().startswith(("http://", "https://")):
        at.fail(name, f"The {name} field is not a valid fully-qualified http or https URL.")
    return text and text.strip()


def read_item(at: Reader) -> Item | None:
    """The model alone: whether the product can be had is another matter. None when something was wrong."""
    before = at.count
    quantity = at.whole("product_qty", required=True, low=1, high=999)
    sku = at.text("product_sku", required=True)
    at.text("product_order_po", limit=50)
    title = at.text("product_title", limit=50)
    at.guid("product_guid")
    at.one("template")
    for number in (1, 2, 3):
        at.text(f"custom_data_{number}", limit=255)
    image = at.one("product_image")
    picture = thumbnail = guid = None
    if image:
        picture, thumbnail = _url(image, "product_url_file"), _url(image, "product_url_thumbnail")
        image.whole("pixel_width", low=1)
        image.whole("pixel_height", low=1)
        library = image.one("library_file")
        guid = library.guid("guid") if library else None
    if at.count > before or sku is None or quantity is None:
        return None
    return Item(sku.strip(), quantity, title, picture, thumbnail, guid)


def read_code(at: Reader, sku: str, behind: SkuCodes) -> ProductCode | None:
    """The code that a product_sku spells or stands for, if it can be made; else its faults are noted."""
    try:
        code = parse_code(sku)
    except CodeError as bad:
        at.fail("product_sku", f"The product code is not valid: {bad}.")
        return None
    if code.is_sku:
        code = behind(sku) or code
    wrong = faults(code)
    for text in wrong:
        at.fail("product_sku", text)
    return None if wrong else code


def read_line(at: Reader, behind: SkuCodes) -> Line | None:
    """A line that can be ordered. A picture is needed for a product code; a SKU has its own (model order_item)."""
    item = read_item(at)
    code = read_code(at, item.sku, behind) if item else None
    if at.raw("product_image") is None and not (item and code and parse_code(item.sku).is_sku):
        at.fail("product_image", _MISSING_INFO)
    return Line(code, item.quantity, price_row(item.sku, item.quantity, behind)) if item and code else None


def _known_shipping(code: str) -> bool:
    """Generic codes, two-character service codes and option ids: REFERENCE section 3 says to accept all of them."""
    word = code.strip()
    return word.isascii() and (word.isdecimal() or (len(word) == 2 and word.isalnum()))


def read_order(at: Reader, behind: SkuCodes = no_skus) -> OrderRequest | None:
    """REFERENCE, model order. None when something was wrong; the errors are in the reader."""
    before = at.count
    order_po = at.text("order_po", required=True, limit=50)
    at.guid("order_key")
    address = at.one("recipient", required=True)
    recipient = read_address(address) if address else {}
    items = at.many("order_items", required=True)
    lines = [line for line in (read_line(item, behind) for item in items) if line]
    shipping_code = at.text("shipping_code")
    if not (shipping_code or "").strip():
        at.fail("shipping_code", _MISSING_INFO)
    elif shipping_code and not _known_shipping(shipping_code):
        at.fail("shipping_code", "The shipping_code is not known.")
    at.text("document_url", limit=200)
    at.text("source", limit=50)
    at.day("ship_by_date")
    parked = at.whole("fulfillment_id")
    for name in ("acct_number_ups", "acct_number_fedex"):
        at.text(name, limit=50)
    for number in (1, 2, 3):
        at.text(f"custom_data_{number}", limit=255)
    customs = at.one("customs_tax_info")
    if customs:
        customs.text("tax_id", limit=50)
        customs.whole("tax_type", low=0, high=2)
    test_mode = at.flag("test_mode")
    if at.count > before or order_po is None or shipping_code is None:
        return None
    return OrderRequest(order_po, recipient, tuple(lines), shipping_code, test_mode, parked)
