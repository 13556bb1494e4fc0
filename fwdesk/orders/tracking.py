"""Where orders stand: asked politely, a list at a time, and only for orders that can still change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import StatusReader, written

SHIPPED = 7
"""The one status id after which nothing more happens, as far as is known (REFERENCE, list_order_status_definitions).

Ids 1 to 3 are known to be earlier; any other id counts as in progress, whatever its label says.
"""
AT_ONCE = 25
"""References in one call. No limit is published; other lists of this service stop at 25 or 50."""
_WATCHED = timedelta(days=60)
_REFUSED_WATCHED = timedelta(days=1)


def refresh(
    ledger: Ledger, client: StatusReader, *, mode: str, host: str, cancel: Cancel | None = None
) -> tuple[LedgerRow, ...]:
    """Ask about every order of this service that may still change, and write the answers down.

    Returns the rows that changed. Never crosses services: an order sent to one is not looked for at another.
    Raises `ServiceError` when the service could not be asked; what was written until then stays.
    """
    before = due(ledger, mode=mode, host=host)
    after: list[LedgerRow] = []
    for start in range(0, len(before), AT_ONCE):
        some = before[start : start + AT_ONCE]
        statuses = client.fetch_order_status([row.order_po for row in some], cancel=cancel)
        after += [written(ledger, row, [s for s in statuses if s.order_po == row.order_po]) for row in some]
    return tuple(new for old, new in zip(before, after, strict=True) if new != old)


def due(ledger: Ledger, *, mode: str, host: str) -> Sequence[LedgerRow]:
    """The orders worth asking about: in doubt, accepted and not shipped, or refused within the last day."""
    now = ledger.clock()
    return [
        row
        for row in ledger.rows(mode=mode, host=host)
        if row.state in (OrderState.UNKNOWN, OrderState.SENDING)
        or (row.state is OrderState.ACCEPTED and row.status_id != SHIPPED and now - row.created_at < _WATCHED)
        or (row.state is OrderState.REFUSED and now - row.created_at < _REFUSED_WATCHED)
    ]
