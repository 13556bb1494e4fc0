"""What a typed call costs over the bare library: `get_prices` of fwdesk's client beside `requests`, in turn.

Both post the same bytes with the same keys over one kept connection to one server. It runs in a process of its own and
answers at once with what the practice service says to this call, so that next to nothing but the client is measured.
The bare call decodes the JSON, as whoever makes it would.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RATIO_BAR = 1.3
CODE = "5M6M9S16x20F96S20x24J1S16x20G1"
_WARM_UP = 30
_SERVER = """
import socketserver, sys
body = sys.stdin.buffer.read()
kind = "Content-Type: application/json; charset=utf-8"
head = f"HTTP/1.1 200 OK\\r\\n{kind}\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n"
class Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    def handle(self):
        while self.rfile.readline():
            size = 0
            while (line := self.rfile.readline()) > b"\\r\\n":
                if line.lower().startswith(b"content-length:"):
                    size = int(line[15:])
            self.rfile.read(size)
            self.wfile.write(head.encode() + body)
class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
with Server(("127.0.0.1", 0), Talk) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
"""


@contextmanager
def served(body: bytes) -> Iterator[str]:
    """The URL of a service in another process that gives this answer to everything."""
    with subprocess.Popen([sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(body)
            process.stdin.close()
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def measure(calls: int) -> dict[str, Any]:
    """Medians of so many pairs of calls, and their ratio."""
    import requests

    from fwdesk.app.practising import PRACTICE_KEYS
    from fwdesk.domain.code import parse_code
    from fwdesk.finerworks.client import FinerWorks
    from fwdesk.finerworks.keys import Keys
    from fwdesk.practice.server import PracticeServer
    from fwdesk.practice.service import create_app

    keys, code = Keys(*PRACTICE_KEYS), parse_code(CODE)
    asked = json.dumps({"products": [{"product_qty": 1, "product_sku": code.wire}], "account_key": None}).encode()
    headers = keys.headers() | {"Content-Type": "application/json", "Accept": "application/json"}
    service = create_app()
    with PracticeServer(service) as practice, requests.Session() as session:
        body = session.post(f"{practice.url}/v3/get_prices", data=asked, headers=headers, timeout=30).content
    service.close()
    bare: list[int] = []
    typed: list[int] = []
    with served(body) as url, requests.Session() as session:
        client = FinerWorks(url, keys)
        for number in range(_WARM_UP + calls):
            begun = time.perf_counter_ns()
            session.post(f"{url}/v3/get_prices", data=asked, headers=headers, timeout=(5, 30)).json()
            between = time.perf_counter_ns()
            prices = client.get_prices([code])
            ended = time.perf_counter_ns()
            if not prices[0].priced:
                raise RuntimeError("the practice service gave no price to measure with")
            if number >= _WARM_UP:
                bare.append(between - begun)
                typed.append(ended - between)
        client.close()
    ratio = statistics.median(typed) / statistics.median(bare)
    return {
        "call": "get_prices",
        "pairs": calls,
        "bare_ms": round(statistics.median(bare) / 1e6, 3),
        "typed_ms": round(statistics.median(typed) / 1e6, 3),
        "ratio": round(ratio, 3),
        "bar": RATIO_BAR,
        "met": ratio <= RATIO_BAR,
    }
