"""Words on a plate in the upper left corner of the stage: what is being done there, and with which keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from fwdesk.ui.theme import color

SWITCH_WIDTH = 190
"""What the switch of views takes of the upper edge, in logical px."""


def paint_plate(painter: QPainter, width: int, words: str, left: int = 14) -> QRect:
    """A line of words on a plate, in a view of so many logical px, clear of the switch of views. Where it is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(13)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, width - SWITCH_WIDTH - 42 - left)
    plate = QRect(left, 12, metrics.horizontalAdvance(words) + 24, 32)
    painter.setPen(QPen(color("accent"), 1))
    painter.setBrush(color("panel"))
    painter.drawRoundedRect(plate, 6, 6)
    painter.setPen(color("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
    return plate
