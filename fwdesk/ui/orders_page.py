"""The list of orders: what was sent, what became of it, and where it stands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.order_book import OrderBook
from fwdesk.domain.order import LedgerRow
from fwdesk.ui import icons
from fwdesk.ui.messages import STATE_WORDS, sentence
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import IconButton, button, label

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole + 1


class _Orders(QAbstractListModel):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._rows: tuple[LedgerRow, ...] = ()

    def show(self, rows: tuple[LedgerRow, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.order_po
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.summary}, {state_words(row)}, {row.total}, for {row.recipient}, reference {row.order_po}"
            case Qt.ItemDataRole.ToolTipRole:
                return row.message or "\n".join(row.codes)
            case _ if role == ROW:
                return row
            case _:
                return None


def state_words(row: LedgerRow) -> str:
    """What became of it: the service's own status where there is one."""
    return row.status_label or STATE_WORDS[row.state][1]


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(200, 106)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        area = QRect(rect)  # pyright: ignore[reportUnknownArgumentType]
        row: LedgerRow = index.data(ROW)
        box = QRectF(area).adjusted(2, 3, -2, -3)
        focused = state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("focus" if focused else "hairline"), 2 if focused else 1))
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(box, 6, 6)
        inner = area.adjusted(14, 10, -14, -10)
        icon, _words = STATE_WORDS[row.state]
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(inner.left(), inner.top(), icons.pixmap(icon, color("secondary"), 18, ratio))
        top = inner.adjusted(26, 0, 0, 0)
        font = painter.font()
        font.setPixelSize(14)
        painter.setFont(font)
        painter.setPen(color("text"))
        right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        painter.drawText(top, right, str(row.total))
        words = painter.fontMetrics().elidedText(state_words(row), Qt.TextElideMode.ElideRight, top.width() - 80)
        painter.drawText(top, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, words)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(color("secondary"))
        when = f"{row.created_at.astimezone():%b %d, %H:%M}"
        lines = (
            f"{row.summary} for {row.recipient}",
            f"{when}  ·  {row.order_id or 'no number yet'}",
            row.order_po,
        )
        for number, words in enumerate(lines):
            elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, top.width())
            place = top.adjusted(0, 24 + number * 18, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()


class OrdersPage(QWidget):
    """All orders of the service in use, newest first.

    Signals:
        closed(): back to the options.
        opened(LedgerRow): an order was picked: its piece comes back to the desk.
    """

    closed = Signal()
    opened = Signal(object)

    def __init__(self, book: OrderBook) -> None:
        """Follows the ledger."""
        super().__init__()
        self.setObjectName("orders")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._book = book
        self.list = QListView()
        self.list.setObjectName("orders.list")
        self.list.setAccessibleName("Orders")
        self._model = _Orders(self.list)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        back = IconButton("chevron-left", "Back to the desk")
        head = QHBoxLayout()
        head.setContentsMargins(8, 12, 16, 0)
        head.addWidget(back)
        head.addWidget(label("Orders", "step"), 1)
        self._words = label("", "caption", wrap=True)
        self._problem = label("", "problem", wrap=True)
        self.again = button("Look again", name="orders.refresh", tip="Ask the service where the orders stand")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 14)
        column.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 12, 0)
        inner.addWidget(self._words)
        inner.addWidget(self._problem)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(inner, 1)
        back.clicked.connect(self.closed)
        self.again.clicked.connect(self._look)
        self.list.activated.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        book.changed.connect(self._refresh)
        book.failed.connect(self._failed)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    @Slot()
    def _look(self) -> None:
        self._problem.setText("")
        self._book.refresh()

    @Slot()
    def _refresh(self) -> None:
        rows = self._book.rows
        self._model.show(rows)
        self._words.setText(
            "Test orders of this service, newest first. Enter brings a piece back to the desk."
            if rows
            else "No orders yet. A test order costs nothing and shows the whole way."
        )

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._problem.setText(f"This is what was known last. {sentence(error)}")
