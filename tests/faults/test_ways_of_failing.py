"""E2, E3, E8, E9, E11: every way a submission fails, many times over, on real sockets; the server's count decides."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import OrderError
from fwdesk.domain.order import LedgerRow, Order, OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, submit
from tests.fault_server import accepted, http
from tests.faults.kit.haste import in_haste, keeper
from tests.faults.kit.order_server import Mood, OrderServer
from tests.faults.kit.runs import FULL, runs
from tests.faults.test_submit_faults import chunked, model_state, without_length
from tests.orders_kit import TOTAL, Clock, a_ledger, an_order

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800 if FULL else 120)]
KEYS = Keys("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
OK, UNKNOWN, NOT_SENT = OrderState.ACCEPTED, OrderState.UNKNOWN, OrderState.NOT_SENT


@pytest.fixture
def server() -> Iterator[OrderServer]:
    server = OrderServer()
    yield server
    server.close()


@pytest.fixture
def client(server: OrderServer) -> Iterator[FinerWorks]:
    client = FinerWorks(server.url, KEYS)
    yield client
    client.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "ENDPOINTS", in_haste(0.3))


def send(ledger: Ledger, client: FinerWorks, order: Order) -> LedgerRow:
    return submit(ledger, client, order, mode="test", host="fault", quoted_total=TOTAL)


def look(ledger: Ledger, client: FinerWorks, order: Order) -> LedgerRow:
    return read_back(ledger, client, order.order_po, mode="test", host="fault")


def page(status: int) -> Callable[[str, int], bytes]:
    return lambda *_: http(b"<!DOCTYPE html><title>Oops</title>", status, "text/html")


FAULTS = {
    f"{name}, {'after' if booked else 'before'} booking": replace(mood, booked=booked)
    for name, mood in {
        "reply lost": Mood(cut=0),
        "reset": Mood(reset=True),
        "500": Mood(reply=page(500)),
        "200 page": Mood(reply=page(200)),
        "cut off": Mood(cut=200),
        "silence": Mood(hang=True),
    }.items()
    for booked in (True, False)
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", FAULTS)
def test_e2_it_is_found_by_reading_or_stays_in_doubt(
    tmp_path: Path, server: OrderServer, client: FinerWorks, name: str
) -> None:
    server.mood = FAULTS[name]
    ledger, count = a_ledger(tmp_path), runs(1 if "silence" in name else 4, 50)
    for _ in range(count):
        order = an_order()
        assert send(ledger, client, order).state is UNKNOWN
        assert look(ledger, client, order).state is (OK if server.mood.booked else UNKNOWN)
        with pytest.raises(OrderError):
            send(ledger, client, order)
        assert server.posts[order.order_po] == 1
    assert server.posts.total() == count
    assert sum(map(len, server.booked.values())) == count * server.mood.booked
    assert ledger.verify() == ()


@pytest.mark.parametrize("framing", [accepted, without_length, chunked])
def test_e3_an_answer_cut_at_any_byte(
    tmp_path: Path, server: OrderServer, client: FinerWorks, framing: Callable[[str, int], bytes]
) -> None:
    """Accepted only if everything that matters came; between the last brace and the end only framing is missing."""
    ledger = a_ledger(tmp_path)
    reply = framing("FWD-" + "0" * 26, 5001)
    whole, told = len(reply), reply.rindex(b"}") + 1
    cuts = sorted({*range(0, whole, runs(9, 1)), *range(told - 3, whole + 1)})
    for cut in cuts:
        server.mood = Mood(reply=framing, cut=cut)
        order = an_order()
        row = send(ledger, client, order)
        if cut < told or cut == whole:
            assert row.state is (OK if cut == whole else UNKNOWN), f"cut at {cut} of {whole}"
        assert look(ledger, client, order).state is OK
        assert server.posts[order.order_po] == 1
    print(f"\nE3: {len(cuts)} cuts of {whole} bytes, {framing.__name__}")


def test_e3_a_request_cut_at_any_byte(tmp_path: Path, server: OrderServer, client: FinerWorks) -> None:
    """The service stops reading: it is never there, and never said to be accepted or surely not sent."""
    ledger = a_ledger(tmp_path)
    server.mood = Mood()
    probe = an_order()
    send(ledger, client, probe)
    size, cuts = request_size(), 0
    for cut in range(0, size, runs(60, 1)):
        server.mood = Mood(read=cut)
        order = an_order()
        assert send(ledger, client, order).state is UNKNOWN, cut
        server.mood = Mood()
        assert look(ledger, client, order).state is UNKNOWN
        assert not server.posts[order.order_po]
        cuts += 1
    assert server.posts.total() == 1
    print(f"\nE3: {cuts} cuts of a request of {size} bytes")


def request_size() -> int:
    """How many bytes a submission is, as a listener sees it."""
    listener = socket.create_server(("127.0.0.1", 0))
    other = FinerWorks(f"http://127.0.0.1:{listener.getsockname()[1]}", KEYS)
    seen = [0]

    def listen() -> None:
        connection, _ = listener.accept()
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        while len(body) < length:
            body += connection.recv(65536)
        seen[0] = len(head) + 4 + length
        connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    with suppress(Exception):
        other.submit_orders_v2(an_order(), payment_token="xxxx")
    thread.join()
    listener.close()
    other.close()
    return seen[0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_e8_a_redirect_leads_nowhere(
    tmp_path: Path, server: OrderServer, client: FinerWorks, status: int, host: str
) -> None:
    sink = socket.create_server((host, 0))
    sink.settimeout(0)
    where = f"Location: http://{host}:{sink.getsockname()[1]}/v3/submit_orders_v2"
    server.mood = Mood(booked=False, reply=lambda *_: http(b"", status, "text/html", where))
    order = an_order()
    assert send(a_ledger(tmp_path), client, order).state is UNKNOWN
    assert server.posts == Counter({order.order_po: 1})
    with pytest.raises(BlockingIOError):
        sink.accept()  # nobody came
    sink.close()


def refused(_: socket.socket) -> str:
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    taken.close()
    return f"http://127.0.0.1:{port}"


def queue_full(listener: socket.socket) -> str:
    listener.listen(0)
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def over_tls(listener: socket.socket) -> str:
    listener.listen(8)
    return f"https://127.0.0.1:{listener.getsockname()[1]}"


def answer(words: bytes | None) -> Callable[[socket.socket], None]:
    """What a listener says to whoever comes; None is to hang up at once."""

    def say(connection: socket.socket) -> None:
        if words is not None:
            connection.recv(65536)
            connection.sendall(words)

    return say


NO_CONNECTION: dict[str, tuple[Callable[[socket.socket], str], Callable[[socket.socket], None] | None]] = {
    "nobody listens": (refused, None),
    "the queue is full": (queue_full, None),
    "TLS: plain HTTP answers": (over_tls, answer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
    "TLS: hangs up": (over_tls, answer(None)),
    "TLS: noise": (over_tls, answer(bytes(range(64)))),
    "TLS: silence": (over_tls, None),
    "TLS: an alert": (over_tls, answer(b"\x15\x03\x03\x00\x02\x02\x28")),
}


# truststore leaves the socket of a failed handshake to the garbage collector, which says so at any later moment.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", [*NO_CONNECTION, "no such name"])
def test_e9_without_a_connection_nothing_was_sent(
    tmp_path: Path, server: OrderServer, client: FinerWorks, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """NOT_SENT, and the same order goes under the same reference when the service is back: once."""
    where, say = NO_CONNECTION.get(name, (lambda _: "http://nowhere.invalid", None))
    if name == "no such name":

        def unknown(*_: object, **__: object) -> list[object]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = where(listener)
    plug = [socket.socket() for _ in range(3 * (name == "the queue is full"))]
    for end in plug:
        end.setblocking(False)
        end.connect_ex(listener.getsockname())
    if say:
        threading.Thread(target=serve, args=(listener, say), daemon=True).start()
    nobody, ledger = FinerWorks(url.replace("http:", "https:") if "invalid" in url else url, KEYS), a_ledger(tmp_path)
    for _ in range(runs(1, 20)):
        order = an_order()
        row = send(ledger, nobody, order)
        assert row.state is NOT_SENT, row
        assert server.requests == 0
    if name != "no such name":
        assert send(ledger, client, order).state is OK
        assert server.posts == Counter({order.order_po: 1})
    nobody.close()
    for end in (*plug, listener):
        end.close()


def serve(listener: socket.socket, say: Callable[[socket.socket], None]) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError, ssl.SSLError):
                say(connection)


def test_e11_a_refusal_that_placed_the_order_all_the_same(
    tmp_path: Path, server: OrderServer, client: FinerWorks
) -> None:
    """It shows 30 s, or 3 min, after the refusal: found either way, also when it was thought rejected."""
    clock = Clock()
    ledger = a_ledger(tmp_path, clock)
    server.mood = Mood(reply=lambda *_: model_state())
    states = Counter[str]()
    for number in range(runs(6, 50)):
        order = an_order()
        server.visible = False
        assert send(ledger, client, order).state is OrderState.REFUSED
        if number % 2:
            for seconds, state in ((31, OrderState.REFUSED), (91, OrderState.REJECTED)):
                clock.now += timedelta(seconds=seconds)
                row = look(ledger, client, order)
                assert row.state is state
            states[row.state.value] += 1
        clock.now += timedelta(seconds=31)
        server.visible = True
        row = look(ledger, client, order)
        assert (row.state, [row.order_id]) == (OK, server.booked[order.order_po])
        assert server.posts[order.order_po] == 1
    assert states == Counter(REJECTED=runs(6, 50) // 2)
