"""What is asked of every reply before it counts: strict JSON that says success (RELIABILITY 3, REFERENCE 1.4)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from fwdesk.domain.errors import BadCredentials, BadReply, Refused, ServiceError
from fwdesk.domain.strict_json import Json, JsonError, read_json
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.transport import Reply
from fwdesk.finerworks.wire.fields import WireT, plain_text

_log = logging.getLogger(__name__)
_LONGEST_MESSAGE = 500
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,200})", re.IGNORECASE)
_SERVER_PAGE = re.compile(rb"Server Error in|Runtime Error|IIS Detailed Error|HTTP Error \d{3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that passed: the endpoint's name, the HTTP status, and the JSON."""

    name: str
    status: int
    body: Json = field(repr=False)

    @property
    def message(self) -> str:
        """The words of the status envelope, as plain text; often empty."""
        envelope = self.member("status")
        return short(envelope.get("message")) if isinstance(envelope, dict) else ""

    def member(self, *names: str) -> Json:
        """The first member that is there under one of these names; None when none is, or the answer is a list."""
        body = self.body if isinstance(self.body, dict) else {}
        return next((body[name] for name in names if name in body), None)

    def bad(self, why: str) -> BadReply:
        """An error about this answer; the request certainly reached the service."""
        return BadReply(why, method=self.name)

    def rows(self, model: type[WireT], *names: str, strict: bool = False) -> tuple[WireT, ...]:
        """The rows under the first of `names`, or the bare list itself (REFERENCE 1.4; null means none).

        A row that cannot be read is left out and logged by its place, so that one odd frame does not hide two
        thousand good ones; if none can be read, or with `strict`, it is `BadReply`.
        """
        listed = self.body if isinstance(self.body, list) else self.member(*names)
        if listed is None and isinstance(self.body, dict) and any(name in self.body for name in names):
            return ()
        if not isinstance(listed, list):
            raise self.bad(f"the answer has no list of {names[0].replace('_', ' ')}")
        rows: list[WireT] = []
        problems: list[str] = []
        for index, item in enumerate(listed):
            try:
                rows.append(model.model_validate(item))
            except ValidationError as error:
                problems.append(f"row {index + 1} of {names[0]}: {_where(error)}")
        if problems and (strict or not rows):
            raise self.bad(f"{problems[0]} cannot be read")
        for problem in problems:
            _log.warning("%s: %s cannot be read and is left out", self.name, problem)
        return tuple(rows)

    def row(self, model: type[WireT], *names: str) -> WireT:
        """The one object under the first of `names`. Raises `BadReply` when it is missing or cannot be read."""
        try:
            return model.model_validate(self.member(*names))
        except ValidationError as error:
            where = _where(error)
        raise self.bad(f"{names[0]}: {where} cannot be read")


def _where(error: ValidationError) -> str:
    """The first place that does not fit, by name and never by value."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    return ".".join(map(str, first["loc"])) or "the row"


def short(text: Json) -> str:
    """Words of the service as one line of plain text, at most 500 characters; anything but text is empty."""
    return plain_text(text)[:_LONGEST_MESSAGE] if isinstance(text, str) else ""


def parse(reply: Reply, name: str) -> Json:
    """The reply's JSON, whatever its HTTP status. Raises `BadReply`."""
    if problem := web_page(reply):
        raise BadReply(problem, method=name)
    if "json" not in reply.content_type:
        kind = reply.content_type or "something without a type"
        raise BadReply(f"the service answered HTTP {reply.status} with {kind[:60]} instead of data", method=name)
    try:
        return read_json(reply.body)
    except JsonError as error:
        problem = f"the answer (HTTP {reply.status}) is not sound data: {error}"
    raise BadReply(problem, method=name)


