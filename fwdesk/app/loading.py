"""Read the catalog, keep it for the next start, and say what changed in it. Runs on workers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fwdesk.app.service import Kind, Service
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.errors import StoreError
from fwdesk.domain.options import Catalog

if TYPE_CHECKING:
    from fwdesk.app.workshop import Connection, Workshop
    from fwdesk.catalog.kept import KeptCatalog, Reading
    from fwdesk.catalog.load import Progress


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept from last time: the catalog and when it was read (UTC), or that it was damaged; and the diary."""

    catalog: Catalog | None = None
    read_at: datetime | None = None
    damaged: bool = False
    diary: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalog as it was just read. `reading` is what is different in it; `words` why it could not be kept."""

    catalog: Catalog
    read_at: datetime
    reading: Reading | None = None
    words: str = ""
    diary: tuple[Reading, ...] = ()


def kept_name(service: Service) -> str:
    """What the files of a service's catalog are called: practice, test, live and every other address have their own."""
    if service.kind is Kind.CUSTOM:
        return f"custom-{hashlib.sha256(service.url.rstrip('/').encode()).hexdigest()[:16]}"
    return service.kind.value


def kept_catalog(workshop: Workshop, service: Service) -> KeptCatalog:
    """The files of a service's catalog."""
    from fwdesk.catalog.kept import KeptCatalog

    return KeptCatalog(workshop.folders.catalogs, kept_name(service))


def load(
    workshop: Workshop, line: Connection, service: Service, last: Catalog | None, saved: tuple[ProductCode, ...],
    cancel: Cancel,
) -> Loaded:  # fmt: skip
    """Everything the service offers. `last` is what it offered before: where nothing changed, the same object.

    `saved` are the artist's pieces, to say which of them are touched by what changed. Raises `ServiceError`.
    """
    from fwdesk.catalog.load import load_catalog
    from fwdesk.catalog.snapshot import Snapshot

    troubles = list[str]()

    def told(progress: Progress) -> None:
        if progress.problem:
            troubles.append(progress.what)

    found = load_catalog(line.client, cancel=cancel, progress=told, last=last)
    read_at = datetime.now(UTC)
    if last is None and troubles:
        # Frames that were not read would be new next time. It is read again then, with nothing to compare.
        return Loaded(found, read_at)
    if last is not None and found == last:
        found = last
    found.warm()
    kept = kept_catalog(workshop, service)
    try:
        reading = kept.keep(Snapshot(found, line.host, read_at), saved)
    except StoreError as error:
        return Loaded(found, read_at, words=f"The catalog could not be kept for the next start. {error}")
    return Loaded(found, read_at, reading, diary=kept.diary() if reading else ())


def last_loaded(workshop: Workshop, service: Service) -> Kept:
    """The catalog that was kept from this service, with its age. Never raises for a bad file."""
    kept = kept_catalog(workshop, service)
    diary = kept.diary()
    try:
        snapshot = kept.read()
    except StoreError:
        return Kept(damaged=True, diary=diary)
    if snapshot:
        snapshot.catalog.warm()
    return Kept(snapshot.catalog, snapshot.taken_at, diary=diary) if snapshot else Kept(diary=diary)
