"""The keys of test and live without a window: looked for, checked, kept, forgotten; never mixed, never in the way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import key_check, practising
from fwdesk.app.key_check import Doing, KeyCheck, Outcome
from fwdesk.app.link import LinkState
from fwdesk.app.logbook import Logbook
from fwdesk.app.service import Kind, Service
from fwdesk.app.workshop import HOSTS
from fwdesk.domain.account import Account
from fwdesk.domain.errors import BadCredentials, Refused, ServiceError, StoreError, Unreachable
from fwdesk.domain.keys import KeyPair
from fwdesk.practice.call import REFUSED_KEYS
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app
from fwdesk.store.password_store import trusted
from fwdesk.store.secrets import APP_KEY, WEB_API_KEY, Place, Secrets, Slot
from tests.support.accounts import AccountServer
from tests.support.desks import LONG, Bench
from tests.support.stores import APP, OTHER, PAIR, WEB, Store, known

TEST, LIVE, PRACTICE = Service(Kind.TEST), Service(Kind.LIVE), Service(Kind.PRACTICE)


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch) -> Iterator[AccountServer]:
    with AccountServer() as server:
        for kind in (Kind.TEST, Kind.LIVE):
            monkeypatch.setitem(HOSTS, kind, server.url)
        yield server


@pytest.fixture
def store() -> Store:
    return known("keyring.backends.SecretService.Keyring")


class Page:
    """A desk without a window, with the keys' presenter."""

    def __init__(self, bench: Bench, qtbot: QtBot, backend: object, environ: dict[str, str], limit_s: float) -> None:
        self.bench, self._qtbot = bench, qtbot
        self.secrets = Secrets(environ, lambda: trusted(backend) if backend else None, limit_s)
        bench.desk.workshop._secrets = self.secrets
        self.keys = KeyCheck(bench.desk.tasks, bench.desk.workshop, bench.desk.link, bench.session)

    def until(self, fact: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(lambda: bool(fact()), timeout=LONG)

    def rest(self) -> None:
        self.until(lambda: self.keys.doing is Doing.NOTHING)

    def show(self, service: Service) -> None:
        self.keys.show(service)
        self.rest()

    def check(self, pair: KeyPair = PAIR) -> None:
        self.keys.check(pair)
        self.rest()


@pytest.fixture
def pages(benches: Callable[..., Bench], qtbot: QtBot) -> Iterator[Callable[..., Page]]:
    made: list[Page] = []

    def make(backend: object = None, environ: dict[str, str] | None = None, limit_s: float = 5) -> Page:
        made.append(Page(benches(), qtbot, backend, environ or {}, limit_s))
        return made[-1]

    yield make
    for page in made:
        page.keys.close()


def test_practice_asks_nothing_of_anybody(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store, {WEB_API_KEY: WEB, APP_KEY: APP})
    page.show(PRACTICE)
    assert page.keys.kept is None
    page.bench.open()
    page.until(lambda: page.bench.desk.link.state is LinkState.READY)
    assert page.bench.desk.workshop._seen == set(), "no key of the artist's was ever touched"
    assert store.calls == []
    assert accounts.seen == []


def test_keys_are_checked_kept_and_checked_again(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store)
    page.show(TEST)
    assert page.keys.kept
    assert not page.keys.kept.there
    page.check(KeyPair(f" {WEB}\r\n", f"\ufeff{APP}"))
    keys = page.keys
    assert keys.outcome is Outcome.KEPT
    assert keys.kept
    assert keys.account == Account("ada", "ada@example.com")
    assert keys.kept.place is Place.STORE
    assert accounts.seen == [("/v3/test_my_credentials", WEB, APP), ("/v3/get_user", WEB, APP)]
    keys.check_kept()
    page.rest()
    assert keys.outcome is Outcome.KNOWN
    assert accounts.seen[2:] == accounts.seen[:2]
    keys.forget()
    page.rest()
    assert keys.outcome is Outcome.FORGOTTEN
    assert not keys.kept.there
    assert store.kept == {}
    keys.check_kept()
    page.rest()
    assert keys.outcome is Outcome.FAILED
    assert "no keys for Test yet" in str(keys.error)


@pytest.mark.parametrize("only_get_user", [False, True])
@pytest.mark.parametrize(("service", "live"), [(TEST, True), (LIVE, False)])
def test_keys_of_the_wrong_kind_of_app_are_not_kept_and_not_connected(
    pages: Callable[..., Page], accounts: AccountServer, store: Store, service: Service, live: bool, only_get_user: bool
) -> None:
    """E12: a test never runs on live keys, whichever way they came and wherever the service says what they are."""
    accounts.live(live)
    accounts.only_get_user = only_get_user
    page = pages(store)
    page.show(service)
    page.check()
    assert page.keys.outcome is Outcome.FAILED
    assert isinstance(page.keys.error, BadCredentials)
    assert ("live app" if live else "test app") in str(page.keys.error)
    assert store.calls == ["get"], "looked for once, never written"
    page.secrets._session[Slot.LIVE if service is LIVE else Slot.TEST] = PAIR
    link, session = page.bench.desk.link, page.bench.session
    link.open(service)
    page.until(lambda: link.state is LinkState.REFUSED)
    assert "belong under" in str(link.error)
    with pytest.raises(ServiceError, match="no service is connected"):
        _ = page.bench.desk.workshop.connection
    asked = {path for path, *_ in accounts.seen}
    assert asked == {"/v3/test_my_credentials"} | ({"/v3/get_user"} if only_get_user else set())
    assert session.catalog.product_types == ()


@pytest.mark.parametrize("live", [True, False, None])
@pytest.mark.parametrize("service", [TEST, LIVE, PRACTICE, Service(Kind.CUSTOM, "http://127.0.0.1:1")])
def test_which_app_goes_with_which_service(service: Service, live: bool | None) -> None:
    wrong = (service.kind, live) in {(Kind.TEST, True), (Kind.LIVE, False)}
    assert bool(service.refuses(Account("ada", live=live))) is wrong


@pytest.mark.parametrize(("service", "live"), [(TEST, False), (LIVE, True), (TEST, None), (LIVE, None)])
def test_keys_of_the_right_kind_are_kept_under_their_own_slot(
    pages: Callable[..., Page], accounts: AccountServer, store: Store, service: Service, live: bool | None
) -> None:
    accounts.live(live)
    page = pages(store)
    page.show(service)
    page.check()
    assert page.keys.outcome is Outcome.KEPT
    assert page.keys.account
    assert page.keys.account.live is live
    other = Slot.TEST if service is LIVE else Slot.LIVE
    assert page.secrets.read(other) is None


def test_refused_keys_are_not_kept(pages: Callable[..., Page], store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()
    with PracticeServer(app) as server:
        monkeypatch.setitem(HOSTS, Kind.TEST, server.url)
        page = pages(store)
        page.show(TEST)
        page.check(KeyPair(*REFUSED_KEYS))
        assert isinstance(page.keys.error, BadCredentials)
        assert page.keys.error.method == "test_my_credentials"
        assert store.calls == ["get"]
        page.check(KeyPair(*practising.PRACTICE_KEYS))
        assert page.keys.outcome is Outcome.KEPT
    app.close()


def test_what_is_no_key_never_leaves(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store)
    page.show(TEST)
    page.check(KeyPair(f"{WEB}\r\nX: 1", APP))
    assert isinstance(page.keys.error, StoreError)
    assert page.keys.typed
    assert accounts.seen == []


def test_a_service_out_of_reach_or_with_a_no(
    pages: Callable[..., Page], accounts: AccountServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages(store)
    page.show(TEST)
    accounts.no = "closed for today"
    page.check()
    assert isinstance(page.keys.error, Refused)
    monkeypatch.setitem(HOSTS, Kind.TEST, "http://127.0.0.1:9")
    page.check()
    assert isinstance(page.keys.error, Unreachable)
    assert store.calls == ["get"]


# Stopping, and turning to another card


def begin(page: Page, accounts: AccountServer) -> None:
    """A check under way: the service has the request and does not answer."""
    accounts.gate.clear()
    accounts.asked.clear()
    page.keys.check(PAIR)
    assert page.keys.doing is Doing.CHECKING
    page.until(accounts.asked.is_set)


def test_a_check_that_is_stopped_keeps_nothing(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store)
    page.show(TEST)
    begin(page, accounts)
    page.keys.stop()
    assert page.keys.outcome is Outcome.STOPPED
    page.rest()
    assert page.keys.outcome is Outcome.STOPPED
    accounts.gate.set()
    page.until(lambda: not page.bench.desk.tasks.busy)
    assert page.secrets.read(Slot.TEST) is None
    assert "set" not in store.calls
    page.keys.stop()
    assert page.keys.outcome is Outcome.STOPPED


def test_another_card_stops_the_check_and_says_so(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store)
    page.show(TEST)
    begin(page, accounts)
    page.keys.show(LIVE)
    assert (page.keys.service, page.keys.outcome, page.keys.about) == (LIVE, Outcome.STOPPED, TEST)
    page.rest()
    accounts.gate.set()
    page.until(lambda: not page.bench.desk.tasks.busy)
    assert page.secrets.read(Slot.TEST) is None
    assert page.secrets.read(Slot.LIVE) is None
    assert page.keys.account is None, "the answer for test is not shown under live"
    page.show(PRACTICE)
    assert page.keys.outcome is Outcome.NONE


def test_going_to_practice_stops_the_check(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store)
    page.show(TEST)
    begin(page, accounts)
    page.keys.show(PRACTICE)
    assert (page.keys.doing, page.keys.outcome) == (Doing.NOTHING, Outcome.STOPPED)
    accounts.gate.set()
    page.until(lambda: not page.bench.desk.tasks.busy)
    assert page.keys.account is None
    assert "set" not in store.calls


def test_a_page_that_is_closed_keeps_nothing(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store)
    page.show(TEST)
    begin(page, accounts)
    page.keys.close()
    accounts.gate.set()
    page.until(lambda: not page.bench.desk.tasks.busy)
    assert "set" not in store.calls


def test_waiting_is_said_and_ends(
    pages: Callable[..., Page], accounts: AccountServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert key_check.SLOW_MS == 2_000
    monkeypatch.setattr(key_check, "SLOW_MS", 20)
    page = pages()
    page.show(TEST)
    begin(page, accounts)
    page.until(lambda: page.keys.slow)
    assert page.keys.doing is Doing.CHECKING
    accounts.gate.set()
    page.rest()
    assert not page.keys.slow
    assert page.keys.outcome is Outcome.KEPT


def test_a_store_that_hangs_holds_up_nobody(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    store.gate, store.gate_at = threading.Event(), 1
    page = pages(store, limit_s=0.3)
    page.keys.show(TEST)
    assert page.keys.doing is Doing.LOOKING
    page.bench.open()
    page.bench.desk.link.open(TEST)
    page.until(lambda: "get" in store.calls)
    page.bench.open()  # practice is chosen while the store waits for its prompt
    page.until(lambda: page.bench.desk.link.state is LinkState.READY)
    page.rest()
    assert page.keys.kept
    assert page.keys.kept.trouble
    page.check()
    assert page.keys.outcome is Outcome.KEPT
    assert page.keys.kept.place is Place.MEMORY
    store.gate.set()
    page.keys.look_again()
    page.rest()
    assert page.keys.kept.place is Place.MEMORY


# The line in use


def test_the_service_in_use_goes_on_with_the_new_keys_or_stops_with_the_old(
    pages: Callable[..., Page], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app()
    with PracticeServer(app) as server:
        monkeypatch.setitem(HOSTS, Kind.TEST, server.url)
        page = pages(store)
        link = page.bench.desk.link
        link.open(TEST)
        page.until(lambda: link.state is LinkState.REFUSED)
        page.show(TEST)
        page.check()
        page.until(lambda: link.state is LinkState.READY)
        page.keys.forget()
        page.until(lambda: link.state is LinkState.REFUSED)
        assert "no keys" in str(link.error)
        with pytest.raises(ServiceError):
            _ = page.bench.desk.workshop.connection
        page.secrets.keep(Slot.TEST, PAIR)
        page.keys.check_kept()
        page.until(lambda: link.state is LinkState.READY)
        ups: list[int] = []
        link.up.connect(lambda: ups.append(1))
        page.keys.check_kept()
        page.rest()
        assert page.keys.outcome is Outcome.KNOWN
        assert ups == [], "a line that works is left alone"
    app.close()


def test_forgetting_what_cannot_be_removed_is_said(pages: Callable[..., Page], store: Store) -> None:
    page = pages(store)
    page.secrets.keep(Slot.TEST, PAIR)
    store.sticks = True
    page.show(TEST)
    page.keys.forget()
    page.rest()
    assert isinstance(page.keys.error, StoreError)


# Slots and the environment


def test_the_environment_serves_test_live_and_custom_for_this_run_only(
    pages: Callable[..., Page], accounts: AccountServer, store: Store
) -> None:
    page = pages(store, {WEB_API_KEY: WEB, APP_KEY: APP})
    workshop = page.bench.desk.workshop
    for service in (TEST, LIVE, Service(Kind.CUSTOM, accounts.url)):
        assert workshop._keys(service).headers() == {"web_api_key": WEB, "app_key": APP}
    assert workshop._keys(PRACTICE).headers() == dict(
        zip(("web_api_key", "app_key"), practising.PRACTICE_KEYS, strict=True)
    )
    assert store.kept == {}


def test_stored_keys_go_to_the_vendor_only(pages: Callable[..., Page], accounts: AccountServer, store: Store) -> None:
    page = pages(store)
    page.secrets.keep(Slot.TEST, PAIR)
    page.secrets.keep(Slot.LIVE, OTHER)
    workshop = page.bench.desk.workshop
    assert workshop._keys(TEST).web_api_key == WEB
    assert workshop._keys(LIVE).web_api_key == OTHER.web_api_key
    custom = workshop._keys(Service(Kind.CUSTOM, accounts.url))
    assert custom.web_api_key == practising.PRACTICE_KEYS[0]
    with pytest.raises(BadCredentials, match=r"no keys for elsewhere\.example"):
        workshop._keys(Service(Kind.CUSTOM, "https://elsewhere.example"))


def test_one_keeper_of_keys_for_all_workers(benches: Callable[..., Bench]) -> None:
    workshop = benches().desk.workshop
    found: list[Secrets] = []
    start = threading.Barrier(8)

    def look() -> None:
        start.wait()
        found.append(workshop.secrets)

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


# The log


def test_the_log_shows_no_key_of_this_run_in_any_form(
    pages: Callable[..., Page], accounts: AccountServer, store: Store, tmp_path: Path
) -> None:
    page = pages(store)
    page.show(TEST)
    page.check()
    page.show(LIVE)
    page.check(OTHER)
    book = Logbook(tmp_path, page.bench.desk.workshop.redact)
    handler = book._handler
    record = logging.LogRecord("fwdesk", logging.ERROR, __file__, 1, "%s %s %s", (PAIR, WEB, OTHER.app_key), None)
    shown = handler.format(record)
    book._crash.close()
    assert "c0ffee" not in shown
    assert "KeyPair()" in shown
