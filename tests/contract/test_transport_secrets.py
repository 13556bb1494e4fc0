"""The keys go to one origin, in two headers, and show nowhere else, whatever fails (N3, N10, S2, S5)."""

from __future__ import annotations

import contextlib
import gc
import http.client
import io
import logging
import pickle
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from fwdesk.domain.errors import BadReply, FwdeskError, ServiceError, Unreachable
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.finerworks.retry import READ
from fwdesk.finerworks.transport import MEGABYTE, BoundKeys, Call, Reply, Transport, _Session, origin
from tests.contract.fault_server import Answer, FaultServer, Peer, ok, raw, reply
from tests.support.canary import APP, WEB, Search
from tests.support.endpoints import ROWS, good

KEYS = Keys(WEB, APP)
SEARCH = Search((WEB, APP))
CODES = (301, 302, 303, 307, 308)


def no_wait(*_: object) -> None:
    return


def shown(error: BaseException) -> str:
    """All that a crash report could show: texts, and the locals of every frame, of the exception and its causes.

    What `TracebackException(capture_locals=True)` tells; but that stumbles over an object that is half made.
    """
    told = ["".join(traceback.format_exception(error))]
    chain = [error]
    for one in chain:
        told += [str(one), repr(one), repr(one.args), repr(getattr(one, "__dict__", ""))]
        told += [
            f"{name} = {tolerant_repr(value)}"
            for frame, _ in traceback.walk_tb(one.__traceback__)
            for name, value in frame.f_locals.items()
            if name != "told"
        ]
        chain += [other for other in (one.__cause__, one.__context__) if other is not None and other not in chain]
    return "\n".join(told)


def tolerant_repr(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(error).__name__} in repr of {type(value).__name__}>"


@pytest.fixture(scope="module")
def sink() -> Iterator[FaultServer]:
    """Another computer, which must never hear of anything."""
    with FaultServer(ok(), host="127.0.0.2") as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def plain(sink: FaultServer) -> str:
    return f"{sink.url}/v3/elsewhere"


def with_keys(sink: FaultServer) -> str:
    """As a service does that takes keys in the query (REFERENCE 1.2) and repeats them where it sends one on to."""
    return f"{sink.url}/v3/elsewhere?web_api_key={WEB}&app_key={APP}"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("target", [plain, with_keys], ids=["keys in headers", "keys in the address too"])
@pytest.mark.parametrize("name", ROWS)
def test_no_redirect_takes_the_keys_to_another_host(
    name: str, target: Callable[[FaultServer], str], code: int, sink: FaultServer, folder: Path
) -> None:
    with FaultServer(reply("{}", code, Location=target(sink))) as server:
        client = FinerWorks(server.url, KEYS, transport=Transport(wait=no_wait))
        if ROWS[name].kind == "about":
            assert ROWS[name].call(client, folder) is False
        else:
            with pytest.raises(BadReply, match=rf"redirect \(HTTP {code}\), which is never followed") as caught:
                ROWS[name].call(client, folder)
            assert not SEARCH.leaks(shown(caught.value).encode())
        client.close()
        assert len(server.requests) == 1, "not even the same host is asked again"
    assert sink.connections == 0
    assert sink.requests == []


def test_the_sink_would_have_heard(sink: FaultServer) -> None:
    """The same redirect, followed by requests as it comes out of the box, gives both keys away."""
    with FaultServer(ok(), host="127.0.0.2") as thief, FaultServer(reply("", 307, Location=plain(thief))) as server:
        headers = {"web_api_key": WEB, "app_key": APP}
        requests.Session().request("POST", server.url, data=b"{}", headers=headers, timeout=5)
    assert thief.requests[0].headers["app_key"] == APP


_ASKED_BY_ADDRESS = {"account_key", "guid", "order_email", "order_guid", "payment_profile_id", "sandbox", "type"}
"""What calls by GET ask with (REFERENCE 6). The service would take the keys there, too (1.2); they never go there."""


@pytest.mark.parametrize("name", ROWS)
def test_addresses_hold_no_key_and_headers_only_these_two(name: str, folder: Path) -> None:
    body = good(name)
    with FaultServer(reply(body, kind="image/png" if isinstance(body, bytes) else "application/json")) as server:
        client = FinerWorks(server.url, KEYS, transport=Transport(wait=no_wait))
        ROWS[name].call(client, folder)
        client.close()
    for request in server.requests:
        parts = urlsplit(request.path)
        assert {parameter for parameter, _ in parse_qsl(parts.query)} <= _ASKED_BY_ADDRESS
        assert parts.username is parts.password is None
        assert not SEARCH.leaks(request.path.encode())
        assert not SEARCH.leaks(request.body)
        keyed = {header for header, value in request.headers.items() if SEARCH.leaks(value.encode())}
        assert keyed == ({"web_api_key", "app_key"} if request.path.startswith("/v3/") else set())


