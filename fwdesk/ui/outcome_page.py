"""What became of an order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel

from fwdesk.app.ordering import Ordering
from fwdesk.app.sending import Result
from fwdesk.domain.code import parse_code
from fwdesk.domain.order import LedgerRow
from fwdesk.ui import icons
from fwdesk.ui.messages import STATE_WORDS, order_words
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label, line


class OutcomePage(OrderPage):
    """What became of the order: the reference, or what is not clear and why nothing is sent again.

    Signals:
        orders_asked(): the artist wants the list of orders.
    """

    orders_asked = Signal()

    def __init__(self, ordering: Ordering) -> None:
        """Shows the last order."""
        super().__init__("order.outcome", "Order", "", "Back to the desk")
        self._mark = QLabel()
        self._headline = label("", "step", wrap=True)
        self._meaning = label("", "", wrap=True)
        self._reference = label("", "")
        self._reference.setObjectName("order.reference")
        self._reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = label("", "caption", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = button("Copy the reference", name="order.copy")
        self._orders = button("See all orders", "link", name="order.orders")
        for widget in (self._mark, self._headline, self._meaning, line(), label("Reference", "field"), self._reference):
            self.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addWidget(self._orders)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)
        self._copy.clicked.connect(self._copy_reference)
        self._orders.clicked.connect(self.orders_asked)
        ordering.ended.connect(self.show_results)

    @Slot()
    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self._reference.text())
        self._copy.setText("Copied")

    @Slot(object)
    def show_results(self, results: tuple[Result, ...]) -> None:
        """Show what became of each recipient's order; the one that needs a look most comes first."""
        rows = [result.row for result in results if result.row]
        shown = min(rows, key=lambda row: bool(row.order_id))
        self.show_row(shown)
        if len(results) > 1:
            placed = sum(bool(row.order_id) for row in rows)
            self._headline.setText(f"{placed} of {len(results)} orders placed")
            self._facts.setText("\n".join(map(_result_words, results)))

    @Slot(object)
    def show_row(self, row: LedgerRow) -> None:
        """Show one order."""
        headline, meaning = order_words(row)
        icon, ink = STATE_WORDS[row.state][0], "ok" if row.order_id else "warn"
        self._mark.setPixmap(icons.pixmap(icon, color(ink), 40, self.devicePixelRatioF()))
        self._headline.setText(headline)
        self._meaning.setText(meaning)
        self._reference.setText(row.order_po)
        self._copy.setText("Copy the reference")
        facts = [f"Total {row.total}" if row.mode == "live" else f"Total {row.total}, a test: not billed"]
        if row.order_id:
            facts.insert(0, f"Order number at the service: {row.order_id}")
        if row.status_label:
            facts.insert(1, f"Status there: {row.status_label}")
        codes = (str(parse_code(code)) for code in row.codes)
        self._facts.setText("\n".join([*facts, *codes]))


def _result_words(result: Result) -> str:
    """One recipient's order in a line."""
    who = result.recipient.lines[0] if result.recipient.lines else "Nobody"
    row = result.row
    if row is None:
        return f"{who}: {result.words}"
    number = f", order {row.order_id}" if row.order_id else ""
    return f"{who}: {STATE_WORDS[row.state][1].lower()}{number}, {row.total}, {row.order_po}"
