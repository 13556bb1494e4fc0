"""FinerWorks' own picture over ours, with a divider to move: left of it ours, right of it theirs (UX P14)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from fwdesk.app.official import Official, OfficialPicture, OfficialState
from fwdesk.app.preview import Preview
from fwdesk.ui.piece_view import PieceView
from fwdesk.ui.plates import paint_plate
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import qimage

_REACH = 14
_STEP, _LEAP = 0.02, 0.1
_EXACT = 0.003
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class SplitView(QWidget):
    """Lies over the view of the piece; what is not the divider's goes through to it.

    Signals:
        closed(): away with it.
        cannot(str): the two cannot be laid over each other, and why.
    """

    closed = Signal()
    cannot = Signal(str)

    def __init__(self, official: Official, preview: Preview, view: PieceView) -> None:
        """Hidden until `open`."""
        super().__init__(view)
        self.setObjectName("split")
        self.setAccessibleName("Divider between our picture and FinerWorks’ own")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._official, self._preview, self._view = official, preview, view
        self._share = 0.5
        self._dragged = False
        self._kept: tuple[OfficialPicture, QPixmap] | None = None
        official.changed.connect(self._changed)
        preview.drawn.connect(self._redraw)
        preview.view_changed.connect(self._redraw)
        view.resized.connect(self._place)
        self.hide()

    @property
    def share(self) -> float:
        """Where the divider is: 0 at the left end of what is seen of the piece, 1 at its right end."""
        return self._share

    def open(self) -> None:
        """Show it, if the vendor's picture can be laid over ours; else say why not."""
        reason = self._why_not()
        if reason:
            self.cannot.emit(reason)
            return
        if self._preview.in_room:
            self._preview.look("wall")
        self._place()
        self._describe()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_it(self) -> None:
        """Away with it."""
        if self.isVisibleTo(self._view):
            self.hide()
            self.closed.emit()

    def move_to(self, share: float) -> None:
        """The divider somewhere else."""
        share = min(max(share, 0.0), 1.0)
        if share != self._share:
            self._share = share
            self._describe()
            self.update()

    def _why_not(self) -> str:
        shown = self._official.picture
        if shown is None:
            return f"There is nothing to lay over ours: {self._official.message}"
        if shown.piece is None:
            return "The lab’s picture has other proportions than the piece: it cannot lie over ours. See it beside."
        return ""

    @Slot()
    def _changed(self) -> None:
        if not self.isVisibleTo(self._view):
            return
        reason = self._why_not()
        if reason:
            self.close_it()
            self.cannot.emit(reason)
        else:
            self._describe()
            self.update()

    @Slot()
    @Slot(object)
    def _redraw(self, _what: object = None) -> None:
        if self.isVisibleTo(self._view):
            if self._preview.in_room:
                self.close_it()
            self.update()

    @Slot()
    def _place(self) -> None:
        self.setGeometry(self._view.rect())

    def _describe(self) -> None:
        self.setAccessibleDescription(
            f"Left {self._share:.0%} ours. Left and Right move it, Esc closes. {self._state()}"
        )

    def _state(self) -> str:
        shown, state = self._official.picture, self._official.state
        words: list[str] = []
        if state is not OfficialState.CURRENT:
            words.append(state.value.lower())
        stretch = self._mismatch(shown)
        if abs(stretch) > _EXACT:
            words.append(f"proportions differ by {abs(stretch):.1%}")
        return f"{self._official.title}: {', '.join(words)}" if words else ""

    def _mismatch(self, shown: OfficialPicture | None) -> float:
        """How much taller the vendor's piece is than ours at the same width."""
        ours = self._view.outside
        if shown is None or shown.piece is None or ours.isEmpty():
            return 0.0
        left, top, right, bottom = shown.piece
        return (bottom - top) / (right - left) * ours.width() / ours.height() - 1

    @property
    def _seen(self) -> QRectF:
        """What is seen of the piece: the divider never leaves it, however near one looks."""
        return self._view.outside.intersected(QRectF(self.rect()).adjusted(_REACH, 0, -_REACH, 0))

    @property
    def _line(self) -> float:
        return self._seen.left() + self._share * self._seen.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        shown, ours = self._official.picture, self._view.outside
        if shown is None or shown.piece is None or ours.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        left, top, right, bottom = shown.piece
        factor = ours.width() / (right - left)
        # One scale both ways, the middles on each other: nothing is stretched to fit.
        high = (bottom - top) * factor
        target = QRectF(ours.left(), ours.center().y() - high / 2, ours.width(), high)
        line = self._line
        painter.save()
        painter.setClipRect(QRectF(line, target.top(), max(target.right() - line, 0), high))
        painter.drawPixmap(target, self._pixmap(shown), QRectF(left, top, right - left, bottom - top))
        painter.restore()
        self._paint_divider(painter, line, ours)
        state = self._state()
        if state:
            paint_plate(painter, self.width(), state)
        painter.end()

    def _pixmap(self, shown: OfficialPicture) -> QPixmap:
        if self._kept is None or self._kept[0] is not shown:
            self._kept = shown, QPixmap.fromImage(qimage(shown.picture))
        return self._kept[1]

    def _paint_divider(self, painter: QPainter, line: float, ours: QRectF) -> None:
        top, bottom = max(ours.top() - 26, 52.0), min(ours.bottom() + 12, float(self.height()))
        ink = color("focus") if self.hasFocus() else color("accent")
        painter.setPen(QPen(color("panel"), 5))
        painter.drawLine(QPointF(line, top), QPointF(line, bottom))
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(line, top), QPointF(line, bottom))
        knob = QPointF(line, (max(ours.top(), 0.0) + min(ours.bottom(), float(self.height()))) / 2)
        painter.setBrush(color("panel"))
        painter.drawEllipse(knob, 13, 13)
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for side in (-1, 1):
            tip = knob.x() + side * 7
            for rise in (-4, 4):
                painter.drawLine(QPointF(tip, knob.y()), QPointF(tip - side * 4, knob.y() + rise))
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        for side, words in ((-1, "fwdesk"), (1, self._official.title)):
            wide = painter.fontMetrics().horizontalAdvance(words) + 16
            plate = QRectF(line + (10 if side > 0 else -10 - wide), top - 2, wide, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("panel"))
            painter.drawRoundedRect(plate, 5, 5)
            painter.setPen(color("text"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = abs(event.position().x() - self._line) <= _REACH
        event.setAccepted(self._dragged)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            seen = self._seen
            self.move_to((event.position().x() - seen.left()) / max(seen.width(), 1))
            return
        near = abs(event.position().x() - self._line) <= _REACH
        self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(self._dragged)
        self._dragged = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            step = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            self.move_to(self._share + _STEPS[Qt.Key(event.key())] * step)
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.move_to(0.0 if event.key() == Qt.Key.Key_Home else 1.0)
        else:
            super().keyPressEvent(event)
