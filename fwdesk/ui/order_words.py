"""Words and looks for orders in the ledger: what happened, what it means, what to press."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from fwdesk.domain.order import LedgerRow, OrderState, Recipient
from fwdesk.orders.changes import Ask, Outcome, Request
from fwdesk.orders.schedule import SHIPPED
from fwdesk.orders.standing import Choice
from fwdesk.orders.timeline import ASK_WORDS
from fwdesk.ui.messages import STATE_WORDS

_RECEIVED = (1, 2, 3)

_FROM_REVIEW = "A live order goes only from its review: if it was not placed, write it off and order it again."


class Look(NamedTuple):
    """How a state is shown: an icon, a color and its ground by their names, and words; never one of them alone."""

    icon: str
    ink: str
    ground: str
    words: str


class Told(NamedTuple):
    """A state for a person: what happened, what it means, what to press."""

    headline: str
    meaning: str
    press: str = ""


_DOUBT = (OrderState.UNKNOWN, OrderState.SENDING, OrderState.NOT_SEEN)
_WRONG = (OrderState.CONFLICT, OrderState.REFUSED, OrderState.REJECTED)


def look(row: LedgerRow) -> Look:
    """The look of an order: where it stands at the service, or what became of sending it."""
    icon, words = STATE_WORDS[row.state]
    if row.damaged:
        return Look("alert-circle", "error", "error_tint", "Damaged in the ledger")
    if row.state is OrderState.ACCEPTED:
        words = row.status_label or words
        if row.status_id == SHIPPED:
            return Look("truck-delivery", "ok", "ok_tint", words)
        # An id that nobody has documented: what the service says, without a judgment of ours.
        known = not row.status_id or row.status_id in _RECEIVED
        return Look(icon, "ok", "ok_tint", words) if known else Look("package", "accent", "tint", words)
    if row.state in _DOUBT:
        return Look(icon, "warn", "warn_tint", words)
    if row.state in _WRONG:
        return Look(icon, "error", "error_tint", words)
    return Look(icon, "secondary", "hover", words)


def vendor(row: LedgerRow) -> str:
    """Who was asked, at the beginning of a sentence."""
    return "The practice lab" if row.mode == "practice" else "FinerWorks"


def told(row: LedgerRow) -> Told:
    """What happened to an order, what it means, and what to press."""
    who = vendor(row)
    if row.damaged:
        return Told(
            "This row of the ledger is damaged",
            "Something changed the file of orders from outside. What can be read of it is shown; nothing is sent.",
            f"Compare it with your account at {inside(who)}.",
        )
    match row.state:
        case OrderState.ACCEPTED:
            return _placed(row)
        case OrderState.UNKNOWN:
            return Told(
                "It is not known whether this order arrived",
                f"It was sent once, and no clear answer came. {who} is asked for its reference by itself, ever more "
                "rarely. fwdesk never sends it again by itself.",
                "Nothing has to be done. If you already know the order’s number, enter it.",
            )
        case OrderState.NOT_SEEN:
            return Told(
                f"{who} does not show this order",
                f"It was sent {_when(row.sent_at)} without a clear answer, and is still not listed after "
                f"{_looks(row.looks)}. That does not prove that it never arrived: it may still appear.",
                f"Ask {inside(who)} about the reference, then press what is true. "
                + (_FROM_REVIEW if row.mode == "live" else "Sending it again can make a second order."),
            )
        case OrderState.CONFLICT:
            return Told(
                f"{who} shows something else than this one order",
                row.message,
                "Find out which order is yours. Then enter its number, or write this one off.",
            )
        case OrderState.NOT_SENT | OrderState.INTENT:
            before = "The program ended before it was sent." if row.state is OrderState.INTENT else row.message
            return Told(
                "This order did not leave this computer",
                f"{before} Nothing was ordered.".strip(),
                _FROM_REVIEW if row.mode == "live" else "Send it when the service answers, or write it off.",
            )
        case OrderState.REFUSED | OrderState.REJECTED:
            looked = "" if row.state is OrderState.REJECTED else " It is looked for all the same, to be sure."
            return Told(f"{who} refused this order", f"{row.message}{looked}", "Order again brings the piece back.")
        case OrderState.GIVEN_UP:
            return Told(
                "You wrote this order off",
                "It counts as not placed. For a week it is looked for all the same: if it turns up, it is shown here.",
            )
        case _:
            return Told("This order is being sent", "One request is on its way.", "Wait for the answer.")


def _placed(row: LedgerRow) -> Told:
    test = "" if row.mode == "live" else "A test order: nothing is made or billed."
    if row.status_id == SHIPPED:
        return Told(look(row).words, " ".join(part for part in ("It is on its way.", test) if part))
    words = f"Order {row.order_id} is at {inside(vendor(row))}."
    return Told(look(row).words, " ".join(part for part in (words, test, row.message) if part).strip())


CHOICE_WORDS = {
    Choice.LOOK: "Look again",
    Choice.SEND: "Send it now…",
    Choice.KEEP_WAITING: "Keep waiting",
    Choice.SEND_AGAIN: "Send it again…",
    Choice.GIVE_UP: "It was not placed: write it off…",
    Choice.SETTLE: "It was placed: enter its number…",
    Choice.RETURN_NUMBERS: "Give its edition numbers back…",
}


def sure(row: LedgerRow, choice: Choice) -> tuple[str, str]:
    """The sentence that asks whether a person means it, and the words of the button that does it."""
    who = vendor(row)
    match choice:
        case Choice.SEND:
            return (
                f"This sends the order to {inside(who)} for {row.total}, once, as it was written down.",
                "Send it",
            )
        case Choice.SEND_AGAIN:
            return (
                f"{who} is looked at once more first. If the order is still not there, it is sent a second time, under "
                f"the same reference. Should the first one turn up later, there are two orders of {row.total} each.",
                "Send it again",
            )
        case Choice.RETURN_NUMBERS:
            return (
                "The numbers of the edition that this order had can then be ordered again. Do this only when it is "
                "certain that nothing of it was or will be printed.",
                "Give them back",
            )
        case _:
            return (
                f"The order then counts as not placed. Do this when {inside(who)} said that there is no order under "
                f"{row.order_po}. Nothing is sent to anybody.",
                "Write it off",
            )


ASK_BUTTONS = {
    Ask.HOLD: "Hold",
    Ask.RELEASE: "Release",
    Ask.CANCEL: "Cancel the order…",
    Ask.READDRESS: "Change the address…",
    Ask.NOTE: "Add a note…",
}


def ask_sure(row: LedgerRow, ask: Ask) -> tuple[str, str]:
    """The sentence before something is asked of the service, and the words of the button that asks."""
    who, number = vendor(row), row.order_id
    match ask:
        case Ask.HOLD:
            return (
                f"{who} is asked to stop order {number} until you release it. Not once it is in production.",
                "Hold it",
            )
        case Ask.RELEASE:
            return f"{who} is asked to make order {number} after all. From then on it may be billed.", "Release it"
        case _:
            return (
                f"{who} is asked to drop order {number}, {row.total}. A canceled order does not come back; to have the "
                "piece you order it again. Not once it is in production.",
                "Cancel the order",
            )


def answered(row: LedgerRow, ask: Ask, outcome: Outcome, words: str) -> tuple[str, str]:
    """How something that was asked was answered: a level, and a sentence."""
    who, asked = vendor(row), ASK_WORDS[ask]
    said = f" It says: {words}" if words else ""
    match outcome:
        case Outcome.DONE:
            return "info", f"Done: you asked to {asked}, and {inside(who)} took it.{said}"
        case Outcome.REFUSED:
            return "error", f"{who} said no when you asked to {asked}.{said} Nothing has changed."
        case Outcome.NOT_SENT:
            return "warn", f"Nothing was sent, so nothing has changed. {words} Try again when the service answers."
        case _:
            return "warn", unclear_words(row, ask)


def inside(who: str) -> str:
    """Who was asked, within a sentence."""
    return f"{who[0].lower()}{who[1:]}" if who.startswith("The ") else who


def unclear_words(row: LedgerRow, ask: Ask) -> str:
    """What it means that nobody knows whether the service got something."""
    return (
        f"You asked to {ASK_WORDS[ask]}, and no clear answer came: it may have been done or not. fwdesk does not ask "
        f"again by itself. Look at what {inside(vendor(row))} shows now, "
        "then decide."
    )


def request_words(row: LedgerRow, request: Request) -> str:
    """The same, of the past, with what was seen since."""
    words = unclear_words(row, request.ask)
    return f"{words} Since then it shows: {request.since}." if request.since else words


def age_words(row: LedgerRow, *, online: bool, now: datetime | None = None) -> str:
    """How old that is which is shown, and whether it can be asked anew."""
    cut = "" if online else "The service does not answer now. "
    if row.looked_at is None:
        return f"{cut}It was not looked at since it was sent." if row.sent_at else cut.strip()
    return f"{cut}As the service showed it {ago(row.looked_at, now)}, {stamp(row.looked_at)}."


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, in the largest whole unit."""
    passed = max((now or datetime.now(UTC)) - moment, timedelta(0))
    for unit, words in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        if passed >= unit:
            count = passed // unit
            return f"{count} {words}{'s' if count > 1 else ''} ago"
    return "just now"


def stamp(moment: datetime) -> str:
    """A time of this place: Nov 25, 2026, 14:03."""
    return f"{moment.astimezone():%b %-d, %Y, %H:%M}"


def _when(moment: datetime | None) -> str:
    return stamp(moment) if moment else "before"


def _looks(count: int) -> str:
    return f"{count} looks" if count != 1 else "one look"


def address(recipient: Recipient) -> str:
    """An address on its lines."""
    return "\n".join(recipient.lines)
