"""The image library and file selections of the practice service."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fwdesk.practice.service import LIVE_KEYS
from tests.unit.practice.caller import Caller, line, live

INVENTORY = {"name": "inventory", "session_id": None, "account_key": "", "site_id": 2}
SESSION = {"name": "temporary", "session_id": "a-session-1", "site_id": 2}


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def details(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "title": name.title(), "description": f"about {name}", "file_name": f"{name}.jpg", "file_size": 1000,
        "thumbnail_file_name": "t.jpg", "preview_file_name": "p.jpg", "hires_file_name": "h.jpg",
        "public_thumbnail_uri": "https://files.example/t.jpg", "public_preview_uri": "https://files.example/p.jpg",
        "private_hires_uri": f"https://files.example/{name}.jpg", "pix_w": 1600, "pix_h": 2400,
    } | changes  # fmt: skip


def add(desk: Caller, *images: dict[str, Any], library: Any = INVENTORY) -> list[dict[str, Any]]:
    return desk.done("add_images", {"images": list(images), "library": library})["images"]


def listed(desk: Caller, library: Any = INVENTORY, **more: Any) -> list[str]:
    return [row["file_name"].removesuffix(".jpg") for row in found(desk, library, **more)["images"]]


def found(desk: Caller, library: Any = INVENTORY, **more: Any) -> dict[str, Any]:
    return desk.done("list_images", {"library": library, **more})


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 100, 50)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(name="desk")
def _desk() -> Caller:
    desk = Caller()
    add(desk, details("lake", guid=guid(1), file_size=300), details("Alps", guid=guid(2), file_size=100, title=None))
    desk.advance(24)
    add(desk, details("barn", guid=guid(3), file_size=200, description="red, by a LAKE"))
    return desk


def test_an_image_is_registered_by_its_urls() -> None:
    desk = Caller()
    [row] = add(desk, details("lake", guid=guid(1).upper(), description=None))
    assert row["id"] == 9001
    assert row["guid"] == guid(1)
    assert (row["title"], row["description"], row["file_size"]) == ("Lake", None, 1000)
    assert (row["pix_w"], row["pix_h"], row["active"], row["date_expires"]) == (1600, 2400, True, None)
    assert row["date_added"] == "2026-03-02T12:00:00.0000000-06:00"
    assert row["private_hires_uri"] == "https://files.example/lake.jpg"
    assert found(desk)["images"] == [row]
    assert add(desk, details("untitled", title=None))[0]["title"] == "untitled.jpg"


def test_a_guid_is_taken_once(desk: Caller) -> None:
    both = {"images": [details("x"), details("y", guid=guid(2))], "library": INVENTORY}
    assert list(desk.errors("add_images", both)) == ["request.images[1].guid"]
    twice = {"images": [details("x", guid=guid(8)), details("y", guid=guid(8))], "library": INVENTORY}
    assert list(desk.errors("add_images", twice)) == ["request.images[1].guid"]
    assert found(desk)["count"] == 3


def test_a_picture_that_lies_here_is_known_by_its_pixels(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    uploaded = desk.raw("PUT", "/practice/files/my%20art.png", png(70, 40)).get_json()
    places = {"private_hires_uri": uploaded["url"], "public_preview_uri": uploaded["url"]}
    [row] = add(desk, details("lake", **places))
    assert (row["pix_w"], row["pix_h"], row["file_size"]) == (70, 40, uploaded["bytes"])
    assert row["private_hires_uri"] == uploaded["url"]
    assert row["public_thumbnail_uri"] == "https://files.example/t.jpg"
    gone = uploaded["url"].replace(uploaded["sha256"], "0" * 64)
    bad = {"images": [details("x", private_hires_uri=gone)], "library": INVENTORY}
    assert list(desk.errors("add_images", bad)) == ["request.images[0].private_hires_uri"]
    text = desk.raw("PUT", "/practice/files/a.jpg", b"no picture").get_json()["url"]
    bad = {"images": [details("x", private_hires_uri=text)], "library": INVENTORY}
    assert list(desk.errors("add_images", bad)) == ["request.images[0].private_hires_uri"]
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    base = {"base_url": "http://127.0.0.1:8777"}
    [kept] = again.raw("POST", "/v3/list_images", {"library": INVENTORY}, **base).get_json()["images"]
    assert kept["private_hires_uri"] == uploaded["url"].replace("http://localhost", "http://127.0.0.1:8777")
    assert again.raw("GET", kept["private_hires_uri"], **base).data == png(70, 40)
    again.app.close()


def test_searching_filtering_and_dates(desk: Caller) -> None:
    assert listed(desk) == ["barn", "Alps", "lake"]
    assert listed(desk, search_filter=" Lake ") == ["barn", "lake"]
    assert listed(desk, search_filter="alps.jpg") == ["Alps"]
    assert listed(desk, search_filter="100%") == []
    assert listed(desk, guid_filter=[guid(3), guid(1).upper()]) == ["barn", "lake"]
    assert listed(desk, guid_filter=[]) == ["barn", "Alps", "lake"]
    assert listed(desk, upload_date_from="2026-03-03") == ["barn"]
    assert listed(desk, upload_date_to="2026-03-02T23:59:59") == ["Alps", "lake"]
    assert listed(desk, upload_date_from="2026-03-02", upload_date_to="2026-03-02") == ["Alps", "lake"]
    assert listed(desk, upload_date_from="2026-03-04") == []


@pytest.mark.parametrize(
    ("field", "rising"),
    [
        ("id", ["lake", "Alps", "barn"]), ("title", ["Alps", "barn", "lake"]), ("file_name", ["Alps", "barn", "lake"]),
        ("file_size", ["Alps", "barn", "lake"]), ("date_added", ["lake", "Alps", "barn"]),
    ],
)  # fmt: skip
def test_sorting(desk: Caller, field: str, rising: list[str]) -> None:
    assert listed(desk, sort_field=field, sort_direction="asc") == rising
    assert listed(desk, sort_field=field.upper(), sort_direction="DESC") == rising[::-1]
    assert listed(desk, sort_field=field) == rising[::-1]


def test_paging() -> None:
    desk = Caller()
    for five in range(5):
        add(desk, *(details(f"n{five * 5 + number:02}") for number in range(5)))
    first = found(desk)
    assert (first["page_number"], first["per_page"], first["count"]) == (1, 10, 25)
    names = [f"n{number:02}" for number in reversed(range(25))]
    assert listed(desk) == names[:10]
    assert listed(desk, page_number=3) == names[20:]
    assert listed(desk, page_number=2, per_page=7) == names[7:14]
    assert listed(desk, page_number=9) == []
    assert listed(desk, per_page=50) == names


def test_libraries_sessions_and_accounts_are_apart(desk: Caller) -> None:
    [row] = add(desk, details("shed"), library=SESSION)
    assert row["date_expires"] == "2026-04-02T12:00:00.0000000-06:00"
    assert listed(desk, SESSION) == ["shed"]
    assert listed(desk, SESSION | {"session_id": "another-one"}) == []
    assert "shed" not in listed(desk)
    desk.advance(24 * 30)
    assert listed(desk, SESSION) == []
    other = live()
    other.app, other.client = desk.app, desk.client
    assert listed(other) == []
    assert other.refused("update_images", {"images": [{"guid": guid(1), "title": "mine"}]})[0] == 404


@pytest.mark.parametrize(
    ("library", "key"),
    [
        ({"name": "temporary"}, "session_id"), ({"name": "temporary", "session_id": "short"}, "session_id"),
        ({"name": "inventory", "session_id": "short"}, "session_id"), ({"name": "shoebox"}, "name"), ({}, "name"),
        ({"name": "inventory", "session_id": "x" * 51}, "session_id"),
        ({"name": "inventory", "site_id": "two"}, "site_id"),
    ],
)  # fmt: skip
def test_a_library_must_be_named_rightly(desk: Caller, library: Any, key: str) -> None:
    assert list(desk.errors("list_images", {"library": library})) == [f"request.library.{key}"]


def test_an_empty_session_is_none(desk: Caller) -> None:
    assert found(desk, INVENTORY | {"session_id": ""})["count"] == 3


def test_changing_images(desk: Caller) -> None:
    gallery = desk.done("add_update_gallery_collection", {"name": "Lakes"})["id"]
    change = {
        "guid": guid(1).upper(), "title": "Big lake", "rank": 3, "assigned_personal_gallery_ids": [gallery],
        "assigned_gallery_subcategory_ids": [9901], "description": None,
    }  # fmt: skip
    answer = desk.done("update_images", {"images": [change, {"guid": guid(3), "visible": False}]})
    by_name = {row["file_name"]: row for row in answer["images"]}
    lake, barn = by_name["lake.jpg"], by_name["barn.jpg"]
    assert (lake["title"], lake["description"], lake["rank"]) == ("Big lake", "about lake", 3)
    assert lake["personal_gallery_title"] == "Lakes"
    assert lake["date_updated"] > lake["date_added"]
    assert (barn["active"], barn["title"]) == (False, "Barn")
    assert listed(desk, active=False) == ["barn"]
    assert listed(desk, active=True) == ["Alps", "lake"]
    assert listed(desk, personal_gallery_id_filter=[gallery, 5]) == ["lake"]
    assert listed(desk, public_gallery_id_filter=[9901]) == ["lake"]
    assert listed(desk, public_gallery_id_filter=[9902]) == []
    assert desk.done("list_galleries", {"gallery_ids": [gallery]})["galleries"][0]["image_count"] == 1
    desk.done("update_images", {"images": [{"guid": guid(1), "assigned_personal_gallery_ids": []}]})
    assert listed(desk, personal_gallery_id_filter=[gallery]) == []
    both = [{"guid": guid(1), "title": "lost"}, {"guid": guid(77)}]
    assert desk.refused("update_images", {"images": both}) == (404, f"There is no image {guid(77)}.")
    assert listed(desk, search_filter="lost") == []
    twice = [{"guid": guid(1), "title": "one"}, {"guid": guid(1), "rank": 9}]
    [row] = desk.done("update_images", {"images": twice})["images"]
    assert (row["title"], row["rank"]) == ("one", 9)


def test_deleting_images_and_what_is_built_on_them(desk: Caller) -> None:
    product = line(product_image=line()["product_image"] | {"library_file": {"guid": guid(1)}})
    store = {"order_key": guid(0), "cart_id": 0, "product": product, "mode": "store"}
    sku = desk.done("submit_product", store)["product"]["sku"]
    unseen = desk.done("submit_product", store | {"product": line()})["product"]["sku"]
    shown = {row["file_name"]: row["products"] for row in found(desk, list_products=True)["images"]}
    assert [item["sku"] for item in shown["lake.jpg"]] == [sku]
    assert shown["barn.jpg"] == []
    assert found(desk)["images"][0]["products"] is None
    assert desk.refused("delete_images", {"guids": [guid(1), guid(9)]})[0] == 404
    assert desk.refused("delete_images", {"guids": [guid(1)], "library": SESSION})[0] == 404
    assert found(desk)["count"] == 3
    desk.done("delete_images", {"guids": [guid(1), guid(1)], "library": INVENTORY})
    assert listed(desk) == ["barn", "Alps"]
    assert [item["sku"] for item in desk.done("list_virtual_inventory")["products"]] == [unseen]


def test_file_selections(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    assert desk.done("list_file_selection", guid=guid(7)) == {
        "status": {"success": True, "status_code": 200, "message": "", "debug": None}, "guids": [], "guid": guid(7),
    }  # fmt: skip
    for chosen in ([guid(1), guid(2)], [guid(2)], []):
        desk.done("update_file_selection", {"guid": guid(7), "guids": chosen})
        assert desk.done("list_file_selection", guid=guid(7).upper())["guids"] == chosen
    desk.done("update_file_selection", {"guid": guid(7), "guids": [guid(5)]})
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    assert again.done("list_file_selection", guid=guid(7))["guids"] == [guid(5)]
    again.app.close()
    stranger = Caller(data_dir=tmp_path, keys=LIVE_KEYS)
    assert stranger.done("list_file_selection", guid=guid(7))["guids"] == []
    stranger.app.close()
