"""Check many codes: paste a list, see what each line is, what it costs or what is wrong with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.bulk import Bulk, BulkRow
from fwdesk.app.desk import Desk
from fwdesk.domain.bulk import MOST_LINES
from fwdesk.domain.errors import CodeError
from fwdesk.ui import icons
from fwdesk.ui.messages import code_words, ended, sentence
from fwdesk.ui.tables import Table, tip
from fwdesk.ui.theme import code_font, color
from fwdesk.ui.widgets import button, label

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole + 1
LINE, CODE, WORDS, PRICE = range(4)
_HEAD = ("Line", "Code", "What it is, or what is wrong", "Price")
_PAUSE_MS = 150
_LONGEST_SHOWN = 300
_SIZE, _NARROWEST = QSize(980, 660), QSize(620, 420)
_INVITATION = (
    "Paste product codes, one a line: from a mail, a table, a list of orders.\n"
    "Each is read and checked against the catalog at once, and priced by the service."
)


class BulkTable(QAbstractTableModel):
    """The rows of a list of codes."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self._rows: tuple[BulkRow, ...] = ()
        self._asking = False

    def show(self, rows: tuple[BulkRow, ...], *, asking: bool) -> None:
        """Other rows, or the same ones with their prices: then the view stays where it is.

        Prices that are not known are on their way while `asking`.
        """
        same = [row.line for row in rows] == [row.line for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._asking = rows, asking
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, PRICE))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_HEAD)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEAD[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(row.line.text[:_LONGEST_SHOWN] if column == CODE else row.wrong or row.words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_HEAD[column]}: {self._text(row, column)}"
            case Qt.ItemDataRole.ForegroundRole:
                return color("error") if row.wrong and column == WORDS else None
            case Qt.ItemDataRole.DecorationRole:
                wrong = row.wrong and column == WORDS
                return icons.icon("alert-circle", color("error")) if wrong else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _aligned(column)
            case Qt.ItemDataRole.FontRole:
                return code_font() if column == CODE else None
            case _ if role == ROW:
                return row
            case _:
                return None

    def _text(self, row: BulkRow, column: int) -> str:
        match column:
            case 0:
                return f"{row.line.number}"
            case 1:
                return row.line.text[:_LONGEST_SHOWN]
            case 2:
                return row.wrong or row.words
            case _:
                if row.price and row.price.priced:
                    return f"{row.price.total}"
                return "–" if row.wrong else "…" if self._asking else "?"


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in {LINE, PRICE} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class BulkDialog(QDialog):
    """A list of codes beside the desk; it stays open while its pieces are looked at."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Empty, with the paste field in focus."""
        super().__init__(parent)
        self.setObjectName("bulk.dialog")
        self.setWindowTitle("Check many codes")
        self.setMinimumSize(_NARROWEST)
        self.resize(_SIZE.boundedTo(parent.size()) if parent else _SIZE)
        self._bulk = Bulk(desk.session, desk.tasks, desk.workshop, desk.link, self, retailing=desk.retailing)
        self._problem = ""
        self.field = _field()
        self.state = label("", "caption", wrap=True)
        self.state.setObjectName("bulk.state")
        self.table = Table("bulk.table", "Codes that were checked")
        self._model = BulkTable(self.table)
        self.table.setModel(self._model)
        self._fit_columns()
        self._middle = QStackedWidget()
        invitation = label(_INVITATION, "caption")
        invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle.addWidget(invitation)
        self._middle.addWidget(self.table)
        self.copy = button("Copy as CSV", name="bulk.copy", tip="Copy the whole table for a spreadsheet")
        self.put = button("Put on the desk", "primary", name="bulk.put", tip="Make the piece what this line says")
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._check)
        self._connect()
        self._refresh()
        self.field.setFocus()

    def _lay_out(self) -> None:
        close = button("Close", name="bulk.close")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Check many codes", "step"))
        column.addWidget(self.field)
        column.addWidget(self.state)
        column.addWidget(self._middle, 1)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.put)
        column.addLayout(row)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._timer.start)
        self.table.doubleClicked.connect(self._put_on_desk)
        self.table.activated.connect(self._put_on_desk)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.copy.clicked.connect(self._copy)
        self.put.clicked.connect(self._put_current)
        self._bulk.changed.connect(self._refresh)
        self.finished.connect(self._bulk.stop)

    def _fit_columns(self) -> None:
        self.table.setColumnWidth(LINE, 60)
        self.table.setColumnWidth(CODE, min(340, self.width() * 2 // 5))
        self.table.setColumnWidth(PRICE, 104)
        self.table.horizontalHeader().setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.dress()

    @Slot()
    def _check(self) -> None:
        self._problem = ""
        self._bulk.check(self.field.toPlainText())

    @Slot()
    def _refresh(self) -> None:
        rows = self._bulk.rows
        known, wanted = self._bulk.priced
        self._model.show(rows, asking=self._bulk.error is None and known < wanted)
        self._middle.setCurrentIndex(1 if rows else 0)
        words = self._problem or state_words(self._bulk)
        self.state.setText(words)
        bad = bool(self._problem or self._bulk.error or (rows and not any(row.good for row in rows)))
        self.state.setProperty("role", "problem" if bad else "caption")
        self.state.style().polish(self.state)
        self.copy.setEnabled(bool(rows))
        self._current_changed()

    @Slot()
    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, _now: object = None, _before: object = None) -> None:
        row: BulkRow | None = self.table.currentIndex().data(ROW)
        self.put.setEnabled(bool(row and row.good))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._bulk.csv())
        self.state.setText("The table is on the clipboard, as CSV with commas.")

    @Slot()
    def _put_current(self) -> None:
        self._put_on_desk(self.table.currentIndex())

    @Slot(QModelIndex)
    def _put_on_desk(self, index: QModelIndex) -> None:
        row: BulkRow | None = index.data(ROW)
        if row is None:
            return
        try:
            self._bulk.put_on_desk(row)
            self._problem = ""
        except CodeError as error:
            self._problem = f"Line {row.line.number}: {code_words(error)}"
        self._refresh()
        if not self._problem:
            self.state.setText(f"Line {row.line.number} is on the desk.")


