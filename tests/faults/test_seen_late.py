"""E5: the service shows an order late, now and then, twice, or shows another; clocks run, jump and go back.

Schedules drawn from their number; the program looks when it is time. It never sends by itself, settles on CONFLICT for
anything that is not exactly this order, and offers NOT_SEEN to a person no sooner than after 15 minutes.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ConnectionLost, ServiceError, TimedOut
from fwdesk.domain.order import Confirmation, Order, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.schedule import LOOKS, NOT_SEEN_AFTER
from fwdesk.orders.submit import send_again, submit
from fwdesk.orders.tracking import look, next_look_in, refresh
from tests.faults.kit.runs import FULL, runs
from tests.orders_kit import HOST, TOTAL, Clock, a_ledger, an_order

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800 if FULL else 120)]
OK, CONFLICT = OrderState.ACCEPTED, OrderState.CONFLICT


class Late:
    """A service that books what it gets, loses the answer, and shows the order by the clock as `plan` says."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.posts: Counter[str] = Counter()
        self.plan = chance.choice(["late", "flapping", "two", "foreign", "other id", "never"])
        self.shows_at = timedelta(seconds=chance.choice([0, 1, 3, 10, 40, 200, 700, 1500, 1800]))
        self.age = timedelta(0)  # its own clock, that nobody sets
        self.reads = 0

    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: bool = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        self.posts[order.order_po] += 1
        if self.plan == "other id":
            return Confirmation(order.order_po, 7)
        raise self.chance.choice([TimedOut, ConnectionLost])("lost")

    def fetch_order_status(self, order_pos: Sequence[str], *, cancel: Cancel | None = None) -> tuple[OrderStatus, ...]:
        self.reads += 1
        if self.chance.random() < 0.1:
            raise TimedOut("not now")
        if self.age < self.shows_at or self.plan == "never":
            return ()
        if self.plan == "flapping" and self.chance.random() < 0.5:
            return ()
        order_id = {"other id": 8}.get(self.plan, 7)
        rows = [OrderStatus(order_po, order_id, 3, "Order Received") for order_po in order_pos]
        if self.plan == "two":
            rows.append(OrderStatus(order_pos[0], 9, 3, "Order Received"))
        if self.plan == "foreign":
            rows = [OrderStatus("FWD-SOMEBODY", 9, 3, "Order Received")]
        return tuple(rows)


def test_e5_nothing_is_sent_again_and_only_the_truth_is_settled_on(tmp_path: Path) -> None:
    ended: Counter[str] = Counter()
    for number in range(runs(40, 1000)):
        chance = random.Random(number)
        clock = Clock()
        service = Late(chance)
        folder = tmp_path / str(number)
        folder.mkdir()
        ledger, order = a_ledger(folder, clock), an_order()
        submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
        clean = waited(ledger, service, clock, chance, folder, order.order_po, number)
        row = ledger.row(order.order_po)
        assert service.posts == Counter({order.order_po: 1}), number
        expected = {"never": OrderState.NOT_SEEN, "late": OK, "flapping": OK}.get(service.plan, CONFLICT)
        assert row.state is expected, (number, service.plan, service.shows_at, row)
        assert (row.order_id == 7) == (service.plan not in ("never", "foreign", "two")), number
        assert ledger.verify() == ()
        ended[f"{service.plan}: {row.state}"] += 1
        ended["clocks went back or jumped"] += not clean
        ledger.close()
    print("\nE5:", dict(ended))
    assert len(ended) == 7


def waited(
    ledger: Ledger, service: Late, clock: Clock, chance: random.Random, folder: Path, order_po: str, number: int
) -> bool:
    """An hour and a half of looking when it is time. False if the clock was set meanwhile."""
    ahead, clean, shown = timedelta(hours=1, minutes=30), True, False
    while ahead > timedelta(0):
        step = next_look_in(ledger, mode="test", host=HOST)
        if step is None or step > ahead:
            break
        step = max(step, timedelta(milliseconds=100))
        clock.now, ahead, service.age = clock.now + step, ahead - step, service.age + step
        if chance.random() < 0.02 and service.plan != "never":
            clock.now += timedelta(hours=chance.choice([-24, 24]))
            clean = False
        before = ledger.row(order_po)
        try:
            look(ledger, service, mode="test", host=HOST)
        except ServiceError:
            assert ledger.row(order_po) == before
            ahead -= timedelta(seconds=1)
            clock.now += timedelta(seconds=1)
        row = ledger.row(order_po)
        assert service.posts.total() == 1, number
        if row.state is OrderState.NOT_SEEN and not shown and clean:
            assert row.sent_at is not None
            assert clock.now - row.sent_at >= NOT_SEEN_AFTER, number
            shown = True
    for _ in range(60):  # the next starts, and persons who press the button
        try:
            refresh(ledger, service, mode="test", host=HOST)
        except ServiceError:
            continue
        if service.age > service.shows_at and settled(ledger, service, order_po):
            break
        clock.now, service.age = clock.now + timedelta(minutes=20), service.age + timedelta(minutes=20)
    return clean


def settled(ledger: Ledger, service: Late, order_po: str) -> bool:
    """True when another look would change nothing any more."""
    row = ledger.row(order_po)
    never = service.plan == "never" and row.state is OrderState.NOT_SEEN
    return never or row.state is CONFLICT or (row.state is OK and row.confirmed)


def test_the_looks_come_when_they_should(tmp_path: Path) -> None:
    clock = Clock()
    service = Late(random.Random(1))
    service.plan, service.chance = "never", random.Random(0)
    service.chance.random = lambda: 1.0  # type: ignore[method-assign]
    ledger, order = a_ledger(tmp_path, clock), an_order()
    row = submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
    begun, looks = row.sent_at, list[timedelta]()
    assert begun is not None
    while (step := next_look_in(ledger, mode="test", host=HOST)) is not None:
        clock.now += step
        look(ledger, service, mode="test", host=HOST)
        looked = ledger.row(order.order_po).looked_at
        assert looked is not None
        looks.append(timedelta(seconds=round((looked - begun).total_seconds())))
    assert tuple(looks[: len(LOOKS)]) == LOOKS
    later = looks[len(LOOKS) :]
    assert {round((b - a).total_seconds() / 3600) for a, b in itertools.pairwise(later)} == {1}
    assert timedelta(days=6, hours=23) <= looks[-1] <= timedelta(days=7)
    assert ledger.row(order.order_po).looks == service.reads == len(looks)
    assert service.posts.total() == 1


def test_only_a_person_sends_again_and_two_ids_are_told(tmp_path: Path) -> None:
    clock = Clock()
    service = Late(random.Random(3))
    service.plan, service.chance.random = "never", lambda: 1.0  # type: ignore[method-assign]
    ledger, order = a_ledger(tmp_path, clock), an_order()
    submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
    for _ in range(2):
        clock.now += timedelta(minutes=16)
        refresh(ledger, service, mode="test", host=HOST)
    assert ledger.row(order.order_po).state is OrderState.NOT_SEEN
    row = send_again(ledger, service, order.order_po, mode="test", host=HOST)
    assert (row.state, row.attempts, service.posts[order.order_po]) == (OrderState.UNKNOWN, 2, 2)
    service.plan, service.shows_at = "two", timedelta(0)
    (row,) = refresh(ledger, service, mode="test", host=HOST)
    assert (row.state, row.seen_ids) == (CONFLICT, (7, 9))
    assert "7 and 9" in row.message
