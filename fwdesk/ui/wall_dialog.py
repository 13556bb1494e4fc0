"""Measure a photograph of a wall: two points on a known length, or the four corners of a known rectangle (G4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.pictures import Picture
from fwdesk.domain.errors import SizeError
from fwdesk.domain.size import parse_length, parse_size
from fwdesk.ui.holds import STEERING
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label, qimage

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.render.own_wall import Survey

LENGTHS = (
    ("A length I type", ""),
    ("Bank card, long side", "3.37"),
    ("A4 sheet, long side", "11.69"),
    ("A4 sheet, short side", "8.27"),
    ("Letter sheet, long side", "11"),
    ("Socket plate (US), width", "2.75"),
)
RECTANGLES = (
    ("A rectangle I type", ""),
    ("A4 sheet, upright", "8.27 x 11.69"),
    ("Letter sheet, upright", "8.5 x 11"),
    ("Bank card, lying", "3.37 x 2.125"),
    ("Socket plate (US), upright", "2.75 x 4.5"),
)
_TWO = ((0.4, 0.5), (0.6, 0.5))
_FOUR = ((0.4, 0.35), (0.6, 0.35), (0.6, 0.65), (0.4, 0.65))
_GRAB, _NEAR, _GLASS = 16, 4, 132
_NAMES = ("first", "second", "third", "fourth")
_CORNERS = ("top left", "top right", "bottom right", "bottom left")


class WallDialog(QDialog):
    """The photograph with points on it, and what lies between them.

    Signals:
        measured(Survey): the points and lengths, which can be used.
    """

    measured = Signal(object)

    def __init__(self, photo: Artwork, picture: Picture, parent: QWidget | None = None) -> None:
        """`picture` is the photograph for painting."""
        super().__init__(parent)
        self.setObjectName("wall.dialog")
        self.setWindowTitle(f"Measure {photo.name}")
        self._photo = photo
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("How large is your wall?", "step"))
        words = (
            "Drag the points onto something whose size you know, flat on the wall: a card or a sheet taped to it, a "
            "socket plate. Or press 1 to 4 for a point and move it with the arrow keys (Shift: ten times as far)."
        )
        column.addWidget(label(words, "caption", wrap=True))
        self.points = PointsView(picture)
        self.points.moved.connect(self._refresh)
        column.addWidget(self.points, 1)
        column.addLayout(self._how())
        self.verdict = label("", "caption", wrap=True)
        self.verdict.setObjectName("wall.verdict")
        column.addWidget(self.verdict)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, self.use = button("Cancel"), button("Hang it here", "primary", name="wall.use")
        cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self._use)
        row.addWidget(cancel)
        row.addWidget(self.use)
        column.addLayout(row)
        self._pick_two()
        self.points.setFocus()

    def _how(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.two, self.four = QRadioButton("Two points"), QRadioButton("Four corners (wall seen at an angle)")
        group = QButtonGroup(self)
        for choice, then in ((self.two, self._pick_two), (self.four, self._pick_four)):
            group.addButton(choice)
            choice.clicked.connect(then)
            row.addWidget(choice)
        self.two.setChecked(True)
        self.known = QComboBox()
        self.known.setObjectName("wall.known")
        self.known.setAccessibleName("What is between the points")
        self.known.activated.connect(self._known_picked)
        self.length = QLineEdit()
        self.length.setObjectName("wall.length")
        self.length.setFixedWidth(150)
        self.length.textChanged.connect(self._refresh)
        row.addStretch(1)
        row.addWidget(self.known)
        row.addWidget(self.length)
        return row

    @property
    def survey(self) -> Survey | None:
        """What was measured; None while the length cannot be read."""
        from fwdesk.render.own_wall import Survey

        text = self.length.text().strip()
        try:
            if len(self.points.points) == 2:
                return Survey(self.points.points, parse_length(text))
            size = parse_size(text)
        except SizeError:
            return None
        return Survey(self.points.points, size.width, size.height)

    @Slot()
    def _pick_two(self) -> None:
        self._pick(_TWO, LENGTHS, "Length, such as 11 11/16 or 29.7cm", "e.g. 2 3/4 or 7cm")

    @Slot()
    def _pick_four(self) -> None:
        self._pick(_FOUR, RECTANGLES, "Width by height, such as 8.27 x 11.69 or 21x29.7cm", "e.g. 21x29.7cm")

    def _pick(
        self, points: tuple[tuple[float, float], ...], known: tuple[tuple[str, str], ...], name: str, hint: str
    ) -> None:
        self.points.set_points(points)
        self.known.clear()
        for words, value in known:
            self.known.addItem(words, value)
        self.length.clear()
        self.length.setPlaceholderText(hint)
        self.length.setAccessibleName(name)
        self._refresh()

    @Slot(int)
    def _known_picked(self, number: int) -> None:
        value = str(self.known.itemData(number))
        if value:
            self.length.setText(value)
        else:
            self.length.setFocus()

    @Slot()
    def _refresh(self) -> None:
        from fwdesk.render.own_wall import flawed

        survey, size = self.survey, self._photo.proxy.size
        if survey is None:
            what = "how long it is" if len(self.points.points) == 2 else "width and height"
            words = f"Choose what it is, or type {what} in inches or cm."
        else:
            words = flawed(survey, size)
        self.use.setEnabled(survey is not None and not words)
        if survey and not words:
            off = survey.error(size)
            words = f"Points a pixel and a half off make it about {off:.1%} too large or too small."
            if off > 0.03:
                words += " Something larger, or a photograph from nearer, is more exact."
            if len(survey.points) == 2:
                words += " Two points suit a wall seen straight on."
        self.verdict.setText(words)

    @Slot()
    def _use(self) -> None:
        survey = self.survey
        if survey:
            self.accept()
            self.measured.emit(survey)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where the photograph is painted."""

    box: QRectF

    def at(self, point: tuple[float, float]) -> QPointF:
        return QPointF(self.box.left() + point[0] * self.box.width(), self.box.top() + point[1] * self.box.height())


