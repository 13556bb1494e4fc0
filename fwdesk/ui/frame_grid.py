"""The frames as a grid that is as fast with ten thousand as with ten: where a tile is, is arithmetic.

Qt's own grid places every item one after the other, again after each change; this one knows the place of a row from its
number, so that opening, scrolling and jumping cost what is in view.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from fwdesk.app.models import Index, OptionModel
from fwdesk.ui.option_list import OptionList
from fwdesk.ui.option_painters import FRAME_TILE, HEADING, draw_heading
from fwdesk.ui.theme import color

_GAP = 2
_CELL = QSize(FRAME_TILE.width() + _GAP, FRAME_TILE.height() + _GAP)
_MARGIN = 2
_AHEAD = 50
_Move = QAbstractItemView.CursorAction


@dataclass(frozen=True, slots=True)
class _Band:
    """A group of tiles: its name, the number of its first row, how many there are, and where its first line is."""

    name: str
    first: int
    count: int
    top: int


class FrameGrid(OptionList):
    """Tiles of one size in groups, each group under its name.

    Its model is an `OptionModel`, whose sections are the groups.
    """

    # Qt asks where things are while it is still made.
    _bands: tuple[_Band, ...] = ()
    _tops: tuple[int, ...] = ()
    _height = 0
    _columns = 1

    def __init__(self) -> None:
        """Empty until it has a model."""
        super().__init__(tiled=False, uniform=True)
        self.setUniformItemSizes(True)

    # Where things are

    @property
    def columns(self) -> int:
        """How many tiles stand side by side."""
        return self._columns

    def in_view(self, ahead: int = _AHEAD) -> range:
        """The rows of the tiles in view; with so many at least as `ahead` names, those that come next."""
        top = self.verticalOffset()
        first, last = self._row_at(top), self._row_at(top + self.viewport().height())
        count = self.model().rowCount() if self.model() else 0
        return range(first, min(max(last + self._columns, first + ahead), count))

    def _row_at(self, y: int) -> int:
        """The first row of the line at this height of the whole grid."""
        if not self._bands:
            return 0
        band = self._bands[max(bisect_right(self._tops, y) - 1, 0)]
        line = max(y - band.top, 0) // _CELL.height()
        return band.first + min(line * self._columns, max(band.count - 1, 0))

    def _place(self, row: int) -> QRect:
        """Where a row's tile is in the whole grid."""
        at = bisect_right(self._bands, row, key=lambda band: band.first) - 1
        if at < 0:
            return QRect()
        band = self._bands[at]
        line, column = divmod(row - band.first, self._columns)
        left, top = _MARGIN + column * _CELL.width(), band.top + line * _CELL.height()
        return QRect(QPoint(left, top), FRAME_TILE)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self.model().rowCount():
            return QRect()
        return self._place(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        y = point.y() + self.verticalOffset()
        band = next((one for one in reversed(self._bands) if one.top <= y), None)
        column = (point.x() - _MARGIN) // _CELL.width()
        if band is None or not 0 <= column < self._columns:
            return QModelIndex()
        within = (y - band.top) // _CELL.height() * self._columns + column
        index = self.model().index(band.first + within, 0) if within < band.count else QModelIndex()
        return index if index.isValid() and self.visualRect(index).contains(point) else QModelIndex()

    def doItemsLayout(self) -> None:
        room = self.viewport().width() - _MARGIN
        self._columns = max(room // _CELL.width(), 1)
        model, bands, y = self.model(), list[_Band](), 0
        for section in model.sections if isinstance(model, OptionModel) else ():
            y += HEADING if section.name else 0
            bands.append(_Band(section.name, section.first, section.count, y))
            y += -(-section.count // self._columns) * _CELL.height()
        self._bands, self._height = tuple(bands), y + _MARGIN
        self._tops = tuple(band.top for band in bands)
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(_CELL.height() // 3)
        bar.setRange(0, max(self._height - self.viewport().height(), 0))
        QAbstractItemView.updateGeometries(self)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    # Moving about

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        box, bar, height = self.visualRect(index), self.verticalScrollBar(), self.viewport().height()
        # With its heading, where it is in the first line below it.
        first = any(band.name and 0 <= index.row() - band.first < self._columns for band in self._bands)
        over = HEADING if first else 0
        match hint:
            case QAbstractItemView.ScrollHint.PositionAtTop:
                by = box.top() - over
            case QAbstractItemView.ScrollHint.PositionAtCenter:
                by = box.center().y() - height // 2
            case QAbstractItemView.ScrollHint.PositionAtBottom:
                by = box.bottom() + 1 - height
            case _:
                by = min(box.top() - over, 0) or max(box.bottom() + 1 - height, 0)
        bar.setValue(bar.value() + by)

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        self.executeDelayedItemsLayout()
        count, here = self.model().rowCount(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        if here < 0:
            return self.model().index(0, 0)
        lines = max(self.viewport().height() // _CELL.height(), 1)
        match action:
            case _Move.MoveLeft | _Move.MovePrevious:
                there = here - 1
            case _Move.MoveRight | _Move.MoveNext:
                there = here + 1
            case _Move.MoveUp:
                there = self._line_from(here, -1)
            case _Move.MoveDown:
                there = self._line_from(here, 1)
            case _Move.MovePageUp:
                there = self._line_from(here, -lines)
            case _Move.MovePageDown:
                there = self._line_from(here, lines)
            case _Move.MoveHome:
                there = 0
            case _:
                there = count - 1
        return self.model().index(min(max(there, 0), count - 1), 0)

    def _line_from(self, row: int, lines: int) -> int:
        """The row so many lines further down (or up) in the same column; the last there is at the end of a group."""
        box, step = self._place(row), 1 if lines > 0 else -1
        column = (box.left() - _MARGIN) // _CELL.width()
        at = bisect_right(self._bands, row, key=lambda band: band.first) - 1
        line = (row - self._bands[at].first) // self._columns
        for _ in range(abs(lines)):
            last = (self._bands[at].count - 1) // self._columns
            if 0 <= line + step <= last:
                line += step
            elif 0 <= at + step < len(self._bands):
                at += step
                line = 0 if step > 0 else (self._bands[at].count - 1) // self._columns
            else:
                break
        band = self._bands[at]
        return band.first + min(line * self._columns + column, band.count - 1)

    def setSelection(self, rect: QRect, command: object) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)  # pyright: ignore[reportCallIssue, reportArgumentType]

    def visualRegionForSelection(self, selection: object) -> QRegion:
        region = QRegion()
        for index in selection.indexes():  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
            region += QRegion(self.visualRect(index))  # pyright: ignore[reportUnknownArgumentType]
        return region

    # Seen

    def resizeEvent(self, event: QResizeEvent) -> None:
        index = self.model().index(self._row_at(self.verticalOffset()), 0) if self._bands else QModelIndex()
        above = self.visualRect(index).top() if index.isValid() else 0
        QAbstractItemView.resizeEvent(self, event)
        columns = self._columns
        self.doItemsLayout()
        if index.isValid() and columns != self._columns:
            self.hold(index, above)  # what was on top stays there

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        painter = QPainter(self.viewport())
        dirty, offset = event.rect(), self.verticalOffset()
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold)
        for band in self._bands:
            box = QRect(_MARGIN, band.top - HEADING - offset, self.viewport().width(), HEADING)
            if band.name and box.intersects(dirty):
                painter.setFont(font)
                painter.setPen(color("secondary"))
                draw_heading(painter, box, band.name)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        state = option.state & ~QStyle.StateFlag.State_HasFocus  # pyright: ignore
        hovered = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())) if self._hovered else QModelIndex()
        current, delegate = self.currentIndex(), self.itemDelegate()
        selection, focused = self.selectionModel(), self.hasFocus()
        for row in self._rows_in(dirty.translated(0, offset)):
            index = self.model().index(row, 0)
            option.rect = self.visualRect(index)  # pyright: ignore[reportAttributeAccessIssue]
            option.state = state  # pyright: ignore[reportAttributeAccessIssue]
            if selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected  # pyright: ignore
            if focused and index == current:
                option.state |= QStyle.StateFlag.State_HasFocus  # pyright: ignore
            if index == hovered:
                option.state |= QStyle.StateFlag.State_MouseOver  # pyright: ignore
            delegate.paint(painter, option, index)
        painter.end()

    def _rows_in(self, area: QRect) -> range:
        if not self._bands:
            return range(0)
        count = self.model().rowCount()
        first = self._row_at(max(area.top() - _CELL.height(), 0))
        return range(first, min(self._row_at(area.bottom()) + self._columns, count))

    @property
    def _hovered(self) -> bool:
        return self.viewport().underMouse()
