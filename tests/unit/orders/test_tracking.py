from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import Refused, ServiceError, TimedOut, Unreachable
from fwdesk.domain.order import Confirmation, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import submit
from fwdesk.orders.tracking import AT_ONCE, SHIPPED, look, next_look_in, refresh
from tests.orders_kit import HOST, TOTAL, Clock, Service, a_ledger, an_order


def place(ledger: Ledger, answer: object = None, mode: str = "test", host: str = HOST) -> str:
    order = an_order()
    submit(ledger, Service(answer), order, mode=mode, host=host, quoted_total=TOTAL)
    return order.order_po


def test_what_changed_comes_back_and_what_is_final_is_not_asked_again(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    moving, shipped, odd = (
        place(ledger, lambda order, number=number: Confirmation(order.order_po, number)) for number in (1, 2, 3)
    )
    service.statuses = [
        OrderStatus(moving, 1, 3, "Order Received"),
        OrderStatus(shipped, 2, SHIPPED, "Shipped"),
        OrderStatus(odd, 3, 99, "In the kiln"),
    ]
    changed = refresh(ledger, service, mode="test", host=HOST)
    assert {row.order_po: row.status_label for row in changed} == {
        moving: "Order Received", shipped: "Shipped", odd: "In the kiln"
    }  # fmt: skip
    assert refresh(ledger, service, mode="test", host=HOST) == ()
    assert [set(asked) for asked in service.reads] == [{moving, shipped, odd}, {moving, odd}]


def test_orders_in_doubt_are_found_and_never_sent(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    lost, refused = place(ledger, TimedOut("late")), place(ledger, Refused("no", status=400))
    not_sent = place(ledger, Unreachable("nobody"))
    service.statuses = [OrderStatus(lost, 7, 2, "Pending"), OrderStatus(refused, 8, 2, "Pending")]
    changed = refresh(ledger, service, mode="test", host=HOST)
    assert {row.order_po: (row.state, row.order_id) for row in changed} == {
        lost: (OrderState.ACCEPTED, 7), refused: (OrderState.ACCEPTED, 8)
    }  # fmt: skip
    assert not_sent not in service.reads[0]
    assert service.posts == []


@pytest.mark.parametrize(
    "answer", [TimedOut("late"), Refused("no", status=400), None], ids=["lost", "refused", "accepted"]
)
def test_what_is_due_is_looked_for_so_that_no_look_is_waited_for_in_vain(tmp_path: Path, answer: object) -> None:
    """Whoever waits as long as `next_look_in` says and then refreshes never does so twice at once."""
    clock = Clock()
    ledger, service = a_ledger(tmp_path, clock), Service()
    place(ledger, answer)
    for hours in (0, 1, 24, 48, 24 * 6, 24 * 8, 24 * 70):
        clock.now += timedelta(hours=hours)
        refresh(ledger, service, mode="test", host=HOST)
        wait = next_look_in(ledger, mode="test", host=HOST)
        assert wait is None or wait > timedelta(0), hours


def test_services_and_modes_are_never_crossed(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    place(ledger, mode="practice", host="practice")
    place(ledger, host="other.example")
    assert refresh(ledger, service, mode="test", host=HOST) == ()
    assert service.reads == []


@pytest.mark.parametrize(("answer", "days"), [(None, 61), (Refused("no", status=400), 2)])
def test_old_ones_are_left_in_peace(tmp_path: Path, answer: object, days: int) -> None:
    clock = Clock()
    ledger, service = a_ledger(tmp_path, clock), Service()
    place(ledger, answer)
    clock.now += timedelta(days=days)
    assert refresh(ledger, service, mode="test", host=HOST) == ()
    assert service.reads == []
    doubt = place(ledger, TimedOut("late"))
    for _ in range(2):
        clock.now += timedelta(days=6, hours=23)
        refresh(ledger, service, mode="test", host=HOST)
        assert service.reads == [[doubt]]


def test_a_long_list_is_asked_in_parts(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    for _ in range(AT_ONCE + 3):
        place(ledger)
    refresh(ledger, service, mode="test", host=HOST)
    assert sorted(len(asked) for asked in service.reads) == [3, AT_ONCE]


def test_a_service_that_does_not_answer_changes_nothing(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    place(ledger)
    before = ledger.rows()
    with pytest.raises(ServiceError):
        refresh(ledger, Service(TimedOut("late")), mode="test", host=HOST)
    assert ledger.rows() == before


def test_what_is_being_made_is_followed_by_itself_all_in_one_call(tmp_path: Path) -> None:
    clock = Clock()
    ledger, service = a_ledger(tmp_path, clock), Service()
    orders = [place(ledger, lambda order, number=number: Confirmation(order.order_po, number)) for number in (1, 2)]
    service.statuses = [OrderStatus(order_po, number, 3, "Received") for number, order_po in enumerate(orders, 1)]
    for order_po in orders:
        clock.now += timedelta(seconds=100)
        ledger.saw(order_po, [status for status in service.statuses if status.order_po == order_po])
    wait = next_look_in(ledger, mode="test", host=HOST)
    assert wait is not None
    assert timedelta(minutes=57) < wait < timedelta(hours=1)
    assert look(ledger, service, mode="test", host=HOST) == ()
    assert service.reads == []
    clock.now += wait
    service.statuses = [replace(status, status_id=SHIPPED, label="Shipped") for status in service.statuses]
    assert {row.status_label for row in look(ledger, service, mode="test", host=HOST)} == {"Shipped"}
    assert [set(asked) for asked in service.reads] == [set(orders)], "the one due in two minutes comes along"
    assert next_look_in(ledger, mode="test", host=HOST) is None
