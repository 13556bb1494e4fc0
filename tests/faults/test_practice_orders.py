"""The whole way of an order against the practice service on a real socket, in each of its moods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError
from fwdesk.domain.order import OrderLine, OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders import preflight
from fwdesk.orders.delivery import check_url, deliver
from fwdesk.orders.submit import read_back, send_again, submit
from fwdesk.orders.tracking import refresh
from fwdesk.practice.call import PRACTICE_KEYS
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import PracticeService, create_app
from fwdesk.store.files import sha256_of
from tests.orders_kit import ADA, TOTAL, a_ledger, an_order

CODE = parse_code("5M6M9S16x20")
SIZE = Pixels(480, 600)
Practice = tuple[PracticeService, PracticeServer, FinerWorks]


@pytest.fixture
def practice() -> Iterator[Callable[[str], Practice]]:
    with ExitStack() as stack:

        def start(profile: str = "standard") -> Practice:
            app = create_app(profile=profile)
            stack.callback(app.close)
            server = stack.enter_context(PracticeServer(app))
            client = FinerWorks(server.url, Keys(*PRACTICE_KEYS))
            stack.callback(client.close)
            return app, server, client

        yield start


def measure(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return Pixels(*picture.size)


def artwork(folder: Path) -> tuple[Path, str]:
    path = folder / "lake.png"
    Image.new("RGB", (480, 600), "navy").save(path)
    return path, sha256_of(path)


def posts(app: PracticeService) -> int:
    return sum("submit" in str(post) for post in app.book.posts())


def test_an_order_from_the_file_to_the_list(tmp_path: Path, practice: Callable[[str], Practice]) -> None:
    app, _, client = practice("standard")
    ledger = a_ledger(tmp_path)
    path, digest = artwork(tmp_path)
    file = deliver(client, path, SIZE, digest)
    assert check_url(client, file.url, measure) == replace(file, sha256=digest)
    (price,) = client.get_prices([CODE], 2)
    order = an_order(lines=(OrderLine(CODE.wire, 2, file, "Lake", price.total),))
    (quote,) = client.list_shipping_options_multiple([order])
    option = min(quote.options, key=lambda option: option.rate)
    order = replace(order, shipping_code=option.wire_code)
    found = preflight.check(order, {CODE.wire: price}, quote, mode="practice", now=datetime.now(UTC))
    must = [finding for finding in found if finding.level is preflight.Level.MUST_FIX]
    assert [finding.step for finding in must] == ["size"]  # 30 pixels per inch is too few, and all else is fine

    row = submit(ledger, client, order, mode="practice", host="practice", quoted_total=option.total.grand_total)
    assert row.state is OrderState.ACCEPTED
    assert row.order_id > 0
    assert read_back(ledger, client, order.order_po, mode="practice", host="practice").order_id == row.order_id
    refresh(ledger, client, mode="practice", host="practice")
    assert ledger.row(order.order_po).status_label
    assert posts(app) == 1
    assert ledger.verify() == ()


def test_an_answer_that_was_lost_is_found_by_reading(tmp_path: Path, practice: Callable[[str], Practice]) -> None:
    app, _, client = practice("lost_answers")
    ledger, order = a_ledger(tmp_path), an_order()
    row = submit(ledger, client, order, mode="practice", host="practice", quoted_total=TOTAL)
    assert row.state is OrderState.UNKNOWN
    (row,) = refresh(ledger, client, mode="practice", host="practice")
    assert (row.state, row.order_id > 0) == (OrderState.ACCEPTED, True)
    assert posts(app) == 1


@pytest.mark.parametrize(
    ("profile", "first", "later"),
    [
        ("null_test_orders", OrderState.UNKNOWN, OrderState.UNKNOWN),
        ("unlisted_test_orders", OrderState.ACCEPTED, OrderState.ACCEPTED),
        ("failing:1", OrderState.UNKNOWN, OrderState.UNKNOWN),
        ("failing:1+html_errors", OrderState.UNKNOWN, OrderState.UNKNOWN),
        ("bare_lists+v2", OrderState.ACCEPTED, OrderState.ACCEPTED),
    ],
)
def test_moods(
    tmp_path: Path, practice: Callable[[str], Practice], profile: str, first: OrderState, later: OrderState
) -> None:
    app, _, client = practice(profile)
    ledger, order = a_ledger(tmp_path), an_order()
    assert submit(ledger, client, order, mode="practice", host="practice", quoted_total=TOTAL).state is first
    if not profile.startswith("failing"):
        assert read_back(ledger, client, order.order_po, mode="practice", host="practice").state is later
    assert posts(app) <= 1


def test_a_refusal_keeps_the_words(tmp_path: Path, practice: Callable[[str], Practice]) -> None:
    app, _, client = practice("standard")
    ledger, order = a_ledger(tmp_path), an_order(recipient=replace(ADA, state_code="ZZ"))
    row = submit(ledger, client, order, mode="practice", host="practice", quoted_total=TOTAL)
    assert row.state is OrderState.REFUSED
    assert "state" in row.message
    assert read_back(ledger, client, order.order_po, mode="practice", host="practice").state is OrderState.REFUSED
    assert posts(app) == 1


def test_a_service_that_is_down_and_comes_back(tmp_path: Path, practice: Callable[[str], Practice]) -> None:
    app, server, client = practice("standard")
    server.stop()
    ledger, order = a_ledger(tmp_path), an_order()
    row = submit(ledger, client, order, mode="practice", host="practice", quoted_total=TOTAL)
    assert row.state is OrderState.NOT_SENT
    server.start()
    row = send_again(ledger, client, order.order_po, mode="practice", host="practice")
    assert row.state is OrderState.ACCEPTED
    assert posts(app) == 1


def test_an_address_with_nothing_behind_it_is_said(practice: Callable[[str], Practice]) -> None:
    _, server, client = practice("standard")
    with pytest.raises(ArtworkError, match="could not be fetched") as caught:
        check_url(client, f"{server.url}/practice/files/none.png", measure)
    assert caught.value.kind == "unreachable"
