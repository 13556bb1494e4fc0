"""Whole files or none: written beside, flushed to the disk, then put in place in one step."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from pathlib import Path

from fwdesk.domain.errors import StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BLOCK = 1 << 20
BALLAST = 1 << 20
"""Bytes held back, to be given up when the disk is full and something that happened must still be written down."""


class DiskFullError(StoreError):
    """There is no room left. Giving up the ballast may help."""


def disk_error(what: str, error: OSError) -> StoreError:
    """The error to raise for a disk that failed: `what` could not be done, and why."""
    return (DiskFullError if error.errno in _FULL else StoreError)(f"{what}: {disk_words(error)}")


def hold_ballast(path: Path) -> bool:
    """Take up room on the disk for later. False if there is none to spare."""
    try:
        if path.exists() and path.stat().st_size == BALLAST:
            return True
        # Chance, not zeros: some file systems keep no room for zeros.
        write_atomic(path, secrets.token_bytes(BALLAST), durable=False)
    except (StoreError, OSError):
        return False
    return True


def drop_ballast(path: Path) -> bool:
    """Give the room back. False if none was held."""
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError:
        return False
    return True


def write_atomic(path: Path, data: bytes, *, durable: bool = True, mode: int = 0o600) -> None:
    """Put `data` at `path`, readable by its owner alone: afterwards the old file or the new one is there, never less.

    `durable` flushes file and folder to the disk, so that it also survives a power cut. `mode` is for a file that is
    made to be given away: 0o666, less what the person's umask takes. Raises `StoreError`.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
        if durable:
            sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path.name} could not be saved: {disk_words(error)}") from error


def sync_folder(folder: Path) -> None:
    """Make a folder's own entries (new names, renames) survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_capped(path: Path, limit: int) -> bytes:
    """All of a file of at most `limit` bytes. Raises `StoreError` for more, `FileNotFoundError` for none."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(f"{path.name} could not be read: {disk_words(error)}") from error
    if len(data) > limit:
        raise StoreError(f"{path.name} is larger than the {limit:,} bytes it may have.")
    return data


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises `StoreError`."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise StoreError(f"{path.name} could not be read: {disk_words(error)}") from error
    return digest.hexdigest()


def set_aside(path: Path, *companions: str) -> Path:
    """Rename a broken file, and the files named like it with a suffix, so that nothing is lost. Returns the new name.

    Raises `StoreError`.
    """
    number = 1
    while any(path.parent.glob(f"{path.name}.broken-{number}*")):
        number += 1
    aside = path.with_name(f"{path.name}.broken-{number}")
    try:
        for suffix in ("", *companions):
            companion = path.with_name(path.name + suffix)
            if companion.exists():
                companion.replace(aside.with_name(aside.name + suffix))
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path.name} is damaged and could not be set aside: {disk_words(error)}") from error
    return aside


def disk_words(error: OSError) -> str:
    """What went wrong with the disk, as a sentence."""
    if error.errno in _FULL:
        return "the disk is full."
    if error.errno == errno.EIO:
        return "the disk failed."
    words = error.strerror or "the disk gave no reason"
    return f"{words[0].lower()}{words[1:]}."
