"""Everybody else who gets the same pieces, each in an order of their own: read from a table, checked row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import Refused
from fwdesk.domain.order import Recipient

LANE = "people"
MOST = 50
"""Recipients of one confirmation: each is a request of its own, and a person is waiting."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of them. `wrong` keeps the order back; `words` say what is known about the address, empty until it was asked.

    `asked`: the service has had its say.
    """

    recipient: Recipient
    words: str = ""
    wrong: bool = False
    asked: bool = False


class People(QObject):
    """The list beside the first recipient, who is typed on a page of its own.

    Signals:
        changed(): the list, or what is known about somebody on it.
        failed(Exception): a table could not be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject, tasks: Tasks, workshop: Workshop, link: Link) -> None:
        """Nobody."""
        super().__init__(parent)
        self._tasks, self._workshop, self._link = tasks, workshop, link
        self._list: tuple[Person, ...] = ()
        self._notes: tuple[str, ...] = ()
        link.changed.connect(self._link_changed)

    @property
    def list(self) -> tuple[Person, ...]:
        """Everybody, as they were read."""
        return self._list

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Their addresses."""
        return tuple(person.recipient for person in self._list)

    def repeated(self, first: Recipient) -> frozenset[int]:
        """Whose rows are those of somebody further up or of `first`: they get one parcel, and not two."""
        known, found = {_label(first)}, set[int]()
        for at, person in enumerate(self._list):
            label = _label(person.recipient)
            if label in known:
                found.add(at)
            known.add(label)
        return frozenset(found)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the last table had in it that could not be used, as sentences."""
        return self._notes

    @property
    def asking(self) -> bool:
        """True while addresses are being read or checked."""
        return self._tasks.waits(LANE)

    @property
    def blocker(self) -> str:
        """Why an order must wait for one of these addresses; empty if it need not."""
        wrong = sum(person.wrong for person in self._list)
        if wrong:
            return f"{wrong} of the other recipients cannot be sent to as they are. Mend them or take them out."
        if not all(person.asked for person in self._list):
            return "The addresses of the other recipients are being checked."
        return ""

    def read(self, text: str, country: str) -> None:
        """Add everybody in a pasted table with headings; who is there already is not added twice.

        `country` (a code) is taken for rows that name none.
        """
        before = self.recipients

        def work(_cancel: Cancel) -> tuple[tuple[Person, ...], tuple[str, ...]]:
            from fwdesk.orders.address import problems
            from fwdesk.orders.address_text import read_table

            table = read_table(text.encode(), country)
            notes = list(table.problems)
            if table.unused:
                notes.append(f"Not used: {', '.join(table.unused)}.")
            new = [row for row in dict.fromkeys(table.rows) if row not in before]
            if len(before) + len(new) > MOST:
                notes.append(f"At most {MOST} can be sent to at once; {len(before) + len(new) - MOST} were left out.")
                new = new[: MOST - len(before)]
            found = ((row, " ".join(problems(row).values())) for row in new)
            return tuple(Person(row, words, wrong=bool(words), asked=bool(words)) for row, words in found), tuple(notes)

        self._tasks.run(work, self._add, self.failed.emit, lane=LANE)
        self.changed.emit()

    def _add(self, answer: tuple[tuple[Person, ...], tuple[str, ...]]) -> None:
        people, self._notes = answer
        self._become((*self._list, *people))

    def take_out(self, at: int) -> None:
        """Somebody gets nothing after all."""
        self._become((*self._list[:at], *self._list[at + 1 :]))

    def keep(self, recipients: Sequence[Recipient]) -> None:
        """Only these are left, as they were."""
        self._notes = ()
        self._become(tuple(person for person in self._list if person.recipient in recipients))

    # Inside

    def _become(self, people: tuple[Person, ...]) -> None:
        self._list = people
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        """Ask the service about everybody it was not asked about yet."""
        workshop, open_ = self._workshop, [person for person in self._list if not person.asked]
        self._tasks.cancel(LANE)
        if not open_:
            return

        def work(cancel: Cancel) -> dict[Recipient, Person]:
            return {person.recipient: _judged(workshop, person, cancel) for person in open_}

        self._tasks.run(work, self._judged, self._not_judged, lane=LANE)

    def _judged(self, judged: dict[Recipient, Person]) -> None:
        self._list = tuple(judged.get(person.recipient, person) for person in self._list)
        self.changed.emit()

    def _not_judged(self, error: Exception) -> None:
        self._link.failed(error)
        self.failed.emit(error)

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:  # another service has its own word on every address
            self._tasks.cancel(LANE)
            self._list = tuple(
                person if person.wrong else replace(person, asked=False, words="") for person in self._list
            )
        elif self._link.state is LinkState.READY and not self.asking:
            self._check()


def _label(recipient: Recipient) -> tuple[str, ...]:
    """A parcel's label, however it is capitalized or spaced: two that are the same go to the same person."""
    return tuple(" ".join(line.split()).casefold() for line in recipient.lines)


def _judged(workshop: Workshop, person: Person, cancel: Cancel) -> Person:
    """What the service says about an address. Raises `ServiceError` when it could not be asked."""
    try:
        verdict = workshop.client.validate_recipient_address(person.recipient, cancel=cancel)
    except Refused as error:  # it answers, but not about this one: that says nothing against the address
        return replace(person, words=f"The address was not checked by the service: {error}", asked=True)
    if not verdict.valid:
        words = f"The service does not accept this address. {verdict.message}".strip()
        return replace(person, words=words, wrong=True, asked=True)
    suggested = verdict.suggested
    if suggested and [line.casefold() for line in suggested.lines] != [
        line.casefold() for line in person.recipient.lines
    ]:
        return replace(person, words=f"The service spells it: {', '.join(suggested.lines[1:])}", asked=True)
    return replace(person, words="The service accepts this address.", asked=True)
