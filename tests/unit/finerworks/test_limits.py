"""Limits are checked before anything is sent, and the error names the field and not its value (REFERENCE 1.7)."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from fwdesk.domain.errors import RequestError, ServiceError
from fwdesk.domain.full_order import CustomsTax, FullLine, FullOrder
from fwdesk.domain.inventory import InventoryChange
from fwdesk.domain.library import ImageChange, ImageLibrary
from fwdesk.domain.order import LIMITS, Order, OrderLine, PrintFile, Recipient
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.endpoints import ENDPOINTS
from fwdesk.finerworks.generation import OLDER, Generation
from fwdesk.finerworks.wire import asked, limits
from tests.contract.example_calls import ADA, CODE, FILE, IMAGE, LIBRARY, ORDER, SCHEMAS, client
from tests.contract.fault_server import FaultServer, ok

Call = Callable[[FinerWorks], object]
TOO_LONG = "§" * 501
FULL = FullOrder(**{field.name: getattr(ORDER, field.name) for field in dataclasses.fields(Order)})


def to(**more: Any) -> Recipient:
    return dataclasses.replace(ADA, **more)


def order(**more: Any) -> FullOrder:
    return dataclasses.replace(FULL, **more)


def line(**more: Any) -> tuple[FullLine, ...]:
    return (dataclasses.replace(FullLine(CODE.wire, 1, FILE), **more),)


def submit(one: Order) -> Call:
    return lambda c: c.submit_orders_v2(one, payment_token="xxxx")


def image(**more: Any) -> Call:
    return lambda c: c.add_images([dataclasses.replace(IMAGE, **more)], LIBRARY)


CASES: list[tuple[Call, str, str]] = [
    (lambda c: c.get_prices([CODE], 0), "products[0].product_qty", "1 or more"),
    (lambda c: c.get_prices([CODE], 1000), "products[0].product_qty", "999 or less"),
    (lambda c: c.get_product_details(line(quantity=1000)), "products[0].product_qty", "999 or less"),
    (submit(order(order_po=TOO_LONG)), "orders[0].order_po", "at most 50 characters"),
    (submit(order(lines=())), "orders[0].order_items", "at least 1"),
    (submit(order(lines=line(quantity=0))), "orders[0].order_items[0].product_qty", "1 or more"),
    (submit(order(lines=line(title=TOO_LONG))), "orders[0].order_items[0].product_title", "at most 50 characters"),
    (submit(order(lines=line(reference=TOO_LONG))), "orders[0].order_items[0].product_order_po",
     "at most 50 characters"),
    (submit(order(lines=line(custom_data=("", "", TOO_LONG)))), "orders[0].order_items[0].custom_data_3",
     "at most 255 characters"),
    (submit(order(lines=line(file=dataclasses.replace(FILE, pixel_width=0)))),
     "orders[0].order_items[0].product_image.pixel_width", "1 or more"),
    (submit(order(custom_data=("", TOO_LONG, ""))), "orders[0].custom_data_2", "at most 255 characters"),
    (submit(order(document_url=TOO_LONG)), "orders[0].document_url", "at most 200 characters"),
    (submit(order(ups_account=TOO_LONG)), "orders[0].acct_number_ups", "at most 50 characters"),
    (submit(order(fedex_account=TOO_LONG)), "orders[0].acct_number_fedex", "at most 50 characters"),
    (submit(order(customs_tax=CustomsTax(TOO_LONG))), "orders[0].customs_tax_info.tax_id", "at most 50 characters"),
    (submit(order(customs_tax=CustomsTax("1", 3))), "orders[0].customs_tax_info.tax_type", "2 or less"),  # pyright: ignore[reportArgumentType]
    (lambda c: c.submit_orders(order(order_po=TOO_LONG)), "orders[0].order_po", "at most 50 characters"),
    (lambda c: c.list_shipping_options(order(order_po=TOO_LONG)), "order_po", "at most 50 characters"),
    (lambda c: c.list_shipping_options_multiple([]), "orders", "at least 1"),
    (lambda c: c.save_pending_orders([], source="x"), "orders", "at least 1"),
    (lambda c: c.save_pending_orders([ORDER], source=""), "source", "not empty"),
    (lambda c: c.save_pending_orders([ORDER], source=TOO_LONG), "source", "at most 50 characters"),
    (lambda c: c.delete_pending_orders([]), "ids", "at least 1"),
    (lambda c: c.validate_recipient_address(to(city=TOO_LONG)), "recipient.city", "at most 50 characters"),
    (lambda c: c.validate_recipient_address(to(zip_postal_code="")), "recipient.zip_postal_code",
     "not empty"),
    (lambda c: c.update_customer(1, to(city=TOO_LONG)), "customer_info.city", "at most 50 characters"),
    (lambda c: c.update_order(1, "stop"), "update_command", "one of 'pending', 'hold' or 'cancel'"),  # pyright: ignore[reportArgumentType]
    (lambda c: c.submit_note(1, "", "x"), "subject", "not empty"),
    (lambda c: c.list_orders(per_page=51), "per_page", "50 or less"),
    (lambda c: c.list_orders(page_number=0), "page_number", "1 or more"),
    (lambda c: c.get_order("", "a@b.c"), "order_guid", "not empty"),
    (lambda c: c.get_payment_tokens(""), "payment_profile_id", "not empty"),
    (image(file_name=TOO_LONG), "images[0].file_name", "at most 200 characters"),
    (image(thumbnail_name=TOO_LONG), "images[0].thumbnail_file_name", "at most 200 characters"),
    (image(full_url=TOO_LONG), "images[0].private_hires_uri", "at most 500 characters"),
    (image(description=TOO_LONG), "images[0].description", "at most 300 characters"),
    (image(pixel_width=0), "images[0].pix_w", "1 or more"),
    (image(size=-1), "images[0].file_size", "0 or more"),
    (lambda c: c.list_images(ImageLibrary(session_id="1234567")), "library.session_id", "at least 8 characters"),
    (lambda c: c.list_images(ImageLibrary(session_id=TOO_LONG)), "library.session_id", "at most 50 characters"),
    (lambda c: c.list_images(ImageLibrary("attic")), "library.name", "one of 'inventory' or 'temporary'"),  # pyright: ignore[reportArgumentType]
    (lambda c: c.list_images(per_page=51), "per_page", "50 or less"),
    (lambda c: c.list_images(sort_field="x"), "sort_field",  # pyright: ignore[reportArgumentType]
     "one of 'id', 'title', 'file_name', 'file_size' or 'date_added'"),
    (lambda c: c.update_images([]), "images", "at least 1"),
    (lambda c: c.update_images([ImageChange("")]), "images[0].guid", "not empty"),
    (lambda c: c.delete_images([]), "guids", "at least 1"),
    (lambda c: c.list_file_selection(""), "guid", "not empty"),
    (lambda c: c.update_file_selection("", []), "guid", "not empty"),
    (lambda c: c.update_user(shipping_preferences=[0, 1, 2, 3]), "shipping_preferences", "at most 3 in one call"),
    (lambda c: c.update_user(billing=to(first_name=TOO_LONG)), "billing_info.first_name", "at most 50 characters"),
    (lambda c: c.list_virtual_inventory(skus=["x"] * 51), "sku_filter", "at most 50 in one call"),
    (lambda c: c.list_virtual_inventory(product_codes=["x"] * 51), "product_code_filter", "at most 50 in one call"),
    (lambda c: c.list_virtual_inventory(sort_direction="UP"), "sort_direction", "one of 'ASC' or 'DESC'"),  # pyright: ignore[reportArgumentType]
    (lambda c: c.update_virtual_inventory([InventoryChange("")]), "virtual_inventory[0].sku", "not empty"),
    (lambda c: c.delete_virtual_inventory([]), "skus", "at least 1"),
    (lambda c: c.disconnect_virtual_inventory(""), "platform", "not empty"),
    (lambda c: c.submit_product(line()[0], mode="gift"), "mode", "one of 'order' or 'store'"),  # pyright: ignore[reportArgumentType]
    (lambda c: c.create_template(line(quantity=0)[0]), "product.product_qty", "1 or more"),
    (lambda c: c.add_update_gallery_collection(""), "name", "not empty"),
    (lambda c: c.frame_details("1"), "id", "not the kind of value that belongs here"),  # pyright: ignore[reportArgumentType]
]  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer(ok()) as server:
        yield server


@pytest.mark.parametrize(("call", "field", "limit"), CASES, ids=[f"{field}: {limit}" for _, field, limit in CASES])
def test_what_is_over_a_limit_is_not_sent(call: Call, field: str, limit: str, server: FaultServer) -> None:
    asked = client(server.url)
    with pytest.raises(RequestError) as caught:
        call(asked)
    error = caught.value
    assert (error.field, error.limit, error.sent) == (field, limit, False)
    assert error.method in ENDPOINTS
    assert str(error) == f"{field}: {limit}"
    assert "§" not in "".join(traceback.format_exception(error))
    assert error.__cause__ is error.__context__ is None
    assert server.connections == 0
    asked.close()


@pytest.mark.parametrize("name", LIMITS)
def test_every_line_of_an_address_has_its_limit(name: str, server: FaultServer) -> None:
    with pytest.raises(RequestError) as caught:
        client(server.url).validate_recipient_address(
            to(**{name: "§" * (LIMITS[name] + 1)} | ({"country_code": "ca"} if name == "province" else {}))
            if name != "country_code"
            else to(country_code="usa")
        )
    assert (caught.value.field, caught.value.limit) == (f"recipient.{name}", f"at most {LIMITS[name]} characters")


def test_the_older_shape_is_checked_too(server: FaultServer) -> None:
    for call in (lambda c: c.get_prices([CODE], 1000), lambda c: c.get_product_details(line(quantity=1000))):
        with pytest.raises(RequestError, match="product_qty"):
            call(client(server.url, generation=OLDER))
    assert server.connections == 0


def test_the_longest_that_is_allowed_goes_out() -> None:
    longest = order(
        order_po="p" * 50,
        recipient=to(
            **{name: "x" * limit for name, limit in LIMITS.items() if name not in {"country_code", "province"}}
        ),
        lines=line(quantity=999, title="t" * 50, reference="r" * 50, custom_data=("d" * 255,) * 3),
        ship_by=date(2026, 2, 1),
        customs_tax=CustomsTax("n" * 50),
        document_url="u" * 200,
        status_url="https://a.example/hook",
        ups_account="1" * 50,
        fedex_account="2" * 50,
        custom_data=("c" * 255,) * 3,
        fulfillment_id=9,
    )
    with FaultServer(ok(options=[])) as server:
        asked = client(server.url)
        assert asked.list_shipping_options(longest) == ()
        asked.close()
        sent = server.requests[0].json
    assert sent["ship_by_date"] == "2026-02-01"
    assert sent["customs_tax_info"] == {"tax_id": "n" * 50, "tax_type": 0}
    assert (sent["webhook_order_status_url"], sent["fulfillment_id"]) == ("https://a.example/hook", 9)
    assert sent["order_items"][0]["custom_data_3"] == "d" * 255
    assert sent["order_items"][0]["product_order_po"] == "r" * 50


def test_a_stored_product_goes_without_a_file() -> None:
    stored = OrderLine("AP1556P79511", 1, PrintFile("", "", 0, 0))
    with FaultServer(ok(product_list=[])) as server:
        asked = client(server.url)
        assert asked.get_product_details([stored]) == ()
        asked.close()
        assert server.requests[0].json["products"][0]["product_image"] is None


def test_source_goes_along_only_where_the_host_is_said_to_want_it() -> None:
    with FaultServer(ok(orders=None)) as server:
        for generation in (Generation(), Generation(source="desk")):
            asked = client(server.url, generation=generation)
            asked.submit_orders_v2(ORDER, payment_token="xxxx", validate_only=True)
            asked.close()
        first, second = (request.json["orders"][0] for request in server.requests)
    assert "source" not in first
    assert second["source"] == "desk"
    with pytest.raises(RequestError) as caught:
        client(server.url, generation=Generation(source="s" * 51)).submit_orders(ORDER)
    assert caught.value.field == "orders[0].source"


@pytest.mark.parametrize(
    ("body", "field", "limit"),
    [
        ({}, "id", "it must be there"),
        ([], "the request", "not the kind of value that belongs here"),
    ],
)
def test_words_for_what_the_types_forbid(body: Writable, field: str, limit: str) -> None:
    with pytest.raises(RequestError) as caught:
        limits.check("frame_details", asked.OneFrame, body)
    assert (caught.value.field, caught.value.limit) == (field, limit)


@pytest.mark.parametrize("token", [{"payment_token": None}, {"payment_token": ""}, {}])
def test_a_submission_without_a_token_does_not_pass(token: dict[str, Writable]) -> None:
    with pytest.raises(RequestError, match="payment_token"):
        limits.check("submit_orders_v2", asked.TokenSubmission, {"orders": orders_of_the_example()} | token)


def orders_of_the_example() -> Any:
    return SCHEMAS["endpoints"]["submit_orders_v2"]["request_example"]["orders"]


def schema_limits(schema: Any, path: str = "") -> Iterator[tuple[str, str, object]]:
    """Every limit in a documented request: where, which, how much."""
    if "$ref" in schema:
        yield from schema_limits(SCHEMAS["$defs"][schema["$ref"].rpartition("/")[2]], path)
        return
    for part in schema.get("anyOf", schema.get("oneOf", [])):
        if part.get("type") != "array" or "anyOf" in schema:
            yield from schema_limits(part, path)
    for word in ("maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum", "enum"):
        if word in schema:
            yield path, word, schema[word]
    for name, one in schema.get("properties", {}).items():
        yield from schema_limits(one, f"{path}.{name}")
    if "items" in schema:
        yield from schema_limits(schema["items"], f"{path}[]")


def resolved(schema: Any, whole: Any) -> Any:
    return whole["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def model_limits(schema: Any, whole: Any, path: str = "") -> Iterator[tuple[str, str, object]]:
    schema = resolved(schema, whole)
    for part in schema.get("anyOf", []):
        yield from model_limits(part, whole, path)
    for word in ("maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum", "enum"):
        if word in schema:
            yield path, word, schema[word]
    for name, one in schema.get("properties", {}).items():
        yield from model_limits(one, whole, f"{path}.{name}")
    if "items" in schema:
        yield from model_limits(schema["items"], whole, f"{path}[]")


LEFT = {("submit_orders_v2", ".orders", "maxItems")}
"""Five are safe with every host, and we send one (REFERENCE 1.7, "5 or 50")."""


@pytest.mark.parametrize("name", SCHEMAS["endpoints"])
def test_every_documented_limit_is_one_of_ours(name: str) -> None:
    endpoint = SCHEMAS["endpoints"][name]
    documented = endpoint.get("query") or endpoint["request"]
    model = ENDPOINTS[name].asked.model_json_schema()
    ours = {(path, word): value for path, word, value in model_limits(model, model)}
    for path, word, value in schema_limits(documented):
        if (name, path, word) in LEFT or "library_file" in path:  # an image's record goes in as it came out
            continue
        if word == "enum":
            value = [one for one in value if one is not None]  # type: ignore[union-attr]
            if path.endswith("tax_type"):
                assert (ours[path, "minimum"], ours[path, "maximum"]) == (min(value), max(value))
                continue
        assert ours.get((path, word)) == value, f"{path} {word}"


def test_it_is_a_service_error_that_was_not_sent() -> None:
    assert issubclass(RequestError, ServiceError)
    assert RequestError("a", "b").sent is False
