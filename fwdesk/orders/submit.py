"""Sending an order: written down first, sent once, and believed only when the answer is exactly right.

One POST for one confirmation by a person. Whatever the answer, nothing here sends a second one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal, Protocol

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError, Refused, ServiceError, StoreError
from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.order import (
    ORDER_PO_LIMIT,
    QUANTITY_LIMIT,
    TEST_TOKEN,
    TITLE_LIMIT,
    Confirmation,
    LedgerRow,
    Order,
    OrderState,
    OrderStatus,
)
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.permit import Permit
from fwdesk.orders.standing import LIVE, NO_LIMITS, Limits, Standing

SENT_TWICE = "It was sent again by a person. If the first one still arrives, the service shows two orders."
DOUBTFUL = {408, 409, 425, 429}
"""Answers below 500 that do not say what became of this request; 409 may even mean that it is already there."""


class Submitter(Protocol):
    """What is used of the service to send an order."""

    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: Literal[False] = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        """Send one order, once. Raises `ServiceError`."""
        ...


class StatusReader(Protocol):
    """What is used of the service to look at orders."""

    def fetch_order_status(self, order_pos: Sequence[str], *, cancel: Cancel | None = None) -> tuple[OrderStatus, ...]:
        """The orders the service has by these references; unknown ones are left out. Raises `ServiceError`."""
        ...


class Client(Submitter, StatusReader, Protocol):
    """What is used of the service to send an order again."""


def submit(
    ledger: Ledger,
    client: Submitter,
    order: Order,
    *,
    mode: str,
    host: str,
    quoted_total: Money,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
    typed: bool = False,
    permit: Permit | None = None,
) -> LedgerRow:
    """Send an order, once, and return what became of it; the state says it all and `message` why.

    It is a test order unless there is a `permit`, which alone lets one go to the live ledger. `cancel` only stops the
    waiting: the order may have arrived, so it is UNKNOWN then. `limits` are the person's; `typed` says that a person
    typed the confirmation which `Standing.wants_typed` asks for; a permit is one.

    Raises `OrderError` before anything is written when the order may not be sent, or was sent already; `StoreError`
    when it could not be written down first. In both cases nothing left this computer.
    """
    allow = _allowing(quoted_total, limits, typed=typed or permit is not None)
    refuse(order, mode, permit, quoted_total)
    allow(ledger.standing(mode))
    ledger.probe("submit.begun")
    row = ledger.intend(order, mode=mode, host=host, quoted_total=quoted_total)
    attempt = ledger.claim(order.order_po, allow=allow)
    return _sent(ledger, client, order, row, attempt, cancel, permit)


def send_again(
    ledger: Ledger,
    client: Client,
    order_po: str,
    *,
    mode: str,
    host: str,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
    typed: bool = False,
    permit: Permit | None = None,
) -> LedgerRow:
    """Send an order as it was written down. Only ever called because a person asked for it.

    One that is INTENT or NOT_SENT goes as if for the first time. One that is NOT_SEEN is looked for once more first,
    inside the same claim, and goes under the same reference only if it is still not seen; from then on the service
    may show two orders, and the row says so. Raises as `submit` does, and `ServiceError` when the service could not
    be asked; nothing was sent then.
    """
    order, row = ledger.order(order_po), ledger.row(order_po)
    if row.state is not OrderState.NOT_SEEN:
        return submit(
            ledger,
            client,
            order,
            mode=mode,
            host=host,
            quoted_total=row.total,
            cancel=cancel,
            limits=limits,
            typed=typed,
            permit=permit,
        )
    refuse(order, mode, permit, row.total)
    _same_service(row, mode, host)
    # What it comes to was counted when it was sent for the first time.
    attempt = ledger.claim(order_po, OrderState.NOT_SEEN, _allowing(ZERO, limits, typed=typed or permit is not None))
    try:
        ledger.probe("reading.next")
        statuses = client.fetch_order_status([order_po], cancel=cancel)
    except BaseException:
        ledger.settle(order_po, attempt, OrderState.NOT_SEEN, "Nothing was sent again: the service could not be asked.")
        raise
    if statuses:
        ledger.settle(order_po, attempt, OrderState.UNKNOWN, "Nothing was sent again: the service shows something.")
        return ledger.saw(order_po, statuses)
    return _sent(ledger, client, order, row, attempt, cancel, permit, again=True)


def _allowing(total: Money, limits: Limits, *, typed: bool) -> Callable[[Standing], None]:
    """A look at the ledger's standing that raises `OrderError` when an order of this total may not go."""

    def allow(standing: Standing) -> None:
        for words in standing.refusals(total, limits, typed=typed):
            raise OrderError(words)

    return allow


def _sent(
    ledger: Ledger,
    client: Submitter,
    order: Order,
    row: LedgerRow,
    attempt: int,
    cancel: Cancel | None,
    permit: Permit | None,
    *,
    again: bool = False,
) -> LedgerRow:
    """The one request of a claim, and what became of it."""
    token = permit.payment_token if permit else TEST_TOKEN
    try:
        ledger.probe("request.next")
        confirmation = client.submit_orders_v2(order, payment_token=token, cancel=cancel)
    except ServiceError as error:
        state, message = judged(error, again=again)
        return _kept(ledger, row, attempt, state, message)
    except BaseException:
        # A bug, or the program being stopped: the request may have left.
        _kept(ledger, row, attempt, OrderState.UNKNOWN, "Sending was interrupted.")
        raise
    ledger.probe("answer.read")
    doubt = doubts(order, confirmation)
    if confirmation is None or doubt:
        return _kept(ledger, row, attempt, OrderState.UNKNOWN, doubt)
    message = "\n".join(part for part in (confirmation.message, SENT_TWICE if again else "") if part)
    return _kept(
        ledger,
        row,
        attempt,
        OrderState.ACCEPTED,
        message,
        order_id=confirmation.order_id,
        order_guid=confirmation.order_guid,
        confirmation_id=confirmation.confirmation_id,
        confirmed_at=confirmation.confirmed_at,
    )


