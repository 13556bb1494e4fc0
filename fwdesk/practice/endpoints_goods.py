"""Virtual inventory, carts and templates (REFERENCE sections 6 and 6b)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal

from fwdesk.domain.code import ProductCode
from fwdesk.practice.call import Answer, Call
from fwdesk.practice.endpoints_image import images
from fwdesk.practice.files import local_place
from fwdesk.practice.goods import (
    IN_CART,
    PLATFORMS,
    STORED,
    find,
    item_row,
    platform_of,
    platforms,
    read_links,
    sku_codes,
    sku_of,
)
from fwdesk.practice.orders import Item, read_code, read_item
from fwdesk.practice.paging import SortKeys, read_page, read_span
from fwdesk.practice.shelf import Record
from fwdesk.practice.wire import Reader, Refusal, Row

_MOST = 50
"""Filters with more SKUs or codes than this are ignored (REFERENCE 1.7)."""
_SORTS: SortKeys = {
    "id": lambda row: row.id,
    "sku": lambda row: row.content["sku"],
    "name": lambda row: (row.content["name"] or "").lower(),
    "product_code": lambda row: row.content["product_code"],
    "asking_price": lambda row: Decimal(row.content["asking_price"]),
    "quantity_in_stock": lambda row: row.content["quantity_in_stock"],
    "created": lambda row: row.content["created"],
    "updated": lambda row: row.content["updated"],
}


def _filter(model: Reader, name: str) -> set[str]:
    found = model.texts(name)
    return {text.strip().upper() for text in found} if len(found) <= _MOST else set()


def _read_wanted(model: Reader) -> Callable[[Record], bool]:
    """The filters of list_virtual_inventory as one question; an empty filter lets everything through."""
    words = (model.text("search_filter") or "").strip().lower()
    skus, codes = _filter(model, "sku_filter"), _filter(model, "product_code_filter")
    guids, types = model.guids("guid_filter"), model.ids("product_type_ids_filter")
    linked = {text.strip().lower() for text in model.texts("third_party_connections_filter")}
    span = read_span(model, "created_date")

    def wanted(row: Record) -> bool:
        kept = row.content
        return (
            words in _text(row)
            and (not skus or kept["sku"] in skus)
            and (not codes or kept["product_code"].upper() in codes)
            and (not guids or kept["image_guid"] in guids)
            and (not types or kept["product_type"] in types)
            and (not linked or bool(linked & platforms(row)))
            and span.holds(kept["created"])
        )

    return wanted


def list_virtual_inventory(call: Call) -> Answer:
    """Search, filter, sort and page through the virtual inventory."""
    model = call.model
    wanted, page = _read_wanted(model), read_page(model)
    model.text("account_key")
    model.done()
    found = [row for row in call.shelf.all(call.account.name, STORED) if wanted(row)]
    rows = [item_row(call, row) for row in page.of(found, _SORTS)]
    return Answer({"products": rows, **page.echo(len(found))})


def _text(row: Record) -> str:
    return "\n".join(row.content[name] or "" for name in ("sku", "name", "description", "product_code")).lower()


def _known(call: Call, skus: list[str]) -> list[Record]:
    """The items with these SKUs, each once. Raises `Refusal` 404 when one is not there."""
    found = {sku.strip().upper(): find(call, sku) for sku in skus}
    lost = [sku for sku, item in found.items() if item is None]
    if lost:
        raise Refusal(f"There is no product {', '.join(lost)}.", 404)
    return [item for item in found.values() if item]


def _read_update(at: Reader) -> tuple[str, Row]:
    """REFERENCE, model product_details_update: what is absent or null is left as it is."""
    price = at.number("asking_price")
    if price is not None and price < 0:
        at.fail("asking_price", "The field asking_price must be at least 0.")
    changes: Row = {
        "asking_price": None if price is None else str(price),
        "name": at.text("name"),
        "description": at.text("description"),
        "quantity_in_stock": at.whole("quantity_in_stock"),
        "track_inventory": at.either("track_inventory"),
    }
    links = at.one("third_party_integrations")
    if links:
        changes["links"] = read_links(links)
    return at.text("sku", required=True) or "", {name: value for name, value in changes.items() if value is not None}


def update_virtual_inventory(call: Call) -> Answer:
    """Change up to 50 items, all or none. Storefront ids are changed one by one, not as a whole."""
    model = call.model
    asked = [_read_update(at) for at in model.many("virtual_inventory", required=True, most=50)]
    model.text("account_key")
    model.done()
    now = call.book.now().isoformat()
    with call.shelf.exclusive:
        items = {item.content["sku"]: item for item in _known(call, [sku for sku, _changes in asked])}
        for sku, changes in asked:
            item = items[sku.strip().upper()]
            links = item.content["links"] | changes.get("links", {})
            items[item.content["sku"]] = item.changed(**{**changes, "links": links, "updated": now})
        call.shelf.change(list(items.values()))
    return Answer({"products": [item_row(call, item) for item in items.values()]})


def delete_virtual_inventory(call: Call) -> Answer:
    """Delete items, all or none."""
    model = call.model
    skus = model.texts("skus", required=True)
    model.text("account_key")
    model.done()
    with call.shelf.exclusive:
        call.shelf.drop([item.id for item in _known(call, skus)])
    return Answer()


def disconnect_virtual_inventory(call: Call) -> Answer:
    """Take every item's ids of one storefront away."""
    model = call.model
    platform = (model.text("platform", required=True) or "").strip().lower()
    model.text("account_key")
    model.done()
    if platform not in PLATFORMS:
        raise Refusal(f"There is no platform {platform}; there are: {', '.join(PLATFORMS)}.")
    with call.shelf.exclusive:
        items = [row for row in call.shelf.all(call.account.name, STORED) if platform in platforms(row)]
        call.shelf.change(
            [
                item.changed(
                    links={
                        name: value for name, value in item.content["links"].items() if platform_of(name) != platform
                    }
                )
                for item in items
            ]
        )
    return Answer()


