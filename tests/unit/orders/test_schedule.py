from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fwdesk.domain.money import ZERO
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.orders.schedule import LOOK_FOR, SHIPPED, follow_in, is_due, is_not_seen, is_rejected, next_look, wait

SENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(state: str = "UNKNOWN", looked_s: float | None = None, **facts: Any) -> LedgerRow:
    looked = None if looked_s is None else SENT + timedelta(seconds=looked_s)
    plain = {"order_po": "FWD-1", "mode": "test", "state": OrderState(state), "order_id": 0, "summary": "",
             "total": ZERO, "recipient": "", "created_at": SENT, "changed_at": SENT, "sent_at": SENT}  # fmt: skip
    return LedgerRow(**(plain | {"looked_at": looked} | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("looked_s", "next_s"),
    [
        (None, 0), (0, 2), (1.9, 2), (2, 5), (5, 15), (15, 60), (60, 300), (300, 900), (900, 3600), (3600, 7200),
        (7000, 10_600), (100, 300), (86_400, 90_000), (-86_400, -82_800),
    ],
)  # fmt: skip
def test_an_order_in_doubt_is_looked_for_ever_more_rarely(looked_s: float | None, next_s: float) -> None:
    assert next_look(row(looked_s=looked_s)) == SENT + timedelta(seconds=next_s)


@pytest.mark.parametrize(("looked_s", "next_s"), [(None, 30), (30, 120), (119, 120), (120, 900), (4000, 7600)])
def test_a_refused_one_is_looked_for_twice_and_now_and_then(looked_s: float | None, next_s: float) -> None:
    assert next_look(row("REFUSED", looked_s)) == SENT + timedelta(seconds=next_s)


def test_after_a_week_the_program_looks_no_more() -> None:
    week = LOOK_FOR.total_seconds()
    assert next_look(row(looked_s=week - 3600)) == SENT + LOOK_FOR
    assert next_look(row(looked_s=week - 3599)) is None
    assert wait(row(looked_s=week), SENT) is None
    assert not is_due(row(looked_s=week), SENT + timedelta(days=30))


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("INTENT", {}),
        ("NOT_SENT", {}),
        ("CONFLICT", {}),
        ("ACCEPTED", {"confirmed": True}),
        ("UNKNOWN", {"sent_at": None}),
    ],
)
def test_others_are_not_looked_for(state: str, facts: dict[str, Any]) -> None:
    assert next_look(row(state, **facts)) is None


def test_the_clock_decides_also_when_it_was_set_back() -> None:
    asked = row(looked_s=5)
    assert not is_due(asked, SENT + timedelta(seconds=14))
    assert is_due(asked, SENT + timedelta(seconds=15))
    assert is_due(asked, SENT - timedelta(days=1))
    assert is_due(row(), SENT - timedelta(days=1))
    assert wait(asked, SENT + timedelta(seconds=12)) == timedelta(seconds=3)
    assert wait(asked, SENT + timedelta(seconds=99)) == timedelta(0)


@pytest.mark.parametrize(
    ("looked_s", "now_s", "rejected"),
    [(None, 200, False), (29, 200, False), (30, 119, False), (30, 120, True), (500, 900, True)],
)
def test_rejected_needs_two_looks(looked_s: float | None, now_s: float, rejected: bool) -> None:
    assert is_rejected(row("REFUSED", looked_s), SENT + timedelta(seconds=now_s)) is rejected
    assert not is_rejected(row("REFUSED", looked_s, sent_at=None), SENT + timedelta(seconds=now_s))


@pytest.mark.parametrize(
    ("looks", "now_s", "waiting_s", "shown"),
    [(0, 2000, None, False), (1, 899, None, False), (1, 900, None, True), (9, 1000, 900, False), (9, 1800, 900, True)],
)
def test_not_seen_is_for_a_person_after_a_quarter_of_an_hour(
    looks: int, now_s: float, waiting_s: float | None, shown: bool
) -> None:
    since = None if waiting_s is None else SENT + timedelta(seconds=waiting_s)
    asked = row(looks=looks, waiting_since=since)
    assert is_not_seen(asked, SENT + timedelta(seconds=now_s)) is shown
    assert not is_not_seen(row(looks=looks, sent_at=None), SENT)


def made(looked_s: float | None, **facts: Any) -> LedgerRow:
    return row("ACCEPTED", looked_s, confirmed=True, status_id=3, **facts)


@pytest.mark.parametrize(
    ("looked_s", "now_s", "wait_s"),
    [(60, 60, 3600), (60, 3659, 1), (60, 9999, 0), (172_800, 172_800, 21_600), (172_800, 180_000, 14_400), (60, 0, 0)],
)
def test_an_order_that_is_being_made_is_followed_every_hour_then_every_six(
    looked_s: float, now_s: float, wait_s: float
) -> None:
    assert follow_in(made(looked_s), SENT + timedelta(seconds=now_s)) == timedelta(seconds=wait_s)


@pytest.mark.parametrize(
    "still",
    [
        made(None),
        row("ACCEPTED", 60, confirmed=True, status_id=SHIPPED),
        row("ACCEPTED", 60, confirmed=False),
        row("UNKNOWN", 60),
        made(60, damaged=True),
    ],
)
def test_what_is_final_in_doubt_or_damaged_is_not_followed(still: LedgerRow) -> None:
    assert follow_in(still, SENT + timedelta(hours=30)) is None


def test_after_sixty_days_an_order_is_left_in_peace() -> None:
    assert follow_in(made(60), SENT + timedelta(days=60)) is not None
    assert follow_in(made(60), SENT + timedelta(days=60, seconds=1)) is None
