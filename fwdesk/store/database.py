"""The database file: opened safely, migrated with a verified backup, never half written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from fwdesk.domain.errors import StoreError
from fwdesk.store.files import set_aside, sync_folder
from fwdesk.store.schema import STEPS

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_WORDS = {
    sqlite3.SQLITE_FULL: "The disk is full. Free some space; nothing was changed.",
    sqlite3.SQLITE_IOERR: "The disk could not be read or written. Check it, then start fwdesk again.",
    sqlite3.SQLITE_READONLY: "The file of orders cannot be written. Check its permissions.",
    sqlite3.SQLITE_PERM: "The file of orders cannot be opened. Check its permissions.",
    sqlite3.SQLITE_CANTOPEN: "The file of orders cannot be opened. Check its folder and permissions.",
    sqlite3.SQLITE_BUSY: "Another fwdesk is writing. Try again in a moment.",
    sqlite3.SQLITE_CORRUPT: "The file of orders is damaged. Start fwdesk again.",
    sqlite3.SQLITE_NOTADB: "The file of orders is damaged. Start fwdesk again.",
}
_FAILED = "The disk failed while something was written. Start fwdesk again before anything is sent."
_TIMEOUT_S = 10.0


class Database:
    """One SQLite file, one connection behind one lock; other processes wait at `BEGIN IMMEDIATE`.

    `note` is a sentence for the person when a damaged file had to be set aside at the start, else empty. `vfs`
    names another SQLite file layer (for tests). Raises `StoreError`.
    """

    def __init__(self, path: Path, steps: Sequence[Sequence[str]] = STEPS, *, vfs: str = "") -> None:
        self.path = path
        self.note = ""
        self._steps = steps
        self._vfs = vfs
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None
        self._failed = ""
        with _translated():
            try:
                self._open = self._begin()
            except sqlite3.DatabaseError as error:
                if _kind(error) not in _DAMAGED:
                    raise
                aside = set_aside(path, "-wal", "-shm")
                self.note = f"The file of orders was damaged. It was kept as {aside.name} and a new one begun."
                self._open = self._begin()

    # Use

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection]:
        """One consistent look at the database."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self, before_commit: Callable[[], object] | None = None) -> Generator[sqlite3.Connection]:
        """One change, all of it on the disk when the block ends, or none of it. Raises `StoreError`."""
        with self._transaction("BEGIN IMMEDIATE", before_commit) as connection:
            yield connection

    @contextmanager
    def _transaction(
        self, begin: str, before_commit: Callable[[], object] | None = None
    ) -> Generator[sqlite3.Connection]:
        with self._lock, _translated():
            connection = self._connection()
            connection.execute(begin)
            try:
                yield connection
                if before_commit:
                    before_commit()
                connection.execute("COMMIT")
            except BaseException as error:
                self._undo(connection, error)
                raise

    def _connection(self) -> sqlite3.Connection:
        if self._failed or self._open is None:
            raise StoreError(self._failed or "The file of orders is closed.")
        return self._open

    def _undo(self, connection: sqlite3.Connection, error: BaseException) -> None:
        # SQLite rolls back by itself after a full disk. After a failed write or flush nothing the kernel says
        # about this file can be trusted (RELIABILITY, section 2), so the connection is not used again.
        if isinstance(error, sqlite3.Error) and _kind(error) == sqlite3.SQLITE_IOERR:
            self._failed = _FAILED
            self.close()
        elif connection.in_transaction:
            connection.execute("ROLLBACK")

    def close(self) -> None:
        """Fold the log into the file and let go of it. Closing twice is allowed."""
        with self._lock:
            connection, self._open = self._open, None
            if connection:
                connection.close()

    # Opening

    def _begin(self) -> sqlite3.Connection:
        connection = _connect(self.path, self._vfs)
        try:
            _prepare(connection)
            _check(connection)
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        self.path.chmod(0o600)
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        version, newest = _version(connection), len(self._steps)
        if version > newest:
            raise StoreError(
                f"The file of orders was written by a newer fwdesk (version {version}, this one knows {newest}). "
                "It was left as it is; install the newer fwdesk to use it."
            )
        if 0 < version < newest:
            back_up(connection, self.path.with_name(f"{self.path.name}.v{version}.bak"))
        for number in range(version + 1, newest + 1):
            connection.execute("BEGIN IMMEDIATE")
            try:
                if _version(connection) < number:  # another process may have been first
                    for statement in self._steps[number - 1]:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {number}")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


def back_up(connection: sqlite3.Connection, to: Path) -> None:
    """Copy the database and prove that the copy is whole: it counts only if it is. Raises `StoreError`."""
    to.unlink(missing_ok=True)
    with closing(_connect(to)) as copy:
        to.chmod(0o600)
        connection.backup(copy)
        if _contents(copy) != _contents(connection):
            raise StoreError(f"The backup {to.name} is not like the file of orders, so nothing was changed.")
    sync_folder(to.parent)


def _contents(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What must be equal in a copy: health, version, and the number of rows of each table."""
    health = connection.execute("PRAGMA integrity_check(1)").fetchone()
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    counts = [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in tables]  # noqa: S608
    return health, _version(connection), tables, counts


def _connect(path: Path, vfs: str = "") -> sqlite3.Connection:
    layer = f"?vfs={vfs}" if vfs else ""
    return sqlite3.connect(
        f"file:{quote(str(path))}{layer}",
        uri=True,
        timeout=_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )


def _prepare(connection: sqlite3.Connection) -> None:
    """Durable above all: measured in RELIABILITY section 2, WAL with NORMAL lost acknowledged commits, FULL none."""
    synchronous = 2  # FULL
    if connection.execute("PRAGMA journal_mode = wal").fetchone() != ("wal",):
        # Some network drives and file layers cannot share memory.
        insist(connection, "journal_mode", "delete")
        synchronous = 3  # EXTRA: also flushes the folder when the journal goes
    insist(connection, "synchronous", synchronous)
    insist(connection, "foreign_keys", 1)
    insist(connection, "trusted_schema", 0)
    insist(connection, "cell_size_check", 1)
    insist(connection, "fullfsync", 1)  # means something on macOS only
    insist(connection, "checkpoint_fullfsync", 1)


def insist(connection: sqlite3.Connection, pragma: str, value: int | str) -> None:
    """Set a pragma and read it back; SQLite ignores what it does not know. Raises `StoreError`."""
    connection.execute(f"PRAGMA {pragma} = {value}")
    if connection.execute(f"PRAGMA {pragma}").fetchone() != (value,):
        raise StoreError(f"SQLite on this computer does not accept {pragma} = {value}; orders would not be safe.")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != ("ok",):
        error = sqlite3.DatabaseError(str(found))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _kind(error: sqlite3.Error) -> int:
    """The primary result code: the extended ones carry it in their low byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_WORDS.get(_kind(error), f"The file of orders refused: {error}.")) from error
    except OSError as error:
        raise StoreError(f"The file of orders cannot be used: {error.strerror}.") from error
