from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.orders.rows import wrongs
from fwdesk.store import backups
from fwdesk.store import database as module
from fwdesk.store.database import Database, back_up, insist
from fwdesk.store.schema import FIRST, STEPS

ONE = (("CREATE TABLE things (name TEXT NOT NULL) STRICT",),)
TWO = (*ONE, ("ALTER TABLE things ADD COLUMN size INTEGER", "UPDATE things SET size = 1"))


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return [name for (name,) in connection.execute("SELECT name FROM things ORDER BY name")]


def add(database: Database, name: object) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO things (name) VALUES (?)", (name,))


def test_it_is_durable_private_and_strict(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        with database.read() as connection:
            found = {
                pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
                for pragma in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check")
            }
        assert found == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1
        }  # fmt: skip
        assert stat.S_IMODE((tmp_path / "a.db").stat().st_mode) == 0o600
        with pytest.raises(StoreError, match="refused"):
            add(database, b"not text")
        assert names(database) == []
        assert database.note == ""


def test_what_was_committed_survives_and_what_was_not_is_gone(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.db", ONE)
    add(database, "kept")

    def bug() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write(bug) as connection:
        connection.execute("INSERT INTO things VALUES ('lost')")
    database.close()
    database.close()
    assert sorted(os.listdir(tmp_path)) == ["a.db", "a.db.open"]
    with pytest.raises(StoreError, match="closed"):
        names(database)
    with closing(Database(tmp_path / "a.db", ONE)) as again:
        assert names(again) == ["kept"]


def test_a_probe_before_the_commit_sees_nothing_outside(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database, closing(Database(tmp_path / "a.db", ONE)) as other:
        seen: list[list[str]] = []
        with database.write(lambda: seen.append(names(other))) as connection:
            connection.execute("INSERT INTO things VALUES ('x')")
        assert seen == [[]]
        assert names(other) == ["x"]


def test_a_change_keeps_others_out_from_its_first_moment(tmp_path: Path) -> None:
    with (
        closing(Database(tmp_path / "a.db", ONE)) as database,
        closing(sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)) as other,
    ):
        with database.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        with database.read():
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")


def test_without_shared_memory_the_journal_is_used_and_the_folder_flushed(tmp_path: Path) -> None:
    with (
        closing(Database(tmp_path / "a.db", ONE, vfs="unix-dotfile")) as database,
        database.read() as connection,
    ):
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,)


def test_a_pragma_that_does_not_take_is_an_error() -> None:
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(StoreError, match="does not accept"):
        insist(connection, "no_such_pragma", 1)


