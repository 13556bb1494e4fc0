"""The order beside the stage: recipient, shipping, review, and what became of it. Going back never loses anything."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.ordering import Ordering
from fwdesk.app.prices import Prices
from fwdesk.app.session import Session
from fwdesk.domain.geometry import describe
from fwdesk.domain.order import LIMITS, QUANTITY_LIMIT, LedgerRow, Recipient
from fwdesk.ui.messages import order_words, sentence
from fwdesk.ui.rail import step_values
from fwdesk.ui.shipping_list import ShippingList
from fwdesk.ui.widgets import IconButton, button, label, line

_FIELDS = (
    ("first_name", "First name"),
    ("last_name", "Last name"),
    ("company_name", "Company (optional)"),
    ("address_1", "Street and number"),
    ("address_2", "Apartment, floor (optional)"),
    ("city", "City"),
    ("state_code", "State"),
    ("province", "Province or region"),
    ("zip_postal_code", "Zip or postal code"),
    ("phone", "Phone (optional)"),
    ("email", "Email (optional)"),
)


class OrderPage(QWidget):
    """What the order's pages share: a head with a way back, a body that scrolls, and a foot with the next step.

    Signals:
        back(): one page back.
        next(): one page on.
    """

    back = Signal()
    next = Signal()

    def __init__(self, name: str, title: str, help_text: str, go: str) -> None:
        """`name` is the page's object name, `go` the words of its primary button."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = IconButton("chevron-left", "Back")
        self._back.clicked.connect(self.back)
        self.go = button(go, "primary", name=f"{name}.next")
        self.go.clicked.connect(self._go)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        head = QHBoxLayout()
        head.setContentsMargins(8, 12, 16, 0)
        head.addWidget(self._back)
        head.addWidget(label(title, "step"), 1)
        inner = QWidget()
        inner.setObjectName("panel")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 4, 16, 12)
        self.body.setSpacing(8)
        self.body.addWidget(label(help_text, "caption", wrap=True))
        scroll = QScrollArea()
        scroll.setObjectName("panel")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.addWidget(self.problem)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addWidget(line())
        column.addLayout(foot)

    def say(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    @Slot()
    def _go(self) -> None:
        self.next.emit()


class RecipientPage(OrderPage):
    """Who gets it: checked here first, then by the service."""

    def __init__(self, ordering: Ordering) -> None:
        """Follows the order."""
        super().__init__("order.recipient", "Recipient", "Where the piece is sent to.", "Check the address")
        self._ordering = ordering
        self._edits: dict[str, QLineEdit] = {}
        self._faults: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._asked = False
        self.country = QComboBox()
        self.country.setObjectName("recipient.country_code")
        self.country.addItem("United States", "us")
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._add("country_code", "Country", self.country)
        for name, words in _FIELDS:
            edit = QLineEdit()
            edit.setObjectName(f"recipient.{name}")
            edit.setAccessibleName(words)
            edit.setMaxLength(LIMITS[name])
            edit.textEdited.connect(self._edited)
            self._edits[name] = edit
            self._add(name, words, edit)
        self._suggestion = label("", "", wrap=True)
        self._suggestion.hide()
        self.use = button("Use this spelling", name="recipient.use")
        self.use.hide()
        self.body.addWidget(self._suggestion)
        self.body.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.country.activated.connect(self._country_picked)
        self.use.clicked.connect(ordering.use_suggestion)
        ordering.changed.connect(self._refresh)
        self._show(ordering.recipient)
        self._refresh()

    def _add(self, name: str, words: str, edit: QWidget) -> None:
        caption = label(words, "field")
        caption.setBuddy(edit)
        fault = label("", "problem", wrap=True)
        fault.hide()
        self._labels[name], self._faults[name] = caption, fault
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(caption)
        cell.addWidget(edit)
        cell.addWidget(fault)
        self.body.addLayout(cell)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # pyright: ignore[reportArgumentType]
        if not self._ordering.countries:
            self._ordering.load_countries()

    def _show(self, recipient: Recipient) -> None:
        for name, edit in self._edits.items():
            if edit.text() != getattr(recipient, name):
                edit.setText(getattr(recipient, name))
        self.country.setCurrentIndex(max(self.country.findData(recipient.country_code.lower()), 0))
        us = recipient.is_us
        for name, shown in (("state_code", us), ("province", not us)):
            self._edits[name].setVisible(shown)
            self._labels[name].setVisible(shown)

    def _read(self) -> Recipient:
        values = {name: edit.text().strip() for name, edit in self._edits.items()}
        country = str(self.country.currentData())
        values["state_code" if country != "us" else "province"] = ""
        return replace(self._ordering.recipient, **values, country_code=country)

    @Slot()
    @Slot(str)
    def _edited(self, _text: str = "") -> None:
        self._asked = False
        self._ordering.set_recipient(self._read())

    @Slot(int)
    def _country_picked(self, _index: int) -> None:
        self._edited()

    @Slot()
    def _go(self) -> None:
        verdict = self._ordering.verdict
        if verdict and verdict.valid and not self._ordering.problems:
            self.next.emit()
            return
        self._asked = True
        self.say("")
        self._ordering.set_recipient(self._read())
        self._ordering.check_address()

    @Slot()
    def _refresh(self) -> None:
        ordering = self._ordering
        if ordering.countries and self.country.count() == 1:
            code = self.country.currentData()
            self.country.clear()
            for key, name in ordering.countries:
                self.country.addItem(name, key)
            self.country.setCurrentIndex(self.country.findData(code))
        self._show(ordering.recipient)
        for name, fault in self._faults.items():
            words = ordering.problems.get(name, "")
            fault.setText(words)
            fault.setVisible(bool(words))
            edit = self._edits.get(name)
            if edit:
                edit.setProperty("wrong", bool(words))
                edit.style().polish(edit)
                edit.setAccessibleDescription(words)
        self._show_verdict()

    def _show_verdict(self) -> None:
        verdict, typed = self._ordering.verdict, self._ordering.recipient
        suggested = verdict.suggested if verdict else None
        differs = bool(suggested) and not same_address(suggested, typed) if suggested else False
        self._suggestion.setVisible(differs)
        self.use.setVisible(differs)
        if differs and suggested:
            self._suggestion.setText("The service spells it:\n" + "\n".join(suggested.lines))
        if verdict and not verdict.valid:
            self.say(f"The service does not accept this address. {verdict.message}")
        elif self._ordering.problems:
            first = next(iter(self._ordering.problems))
            if self._asked and first in self._edits and not any(e.hasFocus() for e in self._edits.values()):
                self._edits[first].setFocus()
            self.say("Some fields need a look.")
        else:
            self.say("")
        self.go.setText("On to shipping" if verdict and verdict.valid else "Check the address")


def same_address(one: Recipient, other: Recipient) -> bool:
    """True if two addresses differ in nothing but upper and lower case of the country and state codes."""
    loose = {"country_code", "state_code"}
    return all(
        getattr(one, f.name).lower() == getattr(other, f.name).lower()
        if f.name in loose
        else getattr(one, f.name) == getattr(other, f.name)
        for f in fields(Recipient)
    )


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
            "FinerWorks fetches the print file from the web. Enter its public https address; it is fetched and checked.",
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
        if self.url.text().strip() and self.url.text().strip() != self._ordering.file_url:
            self._ordering.file_url = self.url.text().strip()
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
        if quote:
            self._waiting.setText("")
        self.again.setVisible(quote is None)
        self.go.setEnabled(option is not None)

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "shipping":
            self._waiting.setText("")
            self.say(sentence(error))


class ReviewPage(OrderPage):
    """Everything once more, then one press sends it."""

    def __init__(self, session: Session, ordering: Ordering, prices: Prices) -> None:
        """Follows session, order and prices."""
        super().__init__("order.review", "Review", "A test order: nothing is made or billed.", "Place the test order")
        self.go.setObjectName("order.submit")
        self._session, self._ordering, self._prices = session, ordering, prices
        self._rows: dict[str, QLabel] = {}
        for name in ("Piece", "Sizes", "Code", "Copies", "To", "Shipping", "Goods", "Postage", "Tax", "Total"):
            value = label("", "total" if name == "Total" else "", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows[name] = value
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label(name, "field"))
            cell.addWidget(value)
            self.body.addLayout(cell)
        self.gift = QPlainTextEdit()
        self.gift.setObjectName("order.gift")
        self.gift.setAccessibleName("Gift message")
        self.gift.setPlaceholderText("Gift message on the packing slip (optional)")
        self.gift.setTabChangesFocus(True)
        self.gift.setFixedHeight(64)
        self.gift.textChanged.connect(self._gift_changed)
        self.body.addWidget(self.gift)
        self.body.addStretch(1)
        ordering.changed.connect(self._refresh)
        prices.changed.connect(self._refresh)
        ordering.failed.connect(self._failed)
        self._refresh()

    @Slot()
    def _gift_changed(self) -> None:
        self._ordering.gift_message = self.gift.toPlainText().strip()

    @Slot()
    def _go(self) -> None:
        self.say("")
        if not self._ordering.submit():
            self.say(" ".join(self._ordering.blockers()) or "An order is on its way already.")

    @Slot()
    def _refresh(self) -> None:
        ordering, piece, geometry = self._ordering, self._session.piece, self._session.geometry
        option = ordering.option
        self.go.setEnabled(option is not None and not ordering.sending)
        self.go.setText("Sending…" if ordering.sending else "Place the test order")
        if piece is None or geometry is None or option is None:
            return
        total = option.total
        shown = {
            "Piece": piece_words(self._session),
            "Sizes": describe(geometry),
            "Code": str(piece.code),
            "Copies": str(ordering.quantity),
            "To": "\n".join(ordering.recipient.lines),
            "Shipping": ", ".join(part for part in (option.method, option.carrier, option.transit) if part),
            "Goods": str(total.subtotal),
            "Postage": str(total.shipping),
            "Tax": str(total.tax),
            "Total": str(total.grand_total),
        }
        for name, words in shown.items():
            self._rows[name].setText(words)

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "submit":
            self.say(sentence(error))


def piece_words(session: Session) -> str:
    """The piece in words: media, frame, mats, glazing."""
    values = list(step_values(session).values())
    return ", ".join(value for value in values if value not in {"–", "No frame", "No mat", "None"})


class OutcomePage(OrderPage):
    """What became of the order: the reference, or what is not clear and why nothing is sent again."""

    def __init__(self, ordering: Ordering) -> None:
        """Shows the last order."""
        super().__init__("order.outcome", "Order", "", "Back to the desk")
        self._headline = label("", "step", wrap=True)
        self._meaning = label("", "", wrap=True)
        self._facts = label("", "", wrap=True)
        self._facts.setObjectName("order.reference")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self._headline, self._meaning, self._facts):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        ordering.sent.connect(self.show_row)

    @Slot(object)
    def show_row(self, row: LedgerRow) -> None:
        """Show one order."""
        headline, meaning = order_words(row)
        self._headline.setText(headline)
        self._meaning.setText(meaning)
        facts = [f"Reference: {row.order_po}"]
        if row.order_id:
            facts.append(f"FinerWorks order: {row.order_id}")
        if row.status_label:
            facts.append(f"Status: {row.status_label}")
        facts += [f"Total: {row.total} (test)", *row.codes]
        self._facts.setText("\n".join(facts))


class OrderPages(QStackedWidget):
    """The pages in a row.

    Signals:
        closed(): back to the options.
        finished(): the artist is done with the outcome.
    """

    closed = Signal()
    finished = Signal()

    def __init__(self, session: Session, ordering: Ordering, prices: Prices) -> None:
        """Built when an order is first begun."""
        super().__init__()
        self._ordering = ordering
        self.recipient = RecipientPage(ordering)
        self.shipping = ShippingPage(ordering)
        self.review = ReviewPage(session, ordering, prices)
        self.outcome = OutcomePage(ordering)
        for page in (self.recipient, self.shipping, self.review, self.outcome):
            self.addWidget(page)
        self.recipient.back.connect(self.closed)
        self.recipient.next.connect(self.show_shipping)
        self.shipping.back.connect(self.show_recipient)
        self.shipping.next.connect(self.show_review)
        self.review.back.connect(self.show_shipping)
        self.outcome.back.connect(self.finished)
        self.outcome.next.connect(self.finished)
        ordering.sent.connect(self._show_outcome)

    @Slot()
    def show_recipient(self) -> None:
        """The first page."""
        self.setCurrentWidget(self.recipient)
        self.recipient.country.setFocus()

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
