"""Virtual inventory: products the account keeps at the service, each one print made on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fwdesk.domain.money import Money


@dataclass(frozen=True, slots=True)
class InventoryChange:
    """What to change of an item; None leaves a field as it is.

    `asking_price` is the seller's own in USD, `description` may be HTML. `links` are storefront ids by the API's
    names (`shopify_product_id`); the ids that are not named stay.
    """

    sku: str
    asking_price: Money | None = None
    name: str | None = None
    description: str | None = None
    in_stock: int | None = None
    track_stock: bool | None = None
    links: Mapping[str, int | str] | None = None
