"""Measures what an artist feels: how long a start takes, and how long a new frame takes to be seen.

    packaging/bench.py startup [--pairs 11]     start to first painted window, as a multiple of a bare PySide6 label
    packaging/bench.py preview [--changes 50]   a new frame, mat or glazing to painted pixels, at 900 and 1800 px
    packaging/bench.py client [--calls 300]     a typed call to a service on loopback, as a multiple of bare requests
    packaging/bench.py lists [--frames 10000]   a long list opened, scrolled and searched, and the memory it takes

Prints JSON. Exit code 1 when a bar is missed (startup 1.6 times, preview 50 and 120 ms, client 1.3 times, lists 100 ms
to open, 16 ms a scroll step, 60 MB and 50 ms a search), 2 when nothing could be measured.
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
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
RATIO_BAR = 1.6
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
    """Frame, mat and glazing changes, on a stage of 900 and of 1800 px; in a real window system with `--xcb`."""
    if arguments.xcb and not os.environ.get("DISPLAY"):
        again = [sys.executable, str(Path(__file__)), "preview", "--xcb", "--changes", str(arguments.changes)]
        screen = ["xvfb-run", "-a", "-s", "-screen 0 2600x2400x24"]
        environment = dict(os.environ) | {"QT_QPA_PLATFORM": "xcb"}
        done = subprocess.run([*screen, *again], env=environment, capture_output=True, text=True, check=False)
        return dict(json.loads(done.stdout))
    import bench_preview

    return report("preview", bench_preview.measure(arguments.changes, list(bench_preview.BARS_MS)))


def opening(arguments: argparse.Namespace) -> dict[str, Any]:
    """Files on their way to the stage; the 216-megapixel ones with `--huge`."""
    import bench_open

    return report("open", bench_open.measure(arguments.pairs, huge=arguments.huge))


def client(arguments: argparse.Namespace) -> dict[str, Any]:
    """Typed calls beside bare ones, interleaved."""
    sys.path.insert(0, str(ROOT))
    import bench_client

    return report("client", [bench_client.measure(arguments.calls)])


def lists(arguments: argparse.Namespace) -> dict[str, Any]:
    """A catalog of ten thousand frames in the real window."""
    sys.path.insert(0, str(ROOT))
    import bench_lists

    return report("lists", bench_lists.measure(arguments.frames))


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
    change.add_argument("--changes", type=int, default=50, help="how many changes of each kind (50)")
    change.add_argument("--xcb", action="store_true", help="in a real window system (xvfb-run makes one)")
    files = benches.add_parser("open", help="a 24-megapixel JPEG to its first framed paint, beside Pillow alone")
    files.add_argument("--pairs", type=int, default=15, help="how many pairs (15)")
    files.add_argument("--huge", action="store_true", help="216-megapixel files as well, with the child's peak memory")
    call = benches.add_parser("client", help="a typed call as a multiple of bare requests")
    call.add_argument("--calls", type=int, default=300, help="how many interleaved pairs (300)")
    long = benches.add_parser("lists", help="a long list opened, scrolled and searched")
    long.add_argument("--frames", type=int, default=10_000, help="how many frames (10000)")
    arguments = parser.parse_args()
    try:
        if arguments.bench == "preview":
            found = preview(arguments)
        elif arguments.bench == "open":
            found = opening(arguments)
        elif arguments.bench == "client":
            found = client(arguments)
        elif arguments.bench == "lists":
            found = lists(arguments)
        else:
            found = only_xcb(arguments) if arguments.only_xcb else startup(arguments)
    except (RuntimeError, OSError, ValueError, subprocess.SubprocessError) as error:
        print(json.dumps({"bench": arguments.bench, "error": str(error)}))
        return 2
    print(json.dumps(found, indent=2))
    return 0 if found["met"] else 1


if __name__ == "__main__":
    sys.exit(main())
