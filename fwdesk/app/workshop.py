"""The heavy tools, made when first needed and only on workers: renderer, picture decoder, client, practice service.

Nothing here is imported before the first paint: the modules below pull in Pillow, requests, pydantic and Werkzeug.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar, cast
from urllib.parse import urlsplit

from fwdesk.app.service import Kind, Service
from fwdesk.domain.account import Account
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadCredentials, BadReply, Refused, ServiceError
from fwdesk.domain.keys import KeyPair, blotted

if TYPE_CHECKING:
    from fwdesk.artwork.open import Decoder
    from fwdesk.finerworks.client import FinerWorks
    from fwdesk.finerworks.keys import Keys
    from fwdesk.orders.ledger import Ledger
    from fwdesk.render.draw import Renderer
    from fwdesk.store.cache import Cache
    from fwdesk.store.folders import Folders
    from fwdesk.store.secrets import Kept, Secrets, Slot

HOSTS = {Kind.TEST: "https://v2.api.finerworks.com", Kind.LIVE: "https://v2.api.finerworks.com"}
"""Where test and live keys are sent (REFERENCE 1.1: the newest host). What is live is decided by the keys."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Keys that the service knows: whose they are, and where they are kept."""

    account: Account
    kept: Kept


@dataclass(frozen=True, slots=True)
class Connection:
    """One service as it is in use: its client, and the service with its address. Taken as one, it cannot be torn."""

    client: FinerWorks
    service: Service

    @property
    def host(self) -> str:
        """The service's name in the ledger: practice keeps one name, whatever its port."""
        parts = urlsplit(self.service.url)
        port = f":{parts.port}" if parts.port else ""
        return "practice" if self.service.kind is Kind.PRACTICE else f"{parts.hostname}{port}"

    @property
    def ledger(self) -> str:
        """Which ledger its orders belong to."""
        return self.service.ledger


_Tool = TypeVar("_Tool")


class _made_once(Generic[_Tool]):
    """A property made when it is first asked for, by one worker while the others wait (cached_property does not)."""

    def __init__(self, make: Callable[[Workshop], _Tool]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, workshop: Workshop, _owner: type[Workshop]) -> _Tool:
        with workshop.making:
            kept = workshop.tools.get(self._name)
            if kept is None:
                kept = workshop.tools[self._name] = self._make(workshop)
            return cast("_Tool", kept)


