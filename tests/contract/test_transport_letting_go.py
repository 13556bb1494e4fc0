"""However a call hangs, whoever waits for it is let go: at once when cancelled, at the deadline when not (N2, N11)."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Cancelled, ServiceError, TimedOut, Unreachable
from fwdesk.finerworks import deadline
from fwdesk.finerworks.retry import MONEY, READ, Policy
from fwdesk.finerworks.transport import MEGABYTE, Call, Transport
from tests.contract.fault_server import Answer, FaultServer, Peer, full_queue, reply
from tests.contract.fault_table import SLOW_ANSWERS

AT_ONCE_S = 0.1
DEADLINE_S, EXACTLY_S = 0.5, 0.2
TRIES = 4
"""A busy computer may be late once; what hangs is late every time."""
PATIENT = Policy(attempts=1, connect_s=30, total_s=30, stall_s=30)


@dataclass(frozen=True)
class Trouble:
    """Somewhere to call, what is sent there, and a fact to wait for: the call is under way."""

    url: str
    under_way: Callable[[], bool]
    sent: bool
    body: bytes = b"{}"


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Semaphore]:
    """A resolver that does not answer. Released once for each lookup that has begun."""
    begun, over, real = threading.Semaphore(0), threading.Event(), socket.getaddrinfo

    def hanging(host: str, port: int, *more: object, **named: object) -> object:
        if not host.endswith(".example") or named.get("flags"):
            return real(host, port, *more, **named)  # pyright: ignore[reportArgumentType]
        begun.release()
        over.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    yield begun
    over.set()
    for thread in threading.enumerate():
        if thread.name == "fwdesk-lookup":
            thread.join(10)


@contextlib.contextmanager
def looking_up(begun: threading.Semaphore) -> Iterator[Trouble]:
    host = f"{random.getrandbits(64):x}.example"
    yield Trouble(f"https://{host}/v3/x", lambda: begun.acquire(timeout=10), sent=False)


@contextlib.contextmanager
def connecting(_: object) -> Iterator[Trouble]:
    with full_queue() as url:
        yield Trouble(f"{url}/v3/x", lambda: True, sent=False)


@contextlib.contextmanager
def listening(scheme: str, sent: bool, body: bytes) -> Iterator[Trouble]:
    """A service that takes the connection, reads one byte and no more."""
    with socket.create_server(("127.0.0.1", 0)) as server, contextlib.ExitStack() as stack:

        def taken() -> bool:
            return bool(stack.enter_context(server.accept()[0]).recv(1))

        yield Trouble(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/v3/x", taken, sent, body)


def shaking_hands(_: object) -> contextlib.AbstractContextManager[Trouble]:
    return listening("https", False, b"{}")


def uploading(_: object) -> contextlib.AbstractContextManager[Trouble]:
    """The body is more than the system keeps."""
    return listening("http", True, bytes(30_000_000))


def answering(answer: Answer) -> Callable[[object], contextlib.AbstractContextManager[Trouble]]:
    @contextlib.contextmanager
    def trouble(_: object) -> Iterator[Trouble]:
        asked = threading.Event()

        def noted(peer: Peer) -> None:
            asked.set()
            answer(peer)

        with FaultServer(noted) as server:
            yield Trouble(f"{server.url}/v3/x", lambda: asked.wait(10), sent=True)

    return trouble


TROUBLES = {
    "looking up the name": looking_up,
    "connecting": connecting,
    "shaking hands": shaking_hands,
    "uploading": uploading,
    **{name: answering(answer) for name, answer in SLOW_ANSWERS.items()},
    "waiting to try again": answering(reply({}, 503, Retry_After="60")),
}


class Caller(threading.Thread):
    """Makes one call and notes its error and when it ended."""

    def __init__(self, trouble: Trouble, policy: Policy, cancel: Cancel | None = None) -> None:
        super().__init__()
        self._made = Call("x", "POST", trouble.url, policy, MEGABYTE, body=trouble.body)
        self._cancel = cancel
        self.error: ServiceError | None = None
        self.began = self.ended = 0.0
        self.start()

    def run(self) -> None:
        transport = Transport()
        self.began = time.monotonic()
        try:
            transport.send(self._made, cancel=self._cancel)
        except ServiceError as error:
            self.ended = time.monotonic()
            self.error = error
        transport.close()


@pytest.mark.parametrize("name", TROUBLES)
def test_a_cancelled_call_is_let_go_at_once(name: str, slow_names: threading.Semaphore) -> None:
    late: list[float] = []
    for attempt in range(TRIES):
        with TROUBLES[name](slow_names) as trouble:
            cancel = Cancel()
            caller = Caller(trouble, replace(READ, total_s=30, connect_s=30), cancel)
            assert trouble.under_way()
            threading.Event().wait(0.02 * attempt)  # not a wait for a fact: any moment from here on will do
            asked = time.monotonic()
            cancel.cancel()
            caller.join(10)
            assert type(caller.error) is Cancelled
            assert caller.error.sent is trouble.sent
            late.append(caller.ended - asked)
        if late[-1] <= AT_ONCE_S:
            return
    raise AssertionError(f"let go after {late} s")


@pytest.mark.parametrize("name", [name for name in TROUBLES if name != "waiting to try again"])
def test_the_deadline_is_exact(name: str, slow_names: threading.Semaphore) -> None:
    """The connect phase and the name lookup count too."""
    took: list[float] = []
    for _ in range(TRIES):
        with TROUBLES[name](slow_names) as trouble:
            caller = Caller(trouble, replace(PATIENT, total_s=DEADLINE_S))
            assert trouble.under_way()
            caller.join(10)
            assert type(caller.error) is (TimedOut if trouble.sent else Unreachable)
            assert caller.error.sent is trouble.sent
            took.append(caller.ended - caller.began)
        if abs(took[-1] - DEADLINE_S) <= EXACTLY_S:
            return
    raise AssertionError(f"ended after {took} s instead of {DEADLINE_S} s")


def test_cancelled_at_any_moment_of_an_ordinary_call() -> None:
    """Five hundred calls, each cancelled at a random moment: none hangs, and what is said not to have left did not."""
    callers: list[Caller] = []
    with FaultServer(reply({})) as server:
        for number in range(500):
            trouble, cancel = Trouble(f"{server.url}/v3/{number}", lambda: True, sent=True), Cancel()
            callers.append(Caller(trouble, MONEY, cancel))
            threading.Event().wait(random.uniform(0, 0.006))
            cancel.cancel()
            callers[-1].join(10)
            assert not callers[-1].is_alive()
    arrived = {request.path for request in server.requests}
    ends = [caller.error for caller in callers]
    unsent = {f"/v3/{number}" for number, error in enumerate(ends) if error is not None and not error.sent}
    assert not unsent & arrived
    assert all(error is None or type(error) is Cancelled for error in ends)
    assert unsent
    assert None in ends


def test_a_connect_timeout_bounds_the_name_lookup_too(slow_names: threading.Semaphore) -> None:
    with looking_up(slow_names) as trouble:
        caller = Caller(trouble, replace(PATIENT, connect_s=0.1))
        caller.join(10)
    assert type(caller.error) is Unreachable
    assert "did not answer within 0.1 s" in str(caller.error)


def test_a_dead_resolver_holds_one_thread_a_name_however_many_ask(slow_names: threading.Semaphore) -> None:
    with looking_up(slow_names) as trouble:
        cancel = Cancel()
        callers = [Caller(trouble, PATIENT, cancel) for _ in range(12)]
        assert slow_names.acquire(timeout=10)
        assert not slow_names.acquire(timeout=0.3)
        cancel.cancel()
        for caller in callers:
            caller.join(10)
            assert type(caller.error) is Cancelled
    assert [thread.name for thread in threading.enumerate()].count("fwdesk-lookup") == 1


def test_a_call_that_is_cancelled_before_its_lookup_does_not_begin_to_wait(slow_names: threading.Semaphore) -> None:
    with deadline.Deadline(30) as it:
        it.cancel()
        with pytest.raises(TimeoutError):
            it.places("early.example", 443, None)


def test_a_socket_without_an_end_of_its_own() -> None:
    """urllib3 may be told to wait for ever; the deadline still holds."""
    with FaultServer(reply({})) as server, deadline.Deadline(10) as it:
        (place,) = it.places("127.0.0.1", server.port, None)
        with it.opened(place, (), None) as connection:
            assert connection.gettimeout() is None
        assert deadline._seconds("for ever") is None


def test_a_forked_child_has_a_watchman_of_its_own() -> None:
    import os

    with FaultServer(Peer.stall) as server:
        trouble = Trouble(f"{server.url}/v3/x", lambda: True, sent=True)
        caller = Caller(trouble, replace(PATIENT, total_s=0.05))
        caller.join(10)
        watchman = deadline._watchman
        child = os.fork()
        if child == 0:  # pragma: no cover - another process
            code = 1
            with contextlib.suppress(BaseException):
                Transport().send(Call("x", "GET", trouble.url, replace(PATIENT, total_s=0.05), MEGABYTE))
            code = 0 if deadline._watchman is not watchman else 2
            os._exit(code)
        _pid, status = os.waitpid(child, 0)
    assert status == 0
