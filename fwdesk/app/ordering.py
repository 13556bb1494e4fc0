"""Placing a test order: recipient, shipping, review, one send; and the list of what was ordered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link
from fwdesk.app.prices import Prices, PriceState
from fwdesk.app.service import Service
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, OrderError, Refused, ServiceError
from fwdesk.domain.money import Money
from fwdesk.domain.order import (
    QUANTITY_LIMIT,
    TITLE_LIMIT,
    AddressVerdict,
    LedgerRow,
    Order,
    OrderLine,
    OrderState,
    PrintFile,
    Recipient,
    ShippingOption,
    ShippingQuote,
)
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.orders.preflight import Finding

SUBMIT_LANE = "submit"
_QUOTE_CODE = "SD"
MUST_FIX = "must_fix"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a quote is for. Any of it different, and the quote is for something else."""

    piece: Piece | None
    picture: str
    service: Service
    url: str
    recipient: Recipient
    quantity: int


@dataclass(frozen=True, slots=True)
class _Quoted:
    asked: _Asked
    piece: Piece
    file: PrintFile
    quote: ShippingQuote
    unit_price: Money


class Ordering(QObject):
    """The order being made, and the orders made.

    Signals:
        changed(): anything about the order being made.
        sent(LedgerRow): a send ended, whatever way; the row's state says which.
        orders_changed(): the list of orders.
        failed(str, Exception): a step could not be done; the word names it (address, shipping, submit, orders).
    """

    changed = Signal()
    sent = Signal(object)
    orders_changed = Signal()
    failed = Signal(str, object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, link: Link, prices: Prices) -> None:
        """An empty order for whatever piece is on the desk."""
        super().__init__(session)
        self._session, self._tasks, self._workshop = session, tasks, workshop
        self._link, self._prices = link, prices
        self.recipient = Recipient()
        self.quantity = 1
        self.gift_message = ""
        self.file_url = ""
        self._problems: dict[str, str] = {}
        self._verdict: AddressVerdict | None = None
        self._quoted: _Quoted | None = None
        self._option: ShippingOption | None = None
        self._countries: tuple[tuple[str, str], ...] = ()
        self._needs_url = False
        self._rows: tuple[LedgerRow, ...] = ()
        self._last: LedgerRow | None = None
        self._findings: tuple[Finding, ...] = ()
        session.piece_changed.connect(self._outdate)
        session.artwork_changed.connect(self._outdate)
        link.changed.connect(self._outdate_quietly)

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
    def quote(self) -> ShippingQuote | None:
        """Shipping options for the present piece, picture, service, quantity and address; None if any changed since."""
        current = self._quoted
        return current.quote if current and current.asked == self._asked else None

    @property
    def _asked(self) -> _Asked:
        piece, artwork, service = self._session.piece, self._session.artwork, self._link.service
        picture = artwork.sha256 if artwork else ""
        return _Asked(piece, picture, service, self.file_url, self.recipient, self.quantity)

    @property
    def option(self) -> ShippingOption | None:
        """The chosen way to send it."""
        return self._option if self.quote else None

    @property
    def countries(self) -> tuple[tuple[str, str], ...]:
        """Countries as (code, name); empty until `load_countries` answered."""
        return self._countries

    @property
    def needs_url(self) -> bool:
        """True when the service takes no files: the artist says where the print file is on the web."""
        return self._needs_url

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """The orders of the service in use, newest first."""
        return self._rows

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
        if self.option:
            found += [finding.words for finding in self._findings if finding.level == MUST_FIX]
        return tuple(found)

    # Changing

    def set_recipient(self, recipient: Recipient) -> None:
        """Another address; what was said about the old one no longer counts."""
        if recipient != self.recipient:
            self.recipient, self._verdict, self._problems = recipient, None, {}
            self.changed.emit()

    def set_quantity(self, quantity: int) -> None:
        """So many copies, 1 to 999."""
        self.quantity = min(max(quantity, 1), QUANTITY_LIMIT)
        self.changed.emit()

    def choose_option(self, option: ShippingOption) -> None:
        """Choose a way to send it."""
        self._option = option
        self.changed.emit()

    def load_countries(self) -> None:
        """Read the country names from the address data."""

        def read(_cancel: Cancel) -> tuple[tuple[str, str], ...]:
            from fwdesk.orders.address import countries

            return countries()

        def done(found: tuple[tuple[str, str], ...]) -> None:
            self._countries = found
            self.changed.emit()

        self._tasks.run(read, done, lambda error: self.failed.emit("address", error), lane="countries")

    def check_address(self) -> None:
        """Check the address here, then let the service check it."""
        recipient, workshop = self.recipient, self._workshop

        def check(cancel: Cancel) -> dict[str, str] | AddressVerdict:
            from fwdesk.orders.address import problems

            found = problems(recipient)
            return found or workshop.client.validate_recipient_address(recipient, cancel=cancel)

        def done(answer: dict[str, str] | AddressVerdict) -> None:
            if isinstance(answer, dict):
                self._problems = answer
            else:
                self._link.works()
                self._problems, self._verdict = {}, answer
            self.changed.emit()

        self._tasks.run(check, done, lambda error: self._fail("address", error), lane="address")

    def use_suggestion(self) -> None:
        """Take over the service's spelling of the address."""
        if self._verdict and self._verdict.suggested:
            self.recipient = self._verdict.suggested
            self._verdict = replace(self._verdict, suggested=None)
            self.changed.emit()

    def ask_shipping(self) -> None:
        """Bring the print file to where the service can fetch it, check it there, and ask for shipping options."""
        piece, artwork = self._session.piece, self._session.artwork
        price = self._prices.price
        if piece is None or artwork is None or price is None:
            self.failed.emit("shipping", ValueError("Open a picture and wait for its price first."))
            return
        asked, workshop = self._asked, self._workshop
        unit_price = price.total

        def ask(cancel: Cancel) -> _Quoted:
            from fwdesk.app.delivering import print_file
            from fwdesk.orders.ledger import new_po

            file = print_file(workshop, artwork, asked.url, cancel)
            line = OrderLine(piece.code.wire, asked.quantity, file, title_of(artwork.path), unit_price)
            order = Order(new_po(), asked.recipient, (line,), _QUOTE_CODE)
            quotes = workshop.client.list_shipping_options_multiple([order], cancel=cancel)
            if not quotes or not quotes[0].options:
                raise Refused("The service offered no way to send this.", method="list_shipping_options_multiple")
            return _Quoted(asked, piece, file, quotes[0], unit_price)

        def done(answer: _Quoted) -> None:
            self._link.works()
            self._quoted, self._needs_url = answer, False
            chosen = self._option.wire_code if self._option else ""
            same = [option for option in answer.quote.options if option.wire_code == chosen]
            cheapest = min(answer.quote.options, key=lambda option: option.total.grand_total)
            self._option = same[0] if same else cheapest
            self.changed.emit()

        self._tasks.run(ask, done, self._no_shipping, lane="shipping")

    def submit(self) -> bool:
        """Send the order, once. False if something keeps it from being sent, or one is on its way."""
        quoted, option, artwork, price = self._quoted, self.option, self._session.artwork, self._prices.price
        if self.blockers() or self.sending or quoted is None or option is None or artwork is None or price is None:
            return False
        workshop, make = self._workshop, self._order_maker(quoted, option)
        judge = self._judge(quoted, quoted.piece, artwork, price)

        def send(_cancel: Cancel) -> LedgerRow:
            from fwdesk.orders.submit import read_back, submit

            order = make()
            # The findings shown may still be on their way; what must be mended holds the order back all the same.
            faults = [finding.words for finding in judge(order) if finding.level == MUST_FIX]
            if faults:
                raise OrderError(" ".join(faults))
            mode, host, total = workshop.service.ledger, workshop.host, option.total.grand_total
            row = submit(workshop.ledger, workshop.client, order, mode=mode, host=host, quoted_total=total)
            if row.state is OrderState.ACCEPTED:
                row = _read_quietly(lambda: read_back(workshop.ledger, workshop.client, row.order_po), row)
            return row

        self._tasks.run(send, self._ended, lambda error: self._fail("submit", error), lane=SUBMIT_LANE)
        self.changed.emit()
        return True

    def look_over(self) -> None:
        """Have the order looked at once more: what must be mended, what should be looked at (`findings`)."""
        quoted, option, piece, artwork = self._quoted, self.option, self._session.piece, self._session.artwork
        price = self._prices.price
        if quoted is None or option is None or piece is None or artwork is None or price is None:
            return
        make, judge = self._order_maker(quoted, option), self._judge(quoted, piece, artwork, price)

        def look(_cancel: Cancel) -> tuple[Finding, ...]:
            return judge(make())

        self._tasks.run(look, self._looked_over, lambda error: self._fail("submit", error), lane="preflight")

    def _judge(
        self, quoted: _Quoted, piece: Piece, artwork: Artwork, price: Price
    ) -> Callable[[Order], tuple[Finding, ...]]:
        """What looks an order over, on a worker, with the desk as it is now."""
        workshop, rules = self._workshop, self._session.rules

        def look(order: Order) -> tuple[Finding, ...]:
            from fwdesk.orders.payload import utc_now
            from fwdesk.orders.preflight import check
            from fwdesk.orders.submit import twin

            mode = workshop.service.ledger
            return check(
                order,
                {piece.code.wire: price},
                replace(quoted.quote, order_po=order.order_po),
                artwork.pixels,
                mode=mode,
                now=utc_now(),
                rules=rules,
                crop=piece.crop,
                earlier=twin(workshop.ledger, order, mode=mode),
            )

        return look

    def _looked_over(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self.changed.emit()

    def _order_maker(self, quoted: _Quoted, option: ShippingOption) -> Callable[[], Order]:
        """What makes the order from the desk as it is now, on a worker; each call has a reference of its own."""
        recipient, gift = self.recipient, self.gift_message
        title = title_of(self._session.artwork.path) if self._session.artwork else ""

        def make() -> Order:
            from fwdesk.orders.ledger import new_po

            line = OrderLine(quoted.piece.code.wire, quoted.asked.quantity, quoted.file, title, quoted.unit_price)
            return Order(new_po(), recipient, (line,), option.wire_code, gift_message=gift)

        return make

    def refresh_orders(self) -> None:
        """Read the ledger, then ask the service about every order that may still change."""
        workshop = self._workshop

        def read(_cancel: Cancel) -> tuple[LedgerRow, ...]:
            return workshop.ledger.rows(mode=workshop.service.ledger, host=workshop.host)

        def ask(_cancel: Cancel) -> tuple[bool, tuple[LedgerRow, ...]]:
            from fwdesk.orders.tracking import due, refresh

            mode, host = workshop.service.ledger, workshop.host
            waiting = bool(due(workshop.ledger, mode=mode, host=host))
            refresh(workshop.ledger, workshop.client, mode=mode, host=host)
            return waiting, workshop.ledger.rows(mode=mode, host=host)

        def failed(error: Exception) -> None:
            self._fail("orders", error)

        def asked(answer: tuple[bool, tuple[LedgerRow, ...]]) -> None:
            waiting, rows = answer
            if waiting:  # with no order under way nobody was asked, and nobody answered
                self._link.works()
            self._show_rows(rows)

        self._tasks.run(read, self._show_rows, failed, lane="orders here")
        self._tasks.run(ask, asked, failed, lane="orders there")

    # Inside

    def _show_rows(self, rows: tuple[LedgerRow, ...]) -> None:
        self._rows = rows
        self.orders_changed.emit()

    def _ended(self, row: LedgerRow) -> None:
        self._last = row
        # The next order is another one: it wants its own look at the options.
        self._quoted = None
        self.changed.emit()
        self.sent.emit(row)
        self.refresh_orders()
        if row.state is OrderState.NOT_SENT:
            self._link.retry()

    def _no_shipping(self, error: Exception) -> None:
        if isinstance(error, ArtworkError) and error.kind in {"upload", "url"}:
            self._needs_url = True
            self.changed.emit()
        self._fail("shipping", error)

    def _fail(self, what: str, error: Exception) -> None:
        self._link.failed(error)
        self.failed.emit(what, error)
        self.changed.emit()

    @Slot(object)
    def _outdate(self, _what: object) -> None:
        self.changed.emit()

    @Slot()
    def _outdate_quietly(self) -> None:
        self.changed.emit()


def title_of(path: Path) -> str:
    """The packing slip's title for a picture: its name without the ending, within the API's 50 characters."""
    name = path.stem.replace("_", " ").strip()
    return name if len(name) <= TITLE_LIMIT else f"{name[: TITLE_LIMIT - 1]}…"


def _read_quietly(read: Callable[[], LedgerRow], row: LedgerRow) -> LedgerRow:
    try:
        return read()
    except ServiceError:
        # The acceptance stands; the read-back is made good the next time the orders are looked at.
        return row
