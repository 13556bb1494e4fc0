"""The tour's second half: from the recipient to the reference, and the list of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from fwdesk.app.prices import PriceState
from fwdesk.cli.tour_kit import Part, Walk
from fwdesk.cli.tourist import Fact, TourError, click, click_row, type_into
from fwdesk.domain.order import LedgerRow, OrderState, OrderStatus
from fwdesk.ui.messages import order_words
from fwdesk.ui.order_pages import OrderPages
from fwdesk.ui.orders_page import OrdersPage
from fwdesk.ui.recipient_page import RecipientPage

if TYPE_CHECKING:
    from fwdesk.domain.cancel import Cancel

ADDRESS = {
    "first_name": "Ada",
    "last_name": "Example",
    "address_1": "100 Main St",
    "city": "San Antonio",
    "state_code": "TX",
}
_WRONG_ZIP, _ZIP = "7820", "78205"


class OrderWalk(Walk):
    """Places a test order for the piece on the desk."""

    def order(self) -> Part:
        """Recipient, shipping, review, outcome, list of orders."""
        prices = self._desk.prices
        self._window.side.show_options()
        self._begin("recipient")
        yield Fact(lambda: prices.state in {PriceState.CURRENT, PriceState.UNPRICED}, "the price")
        if prices.state is PriceState.UNPRICED:
            raise TourError(f"the service cannot price the piece. {prices.price.info if prices.price else ''}".strip())
        piece = self._desk.session.piece
        self.findings.code, self.findings.price = (piece.code if piece else None), prices.price
        click(self._window.bar.primary)
        pages = self._window.findChild(OrderPages)
        if pages is None:
            raise TourError("the order's pages did not open")
        yield from self._recipient(pages.recipient)
        yield from self._shipping(pages)
        yield from self._review(pages)
        yield from self._orders()

    def _recipient(self, page: RecipientPage) -> Part:
        ordering = self._desk.ordering
        yield Fact(lambda: bool(ordering.countries), "the names of the countries")
        for name, text in {**ADDRESS, "zip_postal_code": _WRONG_ZIP}.items():
            type_into(_field(page, name), text)
        yield from self._happened()
        self._begin("address-wrong")
        click(page.go)
        yield Fact(lambda: bool(ordering.problems) or ordering.verdict is not None, "what is wrong with the address")
        if "zip_postal_code" not in ordering.problems and (ordering.verdict is None or ordering.verdict.valid):
            raise TourError(f"the zip code {_WRONG_ZIP} was not found wrong")
        yield from self._happened()
        self._begin("address-checked")
        type_into(_field(page, "zip_postal_code"), _ZIP)
        click(page.go)
        yield Fact(lambda: ordering.verdict is not None, "the service's word on the address")
        if ordering.verdict is None or not ordering.verdict.valid:
            said = ordering.verdict.message if ordering.verdict else ""
            raise TourError(f"the service does not accept the address. {said}".strip())
        yield from self._happened()
        if page.use.isVisible():
            click(page.use)

    def _shipping(self, pages: OrderPages) -> Part:
        ordering, page = self._desk.ordering, pages.shipping
        self._begin("shipping")
        click(pages.recipient.go)
        yield Fact(lambda: pages.currentWidget() is page, "the shipping page")
        yield Fact(lambda: ordering.quote is not None, "shipping options")
        quote = ordering.quote
        assert quote is not None
        if len(quote.options) > 1:
            other = next(at for at, option in enumerate(quote.options) if option != ordering.option)
            click_row(page.list, other)
            yield Fact(lambda: ordering.option == quote.options[other], "the other way to send it")
        yield from self._happened()

    def _review(self, pages: OrderPages) -> Part:
        ordering = self._desk.ordering
        self._begin("review")
        click(pages.shipping.go)
        yield Fact(lambda: pages.currentWidget() is pages.review, "the review page")
        if ordering.blockers():
            raise TourError(" ".join(ordering.blockers()))
        yield from self._happened()
        self._begin("outcome")
        click(pages.review.go)
        yield Fact(lambda: ordering.last is not None and not ordering.sending, "what became of the order")
        row = self.findings.row = ordering.last
        assert row is not None
        if row.state is not OrderState.ACCEPTED:
            raise TourError(". ".join(part.rstrip(". ") for part in order_words(row)) + ".")
        yield Fact(lambda: pages.currentWidget() is pages.outcome, "the page with the reference")
        yield from self._read_back(row)
        yield from self._happened()

    def _read_back(self, row: LedgerRow) -> Part:
        """Ask the service for the order by our reference, as anyone could."""
        workshop, found = self._desk.workshop, list[OrderStatus]()
        answers: list[bool] = []

        def ask(cancel: Cancel) -> tuple[OrderStatus, ...]:
            return workshop.client.fetch_order_status([row.order_po], cancel=cancel)

        def told(statuses: tuple[OrderStatus, ...]) -> None:
            found.extend(status for status in statuses if status.order_po == row.order_po)
            answers.append(True)

        self._desk.tasks.run(ask, told, self._errors.append, lane="tour")
        yield Fact(lambda: bool(answers), "the order's status")
        if not found:
            raise TourError(f"the service does not know the order {row.order_po} when asked for it")
        self.findings.read_back = found[0]

    def _orders(self) -> Part:
        self._begin("orders")
        click(self._window.title.orders)
        page = self._window.findChild(OrdersPage)
        if page is None:
            raise TourError("the list of orders did not open")
        row = self.findings.row
        assert row is not None
        book = self._desk.book
        yield Fact(
            lambda: any(shown.order_po == row.order_po and shown.status_label for shown in book.rows),
            "the order in the list of orders",
        )
        yield from self._happened()


def _field(page: RecipientPage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, f"recipient.{name}")
    if found is None:
        raise TourError(f"the recipient's page has no field {name}")
    return found
