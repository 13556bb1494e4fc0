"""The calls beyond catalog, prices and submission: what they send, and what they make of answers."""

from __future__ import annotations

import base64
import dataclasses
import functools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fwdesk.domain.account import Account, AppDetails, Connection, PaymentMethod
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import (
    BadReply,
    Cancelled,
    ConnectionLost,
    OrderError,
    PartlyDone,
    Refused,
    RequestError,
    ServiceError,
)
from fwdesk.domain.inventory import InventoryChange
from fwdesk.domain.library import ImageChange, ImageLibrary
from fwdesk.domain.money import Money
from fwdesk.domain.order import Order, Recipient
from fwdesk.domain.placed import PendingOrder, ShippingMethod
from fwdesk.finerworks.answers import Framing, Page
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.endpoints import ENDPOINTS
from fwdesk.finerworks.generation import NEWER, OLDER, Generation
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.pages import every
from fwdesk.finerworks.retry import MONEY, OTHER
from fwdesk.finerworks.sealed import Sealed, SealedBytes
from tests.contract.example_calls import ADA, CALLS, CODE, FILE, GUID, IMAGE, LIBRARY, LINE, ORDER, client
from tests.contract.fault_server import Answer, FaultServer, Peer, ok, raw, reply

LIVE = dataclasses.replace(ORDER, test_mode=False)
TOKEN = "tok-3f9a-secret-77"


class Served:
    """A client and the server that answers it."""

    def __init__(self, *answers: Answer, **more: Any) -> None:
        self.server = FaultServer(*answers)
        self.client = client(self.server.url, **more)

    def __enter__(self) -> Served:
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.server.__exit__()

    @property
    def sent(self) -> Any:
        return self.server.requests[-1].json


def test_every_endpoint_is_a_method_of_its_name() -> None:
    for name in ENDPOINTS:
        assert callable(getattr(FinerWorks, name)), name
        assert (getattr(FinerWorks, name).__doc__ or "").strip(), name


def test_only_submissions_are_money_and_only_reads_are_tried_again() -> None:
    assert {name for name, one in ENDPOINTS.items() if one.policy is MONEY} == {"submit_orders", "submit_orders_v2"}
    writes = {name for name, one in ENDPOINTS.items() if one.policy is OTHER}
    assert writes == {
        "update_user", "update_app_details", "add_event", "submit_product", "create_template", "update_order",
        "update_customer", "submit_note", "save_pending_orders", "delete_pending_orders", "add_images",
        "update_images", "delete_images", "update_file_selection", "add_update_gallery_collection",
        "update_virtual_inventory", "delete_virtual_inventory", "disconnect_virtual_inventory",
    }  # fmt: skip
    assert all(one.policy.attempts == 1 for one in ENDPOINTS.values() if one.policy in {MONEY, OTHER})


def test_no_order_is_ever_submitted_by_another_verb() -> None:
    assert {name for name, one in ENDPOINTS.items() if one.other_verb} == {"update_order"}


class Stopped:
    """A client whose every call is cancelled."""

    def __init__(self, asked: FinerWorks, cancel: Cancel) -> None:
        self.asked, self.cancel = asked, cancel

    def __getattr__(self, name: str) -> Any:
        return functools.partial(getattr(self.asked, name), cancel=self.cancel)


@pytest.mark.parametrize("name", CALLS)
def test_every_call_can_be_cancelled(name: str) -> None:
    cancel = Cancel()
    cancel.cancel()
    with Served(ok()) as it:
        with pytest.raises(Cancelled) as caught:
            CALLS[name](Stopped(it.client, cancel))  # pyright: ignore[reportArgumentType]
        assert not caught.value.sent
        assert it.server.connections == 0


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("status", [200, 400, 401, 404, 500])
def test_no_call_repeats_a_key_that_an_answer_repeats(name: str, status: int) -> None:
    with Served(ok()) as it:
        keys = Keys("11111111-aaaa-bbbb-cccc-000000000001", "22222222-aaaa-bbbb-cccc-000000000002")
        said = f"not {keys.web_api_key} and {keys.app_key.upper()}"
        state = {"status": {"success": status == 200, "message": said}, "ModelState": {said: [said]}, "Message": said}
        it.server.answers = [reply(state | ({"orders": []} if status == 200 else {}), status)]
        try:
            got: object = CALLS[name](it.client)
        except ServiceError as error:
            got = (str(error), repr(error), vars(error))
        shown = repr(got).lower()
        if name not in {"list_event_logs", "add_event", "submit_product", "list_products", "create_template"}:
            assert keys.web_api_key not in shown
            assert keys.app_key not in shown


