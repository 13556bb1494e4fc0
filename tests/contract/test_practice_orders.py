"""Quotes, addresses, submissions, statuses and the order book of the practice service."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fwdesk.practice.service import LIVE_KEYS, KeyPair
from tests.unit.practice.caller import Caller, line, live, order, recipient

FRAMED = "5M144M8S6X7DD5F1S8X10J1S6X7DD5G1"

# Shipping


def quote(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return Caller().post("list_shipping_options_multiple", {"orders": [order("Q", *lines, **changes)]})["orders"][0]


@pytest.mark.parametrize("to", [{}, {"state_code": "TX", "zip_postal_code": "78205"}, {"state_code": "HI"}])
@pytest.mark.parametrize(
    "codes", [[("5M6M9S16X20", 1)], [(FRAMED, 3), ("5M6M8S19X29", 2)], [("9001M46M9310S40X48", 999)]]
)
def test_a_quote_adds_up(to: dict[str, str], codes: list[tuple[str, int]]) -> None:
    found = quote(*(line(code, number) for code, number in codes), recipient=recipient(**to))
    assert found["order_po"] == "Q"
    assert found["order_size"]["ounces"] > 0
    ids = [option["id"] for option in found["options"]]
    assert len(set(ids)) == len(ids) >= 4
    assert min(ids) > 0
    assert {option["shipping_code"] for option in found["options"]} == {"EC", "SD", "EX", "ON"}
    assert any("<b>" in option["transit_time"] for option in found["options"])
    assert found["preferred_option"] == found["options"][0]
    rates = [option["rate"] for option in found["options"]]
    assert rates == sorted(rates)
    desk = Caller()
    for option in found["options"]:
        total = {k: Decimal(str(v)) for k, v in option["calculated_total"].items() if isinstance(v, int | float)}
        rows = option["calculated_total"]["product_pricing"]
        goods = sum((Decimal(str(row["total_price"])) * row["product_qty"] for row in rows), Decimal(0))
        assert total["order_subtotal"] == goods
        assert total["order_shipping_rate"] == Decimal(str(option["rate"]))
        assert (
            total["order_grand_total"]
            == total["order_subtotal"]
            + total["order_shipping_rate"]
            + total["order_sales_tax"]
            + total["order_expedite_fee"]
            - total["order_discount"]
            - total["order_credits_used"]
        )
        items = [{"product_qty": number, "product_sku": code} for code, number in codes]
        assert rows == desk.post("get_prices", {"products": items})["prices"]
        assert option["carrier"]
    texan = to.get("state_code") == "TX"
    assert found["options"][0]["calculated_total"]["order_sales_tax_rate"] == (0.0825 if texan else 0)


def test_rates_grow_and_the_two_known_ones_match() -> None:
    def cheapest(*lines: dict[str, Any], **changes: Any) -> float:
        return quote(*lines, **changes)["options"][0]["rate"]

    assert cheapest(line("5M144M8S6X7DD5", 2)) == 6.95
    assert cheapest(line("5M6M8S19X29")) == 26.95
    assert quote(line("5M6M8S19X29"))["options"][0]["shipping_method"] == "Economy Tube"
    plain, framed = cheapest(line("5M6M8S16X20")), cheapest(line("5M6M8S16X20F1S16X20G1"))
    assert plain < framed < cheapest(line("5M6M8S24X36F1S24X36G1"))
    assert cheapest(line("5M6M8S16X20")) < cheapest(line("5M6M8S16X20"), recipient=recipient(state_code="AK"))


def test_abroad() -> None:
    abroad = recipient(country_code="FR", state_code=None, province="Paris", zip_postal_code=75001)
    found = quote(line(), recipient=abroad)
    assert [option["shipping_code"] for option in found["options"]] == ["EC", "EX"]
    assert found["options"][0]["calculated_total"]["order_sales_tax"] == 0


def test_one_order_not_wrapped() -> None:
    options = Caller().post("list_shipping_options", order())["options"]
    assert options == quote()["options"] or len(options) == 5
    assert Caller().errors("list_shipping_options", {})["request.order_po"]


# What is refused

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"order_po": "x" * 51}, "order_po"), ({"order_po": None}, "order_po"), ({"order_items": []}, "order_items"),
    ({"shipping_code": None}, "shipping_code"), ({"shipping_code": "express"}, "shipping_code"),
    ({"recipient": None}, "recipient"), ({"recipient": recipient(zip_postal_code="")}, "recipient.zip_postal_code"),
    ({"recipient": recipient(zip_postal_code="12345678901")}, "recipient.zip_postal_code"),
    ({"recipient": recipient(country_code="fr")}, "recipient.state_code"),
    ({"recipient": recipient(state_code=None)}, "recipient.state_code"),
    ({"recipient": recipient(state_code="ZZ")}, "recipient.state_code"),
    ({"recipient": recipient(country_code="1x", state_code=None)}, "recipient.country_code"),
    ({"recipient": recipient(address_order_po="x" * 51)}, "recipient.address_order_po"),
    ({"recipient": recipient(first_name=" ")}, "recipient.first_name"),
    ({"recipient": recipient(address_1="x" * 101)}, "recipient.address_1"),
    ({"document_url": "x" * 201}, "document_url"), ({"custom_data_3": "x" * 256}, "custom_data_3"),
    ({"acct_number_ups": "x" * 51}, "acct_number_ups"),
    ({"customs_tax_info": {"tax_id": "x" * 51, "tax_type": 1}}, "customs_tax_info.tax_id"),
    ({"customs_tax_info": {"tax_type": 3}}, "customs_tax_info.tax_type"),
    ({"order_items": [line(product_order_po="x" * 51)]}, "order_items[0].product_order_po"),
    ({"order_items": [line(quantity=1000)]}, "order_items[0].product_qty"),
    ({"order_items": [line(quantity=0)]}, "order_items[0].product_qty"),
    ({"order_items": [line(product_title="x" * 51)]}, "order_items[0].product_title"),
    ({"order_items": [line(product_image=None)]}, "order_items[0].product_image"),
    ({"order_items": [line(product_image={"product_url_file": "https://a/b"})]},
     "order_items[0].product_image.product_url_thumbnail"),
    ({"order_items": [line(product_image={"product_url_file": "file:///a", "product_url_thumbnail": "https://a"})]},
     "order_items[0].product_image.product_url_file"),
    ({"order_items": [line(), line("junk")]}, "order_items[1].product_sku"),
    ({"order_items": [line("5M6M9S1X1")]}, "order_items[0].product_sku"),
    ({"order_items": [line("AP1556P79511")]}, "order_items[0].product_sku"),
    ({"order_items": [line(product_sku=None)]}, "order_items[0].product_sku"),
    ({"test_mode": "perhaps"}, "test_mode"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key"), REFUSED)
def test_orders_that_are_refused(changes: dict[str, Any], key: str) -> None:
    desk = live()
    body = {"orders": [order(**changes)], "payment_token": "tok"}
    for name in ("submit_orders_v2", "list_shipping_options_multiple"):
        assert f"request.orders[0].{key}" in desk.errors(name, body)
    assert desk.post("list_orders")["total_count"] == 0


def test_the_texts_that_were_seen_live() -> None:
    bad = {"orders": [order(recipient=recipient(zip_postal_code="", country_code="de"))]}
    errors = Caller().errors("list_shipping_options_multiple", bad)
    assert errors["request.orders[0].recipient.zip_postal_code"] == ["The zip_postal_code field is required."]
    assert "must be left blank" in errors["request.orders[0].recipient.state_code"][0]


def test_limits_of_a_call() -> None:
    desk = Caller()
    many = [order(f"P{number}") for number in range(51)]
    assert "request.orders" in desk.errors("submit_orders_v2", {"orders": many, "payment_token": "xxxx"})
    assert len(desk.submit(*many[:50])["orders"]) == 50
    assert "request.orders" in desk.errors("submit_orders", {"orders": many[:6]})
    assert len(desk.post("submit_orders", {"orders": many[:5]})["orders"]) == 5
    assert "request.orders" in desk.errors("submit_orders_v2", {"orders": None, "payment_token": "xxxx"})
    assert "request.payment_token" in desk.errors("submit_orders_v2", {"orders": [order()]})
    assert len(Caller("token_optional").post("submit_orders_v2", {"orders": [order()]})["orders"]) == 1


# Submitting


def test_a_test_order_is_confirmed_and_found() -> None:
    desk = Caller()
    first, second = desk.submit(order("A"), order("B"))["orders"]
    assert second["order_id"] == first["order_id"] + 1
    assert re.fullmatch(r"\d{6}", str(first["order_id"]))
    assert first["order_confirmation_id"] != second["order_confirmation_id"]
    assert re.fullmatch(r"[0-9a-f-]{36}", first["order_guid"])
    assert re.fullmatch(r"2026-03-02T12:00:00\.\d{7}-06:00", first["order_confirmation_datetime"])
    rows = desk.post("fetch_order_status", {"order_pos": ["A", "nobody"], "order_ids": []})["orders"]
    assert [(row["order_id"], row["order_status_id"], row["order_status_label"]) for row in rows] == [
        (first["order_id"], 3, "Order Received")
    ]
    assert desk.post("fetch_order_status", {"order_ids": [second["order_id"]]})["orders"][0]["order_po"] == "B"
    assert desk.post("fetch_order_status", {"order_ids": [1]})["orders"] == []
    assert "request.order_ids" in desk.errors("fetch_order_status", {})


def test_validate_only_keeps_nothing() -> None:
    desk = live()
    answer = desk.submit(order("A", test_mode=False), token="tok", validate_only=True)
    assert (answer["status"]["success"], answer["orders"]) == (True, None)
    assert desk.post("list_orders")["orders"] == []
    assert desk.raw("GET", "/practice/orders").get_json()["posts"] == 1


@pytest.mark.parametrize(
    ("keys", "test_mode", "token", "kind"),
    [
        (None, False, None, "test"), (LIVE_KEYS, True, "tok", "test"), (LIVE_KEYS, False, "xxxx", "test"),
        (LIVE_KEYS, False, "tok", "live"), (LIVE_KEYS, False, None, "unpaid"), (LIVE_KEYS, True, None, "test"),
    ],
)  # fmt: skip
def test_any_of_the_switches_makes_a_test(keys: KeyPair | None, test_mode: bool, token: str | None, kind: str) -> None:
    desk = Caller(keys=keys) if keys else Caller()
    desk.submit(order("A", test_mode=test_mode), token=token)
    assert desk.raw("GET", "/practice/orders").get_json()["orders"][0]["kind"] == kind


def test_null_makes_a_real_unpaid_order() -> None:
    desk = live()
    answer = desk.submit(order("A", test_mode=False), token=None)
    assert "payment failed" in answer["status"]["message"]
    assert answer["orders"][0]["order_id"]
    row = desk.post("fetch_order_status", {"order_pos": ["A"]})["orders"][0]
    assert (row["order_status_id"], row["order_status_label"]) == (2, "Pending Payment")


def test_invoice_and_declined_cards() -> None:
    desk = live()
    refused = desk.submit(order("A", test_mode=False), token="invoice")
    assert refused["status"]["success"] is False
    declined = desk.submit(order("A", test_mode=False), token="card-declined")
    assert "payment failed" in declined["status"]["message"]
    assert declined["orders"][0]["order_id"]
    assert desk.post("fetch_order_status", {"order_pos": ["A"]})["orders"] == []


def test_a_live_duplicate_is_refused_until_it_is_canceled() -> None:
    desk = live()
    real = order("A", test_mode=False)
    number = desk.submit(real, token="tok")["orders"][0]["order_id"]
    again = {"orders": [real], "payment_token": "tok"}
    assert "request.orders[0].order_po" in desk.errors("submit_orders_v2", again)
    twice = {"orders": [order("B", test_mode=False)] * 2, "payment_token": "tok"}
    assert "request.orders[1].order_po" in desk.errors("submit_orders_v2", twice)
    assert desk.submit(order("A"), token="tok")["orders"], "a test may reuse it"
    desk.post("update_order", {"order_id": number, "update_command": "cancel"})
    assert desk.submit(real, token="tok")["orders"][0]["order_id"] > number
    free = live("duplicates_allowed")
    assert all(free.submit(real, token="tok")["orders"] for _ in range(2))


def test_test_orders_under_other_profiles() -> None:
    unlisted = Caller("unlisted_test_orders")
    assert unlisted.submit(order("A"))["orders"][0]["order_id"]
    assert unlisted.post("fetch_order_status", {"order_pos": ["A"]})["orders"] == []
    null = Caller("null_test_orders")
    assert null.submit(order("A"))["orders"] is None
    assert null.post("list_orders")["orders"] == []


def test_a_lost_answer_still_books_the_order() -> None:
    desk = Caller("lost_answers")
    response = desk.raw("POST", "/v3/submit_orders_v2", {"orders": [order("A")], "payment_token": "xxxx"})
    assert response.status_code == 500
    assert len(desk.post("fetch_order_status", {"order_pos": ["A"]})["orders"]) == 1


def test_every_submission_is_counted_with_its_body() -> None:
    desk = Caller("failing:2")
    for _ in range(2):
        desk.raw("POST", "/v3/submit_orders_v2", {"orders": [order("A"), order("B")], "payment_token": "xxxx"})
    desk.raw("POST", "/v3/submit_orders_v2", b"{broken")
    book = desk.raw("GET", "/practice/orders").get_json()
    assert book["posts"] == 3
    assert {row["order_po"]: row["posts"] for row in book["orders"]} == {"A": 2, "B": 2}
    assert {row["order_po"]: len(row["order_ids"]) for row in book["orders"]} == {"A": 1, "B": 1}
    posts = desk.raw("GET", "/practice/posts").get_json()["posts"]
    assert json.loads(posts[0]["body"])["orders"][1]["order_po"] == "B"
    assert posts[2] == {**posts[2], "body": "{broken", "order_pos": []}


# Afterwards


def test_statuses_advance_with_the_clock_to_a_parcel() -> None:
    desk = Caller()
    desk.submit(order("A"))
    seen: list[tuple[int, int]] = []
    for hours in (0, 23, 2, 48, 24):
        desk.advance(hours)
        row = desk.post("fetch_order_status", {"order_pos": ["A"]})["orders"][0]
        seen.append((row["order_status_id"], len(row["shipments"])))
    assert seen == [(3, 0), (3, 0), (9001, 0), (9002, 0), (7, 1)]
    parcel = desk.post("fetch_order_status", {"order_pos": ["A"]})["orders"][0]["shipments"][0]
    assert parcel["tracking_url"].endswith(parcel["tracking_number"])
    assert parcel["carrier"] == "UPS"
    labels = {
        row["order_status_id"]: row["order_status_label"]
        for row in desk.get("list_order_status_definitions")["definitions"]
    }
    assert {
        1: "Waiting Customer Response",
        2: "Pending Payment",
        3: "Order Received",
        7: "Shipped",
    }.items() <= labels.items()
    assert all(number < 9000 or "(practice)" in label for number, label in labels.items())


def test_updating_an_order() -> None:
    desk = Caller()
    number = desk.submit(order("A"))["orders"][0]["order_id"]

    def status(command: str, verb: str = "PUT") -> int:
        response = desk.raw(verb, "/v3/update_order", {"order_id": number, "update_command": command})
        assert response.status_code == 200
        return desk.post("fetch_order_status", {"order_ids": [number]})["orders"][0]["order_status_id"]

    assert [status("hold"), status("pending", "POST"), status("Cancel")] == [9003, 3, 9004]
    assert desk.post("list_orders", {})["orders"] == []
    assert len(desk.post("list_orders", {"show_cancelled": True})["orders"]) == 1
    gone = desk.raw("PUT", "/v3/update_order", {"order_id": number, "update_command": "pending"})
    assert gone.status_code == 400
    assert gone.get_json()["status"]["success"] is False
    assert desk.raw("PUT", "/v3/update_order", {"order_id": 5, "update_command": "hold"}).status_code == 404
    assert "request.update_command" in desk.errors("update_order", {"order_id": 5, "update_command": "burn"})


def test_listing_and_reading_orders() -> None:
    desk = live()
    for number in range(12):
        desk.submit(order(f"P{number:02}", test_mode=False), token="tok")
    page = desk.post("list_orders", {"page_number": 2, "per_page": 5})
    assert page["total_count"] == 12
    assert [row["order_po"] for row in page["orders"]] == ["P06", "P05", "P04", "P03", "P02"]
    assert len(desk.post("list_orders")["orders"]) == 10
    row = desk.post("list_orders", {"order_pos": ["P03"]})["orders"][0]
    found = desk.get(f"get_order?order_guid={row['order_guid']}&order_email={row['order_email']}")["order"]
    assert found["order_id"] == row["order_id"]
    assert found["totals"]["order_grand_total"] == row["total"]
    assert desk.raw("GET", f"/v3/get_order?order_guid={row['order_guid']}&order_email=x").status_code == 404
    assert desk.raw("GET", "/v3/get_order").status_code == 400
    assert Caller().post("list_orders")["orders"] == [], "another account sees nothing"
    assert "request.per_page" in desk.errors("list_orders", {"per_page": 51})


def test_the_chosen_option_is_what_is_charged() -> None:
    desk = live()
    options = quote(line("5M6M9S16X20"))["options"]
    for number, code in enumerate([str(options[2]["id"]), "EX", "fs", "on", "01", "EC"]):
        desk.submit(order(f"P{number}", test_mode=False, shipping_code=code), token="tok")
    totals = [row["total"] for row in reversed(desk.post("list_orders")["orders"])]
    grand = {row["id"]: row["calculated_total"]["order_grand_total"] for row in options}
    express = next(row for row in options if row["shipping_code"] == "EX")
    assert totals == [
        grand[options[2]["id"]], grand[express["id"]], grand[options[-1]["id"]], grand[options[-1]["id"]],
        grand[options[0]["id"]], grand[options[0]["id"]],
    ]  # fmt: skip


def test_the_order_book_survives_a_restart(tmp_path: Path) -> None:
    desk = live(data_dir=tmp_path)
    first = desk.submit(order("A", test_mode=False), token="tok")["orders"][0]
    desk.advance(30)
    sha = desk.raw("PUT", "/practice/files/a.png", b"\x89PNG\r\n\x1a\n").get_json()["url"]
    desk.app.close()
    again = live(data_dir=tmp_path)
    row = again.post("fetch_order_status", {"order_pos": ["A"]})["orders"][0]
    assert (row["order_id"], row["order_status_id"]) == (first["order_id"], 9001)
    assert again.raw("GET", "/practice/orders").get_json()["posts"] == 1
    assert again.submit(order("B", test_mode=False), token="tok")["orders"][0]["order_id"] == first["order_id"] + 1
    assert again.raw("GET", sha).status_code == 200
    again.app.close()


# Addresses


def test_addresses() -> None:
    desk = Caller()
    good = desk.post("validate_recipient_address", {"recipient": recipient(address_1="100 main st", city="SEATTLE")})
    assert good["status"]["success"] is True
    assert (good["address"]["address_1"], good["address"]["city"]) == ("100 Main St", "Seattle")
    bad = desk.post("validate_recipient_address", {"recipient": recipient(zip_postal_code="78205")})
    assert bad["status"]["success"] is False
    assert "belongs to TX" in bad["status"]["message"]
    assert "request.recipient" in desk.errors("validate_recipient_address", {})
    assert "request.recipient.first_name" in desk.errors(
        "validate_recipient_address", {"recipient": recipient(first_name=None)}
    )
