"""The story of an order as a person reads it: one line for each thing that happened, with its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from fwdesk.domain.order import LedgerRow, OrderState, Shipment
from fwdesk.orders.changes import Ask, Outcome, Request, requests
from fwdesk.orders.rows import Event


class Mark(StrEnum):
    """What kind of line it is; pages give each an icon and a color."""

    DONE = "done"
    ASKED = "asked"
    DOUBT = "in doubt"
    TROUBLE = "trouble"
    AHEAD = "expected"


@dataclass(frozen=True, slots=True)
class Moment:
    """One line. `at` is UTC, or None where only the `day` is known; `detail` says more and may be empty."""

    words: str
    mark: Mark
    at: datetime | None = None
    day: date | None = None
    detail: str = ""

    @property
    def when(self) -> datetime:
        """For sorting: a day counts from its beginning."""
        day = self.day or date.max
        return self.at or datetime(day.year, day.month, day.day, tzinfo=UTC)


_STATES = {
    OrderState.UNKNOWN: ("No clear answer", Mark.DOUBT),
    OrderState.NOT_SENT: ("Nothing was sent", Mark.TROUBLE),
    OrderState.REFUSED: ("The service said no", Mark.TROUBLE),
    OrderState.REJECTED: ("Not at the service after the refusal", Mark.TROUBLE),
    OrderState.NOT_SEEN: ("Not seen at the service", Mark.DOUBT),
    OrderState.CONFLICT: ("The service shows something else", Mark.TROUBLE),
    OrderState.GIVEN_UP: ("You wrote it off", Mark.DONE),
}
ASK_WORDS = {
    Ask.HOLD: "hold it",
    Ask.RELEASE: "release it",
    Ask.CANCEL: "cancel it",
    Ask.READDRESS: "send it to another address",
    Ask.NOTE: "add a note",
}
_OUTCOMES = {
    Outcome.OPEN: ("no answer was written down", Mark.DOUBT),
    Outcome.DONE: ("done", Mark.DONE),
    Outcome.REFUSED: ("refused", Mark.TROUBLE),
    Outcome.NOT_SENT: ("it was not sent", Mark.TROUBLE),
    Outcome.UNCLEAR: ("no clear answer", Mark.DOUBT),
}


def timeline(row: LedgerRow, events: Sequence[Event]) -> tuple[Moment, ...]:
    """Everything that happened to an order, oldest first; what is expected comes last."""
    asked = iter(requests(events))
    found: list[Moment] = []
    label = ""
    for event in events:
        if "asked" in event.told:
            found.append(_asked(next(asked)))
        found += _changed(event, first=not found)
        status = str(event.told.get("status_label") or "")
        if status and status != label:
            found.append(Moment(status, Mark.DONE, event.at, detail="as the service showed it then"))
            label = status
    for shipment in row.shipments:
        found += _parcel(shipment)
    return tuple(sorted(found, key=lambda moment: moment.when))


def _changed(event: Event, *, first: bool) -> Iterator[Moment]:
    state, told = event.told.get("state"), event.told
    if first and event.state == OrderState.INTENT:
        yield Moment("Written down on this computer", Mark.DONE, event.at)
    elif state == OrderState.SENDING:
        again = int(told.get("attempts", 1)) > 1
        yield Moment("Sent again, because you asked for it" if again else "Sent", Mark.DONE, event.at)
    elif state == OrderState.ACCEPTED:
        number = told.get("order_id")
        by_you = event.detail.startswith("a person")
        words = f"You confirmed its number: {number}" if by_you else f"Accepted as order {number}"
        yield Moment(words if number else "Found at the service", Mark.DONE, event.at)
    elif state == OrderState.UNKNOWN and event.detail.startswith("a person"):
        yield Moment("You keep waiting", Mark.ASKED, event.at)
    elif state in _STATES:
        words, mark = _STATES[OrderState(state)]
        yield Moment(words, mark, event.at, detail=str(told.get("message", "")))


def _asked(request: Request) -> Moment:
    words, mark = _OUTCOMES[request.outcome]
    more = [request.note] if request.note else list(request.recipient.lines) if request.recipient else []
    detail = "\n".join(part for part in (request.words, ", ".join(more)) if part)
    return Moment(f"You asked to {ASK_WORDS[request.ask]}: {words}", mark, request.at, detail=detail)


def _parcel(shipment: Shipment) -> Iterator[Moment]:
    by = " ".join(part for part in (shipment.carrier, shipment.service) if part) or "the carrier"
    if shipped := service_day(shipment.shipped_at):
        yield Moment(f"Handed to {by}", Mark.DONE, day=shipped, detail=shipment.tracking_number)
    if delivered := service_day(shipment.delivered_at):
        yield Moment("Delivered", Mark.DONE, day=delivered)
    elif expected := service_day(shipment.expected_at):
        yield Moment("Expected to arrive", Mark.AHEAD, day=expected)


def service_day(text: str) -> date | None:
    """The day in a date of the service, which may have a time and an offset (REFERENCE 1.3); None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
