"""What may be asked of an order that was placed: hold, release, cancel, another recipient, a note.

Each is written down before it is asked and after it was answered, and asked once. An answer that does not come leaves
it unclear: the service is looked at again, and only a person asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, cast

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError, Refused, RequestError, ServiceError, StoreError
from fwdesk.domain.order import LedgerRow, OrderState, Recipient
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.rows import Event
from fwdesk.orders.schedule import SHIPPED
from fwdesk.orders.submit import DOUBTFUL, StatusReader, read_back

NOTE_LIMIT = 1000
"""Characters of a note. The service names no limit; this is ours."""


class Ask(StrEnum):
    """What is asked. The first three are spelled as the service wants them (REFERENCE, update_order)."""

    HOLD = "hold"
    RELEASE = "pending"
    CANCEL = "cancel"
    READDRESS = "readdress"
    NOTE = "note"


class Outcome(StrEnum):
    """How it was answered. OPEN: nothing is written down after it was asked, so the program ended meanwhile."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Request:
    """Something that was asked of an order; `words` are the service's, or why there are none.

    `status` is what the service had shown before; `since` what it has shown since, empty if nothing else.
    """

    ask: Ask
    at: datetime
    outcome: Outcome = Outcome.OPEN
    words: str = ""
    recipient: Recipient | None = None
    note: str = ""
    status: str = ""
    since: str = ""

    @property
    def unclear(self) -> bool:
        """True when it is not known whether the service got it."""
        return self.outcome in (Outcome.OPEN, Outcome.UNCLEAR)


class Changer(StatusReader, Protocol):
    """What is used of the service to change an order."""

    def update_order(
        self, order_id: int, command: Literal["pending", "hold", "cancel"], *, cancel: Cancel | None = None
    ) -> str:
        """Release, pause or drop an order. Raises `ServiceError`."""
        ...

    def update_customer(self, order_id: int, recipient: Recipient, *, cancel: Cancel | None = None) -> str:
        """Change where it goes. Raises `ServiceError`."""
        ...

    def submit_note(self, order_id: int, subject: str, message: str, *, cancel: Cancel | None = None) -> str:
        """Write a note beside it. Raises `ServiceError`."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants of an order: one of `Ask`, with the recipient or the note that belongs to it."""

    ask: Ask
    recipient: Recipient | None = None
    subject: str = ""
    message: str = ""


def refusal(row: LedgerRow, wanted: Wanted) -> str:
    """Why this cannot be asked of the order; empty when it can."""
    if row.damaged:
        return "This row of the ledger is damaged; ask FinerWorks about the order."
    if row.state is not OrderState.ACCEPTED or row.order_id <= 0:
        return "Only an order that is at the service can be changed there."
    if wanted.ask is not Ask.NOTE and row.status_id == SHIPPED:
        return "This order has been shipped; nothing about it can be changed."
    if wanted.ask is Ask.READDRESS:
        problems = wanted.recipient.problems() if wanted.recipient else {"": "Enter the new recipient."}
        return " ".join(problems.values())
    if wanted.ask is Ask.NOTE:
        if not (wanted.subject.strip() and wanted.message.strip()):
            return "A note needs a subject and a text."
        if len(wanted.subject) + len(wanted.message) > NOTE_LIMIT:
            return f"The note has {len(wanted.subject) + len(wanted.message)} characters; {NOTE_LIMIT} are allowed."
    return ""


