"""Retail prices on the desk, and client mode: what may be seen of a price, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from pytestqt.qtbot import QtBot

from fwdesk.app.retailing import MOST_OWN, NO_RETAIL, Retailing
from fwdesk.app.session import Session
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.domain.retail import Markup, Rounding, Rules
from fwdesk.domain.rules import Step
from tests.support.desks import FULL, Bench, House, end

COST = Price(FULL, print=Money.of(35), frame=Money.of(71), total=Money.of("158.00"), info="for you")
DOUBLED = Rules(rounding=Rounding.NINETY_FIVE)


def test_without_a_rule_there_is_no_retail_price(session: Session) -> None:
    retailing = Retailing(session)
    assert retailing.sale(FULL, COST.total) is None
    assert retailing.seen(COST) is COST
    retailing.set_client(True)
    seen = retailing.seen(COST)
    assert (seen.priced, seen.info, seen.print, seen.parts) == (False, NO_RETAIL, Money.of(0), Money.of(0))
    assert retailing.seen_difference(Money.of(10), Money.of(12)) is None


def test_the_rule_and_a_price_of_ones_own(session: Session) -> None:
    retailing, kept = Retailing(session), list[dict[str, object]]()
    retailing.kept.connect(kept.append)
    retailing.set_rules(DOUBLED)
    sale = retailing.sale(FULL, COST.total)
    assert sale
    assert sale.retail == Money.of("316.95")
    retailing.set_own_price(FULL, Money.of(250))
    sale = retailing.sale(FULL, COST.total)
    assert sale
    assert (sale.retail, sale.own) == (Money.of(250), True)
    other = retailing.sale(FULL, COST.total, "another picture")
    assert other
    assert not other.own, "an own price is of one picture in one configuration"
    retailing.set_client(True)
    assert retailing.seen(COST).total == Money.of(250)
    assert retailing.seen(COST).info == ""
    assert retailing.seen(Price(FULL, info="withdrawn")).priced is False
    retailing.set_own_price(FULL, None)
    assert retailing.seen(COST).total == Money.of("316.95")
    assert [next(iter(one)) for one in kept] == ["retail", "retail_prices", "client_mode", "retail_prices"]
    assert kept[1]["retail_prices"] == {f"{session.artwork.sha256[:16]}:{FULL}": Decimal(250)}  # type: ignore[union-attr]
    assert kept[3]["retail_prices"] == {}


def test_nothing_changes_twice(session: Session, qtbot: QtBot) -> None:
    retailing, seen = Retailing(session), list[None]()
    retailing.changed.connect(lambda: seen.append(None))
    for _ in range(2):
        retailing.set_rules(DOUBLED)
        retailing.set_own_price(FULL, Money.of(250))
        retailing.set_client(True)
    assert len(seen) == 3


def test_a_fixed_markup_shows_no_differences_to_a_client(session: Session) -> None:
    """They would be those of the costs, to the cent."""
    retailing = Retailing(session)
    retailing.set_rules(DOUBLED)
    assert retailing.seen_difference(Money.of(100), Money.of("106.40")) == Money.of("6.40")
    retailing.set_client(True)
    assert retailing.seen_difference(Money.of(100), Money.of("106.40")) == Money.of(12)
    retailing.set_rules(Rules(Markup.FIXED, fixed=Money.of(50)))
    assert retailing.seen_difference(Money.of(100), Money.of("106.40")) is None


def test_the_oldest_own_prices_go(session: Session) -> None:
    retailing = Retailing(session)
    for number in range(MOST_OWN + 1):
        retailing.set_own_price(f"5M6M9S16x{number}", Money.of(number))
    assert retailing.own_price("5M6M9S16x0") is None
    assert retailing.own_price("5M6M9S16x1") == Money.of(1)


def test_prices_of_a_step_follow_client_mode(bench: Bench, qtbot: QtBot) -> None:
    prices, retailing = bench.desk.prices, bench.desk.retailing
    bench.wait_price(qtbot)
    bench.session.show_step(Step.GLAZING)
    qtbot.waitUntil(lambda: len(prices.differences(Step.GLAZING)) > 2, timeout=20_000)
    costs = prices.differences(Step.GLAZING)
    retailing.set_rules(Rules())
    retailing.set_client(True)
    doubled = {option: Money(amount.amount * 2).rounded for option, amount in costs.items()}
    assert prices.differences(Step.GLAZING) == doubled
    retailing.set_rules(Rules(Markup.FIXED))
    assert prices.differences(Step.GLAZING) == {}
    retailing.set_client(False)
    assert prices.differences(Step.GLAZING) == costs


def test_a_pasted_code_tells_no_cost_to_a_client(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    bench.desk.retailing.set_client(True)
    bench.session.set_code(FULL.removesuffix("G1"))
    bench.wait_price(qtbot)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=20_000)
    assert bench.notes
    assert not any(sign in note.text for note in bench.notes for sign in ("+", "−", "$"))


def test_all_of_it_survives_a_restart(houses: Callable[..., House], tmp_path: Path) -> None:
    first = houses(data=tmp_path / "desk")
    code = first.session.piece.code.wire  # type: ignore[union-attr]
    first.desk.retailing.set_rules(DOUBLED)
    first.desk.retailing.set_own_price(code, Money.of("249.95"))
    first.desk.retailing.set_client(True)
    end(first)
    written = json.loads(first.program.folders.settings_file.read_text())
    assert written["retail"]["rounding"] == "95"
    assert list(written["retail_prices"].values()) == ["249.95"]
    second = houses(data=tmp_path / "desk", settle=False)
    assert second.desk.retailing.client, "before the settings are read"
    second.settle()
    assert second.desk.retailing.rules == DOUBLED
    assert second.desk.retailing.own_price(code) == Money.of("249.95")
    assert second.desk.retailing.client
    second.until(lambda: not second.desk.tasks.busy)
