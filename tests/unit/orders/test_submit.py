from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fwdesk.domain.errors import (
    BadCredentials,
    BadReply,
    Cancelled,
    ConnectionLost,
    OrderError,
    Refused,
    ServiceError,
    StoreError,
    TimedOut,
    Unreachable,
)
from fwdesk.domain.order import Confirmation, LedgerRow, Order, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, send_again, submit, twin
from tests.orders_kit import ADA, FILE, HOST, LINE, TOTAL, Service, a_ledger, an_order


def send(ledger: Ledger, service: Service, order: Order, mode: str = "test") -> LedgerRow:
    return submit(ledger, service, order, mode=mode, host=HOST, quoted_total=TOTAL)


def test_an_exact_confirmation_is_accepted(tmp_path: Path) -> None:
    ledger, service, order = a_ledger(tmp_path), Service(), an_order()
    row = send(ledger, service, order)
    assert (row.state, row.order_id, row.message) == (OrderState.ACCEPTED, 1001, "")
    assert service.posts == [order]
    said = ledger.events(order.order_po)[-1].detail
    assert "order_guid guid" in said
    assert "confirmation_id 7" in said


def test_what_the_service_said_with_it_is_kept(tmp_path: Path) -> None:
    service = Service(lambda order: Confirmation(order.order_po, 5, message="The payment failed."))
    row = send(a_ledger(tmp_path), service, an_order())
    assert (row.state, row.message) == (OrderState.ACCEPTED, "The payment failed.")


def test_the_intent_is_on_the_disk_when_the_request_leaves(tmp_path: Path) -> None:
    def look(order: Order) -> Confirmation:
        other = sqlite3.connect(tmp_path / "fwdesk.db")
        seen.extend(other.execute("SELECT state, order_po FROM orders").fetchall())
        other.close()
        return Confirmation(order.order_po, 1)

    seen: list[tuple[str, str]] = []
    order = an_order()
    send(a_ledger(tmp_path), Service(look), order)
    assert seen == [("SENDING", order.order_po)]


def test_an_intent_that_cannot_be_written_sends_nothing(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    with ledger._database.read() as connection:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreError, match="disk is full"):
        send(ledger, service, an_order(gift_message="x" * 100_000))
    assert service.posts == []
    assert ledger.rows() == ()


def test_wherever_the_disk_fills_up_nothing_is_sent_unwritten(tmp_path: Path) -> None:
    """One page more each time, until it all fits: first nothing is sent, then it is UNKNOWN, then ACCEPTED."""
    found: list[str] = []
    for spare in range(90):
        (folder := tmp_path / str(spare)).mkdir()
        ledger, order = a_ledger(folder), an_order(gift_message="x" * 40_000)
        service = Service(lambda order: Confirmation(order.order_po, 1, order_guid="g" * 40_000))
        with ledger._database.read() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + spare}")
        try:
            row = send(ledger, service, order)
        except StoreError:
            assert service.posts == []
            found.append("nothing")
            continue
        assert len(service.posts) == 1
        assert ledger.row(order.order_po).state is (
            row.state if row.state is OrderState.ACCEPTED else OrderState.SENDING
        )
        found.append(row.state.value)
    assert list(dict.fromkeys(found)) == ["nothing", "UNKNOWN", "ACCEPTED"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (None, "The service confirmed order 1. But that could not be written down: The disk is full"),
        (TimedOut("late" * 20_000), "late. But that could not be written down: The disk is full"),
    ],
)
def test_an_outcome_that_cannot_be_written_is_unknown(tmp_path: Path, error: ServiceError | None, words: str) -> None:
    ledger, order = a_ledger(tmp_path), an_order()

    def fill(order: Order) -> Confirmation:
        with ledger._database.read() as connection:
            connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
        if error:
            raise error
        return Confirmation(order.order_po, 1, order_guid="g" * 100_000)

    service = Service(fill)
    row = send(ledger, service, order)
    assert row.state is OrderState.UNKNOWN
    assert words in row.message
    assert len(service.posts) == 1
    # On the disk it is still being sent: the next start finds it and asks the service.
    (found,) = a_ledger(tmp_path).recover()
    assert (found.order_po, found.state) == (order.order_po, OrderState.UNKNOWN)


