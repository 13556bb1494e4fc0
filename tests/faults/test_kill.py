"""The program is killed, truly, at every point where it matters; the next start never sends twice and loses nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders.changes import Outcome, requests
from fwdesk.orders.ledger import INTERRUPTED, Ledger
from fwdesk.orders.submit import read_back, send_again
from fwdesk.store.database import Database
from tests.fault_server import Fault, FaultServer
from tests.support.canary import APP, WEB

ROOT = Path(__file__).parents[2]
KEYS = Keys(WEB, APP)

PROGRAM = """
import os, signal, sys
from pathlib import Path
from fwdesk.finerworks import transport
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.changes import Ask, Wanted, change_order
from fwdesk.orders.submit import read_back, submit
from fwdesk.store.database import Database
from tests.orders_kit import TOTAL, an_order
from tests.support.canary import APP, WEB

folder, url, job, order_po, kill_at = sys.argv[1:]
Keys.headers = lambda self, old=Keys.headers: old(self) | {"x-pid": str(os.getpid())}

def probe(point):
    print(point, flush=True)
    if point == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)

ledger = Ledger(Database(Path(folder) / "fwdesk.db"), probe=probe)
client = FinerWorks(url, Keys(WEB, APP))
ledger.recover()
if job == "submit":
    submit(ledger, client, an_order(order_po=order_po), mode="test", host="fault", quoted_total=TOTAL)
if job in ("submit", "read"):
    read_back(ledger, client, order_po, mode="test", host="fault")
if job == "hold":
    change_order(ledger, client, order_po, Wanted(Ask.HOLD), mode="test", host="fault")
"""

NOT_WRITTEN = ["submit.begun", "intent.written"]
NOT_CLAIMED = ["intent.kept", "claim.written"]
CLAIMED = ["claim.kept", "request.next"]
SENT = ["answer.read", "outcome.written"]
SETTLED = ["outcome.kept", "reading.next", "reading.done", "status.written", "status.kept"]
AT_SERVER = ["headers", "received", "half answer"]
POINTS = [*NOT_WRITTEN, *NOT_CLAIMED, *CLAIMED, *SENT, *SETTLED]


def run(
    folder: Path, server: FaultServer, job: str, order_po: str, kill_at: str = ""
) -> subprocess.CompletedProcess[str]:
    arguments = [str(folder), server.url, job, order_po, kill_at]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def server() -> Iterator[FaultServer]:
    server = FaultServer()
    yield server
    server.close()
    assert server.breaches == []


def restarted(folder: Path) -> tuple[Ledger, tuple[LedgerRow, ...]]:
    """What the next start does by itself: open, and say that what was being sent is unknown. It sends nothing."""
    ledger = Ledger(Database(folder / "fwdesk.db"))
    ledger.recover()
    return ledger, ledger.rows()


@pytest.mark.parametrize("point", [*POINTS, *AT_SERVER])
def test_killed_at(tmp_path: Path, server: FaultServer, point: str) -> None:
    if point in AT_SERVER:
        server.fault = Fault(kill=point)
    killed = run(tmp_path, server, "submit", "FWD-K", "" if point in AT_SERVER else point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    if point not in AT_SERVER:
        assert killed.stdout.split()[-1] == point
    server.finish()
    server.fault = Fault()

    posts = len(server.posts)
    ledger, rows = restarted(tmp_path)
    client = FinerWorks(server.url, KEYS)
    assert posts <= 1
    assert len(server.posts) == posts  # a start sends nothing

    if point in NOT_WRITTEN:
        assert (posts, rows) == (0, ())
    elif point in NOT_CLAIMED:
        assert posts == 0
        assert [row.state for row in rows] == [OrderState.INTENT]
        row = send_again(ledger, client, "FWD-K", mode="test", host="fault")  # a person wants it
        assert row.state is OrderState.ACCEPTED
        assert len(server.posts) == 1
    else:
        (row,) = rows
        assert row.order_po == "FWD-K"
        if point in SETTLED:
            assert (row.state, row.order_id) == (OrderState.ACCEPTED, 5001)
        else:
            assert (row.state, row.message) == (OrderState.UNKNOWN, INTERRUPTED)
        arrived = bool(server.booked)
        assert arrived or point in (*CLAIMED, "headers")
        row = read_back(ledger, client, "FWD-K", mode="test", host="fault")
        assert row.state is (OrderState.ACCEPTED if arrived else OrderState.UNKNOWN)
        assert len(server.posts) == posts
    assert all(len(ids) == 1 for ids in server.booked.values())
    assert ledger.verify() == ()
    client.close()
    ledger.close()


@pytest.mark.parametrize(
    "point", ["recovery.written", "recovery.kept", "reading.next", "reading.done", "status.written"]
)
def test_killed_while_recovering_from_a_kill(tmp_path: Path, server: FaultServer, point: str) -> None:
    assert run(tmp_path, server, "submit", "FWD-K", "answer.read").returncode == -signal.SIGKILL
    for _ in range(3):
        assert run(tmp_path, server, "read", "FWD-K", point).returncode == -signal.SIGKILL
    assert run(tmp_path, server, "read", "FWD-K").returncode == 0
    ledger, (row,) = restarted(tmp_path)
    assert (row.state, row.order_id, len(server.posts)) == (OrderState.ACCEPTED, 5001, 1)
    assert ledger.verify() == ()
    ledger.close()


@pytest.mark.parametrize(("point", "asked"), [("telling.written", []), ("change.next", [Outcome.OPEN])])
def test_killed_before_something_is_asked_of_an_order(
    tmp_path: Path, server: FaultServer, point: str, asked: list[Outcome]
) -> None:
    assert run(tmp_path, server, "submit", "FWD-K").returncode == 0
    assert run(tmp_path, server, "hold", "FWD-K", point).returncode == -signal.SIGKILL
    ledger, (row,) = restarted(tmp_path)
    assert (row.state, row.order_id, len(server.posts)) == (OrderState.ACCEPTED, 5001, 1)
    found = requests(ledger.events("FWD-K"))
    assert [request.outcome for request in found] == asked, "what may have been asked is unclear, never forgotten"
    assert all(request.unclear for request in found)
    assert ledger.verify() == ()
    ledger.close()


def test_there_are_points_enough_and_nothing_is_killed_by_itself(tmp_path: Path, server: FaultServer) -> None:
    whole = run(tmp_path, server, "submit", "FWD-K")
    assert whole.returncode == 0, whole.stderr
    passed = whole.stdout.split()
    assert [point for point in passed if not point.startswith("recovery")] == POINTS
    assert len({*passed, *AT_SERVER}) >= 15