# Carts and templates


def _read_product(call: Call, model: Reader) -> tuple[Item, ProductCode]:
    """The `product` of a request, which must be one that can be made."""
    at = model.one("product", required=True)
    item = read_item(at) if at else None
    code = read_code(at, item.sku, sku_codes(call)) if at and item else None
    model.done()
    assert item is not None
    assert code is not None
    return item, code


def _image_of(call: Call, item: Item) -> str | None:
    """The library image that a line shows: named by its guid, or by the place of its file."""
    place = local_place(call.host_url, item.picture) or item.picture
    for row in images(call):
        if row.content["guid"] == item.library_guid or (place and row.content["private_hires_uri"] == place):
            return row.content["guid"]
    return None


def submit_product(call: Call) -> Answer:
    """Put a product into a cart (mode order) or into the virtual inventory (mode store), where it gets a SKU.

    What the real call answers is unknown; `product` is a convention of this stand-in.
    """
    model = call.model
    key, cart = model.guid("order_key", required=True), model.number("cart_id", required=True)
    mode = model.choice("mode", ("order", "store"), required=True)
    model.one("template")
    model.text("account_key")
    item, code = _read_product(call, model)
    now = call.book.now().isoformat()
    thumbnail = item.thumbnail
    content: Row = {
        "sku": None, "product_code": code.wire, "product_type": code.print.product_type if code.print else 0,
        "name": item.title, "description": None, "asking_price": "0", "quantity_in_stock": 0,
        "track_inventory": False, "links": {}, "image_guid": _image_of(call, item),
        "thumbnail": local_place(call.host_url, thumbnail) or thumbnail, "product_guid": str(uuid.uuid4()),
        "quantity": item.quantity, "order_key": key, "cart_id": str(cart), "created": now, "updated": now,
    }  # fmt: skip
    with call.shelf.exclusive:
        kind = STORED if mode == "store" else IN_CART
        [record] = call.shelf.add(call.account.name, kind, [content])
        if mode == "store":
            record = record.changed(sku=sku_of(call.account, record.id))
            call.shelf.change([record])
    return Answer({"product": item_row(call, record, item.quantity)})


def list_products(call: Call) -> Answer:
    """Products by guid or of a cart; without either, all of them. `products` is a convention of this stand-in."""
    model = call.model
    guids, key = model.guids("guids"), model.guid("order_key")
    model.text("account_key")
    model.done()
    records = [row for kind in (IN_CART, STORED) for row in call.shelf.all(call.account.name, kind)]
    found = [
        row
        for row in sorted(records, key=lambda row: row.id)
        if (not guids or row.content["product_guid"] in guids) and key in (None, row.content["order_key"])
    ]
    return Answer({"products": [item_row(call, row, row.content["quantity"]) for row in found]})


def create_template(call: Call) -> Answer:
    """A template of a product (REFERENCE, model order_template). `template` is a convention of this stand-in."""
    model = call.model
    item, code = _read_product(call, model)
    thumbnail = item.thumbnail
    template: Row = {"id": str(uuid.uuid4()), "product_code": code.wire}
    place = local_place(call.host_url, thumbnail) or thumbnail or ""
    call.shelf.add(call.account.name, "template", [template | {"thumbnail_url": place}])
    return Answer({"template": template | {"thumbnail_url": call.whole_url(place)}})
