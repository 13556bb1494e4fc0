"""Every documented example, asked for and answered, over a real socket; and what happens when parts of it are missing.

`tests/data/schemas.json` holds the facts: 52 endpoints with 44 request and 52 response examples.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fwdesk.domain.account import Account, PaymentMethod
from fwdesk.domain.errors import BadReply
from fwdesk.domain.strict_json import read_json, write_json
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.endpoints import ENDPOINTS
from fwdesk.finerworks.generation import OLDER
from fwdesk.finerworks.wire import limits
from tests.contract.example_calls import CALLS, EXACT, MODELS, NAMES, PACKAGE, SCHEMAS, client, full_answer, records
from tests.contract.fault_server import FaultServer, reply

ASKED = tuple(name for name in NAMES if "request_example" in SCHEMAS["endpoints"][name])


def example(name: str, half: str) -> Any:
    return SCHEMAS["endpoints"][name][f"{half}_example"]


def test_all_are_there() -> None:
    assert set(NAMES) == set(CALLS) == set(ENDPOINTS)
    assert (len(NAMES), len(ASKED)) == (52, 44)
    assert all("response_example" in SCHEMAS["endpoints"][name] for name in NAMES)


# -- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_is_read(name: str) -> None:
    with FaultServer(reply(example(name, "response"))) as server:
        asked = client(server.url)
        CALLS[name](asked)
        asked.close()
        (request,) = server.requests
        assert request.method == SCHEMAS["endpoints"][name]["method"]
        assert urlsplit(request.path).path == SCHEMAS["endpoints"][name]["path"]


@pytest.mark.parametrize("name", NAMES)
def test_each_member_of_each_answer_has_its_model(name: str) -> None:
    """Every record in an example is read by one; what is left is single values beside them."""
    roots = {path.partition(".")[0] for path in MODELS.get(name, {})}
    for member, value in example(name, "response").items():
        if member != "status" and "" not in roots and isinstance(value, dict | list) and value:
            assert member in roots


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_comes_back_from_its_models(name: str) -> None:
    found = list(records(EXACT["endpoints"][name]["response_example"], name))
    for record, model in found:
        assert read_json(write_json(model.model_validate(record).model_dump())) == record


@pytest.mark.parametrize("name", NAMES)
def test_each_documented_field_is_read_and_comes_back(name: str) -> None:
    """An answer with every field of REFERENCE section 7 filled, and one more that nobody knows."""
    body = full_answer(name)
    exact: Any = read_json(json.dumps(body).encode())
    assert ask(name, body) is not None
    for record, model in records(exact, name):
        grown = record | {"not_known_yet": {"a": [1, None, "x"]}}
        made = model.model_validate(grown)
        assert read_json(write_json(made.model_dump())) == grown
        assert (made.model_extra or {})["not_known_yet"] == {"a": [1, None, "x"]}


def test_the_bare_lists_are_those_of_the_rule() -> None:
    """REFERENCE 1.4; beyond its eight, only reads without orders and secrets are let through bare (GAPS 5)."""
    ruled = set(SCHEMAS["bare_list_rule"]["endpoints"])
    bare = {name for name, endpoint in ENDPOINTS.items() if endpoint.bare}
    assert ruled <= bare
    for name in ruled:
        member = SCHEMAS["bare_list_rule"]["endpoints"][name]
        with FaultServer(reply(example(name, "response")[member])) as server:
            asked = client(server.url)
            assert CALLS[name](asked)
            asked.close()
    never = {"orders", "order", "payment_tokens", "user_account"}
    for name in set(ENDPOINTS) - bare:
        with FaultServer(reply([{"order_po": "DEMO-1001", "order_id": 1}])) as server:
            asked = client(server.url)
            with pytest.raises(BadReply):
                CALLS[name](asked)
            asked.close()
    assert not never & {member for name in bare for member in ENDPOINTS[name].payload}


# -- parts that are missing ----------------------------------------------------------------------------------------

NEEDED = {
    "list_product_types": {"id"}, "list_media_types": {"id"}, "list_style_types": {"id"}, "list_collections": {"id"},
    "frame_details": {"id"}, "list_mats": {"id"}, "list_glazing": {"id"},
    "list_shipping_options": {"calculated_total", "order_subtotal", "order_shipping_rate", "order_grand_total"},
    "list_shipping_options_multiple":
        {"order_po", "calculated_total", "order_subtotal", "order_shipping_rate", "order_grand_total"},
    "submit_orders": {"order_po", "order_id"}, "submit_orders_v2": {"order_po", "order_id"},
    "fetch_order_status": {"order_po", "order_id", "order_status_id"},
    "list_order_status_definitions": {"order_status_id"},
    "list_orders": {"order_po", "order_id"},
    "get_order": {"order_id", "order_subtotal", "order_shipping_rate", "order_grand_total"},
    "get_shipping_options_ids": {"id"},
    "get_payment_tokens": {"token"},
    "add_images": {"guid"}, "list_images": {"guid"}, "update_images": {"guid"},
}  # fmt: skip
"""What no row can do without: ids that everything else asks by, and money. All else is optional (REFERENCE 7)."""


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of every member in an answer."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield (*path, name)
            yield from places(one, (*path, name))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, (*path, index))


def optional(name: str, body: Any) -> list[tuple[str | int, ...]]:
    """The members that may be missing: not the status's verdict, not the payload, not what `NEEDED` names."""
    payload = set(ENDPOINTS[name].payload) - {"product_code", "address", "id"}
    kept = NEEDED.get(name, set())

    def may_go(path: tuple[str | int, ...]) -> bool:
        if len(path) == 1:
            return path[0] != "status" and path[0] not in payload
        return path != ("status", "success") and path[-1] not in kept

    return [path for path in places(body) if may_go(path)]


