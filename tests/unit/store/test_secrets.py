from __future__ import annotations

import traceback
from collections.abc import Callable

import keyring
import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store import secrets as store
from fwdesk.store.secrets import APP_KEY, WEB_API_KEY, KeyPair, Secrets, Slot, clean, system_store, trusted

WEB, APP = "CANARY-web-0000-4000-8000-000000000001", "CANARY-app-0000-4000-8000-000000000002"
PAIR = KeyPair(WEB, APP)


class Store:
    """A password store in memory that can be told to misbehave at one of its calls."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []
        self.raises: set[str] = set()
        self.forgets = False
        self.lies = False
        self.sticks = False

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.raises or str(len(self.calls)) in self.raises:
            raise RuntimeError(f"no: {WEB}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._called("set")
        if not self.forgets:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        self._called("get")
        return "another value" if self.lies else self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self._called("delete")
        if not self.sticks:
            del self.kept[service, username]


def known(name: str, **extra: object) -> Store:
    module, _, kind = name.rpartition(".")
    return type(kind, (Store,), {"__module__": module, "__qualname__": kind, **extra})()


@pytest.fixture
def kind() -> Store:
    return known("keyring.backends.SecretService.Keyring")


def with_store(backend: Store | None, environ: dict[str, str] | None = None) -> Secrets:
    return Secrets(environ or {}, lambda: backend)


def test_keys_are_kept_in_the_store_by_slot_and_come_back(kind: Store) -> None:
    assert "Secret Service" in with_store(kind).keep(Slot.TEST, PAIR)
    again = with_store(kind)
    assert again.read(Slot.TEST) == PAIR
    assert again.read(Slot.LIVE) is None
    assert again.read(Slot.PRACTICE) is None
    again.forget(Slot.TEST)
    again.forget(Slot.TEST)
    assert with_store(kind).read(Slot.TEST) is None
    assert kind.kept == {}


def test_the_slots_never_mix(kind: Store) -> None:
    secrets = with_store(kind)
    other = KeyPair("CANARY-live-web-1", "CANARY-live-app-1")
    secrets.keep(Slot.TEST, PAIR)
    secrets.keep(Slot.LIVE, other)
    assert (secrets.read(Slot.TEST), secrets.read(Slot.LIVE)) == (PAIR, other)
    secrets.forget(Slot.LIVE)
    assert (secrets.read(Slot.TEST), secrets.read(Slot.LIVE)) == (PAIR, None)


def test_without_a_store_keys_last_for_this_run() -> None:
    secrets = with_store(None)
    assert "no password store" in secrets.where(Slot.TEST)
    assert secrets.read(Slot.TEST) is None
    assert secrets.keep(Slot.TEST, PAIR) == "In memory: they are forgotten when fwdesk closes."
    assert secrets.read(Slot.TEST) == PAIR
    assert secrets.read(Slot.LIVE) is None
    secrets.forget(Slot.TEST)
    assert secrets.read(Slot.TEST) is None


def misbehave(**how: object) -> Callable[[Store], None]:
    return lambda store: store.__dict__.update(how)


@pytest.mark.parametrize(
    "how",
    [misbehave(forgets=True), misbehave(lies=True), misbehave(sticks=True)]
    + [misbehave(raises={f"{number}"}) for number in range(1, 7)],
)
def test_a_store_that_does_not_prove_itself_gets_no_keys(kind: Store, how: Callable[[Store], None]) -> None:
    how(kind)
    secrets = with_store(kind)
    assert "In memory" in secrets.keep(Slot.TEST, PAIR)
    assert secrets.read(Slot.TEST) == PAIR
    assert "no password store" in secrets.where(Slot.LIVE)


def test_keys_kept_after_all_replace_those_in_memory(kind: Store) -> None:
    secrets = with_store(kind)
    secrets._session[Slot.TEST] = KeyPair("old-old-old", "older-older")
    secrets.keep(Slot.TEST, PAIR)
    assert secrets.read(Slot.TEST) == PAIR
    assert kind.kept


def test_the_environment_is_for_this_run_and_never_stored(kind: Store) -> None:
    secrets = with_store(kind, {WEB_API_KEY: WEB, APP_KEY: APP})
    assert secrets.read(Slot.TEST) == secrets.read(Slot.LIVE) == PAIR
    assert secrets.read(Slot.PRACTICE) is None
    assert "environment" in secrets.where(Slot.TEST)
    assert "Secret Service" in secrets.where(Slot.PRACTICE)
    assert kind.kept == {}


def test_half_of_the_environment_is_an_error() -> None:
    secrets = with_store(None, {WEB_API_KEY: WEB})
    assert "environment" in secrets.where(Slot.TEST)
    with pytest.raises(StoreError, match="app_key"):
        secrets.read(Slot.TEST)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        " ",
        "short",
        f"{WEB}\nX-Header: 1",
        f"{WEB} {WEB}",
        f"{WEB}\0",
        "k" * 129,
        "ключ-ключ-ключ",
        "a—b—c—d—e",
        APP,
    ],
)
def test_what_is_not_a_key_is_refused_without_repeating_it(pasted: str) -> None:
    with pytest.raises(StoreError) as caught:
        clean(pasted, APP)
    if len(pasted) > 6:
        assert pasted not in "".join(traceback.format_exception(caught.value))


def test_blanks_around_a_key_go_and_printing_shows_nothing() -> None:
    pair = clean(f"\ufeff {WEB}\r\n", f"{APP}\u200b")
    assert pair == PAIR
    assert "CANARY" not in repr(pair)
    assert "CANARY" not in str(pair)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"web_api_key": 1, "app_key": 2}', "x"])
def test_something_else_in_the_store_is_said_without_showing_it(kind: Store, text: str) -> None:
    kind.kept["fwdesk", "test"] = text
    with pytest.raises(StoreError, match="did not give the keys") as caught:
        with_store(kind).read(Slot.TEST)
    assert caught.value.__context__ is None


def test_a_store_that_breaks_later_never_shows_a_key(kind: Store) -> None:
    secrets = with_store(kind)
    secrets.keep(Slot.TEST, PAIR)
    kind.raises = {"get"}
    for call in (secrets.read, secrets.forget):
        with pytest.raises(StoreError) as caught:
            call(Slot.TEST)
        assert "CANARY" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    ],
)
def test_known_stores_are_trusted(name: str) -> None:
    backend = known(name)
    assert trusted(backend) is backend
    assert trusted(known(name, priority=0.5)) is None


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.file.EncryptedKeyring",
        "someone.SecretService.Keyring",
    ],
)
def test_everything_else_is_not(name: str) -> None:
    assert trusted(known(name)) is None


def test_of_a_chain_the_first_known_store_is_used() -> None:
    plain, good = known("keyrings.alt.file.PlaintextKeyring"), known("keyring.backends.libsecret.Keyring")
    chain = "keyring.backends.chainer.ChainerBackend"
    assert trusted(known(chain, backends=[plain, good])) is good
    assert trusted(known(chain, backends=[plain])) is None
    assert trusted(known(chain)) is None


def test_this_computers_store_is_asked_for_once(monkeypatch: pytest.MonkeyPatch, kind: Store) -> None:
    assert system_store() is None  # the test run's backend is keyring's null
    monkeypatch.setattr(keyring, "get_keyring", lambda: kind)
    assert system_store() is kind

    def broken() -> None:
        raise RuntimeError("no bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert system_store() is None
    asked: list[int] = []
    secrets = Secrets({}, lambda: asked.append(1))
    for _ in range(3):
        secrets.where(Slot.TEST)
    assert asked == [1]
    assert Secrets()._find_store is store.system_store
