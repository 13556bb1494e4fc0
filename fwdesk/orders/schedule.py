"""When the service is asked again about an order: a function of the clock and of what happened.

The waiting is the caller's. 0, 2, 5, 15 s, 1, 5, 15 min and 1 h after the request left, then hourly, for 7 days
(RELIABILITY, section 1).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fwdesk.domain.order import LedgerRow, OrderState

LOOKS = tuple(timedelta(seconds=seconds) for seconds in (0, 2, 5, 15, 60, 300, 900, 3600))
REFUSED_LOOKS = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 900, 3600))
"""A refusal is not proof: orders have appeared after one (RELIABILITY, E11). These looks find such an order."""
THEN_EVERY = timedelta(hours=1)
SHIPPED = 7
"""The one status id after which nothing more happens, as far as is known (REFERENCE, list_order_status_definitions).

Ids 1 to 3 are known to be earlier; any other id counts as in progress, whatever its label says.
"""
FOLLOWED = timedelta(days=60)
"""An order that is being made is followed for so long."""
_FRESH, _FRESH_EVERY, _LATER_EVERY = timedelta(days=2), timedelta(hours=1), timedelta(hours=6)
LOOK_FOR, REFUSED_FOR = timedelta(days=7), timedelta(days=1)
NOT_SEEN_AFTER = timedelta(minutes=15)
_SCHEDULES = {
    OrderState.SENDING: LOOKS,
    OrderState.UNKNOWN: LOOKS,
    OrderState.NOT_SEEN: LOOKS,
    OrderState.GIVEN_UP: LOOKS,
    OrderState.ACCEPTED: LOOKS,  # until the number it was confirmed with was seen
    OrderState.REFUSED: REFUSED_LOOKS,
    OrderState.REJECTED: REFUSED_LOOKS,
}


def next_look(row: LedgerRow) -> datetime | None:
    """When this order is looked for next; None when the program looks no more by itself."""
    looks = _SCHEDULES.get(row.state)
    if looks is None or row.sent_at is None or (row.state is OrderState.ACCEPTED and row.confirmed):
        return None
    if row.looked_at is None:
        return row.sent_at + looks[0]
    # At most an hour after the last look, also when the clock was set back behind the sending.
    following = row.looked_at + THEN_EVERY
    ahead = [row.sent_at + look for look in looks if row.sent_at + look > row.looked_at]
    following = min([*ahead, following])
    return following if following <= row.sent_at + LOOK_FOR else None


def is_due(row: LedgerRow, now: datetime) -> bool:
    """True if the order is to be looked for now. A clock that was set back does not hold a look up."""
    following, last = next_look(row), row.looked_at or row.sent_at
    return following is not None and last is not None and not _is_over(row, now) and (now >= following or now < last)


def wait(row: LedgerRow, now: datetime) -> timedelta | None:
    """How long until the next look; None when there is none."""
    following = next_look(row)
    if following is None or _is_over(row, now):
        return None
    return timedelta(0) if is_due(row, now) else following - now


def follow_in(row: LedgerRow, now: datetime) -> timedelta | None:
    """How long until an order that is being made is asked about by itself; None for any other, and for a shipped one.

    Nothing moves by the minute in a workshop: every hour for two days, then every six hours. A clock that was set back
    does not hold it up.
    """
    made = row.state is OrderState.ACCEPTED and row.confirmed and row.status_id != SHIPPED and not row.damaged
    if not made or row.looked_at is None or now - row.created_at > FOLLOWED:
        return None
    every = _FRESH_EVERY if now - row.created_at < _FRESH else _LATER_EVERY
    if now < row.looked_at:
        return timedelta(0)
    return max(row.looked_at + every - now, timedelta(0))


def _is_over(row: LedgerRow, now: datetime) -> bool:
    """True when the week is over in which an order is looked for; a refused one is left in peace after a day."""
    refused = row.state in (OrderState.REFUSED, OrderState.REJECTED)
    return row.sent_at is not None and now - row.sent_at > (REFUSED_FOR if refused else LOOK_FOR)


def is_rejected(row: LedgerRow, now: datetime) -> bool:
    """True when a refused order that this look did not see was not seen 30 s after it was sent, and not at 2 min."""
    if row.sent_at is None or row.looked_at is None:
        return False
    first, second = REFUSED_LOOKS[:2]
    return row.looked_at - row.sent_at >= first and now - row.sent_at >= second


def is_not_seen(row: LedgerRow, now: datetime) -> bool:
    """True when an order in doubt that this look did not see, nor one before, is 15 min old, or so long waited for."""
    begun = max((moment for moment in (row.sent_at, row.waiting_since) if moment), default=now)
    return row.looks > 0 and now - begun >= NOT_SEEN_AFTER