def without(body: Any, paths: list[tuple[str | int, ...]], null: bool) -> Any:
    body = json.loads(json.dumps(body))
    for path in sorted(paths, key=len, reverse=True):
        holder = body
        for step in path[:-1]:
            holder = holder[step]
        if null:
            holder[path[-1]] = None
        else:
            holder.pop(path[-1], None)
    return body


@pytest.fixture(scope="module")
def talk() -> Iterator[tuple[FaultServer, FinerWorks]]:
    with FaultServer(reply({})) as server:
        asked = client(server.url)
        yield server, asked
        asked.close()


@pytest.mark.parametrize("name", NAMES)
def test_each_optional_member_alone_may_be_missing_or_null(name: str, talk: tuple[FaultServer, FinerWorks]) -> None:
    server, asked = talk
    for body, null in ((example(name, "response"), False), (full_answer(name), True)):
        for path in optional(name, body):
            server.answers = [reply(without(body, [path], null))]
            CALLS[name](asked)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_optional_members_may_be_missing_together(
    data: st.DataObject, talk: tuple[FaultServer, FinerWorks]
) -> None:
    server, asked = talk
    name = data.draw(st.sampled_from(NAMES))
    body = full_answer(name)
    paths = optional(name, body)
    gone = data.draw(st.lists(st.sampled_from(paths), unique=True, max_size=12)) if paths else []
    inner = [one for one in gone if not any(one[: len(other)] == other and one != other for other in gone)]
    server.answers = [reply(without(body, inner, data.draw(st.booleans())))]
    CALLS[name](asked)


# -- requests ------------------------------------------------------------------------------------------------------

DIFFERENT = {
    # The reference on an address is the order's, and these calls are about no order.
    "validate_recipient_address": {"recipient.address_order_po"},
    "update_customer": {"customer_info.address_order_po"},
    "update_user": {"business_info.address_order_po"},
    # An order says that it is a test even where it is only asked about.
    "list_shipping_options": {"test_mode"},
    # The call that places an order is checked here, in place of the one that does not.
    "submit_orders": {"validate_only"},
}


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf but null and empty lists, which mean "nothing" everywhere in this API."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from flat(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from flat(one, f"{path}[{index}]")
    elif value is not None:
        yield path, value


def defaults(name: str) -> dict[str, Any]:
    """The documented defaults of a request's own members: to send one says nothing new."""
    members = SCHEMAS["endpoints"][name]["request"].get("properties", {})
    return {member: one["default"] for member, one in members.items() if "default" in one}


