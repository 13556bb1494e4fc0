"""A field for a key: never in clear inside a window, cleaned as it is pasted, told at once what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent, QRasterWindow
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fwdesk.domain.keys import KEY_NAMES, clean, fault
from fwdesk.ui.theme import code_font, color
from fwdesk.ui.widgets import IconButton, label

_PADDING = 10
_PER_LINE = 48


class Peek(QRasterWindow):
    """A key in clear, for as long as a button is held.

    It is a window of the window system and no widget, so that no picture that is taken of a widget, this program's
    windows among them, can have it in (RELIABILITY 9, S6).
    """

    def __init__(self, key: str, above: QWidget) -> None:
        """Shows `key` just over a widget, and is gone after `close`."""
        super().__init__()
        self.setFlags(Qt.WindowType.ToolTip | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setTransientParent(above.window().windowHandle())
        self._lines = [key[at : at + _PER_LINE] for at in range(0, len(key), _PER_LINE)]
        self._font = code_font()
        metrics = QFontMetrics(self._font)
        self._step = metrics.lineSpacing()
        width = max(metrics.horizontalAdvance(line) for line in self._lines) + 2 * _PADDING
        height = self._step * len(self._lines) + 2 * _PADDING
        self.setGeometry(QRect(above.mapToGlobal(QPoint(0, -height - 4)), above.size()))
        self.resize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(color("border"))
        painter.setBrush(color("panel"))
        painter.drawRect(0, 0, self.width() - 1, self.height() - 1)
        painter.setPen(color("text"))
        for number, line in enumerate(self._lines):
            place = QRect(_PADDING, _PADDING + number * self._step, self.width(), self._step)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
        painter.end()


class KeyField(QWidget):
    """One key's field, with a button that shows it while it is held, and what is wrong with it.

    Signals:
        edited(): the text is another.
        pasted(): the text changed by more than one typed character.
        entered(): Enter was pressed in it.
    """

    edited = Signal()
    pasted = Signal()
    entered = Signal()

    def __init__(self, name: str) -> None:
        """`name` is the service's name of the key."""
        super().__init__()
        self._words = KEY_NAMES[name]
        self._length = 0
        self._peek: Peek | None = None
        self.edit = QLineEdit()
        self.edit.setObjectName(f"service.{name}")
        self.edit.setAccessibleName(self._words)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setPlaceholderText("Paste it here")
        self.eye = IconButton("eye", f"Show the {self._words} while this is held")
        self.eye.setObjectName(f"service.{name}.show")
        self.eye.setEnabled(False)
        caption = label(self._words, "field")
        caption.setBuddy(self.edit)
        self._fault = label("", "problem", wrap=True)
        self._fault.setObjectName(f"service.{name}.fault")
        self._fault.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(caption, 0, 0, 1, 2)
        grid.addWidget(self.edit, 1, 0)
        grid.addWidget(self.eye, 1, 1)
        grid.addWidget(self._fault, 2, 0, 1, 2)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self.judge)
        self.edit.returnPressed.connect(self.entered)
        self.eye.pressed.connect(self._show_key)
        self.eye.released.connect(self._hide_key)

    @property
    def empty(self) -> bool:
        """True when nothing was typed."""
        return not self.edit.text()

    def clear(self) -> None:
        """Take the key away, and what was said about it."""
        self.edit.clear()
        self._length = 0
        self.eye.setEnabled(False)
        self.say("")

    def say(self, words: str) -> None:
        """Say what is wrong with it, or nothing."""
        self._fault.setText(words)
        self._fault.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)
        if bool(self.edit.property("wrong")) != bool(words):
            self.edit.setProperty("wrong", bool(words))
            self.edit.style().polish(self.edit)

    @Slot()
    def judge(self) -> None:
        """Say what is wrong with what was typed; an empty field is not wrong yet."""
        words = "" if self.empty else fault(self.edit.text())
        self.say(f"The {self._words} {words}." if words else "")

    @Slot(str)
    def _edited(self, text: str) -> None:
        cleaned = clean(text)
        if cleaned != text:
            self.edit.setText(cleaned)
        came, self._length = len(cleaned) - self._length, len(cleaned)
        self.eye.setEnabled(bool(cleaned))
        self.say("")
        self.edited.emit()
        # One more or one less is typing; anything else may be a key that was pasted over another.
        if came not in {1, -1}:
            self.judge()
            self.pasted.emit()

    @Slot()
    def _show_key(self) -> None:
        self._hide_key()
        self._peek = Peek(self.edit.text(), self.edit)
        self._peek.show()

    @Slot()
    def _hide_key(self) -> None:
        if self._peek:
            self._peek.close()
            self._peek.deleteLater()
            self._peek = None

    def hideEvent(self, event: QHideEvent) -> None:
        # A button that loses the focus or is disabled lets go by itself; one that is hidden does not.
        self._hide_key()
        super().hideEvent(event)
