"""The hard end of a request, and whether the connection was made: facts that requests alone does not give.

requests has no total timeout and decides by exception type; here a timer (or a cancellation) shuts the socket
down, and a flag is set when `connect()` returned (RELIABILITY 3, "Verified recipe", and section 1, NOT_SENT).
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """One request on its way. Use it as a context manager around the whole exchange.

    It keeps a second handle on the socket, so that the timer's thread can end the exchange at any stage (TLS
    handshake included) without touching the socket object that the working thread is using.
    """

    def __init__(self, seconds: float) -> None:
        self.connected = False
        """True once DNS, TCP and TLS are through: from then on bytes may have left."""
        self.stopped = ""
        """Why it was ended early: "deadline", "cancelled", or empty."""
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._over = False
        self._timer = threading.Timer(seconds, self.stop, ("deadline",))  # noqa: TID251 - RELIABILITY 3 wants it here
        self._timer.daemon = True

    def __enter__(self) -> Self:
        _now.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
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


class _Watched(HTTPConnection):
    """Tells the current deadline about its socket."""

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        _current().watch(connection)
        return connection

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