def test_a_missing_picture_is_told_without_a_key() -> None:
    with Served(ok({"message": "no picture for 11111111-AAAA-bbbb-cccc-000000000001"})) as it:
        with pytest.raises(BadReply) as caught:
            it.client.frame_builder(CODE, render_size=100)
        assert str(caught.value) == "no picture came with the answer (no picture for •••)"


@pytest.mark.parametrize(
    ("call", "verb"),
    [
        (lambda c: c.update_customer(1, ADA), "PUT"),
        (lambda c: c.submit_note(1, "a", "b"), "POST"),
        (lambda c: c.delete_images([GUID]), "DELETE"),
        (lambda c: c.add_images([IMAGE]), "POST"),
        (lambda c: c.save_pending_orders([ORDER], source="x"), "POST"),
        (lambda c: c.submit_orders(ORDER), "POST"),
    ],
)
@pytest.mark.parametrize("answer", [reply({}, 503), raw(b"")])
def test_writes_go_out_once_on_a_connection_of_their_own(
    call: Callable[[FinerWorks], object], verb: str, answer: Answer
) -> None:
    with Served(answer) as it:
        with pytest.raises((BadReply, ConnectionLost)) as caught:
            call(it.client)
        assert caught.value.sent
        (request,) = it.server.requests
        assert (request.method, request.headers["connection"]) == (verb, "close")
        assert request.body


# -- account -------------------------------------------------------------------------------------------------------


def test_a_profile_and_its_change() -> None:
    row = {
        "account_id": 7, "account_username": "ada", "account_title": "Dr", "account_firstname": "Ada",
        "billing_info": {"first_name": None, "country_code": "us"}, "business_info": {"company_name": "Ada & Co"},
        "user_account_credits": 12.5, "connections": [{"name": "shopify", "id": 5, "data": "s3cret"}],
        "app_details": {"app_key": "k", "app_name": "Desk", "app_live_mode": True}, "account_key": "akey",
    }  # fmt: skip
    with Served(ok(user_account=row), ok(user_account=row), ok()) as it:
        account = it.client.get_user()
        assert it.server.requests[0].path == "/v3/get_user"
        assert (account.first_name, account.title, account.live, account.billing) == ("Ada", "Dr", True, None)
        assert account.business == Recipient(company_name="Ada & Co", country_code="")
        assert account.credits == Money.of("12.5")
        assert account.connections == (Connection("shopify", "5", "s3cret"),)
        assert account.app == AppDetails("Desk", None, None, live=True)
        assert "s3cret" not in repr(account)
        changed = it.client.update_user(
            account_key="akey",
            billing=ADA,
            logo_url="https://a.example/l.jpg",
            logo_jpeg=b"\xff\xd8logo",
            portrait_jpeg=b"\xff\xd8face",
            payment_profile_id="p1",
            shipping_preferences=(1, 0),
            connections=[Connection("shopify", "5")],
        )
        assert changed == account
        assert it.sent["account_key"] == "akey"
        assert it.sent["billing_info"]["city"] == "San Antonio"
        assert base64.b64decode(it.sent["logo_data"]) == b"\xff\xd8logo"
        assert base64.b64decode(it.sent["portrait_data"]) == b"\xff\xd8face"
        assert (it.sent["shipping_preferences"], it.sent["payment_profile_id"]) == ([1, 0], "p1")
        assert it.sent["connections"] == [{"name": "shopify", "id": "5", "data": None}]
        assert it.client.update_user(business=ADA) is None
        assert set(it.sent) == {"account_key", "business_info"}


