"""Serves the practice service on a loopback socket, in one daemon thread that can be stopped at once."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"


class _Handler(WSGIRequestHandler):
    """Silent, and keeps the two headers with underscores that the vendor's API uses (werkzeug drops such names)."""

    def make_environ(self) -> WSGIEnvironment:
        """Add `web_api_key` and `app_key` (REFERENCE 1.2)."""
        environ = super().make_environ()
        for name in ("web_api_key", "app_key"):
            value = self.headers.get(name)
            if value is not None:
                environ[f"HTTP_{name.upper()}"] = value
        return environ

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: ANN401 - werkzeug's signature
        """Say nothing: keys and addresses do not belong in a log."""


class _Server(ThreadedWSGIServer):
    """Knows its open connections, so that they can be cut."""

    def __init__(self, host: str, port: int, app: WSGIApplication) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(host, port, app, handler=_Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's signature
        with self._guard:
            self._open.add(cast("socket.socket", request))
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's signature
        with self._guard:
            self._open.discard(cast("socket.socket", request))
        super().shutdown_request(request)

    def cut(self) -> None:
        """Close every open connection now."""
        with self._guard:
            connections, self._open = list(self._open), set()
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """A connection that broke is no news."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: ANN401 - werkzeug's signature
        """Say nothing."""


class PracticeServer:
    """A practice service on a socket. `start` may be called again after `stop`, and keeps the port."""

    def __init__(self, app: WSGIApplication, port: int = 0, host: str = HOST) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens, such as http://127.0.0.1:8423; port 0 until it was started once."""
        return f"http://{self._host}:{self._port}"

    def start(self) -> str:
        """Listen and answer. Returns the URL. Raises `OSError` when the port is taken."""
        if self._server is None:
            self._server = _listen(self._host, self._port, self._app)
            self._port = self._server.server_port
            # The one thread outside app.tasks: a server must answer while its client's thread waits for it.
            self._thread = threading.Thread(
                target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="practice", daemon=True
            )
            self._thread.start()
        return self.url

    def stop(self) -> None:
        """Stop listening and cut every connection; a client sees a dead service at once."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.shutdown()
        server.server_close()
        server.cut()
        thread.join()

    def __enter__(self) -> PracticeServer:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


def _listen(host: str, port: int, app: WSGIApplication) -> _Server:
    """Werkzeug exits the program when a port is taken; here that is an `OSError`."""
    try:
        return _Server(host, port, app)
    except SystemExit as taken:
        raise OSError(f"{host}:{port} is already in use") from taken


def serve_forever(
    app: WSGIApplication, port: int = 0, host: str = HOST, ready: Callable[[str], None] | None = None
) -> None:
    """Serve on this thread until interrupted; `ready` gets the URL once it listens. For the command line."""
    server = _listen(host, port, app)
    try:
        if ready is not None:
            ready(f"http://{host}:{server.server_port}")
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        server.cut()
