"""An order's story: every event of the ledger as one line for a person, in the order of what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import ConnectionLost, Refused, TimedOut, Unreachable
from fwdesk.domain.order import OrderStatus, Shipment
from fwdesk.orders.changes import Ask, Wanted
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, send_again, submit
from fwdesk.orders.timeline import Mark, service_day, timeline
from tests.orders_kit import HOST, TOTAL, Clock, Service, a_ledger, an_order
from tests.unit.orders.test_changes import EVE, ask, placed


def words(ledger: Ledger, order_po: str) -> list[str]:
    return [moment.words for moment in timeline(ledger.row(order_po), ledger.events(order_po))]


def send(ledger: Ledger, service: Service, answer: object) -> str:
    order = an_order()
    service.answer = answer
    submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
    service.answer = None
    return order.order_po


def test_an_order_from_its_writing_to_its_arrival(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    ask(ledger, service, order_po, Wanted(Ask.HOLD))
    ledger.saw(order_po, [OrderStatus(order_po, 1001, 7, "Shipped", (Shipment(),))])
    assert words(ledger, order_po)[-1] == "Shipped", "a parcel without dates says nothing"
    parcel = Shipment("UPS", "", "1Z", "https://ups.example/1Z", "2026-11-27T00:00:00.0000000-06:00", "2026-12-01")
    status = OrderStatus(order_po, 1001, 7, "Shipped", (parcel,))
    ledger.saw(order_po, [status])
    begun = [
        "Written down on this computer", "Sent", "Accepted as order 1001", "Order Received",
        "You asked to hold it: done", "Shipped",
    ]  # fmt: skip
    assert words(ledger, order_po) == [*begun, "Handed to UPS", "Expected to arrive"]
    last = timeline(ledger.row(order_po), ledger.events(order_po))[-2:]
    assert [(moment.mark, moment.day, moment.detail) for moment in last] == [
        (Mark.DONE, date(2026, 11, 27), "1Z"), (Mark.AHEAD, date(2026, 12, 1), "")
    ]  # fmt: skip
    gone = replace(parcel, delivered_at="2026-11-30", carrier="", service="")
    ledger.saw(order_po, [replace(status, shipments=(gone,))])
    assert words(ledger, order_po) == [*begun, "Handed to the carrier", "Delivered"]


def test_an_unclear_order_and_what_a_person_does_about_it(tmp_path: Path) -> None:
    clock = Clock()
    ledger, service = a_ledger(tmp_path, clock), Service()
    order_po = send(ledger, service, ConnectionLost("cut"))

    def look(seconds: float) -> None:
        clock.now += timedelta(seconds=seconds)
        read_back(ledger, service, order_po, mode="test", host=HOST)

    look(1)
    look(1000)
    ledger.keep_waiting(order_po)
    look(1000)

    def late(_order: object) -> None:
        raise TimedOut("late")

    service.answer = late
    send_again(ledger, service, order_po, mode="test", host=HOST)
    ledger.confirm_placed(order_po, 9)
    assert words(ledger, order_po) == [
        "Written down on this computer", "Sent", "No clear answer", "Not seen at the service", "You keep waiting",
        "Not seen at the service", "Sent again, because you asked for it", "No clear answer",
        "You confirmed its number: 9",
    ]  # fmt: skip
    found = send(ledger, service, TimedOut("late"))
    service.statuses = [OrderStatus(found, 77, 3, "Order Received")]
    read_back(ledger, service, found, mode="test", host=HOST)
    assert words(ledger, found)[-2:] == ["Accepted as order 77", "Order Received"]
    service.statuses.append(OrderStatus(found, 78, 3, "Order Received"))
    read_back(ledger, service, found, mode="test", host=HOST)
    assert words(ledger, found)[-1] == "The service shows something else"
    ledger.give_up(found)
    assert words(ledger, found)[-1] == "You wrote it off"


def test_what_did_not_go(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    order_po = send(ledger, service, Unreachable("nobody"))
    assert words(ledger, order_po) == ["Written down on this computer", "Sent", "Nothing was sent"]
    send_again(ledger, service, order_po, mode="test", host=HOST)
    assert words(ledger, order_po)[3:] == ["Sent again, because you asked for it", "Accepted as order 1002"]
    refused = send(ledger, service, Refused("No such paper.", status=400))
    (moment,) = timeline(ledger.row(refused), ledger.events(refused))[-1:]
    assert (moment.words, moment.mark, moment.detail) == ("The service said no", Mark.TROUBLE, "No such paper.")


def test_what_was_asked_says_what_became_of_it(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    service.fault = TimedOut("no answer in time")
    ask(ledger, service, order_po, Wanted(Ask.READDRESS, EVE))
    service.fault = Refused("Too late.", status=400)
    ask(ledger, service, order_po, Wanted(Ask.NOTE, subject="Frame", message="Call"))
    moments = timeline(ledger.row(order_po), ledger.events(order_po))[-2:]
    assert [(moment.words, moment.mark) for moment in moments] == [
        ("You asked to send it to another address: no clear answer", Mark.DOUBT),
        ("You asked to add a note: refused", Mark.TROUBLE),
    ]
    assert moments[0].detail.startswith("no answer in time\nEve Example, 7 Elm Street")
    assert moments[1].detail == "Too late.\nFrame\nCall"
    assert moments[0].at is not None
    assert moments[0].at.tzinfo is UTC


def test_an_acceptance_without_a_number_of_its_own(tmp_path: Path) -> None:
    ledger, _service, order_po = placed(tmp_path)
    events = [replace(event, told={"state": "ACCEPTED"}) for event in ledger.events(order_po)[-1:]]
    assert [moment.words for moment in timeline(ledger.row(order_po), events)] == ["Found at the service"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-08T00:00:00", date(2026, 1, 8)),
        ("2026-01-08", date(2026, 1, 8)),
        ("", None),
        ("soon", None),
        ("0", None),
    ],
)
def test_days_of_the_service(text: str, day: date | None) -> None:
    assert service_day(text) == day
