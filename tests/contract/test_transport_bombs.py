"""Answers that unpack to hundreds of megabytes, or never end, cost a bounded amount of memory (N2, N4)."""

from __future__ import annotations

import functools
import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Callable

import pytest

from tests.contract.fault_server import Answer, FaultServer, Peer, reply

MEGABYTE = 1_000_000
BOUND_KB = 64 * 1024
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

# Asks once for a good answer, then meets the bomb. What it prints is measured by the system, not by itself: the most
# memory that was ever in use, before and after.
CHILD = """
import json, resource, sys
from fwdesk.domain.errors import ServiceError
from fwdesk.finerworks.retry import READ
from fwdesk.finerworks.transport import MEGABYTE, Call, Transport

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

url = sys.argv[1]
transport = Transport(wait=lambda *_: None)
transport.send(Call("x", "GET", f"{url}/good", READ, 16 * MEGABYTE))
before = most()
try:
    transport.send(Call("x", "GET", f"{url}/bomb", READ, 16 * MEGABYTE))
    told = "answered"
except ServiceError as error:
    told = f"{type(error).__name__}: {error}"
print(json.dumps({"told": told, "grew_kb": most() - before}))
"""


def packed(data: bytes, *codings: str) -> Answer:
    return reply(data, Content_Encoding=", ".join(codings))


@functools.cache
def bomb(megabytes: int) -> bytes:
    """As small as gzip makes so many zeros, without holding them all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)), packer.flush()])


def deflated(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)), packer.flush()])


def chained(times: int) -> Answer:
    data = bomb(100)
    for _ in range(times - 1):
        data = gzip.compress(data)
    return packed(data, *["gzip"] * times)


def endless(head: bytes, piece: bytes) -> Answer:
    def answer(peer: Peer) -> None:
        peer.send(head)
        while True:
            peer.send(piece)

    return answer


def lying(data: bytes, length: int) -> Answer:
    return lambda peer: peer.send(_HEAD + b"Content-Length: %d\r\nContent-Encoding: gzip\r\n\r\n" % length + data)


TOO_LARGE = "BadReply: the answer is larger than 16 MB"
NOT_UNPACKED = "BadReply: the compressed answer cannot be unpacked"
NOT_ASKED = "BadReply: the answer is compressed in a way that was not asked for"
LOST = "ConnectionLost: the connection broke before the answer was whole"
BOMBS: dict[str, tuple[Callable[[], Answer], str]] = {
    "gzip": (lambda: packed(bomb(150), "gzip"), TOO_LARGE),
    "deflate": (lambda: packed(deflated(150), "deflate"), TOO_LARGE),
    "gzip in gzip": (lambda: chained(2), TOO_LARGE),
    "gzip in deflate": (lambda: packed(zlib.compress(bomb(150)), "gzip", "deflate"), TOO_LARGE),
    "a chain of ten": (lambda: chained(10), NOT_UNPACKED),
    "brotli": (lambda: packed(bomb(1), "br"), NOT_ASKED),
    "zstd": (lambda: packed(bomb(1), "zstd"), NOT_ASKED),
    "an unknown coding after a known one": (lambda: packed(bomb(1), "gzip", "br"), NOT_ASKED),
    # The start of it unpacks to less than the cap; that it is no JSON is for the gate to say.
    "a length that promises little": (lambda: lying(bomb(150), 1_000), "answered"),
    "a length that promises much": (lambda: lying(bomb(150), 10**9), TOO_LARGE),
    "an endless body": (lambda: endless(_HEAD + b"\r\n", bytes(65_536)), TOO_LARGE),
    "endless chunks": (
        lambda: endless(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + bytes(65_536) + b"\r\n"),
        TOO_LARGE,
    ),
    "one chunk of a terabyte": (
        lambda: endless(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n", bytes(65_536)),
        TOO_LARGE,
    ),
    "endless headers": (lambda: endless(_HEAD, b"X-Y: " + b"z" * 1_000 + b"\r\n"), LOST),
    "one endless header": (lambda: endless(_HEAD + b"X: ", b"z" * 65_536), LOST),
    "an endless status line": (lambda: endless(b"HTTP/1.1 200 ", b"O" * 65_536), LOST),
}


def met(url: str) -> dict[str, object]:
    """What a fresh process of fwdesk makes of it."""
    command = [sys.executable, "-c", CHILD, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_stays_small(name: str) -> None:
    make, words = BOMBS[name]
    answer = make()
    with FaultServer(route=lambda request: answer if request.path == "/bomb" else reply({})) as server:
        found = met(server.url)
    assert found["told"] == words
    assert isinstance(found["grew_kb"], int)
    assert found["grew_kb"] <= BOUND_KB


@pytest.mark.slow
def test_the_measure_would_show_a_bomb_that_goes_off() -> None:
    code = "import gzip, resource, sys\nd = gzip.decompress(sys.stdin.buffer.read())\n"
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], input=bomb(150), capture_output=True, timeout=50, check=True)
    assert int(done.stdout) > 2 * BOUND_KB
