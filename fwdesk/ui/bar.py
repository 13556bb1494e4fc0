"""The bar: the live product code, what it costs in parts, and the one primary button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.app.prices import Prices, PriceState
from fwdesk.app.session import Session
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.ui.code_field import CodeField
from fwdesk.ui.code_line import CodeLine
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import IconButton, button, label, line

HEIGHT = 76


class PriceView(QWidget):
    """The total, and the parts it is made of; says when it is not confirmed."""

    def __init__(self, prices: Prices) -> None:
        """Follows the prices."""
        super().__init__()
        self.setObjectName("price")
        self._prices = prices
        self._parts: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for name in ("Print", "Frame", "Mat", "Glazing"):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label(name, "muted"), 0, Qt.AlignmentFlag.AlignRight)
            value = label("–")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setMinimumWidth(52)
            self._parts[name] = value
            cell.addWidget(value)
            row.addLayout(cell)
        row.addWidget(line(upright=True))
        total = QVBoxLayout()
        total.setSpacing(0)
        self._total = label("–", "total")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._total.setMinimumWidth(110)
        self._state = label("", "muted")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight)
        total.addWidget(self._total)
        total.addWidget(self._state)
        row.addLayout(total)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        prices.changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        price, state = self._prices.price, self._prices.state
        if price is None:
            self._state.setText(state.value)
            self.setAccessibleName("Price: not known yet")
            return
        fresh = state in {PriceState.CURRENT, PriceState.ASKED}
        for name, amount in parts_of(price):
            self._parts[name].setText(str(amount) if amount else "–")
            self._parts[name].setEnabled(fresh)
        self._total.setText(str(price.total) if price.priced else "–")
        self._total.setEnabled(state is PriceState.CURRENT)
        asked = f"Asked at {price.asked_at.astimezone():%H:%M}" if price.asked_at else "Asked just now"
        words = {
            PriceState.CURRENT: f"per copy, {asked[:1].lower()}{asked[1:].replace('at ', '')}",
            PriceState.ASKED: "asking…",
            PriceState.STALE: "not confirmed",
            PriceState.UNPRICED: "cannot be priced",
        }.get(state, state.value)
        move = self._prices.move if state is PriceState.CURRENT else None
        self._state.setText(move.words if move else words)
        if move:
            words = f"{words}; it was {move.old} when it was asked before"
        error = self._prices.error
        moved = f"The service asks another price than before: {move.words}. {asked}." if move else ""
        self.setToolTip(sentence(error) if error else moved or price.info)
        spoken = ", ".join(f"{name} {amount}" for name, amount in parts_of(price) if amount)
        self.setAccessibleName(f"Price {price.total} {words}: {spoken}")


def parts_of(price: Price) -> tuple[tuple[str, Money], ...]:
    """The four parts that are shown; color correction counts with the print."""
    return (
        ("Print", price.print + price.color_correct),
        ("Frame", price.frame),
        ("Mat", price.mats),
        ("Glazing", price.glazing),
    )


class Bar(QWidget):
    """Code, price and the primary button.

    Signals:
        order(): the primary button was pressed.
        step_asked(Step): a part of the code was pressed.
    """

    order = Signal()
    step_asked = Signal(object)

    def __init__(self, session: Session, prices: Prices) -> None:
        """Follows session and prices."""
        super().__init__()
        self.setObjectName("bar")
        self._session = session
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.code = CodeField(session)
        self._copy = IconButton("copy", "Copy the product code (Ctrl+Shift+C)")
        self.code_line = CodeLine()
        self.price = PriceView(prices)
        self.primary = button("Test order…", "primary", name="primary", tip="Place a test order (Ctrl+Enter)")
        left = QVBoxLayout()
        left.setSpacing(2)
        field = QHBoxLayout()
        field.setSpacing(4)
        field.addWidget(self.code, 1)
        field.addWidget(self._copy)
        left.addLayout(field)
        left.addWidget(self.code_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.price)
        row.addWidget(self.primary)
        self.setFixedHeight(HEIGHT)
        self._copy.clicked.connect(self.copy_code)
        self.primary.clicked.connect(self.order)
        self.code.wrong.connect(self.code_line.show_wrong)
        self.code.said.connect(self.code_line.say)
        self.code.parts_changed.connect(self.code_line.show_parts)
        self.code.meant.connect(self.code_line.show_meaning)
        self.code.step_asked.connect(self.step_asked)
        self.code_line.step_asked.connect(self.step_asked)

    def sizeHint(self) -> QSize:
        return QSize(900, HEIGHT)

    @Slot()
    def copy_code(self) -> None:
        """Put the code on the clipboard, in the documented spelling."""
        if self._session.piece:
            QGuiApplication.clipboard().setText(str(self._session.piece.code))
        self.code_line.say("Copied")

    def restyle(self) -> None:
        """The look changed."""
        self._copy.restyle()
        self.code.restyle()
        self.code_line.restyle()
