"""Icons: Tabler outlines from the resources, in the color of the look in force, sharp at any pixel ratio."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fwdesk.resources import resource


@lru_cache(maxsize=256)
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    svg = Path(resource(f"icons/{name}.svg")).read_text(encoding="utf-8").replace("currentColor", color)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def pixmap(name: str, color: QColor, size: int = 20, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture, `size` logical pixels wide."""
    return _drawn(name, color.name(), size, ratio)


def icon(name: str, color: QColor, size: int = 20) -> QIcon:
    """An icon for buttons and menus."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_drawn(name, color.name(), size, ratio))
    made.actualSize(QSize(size, size))
    return made
