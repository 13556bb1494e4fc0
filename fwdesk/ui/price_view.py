"""What the piece costs, in parts, and what it sells for; in client mode only the latter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.app.landed import Landed, LandedTotals
from fwdesk.app.prices import Prices, PriceState
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.domain.retail import Sale
from fwdesk.domain.rules import Step
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import label, line

_STEPS = {"Print": Step.SIZE, "Frame": Step.FRAME, "Mat": Step.MAT, "Glazing": Step.GLAZING}


class TwoLines(QPushButton):
    """A flat button of two lines, set to the right."""

    def __init__(self, top: str, bottom: str, name: str = "") -> None:
        """`top` and `bottom` are the roles of the two lines in the style sheet."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "cell")
        self.setAutoDefault(False)
        self.lines = label("", top), label("", bottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(0)
        for one in self.lines:
            one.setAlignment(Qt.AlignmentFlag.AlignRight)
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(one)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)

    def say(self, top: str, bottom: str) -> None:
        """What stands on the two lines."""
        for one, words in zip(self.lines, (top, bottom), strict=True):
            one.setText(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class PriceView(QWidget):
    """The total with its parts, each a way to its step, and the retail price beside it; says what is not confirmed.

    Signals:
        step_asked(Step): a part was pressed.
        retail_asked(): the retail price was pressed.
    """

    step_asked = Signal(object)
    retail_asked = Signal()

    def __init__(self, prices: Prices, landed: LandedTotals) -> None:
        """Follows the prices and the estimates of what it costs at the door."""
        super().__init__()
        self.setObjectName("price")
        self._prices, self._retailing, self._landed = prices, prices.retailing, landed
        self._parts: dict[str, TwoLines] = {}
        self._roomy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for name, step in _STEPS.items():
            cell = TwoLines("muted", "", f"price.{step.value}")
            cell.setAccessibleName(name)
            cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+4 to Alt+7 go to the same steps
            cell.clicked.connect(lambda _checked=False, step=step: self.step_asked.emit(step))
            self._parts[name] = cell
            row.addWidget(cell)
        self._rule = line(upright=True)
        row.addSpacing(6)
        row.addWidget(self._rule)
        total = QVBoxLayout()
        total.setSpacing(0)
        total.setContentsMargins(6, 0, 6, 0)
        self._total = label("–", "total")
        self._total.setMinimumWidth(96)
        self._state = label("", "muted")
        for one in (self._total, self._state):
            one.setAlignment(Qt.AlignmentFlag.AlignRight)
            total.addWidget(one)
        row.addLayout(total)
        self.retail = TwoLines("retail", "muted", "retail")
        self.retail.clicked.connect(self.retail_asked)
        row.addWidget(self.retail)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        prices.changed.connect(self._refresh)
        landed.changed.connect(self._refresh)
        self._refresh()
        self.make_room(True)

    def make_room(self, roomy: bool) -> None:
        """Leave the parts out where there is no room for them; they are said all the same."""
        if roomy != self._roomy:
            self._roomy = roomy
            self._refresh()
            # The estimate comes later than the price: its room is kept, so that nothing moves when it is here.
            wide = self._state.fontMetrics().horizontalAdvance("per copy; estimate $9,999.99 delivered")
            self._state.setMinimumWidth(wide if roomy else 0)

    def _arrange(self) -> None:
        client = self._retailing.client
        for part in (*self._parts.values(), self._rule):
            part.setVisible(self._roomy and not client)
        self.retail.setVisible(not client)

    @Slot()
    def _refresh(self) -> None:
        self._arrange()
        price, state = self._prices.price, self._prices.state
        if price is None:
            self._state.setText(state.value)
            self.setAccessibleName("Price: not known yet")
            self._show_retail(None, PriceState.NONE)
            return
        if self._retailing.client:
            self._show_to_client(self._retailing.seen(price), state)
            return
        self._show_parts(price, fresh=state in {PriceState.CURRENT, PriceState.ASKED})
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
        landed = self._landed.landed if state is PriceState.CURRENT else None
        at_home = f"per copy; estimate {landed.total} delivered" if landed and self._roomy else words
        self._state.setText(move.words if move else at_home)
        if move:
            words = f"{words}; it was {move.old} when it was asked before"
        error = self._prices.error
        moved = f"The service asks another price than before: {move.words}. {asked}." if move else ""
        source = f"{self._prices.source} prices, {asked[:1].lower()}{asked[1:]}."
        tip = sentence(error) if error else moved or price.info or source
        at_door = landed_words(landed) if landed else ""
        self.setToolTip("\n".join(part for part in (tip, at_door) if part))
        spoken = ", ".join(f"{name} {amount}" for name, amount in parts_of(price) if amount)
        self.setAccessibleName(f"Price {price.total} {words}: {spoken}{'. ' if at_door else ''}{at_door}")
        self._show_retail(price, state)

    def _show_parts(self, price: Price, *, fresh: bool) -> None:
        for name, amount in parts_of(price):
            cell = self._parts[name]
            cell.say(name, str(amount) if amount else "–")
            cell.lines[1].setEnabled(fresh)
            split = f": outer {price.mat_2}, inner {price.mat_1}" if name == "Mat" and price.mat_2 else ""
            cell.setAccessibleName(f"{name} {amount}")
            cell.setToolTip(f"{name} {amount}{split}. Go to its step (Alt+{list(Step).index(_STEPS[name]) + 1})")

    def _show_to_client(self, price: Price, state: PriceState) -> None:
        """What it sells for, and nothing else."""
        fresh = state is PriceState.CURRENT
        self._total.setText(str(price.total) if price.priced else "–")
        self._total.setEnabled(fresh)
        words = "per copy" if price.priced else "no price set"
        self._state.setText(words if fresh or not price.priced else "asking…")
        self.setToolTip(price.info)
        self.setAccessibleName(f"Price {price.total} per copy" if price.priced else price.info)
        for cell in (*self._parts.values(), self.retail):
            # Hidden, but whoever reads the screen may find what it says.
            cell.say("", "")
            cell.setToolTip("")
            cell.setAccessibleName("Hidden in client mode")

    def _show_retail(self, price: Price | None, state: PriceState) -> None:
        priced = price is not None and price.priced
        sale = self._retailing.sale(price.code, price.total) if price and priced else None
        self.retail.setEnabled(priced)
        self.retail.lines[0].setEnabled(state is PriceState.CURRENT)
        if sale is None:
            self.retail.say("Retail…", "set a price" if priced else "")
            self.retail.setAccessibleName("Retail price: none yet. Press to set one")
            self.retail.setToolTip("What you ask for this piece (Ctrl+R)")
            return
        self.retail.say(f"Retail {sale.retail}", f"you keep {sale.profit}")
        self.retail.setAccessibleName(f"Retail price {sale_words(sale)}. Press to change it")
        self.retail.setToolTip(f"Retail {sale_words(sale)} (Ctrl+R)")


def landed_words(landed: Landed) -> str:
    """What a copy comes to at the door, and that nobody has promised it."""
    return f"Estimate: {landed.total} delivered to {landed.place} by {landed.method}, tax included."


def sale_words(sale: Sale) -> str:
    """A sale in one line: $316.95 by your rule: cost $158.00, fees $30.09, you keep $128.86, 40.7 %."""
    made = "typed by you" if sale.own else "by your rule"
    fees = f"fees {sale.fees}, " if sale.fees else ""
    return f"{sale.retail} {made}: cost {sale.cost}, {fees}you keep {sale.profit}, {sale.margin_words}"


def parts_of(price: Price) -> tuple[tuple[str, Money], ...]:
    """The four parts that are shown; color correction counts with the print."""
    return (
        ("Print", price.print + price.color_correct),
        ("Frame", price.frame),
        ("Mat", price.mats),
        ("Glazing", price.glazing),
    )
