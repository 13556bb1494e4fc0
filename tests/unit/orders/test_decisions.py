"""What only a person does: wait, send again, give up, settle a conflict; and what may not be sent at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import ConnectionLost, OrderError, Refused, TimedOut, Unreachable
from fwdesk.domain.money import Money
from fwdesk.domain.order import Confirmation, LedgerRow, Order, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.schedule import next_look
from fwdesk.orders.standing import Choice, Limits, Standing, choices
from fwdesk.orders.submit import SENT_TWICE, read_back, send_again, submit
from fwdesk.orders.tracking import look, next_look_in, refresh
from fwdesk.orders.verdict import LOOKED_TWICE
from tests.orders_kit import HOST, TOTAL, Clock, Service, a_ledger, an_order


class Desk:
    """A ledger with a clock, and what is done to it again and again."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.ledger = a_ledger(folder, self.clock)
        self.service = Service()

    def send(self, answer: object, order: Order | None = None) -> str:
        order = order or an_order()
        self.service.answer = answer
        submit(self.ledger, self.service, order, mode="test", host=HOST, quoted_total=TOTAL)
        self.service.answer = None
        return order.order_po

    def look(self, order_po: str, *seconds: float) -> LedgerRow:
        for step in seconds:
            self.clock.now += timedelta(seconds=step)
            read_back(self.ledger, self.service, order_po, mode="test", host=HOST)
        return self.ledger.row(order_po)

    def not_seen(self) -> str:
        order_po = self.send(TimedOut("late"))
        assert self.look(order_po, 1, 899).state is OrderState.NOT_SEEN
        return order_po

    def again(self, order_po: str, answer: object = None) -> LedgerRow:
        self.service.answer = answer
        return send_again(self.ledger, self.service, order_po, mode="test", host=HOST)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# Not seen


def test_a_person_may_keep_waiting(desk: Desk) -> None:
    order_po = desk.not_seen()
    row = desk.ledger.keep_waiting(order_po)
    assert (row.state, choices(row)) == (OrderState.UNKNOWN, (Choice.LOOK, Choice.SETTLE))
    assert desk.look(order_po, 800).state is OrderState.UNKNOWN
    assert desk.look(order_po, 100).state is OrderState.NOT_SEEN
    with pytest.raises(OrderError, match="UNKNOWN now"):
        desk.ledger.keep_waiting(desk.send(TimedOut("late")))


@pytest.mark.parametrize("answer", [Unreachable("nobody"), None])
def test_a_person_may_give_up_and_the_order_is_found_all_the_same(desk: Desk, answer: object) -> None:
    order_po = desk.send(answer) if answer else desk.not_seen()
    assert desk.ledger.give_up(order_po).state is OrderState.GIVEN_UP
    with pytest.raises(OrderError, match="GIVEN_UP"):
        desk.again(order_po)
    assert desk.look(order_po, 10).state is OrderState.GIVEN_UP
    desk.service.statuses = [OrderStatus(order_po, 9, 3, "Order Received")]
    row = desk.look(order_po, 10)
    assert (row.state, row.order_id) == (OrderState.ACCEPTED, 9)
    assert desk.ledger.verify() == ()


def test_what_is_only_in_doubt_is_not_given_up(desk: Desk) -> None:
    order_po = desk.send(TimedOut("late"))
    with pytest.raises(OrderError, match="look at it again"):
        desk.ledger.give_up(order_po)
    with pytest.raises(OrderError, match="sent already"):
        desk.again(order_po)
    assert len(desk.service.posts) == 1


def test_sent_again_it_is_looked_for_first_and_not_sent_if_it_is_there(desk: Desk) -> None:
    order_po = desk.not_seen()
    desk.service.statuses = [OrderStatus(order_po, 9, 3, "Order Received")]
    row = desk.again(order_po)
    assert (row.state, row.order_id, len(desk.service.posts)) == (OrderState.ACCEPTED, 9, 1)


def test_sent_again_it_stays_where_it_was_if_nobody_can_be_asked(desk: Desk) -> None:
    order_po = desk.not_seen()
    with pytest.raises(TimedOut):
        desk.again(order_po, TimedOut("not now"))
    row = desk.ledger.row(order_po)
    assert (row.state, len(desk.service.posts)) == (OrderState.NOT_SEEN, 1)
    assert "Nothing was sent again" in row.message
    assert desk.ledger.standing("test").in_flight == ()


