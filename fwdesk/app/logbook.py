"""The log: a few files under the log folder, without keys; and the last net for what nobody caught."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

_log = logging.getLogger("fwdesk")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class _Redacting(logging.Formatter):
    """Formats a record, traceback and all, and takes secrets out of the finished text."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class Logbook(QObject):
    """Writes the log of one run.

    Signals:
        stumbled(str): an error that nobody expected was written down; its kind.
    """

    stumbled = Signal(str)

    def __init__(self, folder: Path, redact: Callable[[str], str]) -> None:
        """`redact` takes the keys out of a text."""
        super().__init__()
        self.file = folder / "fwdesk.log"
        self._handler = RotatingFileHandler(self.file, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
        self._handler.setFormatter(_Redacting(redact))
        self._crash = (folder / "crash.log").open("a", encoding="utf-8")
        self._hooks = (sys.excepthook, threading.excepthook)

    def open(self) -> None:
        """Begin to write; unexpected errors of any thread come here from now on."""
        _log.addHandler(self._handler)
        _log.setLevel(logging.INFO)
        faulthandler.enable(self._crash)
        sys.excepthook = self._unexpected
        threading.excepthook = self._unexpected_in_thread
        qInstallMessageHandler(_from_qt)

    def close(self) -> None:
        """Stop writing and give everything back."""
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook = self._hooks
        faulthandler.disable()
        _log.removeHandler(self._handler)
        self._handler.close()
        self._crash.close()

    def _unexpected(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("unexpected error", exc_info=(kind, error, trace))
        self.stumbled.emit(kind.__name__)

    def _unexpected_in_thread(self, facts: threading.ExceptHookArgs) -> None:
        if facts.exc_value is not None:
            self._unexpected(facts.exc_type, facts.exc_value, facts.exc_traceback)


def _from_qt(level: QtMsgType, context: QMessageLogContext, message: str) -> None:
    del context
    _log.log(_QT_LEVELS.get(level, logging.WARNING), "Qt: %s", message)
