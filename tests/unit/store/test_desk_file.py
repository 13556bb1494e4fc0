"""The desk's own file: whole or not at all, set aside when broken, never longer than is comfortable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fwdesk.domain.draft import Draft, Drafts, Edit
from fwdesk.domain.errors import StoreError
from fwdesk.store import desk_file, files
from tests.unit.store.test_draft_json import ONE, WHOLE


def test_it_reads_back(tmp_path: Path) -> None:
    kept = Drafts((Draft(), WHOLE), 1)
    desk_file.save(tmp_path / "desk.json", kept)
    assert desk_file.load(tmp_path / "desk.json") == (kept, "")


def test_none_is_an_empty_desk(tmp_path: Path) -> None:
    assert desk_file.load(tmp_path / "desk.json") == (Drafts(), "")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 99}', b"\xff\xfe", b"[" * 100_000, b"\0" * 300])
def test_a_broken_one_is_set_aside_and_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.json"
    path.write_bytes(content)
    drafts, words = desk_file.load(path)
    assert drafts == Drafts()
    assert words == "What was last on the desk could not be read. It was kept as desk.json.broken-1."
    assert (tmp_path / "desk.json.broken-1").read_bytes() == content


def test_one_that_cannot_even_be_set_aside_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "desk.json").write_bytes(b"{")

    def refuse(path: Path, *_: str) -> Path:
        raise StoreError(f"{path.name} is stuck.")

    monkeypatch.setattr(desk_file, "set_aside", refuse)
    assert "desk.json is stuck." in desk_file.load(tmp_path / "desk.json")[1]


def test_a_very_long_memory_loses_its_oldest_edits_first(tmp_path: Path) -> None:
    edits = tuple(Edit(f"edit {number}", ONE) for number in range(1001))
    path = tmp_path / "desk.json"
    desk_file.save(path, Drafts((replace(WHOLE, done=edits, undone=edits[:3]), Draft(done=edits[:1]))), comfort=60_000)
    kept, words = desk_file.load(path)
    assert words == ""
    first = kept.open[0].done
    assert 100 < len(first) < 1001
    assert first == edits[-len(first) :]
    assert path.stat().st_size <= 60_000


def test_what_cannot_be_shortened_is_written_as_it_is(tmp_path: Path) -> None:
    desk_file.save(tmp_path / "desk.json", Drafts((Draft(ONE),)), comfort=10)
    assert desk_file.load(tmp_path / "desk.json")[0].open[0].piece == ONE


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "desk.json"
    desk_file.save(path, Drafts((WHOLE,)))

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        desk_file.save(path, Drafts())
    assert desk_file.load(path)[0].open == (WHOLE,)
