"""When an order counts as placed. Anything else must not look like it (RELIABILITY 1)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.errors import BadCredentials, BadReply, Refused
from fwdesk.finerworks.acceptance import accepted, validated
from fwdesk.finerworks.transport import Reply

ROW = {"order_po": "FWD-1", "order_id": 123456, "order_confirmation_id": 4, "order_guid": "g", "order_email": None}
GOOD: dict[str, Any] = {
    "status": {"success": True, "status_code": 200, "message": "ok <b>then</b>", "debug": None},
    "orders": [ROW | {"order_confirmation_datetime": "2026-01-05T10:50:27.4466133-06:00"}],
}


def reply(body: object, status: int = 200) -> Reply:
    return Reply(status, "application/json", body if isinstance(body, bytes) else json.dumps(body).encode())


def test_a_perfect_acceptance() -> None:
    got = accepted(reply(GOOD), "FWD-1")
    assert (got.order_po, got.order_id, got.confirmation_id, got.order_guid) == ("FWD-1", 123456, 4, "g")
    assert got.confirmed_at.startswith("2026-01-05")
    assert got.message == "ok then"


NO = {"success": False, "message": "PO used"}
STATE = {"Message": "The request is invalid.", "ModelState": {"request.orders[0].order_po": ["too long"]}}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (GOOD, 201),
        (GOOD, 202),
        (GOOD, 404),
        (GOOD, 500),
        ([GOOD], 200),
        (GOOD["orders"], 200),
        (GOOD | {"status": {"success": "true"}}, 200),
        (GOOD | {"status": {"success": 1}}, 200),
        (GOOD | {"status": {"success": None}}, 200),
        (GOOD | {"status": None}, 200),
        (GOOD | {"status": NO}, 200),
        (GOOD | {"status": NO}, 400),
        (GOOD | {"orders": None}, 200),
        (GOOD | {"orders": []}, 200),
        (GOOD | {"orders": [ROW, ROW]}, 200),
        (GOOD | {"orders": ROW}, 200),
        (GOOD | {"orders": ["FWD-1"]}, 200),
        *((GOOD | {"orders": [ROW | {"order_id": bad}]}, 200) for bad in (0, -1, None, "123456", 1.0, True, [1])),
        *((GOOD | {"orders": [ROW | {"order_po": bad}]}, 200) for bad in ("FWD-2", "fwd-1", None, "", 1)),
        ({"Message": "An error has occurred."}, 400),
        ({"Message": "An error has occurred."}, 500),
        ({"message": "no"}, 401),
        ({"message": "no"}, 403),
        ({"message": "slow"}, 429),
        ({"status": NO}, 500),
        ({"status": NO}, 408),
        ({"status": NO}, 429),
        (STATE, 422),
        (STATE, 200),
        ({"Message": "No HTTP resource was found"}, 404),
        (b"", 200),
        (b"<html>", 200),
        (b"<html>", 400),
        (b"{", 200),
        (b'{"status": {"success": false, "success": true}, "orders": []}', 200),
    ],
)
def test_anything_else_may_have_been_placed(body: object, status: int) -> None:
    with pytest.raises(BadReply) as caught:
        accepted(reply(body, status), "FWD-1")
    assert caught.value.sent
    assert caught.value.method == "submit_orders_v2"


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (STATE, 400, "too long"),
        ({"status": NO}, 200, "PO used"),
        ({"status": NO, "orders": None}, 409, "PO used"),
        ({"status": NO, "orders": []}, 404, "PO used"),
    ],
)
def test_a_documented_refusal(body: object, status: int, reason: str) -> None:
    for judge in (lambda r: accepted(r, "FWD-1"), validated):
        with pytest.raises(Refused) as caught:
            judge(reply(body, status))
        assert caught.value.reason == reason


def test_bad_keys_are_a_documented_refusal() -> None:
    state = {"ModelState": {"ApiC.Models.authorization_credentials": ["Missing or unauthorized api credentials"]}}
    with pytest.raises(BadCredentials):
        accepted(reply(state, 400), "FWD-1")


def test_validation() -> None:
    validated(reply({"status": {"success": True}, "orders": None}))
    validated(reply({"status": {"success": True}, "orders": []}))
    with pytest.raises(BadReply, match="as if it had taken it"):
        validated(reply(GOOD))
    with pytest.raises(BadReply):
        validated(reply({}, 500))


def test_a_cut_acceptance_is_never_one() -> None:
    whole = json.dumps(GOOD).encode()
    for end in range(len(whole)):
        with pytest.raises(BadReply):
            accepted(reply(whole[:end]), "FWD-1")


@given(st.integers(0, len(json.dumps(GOOD)) * 8 - 1))
def test_a_flipped_bit_never_confirms_another_order(place: int) -> None:
    data = bytearray(json.dumps(GOOD).encode())
    data[place // 8] ^= 1 << (place % 8)
    try:
        got = accepted(reply(bytes(data)), "FWD-1")
    except (BadReply, Refused):
        return
    assert got.order_po == "FWD-1"
    assert got.order_id > 0
