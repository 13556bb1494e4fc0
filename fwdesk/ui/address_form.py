"""The form of an address: fields in the order and with the words of its country; what is wrong stands below each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from fwdesk.domain.order import Recipient
from fwdesk.domain.typed_text import clean_line
from fwdesk.orders.address import for_form, for_wire
from fwdesk.orders.country import CountryRules
from fwdesk.ui.widgets import label

_COLUMNS = 6
WORDS = {
    "country_code": "Country",
    "first_name": "First name",
    "last_name": "Last name",
    "company_name": "Company (optional)",
    "address_1": "Street and number",
    "address_2": "Apartment, floor (optional)",
    "address_3": "Address, third line (optional)",
    "city": "City",
    "state_code": "State",
    "province": "Province or region",
    "zip_postal_code": "Zip or postal code",
    "phone": "Phone (optional)",
    "email": "Email (optional)",
}
"""What the fields are called before the country's own words are known."""
_ROWS = (("address_1",), ("address_2",), ("city",), ("state_code", "province", "zip_postal_code"))
_HEAD = (("country_code",), ("first_name", "last_name"), ("company_name",))
_FOOT = (("phone", "email"),)


class AddressForm(QWidget):
    """One address. It shows and reads; what is right is decided elsewhere.

    Signals:
        edited(): a person changed something.
    """

    edited = Signal()

    def __init__(self, prefix: str = "recipient") -> None:
        """`prefix` begins the object names of the fields."""
        super().__init__()
        self._forms: Mapping[str, CountryRules] = {}
        self._kept = Recipient()
        self._extra: tuple[str, ...] = ()
        self.edits: dict[str, QLineEdit] = {}
        self._cells: dict[str, QWidget] = {}
        self._captions: dict[str, QLabel] = {}
        self._faults: dict[str, QLabel] = {}
        self._taken_out: dict[str, str] = {}
        self._laid: tuple[tuple[str, ...], ...] = ()
        self._form = QGridLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(8)
        for column in range(_COLUMNS):
            self._form.setColumnStretch(column, 1)
        self.country = self._country_box(prefix)
        self._add("country_code", self.country)
        for name in WORDS:
            if name != "country_code":
                self._add(name, self._edit(name, f"{prefix}.{name}"))
        self._regions = {name: self._completer(name) for name in ("state_code", "province")}
        self._lay_out()

    # Reading and showing

    @property
    def rules(self) -> CountryRules | None:
        """The rules of the country that is chosen, once they are known."""
        return self._forms.get(str(self.country.currentData()))

    def set_forms(self, forms: Mapping[str, CountryRules]) -> None:
        """These are the countries, by code, in the order of their names."""
        if forms is self._forms or not forms:
            return
        self._forms = forms
        code = self.country.currentData()
        self.country.clear()
        for key, rules in forms.items():
            self.country.addItem(rules.name, key)
        self._set_country(str(code))
        self._lay_out()

    def show_recipient(self, recipient: Recipient) -> None:
        """Show an address. What is being typed stays as it is typed."""
        if recipient != self.recipient():
            # What is in an address is shown, even where its country has no use for it.
            extra = ("address_3", "state_code" if recipient.is_us else "province")
            self._extra = tuple(name for name in extra if getattr(recipient, name))
        self._kept = recipient
        self._set_country(recipient.country_code.lower())
        shown = for_form(recipient)
        hidden = "province" if recipient.is_us else "state_code"
        for name, edit in self.edits.items():
            # What is being typed may end in a blank that the value does not have.
            if name != hidden and edit.text().strip() != getattr(shown, name):
                edit.setText(getattr(shown, name))
                self._taken_out.pop(name, None)
        self._lay_out()

    def recipient(self) -> Recipient:
        """The address as it is in the form, as the service wants it."""
        country, rules = str(self.country.currentData()), self.rules
        shown = {name for row in self._laid for name in row}
        values = {name: edit.text().strip() if name in shown else "" for name, edit in self.edits.items()}
        return for_wire(replace(self._kept, **values, country_code=country), rules)

    def show_faults(self, problems: Mapping[str, str], doubts: Mapping[str, str]) -> None:
        """Say below each field what must be mended, else what should be looked at, else what was taken out."""
        for name, fault in self._faults.items():
            wrong = problems.get(name, "")
            taken = self._taken_out.get(name, "")
            words = wrong or doubts.get(name, "") or (f"Taken out: {taken}." if taken else "")
            role = "problem" if wrong else "doubt"
            if fault.property("role") != role:
                fault.setProperty("role", role)
                fault.style().polish(fault)
            fault.setText(words)
            fault.setVisible(bool(words))
            edit = self.edits.get(name)
            if edit and bool(edit.property("wrong")) != bool(wrong):
                edit.setProperty("wrong", bool(wrong))
                edit.style().polish(edit)
            if edit:
                edit.setAccessibleDescription(words)

    def to_fault(self, problems: Mapping[str, str]) -> QWidget | None:
        """Put the caret into the first field that must be mended; its cell, None if every field is right."""
        first = next((name for row in self._laid for name in row if name in problems), "")
        if first:
            (self.edits.get(first) or self.country).setFocus()
        return self._cells.get(first)

    def go_to(self, name: str) -> QWidget:
        """Put the caret into a field; its cell."""
        self.edits[name].setFocus()
        return self._cells[name]

    # Building

    def _country_box(self, prefix: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"{prefix}.country_code")
        box.setAccessibleName("Country")
        box.addItem("United States", "us")
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        finder, typed = QCompleter(box.model(), box), QLineEdit()
        box.setLineEdit(typed)
        box.setCompleter(finder)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        typed.setAccessibleName("Country")
        typed.editingFinished.connect(self._country_typed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self._country_picked)
        return box

    def _edit(self, name: str, object_name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(object_name)
        edit.textEdited.connect(lambda: self._typed(name))
        edit.editingFinished.connect(lambda: self._left(name))
        self.edits[name] = edit
        return edit

    def _completer(self, name: str) -> QCompleter:
        completer = QCompleter(QStringListModel(self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # The field takes the text over when this signal has gone round.
        completer.activated.connect(self._region_picked, Qt.ConnectionType.QueuedConnection)
        self.edits[name].setCompleter(completer)
        return completer

    def _add(self, name: str, edit: QWidget) -> None:
        caption = label(WORDS[name], "field")
        caption.setBuddy(edit)
        edit.setAccessibleName(WORDS[name])
        fault = label("", "problem", wrap=True)
        fault.hide()
        self._captions[name], self._faults[name] = caption, fault
        holder = QWidget(self)
        cell = QVBoxLayout(holder)
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(2)
        for widget in (caption, edit, fault):
            cell.addWidget(widget)
        cell.addStretch(1)
        self._cells[name] = holder

    def _rows(self) -> tuple[tuple[str, ...], ...]:
        rules, country = self.rules, str(self.country.currentData())
        if rules is None:
            other = "province" if country == "us" else "state_code"
            rows = [tuple(name for name in row if name != other) for row in _ROWS]
        else:
            rows = [part for row in rules.rows for part in _fitting(row)]
        shown = {name for row in rows for name in row}
        rows += [(name,) for name in self._extra if name not in shown]
        return (*_HEAD, *rows, *_FOOT)

    def _lay_out(self) -> None:
        """Put the fields where the country has them, with its words. Tab goes through them in that order."""
        rows = self._rows()
        self._name_fields()
        if rows == self._laid:
            return
        self._laid = rows
        for cell in self._cells.values():
            self._form.removeWidget(cell)
        shown: list[str] = []
        for at, row in enumerate(rows):
            span = _COLUMNS // len(row)
            for column, name in enumerate(row):
                self._form.addWidget(self._cells[name], at, column * span, 1, span)
                # The order of the children is the order in which a page finds what Tab reaches.
                self._cells[name].raise_()
                shown.append(name)
        for name, cell in self._cells.items():
            cell.setVisible(name in shown)
        chain = [self.edits.get(name) or self.country for name in shown]
        if self.isVisible():
            for before, after in pairwise(chain):
                QWidget.setTabOrder(before, after)

    def _name_fields(self) -> None:
        rules = self.rules
        if rules is None:
            return
        for name in ("city", "state_code", "province", "address_3", "zip_postal_code"):
            words = rules.word(name)
            if name not in rules.required:
                words += " (optional)"
            self._captions[name].setText(words)
            self.edits[name].setAccessibleName(words)
        self.edits["zip_postal_code"].setPlaceholderText(rules.postal_example)
        region = self.edits["state_code" if rules.code == "us" else "province"]
        region.setPlaceholderText(rules.areas[0].code if rules.areas and len(rules.areas[0].code) <= 3 else "")
        for completer in self._regions.values():
            model = completer.model()
            assert isinstance(model, QStringListModel)
            lines = [area.name if area.name == area.code else f"{area.name} ({area.code})" for area in rules.areas]
            if model.stringList() != lines:
                model.setStringList(lines)

    # Typing

    def _typed(self, name: str) -> None:
        edit = self.edits[name]
        text = edit.text()
        cleaned = clean_line(text)
        if cleaned.text != text:
            caret = len(clean_line(text[: edit.cursorPosition()]).text)
            edit.setText(cleaned.text)
            edit.setCursorPosition(caret)
        self._taken_out[name] = cleaned.removed
        self._changed()

    def _left(self, name: str) -> None:
        """A region picked or written out becomes its code; the letters of a postal code are capitals."""
        rules, edit = self.rules, self.edits[name]
        before = text = edit.text().strip()
        if rules and name in self._regions and text:
            area = rules.area(text.rpartition(" (")[2].rstrip(")")) if text.endswith(")") else None
            area = area or rules.area(text)
            text = area.code if area else text
        if name == "zip_postal_code":
            text = text.upper()
        if text != before:
            edit.setText(text)
            self._changed()

    @Slot()
    @Slot(str)
    def _region_picked(self, _text: str = "") -> None:
        for name in self._regions:
            self._left(name)
        self._changed()

    def _changed(self) -> None:
        self._kept = self.recipient()
        self.edited.emit()

    def _set_country(self, code: str) -> None:
        if self.country.findData(code) < 0:
            self.country.addItem(code.upper(), code)
        self.country.setCurrentIndex(self.country.findData(code))

    @Slot()
    def _country_typed(self) -> None:
        """What was typed is a country or its code, or the one before stands again."""
        if not isValid(self.country):
            return  # the window is on its way out, and takes the caret along
        text = self.country.currentText().strip()
        row = self.country.findText(text, Qt.MatchFlag.MatchFixedString)
        if row < 0 and len(text) == 2:
            row = self.country.findData(text.lower())
        if row < 0:
            row = self.country.findData(self._kept.country_code.lower())
        self.country.setCurrentIndex(row)
        self.country.setEditText(self.country.itemText(row))
        if self.country.currentData() != self._kept.country_code.lower():
            self._country_picked(row)

    @Slot(int)
    def _country_picked(self, _index: int) -> None:
        before, rules = self._forms.get(self._kept.country_code.lower()), self.rules
        city = self.edits["city"]
        if before and before.city and city.text() == before.city:
            city.clear()
        if rules and rules.city and not city.text().strip():
            city.setText(rules.city)
        self._extra = ()
        self._lay_out()
        self._changed()


def _fitting(row: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """At most two fields on a line: the column is narrow."""
    return (row,) if len(row) < 3 else (row[:1], row[1:])
