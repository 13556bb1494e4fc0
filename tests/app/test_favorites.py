"""Hearts before their file was read, and when the desk closes: none is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from fwdesk.domain.rules import Step
from fwdesk.store import hearts
from fwdesk.store.hearts import Hearts
from tests.support.desks import LONG, Bench


def test_a_heart_given_before_they_were_read_takes_none_away(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    file = bench.folders.hearts_file
    file.parent.mkdir(parents=True, exist_ok=True)
    before = {"practice": Hearts((("frame", 72),), (("mat", 1),)), "test": Hearts((("frame", 96),))}
    hearts.save(file, before)
    likes = bench.desk.favorites
    assert likes.toggle(Step.FRAME, 131)
    assert likes.hearted(Step.FRAME) == {131}
    bench.open()
    bench.wait_ready(qtbot)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert likes.hearted(Step.FRAME) == {131, 72}
    kept = hearts.load(file)[0]
    assert kept["practice"].hearts == (("frame", 131), ("frame", 72))
    assert ("mat", 1) in kept["practice"].recent
    assert kept["test"] == before["test"]


def test_a_heart_that_waits_for_a_busy_worker_is_written_when_the_desk_closes(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    gate = threading.Event()
    for _ in range(8):
        bench.desk.tasks.run(lambda _cancel: gate.wait(LONG / 1000), lambda _open: None, lambda _error: None)
    bench.desk.favorites.toggle(Step.FRAME, 131)
    bench.desk.close()
    gate.set()
    assert hearts.load(bench.folders.hearts_file)[0]["practice"].hearts == (("frame", 131),)
