"""The list of a step's options. Its rows can be tried on: by arrow or by resting the mouse on one (UX P3)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from fwdesk.app.models import OptionRole
from fwdesk.domain.offers import Offer
from fwdesk.ui.option_painters import HEADING

Index = QModelIndex | QPersistentModelIndex
# A mouse on its way across the list tries nothing on.
_REST_MS = 90


def hear_current(view: QListView) -> None:
    """Tell a screen reader which row has the keyboard: of a list that gets it, Qt itself names the list alone."""

    def tell() -> None:
        row = view.currentIndex()
        if row.isValid() and view.hasFocus():
            told = QAccessibleEvent(view, QAccessible.Event.Focus)
            told.setChild(row.row())
            QAccessible.updateAccessibility(told)

    if QAccessible.isActive():
        QTimer.singleShot(0, view, tell)  # Qt names the list after its focus event


class OptionList(QListView):
    """Rows, or tiles in a wrapping grid.

    Signals:
        tried(QModelIndex): this row should be seen on the stage; an invalid one: what the piece has.
        left(): Escape was pressed while a row was tried on.
    """

    tried = Signal(QModelIndex)
    left = Signal()

    def __init__(self, *, tiled: bool, uniform: bool = False) -> None:
        """`tiled` lays the rows out as a grid; `uniform` tells that all tiles are of one size, which is faster."""
        super().__init__()
        self._uniform = uniform
        self.trying = False
        """True while a row is tried on: Escape then belongs to this list and not to the window."""
        if tiled:
            self.setViewMode(QListView.ViewMode.IconMode)
            self.setResizeMode(QListView.ResizeMode.Adjust)
            self.setMovement(QListView.Movement.Static)
            self.setSpacing(2)
            self.setUniformItemSizes(uniform)
            self.setLayoutMode(QListView.LayoutMode.Batched)
            self.setBatchSize(200)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().rangeChanged.connect(self._scrolls)
        self._scrolls(0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContentsMargins(0, 0, 0, 0)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.entered.connect(self._rest_again)
        self.viewportEntered.connect(self._rest_again)

    @Slot(int, int)
    def _scrolls(self, _least: int, most: int) -> None:
        """The bar keeps its room, so that rows stay as wide as they are; its handle shows where there is more."""
        self.verticalScrollBar().setEnabled(most > 0)

    @Slot()
    @Slot(QModelIndex)
    def _rest_again(self, _index: QModelIndex | None = None) -> None:
        self._rest.start()

    @Slot()
    def _rested(self) -> None:
        viewport = self.viewport()
        if viewport.underMouse():
            self.tried.emit(self.indexAt(viewport.mapFromGlobal(self.cursor().pos())))

    def held(self) -> list[tuple[Offer, int]]:
        """Rows that should stay where they are, and how far below the top: the keyboard's if it is seen, the first."""
        inside = self.viewport().rect().adjusted(6, 6, -6, -6)
        points = (QPoint(inside.left() + 10, y) for y in range(inside.top(), inside.bottom(), 12))
        first = next((at for at in map(self.indexAt, points) if at.isValid()), QModelIndex())
        here = self.currentIndex()
        found = [here] if self.visualRect(here).intersects(inside) else []
        return [(at.data(OptionRole.OFFER), self.visualRect(at).top()) for at in [*found, first] if at.isValid()]

    def hold(self, index: Index, above: int) -> None:
        """Scroll so that this row's top is so many pixels below the top of the list, or as near as can be."""
        self.doItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(index).top() - above)

    def in_view(self, ahead: int = 0) -> range:
        """The rows in view, and so many that come after them."""
        del ahead  # lists of this kind are short: all of their rows count
        return range(self.model().rowCount())

    def lay_out_again(self) -> None:
        """Rows say something else now, which may take more lines or fewer."""
        if not self._uniform:
            self.scheduleDelayedItemsLayout()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point; a heading over or under a row is no part of it."""
        index = super().indexAt(point)
        if self._uniform or not index.isValid():
            return index
        box = self.visualRect(index)
        over = HEADING if index.data(OptionRole.HEADING) else 0
        under = HEADING if index.data(OptionRole.FOOTING) else 0
        return index if box.top() + over <= point.y() < box.bottom() + 1 - under else QModelIndex()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._rest.stop()
            self.tried.emit(self.currentIndex())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._rest.stop()
            self.tried.emit(QModelIndex())
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        hear_current(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.tried.emit(QModelIndex())

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.trying
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.trying:
            self.left.emit()
            return
        super().keyPressEvent(event)
