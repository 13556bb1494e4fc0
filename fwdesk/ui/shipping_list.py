"""The shipping options as a list: method, days, when it arrives, price and the landed total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fwdesk.domain.order import ShippingOption
from fwdesk.domain.transit import MEANINGS, Arrival, Transit, arrival_of, transit_of
from fwdesk.ui import icons
from fwdesk.ui.theme import color

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
OPTION = Qt.ItemDataRole.UserRole + 1
CHOSEN = Qt.ItemDataRole.UserRole + 2
DAYS = Qt.ItemDataRole.UserRole + 3
ARRIVES = Qt.ItemDataRole.UserRole + 4
LATE = Qt.ItemDataRole.UserRole + 5
_ROW = 82


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the dates of a list are reckoned by: today, the day it must be there, how long the lab takes."""

    today: date
    due: date | None = None
    making: Transit | None = None
    domestic: bool = True

    def arrival(self, option: ShippingOption) -> Arrival | None:
        """When an option arrives, as far as anyone says."""
        return arrival_of(option, self.today, self.making, domestic=self.domestic)

    def days(self, option: ShippingOption) -> str:
        """How long an option is on its way, in words."""
        transit = transit_of(option, domestic=self.domestic)
        if transit is None:
            return option.transit or "Days not stated"
        return f"{transit.words} (in general)" if transit.documented else transit.words

    def arrives(self, option: ShippingOption) -> str:
        """The days on which an option may arrive, in words; empty if nobody says."""
        arrival = self.arrival(option)
        if arrival is None:
            return ""
        first, last = day_words(arrival.first, self.today), day_words(arrival.last, self.today)
        if arrival.open_ended:
            return f"{first} or later"
        return first if first == last else f"{first} – {last}"

    def is_late(self, option: ShippingOption) -> bool:
        """Whether an option may come after the day it must be there."""
        arrival = self.arrival(option)
        return self.due is not None and not (arrival and arrival.surely_by(self.due))


def day_words(day: date, today: date) -> str:
    """Such as "Tue, Dec 1"; the year where it is another one."""
    year = f", {day.year}" if day.year != today.year else ""
    return f"{day:%a, %b} {day.day}{year}"


class _Options(QAbstractListModel):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.options: tuple[ShippingOption, ...] = ()
        self.chosen: ShippingOption | None = None
        self.calendar = Calendar(date.min)

    def show(self, options: tuple[ShippingOption, ...], chosen: ShippingOption | None, calendar: Calendar) -> None:
        if options == self.options:
            self.chosen, self.calendar = chosen, calendar
            if options:
                self.dataChanged.emit(self.index(0), self.index(len(options) - 1))
            return
        self.beginResetModel()
        self.options, self.chosen, self.calendar = options, chosen, calendar
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.options)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        option = self.options[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return option.method
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(option)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(self._facts(option))
            case _ if role == OPTION:
                return option
            case _ if role == CHOSEN:
                return option == self.chosen
            case _ if role == DAYS:
                return self.calendar.days(option)
            case _ if role == ARRIVES:
                return self.calendar.arrives(option)
            case _ if role == LATE:
                return self.calendar.is_late(option)
            case _:
                return None

    def _spoken(self, option: ShippingOption) -> str:
        arrives = self.calendar.arrives(option)
        parts = [
            option.method,
            self.calendar.days(option),
            f"arrives {arrives}, an estimate" if arrives else "",
            "may be late" if self.calendar.is_late(option) else "",
            str(option.rate),
            f"in all {option.total.grand_total}",
            "selected" if option == self.chosen else "",
        ]
        return ", ".join(part for part in parts if part)

    def _facts(self, option: ShippingOption) -> list[str]:
        total = option.total
        money = [
            ("Goods", total.subtotal),
            ("Postage", total.shipping),
            ("Tax", total.tax),
            ("Expedite", total.expedite),
        ]
        taken = [("Discount", total.discount), ("Credits", total.credits)]
        facts = [option.method, MEANINGS.get(option.code.strip().upper(), "")]
        facts += [f"The service says: {option.transit}" if option.transit else ""]
        facts += [f"{name} {amount}" for name, amount in money if amount or name in {"Goods", "Postage"}]
        facts += [f"{name} −{amount}" for name, amount in taken if amount]
        return [*(fact for fact in facts if fact), f"In all {total.grand_total}"]


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(200, _ROW)

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
        days = " · ".join(part for part in (index.data(DAYS), shown.carrier) if part)
        arrives = str(index.data(ARRIVES))
        late = bool(index.data(LATE))
        when = f"Arrives (estimate) {arrives}" if arrives else "Nobody says when it arrives"
        when = f"May be late: {arrives or 'no date'}" if late else when
        _line(painter, inner, Qt.AlignmentFlag.AlignTop, 14, shown.method, str(shown.rate))
        total = f"in all {shown.total.grand_total}"
        _line(painter, inner, Qt.AlignmentFlag.AlignVCenter, 12, days, total, ink="secondary")
        _line(painter, inner, Qt.AlignmentFlag.AlignBottom, 12, when, "", ink="warn" if late else "secondary")
        painter.restore()


def _line(
    painter: QPainter, area: QRect, level: Qt.AlignmentFlag, size: int, left: str, right: str, *, ink: str = "text"
) -> None:
    """A line of a row: words on the left, which give way, and an amount on the right."""
    font = painter.font()
    font.setPixelSize(size)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    room = area.width() - (metrics.horizontalAdvance(right) + 12 if right else 0)
    painter.setPen(color(ink))
    words = metrics.elidedText(left, Qt.TextElideMode.ElideRight, room)
    painter.drawText(area, level | Qt.AlignmentFlag.AlignLeft, words)
    painter.setPen(color("text" if size > 12 else "secondary"))
    painter.drawText(area, level | Qt.AlignmentFlag.AlignRight, right)


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

    def show_options(
        self, options: tuple[ShippingOption, ...], chosen: ShippingOption | None, calendar: Calendar
    ) -> None:
        """Show these, one of them chosen, with dates by a calendar."""
        self._options.show(options, chosen, calendar)
        self.setMinimumHeight(len(options) * _ROW + 8)
        if chosen in options:
            self.setCurrentIndex(self._options.index(options.index(chosen)))  # pyright: ignore[reportArgumentType]

    def option(self, index: Index) -> ShippingOption | None:
        """The option of a row."""
        return index.data(OPTION) if index.isValid() else None
