"""The heavy tools, made when first needed and only on workers: renderer, picture decoder, client, practice service.

Nothing here is imported before the first paint: the modules below pull in Pillow, requests, pydantic and Werkzeug.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fwdesk.app.service import Kind, Service
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadCredentials, ServiceError

if TYPE_CHECKING:
    from fwdesk.artwork.open import Decoder
    from fwdesk.finerworks.client import FinerWorks
    from fwdesk.finerworks.keys import Keys
    from fwdesk.orders.ledger import Ledger
    from fwdesk.render.draw import Renderer
    from fwdesk.store.cache import Cache
    from fwdesk.store.folders import Folders
    from fwdesk.store.secrets import Secrets, Slot

HOSTS = {Kind.TEST: "https://v2.api.finerworks.com", Kind.LIVE: "https://v2.api.finerworks.com"}
"""Where test and live keys are sent (REFERENCE 1.1: the newest host). What is live is decided by the keys."""


@dataclass(frozen=True, slots=True)
class KeysKept:
    """Whether there are keys for a service, and where they are (or would be), in words."""

    there: bool
    words: str


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


class Workshop:
    """Everything slow, behind one door. Methods are called on workers; each tool is made once."""

    def __init__(self, folders: Folders, start_practice: Callable[[], str], practice_keys: tuple[str, str]) -> None:
        """`start_practice` starts the practice service if it is not running and returns its URL."""
        self.folders = folders
        self._start_practice = start_practice
        self._practice_keys = practice_keys
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._keys_in_use: Keys | None = None

    @cached_property
    def renderer(self) -> Renderer:
        """The one renderer, with its layer caches."""
        from fwdesk.render.draw import Renderer

        return Renderer()

    @cached_property
    def decoder(self) -> Decoder:
        """The child process that opens pictures."""
        from fwdesk.artwork.open import Decoder

        return Decoder()

    @cached_property
    def secrets(self) -> Secrets:
        """The keys, in the password store or for this run."""
        from fwdesk.store.secrets import Secrets

        return Secrets()

    @cached_property
    def ledger(self) -> Ledger:
        """The order ledger on disk."""
        from fwdesk.orders.ledger import Ledger
        from fwdesk.store.database import Database

        ledger = Ledger(Database(self.folders.database_file))
        ledger.recover()
        ledger.back_up()
        return ledger

    @cached_property
    def cache(self) -> Cache:
        """Pictures and catalog snapshots that can be fetched again."""
        from fwdesk.store.cache import Cache

        return Cache(self.folders.picture_cache)

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

    @cached_property
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

        with self._lock:
            if service.kind is Kind.PRACTICE:
                service = replace(service, url=self._start_practice())
            url = service.url or HOSTS[service.kind]
            keys = self._keys(service)
            connection = Connection(FinerWorks(url, keys), replace(service, url=url))
            if cancel:
                cancel.check()
            self._keys_in_use, self._connection = keys, connection
            return connection

    # Keys

    def keys_kept(self, service: Service) -> KeysKept:
        """Where the keys of a service are."""
        slot = self._slot(service)
        return KeysKept(self.secrets.read(slot) is not None, self.secrets.where(slot))

    def try_keys(self, service: Service, web_api_key: str, app_key: str, cancel: Cancel) -> str:
        """Check two keys with the service and keep them if it knows them. Returns whose they are, in words.

        Raises `StoreError` for text that is no key, `ServiceError` when the service refuses them or is out of reach.
        """
        from fwdesk.finerworks.client import FinerWorks
        from fwdesk.finerworks.keys import Keys
        from fwdesk.store import secrets

        cleaned = secrets.clean(web_api_key, app_key)
        client = FinerWorks(HOSTS[service.kind], Keys(cleaned.web_api_key, cleaned.app_key))
        account = client.test_my_credentials(cancel=cancel)
        cancel.check()
        where = self.secrets.keep(self._slot(service), cleaned)
        mode = {True: " The app is in live mode.", False: " The app is in test mode.", None: ""}[account.live]
        return f"These are the keys of {account.username}.{mode} {where}"

    def forget_keys(self, service: Service) -> KeysKept:
        """Forget the keys of a service, wherever they are."""
        self.secrets.forget(self._slot(service))
        return self.keys_kept(service)

    @staticmethod
    def _slot(service: Service) -> Slot:
        from fwdesk.store.secrets import Slot

        return {Kind.PRACTICE: Slot.PRACTICE, Kind.LIVE: Slot.LIVE}.get(service.kind, Slot.TEST)

    def redact(self, text: str) -> str:
        """The text without the keys in use."""
        keys = self._keys_in_use
        return keys.redact(text) if keys else text

    def close(self) -> None:
        """End the child process and close the ledger, if they were made."""
        for tool in ("decoder", "ledger"):
            made = self.__dict__.get(tool)
            if made is not None:
                made.close()

    def _keys(self, service: Service) -> Keys:
        """The keys for a service. Stored keys go to the vendor only; another URL gets what the environment names."""
        from fwdesk.finerworks.keys import Keys
        from fwdesk.finerworks.transport import is_loopback

        slot = self._slot(service)
        if service.kind is Kind.PRACTICE:
            return Keys(*self._practice_keys)
        found = self.secrets.from_environment(slot) if service.kind is Kind.CUSTOM else self.secrets.read(slot)
        if found:
            return Keys(found.web_api_key, found.app_key)
        if service.kind is Kind.CUSTOM and is_loopback(service.url):
            return Keys(*self._practice_keys)
        raise BadCredentials(f"There are no keys for {service.name} yet.")
