"""How long an artist's file takes from being chosen to its first framed paint, beside Pillow's own draft and resize.

`bench.py open` runs it. Floor and desk are measured in turns in one run; the files are made on the spot. The floor does
what any program must: decode as small as the JPEG allows, and resize to the side of the desk's proxy.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench_preview import _Watch

    from fwdesk.app.desk import Desk

ROOT = Path(__file__).resolve().parent.parent
RATIO_BAR = 1.5
CHILD_BAR = 2**30
LONGEST_GAP_MS, USUAL_GAP_MS = 100.0, 16.0
_BEAT_MS = 5


def measure(pairs: int, *, huge: bool) -> list[dict[str, Any]]:
    """Rows: the 24-megapixel JPEG as a ratio, gaps of the UI thread while files open, the child's peak for 216 MP."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
    from bench_preview import _Watch, wait

    from fwdesk import bootstrap
    from fwdesk.app.link import LinkState
    from fwdesk.ui.application import make_app

    app, watch = make_app(["fwdesk"]), _Watch()
    with tempfile.TemporaryDirectory(prefix="fwdesk-bench-") as folder:
        place = Path(folder)
        jpegs = [photo(place / f"photo{number}.jpg", 6000, 4000, number) for number in range(2)]
        program = bootstrap.Program(app, bootstrap.Options(data_dir=place / "desk"))
        window, desk = program.window, program.desk
        window.resize(1500, 950)
        window.show()
        wait(lambda: desk.link.state is LinkState.READY and desk.session.artwork is not None)
        wait(lambda: not desk.tasks.busy)
        gaps = Gaps()
        rows = [_jpeg(desk, jpegs, pairs, gaps, watch)]
        if huge:
            rows += [_huge(desk, place, kind, gaps, watch) for kind in ("jpg", "tif", "png")]
        rows.append(gaps.row())
        window.close()
        program.close()
    return rows


def photo(path: Path, width: int, height: int, seed: int = 0) -> Path:
    """A picture as busy as a photograph, made of noise at two scales."""
    from PIL import Image, ImageChops

    bands: list[Image.Image] = []
    for number in range(3):
        coarse = Image.effect_noise((width // 64, height // 64), 90 + seed + number).resize((width, height))
        fine = Image.effect_noise((1024, 1024), 12)
        tile = Image.new("L", (width, height))
        for left in range(0, width, 1024):
            for top in range(0, height, 1024):
                tile.paste(fine, (left, top))
        bands.append(ImageChops.add(coarse, tile, scale=2))
    picture = Image.merge("RGB", bands)
    picture.save(path, quality=92, compress_level=1)
    return path


class Gaps:
    """Beats every 5 ms on the UI thread and keeps the times between beats."""

    def __init__(self) -> None:
        from PySide6.QtCore import QElapsedTimer, Qt, QTimer

        self._clock, self._timer = QElapsedTimer(), QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.all: list[float] = []

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        self._clock.start()
        self._timer.start(_BEAT_MS)
        yield
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        self.all.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()

    def row(self) -> dict[str, Any]:
        ordered = sorted(self.all)
        usual = ordered[round(len(ordered) * 0.99) - 1]
        return {
            "measured": "gaps of the UI thread while files open", "beats": len(ordered),
            "p99_ms": round(usual, 1), "longest_ms": round(ordered[-1], 1),
            "met": usual <= USUAL_GAP_MS and ordered[-1] <= LONGEST_GAP_MS,
        }  # fmt: skip


def _opened(desk: Desk, path: Path, gaps: Gaps, watch: _Watch) -> float:
    """Milliseconds from the choice of a file to the end of the paint that shows it."""
    from bench_preview import wait

    before = desk.preview.current
    watch.painted.clear()
    with gaps.watched():
        began = time.perf_counter_ns()
        desk.keeper.open(path)
        wait(lambda: desk.session.artwork is not None and desk.session.artwork.path == path)
        wait(lambda: watch.first_other(before) is not None)
        wait(lambda: not desk.tasks.busy)
    at = watch.first_other(before)
    assert at is not None
    return (at - began) / 1e6


def _floor(path: Path, side: int) -> float:
    from PIL import Image

    began = time.perf_counter_ns()
    with Image.open(path) as picture:
        picture.draft("RGB", (side, side * 2 // 3))
        picture.resize((side, side * 2 // 3), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return (time.perf_counter_ns() - began) / 1e6


def _jpeg(desk: Desk, paths: list[Path], pairs: int, gaps: Gaps, watch: _Watch) -> dict[str, Any]:
    floors: list[float] = []
    stages: list[float] = []
    desks: list[float] = []
    for number in range(pairs + 1):
        path = paths[number % 2]
        floor, own = _floor(path, 2400), _opened(desk, path, gaps, watch)
        if number:  # the first fills caches
            floors.append(floor)
            stages.append(_floor(path, 900))
            desks.append(own)
    ratio = statistics.median(desks) / statistics.median(floors)
    return {
        "measured": "24 MP JPEG, chosen to first framed paint", "pairs": pairs,
        "floor_ms": round(statistics.median(floors), 1), "desk_ms": round(statistics.median(desks), 1),
        "floor_900_ms": round(statistics.median(stages), 1),
        "ratio": round(ratio, 3), "bar": RATIO_BAR, "met": ratio <= RATIO_BAR,
    }  # fmt: skip


def _huge(desk: Desk, place: Path, kind: str, gaps: Gaps, watch: _Watch) -> dict[str, Any]:
    """216 megapixels: 18,000 × 12,000. The child is a fresh one, so that its peak is this file's."""
    path = photo(place / f"huge.{kind}", 18_000, 12_000)
    child = desk.workshop.decoder.process
    if child:
        child.kill()
        child.wait()
    took = _opened(desk, path, gaps, watch)
    child = desk.workshop.decoder.process
    status = Path(f"/proc/{child.pid}/status").read_text() if child else ""
    peak = next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
    path.unlink()
    return {
        "measured": f"216 MP {kind}", "ms": round(took), "child_mb": round(peak / 2**20), "met": 0 < peak <= CHILD_BAR,
    }  # fmt: skip