class Workshop:
    """Everything slow, behind one door. Methods are called on workers; each tool is made once."""

    def __init__(self, folders: Folders, start_practice: Callable[[], str], practice_keys: tuple[str, str]) -> None:
        """`start_practice` starts the practice service if it is not running and returns its URL."""
        self.folders = folders
        self._start_practice = start_practice
        self._practice_keys = practice_keys
        self._lock = threading.Lock()
        self.making = threading.RLock()
        self.tools: dict[str, object] = {}
        """The tools made so far, by name."""
        self.ledger_words = ""
        """What a person must know about the file of orders since it was opened; empty if all is well."""
        self._connection: Connection | None = None
        self._secrets: Secrets | None = None
        # Every key that was used in this run: the log must not hold those of the service before, either.
        self._seen: set[str] = set()

    @_made_once
    def renderer(self) -> Renderer:
        """The one renderer, with its layer caches."""
        from fwdesk.render.draw import Renderer

        return Renderer()

    @_made_once
    def decoder(self) -> Decoder:
        """The child process that opens pictures."""
        from fwdesk.artwork.open import Decoder

        return Decoder()

    @property
    def secrets(self) -> Secrets:
        """The keys, in the password store or for this run. One for all workers: it holds what no store keeps."""
        from fwdesk.store.secrets import Secrets

        with self._lock:
            self._secrets = self._secrets or Secrets()
            return self._secrets

    @_made_once
    def ledger(self) -> Ledger:
        """The order ledger on disk."""
        from fwdesk.orders.ledger import Ledger
        from fwdesk.store.database import Database

        ledger = Ledger(Database(self.folders.database_file))
        ledger.recover()
        self.ledger_words = " ".join(words for words in (ledger.note, ledger.back_up()) if words)
        return ledger

    @_made_once
    def cache(self) -> Cache:
        """Pictures and catalog snapshots that can be fetched again."""
        from fwdesk.store.cache import Cache

        return Cache(self.folders.picture_cache)

    @_made_once
    def copies(self) -> Cache:
        """Small copies of opened pictures, by the SHA-256 of the picture."""
        from fwdesk.store.cache import Cache

        return Cache(self.folders.copies)

    @property
    def connection(self) -> Connection:
        """The service in use. An operation takes it once. Raises `ServiceError` while there is none."""
        connection = self._connection
        if connection is None:
            raise ServiceError("no service is connected yet", sent=False)
        return connection

    @property
    def client(self) -> FinerWorks:
        """The client of the service in use. Raises `ServiceError` while there is none."""
        return self.connection.client

    @_made_once
    def shelf(self) -> FinerWorks:
        """The practice service as a place for files that another service on this computer can fetch."""
        from fwdesk.finerworks.client import FinerWorks
        from fwdesk.finerworks.keys import Keys

        return FinerWorks(self._start_practice(), Keys(*self._practice_keys))

    def disconnect(self) -> None:
        """Another service was chosen: from now on nothing goes to the one before, whatever becomes of the new one."""
        self._connection = None

    def connect(self, service: Service, cancel: Cancel | None = None) -> Connection:
        """Make the client for a service; starts the practice service if that is the one. Nothing is sent yet.

        Raises `Cancelled` if another service was chosen meanwhile, `BadCredentials` without keys for this one.
        """
        from fwdesk.finerworks.client import FinerWorks

        keys = self._keys(service)  # a locked password store takes its time: nobody else waits for it
        with self._lock:
            if service.kind is Kind.PRACTICE:
                service = replace(service, url=self._start_practice())
            url = service.url or HOSTS[service.kind]
            connection = Connection(FinerWorks(url, keys), replace(service, url=url))
            if cancel:
                cancel.check()
            self._connection = connection
            return connection

    def account(self, service: Service, client: FinerWorks, cancel: Cancel | None = None) -> Account:
        """Whose keys a client has, as the service says.

        Raises `ServiceError`; `BadCredentials` also where the keys are of an app that this service must not run on.
        """
        account = client.test_my_credentials(cancel=cancel)
        if account.live is None and service.kind in {Kind.TEST, Kind.LIVE}:
            # This endpoint seldom says whether the app is live; get_user does, where a host has it (REFERENCE 1.6).
            with suppress(Refused, BadReply):
                account = replace(account, live=client.get_user(cancel=cancel).live)
        if words := service.refuses(account):
            raise BadCredentials(words)
        return account

    # Keys

    def keys_kept(self, service: Service) -> Kept:
        """Where the keys of a service are, or would be."""
        return self.secrets.kept(self._slot(service))

    def try_keys(self, service: Service, typed: KeyPair, cancel: Cancel) -> Checked:
        """Ask the service whose keys these are, and keep them if it knows them.

        Raises `StoreError` for text that is no key, `ServiceError` when the service refuses them or is out of reach,
        `Cancelled` if somebody lost interest; then nothing is kept.
        """
        from fwdesk.store.secrets import checked

        keys = checked(typed)
        account = self._whose(service, keys, cancel)
        return Checked(account, self.secrets.keep(self._slot(service), keys, cancel))

    def check_kept(self, service: Service, cancel: Cancel) -> Checked:
        """Ask the service whose keys the kept ones are. Raises as `try_keys`, `BadCredentials` when there are none."""
        keys = self.secrets.read(self._slot(service))
        if keys is None:
            raise BadCredentials(f"There are no keys for {service.name} yet.")
        return Checked(self._whose(service, keys, cancel), self.keys_kept(service))

    def forget_keys(self, service: Service) -> Kept:
        """Forget the keys of a service, wherever they are; where new ones would be kept. Raises `StoreError`."""
        self.secrets.forget(self._slot(service))
        return self.keys_kept(service)

    def _whose(self, service: Service, keys: KeyPair, cancel: Cancel) -> Account:
        from fwdesk.finerworks.client import FinerWorks

        client = FinerWorks(HOSTS[service.kind], self._sent(keys))
        try:
            return self.account(service, client, cancel)
        finally:
            client.close()

    @staticmethod
    def _slot(service: Service) -> Slot:
        from fwdesk.store.secrets import Slot

        return {Kind.PRACTICE: Slot.PRACTICE, Kind.LIVE: Slot.LIVE}.get(service.kind, Slot.TEST)

    def redact(self, text: str) -> str:
        """The text without any key that was used in this run."""
        return blotted(text, tuple(self._seen))

    def close(self) -> None:
        """End the child process and close the ledger, if they were made."""
        for tool in ("decoder", "ledger"):
            made = cast("Decoder | Ledger | None", self.tools.get(tool))
            if made is not None:
                made.close()

    def _keys(self, service: Service) -> Keys:
        """The keys for a service. Stored keys go to the vendor only; another URL gets what the environment names."""
        from fwdesk.finerworks.keys import Keys
        from fwdesk.finerworks.transport import is_loopback

        if service.kind is Kind.PRACTICE:
            return Keys(*self._practice_keys)
        slot = self._slot(service)
        found = self.secrets.from_environment(slot) if service.kind is Kind.CUSTOM else self.secrets.read(slot)
        if found:
            return self._sent(found)
        if service.kind is Kind.CUSTOM and is_loopback(service.url):
            return Keys(*self._practice_keys)
        raise BadCredentials(f"There are no keys for {service.name} yet.")

    def _sent(self, keys: KeyPair) -> Keys:
        """Keys as the client takes them; from now on no log shows them."""
        from fwdesk.finerworks.keys import Keys

        self._seen.update((keys.web_api_key, keys.app_key))
        return Keys(keys.web_api_key, keys.app_key)
