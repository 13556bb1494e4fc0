"""The loupe over our picture of the piece: a lens that follows the mouse or the arrow keys, with a ruler in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from fwdesk.app.loupe import LEAP, STEP, Loupe
from fwdesk.app.pictures import Picture, StagePicture
from fwdesk.ui.holds import STEERING
from fwdesk.ui.plates import paint_plate
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import qimage

DIAMETER = 300
"""Logical px across, on a stage that is large enough."""
_NEARER = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class LoupeView(QWidget):
    """Lies over the view of the piece; the mouse goes through to it, the keyboard does not."""

    def __init__(self, loupe: Loupe, view: QWidget) -> None:
        """Hidden until the loupe is taken up."""
        super().__init__(view)
        self.setObjectName("loupe")
        self.setAccessibleName("Loupe")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._loupe, self._view = loupe, view
        self._pixmaps: dict[int, tuple[Picture, QPixmap]] = {}
        loupe.changed.connect(self._changed)
        loupe.drawn.connect(self._drawn)
        self.hide()

    @property
    def diameter(self) -> int:
        """Logical px across, as the stage is now."""
        return min(DIAMETER, round(0.62 * min(self._view.width(), self._view.height())))

    @Slot()
    def _changed(self) -> None:
        up = self._loupe.is_up
        if up and not self.isVisibleTo(self._view):
            self.setGeometry(self._view.rect())
            self._view.installEventFilter(self)  # where the mouse is; only as long as the loupe is up
            self.show()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not up and self.isVisibleTo(self._view):
            self._view.removeEventFilter(self)
            self.hide()
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._loupe.words}. Arrows move it, plus and minus look nearer, Esc closes.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse over the piece moves the loupe."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and not event.buttons():
            self._loupe.to(event.position().x(), event.position().y())
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return super().eventFilter(watched, event)

    @Slot()
    def _drawn(self) -> None:
        picture, known = self._loupe.picture, self._pixmaps
        parts = [part for part, _at in picture.parts] if picture else []
        self._pixmaps = {id(part): known.get(id(part)) or (part, QPixmap.fromImage(qimage(part))) for part in parts}
        self._describe()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alone = not event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
            if alone and (event.key() in STEERING or event.key() in _NEARER):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEERING:
            step = LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            across, down = STEERING[key]
            self._loupe.nudge(across * step, down * step)
        elif key in _NEARER:
            self._loupe.nearer(_NEARER[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        picture = self._loupe.picture
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if picture is not None:
            self._paint_lens(painter, picture)
        paint_plate(painter, self.width(), self._loupe.words)
        painter.end()

    def _paint_lens(self, painter: QPainter, picture: StagePicture) -> None:
        ratio = picture.ratio
        side = picture.size[0] / ratio
        x, y = self._loupe.place
        # On whole device px: what is drawn for them stays sharp.
        left, top = round((x - side / 2) * ratio) / ratio, round((y - side / 2) * ratio) / ratio
        lens = QRectF(left, top, side, side)
        path = QPainterPath()
        path.addEllipse(lens.adjusted(1, 1, -1, -1))
        painter.save()
        painter.setClipPath(path)
        painter.translate(left, top)
        painter.scale(1 / ratio, 1 / ratio)
        for part, at in picture.parts:
            kept = self._pixmaps.get(id(part))
            if kept:
                painter.drawPixmap(at[0], at[1], kept[1])
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(color("panel"), 5), QPen(color("focus") if self.hasFocus() else color("border"), 2)):
            painter.setPen(pen)
            painter.drawEllipse(lens.adjusted(2, 2, -2, -2))
        self._paint_ruler(painter, lens, picture.scale / ratio)

    def _paint_ruler(self, painter: QPainter, lens: QRectF, inch: float) -> None:
        """Ten millimeters and half an inch, as long as they are in the lens."""
        millimeter = inch / 25.4
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        shown = 5 if millimeter * 10 > lens.width() * 0.42 else 10
        part, name = (inch / 4, "¼ in") if shown == 5 else (inch / 2, "½ in")
        wide = max(part, shown * millimeter) + 62
        plate = QRectF(lens.center().x() - wide / 2, lens.bottom() - 64, wide, 38)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(plate, 4, 4)
        left = plate.left() + 10
        painter.setPen(QPen(color("text"), 1))
        for row, length, ticks, words in ((13, shown * millimeter, shown, f"{shown} mm"), (31, part, 4, name)):
            y = plate.top() + row
            painter.drawLine(QPointF(left, y), QPointF(left + length, y))
            for number in range(ticks + 1):
                high = 6 if number in {0, ticks} else 3
                at = left + length * number / ticks
                painter.drawLine(QPointF(at, y), QPointF(at, y - high))
            painter.drawText(QPointF(left + length + 6, y), words)
