"""The two API keys: in the computer's own password store or in memory, never in a file of ours.

A store has to prove itself with a canary before every write; everything else is "for this run only". A visit to
the store may take 5 s: call everything here from a worker.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeVar, cast

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import StoreError
from fwdesk.domain.keys import KeyPair
from fwdesk.store.password_store import (
    LIMIT_S,
    SERVICE,
    PasswordStore,
    StoreState,
    Unusable,
    Visit,
    prove,
    store_name,
    system_store,
)

WEB_API_KEY, APP_KEY = "FWDESK_WEB_API_KEY", "FWDESK_APP_KEY"
_ONLY_MEMORY = "New keys are kept only until fwdesk closes."
_T = TypeVar("_T")


class Slot(StrEnum):
    """Which service a pair of keys is for. They are kept apart, so a test never runs on live keys."""

    PRACTICE = "practice"
    TEST = "test"
    LIVE = "live"


class Place(Enum):
    """Where the keys of a slot are taken from."""

    NOWHERE = "nowhere"
    ENVIRONMENT = "environment"
    MEMORY = "memory"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the keys of a slot are, or would be.

    `words` says so; `removable` is true when `forget` has something to do, `trouble` when a person should act.
    """

    place: Place
    words: str
    removable: bool = False
    trouble: bool = False

    @property
    def there(self) -> bool:
        """True when the slot has keys."""
        return self.place is not Place.NOWHERE


