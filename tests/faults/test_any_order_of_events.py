"""Whatever happens in whatever order: no order is booked twice, none is lost, and nothing accepted is undone."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fwdesk.domain.errors import ConnectionLost, OrderError, Refused, TimedOut, Unreachable
from fwdesk.domain.order import Confirmation, Order, OrderState, OrderStatus
from fwdesk.orders.submit import read_back, send_again, submit
from fwdesk.orders.tracking import refresh
from tests.orders_kit import HOST, TOTAL, Clock, Service, a_ledger, an_order

MOODS = ["well", "down", "lost booked", "lost unbooked", "refused", "refused booked", "odd", "null", "cut"]


class Desk(RuleBasedStateMachine):
    """A ledger, a person and a service with moods. The service's own book is the truth."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.ledger = a_ledger(Path(self.folder.name), self.clock)
        self.service = Service(self.answer)
        self.booked: Counter[str] = Counter()
        self.reached: Counter[str] = Counter()
        self.orders: list[str] = []
        self.accepted: set[str] = set()
        self.mood = "well"

    def answer(self, order: Order) -> Confirmation | None:
        if self.mood == "down":
            raise Unreachable("nobody listens")
        self.reached[order.order_po] += 1
        if self.mood in ("well", "lost booked", "refused booked", "odd", "null", "cut"):
            self.booked[order.order_po] += 1
            number = len(self.booked)
            self.service.statuses.append(OrderStatus(order.order_po, number, 3, "Order Received"))
        if self.mood.startswith("lost"):
            raise TimedOut("late")
        if self.mood.startswith("refused"):
            raise Refused("no", status=400)
        if self.mood == "cut":
            raise ConnectionLost("cut")
        if self.mood == "null":
            return None
        return Confirmation("FWD-ODD" if self.mood == "odd" else order.order_po, len(self.booked))

    def pick(self, number: int) -> str:
        return self.orders[number % len(self.orders)]

    @rule(mood=st.sampled_from(MOODS))
    def place(self, mood: str) -> None:
        self.mood = mood
        order = an_order()
        self.orders.append(order.order_po)
        submit(self.ledger, self.service, order, mode="test", host=HOST, quoted_total=TOTAL)

    @precondition(lambda self: self.orders)
    @rule(number=st.integers(0, 50), mood=st.sampled_from(MOODS))
    def a_person_sends_again(self, number: int, mood: str) -> None:
        self.mood = mood
        before = self.ledger.row(self.pick(number)).state
        try:
            send_again(self.ledger, self.service, self.pick(number), mode="test", host=HOST)
        except OrderError:
            assert before is not OrderState.NOT_SENT
        else:
            assert before is OrderState.NOT_SENT

    @precondition(lambda self: self.orders)
    @rule(number=st.integers(0, 50))
    def look(self, number: int) -> None:
        row = self.ledger.row(self.pick(number))
        found = read_back(self.ledger, self.service, row.order_po, mode="test", host=HOST)
        assert (found.state is OrderState.ACCEPTED) == bool(self.booked[row.order_po])

    @rule()
    def look_at_all(self) -> None:
        refresh(self.ledger, self.service, mode="test", host=HOST)

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = a_ledger(Path(self.folder.name), self.clock)
        assert self.ledger.recover() == ()

    @rule(hours=st.integers(-24, 24))
    def the_clock_jumps(self, hours: int) -> None:
        self.clock.now += timedelta(hours=hours)

    @invariant()
    def nothing_twice_nothing_lost(self) -> None:
        rows = {row.order_po: row for row in self.ledger.rows()}
        assert max(self.reached.values(), default=0) <= 1
        assert set(rows) == set(self.orders)
        accepted = {po for po, row in rows.items() if row.state is OrderState.ACCEPTED}
        assert self.accepted <= accepted <= {po for po, count in self.booked.items() if count}
        self.accepted = accepted

    def teardown(self) -> None:
        assert self.ledger.verify() == ()
        self.ledger.close()
        self.folder.cleanup()


Desk.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
TestDesk = pytest.mark.slow(Desk.TestCase)
