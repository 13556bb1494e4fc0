"""One address of the book in a form, and the list of addresses that a table holds: the book's second page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QVBoxLayout, QWidget

from fwdesk.app.addressing import Addressing
from fwdesk.app.ordering import Ordering
from fwdesk.domain.order import Recipient
from fwdesk.ui.address_form import AddressForm
from fwdesk.ui.widgets import button, label


class EntryPage(QWidget):
    """Edits one address, or shows several before they go into the book.

    Signals:
        done(): back to the list, whether something was saved or not.
    """

    done = Signal()

    def __init__(self, addresses: Addressing, ordering: Ordering) -> None:
        """Empty until something is shown."""
        super().__init__()
        self._addresses, self._ordering = addresses, ordering
        self._then: Callable[[Recipient], None] = addresses.save
        self._many: tuple[Recipient, ...] = ()
        self._title = label("", "step")
        self._words = label("", "caption", wrap=True)
        self.form = AddressForm("addresses")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("panel")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setObjectName("panel")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self._scroll.setWidget(holder)
        self.rows = QListWidget()
        self.rows.setObjectName("addresses.rows")
        self.rows.setAccessibleName("Addresses in the table")
        self._problem = label("", "problem", wrap=True)
        self.save = button("Save", "primary", name="addresses.save")
        self.cancel = button("Cancel", name="addresses.cancel")
        self.cancel.setAccessibleName("Back without saving")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget, stretch in (
            (self._title, 0), (self._words, 0), (self._scroll, 1), (self.rows, 1), (self._problem, 0),
        ):  # fmt: skip
            column.addWidget(widget, stretch)
        column.addLayout(row)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.done)
        self.form.edited.connect(self._edited)
        ordering.changed.connect(self._forms_here)
        self._forms_here()

    def show_entry(self, recipient: Recipient, title: str, then: Callable[[Recipient], None], words: str = "") -> None:
        """Show an address; `then` is done with it when it is saved."""
        self._then, self._many = then, ()
        self._show(title, words, "Save", form=True)
        self.form.show_recipient(recipient)
        self.form.show_faults({}, {})
        self.form.edits["first_name"].setFocus()

    def show_table(self, words: str, recipients: tuple[Recipient, ...]) -> None:
        """Show what a table holds."""
        self._many = recipients
        self._show("Import a table", words, f"Add {len(recipients)} to the book", form=False)
        self.rows.clear()
        self.rows.addItems([", ".join(to.lines) for to in recipients])
        self.save.setEnabled(bool(recipients))
        (self.save if recipients else self.cancel).setFocus()

    def _show(self, title: str, words: str, save: str, *, form: bool) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._problem.hide()
        self.save.setText(save)
        self.save.setAccessibleName("Save in the address book" if form else save)
        self.save.setEnabled(True)
        self._scroll.setVisible(form)
        self.rows.setVisible(not form)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._scroll.isVisible():
            self.form.edits["first_name"].setFocus()

    @Slot()
    def _forms_here(self) -> None:
        self.form.set_forms(self._ordering.forms)

    @Slot()
    def _edited(self) -> None:
        self.form.show_faults({}, {})
        self._problem.hide()

    @Slot()
    def _save(self) -> None:
        if self._many:
            self._addresses.save_all(self._many)
            self.done.emit()
            return
        recipient = self.form.recipient()
        self._addresses.judge(recipient, lambda problems, doubts: self._judged(recipient, problems, doubts))

    def _judged(self, recipient: Recipient, problems: dict[str, str], doubts: dict[str, str]) -> None:
        if recipient != self.form.recipient():
            return
        self.form.show_faults(problems, doubts)
        if problems:
            self._problem.setText("Some fields need a look.")
            self._problem.show()
            cell = self.form.to_fault(problems)
            if cell:
                self._scroll.ensureWidgetVisible(cell, 0, 24)
            return
        self._then(recipient)
        self.done.emit()
