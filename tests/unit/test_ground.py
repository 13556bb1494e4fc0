"""The guards in conftest.py must bite: each rule is broken once, in a pytest of its own."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SINNERS = """
import logging, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

kept = []
gate = threading.Event()

def test_leaves_a_window_open(qapp):
    kept.append(QLabel("left"))
    kept[-1].show()

def test_leaves_a_timer_ticking(qapp):
    kept.append(QTimer())
    kept[-1].start(60_000)

def test_leaves_a_thread_running(qapp):
    kept.append(threading.Thread(target=gate.wait, name="forgotten"))
    kept[-1].start()

def test_lets_the_threads_go(qapp):
    gate.set()

def test_logs_a_warning():
    logging.getLogger("fwdesk.somewhere").warning("not expected")

def test_is_warned_by_qt(qapp):
    from PySide6.QtCore import qWarning
    qWarning("qt is not amused")

def test_is_tidy(qtbot, caplog):
    logging.getLogger("fwdesk.somewhere").warning("expected")
    label = QLabel("shown")
    qtbot.addWidget(label)
    label.show()
    timer = QTimer(label)
    timer.start(60_000)
    timer.stop()
    assert label.isVisible()
"""


def test_what_a_test_leaves_behind_fails_it(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_sinners.py").write_text(SINNERS, encoding="utf-8")
    arguments = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-o", "testpaths=.", "test_sinners.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    marked = set(re.findall(r"^(?:ERROR|FAILED) test_sinners.py::(\w+)", done.stdout, re.MULTILINE))
    assert marked == {
        "test_leaves_a_window_open",
        "test_leaves_a_timer_ticking",
        "test_leaves_a_thread_running",
        "test_logs_a_warning",
        "test_is_warned_by_qt",
    }, done.stdout[-3000:]
    line = SINNERS[: SINNERS.index("start(60_000)")].count("\n") + 1
    assert f"test_sinners.py:{line}" in done.stdout, "the line that started the timer is named"
    assert "'forgotten'" in done.stdout


@pytest.mark.parametrize("address", ["192.0.2.1", "example.invalid"])
def test_no_test_leaves_this_computer(address: str) -> None:
    with socket.socket() as sock:
        with pytest.raises(BaseException, match="tried to connect"):
            sock.connect((address, 443))
        with pytest.raises(BaseException, match="tried to connect"):
            sock.connect_ex((address, 443))


def test_this_computer_may_be_called() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        sock.connect(server.getsockname())

        assert sock.getpeername() == server.getsockname()


def test_no_password_store_is_touched() -> None:
    import keyring

    keyring.set_password("fwdesk", "key", "secret")

    assert keyring.get_password("fwdesk", "key") is None
