"""Small reusable widgets that know nothing of the desk: labels with roles, lines, notes, wrapping text."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from fwdesk.app.pictures import Picture
from fwdesk.ui import icons
from fwdesk.ui.theme import Theme, color

_NOTE_MS = 8_000
_AMOUNT = re.compile(r"[−-]?\$[\d,]+\.\d\d")
_LOOKS = {
    "info": ("info-circle", "accent", "tint"),
    "warn": ("alert-triangle", "warn", "warn_tint"),
    "error": ("alert-circle", "error", "error_tint"),
}


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label in one of the roles of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def button(text: str, role: str = "", *, name: str = "", tip: str = "") -> QPushButton:
    """A push button in one of the roles of the style sheet."""
    made = QPushButton(text)
    made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    return made


class WholeText(QLabel):
    """A wrapped text in one of the roles that gives up none of its lines: where room is short, others give way."""

    def __init__(self, role: str = "") -> None:
        """`role` as for `label`."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._insist()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._insist()

    def _insist(self) -> None:
        # Qt's own least height of a wrapped label is a guess made without its width.
        self.setMinimumHeight(self.heightForWidth(self.width()))


class DeliberateButton(QPushButton):
    """A button that a double click on what stood in its place before does not press."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


def line(*, upright: bool = False) -> QFrame:
    """A one-pixel line."""
    made = QFrame()
    made.setObjectName("line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def qimage(picture: Picture, ratio: float = 1.0) -> QImage:
    """A picture for painting."""
    given = QImage(picture.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBX8888)
    # Qt takes the filler of RGBX for an opacity where it blends; in RGB32 it does not look at it.
    image = given.convertToFormat(QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image


def side_by_side(wide: QWidget, narrow: QWidget) -> QHBoxLayout:
    """Two widgets in a row, of which the first takes the room."""
    row = QHBoxLayout()
    row.addWidget(wide, 1)
    row.addWidget(narrow)
    return row


class IconButton(QToolButton):
    """A button with an icon only; its words are its tool tip and accessible name."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None) -> None:
        """`icon` is a resource name."""
        super().__init__(parent)
        self._icon = icon
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.restyle()

    def restyle(self) -> None:
        """Take the colors of the look in force."""
        self.setIcon(icons.icon(self._icon, color("secondary")))


class ElidedLabel(QLabel):
    """A label on one line that gives way: what does not fit ends in an ellipsis and is in the tool tip."""

    def __init__(self, role: str = "") -> None:
        """`role` as for `label`."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        if words != self.text() and not self.toolTip():
            self.setToolTip(self.text())
        if words == "…":
            words = ""  # three dots alone say nothing
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class NoteBar(QFrame):
    """A sentence over the stage, with Undo where it helps; announced to screen readers.

    Signals:
        undo(): Undo was pressed.
    """

    undo = Signal()
    _level = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until `show_note`."""
        super().__init__(parent)
        self.setObjectName("note")
        self._mark = QLabel()
        self._words = label("", wrap=True)
        self._words.setObjectName("note.text")
        self._undo = button("Undo", "link", name="note.undo")
        self._close = IconButton("x", "Close this message")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTE_MS)
        self._timer.timeout.connect(self.hide)
        self.veiled = False
        """In client mode a sentence from elsewhere (a price that moved, an order) keeps its amounts to itself."""
        self._undo.clicked.connect(self._undo_pressed)
        self._close.clicked.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_note(self, text: str, level: str = "info", *, undo: bool = False) -> None:
        """Show a sentence; the newest replaces the last."""
        text = _AMOUNT.sub("…", text) if self.veiled else text
        self._level = level
        self._dress()
        self._words.setText(text)
        self._undo.setVisible(undo)
        self.setAccessibleName(text)
        self.show()
        # What merely informs goes by itself; a warning or an error stays until it was read.
        if level == "info":
            self._timer.start()
        else:
            self._timer.stop()
        self.adjustSize()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._level:
            self._dress()

    def _dress(self) -> None:
        """Take the colors of the look in force."""
        icon, ink, ground = _LOOKS.get(self._level, _LOOKS["info"])
        tokens = Theme.tokens
        sheet = f"QFrame#note {{ background: {getattr(tokens, ground)}; border: 1px solid {tokens.hairline}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
            self._mark.setPixmap(icons.pixmap(icon, color(ink), 18, self.devicePixelRatioF()))
            written = tokens.text if self._level == "info" else getattr(tokens, ink)
            self._words.setStyleSheet(f"color: {written};")

    def fade(self) -> None:
        """What merely informs gives way; a warning or an error stays."""
        if self._timer.isActive():
            self._timer.stop()
            self.hide()

    @Slot()
    def _undo_pressed(self) -> None:
        self.hide()
        self.undo.emit()


class Remark(QWidget):
    """An icon and a sentence in the colors of info, warn or error; the level is also spoken."""

    def __init__(self, text: str, level: str) -> None:
        """`level` is info, warn or error."""
        super().__init__()
        icon, ink, _ground = _LOOKS[level]
        self._level = level
        mark = QLabel()
        mark.setPixmap(icons.pixmap(icon, color(ink), 16, self.devicePixelRatioF()))
        self._words = label(text, "caption", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.setAccessibleName(f"{level}: {text}")
        if not text:
            self.hide()

    @property
    def words(self) -> str:
        """The sentence."""
        return self._words.text()

    def set_words(self, text: str) -> None:
        """Another sentence; hidden without one."""
        self._words.setText(text)
        self.setAccessibleName(f"{self._level}: {text}")
        self.setVisible(bool(text))


class PictureLabel(QWidget):
    """Shows a picture as large as fits, centered, on a plain ground."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is its accessible name."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._pixmap = QPixmap()
        self._extent = QSizeF()
        self._top = -1.0

    def set_picture(self, picture: Picture | None) -> None:
        """Another picture, or none."""
        self._pixmap = QPixmap.fromImage(qimage(picture)) if picture else QPixmap()
        self.update()

    def set_extent(self, extent: QSizeF, top: float) -> None:
        """Show the picture inside so many logical pixels, from `top` on, where that fits; else as large as fits."""
        self._extent, self._top = extent, top
        self.update()

    @property
    def empty(self) -> bool:
        """True when there is nothing to show."""
        return self._pixmap.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        room = self.size().toSizeF()
        if not self._extent.isEmpty():
            room = room.boundedTo(self._extent)
        room = (room * ratio).toSize()
        shown = self._pixmap.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        width, height = shown.width() / ratio, shown.height() / ratio
        fits = 0 <= self._top <= self.height() - height
        top = self._top if fits else (self.height() - height) / 2
        painter.drawPixmap(round((self.width() - width) / 2), round(top), shown)
        painter.end()
