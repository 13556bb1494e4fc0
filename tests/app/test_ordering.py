"""Placing a test order: what keeps it back, what outdates a quote, one POST a press, and unclear answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import link as link_module
from fwdesk.app.cart import title_of
from fwdesk.app.ordering import Ordering
from fwdesk.artwork.open import Artwork
from fwdesk.domain.errors import ArtworkError
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.domain.rules import Step
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import PracticeService, create_app
from tests.support.desks import ADA, LONG, Bench, start_server, stop_server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (50,))


def posts(bench: Bench) -> int:
    assert bench.practice._app is not None
    return len(bench.practice._app.book.posts())


def quoted(bench: Bench, qtbot: QtBot) -> Ordering:
    """An order that may be sent."""
    ordering = bench.desk.ordering
    bench.wait_price(qtbot)
    ordering.set_recipient(ADA)
    ordering.ask_shipping()
    qtbot.waitUntil(lambda: ordering.quote is not None, timeout=LONG)
    assert ordering.blockers() == ()
    return ordering


def sent(bench: Bench, qtbot: QtBot) -> LedgerRow:
    with qtbot.waitSignal(bench.desk.ordering.sent, timeout=LONG) as signal:
        assert bench.desk.ordering.submit()
    assert signal.args is not None
    return signal.args[0]


def test_what_keeps_an_order_back(bench: Bench, qtbot: QtBot) -> None:
    ordering = bench.desk.ordering
    assert "Complete the recipient's address." in ordering.blockers()
    assert "Ask for shipping options." in ordering.blockers()
    assert ordering.submit() is False
    assert posts(bench) == 0
    quoted(bench, qtbot)


def test_without_picture_or_price_nothing_is_quoted(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    assert "Open a picture first." in bench.desk.ordering.blockers()
    with qtbot.waitSignal(bench.desk.ordering.failed) as signal:
        bench.desk.ordering.ask_shipping()
    assert signal.args is not None
    assert signal.args[0] == "shipping"


def test_a_test_order_comes_back_with_a_reference_and_is_read_back(bench: Bench, qtbot: QtBot) -> None:
    ordering = quoted(bench, qtbot)
    row = sent(bench, qtbot)
    assert row.state is OrderState.ACCEPTED
    assert row.order_id > 0
    assert row.status_label
    assert ordering.last == row
    assert posts(bench) == 1
    qtbot.waitUntil(lambda: [kept.order_po for kept in bench.desk.book.rows] == [row.order_po], timeout=LONG)
    assert ordering.quote is None, "the next order wants its own look"
    assert ordering.submit() is False
    assert posts(bench) == 1


def test_a_second_press_while_one_is_on_its_way_sends_nothing(bench: Bench, qtbot: QtBot) -> None:
    ordering = quoted(bench, qtbot)
    with qtbot.waitSignal(ordering.sent, timeout=LONG):
        assert ordering.submit()
        assert ordering.sending
        assert ordering.submit() is False
        assert ordering.submit() is False
    assert posts(bench) == 1
    assert not ordering.sending


@pytest.mark.parametrize("what", ["piece", "recipient", "quantity", "picture", "url", "service"])
def test_a_quote_is_outdated_by_every_edit(bench: Bench, qtbot: QtBot, artworks: dict[str, Artwork], what: str) -> None:
    ordering = quoted(bench, qtbot)
    match what:
        case "piece":
            bench.session.choose(Step.FRAME, 131)
        case "recipient":
            ordering.set_recipient(replace(ADA, first_name="Eve"))
        case "quantity":
            ordering.set_quantity(2)
        case "picture":
            before = bench.session.piece
            bench.session.set_artwork(artworks["landscape.png"], fit=False)
            assert bench.session.piece == before, "the same piece, but another picture"
        case "url":
            ordering.set_file_url("https://files.example/other.jpg")
        case _:
            bench.open("http://127.0.0.1:9")
    assert ordering.quote is None
    assert ordering.option is None
    assert ordering.submit() is False
    assert posts(bench) == 0


def test_what_must_be_mended_holds_an_order_back_however_quick_the_press(
    bench: Bench, qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    bench.session.set_artwork(artworks["small.jpg"], fit=False)
    ordering = quoted(bench, qtbot)
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        ordering.submit()
    assert signal.args is not None
    assert signal.args[0] == "submit"
    assert "Too few pixels" in str(signal.args[1])
    assert posts(bench) == 0
    ordering.look_over()
    qtbot.waitUntil(lambda: ordering.blockers() != (), timeout=LONG)
    assert ordering.submit() is False


def test_the_chosen_way_stays_chosen_when_options_are_asked_again(bench: Bench, qtbot: QtBot) -> None:
    ordering = quoted(bench, qtbot)
    assert ordering.quote is not None
    cheapest = min(ordering.quote.options, key=lambda option: option.total.grand_total)
    assert ordering.option == cheapest
    other = next(option for option in ordering.quote.options if option.wire_code != cheapest.wire_code)
    ordering.choose_option(other)
    ordering.set_quantity(2)
    ordering.ask_shipping()
    qtbot.waitUntil(lambda: ordering.quote is not None, timeout=LONG)
    assert ordering.option is not None
    assert ordering.option.wire_code == other.wire_code
    assert ordering.option.total.subtotal == other.total.subtotal + other.total.subtotal


def test_the_address_is_checked_here_and_there(bench: Bench, qtbot: QtBot) -> None:
    ordering = bench.desk.ordering
    ordering.set_recipient(replace(ADA, zip_postal_code="", city=""))
    ordering.check_address()
    qtbot.waitUntil(lambda: bool(ordering.problems), timeout=LONG)
    assert set(ordering.problems) >= {"city", "zip_postal_code"}
    assert ordering.verdict is None
    ordering.set_recipient(ADA)
    assert ordering.problems == {}
    ordering.check_address()
    qtbot.waitUntil(lambda: ordering.verdict is not None, timeout=LONG)
    assert ordering.verdict is not None
    assert ordering.verdict.valid
    ordering.set_recipient(replace(ADA, first_name="Eve"))
    assert ordering.verdict is None, "a verdict is about one address"


def test_countries_are_read_once_asked(bench: Bench, qtbot: QtBot) -> None:
    ordering = bench.desk.ordering
    ordering.load_countries()
    qtbot.waitUntil(lambda: len(ordering.countries) > 100, timeout=LONG)
    assert ("us", "United States") in ordering.countries


def test_an_unclear_answer_is_unclear_and_never_sent_again(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    bench = benches("lost_answers+unlisted_test_orders")
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.open()
    bench.wait_ready(qtbot)
    quoted(bench, qtbot)
    row = sent(bench, qtbot)
    assert row.state is OrderState.UNKNOWN
    assert posts(bench) == 1
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    bench.desk.book.refresh()
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert [kept.state for kept in bench.desk.book.rows] == [OrderState.UNKNOWN]
    assert posts(bench) == 1


def test_a_lost_answer_to_a_booked_order_is_found_by_reading_back(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    bench = benches("lost_answers")
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.open()
    bench.wait_ready(qtbot)
    quoted(bench, qtbot)
    assert sent(bench, qtbot).state is OrderState.UNKNOWN
    qtbot.waitUntil(lambda: [row.state for row in bench.desk.book.rows] == [OrderState.ACCEPTED], timeout=LONG)
    assert posts(bench) == 1


def test_an_order_that_shows_late_is_looked_for_again_by_itself(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    bench = benches("lost_answers+late_status:3")
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.open()
    bench.wait_ready(qtbot)
    quoted(bench, qtbot)
    assert sent(bench, qtbot).state is OrderState.UNKNOWN
    qtbot.waitUntil(lambda: [row.state for row in bench.desk.book.rows] == [OrderState.ACCEPTED], timeout=LONG)
    assert posts(bench) == 1


def test_a_dead_service_means_not_sent_and_nothing_of_the_order_is_lost(bench: Bench, qtbot: QtBot) -> None:
    ordering = quoted(bench, qtbot)
    ordering.set_gift_message("For you")
    before = ordering.quoted
    stop_server(qtbot, bench.practice)
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        assert ordering.submit()
    assert signal.args is not None
    assert signal.args[0] == "submit"
    start_server(bench.practice)
    bench.wait_ready(qtbot)
    assert posts(bench) == 0
    assert bench.desk.workshop.ledger.rows() == (), "nothing was about to be sent"
    assert (ordering.quoted, ordering.gift_message) == (before, "For you")
    assert sent(bench, qtbot).state is OrderState.ACCEPTED
    assert posts(bench) == 1


def test_orders_are_there_after_a_restart(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork], tmp_path: Path
) -> None:
    bench = benches(data=tmp_path / "same")
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.open()
    bench.wait_ready(qtbot)
    quoted(bench, qtbot)
    row = sent(bench, qtbot)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    again = benches(data=tmp_path / "same")
    again.open()
    again.wait_ready(qtbot)
    again.desk.book.refresh()
    qtbot.waitUntil(lambda: bool(again.desk.book.rows), timeout=LONG)
    assert [kept.order_po for kept in again.desk.book.rows] == [row.order_po]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, PracticeService]]:
    """A service on this computer that takes no files and has no pages of its own."""
    app = create_app()

    def without_pages(environ: dict[str, object], start: Callable[..., object]) -> object:
        if str(environ["PATH_INFO"]).startswith("/practice"):
            start("404 Not Found", [("Content-Type", "application/json")])
            return [b'{"Message": "No HTTP resource was found"}']
        return app(environ, start)  # type: ignore[arg-type]

    with PracticeServer(without_pages) as server:  # type: ignore[arg-type]
        yield server.url, app
    app.close()


def test_a_service_here_without_upload_is_given_a_loopback_address(
    bench: Bench, qtbot: QtBot, plain: tuple[str, PracticeService]
) -> None:
    url, app = plain
    bench.open(url)
    bench.wait_ready(qtbot)
    ordering = quoted(bench, qtbot)
    assert ordering._quoted is not None
    assert ordering._quoted.lines[0].file.url.startswith("http://127.0.0.1:")
    assert not ordering._quoted.lines[0].file.url.startswith(url)
    assert sent(bench, qtbot).state is OrderState.ACCEPTED
    assert len(app.book.posts()) == 1


def test_a_service_elsewhere_without_upload_wants_an_address(
    bench: Bench, qtbot: QtBot, plain: tuple[str, PracticeService], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fwdesk.app.delivering.is_loopback", lambda _url: False)
    url, _app = plain
    bench.open(url)
    bench.wait_ready(qtbot)
    bench.wait_price(qtbot)
    ordering = bench.desk.ordering
    ordering.set_recipient(ADA)
    with qtbot.waitSignal(ordering.failed, timeout=LONG) as signal:
        ordering.ask_shipping()
    assert signal.args is not None
    assert isinstance(signal.args[1], ArtworkError)
    assert ordering.needs_url


def test_the_title_on_the_packing_slip() -> None:
    assert title_of(Path("/x/lake_at_dawn.final.jpg")) == "lake at dawn.final"
    assert len(title_of(Path("a" * 80 + ".jpg"))) == 50
