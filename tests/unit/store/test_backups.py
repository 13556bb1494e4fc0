from __future__ import annotations

import os
import random
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.store import backups as module
from fwdesk.store.backups import DAYS, MONTHS, WEEKS, kept
from fwdesk.store.database import Database

ONE = (("CREATE TABLE things (name TEXT NOT NULL) STRICT",),)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def add(database: Database, name: str) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO things VALUES (?)", (name,))


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return [name for (name,) in connection.execute("SELECT name FROM things ORDER BY name")]


def test_a_backup_is_whole_private_and_made_only_when_something_changed(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        add(database, "first")
        first = database.back_up(NOW)
        assert first is not None
        assert first.name == "orders-20261123T120000.000000Z.db"
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
        assert database.back_up(NOW + timedelta(hours=1)) is None
        add(database, "second")
        second = database.back_up(NOW + timedelta(hours=2))
        assert database.backups.all() == (second, first)
        with closing(sqlite3.connect(first)) as copy:
            assert copy.execute("SELECT name FROM things").fetchall() == [("first",)]


def test_what_others_write_meanwhile_does_not_disturb_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_to = module.copy_to
    with closing(Database(tmp_path / "a.db", ONE)) as database, closing(Database(tmp_path / "a.db", ONE)) as other:
        add(database, "first")

        def write_first(*arguments: object) -> None:
            add(other, "second")
            copy_to(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(module, "copy_to", write_first)
        made = database.back_up(NOW)
        assert made is not None
        with closing(sqlite3.connect(made)) as copy:
            assert copy.execute("SELECT name FROM things").fetchall() == [("first",)]
        assert names(database) == ["first", "second"]


def test_a_copy_that_is_not_the_same_does_not_count_and_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        add(database, "first")
        contents, asked = module.contents, [0]

        def another(connection: sqlite3.Connection) -> tuple[object, ...]:
            asked[0] += 1
            return contents(connection) if asked[0] == 1 else (("ok",), 1, ())

        monkeypatch.setattr(module, "contents", another)
        with pytest.raises(StoreError, match="is not like the file of orders"):
            database.back_up(NOW)
        assert os.listdir(tmp_path / "backups") == []
        with database.read() as connection:  # the look was ended
            assert not connection.execute("PRAGMA query_only").fetchone()[0]


@pytest.mark.parametrize("damage", [b"", b"no database " * 500, None])
def test_a_damaged_file_is_replaced_by_the_newest_whole_backup(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as database:
        backups: list[Path | None] = []
        for number in range(3):
            add(database, f"{number}" * 2000)
            backups.append(database.back_up(NOW + timedelta(hours=number)))
    newest = backups[-1]
    assert newest is not None
    newest.write_bytes(newest.read_bytes()[:5000])
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    with closing(Database(path, ONE)) as again:
        assert again.begun
        assert len(names(again)) == 2
        assert f"The backup {backups[1].name if backups[1] else ''} took its place" in again.note
        assert ("broken-1" in again.note) == (damage is not None)
    assert (tmp_path / "a.db.broken-1").exists() == (damage is not None)


def test_a_log_that_was_left_is_not_played_into_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as database:
        add(database, "first")
        database.back_up(NOW)
        add(database, "second")
        log = (tmp_path / "a.db-wal").read_bytes()
    path.unlink()
    (tmp_path / "a.db-wal").write_bytes(log)
    with closing(Database(path, ONE)) as again:
        assert names(again) == ["first"]
    assert (tmp_path / "a.db.broken-1-wal").read_bytes() == log


def test_nobody_else_may_have_the_file_open_when_another_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.store import database as database_module

    monkeypatch.setattr(database_module, "_TIMEOUT_S", 0.05)
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as first, closing(Database(path, ONE)) as second:
        add(first, "kept")
        with pytest.raises(StoreError, match="another fwdesk has it open"):
            second.start_over()
        assert names(first) == ["kept"]
    with closing(Database(path, ONE)) as alone:
        alone.start_over()
        assert names(alone) == []
        assert (tmp_path / "a.db.broken-1").exists()


def test_while_another_takes_the_files_place_one_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fwdesk.store import database as database_module
    from fwdesk.store.lock import Lock

    monkeypatch.setattr(database_module, "_TIMEOUT_S", 0.05)
    other = Lock(tmp_path / "a.db.open")
    assert other.take()
    with pytest.raises(StoreError, match="Another fwdesk is writing"):
        Database(tmp_path / "a.db", ONE)
    other.release()
    Database(tmp_path / "a.db", ONE).close()


@pytest.mark.parametrize("state", ["whole", "damaged", "damaged in another way"])
def test_the_second_one_that_finds_damage_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """The first one may have put a whole file in its place while the second waited for its turn."""
    path = tmp_path / "a.db"
    with closing(Database(path, ONE)) as database:
        add(database, "kept")
    begin, calls = Database._begin, [0]

    def damaged_at_first(self: Database) -> sqlite3.Connection:
        calls[0] += 1
        code = {1: sqlite3.SQLITE_CORRUPT}.get(calls[0])
        if calls[0] == 2 and state != "whole":
            code = sqlite3.SQLITE_CORRUPT if state == "damaged" else sqlite3.SQLITE_IOERR
        if code:
            error = sqlite3.DatabaseError("as if")
            error.sqlite_errorcode = code
            raise error
        return begin(self)

    monkeypatch.setattr(Database, "_begin", damaged_at_first)
    if state == "damaged in another way":
        with pytest.raises(StoreError, match="disk could not be read"):
            Database(path, ONE)
        return
    with closing(Database(path, ONE)) as again:
        assert names(again) == (["kept"] if state == "whole" else [])
        assert again.begun == (state == "damaged")


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "notes.txt").write_text("mine")
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        assert database.backups.restore(tmp_path / "b.db") is None
        add(database, "x")
        database.back_up(NOW)
        assert len(database.backups.all()) == 1
    assert (tmp_path / "backups" / "notes.txt").read_text() == "mine"


# Thinning


def test_old_backups_go_when_a_new_one_is_made(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db", ONE)) as database:
        for number in range(6):
            add(database, f"{number}")
            database.back_up(NOW + timedelta(days=number // 3, hours=number))
        assert len(database.backups.all()) == 6
        add(database, "later")
        database.back_up(NOW + timedelta(days=9))
        assert len(database.backups.all()) == 3  # the last of each of two days, and the new one


def test_a_year_of_backups_is_thinned_day_by_day() -> None:
    """Five a day, thinned each evening, as in life: never many, never a gap that is too wide."""
    chance = random.Random(1)
    held: frozenset[datetime] = frozenset()
    for day in range(400):
        now = NOW + timedelta(days=day, hours=10)
        today = [NOW + timedelta(days=day, minutes=chance.randrange(600)) for _ in range(5)]
        held = kept([*held, *today], now)
        assert set(today) <= held
        ages = sorted((now.date() - moment.date()).days for moment in held)
        assert len(held) <= 10 + DAYS + WEEKS + MONTHS
        assert max(held) == max(today)
        for age in range(min(day, DAYS)):
            assert age in ages, (day, ages)
        if day > 90:
            assert ages[-1] >= 80, (day, ages)  # something of three months ago
    assert len(held) >= 10 + DAYS + WEEKS


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_what_is_of_today_and_yesterday_all_stays(count: int) -> None:
    moments = [NOW - timedelta(minutes=minute) for minute in range(count)]
    assert kept(moments, NOW + timedelta(days=1)) == set(moments)
    assert len(kept(moments, NOW + timedelta(days=2))) == min(count, 1)
    assert kept(moments, NOW - timedelta(days=5)) == set(moments)  # a clock that was set back drops nothing
