"""P4, P5, P6: damaged, lost and old files. Never a crash, never silently empty, never an order lost that was sent."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import ConnectionLost, Refused, StoreError, Unreachable
from fwdesk.domain.order import Confirmation, LedgerRow, Order, OrderState, OrderStatus
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.submit import read_back, submit
from fwdesk.orders.tracking import refresh
from fwdesk.store.database import Database
from fwdesk.store.schema import STEPS
from tests.faults.kit.runs import FULL, runs
from tests.faults.kit.zygote import Job, Zygote
from tests.orders_kit import HOST, TOTAL, Clock, Service, an_order

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800 if FULL else 120)]
GOLDEN = Path(__file__).parents[1] / "unit" / "store" / "golden"


class Book(Service):
    """A service with a book: each order has one number, lost or refused or not, unless it never came."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(self.take)
        self.chance = chance

    def take(self, order: Order) -> Confirmation:
        mood = self.chance.choice(["well", "well", "lost", "never came", "refused", "down"])
        if mood in ("well", "lost"):
            number = 7001 + len(self.statuses)
            self.statuses.append(OrderStatus(order.order_po, number, 3, "Order Received"))
            if mood == "well":
                return Confirmation(order.order_po, number)
        if mood == "refused":
            raise Refused("No.", status=400)
        raise Unreachable("nobody") if mood == "down" else ConnectionLost("lost")

    def fetch_order_status(self, order_pos: object, **_: object) -> tuple[OrderStatus, ...]:  # type: ignore[override]
        return tuple(status for status in self.statuses if status.order_po in list(order_pos))  # type: ignore[arg-type]

    @property
    def truth(self) -> dict[str, int]:
        return {status.order_po: status.order_id for status in self.statuses}


def opened(folder: Path, clock: Clock) -> Ledger:
    """What a start does by itself."""
    ledger = Ledger(Database(folder / "fwdesk.db"), clock)
    ledger.recover()
    ledger.back_up()
    return ledger


def lived(folder: Path, book: Book, clock: Clock, orders: int) -> dict[str, LedgerRow]:
    """Some days of orders, with a start on each; the rows at the end."""
    for number in range(orders):
        ledger = opened(folder, clock)
        submit(ledger, book, an_order(order_po=f"FWD-{number}"), mode="test", host=HOST, quoted_total=TOTAL)
        if book.chance.random() < 0.5:
            refresh(ledger, book, mode="test", host=HOST)
        rows = {row.order_po: row for row in ledger.rows()}
        ledger.close()
        clock.now += timedelta(seconds=book.chance.choice([1, 60, 3600, 90_000]))
    return rows


def none_lost(folder: Path, book: Book, clock: Clock, what: object) -> Ledger:
    """Open, read back what is open, and compare with the service: 0 lost, 0 made up, 0 sent."""
    posts = len(book.posts)
    ledger = opened(folder, clock)
    refresh(ledger, book, mode="test", host=HOST)
    found = {row.order_po: row.order_id for row in ledger.rows() if row.state is OrderState.ACCEPTED}
    assert found == book.truth, what
    assert len(book.posts) == posts
    return ledger


Damage = Callable[[Path, random.Random], object]


def zeroed(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    begin = chance.randrange(0, max(1, len(data) - 4096), 512)
    data[begin : begin + 4096] = bytes(len(data[begin : begin + 4096]))
    path.write_bytes(data)


def flipped(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 2, 50])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def stale_log(path: Path, chance: random.Random) -> None:
    """A log of another database beside this one."""
    other = path.with_name("other.db")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE things (name TEXT)")
        connection.execute("INSERT INTO things VALUES ('x')")
        connection.commit()
        shutil.copy(other.with_name("other.db-wal"), path.with_name(path.name + "-wal"))


