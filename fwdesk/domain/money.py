"""Money in US dollars, exact. Sums first, rounds last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in USD. Unit prices may carry fractions of a cent (REFERENCE 1.3), so nothing rounds by itself."""

    amount: Decimal

    @classmethod
    def of(cls, amount: Decimal | int | str) -> Money:
        """Build one from decimal text, a whole number or a Decimal. Never pass a float."""
        return cls(Decimal(amount))

    @classmethod
    def sum(cls, parts: Iterable[Money]) -> Money:
        """Add without rounding."""
        return cls(sum((part.amount for part in parts), Decimal(0)))

    def __add__(self, other: Money) -> Money:
        """Exact sum."""
        return Money(self.amount + other.amount)

    def __sub__(self, other: Money) -> Money:
        """Exact difference."""
        return Money(self.amount - other.amount)

    def __mul__(self, quantity: int) -> Money:
        """So many copies."""
        return Money(self.amount * quantity)

    def __bool__(self) -> bool:
        """False for zero."""
        return bool(self.amount)

    def __str__(self) -> str:
        """For people: $41.63, −$3.10, $1,234.00. Rounded to cents, half up."""
        cents = self.rounded.amount
        return f"{'−' if cents < 0 else ''}${abs(cents):,.2f}"

    @property
    def rounded(self) -> Money:
        """To whole cents, half up."""
        return Money(self.amount.quantize(_CENT, ROUND_HALF_UP) + 0)  # + 0: never a negative zero

    @property
    def plain(self) -> str:
        """Two decimals, no sign of the currency: 41.63. For JSON and CSV."""
        return f"{self.rounded.amount:.2f}"

    @property
    def difference(self) -> str:
        """As a price difference: +6.40, −3.10, same."""
        cents = self.rounded.amount
        return "same" if not cents else f"{'+' if cents > 0 else '−'}{abs(cents):,.2f}"


ZERO = Money(Decimal(0))
