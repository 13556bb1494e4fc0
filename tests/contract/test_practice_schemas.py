"""Requests and answers of the practice service against tests/data/schemas.json, in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from fwdesk.practice.profiles import PROFILE_NAMES
from fwdesk.practice.service import ENDPOINTS as SERVED
from fwdesk.practice.service import LIVE_KEYS, PRACTICE_KEYS, REFUSED_KEYS, KeyPair
from tests.contract.api_schemas import ENDPOINTS, NAMES, SCHEMAS, Broken, broken, faults, validator
from tests.contract.openapi import SILENT, describe
from tests.contract.practice_stage import GUID, Stage
from tests.unit.practice.caller import Caller, line, order, recipient


def test_every_documented_endpoint_is_served_and_no_other() -> None:
    assert set(SERVED) == set(NAMES)
    for name, facts in ENDPOINTS.items():
        verbs = [facts["method"], *(["POST"] if "alternate_method" in facts else [])]
        assert list(SERVED[name].verbs) == verbs
        assert facts["path"] == f"/v3/{name}"


@pytest.mark.parametrize("name", NAMES)
def test_the_documented_example_is_accepted_and_the_answer_is_as_documented(name: str) -> None:
    stage = Stage()
    response = stage.desk.ask(name, stage.body(name), **stage.query(name))
    content = response.get_json()
    assert (response.status_code, content["status"]["success"]) == (200, True), content
    assert faults(name, 200, content) == []
    assert set(ENDPOINTS[name]["response"]["properties"]) - set(content) - SILENT == set()


@pytest.mark.parametrize("name", [name for name in NAMES if "request_example" in ENDPOINTS[name]])
def test_the_documented_example_fits_its_own_schema(name: str) -> None:
    assert list(validator(ENDPOINTS[name]["request"]).iter_errors(ENDPOINTS[name]["request_example"])) == []


def _shouted(value: Any) -> Any:
    if isinstance(value, list):
        return [_shouted(item) for item in value]
    if isinstance(value, dict):
        return {key.title() if at % 2 else key.upper(): _shouted(item) for at, (key, item) in enumerate(value.items())}
    return value


@pytest.mark.parametrize("name", NAMES)
def test_letter_case_and_unknown_members_do_not_matter(name: str) -> None:
    stage = Stage()
    facts, body = ENDPOINTS[name], _shouted(stage.body(name))
    if isinstance(body, dict):
        body["A_MEMBER_of_the_future"] = {"deep": [1]}
    query = {key.upper(): value for key, value in stage.query(name).items()}
    response = stage.desk.raw(facts["method"], f"/V3/{name.title()}", body, query_string=query)
    assert response.status_code == 200
    assert response.get_json()["status"]["success"] is True
    assert faults(name, 200, response.get_json()) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_verb_is_405(name: str) -> None:
    desk = Caller()
    for verb in {"GET", "POST", "PUT", "DELETE", "PATCH"} - set(SERVED[name].verbs):
        response = desk.raw(verb, f"/v3/{name}")
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == set(SERVED[name].verbs)
        assert faults(name, 405, response.get_json()) == []


@pytest.mark.parametrize("name", NAMES)
def test_bad_keys_are_the_exact_400(name: str) -> None:
    same = KeyPair(PRACTICE_KEYS.app_key, PRACTICE_KEYS.app_key)
    for keys in (None, REFUSED_KEYS, same, KeyPair("x", "y")):
        response = Caller(keys=keys).ask(name, ENDPOINTS[name].get("request_example"))
        assert response.status_code == 400
        assert response.get_json() == SCHEMAS["errors"]["model_state"]["credential_failure_example"]


def _references(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _references(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    return own | {name for item in value.values() for name in _references(item)}


def test_the_description_for_schemathesis_is_whole() -> None:
    """packaging/contract.py plays it against the service."""
    described = describe()
    served = {(f"/v3/{name}", verb.lower()) for name, endpoint in SERVED.items() for verb in endpoint.verbs}
    assert {(path, verb) for path, verbs in described["paths"].items() for verb in verbs} == served
    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert _references(described) <= known
    asked = [operation for verbs in described["paths"].values() for operation in verbs.values()]
    assert all("200" in operation["responses"] and "400" in operation["responses"] for operation in asked)


# Requests that break their schema

IGNORED = {("sku_filter", "too many"), ("product_code_filter", "too many")}
"""REFERENCE 1.7: beyond 50, the filter is ignored."""


def _requests() -> list[Any]:
    found: list[Any] = []
    stage = Stage()
    for name, facts in ENDPOINTS.items():
        for case in broken(facts["request"], stage.body(name)) if "request_example" in facts else []:
            if (case.field, case.how) not in IGNORED:
                found.append(pytest.param(name, case, id=f"{name}-{case.field}-{case.how}".replace(" ", "_")))
    return found


REQUESTS = _requests()


def test_breaking_covers_what_matters() -> None:
    ways = {(param.values[0], param.values[1].field, param.values[1].how) for param in REQUESTS}
    for way in (
        ("get_prices", "products", "missing"), ("get_prices", "products", "too many"),
        ("get_product_details", "(body)", "too many"), ("submit_orders", "orders", "too many"),
        ("submit_orders_v2", "order_po", "too long"), ("add_images", "images", "too many"),
        ("add_images", "private_hires_uri", "too long"), ("update_virtual_inventory", "virtual_inventory", "too many"),
        ("list_images", "per_page", "too large"), ("save_pending_orders", "source", "missing"),
        ("submit_orders_v2", "product_qty", "too large"), ("update_user", "shipping_preferences", "too many"),
        ("submit_product", "mode", "unknown"), ("list_images", "sort_field", "unknown"),
    ):  # fmt: skip
        assert way in ways, way
    assert len(ways) > 400


@pytest.fixture(name="stage", scope="module")
def _stage() -> Stage:
    return Stage()


@pytest.mark.parametrize(("name", "case"), REQUESTS)
def test_a_request_that_breaks_its_schema_is_refused_by_name(stage: Stage, name: str, case: Broken) -> None:
    response = stage.desk.ask(name, case.body)
    content = response.get_json()
    assert response.status_code == 400, content
    assert content["Message"] == "The request is invalid."
    assert faults(name, 400, content) == []
    assert all(key.startswith("request") for key in content["ModelState"])
    if case.field != "(body)":
        assert any(case.field in key for key in content["ModelState"]), content["ModelState"]


MIXED: list[tuple[str, Any, str]] = [
    ("update_order", {"order_id": 1, "update_command": "burn"}, "update_command"),
    ("update_customer", {"order_id": 1, "customer_info": recipient(city="x" * 51)}, "city"),
    ("submit_note", {"order_id": 1, "subject": "a"}, "message"),
    ("frame_details", {"id": 31337, "product_code": "junk"}, "product_code"),
    ("frame_builder", {"config": {"frame_id": 1, "width": 8, "units": 3}}, "height"),
    ("frame_builder", {"product_code": "junk", "render": {"squared": "perhaps"}}, "squared"),
    ("get_product_details", [line("AP1P1"), line(quantity=0)], "product_qty"),
    ("update_images", {"images": [{"guid": GUID}, {"guid": "7"}]}, "guid"),
    ("update_virtual_inventory", {"virtual_inventory": [{"sku": "AP1P1", "quantity_in_stock": "few"}]}, "quantity"),
    ("delete_pending_orders", {"ids": [1, "x"]}, "ids[1]"),
    ("disconnect_virtual_inventory", {"platform": " "}, "platform"),
    ("add_update_gallery_collection", {"id": 1}, "name"),
]
"""Requests that fail their model and name something that is not there."""


@pytest.mark.parametrize(("name", "body", "field"), MIXED)
def test_the_model_is_judged_before_anything_is_looked_up(name: str, body: Any, field: str) -> None:
    response = Caller().ask(name, body)
    assert response.status_code == 400
    [key] = response.get_json()["ModelState"]
    assert field in key


def test_too_long_a_filter_is_ignored(stage: Stage) -> None:
    for name in ("sku_filter", "product_code_filter"):
        some = [f"AP{number}P{number}" for number in range(50)]
        assert stage.desk.done("list_virtual_inventory", {name: some})["count"] == 0
        assert stage.desk.done("list_virtual_inventory", {name: [*some, "AP99P99"]})["count"] == 1


@pytest.mark.parametrize(
    ("name", "query", "key"),
    [
        ("list_file_selection", {}, "request.guid"), ("list_file_selection", {"guid": "7"}, "request.guid"),
        ("get_order", {"order_email": "a@b.example"}, "request.order_guid"),
        ("get_order", {"order_guid": GUID}, "request.order_email"),
        ("get_payment_tokens", {}, "request.payment_profile_id"),
        ("get_payment_tokens", {"payment_profile_id": "x", "sandbox": "perhaps"}, "request.sandbox"),
        ("get_shipping_options_ids", {"type": "ground"}, "type"),
    ],
)  # fmt: skip
def test_a_query_that_breaks_its_schema_is_refused(name: str, query: dict[str, str], key: str) -> None:
    response = Caller().ask(name, **query)
    assert response.status_code == 400
    assert key in response.get_json()["ModelState"]
    assert faults(name, 400, response.get_json()) == []


# Refusals that no schema can foresee

REFUSALS: list[tuple[str, Any, dict[str, str], int]] = [
    ("frame_details", {"id": 31337}, {}, 404),
    ("frame_builder", {"product_code": "junk"}, {}, 200),
    ("frame_builder", {"product_code": "5M6M9S16X20"}, {}, 200),
    ("get_product_details", [line("AP1P1")], {}, 404),
    ("validate_recipient_address", {"recipient": recipient(zip_postal_code="00000")}, {}, 200),
    ("update_order", {"order_id": 1, "update_command": "hold"}, {}, 404),
    ("update_customer", {"order_id": 1, "customer_info": recipient()}, {}, 404),
    ("submit_note", {"order_id": 1, "subject": "a", "message": "b"}, {}, 404),
    ("get_order", None, {"order_guid": GUID, "order_email": "nobody"}, 404),
    ("update_images", {"images": [{"guid": GUID}]}, {}, 404),
    ("delete_images", {"guids": [GUID]}, {}, 404),
    ("update_virtual_inventory", {"virtual_inventory": [{"sku": "AP1P1"}]}, {}, 404),
    ("delete_virtual_inventory", {"skus": ["AP1P1"]}, {}, 404),
    ("disconnect_virtual_inventory", {"platform": "mall"}, {}, 400),
    ("delete_pending_orders", {"ids": [1]}, {}, 404),
    ("get_payment_tokens", None, {"payment_profile_id": "nobody"}, 404),
    ("add_update_gallery_collection", {"id": 1, "name": "x"}, {}, 404),
]


@pytest.mark.parametrize(("name", "body", "query", "status"), REFUSALS)
def test_refusals_are_envelopes(name: str, body: Any, query: dict[str, str], status: int) -> None:
    response = Caller().ask(name, body, **query)
    content = response.get_json()
    assert response.status_code == status
    assert content["status"]["success"] is False
    assert content["status"]["message"]
    assert faults(name, status, content) == []


def test_an_order_in_production_and_an_invoice_are_refused() -> None:
    desk = Caller(keys=LIVE_KEYS)
    refused = desk.submit(order("A", test_mode=False), token="invoice")
    assert faults("submit_orders_v2", 200, refused) == []
    desk.submit(order("A", test_mode=False), token="practice-card-1111")
    number = desk.app.book.all()[0].order_id
    desk.advance(30)
    for name, body in (
        ("update_order", {"order_id": number, "update_command": "hold"}),
        ("update_customer", {"order_id": number, "customer_info": recipient()}),
    ):
        response = desk.ask(name, body)
        assert "In production" in response.get_json()["status"]["message"]
        assert faults(name, 400, response.get_json()) == []


def test_the_order_book_at_every_stage_is_as_documented() -> None:
    desk = Caller()
    desk.submit(order("SHIPPED"))
    desk.advance(100)
    desk.submit(order("NEW"))
    for name, body in (
        ("fetch_order_status", {"order_pos": ["SHIPPED", "NEW"]}), ("list_orders", {}),
    ):  # fmt: skip
        content = desk.done(name, body)
        assert len(content["orders"]) == 2
        assert faults(name, 200, content) == []


# Every profile

_FAST = [name for name in PROFILE_NAMES if name not in ("slow", "html_errors")]


@pytest.mark.parametrize("profile", _FAST)
def test_every_answer_of_every_profile_is_as_documented(profile: str) -> None:
    """`slow` changes no answer and `html_errors` leaves JSON; all others stay within the facts."""
    stage = Stage(profile)
    odd: list[str] = []
    for name in NAMES:
        for body in (stage.body(name), {}, [], None):
            response = stage.desk.ask(name, body, **stage.query(name))
            content = response.get_json()
            odd += faults(name, response.status_code, content, nulls=profile == "null_prices")
            if response.status_code >= 500:
                assert profile in ("failing", "flaky", "lost_answers")
    assert odd == []
