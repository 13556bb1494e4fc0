"""Every call × every fault: how often the service is asked, and what becomes of it (RELIABILITY, plan N and E13).

The server counts. Each cell asks below an address of its own (`/cell/17/v3/get_prices`), so one server serves them all,
and what it saw is the verdict, not what the client thinks.
"""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import itertools
import json
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fwdesk.domain.errors import OrderError, ServiceError, Unreachable
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.retry import READ, Policy
from fwdesk.finerworks.transport import Call, Reply, Transport
from tests.contract.fault_server import Answer, FaultServer, Peer, Request, full_queue, reply
from tests.contract.fault_table import CELLS, DEAD, FAULTS, SLOW, Expected, expected
from tests.support import certificates
from tests.support.canary import APP, WEB
from tests.support.certificates import Authority, authority, certificate, context
from tests.support.endpoints import ORDER, ROWS, good, path_of, public_calls

KEYS = Keys(WEB, APP)
_CALM = {"connect_s": 10.0, "total_s": 20.0, "stall_s": 20.0}
_HASTY = {"connect_s": 0.05, "total_s": 0.25, "stall_s": 5.0}
_LIMIT = 2_000_000


class Watched(Transport):
    """The real transport with other deadlines, which remembers the policies that it was asked to keep."""

    def __init__(self, **times: float) -> None:
        super().__init__(wait=lambda *_: None, share=lambda: 0.0)
        self.times = times
        self.policies: set[Policy] = set()

    def send(self, call: Call, **more: object) -> Reply:
        self.policies.add(call.policy)
        policy = replace(call.policy, **self.times)
        return super().send(replace(call, policy=policy, limit=min(call.limit, _LIMIT)), **more)  # pyright: ignore[reportArgumentType]


@dataclass
class Cell:
    """What the server gives to one cell's requests in turn, the last again and again, and how many there were."""

    answers: list[Answer]
    path: str
    asked: int = 0
    elsewhere: int = 0


class Board(FaultServer):
    """Serves the cells."""

    def __init__(self) -> None:
        super().__init__(route=self._answer)
        self.cells: dict[str, Cell] = {}
        self._numbers = itertools.count()

    def cell(self, answers: tuple[Answer, ...], path: str) -> tuple[Cell, str]:
        number = str(next(self._numbers))
        self.cells[number] = Cell(list(answers), path)
        return self.cells[number], f"{self.url}/cell/{number}"

    def _answer(self, request: Request) -> Answer:
        _, _, number, rest = request.path.split("/", 3)
        cell = self.cells[number]
        if f"/{rest.partition('?')[0]}" != cell.path:
            cell.elsewhere += 1
        cell.asked += 1
        return cell.answers.pop(0) if len(cell.answers) > 1 else cell.answers[0]


@pytest.fixture(scope="module")
def board() -> Iterator[Board]:
    made = Board()
    with made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all cells: a folder each would take longer than the calls."""
    return tmp_path_factory.mktemp("files")


@dataclass(frozen=True)
class Outcome:
    """What a call came to: an error or a value; and the policies it went by."""

    error: ServiceError | None
    value: object
    policies: frozenset[Policy]


def outcome(name: str, url: str, folder: Path, **times: float) -> Outcome:
    return met(name, url, folder, Watched(**times))


def met(name: str, url: str, folder: Path, transport: Watched) -> Outcome:
    client = FinerWorks(url, KEYS, transport=transport)
    error: ServiceError | None = None
    value: object = None
    try:
        value = ROWS[name].call(client, folder)
    except ServiceError as caught:
        error = caught
    finally:
        client.close()
    return Outcome(error, value, frozenset(transport.policies))


def judge(name: str, found: Outcome, due: Expected) -> None:
    about = ROWS[name].kind == "about"  # it answers no where others fail
    error = None if about else due.error
    assert (None if found.error is None else type(found.error)) is error, f"{found.error!r} {found.value!r}"
    if found.error is not None:
        assert found.error.sent is due.sent
        assert WEB not in str(found.error)
        assert APP not in str(found.error)
        assert found.error.__cause__ is None
    if about:
        assert found.value is due.works
    assert found.policies == {ROWS[name].policy}


def answered(name: str) -> Answer:
    body = good(name)
    return reply(body, kind="image/png" if isinstance(body, bytes) else "application/json")


def test_the_registry_holds_every_call_of_the_client() -> None:
    """A call that is added without a row here would go untested: add it to tests/support/endpoints.py."""
    assert {name.partition(" ")[0] for name in ROWS} >= public_calls()


def test_the_table_is_as_large_as_promised() -> None:
    assert len(CELLS) >= 1_500
    assert len(set(CELLS)) == len(CELLS)


@pytest.mark.parametrize("name", ROWS)
def test_each_call_takes_its_good_answer_in_one_request(name: str, board: Board, folder: Path) -> None:
    cell, url = board.cell((answered(name),), path_of(name))
    found = outcome(name, url, folder, **_CALM)
    judge(name, found, Expected(1, None))
    assert (cell.asked, cell.elsewhere) == (1, 0)


def _written(name: str) -> tuple[bytes, bytes]:
    """The good answer's headers, without its length, and its body."""
    body = good(name)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "image/png" if isinstance(body, bytes) else "application/json; charset=utf-8"
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n".encode(), data