class PointsView(QWidget):
    """The photograph with numbered points that can be dragged or moved by keys, and a magnifying glass on one of them.

    Signals:
        moved(): a point is somewhere else.
    """

    moved = Signal()

    def __init__(self, picture: Picture) -> None:
        """No points yet."""
        super().__init__()
        self.setObjectName("wall.points")
        self.setAccessibleName("Photograph of the wall, with the points to measure by")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(560, 340))
        self._pixmap = QPixmap.fromImage(qimage(picture))
        self._pixels = (picture.width, picture.height)
        self._points: list[tuple[float, float]] = []
        self._chosen = 0
        self._dragged = False

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """The points, as shares of the photograph's width and height."""
        return tuple(self._points)

    def set_points(self, points: tuple[tuple[float, float], ...]) -> None:
        """Other points."""
        self._points, self._chosen = list(points), 0
        self._describe()
        self.update()

    def put(self, number: int, at: tuple[float, float]) -> None:
        """A point somewhere else on the photograph."""
        self._points[number] = min(max(at[0], 0.0), 1.0), min(max(at[1], 0.0), 1.0)
        self._chosen = number
        self._describe()
        self.moved.emit()
        self.update()

    def _describe(self) -> None:
        names = _CORNERS if len(self._points) == 4 else _NAMES
        x, y = (round(share * side) for share, side in zip(self._points[self._chosen], self._pixels, strict=True))
        words = f"{names[self._chosen]} of {len(self._points)} points, {x} across and {y} down"
        self.setAccessibleDescription(f"{words[:1].upper()}{words[1:]}")

    @property
    def _shown(self) -> _Shown:
        wide, high = self._pixels
        scale = min(self.width() / wide, self.height() / high)
        left, top = (self.width() - wide * scale) / 2, (self.height() - high * scale) / 2
        return _Shown(QRectF(left, top, wide * scale, high * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shown = self._shown
        painter.drawPixmap(shown.box, self._pixmap, QRectF(self._pixmap.rect()))
        spots = [shown.at(point) for point in self._points]
        ring = [*spots, spots[0]] if len(spots) == 4 else spots
        for pen in (QPen(QColor("white"), 4), QPen(QColor("#24588C"), 2)):
            painter.setPen(pen)
            painter.drawPolyline(ring)
        for number, spot in enumerate(spots):
            self._paint_point(painter, spot, number)
        self._paint_glass(painter, shown, spots[self._chosen])
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_point(self, painter: QPainter, spot: QPointF, number: int) -> None:
        chosen = number == self._chosen
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor("white"), 4), QPen(QColor("#24588C"), 2)):
            painter.setPen(pen)
            painter.drawEllipse(spot, 8 if chosen else 6, 8 if chosen else 6)
        plate = QRectF(spot.x() + 10, spot.y() - 24, 18, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#24588C") if chosen else QColor("white"))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(QColor("white") if chosen else QColor("#1D1D1F"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, f"{number + 1}")

    def _paint_glass(self, painter: QPainter, shown: _Shown, spot: QPointF) -> None:
        """The chosen point from near, in the corner that is farthest from it."""
        left = spot.x() > self.width() / 2
        top = spot.y() > self.height() / 2
        glass = QRectF(
            8 if left else self.width() - _GLASS - 8, 8 if top else self.height() - _GLASS - 8, _GLASS, _GLASS
        )
        factor = self._pixels[0] / shown.box.width()
        side = _GLASS * factor / _NEAR
        x, y = ((share * pixels) for share, pixels in zip(self._points[self._chosen], self._pixels, strict=True))
        painter.fillRect(glass, QColor("#777777"))
        painter.drawPixmap(glass, self._pixmap, QRectF(x - side / 2, y - side / 2, side, side))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor("white"), 3), QPen(QColor("#1D1D1F"), 1)):
            painter.setPen(pen)
            painter.drawRect(glass)
            middle = glass.center()
            painter.drawLine(QPointF(middle.x() - 12, middle.y()), QPointF(middle.x() + 12, middle.y()))
            painter.drawLine(QPointF(middle.x(), middle.y() - 12), QPointF(middle.x(), middle.y() + 12))

    def _share(self, at: QPointF) -> tuple[float, float]:
        box = self._shown.box
        return (at.x() - box.left()) / box.width(), (at.y() - box.top()) / box.height()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spots = [self._shown.at(point) for point in self._points]
        away = [(spot - event.position()).manhattanLength() for spot in spots]
        self._chosen = away.index(min(away))
        self._dragged = True
        # A click far from every point puts the nearest one there; near one, it is only taken hold of.
        if min(away) > _GRAB:
            self.put(self._chosen, self._share(event.position()))
        self._describe()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self.put(self._chosen, self._share(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._dragged = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, number = Qt.Key(event.key()), event.key() - int(Qt.Key.Key_1)
        if key in STEERING:
            across, down = STEERING[key]
            by = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            x, y = self._points[self._chosen]
            self.put(self._chosen, (x + by * across / self._pixels[0], y + by * down / self._pixels[1]))
        elif 0 <= number < len(self._points):
            self._chosen = number
            self._describe()
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
