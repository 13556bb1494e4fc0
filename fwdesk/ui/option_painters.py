"""How option rows look: text rows, swatch tiles and frame tiles (UX 4.1, options panel)."""

from __future__ import annotations

from dataclasses import astuple
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fwdesk.app.models import OptionRole
from fwdesk.domain.fit import Sides
from fwdesk.domain.options import Mat
from fwdesk.domain.size import Size
from fwdesk.ui import icons
from fwdesk.ui.theme import color

Index = QModelIndex | QPersistentModelIndex
TEXT_ROW = 62
_NAME, _LINE = 22, 16
_TEXT_MARGINS = 40
FRAME_TILE = QSize(112, 144)
MAT_TILE = QSize(80, 128)
HEADING = 28
"""Pixels of a heading over a row, or over the tiles that follow it."""
_OUTLINE, _WIDE_ROW = 52, 60
_GRID_GAP = 6


class TileSource(Protocol):
    """Who makes the little pictures."""

    def tile(self, look: object, width: int, height: int, ratio: float) -> QImage | None:
        """A picture of so many logical pixels, or None while it is being made."""
        ...


def _geometry(option: QStyleOptionViewItem) -> tuple[QRect, QStyle.StateFlag]:
    rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
    state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
    return QRect(rect), state  # pyright: ignore[reportUnknownArgumentType]


def row_box(option: QStyleOptionViewItem) -> QRect:
    """Where a row is drawn."""
    return _geometry(option)[0]


def _font(painter: QPainter, px: int, *, bold: bool = False) -> None:
    font = QFont(painter.font())
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    painter.setFont(font)


@lru_cache(maxsize=4096)
def _broken(text: str, described: str, width: int) -> tuple[str, ...]:
    """A text on at most two lines of so many px, the second elided. Lists draw the same words over and over.

    The font comes as its description, so that none is kept when the application ends.
    """
    font = QFont()
    font.fromString(described)
    layout, lines = QTextLayout(text, font), list[str]()
    layout.beginLayout()
    for number in range(2):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        words = text[start : start + length].strip()
        if number == 1 and start + length < len(text):
            words = QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
        lines.append(words)
    layout.endLayout()
    return tuple(lines)


def two_lines(painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> int:
    """Draw text on at most two lines, the second elided. Returns the height used."""
    metrics, y = painter.fontMetrics(), 0
    for words in _broken(text, painter.font().toString(), box.width()):
        painter.drawText(QRect(box.left(), box.top() + y, box.width(), metrics.height()), align, words)
        y += metrics.height() - 1
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
        painter.save()
        area = self._headed(painter, area, index)
        box = QRectF(area).adjusted(3, 3, -3, -3)
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
        if index.data(OptionRole.HEARTED):
            self._heart(painter, box, index)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("panel"))
            painter.drawEllipse(QRectF(box.right() - 24, box.top() + 3, 22, 22))
            ratio = painter.device().devicePixelRatioF()
            tick = icons.pixmap("circle-check", color("accent"), 18, ratio)
            painter.drawPixmap(round(box.right()) - 22, round(box.top()) + 5, tick)
        painter.restore()

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        """The row's own contents."""
        raise NotImplementedError

    def _heart(self, painter: QPainter, box: QRectF, index: Index) -> None:
        """On the upper left corner of a tile; in a row of text beside the tick."""
        tile = self._tile_like(index)
        left, top = (box.left() + 3, box.top() + 3) if tile else (box.right() - 24, box.bottom() - 25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("panel"))
        painter.drawEllipse(QRectF(left, top, 22, 22))
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(round(left) + 4, round(top) + 4, icons.pixmap("heart", color("error"), 14, ratio))

    def _tile_like(self, index: Index) -> bool:
        del index
        return False

    def _headed(self, painter: QPainter, area: QRect, index: Index) -> QRect:
        """Draw the headings over and under a row; what is left for the row itself."""
        over, under = index.data(OptionRole.HEADING), index.data(OptionRole.FOOTING)
        if not over and not under:
            return area
        _font(painter, 12, bold=True)
        painter.setPen(color("secondary"))
        if over:
            draw_heading(painter, QRect(area.left(), area.top(), area.width(), HEADING), over)
            area = area.adjusted(0, HEADING, 0, 0)
        if under:
            area = area.adjusted(0, 0, 0, -HEADING)
            draw_heading(painter, QRect(area.left(), area.bottom() + 1, area.width(), HEADING), under)
        return area

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


