"""Begin with the price: type what you want to ask, see which sizes and frames leave enough of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from fwdesk.app.desk import Desk
from fwdesk.app.margin_first import Found, MarginFirst
from fwdesk.domain.errors import CodeError, RetailError
from fwdesk.domain.matrix import Cell
from fwdesk.domain.money import Money
from fwdesk.domain.retail import Keeps, parse_amount, parse_percent
from fwdesk.ui.messages import code_words, ended, sentence
from fwdesk.ui.tables import Table
from fwdesk.ui.widgets import button, label

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_HEAD = ("Size and frame", "Cost", "You keep", "Margin")
_SIZE, _NARROWEST = QSize(720, 600), QSize(560, 420)
CELL = Qt.ItemDataRole.UserRole + 1


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[Keeps, Cell], ...] = ()

    def show(self, rows: tuple[tuple[Keeps, Cell], ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_HEAD)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEAD[section]
        return _aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        keeps, cell = self._rows[index.row()]
        sale = keeps.sale
        words = (keeps.candidate.name, str(sale.cost), str(sale.profit), sale.margin_words)[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_HEAD[index.column()]}: {words}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _aligned(index.column())
            case _ if role == CELL:
                return cell
            case _:
                return None


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class MarginDialog(QDialog):
    """Price and margin above, what leaves enough below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begins with the retail price of the piece, if it has one, and the margin of the rule."""
        super().__init__(parent)
        self.setObjectName("margin.dialog")
        self.setWindowTitle("Begin with the price")
        self.setMinimumSize(_NARROWEST)
        self.resize(_SIZE.boundedTo(parent.size()) if parent else _SIZE)
        self._search = MarginFirst(desk, self)
        self.price = _field("margin.price", "Price you want to ask in dollars")
        self.margin = _field("margin.least", "Margin to keep at least, in percent of the price")
        self.wide = QCheckBox("Also in the other frames of this collection")
        self.wide.setObjectName("margin.wide")
        self.state = label("", "caption", wrap=True)
        self.state.setObjectName("margin.state")
        self.table = Table("margin.table", "Sizes and frames that leave enough")
        self._model = _Model(self.table)
        self.table.setModel(self._model)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.put = button("Put on the desk", "primary", name="margin.put", tip="This piece, at this price")
        self._fill(desk)
        self._lay_out()
        self._connect()
        self._refresh()
        self.price.setFocus()
        self.price.selectAll()

    def _fill(self, desk: Desk) -> None:
        price, rules = desk.prices.price, desk.retailing.rules
        sale = desk.retailing.sale(price.code, price.total) if price and price.priced else None
        self.price.setText(sale.retail.plain if sale else "250")
        self.margin.setText(f"{rules.least_margin.normalize():f}")
        self.wide.setVisible(len(self._search.neighbors) > 2)

    def _lay_out(self) -> None:
        close = button("Close", name="margin.close")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Begin with the price", "step"))
        column.addWidget(
            label(
                "Which sizes of this piece leave enough at the price you want to ask, the largest cost first: "
                "the buyer gets most for it. Fees are those of your rule (Retail prices).",
                "caption",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        for words, field in (("Ask $", self.price), ("and keep at least", self.margin)):
            told = label(words)
            told.setBuddy(field)
            row.addWidget(told)
            row.addWidget(field)
        row.addWidget(label("percent"))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.wide)
        column.addWidget(self.state)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.put)
        column.addLayout(foot)

    def _connect(self) -> None:
        for field in (self.price, self.margin):
            field.textEdited.connect(self._refresh)
        self.wide.toggled.connect(self._search.widen)
        self.table.doubleClicked.connect(self._put_on_desk)
        self.table.activated.connect(self._put_on_desk)
        self.put.clicked.connect(self._put_current)
        self._search.changed.connect(self._refresh)
        self.finished.connect(self._search.stop)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.dress()

    def _asked(self) -> Money:
        """The price that is typed. Raises `RetailError`."""
        asked = parse_amount(self.price.text())
        if not asked:
            raise RetailError("A price", "must be more than nothing.")
        return asked

    @Slot()
    @Slot(str)
    def _refresh(self, _text: str = "") -> None:
        try:
            asked, margin = self._asked(), parse_percent(self.margin.text())
        except RetailError as error:
            self._model.show(())
            self._say(str(error), wrong=True)
        else:
            found = self._search.find(asked, margin)
            here: Cell | None = self.table.currentIndex().data(CELL) if self.table.hasFocus() else None
            self._model.show(found.rows)
            places = [row for row, (_keeps, cell) in enumerate(found.rows) if here and cell.piece == here.piece]
            if found.rows:
                self.table.selectRow(places[0] if places else 0)
                self.table.scrollTo(self.table.currentIndex())
            self._say(
                self._words(found, asked, f"{margin.normalize():f} %"), wrong=not found.rows and not found.missing
            )
        self.put.setEnabled(self._model.rowCount() > 0)

    def _words(self, found: Found, asked: Money, margin: str) -> str:
        """How the search stands."""
        counts = (len(found.rows), found.short, found.missing)
        if not any(counts):
            return "Looking at the sizes…" if self._search.building else "There is no print on the desk."
        leaves = {0: "Nothing here leaves", 1: "1 piece leaves"}.get(counts[0], f"{counts[0]} pieces leave")
        said = [f"{leaves} {margin} at {asked}; {found.short} leave less." if found.short else f"{leaves} {margin}."]
        if found.missing:
            why = f" {ended(sentence(self._search.error))}" if self._search.error else " They are being asked."
            said.append(f"{found.missing} prices are missing.{why}")
        return " ".join(said)

    def _say(self, words: str, *, wrong: bool) -> None:
        self.state.setText(words)
        self.state.setProperty("role", "problem" if wrong else "caption")
        self.state.style().polish(self.state)

    @Slot()
    def _put_current(self) -> None:
        self._put_on_desk(self.table.currentIndex())

    @Slot(QModelIndex)
    def _put_on_desk(self, index: QModelIndex) -> None:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return
        try:
            self._search.put_on_desk(cell, self._asked())
        except (CodeError, RetailError) as error:
            self._say(code_words(error) if isinstance(error, CodeError) else str(error), wrong=True)


def _field(name: str, words: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setMaxLength(16)
    made.setMaximumWidth(96)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made
