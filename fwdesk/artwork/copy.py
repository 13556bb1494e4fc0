"""Make a print copy beside an artist's file. The file itself is only read; nothing that exists is written over."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fwdesk.artwork.open import Artwork, asked, command_of_child, crashed
from fwdesk.artwork.process import Child
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError
from fwdesk.store.files import disk_words, sync_folder

COPY_SECONDS = 300.0
Kind = Literal["JPEG", "TIFF", "PNG"]
KINDS: tuple[Kind, ...] = ("JPEG", "TIFF", "PNG")
_SUFFIX = {"JPEG": ".jpg", "TIFF": ".tif", "PNG": ".png"}
_MOST_COPIES = 999
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class PrintCopy:
    """A copy that was made: where it is, its bytes, and the profile its colors are in."""

    path: Path
    file_size: int
    profile: str


def make_print_copy(
    artwork: Artwork,
    kind: Kind = "JPEG",
    *,
    keep_profile: bool = False,
    folder: Path | None = None,
    cancel: Cancel | None = None,
    command: Sequence[str] | None = None,
) -> PrintCopy:
    """Write a new file: upright, on white, 8-bit RGB in sRGB, every pixel of the original and no other.

    `keep_profile` leaves the colors in the file's own RGB profile. It goes beside the original, or into `folder`.
    Raises `ArtworkError` with a sentence the artist can act on, or `Cancelled`; then nothing is left behind.
    """
    place = folder or artwork.path.parent
    with _beside(place, artwork.path) as (handle, draft):
        child = Child(command or command_of_child(), writes=handle)
        header = {"job": "copy", "kind": kind, "keep": keep_profile}
        try:
            facts, _ = asked(child, header, artwork.path, cancel, COPY_SECONDS)
        finally:
            child.close()
        try:
            pixels, written, profile = tuple(facts["pixels"]), int(facts["written"]), str(facts["profile"])
        except (KeyError, TypeError, ValueError) as error:
            raise crashed(artwork.path) from error
        if pixels != (artwork.pixels.width, artwork.pixels.height):
            words = f"{artwork.name} is no longer the file that was opened. Open it again, then make the copy."
            raise ArtworkError("changed", words, str(artwork.path))
        os.fsync(handle)
        path = _put(draft, place, f"{artwork.path.stem} (print", _SUFFIX[kind])
        sync_folder(place)
    return PrintCopy(path, written, profile)


@contextlib.contextmanager
def _beside(place: Path, original: Path) -> Generator[tuple[int, Path]]:
    """An open draft in the folder, gone afterwards whatever happens. Raises `ArtworkError` where none can be made."""
    draft = place / f".{original.stem[:80]}.{secrets.token_hex(6)}.tmp"
    try:
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise _unwritten(place, original, error) from error
    try:
        yield handle, draft
    except OSError as error:
        raise _unwritten(place, original, error) from error
    finally:
        os.close(handle)
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _unwritten(place: Path, original: Path, error: OSError) -> ArtworkError:
    words = f"No copy can be written in {place}: {disk_words(error)} Choose another folder."
    return ArtworkError("unwritten", words, str(original))


def _put(draft: Path, place: Path, stem: str, suffix: str) -> Path:
    """Give the finished draft its name: the first that is free, never one that is taken."""
    for number in range(1, _MOST_COPIES):
        target = place / f"{stem}{f' {number}' if number > 1 else ''}){suffix}"
        try:
            os.link(draft, target)
        except FileExistsError:
            continue
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if not _put_without_links(draft, target):
                continue
        return target
    raise FileExistsError(errno.EEXIST, "there are too many copies already", str(place))


def _put_without_links(draft: Path, target: Path) -> bool:
    """The same on a memory card or stick: the name is taken first, which only one can do. False if it was taken."""
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except FileExistsError:
        return False
    draft.replace(target)
    return True
