"""The only place that opens a socket: deadlines, caps, retries, redirects refused, keys kept (RELIABILITY 3 and 5)."""

from __future__ import annotations

import contextlib
import http.client
import logging
import math
import random
import re
import ssl
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from socket import gaierror
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError
from urllib3.exceptions import HTTPError, LocationParseError, ReadTimeoutError
from urllib3.util import Url, parse_url

from fwdesk import __version__
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import (
    BadReply,
    Cancelled,
    ConnectionLost,
    FwdeskError,
    LeftAlone,
    ServiceError,
    TimedOut,
    Unreachable,
)
from fwdesk.finerworks.deadline import POOLS, Deadline
from fwdesk.finerworks.keys import HEADER_NAMES, Keys
from fwdesk.finerworks.retry import RETRY_AFTER_CAP_S, STATUSES, Breaker, Budget, Policy, pause_s, retry_after_s

_log = logging.getLogger(__name__)

MEGABYTE = 1_000_000
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_CHUNK = 65_536
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""What urllib3 unpacks everywhere, piece by piece; more would depend on what else is installed."""
_FRAMES = frozenset({"content-length", "transfer-encoding"})
_FORBIDDEN = re.compile(r"[\s\\\x00-\x1f\x7f]")

Sink = Callable[[bytes], None]
"""Takes the pieces of a successful answer's body as they arrive, in place of `Reply.body`."""


def is_loopback(url: str) -> bool:
    """True when the address is this computer's own (127.0.0.1, localhost or [::1])."""
    return checked_url(url).host in _LOOPBACK


