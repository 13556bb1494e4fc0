"""Measures what an artist feels: how long a start takes, and how long a new frame takes to be seen.

    packaging/bench.py startup [--pairs 11]     start to first painted window, as a multiple of a bare PySide6 label
    packaging/bench.py preview [--changes 50]   a frame change to painted pixels, through the real widget at 900 px
    packaging/bench.py client [--calls 300]     a typed call to a service on loopback, as a multiple of bare requests

Prints JSON. Exit code 1 when a bar is missed (startup 1.6 times, preview 50 ms, client 1.3 times), 2 when nothing could
be measured.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
RATIO_BAR, PREVIEW_BAR_MS = 1.6, 50.0
STAGE_PX = 900
_TIMEOUT_S = 60

# Both print the system's monotonic clock at the end of their first paint and leave without tidying up.
LABEL = """
import os, sys, time
from PySide6.QtWidgets import QApplication, QLabel
class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic_ns(), flush=True)
        os._exit(0)
app = QApplication(sys.argv[:1])
label = Label("fwdesk")
label.resize(1360, 860)
label.show()
app.exec()
"""
DESK = """
import os, sys, time
def painted():
    print(time.monotonic_ns(), flush=True)
    os._exit(0)
import fwdesk.cli
import fwdesk.opening as opening
made = opening.Opening.__init__
def hooked(self, *arguments):
    made(self, *arguments)
    self.window.painted.connect(painted)
