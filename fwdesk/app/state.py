"""What is on the desk, to be read: the piece, the artwork, the catalog, the way back. `Session` alone changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.history import History
from fwdesk.domain.code import ProductCode
from fwdesk.domain.crop import Pixels
from fwdesk.domain.draft import Draft, Tray
from fwdesk.domain.geometry import Geometry, measure
from fwdesk.domain.offers import Offer, Offers
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Problem, Rules, Step

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

_NO_PICTURE = Pixels(2400, 3000)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the artist about what just happened. `level` is info, warn or error; `undo` offers Undo."""

    text: str
    level: str = "info"
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One code in the place of another: what the piece was, what it is, and what is said before the differences."""

    old: ProductCode
    new: ProductCode
    lead: str = ""


class State(QObject):
    """What widgets and presenters read, and the signals they follow.

    Signals:
        loaded(): another piece came to the desk whole, with its tray and history; the other signals follow.
        piece_changed(Piece): after every edit, undo, redo and paste.
        artwork_changed(Artwork | None): another picture, or the same one opened again.
        catalog_changed(): the catalog was loaded or replaced.
        history_changed(): what undo and redo would do.
        tray_changed(): the versions that were kept.
        step_changed(Step): another step is shown.
        tried(Offer | None): an option is tried on, or none any more; `shown` is another piece.
        noted(Note): something the artist should read.
    """

    loaded = Signal()
    piece_changed = Signal(object)
    artwork_changed = Signal(object)
    catalog_changed = Signal()
    history_changed = Signal()
    tray_changed = Signal()
    step_changed = Signal(object)
    tried = Signal(object)
    noted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is known yet: no catalog, no piece, no picture."""
        super().__init__(parent)
        self._catalog = Catalog()
        self._offers = Offers(Rules(self._catalog))
        self._piece: Piece | None = None
        self._artwork: Artwork | None = None
        self._offered: dict[tuple[Piece, Pixels, Step], tuple[Offer, ...]] = {}
        self._tray: Tray = ()
        self._history = History()
        self._step = Step.FRAME
        self._trying: Offer | None = None
        self._exchange: Exchange | None = None

    @property
    def catalog(self) -> Catalog:
        """What can be chosen; empty until it was loaded."""
        return self._catalog

    @property
    def rules(self) -> Rules:
        """The one validator, over the catalog."""
        return self._offers.rules

    @property
    def piece(self) -> Piece | None:
        """The piece on the desk; None until a catalog is there."""
        return self._piece

    @property
    def trying(self) -> Offer | None:
        """The option that is tried on: seen on the stage, not chosen."""
        return self._trying

    @property
    def shown(self) -> Piece | None:
        """What the stage shows: the piece with the option that is tried on, else the piece."""
        return (self._trying.piece if self._trying else None) or self._piece

    @property
    def artwork(self) -> Artwork | None:
        """The picture on the desk."""
        return self._artwork

    @property
    def pixels(self) -> Pixels:
        """The picture's pixels, or those of a portrait placeholder."""
        return self._artwork.pixels if self._artwork else _NO_PICTURE

    @property
    def step(self) -> Step:
        """The step whose options are shown."""
        return self._step

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the present piece from being made; empty for every piece the desk makes."""
        return self.rules.problems(self._piece.code) if self._piece else ()

    @property
    def geometry(self) -> Geometry | None:
        """The present piece laid out in inches."""
        return self.laid_out(self._piece)

    def laid_out(self, piece: Piece | None) -> Geometry | None:
        """A piece laid out in inches."""
        return measure(piece.code, self.rules.style_of(piece), self.rules.frame_of(piece)) if piece else None

    def offers(self, step: Step) -> tuple[Offer, ...]:
        """The rows of a step for the present piece."""
        if self._piece is None:
            return ()
        key = (self._piece, self.pixels, step)
        made = self._offered.get(key)
        if made is None:
            self._offered = {old: rows for old, rows in self._offered.items() if old[:2] == key[:2]}
            made = self._offered[key] = self._offers.offers(step, self._piece, self.pixels)
        return made

    @property
    def undo_name(self) -> str:
        """What undo would take back, in words; empty if nothing."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str:
        """What redo would do again, in words; empty if nothing."""
        return self._history.redo_name

    @property
    def tray(self) -> Tray:
        """The versions of the piece that were kept, oldest first."""
        return self._tray

    @property
    def draft(self) -> Draft:
        """All of it that is kept, but the picture."""
        history = self._history
        return Draft(self._piece, None, self._step.value, self._tray, tuple(history.done), tuple(history.undone))
