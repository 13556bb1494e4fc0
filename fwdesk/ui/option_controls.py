"""The steps' own controls: typed sizes and orientation, the frame's collections, mat width and second mat."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.models import OptionModel, OptionRole, OptionRow
from fwdesk.app.session import Session
from fwdesk.domain.errors import SizeError
from fwdesk.domain.offers import Offer
from fwdesk.domain.rules import Step
from fwdesk.domain.size import inches, parse_size
from fwdesk.ui.messages import sentence
from fwdesk.ui.option_painters import Index
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label

_WIDTHS = tuple(Decimal(eighths) / 4 for eighths in (4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20))
_ALL = -1


class SizeControls(QWidget):
    """A field for any notation (16 1/2 x 20.25, 42x30cm) and a button that turns the piece."""

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self._session = session
        self.field = QLineEdit()
        self.field.setObjectName("size.typed")
        self.field.setPlaceholderText("Type a size: 16 1/2 x 20, 42x30 cm")
        self.field.setAccessibleName("Type a size")
        self._turn = button("Turn", tip="Portrait or landscape (O)", name="size.turn")
        self._problem = label("", "problem", wrap=True)
        self._anyway = button("Choose anyway", name="anyway.typed")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._anyway, 0, Qt.AlignmentFlag.AlignLeft)
        self._say("")
        self.field.returnPressed.connect(self._typed)
        self.field.textEdited.connect(self._edited)
        self._anyway.clicked.connect(self._take_anyway)
        self._turn.clicked.connect(session.turn)

    def _say(self, words: str, *, anyway: bool = False) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self._anyway.setVisible(anyway)
        self.field.setProperty("wrong", bool(words))
        self.field.style().polish(self.field)

    @Slot(str)
    def _edited(self, _text: str) -> None:
        self._say("")

    @Slot()
    def _typed(self) -> None:
        self._take(anyway=False)

    @Slot()
    def _take_anyway(self) -> None:
        self._take(anyway=True)

    def _take(self, *, anyway: bool) -> None:
        try:
            size = parse_size(self.field.text())
        except SizeError as error:
            self._say(sentence(error))
            return
        offer = self._session.size_offer(size)
        if offer is None:
            return
        if offer.available or (anyway and offer.piece):
            self._session.take(offer, anyway=anyway)
            self.field.clear()
            self._say("")
            return
        fix = f" Choose anyway: {offer.fix}." if offer.fix else ""
        self._say(f"{offer.reason}{fix}", anyway=bool(offer.fix))


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

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self._current = int(index.data(OptionRole.ID))
        self._refill()
        self.picked.emit(None if self._current == _ALL else self._current)


class MatControls(QWidget):
    """The mat's border in inches, and an inner mat of which a reveal shows."""

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self._session = session
        self.width_box = QComboBox()
        self.width_box.setObjectName("mat.width")
        for width in _WIDTHS:
            self.width_box.addItem(f"{inches(width)} in", width)
        self.second_box = QComboBox()
        self.second_box.setObjectName("mat.second")
        self.second_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.addRow("Border", self.width_box)
        form.addRow("Inner mat", self.second_box)
        self._arithmetic = label("", "caption", wrap=True)
        form.addRow(self._arithmetic)
        self.width_box.activated.connect(self._width_picked)
        self.second_box.activated.connect(self._second_picked)
        session.piece_changed.connect(self._refresh)
        session.catalog_changed.connect(self._refill)
        self._refill()

    @Slot()
    def _refill(self) -> None:
        self.second_box.clear()
        self.second_box.addItem("None", 0)
        for mat in self._session.catalog.mats:
            self.second_box.addItem(mat.name, mat.id)
        self._refresh()

    @Slot()
    @Slot(object)
    def _refresh(self, _piece: object = None) -> None:
        piece, geometry = self._session.piece, self._session.geometry
        framed = piece.framing if piece else None
        mats = framed.mats if framed else ()
        self.width_box.setEnabled(bool(mats))
        self.second_box.setEnabled(bool(mats))
        if not piece or not mats or geometry is None:
            self._arithmetic.setText("Choose a mat to set its border.")
            return
        self._show_width(piece.mat_border)
        self.second_box.setCurrentIndex(max(self.second_box.findData(mats[0].mat if len(mats) > 1 else 0), 0))
        across, down = geometry.mat_borders
        seen = inches(across) if across == down else f"{inches(across)} in left and right, {inches(down)}"
        hidden = f", {inches(geometry.lip)} in lies under the frame" if geometry.lip else ""
        self._arithmetic.setText(
            f"{seen} in of mat shows{' on each side' if across == down else ' top and bottom'}{hidden}."
        )

    def _show_width(self, width: Decimal) -> None:
        """Mark the border; one that is not offered stands before the others, alone of its kind."""
        offered = [self.width_box.itemData(row) for row in range(self.width_box.count())]
        if width not in offered:
            if len(offered) > len(_WIDTHS):
                self.width_box.removeItem(0)
            self.width_box.insertItem(0, f"{inches(width)} in", width)
            offered = [self.width_box.itemData(row) for row in range(self.width_box.count())]
        self.width_box.setCurrentIndex(offered.index(width))

    @Slot(int)
    def _width_picked(self, index: int) -> None:
        self._session.set_mat_width(Decimal(self.width_box.itemData(index)))
        self._refresh()

    @Slot(int)
    def _second_picked(self, index: int) -> None:
        self._session.set_second_mat(int(self.second_box.itemData(index)))
        self._refresh()
