"""Looking for orders in doubt by itself: planned, not polled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from fwdesk.app.lookout import Lookout
from fwdesk.domain.errors import StoreError
from tests.support.desks import LONG, Bench


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
    timer.stop()


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