# --- raising at every call ------------------------------------------------------------------------------------------


class Boom(Exception):
    """What nobody expects."""


class BrokenPipe(OSError):
    """What everybody expects."""


_SPARED = {"__del__", "__exit__", "_forget", "_remove", "remove"}


# Raising between taking a lock and the block that gives it back only tests Python, and leaves the lock taken.
_SPARED_FILES = {threading.__file__, logging.__file__}


class Raiser:
    """Raises at the n-th function call below the client, in whatever library that is."""

    def __init__(self, at: int, error: type[BaseException]) -> None:
        self._left, self._error = at, error
        self.raised = False

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        # Not where Python swallows it (a finalizer, a weak reference's callback), not where things are tidied up, which
        # would leave them lying about, and not within a lock of the standard library, which would stay locked.
        code = frame.f_code
        if event != "call" or self.raised or code.co_name in _SPARED or code.co_filename in _SPARED_FILES:
            return
        self._left -= 1
        if self._left < 0:
            self.raised = True
            sys.setprofile(None)
            raise self._error("in the middle of it")


def raised_at(work: Callable[[], object], at: int, error: type[BaseException]) -> tuple[BaseException | None, bool]:
    raiser = Raiser(at, error)
    sys.setprofile(raiser)
    try:
        work()
    except (Exception, error) as caught:
        return caught, raiser.raised
    finally:
        sys.setprofile(None)
    return None, raiser.raised


class Once(Transport):
    """The real transport, but no second attempt hides the failure of the first."""

    def send(self, call: Call, **more: object) -> Reply:
        once = replace(call, policy=replace(call.policy, attempts=1))
        return super().send(once, **more)  # pyright: ignore[reportArgumentType]


_HERE = Path()
WORK: dict[str, Callable[[FinerWorks], object]] = {
    name: (lambda client, name=name: ROWS[name].call(client, _HERE)) for name in ("get_prices", "submit_orders_v2")
}


# A call that is torn out of a library's middle may leave that library's socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("name", "error", "step", "least"),
    [
        ("get_prices", Boom, 1, 300),
        ("get_prices", BrokenPipe, 3, 100),
        ("get_prices", KeyboardInterrupt, 3, 100),
        ("submit_orders_v2", Boom, 3, 100),
        ("submit_orders_v2", BrokenPipe, 3, 100),
    ],
)
def test_a_failure_at_any_call_inside_shows_no_key(
    name: str, error: type[BaseException], step: int, least: int, caplog: pytest.LogCaptureFixture
) -> None:
    """At every function (or every third) that is entered on the way, down to the socket."""
    caplog.set_level(logging.ERROR)
    places, came_through = 0, 0
    unsent: set[str] = set()
    with FaultServer(reply(good(name))) as server:
        while True:
            client = FinerWorks(f"{server.url}/{places}", KEYS, transport=Once())
            caught, raised = raised_at(lambda client=client: WORK[name](client), places, error)
            client.close()
            if not raised:
                break
            here = f"/{places}/v3/{name}"
            places += step
            if caught is None:
                continue
            came_through += 1
            assert not SEARCH.leaks(shown(caught).encode("utf-8", "replace")), shown(caught)
            if isinstance(caught, ServiceError) and not caught.sent:
                unsent.add(here)
    caught = None
    gc.collect()
    assert not unsent & {request.path for request in server.requests}, "what is said not to have left arrived"
    assert not SEARCH.leaks(caplog.text.encode())
    assert came_through >= least, f"{came_through} of {places}"
    assert unsent or error is KeyboardInterrupt


def test_the_search_for_keys_in_frames_would_find_one() -> None:
    def careless(headers: dict[str, str]) -> None:
        raise Boom(len(headers))

    with pytest.raises(Boom) as caught:
        careless(KEYS.headers())
    assert SEARCH.leaks(shown(caught.value).encode())


def test_a_bug_below_is_an_error_that_says_whether_it_was_sent_and_where(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise TypeError(f"cannot use {KEYS.headers()}")

    with FaultServer(ok()) as server:
        client = FinerWorks(server.url, KEYS, transport=Transport(wait=no_wait))
        for module, sent in (("requests.adapters.HTTPAdapter.send", False), ("requests.Response.iter_content", True)):
            with monkeypatch.context() as patch:
                patch.setattr(module, broken)
                before = len(server.requests)
                with pytest.raises(ServiceError, match=r"went wrong inside fwdesk \(TypeError\)") as caught:
                    client.list_mats()
            assert caught.value.sent is sent
            assert len(server.requests) == before + sent, "a bug is not tried again"
            assert not SEARCH.leaks(shown(caught.value).encode())
        client.close()
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("fwdesk")]
    assert all("unexpected TypeError at transport.py:" in line for line in lines)
    assert len(lines) == 2
    assert not SEARCH.leaks(caplog.text.encode())


