"""What each request may carry: counts, lengths, ranges and known words (REFERENCE 1.7 and the pages of section 6).

Every body and query passes its model here before it is sent, so that the service is never asked what it must refuse.
What is missing for an order's sake, or makes no sense together, is left to the service: its words say more.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from fwdesk.finerworks.wire import limits
from fwdesk.finerworks.wire.limits import Asked

Text50 = Annotated[str, Field(max_length=50)]
Text100 = Annotated[str, Field(max_length=100)]
Text200 = Annotated[str, Field(max_length=200)]
Text255 = Annotated[str, Field(max_length=255)]
Text300 = Annotated[str, Field(max_length=300)]
Text500 = Annotated[str, Field(max_length=500)]
Said = Annotated[str, Field(min_length=1)]
"""Text that decides what the call is about."""
Zip = Annotated[str, Field(min_length=1, max_length=10)]
"""Not empty for any country; 000000 is taken where there is none."""
Letters2 = Annotated[str, Field(max_length=2)]
Quantity = Annotated[int, Field(ge=1, le=999)]
Positive = Annotated[int, Field(ge=1)]
PerPage = Annotated[int, Field(ge=1, le=limits.MAX_PER_PAGE)]
Filter = Annotated[list[str], Field(max_length=limits.MAX_FILTER)]
"""A longer filter is ignored by the service, which would answer with everything (REFERENCE 1.7)."""
Direction = Literal["ASC", "DESC"]


class Nothing(Asked):
    """A request whose fields have no documented limit, or that has none."""


class Ids(Asked):
    """The catalog lists."""

    ids: list[int] | None = None
    site_id: int | None = None


class Choice(Asked):
    """list_collections, list_mats, list_glazing."""

    id: int | None = None
    product_code: str | None = None


class OneFrame(Asked):
    """frame_details."""

    id: int


class Window(Asked):
    """Model mat_window."""

    width: Decimal | int
    height: Decimal | int


class FrameMat(Asked):
    """Model build_frame_mat."""

    id: int
    windows: Annotated[list[Window], Field(min_length=1)]


class FrameConfig(Asked):
    """Model frame_config."""

    frame_id: int
    width: Decimal | int
    height: Decimal | int
    mats: Annotated[list[FrameMat], Field(max_length=2)] | None = None


class BuildFrame(Asked):
    """frame_builder."""

    product_code: str | None = None
    config: FrameConfig | None = None


class BuildCode(Asked):
    """build_product_code."""

    build: dict[str, object]


class Codes(Asked):
    """validate_product."""

    skus_or_codes: Annotated[list[str], Field(min_length=1, max_length=limits.MAX_CODES)]


class PricingItem(Asked):
    """Model pricing_item."""

    product_qty: Quantity
    product_sku: Said


class Prices(Asked):
    """get_prices, in its newer shape."""

    products: Annotated[list[PricingItem], Field(min_length=1, max_length=limits.MAX_CODES)]


class ImageFile(Asked):
    """Model product_image_file."""

    pixel_width: Positive | None = None
    pixel_height: Positive | None = None
    product_url_file: Said
    product_url_thumbnail: Said


class Item(Asked):
    """Model order_item."""

    product_order_po: Text50 | None = None
    product_qty: Quantity
    product_sku: Said
    product_image: ImageFile | None = None
    product_title: Text50 | None = None
    custom_data_1: Text255 | None = None
    custom_data_2: Text255 | None = None
    custom_data_3: Text255 | None = None


class Details(Asked):
    """get_product_details, in its newer shape."""

    products: Annotated[list[Item], Field(min_length=1, max_length=limits.MAX_DETAILS)]


class Address(Asked):
    """Model address. State and country are two letters."""

    first_name: Text50
    last_name: Text50
    company_name: Text50 | None = None
    address_1: Text100
    address_2: Text100 | None = None
    address_3: Text100 | None = None
    city: Text50 | None = None
    state_code: Letters2 | None = None
    province: Text50 | None = None
    zip_postal_code: Zip
    country_code: Letters2
    phone: Text50 | None = None
    email: Text50 | None = None
    address_order_po: Text50 | None = None


class Recipient(Asked):
    """validate_recipient_address."""

    recipient: Address


class CustomsTax(Asked):
    """Model customs_tax_info."""

    tax_id: Text50 | None = None
    tax_type: Annotated[int, Field(ge=0, le=2)] | None = None


class Order(Asked):
    """Model order."""

    order_po: Text50
    recipient: Address
    order_items: Annotated[list[Item], Field(min_length=1)]
    shipping_code: str
    customs_tax_info: CustomsTax | None = None
    test_mode: bool | None = None
    document_url: Text200 | None = None
    acct_number_ups: Text50 | None = None
    acct_number_fedex: Text50 | None = None
    custom_data_1: Text255 | None = None
    custom_data_2: Text255 | None = None
    custom_data_3: Text255 | None = None
    source: Text50 | None = None


class Orders(Asked):
    """list_shipping_options_multiple."""

    orders: Annotated[list[Order], Field(min_length=1)]


class Submission(Asked):
    """submit_orders."""

    orders: Annotated[list[Order], Field(min_length=1, max_length=limits.MAX_ORDERS)]
    validate_only: bool | None = None


class TokenSubmission(Submission):
    """submit_orders_v2. Null, which would make a real and unpaid order, does not pass."""

    payment_token: Said = Field(repr=False)


class SavedOrders(Orders):
    """save_pending_orders."""

    source: Annotated[str, Field(min_length=1, max_length=50)]


class PendingIds(Asked):
    """list_pending_orders."""

    ids: list[int]


class DroppedIds(Asked):
    """delete_pending_orders."""

    ids: Annotated[list[int], Field(min_length=1)]


class Status(Asked):
    """fetch_order_status."""

    order_pos: list[str] | None = None
    order_ids: list[int] | None = None


class Paged(Asked):
    """What all paged lists share."""

    page_number: Positive | None = None
    per_page: PerPage | None = None


class ListOrders(Paged):
    """list_orders."""

    order_pos: list[str] | None = None
    show_cancelled: bool | None = None


class UpdateOrder(Asked):
    """update_order."""

    order_id: int
    update_command: Literal["pending", "hold", "cancel"]


class UpdateCustomer(Asked):
    """update_customer."""

    order_id: int
    customer_info: Address


class Note(Asked):
    """submit_note."""

    order_id: int
    subject: Said
    message: Said