DAMAGES: dict[str, Damage] = {
    "flipped bits": flipped,
    "zeroed page": zeroed,
    "cut": lambda path, chance: path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)]),
    "no bytes": lambda path, _: path.write_bytes(b""),
    "text": lambda path, _: path.write_text("Dear diary, " * 500),
    "gone": lambda path, _: path.unlink(),
    "stale log": stale_log,
    "noise": lambda path, chance: path.write_bytes(chance.randbytes(path.stat().st_size)),
}


def test_p4_p5_a_damaged_or_lost_database_is_rebuilt(tmp_path: Path) -> None:
    """With its journal: every order is there again, damage is said in words, and the old file is kept."""
    said: Counter[str] = Counter()
    for number in range(runs(24, 400)):
        chance, clock = random.Random(number), Clock()
        name = [*DAMAGES][number % len(DAMAGES)]
        (folder := tmp_path / str(number)).mkdir()
        book = Book(chance)
        before = lived(folder, book, clock, 4)
        if number % 3 == 0:
            shutil.rmtree(folder / "backups")
        DAMAGES[name](folder / "fwdesk.db", chance)
        ledger = none_lost(folder, book, clock, (number, name))
        rows = {row.order_po: row for row in ledger.rows()}
        assert rows.keys() == before.keys()
        for order_po, row in rows.items():
            assert row.payload == before[order_po].payload
        assert ledger.verify() == ()
        assert ledger.standing("live").holds == ()  # all is whole and read back
        said[f"{name}: {'said' if ledger.note else 'nothing to say'}"] += 1
        ledger.close()
    print("\nP4, P5:", dict(said))
    for name in ("text", "gone", "noise", "no bytes"):
        assert not said[f"{name}: nothing to say"]


