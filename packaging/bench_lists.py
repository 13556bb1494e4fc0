"""What ten thousand frames cost: the list opened, scrolled, searched, and the memory it takes.

`bench.py lists` runs it in the real window. The catalog is the practice service's own with its frames repeated under
other ids and widths; it is read from the disk as it would be at a start, while no service answers.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_preview import wait

if TYPE_CHECKING:
    from fwdesk.app.desk import Desk
    from fwdesk.bootstrap import Program
    from fwdesk.domain.options import Catalog
    from fwdesk.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
OPEN_MS, FRAME_MS, SEARCH_MS, LOAD_MS, ADDED_MB = 100.0, 16.0, 50.0, 150.0, 60.0
"""The bars: opened to painted, a scroll step (median), a search, the practice service's catalog from disk, memory."""
QUESTIONS = ("96", "walnut", "wal bur", "1 1/4", "<20$", "matte black", "a", "wlanut", "nothing like it")
NOBODY = "http://127.0.0.1:9"
_STEP_PX, _STEPS = 60, 200


def measure(frames: int) -> list[dict[str, Any]]:
    """A row for each bar."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from fwdesk import bootstrap
    from fwdesk.domain.rules import Step
    from fwdesk.ui.application import make_app

    app = make_app(["fwdesk"])
    small = _practice_catalog()
    with tempfile.TemporaryDirectory(prefix="fwdesk-bench-") as folder:
        rows = [_load_row("catalog of practice from disk", small, Path(folder), LOAD_MS)]
        large = _grown(small, frames)
        rows.append(_load_row(f"catalog of {frames} frames from disk", large, Path(folder), None))
        _keep(large, Path(folder) / "data")
        program = bootstrap.Program(app, bootstrap.Options(data_dir=Path(folder), service=NOBODY))
        window, desk = program.window, program.desk
        window.resize(1360, 860)
        desk.session.show_step(Step.GLAZING)
        window.show()
        wait(lambda: len(desk.session.catalog.frames) >= frames and desk.session.artwork is not None)
        wait(lambda: desk.finder.ready and desk.session.piece is not None)
        wait(lambda: not any(desk.tasks.waits(lane) for lane in ("open", "preview", "index")))
        before = _resident_mb()
        rows += _list_rows(window, desk, frames, before)
        window.close()
        _end(program)
    return rows


def _end(program: Program) -> None:
    """Everything ends on this thread: a worker that tidied up would take widgets apart."""
    import gc

    from PySide6.QtCore import QCoreApplication, QEvent

    gc.disable()
    program.close()
    for pool in (value for value in vars(program.desk.tasks).values() if hasattr(value, "shutdown")):
        pool.shutdown(wait=True)
    for left in (program.window, program.desk.session, program.desk.tasks, program.desk.swatches, program):
        left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()


def _list_rows(window: MainWindow, desk: Desk, frames: int, before: float) -> list[dict[str, Any]]:
    from fwdesk.domain.rules import Step

    begun, spent = time.perf_counter(), time.thread_time()
    window.side.go_to(Step.FRAME)
    view = window.side.options.page(Step.FRAME).view
    view.viewport().repaint()
    opened, cpu = (time.perf_counter() - begun) * 1000, (time.thread_time() - spent) * 1000
    assert view.model().rowCount() > frames, "the list holds all of them"
    steps: list[float] = []
    bar = view.verticalScrollBar()
    for number in range(_STEPS):
        # From top to bottom in strides, each of one step: tiles nobody has seen, as a long scroll meets them.
        bar.setValue(bar.maximum() * number // _STEPS)
        view.viewport().repaint()
        begun = time.perf_counter()
        bar.setValue(bar.value() + _STEP_PX)
        view.viewport().repaint()
        steps.append((time.perf_counter() - begun) * 1000)
        if number % 10 == 0:
            wait(lambda: not desk.swatches.busy)
    added = _resident_mb() - before
    found: list[float] = []
    for question in QUESTIONS:
        begun = time.perf_counter()
        desk.finder.find(question, limit=60)
        found.append((time.perf_counter() - begun) * 1000)
    steps.sort()
    return [
        _row("list opened and painted, ms", opened, OPEN_MS) | {"cpu_ms": round(cpu, 1)},
        _row(f"scroll step of {_STEP_PX} px, median ms", statistics.median(steps), FRAME_MS)
        | {"p99": round(steps[int(len(steps) * 0.99)], 1)},
        _row("memory added, MB", added, ADDED_MB),
        _row("search, slowest question, ms", max(found), SEARCH_MS)
        | {"questions": dict(zip(QUESTIONS, (round(ms, 1) for ms in found), strict=True))},
    ]


def _row(what: str, value: float, bar: float | None) -> dict[str, Any]:
    row: dict[str, Any] = {"what": what, "value": round(value, 1)}
    return row if bar is None else row | {"bar": bar, "met": value <= bar}


def _load_row(what: str, catalog: Catalog, folder: Path, bar: float | None) -> dict[str, Any]:
    from fwdesk.catalog.kept import KeptCatalog
    from fwdesk.catalog.snapshot import Snapshot

    kept = KeptCatalog(folder / "measured", "measured")
    kept.keep(Snapshot(catalog, "bench", datetime.now(UTC)))
    times: list[float] = []
    for _ in range(5):
        begun = time.perf_counter()
        snapshot = kept.read()
        assert snapshot is not None
        snapshot.catalog.warm()
        times.append((time.perf_counter() - begun) * 1000)
    return _row(f"{what}, ms", statistics.median(times), bar)


def _practice_catalog() -> Catalog:
    from fwdesk.app.practising import PRACTICE_KEYS
    from fwdesk.catalog.load import load_catalog
    from fwdesk.finerworks.client import FinerWorks
    from fwdesk.finerworks.keys import Keys
    from fwdesk.practice.server import PracticeServer
    from fwdesk.practice.service import create_app

    service = create_app()
    with PracticeServer(service) as server:
        client = FinerWorks(server.url, Keys(*PRACTICE_KEYS))
        found = load_catalog(client)
        client.close()
    service.close()
    return found


def _grown(catalog: Catalog, frames: int) -> Catalog:
    """The same catalog with so many frames: copies under other ids, names and widths."""
    number, each, groups = 20_000, -(-frames // len(catalog.collections)), list[Any]()
    for group in catalog.collections:
        rows = list(group.frames)
        while group.frames and len(rows) < each:
            like, number = group.frames[number % len(group.frames)], number + 1
            width = Decimal(number % 40 + 8) / 16
            rows.append(replace(like, id=number, name=f"{like.name} {number}", face=width))
        groups.append(replace(group, frames=tuple(rows)))
    return replace(catalog, collections=tuple(groups))


def _keep(catalog: Catalog, data: Path) -> None:
    """As the catalog of a service that was read an hour ago."""
    from fwdesk.app.loading import kept_name
    from fwdesk.app.service import Service
    from fwdesk.catalog.kept import KeptCatalog
    from fwdesk.catalog.snapshot import Snapshot

    name = kept_name(Service.of(NOBODY))
    KeptCatalog(data / "catalogs", name).keep(Snapshot(catalog, "bench", datetime.now(UTC)))


def _resident_mb() -> float:
    import gc

    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
