"""FinerWorks' own picture: a small inset that is always in view, and the same full size beside ours."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from fwdesk.app.official import Official, OfficialState
from fwdesk.app.pictures import StagePicture
from fwdesk.app.preview import Preview
from fwdesk.ui import icons
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import ElidedLabel, IconButton, PictureLabel, label, qimage

STATE_ICONS = {
    OfficialState.NONE: ("info-circle", "secondary"),
    OfficialState.ASKED: ("clock", "secondary"),
    OfficialState.CURRENT: ("circle-check", "ok"),
    OfficialState.OUT_OF_DATE: ("clock", "warn"),
    OfficialState.REFUSED: ("alert-circle", "error"),
    OfficialState.FAILED: ("cloud-off", "warn"),
}


class OfficialInset(QAbstractButton):
    """The inset: picture and state in words; pressing it puts the picture full size beside ours."""

    def __init__(self, official: Official, parent: QWidget | None = None) -> None:
        """Follows the vendor's picture."""
        super().__init__(parent)
        self.setObjectName("official")
        self._official = official
        self._pixmap = QPixmap()
        self._compact = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        official.changed.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        # With nothing to show it takes no more of the stage than its words.
        if self._compact:
            return QSize(188, 64)
        return QSize(172, 64 if self._official.state is OfficialState.NONE else 192)

    def set_compact(self, compact: bool) -> None:
        """On a narrow stage the picture is small beside its words, so that the piece can hang in the middle."""
        if compact is not self._compact:
            self._compact = compact
            self.update()

    @Slot()
    def _refresh(self) -> None:
        shown = self._official.picture
        self._pixmap = QPixmap.fromImage(qimage(shown.picture)) if shown else QPixmap()
        state = self._official.state
        self.setAccessibleName(f"FinerWorks' own preview: {state.value}. Press to enlarge.")
        self.setAccessibleDescription(self._official.message)
        self.setToolTip(f"{state.value}: {self._official.message}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.rect().adjusted(2, 2, -2, -2)
        painter.setPen(QPen(color("focus"), 2) if self.hasFocus() else QPen(color("hairline"), 1))
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(box, 10, 10)
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(color("secondary"))
        small = self._compact and not self._pixmap.isNull()
        left = 56 if small else 12
        painter.drawText(box.adjusted(left, 7, -12, 0), Qt.AlignmentFlag.AlignTop, self._official.title)
        ratio = self.devicePixelRatioF()
        if small:
            self._paint_picture(painter, QRect(box.left() + 8, box.top() + 6, 40, box.height() - 12), ratio)
        else:
            room = QRect(box.left() + 12, box.top() + 28, box.width() - 24, box.height() - 58)
            painter.drawPixmap(box.right() - 26, box.top() + 8, icons.pixmap("maximize", color("secondary"), 14, ratio))
            self._paint_picture(painter, room, ratio)
        state = self._official.state
        icon, ink = STATE_ICONS[state]
        foot = QRect(box.left() + left, box.bottom() - 24, box.width() - 12 - left, 18)
        painter.drawPixmap(foot.left(), foot.top() + 1, icons.pixmap(icon, color(ink), 16, ratio))
        painter.setPen(color(ink))
        words = state.value if state is not OfficialState.REFUSED else f"Refused: {self._official.message}"
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, foot.width() - 22)
        painter.drawText(foot.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def _paint_picture(self, painter: QPainter, room: QRect, ratio: float) -> None:
        if self._pixmap.isNull() and (self._compact or self._official.state is OfficialState.NONE):
            return  # the tool tip says why
        if self._pixmap.isNull():
            painter.setPen(color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._official.message)
            return
        shown = self._pixmap.scaled(
            room.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        size = shown.deviceIndependentSize()
        left = room.center().x() - size.width() / 2
        top = room.center().y() - size.height() / 2
        old = self._official.state is not OfficialState.CURRENT
        painter.setOpacity(0.45 if old else 1.0)
        painter.drawPixmap(round(left), round(top), shown)
        painter.setOpacity(1.0)


class OfficialPanel(QWidget):
    """The same picture full size, with its state and what it shows in words.

    Signals:
        closed(): back to the inset.
    """

    closed = Signal()

    def __init__(self, official: Official, preview: Preview, parent: QWidget | None = None) -> None:
        """Follows the vendor's picture, and shows it to the scale of ours."""
        super().__init__(parent)
        self.setObjectName("official.panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._official = official
        self.close_button = IconButton("x", "Back to the small picture (Esc)")
        self._mark = label("")
        self._state = label("", "field")
        self._message = label("", "caption", wrap=True)
        self._picture = PictureLabel("FinerWorks' own picture of the framing, full size")
        head = QHBoxLayout()
        self._title = ElidedLabel("step")
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        state = QHBoxLayout()
        state.addWidget(self._mark)
        state.addWidget(self._state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.addLayout(head)
        column.addLayout(state)
        column.addWidget(self._message)
        column.addWidget(self._picture, 1)
        self.close_button.clicked.connect(self.closed)
        official.changed.connect(self._refresh)
        preview.drawn.connect(self._scale)
        self._refresh()

    @Slot(object)
    def _scale(self, drawn: StagePicture) -> None:
        left, top, right, bottom = drawn.outside
        extent = QSizeF((right - left) / drawn.ratio, (bottom - top) / drawn.ratio)
        self._picture.set_extent(extent, top / drawn.ratio - self._picture.y())

    @Slot()
    def _refresh(self) -> None:
        shown, state = self._official.picture, self._official.state
        icon, ink = STATE_ICONS[state]
        self._title.setText(f"{self._official.title} preview")
        self._mark.setPixmap(icons.pixmap(icon, color(ink), 16, self.devicePixelRatioF()))
        self._state.setText(state.value)
        self._message.setText(self._official.message)
        self._picture.set_picture(shown.picture if shown else None)
