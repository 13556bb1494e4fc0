"""Looking for orders in doubt by itself: planned, not polled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from fwdesk.app.lookout import Lookout
from fwdesk.domain.errors import StoreError
from tests.app.test_ordering import quoted, sent
from tests.support.desks import LONG, Bench, start_server, stop_server


def lookout(bench: Bench) -> tuple[Lookout, QTimer]:
    made = bench.desk.book.findChild(Lookout)
    assert made is not None
    return made, made._timer


def test_without_orders_nothing_is_waited_for(bench: Bench, qtbot: QtBot) -> None:
    _, timer = lookout(bench)
    with qtbot.waitSignal(bench.desk.book.changed, timeout=LONG):
        bench.desk.book.refresh()
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert not timer.isActive()


def test_a_look_that_fails_is_planned_anew(bench: Bench, qtbot: QtBot) -> None:
    _, timer = lookout(bench)
    bench.desk.book.failed.emit(StoreError("The disk is full."))
    assert timer.isActive()
    assert timer.interval() == 60_000
    waits: list[int] = []
    for _ in range(8):
        bench.desk.book.failed.emit(StoreError("The disk is full."))
        waits.append(timer.interval() // 60_000)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60], "ever more rarely, at least every hour"
    timer.stop()


def test_a_service_that_is_out_of_reach_is_not_asked_more_often_for_it(bench: Bench, qtbot: QtBot) -> None:
    quoted(bench, qtbot)
    sent(bench, qtbot)
    qtbot.waitUntil(lambda: bool(bench.desk.book.rows) and not bench.desk.tasks.busy, timeout=LONG)
    _, timer = lookout(bench)
    assert 3_000_000 < timer.interval() <= 3_600_000, "an order that is being made is followed every hour"
    stop_server(qtbot, bench.practice)
    with qtbot.waitSignal(bench.desk.book.failed, timeout=LONG):
        bench.desk.book.refresh()
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert bench.desk.book.in_trouble
    assert timer.interval() == 60_000, "what was read of the ledger meanwhile plans no look of its own"
    start_server(bench.practice)
    with qtbot.waitSignal(bench.desk.link.up, timeout=LONG):
        bench.desk.link.retry()
    qtbot.waitUntil(lambda: not bench.desk.book.in_trouble and not bench.desk.tasks.busy, timeout=LONG)
    assert timer.interval() > 3_000_000
    before = len(bench.notes)
    book = bench.practice._app.book  # type: ignore[union-attr]
    book.set_now(book.now() + timedelta(days=2))
    ledger = bench.desk.workshop.ledger
    clock = ledger.clock
    ledger.clock = lambda: clock() + timedelta(hours=2)
    timer.timeout.emit()
    qtbot.waitUntil(lambda: len(bench.notes) > before, timeout=LONG)
    assert "In production (practice)" in bench.notes[-1].text


def test_what_became_of_the_file_of_orders_is_said_once(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    bench.folders.database_file.parent.mkdir(parents=True, exist_ok=True)
    bench.folders.database_file.write_bytes(b"this is no file of orders" * 400)
    bench.open()
    bench.wait_ready(qtbot)
    for _ in range(2):
        with qtbot.waitSignal(bench.desk.book.changed, timeout=LONG):
            bench.desk.book.refresh()
        qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    said = [note for note in bench.notes if "file of orders" in note.text]
    assert len(said) == 1
    assert said[0].level == "warn"
