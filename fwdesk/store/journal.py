"""A file that is only ever added to: one JSON line per event, chained by hashes, on the disk before the next step.

It is the second witness of the order ledger: when the database is lost, the orders are rebuilt from it. What was
half written when the program or the power went is dropped; what was altered is noticed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fwdesk.store.files import disk_error, set_aside, sync_folder

_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Reading:
    """What a journal holds: its entries, the hash of the last, the bytes they take, and whether that is all there is.

    `torn` is true for a last line that was never finished; `broken` for a line that does not follow from the one
    before it, so that entries may be missing.
    """

    entries: tuple[dict[str, Any], ...] = ()
    last: str = _FIRST
    size: int = 0
    torn: bool = False
    broken: bool = False


class Journal:
    """One journal. The caller sees to it that only one process adds to it at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Reading:
        """All entries that are whole and follow from one another. Raises `StoreError` if the file cannot be read."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return Reading()
        except OSError as error:
            raise disk_error(f"{self.path.name} could not be read", error) from error
        entries: list[dict[str, Any]] = []
        last, size, broken = _FIRST, 0, False
        *lines, rest = data.split(b"\n")
        for line in lines:
            entry = _entry(line)
            if entry is None:
                # A line nobody can read: those after it may still be whole, but the chain has a gap.
                broken = True
                continue
            broken = broken or entry["previous"] != last
            entries.append(entry["body"])
            last = entry["sha256"]
            size = size if broken else size + len(line) + 1
        return Reading(tuple(entries), last, size, bool(rest), broken)

    def add(self, bodies: Sequence[dict[str, Any]], after: Reading) -> Reading:
        """Add entries after what was read; on the disk when this returns. Raises `StoreError`, `DiskFullError`."""
        last, lines = after.last, list[bytes]()
        for body in bodies:
            text = _dump(body)
            digest = _digest(last, text)
            lines.append(f'{{"body":{text},"previous":"{last}","sha256":"{digest}"}}\n'.encode())
            last = digest
        data = b"".join(lines)
        new = not self.path.exists()
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.ftruncate(handle, after.size)  # a torn tail goes
                _write(handle, after.size, data)
            finally:
                os.close(handle)
            if new:
                sync_folder(self.path.parent)
        except OSError as error:
            raise disk_error(f"{self.path.name} could not be written", error) from error
        return Reading((*after.entries, *bodies), last, after.size + len(data))

    def set_aside(self) -> Path:
        """Rename a journal that does not fit its database, so that nothing of it is lost. Raises `StoreError`."""
        return set_aside(self.path)


def _write(handle: int, begin: int, data: bytes) -> None:
    try:
        written = 0
        while written < len(data):
            written += os.pwrite(handle, data[written:], begin + written)
        os.fsync(handle)
    except OSError:
        # A line that is not certain to be on the disk must not look as if it were.
        with contextlib.suppress(OSError):
            os.ftruncate(handle, begin)
        raise


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        found: object = json.loads(line)
        if not isinstance(found, dict):
            return None
        entry = cast("dict[str, Any]", found)
        if entry["sha256"] != _digest(entry["previous"], _dump(entry["body"])):
            return None
        return entry if isinstance(entry["body"], dict) else None
    except (ValueError, KeyError, RecursionError):
        return None


def _digest(previous: object, text: str) -> str:
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _dump(body: object) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
