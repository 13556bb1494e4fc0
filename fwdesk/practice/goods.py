"""Virtual inventory: finished products of an account, each with a SKU that stands for a product code.

A record holds the code, the words and prices that were given to it, and the guid of its picture (REFERENCE, model
product_details and product_details_update).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.practice.call import Account, Call
from fwdesk.practice.details import details_row
from fwdesk.practice.pricing import price_row
from fwdesk.practice.shelf import Record
from fwdesk.practice.status import stamp
from fwdesk.practice.wire import Reader, Row

STORED, IN_CART = "product", "cart"
"""The kinds of products on the shelf: of the virtual inventory, and in a cart."""

_WHOLE = (
    "etsy_product_id", "shopify_product_id", "shopify_variant_id", "bigcommerce_id", "bigcommerce_variant_id",
    "woocommerce_product_id", "woocommerce_variant_id",
)  # fmt: skip
_TEXTS = (
    "shopify_graphql_product_id", "shopify_graphql_variant_id", "squarespace_product_id", "squarespace_variant_id",
    "square_product_id", "square_variant_id", "wix_inventory_id", "wix_product_id", "wix_variant_id",
)  # fmt: skip
PLATFORMS = ("etsy", "shopify", "squarespace", "square", "bigcommerce", "wix", "woocommerce")
"""The storefronts whose ids an item can hold."""


_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def sku_of(account: Account, number: int) -> str:
    """The SKU of an item: `AP` and `P` before two numbers (REFERENCE 2), the second of which is its record's."""
    return f"AP{account.number}P{number}"


def platform_of(name: str) -> str:
    """`shopify_product_id` belongs to shopify."""
    return name.partition("_")[0]


def read_links(at: Reader) -> Row:
    """REFERENCE, model third_party_integrations: the ids that were sent, also those sent as null."""
    found: Row = {name: at.whole(name) for name in _WHOLE if at.has(name)}
    return found | {name: at.text(name) for name in _TEXTS if at.has(name)}


def _linked(links: Row) -> set[str]:
    return {platform_of(name) for name, value in links.items() if value is not None}


def links_row(links: Row) -> Row | None:
    """Every id of an item, or null when it is linked to nothing."""
    return {name: links.get(name) for name in (*_WHOLE, *_TEXTS)} if _linked(links) else None


def platforms(item: Record) -> set[str]:
    """Where an item is linked to."""
    return _linked(item.content["links"])


def find(call: Call, sku: str) -> Record | None:
    """The item with a SKU, in any letter case."""
    wanted = sku.strip().upper()
    number = wanted.rpartition("P")[2]
    found = call.shelf.get(call.account.name, STORED, int(number)) if _NUMBER.fullmatch(number) else None
    return found if found and found.content["sku"] == wanted else None


def sku_codes(call: Call) -> Callable[[str], ProductCode | None]:
    """Looks up the code behind a SKU of this account."""

    def behind(sku: str) -> ProductCode | None:
        item = find(call, sku)
        return parse_code(item.content["product_code"]) if item else None

    return behind


def item_row(call: Call, item: Record, quantity: int = 1) -> Row:
    """An item as product_details: its own words over those of the plain product."""
    kept = item.content
    code = parse_code(kept["product_code"])
    row = details_row(code, code.wire, price_row(kept["sku"] or code.wire, quantity, lambda _sku: code))
    return row | {
        "id": item.id,
        "sku": kept["sku"],
        "name": kept["name"] or row["name"],
        "description_long": kept["description"] or row["description_long"],
        "quantity_in_stock": kept["quantity_in_stock"],
        "track_inventory": kept["track_inventory"],
        "asking_price": Decimal(kept["asking_price"]),
        "image_url_1": call.whole_url(kept["thumbnail"]),
        "image_guid": kept["image_guid"],
        "third_party_integrations": links_row(kept["links"]),
        "product_guid": kept["product_guid"],
        "artist": call.account.artist,
        "updated": stamp(datetime.fromisoformat(kept["updated"])),
    }
