"""Runs every check: `python3 packaging/test.py [--fast] [pytest arguments]`.

All steps run even when one fails. `--fast` is lint and the quick tests. Anything else goes to pytest; a run of chosen
tests does not judge coverage.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("fwdesk needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

import contract
import coverage_floor
import setup_env


def prepare() -> None:
    """Install what the checks need; a desk's libraries, a virtual screen and the dev lock."""
    missing = setup_env.missing_libraries(setup_env.QT | setup_env.X11)
    missing += setup_env.missing_files(setup_env.TEST_TOOLS | setup_env.FONT | setup_env.CERTIFICATES)
    setup_env.install_system(missing, "The checks need Qt's system libraries and a virtual screen.")
    setup_env.ensure_environment("dev")


def environment(platform: str) -> dict[str, str]:
    """The caller's environment with this run's Qt platform, and the tools of .venv first in the path."""
    path = f"{setup_env.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path, "QT_QPA_PLATFORM": platform, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


def run(command: list[str], platform: str = "offscreen", **extra: str) -> int:
    """Run a tool of .venv from the top of the checkout; its words are shown as they come."""
    env = environment(platform) | extra
    return subprocess.run(command, cwd=setup_env.ROOT, env=env, check=False).returncode


def tool(name: str, *arguments: str) -> list[str]:
    """The command line of a tool in .venv, started as a module so that a moved script header cannot break it."""
    return [str(setup_env.PYTHON), "-m", name, *arguments]


def window_tests() -> bool:
    """Whether any test asks for a real window."""
    files = (setup_env.ROOT / "tests" / "ui").rglob("test_*.py")
    return any("mark.window" in file.read_text(encoding="utf-8") for file in files)


def pytest_step(arguments: list[str], report: Path | None) -> int:
    """Chosen tests in one process; all of them on every core, but those that judge time, which follow alone."""
    if report is None:
        return run(tool("pytest", "-m", "not window", *arguments))
    # The data stay out of the checkout, so that two runs at once do not mix.
    data = str(report.with_suffix(".data"))
    coverage = ["--cov=fwdesk", "--cov-branch"]
    cores = str(min(os.cpu_count() or 1, 4))
    together = tool("pytest", "-m", "not window and not alone", "-n", cores, "--dist", "loadfile")
    alone = tool("pytest", "-m", "alone and not window")
    first = run([*together, *coverage, "--cov-report="], COVERAGE_FILE=data)
    second = run([*alone, *coverage, "--cov-append", f"--cov-report=json:{report}"], COVERAGE_FILE=data)
    return first or second


def window_step() -> int:
    """A small job with the xcb plugin: focus, drag and shortcuts differ from offscreen."""
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    return run([*screen, *tool("pytest", "tests/ui", "-m", "window")], platform="xcb")


def steps(fast: bool, arguments: list[str], report: Path) -> Iterator[tuple[str, Callable[[], int]]]:
    """Name and action of every check, in order."""
    yield "format", lambda: run(tool("ruff", "format", "--check", "."))
    yield "lint", lambda: run(tool("ruff", "check", "."))
    if fast:
        yield "tests", lambda: run(tool("pytest", "-x", "-q", "-m", "not window and not slow", *arguments))
        return
    yield "types", lambda: run(tool("pyright"))
    yield "rooms", lambda: run([str(setup_env.VENV / "bin" / "lint-imports"), "--no-logo"])
    yield "tests", lambda: pytest_step(arguments, None if arguments else report)
    if arguments:
        return
    if window_tests():
        yield "window", window_step
    yield "coverage", lambda: coverage_floor.check(report)
    yield "contract", lambda: setup_env.guarded(contract.main, [])


def main(arguments: list[str]) -> int:
    prepare()
    fast = "--fast" in arguments
    rest = [argument for argument in arguments if argument != "--fast"]
    results: list[tuple[str, bool, float]] = []
    with tempfile.TemporaryDirectory(prefix="fwdesk-checks-") as folder:
        for name, action in steps(fast, rest, Path(folder) / "coverage.json"):
            print(f"\n== {name}", flush=True)
            begun = time.monotonic()
            passed = action() == 0
            results.append((name, passed, time.monotonic() - begun))
    print()
    for name, passed, seconds in results:
        print(f"  {name:9} {'passed' if passed else 'FAILED'}  {seconds:6.1f} s")
    failed = sum(not passed for _, passed, _ in results)
    print(f"\nChecks: {len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(setup_env.guarded(main, sys.argv[1:]))
