"""The practice service's catalog endpoints, as REFERENCE documents them, through WSGI."""

from __future__ import annotations

import json

import pytest

from fwdesk.practice.service import ENDPOINTS, LIVE_KEYS, PRACTICE_KEYS, REFUSED_KEYS, KeyPair
from tests.unit.practice.caller import Caller

BAD_KEYS = {
    "Message": "The request is invalid.",
    "ModelState": {"ApiC.Models.authorization_credentials": ["Missing or unauthorized api credentials"]},
}
OK = {"success": True, "status_code": 200, "message": "", "debug": None}


@pytest.fixture(name="desk", scope="module")
def _desk() -> Caller:
    return Caller()


def test_credentials_are_read_from_headers_or_query() -> None:
    desk = Caller()
    assert desk.get("test_my_credentials")["status"] == OK
    nobody = Caller(keys=None)
    query = f"web_api_key={PRACTICE_KEYS[0]}&APP_KEY={PRACTICE_KEYS[1]}"
    assert nobody.get(f"TEST_my_credentials?{query}")["user_account"]["account_username"] == "practice"
    assert nobody.raw("GET", "/V3/Test_My_Credentials/").status_code == 400


@pytest.mark.parametrize(
    "keys",
    [None, REFUSED_KEYS, KeyPair("x", "y"), KeyPair(PRACTICE_KEYS[0], PRACTICE_KEYS[0]), KeyPair("", LIVE_KEYS[1])],
)
def test_bad_credentials_have_the_exact_body(keys: KeyPair | None) -> None:
    caller = Caller(keys=keys)
    for name, endpoint in ENDPOINTS.items():
        response = caller.raw(endpoint.verbs[0], f"/v3/{name}", None if endpoint.verbs == ("GET",) else {})
        assert response.status_code == 400
        assert response.get_json() == BAD_KEYS
        assert response.content_type == "application/json"


def test_live_or_not() -> None:
    assert Caller().get("get_user")["user_account"]["app_details"]["app_live_mode"] is False
    assert Caller(keys=LIVE_KEYS).get("get_user")["user_account"]["app_details"]["app_live_mode"] is True


def test_routes(desk: Caller) -> None:
    for name, endpoint in ENDPOINTS.items():
        for verb in ("GET", "POST", "PUT", "DELETE"):
            if verb not in endpoint.verbs:
                response = desk.raw(verb, f"/v3/{name}")
                assert response.status_code == 405
                assert response.headers["Allow"] == ", ".join(endpoint.verbs)
    for path in ("/v3/nothing", "/v3/", "/elsewhere", "/images/none.png"):
        assert desk.raw("GET", path).status_code == 404
    assert desk.raw("POST", "/images/mats/1.png").status_code == 404
    assert desk.raw("GET", "/Images/Mats/1.png").content_type == "image/png"


def test_bodies_that_are_not_json(desk: Caller) -> None:
    for body in (b"{", b"[1", b"\xff"):
        assert list(desk.errors("list_mats", body)) == ["request"]
    assert desk.raw("POST", "/v3/list_mats", b"").status_code == 200
    assert desk.raw("POST", "/v3/list_mats", b" " * (9 << 20)).status_code == 413


@pytest.mark.parametrize(
    ("name", "key", "one"),
    [
        ("list_product_types", "product_types", 5),
        ("list_media_types", "media_types", 6),
        ("list_style_types", "style_types", 9),
    ],
)
def test_lists_by_ids(desk: Caller, name: str, key: str, one: int) -> None:
    every = desk.post(name, {})
    assert every["status"] == OK
    assert every == desk.post(name, {"ids": []}) == desk.post(name, {"IDS": None, "site_id": 2})
    assert [row["id"] for row in desk.post(name, {"ids": [str(one), 31337]})[key]] == [one]
    assert "request.ids[0]" in desk.errors(name, {"ids": ["x"]})


