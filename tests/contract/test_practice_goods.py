"""Virtual inventory, carts, templates and galleries of the practice service."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.contract.test_practice_library import INVENTORY, add, details, guid
from tests.unit.practice.caller import Caller, line, order

FRAMED = "5M144M8S6X7DD5F1S8X10J1S6X7DD5G1"


def put(desk: Caller, code: str = "5M6M9S16X20", mode: str = "store", **changes: Any) -> dict[str, Any]:
    body = {"order_key": guid(5), "cart_id": 7, "product": line(code, **changes), "mode": mode}
    return desk.done("submit_product", body)["product"]


def skus(desk: Caller, **more: Any) -> list[str]:
    return [row["sku"] for row in desk.done("list_virtual_inventory", more)["products"]]


def prices(desk: Caller, *codes: str) -> list[dict[str, Any]]:
    return desk.post("get_prices", {"products": [{"product_qty": 2, "product_sku": code} for code in codes]})["prices"]


def test_a_product_goes_into_the_store_and_gets_a_sku() -> None:
    desk = Caller()
    row = put(desk, FRAMED, product_title="Lake, framed")
    assert re.fullmatch(r"AP\d{6}P9\d{3}", row["sku"])
    assert row["product_code"] == FRAMED
    assert (row["name"], row["valid"], row["asking_price"]) == ("Lake, framed", True, 0)
    assert row["image_url_1"] == "https://files.example/a-t.jpg"
    assert desk.done("list_virtual_inventory") == {
        "status": {"success": True, "status_code": 200, "message": "", "debug": None},
        "products": [row], "page_number": 1, "per_page": 10, "count": 1,
    }  # fmt: skip


def test_a_sku_is_priced_checked_and_ordered_like_its_code() -> None:
    desk = Caller()
    sku = put(desk, FRAMED)["sku"]
    by_sku, by_code, lost = prices(desk, sku.lower(), FRAMED, "AP1P1")
    assert (by_sku["product_sku"], by_sku["product_code"]) == (sku.lower(), FRAMED)
    assert by_sku["total_price"] == by_code["total_price"] > 0
    assert (lost["product_sku"], lost["product_code"], lost["total_price"]) == ("AP1P1", None, 0)
    verdicts = desk.post("validate_product", {"skus_or_codes": [sku, "AP1P1"]})["product_validations"]
    assert [(row["product_sku"], row["valid"]) for row in verdicts] == [(sku, True), ("AP1P1", False)]
    [detail] = desk.done("get_product_details", [line(sku, 3, product_image=None)])["product_list"]
    assert (detail["sku"], detail["quantity"]) == (sku, 3)
    assert detail["total_price"] == pytest.approx(by_sku["total_price"] * 3)
    unpictured = order("SKU", line(sku, 2, product_image=None))
    quoted = desk.post("list_shipping_options_multiple", {"orders": [unpictured]})["orders"][0]
    assert quoted["options"][0]["calculated_total"]["product_pricing"] == prices(desk, sku)
    assert desk.submit(unpictured)["orders"][0]["order_po"] == "SKU"
    plain = {"orders": [order("CODE", line(product_image=None))], "payment_token": "xxxx"}
    assert list(desk.errors("submit_orders_v2", plain)) == ["request.orders[0].order_items[0].product_image"]
    unknown = {"orders": [order("X", line("AP1P1", product_image=None))], "payment_token": "xxxx"}
    assert "request.orders[0].order_items[0].product_sku" in desk.errors("submit_orders_v2", unknown)


def test_what_cannot_be_made_cannot_be_stored() -> None:
    desk = Caller()
    for code in ("junk", "5M999M9S8X10", "AP1P1"):
        for name in ("submit_product", "create_template"):
            body = {"order_key": guid(5), "cart_id": 0, "product": line(code), "mode": "store"}
            assert list(desk.errors(name, body)) == ["request.product.product_sku"]
    assert skus(desk) == []


def test_filters_pages_and_order() -> None:
    desk = Caller()
    add(desk, details("lake", guid=guid(1)))
    one = put(desk, "5M6M9S16X20", product_title="Zebra")
    desk.advance(24)
    two = put(desk, "9001M46M9310S16X20", product_title="Alp")
    lake = line()["product_image"] | {"product_url_file": "https://files.example/lake.jpg"}
    three = put(desk, FRAMED, product_image=lake)
    first, second, third = one["sku"], two["sku"], three["sku"]
    assert three["image_guid"] == guid(1)
    assert skus(desk) == [third, second, first]
    assert skus(desk, sort_direction="ASC") == [first, second, third]
    assert skus(desk, sort_field="name", sort_direction="asc", search_filter="p") == [second, third, first]
    assert skus(desk, sort_field="unheard-of") == [third, second, first]
    assert skus(desk, search_filter="zeb") == [first]
    assert skus(desk, sku_filter=[first.lower(), "AP0P0"]) == [first]
    assert skus(desk, product_code_filter=[FRAMED.lower()]) == [third]
    assert skus(desk, guid_filter=[guid(1)]) == [third]
    assert skus(desk, product_type_ids_filter=[9001]) == [second]
    assert skus(desk, created_date_to="2026-03-02") == [first]
    assert skus(desk, per_page=1, page_number=2) == [second]
    for field, highest in (("sku", third), ("product_code", two["sku"]), ("created", third), ("updated", third),
                           ("quantity_in_stock", third), ("asking_price", third)):  # fmt: skip
        assert skus(desk, sort_field=field)[0] == highest, field


def test_changing_items(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    sku, other = put(desk)["sku"], put(desk)["sku"]
    links = {"shopify_product_id": 5, "shopify_graphql_product_id": "gid", "etsy_product_id": 8}
    change = {
        "sku": sku.lower(), "asking_price": 199.99, "name": "Lake", "description": "<b>big</b>",
        "quantity_in_stock": 4, "track_inventory": True, "third_party_integrations": links,
    }  # fmt: skip
    [row] = desk.done("update_virtual_inventory", {"virtual_inventory": [change]})["products"]
    assert (row["asking_price"], row["name"], row["description_long"]) == (199.99, "Lake", "<b>big</b>")
    assert (row["quantity_in_stock"], row["track_inventory"]) == (4, True)
    assert row["third_party_integrations"]["shopify_product_id"] == 5
    assert row["third_party_integrations"]["wix_product_id"] is None
    assert skus(desk, third_party_connections_filter=["Etsy"]) == [sku]
    assert skus(desk, third_party_connections_filter=["wix"]) == []
    small = {"sku": sku, "asking_price": None, "third_party_integrations": {"etsy_product_id": None}}
    [row] = desk.done("update_virtual_inventory", {"virtual_inventory": [small]})["products"]
    assert (row["asking_price"], row["third_party_integrations"]["etsy_product_id"]) == (199.99, None)
    both = [{"sku": sku, "name": "lost"}, {"sku": "AP1P1"}]
    assert desk.refused("update_virtual_inventory", {"virtual_inventory": both}) == (404, "There is no product AP1P1.")
    negative = {"virtual_inventory": [{"sku": sku, "asking_price": -1}]}
    assert list(desk.errors("update_virtual_inventory", negative)) == ["request.virtual_inventory[0].asking_price"]
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    assert again.done("list_virtual_inventory", {"sku_filter": [sku]})["products"] == [row]
    again.done("disconnect_virtual_inventory", {"platform": " Shopify "})
    assert (
        again.done("list_virtual_inventory", {"sku_filter": [sku]})["products"][0]["third_party_integrations"] is None
    )
    assert again.refused("delete_virtual_inventory", {"skus": [sku, "AP1P1"]})[0] == 404
    assert skus(again) == [other, sku]
    again.done("delete_virtual_inventory", {"skus": [sku, sku.lower()]})
    assert skus(again) == [other]
    put(again)
    assert skus(again)[0] not in (sku, other)
    again.app.close()


def test_a_cart_holds_products_without_a_sku() -> None:
    desk = Caller()
    in_cart, in_store = put(desk, mode="ORDER", quantity=3), put(desk)
    assert (in_cart["sku"], in_cart["quantity"], in_cart["total_price"]) == (None, 3, 35.0 * 3)
    assert skus(desk) == [in_store["sku"]]

    def guids(**more: Any) -> list[str]:
        return [row["product_guid"] for row in desk.done("list_products", more)["products"]]

    both = [in_cart["product_guid"], in_store["product_guid"]]
    assert guids() == guids(guids=[]) == guids(order_key=guid(5)) == both
    assert guids(guids=[both[1].upper()]) == both[1:]
    assert guids(order_key=guid(6)) == []


def test_a_template_names_the_code_and_the_picture() -> None:
    desk = Caller()
    url = desk.raw("PUT", "/practice/files/t.jpg", b"\xff\xd8\xff").get_json()["url"]
    image = line()["product_image"] | {"product_url_thumbnail": url}
    template = desk.done("create_template", {"product": line(FRAMED, product_image=image)})["template"]
    assert (template["product_code"], template["thumbnail_url"]) == (FRAMED, url)
    assert re.fullmatch(r"[0-9a-f-]{36}", template["id"])
    bare = desk.done("create_template", {"product": line(product_image=None)})["template"]
    assert bare["thumbnail_url"] == ""


def test_galleries(tmp_path: Path) -> None:
    desk = Caller(data_dir=tmp_path)
    number = desk.done("add_update_gallery_collection", {"name": "Two Lakes", "description": "d"})["id"]
    desk.done("add_update_gallery_collection", {"name": "Hidden", "visible": False})
    assert desk.done("add_update_gallery_collection", {"id": number, "name": "Three Lakes"})["id"] == number
    desk.app.close()
    again = Caller(data_dir=tmp_path)
    mine = again.done("list_galleries", {"personal": True})["galleries"]
    assert [(row["name"], row["alias"], row["visible"], row["description"]) for row in mine] == [
        ("Three Lakes", "three-lakes", True, "d"), ("Hidden", "hidden", False, None),
    ]  # fmt: skip
    public = again.done("list_galleries", {"personal": False})["galleries"]
    assert public
    assert not any(row["personal"] for row in public)
    assert again.done("list_galleries")["galleries"] == public + mine
    assert again.done("list_galleries", {"gallery_ids": [number]})["galleries"] == mine[:1]
    again.app.close()


@pytest.mark.parametrize(("wanted", "slugs"), [(None, 3), ([], 3), (["LINEN", "none"], 1), (["none"], 0)])
def test_themes(wanted: list[str] | None, slugs: int) -> None:
    themes = Caller().done("list_gallery_themes", {"filter": wanted})["themes"]
    assert len(themes) == slugs
    assert all(re.fullmatch(r"#[0-9a-f]{6}", theme["accent_color"]) for theme in themes)


def test_inventory_of_another_account_is_out_of_reach() -> None:
    desk, other = Caller(), Caller(keys=None)
    sku = put(desk)["sku"]
    other.app, other.client = desk.app, desk.client
    other.headers = {"web_api_key": guid(1), "app_key": guid(2)}
    assert skus(other) == []
    assert prices(other, sku)[0]["total_price"] == 0
    assert other.done("list_images", {"library": INVENTORY})["count"] == 0
