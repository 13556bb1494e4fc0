"""What of the print nobody will see: hatched while the picture is moved behind its window (C2)."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath

from fwdesk.domain.geometry import Geometry, Rect
from fwdesk.domain.size import inches

_TINT, _LINES = QColor(163, 32, 32, 70), QColor(255, 255, 255, 190)


def hidden_words(geometry: Geometry, bleed: Decimal) -> str:
    """What hides how much of the print, in words: Hatched: 1/8 in under the mat, 1/10 in trimmed. Empty if nothing."""
    image, seen = geometry.image, geometry.visible
    under = max(seen.x - image.x, seen.y - image.y)
    said: list[str] = []
    if under > 0:
        said.append(f"{inches(under)} in under the {'mat' if geometry.windows else 'frame’s lip'}")
    if bleed > 0:
        said.append(f"{inches(bleed)} in trimmed off")
    return f"Hatched: {', '.join(said)}" if said else ""


def paint_hidden(painter: QPainter, geometry: Geometry, outside: QRectF, bleed: Decimal) -> None:
    """Hatch what is hidden, where the piece is seen at `outside` (logical px)."""
    inch = outside.width() / float(geometry.outside.width)

    def box(rect: Rect) -> QRectF:
        return QRectF(
            outside.left() + float(rect.x) * inch,
            outside.top() + float(rect.y) * inch,
            float(rect.width) * inch,
            float(rect.height) * inch,
        )

    image = box(geometry.image)
    left = box(geometry.visible).intersected(box(geometry.image.inset(bleed)))
    ring = QPainterPath()
    ring.addRect(image)
    kept = QPainterPath()
    kept.addRect(left)
    ring = ring.subtracted(kept)
    painter.save()
    painter.fillPath(ring, _TINT)
    painter.fillPath(ring, QBrush(_LINES, Qt.BrushStyle.BDiagPattern))
    painter.restore()
