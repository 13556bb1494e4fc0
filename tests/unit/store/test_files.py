from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store import files
from fwdesk.store.files import (
    BALLAST,
    DiskFullError,
    disk_error,
    disk_words,
    drop_ballast,
    hold_ballast,
    read_capped,
    set_aside,
    sha256_of,
    write_atomic,
)


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced_whole_and_private(tmp_path: Path, *, durable: bool) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    write_atomic(path, b"new", durable=durable)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a.json"]


def test_file_and_folder_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (flushed.append(stat.S_ISDIR(os.fstat(fd).st_mode)), fsync(fd)))
    write_atomic(tmp_path / "a", b"x")
    assert flushed == [False, True]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="a could not be saved: the disk is full"):
        write_atomic(path, b"new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a", b"new")
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        write_atomic(tmp_path / "none" / "a", b"")


def test_reading_is_capped(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_capped(path, 5) == b"12345"
    with pytest.raises(StoreError, match="larger than the 4 bytes"):
        read_capped(path, 4)
    with pytest.raises(FileNotFoundError):
        read_capped(tmp_path / "none", 4)
    with pytest.raises(StoreError, match="could not be read: is a directory"):
        read_capped(tmp_path, 4)


def test_hashing_a_file(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    (tmp_path / "a").write_bytes(data)
    assert sha256_of(tmp_path / "a") == hashlib.sha256(data).hexdigest()
    with pytest.raises(StoreError, match="could not be read"):
        sha256_of(tmp_path / "none")


def test_broken_files_are_kept_under_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for text in ("first", "second"):
        path.write_text(text)
        (tmp_path / "a-wal").write_text(text)
        set_aside(path, "-wal", "-shm")
    assert (tmp_path / "a.broken-1").read_text() == "first"
    assert (tmp_path / "a.broken-2").read_text() == "second"
    assert (tmp_path / "a.broken-2-wal").read_text() == "second"
    assert not set_aside(path).exists()  # nothing there, nothing to do


def test_what_cannot_be_set_aside_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("x")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StoreError, match="could not be set aside: permission denied"):
        set_aside(tmp_path / "a")


def test_ballast_is_held_once_and_given_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ballast"
    assert not drop_ballast(path)
    for _ in range(2):
        assert hold_ballast(path)
        assert path.stat().st_size == BALLAST
        assert path.stat().st_blocks * 512 >= BALLAST  # real room, not a hole
    path.write_bytes(b"cut")
    assert hold_ballast(path)
    assert path.stat().st_size == BALLAST
    assert drop_ballast(path)
    assert not path.exists()

    def full(*_: object, **__: object) -> None:
        raise DiskFullError("full")

    monkeypatch.setattr(files, "write_atomic", full)
    assert not hold_ballast(path)


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFullError), (errno.EIO, StoreError)])
def test_a_full_disk_is_an_error_of_its_own(number: int, kind: type[StoreError]) -> None:
    error = disk_error("a could not be written", OSError(number, "Words"))
    assert type(error) is kind
    assert str(error).startswith("a could not be written: ")


def test_words_for_the_disk() -> None:
    assert disk_words(OSError(errno.EACCES, "Permission denied")) == "permission denied."
    assert disk_words(OSError()) == "the disk gave no reason."
    assert files.disk_words(OSError(errno.ENOSPC, "x")) == "the disk is full."
    assert files.disk_words(OSError(errno.EIO, "x")) == "the disk failed."