def web_page(reply: Reply) -> str:
    """In words, when the reply is a web page: a sign-in page between here and there, or the service's error page."""
    if "html" not in reply.content_type and not reply.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    title = _TITLE.search(reply.body[:20_000])
    named = short(title[1].decode("utf-8", "replace")) if title else ""
    named = f" (“{named}”)" if named else ""
    if reply.status >= 400 or _SERVER_PAGE.search(reply.body[:20_000]):
        if reply.status == 511:
            return f"this network wants a sign-in before it lets anything through{named}"
        return f"the service answered with an error page{named} instead of data (HTTP {reply.status})"
    return f"a web page{named} came instead of data; a network sign-in page may be in between"


def read(reply: Reply, name: str, *, bare: bool = False, anyway: str = "", empty_anyway: bool = False) -> Answer:
    """The reply as an answer that says success. Raises `Refused`, `BadCredentials` or `BadReply`.

    `bare` lets a bare list count as success (REFERENCE 1.4; never for orders or credentials). `anyway` names a
    list whose rows count whatever a 2xx to 4xx status says (validate_product, get_product_details); with
    `empty_anyway` an empty one counts too where the status is 404 (GAPS 30).
    """
    body = parse(reply, name)
    answer = Answer(name, reply.status, body)
    if anyway and reply.status < 500 and isinstance(body, dict) and anyway in body:
        rows = body[anyway]
        if rows or (empty_anyway and reply.status == 404):
            return answer
    if not 200 <= reply.status < 300:
        raise refusal(answer)
    if isinstance(body, list):
        if not bare:
            raise answer.bad("a bare list came where an answer with a status was due")
        return answer
    if not isinstance(body, dict):
        raise answer.bad("neither an object nor a list came")
    envelope = body.get("status")
    success = envelope.get("success") if isinstance(envelope, dict) else None
    if success is False:
        raise refusal(answer)
    if success is not True and (envelope is not None or not bare):
        raise answer.bad("the answer does not say whether it succeeded")
    return answer


def model_errors(body: Json) -> tuple[tuple[str, str], ...]:
    """The (key, text) pairs of a `ModelState` (REFERENCE 1.5)."""
    return tuple(_model_errors(body))


def _model_errors(body: Json) -> Iterator[tuple[str, str]]:
    state = _either(body, "ModelState", "modelState", "model_state")
    if isinstance(state, dict):
        for key, texts in state.items():
            for text in texts if isinstance(texts, list) else [texts]:
                yield key[:200], short(text)


def _either(body: Json, *names: str) -> Json:
    return next((body[name] for name in names if name in body), None) if isinstance(body, dict) else None


def refusal(answer: Answer) -> ServiceError:
    """The error for an answer that says no, with the vendor's words and fields where it gave any."""
    fields = model_errors(answer.body)
    status = answer.status
    first = next((text for _, text in fields if text), "")
    words = first or answer.message or short(_either(answer.body, "Message", "message"))
    if status in {401, 403} or any(key.lower().endswith("authorization_credentials") for key, _ in fields):
        reason = words or "the keys were not accepted"
        return BadCredentials(reason, method=answer.name, status=status, fields=fields)
    if status == 429:
        return answer.bad("the service asks to be left alone for a while (HTTP 429)")
    if status >= 500 or status == 408:
        return answer.bad(f"the service failed (HTTP {status}){': ' + words if words else ''}")
    if isinstance(answer.member("status"), dict) or fields or (words and status not in {404, 405}):
        reason = words or f"the service said no without a reason (HTTP {status})"
        return Refused(reason, method=answer.name, status=status, fields=fields)
    return answer.bad(f"the service does not answer this call (HTTP {status}){': ' + words if words else ''}")


def redacted(error: ServiceError, keys: Keys) -> ServiceError:
    """The same error with both keys blotted out of every text, in case an answer repeated them."""
    error.args = tuple(keys.redact(arg) if isinstance(arg, str) else arg for arg in error.args)
    if isinstance(error, Refused):
        error.reason = keys.redact(error.reason)
        error.fields = tuple((keys.redact(key), keys.redact(text)) for key, text in error.fields)
    return error
