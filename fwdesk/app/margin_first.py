"""Begin with the price: which sizes and frames of the piece on the desk leave the margin one wants (FEATURES 2, 14)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.desk import Desk
from fwdesk.app.price_table import MOST_FRAMES, PriceTable
from fwdesk.domain.matrix import Cell
from fwdesk.domain.money import Money
from fwdesk.domain.rebuild import NONE
from fwdesk.domain.retail import Candidate, Keeps, margin_first


@dataclass(frozen=True, slots=True)
class Found:
    """What leaves enough, dearest first, each with its cell of the table; how many do not, or are not priced yet."""

    rows: tuple[tuple[Keeps, Cell], ...] = ()
    short: int = 0
    missing: int = 0


class MarginFirst(QObject):
    """A search over the sizes, without a frame and in the frames asked for; prices come as the price table asks them.

    Signals:
        changed(): prices or the piece are others.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """The print alone and in the frame it has; follows the piece."""
        super().__init__(parent)
        self._desk = desk
        self._table = PriceTable(desk.session, desk.tasks, desk.workshop, desk.link, self, prices=desk.prices)
        self._own = self._table.frames
        self._table.changed.connect(self._changed)

    @property
    def building(self) -> bool:
        """True while the sizes are made."""
        return self._table.building

    @property
    def error(self) -> Exception | None:
        """Why prices are missing."""
        return self._table.error

    @property
    def neighbors(self) -> tuple[int, ...]:
        """The frames of the collection that the piece's frame is from, at most as many as one table holds."""
        shop = self._desk.session.catalog
        frame = next((frame for frame in self._own if frame != NONE), NONE)
        group = shop.collection_by_id.get(shop.frame_by_id[frame].collection_id) if frame in shop.frame_by_id else None
        others = (one.id for one in (group.frames if group else ()) if one.id not in self._own)
        return (*self._own, *others)[:MOST_FRAMES]

    def widen(self, wide: bool) -> None:
        """Look among all frames of the collection, or only without a frame and in the one on the desk."""
        self._table.set_frames(self.neighbors if wide else self._own)

    def find(self, retail: Money, margin: Decimal) -> Found:
        """What leaves at least a margin (in percent) at a price."""
        table = self._table.table
        if table is None:
            return Found()
        cells: dict[str, Cell] = {}
        candidates: list[Candidate] = []
        for size, row in zip(table.sizes, table.cells, strict=True):
            for (_frame, name), cell in zip(table.frames, row, strict=True):
                if cell.piece is None or (cell.price and not cell.price.priced):
                    continue
                code = cell.piece.code.wire
                cells[code] = cell
                candidates.append(
                    Candidate(f"{size.framer} in, {name}", code, cell.price.total if cell.price else None)
                )
        found = margin_first(self._desk.retailing.rules, retail, margin, candidates)
        return Found(tuple((one, cells[one.candidate.code]) for one in found.keeps), found.short, found.missing)

    def put_on_desk(self, cell: Cell, retail: Money) -> None:
        """Make the piece that of a row, to be sold at the price. Raises `CodeError`."""
        if cell.piece:
            self._table.put_on_desk(cell)
            self._desk.retailing.set_own_price(cell.piece.code.wire, retail)

    def stop(self) -> None:
        """Nobody looks any more."""
        self._table.stop()

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()
