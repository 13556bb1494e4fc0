"""Virtual inventory: the products an account keeps at the service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.inventory import InventoryChange
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.answers import Page, ProductDetail
from fwdesk.finerworks.pages import page
from fwdesk.finerworks.service import Service, write_in_parts
from fwdesk.finerworks.wire import asked_account, limits
from fwdesk.finerworks.wire.library import inventory_change_body
from fwdesk.finerworks.wire.prices import WireProductDetail


class InventoryCalls(Service):
    """Items of virtual inventory by their SKUs. Writes are sent once."""

    def list_virtual_inventory(
        self,
        *,
        search: str = "",
        skus: Sequence[str] = (),
        product_codes: Sequence[str] = (),
        image_guids: Sequence[str] = (),
        platforms: Sequence[str] = (),
        product_type_ids: Sequence[int] = (),
        sort_field: str = "id",
        sort_direction: Literal["ASC", "DESC"] = "DESC",
        created_from: date | None = None,
        created_to: date | None = None,
        page_number: int = 1,
        per_page: int = limits.MAX_PER_PAGE,
        cancel: Cancel | None = None,
    ) -> Page[ProductDetail]:
        """One page of the items that fit, at most 50 (REFERENCE, list_virtual_inventory); `pages.every` for all.

        Raises `RequestError` for more than 50 SKUs or codes: the service would drop the filter and answer with
        everything. `platforms` and `product_type_ids` are of v2.
        """
        body: dict[str, Writable] = {
            "search_filter": search or None,
            "sku_filter": list(skus) or None,
            "product_code_filter": list(product_codes) or None,
            "guid_filter": list(image_guids) or None,
            "page_number": page_number,
            "per_page": per_page,
            "sort_field": sort_field,
            "sort_direction": sort_direction,
            "created_date_from": created_from.isoformat() if created_from else None,
            "created_date_to": created_to.isoformat() if created_to else None,
        }
        if platforms:
            body["third_party_connections_filter"] = list(platforms)
        if product_type_ids:
            body["product_type_ids_filter"] = list(product_type_ids)
        answer = self._ask("list_virtual_inventory", body, cancel)
        rows = tuple(row.value() for row in self._rows(WireProductDetail, answer))
        return page(answer, rows, page_number, per_page)

    def update_virtual_inventory(
        self, changes: Sequence[InventoryChange], *, cancel: Cancel | None = None
    ) -> tuple[ProductDetail, ...]:
        """Change items, 50 per call (REFERENCE, update_virtual_inventory).

        Returns the changed items, or nothing where the service answers with its status alone. Raises `PartlyDone`
        when a later part fails.
        """
        bodies = [inventory_change_body(change) for change in changes]
        for index, body in enumerate(bodies):
            limits.check("update_virtual_inventory", asked_account.InventoryChange, body, f"virtual_inventory[{index}]")

        def update(part: Sequence[dict[str, Writable]]) -> tuple[ProductDetail, ...]:
            answer = self._ask("update_virtual_inventory", {"virtual_inventory": list(part)}, cancel)
            return tuple(row.value() for row in self._rows(WireProductDetail, answer, or_none=True))

        return write_in_parts(bodies, limits.MAX_ITEMS, update)

    def delete_virtual_inventory(self, skus: Sequence[str], *, cancel: Cancel | None = None) -> str:
        """Delete items; their links to storefronts are lost (REFERENCE, delete_virtual_inventory).

        It cannot be undone. Returns the service's words, often none.
        """
        return self._words(self._ask("delete_virtual_inventory", {"skus": list(skus)}, cancel))

    def disconnect_virtual_inventory(self, platform: str, *, cancel: Cancel | None = None) -> str:
        """Unlink ALL items from a platform such as "shopify" (REFERENCE, disconnect_virtual_inventory; v2)."""
        return self._words(self._ask("disconnect_virtual_inventory", {"platform": platform}, cancel))
