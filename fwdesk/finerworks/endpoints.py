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
from fwdesk.finerworks.wire import limits

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
    asked: type[limits.Asked] = limits.Nothing
    payload: tuple[str, ...] = ()
    limit: int = LIMIT
    bare: bool = False
    rows_decide: bool = False
    empty_decides: bool = False
    other_verb: Verb | None = None


def _list(name: str, asked: type[limits.Asked], *payload: str, verb: Verb = "POST") -> Endpoint:
    """A read of a list without orders or secrets in it."""
    return Endpoint(name, verb, READ, asked, payload, LARGE_LIMIT, bare=True)


def _get(name: str, asked: type[limits.Asked], *payload: str) -> Endpoint:
    return Endpoint(name, "GET", READ, asked, payload)


def _read(name: str, asked: type[limits.Asked], *payload: str) -> Endpoint:
    """A read by POST."""
    return Endpoint(name, "POST", READ, asked, payload)


def _write(name: str, verb: Verb, asked: type[limits.Asked], *payload: str) -> Endpoint:
    return Endpoint(name, verb, OTHER, asked, payload)


_ALL = (
    # Account and company
    _get("test_my_credentials", limits.Nothing, "user_account"),
    _get("get_user", limits.Nothing, "user_account"),
    _write("update_user", "PUT", limits.UpdateUser, "user_account"),
    _write("update_app_details", "PUT", limits.UpdateApp),
    _get("get_payment_tokens", limits.PaymentProfile, "payment_tokens"),
    _get("get_company_info", limits.Nothing),
    _read("list_event_logs", limits.Nothing),
    _write("add_event", "POST", limits.Nothing),
    # Catalog
    _list("list_product_types", limits.Ids, "product_types"),
    _list("list_media_types", limits.Ids, "media_types"),
    _list("list_style_types", limits.Ids, "style_types"),
    _list("list_collections", limits.Choice, "collections", "frame_collections"),
    _read("frame_details", limits.OneFrame, "frame", "frame_details"),
    _list("list_mats", limits.Choice, "mats"),
    _list("list_glazing", limits.Choice, "glazing"),
    # Products
    Endpoint("frame_builder", "POST", READ, limits.BuildFrame, limit=LARGE_LIMIT),
    _read("build_product_code", limits.BuildCode, "product_code"),
    Endpoint("get_prices", "POST", READ, limits.Prices, ("prices",), bare=True),
    Endpoint("get_product_details", "POST", READ, limits.Details, ("product_list",), rows_decide=True),
    Endpoint("validate_product", "POST", READ, limits.Codes, ("product_validations",), bare=True, rows_decide=True),
    _write("submit_product", "POST", limits.SubmitProduct),
    _read("list_products", limits.Nothing),
    _write("create_template", "POST", limits.Template),
    # Orders
    _read("list_shipping_options", limits.Order, "options"),
    _read("list_shipping_options_multiple", limits.Orders, "orders"),
    _list("get_shipping_options_ids", limits.Nothing, "shipping_options", "shipping_options_ids", verb="GET"),
    _read("validate_recipient_address", limits.Recipient, "address"),
    Endpoint("submit_orders", "POST", MONEY, limits.Submission, ("orders",)),
    Endpoint("submit_orders_v2", "POST", MONEY, limits.TokenSubmission, ("orders",)),
    Endpoint("fetch_order_status", "POST", READ, limits.Status, ("orders",), rows_decide=True, empty_decides=True),
    _list("list_order_status_definitions", limits.Nothing, "definitions", verb="GET"),
    _read("list_orders", limits.ListOrders, "orders"),
    _get("get_order", limits.OrderKey, "order"),
    Endpoint("update_order", "PUT", OTHER, limits.UpdateOrder, other_verb="POST"),
    _write("update_customer", "PUT", limits.UpdateCustomer),
    _write("submit_note", "POST", limits.Note),
    _write("save_pending_orders", "POST", limits.SavedOrders, "orders"),
    _read("list_pending_orders", limits.PendingIds, "orders"),
    _write("delete_pending_orders", "POST", limits.DroppedIds),
    # Images
    _write("add_images", "POST", limits.AddImages, "images"),
    _list("list_images", limits.ListImages, "images"),
    _write("update_images", "PUT", limits.UpdateImages, "images"),
    _write("delete_images", "DELETE", limits.DeleteImages),
    _get("list_file_selection", limits.SelectionKey),
    _write("update_file_selection", "PUT", limits.UpdateSelection),
    _list("list_galleries", limits.Nothing, "galleries"),
    _list("list_gallery_themes", limits.Nothing, "themes"),
    _write("add_update_gallery_collection", "POST", limits.GalleryName, "id"),
    # Virtual inventory
    _list("list_virtual_inventory", limits.ListInventory, "products"),
    _write("update_virtual_inventory", "PUT", limits.UpdateInventory, "products"),
    _write("delete_virtual_inventory", "DELETE", limits.Skus),
    _write("disconnect_virtual_inventory", "PUT", limits.Platform),
)

ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType({endpoint.name: endpoint for endpoint in _ALL})
"""Every endpoint by its name, which is also the name of its method."""
