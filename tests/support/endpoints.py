"""Every public call of the client, with arguments it takes, its retry class, and an answer it accepts.

The fault table, the redirect and the secrets tests go through this row by row; a test holds it complete.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.retry import FILES, MONEY, OTHER, READ, Policy
from tests.contract.example_calls import CALLS, ORDER, SCHEMAS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)

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


_MONEY = {"submit_orders", "submit_orders_v2"}
_WRITES = {
    "add_event",
    "add_images",
    "add_update_gallery_collection",
    "create_template",
    "delete_images",
    "delete_pending_orders",
    "delete_virtual_inventory",
    "disconnect_virtual_inventory",
    "save_pending_orders",
    "submit_note",
    "submit_product",
    "update_app_details",
    "update_customer",
    "update_file_selection",
    "update_images",
    "update_order",
    "update_user",
    "update_virtual_inventory",
}
"""What is asked for once (RELIABILITY 3); everything else of the API is a read. Said here again, on purpose."""


def _api(name: str) -> Row:
    """An endpoint as its documented example asks and answers (tests/data/schemas.json)."""
    return Row(
        lambda it, _: CALLS[name](it),
        MONEY if name in _MONEY else OTHER if name in _WRITES else READ,
        "money" if name in _MONEY else "api",
        body=SCHEMAS["endpoints"][name]["response_example"],
        forgives=name == "validate_recipient_address",
        turns=name == "update_order",
    )


ROWS: Mapping[str, Row] = {
    **{name: _api(name) for name in CALLS},
    **{
        f"{name} (validate only)": Row(
            lambda it, _, name=name, more=more: getattr(it, name)(ORDER, validate_only=True, **more),
            OTHER,
            "money",
            f"/v3/{name}",
            {"status": SCHEMAS["endpoints"][name]["response_example"]["status"]},
        )
        for name, more in (("submit_orders", {}), ("submit_orders_v2", {"payment_token": "xxxx"}))
    },
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
    return ROWS[name].body


def public_calls() -> set[str]:
    """The client's methods that ask a service: those that can be cancelled."""
    members = inspect.getmembers(FinerWorks, inspect.isfunction)
    return {name for name, method in members if name[0] != "_" and "cancel" in inspect.signature(method).parameters}
