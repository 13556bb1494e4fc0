"""Every profile of the practice service does what it says, on a real socket."""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from fwdesk.cli.practice_words import PRACTICE_TEXT
from fwdesk.practice.profiles import PROFILE_NAMES, QUIRKS
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import ENDPOINTS, LIVE_KEYS, PRACTICE_KEYS, KeyPair, create_app
from tests.unit.practice.caller import NOON, order

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FRAMED = "5M6M9S16X20F1S16X20G1"
RENDER = {"product_code": "F1S8X10G1", "render": {"content_type": 0, "render_size": 120}}
PRICE = {"products": [{"product_qty": 1, "product_sku": "5M6M9S16X20"}]}
LISTS = {
    "list_product_types": {}, "list_media_types": {}, "list_style_types": {}, "list_collections": {}, "list_mats": {},
    "list_glazing": {}, "get_prices": PRICE, "validate_product": {"skus_or_codes": ["5M6M9S16X20"]},
}  # fmt: skip


class Said(NamedTuple):
    """An answer as it came over the socket."""

    status: int
    kind: str
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Socket:
    """Speaks to a practice service over HTTP, with a clock of its own."""

    def __init__(self, profile: str) -> None:
        self.now = NOON
        self.app = create_app(profile=profile, clock=lambda: self.now)
        self.server = PracticeServer(self.app)

    def __enter__(self) -> Socket:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self.app.close()

    def ask(self, name: str, body: Any = None, verb: str = "", keys: KeyPair = PRACTICE_KEYS) -> Said:
        line = http.client.HTTPConnection(self.server.url.removeprefix("http://"), timeout=20)
        content = None if body is None else json.dumps(body).encode()
        headers = {"web_api_key": keys[0], "app_key": keys[1], "Content-Type": "application/json"}
        try:
            line.request(verb or ENDPOINTS[name].verbs[0], f"/v3/{name}", content, headers)
            answer = line.getresponse()
            return Said(answer.status, answer.headers.get_content_type(), answer.read(), dict(answer.headers.items()))
        finally:
            line.close()

    def submit(self, *pos: str, keys: KeyPair = PRACTICE_KEYS, **more: Any) -> Said:
        orders = [order(po, test_mode=keys is PRACTICE_KEYS) for po in pos]
        token = "xxxx" if keys is PRACTICE_KEYS else "tok"
        return self.ask("submit_orders_v2", {"orders": orders, "payment_token": token, **more}, keys=keys)

    def found(self, *pos: str) -> list[str]:
        """The references that fetch_order_status, list_orders and nothing else know of."""
        status = [row["order_po"] for row in self.ask("fetch_order_status", {"order_pos": list(pos)}).json["orders"]]
        listed = [row["order_po"] for row in self.ask("list_orders", {"order_pos": list(pos)}).json["orders"]]
        assert sorted(status) == sorted(listed)
        return status


def pictures(content: Any, path: str = "") -> dict[str, str]:
    """Every long text in an answer, by where it lies."""
    if isinstance(content, str):
        return {path: content} if len(content) > 400 else {}
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return {place: text for key, item in items for place, text in pictures(item, f"{path}.{key}").items()}


def picture(service: Socket, place: str, start: str, kind: bytes = PNG) -> bytes:
    """The one picture of a render: at this place, with this prefix, of this kind."""
    said = service.ask("frame_builder", RENDER)
    assert said.status == 200
    [(where, text)] = pictures(said.json).items()
    assert where == place
    assert text.startswith(start)
    data = base64.b64decode(text.removeprefix(start), validate="\n" not in text)
    assert data.startswith(kind)
    return data


def standard(service: Socket) -> None:
    for name, body in LISTS.items():
        status = service.ask(name, body).json["status"]
        assert status == {"success": True, "status_code": 200, "message": "", "debug": None}
    picture(service, ".image_base64", "")
    assert service.submit("A").json["orders"][0]["order_id"] == 410001
    assert service.found("A", "B") == ["A"]


def bare_lists(service: Socket) -> None:
    for name, body in LISTS.items():
        said = service.ask(name, body)
        assert isinstance(said.json, list), name
        assert said.json
    for name in ("test_my_credentials", "get_user", "list_orders", "list_images"):
        body = {"library": {"name": "inventory"}} if name == "list_images" else None
        assert "status" in service.ask(name, body).json
    assert "status" in service.submit("A").json
    assert "status" in service.ask("frame_details", {"id": 31337}).json


