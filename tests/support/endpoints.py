"""Every public call of the client, with arguments it takes, its retry class, and an answer it accepts.

The fault table, the redirect and the secrets tests go through this row by row; a test holds it complete.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from fwdesk.domain.code import parse_code
from fwdesk.domain.order import Order, OrderLine, PrintFile, Recipient
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.retry import FILES, MONEY, OTHER, READ, Policy

PLAIN = parse_code("5M6M9S16x20")
FULL = parse_code("5M6M9S16x20F96S20x24J1S16x20G1")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
ADA = Recipient(
    "Ada", "Example", "", "100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205", country_code="US"
)
_FILE = PrintFile("https://files.example/a.jpg", "https://files.example/t.jpg", 4800, 6000)
LINE = OrderLine(PLAIN.wire, 1, _FILE, "Demo")
ORDER = Order("FWD-1", ADA, (LINE,), "SD")

Kind = Literal["api", "money", "bytes", "about", "upload"]
"""How answers are read: as the API's JSON, as a submission's, as a file, as a yes or no, as an upload's."""


@dataclass(frozen=True)
class Row:
    """One call. `path` is what the server sees, below the service's address; `body` is an answer it accepts.

    `forgives` means that a refusal is an answer to it and not an error, `turns` that a 405 makes it try another verb.
    """

    call: Callable[[Any, Path], object]
    policy: Policy
    kind: Kind = "api"
    path: str = ""
    body: Mapping[str, object] | bytes = field(default_factory=dict[str, object])
    forgives: bool = False
    turns: bool = False


OK: Mapping[str, object] = {"success": True, "status_code": 200, "message": "", "debug": None}
_CONFIRMED = {"order_po": "FWD-1", "order_id": 7, "order_confirmation_id": 1, "order_guid": "5d2c6f1e-1-2-3"}
_STYLE = {"id": 8, "name": "Borderless"}
_FRAME = {"id": 1, "name": "Black"}
_ANY: Mapping[str, object] = {
    "status": OK,
    "user_account": {"account_id": 1, "account_username": "demo"},
    "product_types": [],
    "media_types": [],
    "style_types": [_STYLE],
    "collections": [],
    "frame": _FRAME,
    "mats": [],
    "glazing": [],
    "image": "iVBORw0KGgo" + "A" * 41,
    "product_code": PLAIN.wire,
    "product_validations": [{"product_code": PLAIN.wire, "valid": True}],
    "prices": [],
    "product_list": [{"product_code": PLAIN.wire, "product_name": "x"}],
    "orders": [],
    "definitions": [],
}
"""One answer that nearly every call accepts: members that a call does not know are ignored."""


def _with(**members: object) -> Mapping[str, object]:
    return {**_ANY, **members}


ROWS: Mapping[str, Row] = {
    "test_my_credentials": Row(lambda it, _: it.test_my_credentials(), READ),
    "list_product_types": Row(lambda it, _: it.list_product_types(), READ),
    "list_media_types": Row(lambda it, _: it.list_media_types([6]), READ),
    "list_style_types": Row(lambda it, _: it.list_style_types(), READ),
    "list_collections": Row(lambda it, _: it.list_collections(1, PLAIN), READ),
    "frame_details": Row(lambda it, _: it.frame_details(1), READ),
    "list_mats": Row(lambda it, _: it.list_mats(), READ),
    "list_glazing": Row(lambda it, _: it.list_glazing(), READ),
    "frame_builder": Row(lambda it, _: it.frame_builder(FULL, render_size=400), READ),
    "build_product_code": Row(lambda it, _: it.build_product_code(FULL), READ),
    "validate_product": Row(lambda it, _: it.validate_product([PLAIN]), READ),
    "get_prices": Row(lambda it, _: it.get_prices([PLAIN]), READ),
    "get_product_details": Row(lambda it, _: it.get_product_details([LINE]), READ),
    "list_shipping_options_multiple": Row(lambda it, _: it.list_shipping_options_multiple([ORDER]), READ),
    "validate_recipient_address": Row(
        lambda it, _: it.validate_recipient_address(ADA), READ, forgives=True, body=_with(address=None)
    ),
    "submit_orders_v2": Row(
        lambda it, _: it.submit_orders_v2(ORDER, payment_token="xxxx"), MONEY, "money", body=_with(orders=[_CONFIRMED])
    ),
    "submit_orders_v2 (validate only)": Row(
        lambda it, _: it.submit_orders_v2(ORDER, payment_token="xxxx", validate_only=True),
        OTHER,
        "money",
        "/v3/submit_orders_v2",
    ),
    "fetch_order_status": Row(lambda it, _: it.fetch_order_status(["FWD-1"]), READ),
    "list_order_status_definitions": Row(lambda it, _: it.list_order_status_definitions(), READ),
    "fetch_picture": Row(
        lambda it, _: it.fetch_picture(f"{it.base_url}/images/frames/1.png"),
        READ,
        "bytes",
        "/images/frames/1.png",
        PNG,
    ),
    "fetch_print_file": Row(
        lambda it, folder: it.fetch_print_file(f"{it.base_url}/files/1.png", folder=folder),
        FILES,
        "bytes",
        "/files/1.png",
        PNG,
    ),
    "offers_upload": Row(lambda it, _: it.offers_upload(), READ, "about", "/practice/about", {"upload": True}),
    "upload_print_file": Row(
        lambda it, folder: it.upload_print_file(print_file(folder), "1.png"),
        FILES,
        "upload",
        "/practice/files/1.png",
        {"url": "/practice/files/1.png"},
    ),
}


def print_file(folder: Path) -> Path:
    """A file to hand over."""
    path = folder / "print.png"
    path.write_bytes(PNG)
    return path


def path_of(name: str) -> str:
    """What the server sees of this row, below the service's address."""
    return ROWS[name].path or f"/v3/{name}"


def good(name: str) -> Mapping[str, object] | bytes:
    """An answer that this row accepts."""
    return ROWS[name].body or _ANY


def public_calls() -> set[str]:
    """The client's methods that ask a service: those that can be cancelled."""
    members = inspect.getmembers(FinerWorks, inspect.isfunction)
    return {name for name, method in members if name[0] != "_" and "cancel" in inspect.signature(method).parameters}