def checked_url(url: str) -> Url:
    """The parts of a URL that may be asked: https, or http to this computer. Raises `Unreachable`."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise Unreachable("that is not a web address") from None
    if _FORBIDDEN.search(url) or not parts.host or parts.auth is not None:
        raise Unreachable("that is not a web address that can be asked")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.host in _LOOPBACK):
        raise Unreachable("only https addresses are asked; plain http is for services on this computer")
    return parts


def origin(url: str) -> str:
    """Scheme, host and port of a URL, which together decide whether keys may go there. Raises `Unreachable`."""
    parts = checked_url(url)
    return f"{parts.scheme}://{parts.host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


@dataclass(frozen=True, slots=True)
class BoundKeys:
    """Keys and the one origin that may see them."""

    keys: Keys
    origin: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `name` is the endpoint's, for errors; `limit` caps the decoded answer, in bytes.

    `body` is sent as it is, a path is sent from disk. Keys go along only where `url` is of their own origin.
    """

    name: str
    method: str
    url: str
    policy: Policy
    limit: int
    body: bytes | Path | None = field(default=None, repr=False)
    content_type: str = "application/json"
    accept: str = "application/json"
    keys: BoundKeys | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: HTTP status, media type in lower case, decoded body (empty where a sink took it)."""

    status: int
    content_type: str
    body: bytes = field(repr=False)
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class _Failure:
    """An attempt without a reply, and whether a read may be tried again."""

    error: ServiceError
    again: bool = False


class _Session(requests.Session):
    """A session that follows nothing and trusts nothing around it.

    Requests are prepared without it, so that nothing it may have picked up (cookies) goes along.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.keys: BoundKeys | None = None
        adapter = _Adapter(self)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Never: requests would read the whole redirect body, without a cap, even when told not to follow."""
        return None


class _Adapter(HTTPAdapter):
    """Connections with deadlines and the system's trust store; puts the keys in at the last moment."""

    def __init__(self, session: _Session) -> None:
        self._session = weakref.ref(session)
        super().__init__(max_retries=0, pool_connections=4, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:  # noqa: ANN401 - requests' signature
        # A context per session: truststore holds a lock of the context during the handshake.
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(connections, maxsize, block, ssl_context=context, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: object) -> None:  # noqa: ANN401 - requests' signature
        # Certificates are always checked, against the system's store and not requests' bundle.
        conn.cert_reqs = "CERT_REQUIRED"

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - requests' signature
        session = self._session()
        assert session is not None
        bound = session.keys
        try:
            if bound is not None and origin(request.url or "") == bound.origin:
                request.headers.update(bound.keys.headers())
            return super().send(request, *args, **kwargs)
        finally:
            for name in HEADER_NAMES:
                request.headers.pop(name, None)


def _wait(seconds: float, cancel: Cancel | None) -> None:
    """Wait, but not past a cancellation."""
    over = threading.Event()
    forget = cancel.listen(over.set) if cancel else None
    over.wait(seconds)
    if forget:
        forget()


class Transport:
    """Sends calls. One session per thread, a fresh one for each call whose policy says so. Safe to share.

    `wait` (seconds, cancel), `share` (a random number from 0 to 1), `now` (UTC) and `clock` (seconds that only grow)
    are there for tests.
    """

    def __init__(
        self,
        *,
        wait: Callable[[float, Cancel | None], None] = _wait,
        share: Callable[[], float] = random.random,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wait = wait
        self._share = share
        self._now = now
        self._clock = clock
        self._budget = Budget()
        self._breakers: dict[str, Breaker] = {}
        self._local = threading.local()
        self._sessions: weakref.WeakSet[_Session] = weakref.WeakSet()

    def send(self, call: Call, *, cancel: Cancel | None = None, sink: Sink | None = None) -> Reply:
        """Send one call and read the whole answer, whatever its status.

        Raises `Unreachable` (nothing left), `ConnectionLost`, `TimedOut`, `Cancelled`, or `BadReply` for a redirect
        or an answer over the limit. None of them carries a header, a body or a chained exception. Retries happen
        here, as the call's policy says, and so does leaving a failing service alone (RELIABILITY 3).
        """
        host = checked_url(call.url).host
        if not call.policy.breaks:
            return _told(self._tried(call, call.policy.attempts, cancel, sink))
        breaker = self._breakers.setdefault(origin(call.url), Breaker(self._clock))
        if rest := breaker.rest_s():
            failures = f"{host} failed {Breaker.OPENS_AFTER} times in a row and is left alone"
            raise LeftAlone(f"{failures}; try again in {math.ceil(rest)} s", method=call.name)
        probing = breaker.open
        outcome = self._tried(call, 1 if probing else call.policy.attempts, cancel, sink)
        if isinstance(outcome, Reply):
            (breaker.failed if outcome.status in STATUSES else breaker.worked)()
        elif isinstance(outcome.error, ConnectionLost | TimedOut):
            breaker.failed()
        elif probing:
            breaker.not_asked()
        return _told(outcome)

    def _tried(self, call: Call, attempts: int, cancel: Cancel | None, sink: Sink | None) -> Reply | _Failure:
        """The outcome of the last attempt, which knows whether any of them may have left."""
        attempt, sent = 0, False
        while True:
            if cancel is not None and cancel.cancelled:
                return _Failure(Cancelled("stopped waiting", method=call.name, sent=sent))
            outcome = self._attempt(call, cancel, sink)
            attempt += 1
            pause = self._pause(attempts - attempt, attempt - 1, outcome)
            if isinstance(outcome, _Failure):
                outcome.error.sent = sent = sent or outcome.error.sent
            else:
                sent = True
            if pause is None:
                return outcome
            self._wait(pause, cancel)

    def close(self) -> None:
        """Close every kept connection. The transport can be used again after it."""
        for session in list(self._sessions):
            session.close()

    def _pause(self, left: int, attempt: int, outcome: Reply | _Failure) -> float | None:
        """How long to wait before the next of the attempts that are left, in seconds; None when there is none."""
        asked: float | None = None
        if isinstance(outcome, Reply):
            if outcome.status not in STATUSES:
                self._budget.earn()
                return None
            asked = retry_after_s(outcome.retry_after, self._now())
        elif not outcome.again:
            return None
        if left < 1 or (asked is not None and asked > RETRY_AFTER_CAP_S) or not self._budget.spend():
            return None
        return asked if asked is not None else pause_s(attempt, self._share())

    def _session(self) -> _Session:
        session: _Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = _Session()
            self._sessions.add(session)
        return session

    def _attempt(self, call: Call, cancel: Cancel | None, sink: Sink | None) -> Reply | _Failure:
        session = _Session() if call.policy.fresh else self._session()
        session.keys = call.keys
        with contextlib.ExitStack() as stack:
            if call.policy.fresh:
                stack.callback(session.close)
            deadline = stack.enter_context(Deadline(call.policy.total_s))
            if cancel is not None:
                stack.callback(cancel.listen(deadline.cancel))
            try:
                body = stack.enter_context(call.body.open("rb")) if isinstance(call.body, Path) else call.body
                request = requests.Request(call.method, call.url, headers=_headers(call), data=body).prepare()
                timeout = (call.policy.connect_s, call.policy.stall_s)
                response = session.send(request, stream=True, allow_redirects=False, timeout=timeout)
                stack.callback(response.close)
                reply = _read(response, call, sink)
            except BadReply as error:
                return _Failure(error)
            except FwdeskError:  # the sink's
                raise
            except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
                return _failure(error, deadline, call)
            except Exception as error:  # noqa: BLE001 - a bug; but the request may have left, and frames hold keys
                _log.error("%s: %s", call.name, _places(error))
                return _Failure(_bug(error, deadline, call))
            except BaseException as error:
                for cause in _causes(error):
                    traceback.clear_frames(cause.__traceback__)
                raise
            if deadline.stopped:  # a body that ends when the connection does looks whole after a shutdown
                return _failure(None, deadline, call)
            return reply


def _told(outcome: Reply | _Failure) -> Reply:
    """The reply, or the failure raised."""
    if isinstance(outcome, _Failure):
        raise outcome.error
    return outcome


def _headers(call: Call) -> Mapping[str, str]:
    headers = {
        "User-Agent": f"fwdesk/{__version__}",
        "Accept": call.accept,
        # A file or a confirmation comes as it is: nothing notices a compressed stream that ends too early.
        "Accept-Encoding": "identity" if call.policy.fresh or "json" not in call.accept else "gzip, deflate",
        "Connection": "close" if call.policy.fresh else "keep-alive",
    }
    if call.body is not None:
        headers["Content-Type"] = call.content_type
    return headers


def _read(response: requests.Response, call: Call, sink: Sink | None) -> Reply:
    """The whole reply, at most `call.limit` decoded bytes. Raises `BadReply`."""
    if 300 <= response.status_code < 400:
        words = f"the service answered with a redirect (HTTP {response.status_code}), which is never followed"
        raise BadReply(f"{words}; a network sign-in page may be in between", method=call.name)
    coding = response.headers.get("Content-Encoding", "").lower().replace(" ", "")
    if not set(coding.split(",")) <= _CODINGS:
        raise BadReply("the answer is compressed in a way that was not asked for", method=call.name)
    too_large = BadReply(f"the answer is larger than {call.limit / MEGABYTE:g} MB", method=call.name)
    announced = response.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > call.limit:
        raise too_large
    body = bytearray()
    take = sink if sink is not None and response.status_code == 200 else body.extend
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > call.limit:
            raise too_large
        take(chunk)
    if not size and response.status_code == 200 and not _FRAMES & {name.lower() for name in response.headers}:
        raise http.client.IncompleteRead(b"")  # cut within the headers, which http.client takes for their end
    media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(response.status_code, media, bytes(body), response.headers.get("Retry-After", ""))


def _failure(error: Exception | None, deadline: Deadline, call: Call) -> _Failure:
    """Name what went wrong, by what is known about the connection and not by the exception's type alone."""
    causes = tuple(_causes(error))
    if deadline.stopped == "cancelled":
        return _Failure(Cancelled("stopped waiting", method=call.name, sent=deadline.connected))
    if not deadline.connected:
        words, again = _unreachable_words(causes, checked_url(call.url), call.policy)
        return _Failure(Unreachable(words, method=call.name), again and not deadline.stopped)
    if deadline.stopped or any(isinstance(cause, ReadTimeoutError | TimeoutError) for cause in causes):
        limit = call.policy.total_s if deadline.stopped else call.policy.stall_s
        return _Failure(TimedOut(f"no whole answer within {limit:g} s", method=call.name))
    if any(isinstance(cause, ContentDecodingError) for cause in causes):
        return _Failure(BadReply("the compressed answer cannot be unpacked", method=call.name))
    return _Failure(ConnectionLost("the connection broke before the answer was whole", method=call.name), again=True)


def _bug(error: Exception, deadline: Deadline, call: Call) -> ServiceError:
    words = f"something went wrong inside fwdesk ({type(error).__name__})"
    return ConnectionLost(words, method=call.name) if deadline.connected else Unreachable(words, method=call.name)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it wraps, in `args`, `reason` or its cause, as urllib3 and requests nest them."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (*one.args, getattr(one, "reason", None), one.__cause__, one.__context__)
        waiting += [item for item in inner if isinstance(item, BaseException)]


def _places(error: BaseException) -> str:
    """An unexpected exception by its type and the lines it came through, and nothing that it holds."""
    lines = [f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__)]
    return " ".join(["unexpected", type(error).__name__, "at", *lines])


def _unreachable_words(causes: tuple[BaseException, ...], url: Url, policy: Policy) -> tuple[str, bool]:
    """Why no connection was made, and whether trying again may help."""
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            why = getattr(cause, "verify_message", "") or "no secure connection could be agreed on"
            return f"the secure connection to {url.host} was refused: {why}", False
        if isinstance(cause, gaierror):
            return f"the name {url.host} cannot be found", True
        if isinstance(cause, ConnectionRefusedError):
            return f"nothing answers at {url.netloc}", True
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return f"{url.host} did not answer within {policy.connect_s:g} s", True
    return f"{url.host} cannot be reached", True
