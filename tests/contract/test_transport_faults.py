"""The transport against a service that breaks every rule, over real sockets (RELIABILITY 3, plan N and E8/E9)."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import gzip
import ipaddress
import pickle
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadReply, Cancelled, ConnectionLost, ServiceError, TimedOut, Unreachable
from fwdesk.finerworks.deadline import Deadline
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.retry import MONEY, READ, Policy
from fwdesk.finerworks.transport import MEGABYTE, BoundKeys, Call, Transport, checked_url, is_loopback, origin
from tests.contract.fault_server import Answer, FaultServer, Peer, full_queue, ok, raw, reply
from tests.support.canary import APP, WEB

QUICK = Policy(attempts=1, connect_s=2, total_s=0.3, stall_s=5)
CALM = Policy(attempts=1, connect_s=5, total_s=20, stall_s=20)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def no_wait(_seconds: float, _cancel: Cancel | None) -> None:
    return


def make_call(server: FaultServer, policy: Policy = CALM, **more: object) -> Call:
    call = Call("get_prices", "POST", f"{server.url}/v3/get_prices", policy, MEGABYTE, body=b'{"a": 1}')
    bound = BoundKeys(Keys(WEB, APP), origin(server.url))
    return replace(call, **({"keys": bound} | more))


def failing(call: Call, transport: Transport | None = None, cancel: Cancel | None = None) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        (transport or Transport(wait=no_wait)).send(call, cancel=cancel)
    error = caught.value
    told = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert WEB not in told
    assert APP not in told
    assert error.__cause__ is None
    assert error.__context__ is None
    return error


def test_a_good_exchange_sends_the_keys_in_headers_and_nowhere_else() -> None:
    with FaultServer(ok(prices=[])) as server:
        got = Transport().send(make_call(server))
    assert (got.status, got.content_type) == (200, "application/json")
    (request,) = server.requests
    assert request.headers["web_api_key"] == WEB
    assert request.headers["app_key"] == APP
    assert request.headers["content-type"] == "application/json"
    assert WEB not in request.path
    assert request.body == b'{"a": 1}'


def test_one_session_keeps_its_connection_and_gets_no_cookies() -> None:
    with FaultServer(reply({}, Set_Cookie="id=1; Path=/")) as server:
        transport = Transport()
        transport.send(make_call(server))
        transport.send(make_call(server, body=None, method="GET"))
        assert server.connections == 1
        transport.close()
    assert "cookie" not in server.requests[1].headers
    assert "content-type" not in server.requests[1].headers


def test_each_thread_has_its_own_connection() -> None:
    with FaultServer(ok()) as server:
        transport = Transport()
        threads = [threading.Thread(target=transport.send, args=(make_call(server),)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        transport.close()
    assert server.connections == 3


@pytest.mark.parametrize("number", [errno.ECONNRESET, errno.EPIPE, errno.EPROTOTYPE, errno.EHOSTUNREACH])
def test_a_connection_cut_off_while_it_is_made_sends_nothing(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """urllib3 takes some of these for a request that was cut off, and would read an answer from no socket."""

    def cut_off(*_: object) -> NoReturn:
        raise OSError(number, "cut off")

    monkeypatch.setattr(Deadline, "_connect", cut_off)
    with FaultServer(ok()) as server:
        error = failing(make_call(server, MONEY))
    assert type(error) is Unreachable
    assert (error.sent, server.connections) == (False, 0)


def test_money_has_a_connection_of_its_own_uncompressed_and_closed_after_it() -> None:
    with FaultServer(ok()) as server:
        transport = Transport()
        transport.send(make_call(server))
        transport.send(make_call(server, MONEY))
        transport.send(make_call(server, MONEY))
        assert server.connections == 3
        transport.close()
    assert server.requests[1].headers["accept-encoding"] == "identity"
    assert server.requests[1].headers["connection"] == "close"


def test_keys_stay_home_when_the_address_is_another_one() -> None:
    with FaultServer(ok()) as home, FaultServer(ok()) as away:
        bound = BoundKeys(Keys(WEB, APP), origin(home.url))
        Transport().send(make_call(away, keys=bound))
    assert "app_key" not in away.requests[0].headers
    assert "web_api_key" not in away.requests[0].headers


def test_keys_are_on_the_request_only_while_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[requests.PreparedRequest] = []
    prepare = requests.Request.prepare

    def noted(self: requests.Request) -> requests.PreparedRequest:
        made.append(prepare(self))
        assert "app_key" not in made[-1].headers
        return made[-1]

    monkeypatch.setattr(requests.Request, "prepare", noted)
    with FaultServer(ok(), raw(b"")) as server:
        transport = Transport()
        transport.send(make_call(server))
        failing(make_call(server), transport)
        transport.close()
    assert len(made) == 2
    assert all(WEB not in str(one.headers) and APP not in str(one.headers) for one in made)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("policy", [READ, MONEY])
def test_no_redirect_is_followed(status: int, policy: Policy) -> None:
    with FaultServer(ok()) as sink, FaultServer(reply("", status, Location=f"{sink.url}/v3/x")) as server:
        error = failing(make_call(server, policy))
        assert isinstance(error, BadReply)
        assert error.sent
        assert "redirect" in str(error)
        assert len(server.requests) == 1
        assert sink.requests == []
        assert sink.connections == 0


def test_the_body_of_a_redirect_is_not_read() -> None:
    def endless(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n")
        while True:
            peer.send(b"x" * 65536)

    with FaultServer(endless) as server:
        before = time.monotonic()
        assert isinstance(failing(make_call(server, replace(CALM, total_s=5))), BadReply)
        assert time.monotonic() - before < 4


def slow_headers(peer: Peer) -> None:
    peer.send(HEAD)
    peer.drip(b"X: y\r\nX")


def slow_body(peer: Peer) -> None:
    peer.send(HEAD + b"Content-Length: 100000\r\n\r\n")
    peer.drip(b" ")


def endless_continue(peer: Peer) -> None:
    peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n")


def body_without_length(peer: Peer) -> None:
    peer.send(HEAD + b"\r\n{}")
    peer.stall()


def silence(peer: Peer) -> None:
    peer.stall()


@pytest.mark.parametrize("answer", [slow_headers, slow_body, endless_continue, body_without_length, silence])
def test_the_deadline_is_hard(answer: Answer) -> None:
    with FaultServer(answer) as server:
        before = time.monotonic()
        error = failing(make_call(server, QUICK))
        took = time.monotonic() - before
    assert type(error) is TimedOut
    assert error.sent
    assert 0.25 < took < 2
    assert len(server.requests) == 1


def test_silence_between_two_pieces_is_bounded_too() -> None:
    with FaultServer(silence) as server:
        error = failing(make_call(server, replace(CALM, stall_s=0.1)))
    assert type(error) is TimedOut
    assert "0.1 s" in str(error)


def test_an_endless_body_stops_at_the_cap() -> None:
    def endless(peer: Peer) -> None:
        peer.send(HEAD + b"\r\n")
        while True:
            peer.send(b"x" * 65536)

    with FaultServer(endless) as server:
        error = failing(make_call(server))
    assert isinstance(error, BadReply)
    assert "larger than 1 MB" in str(error)


def test_an_announced_giant_is_not_even_begun() -> None:
    with FaultServer(raw(HEAD + b"Content-Length: 999999999999999999999999\r\n\r\n")) as server:
        assert isinstance(failing(make_call(server)), BadReply)


def test_a_compressed_bomb_is_capped_as_it_unpacks() -> None:
    bomb = gzip.compress(gzip.compress(bytes(50 * MEGABYTE)))
    with FaultServer(reply(bomb, Content_Encoding="gzip, gzip")) as server:
        assert "larger than 1 MB" in str(failing(make_call(server)))


def test_compressed_rubbish_is_named() -> None:
    with FaultServer(reply(b"not gzip at all", Content_Encoding="gzip")) as server:
        error = failing(make_call(server))
    assert isinstance(error, BadReply)
    assert "unpacked" in str(error)


@pytest.mark.parametrize(
    "answer",
    [
        raw(HEAD + b"Content-Length: 100\r\n\r\n" + b'{"status": '),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}   \r\n8\r\nabc"),
        raw(b"HTTP/1.1 20"),
        raw(b""),
        raw(b"SSH-2.0-OpenSSH\r\n"),
        raw(HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(150)) + b"\r\n{}"),
        raw(HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n{}"),
        Peer.reset,
    ],
    ids=["length", "chunk", "status", "nothing", "ssh", "headers", "header", "reset"],
)
def test_a_cut_answer_is_a_lost_connection_and_money_is_not_sent_again(answer: Answer) -> None:
    with FaultServer(answer) as server:
        error = failing(make_call(server, MONEY))
    assert type(error) is ConnectionLost
    assert error.sent
    assert len(server.requests) == 1


def test_reads_try_three_times_and_succeed_on_the_third() -> None:
    pauses: list[float] = []
    with FaultServer(raw(b""), reply("busy", 503, "text/plain"), ok()) as server:
        transport = Transport(wait=lambda seconds, _: pauses.append(seconds), share=lambda: 0.5)
        assert transport.send(make_call(server, READ)).status == 200
        transport.close()
    assert len(server.requests) == 3
    assert pauses == [0.25, 0.5]


def test_reads_give_up_after_three_times() -> None:
    with FaultServer(reply({"Message": "no"}, 500)) as server:
        transport = Transport(wait=no_wait)
        assert transport.send(make_call(server, READ)).status == 500
        transport.close()
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("header", "attempts", "pause"),
    [
        ("0", 2, 0.0),
        ("7", 2, 7.0),
        ("60", 2, 60.0),
        ("61", 1, None),
        ("1000000000000000", 1, None),
        ("-1", 2, 0.5),
        ("soon", 2, 0.5),
        ("Mon, 01 Jan 2024 00:00:30 GMT", 2, 30.0),
        ("Mon, 01 Jan 2024 00:00:30 -0000", 2, 30.0),
        ("Sun, 01 Jan 2023 00:00:00 GMT", 2, 0.0),
        ("Mon, 01 Jan 2029 00:00:00 GMT", 1, None),
    ],
)
def test_retry_after_is_kept_up_to_a_minute(header: str, attempts: int, pause: float | None) -> None:
    pauses: list[float] = []
    with FaultServer(reply({}, 429, Retry_After=header), ok()) as server:
        transport = Transport(
            wait=lambda seconds, _: pauses.append(seconds),
            share=lambda: 1.0,
            now=lambda: dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        )
        transport.send(make_call(server, READ))
        transport.close()
    assert len(server.requests) == attempts
    assert pauses == ([] if pause is None else [pause])


def test_a_failing_service_is_not_stormed() -> None:
    with FaultServer(reply({}, 500)) as server:
        transport = Transport(wait=no_wait)
        for _ in range(40):
            transport.send(make_call(server, replace(READ, breaks=False)))
        transport.close()
    assert len(server.requests) == 40 + 500 // 14


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_nobody_there_is_certain_not_to_have_been_sent() -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    call = Call("x", "POST", f"{url}/v3/x", READ, MEGABYTE, body=b"{}", keys=BoundKeys(Keys(WEB, APP), origin(url)))
    tried: list[float] = []
    error = failing(call, Transport(wait=lambda seconds, _: tried.append(seconds)))
    assert type(error) is Unreachable
    assert not error.sent
    assert "nothing answers" in str(error)
    assert len(tried) == 2


def test_once_sent_stays_sent() -> None:
    """A read that was sent and then finds nobody may still have been received."""
    with FaultServer(raw(b"")) as server:
        call = make_call(server, READ)
        error = failing(call, Transport(wait=lambda *_: server.__exit__()))
    assert type(error) is Unreachable
    assert error.sent


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failing(Call("x", "GET", "https://nowhere.example/v3/x", CALM, MEGABYTE))
    assert type(error) is Unreachable
    assert "nowhere.example cannot be found" in str(error)


def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter([socket.gaierror("not a number"), []])

    def nothing(*_: object, **__: object) -> list[object]:
        answer = next(found)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    assert "nowhere.example cannot be reached" in str(
        failing(Call("x", "GET", "https://nowhere.example/", CALM, MEGABYTE))
    )


def test_the_second_address_of_a_name_is_tried_when_the_first_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def two(host: str, port: int, *more: object, **named: object) -> list[object]:
        if host == "localhost" and not named.get("flags"):
            return [
                *real("127.0.0.2", port, type=socket.SOCK_STREAM),
                *real("127.0.0.1", port, type=socket.SOCK_STREAM),
            ]
        return real(host, port, *more, **named)  # pyright: ignore[reportArgumentType, reportReturnType]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with FaultServer(ok()) as server:
        here = make_call(server, url=f"http://localhost:{server.port}/v3/x", keys=None)
        assert Transport().send(here).status == 200


def test_a_connection_that_is_never_made() -> None:
    with full_queue() as url:
        error = failing(Call("x", "GET", url, replace(CALM, connect_s=0.1), MEGABYTE))
    assert type(error) is Unreachable
    assert not error.sent
    assert "127.0.0.1 did not answer within 0.1 s" in str(error)


def test_no_way_there() -> None:
    """The kernel knows no way to a broadcast address."""
    error = failing(Call("x", "GET", "https://127.255.255.255/", CALM, MEGABYTE))
    assert type(error) is Unreachable
    assert "127.255.255.255 cannot be reached" in str(error)


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), 7, now - dt.timedelta(hours=1), now + dt.timedelta(days=1)
        )
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def self_signed(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_tls_with_a_certificate_that_the_system_trusts(
    self_signed: ssl.SSLContext, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with FaultServer(ok(), tls=self_signed) as server:
        transport = Transport()
        for _ in range(2):
            assert transport.send(make_call(server)).status == 200
        assert server.connections == 1
        assert server.requests[1].headers["app_key"] == APP
        server.answers = [silence]
        error = failing(make_call(server, QUICK), transport)
        assert type(error) is TimedOut
        assert error.sent
        transport.close()


def test_a_stranger_s_certificate_is_refused_once_and_nothing_is_sent(self_signed: ssl.SSLContext) -> None:
    with FaultServer(ok(), tls=self_signed) as server:
        error = failing(make_call(server, READ))
    assert type(error) is Unreachable
    assert not error.sent
    assert "secure connection to 127.0.0.1 was refused" in str(error)
    assert server.requests == []
    assert server.connections == 1


def test_a_stalled_tls_handshake_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"https://127.0.0.1:{server.getsockname()[1]}/v3/x"
        before = time.monotonic()
        error = failing(Call("x", "GET", url, replace(QUICK, connect_s=20), MEGABYTE))
        assert time.monotonic() - before < 5
    assert type(error) is Unreachable
    assert not error.sent


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_proxies_and_netrc_of_the_environment_are_ignored(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with FaultServer(ok()) as proxy, FaultServer(ok()) as server:
        monkeypatch.setenv(variable, proxy.url)
        transport = Transport()
        transport.send(make_call(server))
        transport.close()
        assert proxy.connections == 0
    assert "authorization" not in server.requests[0].headers


def test_cancel_before_anything() -> None:
    cancel = Cancel()
    cancel.cancel()
    with FaultServer(ok()) as server:
        error = failing(make_call(server), cancel=cancel)
        assert server.connections == 0
    assert type(error) is Cancelled
    assert not error.sent


def test_cancel_ends_a_silent_call_at_once() -> None:
    cancel = Cancel()

    def silent(peer: Peer) -> None:
        cancel.cancel()
        peer.stall()

    with FaultServer(silent) as server:
        before = time.monotonic()
        error = failing(make_call(server, READ), cancel=cancel)
        assert time.monotonic() - before < 5
    assert type(error) is Cancelled
    assert error.sent
    assert len(server.requests) == 1


def test_cancel_ends_the_pause_between_two_attempts() -> None:
    cancel = Cancel()

    def busy(peer: Peer) -> None:
        reply({}, 503, Retry_After="60")(peer)
        threading.Timer(0.05, cancel.cancel).start()

    with FaultServer(busy) as server:
        error = failing(make_call(server, READ), Transport(), cancel)
    assert type(error) is Cancelled
    assert error.sent
    assert len(server.requests) == 1


def test_the_real_pause_ends_by_itself() -> None:
    with FaultServer(reply({}, 503), ok()) as server:
        transport = Transport(share=lambda: 0.01)
        assert transport.send(make_call(server, READ)).status == 200
        transport.close()


def test_a_cancel_that_comes_too_late_does_nothing() -> None:
    cancel = Cancel()
    with FaultServer(ok()) as server:
        transport = Transport()
        transport.send(make_call(server), cancel=cancel)
        cancel.cancel()
        assert transport.send(make_call(server)).status == 200
        transport.close()


def test_a_body_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "print.png"
    path.write_bytes(b"\x89PNG" + bytes(100_000))
    with FaultServer(ok()) as server:
        Transport().send(make_call(server, body=path, method="PUT", content_type="image/png"))
    assert server.requests[0].body == path.read_bytes()
    assert server.requests[0].headers["content-length"] == "100004"


def test_ipv6_loopback() -> None:
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(FaultServer(ok(), host="::1"))
        except OSError:
            pytest.skip("no IPv6 here")
        assert Transport().send(make_call(server)).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://finerworks.com/v3",
        "http://127.0.0.1.evil.example/",
        "http://10.0.0.1/",
        "ftp://127.0.0.1/x",
        "https://",
        "finerworks.com",
        "",
        "https://user:password@finerworks.com/",
        "https://finerworks.com\\@evil.example/",
        "https://finerworks.com/a b",
        "https://finerworks.com/\r\nX: y",
        "https://[::1/",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_are_never_asked(url: str) -> None:
    with pytest.raises(Unreachable) as caught:
        Transport().send(Call("x", "GET", url, CALM, 1))
    assert not caught.value.sent
    assert "password" not in str(caught.value)


def test_origins_and_loopback() -> None:
    assert origin("https://V2.api.FinerWorks.com/x") == "https://v2.api.finerworks.com:443"
    assert origin("http://localhost/x") == "http://localhost:80"
    assert checked_url("http://[::1]:9/x").host == "[::1]"
    assert is_loopback("http://127.0.0.1:1/")
    assert not is_loopback("https://example.com/")


def test_nothing_piles_up() -> None:
    """No thread and no socket stays behind a hundred calls, half of them cut off."""
    with FaultServer(ok(), raw(b"")) as server:
        server.answers = [ok(), raw(b"")] * 50
        transport = Transport(wait=no_wait)
        transport.send(make_call(server))
        for _ in range(99):
            with contextlib.suppress(ConnectionLost):
                transport.send(make_call(server))
        transport.close()
    names = [thread.name for thread in threading.enumerate()]
    assert names.count("fwdesk-deadlines") == 1
    assert "fwdesk-lookup" not in names


def test_keys_are_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Keys(WEB, APP))


@pytest.fixture(autouse=True)
def no_secrets_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level("DEBUG")
    yield
    assert WEB not in caplog.text
    assert APP not in caplog.text
