"""Database and journal are two witnesses: either is rebuilt from the other, and what neither has is said."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fwdesk.domain.errors import OrderError, StoreError, TimedOut, Unreachable
from fwdesk.domain.order import OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, submit
from fwdesk.orders.tracking import refresh
from fwdesk.orders.witness import MAY_HAVE_GONE
from fwdesk.store.files import DiskFullError
from fwdesk.store.journal import Journal, Reading
from fwdesk.store.schema import STEPS
from tests.orders_kit import HOST, TOTAL, Clock, Service, a_ledger, an_order

GOLDEN = Path(__file__).parents[1] / "store" / "golden"


class Life:
    """A ledger that is opened and closed, with one accepted order, one lost, one not sent and one never sent."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.service = folder, Clock(), Service()
        self.path, self.journal = folder / "fwdesk.db", folder / "orders.journal"
        ledger = self.open()
        answers = {"FWD-OK": None, "FWD-LOST": TimedOut("late"), "FWD-NOT": Unreachable("nobody")}
        for order_po, self.service.answer in answers.items():
            order = an_order(order_po=order_po)
            submit(ledger, self.service, order, mode="test", host=HOST, quoted_total=TOTAL)
        ledger.intend(an_order(order_po="FWD-NEVER"), mode="test", host=HOST, quoted_total=TOTAL)
        ledger.settle("FWD-OK", 9, OrderState.ACCEPTED, order_id=1001)  # late, and changes nothing
        self.service.answer = None
        self.rows = ledger.rows()
        self.states = {row.order_po: row.state.value for row in self.rows}
        ledger.close()

    def open(self) -> Ledger:
        return a_ledger(self.folder, self.clock)

    def reopened(self) -> tuple[Ledger, dict[str, str]]:
        ledger = self.open()
        return ledger, {row.order_po: row.state.value for row in ledger.rows()}

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line)["body"] for line in self.journal.read_text().splitlines()]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return Life(tmp_path)


def test_the_journal_has_every_event_and_no_token(life: Life) -> None:
    with closing(sqlite3.connect(life.path)) as connection:
        events = connection.execute("SELECT number, hash FROM events ORDER BY number").fetchall()
    assert [(line["number"], line["hash"]) for line in life.lines()] == events
    assert "xxxx" not in life.journal.read_text()
    assert "token" not in life.journal.read_text()


def test_a_lost_database_is_rebuilt_whole(life: Life) -> None:
    life.path.unlink()
    ledger, states = life.reopened()
    assert states == life.states
    assert "rebuilt from the journal; none is missing" in ledger.note
    assert [row.payload for row in ledger.rows()] == [row.payload for row in life.rows]
    assert ledger.verify() == ()
    # Nothing goes out live before the service was asked about what is open; test orders hold no live ones.
    assert {row.order_po for row in ledger.rows() if row.rebuilt} == {"FWD-OK", "FWD-LOST"}
    assert len(ledger.standing("test").holds) == 2
    assert ledger.standing("live").holds == ()
    life.service.statuses = [OrderStatus("FWD-OK", 1001, 3, "Order Received")]
    refresh(ledger, life.service, mode="test", host=HOST)
    assert ledger.standing("test").holds == ()
    assert len(life.service.posts) == 3
    ledger.close()
    assert life.reopened()[0].note == ""


def test_a_database_put_back_from_yesterday_is_brought_up_to_date(life: Life) -> None:
    yesterday = life.path.read_bytes()
    ledger = life.open()
    submit(ledger, life.service, an_order(order_po="FWD-NEW"), mode="test", host=HOST, quoted_total=TOTAL)
    ledger.close()
    life.path.write_bytes(yesterday)
    ledger, states = life.reopened()
    assert states == life.states | {"FWD-NEW": "ACCEPTED"}
    with pytest.raises(OrderError):
        submit(ledger, life.service, an_order(order_po="FWD-NEW"), mode="test", host=HOST, quoted_total=TOTAL)


