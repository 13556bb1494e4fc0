"""The address book as the window sees it: read once, changed on workers, every change at once to the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.ordering import Ordering
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import LedgerRow, OrderState, Recipient

if TYPE_CHECKING:
    from fwdesk.store.addresses import Book, Entry

LANE = "addresses"
TABLE_LIMIT = 16 << 20
_NOT_GONE = {OrderState.INTENT, OrderState.SENDING, OrderState.NOT_SENT}
"""Nothing has gone to the service, as far as the ledger knows."""


class Addressing(QObject):
    """Recipients that were used, and what was decided about their spelling.

    Signals:
        changed(): the book is there, or is another one.
        failed(Exception): the book could not be read or written.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, ordering: Ordering) -> None:
        """Reads nothing until `load`; puts every recipient in the book to whom an order went."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._book: Book | None = None
        self._waiting: list[Callable[[Book], Book]] = []
        self._writing = threading.Lock()
        self._deleted: tuple[Entry, ...] = ()
        ordering.sent.connect(self._sent)

    @property
    def loaded(self) -> bool:
        """Whether the book has been read."""
        return self._book is not None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All addresses, the one used last first; empty before `load` answered."""
        from fwdesk.orders.address_book import by_use

        return by_use(self._book) if self._book else ()

    @property
    def deleted(self) -> tuple[Entry, ...]:
        """What was deleted last, and can be brought back."""
        return self._deleted

    def find(self, text: str) -> tuple[Entry, ...]:
        """The addresses in which every typed word begins some word, the one used last first."""
        from fwdesk.orders.address_book import found

        return found(self.entries, text)

    def holds(self, recipient: Recipient) -> bool:
        """Whether this very address is in the book."""
        return any(entry.recipient == recipient for entry in self.entries)

    def keeps(self, typed: Recipient, suggested: Recipient | None) -> bool:
        """Whether the person kept this spelling against that one (None: against a no) before."""
        from fwdesk.orders.address_book import is_kept

        return self._book is not None and is_kept(self._book, typed, suggested)

    def load(self) -> None:
        """Read the book, if that has not been done."""
        if self._book is None and not self._tasks.waits(LANE):
            self._go()

    def save(self, recipient: Recipient) -> None:
        """Put a recipient in the book, or to its top."""
        self._use(recipient, ordered=False)

    def save_all(self, recipients: Sequence[Recipient]) -> None:
        """Put several in the book at once."""
        from fwdesk.orders import address_book as rules

        now = datetime.now(UTC)
        # The first of a list stays the first.
        new = [(to, rules.new_id(), now - timedelta(microseconds=at)) for at, to in enumerate(recipients)]

        def edit(book: Book) -> Book:
            for recipient, entry_id, when in new:
                book = rules.with_used(book, recipient, when, entry_id)
            return book

        self._change(edit)

    def change(self, entry_id: str, recipient: Recipient) -> None:
        """Put another address in an entry's place."""
        from fwdesk.orders.address_book import with_changed

        self._change(lambda book: with_changed(book, entry_id, recipient))

    def delete(self, entries: Sequence[Entry]) -> None:
        """Take addresses out of the book; `bring_back` undoes it."""
        from fwdesk.orders.address_book import without

        self._deleted = tuple(entries)
        gone = [entry.id for entry in entries]
        self._change(lambda book: without(book, gone))

    def bring_back(self) -> None:
        """Undo the last deletion."""
        from fwdesk.orders.address_book import with_entries

        back, self._deleted = self._deleted, ()
        if back:
            self._change(lambda book: with_entries(book, back))

    def keep_spelling(self, typed: Recipient, suggested: Recipient | None) -> None:
        """Remember that a spelling was kept against another one, or although the service does not accept it."""
        from fwdesk.orders.address_book import with_kept

        self._change(lambda book: with_kept(book, typed, suggested))

    def judge(self, recipient: Recipient, then: Callable[[dict[str, str], dict[str, str]], None]) -> None:
        """Have an address looked at by its country's rules; `then` is told what must and what may be mended."""

        def look(_cancel: Cancel) -> tuple[dict[str, str], dict[str, str]]:
            from fwdesk.orders.address import doubts, problems

            return problems(recipient), doubts(recipient)

        self._tasks.run(look, lambda answer: then(*answer), self._failed, lane="address of the book", near=True)

    def read_table(self, path: Path, country: str, then: Callable[[str, tuple[Recipient, ...]], None]) -> None:
        """Read the addresses in a table; `then` is told what was found, in words, and the addresses."""

        def read(_cancel: Cancel) -> tuple[str, tuple[Recipient, ...]]:
            from fwdesk.orders.address_text import read_table
            from fwdesk.store.files import read_capped

            try:
                data = read_capped(path, TABLE_LIMIT)
            except FileNotFoundError:
                raise StoreError(f"There is no file {path.name}.") from None
            table = read_table(data, country)
            words = [f"{path.name}: {len(table.rows)} address{'' if len(table.rows) == 1 else 'es'}."]
            if table.unused:
                words.append(f"Not used: the columns {', '.join(table.unused[:12])}.")
            words += table.problems[:5]
            if len(table.problems) > 5:
                words.append(f"{len(table.problems) - 5} more lines were left out.")
            return " ".join(words), table.rows

        self._tasks.run(
            read, lambda answer: then(*answer), lambda error: then(str(error), ()), lane="table of addresses", near=True
        )

    # Inside

    @Slot(object)
    def _sent(self, row: LedgerRow) -> None:
        from fwdesk.orders.payload import read

        if row.state in _NOT_GONE or not row.payload:
            return
        try:
            recipient = read(row.payload).recipient
        except StoreError:
            return  # the ledger shows the row as damaged; the book is none the worse
        self._use(recipient, ordered=True)

    def _use(self, recipient: Recipient, *, ordered: bool) -> None:
        from fwdesk.orders.address_book import new_id, with_used

        now, entry_id = datetime.now(UTC), new_id()
        self._change(lambda book: with_used(book, recipient, now, entry_id, ordered=ordered))

    def _change(self, edit: Callable[[Book], Book]) -> None:
        self._waiting.append(edit)
        if self._book is not None:
            # What is seen changes at once; the disk follows, and has the last word.
            self._book = edit(self._book)
            self.changed.emit()
        self._go()

    def _go(self) -> None:
        """One change at a time goes to the disk: an earlier one must not come after a later one."""
        if not self._tasks.waits(LANE):
            self._tasks.run(lambda _cancel: self._on_disk(), self._read, self._failed, lane=LANE, near=True)

    def save_now(self) -> None:
        """Write what waits, now: the desk closes. Raises `StoreError`."""
        if self._waiting:
            self._on_disk()

    def _on_disk(self) -> tuple[Book, str]:
        """Read the book and put the waiting changes in it. On a worker, or when all ends."""
        from fwdesk.store.addresses import AddressFile

        file = AddressFile(self._workshop.folders.address_file)
        with self._writing:
            edits = tuple(self._waiting)
            if not edits:
                return file.read()
            book, note = file.change(lambda book: reduce(lambda so_far, edit: edit(so_far), edits, book))
            del self._waiting[: len(edits)]
            return book, note

    def _read(self, answer: tuple[Book, str]) -> None:
        self._book, note = answer
        if self._waiting:
            self._book = reduce(lambda so_far, edit: edit(so_far), self._waiting, self._book)
            self._go()
        if note:
            self._session.note(note, "warn")
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._session.note(f"The address book could not be used. {error}", "error")
