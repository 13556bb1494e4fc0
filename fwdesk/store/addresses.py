"""The address book: a file of its own, whole or not at all, in which damage is found line by line.

One line of JSON each: a head with the number of lines that follow, then the addresses and the spellings that were
kept. Every line carries a hash of its own content. What is damaged is set aside; the intact lines, and those of the
copy from before the last change, make the book again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import Recipient
from fwdesk.store.files import read_capped, set_aside, write_atomic
from fwdesk.store.lock import Lock

VERSION = 1
BOOK_LIMIT = 32 << 20
KEPT_LIMIT = 500
_WAIT_S = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A recipient in the book. `used_at` (UTC) is when an order last went there, or when it was put in the book."""

    id: str
    recipient: Recipient
    used_at: datetime
    orders: int = 0


@dataclass(frozen=True, slots=True)
class KeptSpelling:
    """An address whose own spelling was kept against a suggestion; both by their hashes (`spelling`)."""

    typed: str
    suggested: str


@dataclass(frozen=True, slots=True)
class Book:
    """Addresses by id, and the spellings that were kept, oldest first."""

    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    kept: tuple[KeptSpelling, ...] = ()


def spelling(recipient: Recipient | None) -> str:
    """The hash of an address as it is spelled; of None, "the service does not accept it"."""
    return _digest(asdict(recipient) if recipient else None)


class AddressFile:
    """The book on disk. Safe among threads and processes: every change reads, changes and writes under a lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._backup = path.with_name(f"{path.name}.bak")
        self._lock_path = path.with_name(f"{path.name}.lock")

    def read(self) -> tuple[Book, str]:
        """The book, and a sentence if something in it was damaged. Raises `StoreError` when the disk fails."""
        return self._locked(self._read)

    def change(self, edit: Callable[[Book], Book]) -> tuple[Book, str]:
        """Put `edit` of the book in its place; the new book, and a sentence as `read`. Raises `StoreError`."""

        def work() -> tuple[Book, str]:
            before, note = self._read()
            after = edit(before)
            after = Book(after.entries, after.kept[-KEPT_LIMIT:])
            if after != before:
                self._write(after)
            return after, note

        return self._locked(work)

    def _locked(self, work: Callable[[], tuple[Book, str]]) -> tuple[Book, str]:
        lock = Lock(self._lock_path)
        if not lock.take(_WAIT_S):
            raise StoreError("The address book is in use by another fwdesk. Try again.")
        try:
            return work()
        finally:
            lock.release()

    def _read(self) -> tuple[Book, str]:
        try:
            book, damaged = _parse(read_capped(self._path, BOOK_LIMIT))
        except FileNotFoundError:
            return Book(), ""
        if not damaged:
            return book, ""
        return self._mend(book)

    def _mend(self, intact: Book) -> tuple[Book, str]:
        """Set a damaged file aside and write what is left of it, with what only the copy still has."""
        try:
            copy, _ = _parse(read_capped(self._backup, BOOK_LIMIT))
        except FileNotFoundError:
            copy = Book()
        found = Book({**copy.entries, **intact.entries}, intact.kept or copy.kept)
        back = len(found.entries) - len(intact.entries)
        aside = set_aside(self._path)
        self._write(found)
        words = f"The address book was damaged; it was kept as {aside.name}. {len(found.entries)} addresses are there"
        return found, f"{words}, {back} of them from the copy before the last change." if back else f"{words}."

    def _write(self, book: Book) -> None:
        lines: list[dict[str, Any]] = [
            {
                "id": entry.id,
                "used_at": entry.used_at.astimezone(UTC).isoformat(),
                "orders": entry.orders,
                "recipient": {name: value for name, value in asdict(entry.recipient).items() if value},
            }
            for entry in book.entries.values()
        ]
        lines += [{"kept": asdict(kept)} for kept in book.kept]
        head = {"fwdesk": "addresses", "version": VERSION, "lines": len(lines)}
        data = b"".join(_line(body) for body in [head, *lines])
        if self._path.exists():
            write_atomic(self._backup, read_capped(self._path, BOOK_LIMIT), durable=False)
        write_atomic(self._path, data)


def _line(body: dict[str, Any]) -> bytes:
    return _dump({"check": _digest(body), "is": body}).encode() + b"\n"


def _dump(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _digest(value: object) -> str:
    return hashlib.sha256(_dump(value).encode()).hexdigest()[:32]


def _parse(data: bytes) -> tuple[Book, bool]:
    """The intact lines as a book, and whether anything was damaged or missing.

    Raises `StoreError` for a book of a later fwdesk, which is left alone.
    """
    head, *rest = data.split(b"\n")
    first = _intact(head)
    if first is not None and first.get("version", VERSION) != VERSION:
        raise StoreError("The address book was written by a newer fwdesk. It is left as it is.")
    lines = [_intact(line) for line in rest if line]
    damaged = first is None or None in lines or first.get("lines") != len(lines) or bool(rest and rest[-1])
    entries: dict[str, Entry] = {}
    kept: list[KeptSpelling] = []
    for body in lines:
        try:
            if body is not None and "kept" in body:
                kept.append(KeptSpelling(**body["kept"]))
            elif body is not None:
                entry = _entry(body)
                entries[entry.id] = entry
        except (KeyError, TypeError, ValueError):
            damaged = True
    return Book(entries, tuple(kept)), damaged


def _intact(line: bytes) -> dict[str, Any] | None:
    try:
        read = cast("dict[str, Any]", json.loads(line))
        body = cast("dict[str, Any]", read["is"])
        return body if read["check"] == _digest(body) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _entry(body: dict[str, Any]) -> Entry:
    when = datetime.fromisoformat(body["used_at"])
    return Entry(str(body["id"]), Recipient(**body["recipient"]), when.astimezone(UTC), int(body["orders"]))
