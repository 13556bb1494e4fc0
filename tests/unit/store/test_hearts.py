"""Hearts on disk: what was saved is what is read, by service; a broken file is set aside and said."""

from __future__ import annotations

from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store import hearts as hearts_module
from fwdesk.store.hearts import Hearts, load, save

LIKED = {"practice": Hearts((("frame", 96), ("mat", 1)), (("frame", 131),)), "live": Hearts()}


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "hearts.json"
    assert load(path) == ({}, "")
    save(path, LIKED)
    assert load(path) == (LIKED, "")


def test_they_do_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearts_module, "MOST", 1)
    save(tmp_path / "hearts.json", LIKED)
    assert load(tmp_path / "hearts.json")[0]["practice"].hearts == (("frame", 96),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        '{"version": 2, "services": {}}',
        '{"version": 1}',
        '{"version": 1, "services": {"practice": []}}',
        '{"version": 1, "services": {"practice": {"hearts": [["frame", "96"]], "recent": []}}}',
        '{"version": 1, "services": {"practice": {"hearts": [["frame", true]], "recent": []}}}',
        '{"version": 1, "services": {"practice": {"hearts": [["frame"]], "recent": []}}}',
    ],
)
def test_a_broken_file_is_set_aside_and_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hearts.json"
    path.write_text(text)
    assert load(path) == ({}, "The hearts you gave could not be read. They were kept as hearts.json.broken-1.")
    assert (tmp_path / "hearts.json.broken-1").read_text() == text


def test_a_file_that_cannot_even_be_set_aside_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path) -> Path:
        raise StoreError("The disk failed.")

    monkeypatch.setattr(hearts_module, "set_aside", fails)
    (tmp_path / "hearts.json").write_text("{")
    assert load(tmp_path / "hearts.json") == ({}, "The hearts you gave could not be read. The disk failed.")
