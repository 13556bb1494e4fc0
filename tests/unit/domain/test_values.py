"""Money, prices, errors and cancelling: the small values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain import errors
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.price import Price

amounts = st.decimals(-99999, 99999, places=4).map(Money)


@given(st.lists(amounts))
def test_sums_are_exact_and_round_last(parts: list[Money]) -> None:
    total = Money.sum(parts)
    assert total.amount == sum((part.amount for part in parts), Decimal(0))
    assert abs(total.rounded.amount - total.amount) <= Decimal("0.005")
    running = ZERO
    for part in parts:
        running = running + part
    assert running == total
    assert total - total == ZERO
    assert (total * 3) == total + total + total


@pytest.mark.parametrize(
    ("amount", "shown", "plain", "difference"),
    [
        ("41.63", "$41.63", "41.63", "+41.63"), ("-3.1", "−$3.10", "-3.10", "−3.10"),
        ("1234", "$1,234.00", "1234.00", "+1,234.00"),
        ("0.004", "$0.00", "0.00", "same"), ("0.005", "$0.01", "0.01", "+0.01"), ("-0.004", "$0.00", "0.00", "same"),
        ("0", "$0.00", "0.00", "same"),
    ],
)  # fmt: skip
def test_money_in_words(amount: str, shown: str, plain: str, difference: str) -> None:
    money = Money.of(amount)
    assert (str(money), money.plain, money.difference) == (shown, plain, difference)


def test_money_is_true_and_ordered() -> None:
    assert Money.of(1)
    assert not ZERO
    assert sorted([Money.of(2), Money.of(-1), ZERO]) == [Money.of(-1), ZERO, Money.of(2)]


def test_a_price_adds_up() -> None:
    price = Price(
        "5M6M9S16X20F96S20X24J1S16X20G1",
        print=Money.of(7), frame=Money.of("6.63"), mat_1=Money.of(21), glazing=Money.of(7), total=Money.of("41.63"),
    )  # fmt: skip
    assert price.mats == Money.of(21)
    assert price.parts == price.total
    assert price.adds_up
    assert price.priced
    assert not Price("x").priced
    assert not Price("x", total=Money.of(1)).adds_up


def test_errors_carry_their_facts() -> None:
    assert errors.ServiceError("x").sent
    assert not errors.Unreachable("x", method="get_prices").sent
    assert errors.Unreachable("x", method="get_prices").method == "get_prices"
    refused = errors.BadCredentials("no", method="m", status=400, fields=(("web_api_key", "missing"),))
    assert (refused.reason, refused.method, refused.status, refused.fields) == (
        "no", "m", 400, (("web_api_key", "missing"),),
    )  # fmt: skip
    artwork = errors.ArtworkError("huge", "too large", "/a.png")
    assert (artwork.kind, artwork.path, str(artwork)) == ("huge", "/a.png", "too large")
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, Exception):
            assert issubclass(kind, errors.FwdeskError)


def test_cancel_calls_every_listener_once() -> None:
    cancel, heard = Cancel(), list[str]()
    cancel.check()
    cancel.listen(lambda: heard.append("first"))
    forget = cancel.listen(lambda: heard.append("forgotten"))
    forget()
    forget()
    cancel.listen(lambda: cancel.listen(lambda: heard.append("late"))())
    assert not cancel.cancelled
    cancel.cancel()
    cancel.cancel()
    assert cancel.cancelled
    assert heard == ["first", "late"]
    cancel.listen(lambda: heard.append("at once"))()
    assert heard[-1] == "at once"
    with pytest.raises(errors.Cancelled):
        cancel.check()