def test_a_style_as_documented(desk: Caller) -> None:
    row = desk.post("list_style_types", {"ids": [8]})["style_types"][0]
    wanted = {
        "id": 8, "name": "Borderless", "can_frame": True, "can_mat": True, "custom_sizing": True,
        "min": {"width": 4.0, "height": 4.0}, "max": {"width": 40.0, "height": 90.0}, "available_sizes": [],
        "border_size": 0, "bleed_amt": 0.06, "allow_decimal": True, "allow_rotate": True,
    }  # fmt: skip
    assert wanted.items() <= row.items()
    assert row["frame_class_ids"][0] == 1
    fixed = desk.post("list_style_types", {"ids": [9304]})["style_types"][0]
    assert fixed["available_sizes"][0] == {"width": 5, "height": 7}


def test_collections_and_frames(desk: Caller) -> None:
    rows = desk.post("list_collections")["collections"]
    assert len(rows) == 12
    assert all(row["frames"] is None for row in rows)
    one = desk.post("list_collections", {"id": 1})["collections"]
    assert [frame["id"] for frame in one[0]["frames"][:3]] == [1, 2, 7]
    assert desk.post("list_collections", {"id": 4711})["collections"] == []
    canvas = desk.post("list_collections", {"product_code": "9001M46M3S16X20"})["collections"]
    assert [row["id"] for row in canvas] == [9107]
    small = desk.post("list_collections", {"id": 1, "product_code": "5M6M8S24X34"})["collections"][0]["frames"]
    assert 7 not in {frame["id"] for frame in small}
    assert "request.product_code" in desk.errors("list_collections", {"product_code": "?"})


def test_frame_1_is_the_documented_one(desk: Caller) -> None:
    frame = desk.post("frame_details", {"id": "1", "product_code": None})["frame"]
    wanted = {
        "id": 1, "name": "Standard Black", "thickness": 0.88, "depth": 0.75, "float_offset": 0.0, "rabbet": 0.5,
        "lip": 0.125, "profile_svg_url": "/images/frames/n1110.svg",
        "sample_image_url_1": "/images/frames/n1110_3d.jpg", "sample_image_url_2": None, "sample_image_url_3": None,
        "min_width": 4.0, "min_height": 4.0, "max_width": 24.0, "max_height": 36.0, "price_level": 1,
        "allow_glazing": True, "allow_matting": True, "color": "black", "composite": "Solid Wood with Veneer",
        "sample_length": 12.0, "class_alias": "standard", "starting_price": 21.0, "type": "Express Frames",
    }  # fmt: skip
    assert wanted.items() <= frame.items()
    assert "request.id" in desk.errors("frame_details", {})
    missing = desk.raw("POST", "/v3/frame_details", {"id": 0})
    assert missing.status_code == 404
    assert missing.get_json()["status"]["success"] is False


def test_every_picture_in_the_catalog_is_served(desk: Caller) -> None:
    urls = [row["icon_url"] for row in desk.post("list_media_types")["media_types"]]
    urls += [row["icon_url"] for row in desk.post("list_product_types")["product_types"]]
    urls += [row["icon_url"] for row in desk.post("list_style_types")["style_types"]]
    urls += [row["image_1"] for row in desk.post("list_glazing")["glazing"]]
    for row in desk.post("list_collections")["collections"]:
        urls.append(row["icon_url_1"])
        for frame in desk.post("list_collections", {"id": row["id"]})["collections"][0]["frames"][:2]:
            urls += [frame[name] for name in ("profile_svg_url", "sample_image_url_1", "segment_url")]
    for url in urls:
        response = desk.raw("GET", url)
        assert response.status_code == 200, url
        assert response.content_type.startswith("image/")


