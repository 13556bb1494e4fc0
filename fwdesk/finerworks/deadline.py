"""The hard end of a request, and whether the connection was made: facts that requests alone does not give.

requests has no total timeout and decides by exception type; here a watchman (or a cancellation) shuts the socket
down, and a flag is set when `connect()` returned (RELIABILITY 3, "Verified recipe", and section 1, NOT_SENT). Names
are looked up beside the request, because `getaddrinfo` has no time-out at all.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from math import inf
from typing import Any, Self

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

_Place = tuple[int, int, int, str, Any]
"""What `getaddrinfo` gives: family, kind, protocol, canonical name, address."""


class _Watchman:
    """One thread that ends every request that is overdue. A timer a request would cost more than the request."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._open: set[Deadline] = set()
        self._wakes = inf
        self._on_duty = False

    def add(self, deadline: Deadline) -> None:
        with self._changed:
            self._open.add(deadline)
            if not self._on_duty:
                self._on_duty = True
                _daemon("fwdesk-deadlines", self._watch)
            elif deadline.ends < self._wakes:
                self._changed.notify()

    def remove(self, deadline: Deadline) -> None:
        with self._changed:
            self._open.discard(deadline)

    def _watch(self) -> None:
        while True:
            for deadline in self._overdue():
                deadline.stop("deadline")

    def _overdue(self) -> Sequence[Deadline]:
        """Sleep until the first of the open deadlines; return those that have passed."""
        with self._changed:
            now = time.monotonic()
            late = [deadline for deadline in self._open if deadline.ends <= now]
            if not late:
                self._wakes = min((deadline.ends for deadline in self._open), default=inf)
                self._changed.wait(None if self._wakes == inf else self._wakes - now)
            self._open.difference_update(late)
            return late