def test_only_what_is_said_of_an_app_is_changed() -> None:
    with Served(ok({"message": "Saved"})) as it:
        assert it.client.update_app_details(AppDetails(live=False)) == "Saved"
        assert it.sent == {"app_details": {"app_live_mode": False}}


def test_a_payment_method_without_a_token_is_none(caplog: pytest.LogCaptureFixture) -> None:
    rows = [{"token": "", "is_default": True}, {"token": TOKEN, "associated_payment_method": "<b>Visa</b> 1111"}]
    with Served(ok(payment_tokens=rows), reply(rows)) as it:
        (only,) = it.client.get_payment_tokens("p1", sandbox=True)
        assert it.server.requests[0].path.endswith("?payment_profile_id=p1&sandbox=true")
        assert (only.label, only.is_default, only.token == TOKEN) == ("Visa 1111", False, True)
        assert TOKEN not in repr([only])
        with pytest.raises(BadReply, match="bare list"):
            it.client.get_payment_tokens("p1")
    assert TOKEN not in caplog.text


def test_the_company_and_the_event_log() -> None:
    answers = ok(address=None, lobby_hours="9-5 <b>daily</b>"), reply({"site_id": 2}), ok(events=[1]), ok(x=None)
    with Served(answers[0], ok(site_id="what"), answers[2], answers[3]) as it:
        company = it.client.get_company_info()
        assert (company.address, company.lobby_hours, company.site_id) == (None, "9-5 daily", 0)
        with pytest.raises(BadReply, match="site_id"):
            it.client.get_company_info()
        assert it.client.list_event_logs({"page": 1}) == {"events": [1]}
        assert it.sent == {"page": 1}
        assert it.client.add_event({"name": "x"}) == {"x": None}


# -- orders --------------------------------------------------------------------------------------------------------


def test_a_single_quote_leaves_out_what_it_cannot_read(caplog: pytest.LogCaptureFixture) -> None:
    total = {"order_subtotal": 35, "order_shipping_rate": 8.95, "order_grand_total": 43.95}
    with Served(ok(options=[{"id": 1, "rate": 8.95, "calculated_total": total}, {"id": 2}])) as it:
        (option,) = it.client.list_shipping_options(dataclasses.replace(ORDER, shipping_code=""))
        assert it.sent["shipping_code"] == "SD"
    assert (option.id, option.total.grand_total) == (1, Money.of("43.95"))
    assert "row 2 of options" in caplog.text


def test_ways_of_shipping_come_as_rows_or_as_bare_ids() -> None:
    rows = [{"id": 42, "shipping_method": "UPS <i>Ground</i>", "shipping_code": "SD", "is_international": False}]
    with Served(ok(shipping_options=rows), ok(shipping_options_ids=[42, 43])) as it:
        assert it.client.get_shipping_options_ids() == (ShippingMethod(42, "UPS Ground", "SD", "", False),)
        assert it.server.requests[0].path == "/v3/get_shipping_options_ids"
        assert it.client.get_shipping_options_ids(2) == (ShippingMethod(42), ShippingMethod(43))
        assert it.server.requests[1].path.endswith("?type=2")


def test_orders_are_listed_page_by_page() -> None:
    def rows(*numbers: int) -> list[dict[str, object]]:
        return [{"order_po": f"P{n}", "order_id": n, "status": "Shipped", "total": "1.50"} for n in numbers]

    with Served(ok(orders=rows(1, 2), total_count=3), ok(orders=rows(3), total_count=3)) as it:
        page = it.client.list_orders(["P1"], page_number=1, per_page=2, show_cancelled=False)
        assert (page.number, page.per_page, page.total, page.rows[0].total) == (1, 2, 3, Money.of("1.5"))
        assert it.sent == {"order_pos": ["P1"], "show_cancelled": False, "page_number": 1, "per_page": 2}
    with Served(ok(orders=rows(1, 2), total_count=3), ok(orders=rows(3), total_count=3)) as it:
        found = every(lambda number: it.client.list_orders(page_number=number, per_page=2))
        assert [one.order_id for one in found] == [1, 2, 3]
        assert [request.json["page_number"] for request in it.server.requests] == [1, 2]


