"""Orders, clocks and services for the tests of orders: one place that knows what a complete order is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.money import Money
from fwdesk.domain.order import (
    TEST_TOKEN,
    Confirmation,
    Order,
    OrderLine,
    OrderStatus,
    PrintFile,
    Recipient,
)
from fwdesk.orders.ledger import Ledger, new_po
from fwdesk.store.database import Database

ADA = Recipient("Ada", "Example", address_1="100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205")
FILE = PrintFile("https://files.example/a.jpg", "https://files.example/a.jpg", 4800, 6000, "ab" * 32)
LINE = OrderLine("5M6M9S16X20", 1, FILE, "Lake", Money.of("35.00"))
TOTAL = Money.of("43.95")
HOST = "127.0.0.1"


def an_order(**changes: object) -> Order:
    return replace(Order(new_po(), ADA, (LINE,), "SD"), **changes)


class Clock:
    """A clock that goes one millisecond at each look, and as far as it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


_open: list[Ledger] = []


def a_ledger(folder: Path, clock: Clock | None = None, probe: Callable[[str], object] = str) -> Ledger:
    """A ledger that `close_ledgers` closes."""
    _open.append(Ledger(Database(folder / "fwdesk.db"), clock or Clock(), probe))  # type: ignore[arg-type]
    return _open[-1]


def close_ledgers() -> None:
    while _open:
        _open.pop().close()


class Service:
    """The vendor as a guard would have it: it counts, and fails the test for anything but a test order."""

    def __init__(self, answer: object = None) -> None:
        self.answer = answer
        self.posts: list[Order] = []
        self.reads: list[list[str]] = []
        self.statuses: list[OrderStatus] = []

    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: bool = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        assert payment_token == TEST_TOKEN == "xxxx"
        assert order.test_mode is True
        assert validate_only is False
        self.posts.append(order)
        if isinstance(self.answer, BaseException):
            raise self.answer
        if callable(self.answer):
            return cast("Confirmation | None", self.answer(order))
        return Confirmation(order.order_po, 1000 + len(self.posts), 7, "guid", "2026-11-23T06:00:00-06:00")

    def fetch_order_status(self, order_pos: Sequence[str], *, cancel: Cancel | None = None) -> tuple[OrderStatus, ...]:
        self.reads.append(list(order_pos))
        if isinstance(self.answer, BaseException) and not self.statuses:
            raise self.answer
        return tuple(status for status in self.statuses if status.order_po in order_pos or status.order_po == "FOREIGN")
