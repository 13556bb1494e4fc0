"""Live orders: only with a permit for just this total, never without a real token, never in another ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError, Refused, TimedOut
from fwdesk.domain.money import Money
from fwdesk.domain.order import TEST_TOKEN, Confirmation, LedgerRow, Order, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.permit import Permit, validate
from fwdesk.orders.submit import send_again, submit
from tests.orders_kit import HOST, TOTAL, a_ledger, an_order

TOKEN = "card-1111"
PERMIT = Permit(TOKEN, TOTAL, TOTAL, verified=True)


class LiveService:
    """Counts what arrives, with its token; a null would make a real, unpaid order and fails the test."""

    def __init__(self, answer: BaseException | None = None) -> None:
        self.answer = answer
        self.posts: list[tuple[Order, object]] = []
        self.validated: list[tuple[Order, object]] = []

    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: bool = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        assert isinstance(payment_token, str)
        assert payment_token.strip()
        (self.validated if validate_only else self.posts).append((order, payment_token))
        if self.answer:
            raise self.answer
        return None if validate_only else Confirmation(order.order_po, 4711)

    def fetch_order_status(self, order_pos: Any, *, cancel: Cancel | None = None) -> tuple[OrderStatus, ...]:
        return ()


def send(ledger: Ledger, service: LiveService, order: Order, permit: Permit | None, **more: Any) -> LedgerRow:
    given: dict[str, Any] = {"mode": "live", "host": HOST, "quoted_total": TOTAL} | more
    return submit(ledger, service, order, permit=permit, **given)  # type: ignore[arg-type]


def live(**changes: Any) -> Order:
    return an_order(test_mode=False, **changes)


def test_a_permit_sends_one_live_order_with_its_token_and_nobody_writes_that_down(tmp_path: Path) -> None:
    ledger, service, order = a_ledger(tmp_path), LiveService(), live()
    row = send(ledger, service, order, PERMIT)
    assert (row.state, row.mode) == (OrderState.ACCEPTED, "live")
    assert service.posts == [(order, TOKEN)]
    assert TOKEN not in repr(PERMIT)
    ledger.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert TOKEN.encode() not in file.read_bytes(), file.name


REFUSED: dict[str, tuple[Permit | None, dict[str, Any], str]] = {
    "no permit": (None, {}, "only its review sends it"),
    "keys not known to be live": (replace(PERMIT, verified=False), {}, "keys of a live app"),
    "another total typed": (replace(PERMIT, typed_total=Money.of("43.94")), {}, "but \\$43.94 was typed"),
    "more than was shown": (PERMIT, {"quoted_total": TOTAL + Money.of("0.01")}, "comes to \\$43.96"),
    "no token": (replace(PERMIT, payment_token=""), {}, "how the order is paid"),
    "blank token": (replace(PERMIT, payment_token="  "), {}, "how the order is paid"),
    "null token": (replace(PERMIT, payment_token=None), {}, "how the order is paid"),  # type: ignore[arg-type]
    "test token": (replace(PERMIT, payment_token=" XXXX "), {}, "how the order is paid"),
    "the test ledger": (PERMIT, {"mode": "test"}, "Only test orders"),
    "the practice ledger": (PERMIT, {"mode": "practice"}, "Only test orders"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_without_all_of_it_nothing_is_written_or_sent(tmp_path: Path, kind: str) -> None:
    permit, more, words = REFUSED[kind]
    ledger, service = a_ledger(tmp_path), LiveService()
    with pytest.raises(OrderError, match=words):
        send(ledger, service, live(), permit, **more)
    assert service.posts == []
    assert ledger.rows() == ()


def test_a_test_order_does_not_go_to_the_live_account(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), LiveService()
    with pytest.raises(OrderError, match="This is a test order"):
        send(ledger, service, an_order(), PERMIT)
    with pytest.raises(OrderError, match="Only test orders"):
        send(ledger, service, an_order(), PERMIT, mode="test")
    assert service.posts == []


def test_live_and_test_orders_are_in_ledgers_of_their_own(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), LiveService()
    first = send(ledger, service, live(), PERMIT)
    second = send(ledger, service, an_order(), None, mode="test")
    assert service.posts[1][1] == TEST_TOKEN
    assert [row.order_po for row in ledger.rows(mode="live", host=HOST)] == [first.order_po]
    assert [row.order_po for row in ledger.rows(mode="test", host=HOST)] == [second.order_po]


def test_a_live_order_that_was_not_sent_needs_a_permit_again(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), live()
    assert send(ledger, LiveService(TimedOut("late", sent=False)), order, PERMIT).state is OrderState.NOT_SENT
    service = LiveService()
    with pytest.raises(OrderError, match="only its review sends it"):
        send_again(ledger, service, order.order_po, mode="live", host=HOST)  # type: ignore[arg-type]
    assert service.posts == []
    row = send_again(ledger, service, order.order_po, mode="live", host=HOST, permit=PERMIT)  # type: ignore[arg-type]
    assert row.state is OrderState.ACCEPTED
    assert service.posts == [(order, TOKEN)]


def test_a_typed_total_answers_for_an_earlier_order_in_doubt(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    assert send(ledger, LiveService(TimedOut("late")), live(), PERMIT).state is OrderState.UNKNOWN
    assert ledger.standing("live").wants_typed
    assert send(ledger, LiveService(), live(), PERMIT).state is OrderState.ACCEPTED


def test_a_check_beforehand_can_place_nothing_real() -> None:
    service, order = LiveService(), live()
    validate(service, order)  # type: ignore[arg-type]
    assert service.validated == [(order, TEST_TOKEN)]
    assert service.posts == []
    with pytest.raises(Refused):
        validate(LiveService(Refused("no", status=400)), order)  # type: ignore[arg-type]