@pytest.mark.parametrize(
    "answer", [ok(orders=[{"order_po": "P1", "order_id": 1}, {"order_po": "P2"}]), reply([]), ok()]
)
def test_listed_orders_are_never_guessed(answer: Answer) -> None:
    with Served(answer) as it, pytest.raises(BadReply):
        it.client.list_orders()


@pytest.mark.parametrize(
    ("pages", "rows"),
    [
        ([Page((1, 2), 1, 2), Page((3,), 2, 2)], [1, 2, 3]),
        ([Page((1, 2), 1, 2), Page((), 2, 2)], [1, 2]),
        ([Page((1, 2), 1, 2, 4), Page((3,), 2, 2, 4), Page((4,), 3, 2, 4)], [1, 2, 3, 4]),
        ([Page((1, 2), 1, 2, 9), Page((1, 2), 1, 2, 9)], [1, 2]),
        ([Page((1, 2), 1, 2, 9), Page((), 2, 2, 9)], [1, 2]),
        ([Page((), 1, 50, 0)], []),
        ([Page((1,), 1, 50, 1)], [1]),
    ],
)
def test_pages_end(pages: list[Page[int]], rows: list[int]) -> None:
    asked: list[int] = []

    def ask(number: int) -> Page[int]:
        asked.append(number)
        return pages[number - 1]

    assert list(every(ask)) == rows
    assert asked == list(range(1, len(pages) + 1))


def test_an_order_as_it_was_charged() -> None:
    with Served(ok(order={"order_id": 5}), ok(order=[])) as it:
        assert it.client.get_order("g", "a+b@c.d").total is None
        assert it.server.requests[0].path == "/v3/get_order?order_guid=g&order_email=a%2Bb%40c.d"
        with pytest.raises(BadReply):
            it.client.get_order("g", "a@b.c")


@pytest.mark.parametrize(
    ("host", "generation"),
    [
        ("https://api.finerworks.com", OLDER),
        ("https://test-api.finerworks.com", NEWER),
        ("https://v2.api.finerworks.com", NEWER),
        ("https://notapi.finerworks.com", NEWER),
    ],
)
def test_a_host_is_first_taken_for_what_its_name_says(host: str, generation: Generation) -> None:
    assert client(host).generation == generation
    assert client(host, generation=Generation(source="desk")).generation.source == "desk"


NOT_THIS = reply({"Message": "The requested resource does not support http method 'PUT'."}, 405)


def test_a_host_that_wants_the_other_verb_is_asked_with_it_from_then_on() -> None:
    with Served(NOT_THIS, ok({"message": "held"}), ok()) as it:
        assert it.client.update_order(5, "hold") == "held"
        it.client.update_order(5, "pending")
        assert [request.method for request in it.server.requests] == ["PUT", "POST", "POST"]
        assert it.client.generation.turned_verbs == {"update_order"}


def test_a_host_that_wants_its_first_verb_back_gets_it() -> None:
    with Served(NOT_THIS, ok(), NOT_THIS, ok()) as it:
        it.client.update_order(5, "hold")
        it.client.update_order(5, "cancel")
        assert [request.method for request in it.server.requests] == ["PUT", "POST", "POST", "PUT"]
        assert it.client.generation == Generation()


def test_a_host_that_wants_neither_verb() -> None:
    with Served(NOT_THIS) as it:
        with pytest.raises(BadReply, match="405"):
            it.client.update_order(5, "hold")
        assert [request.method for request in it.server.requests] == ["PUT", "POST"]
        assert it.client.generation == Generation()


def test_a_forced_verb_stays_and_others_have_but_one() -> None:
    with Served(NOT_THIS, generation=Generation(turned_verbs=frozenset({"update_order"}))) as it:
        with pytest.raises(BadReply):
            it.client.update_order(5, "hold")
        with pytest.raises(BadReply):
            it.client.update_customer(5, ADA)
        assert [request.method for request in it.server.requests] == ["POST", "PUT"]


