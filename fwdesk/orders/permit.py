"""What lets one order go to the live ledger, and having an order checked by the service without placing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError
from fwdesk.domain.money import Money
from fwdesk.domain.order import TEST_TOKEN, Order


@dataclass(frozen=True, slots=True)
class Permit:
    """What a person gave for live orders of one confirmation: the way they are paid, the total that was typed, and
    keys that the service says are live.

    `shown_total` is what all orders of the confirmation come to together: that is what a person types. The token is in
    no `repr` and is never written down (RELIABILITY, F9).
    """

    payment_token: str = field(repr=False)
    typed_total: Money
    shown_total: Money
    verified: bool

    def refuse(self, total: Money) -> None:
        """Raise `OrderError` unless everything is there that a live order of this total needs."""
        if not self.verified:
            raise OrderError("The service has not said that these are the keys of a live app.")
        if self.typed_total != self.shown_total or total.rounded > self.shown_total:
            raise OrderError(f"The order comes to {total}, but {self.typed_total} was typed.")
        # The type says enough, but null would make a real, unpaid order (REFERENCE 1.6): it is looked at all the same.
        token = self.payment_token.strip() if isinstance(self.payment_token, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
        if not token or token.lower() == TEST_TOKEN:
            raise OrderError("Choose how the order is paid.")


class Validator(Protocol):
    """What is used of the service to have an order checked without placing it."""

    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: Literal[True], cancel: Cancel | None = None
    ) -> None:
        """Nothing if nothing was found wrong. Raises `ServiceError`."""
        ...


def validate(client: Validator, order: Order, *, cancel: Cancel | None = None) -> None:
    """Have the service check an order without placing it. Raises `ServiceError` with what it finds wrong.

    It goes with the test token: a service that overlooked `validate_only` would make a test of it and nothing else.
    """
    client.submit_orders_v2(order, payment_token=TEST_TOKEN, validate_only=True, cancel=cancel)
