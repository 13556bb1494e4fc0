"""Calls the practice service in process, as a test writes it: `desk.post("get_prices", {...})`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from fwdesk.practice.service import ENDPOINTS, LIVE_KEYS, PRACTICE_KEYS, KeyPair, PracticeService, create_app

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def recipient(**changes: Any) -> dict[str, Any]:
    return {
        "first_name": "Ada", "last_name": "Example", "company_name": None, "address_1": "100 Main St",
        "address_2": None, "address_3": None, "city": "Seattle", "state_code": "WA", "province": None,
        "zip_postal_code": "98101", "country_code": "us", "phone": None, "email": None, "address_order_po": "DEMO-1001",
    } | changes  # fmt: skip


def line(code: str = "5M6M9S16X20", quantity: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "product_order_po": "DEMO-1001",
        "product_qty": quantity,
        "product_sku": code,
        "product_image": {
            "pixel_width": 4800,
            "pixel_height": 6000,
            "product_url_file": "https://files.example/a.jpg",
            "product_url_thumbnail": "https://files.example/a-t.jpg",
        },
        "product_title": "Demo print",
    } | changes


def order(po: str = "DEMO-1001", *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "order_po": po,
        "recipient": recipient(),
        "order_items": list(lines) or [line()],
        "shipping_code": "SD",
        "test_mode": True,
    } | changes


class Caller:
    def __init__(
        self, profile: str = "standard", data_dir: Path | None = None, keys: KeyPair | None = PRACTICE_KEYS
    ) -> None:
        self.app: PracticeService = create_app(data_dir, profile=profile, clock=lambda: NOON)
        self.client = Client(self.app)
        self.headers = {"web_api_key": keys[0], "app_key": keys[1]} if keys else {}

    def raw(self, verb: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        content = {} if body is None else {"data": body} if isinstance(body, bytes) else {"json": body}
        return self.client.open(path, method=verb, buffered=True, headers=self.headers, **content, **more)

    def get(self, name: str) -> Any:
        return self.raw("GET", f"/v3/{name}").get_json()

    def post(self, name: str, body: Any = None) -> Any:
        return self.raw("POST", f"/v3/{name}", {} if body is None else body).get_json()

    def ask(self, name: str, body: Any = None, **query: Any) -> TestResponse:
        """A call by the endpoint's own verb."""
        verb = ENDPOINTS[name].verbs[0]
        content = None if verb == "GET" else {} if body is None else body
        return self.raw(verb, f"/v3/{name}", content, query_string=query)

    def done(self, name: str, body: Any = None, **query: Any) -> Any:
        """A call that must succeed; its answer."""
        response = self.ask(name, body, **query)
        content = response.get_json()
        assert (response.status_code, content["status"]["success"]) == (200, True), content
        return content

    def refused(self, name: str, body: Any = None, **query: Any) -> tuple[int, str]:
        """A call that must be refused by an envelope; its status and message."""
        response = self.ask(name, body, **query)
        status = response.get_json()["status"]
        assert (status["success"], status["status_code"]) == (False, response.status_code)
        return response.status_code, status["message"]

    def errors(self, name: str, body: Any) -> dict[str, list[str]]:
        response = self.ask(name, body)
        assert response.status_code == 400
        content = response.get_json()
        assert content["Message"] == "The request is invalid."
        return content["ModelState"]

    def submit(self, *orders: dict[str, Any], token: str | None = "xxxx", **more: Any) -> Any:
        return self.post("submit_orders_v2", {"orders": list(orders), "payment_token": token, **more})

    def advance(self, hours: float) -> None:
        assert self.raw("POST", "/practice/clock", {"advance_hours": hours}).status_code == 200


def live(profile: str = "standard", data_dir: Path | None = None) -> Caller:
    return Caller(profile, data_dir, LIVE_KEYS)
