"""A day by which something must be there: none, or picked in a calendar or typed; and the cheapest way to keep it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from fwdesk.ui.widgets import button, label


class DueDate(QWidget):
    """Asks for a day.

    Signals:
        changed(): another day, or none.
        cheapest_asked(): the cheapest way that keeps the day is wanted.
    """

    changed = Signal()
    cheapest_asked = Signal()

    def __init__(self, today: date) -> None:
        """No day is set; the first one offered is three weeks away."""
        super().__init__()
        self.on = QCheckBox("It must arrive by")
        self.on.setObjectName("shipping.due_on")
        self.day = QDateEdit()
        self.day.setObjectName("shipping.due")
        self.day.setAccessibleName("The day by which it must arrive")
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("MMM d, yyyy")
        self.day.setMinimumDate(_qdate(today))
        self.day.setDate(_qdate(today).addDays(21))
        self.cheapest = button("Cheapest in time", name="shipping.cheapest")
        self.words = label("", "caption", wrap=True)
        self.words.hide()
        self._row = QWidget()
        self._row.hide()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day, 1)
        row.addWidget(self.cheapest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.on)
        column.addWidget(self._row)
        column.addWidget(self.words)
        self.on.toggled.connect(self._switched)
        self.day.dateChanged.connect(self.changed)
        self.cheapest.clicked.connect(self.cheapest_asked)

    @property
    def value(self) -> date | None:
        """The day, None if none is set."""
        day = self.day.date()
        return date(day.year(), day.month(), day.day()) if self.on.isChecked() else None

    def say(self, words: str) -> None:
        """Say what became of the question for the cheapest way; nothing hides it."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    @Slot(bool)
    def _switched(self, on: bool) -> None:
        self._row.setVisible(on)
        self.say("")
        self.changed.emit()


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
