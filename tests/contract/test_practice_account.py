"""The account, its app, payment methods, notes, parked orders and events of the practice service."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fwdesk.practice.service import PRACTICE_KEYS, KeyPair
from tests.unit.practice.caller import Caller, live, order, recipient


def user(desk: Caller) -> dict[str, Any]:
    return desk.done("get_user")["user_account"]


def mode(desk: Caller, live_mode: bool | None, **more: Any) -> None:
    desk.done("update_app_details", {"app_details": {"app_live_mode": live_mode, **more}})


def jpeg(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(out, "JPEG")
    return out.getvalue()


# Test and live (REFERENCE 1.6)


def kinds(desk: Caller) -> list[str]:
    return [row.kind for row in desk.app.book.all()]


def test_the_app_switches_between_test_and_live(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    assert user(desk)["app_details"]["app_live_mode"] is False
    desk.submit(order("A", test_mode=False), token="tok")
    mode(desk, True, app_name="Mine")
    assert user(desk)["app_details"] == {
        "app_key": PRACTICE_KEYS.app_key, "app_name": "Mine", "app_misc_data": None, "app_live_mode": True,
        "app_description": "The practice service that ships inside fwdesk",
    }  # fmt: skip
    desk.submit(order("B", test_mode=False), token="tok")
    desk.submit(order("C", test_mode=True), token="tok")
    desk.submit(order("D", test_mode=False), token="xxxx")
    unpaid = desk.submit(order("E", test_mode=False), token=None)
    assert "payment failed" in unpaid["status"]["message"]
    desk.submit(order("F", test_mode=False), token="tok", validate_only=True)
    mode(desk, None, app_name=None)
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    assert user(again)["app_details"]["app_live_mode"] is True
    again.submit(order("G", test_mode=False), token="tok")
    mode(again, False)
    again.submit(order("H", test_mode=False), token="tok")
    assert kinds(again) == ["test", "live", "test", "test", "unpaid", "live", "test"]
    again.app.close()


def test_the_mode_belongs_to_the_app_and_not_to_the_account() -> None:
    desk, other = Caller(), Caller(keys=None)
    other.app, other.client = desk.app, desk.client
    other.headers = {"web_api_key": PRACTICE_KEYS.web_api_key, "app_key": "5a1e0000-7e57-4000-8000-0000000000ff"}
    mode(desk, True, app_key=other.headers["app_key"])
    assert user(desk)["app_details"]["app_live_mode"] is True
    assert user(other)["app_details"]["app_live_mode"] is False


def test_the_live_pair_can_be_put_into_test_mode() -> None:
    desk = live()
    assert user(desk)["app_details"]["app_live_mode"] is True
    mode(desk, False)
    desk.submit(order("A", test_mode=False), token="tok")
    assert kinds(desk) == ["test"]
    assert user(desk)["account_username"] == "practice"


# The profile


def test_the_profile_is_kept(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    before = user(desk)
    changes = {
        "account_key": None, "business_info": recipient(company_name="Ada Prints"), "payment_profile_id": "mine",
        "shipping_preferences": [2, 0], "connections": [{"name": "shopify", "id": "7", "data": None}],
        "logo_url": "https://files.example/logo.jpg",
    }  # fmt: skip
    changed = desk.done("update_user", changes)["user_account"]
    assert changed == user(desk)
    assert changed["business_info"]["company_name"] == "Ada Prints"
    assert changed["billing_info"] == before["billing_info"]
    for name in ("payment_profile_id", "shipping_preferences", "connections", "logo_url"):
        assert changed[name] == changes[name]
    assert desk.done("update_user", dict.fromkeys(changes))["user_account"] == changed
    assert desk.done("update_user", {"connections": [], "shipping_preferences": []})["user_account"] == changed | {
        "connections": [], "shipping_preferences": [],
    }  # fmt: skip
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    assert user(again)["payment_profile_id"] == "mine"
    assert again.done("test_my_credentials")["user_account"]["logo_url"] == "https://files.example/logo.jpg"
    again.app.close()


@pytest.mark.parametrize("form", ["base64", "numbers"])
def test_a_logo_is_fitted_and_served(form: str) -> None:
    desk = Caller()
    data = jpeg(1800, 300)
    sent = base64.b64encode(data).decode() if form == "base64" else list(data)
    changed = desk.done("update_user", {"logo_data": sent, "portrait_data": sent})["user_account"]
    for name, size in (("logo_url", (600, 100)), ("profile_img_url", (600, 100))):
        with Image.open(io.BytesIO(desk.raw("GET", changed[name]).data)) as served:
            assert served.size == size
    tall = base64.b64encode(jpeg(100, 400)).decode()
    logo = desk.done("update_user", {"logo_data": tall})["user_account"]["logo_url"]
    with Image.open(io.BytesIO(desk.raw("GET", logo).data)) as served:
        assert served.size == (45, 180)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"logo_data": "no base64!"}, "logo_data"), ({"logo_data": [1, 999]}, "logo_data"),
        ({"logo_data": ["x"]}, "logo_data"), ({"portrait_data": 7}, "portrait_data"),
        ({"logo_data": base64.b64encode(b"GIF89a").decode()}, "logo_data"),
        ({"shipping_preferences": [4]}, "shipping_preferences"),
        ({"shipping_preferences": [0, 1, 2, 3]}, "shipping_preferences"),
        ({"billing_info": {"first_name": "Ada"}}, "billing_info.last_name"),
        ({"connections": ["x"]}, "connections[0]"), ({"connections": 5}, "connections"),
    ],
)  # fmt: skip
def test_a_profile_that_does_not_fit_is_refused_whole(body: Any, key: str) -> None:
    desk = Caller()
    before = user(desk)
    assert f"request.{key}" in desk.errors("update_user", {"payment_profile_id": "mine", **body})
    assert user(desk) == before


def test_payment_methods() -> None:
    desk = live()
    profile = user(desk)["payment_profile_id"]
    answer = desk.done("get_payment_tokens", payment_profile_id=profile, sandbox="false")
    assert answer["payment_profile_id"] == profile
    good, bad = (row["token"] for row in answer["payment_tokens"])
    assert [row["is_default"] for row in answer["payment_tokens"]] == [True, False]
    assert desk.submit(order("A", test_mode=False), token=good)["status"]["message"] == ""
    assert "declined" in desk.submit(order("B", test_mode=False), token=bad)["status"]["message"]
    assert desk.done("list_orders")["total_count"] == 1


def test_ways_to_send_are_those_of_a_quote() -> None:
    desk = Caller()
    every = desk.done("get_shipping_options_ids")["shipping_options"]
    assert desk.done("get_shipping_options_ids", type="-1")["shipping_options"] == every
    for abroad, to in ((False, {}), (True, {"country_code": "fr", "state_code": None, "zip_postal_code": "75001"})):
        quoted = desk.post("list_shipping_options", order("Q", recipient=recipient(**to)))["options"]
        offered = {(row["id"], row["shipping_code"]) for row in every if row["is_international"] is abroad}
        assert {(row["id"], row["shipping_code"]) for row in quoted} == offered


def test_the_company() -> None:
    answer = Caller().done("get_company_info")
    assert (answer["site_id"], answer["lobby_hours"]) == (2, "9-5")
    assert answer["address"]["company_name"] == "Practice Lab"


# Orders: another ship-to, notes, parked ones


def booked(desk: Caller) -> dict[str, Any]:
    row = desk.app.book.all()[0]
    return desk.done("get_order", order_guid=row.guid, order_email=row.email)["order"]


def test_the_ship_to_changes_until_production(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    number = desk.submit(order("A"))["orders"][0]["order_id"]
    totals = booked(desk)["totals"]
    body = {"order_id": number, "customer_info": recipient(last_name="Moved", state_code="TX", zip_postal_code="78205")}
    desk.done("update_customer", body)
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    assert booked(again)["recipient"]["last_name"] == "Moved"
    assert booked(again)["totals"] == totals
    again.advance(24)
    status, words = again.refused("update_customer", body)
    assert status == 400
    assert "can no longer be changed" in words
    bad = {"order_id": number, "customer_info": recipient(state_code="ZZ")}
    assert list(again.errors("update_customer", bad)) == ["request.customer_info.state_code"]
    again.app.close()


def test_notes_stay_with_their_order(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    first, second = (row["order_id"] for row in desk.submit(order("A"), order("B"))["orders"])
    desk.done("submit_note", {"order_id": first, "subject": "Ref", "message": "Checked"})
    desk.done("submit_note", {"order_id": second, "subject": "Other", "message": "order"})
    desk.advance(200)
    desk.done("submit_note", {"order_id": first, "subject": "Late", "message": "still kept"})
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    assert [note["subject"] for note in booked(again)["notes"]] == ["Ref", "Late"]
    assert booked(again)["notes"][0]["message"] == "Checked"
    again.app.close()


def test_parked_orders(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    saved = desk.done("save_pending_orders", {"orders": [order("A"), order("B")], "source": "shop"})["orders"]
    first, second = (row["order_id"] for row in saved)
    assert [row["order_po"] for row in saved] == ["A", "B"]
    assert {row["order_source"] for row in saved} == {"shop"}
    assert desk.app.book.all() == []
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    [row] = again.done("list_pending_orders", {"ids": [second, 77]})["orders"]
    assert (row["id"], row["order_po"], row["shipping_code"]) == (second, "B", "SD")
    assert row["recipient"]["last_name"] == "Example"
    assert len(again.done("list_pending_orders", {"ids": []})["orders"]) == 2
    assert again.refused("delete_pending_orders", {"ids": [first, 77]}) == (404, "There is no pending order 77.")
    again.done("delete_pending_orders", {"ids": [first, first]})
    again.submit(order("B", fulfillment_id=second), validate_only=True)
    assert len(again.done("list_pending_orders", {"ids": []})["orders"]) == 1
    again.submit(order("B", fulfillment_id=second))
    assert again.done("list_pending_orders", {"ids": []})["orders"] == []
    incomplete = {"orders": [order("C", shipping_code=None)], "source": "shop"}
    assert list(again.errors("save_pending_orders", incomplete)) == ["request.orders[0].shipping_code"]
    again.app.close()


def test_events_are_kept_as_they_came() -> None:
    desk = Caller()
    for number in range(103):
        desk.done("add_event", {"number": number, "deep": {"a": [1.5, None]}})
    events = desk.done("list_event_logs")["events"]
    assert [row["event"]["number"] for row in events] == list(range(102, 2, -1))
    assert events[0]["event"]["deep"] == {"a": [1.5, None]}
    for name in ("add_event", "list_event_logs"):
        assert list(desk.errors(name, [1])) == ["request"]


def test_everything_belongs_to_one_account() -> None:
    desk = Caller()
    desk.done("add_event", {"mine": True})
    desk.done("save_pending_orders", {"orders": [order("A")], "source": "shop"})
    desk.done("update_user", {"payment_profile_id": "mine"})
    other = Caller(keys=KeyPair("5a1e0000-7e57-4000-8000-00000000000a", "5a1e0000-7e57-4000-8000-00000000000b"))
    other.app, other.client = desk.app, desk.client
    assert other.done("list_event_logs")["events"] == []
    assert other.done("list_pending_orders", {"ids": []})["orders"] == []
    assert user(other)["payment_profile_id"] != "mine"
