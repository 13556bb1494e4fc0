"""Hold, release, cancel, another recipient, notes: written down before and after, asked once, unclear when unclear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import (
    BadReply,
    Cancelled,
    ConnectionLost,
    OrderError,
    Refused,
    RequestError,
    ServiceError,
    StoreError,
    TimedOut,
    Unreachable,
)
from fwdesk.domain.order import OrderState, OrderStatus, Recipient
from fwdesk.orders.changes import Ask, Outcome, Request, Wanted, change_order, recipient_now, requests
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import submit
from tests.orders_kit import ADA, HOST, TOTAL, Clock, Service, a_ledger, an_order

EVE = replace(ADA, first_name="Eve", address_1="7 Elm Street")
HOLD = Wanted(Ask.HOLD)


class Workshop(Service):
    """A service that takes changes, and counts them; `fault` is raised instead of an answer."""

    def __init__(self, fault: BaseException | None = None) -> None:
        super().__init__()
        self.fault = fault
        self.asked: list[tuple[object, ...]] = []

    def _take(self, *asked: object) -> str:
        self.asked.append(asked)
        if self.fault:
            raise self.fault
        return "noted"

    def update_order(self, order_id: int, command: str, *, cancel: Cancel | None = None) -> str:
        return self._take(order_id, command)

    def update_customer(self, order_id: int, recipient: Recipient, *, cancel: Cancel | None = None) -> str:
        return self._take(order_id, recipient)

    def submit_note(self, order_id: int, subject: str, message: str, *, cancel: Cancel | None = None) -> str:
        return self._take(order_id, subject, message)

    def fetch_order_status(self, order_pos: Sequence[str], *, cancel: Cancel | None = None) -> tuple[OrderStatus, ...]:
        self.reads.append(list(order_pos))
        return tuple(self.statuses)


def placed(folder: Path, status: OrderStatus | None = None) -> tuple[Ledger, Workshop, str]:
    ledger, service, order = a_ledger(folder, Clock()), Workshop(), an_order()
    submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
    service.statuses = [status or OrderStatus(order.order_po, 1001, 3, "Order Received")]
    service.statuses = [replace(service.statuses[0], order_po=order.order_po)]
    ledger.saw(order.order_po, service.statuses)
    return ledger, service, order.order_po


def ask(ledger: Ledger, service: Workshop, order_po: str, wanted: Wanted = HOLD) -> tuple[Outcome, str]:
    return change_order(ledger, service, order_po, wanted, mode="test", host=HOST)


def last(ledger: Ledger, order_po: str) -> Request:
    return requests(ledger.events(order_po))[-1]


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (HOLD, (1001, "hold")),
        (Wanted(Ask.RELEASE), (1001, "pending")),
        (Wanted(Ask.CANCEL), (1001, "cancel")),
        (Wanted(Ask.READDRESS, EVE), (1001, EVE)),
        (Wanted(Ask.NOTE, subject=" Framing ", message="Call first. "), (1001, "Framing", "Call first.")),
    ],
)
def test_it_is_asked_once_and_written_down_before_and_after(
    tmp_path: Path, wanted: Wanted, asked: tuple[object, ...]
) -> None:
    ledger, service, order_po = placed(tmp_path)
    seen: list[Request] = []
    ledger.probe = lambda point: seen.append(last(ledger, order_po)) if point == "change.next" else None
    service.statuses = [replace(service.statuses[0], status_id=9003, label="On hold")]
    assert ask(ledger, service, order_po, wanted) == (Outcome.DONE, "noted")
    assert service.asked == [asked]
    assert [(request.ask, request.outcome, request.unclear) for request in seen] == [(wanted.ask, Outcome.OPEN, True)]
    request = last(ledger, order_po)
    assert (request.outcome, request.words, request.unclear) == (Outcome.DONE, "noted", False)
    assert (request.status, request.since) == ("Order Received", "On hold"), "it was looked at after"
    assert request.recipient == wanted.recipient
    assert request.note == ("Framing\nCall first." if wanted.ask is Ask.NOTE else "")
    assert ledger.row(order_po).status_label == "On hold"
    assert ledger.verify() == ()


@pytest.mark.parametrize(
    ("fault", "outcome", "looks"),
    [
        (Refused("In production.", status=400), Outcome.REFUSED, 1),
        (Refused("no", status=200, fields=(("order_id", "Too late."),)), Outcome.REFUSED, 1),
        (Refused("busy", status=429), Outcome.UNCLEAR, 1),
        (Refused("broken", status=500), Outcome.UNCLEAR, 1),
        (TimedOut("late"), Outcome.UNCLEAR, 1),
        (ConnectionLost("cut"), Outcome.UNCLEAR, 1),
        (BadReply("a web page"), Outcome.UNCLEAR, 1),
        (Cancelled("stopped"), Outcome.UNCLEAR, 1),
        (Unreachable("nobody"), Outcome.NOT_SENT, 0),
        (RequestError("customer_info.city", "at most 50 characters"), Outcome.NOT_SENT, 0),
    ],
)
def test_only_what_is_certain_is_said_and_nothing_is_asked_twice(
    tmp_path: Path, fault: ServiceError, outcome: Outcome, looks: int
) -> None:
    ledger, service, order_po = placed(tmp_path)
    service.fault = fault
    said, words = ask(ledger, service, order_po)
    assert said is outcome
    assert words == (fault.fields[0][1] if isinstance(fault, Refused) and fault.fields else str(fault))
    assert len(service.asked) == 1
    assert len(service.reads) == looks
    assert last(ledger, order_po).outcome is outcome
    assert last(ledger, order_po).unclear is (outcome is Outcome.UNCLEAR)


def test_what_stops_the_program_leaves_it_unclear(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    service.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        ask(ledger, service, order_po)
    assert last(ledger, order_po).outcome is Outcome.UNCLEAR


def test_a_look_that_fails_after_takes_nothing_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, service, order_po = placed(tmp_path)

    def broken(*_: object, **__: object) -> object:
        raise TimedOut("late")

    monkeypatch.setattr(service, "fetch_order_status", broken)
    assert ask(ledger, service, order_po)[0] is Outcome.DONE


def test_what_cannot_be_written_down_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, service, order_po = placed(tmp_path)
    tell, failing = ledger.tell, [True]

    def full(po: str, detail: str, told: dict[str, object]) -> None:
        if failing.pop() if failing else False:
            raise StoreError("The disk is full.")
        tell(po, detail, told)

    monkeypatch.setattr(ledger, "tell", full)
    with pytest.raises(StoreError):
        ask(ledger, service, order_po)
    assert service.asked == []
    assert requests(ledger.events(order_po)) == (), "an answer without a question is none"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(Ask.READDRESS), "Enter the new recipient"),
        (Wanted(Ask.READDRESS, replace(EVE, city="")), "Enter a city"),
        (Wanted(Ask.NOTE, subject="x"), "a subject and a text"),
        (Wanted(Ask.NOTE, subject="x", message="y" * 1000), "1001 characters; 1000 are allowed"),
    ],
)
def test_what_is_not_complete_is_not_asked(tmp_path: Path, wanted: Wanted, words: str) -> None:
    ledger, service, order_po = placed(tmp_path)
    with pytest.raises(OrderError, match=words):
        ask(ledger, service, order_po, wanted)
    assert service.asked == []
    assert len(requests(ledger.events(order_po))) == 0


def test_only_what_is_there_and_not_gone_can_be_changed(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    with pytest.raises(OrderError, match="not to live"):
        change_order(ledger, service, order_po, HOLD, mode="live", host=HOST)
    assert (service.asked, requests(ledger.events(order_po))) == ([], ())
    order = an_order()
    service.answer = TimedOut("late")
    submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
    with pytest.raises(OrderError, match="at the service"):
        ask(ledger, service, order.order_po)
    ledger.saw(order_po, [replace(service.statuses[0], status_id=7, label="Shipped")])
    with pytest.raises(OrderError, match="has been shipped"):
        ask(ledger, service, order_po)
    service.statuses = [replace(service.statuses[0], status_id=7, label="Shipped")]
    assert ask(ledger, service, order_po, Wanted(Ask.NOTE, subject="a", message="b"))[0] is Outcome.DONE


def test_a_damaged_order_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, service, order_po = placed(tmp_path)
    damaged = replace(ledger.row(order_po), damaged=True)
    monkeypatch.setattr(ledger, "row", lambda _po: damaged)
    with pytest.raises(OrderError, match="damaged"):
        ask(ledger, service, order_po)


def test_the_address_that_counts_is_the_last_one_that_was_taken(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    assert recipient_now(ADA, requests(ledger.events(order_po))) == ADA
    ask(ledger, service, order_po, Wanted(Ask.READDRESS, EVE))
    service.fault = Refused("too late", status=400)
    ask(ledger, service, order_po, Wanted(Ask.READDRESS, replace(EVE, first_name="Mallory")))
    asked = requests(ledger.events(order_po))
    assert [request.outcome for request in asked] == [Outcome.DONE, Outcome.REFUSED]
    assert recipient_now(ADA, asked) == EVE


def test_a_request_is_rebuilt_from_the_journal_alone(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    ask(ledger, service, order_po, Wanted(Ask.READDRESS, EVE))
    before = requests(ledger.events(order_po))
    ledger.close()
    for name in ("fwdesk.db", "fwdesk.db-wal", "fwdesk.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    again = a_ledger(tmp_path, Clock())
    assert requests(again.events(order_po)) == before
    assert again.row(order_po).state is OrderState.ACCEPTED
    assert again.verify() == ()


def test_an_event_that_cannot_be_read_is_shown_as_damaged(tmp_path: Path) -> None:
    from fwdesk.orders.rows import DAMAGED, as_event

    event = as_event({"at": "?", "state": "ACCEPTED", "detail": "x", "changes": ""})
    assert (event.detail, event.at) == (DAMAGED, datetime.fromtimestamp(0, UTC))