def test_a_lost_journal_is_written_again_from_the_database(life: Life) -> None:
    before = life.journal.read_bytes()
    life.journal.unlink()
    ledger, states = life.reopened()
    assert (states, ledger.note) == (life.states, "")
    assert life.journal.read_bytes() == before


@pytest.mark.parametrize("at", [0, 3, -1])
def test_an_altered_journal_is_kept_and_written_again(life: Life, at: int) -> None:
    lines = life.journal.read_bytes().splitlines(keepends=True)
    broken = [*lines]
    broken[at] = broken[at].replace(b"FWD-", b"FWD_", 1)
    life.journal.write_bytes(b"".join(broken))
    assert life.reopened()[1] == life.states
    assert life.journal.read_bytes() == b"".join(lines)
    assert (life.folder / "orders.journal.broken-1").read_bytes() == b"".join(broken)


def test_a_journal_altered_while_running_is_written_again_too(life: Life) -> None:
    ledger = life.open()
    lines = life.journal.read_bytes().splitlines(keepends=True)
    life.journal.write_bytes(b"x\n" + b"".join(lines[1:]))
    ledger.give_up("FWD-NEVER")
    assert (life.folder / "orders.journal.broken-1").exists()
    assert len(life.lines()) == len(lines) + 1


def test_a_journal_of_another_story_is_kept_and_said(life: Life, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    ledger = a_ledger(other, life.clock)
    ledger.intend(an_order(order_po="FWD-ELSEWHERE"), mode="test", host=HOST, quoted_total=TOTAL)
    ledger.close()
    shutil.copy(other / "orders.journal", life.journal)
    ledger, states = life.reopened()
    assert states == life.states
    assert "does not fit the file of orders. Ask FinerWorks about FWD-ELSEWHERE." in ledger.note
    assert ledger.standing("live").holds
    ledger.acknowledge_holds()
    assert ledger.standing("live").holds == ()
    assert (life.folder / "orders.journal.broken-1").exists()


def test_a_journal_with_a_gap_where_the_database_ends_does_not_fit(life: Life) -> None:
    lines = life.journal.read_bytes().splitlines(keepends=True)
    life.journal.write_bytes(b"".join(lines[:2] + lines[-1:]))
    with closing(sqlite3.connect(life.path)) as connection, connection:
        connection.execute("DROP TRIGGER events_remain")
        connection.execute("PRAGMA foreign_keys = off")
        connection.execute("DELETE FROM events WHERE number > 4")
    ledger = life.open()
    assert "does not fit" in ledger.note
    assert ledger.standing("live").holds


LOSSES: dict[str, tuple[Callable[[Life], object], str]] = {
    "no journal": (lambda life: life.journal.unlink(), "Compare it with your account"),
    "a line is gone": (
        lambda life: life.journal.write_bytes(b"".join(life.journal.read_bytes().splitlines(keepends=True)[1:])),
        "Ask FinerWorks about FWD-OK",
    ),
    "a torn tail": (lambda life: os.truncate(life.journal, life.journal.stat().st_size - 30), "Compare it"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_may_be_missing_is_said_and_what_may_have_gone_is_in_doubt(life: Life, loss: str) -> None:
    lose, words = LOSSES[loss]
    lose(life)
    life.path.write_text("not a database " * 100)
    ledger, states = life.reopened()
    assert words in ledger.note
    assert any("orders may be missing" in hold for hold in ledger.standing("live").holds)
    assert not {"INTENT", "NOT_SENT"} & set(states.values())
    for row in ledger.rows():
        if life.states[row.order_po] == "NOT_SENT":
            assert (row.state, row.message, row.rebuilt) == (OrderState.UNKNOWN, MAY_HAVE_GONE, True)
            with pytest.raises(OrderError):
                submit(ledger, life.service, ledger.order(row.order_po), mode="test", host=HOST, quoted_total=TOTAL)
    ledger.close()
    again = life.open()
    assert any("orders may be missing" in hold for hold in again.standing("live").holds)
    again.acknowledge_holds()
    assert not any("missing" in hold for hold in again.standing("live").holds)


def test_a_backup_alone_is_better_than_nothing(life: Life) -> None:
    ledger = life.open()
    assert ledger.back_up() == ""
    ledger.close()
    life.journal.unlink()
    life.path.unlink()
    ledger, states = life.reopened()
    assert states == life.states | {"FWD-NOT": "UNKNOWN", "FWD-NEVER": "UNKNOWN"}
    assert "The backup" in ledger.note
    assert ledger.standing("live").holds


def test_damaged_rows_are_rebuilt_from_the_journal_and_named(life: Life) -> None:
    with closing(sqlite3.connect(life.path)) as connection, connection:
        connection.execute("UPDATE orders SET order_id = 7 WHERE order_po = 'FWD-OK'")
    ledger, states = life.reopened()
    assert states == life.states
    assert ledger.row("FWD-OK").order_id == 1001
    assert "FWD-OK: its row was altered." in ledger.note
    assert (life.folder / "fwdesk.db.broken-1").exists()
    assert ledger.verify() == ()


def test_damaged_rows_without_a_journal_stay_and_hold_live_orders(life: Life) -> None:
    life.journal.unlink()
    with closing(sqlite3.connect(life.path)) as connection, connection:
        connection.execute("UPDATE orders SET order_id = 7 WHERE order_po = 'FWD-OK'")
    for _ in range(2):  # the journal that is written now is no witness against the damage
        ledger, states = life.reopened()
        assert states.keys() == life.states.keys()
        assert ledger.row("FWD-OK").damaged
        assert ledger.standing("live").holds == ("FWD-OK: its row was altered.",)
        assert ledger.back_up() == ""
        assert not (life.folder / "backups").exists()
        ledger.close()
    ledger = life.open()
    ledger.acknowledge_holds()
    ledger.close()
    assert life.open().standing("live").holds == ()


def test_a_change_does_not_make_damage_look_right(life: Life) -> None:
    """Not even where the flipped bit left no text at all."""
    life.journal.unlink()
    with closing(sqlite3.connect(life.path)) as connection, connection:
        connection.execute("UPDATE orders SET order_guid = CAST(x'ff41' AS TEXT) WHERE order_po = 'FWD-LOST'")
    ledger = life.open()
    life.service.statuses = [OrderStatus("FWD-LOST", 9, 3, "Order Received")]
    refresh(ledger, life.service, mode="test", host=HOST)
    row = ledger.row("FWD-LOST")
    assert (row.state, row.order_id, row.damaged) == (OrderState.ACCEPTED, 9, True)
    assert "FWD-LOST: its row was altered." in ledger.verify()


def test_a_file_of_version_1_with_a_flipped_bit_opens_and_names_the_row(tmp_path: Path) -> None:
    shutil.copy(GOLDEN / "v1.db", tmp_path / "fwdesk.db")
    with closing(sqlite3.connect(tmp_path / "fwdesk.db")) as connection, connection:
        connection.execute("DROP TRIGGER orders_keep_their_words")
        connection.execute("UPDATE orders SET payload = CAST(x'ff41' AS TEXT)")
    ledger = a_ledger(tmp_path)
    assert any("what was ordered was altered" in words for words in ledger.verify())
    assert ledger.standing("live").holds


def test_a_file_of_version_1_gets_a_journal_it_can_be_rebuilt_from(tmp_path: Path) -> None:
    shutil.copy(GOLDEN / "v1.db", tmp_path / "fwdesk.db")
    ledger = a_ledger(tmp_path)
    before = ledger.rows()
    assert ledger.note == ""
    ledger.close()
    (tmp_path / "fwdesk.db").unlink()
    ledger = a_ledger(tmp_path)
    (row,) = ledger.rows()
    assert (row.order_po, row.order_id, row.payload) == (before[0].order_po, before[0].order_id, before[0].payload)
    assert ledger.verify() == ()


def test_a_newer_file_is_only_shown(life: Life) -> None:
    with closing(sqlite3.connect(life.path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    ledger, states = life.reopened()
    assert states == life.states
    assert "newer fwdesk" in ledger.note
    assert ledger.recover() == ()
    assert ledger.back_up() == ""


# When the disk fails


def test_what_only_one_witness_knows_is_not_sent(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, posts = life.open(), len(life.service.posts)
    follow, calls = ledger._witness.follow, [0]

    def fail_once() -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise StoreError("orders.journal could not be written: the disk failed.")
        follow()

    monkeypatch.setattr(ledger._witness, "follow", fail_once)
    order = an_order()
    with pytest.raises(StoreError, match="the disk failed"):
        submit(ledger, life.service, order, mode="test", host=HOST, quoted_total=TOTAL)
    row = ledger.row(order.order_po)
    assert (row.state, len(life.service.posts)) == (OrderState.NOT_SENT, posts)
    assert "could not be written down twice" in row.message
    assert ledger.standing("test").in_flight == ()


@pytest.mark.parametrize("error", [StoreError, DiskFullError])
def test_an_outcome_that_the_journal_cannot_take_is_kept_and_follows_later(
    life: Life, monkeypatch: pytest.MonkeyPatch, error: type[StoreError]
) -> None:
    ledger = life.open()
    ledger.recover()
    order = an_order()
    ledger.intend(order, mode="test", host=HOST, quoted_total=TOTAL)
    attempt, lines = ledger.claim(order.order_po), len(life.lines())
    with monkeypatch.context() as patch:

        def fail() -> None:
            raise error("full")

        patch.setattr(ledger._witness, "follow", fail)
        row = ledger.settle(order.order_po, attempt, OrderState.ACCEPTED, order_id=5)
    assert (row.state, len(life.lines())) == (OrderState.ACCEPTED, lines)
    assert (life.folder / "ballast").exists() == (error is StoreError)
    ledger.close()
    ledger = life.open()
    assert len(life.lines()) == lines + 1
    assert ledger.row(order.order_po).state is OrderState.ACCEPTED


def test_the_ballast_goes_before_an_outcome_is_lost(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = life.open()
    ledger.recover()
    ballast = life.folder / "ballast"
    settle = ledger._settle

    def full_while_it_is_there(*arguments: object) -> None:
        if ballast.exists():
            raise DiskFullError("The disk is full.")
        settle(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "_settle", full_while_it_is_there)
    row = submit(ledger, life.service, an_order(), mode="test", host=HOST, quoted_total=TOTAL)
    assert row.state is OrderState.ACCEPTED
    assert not ballast.exists()


def test_a_backup_that_fails_is_said(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = life.open()

    def fail(_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(ledger._database, "back_up", fail)
    assert "no new backup of the orders: no room" in ledger.back_up()


def test_a_look_clears_what_was_rebuilt_also_when_it_sees_nothing(life: Life) -> None:
    life.path.unlink()
    ledger = life.open()
    for order_po in ("FWD-LOST", "FWD-OK"):
        ledger.saw(order_po, [])
        assert not ledger.row(order_po).rebuilt
    assert ledger.row("FWD-OK").state is OrderState.ACCEPTED
    row = read_back(ledger, life.service, "FWD-LOST", mode="test", host=HOST)
    assert row.state is OrderState.UNKNOWN
    assert ledger.verify() == ()


def test_an_entry_that_makes_no_sense_is_left_out(life: Life) -> None:
    """A journal whose lines hash well but say nothing usable: a hold, never a crash."""
    bodies = life.lines()
    del bodies[0]["changes"]
    bodies[1]["hash"] = "0"
    life.journal.unlink()
    life.path.unlink()
    Journal(life.journal).add(bodies, Reading())
    ledger = life.open()
    assert "orders may be missing" in ledger.note
