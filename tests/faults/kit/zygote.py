"""A process that has everything imported and forks a fresh program for each job: hundreds of kills in a minute.

It has one thread, so that a fork is safe. A job is a line of JSON on its standard input; the answer, a line of JSON,
says how the program ended and which points it passed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Job:
    """`what` is submit, read, naive or migrate; `kill_at` the point where the program kills itself."""

    what: str
    folder: str
    url: str = ""
    order_po: str = ""
    kill_at: str = ""


@dataclass(frozen=True)
class End:
    """How a program ended: `status` as `Popen.returncode` has it."""

    status: int
    points: tuple[str, ...]
    words: str

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL


class Zygote:
    """The process, from outside."""

    def __init__(self) -> None:
        # Killed programs write no coverage, and measuring them would only make them slow.
        env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "COVERAGE"))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.faults.kit.zygote import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env,
        )  # fmt: skip

    def run(self, job: Job) -> End:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return End(answer["status"], tuple(answer["points"]), answer["words"])

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    import fwdesk.finerworks.client
    import fwdesk.orders.ledger
    import fwdesk.orders.submit
    import tests.faults.kit.haste
    import tests.faults.kit.naive
    import tests.orders_kit

    assert fwdesk, tests
    for line in sys.stdin:
        job = Job(**json.loads(line))
        seen, told = os.pipe()
        child = os.fork()
        if not child:
            os.close(seen)
            _child(job, told)
        os.close(told)
        words = b""
        while piece := os.read(seen, 65536):
            words += piece
        os.close(seen)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        lines = words.decode(errors="replace").splitlines()
        points = [point[1:] for point in lines if point.startswith("@")]
        rest = "\n".join(point for point in lines if not point.startswith("@"))
        print(json.dumps({"status": status, "points": points, "words": rest}), flush=True)


def _child(job: Job, told: int) -> None:
    import traceback

    def probe(point: str) -> None:
        os.write(told, f"@{point}\n".encode())
        if point == job.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        {"submit": _order, "read": _order, "naive": _naive, "migrate": _migrate}[job.what](job, probe)
        os._exit(0)
    except BaseException:
        os.write(told, traceback.format_exc().encode())
        os._exit(1)


def _client(job: Job) -> Any:
    from fwdesk.finerworks.client import FinerWorks
    from fwdesk.finerworks.keys import Keys
    from tests.faults.kit.haste import in_haste, keeper

    headers = Keys.headers
    Keys.headers = lambda self: headers(self) | {"x-pid": str(os.getpid())}
    keeper.ENDPOINTS = in_haste(2.0)
    return FinerWorks(job.url, Keys("web-key-of-a-test", "app-key-of-a-test"))


def _order(job: Job, probe: Any) -> None:
    from fwdesk.orders.ledger import Ledger
    from fwdesk.orders.submit import read_back, submit
    from fwdesk.store.database import Database
    from tests.orders_kit import TOTAL, an_order

    client = _client(job)
    ledger = Ledger(Database(Path(job.folder) / "fwdesk.db"), probe=probe)
    ledger.recover()
    if job.what == "submit":
        submit(ledger, client, an_order(order_po=job.order_po), mode="test", host="fault", quoted_total=TOTAL)
    read_back(ledger, client, job.order_po, mode="test", host="fault")


def _naive(job: Job, probe: Any) -> None:
    from tests.faults.kit.naive import submit
    from tests.orders_kit import an_order

    submit(Path(job.folder), _client(job), an_order(order_po=job.order_po), probe)


def _migrate(job: Job, probe: Any) -> None:
    """Open a file of an older version, and die before the statement of that number."""
    import sqlite3

    from fwdesk.store.database import Database

    count = 0

    class Counting(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            nonlocal count
            count += 1
            probe(f"statement {count}")
            return super().execute(*arguments)

    connect = sqlite3.connect
    sqlite3.connect = lambda *arguments, **names: connect(*arguments, **names, factory=Counting)
    Database(Path(job.folder) / "fwdesk.db").close()
