"""Limited editions: which numbers of a picture at a size are taken, told from the ledger's events alone.

A number is taken in the same moment as the order's intent is written down, and given back only by a person, for an
order that was written off. The events carry both, so that the register is in the journal and every backup, and a
rebuilt ledger has it again. Live, test and practice orders count for themselves.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from fwdesk.domain.code import parse_code
from fwdesk.domain.errors import CodeError, OrderError
from fwdesk.domain.order import Order, OrderLine
from fwdesk.orders.rows import select

TAKEN, RETURNED = "edition_numbers", "edition_numbers_returned"
"""The keys under which events carry numbers: a list of [picture, size, edition, number]."""


@dataclass(frozen=True, slots=True)
class Number:
    """One numbered copy, and the order that has it."""

    number: int
    order_po: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A picture (by the hash of its print file) at a size, limited to `copies` ever; `taken` by number."""

    picture: str
    size: str
    copies: int
    taken: tuple[Number, ...] = ()

    @property
    def left(self) -> int:
        """Copies that can still be ordered."""
        return self.copies - len(self.taken)

    def next(self, count: int) -> tuple[int, ...]:
        """The lowest free numbers, `count` of them. Raises `OrderError` when there are not as many."""
        used = {number.number for number in self.taken}
        free = [number for number in range(1, self.copies + 1) if number not in used]
        if count > len(free):
            taken = f"{len(used)} of {self.copies} are taken"
            raise OrderError(f"This edition ends at number {self.copies}: {taken}, so {count} more cannot be ordered.")
        return tuple(free[:count])


Register = dict[tuple[str, str], Edition]


def key_of(line: OrderLine) -> tuple[str, str] | None:
    """The picture and size of a line's edition; None for what has no print of its own."""
    try:
        printed = parse_code(line.code).print
    except CodeError:
        return None
    if printed is None or not line.file.sha256:
        return None
    short, long = sorted((printed.size.width, printed.size.height))
    return line.file.sha256, f"{short.normalize():f}x{long.normalize():f}"


def register(connection: sqlite3.Connection, mode: str) -> Register:
    """Every edition of a mode, as its events tell."""
    rows = select(
        connection,
        "SELECT events.order_po, events.changes FROM events JOIN orders USING (order_po)"
        " WHERE orders.mode = ? AND events.changes LIKE '%\"edition_numbers%' ORDER BY events.number",
        (mode,),
    )
    copies: dict[tuple[str, str], int] = {}
    taken: dict[tuple[str, str], dict[int, str]] = {}
    for row in rows:
        changes = json.loads(row["changes"])
        for picture, size, edition, number in changes.get(TAKEN, ()):
            copies.setdefault((picture, size), edition)
            taken.setdefault((picture, size), {})[number] = row["order_po"]
        for picture, size, _edition, number in changes.get(RETURNED, ()):
            taken[picture, size].pop(number)
    return {
        key: Edition(*key, copies[key], tuple(Number(number, po) for number, po in sorted(taken.get(key, {}).items())))
        for key in copies
    }


def numbers_for(connection: sqlite3.Connection, order: Order, mode: str) -> list[list[object]]:
    """The numbers that an order takes, for its event. Raises `OrderError` when an edition has not as many left.

    A picture that is limited at this size takes numbers whether its line says so or not: no copy goes uncounted.
    """
    known = register(connection, mode)
    taken: list[list[object]] = []
    for line in order.lines:
        key = key_of(line)
        if key is None:
            if line.edition:
                raise OrderError(f"{line.code}: an edition needs a print.")
            continue
        edition = known.get(key) or (Edition(*key, line.edition) if line.edition else None)
        if edition is None:
            continue
        if line.edition not in (0, edition.copies):
            words = f"{line.title or line.code} is an edition of {edition.copies} at this size, not of {line.edition}."
            raise OrderError(words)
        numbers = edition.next(line.quantity)
        taken.extend([*key, edition.copies, number] for number in numbers)
        now_taken = (*edition.taken, *(Number(number, order.order_po) for number in numbers))
        known[key] = Edition(*key, edition.copies, now_taken)
    return taken


def numbers_of(known: Register, order_po: str) -> list[list[object]]:
    """The numbers that an order has."""
    return [
        [edition.picture, edition.size, edition.copies, number.number]
        for edition in known.values()
        for number in edition.taken
        if number.order_po == order_po
    ]


def told(numbers: Sequence[int]) -> str:
    """Numbers for people: 3; 3 and 4; 3 to 7."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return " and ".join(filter(None, (", ".join(map(str, numbers[:-1])), str(numbers[-1]))))