# --- what else libraries write --------------------------------------------------------------------------------------


@contextlib.contextmanager
def served(*answers: Answer) -> Iterator[tuple[FaultServer, Transport, Call]]:
    with FaultServer(*answers) as server:
        transport = Transport(wait=no_wait)
        bound = BoundKeys(KEYS, origin(server.url))
        yield server, transport, Call("x", "POST", f"{server.url}/v3/x", READ, MEGABYTE, body=b"{}", keys=bound)
        transport.close()


@pytest.mark.parametrize("answer", [ok(), raw(b""), Peer.reset, reply("", 307, Location="/x"), reply({}, 503)])
def test_the_libraries_most_talkative_settings_tell_no_key(
    answer: Answer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 2)
    with served(answer) as (server, transport, call):
        with contextlib.suppress(ServiceError):
            transport.send(call)
        assert server.requests[0].headers["app_key"] == APP
    root.removeHandler(handler)
    root.setLevel(level)
    told = text.getvalue()
    assert "Starting new HTTP connection" in told, "the log was on"
    printed = capfd.readouterr()
    assert "send:" not in printed.out, "http.client prints whole requests at this level"
    assert not SEARCH.leaks("".join([told, *printed]).encode())


def test_what_can_be_pickled_holds_no_key() -> None:
    with served(ok()) as (_server, transport, call):
        answer = transport.send(call)
        session = transport._local.session
        assert isinstance(session, _Session)
        assert session.keys is not None
        for thing in (session, answer):
            assert not SEARCH.leaks(pickle.dumps(thing, 0))
        with pytest.raises(TypeError):
            pickle.dumps(call)
        with pytest.raises(BadReply) as caught:
            transport.send(replace(call, limit=1))
        assert not SEARCH.leaks(pickle.dumps(caught.value, 0))


def test_no_repr_shows_a_body_or_a_key() -> None:
    with served(reply({"recipient": "Ada"})) as (_server, transport, call):
        answer = transport.send(call)
    told = f"{call!r} {answer!r} {call.keys!r} {FinerWorks('https://a.example', KEYS)!r}"
    assert "Ada" not in told
    assert "{}" not in told
    assert not SEARCH.leaks(told.encode())


@pytest.mark.parametrize("spelled", [WEB, WEB.upper()], ids=["lower case", "upper case"])
def test_an_answer_that_repeats_a_key_is_not_shown_with_it(spelled: str) -> None:
    refusal = {"Message": f"unknown {spelled}", "ModelState": {f"x {spelled}": [f"bad {spelled}"]}}
    for answer in (reply(refusal, 400), reply({"status": {"success": False, "message": spelled}})):
        with FaultServer(answer) as server:
            client = FinerWorks(server.url, KEYS, transport=Transport(wait=no_wait))
            for name in ("list_mats", "submit_orders_v2"):
                with pytest.raises(FwdeskError) as caught:
                    ROWS[name].call(client, Path())
                assert not SEARCH.leaks("".join(traceback.format_exception(caught.value)).encode())
                assert not SEARCH.leaks(repr(vars(caught.value)).encode())
            client.close()


# --- an environment that wants the keys -----------------------------------------------------------------------------

VARIABLES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@pytest.mark.parametrize("variable", [*VARIABLES, "NETRC", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PYTHONHTTPSVERIFY"])
def test_the_environment_does_not_lead_keys_astray(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    with FaultServer(ok(mats=[])) as proxy, FaultServer(ok(mats=[])) as server:
        values = {"NETRC": str(tmp_path / "netrc"), "PYTHONHTTPSVERIFY": "0"}
        values |= {"REQUESTS_CA_BUNDLE": str(tmp_path / "none.pem"), "CURL_CA_BUNDLE": str(tmp_path / "none.pem")}
        monkeypatch.setenv(variable, values.get(variable, proxy.url))
        client = FinerWorks(server.url, KEYS, transport=Transport(wait=no_wait))
        assert client.list_mats() == ()
        client.close()
        assert proxy.connections == 0
    (request,) = server.requests
    assert "authorization" not in request.headers


def test_an_untrusted_certificate_is_not_accepted_because_the_environment_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.support.certificates import context, self_signed

    pem = self_signed(tmp_path)
    for variable, value in (("REQUESTS_CA_BUNDLE", str(pem)), ("CURL_CA_BUNDLE", str(pem)), ("PYTHONHTTPSVERIFY", "0")):
        monkeypatch.setenv(variable, value)
    with FaultServer(ok(), tls=context(pem)) as server:
        client = FinerWorks(server.url, KEYS, transport=Transport(wait=no_wait))
        with pytest.raises(Unreachable, match="certificate"):
            client.list_mats()
        client.close()
        assert server.requests == []
