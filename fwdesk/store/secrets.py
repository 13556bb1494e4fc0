"""The two API keys: in the computer's own password store or in memory, never in a file of ours.

keyring picks whatever backend is installed, also one that writes plain text or forgets in silence (RELIABILITY,
section 5). So only known stores are accepted, each has to prove itself with a canary first, and everything
else is "for this run only". A store may block on its unlock prompt: call this from a worker.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, cast

from fwdesk.domain.errors import StoreError

SERVICE = "fwdesk"
WEB_API_KEY, APP_KEY = "FWDESK_WEB_API_KEY", "FWDESK_APP_KEY"
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}", re.ASCII)
_PASTED = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""What comes along when a key is copied from a web page or a mail."""

_STORES = {
    "keyring.backends.SecretService.Keyring": "the Secret Service",
    "keyring.backends.libsecret.Keyring": "the Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.macOS.Keyring": "the macOS keychain",
    "keyring.backends.Windows.WinVaultKeyring": "the Windows Credential Manager",
}
_CHAINER = "keyring.backends.chainer.ChainerBackend"


class Slot(StrEnum):
    """Which service a pair of keys is for. They are kept apart, so a test never runs on live keys."""

    PRACTICE = "practice"
    TEST = "test"
    LIVE = "live"


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


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An account's key and an application's key. Printing one shows neither."""

    web_api_key: str = field(repr=False)
    app_key: str = field(repr=False)


def clean(web_api_key: str, app_key: str) -> KeyPair:
    """Keys as they were pasted, without blanks around them. Raises `StoreError`, which never repeats a value."""
    cleaned = {"web_api_key": web_api_key.strip(_PASTED), "app_key": app_key.strip(_PASTED)}
    for name, value in cleaned.items():
        if not _KEY.fullmatch(value):
            raise StoreError(f"The {name} is not a key: 8 to 128 letters, digits, hyphens or underscores.")
    if cleaned["web_api_key"] == cleaned["app_key"]:
        raise StoreError("The web_api_key and the app_key are two different keys; these are the same.")
    return KeyPair(**cleaned)


def system_store() -> PasswordStore | None:
    """This computer's password store, None if it has none that can be trusted."""
    import keyring  # 70 ms, and choosing a backend takes twice that

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


class Secrets:
    """Where keys come from and go to. `find_store` is asked once, when it is first needed."""

    def __init__(
        self,
        environ: Mapping[str, str] | None = None,
        find_store: Callable[[], PasswordStore | None] = system_store,
    ) -> None:
        self._environ = os.environ if environ is None else environ
        self._find_store = find_store
        self._store: PasswordStore | None = None
        self._searched = False
        self._session: dict[Slot, KeyPair] = {}

    def read(self, slot: Slot) -> KeyPair | None:
        """The keys of a slot: from the environment, else from this run, else from the password store.

        Raises `StoreError` for keys that are not keys, or a store that does not answer.
        """
        found = self.from_environment(slot) or self._session.get(slot)
        return found or self._from_store(slot)

    def keep(self, slot: Slot, keys: KeyPair) -> str:
        """Keep keys in the password store if there is one that works, else for this run. Returns `where(slot)`."""
        keys = clean(keys.web_api_key, keys.app_key)
        store = self._proved()
        if store:
            text = json.dumps({"web_api_key": keys.web_api_key, "app_key": keys.app_key})
            try:
                store.set_password(SERVICE, slot.value, text)
                kept = store.get_password(SERVICE, slot.value) == text
            except Exception:  # noqa: BLE001 - backends raise what they like, some with the value in it
                kept = False
            if kept:
                self._session.pop(slot, None)
                return self.where(slot)
            self._store = None
        self._session[slot] = keys
        return self.where(slot)

    def forget(self, slot: Slot) -> None:
        """Take the keys of a slot away, wherever they are. Raises `StoreError` if the store still has them."""
        self._session.pop(slot, None)
        store = self._trusted_store()
        if store is None:
            return
        try:
            if store.get_password(SERVICE, slot.value) is None:
                return
            store.delete_password(SERVICE, slot.value)
            gone = store.get_password(SERVICE, slot.value) is None
        except Exception:  # noqa: BLE001 - see keep
            gone = False
        if not gone:
            raise StoreError(f"The keys could not be removed from {self._store_name()}. Remove them there.")

    def where(self, slot: Slot) -> str:
        """In words, where the keys of a slot are; with none, where they would be kept."""
        if self._in_environment(slot):
            return "In the environment, for this run only."
        if slot in self._session:
            return "In memory: they are forgotten when fwdesk closes."
        if self._trusted_store():
            return f"In {self._store_name()} of this computer."
        return "This computer has no password store. Keys are kept only until fwdesk closes."

    def from_environment(self, slot: Slot) -> KeyPair | None:
        """The keys this run was started with; the practice service never gets them. Raises `StoreError`."""
        if not self._in_environment(slot):
            return None
        return clean(self._environ.get(WEB_API_KEY, ""), self._environ.get(APP_KEY, ""))

    def _in_environment(self, slot: Slot) -> bool:
        named = self._environ.get(WEB_API_KEY) or self._environ.get(APP_KEY)
        return slot is not Slot.PRACTICE and bool(named)

    def _from_store(self, slot: Slot) -> KeyPair | None:
        store = self._trusted_store()
        if store is None:
            return None
        try:
            text = store.get_password(SERVICE, slot.value)
        except Exception:  # noqa: BLE001 - see keep
            text = ""
        if text is None:
            return None
        try:
            pair = cast("dict[str, str]", json.loads(text))
            return clean(pair["web_api_key"], pair["app_key"])
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        # Raised outside the handler: the caught error holds the text, and would travel along as the context.
        raise StoreError(f"{self._store_name()} did not give the keys. Unlock it, or enter them.")

    def _trusted_store(self) -> PasswordStore | None:
        if not self._searched:
            self._searched = True
            self._store = self._find_store()
        return self._store

    def _proved(self) -> PasswordStore | None:
        """The store, after it kept and gave back a canary; one that cannot is not used again in this run."""
        store = self._trusted_store()
        if store is None:
            return None
        canary, name = secrets.token_urlsafe(12), "canary"
        try:
            store.set_password(SERVICE, name, canary)
            proved = store.get_password(SERVICE, name) == canary
            store.delete_password(SERVICE, name)
            proved = proved and store.get_password(SERVICE, name) is None
        except Exception:  # noqa: BLE001 - see keep
            proved = False
        if not proved:
            self._store = None
        return self._store

    def _store_name(self) -> str:
        return _STORES.get(_name(self._store), "the password store")


def _name(backend: object) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"
