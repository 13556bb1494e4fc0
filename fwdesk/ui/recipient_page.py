"""The recipient: a form that says what is wrong where it is wrong, checked here first and then by the service."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fwdesk.app.ordering import Ordering
from fwdesk.domain.order import Recipient
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.widgets import button, label

# Name, words, row and column of the form, columns taken (of six).
_FIELDS = (
    ("first_name", "First name", 1, 0, 3),
    ("last_name", "Last name", 1, 3, 3),
    ("company_name", "Company (optional)", 2, 0, 6),
    ("address_1", "Street and number", 3, 0, 6),
    ("address_2", "Apartment, floor (optional)", 4, 0, 6),
    ("city", "City", 5, 0, 6),
    ("state_code", "State", 6, 0, 2),
    ("province", "Province or region", 6, 0, 3),
    ("zip_postal_code", "Zip or postal code", 6, 3, 3),
    ("phone", "Phone (optional)", 7, 0, 3),
    ("email", "Email (optional)", 7, 3, 3),
)


class RecipientPage(OrderPage):
    """Who gets it."""

    def __init__(self, ordering: Ordering) -> None:
        """Follows the order."""
        super().__init__("order.recipient", "Recipient", "Where the piece is sent to.", "Check the address")
        self._ordering = ordering
        self._edits: dict[str, QLineEdit] = {}
        self._cells: dict[str, QWidget] = {}
        self._faults: dict[str, QLabel] = {}
        self._asked = False
        self._trouble = ""
        self._form = QGridLayout()
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(8)
        for column in range(6):
            self._form.setColumnStretch(column, 1)
        self.country = QComboBox()
        self.country.setObjectName("recipient.country_code")
        self.country.setAccessibleName("Country")
        self.country.addItem("United States", "us")
        self.country.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        finder, typed = QCompleter(self.country.model(), self.country), QLineEdit()
        self.country.setLineEdit(typed)
        self.country.setCompleter(finder)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        typed.setAccessibleName("Country")
        typed.editingFinished.connect(self._country_typed)
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._add("country_code", "Country", self.country, (0, 0, 6))
        for name, words, *place in _FIELDS:
            edit = QLineEdit()
            edit.setObjectName(f"recipient.{name}")
            edit.setAccessibleName(words)
            edit.textEdited.connect(self._edited)
            self._edits[name] = edit
            self._add(name, words, edit, (place[0], place[1], place[2]))
        self.body.addLayout(self._form)
        self._suggestion = label("", "", wrap=True)
        self._suggestion.hide()
        self.use = button("Use this spelling", name="recipient.use")
        self.use.hide()
        self._accepted = label("", "caption")
        self._accepted.hide()
        self.foot.insertWidget(0, self._accepted)
        self.foot.insertWidget(0, self._suggestion)
        self.foot.insertWidget(1, self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.country.activated.connect(self._country_picked)
        self.use.clicked.connect(ordering.use_suggestion)
        ordering.changed.connect(self._refresh)
        ordering.failed.connect(self._failed)
        self._refresh()

    def _add(self, name: str, words: str, edit: QWidget, place: tuple[int, int, int]) -> None:
        caption = label(words, "field")
        caption.setBuddy(edit)
        fault = label("", "problem", wrap=True)
        fault.hide()
        self._faults[name] = fault
        holder = QWidget()
        cell = QVBoxLayout(holder)
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(2)
        cell.addWidget(caption)
        cell.addWidget(edit)
        cell.addWidget(fault)
        cell.addStretch(1)
        self._cells[name] = holder
        row, column, span = place
        self._form.addWidget(holder, row, column, 1, span)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._ordering.countries:
            self._ordering.load_countries()

    def _show(self, recipient: Recipient) -> None:
        for name, edit in self._edits.items():
            # What is being typed may end in a blank that the value does not have.
            hidden = name == ("province" if recipient.is_us else "state_code")
            if not hidden and edit.text().strip() != getattr(recipient, name):
                edit.setText(getattr(recipient, name))
        code = recipient.country_code.lower()
        if self.country.findData(code) < 0:
            self.country.addItem(code.upper(), code)
        self.country.setCurrentIndex(self.country.findData(code))
        self._cells["state_code"].setVisible(recipient.is_us)
        self._cells["province"].setVisible(not recipient.is_us)

    def _read(self) -> Recipient:
        values = {name: edit.text().strip() for name, edit in self._edits.items()}
        country = str(self.country.currentData())
        values["state_code" if country != "us" else "province"] = ""
        return replace(self._ordering.recipient, **values, country_code=country)

    @Slot()
    @Slot(str)
    def _edited(self, _text: str = "") -> None:
        self._asked, self._trouble = False, ""
        self._ordering.set_recipient(self._read())

    @Slot()
    def _country_typed(self) -> None:
        """What was typed is a country, or the one before stands again."""
        row = self.country.findText(self.country.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        if row < 0:
            row = self.country.findData(self._ordering.recipient.country_code.lower())
        self.country.setCurrentIndex(row)
        if self.country.currentData() != self._ordering.recipient.country_code.lower():
            self._edited()

    @Slot(int)
    def _country_picked(self, _index: int) -> None:
        self._edited()

    @Slot()
    def _go(self) -> None:
        verdict = self._ordering.verdict
        if verdict and verdict.valid and not self._ordering.problems:
            self.next.emit()
            return
        self._asked, self._trouble = True, ""
        self.say("")
        self._ordering.set_recipient(self._read())
        self._ordering.check_address()

    @Slot(str, object)
    def _failed(self, what: str, error: Exception) -> None:
        if what == "address":
            self._trouble = sentence(error)
            self.say(self._trouble)

    @Slot()
    def _refresh(self) -> None:
        ordering = self._ordering
        if ordering.countries and self.country.count() < len(ordering.countries):
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
            if edit and bool(edit.property("wrong")) != bool(words):
                edit.setProperty("wrong", bool(words))
                edit.style().polish(edit)
                edit.setAccessibleDescription(words)
        self._show_verdict()

    def _show_verdict(self) -> None:
        verdict, typed = self._ordering.verdict, self._ordering.recipient
        suggested = verdict.suggested if verdict else None
        differs = suggested is not None and not same_address(suggested, typed)
        self._suggestion.setVisible(differs)
        self.use.setVisible(differs)
        if differs and suggested:
            self._suggestion.setText("The service spells it:\n" + "\n".join(suggested.lines))
        if verdict and not verdict.valid:
            self.say(f"The service does not accept this address. {verdict.message}")
        elif self._ordering.problems:
            self._to_first_fault()
            self.say("Some fields need a look.")
        else:
            # What failed stays said while the line is tried again, until the next check or edit.
            self.say("" if verdict else self._trouble)
        accepted = bool(verdict and verdict.valid)
        self._accepted.setText("The service accepts this address as it stands." if accepted else "")
        self._accepted.setVisible(accepted)
        self.go.setText("On to shipping" if verdict and verdict.valid else "Check the address")

    def _to_first_fault(self) -> None:
        """Once after a check: put the caret where the first fault is."""
        first = next((name for name in self._edits if name in self._ordering.problems), "")
        if self._asked and first:
            self._asked = False
            self._edits[first].setFocus()
            self.show_inside(self._cells[first])


def same_address(one: Recipient, other: Recipient) -> bool:
    """True if two addresses differ in nothing but upper and lower case of the country and state codes."""
    loose = {"country_code", "state_code"}
    return all(
        getattr(one, f.name).lower() == getattr(other, f.name).lower()
        if f.name in loose
        else getattr(one, f.name) == getattr(other, f.name)
        for f in fields(Recipient)
    )
