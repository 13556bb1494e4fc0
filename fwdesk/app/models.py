"""The rows of an option list, for views and for whoever reads the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fwdesk.domain.fit import Sides
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offer
from fwdesk.domain.options import Frame
from fwdesk.domain.size import Size, inches

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class OptionRole(IntEnum):
    """What an option row tells, beside its name in `DisplayRole`. These numbers are public."""

    ID = Qt.ItemDataRole.UserRole + 1
    NAME = Qt.ItemDataRole.UserRole + 2
    AVAILABLE = Qt.ItemDataRole.UserRole + 3
    REASON = Qt.ItemDataRole.UserRole + 4
    FIX = Qt.ItemDataRole.UserRole + 5
    PRICE_DIFFERENCE = Qt.ItemDataRole.UserRole + 6
    NOTE = Qt.ItemDataRole.UserRole + 7
    CURRENT = Qt.ItemDataRole.UserRole + 8
    LOOK = Qt.ItemDataRole.UserRole + 9
    OFFER = Qt.ItemDataRole.UserRole + 10
    BADGE = Qt.ItemDataRole.UserRole + 11
    GROUP = Qt.ItemDataRole.UserRole + 12
    HEADING = Qt.ItemDataRole.UserRole + 13
    FOOTING = Qt.ItemDataRole.UserRole + 14
    WIDE = Qt.ItemDataRole.UserRole + 15
    LOST = Qt.ItemDataRole.UserRole + 16
    HEARTED = Qt.ItemDataRole.UserRole + 17


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One row: what would be chosen, a grey line, a short badge, and how it looks.

    `look` is what its picture is made from: a `Frame`, a `Mat`, a `Glazing`, a `Size`, or None for a text row.
    Rows of one `group` stand together under its name; in a grid of tiles a `wide` row has a line of its own.
    `lost` is what a size crops off the picture. `hearted` is true for what the artist put a heart on.
    """

    offer: Offer
    note: str = ""
    badge: str = ""
    current: bool = False
    look: object = None
    group: str = ""
    wide: bool = True
    lost: Sides | None = None
    hearted: bool = False


