"""Locks between processes that a killed process lets go of by itself: SQLite's own, on a file that stays empty."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from urllib.parse import quote

from fwdesk.domain.errors import StoreError


class Lock:
    """The right to do something alone (`take`), or with others that share it (`share`), among threads and processes.

    One `Lock` holds it once. Raises `StoreError` when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._held: sqlite3.Connection | None = None

    def take(self, wait_s: float = 0) -> bool:
        """True if nobody had it, or let go of it in time; it is ours alone until `release`."""
        return self._get("BEGIN EXCLUSIVE", wait_s)

    def share(self, wait_s: float = 0) -> bool:
        """True if nobody had it alone, or let go of it in time; nobody gets it alone until `release`."""
        return self._get("BEGIN", wait_s)

    def _get(self, begin: str, wait_s: float) -> bool:
        with self._guard:
            if self._held:
                return False
            connection: sqlite3.Connection | None = None
            try:
                connection = sqlite3.connect(
                    f"file:{quote(str(self._path))}",
                    uri=True,
                    timeout=wait_s,
                    isolation_level=None,
                    check_same_thread=False,
                )
                connection.execute(begin)
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the lock comes with the look
            except sqlite3.Error as error:
                if connection:
                    connection.close()
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                    return False
                raise StoreError(f"{self._path.name} cannot be used: {error}.") from error
            self._held = connection
            return True

    def release(self) -> None:
        """Let go. Letting go of nothing is allowed."""
        with self._guard:
            held, self._held = self._held, None
            if held:
                with contextlib.suppress(sqlite3.Error):
                    held.close()
