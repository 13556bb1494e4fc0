"""E1: killed with SIGKILL at each point of a submission, under each mood of the service; the server counts.

No duplicate, none lost, none made up, whatever was killed when; and the same harness catches a program that is built
the usual way (RELIABILITY, F4: such a one made 265 duplicates in 504 runs).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fwdesk.domain.order import OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back
from fwdesk.store.database import Database
from tests.fault_server import http
from tests.faults.kit.order_server import AT_SERVER, Mood, OrderServer
from tests.faults.kit.runs import FULL, runs
from tests.faults.kit.zygote import Job, Zygote
from tests.faults.test_submit_faults import model_state

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800 if FULL else 120)]

KEYS = Keys("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
IN_PROGRAM = [
    "submit.begun", "intent.written", "intent.kept", "claim.written", "claim.kept", "request.next", "answer.read",
    "outcome.written", "outcome.kept", "reading.next", "reading.done", "status.written", "status.kept",
]  # fmt: skip
IN_RECOVERY = ["recovery.written", "recovery.kept", "reading.next", "reading.done", "status.written", "status.kept"]
MOODS = {
    "well": Mood(),
    "lost after booking": Mood(cut=0),
    "lost before booking": Mood(booked=False, cut=0),
    "500 after booking": Mood(reply=lambda *_: http({"Message": "An error has occurred."}, 500)),
    "400 after booking": Mood(reply=lambda *_: model_state()),
    "page": Mood(reply=lambda *_: http(b"<html>", 200, "text/html")),
}
NOT_YET_SENT = ("submit.begun", "intent.written", "intent.kept", "claim.written")


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


def test_no_kill_makes_two_orders_or_loses_one(tmp_path: Path, zygote: Zygote) -> None:
    server = OrderServer()
    client = FinerWorks(server.url, KEYS)
    killed_at, killed_recovering, count = Counter[str](), Counter[str](), 0
    for turn in range(runs(1, 6)):
        for mood_number, (name, mood) in enumerate(MOODS.items()):
            for number, point in enumerate([*IN_PROGRAM, *AT_SERVER]):
                # Per commit every point under two moods, which take turns by the point.
                if not FULL and name != "well" and number % (len(MOODS) - 1) != mood_number - 1:
                    continue
                count += 1
                folder = tmp_path / f"{turn}-{mood_number}-{number}"
                folder.mkdir()
                order_po, at_server = f"FWD-{turn}-{mood_number}-{number}", point in AT_SERVER
                server.mood = Mood(**{**vars(mood), "kill": point if at_server else ""})
                job = Job("submit", str(folder), server.url, order_po, "" if at_server else point)
                end = zygote.run(job)
                assert end.killed or not end.words, end.words
                killed_at[point] += end.killed
                server.finish()
                server.mood = Mood()
                posts = server.posts[order_po]
                if folder.joinpath("fwdesk.db").exists() and point not in NOT_YET_SENT:
                    recovering = IN_RECOVERY[count % len(IN_RECOVERY)]
                    again = zygote.run(Job("read", str(folder), server.url, order_po, recovering))
                    assert again.killed or not again.words, again.words
                    killed_recovering[recovering] += again.killed
                judged(folder, client, server, order_po, (name, point))
                assert server.posts[order_po] == posts <= 1, (name, point)  # no start and no look sends
    server.finish()
    assert {point for point in [*IN_PROGRAM, *AT_SERVER] if not killed_at[point]} == set()
    assert {point for point in IN_RECOVERY if not killed_recovering[point]} == set()
    print(f"\nE1: {count} runs, {killed_at.total()} killed at {len(killed_at)} points, "
          f"{killed_recovering.total()} killed again while recovering, "
          f"{sum(map(len, server.booked.values()))} orders booked")  # fmt: skip
    assert count >= runs(40, 500)
    client.close()
    server.close()


def judged(folder: Path, client: FinerWorks, server: OrderServer, order_po: str, what: object) -> None:
    """0 duplicate, 0 lost, 0 phantom by the server's own count; the file is whole."""
    ledger = Ledger(Database(folder / "fwdesk.db"))
    ledger.recover()
    assert ledger.note == "", what
    booked = server.booked.get(order_po, [])
    assert len(booked) <= 1, what
    rows = ledger.rows()
    assert len(rows) <= 1
    if not rows:
        assert not server.posts[order_po], what
    for row in rows:
        if row.state not in (OrderState.INTENT, OrderState.NOT_SENT):
            row = read_back(ledger, client, order_po, mode="test", host="fault")
        assert (row.state is OrderState.ACCEPTED) == bool(booked), (what, row)
        if booked:
            assert row.order_id == booked[0], what
    assert ledger.verify() == (), what
    ledger.close()


def test_the_harness_catches_the_usual_way_of_sending(tmp_path: Path, zygote: Zygote) -> None:
    server = OrderServer()
    count = 0
    points = ["request.next", "answer.read", "outcome.kept", *AT_SERVER]
    for turn in range(runs(1, 9)):
        for mood_number, mood in enumerate(MOODS.values()):
            for number, point in enumerate(points):
                count += 1
                folder = tmp_path / f"{turn}-{mood_number}-{number}"
                folder.mkdir()
                order_po, at_server = f"FWD-N{turn}-{mood_number}-{number}", point in AT_SERVER
                server.mood = Mood(**{**vars(mood), "kill": point if at_server else ""})
                zygote.run(Job("naive", str(folder), server.url, order_po, "" if at_server else point))
                server.finish()
                server.mood = Mood()
                zygote.run(Job("naive", str(folder), server.url, order_po))  # the next start
                server.finish()
    duplicates = sum(len(ids) > 1 for ids in server.booked.values())
    print(f"\nE1, naive: {duplicates} orders made twice in {count} runs")
    assert duplicates >= count // 3
    server.close()