def test_too_late_to_change_an_order() -> None:
    with Served(reply({"status": {"success": False, "message": "In production"}}, 409)) as it:
        with pytest.raises(Refused, match="In production"):
            it.client.update_order(5, "cancel")
        assert len(it.server.requests) == 1


def test_parked_orders_keep_everything_that_came() -> None:
    row = {"id": 3, "order_po": "P1", "recipient": {"city": "x"}, "total": 1.5}
    with Served(ok(orders=None), ok(), ok(orders=[row]), ok({"message": "gone"})) as it:
        assert it.client.save_pending_orders([ORDER], source="desk") == ()
        assert it.sent["source"] == "desk"
        assert it.client.list_pending_orders([3]) == ()
        (parked,) = it.client.list_pending_orders([3])
        assert isinstance(parked, PendingOrder)
        assert (parked.order_po, parked.order_id, parked.row["id"]) == ("P1", 0, 3)
        assert it.client.delete_pending_orders([3]) == "gone"


# -- submission ----------------------------------------------------------------------------------------------------


def confirmed(message: str = "") -> Answer:
    return ok({"message": message}, orders=[{"order_po": ORDER.order_po, "order_id": 123456}])


def test_the_older_submission_names_no_way_to_pay() -> None:
    with Served(confirmed("taken"), ok(orders=None)) as it:
        got = it.client.submit_orders(ORDER)
        assert (got.order_id, got.message) == (123456, "taken")
        assert "payment_token" not in it.sent
        assert it.sent["orders"][0]["test_mode"] is True
        assert it.client.submit_orders(ORDER, validate_only=True) is None
        assert it.sent["validate_only"] is True


def test_the_older_submission_is_live_only_where_both_say_so() -> None:
    with Served(confirmed()) as it:
        it.client.submit_orders(LIVE, live=True)
        assert it.sent["orders"][0]["test_mode"] is False


@pytest.mark.parametrize(("order", "live"), [(LIVE, False), (ORDER, True)])
@pytest.mark.parametrize("validate_only", [False, True])
def test_older_submissions_that_never_leave(order: Order, live: bool, validate_only: bool) -> None:
    with Served(confirmed()) as it:
        with pytest.raises(OrderError):
            it.client.submit_orders(order, live=live, validate_only=validate_only)  # pyright: ignore[reportCallIssue, reportArgumentType]
        assert it.server.connections == 0


@pytest.mark.parametrize(
    "answer", [reply({}, 500), ok(orders=[]), ok(orders=[{"order_po": "X", "order_id": 1}]), raw(b"")]
)
def test_the_older_submission_is_never_repeated(answer: Answer) -> None:
    with Served(answer) as it:
        with pytest.raises((BadReply, ConnectionLost)) as caught:
            it.client.submit_orders(ORDER)
        assert (caught.value.sent, caught.value.method) == (True, "submit_orders")
        assert len(it.server.requests) == 1


def test_a_check_that_places_an_order_is_no_check() -> None:
    with Served(confirmed()) as it, pytest.raises(BadReply, match="asked to check"):
        it.client.submit_orders(ORDER, validate_only=True)


def test_a_payment_token_is_blotted_out_of_what_the_service_says() -> None:
    with Served(
        confirmed(f"charged {TOKEN}"),
        reply({"status": {"success": False, "message": f"no such {TOKEN}"}}),
        reply({"ModelState": {f"request.{TOKEN}": [f"bad {TOKEN}"]}}, 400),
        reply({"status": {"success": False, "message": f"down {TOKEN}"}}, 500),
        confirmed("see the invoice"),
    ) as it:
        assert it.client.submit_orders_v2(LIVE, payment_token=TOKEN).message == "charged •••"
        assert it.sent["payment_token"] == TOKEN
        for error in (Refused, Refused, BadReply):
            with pytest.raises(error) as caught:
                it.client.submit_orders_v2(LIVE, payment_token=TOKEN)
            assert TOKEN not in f"{caught.value}{caught.value!r}{vars(caught.value)}"
        assert it.client.submit_orders_v2(LIVE, payment_token="invoice").message == "see the invoice"


