"""The documented examples (`tests/data/schemas.json`) as calls of the client, and what reads their answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fwdesk.domain.account import AppDetails
from fwdesk.domain.code import parse_code
from fwdesk.domain.full_order import FullLine
from fwdesk.domain.inventory import InventoryChange
from fwdesk.domain.library import ImageChange, ImageLibrary, NewImage
from fwdesk.domain.money import Money
from fwdesk.domain.order import Order, OrderLine, PrintFile, Recipient
from fwdesk.domain.strict_json import read_json
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.transport import Transport
from fwdesk.finerworks.wire import account, catalog, library, orders, prices
from fwdesk.finerworks.wire.fields import Wire

SCHEMAS: Any = json.loads((Path(__file__).parents[1] / "data" / "schemas.json").read_bytes())
EXACT: Any = read_json((Path(__file__).parents[1] / "data" / "schemas.json").read_bytes())
"""The same with decimals, as the client reads JSON."""
NAMES = tuple(SCHEMAS["endpoints"])

GUID = "ff754fa0-0000-4000-8000-000000000001"
SELECTION = "00000000-0000-4000-8000-0000000000aa"
CODE = parse_code("5M6M9S16X20")
FRAMED = parse_code("5M6M9S16X20F96S20X24J1S16X20G1")
PACKAGE = parse_code("F1S18X20J1S10X12G1")
FILE = PrintFile("https://files.example/a.jpg", "https://files.example/a-t.jpg", 4800, 6000)
ADA = Recipient("Ada", "Example", "", "100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205")
ORDER = Order("DEMO-1001", ADA, (OrderLine(CODE.wire, 1, FILE, "Demo print"),), "SD")
LINE = FullLine(CODE.wire, 1, FILE, "Demo print", reference="DEMO-1001")
IMAGE = NewImage(
    "a.jpg", 11_000_024, 1600, 2400, "https://files.example/t.jpg", "https://files.example/p.jpg",
    "https://files.example/h.jpg", "t.jpg", "p.jpg", "h.jpg", "Demo",
)  # fmt: skip
LIBRARY = ImageLibrary("inventory", "1234567890")

CALLS: dict[str, Callable[[FinerWorks], object]] = {
    "test_my_credentials": lambda c: c.test_my_credentials(),
    "list_product_types": lambda c: c.list_product_types(),
    "list_media_types": lambda c: c.list_media_types(),
    "list_style_types": lambda c: c.list_style_types(),
    "list_collections": lambda c: c.list_collections(1),
    "frame_details": lambda c: c.frame_details(1),
    "list_mats": lambda c: c.list_mats(),
    "list_glazing": lambda c: c.list_glazing(),
    "frame_builder": lambda c: c.frame_builder(PACKAGE, render_size=0),
    "get_prices": lambda c: c.get_prices([CODE]),
    "get_product_details": lambda c: c.get_product_details([OrderLine(CODE.wire, 1, FILE)]),
    "build_product_code": lambda c: c.build_product_code(FRAMED),
    "validate_product": lambda c: c.validate_product([CODE]),
    "list_shipping_options": lambda c: c.list_shipping_options(ORDER),
    "list_shipping_options_multiple": lambda c: c.list_shipping_options_multiple([ORDER]),
    "validate_recipient_address": lambda c: c.validate_recipient_address(ADA),
    "submit_orders": lambda c: c.submit_orders(ORDER),
    "submit_orders_v2": lambda c: c.submit_orders_v2(ORDER, payment_token="xxxx"),
    "fetch_order_status": lambda c: c.fetch_order_status(order_ids=[123456]),
    "list_order_status_definitions": lambda c: c.list_order_status_definitions(),
    "update_order": lambda c: c.update_order(123456, "hold"),
    "update_customer": lambda c: c.update_customer(123456, ADA),
    "submit_note": lambda c: c.submit_note(123456, "Ref", "Checked"),
    "add_images": lambda c: c.add_images([IMAGE], LIBRARY),
    "list_images": lambda c: c.list_images(LIBRARY, per_page=10),
    "update_images": lambda c: c.update_images([ImageChange(GUID, "New title")]),
    "delete_images": lambda c: c.delete_images([GUID]),
    "list_file_selection": lambda c: c.list_file_selection(SELECTION),
    "update_file_selection": lambda c: c.update_file_selection(SELECTION, [GUID]),
    "get_user": lambda c: c.get_user("demo-account"),
    "update_user": lambda c: c.update_user(business=ADA),
    "update_app_details": lambda c: c.update_app_details(AppDetails("Demo", "", "", live=False)),
    "list_virtual_inventory": lambda c: c.list_virtual_inventory(per_page=10),
    "update_virtual_inventory": lambda c: c.update_virtual_inventory(
        [InventoryChange("AP0001P0001", asking_price=Money.of(200))]
    ),
    "delete_virtual_inventory": lambda c: c.delete_virtual_inventory(["AP0001P0001"]),
    "list_event_logs": lambda c: c.list_event_logs(),
    "add_event": lambda c: c.add_event({}),
    "get_shipping_options_ids": lambda c: c.get_shipping_options_ids(1),
    "get_payment_tokens": lambda c: c.get_payment_tokens("demo-profile"),
    "list_orders": lambda c: c.list_orders(["DEMO-1001"], per_page=5),
    "get_order": lambda c: c.get_order("5d2c6f1e-0000-4000-8000-000000000001", "demo@example.com"),
    "save_pending_orders": lambda c: c.save_pending_orders([ORDER], source="demo"),
    "list_pending_orders": lambda c: c.list_pending_orders([1]),
    "delete_pending_orders": lambda c: c.delete_pending_orders([1]),
    "disconnect_virtual_inventory": lambda c: c.disconnect_virtual_inventory("shopify"),
    "get_company_info": lambda c: c.get_company_info(),
    "submit_product": lambda c: c.submit_product(LINE, mode="store"),
    "list_products": lambda c: c.list_products(),
    "create_template": lambda c: c.create_template(LINE),
    "list_galleries": lambda c: c.list_galleries(),
    "list_gallery_themes": lambda c: c.list_gallery_themes(),
    "add_update_gallery_collection": lambda c: c.add_update_gallery_collection("Landscapes"),
}
"""Each call as its documented example is made, answered with its documented example."""

MODELS: dict[str, dict[str, type[Wire]]] = {
    "test_my_credentials": {"user_account": account.WireAccount},
    "list_product_types": {"product_types": catalog.WireProductType},
    "list_media_types": {"media_types": catalog.WireMedia},
    "list_style_types": {"style_types": catalog.WireStyle},
    "list_collections": {"collections": catalog.WireCollection, "collections.frames": catalog.WireFrame},
    "frame_details": {"frame": catalog.WireFrame},
    "list_mats": {"mats": catalog.WireMat},
    "list_glazing": {"glazing": catalog.WireGlazing},
    "frame_builder": {
        "frame": catalog.WireFrame, "mats": catalog.WireMat, "glazing": catalog.WireGlazing,
        "price_details": prices.WirePrice,
    },
    "get_prices": {"prices": prices.WirePrice},
    "get_product_details": {"product_list": prices.WireProductDetail},
    "build_product_code": {},
    "validate_product": {"product_validations": prices.WireValidation},
    "list_shipping_options": {"options": orders.WireOption},
    "list_shipping_options_multiple": {"orders": orders.WireQuote, "orders.options": orders.WireOption},
    "validate_recipient_address": {"address": orders.WireAddress},
    "submit_orders": {"orders": orders.WireConfirmation},
    "submit_orders_v2": {"orders": orders.WireConfirmation},
    "fetch_order_status": {"orders": orders.WireOrderStatus},
    "list_order_status_definitions": {"definitions": orders.WireStatusDefinition},
    "add_images": {"images": library.WireImage},
    "list_images": {"images": library.WireImage, "": library.WireCounts},
    "update_images": {"images": library.WireImage},
    "list_file_selection": {"": library.WireSelection},
    "update_file_selection": {"": library.WireSelection},
    "get_user": {"user_account": account.WireAccount},
    "update_user": {"user_account": account.WireAccount},
    "list_virtual_inventory": {"products": prices.WireProductDetail, "": library.WireCounts},
    "update_virtual_inventory": {"products": prices.WireProductDetail},
    "get_shipping_options_ids": {"shipping_options": orders.WireShippingMethod},
    "get_payment_tokens": {"payment_tokens": account.WirePaymentMethod},
    "list_orders": {"orders": orders.WireListedOrder, "": library.WireCounts},
    "get_order": {"order": orders.WirePlacedOrder},
    "save_pending_orders": {"orders": orders.WirePendingOrder},
    "list_pending_orders": {"orders": orders.WirePendingOrder},
    "get_company_info": {"": account.WireCompany},
    "list_galleries": {"galleries": library.WireGallery},
    "list_gallery_themes": {"themes": library.WireTheme},
    "add_update_gallery_collection": {"": library.WireNumber},
}  # fmt: skip
"""What reads each answer: by the member that holds the record or the rows; the empty name is the answer itself.

