"""The review of an order before it is sent: lines that can still be changed, what is wrong, what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from fwdesk.app.ordering import Ordering
from fwdesk.app.prices import Prices
from fwdesk.app.quoting import Quoted
from fwdesk.app.session import Session
from fwdesk.app.thumbs import Thumbs
from fwdesk.domain.order import GIFT_LIMIT
from fwdesk.ui.cart_lines import CartLines
from fwdesk.ui.extras_box import ExtrasBox
from fwdesk.ui.findings_list import FindingsList
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.payment_box import PaymentBox
from fwdesk.ui.widgets import Remark, button, label, line

if TYPE_CHECKING:
    from fwdesk.orders.preflight import LiveFacts

_MONEY = ("Goods", "Shipping", "Tax", "Total")
_ASK_AFTER_MS = 400
"""Copies are counted up in steps: the service is asked when the counting has come to rest."""


class ReviewPage(OrderPage):
    """Everything once more, still open to change; then one press sends it.

    Signals:
        jump(Finding): the artist wants to go where something can be mended.
        fix(Finding): the desk shall do what it can about it.
        desk_asked(): the artist wants to go to the desk.
        recipient_asked(), shipping_asked(): the artist wants to change who gets it, or how it travels.
        people_asked(): the artist wants to send it to several people.
    """

    jump = Signal(object)
    fix = Signal(object)
    desk_asked = Signal()
    recipient_asked = Signal()
    shipping_asked = Signal()
    people_asked = Signal()

    def __init__(self, session: Session, ordering: Ordering, prices: Prices, thumbs: Thumbs) -> None:
        """Follows session, order and prices."""
        super().__init__("order.review", "Review", "Copies can still be changed here; 0 takes a piece out.", "")
        self.go.setObjectName("order.submit")
        self._session, self._ordering = session, ordering
        self._looked: tuple[Quoted, LiveFacts | None, bool, str] | None = None
        self._failure = ""
        self.lines = CartLines(session, ordering, thumbs)
        self.body.addWidget(self.lines)
        self.findings = FindingsList()
        self.body.addWidget(self.findings)
        self.body.addWidget(line())
        self._to = self._fact("To", "order.to", self.recipient_asked)
        self.more_people = button("Send to several people…", "link", name="order.people.show")
        self.more_people.clicked.connect(self.people_asked)
        self.body.addWidget(self.more_people, 0, Qt.AlignmentFlag.AlignLeft)
        self._by = self._fact("Shipping", "order.by", self.shipping_asked)
        self.extras = ExtrasBox(ordering)
        self.body.addWidget(self.extras)
        self.body.addStretch(1)
        self._values: dict[str, QLabel] = {}
        sums = QGridLayout()
        sums.setVerticalSpacing(2)
        sums.setColumnStretch(1, 1)
        for row, name in enumerate(_MONEY):
            self._add_sum(sums, row, name)
        self._changed = Remark("", "warn")
        self._changed.setObjectName("review.changed")
        self.payment = PaymentBox(ordering)
        self.foot.insertLayout(0, sums)
        self.foot.insertWidget(1, self._changed)
        self.foot.insertWidget(2, self.payment)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self.lines.desk_asked.connect(self.desk_asked)
        self.findings.jump.connect(self.jump)
        self.findings.fix.connect(self.fix)
        ordering.cart.changed.connect(self._cart_changed)
        ordering.changed.connect(self._refresh)
        prices.changed.connect(self._refresh)
        ordering.failed.connect(self._failed)
        self._refresh()

    def _fact(self, name: str, where: str, asked: SignalInstance) -> QLabel:
        value = label("", "", wrap=True)
        value.setObjectName(where)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        change = button("Change", "link", name=f"{where}.change")
        change.setAccessibleName(f"Change: {name}")
        change.clicked.connect(asked)
        head = QHBoxLayout()
        head.addWidget(label(name, "field"), 1)
        head.addWidget(change)
        fact = QVBoxLayout()
        fact.setSpacing(0)
        fact.addLayout(head)
        fact.addWidget(value)
        self.body.addLayout(fact)
        return value

    def _add_sum(self, table: QGridLayout, row: int, name: str) -> None:
        value = label("–", "total" if name == "Total" else "")
        value.setObjectName(f"review.{name.lower()}")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._values[name] = value
        table.addWidget(label(name, "field"), row, 0)
        table.addWidget(value, row, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._failure = ""
        self._looked = None
        self._ordering.paying.load()
        self._refresh()
        if self._ordering.quoted is None:
            self._ask()

    @Slot()
    def _cart_changed(self) -> None:
        if self.isVisible():
            self._failure = ""
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        if self.isVisible() and self._ordering.quoted is None and self._ordering.cart.lines:
            self._ordering.ask_shipping()

    @Slot()
    def _go(self) -> None:
        self._failure = ""
        if not self._ordering.submit():
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        ordering = self._ordering
        self.lines.refresh()
        self.extras.refresh()
        self.payment.refresh()
        self._show_facts()
        self._show_sums()
        if self.isVisible() and ordering.quoted:
            self._look_over(ordering.quoted)
        self.findings.show_findings(ordering.findings)
        changes = ordering.price_changes
        self._changed.set_words("The service asks something else now: " + "; ".join(changes) + "." if changes else "")
        self._show_go()

    def _look_over(self, quoted: Quoted) -> None:
        """Once for each quote, and once more when how a live order is paid or what goes with it is something else."""
        ordering = self._ordering
        wanted = (quoted, ordering.paying.facts(), len(ordering.gift_message) > GIFT_LIMIT, ordering.slip.url)
        if self._looked is None or self._looked[0] is not quoted or self._looked[1:] != wanted[1:]:
            self._looked = wanted
            ordering.look_over()

    def _show_go(self) -> None:
        ordering = self._ordering
        blockers = ordering.blockers()
        asking = ordering.quoted is None and not self._failure and bool(ordering.cart.lines)
        ready = not blockers and not ordering.sending
        if not ready and self.go.hasFocus():
            # A second press must not fall to whatever would be next, such as Undo.
            self.setFocus()
        self.go.setEnabled(ready)
        if ready and self.hasFocus():
            self.go.setFocus()
        self.go.setText(self._go_words(asking=asking))
        if not self.isVisible() or ordering.sending:
            return
        # A button that does nothing says why (UX, X6); what the list above says already is not said twice.
        listed = {finding.words for finding in ordering.findings}
        reasons = [words for words in blockers if words not in listed and not words.startswith("Type the total")]
        if asking:
            reasons = []
        elif not reasons and any(words in listed for words in blockers):
            reasons = ["Fix what is listed under Must fix first."]
        self.say(" ".join([self._failure, *reasons]).strip())

    def _go_words(self, *, asking: bool) -> str:
        ordering = self._ordering
        if ordering.sending:
            return "Sending…"
        if asking:
            return "Asking what it comes to…"
        kind, many = "live order" if ordering.live else "test order", len(ordering.recipients)
        return f"Place {many} {kind}s" if many > 1 else f"Place the {kind}"

    def _show_facts(self) -> None:
        people, options = self._ordering.recipients, self._ordering.options
        first = "\n".join(people[0].lines)
        rest = self._totals_of_people() if len(people) > 1 else ""
        self._to.setText(rest or first)
        option = options[0] if options else None
        parts = (option.method, option.carrier, option.transit) if option else ()
        self._by.setText(", ".join(part for part in parts if part) or "–")

    def _totals_of_people(self) -> str:
        """Everybody with what their order comes to: what a person wants to see before several go at once."""
        ordering = self._ordering
        people, options = ordering.recipients, ordering.options
        if not options:
            return "\n".join(recipient.lines[0] for recipient in people if recipient.lines)
        return "\n".join(
            f"{recipient.lines[0] if recipient.lines else '?'}, {recipient.city}: {option.total.grand_total}"
            for recipient, option in zip(people, options, strict=True)
        )

    def _show_sums(self) -> None:
        total = self._ordering.total
        shown = (total.subtotal, total.shipping, total.tax, total.grand_total) if total else ()
        for at, name in enumerate(_MONEY):
            self._values[name].setText(str(shown[at]) if shown else "–")

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "submit" or (what == "shipping" and self.isVisible()):
            self._failure = "" if self._ordering.price_changes or self._listed(error) else sentence(error)
            self._show_go()

    def _listed(self, error: Exception) -> bool:
        return str(error) == " ".join(
            finding.words for finding in self._ordering.findings if finding.level == "must_fix"
        )