opening.Opening.__init__ = hooked
sys.exit(fwdesk.cli.main(["--data-dir", sys.argv[1]]))
"""


def start_ms(source: str, arguments: list[str], environment: dict[str, str]) -> float:
    """Milliseconds from the start of the process to the end of its first paint."""
    begun = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    try:
        return (int(done.stdout.split()[-1]) - begun) / 1e6
    except (IndexError, ValueError):
        raise RuntimeError(f"nothing was painted (exit code {done.returncode}): {done.stderr[-600:]}") from None


def pairs_on(platform: str, pairs: int, environment: dict[str, str]) -> dict[str, Any]:
    """Interleaved starts of label and desk, so that a busy moment meets both."""
    environment = environment | {"QT_QPA_PLATFORM": platform}
    labels: list[float] = []
    desks: list[float] = []
    with tempfile.TemporaryDirectory(prefix="fwdesk-bench-") as folder:
        for number in range(pairs + 1):
            label, desk = start_ms(LABEL, [], environment), start_ms(DESK, [folder], environment)
            if number:  # the first pair fills the file cache
                labels.append(label)
                desks.append(desk)
    ratio = statistics.median(desks) / statistics.median(labels)
    return {
        "platform": platform,
        "pairs": pairs,
        "label_ms": round(statistics.median(labels), 1),
        "desk_ms": round(statistics.median(desks), 1),
        "ratio": round(ratio, 3),
        "median_of_pair_ratios": round(statistics.median(d / n for d, n in zip(desks, labels, strict=True)), 3),
        "bar": RATIO_BAR,
        "met": ratio <= RATIO_BAR,
    }


def startup(arguments: argparse.Namespace) -> dict[str, Any]:
    """Starts offscreen, and in a real window system where there is one (or xvfb-run makes one)."""
    compileall.compile_dir(str(ROOT / "fwdesk"), quiet=2)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    found = [pairs_on("offscreen", arguments.pairs, environment)]
    if os.environ.get("DISPLAY"):
        found.append(pairs_on("xcb", arguments.pairs, environment))
    elif shutil.which("xvfb-run") and not arguments.offscreen:
        again = [sys.executable, str(Path(__file__)), "startup", "--only-xcb", "--pairs", str(arguments.pairs)]
        done = subprocess.run(["xvfb-run", "-a", *again], capture_output=True, text=True, timeout=600, check=False)
        try:
            found += json.loads(done.stdout)["measured"]
        except (ValueError, KeyError):
            found.append({"platform": "xcb", "not_measured": done.stderr[-300:].strip()})
    return report("startup", found)


def only_xcb(arguments: argparse.Namespace) -> dict[str, Any]:
    """The same inside of xvfb-run."""
    return report("startup", [pairs_on("xcb", arguments.pairs, dict(os.environ) | {"PYTHONPATH": str(ROOT)})])


def report(name: str, measured: list[dict[str, Any]]) -> dict[str, Any]:
    """What is printed: each measurement, and whether all met their bar."""
    return {"bench": name, "measured": measured, "met": all(row.get("met", True) for row in measured)}


def preview(arguments: argparse.Namespace) -> dict[str, Any]:
    """Frame changes through the real widget: from `session.choose` to the end of the paint with the new picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QPaintEvent

    from fwdesk import bootstrap
    from fwdesk.app.link import LinkState
    from fwdesk.domain.rules import Step
    from fwdesk.ui import stage
    from fwdesk.ui.application import make_app

    app = make_app(["fwdesk"])
    painted: list[tuple[int, int]] = []
    paint = stage.PieceView.paintEvent

    def noted(self: stage.PieceView, event: QPaintEvent) -> None:
        view = self
        paint(view, event)
        painted.append((view._pixmap.cacheKey(), time.perf_counter_ns()))

    stage.PieceView.paintEvent = noted

    def wait(fact: Callable[[], bool], timeout_ms: int = 30_000) -> None:
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

    def pause(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    times: list[float] = []
    with tempfile.TemporaryDirectory(prefix="fwdesk-bench-") as folder:
        program = bootstrap.Program(app, bootstrap.Options(data_dir=Path(folder)))
        window, desk = program.window, program.desk
        session = desk.session
        window.resize(1700, 1080)
        window.show()
        wait(lambda: desk.link.state is LinkState.READY and session.artwork is not None)
        session.set_code("5M6M9S16x20F96S20x24J1S16x20G1")
        view = window.stage.view
        window.resize(window.width() + STAGE_PX - view.width(), window.height() + STAGE_PX - view.height())
        pause(200)
        wait(lambda: not desk.tasks.busy)
        page = window.options.page(Step.FRAME)
        frames = [offer.id for offer in session.offers(Step.FRAME) if offer.available and offer.id not in {0, 96}]
        for frame in frames[:: max(len(frames) // arguments.changes, 1)][: arguments.changes]:
            page.view.scrollTo(page.model.index(page.model.row_of(frame)))  # one chooses what one sees
            if not arguments.hasty:
                pause(300)
                wait(lambda: not desk.tasks.busy)
            before = view._pixmap.cacheKey()  # noqa: SLF001
            painted.clear()
            begun = time.perf_counter_ns()
            session.choose(Step.FRAME, frame)
            wait(lambda before=before: any(key != before for key, _at in painted))
            at = next(at for key, at in painted if key != before)
            times.append((at - begun) / 1e6)
            if arguments.hasty:
                pause(150)
                continue
            pause(500)  # the vendor's picture is asked for after 350 ms
            wait(lambda: not desk.tasks.busy)
        size = [view.width(), view.height()]
        window.close()
        program.close()
    times.sort()
    median = statistics.median(times)
    row = {
        "stage_px": size,
        "changes": len(times),
        "pace": "150 ms apart, while the last change is still priced"
        if arguments.hasty
        else "each when the desk is quiet",
        "median_ms": round(median, 1),
        "p95_ms": round(times[round(len(times) * 0.95) - 1], 1),
        "longest_ms": round(times[-1], 1),
        "bar": PREVIEW_BAR_MS,
        "met": median <= PREVIEW_BAR_MS,
    }
    return report("preview", [row])


def client(arguments: argparse.Namespace) -> dict[str, Any]:
    """Typed calls beside bare ones, interleaved."""
    sys.path.insert(0, str(ROOT))
    import bench_client

    return report("client", [bench_client.measure(arguments.calls)])


def main() -> int:
    """Run one bench."""
    if importlib.util.find_spec("PySide6") is None and VENV_PYTHON.exists() and Path(sys.executable) != VENV_PYTHON:
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    benches = parser.add_subparsers(dest="bench", required=True)
    start = benches.add_parser("startup", help="start to first painted window")
    start.add_argument("--pairs", type=int, default=11, help="how many interleaved pairs (11)")
    start.add_argument("--offscreen", action="store_true", help="leave the window system out")
    start.add_argument("--only-xcb", action="store_true", help=argparse.SUPPRESS)
    change = benches.add_parser("preview", help="frame change to painted pixels")
    change.add_argument("--changes", type=int, default=50, help="how many frame changes (50)")
    change.add_argument("--hasty", action="store_true", help="do not wait for price and vendor's picture in between")
    call = benches.add_parser("client", help="a typed call as a multiple of bare requests")
    call.add_argument("--calls", type=int, default=300, help="how many interleaved pairs (300)")
    arguments = parser.parse_args()
    try:
        if arguments.bench == "preview":
            found = preview(arguments)
        elif arguments.bench == "client":
            found = client(arguments)
        else:
            found = only_xcb(arguments) if arguments.only_xcb else startup(arguments)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        print(json.dumps({"bench": arguments.bench, "error": str(error)}))
        return 2
    print(json.dumps(found, indent=2))
    return 0 if found["met"] else 1


if __name__ == "__main__":
    sys.exit(main())