def state_words(bulk: Bulk) -> str:
    """How a list stands: how many lines are good, and how far their prices are."""
    if bulk.checking:
        return "Checking…"
    rows = bulk.rows
    if not rows:
        return ""
    good, (known, wanted) = sum(row.good for row in rows), bulk.priced
    lines = "1 line" if len(rows) == 1 else f"{len(rows)} lines"
    bad = len(rows) - good
    refused = sum(row.good and bool(row.wrong) for row in rows)
    counts = [f"{good - refused} can be made", f"{bad} cannot" if bad else "", f"{refused} without a price"]
    said = [f"{lines}: {', '.join(words for words in counts[: 3 if refused else 2] if words)}."]
    if good == len(rows) and not refused:
        said = [f"{lines}: all can be made." if len(rows) > 1 else "This line can be made."]
    if not good:
        said = ["This line cannot be made." if len(rows) == 1 else f"None of the {lines} can be made."]
    if bulk.left:
        said.append(f"{bulk.left} more were left out: {MOST_LINES} are checked at a time.")
    if bulk.error:
        why = ended(sentence(bulk.error))
        said.append(f"{known} of {wanted} prices are known. {why[:1].upper()}{why[1:]}")
    elif known < wanted:
        said.append(f"Asking for prices: {known} of {wanted}.")
    elif wanted:
        times = [row.price.asked_at for row in rows if row.price and row.price.asked_at]
        said.append(f"Prices are per copy, asked {max(times).astimezone():%H:%M}." if times else "")
    return " ".join(part for part in said if part)


def _field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setObjectName("bulk.field")
    field.setAccessibleName("Product codes, one a line")
    field.setPlaceholderText("5M6M9S16x20\n5M6M9S16x20F96S20x24J1S16x20G1")
    field.setTabChangesFocus(True)
    field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    field.setFont(code_font())
    field.setFixedHeight(118)
    return field
