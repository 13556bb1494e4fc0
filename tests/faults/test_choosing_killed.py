"""`kill -9` at random moments while somebody chooses: at most a second of edits is lost, the file is never broken."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fwdesk.store import desk_file
from tests.faults.kit.choosing import STEPS
from tests.faults.kit.runs import runs

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(1800)]

ROOT = Path(__file__).parents[2]
SECOND = 1_000_000_000


@pytest.fixture
def forker() -> Iterator[subprocess.Popen[str]]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "COVERAGE"))}
    program = "from tests.faults.kit.choosing import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
    ) as process:
        yield process
        process.communicate()


def worked_and_killed(forker: subprocess.Popen[str], folder: Path, seed: int, after: int) -> tuple[dict[int, int], int]:
    """Edits by number with their times, and when it was killed (monotonic ns): once edit `after` was heard of."""
    assert forker.stdin
    assert forker.stdout
    forker.stdin.write(f"{folder} {seed}\n")
    forker.stdin.flush()
    child = int(forker.stdout.readline().removeprefix("pid "))
    edits: dict[int, int] = {}
    killed = 0
    for line in iter(forker.stdout.readline, "end\n"):
        number, at = map(int, line.split())
        edits[number] = at
        if number == after:
            killed = time.monotonic_ns()
            os.kill(child, signal.SIGKILL)
    return edits, killed


def last_saved(folder: Path) -> int:
    """The number of the last edit in the file; 0 without one. The file must be whole."""
    drafts, words = desk_file.load(folder / "data" / "desk.json")
    assert words == ""
    return max((int(draft.piece.crop.x * STEPS) for draft in drafts.open if draft.piece), default=0)


def test_a_kill_costs_less_than_a_second_and_never_the_file(tmp_path: Path, forker: subprocess.Popen[str]) -> None:
    """200 kills with FWDESK_RUNS=full; a few in every run."""
    chance, ages, kills = random.Random(9), [], runs(6, 200)
    for kill in range(kills):
        folder = tmp_path / str(kill)
        edits, killed = worked_and_killed(forker, folder, kill, chance.randint(1, 90))
        lost = [at for number, at in edits.items() if number > last_saved(folder) and at < killed]
        ages.append(max((killed - at for at in lost), default=0))
    ages.sort()
    print(
        f"{kills} kills; the oldest lost edit: median {ages[kills // 2] / 1e6:.0f} ms, at most {ages[-1] / 1e6:.0f} ms"
    )
    assert ages[-1] < SECOND
