"""Placing an order: what is in it, who gets it, how it travels, a review, one send."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from fwdesk.app import quoting
from fwdesk.app.addressee import Addressee
from fwdesk.app.archivist import SentOrder
from fwdesk.app.blockers import blockers
from fwdesk.app.cart import Cart
from fwdesk.app.link import Link, LinkState
from fwdesk.app.paying import Paying
from fwdesk.app.people import People
from fwdesk.app.prices import Prices
from fwdesk.app.quoting import Asked, Extras, Quoted
from fwdesk.app.sending import NotReady, PricesChanged, Result, Sending, worst
from fwdesk.app.service import Service
from fwdesk.app.session import Session
from fwdesk.app.slip import Slip
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError
from fwdesk.domain.order import (
    LedgerRow,
    OrderState,
    OrderTotal,
    PrintFile,
    Recipient,
    ShippingOption,
    ShippingQuote,
)
from fwdesk.domain.totals import together

if TYPE_CHECKING:
    from fwdesk.orders.preflight import Finding

SUBMIT_LANE = "submit"
_URL_PROBLEMS = {"upload", "url", "unreachable", "address", "type"}


class Ordering(Addressee):
    """The order being made. What becomes of it is in the order book. `failed` names address, shipping or submit.

    Signals:
        sent(LedgerRow): one order's send ended, whatever way; the row's state says which.
        ended(tuple): a confirmation is dealt with: a `Result` for each recipient.
        left(SentOrder): what the order looked like that has just been sent, for the archive.
    """

    sent = Signal(object)
    ended = Signal(object)
    left = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link, prices: Prices) -> None:
        """An empty order for whatever piece is on the desk."""
        super().__init__(session, tasks, workshop, link)
        self._session, self._prices = session, prices
        self.gift_message = ""
        self.cart = Cart(session)
        self.paying = Paying(link, tasks, workshop)
        self.slip = Slip(self, tasks, workshop)
        self.people = People(self, tasks, workshop, link)
        self._urls: dict[str, str] = {}
        self._files: dict[tuple[Service, str, str], PrintFile] = {}
        self._quoted: Quoted | None = None
        self._option: ShippingOption | None = None
        self._changes: tuple[str, ...] = ()
        self._needs_url = False
        self._last: LedgerRow | None = None
        self._findings: tuple[Finding, ...] = ()
        self.cart.changed.connect(self.changed)
        self.paying.changed.connect(self.changed)
        self.slip.changed.connect(self.changed)
        self.people.changed.connect(self.changed)
        session.artwork_changed.connect(self._artwork_changed)
        link.changed.connect(self._link_changed)

    # Reading

    @property
    def quantity(self) -> int:
        """Copies of the piece on the desk."""
        return self.cart.quantity

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everybody who gets these pieces, each once and in an order of their own; the first one is `recipient`."""
        repeated = self.people.repeated(self.recipient)
        others = (one for at, one in enumerate(self.people.recipients) if at not in repeated)
        return (self.recipient, *others)

    @property
    def quoted(self) -> Quoted | None:
        """What was asked for the present lines, files, service and recipients; None if any changed since."""
        current = self._quoted
        return current if current and current.asked == self._asked else None

    @property
    def quote(self) -> ShippingQuote | None:
        """Shipping options for the first recipient; None if anything changed since they were asked for."""
        current = self.quoted
        return current.quotes[0] if current else None

    @property
    def _asked(self) -> Asked:
        lines = self.cart.lines
        urls = tuple(self._urls.get(line.artwork.sha256, "") for line in lines)
        return Asked(lines, urls, self._link.service, self.recipients)

    @property
    def option(self) -> ShippingOption | None:
        """The chosen way to send it."""
        return self._option if self.quote else None

    @property
    def options(self) -> tuple[ShippingOption, ...]:
        """The way for each recipient: the chosen one where it is offered, else the cheapest there."""
        current, option = self.quoted, self._option
        if current is None or option is None:
            return ()
        rest = (quoting.best_option(quote.options, option.wire_code) for quote in current.quotes[1:])
        return (option, *rest)

    @property
    def total(self) -> OrderTotal | None:
        """What everything comes to, over all recipients; None before there is a quote."""
        return together(option.total for option in self.options) if self.options else None

    @property
    def price_changes(self) -> tuple[str, ...]:
        """What the service asked differently, old → new, when the order was about to go; empty after the next edit."""
        return self._changes if self.quoted else ()

    @property
    def live(self) -> bool:
        """True while orders would be made and billed."""
        return self.paying.live

    @property
    def file_url(self) -> str:
        """Where the artist says the print file is on the web; empty where the service takes files."""
        artwork = self._session.artwork
        return self._urls.get(artwork.sha256, "") if artwork else ""

    @property
    def needs_url(self) -> bool:
        """True when the service takes no files: the artist says where the print file is on the web."""
        return self._needs_url or bool(self.file_url)

    @property
    def last(self) -> LedgerRow | None:
        """The order sent last in this run."""
        return self._last

    @property
    def sending(self) -> bool:
        """True while an order is on its way: the desk is not closed without a word then."""
        return self._tasks.waits(SUBMIT_LANE)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the last look over the order found, worst first; empty before `look_over` answered."""
        return self._findings if self.option else ()

    def blockers(self) -> tuple[str, ...]:
        """What keeps the order from being sent, as sentences; empty when it may go."""
        return blockers(self, self._session, self._link, self._prices)

    # Changing

    def set_quantity(self, quantity: int) -> None:
        """So many copies of the piece on the desk, 1 to 999."""
        self.cart.set_copies(quantity)

    def set_file_url(self, url: str) -> None:
        """The print file of the picture on the desk is at this address on the web; an empty one means nowhere."""
        if self._session.artwork:
            self._urls[self._session.artwork.sha256] = url.strip()
        self.changed.emit()

    def use_file(self, file: PrintFile) -> None:
        """The print file of the picture on the desk is this one, which was fetched and looked at."""
        artwork = self._session.artwork
        if artwork is not None:
            self._files[self._link.service, artwork.sha256, file.url] = file
            self.set_file_url(file.url)

    def set_gift_message(self, text: str) -> None:
        """Printed on the packing slip."""
        if text.strip() != self.gift_message:
            self.gift_message = text.strip()
            self.changed.emit()

    def choose_option(self, option: ShippingOption) -> None:
        """Choose a way to send it."""
        self._option = option
        self.changed.emit()

    def ask_shipping(self) -> None:
        """Bring the print files to where the service can fetch them, check them there, and ask for shipping options."""
        asked, workshop, held = self._asked, self._workshop, dict(self._files)
        if not asked.lines:
            words = "There is nothing in this order." if self._session.artwork else "Open a picture first."
            self.failed.emit("shipping", ValueError(words))
            return

        def work(cancel: Cancel) -> tuple[Quoted, dict[tuple[Service, str, str], PrintFile]]:
            return quoting.ask(workshop, asked, held, cancel)

        def done(answer: tuple[Quoted, dict[tuple[Service, str, str], PrintFile]]) -> None:
            self._link.works()
            quoted, files = answer
            self._files.update(files)
            self._needs_url = False
            self._take(quoted)

        self._tasks.run(work, done, self._no_shipping, lane="shipping")

    def _take(self, quoted: Quoted, changes: tuple[str, ...] = ()) -> None:
        before = self._option.wire_code if self._option else ""
        self._quoted, self._findings, self._changes = quoted, (), changes
        self._option = quoting.best_option(quoted.quotes[0].options, before)
        self.changed.emit()

    def submit(self) -> bool:
        """Send the order, once to each recipient. False if something keeps it back, or one is on its way."""
        quoted = self.quoted
        if self.blockers() or self.sending or quoted is None:
            return False
        sending, workshop = self._confirmed(quoted), self._workshop
        self._changes = ()

        def send(cancel: Cancel) -> tuple[Result, ...]:
            from fwdesk.app.sending import send

            return send(workshop, sending, cancel)

        self._tasks.run(send, partial(self._ended, sending), self._not_sent, lane=SUBMIT_LANE)
        self.changed.emit()
        return True

    def _confirmed(self, quoted: Quoted) -> Sending:
        extras = Extras(self.gift_message, self.slip.url)
        permit, facts = self.paying.permit(self.total), self.paying.facts()
        return Sending(quoted, self.options, extras, self._session.rules, permit, facts)

    def look_over(self) -> None:
        """Have the order looked at once more: what must be mended, what should be looked at (`findings`)."""
        quoted = self.quoted
        if quoted is None or not self.options:
            return
        workshop, sending = self._workshop, self._confirmed(quoted)

        def look(_cancel: Cancel) -> tuple[Finding, ...]:
            return quoting.look_over(workshop, quoted, sending.orders(), sending.rules, sending.live)

        self._tasks.run(look, self._looked_over, lambda error: self._fail("submit", error), lane="preflight")

    def _looked_over(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self.changed.emit()

    # Inside

    def _ended(self, sending: Sending, results: tuple[Result, ...]) -> None:
        rows = [result.row for result in results if result.row]
        if not rows:
            self._fail("submit", worst(results) or ValueError(""))
            return
        self._last = rows[-1]
        # The next order is another one: it wants its own look at the options, and the total typed anew.
        self._quoted = None
        self.paying.type_total("")
        left = tuple(result.recipient for result in results if not result.went)
        if left:  # nothing that was not ordered is lost
            self.set_recipient(left[0])
            self.people.keep(left[1:])
        else:
            self.gift_message = ""
            self.people.keep(())
            self.slip.enter("")
            self.cart.clear()
        self.changed.emit()
        pieces = sending.pieces
        for result, option in zip(results, sending.options, strict=True):
            if result.row:
                self.sent.emit(result.row)
                self.left.emit(SentOrder(result.row.order_po, pieces, option))
        self.ended.emit(results)
        if any(row.state is OrderState.NOT_SENT for row in rows):
            self._link.retry()

    def _not_sent(self, error: Exception) -> None:
        if isinstance(error, PricesChanged):
            self._take(error.quoted, error.changes)
        elif isinstance(error, NotReady):
            self._findings = error.findings
        self._fail("submit", error)

    def _no_shipping(self, error: Exception) -> None:
        if isinstance(error, ArtworkError) and error.kind in _URL_PROBLEMS:
            self._needs_url = True
            self.changed.emit()
        self._fail("shipping", error)

    @Slot(object)
    def _artwork_changed(self, _artwork: object) -> None:
        # Another picture may well be where the service can fetch it.
        self._needs_url = False
        self.changed.emit()

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            self._urls.clear()
            self._needs_url = False
            self._verdict, self._quoted, self._findings = None, None, ()
            self._files.clear()
        self.changed.emit()
