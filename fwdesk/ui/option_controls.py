"""The frame step's own controls: the collections as chips, and the order of the frames."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fwdesk.app.models import OptionModel, OptionRole, OptionRow
from fwdesk.app.session import Session
from fwdesk.app.sorting import FrameOrder
from fwdesk.domain.offers import Offer
from fwdesk.domain.rules import Step
from fwdesk.ui.option_painters import Index
from fwdesk.ui.theme import color

_ALL = -1


class _ChipPainter(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._font = QFont(parent.font())
        self._font.setPixelSize(12)
        self._metrics = QFontMetrics(self._font)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        return QSize(self._metrics.horizontalAdvance(index.data()) + 16, 25)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        box = rect.adjusted(1, 1, -1, -1)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        current = bool(index.data(OptionRole.CURRENT))
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focus" if focused else "accent" if current else "border"
        painter.setPen(QPen(color(edge), 2 if focused else 1))
        painter.setBrush(color("tint" if current else "panel"))
        painter.drawRoundedRect(box, 12, 12)  # pyright: ignore[reportUnknownArgumentType]
        painter.setFont(self._font)
        painter.setPen(color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, index.data())  # pyright: ignore[reportUnknownArgumentType, reportCallIssue]
        painter.restore()


class CollectionChips(QListView):
    """The frame collections as chips, with All before them.

    Signals:
        picked(int | None): a collection's id, None for all.
    """

    picked = Signal(object)

    def __init__(self, session: Session) -> None:
        """Follows the catalog."""
        super().__init__()
        self.setObjectName("options.collection")
        self.setAccessibleName("Frame collections")
        self._session = session
        self._current = _ALL
        self._model = OptionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_ChipPainter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWrapping(True)
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(84)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)
        session.catalog_changed.connect(self._refill)
        self._refill()

    @Slot()
    def _refill(self) -> None:
        groups = self._session.catalog.collections
        if self._current not in {group.id for group in groups}:
            self._current = _ALL
        rows = [OptionRow(Offer(Step.FRAME, _ALL, "All", None), current=self._current == _ALL)]
        rows += [
            OptionRow(
                Offer(Step.FRAME, group.id, group.name, None), group.description, current=self._current == group.id
            )
            for group in groups
        ]
        self._model.show(tuple(rows))

    def pick(self, collection: int) -> None:
        """Choose a collection by its id."""
        self._pick(self._model.index(self._model.row_of(collection)))

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        self._current = int(index.data(OptionRole.ID))
        self._refill()
        self.picked.emit(None if self._current == _ALL else self._current)


class FrameSort(QComboBox):
    """The order of the frames.

    Signals:
        picked(FrameOrder): another order was chosen.
    """

    picked = Signal(object)

    def __init__(self) -> None:
        """Begins with the shop's own order."""
        super().__init__()
        self.setObjectName("frame.sort")
        self.setAccessibleName("Sort frames")
        self.setToolTip("The order of the frames")
        for order in FrameOrder:
            self.addItem(order.value, order)
        self.activated.connect(self._picked)

    @property
    def order(self) -> FrameOrder:
        """The order chosen."""
        return FrameOrder(self.currentData())

    @Slot(int)
    def _picked(self, _index: int) -> None:
        self.picked.emit(self.order)


class AboutPaper(QPushButton):
    """Opens what the service says of the paper, beside the one that is tried on."""

    def __init__(self, session: Session) -> None:
        """`session` knows both papers."""
        super().__init__("About…")
        self._session = session
        self.setObjectName("media.about")
        self.setAccessibleName("About this paper")
        self.setToolTip("About this paper, and the one tried on (P)")
        self.setAutoDefault(False)
        self.clicked.connect(self._show)

    @Slot()
    def _show(self) -> None:
        from fwdesk.ui.paper_dialog import show_papers

        show_papers(self._session, self.window())
