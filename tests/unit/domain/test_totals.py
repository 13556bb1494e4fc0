"""Money against an oracle that counts in whole ten-thousandths of a dollar and knows nothing of Decimal."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderLine, OrderTotal, PrintFile, ShippingOption
from fwdesk.domain.totals import goods, mismatch, together

_FILE = PrintFile("https://files.example/a.jpg", "", 1, 1, "ab")
CARTS = 10_000


def cents(parts: int) -> int:
    """Ten-thousandths to cents, half up."""
    return (parts + 50) // 100


def money(whole_cents: int) -> Money:
    return Money.of(f"{whole_cents // 100}.{whole_cents % 100:02}")


def a_cart(chance: random.Random) -> tuple[list[OrderLine], int]:
    """Some lines, and what they come to in ten-thousandths; unit prices may carry fractions of a cent."""
    lines, parts = list[OrderLine](), 0
    for number in range(chance.randint(1, 12)):
        each = chance.choice((chance.randrange(1, 10_000_000), 100 * chance.randrange(1, 100_000)))
        copies = chance.choice((1, 2, chance.randint(1, 999)))
        price = Money.of(f"{each // 10_000}.{each % 10_000:04}")
        lines.append(OrderLine(f"C{number}", copies, _FILE, unit_price=price))
        parts += each * copies
    return lines, parts


def an_option(chance: random.Random, parts: int) -> tuple[ShippingOption, dict[str, int]]:
    amounts = {name: chance.randrange(20_000) for name in ("shipping", "tax", "discount", "expedite", "credits")}
    amounts["subtotal"] = cents(parts)
    amounts["grand_total"] = (
        amounts["subtotal"] + amounts["shipping"] + amounts["tax"] + amounts["expedite"]
        - amounts["discount"] - amounts["credits"]
    )  # fmt: skip
    total = OrderTotal(**{name: _signed(amount) for name, amount in amounts.items()})
    return ShippingOption(1, "SD", "Ground", "", "", money(amounts["shipping"]), total), amounts


def _signed(whole_cents: int) -> Money:
    return money(whole_cents) if whole_cents >= 0 else Money(-money(-whole_cents).amount)


def test_ten_thousand_carts_come_to_what_whole_cents_say() -> None:
    chance = random.Random(20261125)
    billed = list[OrderTotal]()
    expected = Counter[str]()
    for _ in range(CARTS):
        lines, parts = a_cart(chance)
        assert goods(lines) == money(cents(parts))
        option, amounts = an_option(chance, parts)
        assert mismatch(lines, option) == ""
        billed.append(option.total)
        for name, amount in amounts.items():
            expected[name] += amount
        # One cent off, in any part of the total, is never believed.
        name = chance.choice(("subtotal", "shipping", "tax", "grand_total", "discount"))
        wrong = getattr(option.total, name) + Money.of(chance.choice(("0.01", "-0.01")))
        spoiled: dict[str, Any] = {name: wrong}
        assert mismatch(lines, replace(option, total=replace(option.total, **spoiled)))
    sums = together(billed)
    assert {name: getattr(sums, name) for name in expected} == {
        name: _signed(amount) for name, amount in expected.items()
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subtotal": Money.of("34.99")}, "The pieces come to $35.00, but the shipping quote counts $34.99."),
        ({"grand_total": Money.of("43.96")}, "do not come to its total of $43.96"),
        ({"shipping": Money.of("8.96"), "grand_total": Money.of("43.96")}, "do not come to its total"),
    ],
)
def test_a_cent_too_much_is_named(change: dict[str, Money], words: str) -> None:
    total = OrderTotal(Money.of(35), Money.of("8.95"), Money.of("43.95"))
    option = ShippingOption(1, "SD", "Ground", "", "", Money.of("8.95"), replace(total, **change))
    line = OrderLine("5M6M9S16X20", 1, _FILE, unit_price=Money.of(35))
    assert words in mismatch([line], option)


def test_sums_are_rounded_once_and_orders_each() -> None:
    third = OrderLine("A", 3, _FILE, unit_price=Money.of("0.335"))
    assert goods([third]) == Money.of("1.01"), "1.005 is rounded once, half up; each alone would be 1.02"
    half = OrderTotal(Money(Decimal("0.005")), Money.of(0), Money(Decimal("0.005")))
    assert together([half, half]).grand_total == Money.of("0.02"), "each order is billed for itself"
