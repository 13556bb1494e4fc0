"""How option rows look: text rows, swatch tiles and frame tiles (UX 4.1, options panel)."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fwdesk.app.models import OptionRole
from fwdesk.domain.options import Mat
from fwdesk.domain.size import Size
from fwdesk.ui import icons
from fwdesk.ui.theme import color

Index = QModelIndex | QPersistentModelIndex
TEXT_ROW = 64
REASON_ROW = 84
FRAME_TILE = QSize(112, 144)
MAT_TILE = QSize(88, 134)


class TileSource(Protocol):
    """Who makes the little pictures."""

    def tile(self, look: object, width: int, height: int, ratio: float) -> QImage | None:
        """A picture of so many logical pixels, or None while it is being made."""
        ...


def _geometry(option: QStyleOptionViewItem) -> tuple[QRect, QStyle.StateFlag]:
    rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
    state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
    return QRect(rect), state  # pyright: ignore[reportUnknownArgumentType]


def _font(painter: QPainter, px: int, *, bold: bool = False) -> None:
    font = QFont(painter.font())
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    painter.setFont(font)


def _two_lines(painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> int:
    """Draw text on at most two lines, the second elided. Returns the height used."""
    layout = QTextLayout(text, painter.font())
    layout.setTextOption(QTextOption(align))
    metrics, y = painter.fontMetrics(), 0
    layout.beginLayout()
    for number in range(2):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        start, length = line.textStart(), line.textLength()
        words = text[start : start + length].strip()
        if number == 1 and start + length < len(text):
            words = metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + y, box.width(), metrics.height()), align, words)
        y += metrics.height() - 1
    layout.endLayout()
    return y


class _Painter(QStyledItemDelegate):
    """What all rows share: ground, focus ring, selection border and tick."""

    def __init__(self, tiles: TileSource, parent: QWidget | None = None) -> None:
        """`tiles` makes the pictures."""
        super().__init__(parent)
        self._tiles = tiles

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area, state = _geometry(option)
        current = bool(index.data(OptionRole.CURRENT))
        box = QRectF(area).adjusted(3, 3, -3, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setBrush(color("tint"))
            painter.drawRoundedRect(box, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if current:
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 8, 8)
        self.draw(painter, area, index)
        if current:
            ratio = painter.device().devicePixelRatioF()
            tick = icons.pixmap("circle-check", color("accent"), 18, ratio)
            painter.drawPixmap(round(box.right()) - 22, round(box.top()) + 5, tick)
        painter.restore()

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        """The row's own contents."""
        raise NotImplementedError

    def _picture(self, painter: QPainter, box: QRect, index: Index) -> None:
        ratio = painter.device().devicePixelRatioF()
        image = self._tiles.tile(index.data(OptionRole.LOOK), box.width(), box.height(), ratio)
        if not index.data(OptionRole.AVAILABLE):
            painter.setOpacity(0.55)
        if image is None:
            painter.fillRect(box, color("hairline"))
        else:
            painter.drawImage(box, image)
        painter.setOpacity(1.0)


def draw_price(painter: QPainter, box: QRect, index: Index, align: Qt.AlignmentFlag) -> None:
    """The price difference of a row, right where the row wants it."""
    difference = index.data(OptionRole.PRICE_DIFFERENCE)
    if difference:
        painter.setPen(color("muted" if difference == "same" else "secondary"))
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, difference)


class TextRows(_Painter):
    """Full-width rows: name, one grey line, badge, price difference; the reason below where not available."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        area, _state = _geometry(option)
        return QSize(area.width(), TEXT_ROW if index.data(OptionRole.AVAILABLE) else REASON_ROW)

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        box = area.adjusted(16, 10, -16, -8)
        if isinstance(index.data(OptionRole.LOOK), Size):
            self._outline(painter, QRect(box.left(), box.top(), 40, 40), index.data(OptionRole.LOOK))
            box.adjust(52, 0, 0, 0)
        available = bool(index.data(OptionRole.AVAILABLE))
        _font(painter, 13)
        draw_price(painter, QRect(box.right() - 74, box.top(), 56, 20), index, Qt.AlignmentFlag.AlignRight)
        _font(painter, 15)
        painter.setPen(color("text" if available else "secondary"))
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, box.width() - 84)
        painter.drawText(QRect(box.left(), box.top(), box.width() - 80, 22), Qt.AlignmentFlag.AlignVCenter, name)
        _font(painter, 12)
        painter.setPen(color("secondary"))
        note = "  ·  ".join(part for part in (index.data(OptionRole.BADGE), index.data(OptionRole.NOTE)) if part)
        note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + 22, box.width(), 18), Qt.AlignmentFlag.AlignVCenter, note)
        if not available:
            painter.setPen(color("warn"))
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.left(), box.top() + 45, icons.pixmap("info-circle", color("warn"), 14, ratio))
            words = index.data(OptionRole.REASON)
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 20)
            line = QRect(box.left() + 20, box.top() + 42, box.width() - 20, 20)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    @staticmethod
    def _outline(painter: QPainter, box: QRect, size: Size) -> None:
        """A small sheet to scale: 36 inches are as high as the box, larger ones fill it."""
        factor = box.height() / 36
        width, height = max(float(size.width) * factor, 4), max(float(size.height) * factor, 4)
        if max(width, height) > box.height():
            width, height = (side * box.height() / max(width, height) for side in (width, height))
        painter.setPen(QPen(color("border"), 1))
        painter.setBrush(color("panel"))
        painter.drawRect(QRectF(box.center().x() - width / 2, box.bottom() - height, width, height))
        painter.setBrush(Qt.BrushStyle.NoBrush)


class FrameTiles(_Painter):
    """Tiles with the frame's real corner to common scale, its name on two lines and the price difference."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return FRAME_TILE

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        box = area.adjusted(9, 9, -9, -9)
        picture = QRect(box.left(), box.top(), box.width(), 84)
        if index.data(OptionRole.LOOK) is None:
            draw_none(painter, picture)
        else:
            self._picture(painter, picture, index)
        _tile_words(painter, box.adjusted(0, 88, 0, 0), index)


class MatTiles(_Painter):
    """Tiles with the mat's color and its beveled window, its name on two lines and the price difference."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return MAT_TILE

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        box = area.adjusted(8, 8, -8, -8)
        picture = QRect(box.left(), box.top(), 72, 72)
        look = index.data(OptionRole.LOOK)
        if isinstance(look, Mat):
            self._picture(painter, picture, index)
            painter.setPen(QPen(color("border"), 1))
            painter.drawRect(picture)
        else:
            draw_none(painter, picture)
        _tile_words(painter, box.adjusted(0, 76, 0, 0), index)


def draw_none(painter: QPainter, box: QRect) -> None:
    """The tile of no frame and no mat: a dashed outline."""
    painter.setPen(QPen(color("border"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(box.adjusted(16, 12, -16, -12))


def _tile_words(painter: QPainter, box: QRect, index: Index) -> None:
    available = bool(index.data(OptionRole.AVAILABLE))
    _font(painter, 11)
    painter.setPen(color("text" if available else "secondary"))
    used = _two_lines(painter, box, index.data())
    rest = QRect(box.left(), box.top() + used + 1, box.width(), 14)
    if available:
        draw_price(painter, rest, index, Qt.AlignmentFlag.AlignLeft)
        return
    painter.setPen(color("warn"))
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rest.left(), rest.top() + 1, icons.pixmap("info-circle", QColor(color("warn")), 12, ratio))
    painter.drawText(rest.adjusted(15, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Not as it is")
