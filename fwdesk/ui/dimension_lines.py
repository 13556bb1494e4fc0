"""The sizes of the piece, written beside it on the stage: lines with 45 degree ticks and words on plates (UX 4.4)."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from fwdesk.app.pictures import StagePicture
from fwdesk.domain.geometry import Geometry
from fwdesk.ui.theme import color

_AWAY, _ROW, _TICK, _PLATE = 20, 25, 4, 12
_DASHES = {
    "outside": Qt.PenStyle.SolidLine,
    "package": Qt.PenStyle.DashLine,
    "window": Qt.PenStyle.DotLine,
    "print": Qt.PenStyle.DashDotLine,
}


def paint_dimensions(painter: QPainter, drawn: StagePicture, geometry: Geometry, ink: QColor) -> None:
    """Widths below the piece, heights on its left; each size has a line style of its own, drawn with `ink`."""
    from fwdesk.render.dimensions import dimensions, length_words

    left, top, _, bottom = (edge / drawn.ratio for edge in drawn.outside)
    inch = drawn.scale / drawn.ratio
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    for number, size in enumerate(reversed(dimensions(geometry))):
        away = _AWAY + number * _ROW
        pen = QPen(ink, 1, _DASHES[size.name.split(",")[0]])
        wide = (left + float(size.rect.x) * inch, left + float(size.rect.right) * inch)
        high = (top + float(size.rect.y) * inch, top + float(size.rect.bottom) * inch)
        _line(painter, pen, QPointF(wide[0], bottom + away), QPointF(wide[1], bottom + away))
        _plate(painter, QPointF(sum(wide) / 2, bottom + away), f"{size.name} {length_words(size.rect.width)}")
        _line(painter, pen, QPointF(left - away, high[0]), QPointF(left - away, high[1]))
        painter.save()
        painter.translate(left - away, sum(high) / 2)
        painter.rotate(-90)
        words = fitting(painter.fontMetrics(), size.name, length_words(size.rect.height), high[1] - high[0])
        _plate(painter, QPointF(0, 0), words)
        painter.restore()


def fitting(metrics: QFontMetrics, name: str, length: str, room: float) -> str:
    """What a height can say beside a piece `room` px high without running into the widths below it.

    Centimeters go first and then the name: the width of the same line style says both.
    """
    inches = length.partition(" (")[0]
    for words in (f"{name} {length}", f"{name} {inches}", length):
        if metrics.horizontalAdvance(words) + _PLATE <= room:
            return words
    return inches


def _line(painter: QPainter, pen: QPen, start: QPointF, end: QPointF) -> None:
    painter.setPen(pen)
    painter.drawLine(QLineF(start, end))
    painter.setPen(QPen(pen.color(), 1.5))
    for at in (start, end):
        painter.drawLine(QLineF(at.x() - _TICK, at.y() + _TICK, at.x() + _TICK, at.y() - _TICK))


def _plate(painter: QPainter, middle: QPointF, words: str) -> None:
    width = painter.fontMetrics().horizontalAdvance(words) + _PLATE
    box = QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("panel"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
