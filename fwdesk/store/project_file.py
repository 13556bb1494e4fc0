"""A project file (`.fwdesk`): pieces that the artist owns, keeps where they like and gives to others.

Readable JSON: the drafts, and a small copy of each picture (base64 JPEG). The pictures themselves stay files; they are
named by their path inside the project's own folder, and found again by their content. Whoever made the file may mean
harm (RELIABILITY 7, V6): it is small, shallow, strictly read, and no path in it is touched that could lie outside that
folder; asking a network share whether a file exists would already give a Windows account away.
"""

from __future__ import annotations

import base64
import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fwdesk.domain.draft import Drafts, PictureRef
from fwdesk.domain.errors import StoreError
from fwdesk.domain.strict_json import Json, JsonError, Writable, read_json
from fwdesk.store.draft_json import FormatError, NewerFormatError, raw_drafts, read_drafts
from fwdesk.store.files import read_capped, write_atomic

LIMIT = 5 * 2**20
"""Bytes a project file may have (RELIABILITY 7)."""
DEPTH = 32
"""Levels its JSON may have."""
MOST_PIECES = 200
_LONGEST_PATH = 1024
_KIND = "fwdesk project"
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)


class ProjectError(StoreError):
    """A project file that cannot be opened or saved; the message says why and what to do."""


class TooLargeError(ProjectError):
    """More than a project file may hold. Smaller copies of the pictures, or none, may help."""


@dataclass(frozen=True, slots=True)
class Project:
    """The content of a project file: the drafts, and small copies of pictures (JPEG) by the SHA-256 of the picture."""

    drafts: Drafts
    copies: Mapping[str, bytes]


def save(path: Path, project: Project) -> None:
    """Write all of it or nothing. The pictures' paths are made relative to the file. Raises `ProjectError`."""
    drafts = replace(
        project.drafts,
        open=tuple(
            replace(draft, picture=_inside(draft.picture, path.parent) if draft.picture else None)
            for draft in project.drafts.open
        ),
    )
    raw: dict[str, Writable] = {"kind": _KIND, **raw_drafts(drafts)}
    raw["copies"] = {name: base64.b64encode(data).decode() for name, data in project.copies.items()}
    data = json.dumps(raw, indent=1, ensure_ascii=False).encode() + b"\n"
    if len(data) > LIMIT:
        raise TooLargeError(f"A project file holds at most {LIMIT // 2**20} MB. Save fewer pieces in one.")
    try:
        write_atomic(path, data)
    except StoreError as error:
        raise ProjectError(str(error)) from error


def load(path: Path) -> Project:
    """Read a project file. No picture is opened and no path in it is touched. Raises `ProjectError`."""
    if path.exists() and not path.is_file():  # a pipe would never end
        raise ProjectError(f"{path.name} is no file. Nothing on the desk was changed.")
    try:
        drafts, copies = _read(read_json(read_capped(path, LIMIT), DEPTH))
    except FileNotFoundError as error:
        raise ProjectError(f"{path.name} is not there any more.") from error
    except NewerFormatError as error:
        words = "was made by a newer fwdesk. Update fwdesk to open it; the file was not touched."
        raise ProjectError(f"{path.name} {words}") from error
    except (JsonError, FormatError) as error:
        words = f"is damaged or no fwdesk project ({error}). Nothing on the desk was changed."
        raise ProjectError(f"{path.name} {words}") from error
    except StoreError as error:
        raise ProjectError(f"{error} Nothing on the desk was changed.") from error
    if not 0 < len(drafts.open) <= MOST_PIECES:
        raise ProjectError(f"{path.name} holds {len(drafts.open)} pieces; it can be 1 to {MOST_PIECES}.")
    return Project(drafts, copies)


def _read(raw: Json) -> tuple[Drafts, dict[str, bytes]]:
    if not isinstance(raw, dict) or raw.pop("kind", None) != _KIND:
        raise FormatError("it does not say that it is one")
    copies = _copies(raw.pop("copies", {}))
    return read_drafts(raw), copies


def picture_file(project: Path, relative: str) -> Path | None:
    """The file that a path in a project names; None unless it surely is a regular file in the project's own folder.

    Nothing is asked of the disk before the path itself is known to be harmless; then no part of it may be a link.
    """
    if not _is_harmless(relative):
        return None
    place, mode = project.parent, stat.S_IFDIR
    for part in relative.split("/"):
        if not stat.S_ISDIR(mode):
            return None
        place /= part
        try:
            mode = place.lstat().st_mode  # a link is neither a folder nor a regular file
        except OSError:
            return None
    return place if stat.S_ISREG(mode) else None


def _is_harmless(relative: str) -> bool:
    """A path that is relative, below its folder and means the same on every system."""
    parts = relative.split("/")
    return (
        0 < len(relative) <= _LONGEST_PATH
        and not any(char in '\\:*?"<>|\x7f' or char < " " for char in relative)
        and all(part and part.strip(". ") and part == part.rstrip(". ") for part in parts)
        and not any(_DEVICE.fullmatch(part) for part in parts)
    )


def _inside(picture: PictureRef, folder: Path) -> PictureRef:
    """The picture as a project in a folder names it: no path tells where else on this computer it lies."""
    try:
        relative = Path(picture.path).relative_to(folder).as_posix() if picture.path else ""
    except ValueError:
        relative = ""
    return replace(picture, path=relative if _is_harmless(relative) else "")


def _copies(value: Json) -> dict[str, bytes]:
    if not isinstance(value, dict):
        raise FormatError("copies: not an object")
    made: dict[str, bytes] = {}
    for name, text in value.items():
        if not re.fullmatch(r"[0-9a-f]{64}", name, re.ASCII) or not isinstance(text, str):
            raise FormatError("copies: not a picture by its SHA-256")
        try:
            made[name] = base64.b64decode(text, validate=True)
        except ValueError as error:
            raise FormatError("copies: not base64") from error
    return made
