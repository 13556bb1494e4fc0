"""The artist's own wall: its photograph, how it was measured, and where the piece hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.preview import Preview, WallPhoto
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.render.own_wall import Survey

LANE = "own wall"
_SIDE = 2400


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered: the photograph's path, points as shares of it, and the known lengths in inches."""

    path: str
    points: tuple[tuple[float, float], ...]
    width: Decimal
    height: Decimal


class OwnWall(QObject):
    """Opens photographs of walls and hangs the piece on them.

    Signals:
        opened(Artwork): a photograph is open, to be measured.
        failed(Exception): it could not be opened.
        kept(Kept): this is to be remembered.
    """

    opened = Signal(object)
    failed = Signal(object)
    kept = Signal(object)

    def __init__(self, preview: Preview, tasks: Tasks, workshop: Workshop) -> None:
        """No photograph yet; `remembered` brings the last one back when it is first looked at."""
        super().__init__(preview)
        self._preview, self._tasks, self._workshop = preview, tasks, workshop
        self.remembered: Kept | None = None
        """The wall of an earlier day."""

    def open(self, path: Path) -> None:
        """Open a photograph to measure it."""
        self._open(path, self.opened.emit)

    def show(self) -> bool:
        """Look at the piece on the wall that is known; False if there is none."""
        if self._preview.photo is not None:
            self._preview.look("photo")
            return True
        kept = self.remembered
        if kept is None:
            return False

        def ready(photo: Artwork) -> None:
            from fwdesk.render.own_wall import Survey, flawed

            survey = Survey(kept.points, kept.width, kept.height)
            if flawed(survey, photo.proxy.size):
                self.opened.emit(photo)  # whatever was remembered is of no use: it is measured again
            else:
                self._hang(photo, survey)

        self._open(Path(kept.path), ready)
        return True

    def use(self, photo: Artwork, survey: Survey) -> None:
        """The photograph was measured: hang the piece on it, and remember it."""
        self._hang(photo, survey)
        self.remembered = Kept(str(photo.path), survey.points, survey.width, survey.height)
        self.kept.emit(self.remembered)

    def _hang(self, photo: Artwork, survey: Survey) -> None:
        self._preview.hang_on(WallPhoto(photo.proxy, survey, photo.name))

    def _open(self, path: Path, ready: Callable[[Artwork], None]) -> None:
        workshop = self._workshop

        def work(cancel: Cancel) -> Artwork:
            return workshop.decoder.open_artwork(path, proxy_side=_SIDE, cancel=cancel)

        self._tasks.run(work, ready, self.failed.emit, lane=LANE, near=True)
