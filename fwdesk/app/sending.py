"""Sending what the review shows: asked anew, looked over, written down and sent once each. Runs on a worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from fwdesk.app import quoting
from fwdesk.app.archivist import SentPiece
from fwdesk.app.quoting import Extras, Quoted
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import FwdeskError, OrderError, ServiceError, StoreError
from fwdesk.domain.order import LedgerRow, Order, OrderState, Recipient, ShippingOption
from fwdesk.domain.rules import Rules

if TYPE_CHECKING:
    from fwdesk.orders.permit import Permit
    from fwdesk.orders.preflight import Finding, LiveFacts

_NOT_THERE = {OrderState.INTENT, OrderState.NOT_SENT, OrderState.REFUSED, OrderState.REJECTED}
_STOP = {OrderState.NOT_SENT}
_STOP_LIVE = {OrderState.NOT_SENT, OrderState.UNKNOWN}
MUST_FIX = "must_fix"
_log = logging.getLogger(__name__)


class PricesChanged(OrderError):
    """The service asks something else than was shown. Nothing was sent; `quoted` is what it asks now."""

    def __init__(self, changes: Sequence[str], quoted: Quoted) -> None:
        self.changes, self.quoted = tuple(changes), quoted
        super().__init__("Nothing was sent: the service asks something else now. " + "; ".join(changes) + ".")


class NotReady(OrderError):
    """The last look found something that must be mended. Nothing was sent."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(" ".join(finding.words for finding in findings if finding.level == MUST_FIX))


@dataclass(frozen=True, slots=True)
class Sending:
    """One confirmation by a person: the quote on show, the way chosen for each recipient, and what goes with it."""

    quoted: Quoted
    options: tuple[ShippingOption, ...]
    extras: Extras
    rules: Rules
    permit: Permit | None = None
    live: LiveFacts | None = None

    @property
    def pieces(self) -> tuple[SentPiece, ...]:
        """The pieces as they go, for the archive."""
        quoted = self.quoted
        return tuple(
            SentPiece(line.piece, line.artwork, quoted.prices[line.piece.code.wire]) for line in quoted.asked.lines
        )

    def orders(self) -> tuple[Order, ...]:
        """An order for each recipient, each with a reference of its own."""
        return tuple(self.quoted.order(option.wire_code, self.extras, at) for at, option in enumerate(self.options))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient's order: its row in the ledger, or, if it never got there, why."""

    recipient: Recipient
    row: LedgerRow | None = None
    words: str = ""

    @property
    def went(self) -> bool:
        """False when it is certain that this order is not at the service."""
        return self.row is not None and self.row.state not in _NOT_THERE


def send(workshop: Workshop, sending: Sending, cancel: Cancel) -> tuple[Result, ...]:
    """Send each order once, one after the other. What went stands, whatever becomes of the others.

    Raises `PricesChanged`, `NotReady`, `ServiceError` or `StoreError` while nothing was sent.
    """
    # The line may have been made anew since the quote, but to the same service: what was shown is for that one alone.
    line, shown = workshop.connection, sending.quoted.line
    if (line.ledger, line.host) != (shown.ledger, shown.host):
        raise OrderError("Nothing was sent: another service was chosen meanwhile.")
    sending = replace(sending, quoted=replace(sending.quoted, line=line))
    orders = ready(workshop, sending, cancel)
    stops, results = _STOP_LIVE if sending.permit else _STOP, list[Result]()
    for order, option in zip(orders, sending.options, strict=True):
        held = _held_back(results, stops)
        if held:
            results.append(Result(order.recipient, None, held))
            continue
        try:
            results.append(Result(order.recipient, _placed(workshop, sending, order, option)))
        except (OrderError, StoreError) as error:
            if len(orders) == 1:
                raise
            results.append(Result(order.recipient, None, f"Not sent: {error}"))
    return tuple(results)


def ready(workshop: Workshop, sending: Sending, cancel: Cancel) -> tuple[Order, ...]:
    """The orders, after the service was asked for everything once more and nothing must be mended. Raises as `send`."""
    quoted, orders = sending.quoted, sending.orders()
    fresh = quoting.ask_again(quoted, cancel)
    changes = quoting.differences(quoted, fresh, [option.wire_code for option in sending.options])
    if changes:
        raise PricesChanged(changes, fresh)
    # The findings shown may still be on their way; what must be mended holds the order back all the same.
    found = quoting.look_over(workshop, fresh, orders, sending.rules, sending.live)
    if any(finding.level == MUST_FIX for finding in found):
        raise NotReady(found)
    if sending.permit:
        from fwdesk.orders.permit import validate

        for order in orders:
            validate(quoted.line.client, order, cancel=cancel)
    return orders


def _placed(workshop: Workshop, sending: Sending, order: Order, option: ShippingOption) -> LedgerRow:
    """What became of one order. Raises `OrderError` or `StoreError` when it did not leave this computer."""
    try:
        return _sent(workshop, sending, order, option)
    except Exception as error:
        row = _left(workshop, order.order_po)
        if row is None:
            raise
        # Whatever went wrong here: a request was out, so nothing may look as if it could simply be sent once more.
        _log.exception("an order was under way when something failed", exc_info=error)
        return row


def _left(workshop: Workshop, order_po: str) -> LedgerRow | None:
    """The row of an order that may have left this computer; None for one that certainly did not."""
    try:
        row = workshop.ledger.row(order_po)
    except (OrderError, StoreError):
        return None
    return None if row.state in {OrderState.INTENT, OrderState.NOT_SENT} else row


def _sent(workshop: Workshop, sending: Sending, order: Order, option: ShippingOption) -> LedgerRow:
    from fwdesk.orders.submit import read_back, submit

    line = sending.quoted.line
    row = submit(
        workshop.ledger,
        line.client,
        order,
        mode=line.ledger,
        host=line.host,
        quoted_total=option.total.grand_total,
        permit=sending.permit,
    )
    if row.state is OrderState.ACCEPTED:
        look = partial(read_back, workshop.ledger, line.client, row.order_po, mode=line.ledger, host=line.host)
        row = _read_quietly(look, row)
    return row


def _held_back(results: Sequence[Result], stops: set[OrderState]) -> str:
    """Why the next order is not sent after what became of those before it; empty if it may go."""
    last = next((result for result in reversed(results) if result.row), None)
    if last is None or last.row is None or last.row.state not in stops:
        return ""
    if last.row.state is OrderState.NOT_SENT:
        return "Not sent: the service could not be reached for the one before it."
    return "Not sent: it is not known yet what became of the one before it."


def _read_quietly(read: Callable[[], LedgerRow], row: LedgerRow) -> LedgerRow:
    try:
        return read()
    except (ServiceError, StoreError):
        # The acceptance stands; the read-back is made good the next time the orders are looked at.
        return row


def worst(results: Sequence[Result]) -> FwdeskError | None:
    """Why nothing at all was sent, if nothing was; else None."""
    return None if any(result.row for result in results) else OrderError(results[0].words)
