"""Sending the same pieces to several people: a table is pasted, every row is shown with what is known about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit

from fwdesk.app.ordering import Ordering
from fwdesk.app.people import Person
from fwdesk.ui import icons
from fwdesk.ui.messages import sentence
from fwdesk.ui.order_page import OrderPage
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label

_EXAMPLE = "Name,Address,City,State,Zip,Country\nBob Builder,7 Elm St,Austin,TX,78701,US"


class _List(QListWidget):
    """Delete takes the row out."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__()
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            self._page.take_out()
        else:
            super().keyPressEvent(event)


class PeoplePage(OrderPage):
    """Everybody who gets these pieces. Going on leads to the review."""

    def __init__(self, ordering: Ordering) -> None:
        """Follows the order."""
        words = "Each of them gets these pieces in an order and a parcel of their own, sent one after the other."
        super().__init__("order.people", "Several recipients", words, "To the review")
        self._ordering = ordering
        self.first = label("", "caption", wrap=True)
        self.first.setObjectName("people.first")
        self.text = QPlainTextEdit()
        self.text.setObjectName("people.text")
        self.text.setAccessibleName("Table of recipients")
        self.text.setAccessibleDescription("The first line names the columns")
        self.text.setPlaceholderText(_EXAMPLE)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(88)
        self.read = button("Add these people", name="people.read")
        self._notes = label("", "caption", wrap=True)
        self._notes.setObjectName("people.notes")
        self.list = _List(self)
        self.list.setObjectName("people.list")
        self.list.setAccessibleName("The other recipients")
        self.list.setProperty("role", "rows")
        self.list.setWordWrap(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(180)
        self.out = button("Take out", name="people.out", tip="Take the marked recipient out (Delete)")
        row = QHBoxLayout()
        row.addWidget(self.out)
        row.addStretch(1)
        for widget in (self.first, label("Paste a table from a spreadsheet or a shop", "field"), self.text):
            self.body.addWidget(widget)
        self.body.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._notes)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row)
        self.read.clicked.connect(self._read)
        self.out.clicked.connect(self.take_out)
        ordering.people.changed.connect(self._refresh)
        ordering.people.failed.connect(self._failed)
        ordering.changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def take_out(self) -> None:
        """The marked recipient gets nothing."""
        at = self.list.currentRow()
        if at >= 0:
            self._ordering.people.take_out(at)

    @Slot()
    def _read(self) -> None:
        self.say("")
        country = self._ordering.recipient.country_code or "us"
        self._ordering.people.read(self.text.toPlainText(), country)

    @Slot()
    def _refresh(self) -> None:
        people = self._ordering.people
        repeated = people.repeated(self._ordering.recipient)
        self.first.setText(f"First: {', '.join(self._ordering.recipient.lines)}")
        row = self.list.currentRow()
        while self.list.count() > len(people.list):
            self.list.takeItem(self.list.count() - 1)
        for at, person in enumerate(people.list):
            if at == self.list.count():
                self.list.addItem(QListWidgetItem())
            self._show(self.list.item(at), person, repeated=at in repeated)
        if people.list:
            self.list.setCurrentRow(min(max(row, 0), len(people.list) - 1))
        self.list.setVisible(bool(people.list))
        self.out.setVisible(bool(people.list))
        self._notes.setText(" ".join(people.notes))
        self._notes.setVisible(bool(people.notes))
        if people.list and self.text.toPlainText() and not people.asking and not people.notes:
            self.text.clear()
        self.go.setText("To the review")

    def _show(self, item: QListWidgetItem, person: Person, *, repeated: bool) -> None:
        icon, ink = ("alert-circle", "error") if person.wrong else ("circle-check", "ok")
        if not person.asked:
            icon, ink = "clock", "muted"
        item.setIcon(icons.icon(icon, color(ink)))
        where = ", ".join(person.recipient.lines[1:])
        said = "Is here already, and gets one parcel." if repeated else person.words or "Being checked…"
        item.setText(f"{person.recipient.lines[0]}\n{where}\n{said}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{person.recipient.lines[0]}, {where}. {said}")

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.say(sentence(error))
