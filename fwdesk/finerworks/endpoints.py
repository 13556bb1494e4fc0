"""Every endpoint of the API in one table: how it is asked, how often, and how its answer may look.

The methods of `FinerWorks` take everything from here, and the fault tests go through it row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from fwdesk.finerworks.retry import MONEY, OTHER, READ, Policy
from fwdesk.finerworks.transport import MEGABYTE
from fwdesk.finerworks.wire import asked, asked_account
from fwdesk.finerworks.wire.limits import Asked

Verb: TypeAlias = Literal["GET", "POST", "PUT", "DELETE"]

LIMIT = 2 * MEGABYTE
LARGE_LIMIT = 16 * MEGABYTE
"""Caps of a decoded answer in bytes: orders and records, and answers with long lists or a picture (RELIABILITY 3)."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint (REFERENCE 5 and 6).

    `policy` is its retry class: READ is tried three times, OTHER and MONEY once. `payload` are the names its answer's
    main member has had, `limit` caps the answer in bytes. `bare` lets a bare list stand for the answer (REFERENCE 1.4;
    never for orders, credentials or tokens). With `rows_decide` the payload counts whatever a 2xx to 4xx status says,
    with `empty_decides` also an empty one under 404 (GAPS 30). `other_verb` is tried once when the first is answered
    with 405, which a router gives before anything is read. `asked` is what the request must keep to.
    """

    name: str
    verb: Verb
    policy: Policy
    asked: type[Asked] = asked.Nothing
    payload: tuple[str, ...] = ()
    limit: int = LIMIT
    bare: bool = False
    rows_decide: bool = False
    empty_decides: bool = False
    other_verb: Verb | None = None


def _list(name: str, asked: type[Asked], *payload: str, verb: Verb = "POST") -> Endpoint:
    """A read of a list without orders or secrets in it."""
    return Endpoint(name, verb, READ, asked, payload, LARGE_LIMIT, bare=True)


def _get(name: str, asked: type[Asked], *payload: str) -> Endpoint:
    return Endpoint(name, "GET", READ, asked, payload)


def _read(name: str, asked: type[Asked], *payload: str) -> Endpoint:
    """A read by POST."""
    return Endpoint(name, "POST", READ, asked, payload)


def _write(name: str, verb: Verb, asked: type[Asked], *payload: str) -> Endpoint:
    return Endpoint(name, verb, OTHER, asked, payload)


_ALL = (
    # Account and company
    _get("test_my_credentials", asked.Nothing, "user_account"),
    _get("get_user", asked.Nothing, "user_account"),
    _write("update_user", "PUT", asked_account.UpdateUser, "user_account"),
    _write("update_app_details", "PUT", asked_account.UpdateApp),
    _get("get_payment_tokens", asked_account.PaymentProfile, "payment_tokens"),
    _get("get_company_info", asked.Nothing),
    _read("list_event_logs", asked.Nothing),
    _write("add_event", "POST", asked.Nothing),
    # Catalog
    _list("list_product_types", asked.Ids, "product_types"),
    _list("list_media_types", asked.Ids, "media_types"),
    _list("list_style_types", asked.Ids, "style_types"),
    _list("list_collections", asked.Choice, "collections", "frame_collections"),
    _read("frame_details", asked.OneFrame, "frame", "frame_details"),
    _list("list_mats", asked.Choice, "mats"),
    _list("list_glazing", asked.Choice, "glazing"),
    # Products
    Endpoint("frame_builder", "POST", READ, asked.BuildFrame, limit=LARGE_LIMIT),
    _read("build_product_code", asked.BuildCode, "product_code"),
    Endpoint("get_prices", "POST", READ, asked.Prices, ("prices",), bare=True),
    Endpoint("get_product_details", "POST", READ, asked.Details, ("product_list",), rows_decide=True),
    Endpoint("validate_product", "POST", READ, asked.Codes, ("product_validations",), bare=True, rows_decide=True),
    _write("submit_product", "POST", asked_account.SubmitProduct),
    _read("list_products", asked.Nothing),
    _write("create_template", "POST", asked_account.Template),
    # Orders
    _read("list_shipping_options", asked.Order, "options"),
    _read("list_shipping_options_multiple", asked.Orders, "orders"),
    _list("get_shipping_options_ids", asked.Nothing, "shipping_options", "shipping_options_ids", verb="GET"),
    _read("validate_recipient_address", asked.Recipient, "address"),
    Endpoint("submit_orders", "POST", MONEY, asked.Submission, ("orders",)),
    Endpoint("submit_orders_v2", "POST", MONEY, asked.TokenSubmission, ("orders",)),
    Endpoint("fetch_order_status", "POST", READ, asked.Status, ("orders",), rows_decide=True, empty_decides=True),
    _list("list_order_status_definitions", asked.Nothing, "definitions", verb="GET"),
    _read("list_orders", asked.ListOrders, "orders"),
    _get("get_order", asked_account.OrderKey, "order"),
    Endpoint("update_order", "PUT", OTHER, asked.UpdateOrder, other_verb="POST"),
    _write("update_customer", "PUT", asked.UpdateCustomer),
    _write("submit_note", "POST", asked.Note),
    _write("save_pending_orders", "POST", asked.SavedOrders, "orders"),
    _read("list_pending_orders", asked.PendingIds, "orders"),
    _write("delete_pending_orders", "POST", asked.DroppedIds),
    # Images
    _write("add_images", "POST", asked_account.AddImages, "images"),
    _list("list_images", asked_account.ListImages, "images"),
    _write("update_images", "PUT", asked_account.UpdateImages, "images"),
    _write("delete_images", "DELETE", asked_account.DeleteImages),
    _get("list_file_selection", asked_account.SelectionKey),
    _write("update_file_selection", "PUT", asked_account.UpdateSelection),
    _list("list_galleries", asked.Nothing, "galleries"),
    _list("list_gallery_themes", asked.Nothing, "themes"),
    _write("add_update_gallery_collection", "POST", asked_account.GalleryName, "id"),
    # Virtual inventory
    _list("list_virtual_inventory", asked_account.ListInventory, "products"),
    _write("update_virtual_inventory", "PUT", asked_account.UpdateInventory, "products"),
    _write("delete_virtual_inventory", "DELETE", asked_account.Skus),
    _write("disconnect_virtual_inventory", "PUT", asked_account.Platform),
)

ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType({endpoint.name: endpoint for endpoint in _ALL})
"""Every endpoint by its name, which is also the name of its method."""
