"""The price table: the piece in every size shown and in the frames one picks, with what each would cost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.bulk import code_summary
from fwdesk.app.desk import Desk
from fwdesk.app.price_table import MOST_FRAMES, PriceTable
from fwdesk.domain.code import ProductCode
from fwdesk.domain.errors import CodeError
from fwdesk.domain.matrix import Cell, Matrix
from fwdesk.domain.rebuild import NONE
from fwdesk.resources import resource
from fwdesk.ui.messages import code_words, ended, sentence
from fwdesk.ui.tables import Table, tip
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.widgets import button, label

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
CELL = Qt.ItemDataRole.UserRole + 1
_SIZE, _NARROWEST = QSize(980, 660), QSize(700, 420)
_COLUMN = 128


class PriceModel(QAbstractTableModel):
    """Sizes down, frames across."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self._table: Matrix | None = None
        self._present: ProductCode | None = None
        self._asking = False

    def show(self, table: Matrix | None, present: ProductCode | None, *, asking: bool) -> bool:
        """Another table (true), or the same with its prices: then the view stays where it is.

        Prices that are not known are on their way while `asking`.
        """
        old = self._table
        same = bool(table and old and (table.sizes, table.frames) == (old.sizes, old.frames))
        if not same:
            self.beginResetModel()
        self._table, self._present, self._asking = table, present, asking
        if not same:
            self.endResetModel()
        elif table and table.sizes and table.frames:
            self.dataChanged.emit(self.index(0, 0), self.index(len(table.sizes) - 1, len(table.frames) - 1))
        return not same

    @property
    def present(self) -> QModelIndex:
        """The cell of the piece on the desk; no valid one if it is not in the table."""
        rows = self._table.cells if self._table else ()
        places = (
            self.index(row, column)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell.piece and cell.piece.code == self._present
        )
        return next(places, QModelIndex())

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.sizes)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.frames)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        if self._table is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if orientation is Qt.Orientation.Horizontal:
            name = self._table.frames[section][1]
            return tip(name) if role == Qt.ItemDataRole.ToolTipRole else name
        return f"{self._table.sizes[section].framer} in"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        if self._table is None:
            return None
        cell = self._table.cells[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(cell, asking=self._asking)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(cell_words(cell))
            case Qt.ItemDataRole.AccessibleTextRole:
                size, frame = self._table.sizes[index.row()], self._table.frames[index.column()][1]
                return f"{size.framer} in, {frame}: {cell_text(cell, asking=self._asking)} {cell.reason}".strip()
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                font = QFont()
                font.setBold(bool(cell.piece and cell.piece.code == self._present))
                return font
            case _ if role == CELL:
                return cell
            case _:
                return None


def cell_text(cell: Cell, *, asking: bool) -> str:
    """A price, … while it is asked for, ? if it is not known, or – for what cannot be made or priced."""
    if cell.piece is None or (cell.price and not cell.price.priced):
        return "–"
    if cell.price:
        return f"{cell.price.total}"
    return "…" if asking else "?"


def cell_words(cell: Cell) -> str:
    """Why there is no price, or the code and when its price was asked."""
    if cell.piece is None:
        return cell.reason
    if cell.price and not cell.price.priced:
        return cell.price.info or "The service cannot price it."
    asked = cell.price.asked_at if cell.price else None
    return f"{cell.piece.code}{f', asked {asked.astimezone():%H:%M}' if asked else ''}"


class PriceTableDialog(QDialog):
    """Sizes by frames beside the desk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begins with the print alone and the frame on the desk, and offers the frames of its collection."""
        super().__init__(parent)
        self.setObjectName("price_table.dialog")
        self.setWindowTitle("Price table")
        self.setMinimumSize(_NARROWEST)
        self.resize(_SIZE.boundedTo(parent.size()) if parent else _SIZE)
        self._session = desk.session
        self._prices = PriceTable(desk.session, desk.tasks, desk.workshop, desk.link, self, prices=desk.prices)
        self._about = label("", "caption", wrap=True)
        self.collection = QComboBox()
        self.collection.setObjectName("price_table.collection")
        self.collection.setAccessibleName("Collection")
        self.collection.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.frames = QListWidget()
        self.frames.setObjectName("price_table.frames")
        self.frames.setAccessibleName("Frames across the table")
        self.frames.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frames.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.frames.setSpacing(2)
        self.state = label("", "caption", wrap=True)
        self.state.setObjectName("price_table.state")
        self.table = Table("price_table.table", "Prices by size and frame")
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.table.verticalHeader().show()
        self.table.horizontalHeader().setDefaultSectionSize(_COLUMN)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._model = PriceModel(self.table)
        self.table.setModel(self._model)
        self.copy = button("Copy as CSV", name="price_table.copy", tip="Copy the whole table for a spreadsheet")
        self.put = button("Put on the desk", "primary", name="price_table.put", tip="Make the piece that of this cell")
        self._lay_out()
        self._dress()
        self._fill_collections()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        close = button("Close", name="price_table.close")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Price table", "step"))
        column.addWidget(self._about)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(label("Frames across", "field"))
        left.addWidget(self.collection)
        left.addWidget(self.frames, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 2)
        middle.addWidget(self.table, 5)
        column.addLayout(middle, 1)
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.put)
        column.addLayout(row)

    def _connect(self) -> None:
        self.collection.currentIndexChanged.connect(self._fill_frames)
        self.frames.itemChanged.connect(self._picked)
        self.table.doubleClicked.connect(self._put_on_desk)
        self.table.activated.connect(self._put_on_desk)
        self.table.selectionModel().currentChanged.connect(self._current_changed)
        self.copy.clicked.connect(self._copy)
        self.put.clicked.connect(self._put_current)
        self._prices.changed.connect(self._refresh)
        self._session.catalog_changed.connect(self._fill_collections)
        self.finished.connect(self._prices.stop)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        """Take the colors of the look in force."""
        self.table.dress()
        # Fusion outlines a check box in a darker shade of the window's color: on a dark one it cannot be seen.
        check = resource(f"look/check-{'dark' if Theme.dark else 'light'}.svg").as_posix()
        sheet = (
            "QListWidget::indicator { width: 14px; height: 14px; border-radius: 3px;"
            f" border: 1px solid {color('border').name()}; }}"
            f"QListWidget::indicator:checked {{ background: {color('accent').name()};"
            f' border: 1px solid {color("accent").name()}; image: url("{check}"); }}'
            f"QListWidget:focus {{ border: 1px solid {color('focus').name()}; }}"
            f"QListWidget {{ border: 1px solid {color('hairline').name()}; outline: none; }}"
            f"QListWidget::item:selected {{ background: {color('tint').name()}; color: {color('text').name()}; }}"
        )
        if sheet != self.frames.styleSheet():
            self.frames.setStyleSheet(sheet)

    # The frames across

    @Slot()
    def _fill_collections(self) -> None:
        shop = self._session.catalog
        present = next((frame for frame in reversed(self._prices.frames) if frame), NONE)
        own = shop.frame_by_id[present].collection_id if present in shop.frame_by_id else 0
        self.collection.blockSignals(True)
        self.collection.clear()
        for group in shop.collections:
            self.collection.addItem(group.name, group.id)
        self.collection.setCurrentIndex(max(self.collection.findData(own), 0))
        self.collection.blockSignals(False)
        self._fill_frames()

    @Slot()
    def _fill_frames(self) -> None:
        shop = self._session.catalog
        group = shop.collection_by_id.get(self.collection.currentData())
        rows = [(NONE, "No frame"), *((frame.id, frame.name) for frame in (group.frames if group else ()))]
        self.frames.blockSignals(True)
        self.frames.clear()
        for frame, name in rows:
            item = QListWidgetItem(name)
            item.setToolTip(tip(name))
            item.setData(CELL, frame)
            chosen = frame in self._prices.frames
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.frames.addItem(item)
        self.frames.blockSignals(False)

    @Slot(QListWidgetItem)
    def _picked(self, item: QListWidgetItem) -> None:
        frame = item.data(CELL)
        others = tuple(known for known in self._prices.frames if known != frame)
        if item.checkState() is Qt.CheckState.Unchecked:
            self._prices.set_frames(others)
        elif len(others) < MOST_FRAMES:
            self._prices.set_frames((*others, frame))
        else:
            item.setCheckState(Qt.CheckState.Unchecked)
            self.state.setText(f"{MOST_FRAMES} frames are the most that one table holds. Take another away first.")

    # The table

    @Slot()
    def _refresh(self) -> None:
        piece, table = self._session.piece, self._prices.table
        if self._model.show(table, piece.code if piece else None, asking=self._prices.error is None):
            self.table.scrollTo(self._model.present, QTableView.ScrollHint.PositionAtCenter)
        about = code_summary(piece.code, self._session.catalog) if piece else ""
        self._about.setText(f"In other sizes and frames: {about}." if about else "")
        self.copy.setEnabled(bool(table and table.frames))
        bad = bool(self._prices.error) or table is None
        self.state.setProperty("role", "problem" if bad and not self._prices.building else "caption")
        self.state.style().polish(self.state)
        self.state.setText(state_words(self._prices))
        self._current_changed()

    @Slot()
    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, now: QModelIndex = _NO_PARENT, _before: object = None) -> None:
        cell: Cell | None = self.table.currentIndex().data(CELL)
        self.put.setEnabled(bool(cell and cell.piece))
        if cell and now.isValid():
            self.state.setText(cell_words(cell))

    @Slot()
    def _copy(self) -> None:
        table = self._prices.table
        if table:
            QGuiApplication.clipboard().setText(table.csv())
            self.state.setText("The table is on the clipboard, as CSV with commas.")

    @Slot()
    def _put_current(self) -> None:
        self._put_on_desk(self.table.currentIndex())

    @Slot(QModelIndex)
    def _put_on_desk(self, index: QModelIndex) -> None:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return
        if cell.piece is None:
            self.state.setText(cell.reason)
            return
        try:
            self._prices.put_on_desk(cell)
        except CodeError as error:
            self.state.setText(code_words(error))


def state_words(prices: PriceTable) -> str:
    """How the table stands."""
    table, (known, wanted) = prices.table, prices.count
    if prices.building:
        return "Making the table…"
    if prices.error:
        why = ended(sentence(prices.error))
        return f"{known} of {wanted} prices are known. {why[:1].upper()}{why[1:]}"
    if table is None:
        return "There is no print on the desk, so there are no sizes to compare."
    if not table.frames:
        return "Pick the frames to compare on the left."
    if not wanted:
        return "None of these can be made. Point at a cell to see why."
    if known < wanted:
        return f"Asking for prices: {known} of {wanted}."
    times = [cell.price.asked_at for row in table.cells for cell in row if cell.price and cell.price.asked_at]
    return f"Prices are per copy, asked {max(times).astimezone():%H:%M}." if times else ""
