"""Retail prices: what is asked for this piece and what stays of it, and the rule that makes a price of every cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.bulk import code_summary
from fwdesk.app.desk import Desk
from fwdesk.domain.errors import RetailError
from fwdesk.domain.price import Price
from fwdesk.domain.retail import Markup, Rounding, Rules, Sale, parse_amount, parse_percent
from fwdesk.ui.widgets import button, label, line

_SIZE = QSize(560, 570)
_PRIVATE = "Only on this computer: FinerWorks never sees these. Per copy, before postage and tax."
_ENDINGS = {
    Rounding.NONE: "as it comes out",
    Rounding.WHOLE: "up to whole dollars",
    Rounding.NINETY_FIVE: "up to the next .95",
    Rounding.NINETY_NINE: "up to the next .99",
}


class RetailDialog(QDialog):
    """The price of the piece on the desk, and the rule.

    Signals:
        margin_asked(): the artist wants to begin with the price.
    """

    margin_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Follows the piece, its price and the rule."""
        super().__init__(parent)
        self.setObjectName("retail.dialog")
        self.setWindowTitle("Retail prices")
        self.resize(_SIZE)
        self._session, self._prices, self._retailing = desk.session, desk.prices, desk.retailing
        self.price = _field("retail.price", "Retail price of this piece in dollars")
        self.by_rule = button("Use the rule", name="retail.by_rule", tip="Forget the price typed for this piece")
        self._values: dict[str, QLabel] = {}
        self._problem = label("", "problem", wrap=True)
        self._problem.setObjectName("retail.problem")
        self._problem.hide()
        self._advice = label("", "caption", wrap=True)
        self.on = QCheckBox("Make a retail price for every piece by this rule")
        self.on.setObjectName("retail.on")
        self.markup = _field("retail.markup", "How much is added to the cost")
        self.kind = _box("retail.kind", "What is added is", {kind: _KINDS[kind] for kind in Markup})
        self.rounding = _box("retail.rounding", "Rounding of retail prices", _ENDINGS)
        self.marketplace = _field("retail.marketplace", "Share of the marketplace in percent")
        self.card = _field("retail.card", "Card fee in percent")
        self.card_fixed = _field("retail.card_fixed", "Card fee for each sale in dollars")
        self.margin = _field("retail.margin", "Margin to keep at least, in percent of the price")
        self._lay_out()
        self._connect()
        self._fill_rule()
        self._refresh()
        self.price.setFocus()
        self.price.selectAll()

    # Making it

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Retail prices", "step"))
        column.addWidget(label(_PRIVATE, "caption", wrap=True))
        self._about = label("", wrap=True)
        column.addWidget(self._about)
        column.addLayout(self._this_piece())
        column.addWidget(self._problem)
        column.addWidget(self._advice)
        column.addWidget(line())
        column.addWidget(self.on)
        column.addLayout(self._rule())
        column.addStretch(1)
        first = button("Begin with the price…", name="retail.margin_first", tip="Which sizes leave enough at a price")
        first.clicked.connect(self.margin_asked)
        close = button("Close", name="retail.close")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(first)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)

    def _this_piece(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        asked = label("Retail price $", "field")
        asked.setBuddy(self.price)
        grid.addWidget(asked, 0, 0)
        grid.addWidget(self.price, 0, 1)
        grid.addWidget(self.by_rule, 0, 2)
        self._made = label("", "caption", wrap=True)
        grid.addWidget(self._made, 0, 3)
        for row, name in enumerate(("Cost", "Fees", "You keep", "Margin"), 1):
            value = label("–", "name" if name == "You keep" else "")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setObjectName(f"retail.{name.split()[-1].lower()}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(name, "field"), row, 0)
            grid.addWidget(value, row, 1)
            self._values[name] = value
        self._split = label("", "caption", wrap=True)
        grid.addWidget(self._split, 2, 2, 1, 2)
        return grid

    def _rule(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        card = _row(self.card, label("percent and"), self.card_fixed, label("dollars a sale"))
        for words, row in (
            ("Add to the cost", _row(self.markup, self.kind)),
            ("Round", _row(self.rounding)),
            ("Marketplace takes", _row(self.marketplace, label("percent of the price"))),
            ("Card fee", card),
            ("Keep at least", _row(self.margin, label("percent of the price"))),
        ):
            told = label(words, "field")
            told.setMinimumHeight(self.markup.sizeHint().height())
            form.addRow(told, row)
        return form

    def _connect(self) -> None:
        self.price.textEdited.connect(self._typed)
        self.by_rule.clicked.connect(self._use_rule)
        self.on.toggled.connect(self._switched)
        self.kind.activated.connect(self._kind_picked)
        self.rounding.activated.connect(self._rule_edited)
        for field in (self.markup, self.marketplace, self.card, self.card_fixed, self.margin):
            field.textEdited.connect(self._rule_edited)
        self._prices.changed.connect(self._refresh)
        self._session.piece_changed.connect(self._piece_changed)

    # This piece

    @property
    def _priced(self) -> Price | None:
        price, piece = self._prices.price, self._session.piece
        return price if price and price.priced and piece and piece.code.wire == price.code else None

    @Slot(object)
    def _piece_changed(self, _piece: object) -> None:
        self.price.clear()  # what was typed was typed for the piece before
        self._refresh()

    @Slot(str)
    def _typed(self, text: str) -> None:
        price = self._priced
        if price is None:
            return
        try:
            own = parse_amount(text) if text.strip() else None
        except RetailError as error:
            self._say(self.price, str(error))
            return
        self._say(self.price, "")
        self._retailing.set_own_price(price.code, own)

    @Slot()
    def _use_rule(self) -> None:
        price = self._priced
        if price:
            self.price.clear()
            self._retailing.set_own_price(price.code, None)
            self._say(self.price, "")
            self.price.setFocus()

    @Slot()
    def _refresh(self) -> None:
        price, piece = self._priced, self._session.piece
        self._about.setText(code_summary(piece.code, self._session.catalog) if piece else "")
        sale = self._retailing.sale(price.code, price.total) if price else None
        self.price.setEnabled(price is not None)
        self.by_rule.setEnabled(bool(sale and sale.own and self._retailing.ruled))
        if not (self.price.isModified() and self.price.text()):  # what is being typed stays as it is
            self.price.setText(sale.retail.plain if sale else "")
        shown = ("–", "–", "–", "–")
        if price:
            shown = (str(price.total.rounded), "–", "–", "–")
        if sale:
            shown = (str(sale.cost), str(sale.fees), str(sale.profit), sale.margin_words)
        for value, words in zip(self._values.values(), shown, strict=True):
            value.setText(words)
        self._split.setText(f"marketplace {sale.marketplace}, card {sale.card}" if sale and sale.fees else "")
        self._made.setText("" if not sale else "typed for this piece" if sale.own else "by your rule")
        self._advice.setText(
            self._advise(sale) if sale else "" if price else "The cost of this piece is not known yet."
        )

    def _advise(self, sale: Sale) -> str:
        """What is to be said about a sale that leaves less than it should."""
        rules = self._retailing.rules
        if sale.leaves(rules.least_margin):
            return ""
        least = rules.least_retail(sale.cost)
        way = f"{least} would leave it." if least else "No price would: fees and margin want all of it."
        loss = "You lose money on this. " if sale.profit.amount < 0 else ""
        return f"{loss}Less than the {rules.least_margin.normalize():f} % you want to keep. {way}"

    # The rule

    def _fill_rule(self) -> None:
        rules = self._retailing.rules
        self.on.blockSignals(True)
        self.on.setChecked(self._retailing.ruled)
        self.on.blockSignals(False)
        self.kind.setCurrentIndex(self.kind.findData(rules.markup))
        self.rounding.setCurrentIndex(self.rounding.findData(rules.rounding))
        self._fill_markup(rules.markup)
        for field, number in (
            (self.marketplace, rules.marketplace_percent),
            (self.card, rules.card_percent),
            (self.margin, rules.least_margin),
        ):
            field.setText(f"{number.normalize():f}")
        self.card_fixed.setText(rules.card_fixed.plain)

    def _fill_markup(self, markup: Markup) -> None:
        rules = self._retailing.rules
        self.markup.setText(f"{rules.percent.normalize():f}" if markup is Markup.PERCENT else rules.fixed.plain)

    @Slot(int)
    def _kind_picked(self, _index: int) -> None:
        self._fill_markup(Markup(self.kind.currentData()))  # 100 percent are not 100 dollars
        self._rule_edited()

    @Slot(bool)
    def _switched(self, on: bool) -> None:
        if on:
            self._rule_edited()
        else:
            self._retailing.set_rules(None)

    @Slot()
    @Slot(int)
    @Slot(str)
    def _rule_edited(self, _what: object = None) -> None:
        """Every part as it is typed: what can be read counts at once, what cannot is said."""
        markup, wrong = Markup(self.kind.currentData()), ""
        rules = replace(self._retailing.rules, markup=markup, rounding=Rounding(self.rounding.currentData()))
        for field, change in self._parts(markup):
            try:
                rules = change(rules, field.text() or "0")
                _mark(field, "")
            except RetailError as error:
                wrong = wrong or str(error)
                _mark(field, str(error))
        self._tell(wrong)
        self.on.blockSignals(True)
        self.on.setChecked(True)
        self.on.blockSignals(False)
        self._retailing.set_rules(rules)

    def _parts(self, markup: Markup) -> tuple[tuple[QLineEdit, Callable[[Rules, str], Rules]], ...]:
        def add(rules: Rules, text: str) -> Rules:
            if markup is Markup.PERCENT:
                return replace(rules, percent=parse_percent(text))
            return replace(rules, fixed=parse_amount(text))

        return (
            (self.markup, add),
            (self.marketplace, lambda rules, text: replace(rules, marketplace_percent=parse_percent(text))),
            (self.card, lambda rules, text: replace(rules, card_percent=parse_percent(text))),
            (self.card_fixed, lambda rules, text: replace(rules, card_fixed=parse_amount(text))),
            (self.margin, lambda rules, text: replace(rules, least_margin=parse_percent(text))),
        )

    def _say(self, field: QLineEdit, words: str) -> None:
        self._tell(words)
        _mark(field, words)

    def _tell(self, wrong: str) -> None:
        self._problem.setText(wrong)
        self._problem.setVisible(bool(wrong))


_KINDS = {Markup.PERCENT: "percent of the cost", Markup.FIXED: "dollars"}


def _mark(field: QLineEdit, wrong: str) -> None:
    field.setProperty("wrong", bool(wrong))
    field.setAccessibleDescription(wrong)
    field.style().polish(field)


def _field(name: str, words: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setMaxLength(16)
    made.setMaximumWidth(96)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def _box(name: str, words: str, rows: dict[Markup, str] | dict[Rounding, str]) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    for data, shown in rows.items():
        made.addItem(shown, data)
    return made


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
