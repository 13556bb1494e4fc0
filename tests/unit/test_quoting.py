"""What the service asks just before an order goes, against what was shown: to the cent, old and new."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from fwdesk.app.quoting import Asked, Quoted, differences
from fwdesk.app.service import Kind, Service
from fwdesk.app.workshop import Connection
from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderTotal, ShippingOption, ShippingQuote
from tests.orders_kit import ADA, LINE

CENT = Money.of("0.01")
TOTAL = OrderTotal(Money.of(35), Money.of("8.95"), Money.of("46.84"), tax=Money.of("2.89"))
OPTION = ShippingOption(42, "SD", "UPS Ground", "UPS", "1-5 biz days", Money.of("8.95"), TOTAL)
QUOTE = ShippingQuote("", (OPTION,))
ASKED = Asked((), (), Service(Kind.PRACTICE), (ADA,))
SHOWN = Quoted(ASKED, cast("Connection", None), (LINE,), {}, (QUOTE,))


def other(**changes: Any) -> tuple[str, ...]:
    """What is said when the option is another one now."""
    quote = replace(QUOTE, options=(replace(OPTION, **changes),))
    return differences(SHOWN, replace(SHOWN, quotes=(quote,)), ["SD"])


def test_any_difference_is_named_old_and_new() -> None:
    assert differences(SHOWN, SHOWN, ["SD"]) == ()
    assert other(total=replace(TOTAL, grand_total=TOTAL.grand_total + CENT)) == ("in all: $46.84 → $46.85",)
    assert other(total=replace(TOTAL, tax=TOTAL.tax + CENT)) == ("tax: $2.89 → $2.90",)
    assert other(total=replace(TOTAL, credits=CENT)) == ("the parts of the total are others",)
    assert other(rate=OPTION.rate + CENT) == ("the parts of the total are others",)
    gone = replace(SHOWN, quotes=(replace(QUOTE, options=()),))
    assert differences(SHOWN, gone, ["SD"]) == ("UPS Ground is not offered any more",)
    unit = replace(SHOWN, lines=(replace(LINE, unit_price=LINE.unit_price + CENT),))
    assert differences(SHOWN, unit, ["SD"]) == ("Lake: $35.00 → $35.01 a copy",)


def test_with_several_recipients_it_is_said_whose() -> None:
    two = replace(SHOWN, asked=replace(ASKED, recipients=(ADA, replace(ADA, first_name="Bob"))), quotes=(QUOTE, QUOTE))
    dearer = replace(QUOTE, options=(replace(OPTION, total=replace(TOTAL, shipping=Money.of(9))),))
    assert differences(two, replace(two, quotes=(QUOTE, dearer)), ["SD", "SD"]) == (
        "shipping for Bob Example: $8.95 → $9.00",
    )