def test_a_payment_token_is_in_no_local_of_ours() -> None:
    seen: list[str] = []

    def hang_up(peer: Peer) -> None:
        peer.reset()

    with Served(hang_up) as it, pytest.raises(ConnectionLost) as caught:
        it.client.submit_orders_v2(LIVE, payment_token=TOKEN)
    trace = caught.value.__traceback__
    while trace is not None:
        if "fwdesk/finerworks" in trace.tb_frame.f_code.co_filename:
            seen.append(repr(trace.tb_frame.f_locals))
        trace = trace.tb_next
    assert len(seen) >= 3
    assert not any(TOKEN in text for text in seen)


def test_sealed_things_work_and_show_nothing() -> None:
    token, body = Sealed(TOKEN), SealedBytes(b"secret")
    assert f"{token}" == TOKEN
    assert repr({"t": token, "b": body}) == "{'t': '•••', 'b': <6 bytes>}"


# -- images and inventory ------------------------------------------------------------------------------------------


def stored(guid: str = GUID, **more: object) -> dict[str, object]:
    return {"id": 1, "guid": guid, "title": "A", "file_size": 5, "pix_w": 16, "pix_h": 24} | more


def test_images_are_added_five_at_a_time() -> None:
    with Served(ok(images=[stored()])) as it:
        got = it.client.add_images([IMAGE] * 12, LIBRARY)
        assert len(got) == 3
        assert [len(request.json["images"]) for request in it.server.requests] == [5, 5, 2]
        assert it.client.add_images([]) == ()
        bare = dataclasses.replace(IMAGE, thumbnail_name="", preview_name="", full_name="", title="", guid=GUID)
        it.client.add_images([bare])
        (sent,) = it.sent["images"]
        assert {sent[name] for name in ("thumbnail_file_name", "preview_file_name", "hires_file_name")} == {"a.jpg"}
        assert (sent["title"], sent["guid"]) == (None, GUID)
        assert it.sent["library"] == {"name": "inventory", "session_id": "fwdesk-desk", "account_key": "", "site_id": 2}
        it.client.add_images([bare], ImageLibrary(session_id=""))
        assert it.sent["library"]["session_id"] is None


def test_a_bad_image_keeps_all_of_them_back() -> None:
    with Served(ok(images=[])) as it:
        with pytest.raises(RequestError) as caught:
            it.client.add_images([IMAGE] * 6 + [dataclasses.replace(IMAGE, pixel_width=0)])
        assert caught.value.field == "images[6].pix_w"
        assert it.server.connections == 0


def test_a_later_part_that_fails_says_what_stands() -> None:
    no = reply({"status": {"success": False, "message": "full"}})
    with Served(ok(images=[stored()]), no) as it:
        with pytest.raises(PartlyDone) as caught:
            it.client.add_images([IMAGE] * 7)
        assert [image.guid for image in caught.value.done] == [GUID]  # pyright: ignore[reportAttributeAccessIssue]
        assert isinstance(caught.value.error, Refused)
        assert (caught.value.sent, caught.value.method) == (True, "add_images")
        assert "full" in str(caught.value)
    with Served(no) as it, pytest.raises(Refused):
        it.client.add_images([IMAGE] * 7)


