"""How long a parcel takes, read from a service's words, and the days on which it may arrive."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderTotal, ShippingOption
from fwdesk.domain.transit import (
    Transit,
    after_business_days,
    arrival_of,
    cheapest_by,
    read_transit,
    transit_of,
)

WEDNESDAY = date(2026, 11, 25)


def option(transit: str = "", code: str = "", total: str = "10", number: int = 1) -> ShippingOption:
    amount = Money.of(total)
    return ShippingOption(number, code, "Method", "", transit, amount, OrderTotal(Money.of("0"), amount, amount))


@pytest.mark.parametrize(
    ("text", "low", "high", "business", "open_ended"),
    [
        ("3-7 biz days", 3, 7, True, False),
        ("1-5 biz days", 1, 5, True, False),
        ("4–6\u00a0business days", 4, 6, True, False),
        ("1 to 2 working days", 1, 2, True, False),
        ("5 days", 5, 5, True, False),
        ("7 - 3 days", 3, 7, True, False),
        ("2-4 weeks", 14, 28, False, False),
        ("2 business weeks (working days)", 10, 10, True, False),
        ("1 week", 7, 7, False, False),
        ("3 calendar days", 3, 3, False, False),
        ("48 hours", 2, 2, True, False),
        ("10+ days", 10, 10, True, True),
        ("Usually 2 or 3 days.", 2, 3, True, False),
        ("Generally in stock; usually a 5 to 7 day turnaround.", 5, 7, True, False),
        ("UPS 2nd Day Air, 2-3 days", 2, 3, True, False),
    ],
)
def test_days_are_read_from_words(text: str, low: int, high: int, business: bool, open_ended: bool) -> None:
    assert read_transit(text) == Transit(low, high, business, open_ended=open_ended)


@pytest.mark.parametrize(
    "text", ["", "next day", "soon", "$12.50", "3.5 days", "1000 days", "999 weeks", "٣ days", "400 days"]
)
def test_what_names_no_days(text: str) -> None:
    assert read_transit(text) is None


def test_the_generic_code_speaks_where_the_option_does_not() -> None:
    assert transit_of(option("", "ec")) == Transit(3, 7, documented=True)
    assert transit_of(option("1-2 days", "EC")) == Transit(1, 2)
    assert transit_of(option("soon", "ON")) == Transit(1, 2, documented=True)
    assert transit_of(option("", "EC"), domestic=False) is None, "the codes' days are those within the US"
    assert transit_of(option("", "01")) is None
    assert transit_of(option()) is None


def test_words() -> None:
    assert Transit(3, 7).words == "3 to 7 business days"
    assert Transit(1, 1).words == "1 business day"
    assert Transit(2, 2, business=False).words == "2 days"
    assert Transit(5, 9, open_ended=True).words == "5 to 9 business days or more"


def test_arrivals_count_business_days_and_the_making() -> None:
    there = arrival_of(option("1-3 days"), WEDNESDAY, None)
    assert there is not None
    assert (there.first, there.last, there.made) == (date(2026, 11, 26), date(2026, 11, 30), False)
    framed = arrival_of(option("1-3 days"), WEDNESDAY, Transit(5, 7))
    assert framed is not None
    assert (framed.first, framed.last, framed.made) == (date(2026, 12, 3), date(2026, 12, 9), True)
    weeks = arrival_of(option("2-4 weeks"), WEDNESDAY, None)
    assert weeks is not None
    assert (weeks.first, weeks.last) == (date(2026, 12, 9), date(2026, 12, 23))
    assert arrival_of(option("whenever"), WEDNESDAY, None) is None
    saturday = arrival_of(option("1 day"), date(2026, 11, 28), None)
    assert saturday is not None
    assert saturday.first == date(2026, 12, 1), "what is given up on a weekend leaves on Monday"
    for late in (option("3+ days"), option("3 days")):
        arrival = arrival_of(late, WEDNESDAY, Transit(1, 1, open_ended=late.transit == "3 days"))
        assert arrival is not None
        assert not arrival.surely_by(date(2030, 1, 1)), "nobody says how long at most"


def test_the_cheapest_that_is_sure_to_arrive_in_time() -> None:
    slow, ground, air = option("3-7 days", "", "7", 1), option("2-5 days", "", "10", 2), option("1-2 days", "", "30", 3)
    unknown, endless = option("", "", "1", 4), option("1+ days", "", "2", 5)
    options = (slow, ground, air, unknown, endless)
    assert cheapest_by(options, WEDNESDAY, date(2026, 12, 4), None) == slow
    assert cheapest_by(options, WEDNESDAY, date(2026, 12, 3), None) == ground
    assert cheapest_by(options, WEDNESDAY, date(2026, 11, 30), None) == air
    assert cheapest_by(options, WEDNESDAY, date(2026, 11, 26), None) is None
    assert cheapest_by(options, WEDNESDAY, date(2026, 11, 30), Transit(2, 2)) is None
    assert cheapest_by((), WEDNESDAY, WEDNESDAY, None) is None


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_business_days_are_counted_one_by_one(start: date, days: int) -> None:
    end = after_business_days(start, days)
    assert end.weekday() < 5
    between = [start + timedelta(days=at) for at in range((end - start).days + 1)]
    begin = next(day for day in [*between, end] if day.weekday() < 5)
    assert sum(day.weekday() < 5 and day > begin for day in between) == days
