"""Prices: of the present piece, itemised, with what each option would add; and honest about not knowing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import link as link_module
from fwdesk.app.prices import PriceState
from fwdesk.domain.code import ProductCode
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Step
from fwdesk.finerworks.client import FinerWorks
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app
from tests.support.desks import LONG, Bench, start_server, stop_server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (50,))


def test_the_price_is_the_services_and_its_parts_add_up(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    price = bench.desk.prices.price
    assert price is not None
    assert bench.session.piece is not None
    assert price.code == bench.session.piece.code.wire
    assert price.print + price.frame + price.mats + price.glazing + price.color_correct == price.total
    assert price.total > Money.of("0")
    assert price.asked_at is not None


def test_a_change_is_asked_and_a_known_price_is_there_at_once(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    first = bench.desk.prices.price
    bench.session.turn()
    assert bench.desk.prices.state is PriceState.ASKED
    assert bench.desk.prices.price == first, "the last price stays to be seen"
    bench.wait_price(qtbot)
    bench.session.turn()
    assert bench.desk.prices.state is PriceState.CURRENT
    assert bench.desk.prices.price == first


def test_quick_changes_end_with_the_price_of_the_last(bench: Bench, qtbot: QtBot) -> None:
    for frame in (131, 72, 458, 1, 96, 131):
        bench.session.choose(Step.FRAME, frame)
    bench.wait_price(qtbot)
    price = bench.desk.prices.price
    assert price is not None
    assert "F131S" in price.code


def test_an_answer_for_the_piece_before_does_not_hold_up_the_question_for_this_one(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.wait_price(qtbot)
    real, asked, go = FinerWorks.get_prices, Event(), Event()

    def held(self: FinerWorks, codes: Sequence[ProductCode], *args: Any, **more: Any) -> tuple[Price, ...]:
        if [code.frame and code.frame.frame for code in codes] == [131]:
            asked.set()
            assert go.wait(10)
        return real(self, codes, *args, **more)

    monkeypatch.setattr(FinerWorks, "get_prices", held)
    bench.session.choose(Step.FRAME, 131)
    qtbot.waitUntil(asked.is_set, timeout=LONG)
    bench.desk.prices._timer.setInterval(1_000)  # the answer comes well before the next question
    bench.session.choose(Step.FRAME, 72)
    go.set()
    bench.wait_price(qtbot)
    price = bench.desk.prices.price
    assert price is not None
    assert "F72S" in price.code


def test_differences_are_those_of_the_prices(bench: Bench, qtbot: QtBot) -> None:
    bench.session.show_step(Step.GLAZING)
    qtbot.waitUntil(lambda: len(bench.desk.prices.differences(Step.GLAZING)) > 2, timeout=LONG)
    differences = bench.desk.prices.differences(Step.GLAZING)
    price = bench.desk.prices.price
    assert price is not None
    assert differences[1] == Money.of("0")
    assert Money.of("0") - differences[0] == price.glazing


def test_a_dead_service_leaves_a_stale_price_that_is_confirmed_when_it_is_back(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    stop_server(qtbot, bench.practice)
    bench.session.choose(Step.FRAME, 131)
    bench.wait_price(qtbot, PriceState.STALE)
    assert bench.desk.prices.error is not None
    start_server(bench.practice)
    bench.wait_price(qtbot)
    assert bench.desk.prices.error is None
    price = bench.desk.prices.price
    assert price is not None
    assert "F131S" in price.code


def test_a_service_that_fails_now_and_then_ends_with_a_price(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches("failing:3")
    bench.open()
    bench.wait_ready(qtbot)
    bench.wait_price(qtbot)


def test_a_code_without_a_price_says_so(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    real = FinerWorks.get_prices

    def nothing(self: FinerWorks, codes: object, *args: object, **more: object) -> object:
        return tuple(
            replace(price, total=Money.of("0"), info="No longer made")
            for price in real(self, codes, *args, **more)  # type: ignore[arg-type]
        )

    monkeypatch.setattr(FinerWorks, "get_prices", nothing)
    bench.session.turn()
    bench.wait_price(qtbot, PriceState.UNPRICED)
    assert bench.desk.prices.price is not None
    assert bench.desk.prices.price.info == "No longer made"
    assert bench.desk.prices.differences(Step.FRAME) == {}


def test_another_services_prices_are_its_own(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert bench.desk.prices._known
    app = create_app()
    with PracticeServer(app) as server:
        bench.open(server.url)
        assert bench.desk.prices._known == {}
        assert bench.desk.prices.price is None
        bench.wait_ready(qtbot)
        bench.wait_price(qtbot)
    app.close()


def test_answers_of_the_service_before_do_not_count_for_the_new_one(bench: Bench, qtbot: QtBot) -> None:
    """An answer that was under way when the service changed is dropped."""
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    bench.session.choose(Step.FRAME, 131)
    bench.desk.prices._ask()
    bench.desk.prices._ask_differences()
    bench.open()
    assert not bench.desk.tasks.waits("price")
    assert not bench.desk.tasks.waits("price differences")
    bench.wait_price(qtbot)


def dearer(monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    """From now on the service asks so much more for everything."""
    from dataclasses import replace

    real = FinerWorks.get_prices

    def raised(self: FinerWorks, codes: object, *args: object, **more: object) -> object:
        return tuple(
            replace(price, total=price.total + Money.of(by), print=price.print + Money.of(by))
            for price in real(self, codes, *args, **more)  # type: ignore[arg-type]
        )

    monkeypatch.setattr(FinerWorks, "get_prices", raised)


def test_a_price_that_moved_is_shown_old_and_new_until_another_piece_is_shown(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.wait_price(qtbot)
    prices = bench.desk.prices
    old = prices.price
    assert old is not None
    assert prices.move is None
    dearer(monkeypatch, "2.47")
    bench.desk.link.retry()
    qtbot.waitUntil(lambda: prices.move is not None, timeout=LONG)
    assert prices.move is not None
    assert prices.price is not None
    assert prices.price.total == old.total + Money.of("2.47")
    assert prices.move.words == f"{old.total} → {prices.price.total} (+2.47)"
    bench.session.turn()
    bench.wait_price(qtbot)
    bench.session.turn()
    assert prices.state is PriceState.CURRENT
    assert prices.move is None, "it was seen"


def test_an_unchanged_price_is_asked_anew_in_silence(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    first = bench.desk.prices.price
    bench.desk.link.retry()
    qtbot.waitUntil(lambda: bench.desk.prices.price is not first, timeout=LONG)
    assert bench.desk.prices.state is PriceState.CURRENT
    assert bench.desk.prices.move is None


def test_another_service_asks_what_it_asks(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.wait_price(qtbot)
    dearer(monkeypatch, "5")
    bench.open()
    bench.wait_ready(qtbot)
    bench.wait_price(qtbot)
    assert bench.desk.prices.move is None


def test_a_pasted_code_tells_its_price_difference_when_it_is_known(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    before = bench.desk.prices.price
    bench.session.set_code("5M6M9S16x20F131S20x24J1S16x20G1")
    words = bench.notes[-1].text
    bench.wait_price(qtbot)
    after = bench.desk.prices.price
    assert before is not None
    assert after is not None
    difference = (after.total - before.total).difference
    assert bench.notes[-1].text == f"{words.removesuffix('.')}; {difference}."
    assert bench.notes[-1].undo
    count = len(bench.notes)
    bench.session.undo()
    bench.session.set_code("5M6M9S16x20F131S20x24J1S16x20G1")
    assert len(bench.notes) == count + 1, "both prices are known: it is said once"
    assert bench.notes[-1].text.endswith(f"; {difference}.")
