"""Mats suggested from the picture on the desk: its colors are looked for on a worker, once for each picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.mat_advice import MatSuggestion, Swatch, suggest_mats
from fwdesk.domain.options import Mat

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

LANE = "palette"
_KEPT = 20
WHITES_AND_ACCENTS = 8
"""Three whites and up to five that take up a color of the picture (FEATURES E5)."""


class MatAdvice(QObject):
    """Which of the catalog's mats go with the picture, and why.

    Signals:
        changed(): the colors of the picture are known, or another picture is on the desk.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        """Follows the session's picture; looks at it when it is first asked for advice."""
        super().__init__(session)
        self._session, self._tasks = session, tasks
        self._palettes: dict[str, tuple[Swatch, ...]] = {}
        self._given: tuple[tuple[Swatch, ...], tuple[Mat, ...], tuple[MatSuggestion, ...]] = ((), (), ())
        session.artwork_changed.connect(self._artwork_changed)

    def for_mats(self, mats: tuple[Mat, ...]) -> tuple[MatSuggestion, ...]:
        """The mats among these that go with the picture; none without one, or while its colors are looked for."""
        artwork = self._session.artwork
        if artwork is None:
            return ()
        colors = self._palettes.get(artwork.sha256)
        if colors is None:
            self._look(artwork)
            return ()
        # Lists ask after every change: the answer for the same picture and mats is kept.
        if self._given[:2] != (colors, mats):
            self._given = colors, mats, suggest_mats(colors, mats, count=WHITES_AND_ACCENTS)
        return self._given[2]

    @Slot(object)
    def _artwork_changed(self, _artwork: object) -> None:
        self._tasks.cancel(LANE)
        self.changed.emit()

    def _look(self, artwork: Artwork) -> None:
        if self._tasks.waits(LANE):
            return

        def look(_cancel: Cancel) -> tuple[Swatch, ...]:
            from fwdesk.artwork.palette import palette

            return palette(artwork.proxy)

        def found(colors: tuple[Swatch, ...]) -> None:
            while len(self._palettes) >= _KEPT:
                self._palettes.pop(next(iter(self._palettes)))
            self._palettes[artwork.sha256] = colors
            self.changed.emit()

        def failed(_error: Exception) -> None:
            self._palettes[artwork.sha256] = ()

        self._tasks.run(look, found, failed, lane=LANE, near=True)
