"""P1 and P3: the power goes after any write, the disk fails at any write; what was acknowledged is there."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import apsw
import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import Confirmation, Order, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, submit
from fwdesk.store import database as module
from fwdesk.store.database import Database
from tests.faults.kit.recorded import Recording, crash_states, over_apsw
from tests.faults.kit.runs import FULL, runs
from tests.orders_kit import HOST, TOTAL, Clock, Service, an_order

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800 if FULL else 120)]


def recorded(folder: Path, orders: int) -> Recording:
    """The real life of some orders, recorded; each thing the ledger acknowledged is noted when it did."""
    recording, clock = Recording(), Clock()
    with over_apsw(recording):
        ledger = Ledger(Database(folder / "fwdesk.db"), clock)
        ledger.recover()
        for number in range(orders):
            order = an_order(order_po=f"FWD-{number}", gift_message="x" * (number * 700 % 5000))
            ledger.intend(order, mode="test", host=HOST, quoted_total=TOTAL)
            recording.note(f"{order.order_po} INTENT")
            attempt = ledger.claim(order.order_po)
            recording.note(f"{order.order_po} SENDING")
            if number % 3:
                ledger.settle(order.order_po, attempt, OrderState.ACCEPTED, order_id=7000 + number)
                recording.note(f"{order.order_po} ACCEPTED")
            else:
                ledger.settle(order.order_po, attempt, OrderState.UNKNOWN, "lost")
                recording.note(f"{order.order_po} UNKNOWN")
                ledger.saw(order.order_po, [OrderStatus(order.order_po, 7000 + number, 3, "Order Received")])
                recording.note(f"{order.order_po} ACCEPTED")
            ledger.tell(order.order_po, "a person asks: hold", {"asked": {"ask": "hold"}})
            recording.note(f"{order.order_po} ASKED")
        ledger.close()
    return recording


RANK = {name: rank for rank, name in enumerate(["INTENT", "SENDING", "UNKNOWN", "ACCEPTED", "ASKED"])}

_ASKED = "SELECT order_po FROM events WHERE changes LIKE '%asked%'"


def replayed(recording: Recording, folder: Path, each: int, seed: int) -> Counter[str]:
    """Open every crash state with the standard library's SQLite and compare with what was promised."""
    found: Counter[str] = Counter()
    folder.mkdir()
    path = folder / "fwdesk.db"
    seen: set[tuple[int, int]] = set()
    for files, promised in crash_states(recording, random.Random(seed), each):
        state = (hash(tuple(sorted(files.items()))), len(promised))
        if state in seen:
            continue
        seen.add(state)
        found["states"] += 1
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        for name, content in files.items():
            if not name.endswith("-shm"):
                (folder / name).write_bytes(content)
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA synchronous = OFF")  # the verdict itself need not survive
                whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                there = "orders" in {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
                rows = dict(connection.execute("SELECT order_po, state FROM orders").fetchall()) if there else {}
                # Before the second version of the file events told no values.
                tells = "changes" in {row[1] for row in connection.execute("PRAGMA table_info(events)")}
                asked = connection.execute(_ASKED).fetchall() if tells else []
                rows |= dict.fromkeys((order_po for (order_po,) in asked), "ASKED")
        except sqlite3.DatabaseError:
            whole, rows = False, {}
        found["corrupt"] += not whole
        lost = [
            words for words in promised
            if RANK.get(rows.get(words.split()[0], ""), -1) < RANK[words.split()[1]]
        ]  # fmt: skip
        found["lost an acknowledged commit"] += bool(lost)
    return found


def test_p1_no_power_cut_loses_what_was_acknowledged(tmp_path: Path) -> None:
    recording = recorded(tmp_path, runs(8, 12))
    found = replayed(recording, tmp_path / "states", runs(4, 20), seed=1)
    print(f"\nP1, FULL: {dict(found)}")
    assert found["states"] >= runs(500, 5000)
    assert found["corrupt"] == found["lost an acknowledged commit"] == 0


def test_p1_the_same_test_catches_what_is_not_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    insist = module.insist

    def careless(connection: sqlite3.Connection, pragma: str, value: int | str) -> None:
        insist(connection, pragma, 1 if pragma == "synchronous" else value)

    monkeypatch.setattr(module, "insist", careless)
    found = replayed(recorded(tmp_path, 4), tmp_path / "states", runs(2, 8), seed=2)
    print(f"\nP1, NORMAL: {dict(found)}")
    assert found["lost an acknowledged commit"] >= 10


# P3


def life(folder: Path, service: Service, order: Order, clock: Clock) -> str:
    """One start, one order, one look, as a program does it. What was said to the person."""
    ledger = Ledger(Database(folder / "fwdesk.db"), clock)
    try:
        ledger.recover()
        row = submit(ledger, service, order, mode="test", host=HOST, quoted_total=TOTAL)
        if row.state is OrderState.ACCEPTED:
            with suppress(StoreError):  # the acceptance stands
                read_back(ledger, service, order.order_po, mode="test", host=HOST)
        return f"{row.state}: {row.message}"
    finally:
        ledger.close()


def booking() -> Service:
    service = Service()

    def book(order: Order) -> Confirmation:
        service.statuses.append(OrderStatus(order.order_po, 77, 3, "Order Received"))
        return Confirmation(order.order_po, 77)

    service.answer = book
    return service


@pytest.mark.parametrize("error", [apsw.FullError, apsw.IOError])
def test_p3_the_database_fails_at_the_nth_write(tmp_path: Path, error: type[Exception]) -> None:
    """Until a life passes clean: never a POST before the intent, never a lie after it, and the next start is right."""
    found, number = Counter[str](), 0 if error is apsw.FullError else 1
    while True:
        number += runs(2, 1)  # per commit the two share the points
        (folder := tmp_path / str(number)).mkdir()
        service, order, clock = booking(), an_order(), Clock()
        recording = Recording(fail_at=number, error=error, keep=False)
        said = failing(lambda: life(folder, service, order, clock), recording)  # noqa: B023 - called at once
        found[checked(folder, service, order, clock, said)] += 1
        if not recording.failed:
            break
        assert recording.failed == 1
    print(f"\nP3, {error.__name__}: {number} points, {dict(found)}")
    assert number > 20
    assert found["nothing sent"] > 5
    assert found["sent"] > 5


def failing(live: Callable[[], str], recording: Recording) -> str:
    with over_apsw(recording):
        try:
            return live()
        except StoreError as error:
            return f"error: {error}"


def checked(folder: Path, service: Service, order: Order, clock: Clock, said: str) -> str:
    """The next start, on a disk that works, against what the service has."""
    assert len(service.posts) <= 1, said
    if said.startswith("error"):
        assert not service.posts, said
        assert "disk" in said or "damaged" in said, said
    ledger = Ledger(Database(folder / "fwdesk.db"), clock)
    ledger.recover()
    rows = ledger.rows()
    if service.posts:
        (row,) = rows
        assert row.state in (OrderState.UNKNOWN, OrderState.ACCEPTED), said
        row = read_back(ledger, service, order.order_po, mode="test", host=HOST)
        assert (row.state, row.order_id) == (OrderState.ACCEPTED, 77)
    else:
        # Not there, written down, or claimed: but nothing is said to have arrived.
        assert all(row.state in (OrderState.INTENT, OrderState.NOT_SENT, OrderState.UNKNOWN) for row in rows), said
    assert ledger.verify() == ()
    ledger.close()
    return "sent" if service.posts else "nothing sent"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["pwrite", "fsync", "ftruncate"])
