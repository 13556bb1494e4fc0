"""One service with one pair of keys: where it is, how it is asked, how its answers are let in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlencode

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadCredentials, PartlyDone, Refused, ServiceError, Unreachable
from fwdesk.domain.strict_json import Writable, write_json
from fwdesk.finerworks.answers import Members
from fwdesk.finerworks.endpoints import ENDPOINTS
from fwdesk.finerworks.gate import Answer, read, redacted
from fwdesk.finerworks.generation import Generation, likely, shape_refused
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.retry import Policy
from fwdesk.finerworks.sealed import SealedBytes
from fwdesk.finerworks.transport import BoundKeys, Call, Reply, Transport, checked_url, origin
from fwdesk.finerworks.wire import limits
from fwdesk.finerworks.wire.fields import WireT

TEST_URL = "https://v2.api.finerworks.com"
"""The service for a test app (REFERENCE 1.1). Test or live is decided by the app key, not by the host (1.6)."""
LIVE_URL = TEST_URL
"""The service for a live app: the same host, other keys."""

_NOT_THIS_VERB = 405
_T = TypeVar("_T")
_R = TypeVar("_R")


def in_parts(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The items, at most `size` at a time (REFERENCE 1.7)."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def write_in_parts(items: Sequence[_T], size: int, write: Callable[[Sequence[_T]], tuple[_R, ...]]) -> tuple[_R, ...]:
    """Write the items, at most `size` at a time, and join what comes back.

    Raises `PartlyDone` when a part after the first fails: those before it stand.
    """
    done: tuple[_R, ...] = ()
    sent = 0
    for part in in_parts(items, size):
        try:
            done += write(part)
        except ServiceError as error:
            if not sent:
                raise
            problem = error
        else:
            sent += len(part)
            continue
        raise PartlyDone(done, problem)
    return done


class Service:
    """What every endpoint needs. `FinerWorks` adds the endpoints."""

    def __init__(
        self,
        base_url: str,
        keys: Keys,
        *,
        transport: Transport | None = None,
        generation: Generation | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        parts = checked_url(base_url)
        if parts.query is not None or parts.fragment is not None:
            raise Unreachable("a service's address has no '?' or '#' in it")
        self._base = base_url.rstrip("/")
        self._keys = keys
        self._bound = BoundKeys(keys, origin(base_url))
        self._transport = transport or Transport()
        self._learns = generation is None
        self._generation = generation or likely(parts.host)
        self._now = now

    @property
    def base_url(self) -> str:
        """The service's address, without a slash at its end."""
        return self._base

    @property
    def generation(self) -> Generation:
        """How the service is asked: as it was told, or as its host's refusals have taught."""
        return self._generation

    def close(self) -> None:
        """Close kept connections."""
        self._transport.close()

    def _send(
        self,
        name: str,
        body: Writable,
        cancel: Cancel | None,
        *,
        query: Mapping[str, str] | None = None,
        policy: Policy | None = None,
    ) -> Reply:
        """Send one request to an endpoint as the table says. Raises `RequestError` for one over the limits."""
        endpoint = ENDPOINTS[name]
        if not isinstance(body, list):  # a list is the older shape of a body that was checked in its newer one
            limits.check(name, endpoint.asked, dict(query or {}) if body is None else body)
        url = f"{self._base}/v3/{name}{f'?{urlencode(query)}' if query else ''}"
        data = None if body is None else SealedBytes(write_json(body))
        verb = self._generation.verb(endpoint)
        call = Call(name, verb, url, policy or endpoint.policy, endpoint.limit, body=data, keys=self._bound)
        reply = self._transport.send(call, cancel=cancel)
        if reply.status != _NOT_THIS_VERB or endpoint.other_verb is None or not self._learns:
            return reply
        turned = verb == endpoint.verb
        call = replace(call, method=endpoint.other_verb if turned else endpoint.verb)
        reply = self._transport.send(call, cancel=cancel)
        if reply.status != _NOT_THIS_VERB:
            kept = self._generation.turned_verbs - {name}
            self._generation = replace(self._generation, turned_verbs=kept | {name} if turned else kept)
        return reply

    def _ask(
        self, name: str, body: Writable, cancel: Cancel | None, *, query: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask an endpoint and let the answer through the gate (`gate.read` explains the switches)."""
        endpoint = ENDPOINTS[name]
        reply = self._send(name, body, cancel, query=query)
        anyway = endpoint.payload[0] if endpoint.rows_decide else ""
        try:
            return read(reply, name, bare=endpoint.bare, anyway=anyway, empty_anyway=endpoint.empty_decides)
        except ServiceError as error:
            raise redacted(error, self._keys) from None

    def _rows(
        self, model: type[WireT], answer: Answer, *, strict: bool = False, or_none: bool = False
    ) -> tuple[WireT, ...]:
        """The payload's rows. With `strict` one that cannot be read is `BadReply`; with `or_none` it may be missing."""
        payload = ENDPOINTS[answer.name].payload
        if or_none and answer.member(*payload) is None:
            return ()
        return answer.rows(model, *payload, strict=strict)

    def _row(self, model: type[WireT], answer: Answer) -> WireT:
        """The payload, where it is one object. Raises `BadReply` when it is missing or cannot be read."""
        return answer.row(model, *ENDPOINTS[answer.name].payload)

    def _words(self, answer: Answer) -> str:
        """What the service says with an answer, often nothing; without our keys, in case it repeats them."""
        return self._keys.redact(answer.message)

    def _ask_products(self, name: str, items: list[Writable], cancel: Cancel | None) -> Answer:
        """Ask with a list of products in the shape this service wants (REFERENCE 10).

        If it refuses the shape, the other one is tried once, and kept when it works.
        """
        generation = self._generation
        if generation.products == "array":
            limits.check(name, ENDPOINTS[name].asked, {"products": items})
        try:
            return self._ask(name, generation.products_body(items), cancel)
        except BadCredentials:
            raise
        except Refused as error:
            if not self._learns or error.status != 400 or not shape_refused(error.fields, error.reason):
                raise
        turned = replace(generation, products="object" if generation.products == "array" else "array")
        answer = self._ask(name, turned.products_body(items), cancel)
        self._generation = replace(self._generation, products=turned.products)
        return answer


def whole(answer: Answer, model: type[WireT]) -> WireT:
    """An answer that is one record itself, beside its status. Raises `BadReply` when it cannot be read."""
    return Answer(answer.name, answer.status, {"answer": dict(members(answer))}).row(model, "answer")


def members(answer: Answer) -> Members:
    """Everything in an answer but its status."""
    body = answer.body if isinstance(answer.body, dict) else {}
    return {name: value for name, value in body.items() if name != "status"}