def draw_heading(painter: QPainter, box: QRect, words: str) -> None:
    """The name of the rows that follow."""
    painter.drawText(box.adjusted(6, 6, -6, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def headings(index: Index) -> int:
    """Pixels that the headings of a row take."""
    return HEADING * (bool(index.data(OptionRole.HEADING)) + bool(index.data(OptionRole.FOOTING)))


def draw_price(painter: QPainter, box: QRect, index: Index, align: Qt.AlignmentFlag) -> None:
    """The price difference of a row, right where the row wants it."""
    difference = index.data(OptionRole.PRICE_DIFFERENCE)
    if difference:
        painter.setPen(color("muted" if difference == "same" else "secondary"))
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, difference)


def _note(index: Index) -> str:
    parts = (index.data(OptionRole.BADGE), index.data(OptionRole.NOTE))
    return "  ·  ".join(part for part in parts if part)


def _reason(index: Index) -> str:
    """Why not, without the row's own name before it."""
    reason, name = str(index.data(OptionRole.REASON)), str(index.data())
    rest = reason.removeprefix(name).strip()
    return rest[:1].upper() + rest[1:]


class TextRows(_Painter):
    """Full-width rows: name and price difference, a grey note on up to two lines, the reason where not available."""

    def __init__(self, tiles: TileSource, parent: QListView) -> None:
        """`parent` is the list whose width the rows take."""
        super().__init__(tiles, parent)
        self._view = parent
        font = QFont(parent.font())
        font.setPixelSize(12)
        self._metrics = QFontMetrics(font)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        sized = isinstance(index.data(OptionRole.LOOK), Size)
        room = self._view.viewport().width() - _TEXT_MARGINS - (_OUTLINE if sized else 0)
        lines = self._lines(index.data(OptionRole.BADGE), room) + self._lines(index.data(OptionRole.NOTE), room)
        if not sized:
            lines = self._lines(_note(index), room)
        height = _NAME + lines * _LINE + 16
        if not index.data(OptionRole.AVAILABLE):
            height += 4 + _LINE * self._lines(_reason(index), room - 20)
        return QSize(100, headings(index) + max(height, TEXT_ROW if index.data(OptionRole.LOOK) else 0))

    def _lines(self, text: str, width: int) -> int:
        return 0 if not text else 1 if self._metrics.horizontalAdvance(text) <= width else 2

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        box = area.adjusted(16, 8, -16, -8)
        size = index.data(OptionRole.LOOK)
        if isinstance(size, Size):
            self._outline(painter, QRect(box.left(), box.top() + 4, 40, 40), size, index.data(OptionRole.LOST))
            box.adjust(_OUTLINE, 0, 0, 0)
        available = bool(index.data(OptionRole.AVAILABLE))
        _font(painter, 13)
        price = QRect(box.right() - 80, box.top(), 60, _NAME)
        draw_price(painter, price, index, Qt.AlignmentFlag.AlignRight)
        _font(painter, 15)
        painter.setPen(color("text" if available else "secondary"))
        room = box.width() - (86 if index.data(OptionRole.PRICE_DIFFERENCE) else 24)
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(box.left(), box.top(), room, _NAME), Qt.AlignmentFlag.AlignVCenter, name)
        said = painter.fontMetrics().horizontalAdvance(name)
        _font(painter, 12)
        painter.setPen(color("secondary"))
        notes = [_note(index)]
        if isinstance(size, Size):
            left = QRect(box.left() + said + 10, box.top(), room - said - 10, _NAME)
            if painter.fontMetrics().horizontalAdvance(size.metric) <= left.width():
                painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, size.metric)
            notes = [index.data(OptionRole.BADGE), index.data(OptionRole.NOTE)]
        used = 0
        for note in notes:
            used += two_lines(painter, box.adjusted(0, _NAME + used, 0, 0), note) if note else 0
        if not available:
            top = box.top() + _NAME + used + 4
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.left(), top + 1, icons.pixmap("info-circle", color("warn"), 14, ratio))
            painter.setPen(color("warn"))
            two_lines(painter, QRect(box.left() + 20, top, box.width() - 20, 2 * _LINE), _reason(index))

    @staticmethod
    def _outline(painter: QPainter, box: QRect, size: Size, lost: Sides | None) -> None:
        """A small sheet to scale: 36 inches are as high as the box, more fills it. One that crops shows what goes."""
        if lost:
            _cropped(painter, QRectF(box).adjusted(1, 1, -1, -1), size, lost)
            return
        factor = box.height() / 36
        width, height = max(float(size.width) * factor, 4), max(float(size.height) * factor, 4)
        if max(width, height) > box.height():
            width, height = (side * box.height() / max(width, height) for side in (width, height))
        painter.setPen(QPen(color("border"), 1))
        painter.setBrush(color("panel"))
        painter.drawRect(QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _cropped(painter: QPainter, box: QRectF, size: Size, lost: Sides) -> None:
    """The whole picture as large as the box, whatever its size, so that one sees the strips that go."""
    left, top, right, bottom = (float(side) / 100 for side in astuple(lost))
    across, down = float(size.width) / (1 - left - right), float(size.height) / (1 - top - bottom)
    factor = box.height() / max(across, down)
    across, down = across * factor, down * factor
    whole = QRectF(box.center().x() - across / 2, box.center().y() - down / 2, across, down)
    painter.fillRect(whole, color("warn_tint"))
    painter.setPen(QPen(color("warn"), 1, Qt.PenStyle.DotLine))
    painter.drawRect(whole)
    painter.setPen(QPen(color("border"), 1))
    painter.setBrush(color("panel"))
    painter.drawRect(whole.adjusted(across * left, down * top, -across * right, -down * bottom))
    painter.setBrush(Qt.BrushStyle.NoBrush)


class FrameTiles(_Painter):
    """Tiles with the frame's real corner to common scale, its name on two lines and the price difference."""

    def _tile_like(self, index: Index) -> bool:
        del index
        return True

    def _headed(self, painter: QPainter, area: QRect, index: Index) -> QRect:
        del painter, index  # two hundred tiles in one group: nothing to ask each of them
        return area

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
    """Tiles with the mat's color and its beveled window, its name on two lines and the price difference.

    A wide row has a line of its own, with room for the reason why this mat is suggested.
    """

    def __init__(self, tiles: TileSource, parent: QListView) -> None:
        """`parent` is the list whose width the wide rows take."""
        super().__init__(tiles, parent)
        self._view = parent

    def _tile_like(self, index: Index) -> bool:
        return not index.data(OptionRole.WIDE)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        if not index.data(OptionRole.WIDE):
            return MAT_TILE
        return QSize(self._view.viewport().width() - _GRID_GAP, _WIDE_ROW + headings(index))

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        if index.data(OptionRole.WIDE):
            self._draw_wide(painter, area.adjusted(8, 8, -8, -8), index)
            return
        box = area.adjusted(8, 8, -8, -8)
        picture = QRect(box.left(), box.top(), 64, 64)
        look = index.data(OptionRole.LOOK)
        if isinstance(look, Mat):
            self._picture(painter, picture, index)
            painter.setPen(QPen(color("border"), 1))
            painter.drawRect(picture)
        else:
            draw_none(painter, picture)
        _tile_words(painter, box.adjusted(0, 68, 0, 0), index)

    def _draw_wide(self, painter: QPainter, box: QRect, index: Index) -> None:
        chip = QRect(box.left(), box.top() + 1, 44, 44)
        if isinstance(index.data(OptionRole.LOOK), Mat):
            self._picture(painter, chip, index)
            painter.setPen(QPen(color("border"), 1))
            painter.drawRect(chip)
        else:
            painter.setPen(QPen(color("border"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(chip)
        box.adjust(56, 0, 0, 0)
        _font(painter, 13)
        draw_price(painter, QRect(box.right() - 82, box.top(), 60, 18), index, Qt.AlignmentFlag.AlignRight)
        painter.setPen(color("text"))
        room = box.width() - (88 if index.data(OptionRole.PRICE_DIFFERENCE) else 24)
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(box.left(), box.top() - 2, room, 18), Qt.AlignmentFlag.AlignVCenter, name)
        _font(painter, 12)
        painter.setPen(color("secondary"))
        two_lines(painter, box.adjusted(0, 16, 0, 0), index.data(OptionRole.NOTE))


def draw_none(painter: QPainter, box: QRect) -> None:
    """The tile of no frame and no mat: a dashed outline."""
    painter.setPen(QPen(color("border"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(box.adjusted(16, 12, -16, -12))


def _tile_words(painter: QPainter, box: QRect, index: Index) -> None:
    available = bool(index.data(OptionRole.AVAILABLE))
    _font(painter, 11)
    painter.setPen(color("text" if available else "secondary"))
    used = two_lines(painter, box, index.data())
    rest = QRect(box.left(), box.top() + used + 1, box.width(), 14)
    if available:
        draw_price(painter, rest, index, Qt.AlignmentFlag.AlignLeft)
        return
    painter.setPen(color("warn"))
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rest.left(), rest.top() + 1, icons.pixmap("info-circle", QColor(color("warn")), 12, ratio))
    painter.drawText(rest.adjusted(15, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Not as it is")
