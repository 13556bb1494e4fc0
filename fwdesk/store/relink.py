"""Find a picture again that was moved or renamed: by its content, in the folders where it may be."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from fwdesk.domain.draft import PictureRef
from fwdesk.domain.errors import StoreError
from fwdesk.store.files import sha256_of

_MOST_FILES = 2000
"""Names looked at in one folder, and at most so many files are read in all of them below."""
_MOST_READ = 20


def find_picture(picture: PictureRef, folders: Iterable[Path] = ()) -> Path | None:
    """The picture's file: where it was, or a file with the same content in its folder or one of `folders`.

    A file that is still where it was is taken as it is; whoever opens it compares the content. Never raises.
    """
    was = Path(picture.path) if picture.path else None
    if was and _is_file(was):
        return was
    read = 0
    places: list[Path] = [was.parent, *folders] if was else [*folders]
    for folder in dict.fromkeys(places):
        for file in _of_size(folder, picture.size):
            if read == _MOST_READ:
                return None
            read += 1
            if _has_content(file, picture.sha256):
                return file
    return None


def _of_size(folder: Path, size: int) -> list[Path]:
    """The regular files in a folder that have a size in bytes; none for a size that is not known."""
    found: list[Path] = []
    try:
        for number, file in enumerate(folder.iterdir()):
            if number == _MOST_FILES:
                break
            facts = file.lstat()
            if size and facts.st_size == size and stat.S_ISREG(facts.st_mode):
                found.append(file)
    except (OSError, ValueError):
        return found
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _has_content(file: Path, sha256: str) -> bool:
    try:
        return sha256_of(file) == sha256
    except StoreError:
        return False
