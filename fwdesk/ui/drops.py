"""Picture files dropped anywhere on the window: on a step, a page, a field; the framing stays."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_KINDS = {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}


def dropped_file(mime: QMimeData) -> str:
    """The first local file of a drop or paste, empty if there is none."""
    return next((url.toLocalFile() for url in mime.urls() if url.isLocalFile()), "")


class Drops(QObject):
    """Takes files that are dropped on a window, also where a text field would take them for text.

    Signals:
        dropped(str): a file was dropped; its path.
    """

    dropped = Signal(str)

    def __init__(self, window: QWidget) -> None:
        """Watches the window and the text fields it has, now and whenever a file comes over it."""
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._watch_fields()

    def _watch_fields(self) -> None:
        for kind in (QLineEdit, QPlainTextEdit):
            for field in self._window.findChildren(kind):
                field.removeEventFilter(self)
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KINDS:
            return False
        drop = cast("QDropEvent", event)
        path = dropped_file(drop.mimeData())
        if not path:
            return False
        if event.type() is QEvent.Type.DragEnter:
            self._watch_fields()
        if event.type() is QEvent.Type.Drop:
            self.dropped.emit(path)
        drop.acceptProposedAction()
        return True