class _Lookups:
    """Names being looked up, each once at a time however many ask, so that a dead resolver cannot pile up threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._going: dict[tuple[str, int], Future[Sequence[_Place]]] = {}

    def ask(self, host: str, port: int) -> Future[Sequence[_Place]]:
        with self._lock:
            if (going := self._going.get((host, port))) is None:
                going = self._going[host, port] = Future()
                _daemon("fwdesk-lookup", self._look, host, port, going)
            return going

    def _look(self, host: str, port: int, going: Future[Sequence[_Place]]) -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            self._end(host, port)
            going.set_exception(error)
        else:
            self._end(host, port)
            going.set_result(found)

    def _end(self, host: str, port: int) -> None:
        with self._lock:
            del self._going[host, port]


def _daemon(name: str, target: Callable[..., None], *arguments: object) -> None:
    # Not a worker of a pool: whoever asked may be gone long before it ends.
    threading.Thread(target=target, args=arguments, name=name, daemon=True).start()  # noqa: TID251 - RELIABILITY 3


class Deadline:
    """One request on its way. Use it as a context manager around the whole exchange.

    It keeps a second handle on the socket, so that the watchman's thread can end the exchange at any stage (name
    lookup, connecting and TLS handshake included) without touching the socket object that the working thread is using.
    """

    def __init__(self, seconds: float) -> None:
        self.connected = False
        """True once DNS, TCP and TLS are through: from then on bytes may have left."""
        self.stopped = ""
        """Why it was ended early: "deadline", "cancelled", or empty."""
        self.ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._waiting: threading.Event | None = None
        self._over = False

    def __enter__(self) -> Self:
        _now.deadline = self
        _watchman.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        _watchman.remove(self)
        _now.deadline = None
        with self._lock:
            self._over = True
            self._forget()

    def stop(self, why: str) -> None:
        """End the exchange from another thread. The first reason counts; later calls do nothing."""
        with self._lock:
            if self._over or self.stopped:
                return
            self.stopped = why
            self._shut()
            if self._waiting is not None:
                self._waiting.set()

    def cancel(self) -> None:
        """End the exchange because nobody waits for it any more."""
        self.stop("cancelled")

    def watch(self, connection: socket.socket) -> None:
        """This is the socket in use now; if the end has come already, shut it at once."""
        handle = socket.fromfd(connection.fileno(), connection.family, connection.type)
        with self._lock:
            self._forget()
            self._handle = handle
            if self.stopped:
                self._shut()

    def connection_made(self) -> None:
        """Note that bytes may leave from here on. Not after the end: the socket is shut by then."""
        with self._lock:
            self.connected = self.connected or not self.stopped

    def places(self, host: str, port: int, seconds: float | None) -> Sequence[_Place]:
        """Where `host` is. Raises `OSError` when it is nowhere, not known after `seconds`, or the end came first."""
        with contextlib.suppress(socket.gaierror):
            return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        going, known = _lookups.ask(host, port), threading.Event()
        with self._lock:
            self._waiting = known
            if self.stopped:
                known.set()
        going.add_done_callback(lambda _: known.set())
        known.wait(seconds)
        if self.stopped or not going.done():
            raise TimeoutError("the name was not found in time")
        return going.result()

    def opened(self, place: _Place, options: Sequence[tuple[Any, ...]], seconds: float | None) -> socket.socket:
        """A socket connected to `place`, watched from its first packet on. Raises `OSError`."""
        family, kind, protocol, _name, address = place
        connection = socket.socket(family, kind, protocol)
        try:
            for option in options:
                connection.setsockopt(*option)
            self._connect(connection, address, seconds)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self, connection: socket.socket, address: Any, seconds: float | None) -> None:  # noqa: ANN401 - a socket address
        connection.setblocking(False)
        problem = connection.connect_ex(address)
        # Only now: a socket that has not begun to connect cannot be shut, and would connect after all.
        self.watch(connection)
        if problem == errno.EINPROGRESS:
            ready = select.poll()
            ready.register(connection, select.POLLOUT)
            answered = ready.poll(None if seconds is None else seconds * 1000)
            if self.stopped or not answered:
                raise TimeoutError("no connection in time")
            problem = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            raise OSError(problem, os.strerror(problem))
        connection.settimeout(seconds)

    def _shut(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def _forget(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class _Now(threading.local):
    """The deadline of the request that this thread is making."""

    deadline: Deadline | None = None


_now = _Now()


def _current() -> Deadline:
    assert _now.deadline is not None, "requests are made inside a Deadline"
    return _now.deadline


def _seconds(timeout: object) -> float | None:
    return timeout if isinstance(timeout, int | float) else None


_CUT_OFF = {errno.EPIPE, errno.ECONNRESET, errno.EPROTOTYPE}


class _Watched(HTTPConnection):
    """Tells the current deadline about its socket."""

    debuglevel = 0
    """Whatever `http.client.HTTPConnection.debuglevel` is set to: that prints the headers, keys included."""

    def _new_conn(self) -> socket.socket:
        deadline, seconds = _current(), _seconds(self.timeout)
        problem = OSError("the name leads nowhere")
        for place in deadline.places(self._dns_host.strip("[]"), self.port, seconds):
            try:
                return deadline.opened(place, self.socket_options or (), seconds)
            except OSError as error:
                problem = error
            if deadline.stopped:
                break
        if problem.errno in _CUT_OFF:
            # urllib3 takes these for a request that was cut off, and goes on to read an answer from no socket at all.
            raise NewConnectionError(self, "the connection was cut off while it was made") from problem
        raise problem

    def connect(self) -> None:
        super().connect()
        _current().connection_made()

    def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:
        if self.sock is not None:  # a kept connection (or TLS, connected before): http has none yet
            _current().watch(self.sock)
            _current().connection_made()
        super().putrequest(method, url, skip_host, skip_accept_encoding)


class _PlainConnection(_Watched):
    """For loopback services."""


class _SecureConnection(_Watched, HTTPSConnection):
    """For everything else."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection  # pyright: ignore[reportAssignmentType] - urllib3 2.8 fails its own protocol


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection  # pyright: ignore[reportAssignmentType] - as above


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _SecurePool}
"""Connection pools by scheme whose connections know their deadline."""

_watchman = _Watchman()
_lookups = _Lookups()


def _begin_anew() -> None:
    """Threads and held locks do not come along into a forked child."""
    global _watchman, _lookups
    _watchman, _lookups = _Watchman(), _Lookups()


os.register_at_fork(after_in_child=_begin_anew)
