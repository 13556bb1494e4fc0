"""The one worker mechanism: lanes, errors, cancelling, ending, and a crowd of jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from fwdesk.app.tasks import Tasks
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Cancelled, FwdeskError, Unreachable


class Gate:
    """A job that says when it has begun and goes on when it is let."""

    def __init__(self, result: object) -> None:
        self.begun, self.go, self.result = threading.Event(), threading.Event(), result

    def __call__(self, _cancel: Cancel) -> object:
        self.begun.set()
        assert self.go.wait(30)
        return self.result


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks(workers=2)
    yield made
    made.shutdown()
    for pool in (value for value in vars(made).values() if hasattr(value, "submit")):
        pool.shutdown(wait=True)


def ignore(_what: object) -> None:
    """Any answer will do."""


def never(what: object) -> None:
    raise AssertionError(f"must not be called, but was, with {what!r}")


def test_answers_arrive_on_the_ui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[object, QThread, int]] = []

    def done(answer: object) -> None:
        seen.append((answer, QThread.currentThread(), threading.get_ident()))

    tasks.run(lambda _cancel: threading.get_ident(), done, never)
    qtbot.waitUntil(lambda: bool(seen))
    worker, thread, here = seen[0]
    assert worker != threading.get_ident() == here
    assert thread is tasks.thread() or thread == tasks.thread()


def test_newest_in_lane_wins_when_the_older_ends_first(tasks: Tasks, qtbot: QtBot) -> None:
    old, new, seen = Gate("old"), Gate("new"), []
    tasks.run(old, never, never, lane="picture")
    assert old.begun.wait(5)
    tasks.run(new, seen.append, never, lane="picture")
    assert new.begun.wait(5)
    with qtbot.waitSignal(tasks.delivered):
        old.go.set()
    assert seen == []
    assert tasks.waits("picture")
    new.go.set()
    qtbot.waitUntil(lambda: seen == ["new"])
    assert not tasks.waits("picture")


def test_newest_in_lane_wins_when_the_older_ends_last(tasks: Tasks, qtbot: QtBot) -> None:
    old, new, seen = Gate("old"), Gate("new"), []
    tasks.run(old, never, never, lane="picture")
    assert old.begun.wait(5)
    tasks.run(new, seen.append, never, lane="picture")
    new.go.set()
    qtbot.waitUntil(lambda: seen == ["new"])
    with qtbot.waitSignal(tasks.delivered):
        old.go.set()
    assert seen == ["new"]
    assert not tasks.busy


def test_an_answer_on_its_way_when_a_newer_is_asked_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    """The older job has ended, its answer lies in the event queue; a newer job in its lane still silences it."""
    ended, seen = threading.Event(), []

    def old(_cancel: Cancel) -> str:
        ended.set()
        return "old"

    tasks.run(old, never, never, lane="price")
    assert ended.wait(5)
    tasks.run(lambda _cancel: "new", seen.append, never, lane="price")
    qtbot.waitUntil(lambda: seen == ["new"])
    qtbot.waitUntil(lambda: not tasks.busy)


def test_lanes_do_not_touch_each_other(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[object] = []
    for lane in ("price", "preview", "", ""):
        tasks.run(lambda _cancel, lane=lane: lane, seen.append, never, lane=lane)
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert sorted(map(str, seen)) == ["", "", "preview", "price"]


def test_an_expected_error_is_handed_on_and_not_logged(tasks: Tasks, qtbot: QtBot) -> None:
    failed: list[Exception] = []

    def work(_cancel: Cancel) -> None:
        raise Unreachable("nobody listens")

    tasks.run(work, never, failed.append, lane="price")
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], FwdeskError)


def test_an_unexpected_error_is_logged_and_handed_on(
    tasks: Tasks, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    failed: list[Exception] = []

    def work(_cancel: Cancel) -> None:
        raise ZeroDivisionError("a bug")

    tasks.run(work, never, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ZeroDivisionError)
    (record,) = (record for record in caplog.records if record.name == "fwdesk.app.tasks")
    assert record.levelname == "ERROR"
    assert record.exc_info
    assert "a bug" in caplog.text


def test_a_cancelled_task_calls_nobody(tasks: Tasks, qtbot: QtBot) -> None:
    gate = Gate("late")
    cancel = tasks.run(gate, never, never, lane="preview")
    assert gate.begun.wait(5)
    tasks.cancel("preview")
    assert cancel.cancelled
    assert not tasks.waits("preview")
    with qtbot.waitSignal(tasks.delivered):
        gate.go.set()
    assert not tasks.busy


def test_work_that_looks_at_its_cancel_ends_without_a_word(tasks: Tasks, qtbot: QtBot) -> None:
    begun, ended = threading.Event(), []

    def work(cancel: Cancel) -> None:
        begun.set()
        try:
            while True:
                cancel.check()
        except Cancelled:
            ended.append(True)
            raise

    cancel = tasks.run(work, never, never)
    assert begun.wait(5)
    with qtbot.waitSignal(tasks.delivered):
        cancel.cancel()
    assert ended == [True]


def test_a_queued_task_that_is_cancelled_never_begins(tasks: Tasks, qtbot: QtBot) -> None:
    gates, ran = [Gate(None), Gate(None)], []
    for gate in gates:
        tasks.run(gate, ignore, never)
    tasks.run(lambda _cancel: ran.append("first"), never, never, lane="official")
    tasks.run(lambda _cancel: ran.append("second"), ignore, never, lane="official")
    for gate in gates:
        gate.go.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert ran == ["second"]


def test_shutdown_with_queued_jobs(tasks: Tasks, qtbot: QtBot) -> None:
    gates, ran = [Gate("a"), Gate("b")], []
    for gate in gates:
        tasks.run(gate, never, never)
        assert gate.begun.wait(5)
    cancels = [tasks.run(lambda _cancel: ran.append("queued"), never, never) for _ in range(50)]
    tasks.shutdown()
    assert all(cancel.cancelled for cancel in cancels)
    assert not tasks.busy
    for gate in gates:
        gate.go.set()
    late = tasks.run(lambda _cancel: ran.append("late"), never, never)
    assert late.cancelled
    with qtbot.assertNotEmitted(tasks.delivered, wait=50):
        pass
    assert ran == []


def test_shutdown_twice_is_quiet(tasks: Tasks) -> None:
    tasks.shutdown()
    tasks.shutdown()


def test_only_the_ui_thread_starts_tasks(tasks: Tasks, qtbot: QtBot) -> None:
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            tasks.run(lambda _cancel: None, never, never)
        except AssertionError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert "UI thread" in str(caught[0])


def test_three_thousand_jobs(tasks: Tasks, qtbot: QtBot) -> None:
    """Every answer arrives once, in whatever order; the lanes keep only their newest."""
    seen: list[int] = []
    laned: list[int] = []

    def job(number: int) -> Callable[[Cancel], int]:
        return lambda _cancel: number

    for number in range(3_000):
        tasks.run(job(number), seen.append, never)
        if number % 10 == 0:
            tasks.run(job(number), laned.append, never, lane="lane")
    qtbot.waitUntil(lambda: not tasks.busy, timeout=30_000)
    assert sorted(seen) == list(range(3_000))
    assert laned[-1] == 2_990
    assert laned == sorted(laned)
