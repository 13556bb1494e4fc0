"""The error tree: what can go wrong, as facts. Words for people are made in `ui.messages`."""

from __future__ import annotations


class FwdeskError(Exception):
    """The root of every expected failure. Anything else that is raised is a bug."""


class CodeError(FwdeskError):
    """A product code that cannot be read.

    `position` is the index of the first character that does not fit in `text`; `expected` says in words
    what could stand there, `found` what stands there instead ("the end" where the code stops too early).
    """

    def __init__(self, text: str, position: int, expected: str, found: str) -> None:
        """Keep the facts; the message names all three."""
        super().__init__(f"at position {position + 1}: expected {expected}, found {found}")
        self.text = text
        self.position = position
        self.expected = expected
        self.found = found


class SizeError(FwdeskError):
    """A length or size that cannot be read. `text` is what was typed, `reason` what is wrong with it."""

    def __init__(self, text: str, reason: str) -> None:
        """Keep what was typed and why it does not read."""
        super().__init__(f"{text!r}: {reason}")
        self.text = text
        self.reason = reason


class RetailError(FwdeskError, ValueError):
    """A retail rule that cannot be meant. `field` names the part of the rule, `reason` says what it must be.

    A `ValueError` too, so that a settings file edited by hand is refused as any other wrong value in it.
    """

    def __init__(self, field: str, reason: str) -> None:
        """Keep which part it is and why it cannot be meant."""
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason


class PieceError(FwdeskError):
    """A piece that cannot exist: a window larger than its mat, an id that the catalog does not hold."""


class ServiceError(FwdeskError):
    """A call to the service that did not give a usable answer.

    `sent` is False only when it is certain that no byte of the request left this computer (the connection
    was never made); everything else may have reached the service (RELIABILITY, section 1).
    """

    def __init__(self, message: str, *, method: str = "", sent: bool = True) -> None:
        """Keep the endpoint's name and whether the request may have left."""
        super().__init__(message)
        self.method = method
        self.sent = sent


class Unreachable(ServiceError):
    """No connection could be made: wrong address, no network, nobody listening, TLS refused."""

    def __init__(self, message: str, *, method: str = "") -> None:
        """Nothing was sent."""
        super().__init__(message, method=method, sent=False)


class LeftAlone(Unreachable):
    """A service that failed again and again is not asked for a while."""


class RequestError(ServiceError):
    """A request that breaks a limit of the API (REFERENCE 1.7). It was not sent.

    `field` is where, as the API spells it (`orders[0].recipient.city`), `limit` what is allowed there, in words.
    """

    def __init__(self, field: str, limit: str, *, method: str = "") -> None:
        """Nothing was sent; the value itself is not repeated."""
        super().__init__(f"{field}: {limit}", method=method, sent=False)
        self.field = field
        self.limit = limit


class PartlyDone(ServiceError):
    """A long list went out in parts, and a later part failed.

    `done` holds what the service answered to the parts before it, which stands; `error` is what became of that part.
    """

    def __init__(self, done: tuple[object, ...], error: ServiceError) -> None:
        """Earlier parts were sent, whatever became of the last."""
        super().__init__(f"{len(done)} were done, then: {error}", method=error.method)
        self.done = done
        self.error = error


class ConnectionLost(ServiceError):
    """The connection broke after it was made; the request may have been received."""


class TimedOut(ServiceError):
    """The deadline passed before the answer was whole; the request may have been received."""


class Cancelled(ServiceError):
    """The caller stopped waiting."""


class BadReply(ServiceError):
    """The answer is not what the vendor's API says: not JSON, too large, a redirect, a web page, wrong shape."""


class Refused(ServiceError):
    """The service read the request and said no.

    `status` is the HTTP status, `reason` the vendor's own words (plain text), `fields` the model errors
    as (key, text) pairs (REFERENCE 1.5).
    """

    def __init__(
        self,
        reason: str,
        *,
        method: str = "",
        status: int = 0,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Keep the vendor's words and, where it named them, the fields."""
        super().__init__(reason, method=method)
        self.status = status
        self.reason = reason
        self.fields = fields


class BadCredentials(Refused):
    """The keys are missing, unknown or not accepted (REFERENCE 1.5: HTTP 400, not 401)."""


class ArtworkError(FwdeskError):
    """A picture that cannot be used. `kind` names the reason in one word, `path` the file."""

    def __init__(self, kind: str, message: str, path: str = "") -> None:
        """Keep the reason in one word beside the sentence."""
        super().__init__(message)
        self.kind = kind
        self.path = path


class StoreError(FwdeskError):
    """Something could not be kept or read back: disk full, damaged, written by a newer fwdesk."""


class OrderError(FwdeskError):
    """An order that may not be sent: incomplete, already sent, or live where only a test is allowed."""