def test_mats_and_glazing(desk: Caller) -> None:
    snow = desk.post("list_mats", {"id": 1})["mats"][0]
    wanted = {
        "id": 1, "name": "Snow White", "color": "#ffffff", "core_color": "#ffffff", "thickness": 4, "min_width": 8,
        "min_height": 8, "max_width": 38, "max_height": 58, "composite": "4-ply",
    }  # fmt: skip
    assert wanted.items() <= snow.items()
    assert len(desk.post("list_mats", {"product_code": "5M6M8S8X10"})["mats"]) == 60
    clear = desk.post("list_glazing", {"id": 1})["glazing"][0]
    assert {"id": 1, "name": "Premium Clear", "composite": 0, "starting_price": 7.0}.items() <= clear.items()
    assert len(desk.post("list_glazing")["glazing"]) == 6


def test_prices_in_both_request_shapes(desk: Caller) -> None:
    items = [
        {"product_qty": 1, "product_sku": "5M144M8S6X7DD5F1S8X10J1S6X7DD5G1"},
        {"PRODUCT_QTY": "2", "product_sku": "?"},
    ]
    wrapped, bare = desk.post("get_prices", {"products": items, "account_key": None}), desk.post("get_prices", items)
    assert wrapped == bare
    first, second = wrapped["prices"]
    assert first["total_price"] == 41.63
    assert (second["total_price"], second["product_qty"]) == (0, 2)
    assert second["info"]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({}, "request.products"), ({"products": []}, "request.products"), ([], "request.products"),
        ([{"product_qty": 1, "product_sku": "5M6M8S8X10"}] * 51, "request.products"),
        ([{"product_qty": 0, "product_sku": "x"}], "request.products[0].product_qty"),
        ([{"product_qty": 1000, "product_sku": "x"}], "request.products[0].product_qty"),
        ([{"product_qty": 1}], "request.products[0].product_sku"),
        ([{"product_sku": "x"}], "request.products[0].product_qty"), (["x"], "request.products[0]"),
    ],
)  # fmt: skip
def test_price_requests_that_are_refused(desk: Caller, body: object, key: str) -> None:
    assert key in desk.errors("get_prices", body)


def test_details(desk: Caller) -> None:
    item = {"product_qty": 3, "product_sku": "5M6M9S16X20F96S20X24J1S16X20G1"}
    row = desk.post("get_product_details", [item])["product_list"][0]
    assert row["valid"] is True
    assert row["total_price"] == pytest.approx(row["per_item_price"] * 3)
    assert row["price_details"]["total_price"] == row["per_item_price"]
    assert "<li>Mat: Snow White" in row["description_long"]
    assert row["product_size"]["ounces"] > 0
    assert row["framing_options"]["allow_matting"] is True
    for bad in ("AP1556P79511", "nonsense", "77M1M1S8X10"):
        response = desk.raw("POST", "/v3/get_product_details", {"products": [item, {**item, "product_sku": bad}]})
        assert response.status_code == 404
        content = response.get_json()
        assert (content["status"]["success"], content["status"]["status_code"]) == (False, 404)
        assert len(content["product_list"]) == 1
    package = desk.post("get_product_details", [{"product_qty": 1, "product_sku": "F1S8X10"}])["product_list"][0]
    assert package["name"] == "Frame package"


