"""What a person is asked before something is done to an order: are you sure, which number, which address."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fwdesk.domain.order import LIMITS, Recipient
from fwdesk.orders.changes import NOTE_LIMIT, Ask, Wanted
from fwdesk.ui.order_words import inside
from fwdesk.ui.widgets import DeliberateButton, button, label

_ADDRESS = (
    ("first_name", "First name", 0, 0, 1), ("last_name", "Last name", 0, 1, 1),
    ("company_name", "Company (optional)", 1, 0, 2), ("address_1", "Street and number", 2, 0, 2),
    ("address_2", "Apartment, floor (optional)", 3, 0, 2), ("address_3", "More (optional)", 4, 0, 2),
    ("city", "City", 5, 0, 1), ("state_code", "State (US only)", 5, 1, 1),
    ("province", "Province or region (outside the US)", 6, 0, 2),
    ("zip_postal_code", "Zip or postal code", 7, 0, 1), ("country_code", "Country, two letters", 7, 1, 1),
    ("phone", "Phone (optional)", 8, 0, 1), ("email", "Email (optional)", 8, 1, 1),
)  # fmt: skip


class Sure(QDialog):
    """A sentence, and two buttons; the one that leaves everything as it is has the focus.

    Signals:
        meant(): the person means it.
    """

    meant = Signal()

    def __init__(self, parent: QWidget, title: str, sentence: str, go: str) -> None:
        """`go` are the words of the button that does it."""
        super().__init__(parent)
        self.setObjectName("order.sure")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(12)
        self.body.addWidget(label(title, "step", wrap=True))
        if sentence:
            words = label(sentence, wrap=True)
            words.setObjectName("order.sure.words")
            self.body.addWidget(words)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.stay = button("Leave it as it is", name="order.sure.stay")
        self.go = DeliberateButton(go)
        self.go.setObjectName("order.sure.go")
        self.go.setProperty("role", "primary")
        self.go.setAutoDefault(False)
        self.stay.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.setMinimumWidth(420)
        self.setMaximumWidth(560)

    def begin(self) -> None:
        """Put the buttons under what is asked, and show it."""
        self.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.go)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self.open()
        self.first.setFocus()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.stay

    def fault(self) -> str:
        """Why it cannot be done as it stands; empty when it can."""
        return ""

    @Slot()
    def _go(self) -> None:
        words = self.fault()
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if not words:
            self.meant.emit()
            self.accept()


def _field(words: str, edit: QWidget) -> QVBoxLayout:
    """A field with its name above it, also for screen readers."""
    caption = label(words, "field")
    caption.setBuddy(edit)
    edit.setAccessibleName(words)
    cell = QVBoxLayout()
    cell.setSpacing(2)
    cell.addWidget(caption)
    cell.addWidget(edit)
    return cell


class NumberAsked(Sure):
    """Asks for the number that the service gave an order."""

    def __init__(self, parent: QWidget, reference: str, seen: tuple[int, ...], who: str) -> None:
        """`seen` are the numbers that were seen under the reference, offered as they are."""
        words = (
            f"Enter the number that {inside(who)} has for the order with the reference {reference}. It then counts as "
            "placed, and is followed under that number."
        )
        super().__init__(parent, "It was placed", words, "It has this number")
        self.edit = QLineEdit(str(seen[-1]) if len(seen) == 1 else "")
        self.edit.setObjectName("order.number")
        self.edit.setPlaceholderText(f"Seen: {' or '.join(map(str, seen))}" if seen else "Such as 410001")
        self.edit.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,12}"), self.edit))
        self.body.addLayout(_field("Order number", self.edit))

    @property
    def first(self) -> QWidget:
        return self.edit

    @property
    def number(self) -> int:
        """The number, 0 for none."""
        return int(self.edit.text() or 0)

    def fault(self) -> str:
        return "" if self.number > 0 else "Enter the order’s number; it has digits only."


class NoteAsked(Sure):
    """Asks for a note beside an order."""

    def __init__(self, parent: QWidget, who: str) -> None:
        """Begins with the subject."""
        words = f"{who} keeps it beside the order, for you alone. The workshop does not read it: it changes nothing."
        super().__init__(parent, "Add a note", words, "Add the note")
        self.subject, self.text = QLineEdit(), QPlainTextEdit()
        self.subject.setObjectName("order.note.subject")
        self.text.setObjectName("order.note.text")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(110)
        for words, edit in (("Subject", self.subject), ("Note", self.text)):
            self.body.addLayout(_field(words, edit))

    @property
    def first(self) -> QWidget:
        return self.subject

    @property
    def wanted(self) -> Wanted:
        """The note."""
        return Wanted(Ask.NOTE, subject=self.subject.text().strip(), message=self.text.toPlainText().strip())

    def fault(self) -> str:
        note = self.wanted
        if not (note.subject and note.message):
            return "A note needs a subject and a text."
        length = len(note.subject) + len(note.message)
        return f"The note has {length} characters; {NOTE_LIMIT} are allowed." if length > NOTE_LIMIT else ""


class AddressAsked(Sure):
    """Asks for another address of an order that was placed."""

    def __init__(self, parent: QWidget, known: Recipient, who: str) -> None:
        """Begins with the address that it has now."""
        words = (
            f"{who} is asked to send the order here instead. What was charged for shipping stays as it is. Not once it "
            "is in production."
        )
        super().__init__(parent, "Change the address", words, "Change the address")
        self.edits: dict[str, QLineEdit] = {}
        self._known = known
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        for name, caption_words, row, column, span in _ADDRESS:
            edit = QLineEdit(getattr(known, name))
            edit.setObjectName(f"order.address.{name}")
            form.addLayout(_field(caption_words, edit), row, column, 1, span)
            self.edits[name] = edit
        self.body.addLayout(form)
        assert {field.name for field in fields(Recipient)} == set(self.edits) == set(LIMITS)

    @property
    def first(self) -> QWidget:
        return self.edits["first_name"]

    @property
    def recipient(self) -> Recipient:
        """The address as it was typed."""
        typed = {name: edit.text().strip() for name, edit in self.edits.items()}
        return Recipient(**typed | {"country_code": typed["country_code"].lower()})

    def fault(self) -> str:
        if self.recipient == self._known:
            return "This is the address that it has."
        problems = self.recipient.problems()
        words = {name: caption for name, caption, *_ in _ADDRESS}
        return "\n".join(f"{words[name]}: {problem}" for name, problem in problems.items())
