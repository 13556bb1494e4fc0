"""Type to find: the catalog's index, built on a worker whenever the catalog is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from fwdesk.catalog.search import CatalogIndex, Hit

LANE = "index"


class Finder(QObject):
    """What fits a few typed words, among everything the catalog has.

    Signals:
        changed(): another catalog can be searched.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        """Follows the session's catalog."""
        super().__init__(session)
        self._session, self._tasks = session, tasks
        self._index: CatalogIndex | None = None
        session.catalog_changed.connect(self._read)

    @property
    def ready(self) -> bool:
        """Whether the catalog on the desk can be searched; the index follows it within a moment."""
        return self._index is not None

    def find(self, text: str, *, limit: int | None = None) -> tuple[Hit, ...]:
        """What fits, best first; nothing while the index is made."""
        return self._index.search(text, limit=limit) if self._index else ()

    def ids(self, step: str, text: str) -> frozenset[int] | None:
        """The options of one step that fit; None while the index is made."""
        if self._index is None:
            return None
        return frozenset(hit.id for hit in self._index.search(text, steps=(step,)))

    @Slot()
    def _read(self) -> None:
        catalog = self._session.catalog
        self._index = None

        def build(_cancel: Cancel) -> CatalogIndex:
            from fwdesk.catalog.search import CatalogIndex

            return CatalogIndex(catalog)

        def built(index: CatalogIndex) -> None:
            self._index = index
            self.changed.emit()

        self._tasks.run(build, built, self._not_built, lane=LANE)

    def _not_built(self, _error: Exception) -> None:
        """Without an index lists are searched by the words their rows show."""
