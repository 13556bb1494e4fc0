"""The database file: opened safely, migrated with a verified backup, never half written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from fwdesk.domain.errors import StoreError
from fwdesk.store.backups import Backups, contents, copy_to
from fwdesk.store.files import DiskFullError, set_aside
from fwdesk.store.lock import Lock
from fwdesk.store.schema import STEPS, row_digest

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
_SHARED = "The file of orders is damaged, and another fwdesk has it open. Close every other one and start again."
_TIMEOUT_S = 10.0


class Database:
    """One SQLite file, one connection behind one lock; other processes wait at `BEGIN IMMEDIATE`.

    A damaged file is set aside, and the newest whole backup takes its place; `note` says so in a sentence for the
    person, else it is empty. `begun` is true when this file has just come into being, from a backup or from nothing.
    A file of a newer fwdesk can be read and not written: `read_only`. `vfs` names another SQLite file layer (for
    tests). Raises `StoreError`.
    """

    def __init__(self, path: Path, steps: Sequence[Sequence[str]] = STEPS, *, vfs: str = "") -> None:
        self.path = path
        self.note = ""
        self.begun = False
        self.read_only = False
        self.backups = Backups(path.with_name("backups"), _connect)
        self._steps = steps
        self._vfs = vfs
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None
        self._failed = ""
        self._presence = Lock(path.with_name(f"{path.name}.open"))
        """Shared by all that have the file open; whoever puts another file in its place must be alone."""
        with _translated():
            if path.is_dir():
                raise StoreError(_WORDS[sqlite3.SQLITE_CANTOPEN])
            self._be_present()
            try:
                self._open = self._begin() if _something(path) else self._begin_anew("is missing")
            except sqlite3.DatabaseError as error:
                if _kind(error) not in _DAMAGED:
                    raise
                self._open = self._begin_anew("was damaged")
            finally:
                if self._open is None:
                    self._presence.release()

    def start_over(self) -> None:
        """Set this file aside as damaged and go on with the newest whole backup. Raises `StoreError`."""
        with self._lock, _translated():
            self._connection().close()
            self._open = None
            self._open = self._begin_anew("was damaged", sure=True)

    # Use

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection]:
        """One consistent look at the database."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self, before_commit: Callable[[], object] | None = None) -> Generator[sqlite3.Connection]:
        """One change, all of it on the disk when the block ends, or none of it. Raises `StoreError`."""
        if self.read_only:
            raise StoreError(self.note)
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
            self._presence.release()

    def back_up(self, now: datetime) -> Path | None:
        """Make a backup that is proved whole. None if nothing changed since the last. Raises `StoreError`."""
        with self._lock, _translated():
            return self.backups.make(self._connection(), now)

    # Opening

    def _begin_anew(self, what: str, *, sure: bool = False) -> sqlite3.Connection:
        """Begin without the file that is there: from the newest whole backup, or from nothing.

        One process at a time; the next one looks again (unless it is `sure`), for the file may be whole by then.
        """
        self._presence.release()
        if not self._presence.take(_TIMEOUT_S):
            raise StoreError(_SHARED)
        try:
            if not sure and _something(self.path):
                try:
                    return self._begin()
                except sqlite3.DatabaseError as error:
                    if _kind(error) not in _DAMAGED:
                        raise
            return self._replace(what)
        finally:
            self._presence.release()
            self._be_present()

    def _be_present(self) -> None:
        if not self._presence.share(_TIMEOUT_S):
            raise StoreError(_WORDS[sqlite3.SQLITE_BUSY])

    def _replace(self, what: str) -> sqlite3.Connection:
        aside = set_aside(self.path, "-wal", "-shm")
        source = self.backups.restore(self.path)
        connection = self._begin()
        self.begun = True
        kept = f" It was kept as {aside.name}." if aside.exists() else ""
        if source:
            self.note = f"The file of orders {what}.{kept} The backup {source.name} took its place."
        elif kept:
            self.note = f"The file of orders {what}.{kept} There was no backup, so a new one was begun."
        return connection

    def _begin(self) -> sqlite3.Connection:
        connection = _connect(self.path, self._vfs)
        try:
            _prepare(connection)
            _check(connection)
            self._migrate(connection)
        except UnicodeDecodeError as error:
            # A flipped bit in the schema: SQLite names it in its complaint, and Python cannot read that.
            connection.close()
            raise _damaged(str(error)) from error
        except BaseException:
            connection.close()
            raise
        self.path.chmod(0o600)
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        version, newest = _version(connection), len(self._steps)
        if version > newest:
            insist(connection, "query_only", 1)
            self.read_only = True
            self.note = (
                f"The file of orders was written by a newer fwdesk (version {version}, this one knows {newest}). "
                "It can be looked at and is left as it is; install the newer fwdesk to order."
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
    copy_to(connection, to, _connect, contents(connection))


def _connect(path: Path, vfs: str = "") -> sqlite3.Connection:
    layer = f"?vfs={vfs}" if vfs else ""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}{layer}",
        uri=True,
        timeout=_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.create_function("row_digest", -1, row_digest, deterministic=True)
    # A flipped bit in a text must be named by its row's hash, not stop the reading of all the others.
    connection.text_factory = _text
    return connection


def _something(path: Path) -> bool:
    """True for a file that is not empty, and for whatever else may be there. A cut file of no bytes holds nothing."""
    return path.exists() and not (path.is_file() and path.stat().st_size == 0)


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


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
        raise _damaged(str(found))


def _damaged(words: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(words)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _kind(error: sqlite3.Error) -> int:
    """The primary result code: the extended ones carry it in their low byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        kind = DiskFullError if _kind(error) == sqlite3.SQLITE_FULL else StoreError
        raise kind(_WORDS.get(_kind(error), f"The file of orders refused: {error}.")) from error
    except UnicodeDecodeError as error:
        raise StoreError(_WORDS[sqlite3.SQLITE_CORRUPT]) from error
    except OSError as error:
        raise StoreError(f"The file of orders cannot be used: {error.strerror}.") from error