def change_order(
    ledger: Ledger,
    client: Changer,
    order_po: str,
    wanted: Wanted,
    *,
    mode: str,
    host: str,
    cancel: Cancel | None = None,
) -> tuple[Outcome, str]:
    """Ask for something, once, and look at the order after. Returns how it was answered, with the words.

    Raises `OrderError` when it cannot be asked of this order, `StoreError` when it could not be written down first;
    nothing was asked then.
    """
    row = ledger.row(order_po)
    if (row.mode, row.host) != (mode, host):
        raise OrderError(f"The order {order_po} went to {row.mode} at {row.host}, not to {mode} at {host}.")
    if words := refusal(row, wanted):
        raise OrderError(words)
    try:
        ledger.tell(order_po, f"a person asks: {wanted.ask}", {"asked": _spelled(wanted), "status": row.status_label})
    except StoreError:
        _answered(ledger, order_po, wanted, Outcome.NOT_SENT, "It could not be written down.")
        raise
    try:
        ledger.probe("change.next")
        outcome, words = Outcome.DONE, _sent(client, row.order_id, wanted, cancel)
    except ServiceError as error:
        outcome, words = judged(error)
    except BaseException:
        _answered(ledger, order_po, wanted, Outcome.UNCLEAR, "Asking was interrupted.")
        raise
    _answered(ledger, order_po, wanted, outcome, words)
    if outcome is not Outcome.NOT_SENT:
        with suppress(ServiceError, StoreError):  # the schedule looks again
            read_back(ledger, client, order_po, mode=mode, host=host, cancel=cancel)
    return outcome, words


def _sent(client: Changer, order_id: int, wanted: Wanted, cancel: Cancel | None) -> str:
    match wanted.ask:
        case Ask.READDRESS:
            assert wanted.recipient is not None, "looked at by refusal"
            return client.update_customer(order_id, wanted.recipient, cancel=cancel)
        case Ask.NOTE:
            return client.submit_note(order_id, wanted.subject.strip(), wanted.message.strip(), cancel=cancel)
        case ask:
            return client.update_order(order_id, cast("Literal['pending', 'hold', 'cancel']", str(ask)), cancel=cancel)


def judged(error: ServiceError) -> tuple[Outcome, str]:
    """What a failed call means: a no, nothing that left, or nobody knows."""
    if not error.sent or isinstance(error, RequestError):
        return Outcome.NOT_SENT, str(error)
    if isinstance(error, Refused) and error.status < 500 and error.status not in DOUBTFUL:
        return Outcome.REFUSED, "; ".join(text for _key, text in error.fields) or error.reason
    return Outcome.UNCLEAR, str(error)


def _answered(ledger: Ledger, order_po: str, wanted: Wanted, outcome: Outcome, words: str) -> None:
    # If this cannot be written, the request stays OPEN there, and is shown as unclear.
    with suppress(StoreError):
        detail = f"{wanted.ask}: {outcome}. {words}".strip()
        ledger.tell(order_po, detail, {"answered": str(outcome), "words": words})


def _spelled(wanted: Wanted) -> dict[str, Any]:
    told: dict[str, Any] = {"ask": str(wanted.ask)}
    if wanted.recipient:
        told["recipient"] = asdict(wanted.recipient)
    if wanted.message:
        told |= {"subject": wanted.subject.strip(), "message": wanted.message.strip()}
    return told


def requests(events: Sequence[Event]) -> tuple[Request, ...]:
    """Everything that was asked of an order, oldest first, with how it was answered and what was seen since."""
    found: list[Request] = []
    for event in events:
        told = event.told
        if "asked" in told:
            found.append(_request(event))
        elif found and "answered" in told:
            found[-1] = replace(found[-1], outcome=Outcome(told["answered"]), words=str(told.get("words", "")))
        elif found and told.get("status_label"):
            found[-1] = replace(found[-1], since=str(told["status_label"]))
    return tuple(found)


def _request(event: Event) -> Request:
    asked = event.told["asked"]
    address = asked.get("recipient")
    note = "\n".join(part for part in (asked.get("subject", ""), asked.get("message", "")) if part)
    recipient = Recipient(**address) if address else None
    return Request(Ask(asked["ask"]), event.at, recipient=recipient, note=note, status=event.told.get("status", ""))


def recipient_now(first: Recipient, asked: Sequence[Request]) -> Recipient:
    """Where an order goes now, as far as is known: the last change that was done, or where it was sent to."""
    done = [request.recipient for request in asked if request.recipient and request.outcome is Outcome.DONE]
    return done[-1] if done else first
