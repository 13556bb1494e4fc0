"""E7: whoever clicks however often, in however many windows and programs: one POST for one confirmation."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from fwdesk.domain.errors import OrderError
from fwdesk.domain.order import OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.orders.submit import submit
from tests.faults.kit.order_server import Mood, OrderServer
from tests.faults.kit.runs import FULL, runs
from tests.faults.test_ways_of_failing import KEYS
from tests.orders_kit import HOST, TOTAL, Service, a_ledger, an_order

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800 if FULL else 120)]
ROOT = Path(__file__).parents[2]


def test_e7_bursts_of_clicks(tmp_path: Path) -> None:
    """Threads of one program; half of the bursts meet an answer that is lost, so that a second click has a reason."""
    ledgers = [a_ledger(tmp_path), a_ledger(tmp_path)]
    refused = 0
    for number in range(runs(60, 1000)):
        order, service = an_order(), Service()
        gate, ended = threading.Barrier(4), list[str]()

        def click(
            window: int,
            order: object = order,
            service: Service = service,
            gate: threading.Barrier = gate,
            ended: list[str] = ended,
        ) -> None:
            gate.wait()
            for _ in range(2):
                try:
                    ledger = ledgers[window % 2]
                    row = submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)  # type: ignore[arg-type]
                    ended.append(row.state.value)
                except OrderError:
                    ended.append("refused here")

        clicks = [threading.Thread(target=click, args=(window,)) for window in range(4)]
        for thread in clicks:
            thread.start()
        for thread in clicks:
            thread.join()
        counts = Counter(ended)
        refused += counts["refused here"]
        assert counts["ACCEPTED"] == len(service.posts) == 1, (number, counts)
        assert counts["refused here"] == 7
    print(f"\nE7: {runs(60, 1000)} bursts of 8 clicks, {refused} refused, every burst sent once")
    assert ledgers[0].verify() == ()


PROGRAM = """
import sys
from pathlib import Path
from fwdesk.domain.errors import OrderError
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import submit
from fwdesk.store.database import Database
from tests.orders_kit import TOTAL, an_order
ledger = Ledger(Database(Path(sys.argv[1])))
client = FinerWorks(sys.argv[2], Keys("web-key-of-a-test", "app-key-of-a-test"))
print("ready", flush=True)
for line in sys.stdin:
    order = an_order(order_po=line.strip())
    try:
        row = submit(ledger, client, order, mode="test", host="fault", quoted_total=TOTAL)
        print(row.state.value, flush=True)
    except OrderError as error:
        print("refused here", flush=True)
"""


def test_e7_eight_programs_with_one_ledger(tmp_path: Path) -> None:
    """All eight submit the same order at once, on a real socket: one does it, seven are told that it goes already."""
    server = OrderServer()
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "fwdesk.db"), server.url], cwd=ROOT, stdin=-1, stdout=-1,
            text=True,
        )
        for _ in range(8)
    ]  # fmt: skip
    counts = Counter[str]()
    try:
        for program in programs:
            assert program.stdout
            assert program.stdout.readline() == "ready\n"
        for number in range(runs(10, 40)):
            server.mood = Mood(cut=0) if number % 2 else Mood()
            for program in programs:
                assert program.stdin
                program.stdin.write(f"FWD-{number}\n")
                program.stdin.flush()
            answers = Counter(program.stdout.readline().strip() if program.stdout else "" for program in programs)
            assert answers["refused here"] == 7, answers
            assert server.posts[f"FWD-{number}"] == 1
            counts += answers
    finally:
        for program in programs:
            program.communicate()
        server.close()
    print(f"\nE7: 8 programs, {runs(10, 40)} rounds: {dict(counts)}, {server.posts.total()} posts")
    ledger = a_ledger(tmp_path)
    assert ledger.verify() == ()
    assert Counter(row.state for row in ledger.rows()) == Counter(
        {OrderState.ACCEPTED: runs(10, 40) // 2, OrderState.UNKNOWN: runs(10, 40) // 2}
    )


def test_e7_another_order_waits_while_one_is_on_its_way(tmp_path: Path) -> None:
    server = OrderServer()
    server.mood = Mood(hang=True)
    client, ledger, other = FinerWorks(server.url, KEYS), a_ledger(tmp_path), a_ledger(tmp_path)
    order = an_order()
    slow = threading.Thread(target=lambda: submit(ledger, client, order, mode="test", host="fault", quoted_total=TOTAL))
    slow.start()
    while not server.posts:
        threading.Event().wait(0.01)
    assert ledger.standing("test").in_flight == (order.order_po,)
    for desk in (ledger, other):
        with pytest.raises(OrderError, match="is being sent"):
            submit(desk, client, an_order(), mode="test", host="fault", quoted_total=TOTAL)
    server.let_go.set()
    slow.join()
    server.mood = Mood()
    assert submit(other, client, an_order(), mode="test", host="fault", quoted_total=TOTAL).state is OrderState.ACCEPTED
    assert server.posts.total() == 2
    client.close()
    server.close()
