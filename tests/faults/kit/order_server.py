"""A raw loopback service that books orders and counts them: its count is the verdict, never the program's opinion.

It can stop at any byte of a request or an answer, kill the client at seven moments of a submission, and show what it
booked late, or something else. Bodies are those of `tests.fault_server`.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fault_server import SUBMIT, accepted, envelope, http

AT_SERVER = ["headers", "half body", "unprocessed", "processed", "first byte", "half answer", "whole answer"]


@dataclass(frozen=True)
class Mood:
    """What happens to a submission. `reply` gives the answer's bytes from (reference, order id).

    `read` stops after so many bytes of the request, `cut` after so many of the answer; `kill` is one of `AT_SERVER`.
    """

    booked: bool = True
    reply: Callable[[str, int], bytes] = accepted
    read: int | None = None
    cut: int | None = None
    reset: bool = False
    hang: bool = False
    kill: str = ""


class OrderServer:
    """Listens on 127.0.0.1 until `close`. `mood` may be changed between requests."""

    def __init__(self) -> None:
        self.mood = Mood()
        self.posts: Counter[str] = Counter()
        self.booked: dict[str, list[int]] = {}
        self.breaches: list[str] = []
        self.connections = self.requests = self.numbers = 0
        self.killed: Counter[str] = Counter()
        self.visible = True
        self.let_go = threading.Event()
        self._talks: list[threading.Thread] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, name="order server", daemon=True).start()

    def close(self) -> None:
        self.let_go.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        assert self.breaches == []

    def finish(self) -> None:
        """Return when every request that began was dealt with: what a killed client left in the pipe still counts."""
        while self._talks:
            self._talks.pop().join()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            talk = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._talks.append(talk)
            talk.start()

    def _talk(self, connection: socket.socket) -> None:
        mood = self.mood
        with connection, contextlib.suppress(OSError):
            connection.settimeout(30)
            data = b""
            while b"\r\n\r\n" not in data:
                if mood.read is not None and len(data) >= mood.read:
                    return
                piece = connection.recv(65536 if mood.read is None else 1)
                if not piece:
                    return
                data += piece
            head, _, body = data.partition(b"\r\n\r\n")
            request, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            self.requests += 1
            length, submits = int(headers.get("content-length", 0)), request.split(" ")[1] == SUBMIT
            kill = Killer(self, mood.kill if submits else "", int(headers.get("x-pid", 0)))
            kill("headers")
            while True:
                if len(body) >= length // 2:
                    kill("half body")  # or more: on a busy machine all of it may come at once
                if len(body) >= length:
                    break
                if mood.read is not None and len(data) >= mood.read:
                    return
                piece = connection.recv(65536 if mood.read is None else 1)
                if not piece:
                    return
                body += piece
                data += piece
            if submits:
                self._submit(connection, json.loads(body), mood, kill)
            else:
                connection.sendall(self._status(json.loads(body)))

    def _submit(self, connection: socket.socket, body: dict[str, Any], mood: Mood, kill: Killer) -> None:
        self._judge(body)
        order_po = body["orders"][0]["order_po"]
        self.posts[order_po] += 1
        self.numbers += 1
        order_id = 5000 + self.numbers
        kill("unprocessed")
        if mood.booked:
            self.booked.setdefault(order_po, []).append(order_id)
        kill("processed")
        if mood.hang:
            self.let_go.wait(30)
            return
        if mood.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        reply = mood.reply(order_po, order_id)
        reply = reply if mood.cut is None else reply[: mood.cut]
        sent = 0
        for moment, until in (("first byte", 1), ("half answer", len(reply) // 2), ("whole answer", len(reply))):
            connection.sendall(reply[sent:until])
            sent = max(sent, until)
            if kill(moment):
                return

    def _judge(self, body: dict[str, Any]) -> None:
        """The one rule of this version: an order goes out as a test, alone, and with the test token."""
        if body.get("payment_token", "absent") != "xxxx":
            self.breaches.append(f"payment_token was {body.get('payment_token', 'absent')!r}")
        if [order.get("test_mode") for order in body["orders"]] != [True]:
            self.breaches.append("not one order in test mode")

    def _status(self, body: dict[str, Any]) -> bytes:
        rows = [
            {"order_po": order_po, "order_id": order_id, "order_status_id": 3, "order_status_label": "Order Received"}
            for order_po in body.get("order_pos") or []
            for order_id in self.booked.get(order_po, [])
            if self.visible
        ]
        return http({"status": envelope(), "orders": rows})


class Killer:
    """Kills the client, by the process id it sends along, at one moment of a submission."""

    def __init__(self, server: OrderServer, moment: str, pid: int) -> None:
        self._server, self._moment, self._pid = server, moment, pid

    def __call__(self, moment: str) -> bool:
        if moment != self._moment or not self._pid:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
            self._server.killed[moment] += 1
        self._moment = ""
        return True
