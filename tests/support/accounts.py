"""A service that knows every pair of keys and says of their app what it is told to; on a real socket."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class AccountServer:
    """Answers test_my_credentials and get_user. `account` goes into the answer, `no` refuses, `gate` holds back."""

    def __init__(self) -> None:
        self.account: dict[str, Any] = {"account_username": "ada", "account_email": "ada@example.com"}
        self.no = ""
        self.only_get_user = False
        """Whether test_my_credentials leaves out what is said of the app, as the real service mostly does."""
        self.gate = threading.Event()
        self.gate.set()
        self.asked = threading.Event()
        self.seen: list[tuple[str, str, str]] = []
        """Path, web_api_key and app_key of every request."""
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served._answer(self)

            do_POST = do_GET

            def log_message(self, format: str, *arguments: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def live(self, live: bool | None) -> None:
        """What is said of the app."""
        self.account["app_details"] = {"app_live_mode": live}

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.seen.append((request.path, request.headers["web_api_key"], request.headers["app_key"]))
        self.asked.set()
        self.gate.wait(60)
        status = {"success": not self.no, "status_code": 200, "message": self.no, "debug": None}
        account = dict(self.account)
        if self.only_get_user and not request.path.endswith("/get_user"):
            account.pop("app_details", None)
        body = json.dumps({"status": status, "user_account": None if self.no else account}).encode()
        try:
            request.send_response(200)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            return