OUTCOMES: list[tuple[BaseException, OrderState, str]] = [
    (Unreachable("nobody listens"), OrderState.NOT_SENT, "Nothing was sent: nobody listens"),
    (ServiceError("before", sent=False), OrderState.NOT_SENT, "Nothing was sent"),
    (Cancelled("stopped", sent=False), OrderState.NOT_SENT, "Nothing was sent"),
    (Cancelled("stopped"), OrderState.UNKNOWN, "not known"),
    (TimedOut("late"), OrderState.UNKNOWN, "not known whether the order arrived: late"),
    (ConnectionLost("reset"), OrderState.UNKNOWN, "not known"),
    (BadReply("html"), OrderState.UNKNOWN, "not known"),
    (ServiceError("?"), OrderState.UNKNOWN, "not known"),
    (BadCredentials("Missing or unauthorized", status=400), OrderState.REFUSED, "Missing or unauthorized"),
    (Refused("no", status=200), OrderState.REFUSED, "no"),
    (Refused("no", status=400, fields=(("request.orders[0].order_po", "too long"), ("b", "no"))), OrderState.REFUSED,
     "no\nrequest.orders[0].order_po: too long"),
    (Refused("no", status=404), OrderState.REFUSED, "no"),
    (Refused("dup", status=409), OrderState.UNKNOWN, "dup"),
    (Refused("slow down", status=429), OrderState.UNKNOWN, "slow down"),
    (Refused("late", status=408), OrderState.UNKNOWN, "late"),
    (Refused("broken", status=500), OrderState.UNKNOWN, "broken"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "state", "words"), OUTCOMES)
def test_only_what_is_certain_is_said(tmp_path: Path, error: BaseException, state: OrderState, words: str) -> None:
    ledger, service, order = a_ledger(tmp_path), Service(error), an_order()
    row = send(ledger, service, order)
    assert row.state is state
    assert words in row.message
    assert len(service.posts) == 1
    if state is not OrderState.NOT_SENT:
        with pytest.raises(OrderError, match="sent already"):
            send(ledger, service, order)
        assert len(service.posts) == 1


@pytest.mark.parametrize("error", [ValueError("bug"), KeyboardInterrupt(), SystemExit()])
def test_a_bug_while_sending_is_unknown_and_still_a_bug(tmp_path: Path, error: BaseException) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    with pytest.raises(type(error)):
        send(ledger, Service(error), order)
    assert ledger.row(order.order_po).state is OrderState.UNKNOWN


