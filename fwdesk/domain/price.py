"""What a piece costs, itemised as the service itemises it (REFERENCE, model price)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fwdesk.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one copy, in parts. `info` is the service's own note, filled when it cannot price the code.

    `asked_at` is when the service answered (UTC), so that a price can say how old it is.
    """

    code: str
    print: Money = ZERO
    frame: Money = ZERO
    mat_1: Money = ZERO
    mat_2: Money = ZERO
    glazing: Money = ZERO
    color_correct: Money = ZERO
    total: Money = ZERO
    quantity: int = 1
    info: str = ""
    asked_at: datetime | None = None

    @property
    def mats(self) -> Money:
        """Both mats together."""
        return self.mat_1 + self.mat_2

    @property
    def parts(self) -> Money:
        """The sum of the parts; it should be the total."""
        return Money.sum(
            (
                self.print,
                self.frame,
                self.mat_1,
                self.mat_2,
                self.glazing,
                self.color_correct,
            )
        )

    @property
    def priced(self) -> bool:
        """False when the service could not price the code: REFERENCE 1.5, HTTP 200 with a row of zeros."""
        return bool(self.total)

    @property
    def adds_up(self) -> bool:
        """True when the total is the sum of the parts to the cent."""
        return self.parts.rounded == self.total.rounded
