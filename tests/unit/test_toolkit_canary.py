"""Guards every upgrade of the toolkit: PySide6 6.12.0 drops a reference per call and aborts Python 3.11."""

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal(object)
    plain = Signal()

heard = []
bell = Bell()
bell.rung.connect(heard.append)
before = [sys.getrefcount(value) for value in (None, True)]
for number in range(5_000):
    bell.rung.emit(number)
    bell.plain.emit()
    bell.setObjectName("bell")
after = [sys.getrefcount(value) for value in (None, True)]
assert len(heard) == 5_000, len(heard)
print(*(earlier - later for earlier, later in zip(before, after, strict=True)))
"""


def test_emitting_signals_keeps_the_references_of_none_and_true() -> None:
    """In a child process, because the fault ends the interpreter after some hundred emits."""
    child = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=50, check=False)

    assert child.returncode == 0, f"the toolkit ended Python:\n{child.stderr[-2000:]}"
    lost = [int(word) for word in child.stdout.split()]
    assert len(lost) == 2
    assert max(lost) <= 50, f"references lost to None and True: {lost}"
