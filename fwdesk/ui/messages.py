"""Words for people: what happened, what it means, what to press. The one place where errors become sentences."""

from __future__ import annotations

from fwdesk.domain.account import Account
from fwdesk.domain.errors import (
    ArtworkError,
    BadCredentials,
    BadReply,
    CodeError,
    ConnectionLost,
    FwdeskError,
    LeftAlone,
    OrderError,
    Refused,
    RequestError,
    SizeError,
    StoreError,
    TimedOut,
    Unreachable,
)
from fwdesk.domain.order import LedgerRow, OrderState


def sentence(error: Exception) -> str:
    """An error for a person. Anything that is not one of ours is a bug and says so."""
    match error:
        case CodeError():
            return code_words(error)
        case SizeError():
            return f"{error.text or 'Nothing'} does not read as a size: {error.reason}."
        case BadCredentials():
            return f"{error} Check the two keys under Service, Service and keys."
        case Refused():
            details = "; ".join(text for _key, text in error.fields)
            return f"The service said no: {details or error.reason or error}"
        case RequestError():
            return f"This was not sent: {error}"
        case LeftAlone():
            return f"{error}. The desk works on."
        case Unreachable():
            return "The service cannot be reached. The desk works on; prices and orders wait until it is back."
        case ConnectionLost():
            return "The connection to the service broke off. It is tried again by itself."
        case TimedOut():
            return "The service took too long to answer. It is tried again by itself."
        case BadReply():
            return f"The service sent something that cannot be used: {error}."
        case ArtworkError() | StoreError() | OrderError():
            return str(error)
        case FwdeskError():
            return str(error)
        case ValueError():
            return str(error)
        case _:
            return f"fwdesk stumbled over its own feet ({type(error).__name__}). Your work is kept; the log says more."


def keys_trouble(error: Exception, *, typed: bool) -> tuple[str, str]:
    """Why two keys could not be checked or kept: a headline, and what to do. Said on the page of the service.

    `typed` is true for new keys, false for those that are kept.
    """
    left = "Nothing was kept." if typed else "The keys stay where they are."
    again = "The fields still hold what you typed: check again when it answers." if typed else "Check again later."
    match error:
        case StoreError():
            return "That did not work", str(error)
        case BadCredentials() if error.method:
            return (
                "FinerWorks does not accept these keys",
                f"It says: {ended(error.reason)} {left} Copy both again from your FinerWorks account, and check.",
            )
        case BadCredentials():
            return "These keys cannot be used here", str(error)
        case Refused():
            return "FinerWorks said no", f"{ended(error.reason)} {left}"
        case Unreachable():
            return "FinerWorks cannot be reached", f"Is this computer online? {left} {again}"
        case ConnectionLost() | TimedOut():
            return "FinerWorks did not answer", f"{left} {again}"
        case BadReply():
            return "FinerWorks sent something that cannot be used", f"{ended(str(error))} {left} {again}"
        case _:
            return "That did not work", sentence(error)


def ended(words: str) -> str:
    """Somebody else's words as a sentence with an end."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def account_words(account: Account) -> tuple[str, str]:
    """Whose keys these are: a headline; then the mail address and the mode of the app."""
    who = f"These are the keys of {account.username}" if account.username else "FinerWorks knows these keys"
    mode = {
        True: "The app is a live app.",
        False: "The app is a test app: nothing is made or billed.",
        None: "The service does not say whether the app is a test app or a live app. fwdesk sends test orders only.",
    }[account.live]
    return who, "\n".join(line for line in (account.email, mode) if line)


def code_words(error: CodeError) -> str:
    """What is wrong with a product code, naming the place."""
    if not error.found:
        return error.expected
    return f"At character {error.position + 1}: expected {error.expected}, found {error.found}."


def order_words(row: LedgerRow) -> tuple[str, str]:
    """What became of an order: a headline, and what it means."""
    match row.state:
        case OrderState.ACCEPTED if row.mode == "live":
            return "Order placed", f"FinerWorks makes it and bills it. The reference is kept in Orders. {row.message}"
        case OrderState.ACCEPTED:
            return "Test order placed", "Nothing is made or billed. The reference is kept in Orders."
        case OrderState.UNKNOWN | OrderState.SENDING | OrderState.NOT_SEEN:
            return (
                "It is not clear whether this order arrived",
                "fwdesk never sends it again by itself. It looks the reference up at the service; Orders shows what "
                f"became of it. {row.message}",
            )
        case OrderState.NOT_SENT:
            return (
                "The order was not sent",
                f"Nothing left this computer; nothing was ordered. Try again when the service is back. {row.message}",
            )
        case OrderState.CONFLICT:
            return "Ask FinerWorks about this order", row.message
        case OrderState.REFUSED | OrderState.REJECTED:
            return "The service refused the order", f"Nothing was ordered. {row.message}"
        case _:
            return "The order is written down", row.message


STATE_WORDS = {
    OrderState.INTENT: ("circle-dashed", "Written down, not sent"),
    OrderState.SENDING: ("clock", "Being sent"),
    OrderState.ACCEPTED: ("circle-check", "Accepted"),
    OrderState.UNKNOWN: ("help", "Unclear: being looked up"),
    OrderState.NOT_SENT: ("cloud-off", "Not sent"),
    OrderState.REFUSED: ("alert-circle", "Refused"),
    OrderState.REJECTED: ("alert-circle", "Refused"),
    OrderState.NOT_SEEN: ("help", "Unclear: not seen"),
    OrderState.CONFLICT: ("alert-circle", "Conflict: to be settled"),
    OrderState.GIVEN_UP: ("circle-dashed", "Given up"),
}
