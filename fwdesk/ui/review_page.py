"""The review of an order before it is sent, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from fwdesk.app.ordering import Ordering
from fwdesk.app.prices import Prices
from fwdesk.app.session import Session
from fwdesk.domain.code import parse_code, segments
from fwdesk.domain.geometry import describe
from fwdesk.domain.order import LedgerRow
from fwdesk.ui import icons
from fwdesk.ui.messages import STATE_WORDS, order_words, sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.rail import step_values
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import Remark, button, label, line

_FACTS = ("Piece", "Sizes", "Code", "Copies", "To", "Shipping")
_MONEY = ("Goods", "Postage", "Tax", "Total")


def piece_words(session: Session) -> str:
    """The piece in words: size, product, media, frame, mats, glazing."""
    values = list(step_values(session).values())
    return ", ".join(value for value in values if value not in {"–", "No frame", "No mat", "None"})


class ReviewPage(OrderPage):
    """Everything once more, then one press sends it."""

    def __init__(self, session: Session, ordering: Ordering, prices: Prices) -> None:
        """Follows session, order and prices."""
        super().__init__("order.review", "Review", "A test order: nothing is made or billed.", "Place the test order")
        self.go.setObjectName("order.submit")
        self._session, self._ordering = session, ordering
        self._values: dict[str, QLabel] = {}
        self._shown_findings: list[tuple[str, str]] = []
        table = QGridLayout()
        table.setHorizontalSpacing(12)
        table.setVerticalSpacing(10)
        table.setColumnStretch(1, 1)
        for row, name in enumerate(_FACTS):
            self._add(table, row, name, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(table)
        sums = QGridLayout()
        sums.setVerticalSpacing(4)
        sums.setColumnStretch(1, 1)
        for row, name in enumerate(_MONEY):
            self._add(sums, row, name, Qt.AlignmentFlag.AlignRight)
        self.foot.insertLayout(0, sums)
        self.gift = QPlainTextEdit()
        self.gift.setObjectName("order.gift")
        self.gift.setAccessibleName("Gift message")
        self.gift.setPlaceholderText("Gift message on the packing slip (optional)")
        self.gift.setTabChangesFocus(True)
        self.gift.setFixedHeight(64)
        self.gift.textChanged.connect(self._gift_changed)
        self.body.addWidget(self.gift)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(6)
        self.body.addLayout(self._findings)
        self.body.addStretch(1)
        ordering.changed.connect(self._refresh)
        prices.changed.connect(self._refresh)
        ordering.failed.connect(self._failed)
        self._refresh()

    def _add(self, table: QGridLayout, row: int, name: str, side: Qt.AlignmentFlag) -> None:
        value = label("", "total" if name == "Total" else "", wrap=name in _FACTS)
        value.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        caption = label(name, "field")
        caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._values[name] = value
        table.addWidget(caption, row, 0)
        table.addWidget(value, row, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ordering.look_over()

    def _show_findings(self) -> None:
        shown = [finding for finding in self._ordering.findings if finding.level != "fine"]
        words = [(str(finding.level), finding.words) for finding in shown]
        if words == self._shown_findings:
            return
        self._shown_findings = words
        while (item := self._findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.deleteLater()
        for level, text in words:
            self._findings.addWidget(Remark(text, "error" if level == "must_fix" else "warn"))

    @Slot()
    def _gift_changed(self) -> None:
        self._ordering.set_gift_message(self.gift.toPlainText())

    @Slot()
    def _go(self) -> None:
        self.say("")
        if not self._ordering.submit():
            self.say(" ".join(self._ordering.blockers()) or "An order is on its way already.")

    @Slot()
    def _refresh(self) -> None:
        ordering, piece, geometry = self._ordering, self._session.piece, self._session.geometry
        option = ordering.option
        if ordering.sending and self.go.hasFocus():
            # A second press must not fall to whatever would be next, such as Undo.
            self.setFocus()
        self.go.setEnabled(option is not None and not ordering.sending)
        self.go.setText("Sending…" if ordering.sending else "Place the test order")
        self._show_findings()
        if piece is None or geometry is None or option is None:
            for value in self._values.values():
                value.setText("–")
            if self.isVisible() and not ordering.sending:
                self.say(" ".join(ordering.blockers()))
            return
        total = option.total
        shown = {
            "Piece": piece_words(self._session),
            "Sizes": describe(geometry),
            # Zero-width spaces: a code has no blanks, and a line of it is longer than the page is wide.
            "Code": "\u200b".join(segment.text for segment in segments(piece.code)),
            "Copies": str(ordering.quantity),
            "To": "\n".join(ordering.recipient.lines),
            "Shipping": ", ".join(part for part in (option.method, option.carrier, option.transit) if part),
            "Goods": str(total.subtotal),
            "Postage": str(total.shipping),
            "Tax": str(total.tax),
            "Total": str(total.grand_total),
        }
        for name, words in shown.items():
            self._values[name].setText(words)

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "submit":
            self.say(sentence(error))


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
        ordering.sent.connect(self.show_row)

    @Slot()
    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self._reference.text())
        self._copy.setText("Copied")

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
        facts = [f"Total {row.total}, a test: not billed"]
        if row.order_id:
            facts.insert(0, f"Order number at the service: {row.order_id}")
        if row.status_label:
            facts.insert(1, f"Status there: {row.status_label}")
        codes = (str(parse_code(code)) for code in row.codes)
        self._facts.setText("\n".join([*facts, *codes]))
