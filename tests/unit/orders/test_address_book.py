"""Who is the same in the address book, who comes first, who is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fwdesk.domain.order import Recipient
from fwdesk.orders import address_book as rules
from fwdesk.store.addresses import Book
from tests.orders_kit import ADA

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ZOE = Recipient("Zoë", "Łuczak", "Galerie Ü", "ul. Długa 1", city="Łódź", zip_postal_code="90-001", country_code="pl")


def used(*recipients: Recipient, ordered: bool = True) -> Book:
    book = Book()
    for at, recipient in enumerate(recipients):
        book = rules.with_used(book, recipient, NOW + timedelta(minutes=at), str(at), ordered=ordered)
    return book


def test_the_one_used_last_comes_first_and_nobody_stands_there_twice() -> None:
    book = used(ADA, ZOE, replace(ADA, city="SAN  antonio", phone="1"))
    first, second = rules.by_use(book)
    assert (first.recipient.city, first.recipient.phone, first.orders) == ("SAN  antonio", "1", 2)
    assert (second.recipient, second.orders) == (ZOE, 1)
    again = rules.with_used(book, ADA, NOW + timedelta(hours=1), "x")
    assert rules.by_use(again)[0].recipient == replace(ADA, phone="1"), "a phone number that is known is not lost"
    assert rules.by_use(again)[0].orders == 2
    earlier = rules.with_used(book, ZOE, NOW - timedelta(days=9), "x", ordered=True)
    assert rules.by_use(earlier)[1].used_at == second.used_at, "an older order does not turn the clock back"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 2), ("ada", 1), ("exa san", 1), ("78205", 1), ("zoe", 1), ("luczak", 0), ("łuczak", 1), ("lodz", 0),
        ("galerie u", 1), ("DŁUGA", 1), ("90-001", 1), ("90", 1), ("tonio", 0), ("ada zoe", 0), ("tx 78205", 1),
    ],
)  # fmt: skip
def test_found_by_the_beginnings_of_words(text: str, found: int) -> None:
    assert len(rules.found(rules.by_use(used(ADA, ZOE)), text)) == found


def test_deleting_and_bringing_back() -> None:
    book = used(ADA, ZOE)
    entry = rules.by_use(book)[0]
    without = rules.without(book, [entry.id])
    assert [kept.recipient for kept in rules.by_use(without)] == [ADA]
    assert rules.by_use(rules.with_entries(without, [entry])) == rules.by_use(book)


def test_editing_an_entry() -> None:
    book = used(ADA)
    (entry,) = rules.by_use(book)
    (changed,) = rules.by_use(rules.with_changed(book, entry.id, ZOE))
    assert changed == replace(entry, recipient=ZOE)
    assert rules.with_changed(book, "gone", ZOE) == book


def test_what_was_kept_is_remembered_against_that_suggestion_alone() -> None:
    other = replace(ADA, address_2="Apt 4")
    book = rules.with_kept(Book(), ADA, other)
    assert rules.is_kept(book, ADA, other)
    assert not rules.is_kept(book, ADA, replace(other, address_2="Apt 5"))
    assert not rules.is_kept(book, ADA, None)
    assert not rules.is_kept(book, other, ADA)
    again = rules.with_kept(book, ADA, None)
    assert rules.is_kept(again, ADA, None)
    assert len(again.kept) == 1


def test_ids_are_new() -> None:
    assert len({rules.new_id() for _ in range(100)}) == 100
