"""The real ledger on a SQLite whose every write, cut and flush can be recorded or made to fail (an apsw file layer).

`over_apsw` puts apsw in the place of the standard library's sqlite3 for `fwdesk.store.database`, so that the program's
own SQL runs unchanged. `crash_states` replays a recording as a power cut would leave it.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, unquote, urlsplit

import apsw

from fwdesk.store import database as module

LAYER = "recorded"
SECTOR = 512


@dataclass
class Act:
    """One thing done to a file: write (at, data), cut (to `at` bytes), sync, delete; or `note`, said by the test."""

    kind: str
    name: str
    at: int = 0
    data: bytes = b""


@dataclass
class Recording:
    """What is done to the files, in order. `fail_at` makes the act of that number fail with `error`."""

    acts: list[Act] = field(default_factory=list)
    count: int = 0
    fail_at: int = 0
    error: type[Exception] = apsw.FullError
    keep: bool = True
    failed: int = 0

    def act(self, kind: str, name: str, at: int = 0, data: bytes = b"") -> None:
        self.count += 1
        if self.count == self.fail_at:
            self.failed += 1
            raise self.error("as if the disk had failed")
        if self.keep:
            self.acts.append(Act(kind, name, at, data))

    def note(self, words: str) -> None:
        """What the program was told to be done: everything before must survive."""
        self.acts.append(Act("note", words))


class Layer(apsw.VFS):
    """SQLite's own file layer, watched."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__(LAYER, "")

    def xOpen(self, name: Any, flags: list[int]) -> WatchedFile:
        return WatchedFile(self.recording, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.recording.act("delete", Path(filename).name)
        super().xDelete(filename, syncdir)


class WatchedFile(apsw.VFSFile):
    def __init__(self, recording: Recording, name: Any, flags: list[int]) -> None:
        self.recording = recording
        filename = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = Path(filename).name if filename else ""
        super().__init__("", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:
        self.recording.act("write", self.name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self.recording.act("cut", self.name, newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self.recording.act("sync", self.name)
        super().xSync(flags)


# --- apsw, spoken to as sqlite3 ---------------------------------------------------------------------------------------

_KINDS = {apsw.ConstraintError: sqlite3.IntegrityError, apsw.BusyError: sqlite3.OperationalError}
_CODES = {apsw.FullError: sqlite3.SQLITE_FULL, apsw.IOError: sqlite3.SQLITE_IOERR}
"""Of errors that the layer itself raised: they come back as they are."""


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        kind = _KINDS.get(type(error), sqlite3.OperationalError)
        told = kind(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", _CODES.get(type(error), sqlite3.SQLITE_ERROR))
        raise told from error


class Cursor:
    """The rows of one statement, all fetched."""

    def __init__(self, rows: list[Any], description: Any, rowcount: int) -> None:
        self._rows, self.description, self.rowcount = iter(rows), description, rowcount

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


class Connection:
    """As much of `sqlite3.Connection` as the program uses."""

    def __init__(self, where: str, timeout: float = 0, **_: Any) -> None:
        parts = urlsplit(where)
        layer = parse_qs(parts.query).get("vfs", [LAYER])[0]
        with translated():
            self._real = apsw.Connection(unquote(parts.path), vfs=layer)
        self._real.set_busy_timeout(int(timeout * 1000))
        self.text_factory: Any = str

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def execute(self, sql: str, values: Iterable[Any] = ()) -> Cursor:
        with translated():
            cursor = self._real.cursor()
            description: list[Any] = []
            cursor.exec_trace = lambda *_: description.extend(cursor.get_description()) or True
            rows = list(cursor.execute(sql, tuple(_plain(value) for value in values)))
            return Cursor(rows, [(name,) for name, *_ in description], self._real.changes())

    def create_function(self, name: str, count: int, function: Callable[..., object], deterministic: bool) -> None:
        self._real.create_scalar_function(name, function, count, deterministic=deterministic)

    def backup(self, to: Connection) -> None:
        with translated(), to._real.backup("main", self._real, "main") as copy:
            copy.step()

    def close(self) -> None:
        with suppress(apsw.Error):  # as SQLite itself does: what the last checkpoint could not do is done at the next
            self._real.close()


def _plain(value: Any) -> Any:
    """apsw takes text and numbers, not their subclasses."""
    return str(value) if isinstance(value, str) else int(value) if isinstance(value, int) else value


@contextmanager
def over_apsw(recording: Recording) -> Iterator[None]:
    """Inside, `Database` opens its files through the watched layer."""
    layer = Layer(recording)
    stand_in = mock.Mock(wraps=sqlite3, connect=lambda where, **names: Connection(where, **names))
    for name in ("Error", "DatabaseError", "OperationalError", "Connection"):
        setattr(stand_in, name, getattr(sqlite3, name))
    for name in dir(sqlite3):
        if name.startswith("SQLITE_"):
            setattr(stand_in, name, getattr(sqlite3, name))
    with mock.patch.object(module, "sqlite3", stand_in):
        yield
    layer.unregister()


# --- the power cut ----------------------------------------------------------------------------------------------------


@dataclass
class _File:
    """A file as the disk has it for certain, and what was done to it since its last flush."""

    safe: bytearray = field(default_factory=bytearray)
    loose: list[Act] = field(default_factory=list)
    there: bool = True


def crash_states(
    recording: Recording, chance: random.Random, each: int
) -> Iterator[tuple[dict[str, bytes], list[str]]]:
    """What the disk may hold if the power goes after each act, `each` times; and what was promised until then.

    What was flushed stays. Of the rest: nothing, all of it, some of it, or some of it with a write torn at a sector.
    """
    files: dict[str, _File] = {}
    promised: list[str] = []
    for act in recording.acts:
        if act.kind == "note":
            promised.append(act.name)
            continue
        file = files.setdefault(act.name, _File())
        if act.kind == "sync":
            for done in file.loose:
                apply(file.safe, done)
            file.loose.clear()
        elif act.kind == "delete":
            files.pop(act.name)
        else:
            file.loose.append(act)
        for turn in range(each):
            yield {name: left(file, chance, turn) for name, file in files.items()}, list(promised)


def left(file: _File, chance: random.Random, turn: int) -> bytes:
    content = bytearray(file.safe)
    for act in file.loose:
        if turn == 0 or (turn > 1 and chance.random() < 0.5):
            continue
        if turn > 2 and act.kind == "write" and len(act.data) > SECTOR and chance.random() < 0.5:
            sectors = len(act.data) // SECTOR
            keep = chance.randrange(sectors) * SECTOR
            apply(content, Act("write", act.name, act.at, act.data[:keep]))
            continue
        apply(content, act)
    return bytes(content)


def apply(content: bytearray, act: Act) -> None:
    if act.kind == "cut":
        del content[act.at :]
        content.extend(bytes(max(0, act.at - len(content))))
        return
    if len(content) < act.at:
        content.extend(bytes(act.at - len(content)))
    content[act.at : act.at + len(act.data)] = act.data