def test_p3_the_journal_fails_at_the_nth_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    real = getattr(os, call)
    found, nth = Counter[str](), 0
    while True:
        nth += 1
        (folder := tmp_path / str(nth)).mkdir()
        calls = [0]

        def failing(*arguments: object, calls: list[int] = calls, nth: int = nth) -> object:
            calls[0] += 1
            if calls[0] == nth:
                raise OSError(number, os.strerror(number))
            return real(*arguments)

        service, order, clock = booking(), an_order(), Clock()
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                said = life(folder, service, order, clock)
            except StoreError as error:
                said = f"error: {error}"
        found[checked(folder, service, order, clock, said)] += 1
        if calls[0] < nth:
            break
    print(f"\nP3, journal {call} {errno.errorcode[number]}: {nth} points, {dict(found)}")
    assert nth > 3
    assert found["sent"]


def test_p3_the_ballast_lets_the_outcome_land(tmp_path: Path) -> None:
    """The disk is full from the answer on, until the ballast goes: the order is ACCEPTED and not in doubt."""
    recording, clock = Recording(keep=False), Clock()
    ballast = tmp_path / "ballast"

    def fill(order: Order) -> Confirmation:
        act = recording.act

        def full(kind: str, name: str, at: int = 0, data: bytes = b"") -> None:
            if kind == "write" and ballast.exists():
                raise apsw.FullError("as if the disk were full")
            act(kind, name, at, data)

        recording.act = full  # type: ignore[method-assign]
        return Confirmation(order.order_po, 77)

    with over_apsw(recording):
        ledger = Ledger(Database(tmp_path / "fwdesk.db"), clock)
        ledger.recover()
        assert ballast.exists()
        order = an_order()
        row = submit(ledger, Service(fill), order, mode="test", host=HOST, quoted_total=TOTAL)
        assert (row.state, row.order_id) == (OrderState.ACCEPTED, 77)
        assert not ballast.exists()
        ledger.close()
    again = Ledger(Database(tmp_path / "fwdesk.db"), clock)
    again.recover()
    assert ballast.exists()
    assert again.row(order.order_po).state is OrderState.ACCEPTED
    again.close()