AGAIN: list[tuple[object, OrderState, str]] = [
    (lambda order: Confirmation(order.order_po, 5), OrderState.ACCEPTED, SENT_TWICE),
    (ConnectionLost("cut"), OrderState.UNKNOWN, "not known"),
    (Unreachable("nobody"), OrderState.NOT_SEEN, "Nothing was sent: nobody"),
    (Refused("dup", status=400), OrderState.UNKNOWN, "dup"),
]


@pytest.mark.parametrize(("answer", "state", "words"), AGAIN)
def test_sent_again_nothing_is_certain_of_the_first_time(
    desk: Desk, answer: object, state: OrderState, words: str
) -> None:
    order_po = desk.not_seen()
    fetch = desk.service.fetch_order_status
    desk.service.fetch_order_status = lambda *_, **__: ()  # type: ignore[method-assign]
    row = desk.again(order_po, answer)
    assert (row.state, row.attempts) == (state, 2)
    assert words in row.message
    assert [order.order_po for order in desk.service.posts] == [order_po] * 2
    assert desk.service.posts[0] == desk.service.posts[1]
    desk.service.fetch_order_status = fetch  # type: ignore[method-assign]
    desk.service.statuses = [OrderStatus(order_po, number, 3, "") for number in (4, 5)]
    row = desk.look(order_po, 5)
    assert (row.state, row.seen_ids) == (OrderState.CONFLICT, (4, 5))


# Conflict


def test_a_person_settles_a_conflict_and_it_stays_settled(desk: Desk) -> None:
    order_po = desk.send(lambda order: Confirmation(order.order_po, 9))
    desk.service.statuses = [OrderStatus(order_po, 9, 3, "Order Received")]
    assert desk.look(order_po, 1).confirmed
    desk.service.statuses.append(OrderStatus(order_po, 10, 3, "Order Received"))
    row = desk.look(order_po, 1)
    assert row.state is OrderState.CONFLICT
    assert Choice.SETTLE in choices(row)
    with pytest.raises(OrderError, match="no order number"):
        desk.ledger.confirm_placed(order_po, 0)
    row = desk.ledger.confirm_placed(order_po, 10)
    assert (row.state, row.order_id, row.message) == (OrderState.ACCEPTED, 10, "")
    assert desk.look(order_po, 1).state is OrderState.ACCEPTED
    desk.service.statuses.append(OrderStatus(order_po, 11, 3, "Order Received"))
    assert desk.look(order_po, 1).state is OrderState.CONFLICT
    with pytest.raises(OrderError, match="ACCEPTED now"):
        desk.ledger.confirm_placed(desk.send(lambda order: Confirmation(order.order_po, 77)), 3)


def test_a_person_who_asked_the_service_gives_its_number_and_it_is_looked_for_on(desk: Desk) -> None:
    order_po, soon = desk.not_seen(), desk.send(TimedOut("late"))
    assert Choice.SETTLE in choices(desk.ledger.row(order_po))
    row = desk.ledger.confirm_placed(order_po, 12)
    assert (row.state, row.order_id, row.confirmed) == (OrderState.ACCEPTED, 12, False)
    with pytest.raises(OrderError, match=f"Order 12 is that of {order_po}"):
        desk.ledger.confirm_placed(soon, 12)
    assert desk.ledger.confirm_placed(soon, 13).state is OrderState.ACCEPTED
    assert next_look_in(desk.ledger, mode="test", host=HOST) is not None
    desk.service.statuses = [OrderStatus(order_po, 12, 3, "Order Received"), OrderStatus(soon, 14, 3, "Order Received")]
    assert desk.look(order_po, 1).confirmed
    assert desk.look(soon, 1).state is OrderState.CONFLICT, "the person was told a wrong number"
    assert len(desk.service.posts) == 2


def test_a_number_confirmed_and_another_one_seen_is_a_conflict(desk: Desk) -> None:
    order_po = desk.send(lambda order: Confirmation(order.order_po, 5))
    desk.service.statuses = [OrderStatus(order_po, 4, 3, "Order Received")]
    row = desk.look(order_po, 1)
    assert (row.state, row.order_id, row.confirmed) == (OrderState.CONFLICT, 5, False)
    desk.service.statuses = [OrderStatus(order_po, 5, 3, "Order Received")]
    assert desk.look(order_po, 1).state is OrderState.CONFLICT  # a person settles it, not time


