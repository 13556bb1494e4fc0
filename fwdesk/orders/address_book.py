"""The address book's rules: who is the same, who comes first, who is found by what is typed."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from fwdesk.domain.order import Recipient
from fwdesk.store.addresses import Book, Entry, KeptSpelling, spelling

_SIGNS = re.compile(r"[-,;@()/]")
_WAYS_TO_REACH = {"phone", "email"}


def by_use(book: Book) -> tuple[Entry, ...]:
    """All addresses, the one used last first."""
    return tuple(sorted(book.entries.values(), key=lambda entry: entry.used_at, reverse=True))


def new_id() -> str:
    """An id for an entry that may be new. It is made once for a change, which may be applied more than once."""
    return uuid.uuid4().hex


def with_used(book: Book, recipient: Recipient, when: datetime, id_if_new: str, *, ordered: bool = False) -> Book:
    """The book after an address was used: a new entry, or the old one moved to the top.

    Phone and email do not make another recipient; the newest are kept. `ordered` counts an order.
    """
    same = find_same(book, recipient)
    entry = same or Entry(id_if_new, recipient, when)
    phone, email = recipient.phone or entry.recipient.phone, recipient.email or entry.recipient.email
    entry = replace(
        entry,
        recipient=replace(recipient, phone=phone, email=email),
        used_at=max(when, entry.used_at),
        orders=entry.orders + int(ordered),
    )
    return replace(book, entries={**book.entries, entry.id: entry})


def with_changed(book: Book, entry_id: str, recipient: Recipient) -> Book:
    """The book with another address in an entry's place; unchanged if the entry is gone."""
    entry = book.entries.get(entry_id)
    if entry is None:
        return book
    return replace(book, entries={**book.entries, entry_id: replace(entry, recipient=recipient)})


def with_entries(book: Book, entries: Iterable[Entry]) -> Book:
    """The book with these entries in it as they are: what was deleted is back."""
    return replace(book, entries={**book.entries, **{entry.id: entry for entry in entries}})


def without(book: Book, entry_ids: Iterable[str]) -> Book:
    """The book without some entries."""
    gone = set(entry_ids)
    return replace(book, entries={key: entry for key, entry in book.entries.items() if key not in gone})


def with_kept(book: Book, typed: Recipient, suggested: Recipient | None) -> Book:
    """The book that remembers: this spelling was kept against that one (None: although it was not accepted)."""
    kept = KeptSpelling(spelling(typed), spelling(suggested))
    return replace(book, kept=(*(old for old in book.kept if old.typed != kept.typed), kept))


def is_kept(book: Book, typed: Recipient, suggested: Recipient | None) -> bool:
    """Whether the person has kept this spelling against that one before."""
    return KeptSpelling(spelling(typed), spelling(suggested)) in book.kept


def find_same(book: Book, recipient: Recipient) -> Entry | None:
    """The entry of the same person at the same place, however it is capitalized and spaced."""
    wanted = _identity(recipient)
    return next((entry for entry in book.entries.values() if _identity(entry.recipient) == wanted), None)


def found(entries: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """Those in which every typed word begins some word, whatever its accents and capitals."""
    wanted = _words(text)
    return tuple(entry for entry in entries if _has(entry.recipient, wanted))


def _has(recipient: Recipient, wanted: list[str]) -> bool:
    words = _words(" ".join(asdict(recipient).values()))
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _words(text: str) -> list[str]:
    return _SIGNS.sub(" ", folded(text)).split()


def folded(text: str) -> str:
    """Text for comparing: no accents, no capitals, single blanks."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in parts if not unicodedata.combining(char)).split())


def _identity(recipient: Recipient) -> tuple[str, ...]:
    return tuple(
        " ".join(value.casefold().split()) for name, value in asdict(recipient).items() if name not in _WAYS_TO_REACH
    )
