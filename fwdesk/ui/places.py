"""Where things are on the desk, and the empty desk as the first paint shows it. Light: the first paint waits for it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from fwdesk.ui.tokens import WALL, Tokens

WIDE, NARROW = 208, 56
"""Widths of the rail."""
NARROW_BELOW = 1180
# What the empty desk leaves for menu, title and band, for the bar, and for the options.
_ABOVE, _BELOW, _SIDE = 92, 77, 376


def paint_places(window: QWidget, tokens: Tokens) -> None:
    """Title, rail, stage, options and bar as plain areas in the colors they will have."""
    painter = QPainter(window)
    width, height = window.width(), window.height()
    rail = NARROW if width < NARROW_BELOW else WIDE
    painter.fillRect(window.rect(), QColor(tokens.panel))
    stage = QRect(rail, _ABOVE, max(width - rail - _SIDE, 0), max(height - _ABOVE - _BELOW, 0))
    painter.fillRect(stage, QColor(WALL))
    painter.fillRect(QRect(0, _ABOVE - 20, width, 20), QColor(tokens.test))
    painter.fillRect(QRect(0, height - _BELOW, width, 1), QColor(tokens.hairline))
    painter.end()