def status_members(service: Socket) -> None:
    first, second = (service.ask("list_mats", {}).json["status"] for _ in range(2))
    assert first["domain"] == service.server.url.removeprefix("http://")
    assert first["reference_id"]
    assert first["reference_id"] != second["reference_id"]


def validate_404(service: Socket) -> None:
    said = service.ask("validate_product", LISTS["validate_product"])
    assert said.status == said.json["status"]["status_code"] == 404
    assert (said.json["status"]["success"], said.json["status"]["message"]) == (False, "")
    assert [row["valid"] for row in said.json["product_validations"]] == [True]


def v2(service: Socket) -> None:
    status_members(service)
    validate_404(service)


def _bodies(service: Socket, *, array: bool, wrapped: bool) -> None:
    items = PRICE["products"]
    for name in ("get_prices", "get_product_details"):
        for body, fits in ((items, array), ({"products": items}, wrapped)):
            said = service.ask(name, body)
            assert said.status == (200 if fits else 400), name
            assert fits or list(said.json["ModelState"]) == ["request"]


def post_update_order(service: Socket) -> None:
    number = service.submit("A").json["orders"][0]["order_id"]
    body = {"order_id": number, "update_command": "hold"}
    refused = service.ask("update_order", body, "PUT")
    assert (refused.status, refused.headers["Allow"]) == (405, "POST")
    assert service.ask("update_order", body, "POST").json["status"]["success"] is True


def unpriceable(service: Socket) -> None:
    items = [{"product_qty": 1, "product_sku": code} for code in ("5M6M9S16X20", FRAMED)]
    plain, framed = service.ask("get_prices", {"products": items}).json["prices"]
    assert (plain["total_price"], plain["info"]) == (35.0, None)
    assert (framed["total_price"], framed["product_price"], framed["add_frame_price"]) == (0, 0, 0)
    assert framed["info"] == framed["debug"]["Exception"]
    assert framed["info"]


def null_prices(service: Socket) -> None:
    items = [{"product_qty": 1, "product_sku": code} for code in ("5M6M9S16X20", "5M999999M9S16X20", "AP1P1")]
    good, *bad = service.ask("get_prices", {"products": items}).json["prices"]
    assert good["total_price"] == 35.0
    for row in bad:
        assert (row["total_price"], row["product_price"], row["info"]) == (None, None, None)
        assert row["debug"]["Exception"]


def picture_lines(service: Socket) -> None:
    [text] = pictures(service.ask("frame_builder", RENDER).json).values()
    assert {len(line) for line in text.split("\r\n")[:-1]} == {76}
    picture(service, ".image_base64", "")


def no_picture(service: Socket) -> None:
    said = service.ask("frame_builder", RENDER).json
    assert pictures(said) == {}
    assert said["frame"]["id"] == 1


def bad_picture(service: Socket) -> None:
    assert b"IEND" not in picture(service, ".image_base64", "")


def null_test_orders(service: Socket) -> None:
    said = service.submit("A")
    assert (said.status, said.json["status"]["success"], said.json["orders"]) == (200, True, None)
    assert service.found("A") == []
    assert service.submit("B", keys=LIVE_KEYS).json["orders"][0]["order_po"] == "B"


def unlisted_test_orders(service: Socket) -> None:
    assert service.submit("A").json["orders"][0]["order_id"]
    assert service.found("A") == []


def duplicates_allowed(service: Socket) -> None:
    assert [service.submit("A", keys=LIVE_KEYS).status for _ in range(2)] == [200, 200]


def token_optional(service: Socket) -> None:
    assert service.ask("submit_orders_v2", {"orders": [order("A")]}).status == 200


def late_status(service: Socket) -> None:
    confirmed = service.submit("A").json["orders"][0]
    assert service.found("A") == []
    get = f"get_order?order_guid={confirmed['order_guid']}&order_email={confirmed['order_email']}"
    assert service.ask(get, verb="GET").status == 404
    service.now = NOON + timedelta(seconds=29)
    assert service.found("A") == []
    service.now = NOON + timedelta(seconds=30)
    assert service.found("A") == ["A"]
    assert service.ask(get, verb="GET").status == 200


