"""The ground every test stands on: no screen, no password store, no outside network, no traces, no leaks."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

# Before anything imports Qt, keyring or platformdirs.
HOME = Path(tempfile.mkdtemp(prefix="fwdesk-tests-"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["FWDESK_DATA_DIR"] = str(HOME / "data")
os.environ["LC_ALL"] = "C.UTF-8"
for name in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{name}_HOME"] = str(HOME / name.lower())
for name in ("http_proxy", "https_proxy", "all_proxy", "FWDESK_WEB_API_KEY", "FWDESK_APP_KEY"):
    os.environ.pop(name, None)
    os.environ.pop(name.upper(), None)

import gc
import logging
import socket
import threading
import traceback
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

import fwdesk.app.practising
import fwdesk.store.files
from tests.support import canary
from tests.support.canary_check import CanaryCheck

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# `ci` gives the same examples each time; HYPOTHESIS_PROFILE=many is for a weekly search.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "many", max_examples=2_000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


# The desk's practice account has keys that are searched for when the suite is over.
fwdesk.app.practising.PRACTICE_KEYS = (canary.WEB, canary.APP)

# A mebibyte of chance for each of a thousand ledgers is only more to search.
fwdesk.store.files.BALLAST = 1 << 12


def pytest_configure(config: pytest.Config) -> None:
    """Nothing that a test leaves behind may hold a key."""
    config.pluginmanager.register(CanaryCheck(config, HOME, canary.Search()), "canary check")


def pytest_unconfigure() -> None:
    """Leave nothing behind in the temporary folder."""
    shutil.rmtree(HOME, ignore_errors=True)


# --- network ------------------------------------------------------------------------------------------------------


class OutsideNetworkError(BaseException):
    """A test tried to leave this computer. No Exception: the program must not mistake it for a trouble of its own."""


def is_inside(family: int, address: Any) -> bool:
    """Loopback and Unix sockets are inside; names other than localhost would need a resolver, so they are not."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0])
    return host in ("localhost", "::1") or host.startswith("127.")


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Refuse every connection that is not to this computer."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guard(sock: socket.socket, address: Any) -> None:
        if not is_inside(sock.family, address):
            raise OutsideNetworkError(f"a test tried to connect to {address!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        guard(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        guard(self, address)
        return connect_ex(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    yield
    patch.undo()


# --- log ----------------------------------------------------------------------------------------------------------


class Collector(logging.Handler):
    """Keeps what it is given."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning that fwdesk logs fails the test, unless the test looks at the log itself (`caplog`)."""
    if "caplog" in request.fixturenames:
        yield
        return
    collector, logger = Collector(), logging.getLogger("fwdesk")
    logger.addHandler(collector)
    yield
    logger.removeHandler(collector)
    if collector.lines:
        pytest.fail("fwdesk logged, and the test did not ask for caplog:\n  " + "\n  ".join(collector.lines))


# --- Qt -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one application, looking the same on every machine."""
    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QFont

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    qapp.setStyle("Fusion")
    qapp.setFont(QFont("DejaVu Sans", 10))
    return qapp


@pytest.fixture(scope="session")
def started_timers() -> Iterator[weakref.WeakKeyDictionary[Any, str]]:
    """Every living QTimer that Python started, with the line that did."""
    from PySide6.QtCore import QTimer

    started: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
    start = QTimer.start

    def noted(self: QTimer, *arguments: Any) -> None:
        frame = traceback.extract_stack(limit=2)[0]
        started[self] = f"{frame.filename}:{frame.lineno}"
        start(self, *arguments)

    patch = pytest.MonkeyPatch()
    patch.setattr(QTimer, "start", noted)
    yield started
    patch.undo()


def working_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.daemon}


@pytest.fixture(autouse=True)
def no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with Qt leaves no thread running, no window open and no timer ticking."""
    if "qapp" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("qapp")
    timers = request.getfixturevalue("started_timers")
    before = working_threads()
    yield
    found = [f"thread {thread.name!r} still runs" for thread in working_threads() - before]
    found += close_windows(app)
    found += stop_timers(timers)
    if found:
        pytest.fail("the test left something behind:\n  " + "\n  ".join(found))


def close_windows(app: QApplication) -> list[str]:
    """Close what is still open, so that only the guilty test fails, and say what it was."""
    left = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    names = [f"window {type(widget).__name__} {widget.objectName()!r} is still open" for widget in left]
    for widget in left:
        widget.hide()
        widget.deleteLater()
    return names


def stop_timers(timers: weakref.WeakKeyDictionary[Any, str]) -> list[str]:
    """Stop what still ticks and say where it was started. Timers that only wait to be collected do not count."""
    import shiboken6

    def ticking() -> list[Any]:
        return [timer for timer in list(timers) if shiboken6.isValid(timer) and timer.isActive()]

    if ticking():
        gc.collect()
    left = ticking()
    names = [f"a QTimer still ticks, started at {timers[timer]}" for timer in left]
    for timer in left:
        timer.stop()
    return names
