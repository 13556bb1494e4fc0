"""A raw loopback service that takes orders and then answers as badly as it is told. It counts: its number is the truth.

It keeps every request for a submission that came in whole, and every breach of the one rule of this version:
an order goes out with `test_mode` true and the payment token "xxxx", and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SUBMIT = "/v3/submit_orders_v2"


@dataclass(frozen=True)
class Fault:
    """What happens to a submission: whether the order is booked, and how it is answered.

    `reply` gives the raw bytes from (reference, order id); `cut` keeps that many of them. `kill` names the moment at
    which the client, by its process id in the header `x-pid`, is killed.
    """

    booked: bool = True
    reply: Callable[[str, int], bytes] | None = None
    cut: int | None = None
    reset: bool = False
    hang: bool = False
    kill: str = ""


def http(body: object, status: int = 200, kind: str = "application/json; charset=utf-8", *extra: str) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", f"Content-Length: {len(data)}", "Connection: close"]
    return "\r\n".join([*lines, *extra, "", ""]).encode() + data


def envelope(success: object = True, message: str = "") -> dict[str, object]:
    return {"success": success, "status_code": 200, "message": message, "debug": None}


def confirmed(order_po: str, order_id: object) -> dict[str, object]:
    return {
        "order_po": order_po,
        "order_id": order_id,
        "order_confirmation_id": 411,
        "order_confirmation_datetime": "2026-11-23T10:50:27.4466133-06:00",
        "order_guid": "5d2c6f1e-0000-4000-8000-000000000001",
    }


def accepted(order_po: str, order_id: int) -> bytes:
    return http({"status": envelope(), "orders": [confirmed(order_po, order_id)]})


class FaultServer:
    """Listens on 127.0.0.1 until `close`. `fault` may be changed between requests."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault = fault or Fault()
        self.posts: list[dict[str, Any]] = []
        self.breaches: list[str] = []
        self.booked: dict[str, list[int]] = {}
        self.requests = 0
        self.visible = True
        self.received = threading.Event()
        self.let_go = threading.Event()
        self._talks: list[threading.Thread] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, name="fault server", daemon=True).start()

    def close(self) -> None:
        self.let_go.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def finish(self) -> None:
        """Return when every request that began was dealt with: what a killed client left in the pipe still counts."""
        for talk in list(self._talks):
            talk.join()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            talk = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._talks.append(talk)
            talk.start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(30)
            data = b""
            while b"\r\n\r\n" not in data:
                piece = connection.recv(65536)
                if not piece:
                    return
                data += piece
            head, _, body = data.partition(b"\r\n\r\n")
            request, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            path = request.split(" ")[1]
            self.requests += 1
            pid = int(headers.get("x-pid", 0))
            if path == SUBMIT:
                self._kill(pid, "headers")
            while len(body) < int(headers.get("content-length", 0)):
                piece = connection.recv(65536)
                if not piece:
                    return
                body += piece
            if path == SUBMIT:
                self._submit(connection, json.loads(body), pid)
            else:
                connection.sendall(self._status(json.loads(body)))

    def _submit(self, connection: socket.socket, body: dict[str, Any], pid: int) -> None:
        fault = self.fault
        self.posts.append(body)
        self._judge(body)
        order_po, order_id = body["orders"][0]["order_po"], 5000 + len(self.posts)
        if fault.booked:
            self.booked.setdefault(order_po, []).append(order_id)
        self._kill(pid, "received")
        self.received.set()
        if fault.hang:
            self.let_go.wait(30)
            return
        if fault.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        reply = (fault.reply or accepted)(order_po, order_id)
        reply = reply[: fault.cut] if fault.cut is not None else reply
        if fault.kill == "half answer":
            connection.sendall(reply[: len(reply) // 2])
            self._kill(pid, "half answer")
            return
        connection.sendall(reply)

    def _kill(self, pid: int, moment: str) -> None:
        if self.fault.kill == moment and pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _judge(self, body: dict[str, Any]) -> None:
        if body.get("payment_token", "absent") != "xxxx":
            self.breaches.append(f"payment_token was {body.get('payment_token', 'absent')!r}")
        if body.get("validate_only") not in (False, None):
            self.breaches.append("validate_only was not false")
        for order in body["orders"]:
            if order.get("test_mode") is not True:
                self.breaches.append(f"test_mode was {order.get('test_mode')!r}")
        if len(body["orders"]) != 1:
            self.breaches.append(f"{len(body['orders'])} orders in one request")

    def _status(self, body: dict[str, Any]) -> bytes:
        rows = [
            {"order_po": order_po, "order_id": order_id, "order_status_id": 3, "order_status_label": "Order Received"}
            for order_po in body.get("order_pos") or []
            for order_id in self.booked.get(order_po, [])
            if self.visible
        ]
        return http({"status": envelope(), "orders": rows})