def _sliced(head: bytes, body: bytes) -> Iterator[bytes]:
    whole = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    yield from (whole[at : at + 7] for at in range(0, min(len(whole), 2_100), 7))
    yield whole[2_100:]


def _chunked(head: bytes, body: bytes) -> Iterator[bytes]:
    yield head + b"Transfer-Encoding: chunked\r\n\r\n"
    half = len(body) // 2
    yield from (b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))


def _after_hundreds(head: bytes, body: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 100 Continue\r\n\r\n" * 3
    yield head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _compressed(head: bytes, body: bytes) -> Iterator[bytes]:
    packed = gzip.compress(body)
    yield head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


def _until_closed(head: bytes, body: bytes) -> Iterator[bytes]:
    yield head + b"\r\n" + body


ODD_BUT_WHOLE = {
    "in slices": _sliced,
    "in chunks": _chunked,
    "after 100 Continue": _after_hundreds,
    "compressed": _compressed,
    "until it closes": _until_closed,
}


@pytest.mark.parametrize("how", ODD_BUT_WHOLE)
@pytest.mark.parametrize("name", ROWS)
def test_an_odd_but_whole_answer_is_one(name: str, how: str, board: Board, folder: Path) -> None:
    def answer(peer: Peer) -> None:
        for piece in ODD_BUT_WHOLE[how](*_written(name)):
            peer.send(piece)

    cell, url = board.cell((answer,), path_of(name))
    judge(name, outcome(name, url, folder, **_CALM), Expected(1, None))
    assert (cell.asked, cell.elsewhere) == (1, 0)


@pytest.mark.parametrize("live", [False, True], ids=["test order", "live order"])
@pytest.mark.parametrize("token", [None, "", "  ", "another"], ids=repr)
def test_an_order_with_the_wrong_token_opens_no_socket(live: bool, token: str | None, board: Board) -> None:
    """Plan E12. A null token makes a real, unpaid order; "xxxx" on a live one would be forgotten (REFERENCE 1.6)."""
    token = "xxxx" if live and token == "another" else token
    before = board.connections
    client = FinerWorks(board.url, KEYS)
    with pytest.raises(OrderError):
        client.submit_orders_v2(replace(ORDER, test_mode=not live), payment_token=token)  # pyright: ignore[reportArgumentType, reportCallIssue]
    client.close()
    assert board.connections == before


@pytest.mark.parametrize(("name", "fault"), [cell for cell in CELLS if cell[1] in FAULTS])
def test_cell(name: str, fault: str, board: Board, folder: Path) -> None:
    told = FAULTS[fault]
    answers = (*told.answers, answered(name)) if told.then_good else told.answers
    cell, url = board.cell(answers, path_of(name))
    due = expected(name, told)
    found = outcome(name, url, folder, **_CALM)
    judge(name, found, due)
    assert cell.asked == due.attempts
    assert cell.elsewhere == 0


@pytest.fixture(scope="module")
def slow_outcomes(
    board: Board, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, tuple[Outcome, Cell]]]:
    """All calls meet a slow fault at the same time, so that the table does not take as long as their deadlines."""
    folder = tmp_path_factory.mktemp("slow")

    @functools.cache
    def meet(fault: str) -> dict[str, tuple[Outcome, Cell]]:
        def one(name: str) -> tuple[Outcome, Cell]:
            cell, url = board.cell(SLOW[fault].answers, path_of(name))
            # Long enough that every call is connected by then, on a busy machine too: these faults come after that.
            return outcome(name, url, folder, **_HASTY | {"connect_s": 10.0, "total_s": 1.0}), cell

        with ThreadPoolExecutor(20) as pool:
            return dict(zip(ROWS, pool.map(one, ROWS), strict=True))

    return meet


@pytest.mark.parametrize(("name", "fault"), [cell for cell in CELLS if cell[1] in SLOW])
def test_slow_cell(name: str, fault: str, slow_outcomes: Callable[[str], dict[str, tuple[Outcome, Cell]]]) -> None:
    found, cell = slow_outcomes(fault)[name]
    judge(name, found, expected(name, SLOW[fault]))
    assert (cell.asked, cell.elsewhere) == (1, 0), "what was sent and took too long is not sent again"


