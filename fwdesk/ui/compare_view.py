"""Pieces side by side on the stage: one wall, one scale, one light; what each costs and how it differs, in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QWidget

from fwdesk.app.compare import CAPTION, Beside, Compare, Gaze, Tile, at_gaze
from fwdesk.app.pictures import Picture
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import IconButton, qimage

_INK = QColor(40, 38, 34)
_ZOOM_STEP = 1.2
_PAN = 40
_KEYS = {
    Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_Delete,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
}  # fmt: skip


class CompareView(QWidget):
    """Lies over the stage while pieces are compared."""

    def __init__(self, compare: Compare, parent: QWidget) -> None:
        """Follows the presenter."""
        super().__init__(parent)
        self.setObjectName("compare")
        self.setAccessibleName("Pieces side by side")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._compare = compare
        self._pixmaps: dict[int, tuple[Picture, QPixmap]] = {}
        self._tiles: list[TileButton] = []
        self._hung = False
        self.close_button = IconButton("x", "Back to the one piece (Esc)")
        self.close_button.setObjectName("compare.close")
        self.close_button.clicked.connect(compare.close)
        self._corner = QFrame(self)
        self._corner.setObjectName("views")  # looks as the switch of views does, whose place it takes
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(4, 4, 4, 4)
        row.addWidget(self.close_button)
        compare.changed.connect(self._changed)
        compare.looked.connect(self.update)
        compare.drawn.connect(self._drawn)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._compare.is_open:
            self.fill()

    def fill(self) -> None:
        """Tell how much room there is."""
        self._compare.resize(self.width(), self.height(), self.devicePixelRatioF())
        size = self._corner.sizeHint()
        self._corner.setGeometry(self.width() - size.width() - 14, 10, size.width(), size.height())
        self._corner.raise_()

    @Slot()
    def _changed(self) -> None:
        tiles = self._compare.tiles if self._compare.is_open else ()
        while len(self._tiles) < len(tiles):
            button = TileButton(len(self._tiles), self._compare, self)
            button.clicked.connect(button.take)
            self._tiles.append(button)
        for number, button in enumerate(self._tiles):
            if number < len(tiles):
                button.show_tile(tiles[number])
            else:
                button.hide()
        self._corner.raise_()
        self.update()
        if bool(tiles) is not self._hung:
            self._hung = bool(tiles)
            self.focus()

    def focus(self) -> None:
        """The keyboard to the tile of the piece on the desk."""
        for button, tile in zip(self._tiles, self._compare.tiles, strict=False):
            if tile.on_desk:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _drawn(self) -> None:
        picture, known = self._compare.picture, self._pixmaps
        parts = [picture.wall, *(part for piece in picture.pieces for part, _at in piece)] if picture else []
        self._pixmaps = {id(part): known.get(id(part)) or (part, QPixmap.fromImage(qimage(part))) for part in parts}
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        at = event.position()
        for number, tile in enumerate(self._compare.tiles):
            if steps and QRect(*tile.box).contains(at.toPoint()):
                self._compare.zoom(_ZOOM_STEP**steps, number, at.x(), at.y())
        event.accept()

    def act(self, key: int, modifiers: Qt.KeyboardModifier, number: int) -> bool:
        """What a key does on a tile; False if nothing."""
        compare = self._compare
        moved = {
            Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)
        }  # fmt: skip
        if key in moved and modifiers & Qt.KeyboardModifier.ShiftModifier:
            across, down = moved[Qt.Key(key)]
            compare.move(across * _PAN, down * _PAN)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down}:
            step = 1 if key in {Qt.Key.Key_Right, Qt.Key.Key_Down} else -1
            self._tiles[(number + step) % len(compare.tiles)].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            compare.zoom(1 / _ZOOM_STEP if key == Qt.Key.Key_Minus else _ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            compare.fit()
        elif key == Qt.Key.Key_Delete:
            compare.drop(number)
        else:
            return False
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        picture, gaze = self._compare.picture, self._compare.gaze
        if picture is None or gaze is None:
            painter.fillRect(self.rect(), QColor("#CFCCC5"))
            painter.setPen(_INK)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Hanging them side by side…")
        else:
            painter.save()
            painter.scale(1 / picture.ratio, 1 / picture.ratio)
            painter.drawPixmap(0, 0, self._pixmaps[id(picture.wall)][1])
            painter.restore()
            for number, tile in enumerate(self._compare.tiles[: len(picture.pieces)]):
                self._paint_piece(painter, picture, number, tile, gaze)
        for tile in self._compare.tiles:
            left, top, wide, high = tile.box
            painter.setPen(QPen(QColor(0, 0, 0, 36), 1))
            if left + wide < self.width() - 1:
                painter.drawLine(left + wide, top, left + wide, top + high)
            if top + high < self.height() - 1:
                painter.drawLine(left, top + high, left + wide, top + high)
        painter.end()

    def _paint_piece(self, painter: QPainter, picture: Beside, number: int, tile: Tile, gaze: Gaze) -> None:
        """One piece, pixel on pixel; after a zoom or a move its last picture stands in until the sharp one is there."""
        ratio = picture.ratio
        left, top, wide, high = tile.box
        painter.save()
        painter.setClipRect(QRectF(left, top, wide, high - CAPTION))
        painter.scale(1 / ratio, 1 / ratio)
        before, now = picture.middles[number], at_gaze(tile, gaze, ratio)
        if picture.gaze != gaze or before != now:
            factor = gaze.scale / picture.gaze.scale
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(*now)
            painter.scale(factor, factor)
            painter.translate(-before[0], -before[1])
        for part, at in picture.pieces[number]:
            painter.drawPixmap(at[0], at[1], self._pixmaps[id(part)][1])
        painter.restore()


class TileButton(QAbstractButton):
    """One of the pieces: pressed, it becomes the one on the desk; dragged, all of them move."""

    def __init__(self, number: int, compare: Compare, view: CompareView) -> None:
        """`number` counts from 0; the picture itself is painted by the view."""
        super().__init__(view)
        self._number, self._compare, self._view = number, compare, view
        self._tile: Tile | None = None
        self._pressed: QPointF | None = None
        self._moved = False
        self.setObjectName(f"compare.tile.{number + 1}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_tile(self, tile: Tile) -> None:
        """Another piece, or more to say of it."""
        self._tile = tile
        words = [tile.candidate.name, tile.price or "price not known", f"outside {tile.outside}", tile.difference]
        if tile.on_desk:
            words.insert(1, "on the desk")
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setAccessibleDescription("Enter makes it the piece on the desk; Delete takes it off; Esc leaves")
        self.setToolTip(tile.difference)
        self.setGeometry(*tile.box)
        self.show()
        self.update()

    @Slot()
    def take(self) -> None:
        """Make it the piece on the desk."""
        self._compare.take(self._number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        by = event.position() - self._pressed
        if self._moved or by.manhattanLength() >= QApplication.startDragDistance():
            self._moved, self._pressed = True, event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._compare.move(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed is not None, None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if pressed and not self._moved and self.rect().contains(event.position().toPoint()):
            self.click()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif not self._view.act(event.key(), event.modifiers(), self._number):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._tile is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, self._tile)
        if self.hasFocus() or self.underMouse():
            ring = color("focus") if self.hasFocus() else color("accent")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ring, 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 6, 6)
        painter.end()

    def _paint_words(self, painter: QPainter, tile: Tile) -> None:
        """Name and price, the outside, what is different: on a plate under the piece."""
        plate = QRectF(self.rect()).adjusted(10, self.height() - CAPTION + 4, -10, -8)
        painter.setPen(QPen(color("accent"), 1.5) if tile.on_desk else Qt.PenStyle.NoPen)
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(plate, 6, 6)
        text = plate.adjusted(10, 6, -10, -4)
        font = QFont(painter.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(color("text"))
        metrics = painter.fontMetrics()
        price = tile.price or "Price not known"
        room = round(text.width()) - metrics.horizontalAdvance(price) - 12
        name = metrics.elidedText(tile.candidate.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, price)
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(color("secondary"))
        outside = f"{tile.outside} outside{', on the desk' if tile.on_desk else ''}"
        painter.drawText(text.adjusted(0, 18, 0, 0), Qt.AlignmentFlag.AlignTop, outside)
        below = text.adjusted(0, 34, 0, 0)
        words = tile.difference or "The others are compared with this one."
        painter.drawText(below, int(Qt.TextFlag.TextWordWrap), _two_lines(painter, words, round(below.width())))


def _two_lines(painter: QPainter, words: str, width: int) -> str:
    """As many words as two lines take; the whole is in the tool tip and the accessible name."""
    metrics = painter.fontMetrics()
    first = ""
    rest = words.split()
    while rest and metrics.horizontalAdvance(f"{first} {rest[0]}") <= width:
        first = f"{first} {rest.pop(0)}".strip()
    second = metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width)
    return "\n".join(part for part in (first, second) if part)
