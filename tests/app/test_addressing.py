"""The address book as the window sees it: every order's recipient is in it, and every change is on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app.addressing import Addressing
from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import LedgerRow, OrderState, Recipient
from fwdesk.store.addresses import AddressFile, Book
from tests.support.desks import ADA, LONG, Bench

ZOE = Recipient("Zoë", "Łuczak", address_1="ul. Długa 1", city="Łódź", zip_postal_code="90-001", country_code="pl")


@pytest.fixture
def book(bench: Bench, qtbot: QtBot) -> Addressing:
    addresses = bench.desk.addresses
    addresses.load()
    qtbot.waitUntil(lambda: addresses.loaded, timeout=LONG)
    return addresses


def on_disk(bench: Bench) -> list[Recipient]:
    read, note = AddressFile(bench.folders.address_file).read()
    assert note == ""
    return sorted((entry.recipient for entry in read.entries.values()), key=lambda to: to.first_name)


def idle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)


def test_whoever_an_order_goes_to_is_in_the_book(bench: Bench, qtbot: QtBot) -> None:
    ordering = bench.desk.ordering
    bench.wait_price(qtbot)
    ordering.set_recipient(ADA)
    ordering.ask_shipping()
    qtbot.waitUntil(lambda: ordering.quote is not None, timeout=LONG)
    with qtbot.waitSignal(ordering.sent, timeout=LONG):
        assert ordering.submit()
    qtbot.waitUntil(lambda: bench.desk.addresses.loaded, timeout=LONG)
    (entry,) = bench.desk.addresses.entries
    assert (entry.recipient, entry.orders) == (ADA, 1)
    assert on_disk(bench) == [ADA]


def test_what_never_left_and_what_cannot_be_read_is_not_put_in(bench: Bench, qtbot: QtBot, book: Addressing) -> None:
    row = LedgerRow.__new__(LedgerRow)
    for state, payload in ((OrderState.NOT_SENT, "{}"), (OrderState.ACCEPTED, ""), (OrderState.ACCEPTED, "{}")):
        object.__setattr__(row, "state", state)
        object.__setattr__(row, "payload", payload)
        bench.desk.ordering.sent.emit(row)
    idle(bench, qtbot)
    assert book.entries == ()


def test_changes_show_at_once_and_are_on_the_disk(bench: Bench, qtbot: QtBot, book: Addressing) -> None:
    book.save(ADA)
    assert [entry.recipient for entry in book.entries] == [ADA], "at once"
    book.save(ZOE)
    assert [entry.recipient for entry in book.find("łuczak")] == [ZOE]
    assert book.holds(ZOE)
    idle(bench, qtbot)
    assert on_disk(bench) == [ADA, ZOE]
    (entry,) = book.find("zoe")
    book.delete([entry])
    assert not book.holds(ZOE)
    idle(bench, qtbot)
    assert on_disk(bench) == [ADA]
    assert book.deleted == (entry,)
    book.bring_back()
    book.bring_back()
    idle(bench, qtbot)
    assert on_disk(bench) == [ADA, ZOE]
    book.change(entry.id, replace(ZOE, city="Kraków"))
    idle(bench, qtbot)
    assert [to.city for to in on_disk(bench)] == ["San Antonio", "Kraków"]


def test_a_change_before_the_book_was_read_counts(bench: Bench, qtbot: QtBot) -> None:
    addresses = bench.desk.addresses
    addresses.save(ADA)
    addresses.load()
    assert addresses.entries == ()
    assert not addresses.keeps(ADA, None)
    qtbot.waitUntil(lambda: addresses.loaded and bool(addresses.entries), timeout=LONG)
    assert on_disk(bench) == [ADA]


def test_what_waits_is_written_when_the_desk_closes(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path
) -> None:
    bench = benches(data=tmp_path / "same")
    bench.desk.addresses.save(ADA)
    bench.desk.addresses.save(ZOE)
    bench.desk.addresses.save_now()
    bench.desk.addresses.save_now()
    assert on_disk(bench) == [ADA, ZOE]
    idle(bench, qtbot)
    assert on_disk(bench) == [ADA, ZOE]
    assert [entry.orders for entry in bench.desk.addresses.entries] == [0, 0]


def test_a_spelling_that_was_kept_is_remembered(bench: Bench, qtbot: QtBot, book: Addressing) -> None:
    suggested = replace(ADA, address_2="Apt 4")
    book.keep_spelling(ADA, suggested)
    assert book.keeps(ADA, suggested)
    idle(bench, qtbot)
    assert book.keeps(ADA, suggested)
    assert not book.keeps(ADA, None)


def test_a_damaged_book_is_said(benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path) -> None:
    bench = benches(data=tmp_path / "same")
    bench.folders.address_file.write_bytes(b"not a book\n")
    bench.desk.addresses.load()
    qtbot.waitUntil(lambda: bool(bench.notes), timeout=LONG)
    assert "The address book was damaged" in bench.notes[0].text


def test_a_disk_that_fails_is_said_and_the_change_is_tried_again(
    bench: Bench, qtbot: QtBot, book: Addressing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_file: AddressFile, _edit: Callable[[Book], Book]) -> tuple[Book, str]:
        raise StoreError("addresses.jsonl could not be saved: the disk is full.")

    monkeypatch.setattr(AddressFile, "change", fails)
    with qtbot.waitSignal(book.failed, timeout=LONG):
        book.save(ADA)
    assert "the disk is full" in bench.notes[-1].text
    assert book.holds(ADA), "it stays on show"
    monkeypatch.undo()
    book.save(ZOE)
    idle(bench, qtbot)
    assert on_disk(bench) == [ADA, ZOE], "and goes to the disk with the next change"


def test_tables_are_read_on_a_worker(bench: Bench, qtbot: QtBot, book: Addressing, tmp_path: Path) -> None:
    answers: list[tuple[str, tuple[Recipient, ...]]] = []
    table = tmp_path / "people.csv"
    lines = ["Name,Street,City,State,Zip,Note", "Ada Example,100 Main St,San Antonio,TX,78205,x", *["B C,,,,,"] * 7]
    table.write_text("\n".join(lines))
    for path in (table, tmp_path / "gone.csv"):
        before = len(answers)
        book.read_table(path, "us", lambda words, rows: answers.append((words, rows)))
        qtbot.waitUntil(lambda before=before: len(answers) > before, timeout=LONG)
    (words, rows), (missing, none) = answers
    assert rows == (ADA,)
    assert words.startswith("people.csv: 1 address. Not used: the columns Note. Line 3 has no street.")
    assert words.endswith("2 more lines were left out.")
    assert (missing, none) == ("There is no file gone.csv.", ())
    book.save_all([*rows, ZOE])
    assert [entry.recipient for entry in book.entries] == [ADA, ZOE]
    idle(bench, qtbot)
    assert on_disk(bench) == [ADA, ZOE]