def test_the_number_confirmed_and_seen_is_confirmed(desk: Desk) -> None:
    order_po = desk.send(lambda order: Confirmation(order.order_po, 5))
    assert not desk.look(order_po, 1).confirmed
    desk.service.statuses = [OrderStatus(order_po, 5, 3, "Order Received")]
    row = desk.look(order_po, 1)
    assert row.confirmed
    assert next_look(row) is None, "it is no longer looked for, only followed"


def test_a_number_that_is_another_orders_is_a_conflict(desk: Desk) -> None:
    first = desk.send(lambda order: Confirmation(order.order_po, 5))
    second = desk.send(TimedOut("late"))
    desk.service.statuses = [OrderStatus(second, 5, 3, "Order Received")]
    row = desk.look(second, 1)
    assert row.state is OrderState.CONFLICT
    assert f"is that of {first}" in row.message


def test_a_late_confirmation_with_another_number_is_a_conflict(desk: Desk) -> None:
    order = an_order()
    desk.ledger.intend(order, mode="test", host=HOST, quoted_total=TOTAL)
    attempt = desk.ledger.claim(order.order_po)
    desk.ledger.saw(order.order_po, [OrderStatus(order.order_po, 9, 3, "")])
    row = desk.ledger.settle(order.order_po, attempt, OrderState.ACCEPTED, order_id=8)
    assert row.state is OrderState.CONFLICT
    assert "confirmed order 8, but it had shown 9" in row.message


def test_a_refusal_is_rejected_after_two_looks_and_found_even_then(desk: Desk) -> None:
    order_po = desk.send(Refused("No.", status=400))
    assert desk.look(order_po, 31).state is OrderState.REFUSED
    row = desk.look(order_po, 90)
    assert (row.state, row.message) == (OrderState.REJECTED, f"No.\n{LOOKED_TWICE}")
    desk.service.statuses = [OrderStatus(order_po, 5, 3, "Order Received")]
    assert desk.look(order_po, 60).state is OrderState.ACCEPTED


# Where it was sent


def test_an_order_is_never_looked_for_at_another_service(desk: Desk) -> None:
    order_po = desk.not_seen()
    for mode, host in (("live", HOST), ("test", "other.example")):
        reads = len(desk.service.reads)
        with pytest.raises(OrderError, match=f"went to test at {HOST}"):
            read_back(desk.ledger, desk.service, order_po, mode=mode, host=host)
        with pytest.raises(OrderError):
            send_again(desk.ledger, desk.service, order_po, mode=mode, host=host)
        assert refresh(desk.ledger, desk.service, mode=mode, host=host) == ()
        assert next_look_in(desk.ledger, mode=mode, host=host) is None
        assert len(desk.service.reads) == reads
    assert len(desk.service.posts) == 1


def test_only_what_is_due_is_looked_for(desk: Desk) -> None:
    first = desk.send(TimedOut("late"))
    look(desk.ledger, desk.service, mode="test", host=HOST)
    assert desk.service.reads == [[first]]
    look(desk.ledger, desk.service, mode="test", host=HOST)
    assert desk.service.reads == [[first]]
    wait = next_look_in(desk.ledger, mode="test", host=HOST)
    assert wait is not None
    assert timedelta(seconds=1.9) < wait < timedelta(seconds=2)


# What may not be sent


