"""Load the catalog, and keep the last one for when the service does not answer. Runs on workers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fwdesk.app.service import Kind, Service
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import StoreError
from fwdesk.domain.options import Catalog

if TYPE_CHECKING:
    from fwdesk.app.workshop import Connection, Workshop


def _key(service: Service) -> str:
    return f"catalog {service.kind.value} {service.url if service.kind is Kind.CUSTOM else ''}"


def load(workshop: Workshop, line: Connection, cancel: Cancel) -> Catalog:
    """Everything the service offers, kept for next time. Raises `ServiceError`."""
    from fwdesk.catalog.load import load_catalog
    from fwdesk.catalog.snapshot import Snapshot, to_text

    catalog = load_catalog(line.client, cancel=cancel)
    snapshot = Snapshot(catalog, line.host, datetime.now(UTC))
    workshop.cache.put(_key(line.service), to_text(snapshot).encode())
    return catalog


def last_loaded(workshop: Workshop, service: Service) -> Catalog | None:
    """The catalog that was loaded last from this service, or None."""
    from fwdesk.catalog.snapshot import from_text

    kept = workshop.cache.get(_key(service))
    if kept is None:
        return None
    try:
        return from_text(kept.data.decode()).catalog
    except (StoreError, UnicodeDecodeError):
        return None
