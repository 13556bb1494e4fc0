"""A picture that was moved or renamed is found by its content; one that is gone is not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fwdesk.domain.draft import PictureRef
from fwdesk.domain.errors import StoreError
from fwdesk.store import relink
from fwdesk.store.relink import find_picture

CONTENT = b"a picture of a gull"


def ref(path: Path | str, *, size: int = len(CONTENT)) -> PictureRef:
    return PictureRef("gull.tif", hashlib.sha256(CONTENT).hexdigest(), str(path), size)


@pytest.fixture
def gull(tmp_path: Path) -> Path:
    path = tmp_path / "gull.tif"
    path.write_bytes(CONTENT)
    return path


def test_where_it_was(gull: Path) -> None:
    assert find_picture(ref(gull)) == gull
    gull.write_bytes(b"something else now")
    assert find_picture(ref(gull)) == gull


def test_renamed_in_its_folder(gull: Path) -> None:
    (gull.parent / "z.tif").write_bytes(b"b picture of a gull")  # as long, but another
    renamed = gull.rename(gull.with_name("bird.tif"))
    assert find_picture(ref(gull)) == renamed


def test_moved_to_a_folder_that_is_named(gull: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    moved = gull.rename(other / "gull.tif")
    assert find_picture(ref(gull)) is None
    assert find_picture(ref(gull), [other]) == moved
    assert find_picture(ref(""), [other]) == moved


def test_a_link_is_not_followed_and_nothing_is_read_of_unknown_size(gull: Path) -> None:
    renamed = gull.rename(gull.with_name("bird.tif"))
    assert find_picture(ref(gull, size=0)) is None
    folder = gull.parent / "links"
    folder.mkdir()
    (folder / "gull.tif").symlink_to(renamed)
    assert find_picture(ref(""), [folder]) is None


def test_folders_that_are_not_there_and_names_that_cannot_be(tmp_path: Path) -> None:
    assert find_picture(ref(tmp_path / "no" / "gull.tif"), [tmp_path / "nor this"]) is None
    assert find_picture(ref("\0/gull.tif")) is None
    assert find_picture(ref(tmp_path / ("x" * 5000) / "gull.tif")) is None


def test_only_so_many_names_and_files_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (tmp_path / f"{number}.tif").write_bytes(b"x" * len(CONTENT))
    monkeypatch.setattr(relink, "_MOST_READ", 2)
    read: list[Path] = []

    def count(file: Path) -> str:
        read.append(file)
        raise StoreError("it cannot be read")

    monkeypatch.setattr(relink, "sha256_of", count)
    assert find_picture(ref(""), [tmp_path]) is None
    assert len(read) == 2
    monkeypatch.setattr(relink, "_MOST_FILES", 1)
    assert find_picture(ref(""), [tmp_path]) is None
    assert len(read) == 3