def test_images_are_searched() -> None:
    product = {"sku": "AP1P2", "product_code": CODE.wire, "labels": [{"key": "b", "priority": 2}, {"key": "a"}]}
    row = stored(products=[product], active=None, assigned_personal_gallery_ids=[4], description="x\r\n")
    with Served(ok(images=[row], page_number=2, per_page=10, count=31), reply([row])) as it:
        page = it.client.list_images(
            LIBRARY,
            search="sea",
            guids=[GUID],
            gallery_ids=[1],
            public_gallery_ids=[2],
            sort_field="title",
            sort_direction="ASC",
            uploaded_from=date(2026, 1, 2),
            uploaded_to=date(2026, 1, 3),
            with_products=True,
            active=True,
            page_number=2,
            per_page=10,
        )
        assert it.sent == {
            "library": {"name": "inventory", "session_id": "1234567890", "account_key": "", "site_id": 2},
            "search_filter": "sea", "guid_filter": [GUID], "page_number": 2, "per_page": 10, "sort_field": "title",
            "sort_direction": "ASC", "upload_date_from": "2026-01-02", "upload_date_to": "2026-01-03",
            "list_products": True, "active": True, "personal_gallery_id_filter": [1], "public_gallery_id_filter": [2],
        }  # fmt: skip
        assert (page.number, page.per_page, page.total) == (2, 10, 31)
        (image,) = page.rows
        assert (image.guid, image.size, image.description, image.gallery_ids) == (GUID, 5, "x", (4,))
        assert image.products[0].labels == (("a", ""), ("b", ""))
        bare = it.client.list_images()
        assert (bare.number, bare.per_page, bare.total, len(bare.rows)) == (1, 50, None, 1)


def test_only_what_is_said_of_an_image_is_changed() -> None:
    change = ImageChange(GUID, "", visible=False, rank=3, subcategory_ids=(), gallery_ids=(1, 2))
    with Served(ok(images=[stored(title="")]), ok()) as it:
        (changed,) = it.client.update_images([change])
        assert changed.title == ""
        assert it.sent["images"] == [
            {"guid": GUID, "title": "", "visible": False, "assigned_gallery_subcategory_ids": [],
             "assigned_personal_gallery_ids": [1, 2], "rank": 3}
        ]  # fmt: skip
        assert it.client.update_images([change]) == ()


def test_images_are_deleted_with_or_without_a_library() -> None:
    with Served(ok({"message": "2 gone"})) as it:
        assert it.client.delete_images([GUID], ImageLibrary("temporary", "12345678")) == "2 gone"
        assert it.sent["library"]["name"] == "temporary"
        assert "12345678" not in repr(ImageLibrary("temporary", "12345678"))


def test_selections_of_either_generation() -> None:
    with Served(ok(guids=[GUID]), ok(guid="k2", guids=None)) as it:
        assert it.client.list_file_selection("k1").guid == "k1"
        assert it.server.requests[0].path == "/v3/list_file_selection?guid=k1"
        changed = it.client.update_file_selection("k1", [GUID])
        assert (changed.guid, changed.image_guids) == ("k2", ())


def test_nothing_inside_a_list_is_an_empty_text_and_inside_an_id_it_is_no_id() -> None:
    with Served(ok(guids=[None, GUID]), ok(order={"order_id": " "})) as it:
        assert it.client.list_file_selection("k1").image_guids == ("", GUID)
        with pytest.raises(BadReply, match="order_id"):
            it.client.get_order("g", "a@b.c")


def test_galleries() -> None:
    theme = {"slug": "dark", "name": "Dark", "background": "#000", "muted": None, "surface": "#111"}
    with Served(ok(galleries=[{"id": 1, "name": "A"}]), ok(themes=[theme]), ok(), ok(id=7)) as it:
        (gallery,) = it.client.list_galleries([1], personal=True)
        assert it.sent == {"personal": True, "gallery_ids": [1]}
        assert (gallery.id, gallery.visible) == (1, None)
        (got,) = it.client.list_gallery_themes(["dark"])
        assert got.colors == (("background", "#000"), ("surface", "#111"))
        assert it.client.add_update_gallery_collection("B") == 0
        assert it.sent == {"name": "B"}
        assert it.client.add_update_gallery_collection("B", id=7, visible=False, description="") == 7
        assert it.sent == {"name": "B", "id": 7, "visible": False, "description": ""}


