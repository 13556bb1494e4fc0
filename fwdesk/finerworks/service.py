"""One service with one pair of keys: where it is, how it is asked, how its answers are let in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal, TypeVar

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadCredentials, Refused, ServiceError, Unreachable
from fwdesk.finerworks.gate import Answer, read, redacted
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.retry import READ, Policy
from fwdesk.finerworks.strict_json import Writable, write_json
from fwdesk.finerworks.transport import MEGABYTE, BoundKeys, Call, Reply, Transport, checked_url, origin
from fwdesk.finerworks.wire.prices import shape_refused

TEST_URL = "https://v2.api.finerworks.com"
"""The service for a test app (REFERENCE 1.1). Test or live is decided by the app key, not by the host (1.6)."""
LIVE_URL = TEST_URL
"""The service for a live app: the same host, other keys."""

Bodies = Literal["auto", "array", "object"]
"""How get_prices and get_product_details are asked: a bare array (api.finerworks.com) or an object (all others)."""

LIMIT = 2 * MEGABYTE
LARGE_LIMIT = 16 * MEGABYTE
"""Caps of a decoded answer in bytes: lists and orders, and answers that hold a picture (RELIABILITY 3)."""

_ARRAY_HOST = "api.finerworks.com"
_T = TypeVar("_T")


def in_parts(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The items, at most `size` at a time (REFERENCE 1.7)."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class Service:
    """What every endpoint needs. `FinerWorks` adds the endpoints."""

    def __init__(
        self,
        base_url: str,
        keys: Keys,
        *,
        transport: Transport | None = None,
        bodies: Bodies = "auto",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        parts = checked_url(base_url)
        if parts.query is not None or parts.fragment is not None:
            raise Unreachable("a service's address has no '?' or '#' in it")
        self._base = base_url.rstrip("/")
        self._keys = keys
        self._bound = BoundKeys(keys, origin(base_url))
        self._transport = transport or Transport()
        self._guess_bodies = bodies == "auto"
        self._array_bodies = bodies == "array" or (bodies == "auto" and parts.host == _ARRAY_HOST)
        self._now = now

    @property
    def base_url(self) -> str:
        """The service's address, without a slash at its end."""
        return self._base

    def close(self) -> None:
        """Close kept connections."""
        self._transport.close()

    def _send(
        self, name: str, body: Writable, cancel: Cancel | None, *, policy: Policy = READ, limit: int = LIMIT
    ) -> Reply:
        """Send one request to an endpoint: POST with a body, GET without one."""
        data = None if body is None else write_json(body)
        method = "GET" if body is None else "POST"
        call = Call(name, method, f"{self._base}/v3/{name}", policy, limit, body=data, keys=self._bound)
        return self._transport.send(call, cancel=cancel)

    def _ask(
        self,
        name: str,
        body: Writable,
        cancel: Cancel | None,
        *,
        limit: int = LIMIT,
        bare: bool = False,
        anyway: str = "",
        empty_anyway: bool = False,
    ) -> Answer:
        """Ask a reading endpoint and let the answer through the gate (`gate.read` explains the switches)."""
        reply = self._send(name, body, cancel, limit=limit)
        try:
            return read(reply, name, bare=bare, anyway=anyway, empty_anyway=empty_anyway)
        except ServiceError as error:
            raise redacted(error, self._keys) from None

    def _list(self, name: str, body: Writable, cancel: Cancel | None) -> Answer:
        """Ask for a read list, which may come bare and may be long."""
        return self._ask(name, body, cancel, limit=LARGE_LIMIT, bare=True)

    def _ask_products(
        self, name: str, items: list[Writable], cancel: Cancel | None, *, bare: bool = False, anyway: str = ""
    ) -> Answer:
        """Ask with a list of products in the shape this service wants (REFERENCE 10).

        If it refuses the shape, the other one is tried once, and kept when it works.
        """
        as_array: Writable = items
        as_object: Writable = {"products": items, "account_key": None}
        first, other = (as_array, as_object) if self._array_bodies else (as_object, as_array)
        try:
            return self._ask(name, first, cancel, bare=bare, anyway=anyway)
        except BadCredentials:
            raise
        except Refused as error:
            if not self._guess_bodies or error.status != 400 or not shape_refused(error.fields, error.reason):
                raise
        answer = self._ask(name, other, cancel, bare=bare, anyway=anyway)
        self._array_bodies = not self._array_bodies
        return answer
