"""The order beside the stage: recipient, shipping, review, and what became of it. Going back never loses anything."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from fwdesk.app.desk import Desk
from fwdesk.domain.order import LedgerRow
from fwdesk.ui.recipient_page import RecipientPage
from fwdesk.ui.review_page import OutcomePage, ReviewPage
from fwdesk.ui.shipping_page import ShippingPage


class OrderPages(QStackedWidget):
    """The pages in a row.

    Signals:
        closed(): back to the options.
        finished(): the artist is done with the outcome.
        orders_asked(): the artist wants the list of orders.
    """

    closed = Signal()
    finished = Signal()
    orders_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        """Built when an order is first begun."""
        super().__init__()
        session, prices = desk.session, desk.prices
        self._desk = desk
        self._ordering = ordering = desk.ordering
        self.recipient = RecipientPage(ordering, desk.addresses)
        self.shipping = ShippingPage(session, ordering)
        self.review = ReviewPage(session, ordering, prices)
        self.outcome = OutcomePage(ordering)
        for page in (self.recipient, self.shipping, self.review, self.outcome):
            self.addWidget(page)
        self.recipient.back.connect(self.closed)
        self.recipient.next.connect(self.show_shipping)
        self.recipient.book_asked.connect(self.show_address_book)
        self.shipping.back.connect(self.show_recipient)
        self.shipping.next.connect(self.show_review)
        self.review.back.connect(self.show_shipping)
        self.outcome.back.connect(self.finished)
        self.outcome.next.connect(self.finished)
        self.outcome.orders_asked.connect(self.orders_asked)
        ordering.sent.connect(self._show_outcome)

    @Slot()
    def show_recipient(self) -> None:
        """The first page."""
        self.setCurrentWidget(self.recipient)
        self.recipient.country.setFocus()

    @Slot()
    def show_address_book(self) -> None:
        """The address book, from which a recipient is picked for this order."""
        from fwdesk.ui.address_book import AddressBookDialog

        dialog = AddressBookDialog(self._desk.addresses, self._ordering, self.window())
        dialog.picked.connect(self.recipient.pick)
        dialog.open()

    @Slot()
    def show_shipping(self) -> None:
        """The second page; asks for options if there are none for this piece and address."""
        self.setCurrentWidget(self.shipping)
        self.shipping.list.setFocus()
        if self._ordering.quote is None:
            self.shipping.ask()

    @Slot()
    def show_review(self) -> None:
        """The third page."""
        self.setCurrentWidget(self.review)
        self.review.go.setFocus()

    @Slot(object)
    def _show_outcome(self, _row: LedgerRow) -> None:
        self.setCurrentWidget(self.outcome)
        self.outcome.go.setFocus()