The endpoints that are not here answer with a status alone, or with something nobody has documented.
"""


def client(url: str, **more: Any) -> FinerWorks:
    noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    keys = Keys("11111111-aaaa-bbbb-cccc-000000000001", "22222222-aaaa-bbbb-cccc-000000000002")
    return FinerWorks(url, keys, transport=Transport(wait=lambda *_: None), now=lambda: noon, **more)


def filled(schema: Any, depth: int = 0) -> Any:
    """An instance of a schema with every documented field filled, none of them null."""
    if "$ref" in schema:
        return filled(SCHEMAS["$defs"][schema["$ref"].rpartition("/")[2]], depth + 1)
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], depth)
    kinds = schema.get("type")
    kind = kinds if isinstance(kinds, str) else next((one for one in kinds or () if one != "null"), None)
    match kind:
        case "object":
            return {name: filled(one, depth) for name, one in schema.get("properties", {}).items()}
        case "array":
            items = schema.get("items")
            # An image holds products; they hold no images, so this ends.
            return [] if items is None or depth > 7 else [filled(items, depth)]
        case "string":
            by_format = {"uuid": GUID, "date-time": "2026-01-05T10:50:27.4466133-06:00", "date": "2026-01-05"}
            return by_format.get(schema.get("format"), "text")
        case "integer":
            return 7
        case "number":
            return 7.25
        case "boolean":
            return True
        case _:
            return {"anything": [1, "x"]}


def full_answer(name: str) -> Any:
    """An answer with every documented field filled, and what makes it the answer to our call."""
    body = filled(SCHEMAS["endpoints"][name]["response"])
    if name == "get_order":  # its order is documented by its example alone
        body["order"] = SCHEMAS["endpoints"][name]["response_example"]["order"]
    for row in body.get("orders", ()):
        row["order_po"] = "DEMO-1001"
    if name in {"frame_builder", "build_product_code"}:
        body["product_code"] = CODE.wire
    return body


def records(body: Any, name: str) -> Iterator[tuple[Any, type[Wire]]]:
    """Each record of an answer with the model that reads it."""
    for path, model in MODELS.get(name, {}).items():
        layer = [body]
        for step in path.split(".") if path else ():
            inner = [one[step] for one in layer if one.get(step) is not None]
            layer = [row for one in inner for row in (one if isinstance(one, list) else [one])]
        for record in layer:
            yield record, model
