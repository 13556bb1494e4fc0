"""Sending what was shown: asked anew first, once each, several recipients, and live with everything it takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import workshop
from fwdesk.app.ordering import Ordering
from fwdesk.app.paying import typed_money
from fwdesk.app.sending import PricesChanged, Result
from fwdesk.app.service import Kind
from fwdesk.artwork.open import Artwork
from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderState, Recipient
from fwdesk.domain.rules import Step
from fwdesk.practice import endpoints_catalog, goods, orders
from fwdesk.practice.pricing import price_row
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import LIVE_KEYS, PracticeService, create_app
from fwdesk.store.secrets import APP_KEY, WEB_API_KEY
from tests.app.test_ordering import posts, quoted, sent
from tests.support.desks import ADA, FULL, LONG, Bench

BOB = Recipient("Bob", "Builder", address_1="7 Elm St", city="Austin", state_code="TX", zip_postal_code="78701")
CAT = replace(BOB, first_name="Cat", address_1="8 Elm St")


def dearer(*arguments: Any, **more: Any) -> dict[str, Any]:
    """The service's price, one dollar up."""
    row = dict(price_row(*arguments, **more))
    return row | {name: float(row[name]) + 1 for name in ("product_price", "total_price")}


def ended(bench: Bench, qtbot: QtBot) -> tuple[Result, ...]:
    with qtbot.waitSignal(bench.desk.ordering.ended, timeout=LONG) as signal:
        assert bench.desk.ordering.submit()
    assert signal.args is not None
    return signal.args[0]


def asked(ordering: Ordering, qtbot: QtBot) -> None:
    ordering.ask_shipping()
    qtbot.waitUntil(lambda: ordering.quoted is not None, timeout=LONG)


# Asked anew


