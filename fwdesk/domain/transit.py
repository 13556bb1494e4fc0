"""How long a parcel takes, read from the service's own words, and the days on which it may arrive.

The service says how long a parcel is on its way (REFERENCE, model shipping_option). How long the lab takes to make a
piece it says of some frames alone (model frame, type_description); of prints it does not. So every date is an estimate,
and whether the making is in it is part of the answer. Holidays are in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fwdesk.domain.order import ShippingOption

DOCUMENTED = {"EC": (3, 7), "SD": (2, 5), "EX": (2, 3), "ON": (1, 2)}
"""Business days by generic shipping code, from the vendor's documentation (REFERENCE, section 3)."""
MEANINGS = {
    "EC": "Economy: the cheapest way, 3 to 7 business days",
    "SD": "Standard or ground: 2 to 5 business days",
    "EX": "Express: 2 to 3 business days",
    "ON": "Overnight: 1 to 2 business days, else the fastest there is",
    "FS": "The fastest there is",
}
"""What the generic codes stand for (REFERENCE, section 3)."""
LONGEST = 365
_SPAN = re.compile(
    r"(?<![\d.,])(\d{1,3})(?:\s*(?:-|–|—|−|to|or|and)\s*(\d{1,3}))?(\+?)\s*(?:(?:biz|business|working|work|calendar)\.?\s*)?"
    r"(day|week|hour|hr)",
    re.ASCII | re.IGNORECASE,
)
_BUSINESS = re.compile(r"\b(biz|business|working|work)\b", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Transit:
    """From `low` to `high` days on the way. `business` counts Monday to Friday alone; `open_ended` may take longer.

    `documented` says that the vendor's general documentation is the source, not the option itself.
    """

    low: int
    high: int
    business: bool = True
    documented: bool = False
    open_ended: bool = False

    @property
    def words(self) -> str:
        """Such as "3 to 7 business days"."""
        unit = "business day" if self.business else "day"
        if self.low == self.high:
            text = f"{self.low} {unit}{'' if self.low == 1 else 's'}"
        else:
            text = f"{self.low} to {self.high} {unit}s"
        return f"{text} or more" if self.open_ended else text

    def after(self, start: date) -> tuple[date, date]:
        """The first and the last day on which something that begins on a day may be over."""
        step = after_business_days if self.business else after_days
        return step(start, self.low), step(start, self.high)


@dataclass(frozen=True, slots=True)
class Arrival:
    """From the first to the last day on which a parcel may arrive, an estimate.

    `made` says that the time to make the piece is in it; else it counts from the day the parcel leaves the lab.
    `open_ended` says that the service names no longest time.
    """

    first: date
    last: date
    made: bool
    open_ended: bool = False

    def surely_by(self, due: date) -> bool:
        """Whether it arrives by a day even when everything takes longest."""
        return not self.open_ended and self.last <= due


def arrival_of(option: ShippingOption, today: date, making: Transit | None, *, domestic: bool = True) -> Arrival | None:
    """When an option arrives if it is ordered today; None if nobody says how long it takes.

    `making` is how long the lab takes before the parcel leaves, if anyone says so.
    """
    transit = transit_of(option, domestic=domestic)
    if transit is None:
        return None
    soon, late = making.after(today) if making else (today, today)
    open_ended = transit.open_ended or bool(making and making.open_ended)
    return Arrival(transit.after(soon)[0], transit.after(late)[1], making is not None, open_ended)


def cheapest_by(
    options: Iterable[ShippingOption], today: date, due: date, making: Transit | None, *, domestic: bool = True
) -> ShippingOption | None:
    """The option that costs least in all among those that arrive by a day even when everything takes longest.

    None if no option's days are known and short enough.
    """
    arrivals = ((option, arrival_of(option, today, making, domestic=domestic)) for option in options)
    in_time = [option for option, arrival in arrivals if arrival and arrival.surely_by(due)]
    return min(in_time, key=lambda option: (option.total.grand_total.amount, option.rate.amount), default=None)


def transit_of(option: ShippingOption, *, domestic: bool = True) -> Transit | None:
    """How long an option takes: by its own words, else, within the US, by its generic code; None if neither says."""
    said = read_transit(option.transit)
    days = DOCUMENTED.get(option.code.strip().upper()) if domestic else None
    return said or (Transit(*days, documented=True) if days else None)


def read_transit(text: str) -> Transit | None:
    """Read "3-7 biz days", "2–4 weeks", "1 to 2 business days", "48 hours". None if there are no days in it.

    Days without a word for working days are taken for business days, as carriers count, except in weeks.
    """
    text = " ".join(text.split())
    found = _SPAN.search(text)
    if not found:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    low, high = min(low, high), max(low, high)
    unit = found[4].lower()
    business = unit == "day" and "calendar" not in found[0].lower()
    if unit == "week":
        low, high, business = low * 7, high * 7, False
        if _BUSINESS.search(text):
            low, high, business = low // 7 * 5, high // 7 * 5, True
    elif unit in {"hour", "hr"}:
        low, high, business = -(-low // 24), -(-high // 24), True
    if high > LONGEST:
        return None
    return Transit(low, high, business, open_ended=bool(found[3]))


def after_business_days(start: date, days: int) -> date:
    """So many days later, counting Monday to Friday alone. What leaves on a weekend leaves on Monday."""
    day = start
    while day.weekday() >= 5:
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return day


def after_days(start: date, days: int) -> date:
    """So many calendar days later."""
    return start + timedelta(days=days)