Dead = tuple[str, Callable[[], int]]
"""The address of a service that nobody can connect to, and how many connections it has seen."""


@pytest.fixture(scope="module")
def refused() -> Dead:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    return f"http://127.0.0.1:{port}", lambda: 0


@pytest.fixture(scope="module")
def full() -> Iterator[Dead]:
    with full_queue() as url:
        yield url, lambda: 0


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """The one authority that this computer trusts while these tests run."""
    made = authority(tmp_path_factory.mktemp("tls"), "trusted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(made.pem))
        yield made


def _secure(pem: Path, **more: ssl.TLSVersion) -> Iterator[Dead]:
    shown = context(pem)
    if more:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            shown.minimum_version = shown.maximum_version = more["version"]
        shown.set_ciphers("DEFAULT:@SECLEVEL=0")
    with FaultServer(reply({}), tls=shown) as server:
        yield server.url, lambda: server.connections


@pytest.fixture(scope="module")
def self_signed(trusted: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dead]:
    yield from _secure(certificates.self_signed(tmp_path_factory.mktemp("tls")))


@pytest.fixture(scope="module")
def unknown_authority(trusted: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dead]:
    folder = tmp_path_factory.mktemp("tls")
    yield from _secure(certificate(folder, authority(folder, "stranger")))


@pytest.fixture(scope="module")
def expired(trusted: Authority) -> Iterator[Dead]:
    yield from _secure(certificate(trusted.pem.parent, trusted, lives=dt.timedelta(hours=-1)))


@pytest.fixture(scope="module")
def another_host(trusted: Authority) -> Iterator[Dead]:
    yield from _secure(certificate(trusted.pem.parent, trusted, host="127.0.0.9"))


@pytest.fixture(scope="module")
def old_tls(trusted: Authority) -> Iterator[Dead]:
    yield from _secure(certificate(trusted.pem.parent, trusted), version=ssl.TLSVersion.TLSv1)


class _HangsUp(FaultServer):
    """Hears a greeting and goes."""

    def _serve(self, conn: socket.socket) -> None:
        with conn:
            conn.recv(65_536)


@pytest.fixture(scope="module")
def hung_up(trusted: Authority) -> Iterator[Dead]:
    with _HangsUp() as server:
        yield server.url.replace("http:", "https:"), lambda: server.connections


@pytest.mark.parametrize(
    ("fixture", "words"),
    [
        ("refused", "nothing answers at 127.0.0.1:"),
        ("full", "127.0.0.1 did not answer within 0.1 s"),
        ("self_signed", "refused: self-signed certificate"),
        ("unknown_authority", "refused: unable to get local issuer certificate"),
        ("expired", "refused: certificate has expired"),
        ("another_host", "refused: IP address mismatch"),
        ("old_tls", "refused: no secure connection could be agreed on"),
        ("hung_up", "refused: no secure connection could be agreed on"),
    ],
)
def test_why_there_is_no_connection(fixture: str, words: str, request: pytest.FixtureRequest) -> None:
    url, _seen = request.getfixturevalue(fixture)
    client = FinerWorks(url, KEYS, transport=Watched(**_CALM | {"connect_s": 0.1 if fixture == "full" else 5.0}))
    with pytest.raises(Unreachable) as caught:
        client.list_mats()
    client.close()
    assert words in str(caught.value)


class Counted(Watched):
    """Counts the attempts of a call that no server ever sees."""

    def __init__(self, **times: float) -> None:
        super().__init__(**times)
        self.pauses = 0
        self._wait = self._count

    def _count(self, _seconds: float, _cancel: object) -> None:
        self.pauses += 1


@pytest.mark.parametrize(("name", "fault"), [cell for cell in CELLS if cell[1] in DEAD])
def test_dead_cell(name: str, fault: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Nobody to connect to: nothing is sent, and only a read is tried again."""
    transport = Counted(**_CALM | ({"connect_s": 0.02} if fault == "full queue" else {}))
    url, seen = request.getfixturevalue(DEAD[fault])
    before = seen()
    judge(name, met(name, url, folder, transport), Expected(0, Unreachable, sent=False, works=False))
    assert transport.policies == {ROWS[name].policy}
    retried = ROWS[name].policy is READ and not fault.startswith("TLS")
    assert transport.pauses == (2 if retried else 0)
    if fault.startswith("TLS"):
        assert seen() == before + 1, "what a certificate says does not change by asking again"
