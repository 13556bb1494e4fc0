"""Backups while the desk is open: after orders were written, apart from each other, never while one is on its way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from fwdesk.app import backing
from fwdesk.app.backing import Backing
from tests.app.test_ordering import quoted, sent
from tests.support.desks import LONG, Bench


def parts(bench: Bench) -> tuple[Backing, QTimer]:
    made = bench.session.findChild(Backing)
    assert made is not None
    return made, made._timer


def test_an_order_is_in_a_backup_before_the_desk_is_closed(bench: Bench, qtbot: QtBot) -> None:
    made, timer = parts(bench)
    assert not timer.isActive(), "nothing was written yet"
    quoted(bench, qtbot)
    row = sent(bench, qtbot)
    assert timer.isActive()
    assert 30_000 <= timer.interval() <= 600_000
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    backups = bench.desk.workshop.ledger._database.backups
    before = backups.all()
    timer.timeout.emit()
    qtbot.waitUntil(lambda: len(backups.all()) > len(before), timeout=LONG)
    newest = backups.newest()
    assert newest is not None
    assert row.order_po.encode() in newest.read_bytes()
    made.changed()
    assert timer.interval() > 590_000, "the next one is ten minutes away"


def test_a_backup_waits_for_an_order_on_its_way(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made, timer = parts(bench)
    monkeypatch.setattr(bench.desk.tasks, "waits", lambda lane: lane == backing.SUBMIT_LANE)
    timer.timeout.emit()
    assert timer.isActive(), "later"
    assert made._said == ""


def test_a_backup_that_cannot_be_made_is_told_once(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    _, timer = parts(bench)
    words = "There is no new backup of the orders: the disk is full."
    monkeypatch.setattr(bench.desk.workshop.ledger, "back_up", lambda: words)
    for _ in range(2):
        timer.timeout.emit()
        qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert [note.text for note in bench.notes].count(words) == 1
