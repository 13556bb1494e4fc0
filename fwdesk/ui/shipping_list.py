"""The shipping options as a list: method, days, price and the landed total."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fwdesk.domain.order import ShippingOption
from fwdesk.ui import icons
from fwdesk.ui.theme import color

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
OPTION = Qt.ItemDataRole.UserRole + 1
CHOSEN = Qt.ItemDataRole.UserRole + 2


class _Options(QAbstractListModel):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.options: tuple[ShippingOption, ...] = ()
        self.chosen: ShippingOption | None = None

    def show(self, options: tuple[ShippingOption, ...], chosen: ShippingOption | None) -> None:
        if options == self.options:
            self.chosen = chosen
            if options:
                self.dataChanged.emit(self.index(0), self.index(len(options) - 1))
            return
        self.beginResetModel()
        self.options, self.chosen = options, chosen
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.options)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        option = self.options[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return option.method
            case Qt.ItemDataRole.AccessibleTextRole:
                chosen = ", selected" if option == self.chosen else ""
                total = option.total.grand_total
                return f"{option.method}, {option.transit}, {option.rate}, in all {total}{chosen}"
            case _ if role == OPTION:
                return option
            case _ if role == CHOSEN:
                return option == self.chosen
            case _:
                return None


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(200, 62)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        area = QRect(rect)  # pyright: ignore[reportUnknownArgumentType]
        shown: ShippingOption = index.data(OPTION)
        chosen = bool(index.data(CHOSEN))
        box = QRectF(area).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent" if chosen else "hairline"), 2 if chosen else 1))
        painter.setBrush(color("tint" if chosen else "panel"))
        painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 5, 5)
        inner = area.adjusted(40, 10, -14, -10)
        ratio = painter.device().devicePixelRatioF()
        mark = icons.pixmap(
            "circle-check" if chosen else "circle-dashed", color("accent" if chosen else "muted"), 20, ratio
        )
        painter.drawPixmap(area.left() + 12, area.center().y() - 10, mark)
        font = painter.font()
        font.setPixelSize(14)
        painter.setFont(font)
        painter.setPen(color("text"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(shown.method, Qt.TextElideMode.ElideRight, inner.width() - 80)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, str(shown.rate))
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(color("secondary"))
        days = " · ".join(part for part in (shown.transit, shown.carrier) if part)
        days = painter.fontMetrics().elidedText(days, Qt.TextElideMode.ElideRight, inner.width() - 110)
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, days)
        total = f"in all {shown.total.grand_total}"
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, total)
        painter.restore()


class ShippingList(QListView):
    """Shipping options; arrows choose."""

    def __init__(self) -> None:
        """Empty until there are options."""
        super().__init__()
        self.setObjectName("options.shipping")
        self.setAccessibleName("Shipping options")
        self._options = _Options(self)
        self.setModel(self._options)
        self.setItemDelegate(_RowPainter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(150)

    def show_options(self, options: tuple[ShippingOption, ...], chosen: ShippingOption | None) -> None:
        """Show these, one of them chosen."""
        self._options.show(options, chosen)
        self.setMinimumHeight(len(options) * 62 + 8)
        if chosen in options:
            self.setCurrentIndex(self._options.index(options.index(chosen)))  # pyright: ignore[reportArgumentType]

    def option(self, index: Index) -> ShippingOption | None:
        """The option of a row."""
        return index.data(OPTION) if index.isValid() else None
