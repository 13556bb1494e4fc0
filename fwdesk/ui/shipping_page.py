"""Shipping: how many copies, where the print file is, and how the piece travels."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QSpinBox

from fwdesk.app.ordering import Ordering
from fwdesk.domain.order import QUANTITY_LIMIT
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.shipping_list import ShippingList
from fwdesk.ui.widgets import button, label


class ShippingPage(OrderPage):
    """How it travels, what that costs and how long it takes."""

    def __init__(self, ordering: Ordering) -> None:
        """Follows the order."""
        super().__init__(
            "order.shipping", "Shipping", "Prices are the service's own, for this piece and address.", "Review"
        )
        self._ordering = ordering
        self.quantity = QSpinBox()
        self.quantity.setObjectName("order.quantity")
        self.quantity.setRange(1, QUANTITY_LIMIT)
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
        self.body.addWidget(self._url_words)
        self.body.addWidget(self.url)
        self.list = ShippingList()
        self.body.addWidget(self.list, 1)
        self._waiting = label("", "caption", wrap=True)
        self.body.addWidget(self._waiting)
        self.again = button("Ask again", name="shipping.again")
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.again.clicked.connect(self.ask)
        self.quantity.valueChanged.connect(self._quantity_changed)
        self.url.editingFinished.connect(self._url_entered)
        self.list.clicked.connect(self._picked)
        self.list.activated.connect(self._picked)
        self.list.selectionModel().currentChanged.connect(self._moved)
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
    def _refresh(self) -> None:
        quote, option = self._ordering.quote, self._ordering.option
        self.list.show_options(quote.options if quote else (), option)
        for widget in (self._url_words, self.url):
            widget.setVisible(self._ordering.needs_url)
        if not self.url.hasFocus():
            self.url.setText(self._ordering.file_url)
        if quote:
            self._waiting.setText("")
        self.again.setVisible(quote is None)
        self.go.setEnabled(option is not None)

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "shipping":
            self._waiting.setText("")
            self.say(sentence(error))
