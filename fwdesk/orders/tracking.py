"""Where orders stand: asked politely, on a schedule while an order is in doubt, and only while it can still change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.orders import schedule
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.schedule import FOLLOWED, SHIPPED
from fwdesk.orders.submit import StatusReader, read_back

AT_ONCE = 25
"""References in one call. No limit is published; other lists of this service stop at 25 or 50."""
_IN_DOUBT = (OrderState.UNKNOWN, OrderState.SENDING, OrderState.NOT_SEEN, OrderState.CONFLICT, OrderState.GIVEN_UP)


def refresh(
    ledger: Ledger, client: StatusReader, *, mode: str, host: str, cancel: Cancel | None = None
) -> tuple[LedgerRow, ...]:
    """Ask about every order of this service that may still change, and write the answers down.

    For the start, and whenever a person asks. Returns the rows that changed. Never crosses services: an order sent to
    one is not looked for at another. Raises `ServiceError` when the service could not be asked; what was written
    until then stays.
    """
    return _asked(ledger, client, due(ledger, mode=mode, host=host), mode, host, cancel)


def look(
    ledger: Ledger, client: StatusReader, *, mode: str, host: str, cancel: Cancel | None = None
) -> tuple[LedgerRow, ...]:
    """Ask about the orders whose next look is due now, in doubt or being made. Returns and raises as `refresh`."""
    now, soon = ledger.clock(), timedelta(minutes=5)
    rows = [
        row
        for row in ledger.rows(mode=mode, host=host)
        # What is followed within minutes is asked about in the same call.
        if schedule.is_due(row, now) or ((wait := schedule.follow_in(row, now)) is not None and wait <= soon)
    ]
    return _asked(ledger, client, rows, mode, host, cancel)


def next_look_in(ledger: Ledger, *, mode: str, host: str) -> timedelta | None:
    """How long until `look` has something to do; None when nothing is waited for. The waiting is the caller's."""
    now = ledger.clock()
    rows = ledger.rows(mode=mode, host=host)
    waits = [wait for row in rows for wait in (schedule.wait(row, now), schedule.follow_in(row, now))]
    return min((wait for wait in waits if wait is not None), default=None)


def due(ledger: Ledger, *, mode: str, host: str) -> Sequence[LedgerRow]:
    """The orders worth asking about: those whose look is due, in doubt, accepted and not shipped, refused of late."""
    now = ledger.clock()
    return [
        row
        for row in ledger.rows(mode=mode, host=host)
        if row.rebuilt
        or schedule.is_due(row, now)
        or (row.state in _IN_DOUBT and now - (row.sent_at or row.created_at) < schedule.LOOK_FOR)
        or (row.state is OrderState.ACCEPTED and row.status_id != SHIPPED and now - row.created_at < FOLLOWED)
        or (row.state in (OrderState.REFUSED, OrderState.REJECTED) and now - row.created_at < schedule.REFUSED_FOR)
    ]


def _asked(
    ledger: Ledger, client: StatusReader, rows: Sequence[LedgerRow], mode: str, host: str, cancel: Cancel | None
) -> tuple[LedgerRow, ...]:
    """In doubt one by one, for then an answer about another order shows itself; the others a list at a time."""
    doubtful = [row.order_po for row in rows if row.state is not OrderState.ACCEPTED]
    after = [read_back(ledger, client, order_po, mode=mode, host=host, cancel=cancel) for order_po in doubtful]
    accepted = [row for row in rows if row.state is OrderState.ACCEPTED]
    for start in range(0, len(accepted), AT_ONCE):
        some = accepted[start : start + AT_ONCE]
        statuses = client.fetch_order_status([row.order_po for row in some], cancel=cancel)
        after += [ledger.saw(row.order_po, [s for s in statuses if s.order_po == row.order_po]) for row in some]
    before = {row.order_po: row for row in rows}
    return tuple(row for row in after if _shown(row) != _shown(before[row.order_po]))


def _shown(row: LedgerRow) -> tuple[object, ...]:
    """What a person sees of a row."""
    return row.state, row.order_id, row.message, row.status_id, row.status_label, row.shipments