@pytest.mark.parametrize("name", [name for name in ASKED if name != "frame_builder"])  # it is the next test's
def test_each_request_is_the_documented_one(name: str) -> None:
    with FaultServer(reply(example(name, "response"))) as server:
        asked = client(server.url, generation=OLDER if name == "get_product_details" else None)
        CALLS[name](asked)
        asked.close()
        sent = dict(flat(server.requests[-1].json))
    wanted = dict(flat(example(name, "request")))
    for path in DIFFERENT.get(name, ()):
        assert sent.pop(path, None) != wanted.pop(path, None)
    assert sent | wanted == sent, "all that is documented is sent, and as documented"
    assert {path: one for path, one in sent.items() if path not in wanted}.items() <= defaults(name).items()


def test_a_request_for_a_picture_is_the_documented_one() -> None:
    with FaultServer(reply({"status": {"success": True}, "x": "iVBORw0KGgoAAA=="})) as server:
        asked = client(server.url)
        asked.frame_builder(PACKAGE, render_size=500, image_url="https://files.example/a.jpg")
        asked.close()
        sent = server.requests[-1].json
    sent["config"]["mats"][0]["windows"][0]["mat_image_to_display_url"] = None  # the example shows none
    assert sent == example("frame_builder", "request")


@pytest.mark.parametrize("name", ASKED)
def test_each_documented_request_keeps_within_the_limits_and_comes_back(name: str) -> None:
    asked = EXACT["endpoints"][name]["request_example"]
    asked = {"products": asked} if isinstance(asked, list) else asked
    model = ENDPOINTS[name].asked
    limits.check(name, model, asked)
    assert read_json(write_json(model.model_validate(asked).model_dump(exclude_unset=True))) == asked


QUERIES = {
    "list_file_selection": {"guid": ["00000000-0000-4000-8000-0000000000aa"]},
    "get_user": {"account_key": ["demo-account"]},
    "get_shipping_options_ids": {"type": ["1"]},
    "get_payment_tokens": {"payment_profile_id": ["demo-profile"], "sandbox": ["false"]},
    "get_order": {"order_guid": ["5d2c6f1e-0000-4000-8000-000000000001"], "order_email": ["demo@example.com"]},
}


@pytest.mark.parametrize("name", NAMES)
def test_queries_hold_what_is_documented_and_never_a_key(name: str) -> None:
    with FaultServer(reply(example(name, "response"))) as server:
        asked = client(server.url)
        CALLS[name](asked)
        asked.close()
        (request,) = server.requests
    assert parse_qs(urlsplit(request.path).query) == QUERIES.get(name, {})
    documented = SCHEMAS["endpoints"][name].get("query", {}).get("properties", {})
    assert set(QUERIES.get(name, {})) == set(documented)
    assert request.headers["app_key"] not in request.path


# -- values --------------------------------------------------------------------------------------------------------


def ask(name: str, body: Any) -> Any:
    with FaultServer(reply(body)) as server:
        asked = client(server.url)
        got = CALLS[name](asked)
        asked.close()
    return got


def test_the_account_of_the_example() -> None:
    account = ask("get_user", example("get_user", "response"))
    assert isinstance(account, Account)
    assert (account.username, account.live, account.may_pay_by_invoice) == ("demo", False, False)
    assert account.business is not None
    assert account.business.address_1 == "100 Main St"
    assert account.shipping_preferences == (0,)
    assert account.payment_profile_id == "demo-profile"
    assert "demo-profile" not in repr(account)
    assert "demo-account" not in repr(account)


def test_the_payment_method_of_the_example() -> None:
    (method,) = ask("get_payment_tokens", example("get_payment_tokens", "response"))
    assert isinstance(method, PaymentMethod)
    assert (method.token, method.label, method.is_default) == ("tok_demo", "Visa ending 1111", True)
    assert "tok_demo" not in f"{method!r}{method.token!r}{[method.token]}"


def test_the_orders_of_the_examples() -> None:
    listed = ask("list_orders", example("list_orders", "response"))
    assert (listed.rows[0].order_id, str(listed.rows[0].total), listed.total) == (123456, "$43.95", 1)
    placed = ask("get_order", example("get_order", "response"))
    assert placed.total.adds_up
    assert placed.total.grand_total.amount == Decimal("43.95")
