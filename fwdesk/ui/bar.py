"""The bar: the live product code, what it costs in parts, and the one primary button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.app.prices import Prices, PriceState
from fwdesk.app.session import Session, stretch
from fwdesk.domain.code import segments
from fwdesk.domain.errors import CodeError
from fwdesk.domain.money import Money
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Step
from fwdesk.ui.messages import code_words, sentence
from fwdesk.ui.theme import code_font, color, hue
from fwdesk.ui.widgets import ElidedLabel, IconButton, button, label, line

HEIGHT = 76


class CodeField(QLineEdit):
    """The product code, live and editable: paste or type another and press Enter.

    What belongs to a step has the step's color. A code that cannot be used is underlined where it goes wrong; Escape
    brings the present code back.

    Signals:
        wrong(str): what is wrong with the code in the field, empty when it is right again.
        taken(): the piece is what the field says.
    """

    wrong = Signal(str)
    taken = Signal()

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self.setObjectName("code")
        self.setAccessibleName("Product code")
        self.setFont(code_font())
        self.setMaxLength(400)
        self.setPlaceholderText("Product code")
        self._session = session
        session.piece_changed.connect(self._show)
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._edited)

    @Slot(object)
    def _show(self, piece: Piece) -> None:
        self.setText(str(piece.code))
        self.setCursorPosition(0)
        self._mark_right()
        self._color()

    def restyle(self) -> None:
        """The look changed."""
        if not self.isModified():
            self._color()

    @Slot()
    def commit(self) -> bool:
        """Make the piece what the field says. False, with the place underlined, if that cannot be done."""
        if not self.text().strip():
            self._show_present()
            return False
        try:
            self._session.set_code(self.text())
        except CodeError as error:
            self._underline(error)
            return False
        self._show_present()
        self.taken.emit()
        return True

    def _show_present(self) -> None:
        if self._session.piece:
            self._show(self._session.piece)

    @Slot(str)
    def _edited(self, _text: str) -> None:
        self._mark_right()
        self._format([])

    def _mark_right(self) -> None:
        self.setProperty("wrong", False)
        self.style().polish(self)
        self.wrong.emit("")

    def _underline(self, error: CodeError) -> None:
        lead = len(self.text()) - len(self.text().lstrip())
        start = min(error.position + lead, max(len(self.text()) - 1, 0))
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(color("error"))
        form.setForeground(color("error"))
        length = max(len(error.found.strip("'…")), 1) if error.found else self._segment_length(start)
        self._format([(start, length, form)])
        self.setCursorPosition(start)
        self.setProperty("wrong", True)
        self.style().polish(self)
        words = code_words(error)
        self.setAccessibleDescription(words)
        self.wrong.emit(words)

    def _segment_length(self, start: int) -> int:
        ends = (stretch(self.text(), step) for step in Step)
        return next((end - begin for begin, end in ends if begin == start), 1)

    def _color(self) -> None:
        piece = self._session.piece
        if piece is None:
            return
        runs: list[tuple[int, int, QTextCharFormat]] = []
        at = 0
        for segment in segments(piece.code):
            form = QTextCharFormat()
            form.setForeground(hue(segment.step))
            runs.append((at, len(segment.text), form))
            at += len(segment.text)
        self._format(runs)
        self.setAccessibleDescription("")

    def _format(self, runs: list[tuple[int, int, QTextCharFormat]]) -> None:
        # QLineEdit has no formats of its own; those of an input method's text are drawn, and change no text.
        cursor = self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, start - cursor, length, form)
            for start, length, form in runs
        ]
        QGuiApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def event(self, event: QEvent) -> bool:
        # The window has Escape as a shortcut; while a code is typed it belongs to the field.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._show_present()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.property("wrong") and not self.isModified():
            self._color()


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
        words = {
            PriceState.CURRENT: f"per copy, asked {price.asked_at.astimezone():%H:%M}"
            if price.asked_at
            else "per copy",
            PriceState.ASKED: "asking…",
            PriceState.STALE: "not confirmed",
            PriceState.UNPRICED: "cannot be priced",
        }.get(state, state.value)
        self._state.setText(words)
        error = self._prices.error
        self.setToolTip(sentence(error) if error else price.info)
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
    """

    order = Signal()

    def __init__(self, session: Session, prices: Prices) -> None:
        """Follows session and prices."""
        super().__init__()
        self.setObjectName("bar")
        self._session = session
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.code = CodeField(session)
        self._copy = IconButton("copy", "Copy the product code (Ctrl+Shift+C)")
        self._hint = ElidedLabel("muted")
        self._hint.setText("Paste a code to get its piece")
        self.price = PriceView(prices)
        self.primary = button("Test order…", "primary", name="primary", tip="Place a test order (Ctrl+Enter)")
        left = QVBoxLayout()
        left.setSpacing(2)
        field = QHBoxLayout()
        field.setSpacing(4)
        field.addWidget(self.code, 1)
        field.addWidget(self._copy)
        left.addLayout(field)
        left.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.price)
        row.addWidget(self.primary)
        self.setFixedHeight(HEIGHT)
        self._copy.clicked.connect(self.copy_code)
        self.primary.clicked.connect(self.order)
        self.code.wrong.connect(self._wrong)

    def sizeHint(self) -> QSize:
        return QSize(900, HEIGHT)

    @Slot()
    def copy_code(self) -> None:
        """Put the code on the clipboard, in the documented spelling."""
        if self._session.piece:
            QGuiApplication.clipboard().setText(str(self._session.piece.code))
        self._hint.setText("Copied")

    @Slot(str)
    def _wrong(self, words: str) -> None:
        self._hint.setProperty("role", "problem" if words else "muted")
        self._hint.setText(words or "Paste a code to get its piece")
        self._hint.setToolTip(words)
        self._hint.style().polish(self._hint)

    def restyle(self) -> None:
        """The look changed."""
        self._copy.restyle()
        self.code.restyle()