def test_p4_without_a_journal_nothing_is_silently_empty(tmp_path: Path) -> None:
    """Database damaged and journal gone or damaged too: what is left is shown, what is not is said, live is held."""
    said: Counter[str] = Counter()
    for number in range(runs(16, 200)):
        chance, clock = random.Random(1000 + number), Clock()
        name = ["noise", "gone", "flipped bits", "no bytes"][number % 4]
        (folder := tmp_path / str(number)).mkdir()
        book = Book(chance)
        before = lived(folder, book, clock, 4)
        DAMAGES[name](folder / "fwdesk.db", chance)
        journal = folder / "orders.journal"
        [journal.unlink, lambda: flipped(journal, chance)][number // 4 % 2]()  # noqa: B023 - called at once
        ledger = opened(folder, clock)
        refresh(ledger, book, mode="test", host=HOST)
        rows = {row.order_po: row for row in ledger.rows()}
        held = ledger.standing("live").holds
        whole = all(rows[po].order_id == number for po, number in book.truth.items() if po in rows)
        if not rows.keys() >= before.keys() or not whole:
            assert held, (number, name)
            assert ledger.note
        for row in rows.values():
            if row.state in (OrderState.INTENT, OrderState.NOT_SENT):
                assert row.order_po not in book.truth, (number, name)  # nothing that was sent is offered as unsent
        said[f"{name}: {len(rows)} of {len(before)} orders, {'held' if held else 'whole'}"] += 1
        ledger.acknowledge_holds()
        assert ledger.standing("live").holds == ()
        ledger.close()
    print("\nP4, no journal:", dict(sorted(said.items())))


def test_p4_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fwdesk.db").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        opened(tmp_path, Clock())


def test_p4_a_damaged_journal_is_kept_and_written_anew(tmp_path: Path) -> None:
    for number in range(runs(10, 200)):
        chance, clock = random.Random(number), Clock()
        (folder := tmp_path / str(number)).mkdir()
        book = Book(chance)
        lived(folder, book, clock, 2)
        journal = folder / "orders.journal"
        before = journal.read_bytes()
        (zeroed if number % 2 else flipped)(journal, chance)
        none_lost(folder, book, clock, number).close()
        assert journal.read_bytes().startswith(before[:100]) or (folder / "orders.journal.broken-1").exists()
        (folder / "fwdesk.db").unlink()  # the new journal is as good as the old one
        shutil.rmtree(folder / "backups")
        none_lost(folder, book, clock, number).close()


def test_p4_every_flipped_bit_of_a_row_is_named(tmp_path: Path) -> None:
    """Of single flipped bits in the text of an order, the row's hash names each one that was read otherwise."""
    clock, chance = Clock(), random.Random(5)
    lived(tmp_path, Book(chance), clock, 3)
    path = tmp_path / "fwdesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")  # no old copy of a row is left in the slack
    whole = path.read_bytes()
    at = whole.index(b'"first_name":"Ada"')
    for turn in range(runs(20, 300)):
        data = bytearray(whole)
        data[at + chance.randrange(18)] ^= 1 << chance.randrange(8)
        copy = tmp_path / f"copy-{turn}"
        copy.mkdir()
        (copy / "fwdesk.db").write_bytes(data)
        ledger = Ledger(Database(copy / "fwdesk.db"), clock)
        named = [words for words in ledger.verify() if "its row was altered" in words]
        assert len(named) == 1
        (order_po,) = (words.split(":")[0] for words in named)
        assert ledger.row(order_po).damaged
        assert order_po in ledger.note
        assert ledger.standing("live").holds
        ledger.close()


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_p6_killed_at_every_statement_of_opening(tmp_path: Path, zygote: Zygote, version: int) -> None:
    """The old file or the new one, the backup whole, and the next start makes it new."""
    number = kills = 0
    versions: Counter[int] = Counter()
    while True:
        number += 1
        (folder := tmp_path / str(number)).mkdir()
        shutil.copy(GOLDEN / f"v{version}.db", folder / "fwdesk.db")
        end = zygote.run(Job("migrate", str(folder), kill_at=f"statement {number}"))
        assert end.killed or not end.words, end.words
        with closing(sqlite3.connect(folder / "fwdesk.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            versions[connection.execute("PRAGMA user_version").fetchone()[0]] += 1
        backup = folder / f"fwdesk.db.v{version}.bak"
        if backup.exists():
            with closing(sqlite3.connect(backup)) as connection:
                assert connection.execute("PRAGMA user_version").fetchone() == (version,)
                assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)
        ledger = Ledger(Database(folder / "fwdesk.db"))
        assert ledger.verify() == ()
        (row,) = ledger.rows()
        assert (row.state, row.order_id > 0, row.damaged) == (OrderState.ACCEPTED, True, False)
        assert row.sent_at is not None
        ledger.close()
        if not end.killed:
            break
        kills += 1
    print(f"\nP6: from version {version}: killed at {kills} statements, found versions {dict(versions)}")
    assert kills > 12
    assert set(versions) == {version, len(STEPS)}


def test_p6_a_newer_file_is_shown_and_not_touched(tmp_path: Path) -> None:
    clock, book = Clock(), Book(random.Random(1))
    before = lived(tmp_path, book, clock, 2)
    path = tmp_path / "fwdesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
        connection.execute("ALTER TABLE orders ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")
        connection.commit()
    data, journal = path.read_bytes(), (tmp_path / "orders.journal").read_bytes()
    ledger = opened(tmp_path, clock)
    assert "newer fwdesk" in ledger.note
    assert {row.order_po: row.state for row in ledger.rows()} == {po: row.state for po, row in before.items()}
    with pytest.raises(StoreError, match="newer fwdesk"):
        submit(ledger, book, an_order(), mode="test", host=HOST, quoted_total=TOTAL)
    with pytest.raises(StoreError, match="newer fwdesk"):
        read_back(ledger, book, "FWD-0", mode="test", host=HOST)
    ledger.close()
    assert (path.read_bytes(), (tmp_path / "orders.journal").read_bytes()) == (data, journal)
    assert len(book.posts) == 2
