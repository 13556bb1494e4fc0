"""Backups of the database: each is proved whole before it counts, and the old ones are thinned out."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from fwdesk.domain.errors import StoreError
from fwdesk.store.files import sync_folder

_NAME = "orders-%Y%m%dT%H%M%S.%fZ.db"
DAYS, WEEKS, MONTHS = 12, 10, 9
"""How many days, weeks and months before yesterday keep one backup each. All of today's and yesterday's stay."""

Connect = Callable[[Path], sqlite3.Connection]


class Backups:
    """The backups of one database, in a folder of their own. `connect` opens a file as the database is opened."""

    def __init__(self, folder: Path, connect: Connect) -> None:
        self.folder = folder
        self._connect = connect

    def all(self) -> tuple[Path, ...]:
        """Every backup, newest first."""
        return tuple(path for _, path in sorted(self._dated(), reverse=True))

    def make(self, connection: sqlite3.Connection, now: datetime) -> Path | None:
        """Copy the database, prove the copy, thin out the old ones. None if nothing changed since the last one.

        Raises `StoreError` if the copy is not whole; it does not count then.
        """
        newest = self.newest()
        connection.execute("BEGIN")  # one moment of the database, whatever others write meanwhile
        try:
            told = contents(connection)
            if newest and self._contents_of(newest) == told:
                return None
            self.folder.mkdir(mode=0o700, exist_ok=True)
            path = self.folder / now.astimezone(UTC).strftime(_NAME)
            copy_to(connection, path, self._connect, told)
        finally:
            connection.execute("ROLLBACK")
        dates = {found: moment for moment, found in self._dated()}
        keep = kept(tuple(dates.values()), now)
        for found, moment in dates.items():
            if moment not in keep:
                found.unlink(missing_ok=True)
        return path

    def newest(self) -> Path | None:
        """The newest backup that is whole now; a damaged one is passed over."""
        return next((path for path in self.all() if self._contents_of(path)), None)

    def restore(self, to: Path) -> Path | None:
        """Put the newest whole backup in an empty place. Returns which it was, None if there is none."""
        source = self.newest()
        if source:
            with closing(self._connect(source)) as connection:
                copy_to(connection, to, self._connect, contents(connection))
        return source

    def _dated(self) -> list[tuple[datetime, Path]]:
        found: list[tuple[datetime, Path]] = []
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                with suppress(ValueError):
                    found.append((datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path))
        return found

    def _contents_of(self, path: Path) -> tuple[object, ...] | None:
        """What a backup holds; None if it is not whole."""
        try:
            with closing(self._connect(path)) as connection:
                found = contents(connection)
        except (sqlite3.Error, StoreError, UnicodeDecodeError):
            return None
        return found if found[0] == ("ok",) and found[1] else None


def kept(moments: Sequence[datetime], now: datetime) -> frozenset[datetime]:
    """Which backups stay: all of today and yesterday; then the last of each of 12 days, 10 weeks, 9 months."""
    today = now.astimezone(UTC).date()
    found: set[datetime] = set()
    spans: tuple[tuple[int, Callable[[datetime], object], set[object]], ...] = (
        (DAYS, lambda moment: moment.date(), set()),
        (WEEKS, lambda moment: moment.isocalendar()[:2], set()),
        (MONTHS, lambda moment: (moment.year, moment.month), set()),
    )
    for moment in sorted(moments, reverse=True):
        if (today - moment.astimezone(UTC).date()).days < 2:
            found.add(moment)
            continue
        for limit, span, seen in spans:
            if span(moment) in seen:
                break
            if len(seen) < limit:
                seen.add(span(moment))
                found.add(moment)
                break
    return frozenset(found)


def copy_to(connection: sqlite3.Connection, to: Path, connect: Connect, told: tuple[object, ...]) -> None:
    """Copy a database and prove that the copy holds what it should (`told`). Raises `StoreError`; nothing stays then.

    Never a copy of the file: that would miss what is still in the log.
    """
    beside = to.with_name(f".{to.name}.part")
    _clear(beside)
    try:
        with closing(connect(beside)) as copy:
            beside.chmod(0o600)
            connection.backup(copy)
            if told[0] != ("ok",) or contents(copy) != told:
                raise StoreError(f"The backup {to.name} is not like the file of orders, so nothing was changed.")
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(to)
        sync_folder(to.parent)
    finally:
        _clear(beside)


def _clear(path: Path) -> None:
    """Remove a file with its log: a log left behind would be played into the next file of that name."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def contents(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What must be equal in a copy: health, version, and the number and hash of the rows of each table."""
    health = connection.execute("PRAGMA integrity_check(1)").fetchone()
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    tables: list[tuple[str, int, str]] = []
    for (name,) in names:
        digest, count = hashlib.sha256(), 0
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1'):  # noqa: S608 - a name from the schema
            digest.update(repr(row).encode(errors="replace"))
            count += 1
        tables.append((name, count, digest.hexdigest()))
    return health, version, tuple(tables)