def read_back(
    ledger: Ledger, client: StatusReader, order_po: str, *, mode: str, host: str, cancel: Cancel | None = None
) -> LedgerRow:
    """Ask the service whether it has this order, and write down what it says. Never sends anything.

    Found makes UNKNOWN into ACCEPTED; not found proves nothing (RELIABILITY, F5), so it stays UNKNOWN, and NOT_SEEN
    after a while. Raises `OrderError` for an order of another service, which is never asked about here;
    `ServiceError` when the service could not be asked, and the ledger is then as it was.
    """
    _same_service(ledger.row(order_po), mode, host)
    ledger.probe("reading.next")
    statuses = client.fetch_order_status([order_po], cancel=cancel)
    ledger.probe("reading.done")
    return ledger.saw(order_po, statuses)


def _same_service(row: LedgerRow, mode: str, host: str) -> None:
    if (row.mode, row.host) != (mode, host):
        raise OrderError(f"The order {row.order_po} went to {row.mode} at {row.host}, not to {mode} at {host}.")


def twin(ledger: Ledger, order: Order, *, mode: str, within: timedelta = timedelta(hours=24)) -> LedgerRow | None:
    """An earlier order of the last day with the same pieces for the same recipient, or None."""
    return ledger.twin(order, mode=mode, within=within)


def refuse(order: Order, mode: str, permit: Permit | None = None, total: Money = ZERO) -> None:
    """Raise `OrderError` for an order that may not be sent at all: incomplete, or with an unseen print file; or live
    without a `permit` for just this total, or in the wrong ledger.
    """
    if mode == LIVE:
        if permit is None:
            raise OrderError("A live order is made and billed: only its review sends it, with the total typed there.")
        if order.test_mode:
            raise OrderError("This is a test order; it does not go to the live account.")
        permit.refuse(total)
    elif permit is not None or not order.test_mode:
        raise OrderError("Only test orders go out from here. A live order would be made and billed.")
    if not 0 < len(order.order_po) <= ORDER_PO_LIMIT:
        raise OrderError(f"An order needs a reference of 1 to {ORDER_PO_LIMIT} characters.")
    for words in order.recipient.problems().values():
        raise OrderError(f"The recipient is not complete. {words}")
    if not order.shipping_code:
        raise OrderError("Choose how the order travels.")
    if not order.lines:
        raise OrderError("The order has nothing in it.")
    for line in order.lines:
        if not line.code:
            raise OrderError("A line of the order has no product code.")
        if not 1 <= line.quantity <= QUANTITY_LIMIT:
            raise OrderError(f"{line.code}: the quantity must be 1 to {QUANTITY_LIMIT}, not {line.quantity}.")
        if len(line.title) > TITLE_LIMIT:
            raise OrderError(f"{line.code}: the title has {len(line.title)} characters; {TITLE_LIMIT} are allowed.")
        if not (line.file.url and line.file.sha256):
            raise OrderError(f"{line.code}: the print file was not delivered and checked yet.")


def judged(error: ServiceError, *, again: bool = False) -> tuple[OrderState, str]:
    """What a failed call means for the order: only what is certain is NOT_SENT or REFUSED.

    Sent `again`, nothing is certain about the first time: what did not leave now is NOT_SEEN as before, and a refusal
    may even mean that the first one is there.
    """
    if not error.sent:
        return OrderState.NOT_SEEN if again else OrderState.NOT_SENT, f"Nothing was sent: {error}"
    if not again and isinstance(error, Refused) and error.status < 500 and error.status not in DOUBTFUL:
        fields = "; ".join(f"{key}: {words}" for key, words in error.fields if words not in error.reason)
        return OrderState.REFUSED, "\n".join(part for part in (error.reason, fields) if part)
    return OrderState.UNKNOWN, f"It is not known whether the order arrived: {error}"


def doubts(order: Order, confirmation: Confirmation | None) -> str:
    """Why an answer is not the confirmation of exactly this order; empty if it is."""
    if confirmation is None:
        return "The service answered but confirmed no order."
    if confirmation.order_po != order.order_po:
        return f"The service confirmed another reference: {confirmation.order_po[:ORDER_PO_LIMIT]!r}."
    order_id: object = confirmation.order_id
    if type(order_id) is not int or order_id <= 0:
        return f"The service gave no usable order number: {str(order_id)[:20]!r}."
    return ""


def _kept(
    ledger: Ledger, row: LedgerRow, attempt: int, state: OrderState, message: str = "", **facts: object
) -> LedgerRow:
    """The outcome, written down. If the disk fails now, the row stays SENDING there: UNKNOWN at the next start."""
    try:
        return ledger.settle(row.order_po, attempt, state, message, **facts)
    except StoreError as error:
        order_id = facts.get("order_id")
        answer = f"The service confirmed order {order_id}" if order_id else message or "The request was sent"
        told = f"{answer.rstrip('.')}. But that could not be written down: {error}"
        return replace(row, state=OrderState.UNKNOWN, message=told)
