"""The recipient: a form that says what is wrong where it is wrong, checked here first and then by the service."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fwdesk.app.addressing import Addressing
from fwdesk.app.ordering import Ordering
from fwdesk.domain.address_diff import FieldChange, changes, only_case
from fwdesk.domain.order import Recipient
from fwdesk.ui.address_compare import AddressComparison
from fwdesk.ui.address_form import AddressForm
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.widgets import button, label

_APARTMENT = re.compile(r"\b(apartment|apt|suite|ste|unit|secondary|room|floor)\b", re.IGNORECASE)


class RecipientPage(OrderPage):
    """Who gets it.

    Signals:
        book_asked(): the artist wants the address book.
    """

    book_asked = Signal()

    def __init__(self, ordering: Ordering, addresses: Addressing) -> None:
        """Follows the order and the address book."""
        super().__init__("order.recipient", "Recipient", "Where the piece is sent to.", "Check the address")
        self._ordering, self._addresses = ordering, addresses
        self._asked = False
        self._trouble = ""
        self.form = AddressForm()
        self.country = self.form.country
        self.book = button("Address book…", name="recipient.book", tip="Pick a recipient you know (Ctrl+B)")
        self.keep = button("Save in the book", name="recipient.save", tip="Keep this address in the address book")
        books = QHBoxLayout()
        books.setSpacing(8)
        books.addWidget(self.book)
        books.addWidget(self.keep)
        books.addStretch(1)
        self.body.addLayout(books)
        self.body.addWidget(self.form)
        self._verdict_box()
        self.body.addStretch(1)
        self.form.edited.connect(self._edited)
        self.book.clicked.connect(self.book_asked)
        self.keep.clicked.connect(self._save)
        addresses.changed.connect(self._refresh)
        ordering.changed.connect(self._refresh)
        ordering.failed.connect(self._failed)
        self._refresh()

    def _verdict_box(self) -> None:
        """What the service says about the address, and the two ways to answer it, above the primary button."""
        self._says = label("", "", wrap=True)
        self._comparison = AddressComparison()
        self.use = button("Use the suggestion", name="recipient.use")
        self.mine = button("Keep mine", name="recipient.keep")
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addWidget(self.use)
        answers.addWidget(self.mine)
        answers.addStretch(1)
        box = QVBoxLayout()
        box.setSpacing(6)
        box.addWidget(self._says)
        box.addWidget(self._comparison)
        box.addLayout(answers)
        self.foot.insertLayout(0, box)
        self._accepted: QLabel = label("", "caption", wrap=True)
        self.foot.insertWidget(1, self._accepted)
        for widget in (self._says, self._comparison, self.use, self.mine, self._accepted):
            widget.hide()
        self.use.clicked.connect(self._use)
        self.mine.clicked.connect(self._keep_mine)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._ordering.countries:
            self._ordering.load_countries()
        self._addresses.load()

    # What is pressed

    @Slot()
    def _edited(self) -> None:
        self._asked, self._trouble = False, ""
        self._ordering.set_recipient(self.form.recipient())

    @Slot()
    def _go(self) -> None:
        if self._settled:
            self.next.emit()
        elif self._differences:
            self.say("Choose one of the two spellings.")
            self.use.setFocus()
        else:
            self.check()

    def check(self) -> None:
        """Check the address, here and by the service."""
        self._asked, self._trouble = True, ""
        self.say("")
        self._ordering.set_recipient(self.form.recipient())
        self._ordering.check_address()

    @Slot()
    def _use(self) -> None:
        self.say("")
        self._ordering.use_suggestion()
        self.go.setFocus()

    @Slot()
    def _keep_mine(self) -> None:
        verdict = self._ordering.verdict
        if verdict:
            self._addresses.keep_spelling(self._ordering.recipient, verdict.suggested)
        self._trouble = ""
        self._ordering.keep_address()
        self.go.setFocus()

    @Slot()
    def _save(self) -> None:
        self._addresses.save(self.form.recipient())

    @Slot(object)
    def pick(self, recipient: Recipient) -> None:
        """Take over an address, as from the book."""
        self._asked, self._trouble = False, ""
        self._ordering.set_recipient(recipient)
        self.go.setFocus()

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "address":
            words = sentence(error)
            self._trouble = f"{words} The address was not checked by the service; you may go on without it."
            self._refresh()

    # What is shown

    @property
    def _differences(self) -> tuple[FieldChange, ...]:
        """Where the service's spelling is another one and the person has not decided."""
        verdict, typed = self._ordering.verdict, self._ordering.recipient
        if not verdict or not verdict.suggested or self._is_kept:
            return ()
        return changes(typed, verdict.suggested)

    @property
    def _is_kept(self) -> bool:
        ordering = self._ordering
        verdict = ordering.verdict
        return ordering.kept or bool(verdict and self._addresses.keeps(ordering.recipient, verdict.suggested))

    @property
    def _settled(self) -> bool:
        """Whether the address may be used: accepted, or kept in spite of what the service says."""
        ordering = self._ordering
        if ordering.problems:
            return False
        if self._is_kept:
            return True
        return bool(ordering.verdict and ordering.verdict.valid and not self._differences)

    @Slot()
    def _refresh(self) -> None:
        ordering = self._ordering
        self.form.set_forms(ordering.forms)
        self.form.show_recipient(ordering.recipient)
        self.form.show_faults(ordering.problems, ordering.doubts)
        known = self._addresses.holds(ordering.recipient)
        self.keep.setText("In the book" if known else "Save in the book")
        self.keep.setEnabled(not known and bool(ordering.recipient.address_1))
        self._show_verdict()

    def _show_verdict(self) -> None:
        ordering, differences = self._ordering, self._differences
        verdict, kept = ordering.verdict, self._is_kept
        refused = bool(verdict and not verdict.valid and not kept)
        self._comparison.show_changes(differences, self.form.rules)
        self._comparison.setVisible(bool(differences))
        self.use.setVisible(bool(differences))
        self.mine.setVisible(bool(differences) or refused or bool(self._trouble and not kept))
        self.mine.setText("Keep mine" if verdict else "Go on without the check")
        self._says.setText(_said(differences))
        self._says.setVisible(bool(differences))
        if refused and verdict:
            self.say(f"The service does not accept this address. {verdict.message}".strip())
            self._to_apartment(verdict.message)
        elif ordering.problems:
            self._to_first_fault()
            self.say("Some fields need a look.")
        elif not differences:
            # What failed stays said while the line is tried again, until the next check or edit.
            self.say("" if verdict or kept else self._trouble)
        accepted = ""
        if kept:
            accepted = "Your spelling is kept." if verdict else "Not checked by the service."
        elif self._settled:
            accepted = "The service accepts this address as it stands."
        self._accepted.setText(accepted)
        self._accepted.setVisible(bool(accepted))
        words = "On to shipping" if self._settled else "Check the address"
        self.go.setText("Choose a spelling" if differences else words)

    def _to_first_fault(self) -> None:
        """Once after a check: put the caret where the first fault is."""
        if self._asked:
            self._asked = False
            self._show_cell(self.form.to_fault(self._ordering.problems))

    def _to_apartment(self, words: str) -> None:
        """Once after a check: put the caret where the apartment goes, if the service misses one."""
        if self._asked and _APARTMENT.search(words) and not self._ordering.recipient.address_2:
            self._asked = False
            self._show_cell(self.form.go_to("address_2"))

    def _show_cell(self, cell: QWidget | None) -> None:
        if cell:
            self.show_inside(cell)


def _said(differences: tuple[FieldChange, ...]) -> str:
    fields = {change.field for change in differences}
    if fields == {"address_2"} and not differences[0].typed:
        return "The service adds an apartment or unit that you left out."
    if only_case(differences):
        return "The service spells it with other capitals."
    return "The service spells it otherwise."