ANSWERS: dict[str, Callable[[Order], object]] = {
    "nothing": lambda _: None,
    "another reference": lambda _: Confirmation("FWD-OTHER", 1),
    "no number": lambda order: Confirmation(order.order_po, 0),
    "negative": lambda order: Confirmation(order.order_po, -5),
    "text": lambda order: Confirmation(order.order_po, "77"),  # type: ignore[arg-type]
    "true": lambda order: Confirmation(order.order_po, True),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_anything_but_exactly_our_order_is_unknown(tmp_path: Path, kind: str) -> None:
    service = Service(ANSWERS[kind])
    row = send(a_ledger(tmp_path), service, an_order())
    assert row.state is OrderState.UNKNOWN
    assert row.message.startswith("The service")
    assert len(service.posts) == 1


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "live order": ({"test_mode": False}, "Only test orders"),
    "no reference": ({"order_po": ""}, "reference"),
    "long reference": ({"order_po": "x" * 51}, "reference"),
    "no recipient": ({"recipient": replace(ADA, city="")}, "Enter a city"),
    "no shipping": ({"shipping_code": ""}, "travels"),
    "empty": ({"lines": ()}, "nothing in it"),
    "no code": ({"lines": (replace(LINE, code=""),)}, "no product code"),
    "none": ({"lines": (replace(LINE, quantity=0),)}, "1 to 999, not 0"),
    "too many": ({"lines": (replace(LINE, quantity=1000),)}, "1 to 999, not 1000"),
    "long title": ({"lines": (replace(LINE, title="x" * 51),)}, "51 characters"),
    "no file": ({"lines": (replace(LINE, file=replace(FILE, url="")),)}, "print file"),
    "unseen file": ({"lines": (replace(LINE, file=replace(FILE, sha256="")),)}, "print file"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_may_not_be_sent_is_refused_before_anything_is_written(tmp_path: Path, kind: str) -> None:
    changes, words = REFUSED[kind]
    ledger, service = a_ledger(tmp_path), Service()
    with pytest.raises(OrderError, match=words):
        send(ledger, service, an_order(**changes))
    assert service.posts == []
    assert ledger.rows() == ()


def test_live_is_refused(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    for order in (an_order(), an_order(test_mode=False)):
        with pytest.raises(OrderError, match="only its review sends it"):
            send(ledger, service, order, mode="live")
    assert service.posts == []
    assert ledger.rows() == ()


def test_a_person_may_send_again_what_was_not_sent(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    assert send(ledger, Service(Unreachable("no network")), order).state is OrderState.NOT_SENT
    service = Service()
    row = send_again(ledger, service, order.order_po, mode="test", host=HOST)
    assert row.state is OrderState.ACCEPTED
    assert service.posts == [order]
    with pytest.raises(OrderError):
        send_again(ledger, service, order.order_po, mode="test", host=HOST)
    assert len(service.posts) == 1


# Reading back


def lost(ledger: Ledger, error: ServiceError | None = None) -> Order:
    order = an_order()
    send(ledger, Service(error or TimedOut("late")), order)
    return order


@pytest.mark.parametrize("error", [TimedOut("late"), Refused("no", status=400)])
def test_an_order_that_is_found_is_accepted(tmp_path: Path, error: ServiceError) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    order = lost(ledger, error)
    service.statuses = [OrderStatus(order.order_po, 55, 3, "Order Received", confirmation_id=9)]
    row = read_back(ledger, service, order.order_po, mode="test", host=HOST)
    assert (row.state, row.order_id, row.status_label) == (OrderState.ACCEPTED, 55, "Order Received")
    assert service.posts == []


def test_not_found_proves_nothing(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    order = lost(ledger)
    for _ in range(3):
        row = read_back(ledger, service, order.order_po, mode="test", host=HOST)
        assert row.state is OrderState.UNKNOWN
        assert "may still appear" in row.message
    assert service.posts == []
    refused = lost(ledger, Refused("no", status=400))
    assert read_back(ledger, service, refused.order_po, mode="test", host=HOST).message == "no"


def test_two_orders_under_one_reference_are_a_matter_for_people(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    order = lost(ledger)
    service.statuses = [OrderStatus(order.order_po, number, 3, "") for number in (8, 7)]
    row = read_back(ledger, service, order.order_po, mode="test", host=HOST)
    assert row.state is OrderState.CONFLICT
    assert "more than one order under this reference: 7 and 8" in row.message


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (OrderStatus("FOREIGN", 5, 3, ""), OrderState.CONFLICT),
        (OrderStatus("", 0, 3, ""), OrderState.UNKNOWN),
    ],
)
def test_another_order_is_not_ours(tmp_path: Path, status: OrderStatus, state: OrderState) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    order = lost(ledger)
    service.statuses = [status if status.order_po else replace(status, order_po=order.order_po)]
    row = read_back(ledger, service, order.order_po, mode="test", host=HOST)
    assert (row.state, row.order_id) == (state, 0)
    assert ("'FOREIGN'" in row.message) == (state is OrderState.CONFLICT)


def test_a_failed_look_changes_nothing(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    order = lost(ledger)
    before = ledger.row(order.order_po)
    with pytest.raises(TimedOut):
        read_back(ledger, Service(TimedOut("again")), order.order_po, mode="test", host=HOST)
    assert ledger.row(order.order_po) == before


def test_the_same_cart_again_is_named(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    send(ledger, Service(), order)
    found = twin(ledger, an_order(), mode="test")
    assert found is not None
    assert found.order_po == order.order_po