def slow(service: Socket) -> None:
    begun = time.monotonic()
    assert service.ask("list_mats", {}).status == 200
    assert time.monotonic() - begun >= 3


def failing(service: Socket) -> None:
    assert [service.ask("list_mats", {}).status for _ in range(6)] == [200, 200, 500, 200, 200, 500]


def flaky(service: Socket) -> None:
    said = [service.ask("list_mats", {}) for _ in range(8)]
    assert [one.status for one in said] == [200, 503, 200, 429, 200, 504, 200, 503]
    for one in said[1::2]:
        assert one.headers["Retry-After"] == "1"
        assert list(one.json) == ["message"]


def lost_answers(service: Socket) -> None:
    assert service.submit("A").status == 500
    assert service.found("A") == ["A"]


def html_errors(service: Socket) -> None:
    said = service.ask("frame_details", {"id": 31337})
    assert (said.status, said.kind) == (404, "text/html")
    assert said.body.startswith(b"<!DOCTYPE html>")
    assert service.ask("list_mats", {}).kind == "application/json"


PROOFS: dict[str, Callable[[Socket], object]] = {
    "standard": standard,
    "envelope": standard,
    "bare_lists": bare_lists,
    "v2": v2,
    "status_members": status_members,
    "validate_404": validate_404,
    "array_bodies": lambda service: _bodies(service, array=True, wrapped=False),
    "object_bodies": lambda service: _bodies(service, array=False, wrapped=True),
    "post_update_order": post_update_order,
    "unpriceable": unpriceable,
    "null_prices": null_prices,
    "picture_name": lambda service: picture(service, ".preview", ""),
    "picture_other_name": lambda service: picture(service, ".rendered_frame", ""),
    "picture_data_uri": lambda service: picture(service, ".image_base64", "data:image/png;base64,"),
    "picture_data_charset": lambda service: picture(service, ".image_base64", "data:image/png;charset=utf-8;base64,"),
    "picture_lines": picture_lines,
    "picture_nested": lambda service: picture(service, ".render.image_base64", ""),
    "picture_deep": lambda service: picture(service, ".result.images.0.image_base64", ""),
    "picture_jpeg": lambda service: picture(service, ".image_base64", "", JPEG),
    "no_picture": no_picture,
    "bad_picture": bad_picture,
    "null_test_orders": null_test_orders,
    "unlisted_test_orders": unlisted_test_orders,
    "duplicates_allowed": duplicates_allowed,
    "token_optional": token_optional,
    "late_status": late_status,
    "slow": slow,
    "failing": failing,
    "flaky": flaky,
    "lost_answers": lost_answers,
    "html_errors": html_errors,
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name == "slow" else name for name in PROOFS]
)
def test_a_profile_does_what_it_says(name: str) -> None:
    with Socket(name) as service:
        PROOFS[name](service)


STANDARD_TOO = {"standard", "envelope"}


@pytest.mark.parametrize("name", [name for name in PROOFS if name not in STANDARD_TOO])
def test_the_standard_service_does_not(name: str) -> None:
    """Else a proof would prove nothing."""
    with Socket("standard") as service, pytest.raises((AssertionError, KeyError, TypeError)):
        PROOFS[name](service)


def test_every_profile_is_proved_and_explained() -> None:
    assert set(PROOFS) == set(PROFILE_NAMES)
    for name, quirk in QUIRKS.items():
        assert f"  {name} " in PRACTICE_TEXT
        assert f"{quirk.words} [{quirk.source}]" in PRACTICE_TEXT
        assert quirk.source


def test_profiles_join_and_the_later_one_wins() -> None:
    with Socket("bare_lists+picture_name:thumb+picture_data_uri+late_status:5+object_bodies") as service:
        assert isinstance(service.ask("list_mats", {}).json, list)
        picture(service, ".thumb", "data:image/png;base64,")
        _bodies(service, array=False, wrapped=True)
        service.submit("A")
        service.now = NOON + timedelta(seconds=5)
        assert service.found("A") == ["A"]
    with Socket("bare_lists+envelope") as service:
        standard(service)
    with Socket("flaky:1") as service:
        assert [service.ask("list_mats", {}).status for _ in range(3)] == [503, 429, 504]
