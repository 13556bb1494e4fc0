from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store.lock import Lock

HOLDER = """
import sys
from pathlib import Path
from fwdesk.store.lock import Lock
assert Lock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


def test_one_has_it_alone_and_several_share_it(tmp_path: Path) -> None:
    first, second, third = (Lock(tmp_path / "lock") for _ in range(3))
    assert first.take()
    assert not first.take()
    assert not second.take()
    assert not second.share()
    first.release()
    first.release()
    assert second.share()
    assert third.share(0.1)
    assert not first.take()
    second.release()
    third.release()
    assert first.take(5)
    first.release()


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "lock")], stdin=-1, stdout=-1) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        assert not lock.take()
        holder.kill()
    assert lock.take(5)
    lock.release()


def test_a_place_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        Lock(tmp_path).take()
    (tmp_path / "text").write_text("no database " * 99)
    with pytest.raises(StoreError, match="text cannot be used"):
        Lock(tmp_path / "text").take()


def test_the_reason_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("out of everything")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(StoreError, match="out of everything"):
        Lock(tmp_path / "lock").take()
