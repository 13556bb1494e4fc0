"""Keys in a password store that proves itself, else in memory; in three slots; and never in a text."""

from __future__ import annotations

import pickle
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Cancelled, StoreError
from fwdesk.domain.keys import KeyPair
from fwdesk.store.password_store import StoreState, system_store, trusted
from fwdesk.store.secrets import APP_KEY, WEB_API_KEY, Place, Secrets, Slot, checked
from tests.support.stores import APP, OTHER, PAIR, WEB, Store, known, leak

AT = ("fwdesk", "test")


@pytest.fixture
def kind() -> Iterator[Store]:
    store = known("keyring.backends.SecretService.Keyring")
    yield store
    if store.gate:
        store.gate.set()


def with_store(backend: object, environ: dict[str, str] | None = None, limit_s: float = 5) -> Secrets:
    return Secrets(environ or {}, lambda: trusted(backend) if backend else None, limit_s)


def told(error: BaseException) -> str:
    """The traceback with the locals of every frame but this file's own."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    assert trace, "raised by the program"
    error.__traceback__ = trace
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


# Slots


def test_keys_are_kept_in_the_store_by_slot_and_come_back(kind: Store) -> None:
    kept = with_store(kind).keep(Slot.TEST, PAIR)
    assert (kept.place, kept.there, kept.removable, kept.trouble) == (Place.STORE, True, True, False)
    assert kept.words == "In the Secret Service of this computer."
    again = with_store(kind)
    assert again.read(Slot.TEST) == PAIR
    assert again.kept(Slot.TEST) == kept
    assert again.read(Slot.LIVE) is None
    again.forget(Slot.TEST)
    again.forget(Slot.TEST)
    assert with_store(kind).read(Slot.TEST) is None
    assert kind.kept == {}
    gone = again.kept(Slot.TEST)
    assert (gone.place, gone.there, gone.removable) == (Place.NOWHERE, False, False)
    assert "will be kept in the Secret Service" in gone.words


def test_the_slots_never_mix(kind: Store) -> None:
    secrets = with_store(kind)
    secrets.keep(Slot.TEST, PAIR)
    secrets.keep(Slot.LIVE, OTHER)
    assert (secrets.read(Slot.TEST), secrets.read(Slot.LIVE)) == (PAIR, OTHER)
    assert (with_store(kind).read(Slot.TEST), with_store(kind).read(Slot.LIVE)) == (PAIR, OTHER)
    secrets.forget(Slot.LIVE)
    assert (secrets.read(Slot.TEST), secrets.read(Slot.LIVE)) == (PAIR, None)


def test_practice_has_no_keys_whatever_is_stored_or_set(kind: Store) -> None:
    kind.kept["fwdesk", "practice"] = '{"web_api_key": "' + WEB + '", "app_key": "' + APP + '"}'
    secrets = with_store(kind, {WEB_API_KEY: WEB, APP_KEY: APP})
    secrets._session[Slot.PRACTICE] = PAIR
    assert secrets.read(Slot.PRACTICE) is None
    assert secrets.from_environment(Slot.PRACTICE) is None
    assert "never gets yours" in secrets.kept(Slot.PRACTICE).words
    with pytest.raises(StoreError, match="never gets yours"):
        secrets.keep(Slot.PRACTICE, PAIR)
    assert kind.calls == []


# Without a store, and stores that cannot be used (S4)


def test_without_a_store_keys_last_for_this_run() -> None:
    secrets = with_store(None)
    before = secrets.kept(Slot.TEST)
    assert not before.there
    assert not before.trouble
    assert "no password store" in before.words
    assert "until fwdesk closes" in before.words
    assert secrets.read(Slot.TEST) is None
    kept = secrets.keep(Slot.TEST, PAIR)
    assert kept.place is Place.MEMORY
    assert kept.words.startswith("In memory: they are forgotten when fwdesk closes.")
    assert kept == secrets.kept(Slot.TEST)
    assert secrets.read(Slot.TEST) == PAIR
    assert secrets.read(Slot.LIVE) is None
    secrets.forget(Slot.TEST)
    assert secrets.read(Slot.TEST) is None
    assert secrets.prove()[0] is StoreState.NONE


def misbehave(**how: object) -> Callable[[Store], None]:
    return lambda store: store.__dict__.update(how)


CALLS = 6
"""Calls of a store while keys are kept: canary set, get, delete, get; keys set, get."""
BAD = {
    "forgets what it is given": misbehave(forgets=True),
    "gives back another value": misbehave(lies=True),
    "does not forget": misbehave(sticks=True),
    "is locked": misbehave(raises={"set": KeyringLocked(WEB), "get": KeyringLocked(WEB)}),
    "cannot write": misbehave(raises={"set": leak()}),
    "cannot read": misbehave(raises={"get": leak()}),
    "cannot delete": misbehave(raises={"delete": leak()}),
    **{f"raises at call {at}": misbehave(raises={f"{at}": leak()}) for at in range(1, CALLS + 1)},
}
STRANGERS = {
    "fail": keyring.backends.fail.Keyring,
    "null": keyring.backends.null.Keyring,
    "chain of nothing": lambda: type("Chain", (ChainerBackend,), {"backends": []})(),
    "plain text": lambda: known("keyrings.alt.file.PlaintextKeyring"),
    "encrypted file": lambda: known("keyrings.alt.file.EncryptedKeyring"),
    "chain with plain text": lambda: known(
        "keyring.backends.chainer.ChainerBackend", backends=[known("keyrings.alt.file.PlaintextKeyring")]
    ),
    "of that name elsewhere": lambda: known("someone.SecretService.Keyring"),
    "known but not recommended": lambda: known("keyring.backends.kwallet.DBusKeyring", priority=0.5),
}


@pytest.mark.parametrize("how", BAD.values(), ids=BAD)
def test_a_store_that_does_not_prove_itself_gets_no_keys(
    kind: Store, how: Callable[[Store], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    how(kind)
    secrets = with_store(kind)
    kept = secrets.keep(Slot.TEST, PAIR)
    assert kept.place is Place.MEMORY
    assert kept.trouble
    assert kept.words.startswith("In memory: they are forgotten when fwdesk closes. The Secret Service")
    assert secrets.read(Slot.TEST) == PAIR
    assert "c0ffee" not in str(kind.kept), "nothing of them stays in a store that does not work"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", STRANGERS.values(), ids=STRANGERS)
def test_backends_that_are_no_password_store_get_nothing_at_all(
    make: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    backend = make()
    assert trusted(backend) is None
    secrets = with_store(backend)
    assert secrets.keep(Slot.TEST, PAIR).place is Place.MEMORY
    assert secrets.read(Slot.TEST) == PAIR
    assert getattr(backend, "calls", []) == []
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_keeps_a_canary_but_no_keys_is_emptied_of_them(kind: Store) -> None:
    class CutsShort(Store):
        def get_password(self, service: str, username: str) -> str | None:
            given = super().get_password(service, username)
            return given if username.startswith("canary") else "cut sho"

    kind.__class__ = type("Keyring", (CutsShort,), {"__module__": "keyring.backends.SecretService"})
    secrets = with_store(kind)
    assert secrets.keep(Slot.TEST, PAIR).place is Place.MEMORY
    assert kind.kept == {}


def test_keys_that_were_kept_survive_new_ones_that_could_not_be(kind: Store) -> None:
    with_store(kind).keep(Slot.TEST, PAIR)
    kept = dict(kind.kept)

    class Full(Store):
        def set_password(self, service: str, username: str, password: str) -> None:
            if username == Slot.TEST and password not in kept.values():
                super().set_password(service, username, "half of")
                raise RuntimeError("the disk is full")
            super().set_password(service, username, password)

    kind.__class__ = type("Keyring", (Full,), {"__module__": "keyring.backends.SecretService"})
    secrets = with_store(kind)
    assert secrets.keep(Slot.TEST, OTHER).place is Place.MEMORY
    assert kind.kept == kept
    assert secrets.read(Slot.TEST) == OTHER


def test_a_locked_store_says_so_and_works_once_it_is_open(kind: Store) -> None:
    with_store(kind).keep(Slot.TEST, PAIR)
    locked = KeyringLocked("Failed to unlock the collection!")
    kind.raises = dict.fromkeys(("set", "get", "delete"), locked)
    secrets = with_store(kind)
    shut = secrets.kept(Slot.TEST)
    assert not shut.there
    assert shut.trouble
    assert "locked" in shut.words
    with pytest.raises(StoreError, match="locked"):
        secrets.read(Slot.TEST)
    with pytest.raises(StoreError, match="could not be removed"):
        secrets.forget(Slot.TEST)
    assert secrets.prove()[0] is StoreState.LOCKED
    kind.raises = {}
    assert secrets.read(Slot.TEST) == PAIR
    assert secrets.prove() == (StoreState.GOOD, "The Secret Service of this computer keeps keys and gives them back.")


def test_keys_in_memory_may_move_to_a_store_that_works_again(kind: Store) -> None:
    kind.raises = {"set": leak()}
    secrets = with_store(kind)
    secrets.keep(Slot.TEST, PAIR)
    kind.raises = {}
    hint = secrets.kept(Slot.TEST)
    assert hint.place is Place.MEMORY
    assert not hint.trouble
    assert "works again" in hint.words
    assert secrets.keep(Slot.TEST, PAIR).place is Place.STORE
    assert with_store(kind).read(Slot.TEST) == PAIR
    assert secrets._session == {}


def test_forgetting_reaches_a_store_that_failed_meanwhile(kind: Store) -> None:
    secrets = with_store(kind)
    secrets.keep(Slot.TEST, PAIR)
    kind.raises = {"set": leak()}
    assert secrets.keep(Slot.TEST, OTHER).place is Place.MEMORY
    secrets.forget(Slot.TEST)
    assert secrets.read(Slot.TEST) is None
    assert AT not in kind.kept


def test_a_store_that_keeps_what_it_should_forget_is_named(kind: Store) -> None:
    secrets = with_store(kind)
    secrets.keep(Slot.TEST, PAIR)
    kind.sticks = True
    with pytest.raises(StoreError, match="could not be removed from the Secret Service"):
        secrets.forget(Slot.TEST)


# A store that does not answer


@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_a_store_that_hangs_at_any_call_ends_in_memory_and_stays_there(kind: Store, at: int) -> None:
    kind.gate, kind.gate_at = threading.Event(), at
    secrets = with_store(kind, limit_s=0.05)
    kept = secrets.keep(Slot.TEST, PAIR)
    assert kept.place is Place.MEMORY
    assert "does not answer" in kept.words
    assert kept.trouble
    assert secrets.read(Slot.TEST) == PAIR
    kind.gate.set()  # unlocked after all, too late
    thread = secrets._visit._under_way
    assert thread
    thread.join(10)
    assert not thread.is_alive()
    assert AT not in kind.kept, "what was said to be in memory only is in memory only"
    assert secrets.read(Slot.TEST) == PAIR


def test_nothing_else_is_asked_of_a_store_that_hangs(kind: Store) -> None:
    kind.gate, kind.gate_at = threading.Event(), 1
    secrets = with_store(kind, limit_s=0.05)
    with pytest.raises(StoreError, match="does not answer"):
        secrets.read(Slot.TEST)
    asked = list(kind.calls)
    assert asked == ["get"]
    assert "does not answer" in secrets.kept(Slot.LIVE).words
    with pytest.raises(StoreError, match="could not be removed"):
        secrets.forget(Slot.TEST)
    assert secrets.prove()[0] is StoreState.SILENT
    assert kind.calls == asked, "threads do not pile up behind the prompt"
    kind.gate.set()
    assert with_store(kind).read(Slot.TEST) is None
    thread = secrets._visit._under_way
    assert thread
    thread.join(10)
    assert secrets.keep(Slot.TEST, PAIR).place is Place.STORE


def test_looking_for_a_store_has_the_same_limit() -> None:
    gate = threading.Event()

    def find() -> None:
        gate.wait()

    secrets = Secrets({}, find, 0.05)
    assert "The password store does not answer" in secrets.kept(Slot.TEST).words
    gate.set()


def test_keys_that_are_no_longer_wanted_when_their_turn_comes_are_not_kept(kind: Store) -> None:
    cancel = Cancel()
    cancel.cancel()
    secrets = with_store(kind)
    with pytest.raises(Cancelled):
        secrets.keep(Slot.TEST, PAIR, cancel)
    assert secrets.read(Slot.TEST) is None
    assert secrets.keep(Slot.TEST, PAIR, Cancel()).there


def test_who_looks_while_keys_are_being_kept_sees_what_became_of_it(kind: Store) -> None:
    kind.gate, kind.gate_at = threading.Event(), CALLS - 1
    secrets = with_store(kind)
    keeping = threading.Thread(target=secrets.keep, args=(Slot.TEST, PAIR), daemon=True)
    keeping.start()
    found: list[object] = []
    while len(kind.calls) < CALLS - 1:
        keeping.join(0.001)
    looking = threading.Thread(target=lambda: found.append(secrets.read(Slot.TEST)), daemon=True)
    looking.start()
    looking.join(0.02)
    assert found == []
    kind.gate.set()
    looking.join(10)
    keeping.join(10)
    assert found == [PAIR]


# The environment


def test_the_environment_is_for_this_run_and_never_stored(kind: Store) -> None:
    secrets = with_store(kind, {WEB_API_KEY: f" {WEB}\n", APP_KEY: APP})
    assert secrets.read(Slot.TEST) == secrets.read(Slot.LIVE) == PAIR
    kept = secrets.kept(Slot.TEST)
    assert (kept.place, kept.removable, kept.trouble) == (Place.ENVIRONMENT, False, False)
    assert kind.kept == {}


def test_keys_kept_beside_those_of_the_environment_are_for_the_next_run(kind: Store) -> None:
    secrets = with_store(kind, {WEB_API_KEY: WEB, APP_KEY: APP})
    kept = secrets.keep(Slot.LIVE, OTHER)
    assert kept.place is Place.STORE
    assert "goes on with the keys from the environment" in kept.words
    assert secrets.read(Slot.LIVE) == PAIR
    assert secrets.kept(Slot.LIVE).removable
    assert with_store(kind).read(Slot.LIVE) == OTHER


def test_half_of_the_environment_is_an_error() -> None:
    secrets = with_store(None, {WEB_API_KEY: WEB})
    kept = secrets.kept(Slot.TEST)
    assert kept.trouble
    assert "environment cannot be used. The App key is empty." in kept.words
    with pytest.raises(StoreError, match="App key is empty") as caught:
        secrets.read(Slot.TEST)
    assert "c0ffee" not in told(caught.value)


# No text shows a key


@pytest.mark.parametrize("pasted", ["", "short", f"{WEB}\nX-Header: 1", f"{WEB}\0", "k" * 10_000, "a—b—c—d—e", APP])
def test_what_is_not_a_key_is_refused_without_repeating_it(kind: Store, pasted: str) -> None:
    secrets = with_store(kind)
    for call in (lambda: checked(KeyPair(pasted, APP)), lambda: secrets.keep(Slot.TEST, KeyPair(pasted, APP))):
        with pytest.raises(StoreError) as caught:
            call()
        assert "c0ffee" not in told(caught.value)
        assert "kkkkkkkk" not in told(caught.value)
    assert kind.calls == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"web_api_key": 1, "app_key": 2}', "x", f'{{"web_api_key": "{WEB}"}}', f"{WEB}"]
)
def test_something_else_in_the_store_is_said_without_showing_it(kind: Store, text: str) -> None:
    kind.kept[AT] = text
    secrets = with_store(kind)
    with pytest.raises(StoreError, match="does not give back") as caught:
        secrets.read(Slot.TEST)
    assert caught.value.__context__ is None
    assert "c0ffee" not in told(caught.value)
    kept = secrets.kept(Slot.TEST)
    assert (kept.there, kept.removable, kept.trouble) == (False, True, True)
    assert "not two keys" in kept.words
    secrets.forget(Slot.TEST)
    assert kind.kept == {}


@pytest.mark.parametrize("at", ["set", "get", "delete", *map(str, range(1, 9))])
def test_a_store_that_breaks_never_shows_a_key(kind: Store, at: str) -> None:
    secrets = with_store(kind)
    kept = secrets.keep(Slot.TEST, PAIR)
    kind.calls.clear()
    kind.raises = {at: leak()}
    said = [kept.words]
    for call in (secrets.read, secrets.forget, secrets.read, secrets.forget):
        try:
            call(Slot.TEST)
        except StoreError as error:
            said += [repr(error.__context__), told(error)]
    said += [secrets.keep(Slot.TEST, PAIR).words, secrets.kept(Slot.TEST).words, secrets.prove()[1]]
    assert "c0ffee" not in "".join(said)


def test_the_keeper_of_keys_does_not_leave(kind: Store) -> None:
    secrets = with_store(None)
    secrets.keep(Slot.TEST, PAIR)
    assert "c0ffee" not in f"{secrets!r} {vars(secrets)}"
    with pytest.raises((TypeError, AttributeError)):
        pickle.dumps(secrets)
    with pytest.raises(TypeError, match="never written down"):
        pickle.dumps(secrets._session)


# Which stores are known


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
        secrets.kept(Slot.TEST)
    assert asked == [1]
    assert Secrets()._find_store is system_store
