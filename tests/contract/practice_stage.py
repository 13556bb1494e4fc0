"""A practice account with one of everything, so that every documented request example means something."""

from __future__ import annotations

import copy
from typing import Any

from fwdesk.practice.call import Account
from fwdesk.practice.profiles import parse_profile
from fwdesk.practice.service import PRACTICE_KEYS
from tests.contract.api_schemas import ENDPOINTS
from tests.unit.practice.caller import Caller, line, order

GUID = "ff754fa0-0000-4000-8000-000000000001"
"""The image of the documented examples."""


class Stage:
    """A caller with an order, an image, a product, a parked order and a gallery."""

    def __init__(self, profile: str = "standard") -> None:
        """Everything is set up at a standard service, which only then takes on the profile."""
        self.desk = Caller()
        account = self.desk.app.shelf
        images = copy.deepcopy(ENDPOINTS["add_images"]["request_example"])
        images["images"][0]["guid"] = GUID
        self.desk.ask("add_images", images)
        self.desk.submit(order("STAGE", line(), line("5M6M9S16X20F1S16X20G1", 2)))
        booked = self.desk.app.book.all()
        self.order_id, self.order_guid = booked[-1].order_id, booked[-1].guid
        product = copy.deepcopy(ENDPOINTS["submit_product"]["request_example"])
        product["product"]["product_image"]["library_file"] = {"guid": GUID}
        self.desk.ask("submit_product", product)
        self.sku = account.all(Account(PRACTICE_KEYS, live=False).name, "product")[-1].content["sku"]
        self.desk.ask("save_pending_orders", ENDPOINTS["save_pending_orders"]["request_example"])
        self.pending = account.all(Account(PRACTICE_KEYS, live=False).name, "pending")[-1].id
        self.desk.ask("add_update_gallery_collection", {"name": "Lakes"})
        self.desk.app.profile = parse_profile(profile)

    def body(self, name: str) -> Any:
        """The documented example of a request, with numbers and names that this account has."""
        found = copy.deepcopy(ENDPOINTS[name].get("request_example"))
        if name in ("update_order", "update_customer", "submit_note"):
            found["order_id"] = self.order_id
        if name in ("list_pending_orders", "delete_pending_orders"):
            found["ids"] = [self.pending]
        if name == "delete_virtual_inventory":
            found["skus"] = [self.sku]
        if name == "update_virtual_inventory":
            found["virtual_inventory"][0]["sku"] = self.sku
        return found

    def query(self, name: str) -> dict[str, str]:
        """The query string of a GET call."""
        email = self.desk.app.book.all()[-1].email or ""
        number = email.partition("@")[0]
        return {
            "list_file_selection": {"guid": GUID},
            "get_order": {"order_guid": self.order_guid, "order_email": email},
            "get_payment_tokens": {"payment_profile_id": number, "sandbox": "true"},
            "get_shipping_options_ids": {"type": "1"},
            "get_user": {"account_key": "none"},
        }.get(name, {})
