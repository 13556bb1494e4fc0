"""What the artist asks for a piece and what stays: markup, rounding, fees, profit and margin. All amounts are USD.

The cost is what the service asks for one copy, without shipping and tax; so are profit and margin. Fees are charged in
whole cents, each rounded half up, as marketplaces and card companies do. Nothing here is known to FinerWorks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import Enum

from fwdesk.domain.errors import RetailError
from fwdesk.domain.money import ZERO, Money

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
_PLAIN = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_COMMA = re.compile(r"\d*,\d{1,2}", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_LONGEST = 16
MOST_PERCENT = Decimal(10_000)
"""A markup of a hundred times the cost: more is a slip of the finger."""
MOST_MONEY = Money.of(1_000_000)
"""More than a million dollars for a print is a slip of the finger, too."""


class Markup(Enum):
    """How the cost becomes a retail price."""

    PERCENT = "percent of the cost"
    FIXED = "fixed amount"


class Rounding(Enum):
    """The cents a retail price ends in. Rounding goes up: a rule never asks for less than its markup."""

    NONE = "none"
    WHOLE = "00"
    NINETY_FIVE = "95"
    NINETY_NINE = "99"

    def up(self, price: Money) -> Money:
        """The smallest price with these cents that is not less."""
        cents = price.amount.quantize(_CENT, ROUND_CEILING)
        if self is Rounding.NONE:
            return Money(cents)
        ending = Decimal(self.value) / 100
        return Money(((cents - ending).to_integral_value(ROUND_CEILING) + ending).quantize(_CENT))


@dataclass(frozen=True, slots=True)
class Rules:
    """The artist's own rule: what is added to the cost, how it is rounded, and who takes a share of the price.

    `percent` (100 doubles the cost) or `fixed` is added, whichever `markup` says. A marketplace takes
    `marketplace_percent` of the price, a card company `card_percent` and `card_fixed`. `least_margin` is the percentage
    of the price that should be left. Raises `RetailError` for values that cannot be meant.
    """

    markup: Markup = Markup.PERCENT
    percent: Decimal = _HUNDRED
    fixed: Money = ZERO
    rounding: Rounding = Rounding.NONE
    marketplace_percent: Decimal = Decimal(0)
    card_percent: Decimal = Decimal(0)
    card_fixed: Money = ZERO
    least_margin: Decimal = Decimal(40)

    def __post_init__(self) -> None:
        """Refuse what cannot be meant: the settings file can be edited by hand."""
        for field, share, most in (
            ("The markup", self.percent, MOST_PERCENT),
            ("The marketplace's share", self.marketplace_percent, _HUNDRED),
            ("The card fee", self.card_percent, _HUNDRED),
            ("The margin", self.least_margin, _HUNDRED),
        ):
            if not share.is_finite() or not 0 <= share <= most:
                raise RetailError(field, f"must be between 0 and {most:,} percent.")
        for field, money in (("The markup", self.fixed), ("The card fee", self.card_fixed)):
            if not money.amount.is_finite() or not ZERO <= money <= MOST_MONEY:
                raise RetailError(field, f"must be between {ZERO} and {MOST_MONEY}.")
        if self.marketplace_percent + self.card_percent >= _HUNDRED:
            raise RetailError("The fees", "take the whole price: marketplace and card must be under 100 percent.")

    def retail_of(self, cost: Money) -> Money:
        """The price this rule makes of a cost."""
        added = cost.amount * self.percent / _HUNDRED if self.markup is Markup.PERCENT else self.fixed.amount
        return self.rounding.up(Money(cost.amount + added))

    def sale(self, cost: Money, retail: Money | None = None) -> Sale:
        """What stays of a sale, at a price of the artist's own or at the rule's."""
        price = self.retail_of(cost) if retail is None else retail.rounded
        card = _share(price, self.card_percent) + self.card_fixed.rounded if price else ZERO
        return Sale(cost.rounded, price, _share(price, self.marketplace_percent), card, own=retail is not None)

    def least_retail(self, cost: Money, margin: Decimal | None = None) -> Money | None:
        """The smallest price in whole cents that leaves a margin in percent (this rule's without one).

        None if fees and margin together want the whole price, or all but a hundredth of it.
        """
        wanted = self.least_margin if margin is None else margin
        left = _HUNDRED - self.marketplace_percent - self.card_percent - wanted
        if left < 1:
            return None
        exact = (cost.rounded + self.card_fixed.rounded).amount * _HUNDRED / left
        # Each of two fees may round up by half a cent: the answer is at most some cents further on, never before.
        price = Money(max(exact - 2 * _HUNDRED * _CENT / left, _CENT).quantize(_CENT, ROUND_CEILING))
        while not self.sale(cost, price).leaves(wanted):
            price += Money(_CENT)
        return price


@dataclass(frozen=True, slots=True)
class Sale:
    """One copy sold: what it costs, what is asked, who takes what, and what stays. Whole cents, so it adds up.

    `own` is true when the artist typed the price and false when the rule made it.
    """

    cost: Money
    retail: Money
    marketplace: Money
    card: Money
    own: bool = False

    @property
    def fees(self) -> Money:
        """Marketplace and card together."""
        return self.marketplace + self.card

    @property
    def profit(self) -> Money:
        """What stays; negative for a loss. Before shipping and tax."""
        return self.retail - self.cost - self.fees

    @property
    def margin(self) -> Decimal | None:
        """The profit as a percentage of the retail price, to one decimal; None for a piece that is given away."""
        if not self.retail:
            return None
        return (self.profit.amount * _HUNDRED / self.retail.amount).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def margin_words(self) -> str:
        """As a person reads it: 57.1 %, or – where there is no price."""
        return "–" if self.margin is None else f"{self.margin:f} %".replace("-", "−")

    def leaves(self, margin: Decimal) -> bool:
        """True if at least so many percent of the price are left, to the cent and not by the rounded percentage."""
        return bool(self.retail) and self.profit.amount * _HUNDRED >= margin * self.retail.amount


def _share(price: Money, percent: Decimal) -> Money:
    return Money(price.amount * percent / _HUNDRED).rounded


# Margin first


@dataclass(frozen=True, slots=True)
class Candidate:
    """A configuration to be sold at a wanted price. `cost` is None where its price is not known yet."""

    name: str
    code: str
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Keeps:
    """A configuration that leaves enough, and what it leaves."""

    candidate: Candidate
    sale: Sale


@dataclass(frozen=True, slots=True)
class MarginFirst:
    """What can be sold at a price: what leaves enough, how many do not, and how many prices are missing."""

    keeps: tuple[Keeps, ...]
    short: int
    missing: int


def margin_first(rules: Rules, retail: Money, margin: Decimal, candidates: Sequence[Candidate]) -> MarginFirst:
    """Which configurations leave at least a margin at a price, the one that gives the buyer most (dearest) first."""
    sold = [Keeps(one, rules.sale(one.cost, retail)) for one in candidates if one.cost is not None]
    keeps = sorted((one for one in sold if one.sale.leaves(margin)), key=lambda one: -one.sale.cost.amount)
    return MarginFirst(tuple(keeps), len(sold) - len(keeps), len(candidates) - len(sold))


# Reading what was typed


def parse_amount(text: str) -> Money:
    """Dollars as typed: 250, $250, 1,234.50 or 249,95. Raises `RetailError`."""
    number = _number(text.strip().removeprefix("$").strip())
    if number is None or number != number.quantize(_CENT):
        raise RetailError("That", "is no amount: type dollars and cents, such as 250 or 249.95.")
    if not 0 <= number <= MOST_MONEY.amount:
        raise RetailError("A price", f"must be between {ZERO} and {MOST_MONEY}.")
    return Money(number.quantize(_CENT))


def parse_percent(text: str) -> Decimal:
    """A percentage as typed: 40, 40 % or 2.9. Raises `RetailError`."""
    number = _number(text.strip().removesuffix("%").strip())
    if number is None or not 0 <= number <= MOST_PERCENT:
        raise RetailError("That", "is no percentage: type a number, such as 40 or 2.9.")
    return number


def _number(text: str) -> Decimal | None:
    """A comma before one or two last digits is a decimal point; others stand between thousands."""
    if _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if _PLAIN.fullmatch(text) and len(text) <= _LONGEST else None