def test_what_was_spent_and_what_is_in_doubt_is_known(desk: Desk) -> None:
    lost = desk.send(TimedOut("late"))
    desk.send(Unreachable("nobody"))
    desk.send(lambda order: Confirmation(order.order_po, 5))
    standing = desk.ledger.standing("test")
    assert (standing.in_flight, standing.in_doubt, standing.holds) == ((), (lost,), ())
    assert standing.spent == TOTAL * 2
    assert not standing.wants_typed
    assert desk.ledger.standing("practice") == Standing("practice")
    desk.clock.now += timedelta(hours=25)
    assert desk.ledger.standing("test").spent == Money.of(0)
    assert desk.ledger.standing("test").in_doubt == (lost,)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(per_order=Money.of("43.94")), "more than the $43.94 you allow for one order"),
        (Limits(per_day=Money.of("87.89")), "$87.90, more than the $87.89 you allow for a day"),
    ],
)
def test_over_the_limit_nothing_is_sent(desk: Desk, limits: Limits, words: str) -> None:
    desk.send(TimedOut("late"))
    order = an_order()
    with pytest.raises(OrderError) as caught:
        submit(desk.ledger, desk.service, order, mode="test", host=HOST, quoted_total=TOTAL, limits=limits)
    assert words in str(caught.value)
    assert len(desk.ledger.rows()) == len(desk.service.posts) == 1
    fits = Limits(TOTAL, TOTAL * 2)
    submit(desk.ledger, desk.service, order, mode="test", host=HOST, quoted_total=TOTAL, limits=fits)
    assert len(desk.service.posts) == 2


def test_the_limit_holds_inside_the_claim_too(desk: Desk) -> None:
    """Another program may have sent something since the first look."""
    order = an_order()
    desk.ledger.intend(order, mode="test", host=HOST, quoted_total=TOTAL)

    def refuse(_: Standing) -> None:
        raise OrderError("over the limit")

    with pytest.raises(OrderError, match="over the limit"):
        desk.ledger.claim(order.order_po, allow=refuse)
    assert desk.ledger.row(order.order_po).state is OrderState.INTENT
    assert desk.ledger.claim(order.order_po) == 1


def test_live_waits_for_what_is_in_doubt_and_for_what_holds_it() -> None:
    doubtful = Standing("live", in_doubt=("FWD-1",))
    assert doubtful.wants_typed
    assert "FWD-1 arrived. Type the total" in doubtful.refusals(TOTAL)[0]
    assert doubtful.refusals(TOTAL, typed=True) == ()
    held = Standing("live", holds=("Orders may be missing.",))
    assert held.refusals(TOTAL, typed=True) == ("Orders may be missing.",)
    assert Standing("test", in_doubt=("FWD-1",), holds=("x",)).refusals(TOTAL) == ()
    assert "FWD-2 is being sent" in Standing("test", in_flight=("FWD-2",)).refusals(TOTAL)[0]


def test_a_damaged_order_is_not_sent(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    order = an_order()
    desk.ledger.intend(order, mode="test", host=HOST, quoted_total=TOTAL)
    with closing(sqlite3.connect(tmp_path / "fwdesk.db")) as connection, connection:
        connection.execute("UPDATE orders SET attempts = 7")
    assert desk.ledger.row(order.order_po).damaged
    assert choices(desk.ledger.row(order.order_po)) == ()
    with pytest.raises(OrderError, match="damaged in the ledger"):
        desk.again(order.order_po)
    assert desk.service.posts == []


@pytest.mark.parametrize("column", ["state", "quoted_total", "created_at", "shipments", "seen_ids"])
def test_a_row_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path, column: str) -> None:
    desk = Desk(tmp_path)
    first, second = desk.send(None), desk.send(None)
    with closing(sqlite3.connect(tmp_path / "fwdesk.db")) as connection, connection:
        connection.execute("DROP TRIGGER orders_keep_their_words")
        connection.execute(f"UPDATE orders SET {column} = 'nonsense' WHERE order_po = ?", (first,))
    rows: dict[str, LedgerRow] = {row.order_po: row for row in desk.ledger.rows()}
    assert (rows[first].damaged, rows[second].damaged) == (True, False)
    assert "damaged" in rows[first].summary
    assert any(first in words for words in desk.ledger.verify())


def test_the_ledger_is_what_the_choices_need(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert choices(desk.ledger.row(desk.send(Unreachable("nobody")))) == (Choice.SEND, Choice.GIVE_UP)
    assert choices(desk.ledger.row(desk.send(lambda order: Confirmation(order.order_po, 5)))) == ()
    unseen = desk.ledger.row(desk.not_seen())
    assert Choice.SEND_AGAIN in choices(unseen)
    live = replace(unseen, mode="live")
    assert set(choices(unseen)) - set(choices(live)) == {Choice.SEND_AGAIN}, "a live order goes only from its review"
    assert choices(replace(live, state=OrderState.NOT_SENT)) == (Choice.GIVE_UP,)
    assert isinstance(desk.ledger, Ledger)
