"""The list of orders: what was sent, what became of it, and where it stands."""

from __future__ import annotations

from pathlib import Path
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
    QFileDialog,
    QHBoxLayout,
    QListView,
    QStackedWidget,
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
from fwdesk.ui.order_detail import OrderDetail
from fwdesk.ui.order_words import look
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
                return f"{row.summary}, {look(row).words}, {row.total}, for {row.recipient}, reference {row.order_po}"
            case Qt.ItemDataRole.ToolTipRole:
                return row.message or "\n".join(row.codes)
            case _ if role == ROW:
                return row
            case _:
                return None


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
        shown = look(row)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(inner.left(), inner.top(), icons.pixmap(shown.icon, color(shown.ink), 18, ratio))
        top = inner.adjusted(26, 0, 0, 0)
        font = painter.font()
        font.setPixelSize(14)
        painter.setFont(font)
        painter.setPen(color("text"))
        right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        painter.drawText(top, right, str(row.total))
        painter.setPen(color(shown.ink))
        words = painter.fontMetrics().elidedText(shown.words, Qt.TextElideMode.ElideRight, top.width() - 80)
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


class OrdersPage(QStackedWidget):
    """All orders of the service in use, newest first; and one of them when it is opened.

    Signals:
        closed(): back to the options.
        again(Story): an order is wanted once more.
        certificate(Story): certificates for an order's numbered copies are wanted.
    """

    closed = Signal()
    again = Signal(object)
    certificate = Signal(object)

    def __init__(self, book: OrderBook) -> None:
        """Follows the ledger."""
        super().__init__()
        self.setObjectName("orders")
        self._book = book
        self.list = QListView()
        self.list.setObjectName("orders.list")
        self.list.setAccessibleName("Orders")
        self._model = _Orders(self.list)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._words = label("", "caption", wrap=True)
        self._problem = label("", "problem", wrap=True)
        self.refresh = button("Look again", name="orders.refresh", tip="Ask the service where the orders stand")
        self.csv = button("Save for the accounts…", name="orders.csv", tip="All orders of this service as a CSV file")
        self.detail = OrderDetail(book)
        self._front = self._list_page()
        self.addWidget(self._front)
        self.addWidget(self.detail)
        self.refresh.clicked.connect(self._look)
        self.csv.clicked.connect(self._ask_csv)
        self.list.activated.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        self.detail.back.connect(self.show_list)
        self.detail.again.connect(self.again)
        self.detail.certificate.connect(self.certificate)
        book.changed.connect(self._refresh)
        book.failed.connect(self._failed)
        book.stopped.connect(self._stopped)
        self._refresh()

    def _list_page(self) -> QWidget:
        page = QWidget()
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        back = IconButton("chevron-left", "Back to the desk")
        back.setObjectName("page.back")
        back.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(8, 12, 16, 0)
        head.addWidget(back)
        head.addWidget(label("Orders", "step"), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.refresh)
        foot.addWidget(self.csv)
        foot.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 14)
        column.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 12, 0)
        inner.addWidget(self._words)
        inner.addWidget(self._problem)
        inner.addWidget(self.list, 1)
        inner.addLayout(foot)
        column.addLayout(inner, 1)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    @Slot()
    def show_list(self) -> None:
        """All orders."""
        self.setCurrentWidget(self._front)
        self.list.setFocus()

    def show_order(self, row: LedgerRow) -> None:
        """One order."""
        self.detail.open(row)
        self.setCurrentWidget(self.detail)
        self.detail.take_focus()

    def restyle(self) -> None:
        """The look changed."""
        self.list.viewport().update()
        self.detail.restyle()

    @Slot()
    def _look(self) -> None:
        self._problem.setText("")
        self._book.refresh()

    @Slot()
    def _refresh(self) -> None:
        rows = self._book.rows
        kept = self.list.currentIndex().data()
        self._model.show(rows)
        at = next((at for at, row in enumerate(rows) if row.order_po == kept), 0)
        if rows:
            self.list.setCurrentIndex(self._model.index(at))
        self.csv.setEnabled(bool(rows))
        self._words.setText(
            f"{self._book.service_name}, newest first. Enter opens an order."
            if rows
            else "No orders yet. A test order costs nothing and shows the whole way."
        )

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.show_order(index.data(ROW))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._problem.setText(f"This is what was known last. {sentence(error)}")

    @Slot(str, object)
    def _stopped(self, order_po: str, error: Exception) -> None:
        if not order_po:
            self._problem.setText(sentence(error))

    @Slot()
    def _ask_csv(self) -> None:
        dialog = QFileDialog(self, "Save for the accounts", str(Path.home() / "fwdesk orders.csv"), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._csv_chosen)
        dialog.open()

    @Slot(str)
    def _csv_chosen(self, chosen: str) -> None:
        self.save_csv(Path(chosen))

    def save_csv(self, target: Path) -> None:
        """Save all orders of this service as CSV."""
        states = {str(state): words for state, (_icon, words) in STATE_WORDS.items()}
        self._book.save_csv(target, states, lambda saved: self._words.setText(f"Saved as {saved.name}."))
