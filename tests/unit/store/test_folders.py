from __future__ import annotations

import stat
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store.folders import DATA_DIR, Folders


def test_a_root_holds_everything_and_is_private(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "new" / "root", {DATA_DIR: str(tmp_path / "not-this")})
    made = [folders.config, folders.data, folders.cache, folders.log]
    assert [path.parent for path in made] == [tmp_path / "new" / "root"] * 4
    for path in [*made, tmp_path / "new", tmp_path / "new" / "root"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert not (tmp_path / "not-this").exists()


def test_the_environment_names_the_root(tmp_path: Path) -> None:
    folders = Folders(None, {DATA_DIR: str(tmp_path / "env")})
    files = [folders.settings_file, folders.database_file, folders.desk_file, folders.picture_cache]
    assert all(path.is_relative_to(tmp_path / "env") for path in files)
    assert len(set(files)) == 4


def test_without_a_root_the_system_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    folders = Folders(None, {})
    assert folders.root is None
    assert folders.config == tmp_path / "CONFIG" / "fwdesk"
    assert folders.log.is_relative_to(tmp_path / "STATE")
    assert all(path.is_dir() for path in (folders.config, folders.data, folders.cache, folders.log))


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    assert stat.S_IMODE(Folders(tmp_path).data.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(StoreError, match="cannot be made"):
        Folders(tmp_path / "config" / "below")
