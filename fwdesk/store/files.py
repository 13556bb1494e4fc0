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


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` at `path`, readable by its owner alone: afterwards the old file or the new one is there, never less.

    `durable` flushes file and folder to the disk, so that it also survives a power cut. Raises `StoreError`.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
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
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    try:
        path.replace(aside)
        for suffix in companions:
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
    words = error.strerror or "the disk gave no reason"
    return f"{words[0].lower()}{words[1:]}."
