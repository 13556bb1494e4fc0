"""The reflection on the glass, over our picture of the piece: it follows the mouse while G is held."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from fwdesk.app.glass import Glass, Reflection
from fwdesk.ui.plates import paint_plate


class GlassView(QWidget):
    """Lies over the view of the piece and lets every event through to it."""

    def __init__(self, glass: Glass, parent: QWidget) -> None:
        """Hidden until the glass is held."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Reflection on the glass")
        self._glass, self._view = glass, parent
        self._kept: tuple[Reflection, QPixmap] | None = None
        glass.changed.connect(self._changed)
        self.hide()

    @Slot(QPointF)
    def follow(self, at: QPointF) -> None:
        """The mouse is at a point of the screen."""
        reflection = self._glass.reflection
        if reflection is None:
            return
        left, top, right, bottom = (edge / reflection.drawn.ratio for edge in reflection.glass)
        here = self.mapFromGlobal(at)
        self._glass.move((here.x() - left) / max(right - left, 1), (here.y() - top) / max(bottom - top, 1))

    @Slot()
    def _changed(self) -> None:
        if self._glass.held:
            self.setGeometry(self._view.rect())
            self.setAccessibleDescription(self._glass.words)
        self.setVisible(self._glass.held)
        self.update()

    def _pixmap(self, reflection: Reflection) -> QPixmap:
        if self._kept is None or self._kept[0] is not reflection:
            wide, high = reflection.pixels
            form = QImage.Format.Format_ARGB32_Premultiplied
            image = QImage(reflection.data, wide, high, wide * 4, form)
            self._kept = reflection, QPixmap.fromImage(image)
        return self._kept[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        reflection = self._glass.reflection
        if reflection is not None:
            self._paint(painter, reflection)
        paint_plate(painter, self.width(), self._glass.words)
        painter.end()

    def _paint(self, painter: QPainter, reflection: Reflection) -> None:
        ratio = reflection.drawn.ratio
        left, top, right, bottom = reflection.glass
        wide, high = reflection.size
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setClipRect(QRectF(left, top, right - left, bottom - top))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        across, down = self._glass.at
        x, y = left + across * (right - left) - wide / 2, top + down * (bottom - top) - high / 2
        painter.drawPixmap(QRectF(x, y, wide, high), self._pixmap(reflection), QRectF(self._pixmap(reflection).rect()))
        painter.restore()
