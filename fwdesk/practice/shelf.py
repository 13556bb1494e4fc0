"""What accounts keep beside their orders: images, products, notes, parked orders, the profile, the app's details.

Records are JSON objects of a kind, numbered from 9001 up so that no invented id looks like a real one. They lie in
SQLite (in memory without a folder) and are synced before the answer goes out.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from fwdesk.practice.wire import Row, write_json

_TABLES = """
CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS records_by_kind ON records (account, kind);
INSERT INTO sqlite_sequence (name, seq) SELECT 'records', 9000
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'records');
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One numbered object. Money in it is text, so that it stays exact."""

    id: int
    content: Row

    def changed(self, **changes: object) -> Record:
        """The same record with other content."""
        return replace(self, content={**self.content, **changes})


class Shelf:
    """The records of one practice service. Safe to use from several threads."""

    def __init__(self, data_dir: Path | None) -> None:
        self.exclusive = threading.RLock()
        """Held from a look at the records to the change that follows from it."""
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True)
        place = ":memory:" if data_dir is None else str(data_dir / "account.sqlite")
        self._db = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Close the file. The shelf cannot be used afterwards."""
        with self.exclusive:
            self._db.close()

    def all(self, account: str, kind: str) -> list[Record]:
        """Every record of a kind, oldest first."""
        with self.exclusive:
            rows = self._db.execute(
                "SELECT id, content FROM records WHERE account = ? AND kind = ? ORDER BY id", (account, kind)
            ).fetchall()
        return [Record(number, json.loads(content)) for number, content in rows]

    def get(self, account: str, kind: str, number: int) -> Record | None:
        """One record by its number."""
        with self.exclusive:
            row = self._db.execute(
                "SELECT content FROM records WHERE id = ? AND account = ? AND kind = ?", (number, account, kind)
            ).fetchone()
        return Record(number, json.loads(row[0])) if row else None

    def _together(self, statement: str, rows: list[tuple[object, ...]]) -> list[int]:
        """Run a statement for each row, all or none; the last row id after each."""
        with self.exclusive:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                numbers = [self._db.execute(statement, row).lastrowid or 0 for row in rows]
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        return numbers

    def add(self, account: str, kind: str, contents: list[Row]) -> list[Record]:
        """Put new records on the shelf, all or none."""
        rows = [(account, kind, write_json(content).decode()) for content in contents]
        numbers = self._together("INSERT INTO records (account, kind, content) VALUES (?, ?, ?)", [*rows])
        return [Record(number, json.loads(row[2])) for number, row in zip(numbers, rows, strict=True)]

    def change(self, records: list[Record]) -> None:
        """Write records that are there already, all or none."""
        self._together(
            "UPDATE records SET content = ? WHERE id = ?",
            [(write_json(record.content).decode(), record.id) for record in records],
        )

    def drop(self, numbers: list[int]) -> None:
        """Take records off the shelf, all or none."""
        self._together("DELETE FROM records WHERE id = ?", [(number,) for number in numbers])

    # Kinds of which there is one

    def only(self, account: str, kind: str) -> Row:
        """The one record of a kind; empty when nothing was ever kept."""
        found = self.all(account, kind)
        return found[-1].content if found else {}

    def keep(self, account: str, kind: str, **changes: object) -> None:
        """Change the one record of a kind, or begin it."""
        with self.exclusive:
            found = self.all(account, kind)
            if found:
                self.change([found[-1].changed(**changes)])
            else:
                self.add(account, kind, [dict(changes)])
