"""The catalog of one service on disk, as it was read last, with a diary of what changed from reading to reading.

Two files for each service, both written whole or not at all and both beginning with the hash of what follows: one that
a power cut or a bad disk spoiled is noticed, never half believed. Both can be read from the service again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fwdesk.catalog.changes import Change, Kind, Touched, changes, touched
from fwdesk.catalog.snapshot import Snapshot, from_text, to_text
from fwdesk.domain.code import ProductCode
from fwdesk.domain.errors import StoreError
from fwdesk.store.files import read_capped, write_atomic
from fwdesk.store.folders import make_private

LIMIT = 200_000_000
"""Bytes a kept catalog may have; 10,000 frames take 5 million."""
DIARY = 40, 4_000
"""How many readings the diary keeps, and how many changes all of them together may have; the oldest go first."""
_FORMAT, _SCHEMA = "fwdesk catalog diary", 1


@dataclass(frozen=True, slots=True)
class TouchedPiece:
    """A piece of the artist's that a reading treats otherwise: its code, what it means for it, and whether it is lost.

    `broken` is true for a piece that could be made before and cannot now.
    """

    code: str
    words: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of the catalog brought: since when, when it was read (both UTC), and every change."""

    since: datetime
    read_at: datetime
    changes: tuple[Change, ...]
    touched: tuple[TouchedPiece, ...] = ()


class KeptCatalog:
    """One service's catalog in a folder. Used on workers; two at a time may write, the last one stays."""

    def __init__(self, folder: Path, name: str) -> None:
        """`name` tells the service from others and is part of the files' names."""
        self._folder = folder
        self._file, self._diary_file = folder / f"{name}.catalog", folder / f"{name}.diary"

    def read(self) -> Snapshot | None:
        """The catalog that was kept, None if none was. Raises `StoreError` when it is damaged or of a newer fwdesk."""
        text = _unsealed(self._file)
        return None if text is None else from_text(text)

    def diary(self) -> tuple[Reading, ...]:
        """What changed, the newest reading first. One that cannot be read is empty: nobody's work is in it."""
        try:
            text = _unsealed(self._diary_file)
            return () if text is None else tuple(_readings(json.loads(text)))
        except (StoreError, ValueError, TypeError, LookupError, RecursionError):
            return ()

    def keep(self, snapshot: Snapshot, saved: Iterable[ProductCode] = ()) -> Reading | None:
        """Keep a catalog that was just read; what is different from the one kept before, None if nothing is.

        `saved` are the artist's pieces: those the new catalog treats otherwise are told. Raises `StoreError` when the
        disk fails; then the catalog kept before is still there.
        """
        try:
            last = self.read()
        except StoreError:
            last = None  # nothing to compare with; it is replaced
        reading = None
        if last is not None and last.catalog != snapshot.catalog:
            found = changes(last.catalog, snapshot.catalog)
            pieces = tuple(_told(one) for one in touched(saved, last.catalog, snapshot.catalog, found))
            if found or pieces:
                reading = Reading(last.taken_at, snapshot.taken_at, found, pieces)
        make_private(self._folder)
        if reading:
            self._write_down(reading)
        write_atomic(self._file, _sealed(to_text(snapshot)))
        return reading

    def _write_down(self, reading: Reading) -> None:
        """The diary comes before the catalog: written twice after a power cut it says the same, never nothing."""
        earlier = [one for one in self.diary() if one.changes != reading.changes or one.since != reading.since]
        kept, total = list[Reading](), 0
        for one in (reading, *earlier):
            total += len(one.changes)
            if kept and (total > DIARY[1] or len(kept) == DIARY[0]):
                break
            kept.append(one)
        whole = {"format": _FORMAT, "schema": _SCHEMA, "readings": [_plain(one) for one in kept]}
        write_atomic(self._diary_file, _sealed(json.dumps(whole, ensure_ascii=False, separators=(",", ":"))))


def _told(one: Touched) -> TouchedPiece:
    return TouchedPiece(str(one.code), one.words, bool(one.problems))


def _sealed(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def _unsealed(path: Path) -> str | None:
    """The text of a sealed file, None if there is none. Raises `StoreError` for one that is not as it was written."""
    try:
        seal, _, data = read_capped(path, LIMIT).partition(b"\n")
    except FileNotFoundError:
        return None
    if hashlib.sha256(data).hexdigest().encode() != seal:
        raise StoreError(f"{path.name} is damaged")
    return data.decode("utf-8", "surrogatepass")


def _plain(reading: Reading) -> dict[str, object]:
    return {
        "since": reading.since.isoformat(),
        "read_at": reading.read_at.isoformat(),
        "changes": [[one.step, one.id, one.name, one.kind.value, one.words] for one in reading.changes],
        "touched": [[one.code, one.words, one.broken] for one in reading.touched],
    }


def _readings(whole: Any) -> Iterable[Reading]:  # noqa: ANN401 - JSON, sealed by ourselves
    if whole["format"] != _FORMAT or whole["schema"] != _SCHEMA:
        return
    for one in whole["readings"]:
        yield Reading(
            datetime.fromisoformat(one["since"]),
            datetime.fromisoformat(one["read_at"]),
            tuple(Change(step, id, name, Kind(kind), words) for step, id, name, kind, words in one["changes"]),
            tuple(TouchedPiece(code, words, broken) for code, words, broken in one["touched"]),
        )