DOCUMENTED = {
    "PrintProductTypeID": 5, "MediaID": 6, "MountingID": 9, "PrintW": 16.0, "PrintH": 20.0, "SheetW": 16.0,
    "SheetH": 20.0, "FrameID": 96, "FrameW": 20.0, "FrameH": 24.0, "MatID": 1, "Mat1WindowW": 16.0,
    "Mat1WindowH": 20.0, "MatID2": 0, "GlassID": 1, "Units": 0,
}  # fmt: skip
LIVE = {
    "PrintProductTypeID": 5, "MediaID": 144, "MountingID": 8, "PrintW": 7.5, "PrintH": 6, "FrameID": 0, "FrameW": 10,
    "FrameH": 8, "MatID": 1, "Mat1WindowW": "7.5", "Mat1WindowH": 6, "GlassID": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (DOCUMENTED, "5M6M9S16X20F96S20X24J1S16X20G1"), (LIVE, "5M144M8S7DD5X6F0S10X8J1S7DD5X6"),
        ({**LIVE, "FrameID": 1, "GlassID": 1}, "5M144M8S7DD5X6F1S10X8J1S7DD5X6G1"),
        ({**DOCUMENTED, "FrameID": 0, "MatID": 0, "MediaID": 31337}, "5M31337M9S16X20"),
        ({"FrameID": 1, "FrameW": 8, "FrameH": 10}, "F1S8X10"),
        ({**LIVE, "MatID2": 2, "Mat2WindowW": 8, "Mat2WindowH": 6.5}, "5M144M8S7DD5X6F0S10X8J1S7DD5X6J2S8X6DD5"),
        ({}, None), ({**LIVE, "FrameW": 0}, None), ({"PrintProductTypeID": 5, "PrintW": 1, "PrintH": 2}, None),
    ],
)  # fmt: skip
def test_built_codes(desk: Caller, build: dict[str, object], code: str | None) -> None:
    answer = desk.post("build_product_code", {"build": build})
    assert answer["product_code"] == code
    assert answer["status"]["success"] is True


def test_a_build_without_build(desk: Caller) -> None:
    assert "request.build" in desk.errors("build_product_code", {})
    assert "request.build.PrintW" in desk.errors("build_product_code", {"build": {"PrintW": "wide"}})


def test_validation_rows_and_the_404_quirk(desk: Caller) -> None:
    codes = {"skus_or_codes": ["5M6M9S16X20", "AP1P1", "5M6M1S8X10", "junk"]}
    answer = desk.post("validate_product", codes)
    assert answer["status"] == OK
    assert [row["valid"] for row in answer["product_validations"]] == [True, False, False, False]
    assert answer["product_validations"][0]["validation_message"] == "Product appears to be valid."
    assert answer["product_validations"][1]["product_sku"] == "AP1P1"
    for profile in ("validate_404", "v2"):
        response = Caller(profile).raw("POST", "/v3/validate_product", codes)
        assert response.status_code == 404
        content = response.get_json()
        assert content["product_validations"] == answer["product_validations"]
        assert (content["status"]["success"], content["status"]["message"]) == (False, "")
    assert "request.skus_or_codes" in desk.errors("validate_product", {"skus_or_codes": ["x"] * 51})
    assert "request.skus_or_codes[0]" in desk.errors("validate_product", {"skus_or_codes": [""]})


def test_bare_lists_for_reads_only() -> None:
    bare, plain = Caller("bare_lists"), Caller()
    for name, key in (
        ("list_product_types", "product_types"), ("list_media_types", "media_types"),
        ("list_style_types", "style_types"), ("list_collections", "collections"),
        ("list_mats", "mats"), ("list_glazing", "glazing"),
    ):  # fmt: skip
        assert bare.post(name) == plain.post(name)[key]
    assert isinstance(bare.post("get_prices", [{"product_qty": 1, "product_sku": "5M6M8S8X10"}]), list)
    assert isinstance(bare.post("validate_product", {"skus_or_codes": ["5M6M8S8X10"]}), list)
    assert "status" in bare.get("test_my_credentials")
    assert "status" in bare.get("list_order_status_definitions")


def test_v2_adds_reference_and_domain() -> None:
    desk = Caller("v2")
    first, second = desk.get("test_my_credentials")["status"], desk.get("test_my_credentials")["status"]
    assert first["domain"] == "localhost"
    assert first["reference_id"] != second["reference_id"]


def test_failures_on_demand() -> None:
    desk = Caller("failing:2+html_errors")
    assert desk.raw("GET", "/v3/test_my_credentials").status_code == 200
    broken = desk.raw("GET", "/v3/test_my_credentials")
    assert broken.status_code == 500
    assert broken.content_type.startswith("text/html")
    assert json.loads(Caller("failing:1").raw("GET", "/v3/get_user").data) == {"Message": "An error has occurred."}