def test_a_price_that_changed_stops_the_order_and_is_shown_old_and_new(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordering = quoted(bench, qtbot)
    before = ordering.total
    for module in (endpoints_catalog, goods, orders):
        monkeypatch.setattr(module, "price_row", dearer)
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        assert ordering.submit()
    assert signal.args is not None
    assert isinstance(signal.args[1], PricesChanged)
    assert posts(bench) == 0
    assert bench.desk.workshop.ledger.rows() == ()
    assert any(words.startswith("goods: $158.00 → $159.00") for words in ordering.price_changes)
    assert any("portrait: $158.00 → $159.00 a copy" in words for words in ordering.price_changes)
    assert ordering.total is not None
    assert before is not None
    assert ordering.total.subtotal == before.subtotal + Money.of(1), "what is asked now is on show"
    assert sent(bench, qtbot).state is OrderState.ACCEPTED
    assert posts(bench) == 1
    assert ordering.price_changes == ()


def test_another_service_chosen_meanwhile_gets_nothing(bench: Bench, qtbot: QtBot) -> None:
    ordering = quoted(bench, qtbot)
    assert ordering.quoted is not None
    line = bench.desk.workshop.connection
    other = replace(line, service=replace(line.service, kind=Kind.CUSTOM, url="http://127.0.0.1:9"))
    bench.desk.workshop._connection = other
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        assert ordering.submit()
    assert signal.args is not None
    assert "another service was chosen" in str(signal.args[1])
    assert posts(bench) == 0
    bench.desk.workshop._connection = line


# Several pieces


def test_several_pieces_go_in_one_order_each_with_its_own_picture(
    bench: Bench, qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    ordering = bench.desk.ordering
    ordering.cart.keep()
    bench.session.set_artwork(artworks["landscape.png"], fit=False)
    bench.session.choose(Step.FRAME, 131)
    ordering.set_quantity(2)
    quoted(bench, qtbot)
    assert ordering.quoted is not None
    first, second = ordering.quoted.lines
    assert first.file.url != second.file.url
    assert (first.file.pixel_width, second.file.pixel_width) == (1600, 2400)
    assert ordering.total is not None
    assert ordering.total.subtotal == first.unit_price + second.unit_price + second.unit_price
    row = sent(bench, qtbot)
    assert row.state is OrderState.ACCEPTED
    assert row.codes == (FULL.upper(), FULL.replace("F96", "F131").upper())
    assert posts(bench) == 1
    assert len(ordering.cart.lines) == 1, "the next order begins with the piece on the desk alone"
    assert ordering.quantity == 1


def test_an_empty_order_is_not_sent(bench: Bench, qtbot: QtBot) -> None:
    ordering = quoted(bench, qtbot)
    ordering.cart.set_quantity(0, 0)
    assert any("nothing in this order" in words for words in ordering.blockers())
    assert not ordering.submit()
    with qtbot.waitSignal(ordering.failed, timeout=LONG):
        ordering.ask_shipping()


# Several recipients

TABLE = """Name,Address,City,State,Zip
Bob Builder,7 Elm St,Austin,TX,78701
Cat Builder,8 Elm St,Austin,TX,78701
Dan Builder,9 Elm St,Austin,TX,7
"""


def with_people(bench: Bench, qtbot: QtBot, table: str = TABLE) -> Ordering:
    ordering = bench.desk.ordering
    bench.wait_price(qtbot)
    ordering.set_recipient(ADA)
    ordering.people.read(table, "us")
    qtbot.waitUntil(lambda: bool(ordering.people.list) and not ordering.people.asking, timeout=LONG)
    return ordering


def test_a_table_of_recipients_is_checked_row_by_row(bench: Bench, qtbot: QtBot) -> None:
    ordering = with_people(bench, qtbot)
    bob, cat, dan = ordering.people.list
    assert (bob.recipient, cat.recipient) == (BOB, CAT)
    assert bob.words == "The service accepts this address."
    assert dan.wrong
    assert "ZIP" in dan.words
    assert any("cannot be sent to" in words for words in ordering.blockers())
    ordering.people.read(TABLE, "us")
    qtbot.waitUntil(lambda: not ordering.people.asking, timeout=LONG)
    assert len(ordering.people.list) == 3, "nobody is added twice"
    ordering.people.take_out(2)
    assert ordering.recipients == (ADA, BOB, CAT)
    assert ordering.people.blocker == ""
    ordering.people.read("nothing", "us")
    qtbot.waitUntil(lambda: bool(ordering.people.notes), timeout=LONG)
    assert "must name the columns" in ordering.people.notes[0]


def test_an_address_that_the_service_will_not_judge_holds_nobody_up(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.domain.errors import Refused
    from fwdesk.finerworks.client import FinerWorks

    real = FinerWorks.validate_recipient_address

    def choosy(self: FinerWorks, recipient: Recipient, **more: Any) -> Any:
        if recipient == BOB:
            raise Refused("no addresses of Texas today", status=400)
        return real(self, recipient, **more)

    monkeypatch.setattr(FinerWorks, "validate_recipient_address", choosy)
    ordering = with_people(bench, qtbot)
    bob, cat, _dan = ordering.people.list
    assert "was not checked by the service" in bob.words
    assert "no addresses of Texas today" in bob.words
    assert cat.words == "The service accepts this address."
    ordering.people.take_out(2)
    assert ordering.people.blocker == ""


def test_each_recipient_gets_an_order_of_their_own_with_one_post(bench: Bench, qtbot: QtBot) -> None:
    ordering = with_people(bench, qtbot)
    ordering.people.take_out(2)
    asked(ordering, qtbot)
    assert ordering.total is not None
    assert ordering.total.subtotal == Money.of(3 * 158)
    assert ordering.blockers() == ()
    results = ended(bench, qtbot)
    assert [result.recipient for result in results] == [ADA, BOB, CAT]
    rows = [result.row for result in results if result.row]
    assert [row.state for row in rows] == [OrderState.ACCEPTED] * 3
    assert len({row.order_po for row in rows}) == len({row.order_id for row in rows}) == 3
    bodies = [json.loads(post["body"]) for post in bench.practice._app.book.posts()]  # type: ignore[union-attr]
    assert [len(body["orders"]) for body in bodies] == [1, 1, 1]
    assert ordering.recipients == (ADA,), "the next order is for one again"


def test_if_one_fails_the_others_stand_and_who_got_nothing_is_still_there(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.domain.errors import Refused
    from fwdesk.finerworks.client import FinerWorks

    ordering = with_people(bench, qtbot)
    ordering.people.take_out(2)
    asked(ordering, qtbot)
    real = FinerWorks.submit_orders_v2

    def refusing(self: FinerWorks, order: Any, **more: Any) -> Any:
        if order.recipient == BOB:
            raise Refused("Bob is refused", status=400)
        return real(self, order, **more)

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", refusing)
    ada, bob, cat = ended(bench, qtbot)
    assert ada.row is not None
    assert bob.row is not None
    assert cat.row is not None
    assert [result.row.state for result in (ada, bob, cat) if result.row] == [
        OrderState.ACCEPTED,
        OrderState.REFUSED,
        OrderState.ACCEPTED,
    ]
    assert posts(bench) == 2
    assert ordering.recipients == (BOB,)
    assert len(ordering.cart.lines) == 1


def test_after_a_connection_is_lost_the_rest_is_not_tried(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.domain.errors import Unreachable
    from fwdesk.finerworks.client import FinerWorks

    ordering = with_people(bench, qtbot)
    ordering.people.take_out(2)
    asked(ordering, qtbot)
    real, tries = FinerWorks.submit_orders_v2, list[Recipient]()

    def failing(self: FinerWorks, order: Any, **more: Any) -> Any:
        tries.append(order.recipient)
        if order.recipient == BOB:
            raise Unreachable("no network")
        return real(self, order, **more)

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", failing)
    _, bob, cat = ended(bench, qtbot)
    assert tries == [ADA, BOB]
    assert bob.row is not None
    assert bob.row.state is OrderState.NOT_SENT
    assert (cat.row, cat.words) == (None, "Not sent: the service could not be reached for the one before it.")
    assert ordering.recipients == (BOB, CAT)


def test_who_stands_on_the_first_page_and_in_the_table_gets_one_order(bench: Bench, qtbot: QtBot) -> None:
    again = (
        "Name,Address,City,State,Zip\n"
        "ADA  Example,100 main St,San Antonio,TX,78205\n"
        "Bob Builder,7 Elm St,Austin,TX,78701\n"
        "Bob Builder,7  ELM St,Austin,TX,78701\n"
    )
    ordering = with_people(bench, qtbot, again)
    assert ordering.recipients == (ADA, BOB)
    assert ordering.people.repeated(ADA) == {0, 2}
    # Typed on the first page after the table was read, it is the same.
    ordering.people.take_out(0)
    ordering.set_recipient(replace(BOB, phone="555-0100"))
    asked(ordering, qtbot)
    assert [result.recipient.first_name for result in ended(bench, qtbot)] == ["Bob"]
    assert posts(bench) == 1


def test_what_was_said_of_an_address_is_not_said_of_the_next_one(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.domain.errors import Refused
    from fwdesk.domain.order import AddressVerdict
    from fwdesk.finerworks.client import FinerWorks

    def spelled(self: FinerWorks, recipient: Recipient, **more: Any) -> AddressVerdict:
        return AddressVerdict(True, replace(recipient, address_1=recipient.address_1.upper()))

    monkeypatch.setattr(FinerWorks, "validate_recipient_address", spelled)
    ordering = with_people(bench, qtbot)
    ordering.people.take_out(2)
    ordering.check_address()
    qtbot.waitUntil(lambda: ordering.verdict is not None, timeout=LONG)
    ordering.keep_address()
    asked(ordering, qtbot)
    real = FinerWorks.submit_orders_v2

    def refusing(self: FinerWorks, order: Any, **more: Any) -> Any:
        if order.recipient == BOB:
            raise Refused("Bob is refused", status=400)
        return real(self, order, **more)

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", refusing)
    ended(bench, qtbot)
    assert ordering.recipients == (BOB,)
    assert ordering.verdict is None
    assert not ordering.kept
    ordering.use_suggestion()
    assert ordering.recipients == (BOB,), "and not to whom it went already"


def test_a_fault_of_our_own_while_a_request_is_out_is_an_order_in_doubt_and_no_way_to_send_it_twice(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from fwdesk.finerworks.client import FinerWorks

    ordering = with_people(bench, qtbot)
    ordering.people.take_out(2)
    asked(ordering, qtbot)
    real = FinerWorks.submit_orders_v2

    def faulty(self: FinerWorks, order: Any, **more: Any) -> Any:
        answer = real(self, order, **more)
        if order.recipient == BOB:
            raise RuntimeError("a bug")
        return answer

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", faulty)
    ada, bob, cat = ended(bench, qtbot)
    assert [result.row.state for result in (ada, bob, cat) if result.row] == [
        OrderState.ACCEPTED,
        OrderState.UNKNOWN,
        OrderState.ACCEPTED,
    ]
    assert "something failed" in caplog.text
    assert posts(bench) == 3
    assert ordering.recipients == (ADA,)
    assert ordering.quoted is None
    assert not ordering.submit(), "what may have arrived is not offered to be sent once more"


# Live


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeService]:
    """The pair of keys that plays a live app, at a service on this computer in the vendor's place."""
    app = create_app()
    with PracticeServer(app) as server:
        monkeypatch.setitem(workshop.HOSTS, Kind.LIVE, server.url)
        monkeypatch.setenv(WEB_API_KEY, LIVE_KEYS[0])
        monkeypatch.setenv(APP_KEY, LIVE_KEYS[1])
        yield app
    app.close()


def live_desk(benches: Callable[..., Bench], artworks: dict[str, Artwork], qtbot: QtBot) -> Bench:
    bench = benches()
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.open("live")
    bench.wait_ready(qtbot)
    bench.session.set_code(FULL)
    ordering = bench.desk.ordering
    bench.wait_price(qtbot)
    ordering.set_recipient(ADA)
    ordering.paying.load()
    asked(ordering, qtbot)
    qtbot.waitUntil(lambda: bool(ordering.paying.methods), timeout=LONG)
    return bench


def test_a_live_order_takes_a_verified_key_a_way_to_pay_and_the_total_typed(
    benches: Callable[..., Bench], artworks: dict[str, Artwork], qtbot: QtBot, account: PracticeService
) -> None:
    bench = live_desk(benches, artworks, qtbot)
    ordering, paying = bench.desk.ordering, bench.desk.ordering.paying
    assert ordering.total is not None
    total = ordering.total.grand_total
    assert paying.verified
    assert ordering.blockers() == (f"Type the total, {total}, to order.",)
    for wrong in ("", "1", str(total + Money.of("0.01")), f"-{total.plain}"):
        paying.type_total(wrong)
        assert not ordering.submit()
    assert account.book.posts() == []
    paying.type_total(str(total))
    (result,) = ended(bench, qtbot)
    assert result.row is not None
    assert (result.row.state, result.row.mode, result.row.total) == (OrderState.ACCEPTED, "live", total)
    bodies = [json.loads(post["body"]) for post in account.book.posts()]
    assert [(body["validate_only"], body["payment_token"]) for body in bodies] == [
        (True, "xxxx"),
        (False, "practice-card-1111"),
    ], "checked first, with the token that can only make a test; then sent, once"
    assert [order["test_mode"] for body in bodies for order in body["orders"]] == [False, False]
    (booked,) = account.book.all()
    assert (booked.kind, booked.order_po) == ("live", result.row.order_po)
    ledger = bench.desk.workshop.ledger
    assert [row.order_po for row in ledger.rows(mode="live")] == [booked.order_po]
    assert ledger.rows(mode="test") == ()
    assert not ordering.submit(), "the next one wants its own total typed"
    assert paying.typed is None


def test_what_the_check_beforehand_refuses_is_not_sent(
    benches: Callable[..., Bench],
    artworks: dict[str, Artwork],
    qtbot: QtBot,
    account: PracticeService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from fwdesk.domain.errors import Refused
    from fwdesk.finerworks.client import FinerWorks

    bench = live_desk(benches, artworks, qtbot)
    ordering = bench.desk.ordering
    assert ordering.total is not None
    ordering.paying.type_total(str(ordering.total.grand_total))
    real = FinerWorks.submit_orders_v2

    def refusing(self: FinerWorks, order: Any, **more: Any) -> Any:
        if more.get("validate_only"):
            raise Refused("the address is wrong", status=400)
        return real(self, order, **more)

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", refusing)
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        assert ordering.submit()
    assert signal.args is not None
    assert "address is wrong" in str(signal.args[1])
    assert account.book.posts() == []
    assert bench.desk.workshop.ledger.rows() == ()


def test_keys_that_nobody_called_live_send_nothing(
    benches: Callable[..., Bench], artworks: dict[str, Artwork], qtbot: QtBot, account: PracticeService
) -> None:
    bench = live_desk(benches, artworks, qtbot)
    ordering, link = bench.desk.ordering, bench.desk.link
    assert link.account is not None
    link._account = replace(link.account, live=None)
    assert ordering.total is not None
    ordering.paying.type_total(str(ordering.total.grand_total))
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        assert ordering.submit()
    assert signal.args is not None
    assert "keys of a live app" in str(signal.args[1])
    assert account.book.posts() == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("43.95", "43.95"),
        (" $1,234.50 ", "1234.50"),
        ("7", "7"),
        ("43,95", "43.95"),
        ("", None),
        ("4x", None),
        ("-1", None),
        ("٣", None),
    ],
)
def test_money_as_people_type_it(text: str, amount: str | None) -> None:
    assert typed_money(text) == (Money.of(amount) if amount else None)
