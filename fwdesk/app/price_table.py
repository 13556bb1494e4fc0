"""The piece in every size shown and in several frames: what each would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link
from fwdesk.app.price_rounds import PriceRounds
from fwdesk.app.prices import Prices
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.matrix import Cell, Matrix, matrix
from fwdesk.domain.offers import Offers
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rebuild import NONE
from fwdesk.domain.rules import Rules
from fwdesk.domain.sizing import offered

BUILD_LANE, PRICES_LANE = "price table", "price table prices"
MOST_FRAMES = 20
"""Columns that still can be read, and few enough calls."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What a table is made of; values only, a worker answers it."""

    catalog: Catalog
    piece: Piece
    pixels: Pixels
    frames: tuple[int, ...]


class PriceTable(QObject):
    """Sizes by frames for the piece on the desk, everything else as it is.

    Signals:
        changed(): the table, its prices or the state are others.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        workshop: Workshop,
        link: Link,
        parent: QObject | None = None,
        *,
        prices: Prices | None = None,
    ) -> None:
        """The print alone and the frame it has; follows the piece. What `prices` knows is not asked again."""
        super().__init__(parent)
        self._session, self._tasks, self._prices = session, tasks, prices
        self._rounds = PriceRounds(tasks, workshop, link, PRICES_LANE, self)
        self._built: Matrix | None = None
        framing = session.piece.framing if session.piece else None
        self._frames = tuple(dict.fromkeys((NONE, framing.frame if framing else NONE)))
        self._rounds.changed.connect(self.changed)
        if prices:
            prices.retailing.changed.connect(self.changed)
        session.piece_changed.connect(self._build)
        session.artwork_changed.connect(self._build)
        session.catalog_changed.connect(self._build)
        self._build()

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames across, 0 for the print alone."""
        return self._frames

    @property
    def building(self) -> bool:
        """True while the table is made."""
        return self._tasks.waits(BUILD_LANE)

    @property
    def table(self) -> Matrix | None:
        """The table with the prices known, as they may be seen; None until it was made, and without a print."""
        if self._built is None:
            return None
        cells = tuple(tuple(self._priced(cell) for cell in row) for row in self._built.cells)
        return replace(self._built, cells=cells)

    @property
    def count(self) -> tuple[int, int]:
        """How many prices are known, and of how many."""
        return self._rounds.count

    @property
    def error(self) -> Exception | None:
        """Why prices are missing."""
        return self._rounds.error

    def set_frames(self, frames: tuple[int, ...]) -> None:
        """Other frames across, at most `MOST_FRAMES`."""
        self._frames = frames[:MOST_FRAMES]
        self._build()

    def put_on_desk(self, cell: Cell) -> None:
        """Make the piece that of a cell. Raises `CodeError`."""
        if cell.piece:
            self._session.set_code(str(cell.piece.code))

    def stop(self) -> None:
        """Nobody looks any more."""
        self._tasks.cancel(BUILD_LANE)
        self._rounds.want(())

    # Inside

    def _priced(self, cell: Cell) -> Cell:
        price = self._rounds.known.get(cell.piece.code.wire) if cell.piece else None
        return replace(cell, price=self._prices.retailing.seen(price) if price and self._prices else price)

    @Slot()
    @Slot(object)
    def _build(self, _what: object = None) -> None:
        piece = self._session.piece
        self._rounds.want(())
        if piece is None or piece.print is None:
            self._tasks.cancel(BUILD_LANE)
            self._built = None
        else:
            question = _Question(self._session.catalog, piece, self._session.pixels, self._frames)
            self._tasks.run(partial(_made, question), self._was_built, self._not_built, lane=BUILD_LANE, near=True)
        self.changed.emit()

    def _was_built(self, table: Matrix) -> None:
        self._built = table
        if self._prices:
            self._rounds.remember(self._prices.known)
        self._rounds.want(table.codes)
        self.changed.emit()

    def _not_built(self, error: Exception) -> None:
        self._built = None
        self._rounds.error = error
        self.changed.emit()


def _made(question: _Question, _cancel: Cancel) -> Matrix:
    offers = Offers(Rules(question.catalog))
    piece = question.piece
    style = offers.rules.style_of(piece)
    sizes = offered(style, question.pixels) if style else ()
    if piece.image not in sizes:
        sizes = (piece.image, *sizes)
    ordered = sorted(sizes, key=lambda size: (size.area, size.width))
    return matrix(offers, piece, ordered, question.frames, {})
