"""A raw-socket service on loopback that answers as told, well or badly, and remembers what reached it."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Peer:
    """The accepted connection, as an answer sees it."""

    def __init__(self, conn: socket.socket, over: threading.Event, request: Request) -> None:
        self.conn, self.over, self.request = conn, over, request
        self.keep = False

    def send(self, data: bytes) -> None:
        self.conn.sendall(data)

    def drip(self, piece: bytes) -> None:
        """Send a piece every 10 ms until the client is gone or the test is over."""
        while not self.over.wait(0.01):
            self.conn.sendall(piece)

    def stall(self) -> None:
        """Say nothing until the client hangs up or the test is over."""
        self.conn.settimeout(0.02)
        while not self.over.is_set():
            with contextlib.suppress(TimeoutError):
                if not self.conn.recv(1):
                    return

    def reset(self) -> None:
        self.conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Answer = Callable[[Peer], None]


def raw(data: bytes) -> Answer:
    """These bytes, then the connection closes."""
    return lambda peer: peer.send(data)


def reply(body: bytes | str | object, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """A well-formed answer; anything but bytes and text is written as JSON."""
    data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()

    def answer(peer: Peer) -> None:
        lines = [f"HTTP/1.1 {status} Told", f"Content-Length: {len(data)}"]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        peer.send("\r\n".join([*lines, "", ""]).encode() + data)
        peer.keep = "close" not in peer.request.headers.get("connection", "")

    return answer


def ok(status: dict[str, object] | None = None, **members: object) -> Answer:
    """An envelope that says success."""
    envelope = {"success": True, "status_code": 200, "message": "", "debug": None} | (status or {})
    return reply({"status": envelope} | members)


@contextlib.contextmanager
def full_queue() -> Iterator[str]:
    """The URL of a service that takes no connection any more: its queue is full, and packets get no answer."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, contextlib.ExitStack() as stack:
        address = server.getsockname()
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(address)
        yield f"http://127.0.0.1:{address[1]}"


class FaultServer:
    """Gives the answers in turn, the last one again and again. Use it as a context manager.

    With `route` it is asked for the answer to each request instead.
    """

    def __init__(
        self,
        *answers: Answer,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        route: Callable[[Request], Answer] | None = None,
    ) -> None:
        self.answers = list(answers)
        self.route = route or self._next
        self.requests: list[Request] = []
        self.connections = 0
        self._tls = tls
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._socket = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._threads: list[threading.Thread] = []
        self._conns: list[socket.socket] = []
        self.port = self._socket.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{name}:{self.port}"

    def __enter__(self) -> FaultServer:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for conn in self._conns:
            with contextlib.suppress(OSError):
                conn.shutdown(socket.SHUT_RD)
        for thread in self._threads:
            thread.join(5)

    def _next(self, _request: Request) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                conn, _ = self._socket.accept()
                self.connections += 1
                self._conns.append(conn)
                self._start(self._serve, conn)

    def _serve(self, conn: socket.socket) -> None:
        with contextlib.suppress(OSError), conn:
            conn.settimeout(5)
            if self._tls:
                conn = self._tls.wrap_socket(conn, server_side=True)
            with conn, conn.makefile("rb") as stream:
                while request := _read(stream):
                    with self._lock:
                        self.requests.append(request)
                        answer = self.route(request)
                    peer = Peer(conn, self._over, request)
                    answer(peer)
                    if not peer.keep:
                        return


def _read(stream: Any) -> Request | None:
    first = stream.readline()
    if not first:
        return None
    method, path, _ = first.decode().split(" ", 2)
    headers: dict[str, str] = {}
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(method, path, headers, stream.read(int(headers.get("content-length", 0))))
