"""Type to find: the catalog's index, built on a worker whenever the catalog is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.models import OptionRow
from fwdesk.app.rows import matches
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.options import Frame
from fwdesk.domain.rules import Step

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


def searched(
    session: Session, finder: Finder, step: Step, rows: tuple[OptionRow, ...], text: str
) -> tuple[OptionRow, ...]:
    """The rows of a step that fit what was typed; sizes, and a catalog just read, by the words their rows show."""
    ids = None if step is Step.SIZE else finder.ids(step.value, text)
    if ids is None:
        return tuple(row for row in rows if matches(row, text, _more_words(session, row.look)))
    # What a row says beside the catalog's words, such as why a mat is suggested, is searched too.
    return tuple(row for row in rows if row.offer.id in ids or (not isinstance(row.look, Frame) and matches(row, text)))


def _more_words(session: Session, look: object) -> str:
    """A frame is also found by its collection and its color."""
    if not isinstance(look, Frame):
        return ""
    group = session.catalog.collection_by_id.get(look.collection_id)
    return f"{group.name if group else ''} {look.color}"
