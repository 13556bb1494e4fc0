"""This computer's password store: only one that is known, only after a canary, and never for longer than 5 s.

keyring picks whatever backend is installed, also one that writes plain text or forgets in silence (RELIABILITY,
section 5), and a store may wait for its unlock prompt for ever. What a store raises may hold what it was given:
nothing that a store raises leaves this module.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from enum import Enum
from typing import Protocol, TypeVar, cast

SERVICE = "fwdesk"
LIMIT_S = 5
"""Seconds that one visit to the password store may take (RELIABILITY 5)."""

_STORES = {
    "keyring.backends.SecretService.Keyring": "the Secret Service",
    "keyring.backends.libsecret.Keyring": "the Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.macOS.Keyring": "the macOS keychain",
    "keyring.backends.Windows.WinVaultKeyring": "the Windows Credential Manager",
}
_CHAINER = "keyring.backends.chainer.ChainerBackend"
_T = TypeVar("_T")


class StoreState(Enum):
    """How this computer's password store stands."""

    GOOD = "good"
    NONE = "none"
    LOCKED = "locked"
    SILENT = "silent"
    FAILED = "failed"


class PasswordStore(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The password, None if there is none."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Keep it."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget it."""
        ...


class Unusable(Exception):
    """A visit to the password store came to nothing."""

    def __init__(self, state: StoreState) -> None:
        super().__init__(state.value)
        self.state = state


def system_store() -> PasswordStore | None:
    """This computer's password store, None if it has none that can be trusted."""
    import keyring  # noqa: TID251 - the one place for it. Late: 70 ms, and choosing a backend takes twice that

    try:
        return trusted(keyring.get_keyring())
    except Exception:  # noqa: BLE001 - a backend's constructor may raise anything
        return None


def trusted(backend: object) -> PasswordStore | None:
    """The backend itself if it is a known store; for keyring's chain of several, the first known one in it."""
    kind = _name(backend)
    if kind == _CHAINER:
        parts: list[object] = list(cast("list[object]", getattr(backend, "backends", ())))
        return next((part for part in map(trusted, parts) if part), None)
    if kind in _STORES and cast(float, getattr(backend, "priority", 0)) >= 1:
        return cast(PasswordStore, backend)
    return None


def store_name(backend: object) -> str:
    """What people call a store."""
    return _STORES.get(_name(backend), "the password store")


class Visit:
    """Calls something that may never return, one at a time, for at most so many seconds."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._under_way: threading.Thread | None = None  # noqa: TID251 - see _started

    def make(self, work: Callable[[], _T], undo: Callable[[], None]) -> _T:
        """The work's result. Raises `Unusable`, and nothing else: what a backend raises may hold a key.

        When the limit passes first, the work goes on by itself, and `undo` follows it if it still succeeds.
        """
        if self._under_way:
            self._under_way.join(self._limit_s)
            if self._under_way.is_alive():
                raise Unusable(StoreState.SILENT)
        lock, results, states = threading.Lock(), list[_T](), [StoreState.SILENT]
        late = threading.Event()

        def run() -> None:
            result: list[_T] = []
            state = StoreState.FAILED
            try:
                result.append(work())
            except Unusable as error:
                state = error.state
            except Exception as error:  # noqa: BLE001 - backends raise what they like, some with the value in it
                state = _state_of(error)
            with lock:
                states[0] = state
                if not late.is_set():
                    results.extend(result)
                    return
            if result:
                undo()

        self._under_way = _started(run)
        self._under_way.join(self._limit_s)
        with lock:
            late.set()
            if not results:
                raise Unusable(states[0])
            return results[0]


def _started(run: Callable[[], None]) -> threading.Thread:  # noqa: TID251
    # Not a task: a thread of the pool that never returns would keep the program from ending.
    thread = threading.Thread(target=run, daemon=True, name="fwdesk-password-store")  # noqa: TID251
    thread.start()
    return thread


def _state_of(error: Exception) -> StoreState:
    from keyring.errors import KeyringLocked  # noqa: TID251 - the one place for it

    return StoreState.LOCKED if isinstance(error, KeyringLocked) else StoreState.FAILED


def prove(store: PasswordStore) -> None:
    """Have the store keep, give back and forget a canary. Raises `Unusable`, or what the store raises."""
    # A name of its own: two programs that prove the store at the same time do not take each other's away.
    canary, name = secrets.token_urlsafe(12), f"canary-{secrets.token_hex(4)}"
    store.set_password(SERVICE, name, canary)
    try:
        given = store.get_password(SERVICE, name)
    finally:
        store.delete_password(SERVICE, name)
    if given != canary or store.get_password(SERVICE, name) is not None:
        raise Unusable(StoreState.FAILED)


def _name(backend: object) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"
