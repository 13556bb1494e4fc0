"""Retail prices: exact to the cent, adding up, and the way back from a price to what it leaves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.errors import RetailError
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.retail import (
    Candidate,
    Markup,
    Rounding,
    Rules,
    Sale,
    margin_first,
    parse_amount,
    parse_percent,
)

D = Decimal
costs = st.decimals(D("0.01"), 5_000, places=4).map(Money)
shares = st.decimals(0, 45, places=2)
all_rules = st.builds(
    Rules,
    markup=st.sampled_from(Markup),
    percent=st.decimals(0, 900, places=1),
    fixed=st.decimals(0, 500, places=2).map(Money),
    rounding=st.sampled_from(Rounding),
    marketplace_percent=shares,
    card_percent=shares,
    card_fixed=st.decimals(0, 2, places=2).map(Money),
)


def test_a_worked_sale() -> None:
    """158.00 doubled is 316.00, up to 316.95; Etsy-like 6.5 % is 20.60, a card's 2.9 % + 0.30 is 9.49."""
    rules = Rules(
        rounding=Rounding.NINETY_FIVE, marketplace_percent=D("6.5"), card_percent=D("2.9"), card_fixed=Money.of("0.30")
    )
    sale = rules.sale(Money.of("158.00"))
    assert sale == Sale(Money.of("158.00"), Money.of("316.95"), Money.of("20.60"), Money.of("9.49"))
    assert (str(sale.fees), str(sale.profit), sale.margin_words) == ("$30.09", "$128.86", "40.7 %")
    typed = rules.sale(Money.of("158.00"), Money.of("250"))
    assert typed.own
    assert (str(typed.fees), str(typed.profit), typed.margin_words) == ("$23.80", "$68.20", "27.3 %")


@pytest.mark.parametrize(
    ("rounding", "price", "rounded"),
    [
        (Rounding.NONE, "10.001", "10.01"), (Rounding.NONE, "10.00", "10.00"), (Rounding.WHOLE, "10.01", "11.00"),
        (Rounding.WHOLE, "10", "10.00"), (Rounding.NINETY_FIVE, "10.95", "10.95"),
        (Rounding.NINETY_FIVE, "10.96", "11.95"), (Rounding.NINETY_NINE, "10", "10.99"),
        (Rounding.NINETY_NINE, "0", "0.99"),
    ],
)  # fmt: skip
def test_rounding_goes_up(rounding: Rounding, price: str, rounded: str) -> None:
    assert rounding.up(Money.of(price)).plain == rounded


@given(all_rules, costs)
def test_a_rule_never_asks_for_less_and_a_sale_adds_up(rules: Rules, cost: Money) -> None:
    sale = rules.sale(cost)
    added = cost.amount * rules.percent / 100 if rules.markup is Markup.PERCENT else rules.fixed.amount
    assert 0 <= sale.retail.amount - cost.amount - added < 1
    assert sale.retail == sale.retail.rounded
    if rules.rounding is not Rounding.NONE:
        assert sale.retail.plain.endswith(rules.rounding.value)
    shown = [Money.of(part.plain) for part in (sale.cost, sale.marketplace, sale.card, sale.profit)]
    assert Money.sum(shown) == sale.retail, "what is shown adds up, to the cent"


@given(all_rules, costs, st.decimals(0, 60, places=1))
def test_the_least_price_leaves_the_margin_and_a_cent_less_does_not(rules: Rules, cost: Money, margin: D) -> None:
    least = rules.least_retail(cost, margin)
    if least is None:
        assert rules.marketplace_percent + rules.card_percent + margin > 99
        return
    assert rules.sale(cost, least).leaves(margin)
    assert least == Money.of("0.01") or not rules.sale(cost, least - Money.of("0.01")).leaves(margin)


def test_fees_and_margin_may_want_the_whole_price() -> None:
    assert Rules(marketplace_percent=D(60)).least_retail(Money.of(10)) is None
    assert Rules().least_retail(Money.of(60)) == Money.of(100)


def test_a_piece_that_is_given_away() -> None:
    sale = Rules(card_fixed=Money.of("0.30")).sale(Money.of(10), ZERO)
    assert (sale.margin, sale.margin_words, sale.profit, sale.fees) == (None, "–", Money.of(-10), ZERO)
    assert not sale.leaves(D(0))
    assert Rules().sale(Money.of(10), Money.of(5)).margin_words == "−100.0 %"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"percent": D(-1)}, "The markup"), ({"percent": D("NaN")}, "The markup"), ({"percent": D(10_001)}, "10,000"),
        ({"fixed": Money.of(-1)}, "The markup"), ({"fixed": Money.of("Infinity")}, "The markup"),
        ({"card_fixed": Money.of(2_000_000)}, "The card fee"), ({"least_margin": D(101)}, "The margin"),
        ({"marketplace_percent": D(60), "card_percent": D(40)}, "whole price"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_meant(bad: dict[str, object], words: str) -> None:
    with pytest.raises(RetailError, match=words):
        Rules(**bad)  # type: ignore[arg-type]


def test_margin_first() -> None:
    """At $100 with 10 % to a marketplace, 50 % is left of what costs $40 or less."""
    rules = Rules(marketplace_percent=D(10))
    found = margin_first(
        rules,
        Money.of(100),
        D(50),
        [
            Candidate("small", "A", Money.of(12)),
            Candidate("large", "B", Money.of("40.01")),
            Candidate("middle", "C", Money.of(40)),
            Candidate("unknown", "D", None),
        ],
    )
    assert [one.candidate.name for one in found.keeps] == ["middle", "small"], "the buyer gets most for the money"
    assert (found.short, found.missing) == (1, 1)
    assert found.keeps[0].sale.profit == Money.of(50)
    assert all(one.sale.own for one in found.keeps)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("250", "250.00"), (" $ 249.95 ", "249.95"), ("1,234.50", "1234.50"), ("249,95", "249.95"),
        ("1,234", "1234.00"), ("12,5", "12.50"), ("1,234,567.89", None), ("0", "0.00"), ("1,000,000", "1000000.00"),
        ("", None), ("ten", None), ("-5", None), ("1.234", None), ("1.2.3", None), ("1000001", None), ("1e5", None),
        ("²", None), ("12,34,5", None),
        (",5", "0.50"), (".", None), ("9" * 40, None), ("1,23.4", None),
    ],
)  # fmt: skip
def test_typed_amounts(text: str, amount: str | None) -> None:
    if amount is None:
        with pytest.raises(RetailError):
            parse_amount(text)
    else:
        assert parse_amount(text).plain == amount


@pytest.mark.parametrize(
    ("text", "percent"),
    [("40", "40"), ("40 %", "40"), (" 2.9% ", "2.9"), ("2,9", "2.9"), ("1,000", "1000"), ("", None), ("x", None),
     ("10001", None), ("-3", None)],
)  # fmt: skip
def test_typed_percentages(text: str, percent: str | None) -> None:
    if percent is None:
        with pytest.raises(RetailError):
            parse_percent(text)
    else:
        assert parse_percent(text) == D(percent)
