"""Every way an answer can go wrong: the ledger never claims more than is certain, and the server counts one POST."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError
from fwdesk.domain.order import LedgerRow, Order, OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, submit
from tests.fault_server import Fault, FaultServer, accepted, confirmed, envelope, http
from tests.faults.kit.haste import in_haste, keeper
from tests.orders_kit import TOTAL, a_ledger, an_order
from tests.support.canary import APP, WEB

KEYS = Keys(WEB, APP)
OK, UNKNOWN, REFUSED = OrderState.ACCEPTED, OrderState.UNKNOWN, OrderState.REFUSED


@pytest.fixture
def server() -> Iterator[FaultServer]:
    server = FaultServer()
    yield server
    server.close()
    assert server.breaches == []


@pytest.fixture
def client(server: FaultServer) -> Iterator[FinerWorks]:
    client = FinerWorks(server.url, KEYS)
    yield client
    client.close()


def send(ledger: Ledger, client: FinerWorks, order: Order, cancel: Cancel | None = None) -> LedgerRow:
    return submit(ledger, client, order, mode="test", host="fault", quoted_total=TOTAL, cancel=cancel)


def page(status: int) -> bytes:
    return http(b"<!DOCTYPE html><title>Oops</title>", status, "text/html")


def model_state(status: int = 400) -> bytes:
    texts = {"request.orders[0].order_po": ["The order_po is too long."]}
    return http({"Message": "The request is invalid.", "ModelState": texts}, status)


def says(success: object, orders: object = None, status: int = 200, message: str = "") -> bytes:
    return http({"status": envelope(success, message), "orders": orders}, status)


def without_length(po: str, number: int) -> bytes:
    head, _, body = accepted(po, number).partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(po: str, number: int) -> bytes:
    body = accepted(po, number).partition(b"\r\n\r\n")[2]
    middle = len(body) // 2
    chunks = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:middle], body[middle:]))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + chunks + b"0\r\n\r\n"


TWICE = b'{"status":{"success":false,"success":true},"orders":[{"order_po":"PO","order_id":7}]}'
FAULTS: dict[str, tuple[Fault, OrderState]] = {
    "all is well": (Fault(), OK),
    "without a length": (Fault(reply=without_length), OK),
    "in chunks": (Fault(reply=chunked), OK),
    "well, with a failed payment": (
        Fault(reply=lambda po, number: says(True, [confirmed(po, number)], message="The payment failed.")), OK),
    # The connection
    "closed before it was booked": (Fault(booked=False, cut=0), UNKNOWN),
    "closed after it was booked": (Fault(cut=0), UNKNOWN),
    "reset before it was booked": (Fault(booked=False, reset=True), UNKNOWN),
    "reset after it was booked": (Fault(reset=True), UNKNOWN),
    "one byte": (Fault(cut=1), UNKNOWN),
    "headers only": (Fault(cut=120), UNKNOWN),
    "one byte short": (Fault(reply=lambda po, number: accepted(po, number)[:-1]), UNKNOWN),
    "short without a length": (Fault(reply=lambda po, number: without_length(po, number)[:-1]), UNKNOWN),
    "short in chunks": (Fault(reply=lambda po, number: chunked(po, number)[:-20]), UNKNOWN),
    "not HTTP": (Fault(reply=lambda *_: b"SSH-2.0-OpenSSH_9.2\r\n"), UNKNOWN),
    # The status
    "500 after it was booked": (Fault(reply=lambda *_: http({"Message": "An error has occurred."}, 500)), UNKNOWN),
    "500 says no": (Fault(reply=lambda *_: says(False, status=500)), UNKNOWN),
    "500 page": (Fault(reply=lambda *_: page(500)), UNKNOWN),
    "502": (Fault(booked=False, reply=lambda *_: page(502)), UNKNOWN),
    "503 with a time": (Fault(reply=lambda *_: http({}, 503, "application/json", "Retry-After: 1")), UNKNOWN),
    "429 with a time": (Fault(reply=lambda *_: http({}, 429, "application/json", "Retry-After: 1")), UNKNOWN),
    "404 page": (Fault(reply=lambda *_: page(404)), UNKNOWN),
    "200 page": (Fault(reply=lambda *_: page(200)), UNKNOWN),
    "204": (Fault(reply=lambda *_: http(b"", 204)), UNKNOWN),
    "201": (Fault(reply=lambda po, number: says(True, [confirmed(po, number)], 201)), UNKNOWN),
    "401 without words": (Fault(reply=lambda *_: http({}, 401)), UNKNOWN),
    # The words
    "null orders": (Fault(reply=lambda *_: says(True, None)), UNKNOWN),
    "no orders": (Fault(reply=lambda *_: says(True, [])), UNKNOWN),
    "two orders": (Fault(reply=lambda po, number: says(True, [confirmed(po, number), confirmed("FWD-B", 6)])), UNKNOWN),
    "ours twice": (Fault(reply=lambda po, number: says(True, [confirmed(po, number), confirmed(po, 6)])), UNKNOWN),
    "another reference": (Fault(reply=lambda _, number: says(True, [confirmed("FWD-OTHER", number)])), UNKNOWN),
    "another spelling": (Fault(reply=lambda po, number: says(True, [confirmed(po.lower(), number)])), UNKNOWN),
    "order 0": (Fault(reply=lambda po, _: says(True, [confirmed(po, 0)])), UNKNOWN),
    "order -1": (Fault(reply=lambda po, _: says(True, [confirmed(po, -1)])), UNKNOWN),
    "order as text": (Fault(reply=lambda po, _: says(True, [confirmed(po, "5001")])), UNKNOWN),
    "order 5001.0": (Fault(reply=lambda po, _: says(True, [confirmed(po, 5001.5)])), UNKNOWN),
    "order true": (Fault(reply=lambda po, _: says(True, [confirmed(po, True)])), UNKNOWN),
    "order null": (Fault(reply=lambda po, _: says(True, [confirmed(po, None)])), UNKNOWN),
    "success as text": (Fault(reply=lambda po, number: says("true", [confirmed(po, number)])), UNKNOWN),
    "success 1": (Fault(reply=lambda po, number: says(1, [confirmed(po, number)])), UNKNOWN),
    "success null": (Fault(reply=lambda po, number: says(None, [confirmed(po, number)])), UNKNOWN),
    "no envelope": (Fault(reply=lambda po, number: http({"orders": [confirmed(po, number)]})), UNKNOWN),
    "a bare list": (Fault(reply=lambda po, number: http([confirmed(po, number)])), UNKNOWN),
    "no, but an order": (Fault(reply=lambda po, number: says(False, [confirmed(po, number)])), UNKNOWN),
    "empty": (Fault(reply=lambda *_: http(b"")), UNKNOWN),
    "null": (Fault(reply=lambda *_: http(None)), UNKNOWN),
    "deep": (Fault(reply=lambda *_: http(b"[" * 100_000)), UNKNOWN),
    "success twice": (Fault(reply=lambda po, _: http(TWICE.replace(b"PO", po.encode()))), UNKNOWN),
    # Refusals that are documented
    "200 says no": (Fault(booked=False, reply=lambda *_: says(False, message="Too many.")), REFUSED),
    "404 says no": (Fault(booked=False, reply=lambda *_: says(False, status=404, message="No such.")), REFUSED),
    "400 with fields": (Fault(booked=False, reply=lambda *_: model_state()), REFUSED),
    "400 although it was booked": (Fault(reply=lambda *_: model_state()), REFUSED),
}  # fmt: skip


@pytest.mark.usefixtures("caplog")  # the client logs the rows it cannot read
@pytest.mark.parametrize("kind", FAULTS)
def test_one_post_and_the_truth(tmp_path: Path, server: FaultServer, client: FinerWorks, kind: str) -> None:
    server.fault, expected = FAULTS[kind]
    ledger, order = a_ledger(tmp_path), an_order()
    row = send(ledger, client, order)
    assert (row.state, row.state is OK and row.order_id) == (expected, expected is OK and 5001)
    assert len(server.posts) == 1
    assert server.posts[0]["orders"][0]["order_po"] == order.order_po
    with pytest.raises(OrderError):
        send(ledger, client, order)
    # Reading back finds what was booked, also after a refusal, and sends nothing.
    server.visible = False
    assert read_back(ledger, client, order.order_po, mode="test", host="fault").state is expected
    server.visible = True
    row = read_back(ledger, client, order.order_po, mode="test", host="fault")
    assert row.state is (OK if server.fault.booked else expected)
    if row.state is OK:
        assert row.order_id == 5001
    assert len(server.posts) == 1
    assert ledger.verify() == ()


def test_the_vendors_words_are_kept(tmp_path: Path, server: FaultServer, client: FinerWorks) -> None:
    server.fault = FAULTS["400 with fields"][0]
    assert "The order_po is too long." in send(a_ledger(tmp_path), client, an_order()).message


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(tmp_path: Path, server: FaultServer, client: FinerWorks, status: int) -> None:
    sink = FaultServer()
    server.fault = Fault(
        booked=False, reply=lambda *_: http(b"", status, "text/html", f"Location: {sink.url}/v3/submit_orders_v2")
    )
    assert send(a_ledger(tmp_path), client, an_order()).state is UNKNOWN
    assert (len(server.posts), sink.requests) == (1, 0)
    sink.close()


def test_a_deadline_is_unknown(
    tmp_path: Path, server: FaultServer, client: FinerWorks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "ENDPOINTS", in_haste(0.3))
    server.fault = Fault(hang=True)
    assert send(a_ledger(tmp_path), client, an_order()).state is UNKNOWN
    assert len(server.posts) == 1


def test_when_a_person_stops_waiting_it_is_unknown(tmp_path: Path, server: FaultServer, client: FinerWorks) -> None:
    server.fault = Fault(hang=True)
    cancel = Cancel()
    threading.Thread(target=lambda: server.received.wait(30) and cancel.cancel(), daemon=True).start()
    ledger, order = a_ledger(tmp_path), an_order()
    row = send(ledger, client, order, cancel)
    assert row.state is UNKNOWN
    assert len(server.posts) == 1
    assert read_back(ledger, client, order.order_po, mode="test", host="fault").state is OK


def test_nobody_listening_is_not_sent_and_may_go_later(tmp_path: Path, server: FaultServer, client: FinerWorks) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    taken.close()
    ledger, order = a_ledger(tmp_path), an_order()
    nobody = FinerWorks(f"http://127.0.0.1:{port}", KEYS)
    for _ in range(3):
        assert send(ledger, nobody, order).state is OrderState.NOT_SENT
    nobody.close()
    assert server.requests == 0
    assert send(ledger, client, order).state is OK
    assert len(server.posts) == 1


@pytest.mark.parametrize("framing", [accepted, without_length, chunked])
def test_only_the_whole_answer_counts(
    tmp_path: Path, server: FaultServer, client: FinerWorks, framing: Callable[[str, int], bytes]
) -> None:
    """Cut at every seventh byte, and at each of the last ten: accepted only if everything that matters came."""
    ledger = a_ledger(tmp_path)
    reply = framing("FWD-" + "0" * 26, 5001)
    whole, told = len(reply), reply.rindex(b"}") + 1
    cuts = sorted({*range(0, whole, 7), *range(told - 10, whole + 1)})
    for number, cut in enumerate(cuts, 1):
        server.fault = Fault(reply=framing, cut=cut)
        row = send(ledger, client, an_order())
        if cut < told or cut == whole:  # between these only the framing's own last bytes are missing
            assert row.state is (OK if cut == whole else UNKNOWN), f"cut at {cut} of {whole}"
        assert len(server.posts) == number


def test_a_double_click_sends_once(tmp_path: Path, server: FaultServer, client: FinerWorks) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    gate, ended = threading.Barrier(8), list[str]()

    def click() -> None:
        gate.wait()
        try:
            ended.append(send(ledger, client, order).state.value)
        except OrderError:
            ended.append("refused here")

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(ended) == ["ACCEPTED"] + ["refused here"] * 7
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    ("changes", "order_changes", "breach"),
    [
        ({"payment_token": None}, {}, "payment_token was None"),
        ({"payment_token": "tok_live"}, {}, "payment_token was 'tok_live'"),
        ({}, {"test_mode": False}, "test_mode was False"),
        ({}, {"test_mode": None}, "test_mode was None"),
    ],
)
def test_the_server_notices_anything_but_a_test_order(
    changes: dict[str, object], order_changes: dict[str, object], breach: str
) -> None:
    """The guard has a test of its own: a raw client that sends it wrong is caught, and two posts are counted two."""
    guard = FaultServer()
    body = {"payment_token": "xxxx", "orders": [{"order_po": "FWD-1", "test_mode": True} | order_changes]} | changes
    data = json.dumps(body).encode()
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", int(guard.url.rpartition(":")[2]))) as raw:
            raw.sendall(b"POST /v3/submit_orders_v2 HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(data) + data)
            while raw.recv(65536):
                pass
    assert guard.breaches == [breach, breach]
    assert guard.booked == {"FWD-1": [5001, 5002]}
    guard.close()
