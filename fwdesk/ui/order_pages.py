"""The order beside the stage: recipient, shipping, review, and what became of it. Going back never loses anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from fwdesk.app.desk import Desk
from fwdesk.domain.crop import MIDDLE
from fwdesk.domain.rules import Step
from fwdesk.ui.outcome_page import OutcomePage
from fwdesk.ui.people_page import PeoplePage
from fwdesk.ui.recipient_page import RecipientPage
from fwdesk.ui.review_page import ReviewPage
from fwdesk.ui.shipping_page import ShippingPage

if TYPE_CHECKING:
    from fwdesk.orders.preflight import Finding


class OrderPages(QStackedWidget):
    """The pages in a row.

    Signals:
        closed(): back to the options.
        finished(): the artist is done with the outcome.
        orders_asked(): the artist wants the list of orders.
        step_asked(Step): the artist wants to change the piece at a step.
        service_asked(): the artist wants to see to the keys.
    """

    closed = Signal()
    finished = Signal()
    orders_asked = Signal()
    step_asked = Signal(object)
    service_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        """Built when an order is first begun."""
        super().__init__()
        self._desk = desk
        self._session, self._ordering = desk.session, desk.ordering
        ordering = desk.ordering
        self.recipient = RecipientPage(ordering, desk.addresses)
        self.shipping = ShippingPage(desk.session, ordering)
        self.review = ReviewPage(desk.session, ordering, desk.prices, desk.thumbs)
        self.outcome = OutcomePage(ordering)
        self.people = PeoplePage(ordering)
        for page in (self.recipient, self.shipping, self.people, self.review, self.outcome):
            self.addWidget(page)
        self.people.back.connect(self.show_review)
        self.people.next.connect(self.show_review)
        self.review.people_asked.connect(self.show_people)
        self.recipient.back.connect(self.closed)
        self.recipient.next.connect(self.show_shipping)
        self.recipient.book_asked.connect(self.show_address_book)
        self.shipping.back.connect(self.show_recipient)
        self.shipping.next.connect(self.show_review)
        self.shipping.file_asked.connect(self.show_print_file)
        self.review.back.connect(self.show_shipping)
        self.outcome.back.connect(self.finished)
        self.outcome.next.connect(self.finished)
        self.outcome.orders_asked.connect(self.orders_asked)
        self.review.recipient_asked.connect(self.show_recipient)
        self.review.shipping_asked.connect(self.show_shipping)
        self.review.desk_asked.connect(self.closed)
        self.review.jump.connect(self._jump)
        self.review.fix.connect(self._fix)
        ordering.ended.connect(self._show_outcome)

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
    def show_print_file(self) -> None:
        """Where the print file lies; another place asks for shipping anew."""
        from fwdesk.ui.print_file_dialog import PrintFileDialog

        dialog = PrintFileDialog(self._desk.session, self._desk.print_files, self.window())
        dialog.chosen.connect(self.shipping.ask)
        dialog.open()

    @Slot()
    def show_shipping(self) -> None:
        """The second page; asks for options if there are none for this piece and address."""
        self.setCurrentWidget(self.shipping)
        self.shipping.list.setFocus()
        if self._ordering.quote is None:
            self.shipping.ask()

    @Slot()
    def show_people(self) -> None:
        """Everybody else who gets the same pieces."""
        self.setCurrentWidget(self.people)
        self.people.text.setFocus()

    @Slot()
    def show_review(self) -> None:
        """The third page."""
        self.setCurrentWidget(self.review)
        # A button that is off cannot have the keyboard; the page hands it over as soon as the order may go.
        (self.review.go if self.review.go.isEnabled() else self.review).setFocus()

    @Slot(object)
    def _jump(self, finding: Finding) -> None:
        """Go where a finding can be mended; a piece that was put in comes back to the desk for it."""
        match finding.step:
            case "recipient":
                self.show_recipient()
                field = self.recipient.findChild(QWidget, f"recipient.{finding.field}")
                if field:
                    field.setFocus()
            case "shipping" | "artwork":
                self.show_shipping()
            case "service":
                self.service_asked.emit()
            case "payment":
                self.review.payment.method.setFocus()
            case step:
                if step in list(Step):
                    self._ordering.cart.open(finding.line)
                    self.step_asked.emit(Step(step))
                else:
                    self.closed.emit()

    @Slot(object)
    def _fix(self, finding: Finding) -> None:
        from fwdesk.orders.preflight import Fix

        if finding.fix is Fix.CENTER:
            self._ordering.cart.open(finding.line)
            self._session.set_crop(MIDDLE.x, MIDDLE.y)
        self._ordering.ask_shipping()

    @Slot(object)
    def _show_outcome(self, _results: object) -> None:
        self.setCurrentWidget(self.outcome)
        self.outcome.go.setFocus()