def frame_note(frame: Frame) -> str:
    """A moulding's width, depth and material."""
    parts = [f"{inches(frame.face)} in wide", f"{inches(frame.depth)} in deep", frame.composite]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one group that stand together: their name, the first of them, and how many there are."""

    name: str
    first: int
    count: int


class OptionModel(QAbstractListModel):
    """The options of one step. `difference` (a `Money`, or None where it is not known) is filled in when it arrives."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `show` is called."""
        super().__init__(parent)
        self._rows: tuple[OptionRow, ...] = ()
        self._differences: dict[int, Money] = {}
        self._places: dict[int, int] = {}
        self._sections: tuple[Section, ...] = ()

    def show(self, rows: tuple[OptionRow, ...]) -> None:
        """Show these rows. If they are the same rows (same ids, same order), views keep their place."""
        same = [row.offer.id for row in rows] == [row.offer.id for row in self._rows]
        if same and rows:
            self._rows, self._differences = rows, {}
            self._sections = _sections(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows, self._differences = rows, {}
        # From the back, so that of two rows of one option the first is found.
        self._places = {row.offer.id: number for number, row in reversed(list(enumerate(rows)))}
        self._sections = _sections(rows)
        self.endResetModel()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The groups of the rows, in their order; one without a name where there are none."""
        return self._sections

    def mark(self, is_current: Callable[[Offer], bool], only: int | None = None) -> None:
        """Show other rows as what the piece has; the rest stays as it is until `show` is called.

        `only` is the one row that can be current now, where that is known: then no other need be asked.
        """
        rows = list(self._rows)
        asked = range(len(rows)) if only is None else [number for number in {only, self.current_row} if number >= 0]
        for number in asked:
            row = rows[number]
            current = is_current(row.offer)
            if row.current != current:
                rows[number] = replace(row, current=current)
                self._rows = tuple(rows)
                self.dataChanged.emit(self.index(number), self.index(number))

    def place_of(self, offer: Offer) -> int:
        """The row of the same option, of whatever piece the offer was made; -1 if it is not shown."""
        if offer.size is None:
            number = self._places.get(offer.id, -1)
            return number if number >= 0 and self._rows[number].offer.name == offer.name else -1
        # Sizes have no ids of their own: they are told apart by what they say.
        return next((number for number, row in enumerate(self._rows) if row.offer.name == offer.name), -1)

    def set_differences(self, differences: dict[int, Money]) -> None:
        """What choosing each row would add to the price (negative: save), by option id."""
        self._differences = differences
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [int(OptionRole.PRICE_DIFFERENCE)])

    def difference_of(self, row: OptionRow) -> Money | None:
        """What choosing a row would add; None where it is not known."""
        return self._differences.get(row.offer.id)

    @property
    def rows(self) -> tuple[OptionRow, ...]:
        """What is shown."""
        return self._rows

    def row_of(self, option_id: int) -> int:
        """The row of an option, -1 if it is not shown."""
        return self._places.get(option_id, -1)

    @property
    def current_row(self) -> int:
        """The row of what the piece has, -1 if it is not shown."""
        return next((index for index, row in enumerate(self._rows) if row.current), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many options there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """One fact about one row; see `OptionRole`."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        offer = row.offer
        match role:
            case Qt.ItemDataRole.DisplayRole | OptionRole.NAME:
                return offer.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, self.difference_of(row))
            case Qt.ItemDataRole.ToolTipRole:
                return offer.reason or _note(row) or offer.name
            case OptionRole.ID:
                return offer.id
            case OptionRole.AVAILABLE:
                return offer.available
            case OptionRole.REASON:
                return offer.reason
            case OptionRole.FIX:
                return offer.fix
            case OptionRole.PRICE_DIFFERENCE:
                difference = self.difference_of(row)
                return difference.difference if difference is not None else ""
            case OptionRole.NOTE:
                return _note(row)
            case OptionRole.BADGE:
                return row.badge
            case OptionRole.CURRENT:
                return row.current
            case OptionRole.LOOK:
                return row.look
            case OptionRole.OFFER:
                return offer
            case OptionRole.GROUP:
                return row.group
            case OptionRole.HEADING:
                return self._begun(index.row()) if row.wide else ""
            case OptionRole.FOOTING:
                return self._below(index.row())
            case OptionRole.WIDE:
                return row.wide
            case OptionRole.LOST:
                return row.lost
            case OptionRole.HEARTED:
                return row.hearted
            case _:
                return None

    def _begun(self, number: int) -> str:
        """The group that begins with a row; empty inside of one."""
        group = self._rows[number].group
        return group if not number or self._rows[number - 1].group != group else ""

    def _below(self, number: int) -> str:
        """The name of the tiles that follow a wide row: over a single tile there is no room for it."""
        following = self._rows[number + 1 : number + 2]
        return self._begun(number + 1) if self._rows[number].wide and following and not following[0].wide else ""

    def _spoken(self, row: OptionRow, difference: Money | None) -> str:
        metric = row.look.metric if isinstance(row.look, Size) else ""
        parts = [row.offer.name, metric, _note(row), row.badge, row.group]
        if difference is not None:
            parts.append(f"{difference.difference} dollars" if difference else "same price")
        if row.hearted:
            parts.append("hearted")
        if row.current:
            parts.append("selected")
        if not row.offer.available:
            parts += ["not available", row.offer.reason]
        return ", ".join(part for part in parts if part)


def _note(row: OptionRow) -> str:
    """The grey line. Frames have theirs made when it is asked for: ten thousand are listed and twenty seen."""
    return row.note or (frame_note(row.look) if isinstance(row.look, Frame) else "")


def _sections(rows: tuple[OptionRow, ...]) -> tuple[Section, ...]:
    found: list[Section] = []
    first = 0
    for number in range(1, len(rows) + 1):
        if number == len(rows) or rows[number].group != rows[first].group:
            found.append(Section(rows[first].group, first, number - first))
            first = number
    return tuple(found)
