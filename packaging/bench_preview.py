"""How long a choice takes to be seen: from `session.choose` to the end of the paint with the new picture.

`bench.py preview` runs it. The real window, the real practice service, the real widgets; each change is made when the
desk is quiet, as an artist's is who looks before the next one.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fwdesk.app.desk import Desk
    from fwdesk.domain.rules import Step
    from fwdesk.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
BARS_MS = {900: 50.0, 1800: 120.0}
"""Milliseconds allowed by the side of the stage in px (the latency budget: 50 at once, 120 at twice the pixels)."""
CODE = "5M6M9S16x20F96S20x24J1S16x20G1"
_QUIET_MS = 500  # the service's own picture is asked for after 350 ms


def measure(changes: int, sides: list[int]) -> list[dict[str, Any]]:
    """A row for each side of the stage and each of frame, mat and glazing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from fwdesk import bootstrap
    from fwdesk.app.link import LinkState
    from fwdesk.domain.rules import Step
    from fwdesk.ui.application import make_app

    app = make_app(["fwdesk"])
    watch = _Watch()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="fwdesk-bench-") as folder:
        program = bootstrap.Program(app, bootstrap.Options(data_dir=Path(folder)))
        window, desk = program.window, program.desk
        window.resize(1700, 1080)
        window.show()
        wait(lambda: desk.link.state is LinkState.READY and desk.session.artwork is not None)
        for side in sides:
            _size_stage(window, desk, side)
            for step in (Step.FRAME, Step.MAT, Step.GLAZING):
                times = list(_changes(window, desk, watch, step, changes))
                rows.append(_row(step.value, [window.stage.view.width(), window.stage.view.height()], side, times))
        window.close()
        program.close()
    return rows


class _Watch:
    """Notes which picture was painted when."""

    def __init__(self) -> None:
        from PySide6.QtGui import QPaintEvent

        from fwdesk.ui import piece_view

        painted = self.painted = list[tuple[object, int]]()
        paint = piece_view.PieceView.paintEvent

        def noted(self: piece_view.PieceView, event: QPaintEvent) -> None:
            paint(self, event)
            painted.append((self._drawn, time.perf_counter_ns()))

        piece_view.PieceView.paintEvent = noted

    def first_other(self, picture: object) -> int | None:
        """When another picture than this was first painted."""
        return next((at for shown, at in self.painted if shown is not picture), None)


def _size_stage(window: MainWindow, desk: Desk, side: int) -> None:
    desk.session.set_code(CODE)
    view = window.stage.view
    ratio = view.devicePixelRatioF()
    across, down = round(side / ratio) - view.width(), round(side / ratio) - view.height()
    window.resize(window.width() + across, window.height() + down)
    _until_quiet(desk)


def _changes(window: MainWindow, desk: Desk, watch: _Watch, step: Step, changes: int) -> Iterator[float]:
    """Milliseconds of each change."""
    session = desk.session
    window.side.go_to(step)
    page = window.side.options.page(step)
    current = {row.offer.id for row in page.model.rows if row.current}
    ids = [offer.id for offer in session.offers(step) if offer.available and offer.id and offer.id not in current]
    picked = ids[:: max(len(ids) // changes, 1)][:changes]
    for option in (picked * changes)[:changes]:
        page.view.scrollTo(page.model.index(page.model.row_of(option)))  # one chooses what one sees
        _until_quiet(desk)
        before = window.stage.view._drawn  # noqa: SLF001
        watch.painted.clear()
        begun = time.perf_counter_ns()
        session.choose(step, option)
        wait(lambda before=before: watch.first_other(before) is not None)
        yield ((watch.first_other(before) or begun) - begun) / 1e6
    session.set_code(CODE)
    _until_quiet(desk)


def _row(step: str, stage: list[int], side: int, times: list[float]) -> dict[str, Any]:
    times = sorted(times)
    median, bar = statistics.median(times), BARS_MS.get(side, BARS_MS[900])
    return {
        "changed": step,
        "stage_px": stage,
        "changes": len(times),
        "median_ms": round(median, 1),
        "p95_ms": round(times[round(len(times) * 0.95) - 1], 1),
        "longest_ms": round(times[-1], 1),
        "bar": bar,
        "met": median <= bar,
    }


def wait(fact: Callable[[], bool], timeout_ms: int = 30_000) -> None:
    """Let the event loop run until a fact holds. Raises `RuntimeError` if it does not in time."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, look, late = QEventLoop(), QTimer(), QTimer()
    look.timeout.connect(lambda: loop.quit() if fact() else None)
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    look.start(1)
    late.start(timeout_ms)
    loop.exec()
    look.stop()
    if not fact():
        raise RuntimeError("the desk did not come up in time")


def _until_quiet(desk: Desk) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(_QUIET_MS, loop.quit)
    loop.exec()
    wait(lambda: not desk.tasks.busy)
