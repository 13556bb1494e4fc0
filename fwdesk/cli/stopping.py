"""Ctrl+C while Qt has the word: Python's signal handlers wait for Python code, so a socket wakes it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Slot

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Waker(QObject):
    """Ends the application when a signal came. Only on the main thread, where Python takes signals."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._before = {number: signal.signal(number, self._caught) for number in _SIGNALS}
        self._descriptor = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        signal.set_wakeup_fd(self._descriptor)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._near.close()
        self._far.close()
        self.deleteLater()

    def _caught(self, number: int, _frame: FrameType | None) -> None:
        self._app.exit(128 + number)

    @Slot()
    def _woken(self) -> None:
        # Python has called `_caught` on the way here; the byte is only taken away.
        try:
            self._near.recv(64)
        except BlockingIOError:
            return


@contextmanager
def stop_on_signals(app: QCoreApplication) -> Generator[None]:
    """Within, Ctrl+C and SIGTERM end `app.exec()` with 130 and 143."""
    waker = _Waker(app)
    try:
        yield
    finally:
        waker.close()
