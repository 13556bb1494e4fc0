"""Keys that show something for as long as they are held: G the glass, Z all sizes, Space the pinned piece.

A menu cannot be held, so there the same thing stays until it is chosen again or Esc is pressed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

STEERING = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""The arrow keys, as steps right and down."""
_KEYS = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
_AWAY = {QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate}


class HeldKey(QObject):
    """One key that can be held, anywhere in the window but in a text field.

    Signals:
        began(): it went down, or was chosen in the menu.
        ended(): it went up, or the window lost the keyboard.
        steered(int, int): an arrow key while it is held: steps right and down.
        moved(QPointF): the mouse moved while it is held; a point of the screen.
    """

    began = Signal()
    ended = Signal()
    steered = Signal(int, int)
    moved = Signal(QPointF)

    def __init__(self, window: QWidget, key: Qt.Key, wanted: Callable[[], bool] | None = None) -> None:
        """`wanted` says whether the key has anything to do just now; else it does what it does everywhere."""
        super().__init__(window)
        self._key, self._wanted = key, wanted or _always
        self._held = self._stays = False
        self._shortcut = QShortcut(QKeySequence(key), window)
        self._shortcut.setAutoRepeat(False)
        self._shortcut.activated.connect(self._press)

    @property
    def held(self) -> bool:
        """Whether it is down now, or stays as if it were."""
        return self._held

    @property
    def words(self) -> str:
        """The key as a menu names it."""
        name = QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText)
        return f"{name} (hold)"

    @Slot()
    def toggle(self) -> None:
        """As if it were held, until this is called again or Esc is pressed."""
        if self._held:
            self.end()
        elif self._wanted():
            self._begin(stays=True)

    def end(self) -> None:
        """No longer."""
        if self._held:
            self._held = self._stays = False
            app = QApplication.instance()
            if app:
                app.removeEventFilter(self)
            self.ended.emit()

    @Slot()
    def _press(self) -> None:
        focus = QApplication.focusWidget()
        typed = isinstance(focus, QComboBox) and self._key is not Qt.Key.Key_Space
        pressed = isinstance(focus, QAbstractButton | QComboBox) and self._key is Qt.Key.Key_Space
        if focus and (typed or pressed):
            # In a box a letter looks for a row; on a button Space is the button's own key. Its release follows.
            words = QKeySequence(self._key).toString().lower() if typed else " "
            self._shortcut.setEnabled(False)
            QApplication.sendEvent(
                focus, QKeyEvent(QEvent.Type.KeyPress, self._key, Qt.KeyboardModifier.NoModifier, words)
            )
            self._shortcut.setEnabled(True)
        elif self._stays:
            self.end()
        elif not self._held and self._wanted():
            self._begin(stays=False)

    def _begin(self, *, stays: bool) -> None:
        self._held, self._stays = True, stays
        # Only as long as it is held: a filter written in Python would slow every event of the program.
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self.began.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows steer, the mouse is told, and the key's release ends it."""
        kind = event.type()
        if kind in _AWAY:
            self.end()
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self.moved.emit(event.globalPosition())
        elif kind in _KEYS and isinstance(event, QKeyEvent):
            return self._key_event(event)
        return super().eventFilter(watched, event)

    def _key_event(self, event: QKeyEvent) -> bool:
        """Whether the event was for us, and nobody else should see it."""
        key, kind = Qt.Key(event.key()), event.type()
        if key not in STEERING and key not in {self._key, Qt.Key.Key_Escape}:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # the press comes here, instead of to the shortcut that began it
            return True
        if key in STEERING:
            if kind == QEvent.Type.KeyPress:
                self.steered.emit(*STEERING[key])
            return True
        if event.isAutoRepeat():
            return True
        released = key == self._key and kind == QEvent.Type.KeyRelease and not self._stays
        again = kind == QEvent.Type.KeyPress and (key == Qt.Key.Key_Escape or self._stays)
        if released or again:
            self.end()
        return True


def _always() -> bool:
    return True
