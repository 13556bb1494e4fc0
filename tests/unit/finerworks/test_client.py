"""What each method sends and how it reads answers in every documented variation, over real sockets."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import (
    BadCredentials,
    BadReply,
    Cancelled,
    ConnectionLost,
    OrderError,
    PieceError,
    Refused,
    StoreError,
    Unreachable,
)
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.order import Order, OrderLine, PrintFile, Recipient
from fwdesk.domain.size import Size
from fwdesk.finerworks import files
from fwdesk.finerworks.client import LIVE_URL, TEST_URL, FinerWorks
from fwdesk.finerworks.generation import NEWER, OLDER, Generation
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.transport import Transport
from tests.contract.fault_server import Answer, FaultServer, ok, raw, reply
from tests.support.canary import APP, WEB

KEYS = Keys(WEB, APP)
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
FULL = parse_code("5M6M9S16x20F96S20x24J1S16x20G1")
DOUBLE = parse_code("5M144M8S7DD5x6F1S18x20J1S10x12J2S12x14")
PLAIN = parse_code("5M6M9S16x20")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FILE = PrintFile("https://files.example/a.jpg", "https://files.example/t.jpg", 4800, 6000)
ADA = Recipient(
    "Ada", "Example", "", "100 Main St", city="San Antonio", state_code="tx", zip_postal_code="78205", country_code="US"
)
ORDER = Order("FWD-1", ADA, (OrderLine(PLAIN.wire, 2, FILE, "Demo"),), "SD")


class Served:
    """A client and the server that answers it."""

    def __init__(self, *answers: Answer, base: str = "", **more: Any) -> None:
        self.server = FaultServer(*answers)
        self.transport = Transport(wait=lambda *_: None)
        self.client = FinerWorks(self.server.url + base, KEYS, transport=self.transport, now=lambda: NOON, **more)

    def __enter__(self) -> Served:
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.server.__exit__()

    @property
    def sent(self) -> Any:
        return self.server.requests[-1].json


@pytest.mark.parametrize("base", ["", "/", "/x", "/x/y/"])
def test_paths_keys_and_prefix(base: str) -> None:
    with Served(ok(mats=[]), base=base) as it:
        assert it.client.list_mats() == ()
        (request,) = it.server.requests
        assert request.method == "POST"
        assert request.path == f"{base.rstrip('/')}/v3/list_mats"
        assert request.headers["web_api_key"] == WEB
        assert it.client.base_url == it.server.url + base.rstrip("/")


@pytest.mark.parametrize("url", ["http://finerworks.com", "https://a.example/?x", "https://a.example/#x", "x"])
def test_services_that_are_never_asked(url: str) -> None:
    with pytest.raises(Unreachable):
        FinerWorks(url, KEYS)


def test_the_hosts() -> None:
    assert TEST_URL == LIVE_URL == "https://v2.api.finerworks.com"
    client = FinerWorks(TEST_URL, KEYS)
    assert client.base_url == TEST_URL
    client.close()


def test_account() -> None:
    account = {"account_id": 1001, "account_username": "demo", "account_email": None}
    with Served(ok(user_account=account), ok(user_account=account | {"app_details": {"app_live_mode": True}})) as it:
        got = it.client.test_my_credentials()
        assert (got.username, got.email, got.account_id, got.live) == ("demo", "", 1001, None)
        assert it.server.requests[0].method == "GET"
        assert it.client.test_my_credentials().live is True


@pytest.mark.parametrize("answer", [reply([{"account_id": 1}]), ok(), ok(user_account=None), ok(user_account=[])])
def test_no_account_out_of_thin_air(answer: Answer) -> None:
    with Served(answer) as it, pytest.raises(BadReply):
        it.client.test_my_credentials()


def test_bad_keys() -> None:
    state = {"ModelState": {"ApiC.Models.authorization_credentials": [f"unauthorized {WEB}"]}}
    with Served(reply(state, 400)) as it:
        for call in (it.client.test_my_credentials, lambda: it.client.get_prices([PLAIN])):
            with pytest.raises(BadCredentials) as caught:
                call()
            assert WEB not in repr(vars(caught.value)) + str(caught.value)
        assert len(it.server.requests) == 2


STYLE = {
    "id": "8", "name": "Borderless", "description": "Plain\r\n", "can_frame": True, "can_mat": False,
    "can_glaze": None, "frame_class_ids": ["1", 2], "custom_sizing": "false", "min": {"width": 4.0, "height": 4},
    "max": {"width": "40", "height": 90.5}, "available_sizes": [{"width": 8, "height": 10}, {"width": 0}],
    "border_size": None, "bleed_amt": 0.06, "allow_decimal": 1, "allow_rotate": None, "new_field": {"x": 1},
}  # fmt: skip


@pytest.mark.parametrize("wrap", [lambda name, rows: ok(**{name: rows}), lambda _, rows: reply(rows)])
def test_the_print_lists(wrap: Callable[[str, Any], Answer]) -> None:
    types = [{"id": 5, "name": "Giclee", "description": None, "media_ids": [6, 144]}, {"id": 6, "name": "X"}]
    media = [{"id": 6, "product_type_id": None, "name": "Matte", "style_ids": None}]
    with Served(wrap("product_types", types), wrap("media_types", media), wrap("style_types", [STYLE])) as it:
        first, second = it.client.list_product_types()
        assert (first.id, first.media_ids, second.media_ids) == (5, (6, 144), ())
        assert it.sent == {"ids": []}
        assert it.client.list_media_types([6])[0].style_ids == ()
        assert it.sent == {"ids": [6]}
        (style,) = it.client.list_style_types()
    assert style.description == "Plain"
    assert (style.can_frame, style.can_mat, style.can_glaze) == (True, False, True)
    assert style.frame_class_ids == (1, 2)
    assert not style.custom_sizing
    assert (style.smallest, style.largest) == (Size.of(4, 4), Size.of(40, "90.5"))
    assert style.sizes == (Size.of(8, 10),)
    assert (style.border, style.bleed) == (Decimal(0), Decimal("0.06"))
    assert (style.allow_decimal, style.allow_rotate) == (True, True)


def test_a_style_without_sizes_is_free() -> None:
    with Served(ok(style_types=[{"id": 1, "name": "x", "custom_sizing": False, "available_sizes": None}])) as it:
        (style,) = it.client.list_style_types()
    assert style.custom_sizing
    assert style.smallest is style.largest is None


FRAME = {
    "id": 1, "name": "Standard Black", "thickness": 0.88, "depth": 0.75, "float_offset": 0.0, "rabbet": 0.5,
    "lip": 0.125, "sample_image_url_1": None, "sample_image_url_2": "/b.jpg", "min_width": 4.0, "min_height": 4.0,
    "max_width": 24.0, "max_height": 36.0, "price_level": 1, "allow_glazing": False, "allow_matting": True,
    "color": "black", "composite": "Solid Wood", "segment_url": "/seg.jpg", "sample_length": 12.0,
    "class_alias": "standard", "starting_price": 21.0, "type": "Express Frames", "type_description": "Fast",
}  # fmt: skip


def test_collections_and_frames() -> None:
    group = {"id": 1, "name": "Gallery", "icon_url_1": None, "icon_url_2": "/i.jpg", "starting_price": 21.0}
    with Served(
        ok(collections=[group | {"frames": None}]),
        ok(frame_collections=[group | {"frames": [FRAME, {"id": 2, "name": "Bare"}]}]),
        reply([group]),
        ok(frame=FRAME),
        ok(frame_details=FRAME),
    ) as it:
        (bare,) = it.client.list_collections()
        assert it.sent == {"id": None, "product_code": None}
        assert (bare.frames, bare.icon_url, bare.starting_price) == ((), "/i.jpg", Money.of(21))
        (full,) = it.client.list_collections(1, PLAIN)
        assert it.sent == {"id": 1, "product_code": "5M6M9S16X20"}
        frame, usual = full.frames
        assert (frame.collection_id, usual.collection_id) == (1, 1)
        assert (frame.face, frame.lip, frame.depth) == (Decimal("0.88"), Decimal("0.125"), Decimal("0.75"))
        assert (usual.face, usual.lip, usual.starting_price, usual.smallest) == (1, Decimal("0.25"), None, None)
        assert (frame.picture_url, frame.kind, frame.kind_note) == ("/b.jpg", "Express Frames", "Fast")
        assert (frame.allow_glazing, frame.allow_matting) == (False, True)
        assert frame.largest == Size.of(24, 36)
        assert it.client.list_collections()[0].frames == ()
        assert it.client.frame_details(1) == dataclasses.replace(frame, collection_id=0)
        assert it.sent == {"id": 1}
        assert it.client.frame_details(1).name == "Standard Black"


def test_mats_and_glazing(caplog: pytest.LogCaptureFixture) -> None:
    mats = [
        {"id": 1, "name": "Snow White", "color": "#fefefe", "thickness": 8, "min_width": 8, "min_height": 8.0,
         "max_width": 38, "max_height": 58, "composite": "x", "starting_price": 6.0},
        {"id": 2, "name": "Off White", "color": None, "min_width": True},
        {"id": 3, "name": "Odd", "color": None, "thickness": "  "},
    ]  # fmt: skip
    glazing = [{"id": 1, "name": "Clear", "composite": 0, "image_1": "/g.jpg", "starting_price": None}]
    with Served(ok(mats=mats), ok(glazing=glazing)) as it:
        first, odd = it.client.list_mats()
        assert (first.color, first.plies, first.smallest, first.starting_price) == (
            "#fefefe", 8, Size.of(8, 8), Money.of(6),
        )  # fmt: skip
        assert (odd.color, odd.plies, odd.smallest) == ("#ffffff", 4, None)
        (clear,) = it.client.list_glazing()
        assert (clear.image_url, clear.starting_price) == ("/g.jpg", None)
    assert "row 2 of mats: min_width" in caplog.text


@pytest.mark.parametrize(
    "odd",
    [{"name": {}}, {"name": True}, {"can_frame": "maybe"}, {"id": 1.5}, {"id": None}, {"depth": []}, {"min": "4x4"}],
)
def test_rows_that_mean_nothing_are_refused(odd: dict[str, object], caplog: pytest.LogCaptureFixture) -> None:
    with (
        Served(ok(style_types=[STYLE | odd])) as it,
        pytest.raises(BadReply, match=f"row 1 of style_types: {next(iter(odd))}"),
    ):
        it.client.list_style_types()


def test_frame_builder_with_a_picture_to_show() -> None:
    text = base64.b64encode(PNG).decode()
    answer = ok(
        {"message": "fine"},
        frame={"starting_price": 41.5},
        mats=[{"id": 1, "starting_price": 0}, "odd", {"id": 2}],
        glazing=None,
        product_code="F96S20X24J1S16X20G1",
        price_details={"total_price": 74.0, "add_frame_price": 74},
        render={"any_name": f"data:image/png;base64,{text}"},
    )
    with Served(answer) as it:
        got = it.client.frame_builder(FULL, render_size=900, image_url="https://files.example/a.jpg")
        assert it.sent == {
            "product_code": None,
            "config": {
                "frame_id": 96,
                "width": 20,
                "height": 24,
                "mats": [
                    {
                        "id": 1,
                        "windows": [
                            {
                                "width": 16,
                                "height": 20,
                                "window_x": 0,
                                "window_y": 0,
                                "mat_image_to_display_url": "https://files.example/a.jpg",
                            }
                        ],
                    }
                ],
                "glazing": {"id": 1},
                "units": 0,
            },
            "render": {
                "content_type": 0,
                "render_size": 900,
                "squared": False,
                "shadow_inner": False,
                "prompt_image": False,
                "frame_image_to_display_url": None,
            },
        }
    assert (got.picture, got.picture_type, got.message) == (PNG, "png", "fine")
    assert got.code == parse_code("F96S20x24J1S16x20G1")
    assert got.price is not None
    assert (got.price.code, got.price.total, got.price.asked_at) == (FULL.wire, Money.of(74), NOON)
    assert (got.frame_price, got.glazing_price, got.mat_prices) == (Money.of("41.5"), None, (None, None, None))


def test_frame_builder_without_a_picture_sends_the_code() -> None:
    with Served(ok(frame=None, product_code=None)) as it:
        got = it.client.frame_builder(DOUBLE, render_size=0)
        assert it.sent["product_code"] == DOUBLE.wire
        assert it.sent["render"] is None
        assert [mat["id"] for mat in it.sent["config"]["mats"]] == [1, 2]
        assert it.sent["config"]["glazing"] is None
        assert (got.picture, got.code, got.price, got.mat_prices) == (None, None, None, ())
        it.client.frame_builder(parse_code("F1S8x10"), render_size=0, image_url="https://a.example/x")
        assert it.sent["config"]["mats"] is None
        it.client.frame_builder(PLAIN, render_size=0, image_url="https://a.example/x")
        assert it.sent == {"product_code": "5M6M9S16X20", "config": None, "render": None}


def test_frame_builder_without_a_mat_shows_the_picture_in_the_frame() -> None:
    with Served(ok(x=base64.b64encode(PNG).decode())) as it:
        it.client.frame_builder(parse_code("F1S8x10"), render_size=500, image_url="https://a.example/x")
        assert it.sent["render"]["frame_image_to_display_url"] == "https://a.example/x"
        assert it.sent["product_code"] is None


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({}, "no picture came with the answer (try later)"),
        ({"x": "iVBORw0KGgo!"}, "damaged"),
        ({"x": base64.b64encode(PNG).decode(), "product_code": "what"}, "product code in the answer"),
    ],
)
def test_frame_builder_answers_that_cannot_be_used(members: dict[str, object], says: str) -> None:
    with Served(ok({"message": "try later"}, **members)) as it, pytest.raises(BadReply) as caught:
        it.client.frame_builder(FULL, render_size=500)
    assert says in str(caught.value)


def test_frame_builder_of_nothing() -> None:
    with Served(ok()) as it:
        with pytest.raises(PieceError):
            it.client.frame_builder(None, render_size=500)
        assert it.server.requests == []


def test_build_product_code() -> None:
    with Served(ok(product_code=DOUBLE.wire), ok(product_code=None), ok(product_code=""), ok(product_code=7)) as it:
        assert it.client.build_product_code(DOUBLE) == DOUBLE
        assert it.sent == {
            "build": {
                "PrintProductTypeID": 5, "MediaID": 144, "MountingID": 8, "PrintW": 7.5, "PrintH": 6,
                "SheetW": 7.5, "SheetH": 6, "FrameID": 1, "FrameW": 18, "FrameH": 20, "MatID": 1,
                "Mat1WindowW": 10, "Mat1WindowH": 12, "MatID2": 2, "Mat2WindowW": 12, "Mat2WindowH": 14,
                "GlassID": 0, "Units": 0,
            }
        }  # fmt: skip
        assert it.client.build_product_code(PLAIN) is None
        assert "FrameID" not in it.sent["build"]
        assert it.client.build_product_code(parse_code("F1S8x10")) is None
        assert "MediaID" not in it.sent["build"]
        with pytest.raises(BadReply, match="cannot be read"):
            it.client.build_product_code(PLAIN)


def test_validate_product_is_judged_by_its_rows() -> None:
    rows = [
        {"product_code": "5M6M9S16X20", "product_sku": None, "valid": True, "validation_message": "ok"},
        {"product_code": None, "product_sku": "AP1556P79511", "valid": None, "validation_message": "no"},
    ]
    quirk = reply({"status": {"success": False, "status_code": 404, "message": ""}, "product_validations": rows}, 404)
    with Served(quirk, reply(rows)) as it:
        sku = parse_code("AP1556P79511")
        for _ in range(2):
            got = it.client.validate_product([PLAIN, sku, FULL, PLAIN])
            assert [(row.code, row.valid) for row in got] == [(PLAIN, True), (sku, False), (FULL, False), (PLAIN, True)]
            assert "did not answer" in got[2].message
        assert it.sent == {"skus_or_codes": ["5M6M9S16X20", "AP1556P79511", FULL.wire]}


def price(code: str, total: object, **more: object) -> dict[str, object]:
    return {"product_qty": 1, "product_code": code, "product_price": total, "total_price": total} | more


def test_prices_come_one_per_code_in_the_order_asked() -> None:
    rows = [
        price("5m6m9s16x20", "35.0"),
        price("5M144M8S7.5X6F1S18X20J1S10X12J2S12X14", 61.125, add_mat_2_price=1),
        price("5M6M9S17X17", 0, info="<b>Too</b> odd"),
        price("5M6M9S18X18", None, debug={"Exception": "Object reference"}),
        price("5M6M9S19X19", -3),
        price("5M6M9S20X20", 1, product_sku="5M6M9S21X21", debug="text"),
        {"product_code": "?!", "total_price": 3},
    ]
    codes = [PLAIN, DOUBLE, *(parse_code(f"5M6M9S{n}x{n}") for n in (17, 18, 19, 21, 22)), PLAIN]
    with Served(ok(prices=rows), reply(rows)) as it:
        for _ in range(2):
            got = it.client.get_prices(codes, 3)
            assert [one.code for one in got] == [code.wire for code in codes]
            assert [one.total for one in got] == [
                Money.of(35), Money.of("61.125"), ZERO, ZERO, ZERO, Money.of(1), ZERO, Money.of(35),
            ]  # fmt: skip
            assert got[0].print == Money.of(35)
            assert got[1].mat_2 == Money.of(1)
            assert [one.info for one in got[2:5]] == [
                "Too odd",
                "Object reference",
                "The service gave no price for this code.",
            ]
            assert "no price" in got[6].info
            assert {one.quantity for one in got} == {3}
            assert {one.asked_at for one in got} == {NOON}
        assert it.sent["account_key"] is None
        assert len(it.sent["products"]) == 7
        assert it.sent["products"][0] == {"product_qty": 3, "product_sku": "5M6M9S16X20"}
        assert it.client.get_prices([]) == ()


def test_prices_are_asked_fifty_at_a_time() -> None:
    codes = [parse_code(f"5M6M9S{n}x20") for n in range(1, 121)]
    with Served(ok(prices=[])) as it:
        assert len(it.client.get_prices(codes)) == 120
        assert [len(request.json["products"]) for request in it.server.requests] == [50, 50, 20]


SHAPE = reply({"ModelState": {"request": ["Cannot deserialize the current JSON object into a JSON array"]}}, 400)


def test_a_refused_shape_is_turned_once_and_remembered() -> None:
    with Served(SHAPE, ok(prices=[price(PLAIN.wire, 1)]), ok(prices=[])) as it:
        assert it.client.get_prices([PLAIN])[0].priced
        it.client.get_prices([PLAIN])
        assert [type(request.json) for request in it.server.requests] == [dict, list, list]


def test_a_shape_refused_twice_is_an_error_and_changes_nothing() -> None:
    with Served(SHAPE, SHAPE, ok(prices=[])) as it:
        with pytest.raises(Refused):
            it.client.get_prices([PLAIN])
        it.client.get_prices([PLAIN])
        assert [type(request.json) for request in it.server.requests] == [dict, list, dict]


@pytest.mark.parametrize(
    "answer",
    [
        reply({"ModelState": {"request.products[0].product_qty": ["must be between 1 and 999"]}}, 400),
        reply({"status": {"success": False, "message": "no array"}}, 404),
    ],
)
def test_other_refusals_are_not_about_the_shape(answer: Answer) -> None:
    with Served(answer) as it:
        with pytest.raises(Refused):
            it.client.get_prices([PLAIN])
        assert len(it.server.requests) == 1


@pytest.mark.parametrize(("generation", "kind"), [(OLDER, list), (NEWER, dict)])
def test_a_forced_shape_stays(generation: Generation, kind: type) -> None:
    with Served(SHAPE, generation=generation) as it:
        with pytest.raises(Refused):
            it.client.get_prices([PLAIN])
        assert [type(request.json) for request in it.server.requests] == [kind]


def test_product_details() -> None:
    row = {
        "quantity": 2, "sku": None, "product_code": "5M6M9S16X20", "per_item_price": 35.0, "total_price": 70.0,
        "name": "Giclee", "description_short": "16 x 20", "description_long": "<ul><li>a</li><li>b</li></ul>",
        "image_url_1": None, "image_url_2": "/x.jpg",
        "product_size": {"width": 16, "height": 20.0, "depth": 1, "ounces": 12, "is_rigid": False},
    }  # fmt: skip
    lean = {"sku": "AP1P2", "name": "x", "product_size": "16x20", "per_item_price": None, "total_price": None}
    answer = reply({"status": {"success": False}, "product_list": [row, lean]}, 404)
    with Served(answer) as it:
        line = OrderLine(PLAIN.wire, 2, FILE)
        full, other = it.client.get_product_details([line])
        assert it.sent["products"][0]["product_image"]["pixel_width"] == 4800
        assert (full.code, full.unit_price, full.total_price) == ("5M6M9S16X20", Money.of(35), Money.of(70))
        assert (full.description, full.image_urls, full.rigid, full.ounces) == ("a b", ("/x.jpg",), False, 12)
        assert (other.code, other.width, other.rigid) == ("AP1P2", 0, None)
        assert len(it.client.get_product_details([line] * 26)) == 4
        assert [len(request.json["products"]) for request in it.server.requests] == [1, 25, 1]


def total(**more: object) -> dict[str, object]:
    sums = {"order_subtotal": 70.0, "order_shipping_rate": 8.95, "order_grand_total": 78.95}
    return {"order_po": "FWD-1", "order_discount": None} | sums | more


def test_shipping_quotes(caplog: pytest.LogCaptureFixture) -> None:
    option = {
        "id": 42, "rate": 8.95, "shipping_method": "UPS Ground", "shipping_code": None, "carrier": "UPS",
        "transit_time": "<b>1-5</b> biz&nbsp;days", "calculated_total": total(),
    }  # fmt: skip
    quotes = [
        {"order_po": "FWD-2", "options": None, "order_size": None},
        {
            "order_po": "FWD-1",
            "order_size": {"ounces": 12.5},
            "options": [
                option,
                option | {"calculated_total": None},
                option | {"calculated_total": total(order_subtotal=None)},
            ],
        },
    ]
    orders = [dataclasses.replace(ORDER, order_po=f"FWD-{n}", shipping_code="") for n in (1, 2, 3)]
    with Served(ok(orders=quotes)) as it:
        first, second, third = it.client.list_shipping_options_multiple(orders)
        assert [order["shipping_code"] for order in it.sent["orders"]] == ["SD"] * 3
    (only,) = first.options
    assert (only.id, only.wire_code, only.transit, only.carrier) == (42, "42", "1-5 biz days", "UPS")
    assert only.total.grand_total == Money.of("78.95")
    assert only.total.adds_up
    assert first.ounces == Decimal("12.5")
    assert (second.options, third.options) == ((), ())
    assert "row 2 of options: calculated_total" in caplog.text


@pytest.mark.parametrize("answer", [reply([]), ok(orders=[{"options": []}])])
def test_quotes_are_never_read_from_less(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    with Served(answer) as it, pytest.raises(BadReply):
        it.client.list_shipping_options_multiple([ORDER])


def test_addresses() -> None:
    back = {"first_name": "Ada", "address_1": "100 MAIN ST", "zip_postal_code": 78205, "state_code": "TX"}
    with Served(
        ok({"message": "mended"}, address=back),
        ok(address=None),
        ok(address={}),
        reply({"status": {"success": False, "message": "Not deliverable"}}),
        reply(
            {"ModelState": {"request.recipient.zip_postal_code": ["The zip is required."], "recipient.x": [""]}}, 400
        ),
        reply({"ModelState": {"request": ["no body"]}}, 400),
        reply({"ModelState": {"ApiC.Models.authorization_credentials": ["no"]}}, 400),
    ) as it:
        good = it.client.validate_recipient_address(ADA)
        assert it.sent["recipient"]["state_code"] == "TX"
        assert it.sent["recipient"]["address_order_po"] is None
        assert good.valid
        assert good.suggested is not None
        assert (good.suggested.zip_postal_code, good.message) == ("78205", "mended")
        assert it.client.validate_recipient_address(ADA).suggested is None
        assert it.client.validate_recipient_address(ADA).suggested is None
        bad = it.client.validate_recipient_address(ADA)
        assert (bad.valid, bad.message) == (False, "Not deliverable")
        assert it.client.validate_recipient_address(ADA).message == "The zip is required."
        for kind in (Refused, BadCredentials):
            with pytest.raises(kind):
                it.client.validate_recipient_address(ADA)


def test_addresses_abroad_have_a_province_and_no_state() -> None:
    with Served(ok(address=None)) as it:
        abroad = dataclasses.replace(
            ADA, country_code="CA", state_code="", province="Ontario", phone="1", email="a@b.c"
        )
        it.client.validate_recipient_address(abroad)
        assert it.sent["recipient"]["state_code"] is None
        assert it.sent["recipient"]["province"] == "Ontario"
        assert it.sent["recipient"]["country_code"] == "ca"
        it.client.validate_recipient_address(dataclasses.replace(ADA, state_code=""))
        assert it.sent["recipient"]["state_code"] is None


def confirmed(po: str = "FWD-1", message: str = "") -> Answer:
    return ok({"message": message}, orders=[{"order_po": po, "order_id": 123456, "order_confirmation_id": 1}])


def test_submitting_one_order() -> None:
    with Served(confirmed(message="Payment failed")) as it:
        got = it.client.submit_orders_v2(dataclasses.replace(ORDER, gift_message="Hi"), payment_token="xxxx")
        assert (got.order_id, got.message) == (123456, "Payment failed")
        assert it.sent == {
            "orders": [
                {
                    "order_po": "FWD-1",
                    "order_key": None,
                    "recipient": {
                        "first_name": "Ada",
                        "last_name": "Example",
                        "company_name": None,
                        "address_1": "100 Main St",
                        "address_2": None,
                        "address_3": None,
                        "city": "San Antonio",
                        "state_code": "TX",
                        "province": None,
                        "zip_postal_code": "78205",
                        "country_code": "us",
                        "phone": None,
                        "email": None,
                        "address_order_po": "FWD-1",
                    },
                    "order_items": [
                        {
                            "product_order_po": "FWD-1",
                            "product_qty": 2,
                            "product_sku": "5M6M9S16X20",
                            "product_image": {
                                "pixel_width": 4800,
                                "pixel_height": 6000,
                                "product_url_file": "https://files.example/a.jpg",
                                "product_url_thumbnail": "https://files.example/t.jpg",
                            },
                            "product_title": "Demo",
                            "template": None,
                            "product_guid": None,
                            "custom_data_1": None,
                            "custom_data_2": None,
                            "custom_data_3": None,
                        }
                    ],
                    "shipping_code": "SD",
                    "ship_by_date": None,
                    "customs_tax_info": None,
                    "gift_message": "Hi",
                    "test_mode": True,
                    "webhook_order_status_url": None,
                    "document_url": None,
                    "acct_number_ups": None,
                    "acct_number_fedex": None,
                    "custom_data_1": None,
                    "custom_data_2": None,
                    "custom_data_3": None,
                }
            ],
            "validate_only": False,
            "payment_token": "xxxx",
        }
        assert it.server.requests[0].headers["connection"] == "close"


def test_checking_an_order_places_none() -> None:
    live = dataclasses.replace(ORDER, test_mode=False)
    with Served(ok(orders=None)) as it:
        for order in (ORDER, live):
            it.client.submit_orders_v2(order, payment_token="xxxx", validate_only=True)
            assert it.sent["validate_only"] is True


@pytest.mark.parametrize(
    ("order", "token"),
    [
        (ORDER, None),
        (ORDER, ""),
        (ORDER, " "),
        (ORDER, "XXXX"),
        (ORDER, "invoice"),
        (dataclasses.replace(ORDER, test_mode=False), None),
        (dataclasses.replace(ORDER, test_mode=False), "xxxx"),
        (dataclasses.replace(ORDER, test_mode=False), "XXXX "),
    ],
)
def test_orders_that_never_leave(order: Order, token: Any) -> None:
    with Served(confirmed()) as it:
        with pytest.raises(OrderError):
            it.client.submit_orders_v2(order, payment_token=token)
        assert it.server.connections == 0


def test_a_live_order_with_a_live_token() -> None:
    with Served(confirmed()) as it:
        it.client.submit_orders_v2(dataclasses.replace(ORDER, test_mode=False), payment_token="invoice")
        assert it.sent["orders"][0]["test_mode"] is False


@pytest.mark.parametrize(
    "answer", [reply({}, 500), reply({}, 503), confirmed("FWD-2"), reply("<html>", kind="text/html")]
)
def test_a_submission_is_never_repeated(answer: Answer) -> None:
    with Served(answer) as it:
        with pytest.raises(BadReply) as caught:
            it.client.submit_orders_v2(ORDER, payment_token="xxxx")
        assert caught.value.sent
        assert len(it.server.requests) == 1


def test_a_refusal_of_an_order_is_redacted() -> None:
    answer = reply({"ModelState": {"request.orders[0].order_po": [f"bad {APP}"]}}, 400)
    with Served(answer) as it, pytest.raises(Refused) as caught:
        it.client.submit_orders_v2(ORDER, payment_token="xxxx")
    assert caught.value.fields == (("request.orders[0].order_po", "bad •••"),)


def test_statuses() -> None:
    row = {
        "order_po": "FWD-1", "order_id": 123456, "order_status_id": "7", "order_status_label": "Shipped",
        "order_confirmation_id": None,
        "shipments": [{"tracking_number": "1Z", "tracking_url": None, "carrier": "UPS", "service": "Ground",
                       "shipment_date": "2026-01-08T00:00:00", "weight": 3.0}],
    }  # fmt: skip
    gone = reply({"status": {"success": False, "message": "none"}, "orders": None}, 404)
    with Served(ok(orders=[row, row | {"order_po": "X", "shipments": None}]), ok(orders=None), gone) as it:
        first, second = it.client.fetch_order_status(["FWD-1", "X"])
        assert it.sent == {"order_pos": ["FWD-1", "X"], "order_ids": []}
        assert (first.order_id, first.status_id, first.label) == (123456, 7, "Shipped")
        assert first.shipments[0].tracking_number == "1Z"
        assert second.shipments == ()
        assert it.client.fetch_order_status(["FWD-1"]) == ()
        assert it.client.fetch_order_status(["FWD-1"]) == ()


@pytest.mark.parametrize(
    "answer",
    [
        reply([{"order_po": "FWD-1", "order_id": 1, "order_status_id": 1}]),
        ok(),
        ok(orders=[{"order_po": "FWD-1", "order_id": 1, "order_status_id": 1}, {"order_po": "FWD-1"}]),
        reply({"Message": "No HTTP resource was found"}, 404),
        reply({"status": {"success": True}}, 500),
    ],
)
def test_statuses_are_never_guessed(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    with Served(answer) as it, pytest.raises(BadReply):
        it.client.fetch_order_status(["FWD-1"])


def test_status_definitions() -> None:
    rows = [{"order_status_id": 1, "order_status_label": "Waiting"}, {"order_status_id": 7, "order_status_label": None}]
    with Served(ok(definitions=rows)) as it:
        assert it.client.list_order_status_definitions() == {1: "Waiting", 7: ""}
        assert it.server.requests[0].method == "GET"


# -- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        (TEST_URL, "/images/frames/a b.jpg", "https://finerworks.com/images/frames/a%20b.jpg"),
        ("https://api.finerworks.com", "images/x.jpg?v=1", "https://finerworks.com/images/x.jpg?v=1"),
        ("https://notfinerworks.com/p", "/x.jpg", "https://notfinerworks.com/x.jpg"),
        ("http://127.0.0.1:9/p", "/x.jpg", "http://127.0.0.1:9/x.jpg"),
        (TEST_URL, "//cdn.example/x.jpg", "https://cdn.example/x.jpg"),
        (TEST_URL, "https://cdn.example/x.jpg", "https://cdn.example/x.jpg"),
        (TEST_URL, "http://finerworks.com/x.jpg", "https://finerworks.com/x.jpg"),
        (TEST_URL, "http://127.0.0.1:9/x.jpg", "http://127.0.0.1:9/x.jpg"),
        (TEST_URL, "ftp://finerworks.com/x.jpg", "ftp://finerworks.com/x.jpg"),
    ],
)
def test_where_pictures_are(base: str, path: str, url: str) -> None:
    assert files.picture_url(base, path) == url


def test_pictures_are_fetched_without_keys() -> None:
    with Served(reply(PNG, kind="image/png"), base="/x") as it:
        assert it.client.fetch_picture("/images/a.png") == PNG
        (request,) = it.server.requests
        assert request.path == "/images/a.png"
        assert "app_key" not in request.headers
        with pytest.raises(BadReply, match="larger"):
            it.client.fetch_picture("/images/a.png", limit=10)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (reply(PNG, 404, "image/png"), "HTTP 404"),
        (reply("<html><title>Sign in</title>", kind="text/html"), "Sign in"),
        (reply(b"", kind="image/png"), "nothing behind"),
    ],
)
def test_pictures_that_are_none(answer: Answer, says: str, tmp_path: Path) -> None:
    with Served(answer) as it:
        with pytest.raises(BadReply, match=says):
            it.client.fetch_picture("/a.png")
        with pytest.raises(BadReply, match="a web page" if "Sign" in says else says):
            it.client.fetch_print_file(f"{it.server.url}/a.png", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_print_file_is_fetched_hashed_and_kept(tmp_path: Path) -> None:
    data = bytes(range(256)) * 1000
    with Served(reply(data, kind="image/jpeg; q=1")) as it:
        url = f"{it.server.url}/a.jpg"
        got = it.client.fetch_print_file(url, folder=tmp_path)
        assert "app_key" not in it.server.requests[0].headers
    assert (got.url, got.size, got.content_type) == (url, len(data), "image/jpeg")
    assert got.sha256 == hashlib.sha256(data).hexdigest()
    assert got.path.read_bytes() == data
    got.path.unlink()


def test_a_print_file_that_is_cut_leaves_nothing(tmp_path: Path) -> None:
    cut = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
    with Served(cut) as it, pytest.raises(ConnectionLost):
        it.client.fetch_print_file(f"{it.server.url}/a.jpg", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Served(reply(bytes(1_000_000), kind="image/jpeg")) as it:
        with pytest.raises(StoreError, match="No such file"):
            it.client.fetch_print_file(f"{it.server.url}/a.jpg", folder=tmp_path / "missing")
        full = Path("/dev/full")
        if not full.exists():
            pytest.skip("no /dev/full here")
        monkeypatch.setattr(files.tempfile, "NamedTemporaryFile", lambda *_, **__: (tmp_path / "link").open("wb"))
        (tmp_path / "link").symlink_to(full)
        with pytest.raises(StoreError, match="No space left"):
            it.client.fetch_print_file(f"{it.server.url}/a.jpg", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "offers"),
    [
        (reply({"upload": True}), True),
        (reply({"upload": "true"}), False),
        (reply({"upload": True}, 404), False),
        (reply([True]), False),
        (reply("<html>", kind="text/html"), False),
        (reply({"Message": "no"}, 404), False),
    ],
)
def test_who_offers_upload(answer: Answer, offers: bool) -> None:
    with Served(answer, base="/x") as it:
        assert it.client.offers_upload() is offers
        assert it.server.requests[0].path == "/x/practice/about"
        assert "app_key" not in it.server.requests[0].headers


def test_upload_is_for_this_computer_only(tmp_path: Path) -> None:
    client = FinerWorks("https://far.example", KEYS)
    assert client.offers_upload() is False
    with pytest.raises(Unreachable):
        client.upload_print_file(tmp_path / "x", "x.png")
    cancel = Cancel()
    cancel.cancel()
    with Served(ok()) as it, pytest.raises(Cancelled):
        it.client.offers_upload(cancel=cancel)


def test_uploading(tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(PNG)
    with Served(reply({"url": "/practice/files/1/a"}, 201), reply({}), base="/x") as it:
        url = it.client.upload_print_file(path, "my art/½.png")
        assert url == f"{it.server.url}/x/practice/files/1/a"
        (request,) = it.server.requests
        assert (request.method, request.path) == ("PUT", "/x/practice/files/my%20art%2F%C2%BD.png")
        assert request.body == PNG
        assert "app_key" not in request.headers
        with pytest.raises(BadReply, match="did not say where"):
            it.client.upload_print_file(path, "x")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply({"url": "https://evil.example/x"}), BadReply),
        (reply(["x"]), BadReply),
        (reply({"url": "/x"}, 413), Refused),
    ],
)
def test_uploads_that_fail(answer: Answer, error: type[Exception], tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(PNG)
    with Served(answer) as it, pytest.raises(error):
        it.client.upload_print_file(path, "x")


def test_an_absolute_upload_address_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(PNG)
    with Served(ok()) as it:
        it.server.answers = [reply({"url": f"{it.server.url}/practice/files/1/x"})]
        assert it.client.upload_print_file(path, "x") == f"{it.server.url}/practice/files/1/x"


def test_every_method_can_be_cancelled(tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.cancel()
    codes: list[ProductCode] = [PLAIN]
    with Served(ok()) as it:
        c = it.client
        calls: list[Callable[[], object]] = [
            lambda: c.test_my_credentials(cancel=cancel),
            lambda: c.list_product_types(cancel=cancel),
            lambda: c.list_media_types(cancel=cancel),
            lambda: c.list_style_types(cancel=cancel),
            lambda: c.list_collections(cancel=cancel),
            lambda: c.frame_details(1, cancel=cancel),
            lambda: c.list_mats(cancel=cancel),
            lambda: c.list_glazing(cancel=cancel),
            lambda: c.frame_builder(FULL, render_size=1, cancel=cancel),
            lambda: c.build_product_code(FULL, cancel=cancel),
            lambda: c.validate_product(codes, cancel=cancel),
            lambda: c.get_prices(codes, cancel=cancel),
            lambda: c.get_product_details(ORDER.lines, cancel=cancel),
            lambda: c.list_shipping_options_multiple([ORDER], cancel=cancel),
            lambda: c.validate_recipient_address(ADA, cancel=cancel),
            lambda: c.submit_orders_v2(ORDER, payment_token="xxxx", cancel=cancel),
            lambda: c.fetch_order_status(["x"], cancel=cancel),
            lambda: c.list_order_status_definitions(cancel=cancel),
            lambda: c.fetch_picture("/x", cancel=cancel),
            lambda: c.fetch_print_file("https://a.example", folder=tmp_path, cancel=cancel),
            lambda: c.upload_print_file(tmp_path, "x", cancel=cancel),
        ]
        for call in calls:
            with pytest.raises(Cancelled) as caught:
                call()
            assert not caught.value.sent
        assert it.server.connections == 0
