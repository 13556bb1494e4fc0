"""Placing a test order: recipient, shipping, review, one send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app import quoting
from fwdesk.app.archivist import SentOrder, SentPiece
from fwdesk.app.link import Link, LinkState
from fwdesk.app.prices import Prices, PriceState
from fwdesk.app.quoting import Asked, Quoted
from fwdesk.app.service import Service
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.address_diff import completed
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, OrderError, ServiceError, StoreError
from fwdesk.domain.order import (
    QUANTITY_LIMIT,
    AddressVerdict,
    LedgerRow,
    OrderState,
    PrintFile,
    Recipient,
    ShippingOption,
    ShippingQuote,
)

if TYPE_CHECKING:
    from fwdesk.orders.country import CountryRules
    from fwdesk.orders.preflight import Finding

SUBMIT_LANE = "submit"
_URL_PROBLEMS = {"upload", "url", "unreachable", "address", "type"}
MUST_FIX = "must_fix"


class Ordering(QObject):
    """The order being made. What becomes of it is in the order book.

    Signals:
        changed(): anything about the order being made.
        sent(LedgerRow): a send ended, whatever way; the row's state says which.
        left(SentOrder): what the order looked like that has just been sent, for the archive.
        failed(str, Exception): a step could not be done; the word names it (address, shipping, submit).
    """

    changed = Signal()
    sent = Signal(object)
    left = Signal(object)
    failed = Signal(str, object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link, prices: Prices) -> None:
        """An empty order for whatever piece is on the desk."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._link, self._prices = link, prices
        self.recipient = Recipient()
        self.quantity = 1
        self.gift_message = ""
        self._file_url = ""
        self._files: dict[tuple[Service, str, str], PrintFile] = {}
        self._problems: dict[str, str] = {}
        self._verdict: AddressVerdict | None = None
        self._quoted: Quoted | None = None
        self._option: ShippingOption | None = None
        self._doubts: dict[str, str] = {}
        self._kept = False
        self._forms: Mapping[str, CountryRules] = {}
        self._needs_url = False
        self._last: LedgerRow | None = None
        self._findings: tuple[Finding, ...] = ()
        session.piece_changed.connect(self._outdate)
        session.artwork_changed.connect(self._artwork_changed)
        link.changed.connect(self._link_changed)

    # Reading

    @property
    def problems(self) -> dict[str, str]:
        """What must be mended in the address, by field name, since it was last checked."""
        return self._problems

    @property
    def verdict(self) -> AddressVerdict | None:
        """What the service said about the address as it is now; None before it was asked."""
        return self._verdict

    @property
    def doubts(self) -> dict[str, str]:
        """What may be wrong in the address, by field name, since it was last checked. It holds nothing back."""
        return self._doubts

    @property
    def kept(self) -> bool:
        """Whether the person kept the address as it is against what the service says."""
        return self._kept

    @property
    def quote(self) -> ShippingQuote | None:
        """Shipping options for the present piece, picture, service, quantity and address; None if any changed since."""
        current = self._quoted
        return current.quote if current and current.asked == self._asked else None

    @property
    def _asked(self) -> Asked:
        piece, artwork, service = self._session.piece, self._session.artwork, self._link.service
        picture = artwork.sha256 if artwork else ""
        return Asked(piece, picture, service, self._file_url, self.recipient, self.quantity)

    @property
    def option(self) -> ShippingOption | None:
        """The chosen way to send it."""
        return self._option if self.quote else None

    @property
    def countries(self) -> tuple[tuple[str, str], ...]:
        """Countries as (code, name); empty until `load_countries` answered."""
        return tuple((form.code, form.name) for form in self._forms.values())

    @property
    def forms(self) -> Mapping[str, CountryRules]:
        """What an address looks like in each country, by code; empty until `load_countries` answered."""
        return self._forms

    @property
    def file_url(self) -> str:
        """Where the artist says the print file is on the web; empty where the service takes files."""
        return self._file_url

    @property
    def needs_url(self) -> bool:
        """True when the service takes no files: the artist says where the print file is on the web."""
        return self._needs_url or bool(self._file_url)

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
        found: list[str] = []
        found += [problem.reason for problem in self._session.problems]
        if self._session.artwork is None:
            found.append("Open a picture first.")
        if self._link.state is not LinkState.READY:
            found.append("The service does not answer.")
        if self.problems or self.recipient.problems():
            found.append("Complete the recipient's address.")
        if self._prices.state is not PriceState.CURRENT:
            found.append("The price is not confirmed by the service.")
        if self.quote is None:
            found.append("Ask for shipping options.")
        elif self._option is None:
            found.append("Choose a way to send it.")
        elif not self._option.total.adds_up:
            found.append("The service's total does not add up. Ask for shipping options again.")
        if (
            self._quoted
            and self._session.artwork
            and quoting.other_shape(self._quoted.file, self._session.artwork.pixels)
        ):
            found.append("The print file at that address has other proportions than the picture on the desk.")
        if self.option:
            found += [finding.words for finding in self._findings if finding.level == MUST_FIX]
        return tuple(found)

    # Changing

    def set_recipient(self, recipient: Recipient) -> None:
        """Another address; what was said about the old one no longer counts."""
        if recipient != self.recipient:
            self._tasks.cancel("address")
            self.recipient, self._verdict, self._problems = recipient, None, {}
            self._doubts, self._kept = {}, False
            self.changed.emit()

    def set_quantity(self, quantity: int) -> None:
        """So many copies, 1 to 999."""
        self.quantity = min(max(quantity, 1), QUANTITY_LIMIT)
        self.changed.emit()

    def set_file_url(self, url: str) -> None:
        """The print file is at this address on the web; an empty one means nowhere."""
        self._file_url = url.strip()
        self.changed.emit()

    def set_gift_message(self, text: str) -> None:
        """Printed on the packing slip."""
        self.gift_message = text.strip()

    def choose_option(self, option: ShippingOption) -> None:
        """Choose a way to send it."""
        self._option = option
        self.changed.emit()

    def load_countries(self) -> None:
        """Read the names and rules of the countries from the address data."""

        def read(_cancel: Cancel) -> Mapping[str, CountryRules]:
            from fwdesk.orders.address import forms

            return forms()

        def done(found: Mapping[str, CountryRules]) -> None:
            self._forms = found
            self.changed.emit()

        self._tasks.run(read, done, lambda error: self.failed.emit("address", error), lane="countries")

    def check_address(self) -> None:
        """Check the address here, then let the service check it."""
        recipient, workshop = self.recipient, self._workshop

        def look(_cancel: Cancel) -> tuple[dict[str, str], dict[str, str]]:
            from fwdesk.orders.address import doubts, problems

            return problems(recipient), doubts(recipient)

        def ask(cancel: Cancel) -> AddressVerdict:
            return workshop.client.validate_recipient_address(recipient, cancel=cancel)

        def looked(answer: tuple[dict[str, str], dict[str, str]]) -> None:
            self._problems, self._doubts = answer
            if not self._problems:
                self._tasks.run(ask, answered, lambda error: self._fail("address", error), lane="address")
            self.changed.emit()

        def answered(verdict: AddressVerdict) -> None:
            self._link.works()
            suggested = verdict.suggested
            self._verdict = replace(verdict, suggested=suggested and completed(recipient, suggested))
            self.changed.emit()

        self._tasks.run(look, looked, lambda error: self._fail("address", error), lane="address")

    def use_suggestion(self) -> None:
        """Take over the service's spelling of the address. One of an address it does not accept is checked anew."""
        verdict = self._verdict
        if verdict and verdict.suggested:
            self.set_recipient(verdict.suggested)
            if verdict.valid:
                self._verdict = replace(verdict, suggested=None)
                self.changed.emit()
            else:
                self.check_address()

    def keep_address(self) -> None:
        """Leave the address as it is, whatever the service says about it."""
        self._kept = True
        self.changed.emit()

    def ask_shipping(self) -> None:
        """Bring the print file to where the service can fetch it, check it there, and ask for shipping options."""
        piece, artwork = self._session.piece, self._session.artwork
        if piece is None or artwork is None:
            self.failed.emit("shipping", ValueError("Open a picture first."))
            return
        asked, workshop = self._asked, self._workshop
        key = (asked.service, asked.picture, asked.url)
        held = self._files.get(key)

        def work(cancel: Cancel) -> Quoted:
            return quoting.ask(workshop, asked, piece, artwork, held, cancel)

        def done(answer: Quoted) -> None:
            self._link.works()
            self._quoted, self._needs_url, self._findings = answer, False, ()
            self._files[key] = answer.file
            self._option = quoting.best_option(answer.quote.options, self._option)
            self.changed.emit()

        self._tasks.run(work, done, self._no_shipping, lane="shipping")

    def submit(self) -> bool:
        """Send the order, once. False if something keeps it from being sent, or one is on its way."""
        quoted, option, artwork = self._quoted, self.option, self._session.artwork
        if self.blockers() or self.sending or quoted is None or option is None or artwork is None:
            return False
        workshop, line, rules, gift = self._workshop, quoted.line, self._session.rules, self.gift_message

        def send(_cancel: Cancel) -> LedgerRow:
            from fwdesk.orders.submit import read_back, submit

            order = quoted.order(option.wire_code, gift)
            # The findings shown may still be on their way; what must be mended holds the order back all the same.
            found = quoting.look_over(workshop, quoted, order, artwork, rules)
            faults = [finding.words for finding in found if finding.level == MUST_FIX]
            if faults:
                raise OrderError(" ".join(faults))
            total = option.total.grand_total
            row = submit(workshop.ledger, line.client, order, mode=line.ledger, host=line.host, quoted_total=total)
            if row.state is OrderState.ACCEPTED:
                look = partial(read_back, workshop.ledger, line.client, row.order_po, mode=line.ledger, host=line.host)
                row = _read_quietly(look, row)
            return row

        pieces = (SentPiece(quoted.piece, artwork, quoted.price),)

        def ended(row: LedgerRow) -> None:
            self._ended(row)
            self.left.emit(SentOrder(row.order_po, pieces, option))

        self._tasks.run(send, ended, lambda error: self._fail("submit", error), lane=SUBMIT_LANE)
        self.changed.emit()
        return True

    def look_over(self) -> None:
        """Have the order looked at once more: what must be mended, what should be looked at (`findings`)."""
        quoted, option, artwork = self._quoted, self.option, self._session.artwork
        if quoted is None or option is None or artwork is None:
            return
        workshop, rules, gift = self._workshop, self._session.rules, self.gift_message

        def look(_cancel: Cancel) -> tuple[Finding, ...]:
            return quoting.look_over(workshop, quoted, quoted.order(option.wire_code, gift), artwork, rules)

        self._tasks.run(look, self._looked_over, lambda error: self._fail("submit", error), lane="preflight")

    def _looked_over(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self.changed.emit()

    # Inside

    def _ended(self, row: LedgerRow) -> None:
        self._last = row
        # The next order is another one: it wants its own look at the options.
        self._quoted = None
        self.changed.emit()
        self.sent.emit(row)
        if row.state is OrderState.NOT_SENT:
            self._link.retry()

    def _no_shipping(self, error: Exception) -> None:
        if isinstance(error, ArtworkError) and error.kind in _URL_PROBLEMS:
            self._needs_url = True
            self.changed.emit()
        self._fail("shipping", error)

    def _fail(self, what: str, error: Exception) -> None:
        self._link.failed(error)
        self.failed.emit(what, error)
        self.changed.emit()

    @Slot(object)
    def _outdate(self, _piece: object) -> None:
        self.changed.emit()

    @Slot(object)
    def _artwork_changed(self, _artwork: object) -> None:
        # An address on the web is that of one picture.
        self._file_url, self._needs_url = "", False
        self.changed.emit()

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            self._file_url, self._needs_url = "", False
            self._verdict, self._quoted, self._findings = None, None, ()
            self._files.clear()
        self.changed.emit()


def _read_quietly(read: Callable[[], LedgerRow], row: LedgerRow) -> LedgerRow:
    try:
        return read()
    except (ServiceError, StoreError):
        # The acceptance stands; the read-back is made good the next time the orders are looked at.
        return row
