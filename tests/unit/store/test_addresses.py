"""The address book on disk: whole or not at all, and damage found line by line."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import Recipient
from fwdesk.store import addresses
from fwdesk.store.addresses import KEPT_LIMIT, AddressFile, Book, Entry, KeptSpelling, spelling
from fwdesk.store.lock import Lock
from tests.orders_kit import ADA

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ZOE = Recipient("Zoë", "Łuczak", address_1="ul. Długa 1 🎨", city="Łódź", zip_postal_code="90-001", country_code="pl")


def a_book(count: int = 3) -> Book:
    entries = [
        Entry(f"id{at}", replace(ADA, first_name=f"Ada {at}"), NOW - timedelta(days=at), at) for at in range(count)
    ]
    return Book({entry.id: entry for entry in entries}, (KeptSpelling("a", "b"),))


@pytest.fixture
def file(tmp_path: Path) -> AddressFile:
    return AddressFile(tmp_path / "addresses.jsonl")


def test_what_is_written_is_read_again(file: AddressFile, tmp_path: Path) -> None:
    assert file.read() == (Book(), "")
    book = Book({**a_book().entries, "z": Entry("z", ZOE, NOW)}, a_book().kept)
    assert file.change(lambda _book: book) == (book, "")
    assert AddressFile(tmp_path / "addresses.jsonl").read() == (book, "")
    assert (tmp_path / "addresses.jsonl").stat().st_mode & 0o077 == 0


def test_no_change_writes_nothing(file: AddressFile, tmp_path: Path) -> None:
    file.change(lambda book: book)
    assert not (tmp_path / "addresses.jsonl").exists()


def test_only_the_latest_decisions_are_kept(file: AddressFile) -> None:
    many = tuple(KeptSpelling(str(at), "") for at in range(KEPT_LIMIT + 5))
    book, _ = file.change(lambda _book: Book({}, many))
    assert book.kept == many[5:]
    assert file.read()[0].kept == many[5:]


@pytest.mark.parametrize("how", ["flip", "cut", "lose", "text", "not an entry", "empty"])
def test_damage_is_found_said_and_mended(file: AddressFile, tmp_path: Path, how: str) -> None:
    path = tmp_path / "addresses.jsonl"
    file.change(lambda _book: a_book(3))
    file.change(lambda _book: a_book(4))
    lines = path.read_bytes().split(b"\n")
    match how:
        case "flip":
            lines[2] = lines[2].replace(b"Main", b"Mein")
        case "cut":
            lines = [*lines[:-3], lines[-3][:40]]
        case "lose":
            del lines[3]
        case "text":
            lines[2] = b"{not json"
        case "not an entry":
            body = {"id": "x", "used_at": "yesterday", "orders": 0, "recipient": {}}
            lines[2] = json.dumps({"check": addresses._digest(body), "is": body}).encode()
        case _:
            lines = [b""]
    damaged = b"\n".join(lines)
    path.write_bytes(damaged)
    book, note = file.read()
    assert "damaged" in note
    assert "addresses.jsonl.broken-1" in note
    assert {f"id{at}" for at in range(3)} <= set(book.entries), "the copy has what the file lost"
    assert (tmp_path / "addresses.jsonl.broken-1").read_bytes() == damaged
    assert file.read() == (book, ""), "it is mended on the disk as well"


def test_damage_without_a_copy_leaves_what_is_intact(file: AddressFile, tmp_path: Path) -> None:
    file.change(lambda _book: a_book(3))
    path = tmp_path / "addresses.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Ada 1", b"Adb 1"))
    book, note = file.read()
    assert set(book.entries) == {"id0", "id2"}
    assert "2 addresses are there." in note


def test_the_book_of_a_newer_program_is_left_alone(file: AddressFile, tmp_path: Path) -> None:
    path = tmp_path / "addresses.jsonl"
    body = {"fwdesk": "addresses", "version": 2, "lines": 0}
    path.write_bytes(json.dumps({"check": addresses._digest(body), "is": body}).encode() + b"\n")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer"):
        file.change(lambda _book: a_book())
    assert path.read_bytes() == before


def test_changes_of_many_at_once_all_count(file: AddressFile, tmp_path: Path) -> None:
    def add(at: int) -> None:
        entry = Entry(f"n{at}", ADA, NOW)
        AddressFile(tmp_path / "addresses.jsonl").change(
            lambda book: replace(book, entries={**book.entries, entry.id: entry})
        )

    threads = [threading.Thread(target=add, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(file.read()[0].entries) == {f"n{at}" for at in range(8)}


def test_a_book_in_use_is_waited_for_and_then_said(
    file: AddressFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_WAIT_S", 0)
    lock = Lock(tmp_path / "addresses.jsonl.lock")
    assert lock.take()
    with pytest.raises(StoreError, match="in use"):
        file.read()
    lock.release()
    assert file.read() == (Book(), "")


def test_a_spelling_is_known_by_every_letter() -> None:
    assert spelling(ADA) == spelling(replace(ADA))
    assert len({spelling(ADA), spelling(replace(ADA, city="san Antonio")), spelling(None)}) == 3
