"""The orders in the ledger: read, asked about at the service, shown as last known, and changed by a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.ordering import SUBMIT_LANE
from fwdesk.app.pictures import Picture
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError, ServiceError, StoreError
from fwdesk.domain.order import LedgerRow, Order, OrderState, Recipient

if TYPE_CHECKING:
    from fwdesk.app.certificates import Work
    from fwdesk.orders.archive import Kept
    from fwdesk.orders.changes import Outcome, Request, Wanted
    from fwdesk.orders.standing import Choice
    from fwdesk.orders.timeline import Moment

ORDERS_LANE, STORY_LANE, DECISION_LANE = "orders", "order story", "order decision"
_PREVIEW = (720, 400)
"""Device pixels: what the page shows at two to the logical pixel."""


@dataclass(frozen=True, slots=True)
class Story:
    """One order with all that is known of it. `order` is None when its payload cannot be read.

    `preview` is what its first piece looked like when it was sent, small; None where none was kept. `works` are its
    pieces of limited editions, with the numbers they have.
    """

    row: LedgerRow
    order: Order | None
    moments: tuple[Moment, ...]
    requests: tuple[Request, ...]
    kept: Kept
    preview: Picture | None
    works: tuple[Work, ...] = ()

    @property
    def recipient(self) -> Recipient | None:
        """Where it goes now, as far as is known."""
        from fwdesk.orders.changes import recipient_now

        return recipient_now(self.order.recipient, self.requests) if self.order else None


class OrderBook(QObject):
    """The orders of the service in use.

    Signals:
        changed(): the list of orders.
        failed(Exception): they could not be read, or the service could not be asked about them.
        moved(LedgerRow): an order is elsewhere at the service than it was when it was last looked at.
        told(Story): what was asked for with `read`.
        decided(LedgerRow): what a person decided about an order is done.
        answered(str, Ask, Outcome, str): what was asked of the order with this reference was answered so, in words.
        stopped(str, Exception): what was wanted for the order with this reference was not done.
    """

    changed = Signal()
    failed = Signal(object)
    moved = Signal(object)
    told = Signal(object)
    decided = Signal(object)
    answered = Signal(str, object, object, str)
    stopped = Signal(str, object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link) -> None:
        """Empty until the ledger was read once; asks the service each time it is back."""
        super().__init__(session)
        self._tasks, self._workshop, self._link = tasks, workshop, link
        self._rows: tuple[LedgerRow, ...] = ()
        self._in_trouble = self._was_online = False
        link.changed.connect(self._link_changed)
        link.up.connect(self.refresh)

    # Reading

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """The orders of the service in use, newest first."""
        return self._rows

    @property
    def waiting(self) -> int:
        """How many orders wait for a person to decide about them."""
        return sum(row.state in (OrderState.NOT_SEEN, OrderState.CONFLICT) for row in self._rows)

    @property
    def asking(self) -> bool:
        """True while the service is being asked where the orders stand."""
        return self._tasks.waits(ORDERS_LANE)

    @property
    def in_trouble(self) -> bool:
        """True when the service did not answer the last time it was asked about orders."""
        return self._in_trouble

    @property
    def busy(self) -> bool:
        """True while something that a person wanted for an order is being done."""
        return self._tasks.waits(DECISION_LANE) or self._tasks.waits(SUBMIT_LANE)

    @property
    def online(self) -> bool:
        """True while the service answers, so that something can be asked of it."""
        return self._link.state is LinkState.READY

    @property
    def service_name(self) -> str:
        """The service in use, by its name for people."""
        return self._link.service.name

    @Slot()
    @Slot(object)
    def refresh(self, _what: object = None) -> None:
        """Read the ledger, then ask the service about every order that may still change."""

        def show_and_ask(rows: tuple[LedgerRow, ...]) -> None:
            self._show(rows)
            self._ask(every=True)

        self._tasks.run(self._read_rows, show_and_ask, self._not_asked, lane=ORDERS_LANE)

    @Slot()
    def look(self) -> None:
        """Ask the service about the orders whose next look is due, and no other."""
        self._ask(every=False)

    def _read_rows(self, _cancel: Cancel) -> tuple[LedgerRow, ...]:
        line = self._workshop.connection
        return self._workshop.ledger.rows(mode=line.ledger, host=line.host)

    def _ask(self, *, every: bool) -> None:
        workshop = self._workshop

        def ask(cancel: Cancel) -> tuple[bool, tuple[LedgerRow, ...]]:
            from fwdesk.orders import tracking

            line, ledger = workshop.connection, workshop.ledger
            waiting = bool(tracking.due(ledger, mode=line.ledger, host=line.host))
            asked = tracking.refresh if every else tracking.look
            asked(ledger, line.client, mode=line.ledger, host=line.host, cancel=cancel)
            return waiting, ledger.rows(mode=line.ledger, host=line.host)

        def asked(answer: tuple[bool, tuple[LedgerRow, ...]]) -> None:
            waiting, rows = answer
            self._in_trouble = False
            if waiting:  # with no order under way nobody was asked, and nobody answered
                self._link.works()
            self._show(rows)

        self._tasks.run(ask, asked, self._not_asked, lane=ORDERS_LANE)

    def read(self, order_po: str) -> None:
        """Read everything about one order; `told` brings it."""
        workshop = self._workshop

        def work(_cancel: Cancel) -> Story:
            return _story(workshop, order_po)

        self._tasks.run(work, self.told.emit, lambda error: self.stopped.emit(order_po, error), lane=STORY_LANE)

    # What a person wants

    def decide(self, order_po: str, choice: Choice, order_id: int = 0) -> bool:
        """Do what a person chose about an order that did not go its way. False while something else is being done."""
        from fwdesk.orders.standing import Choice

        if choice is Choice.LOOK:
            self.refresh()
            return True
        if self.busy:
            return False
        workshop, again = self._workshop, choice in (Choice.SEND, Choice.SEND_AGAIN)

        def work(_cancel: Cancel) -> LedgerRow:
            ledger = workshop.ledger
            match choice:
                case Choice.KEEP_WAITING:
                    return ledger.keep_waiting(order_po)
                case Choice.GIVE_UP:
                    return ledger.give_up(order_po)
                case Choice.RETURN_NUMBERS:
                    ledger.release_numbers(order_po)
                    return ledger.row(order_po)
                case Choice.SETTLE:
                    return ledger.confirm_placed(order_po, order_id)
                case _:
                    return _send_again(workshop, order_po)

        def done(row: LedgerRow) -> None:
            self.decided.emit(row)
            self.refresh()

        # Nothing closes the desk while an order is on its way: that lane is watched for it.
        self._tasks.run(work, done, self._stopper(order_po), lane=SUBMIT_LANE if again else DECISION_LANE)
        self.changed.emit()
        return True

    def ask(self, order_po: str, wanted: Wanted) -> bool:
        """Ask something of an order that was placed. False while something else is being done."""
        if self.busy:
            return False
        workshop = self._workshop

        def work(_cancel: Cancel) -> tuple[Outcome, str]:
            from fwdesk.orders.address import problems
            from fwdesk.orders.changes import change_order

            faults = problems(wanted.recipient) if wanted.recipient else {}
            if faults:
                raise OrderError(" ".join(faults.values()))
            line = workshop.connection
            return change_order(workshop.ledger, line.client, order_po, wanted, mode=line.ledger, host=line.host)

        def done(answer: tuple[Outcome, str]) -> None:
            self.answered.emit(order_po, wanted.ask, *answer)
            self.refresh()

        self._tasks.run(work, done, self._stopper(order_po), lane=DECISION_LANE)
        self.changed.emit()
        return True

    def save_archive(self, order_po: str, target: Path, done: Callable[[Path], None]) -> None:
        """Save all that proves an order into a folder, or into a `.zip`."""
        workshop = self._workshop

        def work(_cancel: Cancel) -> Path:
            from fwdesk.orders import archive

            ledger = workshop.ledger
            files = archive.files_of(workshop.folders.archive, ledger.row(order_po), ledger.events(order_po))
            return archive.save(target, files)

        self._tasks.run(work, done, self._stopper(order_po), lane="order archive")

    def save_csv(self, target: Path, states: dict[str, str], done: Callable[[Path], None]) -> None:
        """Save all orders of the service in use for the accounts. `states` are words for the ledger's states."""

        def work(cancel: Cancel) -> Path:
            from fwdesk.orders.books import csv_text
            from fwdesk.store.files import write_atomic

            # With its mark, so that a spreadsheet reads it as UTF-8.
            write_atomic(target, csv_text(self._read_rows(cancel), states).encode("utf-8-sig"))
            return target

        self._tasks.run(work, done, self._stopper(""), lane="order books")

    # Inside

    def _stopper(self, order_po: str) -> Callable[[Exception], None]:
        def stopped(error: Exception) -> None:
            if isinstance(error, ServiceError):
                self._link.failed(error)
            self.stopped.emit(order_po, error)
            self.changed.emit()

        return stopped

    def _show(self, rows: tuple[LedgerRow, ...]) -> None:
        before = {row.order_po: row for row in self._rows}
        self._rows = rows
        self.changed.emit()
        for row in rows:
            known = before.get(row.order_po)
            if known and known.status_label and row.status_label != known.status_label:
                self.moved.emit(row)

    def _not_asked(self, error: Exception) -> None:
        self._in_trouble = True
        self._link.failed(error)
        self.failed.emit(error)

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            self._show(())
        elif self.online != self._was_online:
            self.changed.emit()
        self._was_online = self.online


def _send_again(workshop: Workshop, order_po: str) -> LedgerRow:
    from fwdesk.orders.submit import send_again

    line = workshop.connection
    return send_again(workshop.ledger, line.client, order_po, mode=line.ledger, host=line.host)


def _story(workshop: Workshop, order_po: str) -> Story:
    from fwdesk.app.certificates import works_of
    from fwdesk.orders import archive, changes, payload
    from fwdesk.orders.timeline import timeline

    ledger, folder = workshop.ledger, workshop.folders.archive
    row, events = ledger.row(order_po), ledger.events(order_po)
    try:
        order = payload.read(row.payload)
    except StoreError:
        order = None
    try:
        kept, previews = archive.kept_of(folder, order_po), archive.previews_of(folder, order_po)
    except StoreError:  # what was kept beside the ledger must not hide the order
        kept, previews = archive.Kept(), ()
    preview = _small(previews[0]) if previews else None
    works = works_of(row, order, ledger.register(row.mode), previews) if order else ()
    return Story(row, order, timeline(row, events), changes.requests(events), kept, preview, works)


def _small(path: Path) -> Picture | None:
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG",)) as image:
            image.thumbnail(_PREVIEW)
            return Picture.of(image)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