def test_migration_keeps_a_verified_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as old:
        add(old, "kept")
    with closing(Database(path, TWO)) as new, new.read() as connection:
        assert connection.execute("SELECT name, size FROM things").fetchall() == [("kept", 1)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    with closing(Database(tmp_path / "a.db.v1.bak", ONE)) as backup:
        assert names(backup) == ["kept"]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as old:
        add(old, "kept")
    with pytest.raises(StoreError, match="no such table"):
        Database(path, (*ONE, ("ALTER TABLE things ADD COLUMN size INTEGER", "UPDATE nowhere SET size = 1")))
    with closing(Database(path, ONE)) as again, again.read() as connection:
        assert [row[1] for row in connection.execute("PRAGMA table_info(things)")] == ["name"]
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_commit_that_fails_in_a_migration_is_an_error(tmp_path: Path) -> None:
    deferred = (
        "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT",
        "CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED) STRICT",
        "INSERT INTO b VALUES (1)",
    )
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        Database(tmp_path / "a.db", (deferred,))


def test_a_transaction_that_ended_itself_needs_no_rollback(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="UNIQUE"):
        Database(
            tmp_path / "a.db",
            (("CREATE TABLE a (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK) STRICT", "INSERT INTO a VALUES (1), (1)"),),
        )
    with closing(Database(tmp_path / "b.db", (("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT",),))) as database:
        with pytest.raises(StoreError, match="UNIQUE"), database.write() as connection:
            connection.execute("INSERT OR ROLLBACK INTO a VALUES (1), (1)")
        with database.read() as connection:
            assert connection.execute("SELECT count(*) FROM a").fetchone() == (0,)


def test_the_second_of_two_that_migrate_finds_it_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    check = module._check

    def other_first(connection: sqlite3.Connection) -> None:
        check(connection)
        monkeypatch.setattr(module, "_check", check)
        version = module._version

        def looked_before(connection: sqlite3.Connection) -> int:
            found = version(connection)
            monkeypatch.setattr(module, "_version", version)
            Database(path, ONE).close()
            return found

        monkeypatch.setattr(module, "_version", looked_before)

    path.touch()
    monkeypatch.setattr(module, "_something", bool)  # both find a file without a table
    monkeypatch.setattr(module, "_check", other_first)
    with closing(Database(path, ONE)) as database:
        assert names(database) == []


def test_a_backup_that_differs_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        monkeypatch.setattr(backups, "contents", lambda asked: (("ok",), "another"))
        with pytest.raises(StoreError, match="is not like"):
            back_up(connection, tmp_path / "b.db")
        assert not (tmp_path / "b.db").exists()


def test_a_newer_file_can_be_read_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, TWO)) as newer:
        add(newer, "kept")
    before = path.read_bytes()
    with closing(Database(path, ONE)) as older:
        assert older.read_only
        assert "newer fwdesk (version 2, this one knows 1)" in older.note
        assert names(older) == ["kept"]
        with pytest.raises(StoreError, match="newer fwdesk"):
            add(older, "more")
        with pytest.raises(StoreError, match="cannot be written"), older.read() as connection:
            connection.execute("DELETE FROM things")
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "header", "pages", "cut"])
def test_a_damaged_file_is_kept_and_a_new_one_begun(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as database:
        for number in range(400):
            add(database, f"{number:0200}") if number < 3 else None
        with database.write() as connection:
            connection.executemany("INSERT INTO things VALUES (?)", ((f"{n:0300}",) for n in range(500)))
    whole = path.read_bytes()
    if damage == "text":
        path.write_text("this is not a database " * 50)
    elif damage == "header":
        path.write_bytes(b"\0" * 100 + whole[100:])
    elif damage == "pages":
        path.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    else:
        path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    broken = path.read_bytes()
    with closing(Database(path, ONE)) as again:
        assert names(again) == []
        assert "damaged" in again.note
        assert "a.db.broken-1" in again.note
    assert (tmp_path / "a.db.broken-1").read_bytes() == broken


def test_a_schema_that_is_no_text_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as database:
        add(database, "kept")
    path.write_bytes(path.read_bytes().replace(b"things", b"th\xa0ngs").replace(b"CREATE TABLE", b"CREATX TABLE"))
    with closing(Database(path, ONE)) as again:
        assert names(again) == []
        assert "damaged" in again.note
        with pytest.raises(StoreError, match="is damaged"), again.read():
            raise UnicodeDecodeError("utf-8", b"\xa0", 0, 1, "as if")


def test_a_folder_in_its_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Database(tmp_path / "a.db", ONE)
    assert (tmp_path / "a.db").is_dir()


def test_a_disk_error_outside_sqlite_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(StoreError, match="Permission denied"):
        Database(tmp_path / "a.db", ONE)


def test_a_full_disk_changes_nothing_and_can_be_tried_again(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        add(database, "first")
        with database.read() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk is full"):
            add(database, "x" * 50_000)
        assert names(database) == ["first"]
        with database.read() as connection:
            connection.execute("PRAGMA max_page_count = 1000000")
        add(database, "second")
        assert names(database) == ["first", "second"]


WRITER = """
import resource, sys
from pathlib import Path
from fwdesk.domain.errors import StoreError
from fwdesk.orders.rows import wrongs
from fwdesk.store.database import Database
steps = (("CREATE TABLE things (name TEXT NOT NULL) STRICT",),)
database = Database(Path(sys.argv[1]), steps)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
done = 0
for _ in range(1000):
    try:
        with database.write() as connection:
            connection.execute("INSERT INTO things VALUES (?)", ("x" * 3000,))
    except StoreError as error:
        print(error)
        break
    done += 1
try:
    with database.write():
        pass
except StoreError as error:
    print(error)
print(done)
"""


def test_after_a_failed_write_nothing_more_is_written(tmp_path: Path) -> None:
    """The kernel refuses to let the log grow: what was acknowledged is there, and the connection is given up."""
    assert resource.RLIM_INFINITY == -1
    run = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path / "a.db"), "200000"], capture_output=True, text=True, check=True
    )
    first, second, done = run.stdout.splitlines()
    assert "disk could not be read or written" in first
    assert "Start fwdesk again before anything is sent" in second
    assert int(done) > 5
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        assert len(names(database)) == int(done)


def test_threads_take_turns(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        threads = [threading.Thread(target=add, args=(database, f"{number}")) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(names(database)) == 20


def test_a_file_of_every_released_version_still_opens(tmp_path: Path) -> None:
    """Add the file of each release to `golden/` and never change one."""
    golden = Path(__file__).parent / "golden"
    found = sorted(golden.glob("v*.db"))
    assert [path.name for path in found] == [f"v{number}.db" for number in range(1, len(STEPS) + 1)]
    for path in found:
        copy = tmp_path / path.name
        shutil.copy(path, copy)
        with closing(Database(copy)) as database, database.read() as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
            assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)
            assert wrongs(connection) == ()
    assert STEPS[0] is FIRST
