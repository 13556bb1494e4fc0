from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store.files import DiskFullError
from fwdesk.store.journal import Journal, Reading


def written(path: Path, *numbers: int) -> Journal:
    journal = Journal(path)
    reading = journal.read()
    for number in numbers:
        reading = journal.add([{"number": number, "words": "ä"}], reading)
    assert journal.read() == reading
    return journal


def numbers(reading: Reading) -> list[int]:
    return [entry["number"] for entry in reading.entries]


def test_entries_come_back_in_order_and_the_file_is_private(tmp_path: Path) -> None:
    journal = written(tmp_path / "j", 1, 2, 3)
    reading = journal.read()
    assert (numbers(reading), reading.torn, reading.broken) == ([1, 2, 3], False, False)
    assert reading.size == (tmp_path / "j").stat().st_size
    assert stat.S_IMODE((tmp_path / "j").stat().st_mode) == 0o600
    assert Journal(tmp_path / "none").read() == Reading()


def test_every_entry_is_flushed_and_so_is_the_folder_of_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[bool] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (flushed.append(stat.S_ISDIR(os.fstat(fd).st_mode)), fsync(fd)))
    written(tmp_path / "j", 1, 2)
    assert flushed == [False, True, False]


def test_every_torn_tail_is_dropped_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "j"
    written(path, 1, 2)
    two = path.read_bytes()
    written(path, 3)
    three = path.read_bytes()
    for cut in range(len(two), len(three)):
        path.write_bytes(three[:cut])
        journal = Journal(path)
        reading = journal.read()
        assert (numbers(reading), reading.torn, reading.broken) == ([1, 2], cut > len(two), False)
        journal.add([{"number": 3, "words": "ä"}], reading)
        assert path.read_bytes() == three


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "line", ["nonsense", "[]", "{}", '{"body":[],"previous":"x","sha256":"y"}', '{"body":{"number":9},"previous":"0"}']
)
def test_an_altered_line_is_noticed_and_the_others_still_read(tmp_path: Path, at: int, line: str) -> None:
    path = tmp_path / "j"
    written(path, 1, 2, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[at] = line.encode() + b"\n"
    path.write_bytes(b"".join(lines))
    reading = Journal(path).read()
    assert reading.broken
    assert numbers(reading) == [number for number in (1, 2, 3) if number != at + 1]
    assert reading.size == sum(map(len, lines[:at]))


def test_a_line_that_is_gone_or_not_a_mapping_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "j"
    written(path, 1, 2, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert Journal(path).read().broken
    Journal(path).add([[]], Reading())  # type: ignore[list-item]
    assert (Journal(path).read().entries, Journal(path).read().broken) == ((), True)
    path.write_bytes(b"[" * 100_000 + b"\n")
    assert Journal(path).read().broken


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFullError), (errno.EIO, StoreError)])
def test_what_is_not_certain_to_be_on_the_disk_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[StoreError]
) -> None:
    path = tmp_path / "j"
    journal = written(path, 1)
    before, reading = path.read_bytes(), journal.read()

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(kind, match="j could not be written: the disk") as caught:
            journal.add([{"number": 2}], reading)
    assert type(caught.value) is kind
    assert path.read_bytes() == before
    assert numbers(journal.add([{"number": 2}], reading)) == [1, 2]


def test_a_journal_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be read: is a directory"):
        Journal(tmp_path).read()


def test_it_can_be_set_aside(tmp_path: Path) -> None:
    journal = written(tmp_path / "j", 1)
    assert journal.set_aside().name == "j.broken-1"
    assert journal.read() == Reading()


def test_a_line_is_plain_json(tmp_path: Path) -> None:
    written(tmp_path / "j", 1)
    line = json.loads((tmp_path / "j").read_text())
    assert line["body"] == {"number": 1, "words": "ä"}
    assert line["previous"] == "0" * 64
