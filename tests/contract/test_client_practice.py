"""Every client method against the practice service over a real loopback socket, in every profile that changes answers.

Two independent readings of REFERENCE meet here: the practice service never imports the client.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fwdesk.catalog.load import load_catalog
from fwdesk.catalog.search import CatalogIndex
from fwdesk.catalog.snapshot import Snapshot, from_text, to_text
from fwdesk.domain.code import parse_code
from fwdesk.domain.errors import BadCredentials, BadReply, Refused
from fwdesk.domain.order import Order, OrderLine, PrintFile, Recipient
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.generation import NEWER, OLDER
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.pages import every
from fwdesk.finerworks.transport import Transport
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import LIVE_KEYS, PRACTICE_KEYS, REFUSED_KEYS, PracticeService, create_app

FULL = parse_code("5M6M9S16x20F1S20x24J1S16x20G1")
PLAIN = parse_code("5M6M9S16x20")
HALF = parse_code("5M144M8S7DD5x6")
NEVER = parse_code("5M999999M9S16x20")
FILE = PrintFile("https://files.example/a.jpg", "https://files.example/t.jpg", 4800, 6000)
ADA = Recipient(
    "Ada", "Example", "", "100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205", country_code="us"
)
PROFILES = ("standard", "v2", "bare_lists", "v2+bare_lists+picture_data_uri+picture_nested")


class Practice:
    """A practice service on a socket, and clients of it."""

    def __init__(self, profile: str) -> None:
        self.app: PracticeService = create_app(profile=profile)
        self.server = PracticeServer(self.app)
        self.clients: list[FinerWorks] = []

    def client(self, keys: tuple[str, str] = PRACTICE_KEYS) -> FinerWorks:
        client = FinerWorks(self.server.url, Keys(*keys), transport=Transport(wait=lambda *_: None))
        self.clients.append(client)
        return client

    def __enter__(self) -> Practice:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        for client in self.clients:
            client.close()
        self.server.stop()
        self.app.close()


@pytest.fixture(params=PROFILES)
def client(request: pytest.FixtureRequest) -> Iterator[FinerWorks]:
    with Practice(request.param) as practice:
        yield practice.client()


def order(po: str = "FWD-1", *, test: bool = True, shipping: str = "SD") -> Order:
    lines = (OrderLine(PLAIN.wire, 2, FILE, "Plain"), OrderLine(FULL.wire, 1, FILE, "Framed"))
    return Order(po, ADA, lines, shipping, test)


def test_account(client: FinerWorks) -> None:
    account = client.test_my_credentials()
    assert account.username
    assert account.account_id > 0
    assert client.list_order_status_definitions()[7] == "Shipped"


def test_refused_keys() -> None:
    with Practice("standard") as practice:
        client = practice.client(REFUSED_KEYS)
        for call in (client.test_my_credentials, client.list_mats, lambda: client.get_prices([PLAIN])):
            with pytest.raises(BadCredentials) as caught:
                call()
            assert "unauthorized api credentials" in caught.value.reason


def test_the_whole_catalog(client: FinerWorks) -> None:
    catalog = load_catalog(client)
    assert catalog.product_type_by_id[5].media_ids
    assert catalog.style_by_id[8].bleed
    assert catalog.frame_by_id[1].name == "Standard Black"
    assert catalog.frame_by_id[1].collection_id == 1
    assert catalog.mat_by_id[1].color == "#ffffff"
    assert catalog.glazing_by_id[1].starting_price is not None
    assert client.frame_details(1) == dataclasses.replace(catalog.frame_by_id[1], collection_id=0)
    assert [row.id for row in client.list_style_types([8])] == [8]
    fitting = client.list_collections(1, PLAIN)
    assert {frame.id for group in fitting for frame in group.frames} <= set(catalog.frame_by_id)
    snapshot = Snapshot(catalog, client.base_url, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert from_text(to_text(snapshot)) == snapshot
    assert CatalogIndex(catalog).search("standard black")[0].id == 1
    with pytest.raises(Refused):
        client.frame_details(987_654)


def test_pictures_of_the_catalog(client: FinerWorks) -> None:
    frame = client.frame_details(1)
    for url in (frame.picture_url, frame.segment_url):
        assert client.fetch_picture(url)[:4] in {b"\x89PNG", b"\xff\xd8\xff\xe0"}


def test_prices(client: FinerWorks) -> None:
    plain, full, half, never = client.get_prices([PLAIN, FULL, HALF, NEVER])
    assert plain.priced
    assert plain.adds_up
    assert str(plain.total) == "$35.00"
    assert full.adds_up
    assert full.total > plain.total
    assert full.frame
    assert full.mat_1
    assert full.glazing
    assert half.priced
    assert not never.priced
    assert never.info
    assert [one.code for one in (plain, full, half, never)] == [code.wire for code in (PLAIN, FULL, HALF, NEVER)]


def test_both_request_shapes() -> None:
    with Practice("standard") as practice:
        client = practice.client()
        for generation in (OLDER, NEWER):
            forced = FinerWorks(client.base_url, Keys(*PRACTICE_KEYS), generation=generation)
            assert forced.get_prices([PLAIN])[0].priced
            assert forced.get_product_details([OrderLine(PLAIN.wire, 1, FILE)])[0].unit_price
            forced.close()


def test_codes(client: FinerWorks) -> None:
    for code in (PLAIN, FULL, HALF, parse_code("5M144M8S7DD5x6F0S10x8J1S7DD5x6")):
        assert client.build_product_code(code) == code
    good, bad = client.validate_product([FULL, NEVER])
    assert good.valid
    assert not bad.valid
    assert bad.message


def test_details(client: FinerWorks) -> None:
    (row,) = client.get_product_details([OrderLine(PLAIN.wire, 2, FILE)])
    assert parse_code(row.code) == PLAIN
    assert row.name
    assert row.unit_price
    assert row.total_price == row.unit_price * 2
    assert row.ounces > 0


def test_frame_builder(client: FinerWorks) -> None:
    built = client.frame_builder(FULL, render_size=300)
    assert built.picture is not None
    assert built.picture_type in {"png", "jpeg"}
    assert client.frame_builder(FULL, render_size=0).picture is None
    assert client.frame_builder(parse_code("F1S8x10"), render_size=100).picture


@pytest.mark.parametrize("profile", ["picture_jpeg", "picture_other_name", "picture_nested", "picture_data_uri"])
def test_the_picture_is_found_in_every_disguise(profile: str) -> None:
    with Practice(profile) as practice:
        assert practice.client().frame_builder(FULL, render_size=120).picture


def test_no_picture() -> None:
    with Practice("no_picture") as practice, pytest.raises(BadReply, match="no picture"):
        practice.client().frame_builder(FULL, render_size=120)


def test_shipping(client: FinerWorks) -> None:
    quotes = client.list_shipping_options_multiple([order("FWD-1"), order("FWD-2", shipping="")])
    assert [quote.order_po for quote in quotes] == ["FWD-1", "FWD-2"]
    prices = client.get_prices([PLAIN, FULL])
    for quote in quotes:
        assert quote.ounces > 0
        assert len({option.id for option in quote.options}) == len(quote.options) > 0
        for option in quote.options:
            assert option.total.adds_up
            assert option.rate == option.total.shipping
            assert "<" not in option.transit
            assert option.total.subtotal.rounded == (prices[0].total * 2 + prices[1].total).rounded


def test_addresses(client: FinerWorks) -> None:
    good = client.validate_recipient_address(ADA)
    assert good.valid
    bad = client.validate_recipient_address(dataclasses.replace(ADA, state_code=""))
    assert not bad.valid
    assert "state_code" in bad.message


def test_a_test_order_from_check_to_status(client: FinerWorks) -> None:
    client.submit_orders_v2(order("FWD-7"), payment_token="xxxx", validate_only=True)
    confirmation = client.submit_orders_v2(order("FWD-7"), payment_token="xxxx")
    assert confirmation.order_po == "FWD-7"
    assert confirmation.order_id > 0
    (status,) = client.fetch_order_status(["FWD-7"])
    assert (status.order_po, status.order_id) == ("FWD-7", confirmation.order_id)
    assert client.fetch_order_status(["FWD-NEVER"]) == ()


def test_an_order_by_the_quoted_option(client: FinerWorks) -> None:
    option = client.list_shipping_options_multiple([order()])[0].options[-1]
    got = client.submit_orders_v2(order("FWD-8", shipping=option.wire_code), payment_token="xxxx")
    assert got.order_id > 0


def test_refused_orders(client: FinerWorks) -> None:
    nowhere = dataclasses.replace(order(), recipient=dataclasses.replace(ADA, state_code=""))
    with pytest.raises(Refused) as caught:
        client.submit_orders_v2(nowhere, payment_token="xxxx")
    assert caught.value.fields[0][0] == "request.orders[0].recipient.state_code"
    with pytest.raises(Refused):
        client.submit_orders_v2(nowhere, payment_token="xxxx", validate_only=True)


def test_live_orders() -> None:
    with Practice("standard") as practice:
        client = practice.client(LIVE_KEYS)
        live = order("FWD-9", test=False)
        placed = client.submit_orders_v2(live, payment_token="card-token")
        assert [row.order_id for row in client.fetch_order_status(["FWD-9"])] == [placed.order_id]
        with pytest.raises(Refused):
            client.submit_orders_v2(live, payment_token="card-token")
        with pytest.raises(Refused, match="invoice"):
            client.submit_orders_v2(order("FWD-10", test=False), payment_token="invoice")
        declined = client.submit_orders_v2(order("FWD-11", test=False), payment_token="declined-card")
        assert declined.order_id > 0
        assert declined.message, "a failed payment is told in the message alone"


def test_a_live_order_listed_charged_and_changed() -> None:
    with Practice("v2") as practice:
        client = practice.client(LIVE_KEYS)
        for number in range(1, 4):
            client.submit_orders_v2(order(f"FWD-L{number}", test=False), payment_token="card-token")
        page = client.list_orders(["FWD-L1"])
        (listed,) = page.rows
        assert (listed.order_po, page.total) == ("FWD-L1", 1)
        assert [row.order_po for row in every(lambda n: client.list_orders(page_number=n, per_page=2))] == [
            "FWD-L3", "FWD-L2", "FWD-L1",
        ]  # fmt: skip
        placed = client.get_order(listed.order_guid, listed.order_email)
        assert placed.order_id == listed.order_id
        assert placed.total is not None
        assert placed.total.adds_up
        assert placed.total.grand_total.rounded == listed.total.rounded
        assert [row.order_po for row in client.fetch_order_status(order_ids=[listed.order_id])] == ["FWD-L1"]
        client.update_order(listed.order_id, "hold")
        client.update_order(listed.order_id, "cancel")
        assert client.list_orders(["FWD-L1"], show_cancelled=False).rows == ()
        with pytest.raises(Refused):
            client.update_order(1, "hold")


def test_the_older_calls(client: FinerWorks) -> None:
    options = client.list_shipping_options(order())
    assert {option.wire_code for option in options}
    assert all(option.total.adds_up for option in options)
    client.submit_orders(order("FWD-O1"), validate_only=True)
    assert client.submit_orders(order("FWD-O1")).order_id > 0


def test_null_orders_are_not_an_acceptance() -> None:
    with Practice("null_test_orders") as practice, pytest.raises(BadReply) as caught:
        practice.client().submit_orders_v2(order(), payment_token="xxxx")
    assert caught.value.sent


@pytest.mark.parametrize("profile", ["failing:1", "failing:1+html_errors"])
def test_a_failing_service(profile: str) -> None:
    with Practice(profile) as practice:
        client = practice.client()
        for call in (client.list_mats, lambda: client.submit_orders_v2(order(), payment_token="xxxx")):
            with pytest.raises(BadReply, match="500"):
                call()


def test_reads_outlive_a_service_that_fails_now_and_then() -> None:
    with Practice("failing:2") as practice:
        client = practice.client()
        assert all(client.get_prices([PLAIN])[0].priced for _ in range(5))


def test_upload_and_fetch(client: FinerWorks, tmp_path: Path) -> None:
    data = b"\x89PNG\r\n\x1a\n" + bytes(200_000)
    art = tmp_path / "art.png"
    art.write_bytes(data)
    assert client.offers_upload()
    url = client.upload_print_file(art, "my art ½.png")
    got = client.fetch_print_file(url, folder=tmp_path)
    assert got.path.read_bytes() == data
    assert got.sha256 == hashlib.sha256(data).hexdigest()
    assert got.content_type == "image/png"