ITEM = {
    "id": 9, "sku": "AP1P2", "product_code": CODE.wire, "asking_price": 0, "quantity_in_stock": 3, "valid": True,
    "third_party_integrations": {"etsy_product_id": None, "shopify_product_id": 77, "wix_product_id": ""},
    "framing_options": {"collection_ids": [1], "allow_frames": True}, "image_guid": GUID,
}  # fmt: skip


def test_inventory_is_searched() -> None:
    with Served(ok(products=[ITEM], count=1)) as it:
        page = it.client.list_virtual_inventory(
            search="sea",
            skus=["AP1P2"],
            product_codes=[CODE.wire],
            image_guids=[GUID],
            platforms=["shopify"],
            product_type_ids=[5],
            created_from=date(2026, 1, 2),
            created_to=date(2026, 1, 3),
        )
        assert it.sent == {
            "search_filter": "sea", "sku_filter": ["AP1P2"], "product_code_filter": [CODE.wire],
            "guid_filter": [GUID], "page_number": 1, "per_page": 50, "sort_field": "id", "sort_direction": "DESC",
            "created_date_from": "2026-01-02", "created_date_to": "2026-01-03",
            "third_party_connections_filter": ["shopify"], "product_type_ids_filter": [5],
        }  # fmt: skip
    (item,) = page.rows
    assert (item.sku, item.asking_price, item.in_stock, item.valid) == ("AP1P2", Money.of(0), 3, True)
    assert item.links == (("shopify_product_id", 77),)
    assert item.framing == Framing((1,), frames=True)
    assert page.total == 1


def test_inventory_is_changed_fifty_at_a_time() -> None:
    change = InventoryChange(
        "AP1P2", Money.of("0"), "N", "<b>d</b>", in_stock=0, track_stock=False, links={"shopify_product_id": 7}
    )
    with Served(ok(products=[ITEM]), ok()) as it:
        assert len(it.client.update_virtual_inventory([change] * 51)) == 1
        assert [len(request.json["virtual_inventory"]) for request in it.server.requests] == [50, 1]
        assert it.sent["virtual_inventory"] == [
            {"sku": "AP1P2", "asking_price": 0, "name": "N", "description": "<b>d</b>", "quantity_in_stock": 0,
             "track_inventory": False, "third_party_integrations": {"shopify_product_id": 7}}
        ]  # fmt: skip
        it.client.update_virtual_inventory([InventoryChange("AP1P2", name="M")])
        assert it.sent["virtual_inventory"] == [{"sku": "AP1P2", "name": "M"}]


def test_inventory_is_deleted_and_unlinked() -> None:
    with Served(ok({"message": "done"})) as it:
        assert it.client.delete_virtual_inventory(["AP1P2"]) == "done"
        assert (it.server.requests[0].method, it.sent) == ("DELETE", {"skus": ["AP1P2"]})
        assert it.client.disconnect_virtual_inventory("shopify") == "done"
        assert (it.server.requests[1].method, it.sent) == ("PUT", {"platform": "shopify"})


def test_products_and_templates_come_as_they_are() -> None:
    with Served(ok(product={"guid": GUID}, status_code=5)) as it:
        assert it.client.submit_product(LINE, mode="order", cart_id=3) == {"product": {"guid": GUID}, "status_code": 5}
        assert (it.sent["cart_id"], it.sent["mode"]) == (3, "order")
        assert "product" in it.client.list_products([GUID], order_key="k")
        assert it.sent == {"guids": [GUID], "order_key": "k"}
        it.client.create_template(LINE)
        assert it.sent["product"]["product_image"]["product_url_file"] == FILE.url


def test_one_mat_and_one_glazing() -> None:
    with Served(ok(mats=[]), ok(glazing=[])) as it:
        assert it.client.list_mats(3) == ()
        assert it.sent == {"id": 3}
        assert it.client.list_glazing(4) == ()
        assert it.sent == {"id": 4}


def test_account_values_hide_what_is_secret() -> None:
    account = Account("a", payment_profile_id="profile-1", account_key="key-1")
    assert "profile-1" not in repr(account)
    assert "key-1" not in repr(account)
    assert TOKEN not in repr(PaymentMethod(TOKEN))