def checked(keys: KeyPair) -> KeyPair:
    """The keys without what copying brought along. Raises `StoreError`, which never repeats a value."""
    faults = keys.faults()
    if faults:
        raise StoreError(" ".join(faults.values()))
    return keys.cleaned()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look into the store gave; `odd` when it holds something that is not two keys."""

    state: StoreState
    keys: KeyPair | None = None
    odd: bool = False


class Secrets:
    """Where keys come from and go to; safe to use from several threads.

    `find_store` is asked once, when it is first needed; `limit_s` is the longest visit to the store in seconds.
    """

    def __init__(
        self,
        environ: Mapping[str, str] | None = None,
        find_store: Callable[[], PasswordStore | None] = system_store,
        limit_s: float = LIMIT_S,
    ) -> None:
        self._environ = os.environ if environ is None else environ
        self._find_store = find_store
        self._store: PasswordStore | None = None
        self._searched = False
        self._session: dict[Slot, KeyPair] = {}
        # One operation at a time: whoever looks after a `keep` that was still going on sees what became of it.
        self._turn = threading.Lock()
        self._visit = Visit(limit_s)

    def read(self, slot: Slot) -> KeyPair | None:
        """The keys of a slot: from the environment, else from this run, else from the password store.

        Practice has none, whatever is kept or set. Raises `StoreError` for keys that are not keys, or a store that
        does not answer.
        """
        if slot is Slot.PRACTICE:
            return None
        with self._turn:
            found = self.from_environment(slot) or self._session.get(slot)
            return found or self._from_store(slot)

    def keep(self, slot: Slot, keys: KeyPair, cancel: Cancel | None = None) -> Kept:
        """Keep keys in the password store if there is one that works, else for this run; says where they are now.

        Raises `StoreError` for keys that are not keys, `Cancelled` if they were no longer wanted when their turn came.
        """
        keys = checked(keys)
        if slot is Slot.PRACTICE:
            raise StoreError("Practice needs no keys, and never gets yours.")
        with self._turn:
            if cancel:
                cancel.check()
            try:
                self._write(slot, keys)
            except Unusable as error:
                self._session[slot] = keys
                kept = self._in_memory(error.state)
            else:
                self._session.pop(slot, None)
                kept = Kept(Place.STORE, f"In {self._store_name()} of this computer.", removable=True)
        if self._in_environment(slot):
            return Kept(kept.place, f"{kept.words} This run goes on with the keys from the environment.", True)
        return kept

    def forget(self, slot: Slot) -> None:
        """Take the keys of a slot away, wherever they are. Raises `StoreError` if the store still has them."""
        with self._turn:
            self._session.pop(slot, None)
            try:
                gone = self._at_store(lambda store: _emptied(store, slot.value))
            except Unusable as error:
                gone = error.state is StoreState.NONE
        if not gone:
            raise StoreError(
                f"The keys could not be removed from {self._store_name()}. Unlock it, or remove them there."
            )

    def kept(self, slot: Slot) -> Kept:
        """Where the keys of a slot are; with none, where they would be kept. Raises nothing."""
        if slot is Slot.PRACTICE:
            return Kept(Place.NOWHERE, "Practice needs no keys, and never gets yours.")
        with self._turn:
            here, state = self._looked_up(slot)
        if self._in_environment(slot):
            return self._in_the_environment(slot, removable=here.removable)
        if here.there or state is StoreState.GOOD:
            return here
        if state is StoreState.NONE:
            return Kept(Place.NOWHERE, f"No keys yet. {self._store_words(state)} {_ONLY_MEMORY}")
        return Kept(Place.NOWHERE, f"{self._store_words(state)} {_ONLY_MEMORY}", trouble=True)

    def prove(self) -> tuple[StoreState, str]:
        """Try the password store with a canary; how it stands, and that in words."""
        with self._turn:
            try:
                self._at_store(prove)
            except Unusable as error:
                words = self._store_words(error.state)
                return error.state, f"{words} {_ONLY_MEMORY}"
        return StoreState.GOOD, f"{_capital(self._store_name())} of this computer keeps keys and gives them back."

    def from_environment(self, slot: Slot) -> KeyPair | None:
        """The keys this run was started with; the practice service never gets them. Raises `StoreError`."""
        return checked(self._environment_pair()) if self._in_environment(slot) else None

    # What the environment and this run hold

    def _environment_pair(self) -> KeyPair:
        return KeyPair(self._environ.get(WEB_API_KEY, ""), self._environ.get(APP_KEY, ""))

    def _in_environment(self, slot: Slot) -> bool:
        named = self._environ.get(WEB_API_KEY) or self._environ.get(APP_KEY)
        return slot is not Slot.PRACTICE and bool(named)

    def _in_the_environment(self, slot: Slot, *, removable: bool) -> Kept:
        try:
            self.from_environment(slot)
        except StoreError as error:
            words = f"{WEB_API_KEY} and {APP_KEY} in the environment cannot be used. {error}"
            return Kept(Place.ENVIRONMENT, words, removable, trouble=True)
        words = f"In the environment ({WEB_API_KEY} and {APP_KEY}), for this run only. fwdesk does not keep these."
        if removable:
            words = f"{words} Others are kept for runs without them."
        return Kept(Place.ENVIRONMENT, words, removable)

    def _in_memory(self, state: StoreState) -> Kept:
        words = f"In memory: they are forgotten when fwdesk closes. {self._store_words(state)}"
        return Kept(Place.MEMORY, words, removable=True, trouble=state not in {StoreState.NONE, StoreState.GOOD})

    # What the password store holds

    def _looked_up(self, slot: Slot) -> tuple[Kept, StoreState]:
        """Memory and store, without the environment."""
        found = self._look(slot)
        if slot in self._session:
            return self._in_memory(found.state), found.state
        name = self._store_name()
        if found.keys:
            return Kept(Place.STORE, f"In {name} of this computer.", removable=True), found.state
        if found.odd:
            words = f"What {name} holds for fwdesk is not two keys. Enter them again, or forget them."
            return Kept(Place.NOWHERE, words, removable=True, trouble=True), found.state
        return Kept(Place.NOWHERE, f"No keys yet. They will be kept in {name} of this computer."), found.state

    def _from_store(self, slot: Slot) -> KeyPair | None:
        found = self._look(slot)
        if found.odd or found.state not in {StoreState.GOOD, StoreState.NONE}:
            words = self._store_words(StoreState.FAILED if found.odd else found.state)
            raise StoreError(f"The keys cannot be had. {words} Unlock it, or enter the keys again.")
        return found.keys

    def _look(self, slot: Slot) -> _Found:
        """What the store has for a slot. In a frame of its own: where an error is raised, no text holds a key."""
        try:
            text = self._at_store(lambda store: store.get_password(SERVICE, slot.value))
        except Unusable as error:
            return _Found(error.state)
        keys = None if text is None else _read_pair(text)
        return _Found(StoreState.GOOD, keys, odd=text is not None and keys is None)

    def _write(self, slot: Slot, keys: KeyPair) -> None:
        """Put keys into the store and read them back. Raises `Unusable`; then the store has what it had before."""
        before: list[str | None] = []

        def work(store: PasswordStore) -> None:
            prove(store)
            before.append(store.get_password(SERVICE, slot.value))
            text = json.dumps({"web_api_key": keys.web_api_key, "app_key": keys.app_key})
            try:
                store.set_password(SERVICE, slot.value, text)
                if store.get_password(SERVICE, slot.value) == text:
                    return
            except Exception:
                undo(store)
                raise
            undo(store)
            raise Unusable(StoreState.FAILED)

        def undo(store: PasswordStore) -> None:
            # "In memory" is said of the new keys in these cases (also when the store was unlocked too late), and stays
            # true; the keys that were kept there before are not lost for it.
            with suppress(Exception):
                if before and before[0] is not None and _read_pair(before[0]):
                    store.set_password(SERVICE, slot.value, before[0])
                else:
                    store.delete_password(SERVICE, slot.value)

        self._at_store(work, undo)

    def _at_store(
        self,
        work: Callable[[PasswordStore], _T],
        undo: Callable[[PasswordStore], None] | None = None,
    ) -> _T:
        """One visit to the store. Raises `Unusable`; `undo` is called when the visit succeeds too late."""

        def visit() -> _T:
            store = self._trusted_store()
            if store is None:
                raise Unusable(StoreState.NONE)
            return work(store)

        def take_back() -> None:
            if undo and self._store:
                undo(self._store)

        return self._visit.make(visit, take_back)

    def _trusted_store(self) -> PasswordStore | None:
        if not self._searched:
            self._store = self._find_store()
            self._searched = True
        return self._store

    def _store_name(self) -> str:
        return store_name(self._store)

    def _store_words(self, state: StoreState) -> str:
        name = _capital(self._store_name())
        return {
            StoreState.GOOD: f"{name} works again: check the keys once more, and they are kept there.",
            StoreState.NONE: "This computer has no password store that fwdesk trusts.",
            StoreState.LOCKED: f"{name} is locked.",
            StoreState.SILENT: f"{name} does not answer. It may be waiting to be unlocked.",
            StoreState.FAILED: f"{name} does not give back what it was given to keep.",
        }[state]


def _emptied(store: PasswordStore, name: str) -> bool:
    if store.get_password(SERVICE, name) is not None:
        store.delete_password(SERVICE, name)
    return store.get_password(SERVICE, name) is None


def _read_pair(text: str) -> KeyPair | None:
    """The keys in what a store gave back, None if it is anything else."""
    try:
        found = cast("dict[str, str]", json.loads(text))
        pair = KeyPair(found["web_api_key"], found["app_key"])
        return None if pair.faults() else pair.cleaned()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
