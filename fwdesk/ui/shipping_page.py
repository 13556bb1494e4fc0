"""Shipping: how many copies, where the print file is, and how the piece travels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QSpinBox

from fwdesk.app.ordering import Ordering
from fwdesk.app.session import Session
from fwdesk.domain.order import QUANTITY_LIMIT
from fwdesk.domain.transit import Transit, cheapest_by, read_transit
from fwdesk.ui.due_date import DueDate
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.shipping_list import Calendar, ShippingList, day_words
from fwdesk.ui.widgets import button, label


def local_today() -> date:
    """The day it is where the desk stands."""
    return datetime.now().astimezone().date()


class ShippingPage(OrderPage):
    """How it travels, what that costs and how long it takes.

    Signals:
        file_asked(): the artist wants to say where the print file is.
    """

    file_asked = Signal()

    def __init__(self, session: Session, ordering: Ordering, today: Callable[[], date] = local_today) -> None:
        """Follows the order. `today` is the clock."""
        super().__init__(
            "order.shipping", "Shipping", "Prices are the service's own, for this piece and address.", "Review"
        )
        self._session, self._ordering, self._today = session, ordering, today
        self._url_of = ""
        self.quantity = QSpinBox()
        self.quantity.setObjectName("order.quantity")
        self.quantity.setRange(1, QUANTITY_LIMIT)
        self.quantity.lineEdit().setTextMargins(8, 0, 0, 0)
        self.quantity.setAccessibleName("Copies")
        form = QFormLayout()
        form.addRow("Copies", self.quantity)
        self.body.addLayout(form)
        self._url_words = label(
            "FinerWorks fetches the print file from the web. Enter its https address; it is fetched and checked.",
            "caption",
            wrap=True,
        )
        self.url = QLineEdit()
        self.url.setObjectName("order.url")
        self.url.setAccessibleName("Public address of the print file")
        self.url.setPlaceholderText("https://…/picture.jpg")
        self.file = button("Print file…", name="order.file", tip="Choose where FinerWorks fetches the print file")
        self._file_words = label("", "caption", wrap=True)
        files = QHBoxLayout()
        files.addWidget(self.file)
        files.addWidget(self._file_words, 1)
        self.body.addLayout(files)
        self.body.addWidget(self._url_words)
        self.body.addWidget(self.url)
        self.due = DueDate(today())
        self.body.addWidget(self.due)
        self.list = ShippingList()
        self.body.addWidget(self.list, 1)
        self._dates = label("", "caption", wrap=True)
        self.body.addWidget(self._dates)
        self._waiting = label("", "caption", wrap=True)
        self.body.addWidget(self._waiting)
        self.again = button("Ask again", name="shipping.again")
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.again.clicked.connect(self.ask)
        self.file.clicked.connect(self.file_asked)
        self.quantity.valueChanged.connect(self._quantity_changed)
        self.url.editingFinished.connect(self._url_entered)
        self.list.clicked.connect(self._picked)
        self.list.activated.connect(self._picked)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.due.changed.connect(self._due_changed)
        self.due.cheapest_asked.connect(self._choose_cheapest)
        ordering.changed.connect(self._refresh)
        ordering.failed.connect(self._failed)
        self._refresh()

    @Slot()
    def ask(self) -> None:
        """Ask for the options anew."""
        self.say("")
        self._waiting.setText("Handing the picture over and asking for shipping options…")
        self._ordering.ask_shipping()

    @Slot(int)
    def _quantity_changed(self, value: int) -> None:
        self._ordering.set_quantity(value)
        self.ask()

    @Slot()
    def _url_entered(self) -> None:
        if self.url.text().strip() != self._ordering.file_url:
            self._ordering.set_file_url(self.url.text())
            self.ask()

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self.list.hasFocus():
            self._picked(index)

    @Slot(QModelIndex)
    def _picked(self, index: QModelIndex) -> None:
        option = self.list.option(index)
        if option and option != self._ordering.option:
            self._ordering.choose_option(option)

    @Slot()
    def _due_changed(self) -> None:
        self.due.say("")
        self._refresh()

    @Slot()
    def _choose_cheapest(self) -> None:
        """Choose the cheapest option that arrives by the day even when everything takes longest."""
        quote, calendar = self._ordering.quote, self._calendar()
        if quote is None or calendar.due is None:
            self.due.say("The options are not here yet.")
            return
        found = cheapest_by(quote.options, calendar.today, calendar.due, calendar.making, domestic=calendar.domestic)
        due = day_words(calendar.due, calendar.today)
        if found is None:
            soonest = [arrival.last for option in quote.options if (arrival := calendar.arrival(option))]
            least = f" The soonest is here by {day_words(min(soonest), calendar.today)}." if soonest else ""
            self.due.say(f"No option is sure to arrive by {due}.{least}")
            return
        self._ordering.choose_option(found)
        self.due.say(f"{found.method} is the cheapest that arrives by {due}, by the estimate below.")

    def _making(self) -> Transit | None:
        """How long the lab takes for this frame, where the service says so."""
        piece = self._session.piece
        framed = piece.framing if piece else None
        frame = self._session.catalog.frame_by_id.get(framed.frame) if framed else None
        return read_transit(frame.kind_note) if frame else None

    def _calendar(self) -> Calendar:
        return Calendar(self._today(), self.due.value, self._making(), self._ordering.recipient.is_us)

    @Slot()
    def _refresh(self) -> None:
        quote, option, calendar = self._ordering.quote, self._ordering.option, self._calendar()
        self.list.show_options(quote.options if quote else (), option, calendar)
        self._dates.setText(estimate_words(calendar))
        self._dates.setVisible(quote is not None)
        self._show_url()  # before it may be hidden, which ends the typing
        for widget in (self._url_words, self.url):
            widget.setVisible(self._ordering.needs_url)
        where = self._ordering.file_url
        self._file_words.setText(f"Fetched from {urlsplit(where).hostname or where}" if where else "Handed over here")
        self._file_words.setVisible(bool(where) or not self._ordering.needs_url)
        self._file_words.setToolTip(where)
        if self.quantity.value() != self._ordering.quantity:
            self.quantity.blockSignals(True)
            self.quantity.setValue(self._ordering.quantity)
            self.quantity.blockSignals(False)
        if quote:
            self._waiting.setText("")
        self.again.setVisible(quote is None)
        self.go.setEnabled(option is not None)

    def _show_url(self) -> None:
        """What is being typed is not disturbed; but it is the address of one picture and of no other."""
        picture = self._session.artwork.sha256 if self._session.artwork else ""
        if picture != self._url_of or not self.url.hasFocus():
            self._url_of = picture
            self.url.setText(self._ordering.file_url)

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "shipping":
            self._waiting.setText("")
            self.say(sentence(error))


def estimate_words(calendar: Calendar) -> str:
    """What the dates are made of, and what is not in them."""
    if calendar.making:
        made = f"{calendar.making.words} to make it (FinerWorks says so of this frame) and the days on the way"
        return f"Dates are estimates: ordered today, {made}; holidays come on top."
    return (
        "Dates are estimates and count from the day the parcel leaves the lab: FinerWorks does not say how long this "
        "piece takes to make. Holidays come on top."
    )
