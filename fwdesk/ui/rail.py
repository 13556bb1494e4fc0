"""The rail: the seven steps with what is chosen in each; all can be gone to at any time (UX P2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fwdesk.app.session import Session
from fwdesk.app.step_words import STEP_WORDS
from fwdesk.domain.options import Catalog
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step
from fwdesk.ui import icons
from fwdesk.ui.option_list import hear_current
from fwdesk.ui.option_painters import two_lines
from fwdesk.ui.places import NARROW
from fwdesk.ui.theme import color, hue

STEP_ICONS = {
    Step.PRODUCT_TYPE: "package",
    Step.MEDIA: "file-text",
    Step.STYLE: "layout",
    Step.SIZE: "ruler-2",
    Step.FRAME: "frame",
    Step.MAT: "layers-subtract",
    Step.GLAZING: "window",
}
_VALUE = Qt.ItemDataRole.UserRole + 1
_STEP = Qt.ItemDataRole.UserRole + 2
_PROBLEM = Qt.ItemDataRole.UserRole + 3
_NO_PARENT = QModelIndex()
_COMPACT = NARROW + 20
"""A rail this narrow shows the icons alone."""
_WORDS_ROW, _ICON_ROW = 68, 56
"""Heights of a row; icons stand closer, so that all seven are in sight in the smallest window."""
Index = QModelIndex | QPersistentModelIndex


def step_values(session: Session) -> dict[Step, str]:
    """What each step has now, in words; "–" before anything is known."""
    piece = session.piece
    return dict.fromkeys(Step, "–") if piece is None else piece_values(piece, session.catalog)


def piece_values(piece: Piece, shop: Catalog) -> dict[Step, str]:
    """What each step has in a piece, in words."""
    values = {Step.SIZE: f"{piece.image.framer} in"}
    if piece.print:
        kind = shop.product_type_by_id.get(piece.print.product_type)
        media = shop.media_by_id.get(piece.print.media)
        style = shop.style_by_id.get(piece.print.style)
        values[Step.PRODUCT_TYPE] = kind.name if kind else f"Product type {piece.print.product_type}"
        values[Step.MEDIA] = media.name if media else f"Media {piece.print.media}"
        values[Step.STYLE] = style.name if style else f"Style {piece.print.style}"
    values.update(_framing_values(shop, piece))
    return values


def _framing_values(shop: Catalog, piece: Piece) -> dict[Step, str]:
    framed = piece.framing
    frame = shop.frame_by_id.get(framed.frame) if framed else None
    glazing = shop.glazing_by_id.get(framed.glazing) if framed else None
    names = [
        shop.mat_by_id[mat.mat].name if mat.mat in shop.mat_by_id else f"Mat {mat.mat}"
        for mat in (reversed(framed.mats) if framed else ())
    ]
    return {
        Step.FRAME: frame.name if frame else f"Frame {framed.frame}" if framed and framed.frame else "No frame",
        Step.MAT: " over ".join(names) or "No mat",
        Step.GLAZING: glazing.name if glazing else f"Glazing {framed.glazing}" if framed and framed.glazing else "None",
    }


@dataclass(slots=True)
class _Row:
    step: Step
    value: str = "–"
    problem: str = ""


class _Steps(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = [_Row(step) for step in Step]

    def show(self, values: dict[Step, str], problems: dict[Step, str]) -> None:
        for number, row in enumerate(self._rows):
            now = values.get(row.step, "–"), problems.get(row.step, "")
            if (row.value, row.problem) != now:
                row.value, row.problem = now
                self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        row = self._rows[index.row()]
        words = STEP_WORDS[row.step]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.AccessibleTextRole:
                state = f", {row.problem}" if row.problem else ""
                return f"Step {index.row() + 1}, {words}: {row.value}{state}"
            case Qt.ItemDataRole.ToolTipRole:
                return row.problem or f"{words}: {row.value}  (Alt+{index.row() + 1})"
            case _ if role == _VALUE:
                return row.value
            case _ if role == _STEP:
                return row.step
            case _ if role == _PROBLEM:
                return row.problem
            case _:
                return None


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        rail = self.parent()
        compact = isinstance(rail, Rail) and rail.compact
        return QSize(NARROW, _ICON_ROW if compact else _WORDS_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        step = Step(index.data(_STEP))  # Qt hands a StrEnum back as plain text
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = area.adjusted(6, 2, -6, -2)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("tint" if selected else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        wide = area.width() > _COMPACT
        left = box.left() + (10 if wide else (box.width() - 22) // 2)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(left, box.center().y() - 10, icons.pixmap(STEP_ICONS[step], hue(step.value), 22, ratio))
        if wide:
            self._words(painter, box.adjusted(42, 8, -8, -8), index)
        if index.data(_PROBLEM):
            mark = icons.pixmap("alert-triangle", color("warn"), 14, ratio)
            painter.drawPixmap(box.right() - 18, box.top() + 8, mark)
        painter.restore()

    @staticmethod
    def _words(painter: QPainter, box: QRect, index: Index) -> None:
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(color("secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, index.data())
        font.setPixelSize(13)
        painter.setFont(font)
        painter.setPen(QColor(color("text")))
        two_lines(painter, box.adjusted(0, 17, 0, 0), index.data(_VALUE))


class Rail(QListView):
    """The list of steps.

    Signals:
        picked(Step): a step was chosen by click or key.
    """

    picked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Follows the session."""
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Steps")
        self._session = session
        self._steps = _Steps(self)
        self.setModel(self._steps)
        self.setItemDelegate(_RowPainter(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._moved)
        self.clicked.connect(self._clicked)
        session.piece_changed.connect(self._refresh)
        session.catalog_changed.connect(self._refresh)
        session.step_changed.connect(self._show_step)
        self._show_step(session.step)

    @property
    def compact(self) -> bool:
        """Whether there is room for the icons only."""
        return self.width() <= _COMPACT

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() <= _COMPACT) != self.compact:
            self.scheduleDelayedItemsLayout()

    @Slot()
    @Slot(object)
    def _refresh(self, _piece: object = None) -> None:
        problems = {problem.step: problem.reason for problem in reversed(self._session.problems)}
        self._steps.show(step_values(self._session), problems)

    @Slot(object)
    def _show_step(self, step: Step) -> None:
        self.setCurrentIndex(self._steps.index(list(Step).index(step)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        hear_current(self)

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and self.hasFocus():
            self.picked.emit(Step(index.data(_STEP)))

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.picked.emit(Step(index.data(_STEP)))
