"""The address book: find by typing, pick, edit, delete with undo, and take addresses in from texts and tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fwdesk.app.addressing import Addressing
from fwdesk.app.ordering import Ordering
from fwdesk.domain.order import Recipient
from fwdesk.ui.address_entry import EntryPage
from fwdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from fwdesk.store.addresses import Entry

_ENTRY = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class AddressBookDialog(QDialog):
    """All recipients, the one used last first.

    Signals:
        picked(Recipient): this one is wanted.
    """

    picked = Signal(object)

    def __init__(self, addresses: Addressing, ordering: Ordering, parent: QWidget | None = None) -> None:
        """Follows the book while it is open."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("addresses")
        self.setWindowTitle("Address book")
        self.resize(560, 600)
        self._addresses, self._ordering = addresses, ordering
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list_page())
        self.entry = EntryPage(addresses, ordering)
        self._pages.addWidget(self.entry)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(self._pages)
        self.entry.done.connect(self._show_list)
        addresses.changed.connect(self._refresh)
        self._refresh()

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Address book", "step"))
        self.search = QLineEdit()
        self.search.setObjectName("addresses.search")
        self.search.setPlaceholderText("Name, street, city, postal code…")
        self.search.setAccessibleName("Find in the address book")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._refresh)
        self.search.returnPressed.connect(self._use)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self.list = QListWidget()
        self.list.setObjectName("addresses.list")
        self.list.setAccessibleName("Recipients, the one used last first")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.list.installEventFilter(self)
        self.list.itemActivated.connect(self._use)
        self.list.itemSelectionChanged.connect(self._enable)
        column.addWidget(self.list, 1)
        self._nothing = label("", "caption", wrap=True)
        column.addWidget(self._nothing)
        column.addLayout(self._undo_row())
        column.addLayout(self._buttons())
        return page

    def _undo_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._deleted = label("", "caption")
        self.undo = button("Bring it back", "link", name="addresses.undo", tip="Undo the deletion (Ctrl+Z)")
        self.undo.clicked.connect(self._bring_back)
        row.addWidget(self._deleted)
        row.addWidget(self.undo)
        row.addStretch(1)
        return row

    def _buttons(self) -> QVBoxLayout:
        self.use = button("Use this address", "primary", name="addresses.use")
        self.edit = button("Edit…", name="addresses.edit")
        self.edit.setAccessibleName("Edit this address")
        self.delete = button("Delete", name="addresses.delete", tip="Delete what is marked (Del)")
        self.new = button("New…", name="addresses.new")
        self.paste = button("Paste an address", name="addresses.paste", tip="Read the address on the clipboard")
        self.table = button("Import a table…", name="addresses.import", tip="Addresses from a CSV file")
        for widget, words in (
            (self.edit, "Edit the marked address"),
            (self.delete, "Delete the marked addresses"),
            (self.new, "New address"),
        ):
            widget.setAccessibleName(words)
        self.use.clicked.connect(self._use)
        self.edit.clicked.connect(self._edit)
        self.delete.clicked.connect(self._delete)
        self.new.clicked.connect(self._new)
        self.paste.clicked.connect(self._paste)
        self.table.clicked.connect(self._import)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.new, self.paste, self.table):
            first.addWidget(widget)
        first.addStretch(1)
        for widget in (self.edit, self.delete):
            second.addWidget(widget)
        second.addStretch(1)
        second.addWidget(self.use)
        rows = QVBoxLayout()
        rows.setSpacing(8)
        rows.addLayout(first)
        rows.addLayout(second)
        return rows

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._addresses.load()
        if not self._ordering.forms:
            self._ordering.load_countries()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Keys of the search and the list: True if one was taken."""
        if watched is self.search and event.key() in _MOVES and self.list.count():
            row = self.list.currentRow() + (event.key() == Qt.Key.Key_Down)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentRow(min(row, self.list.count() - 1))
            return True
        if watched is self.list and event.matches(QKeySequence.StandardKey.Delete):
            self._delete()
            return True
        if watched is self.list and event.matches(QKeySequence.StandardKey.Undo):
            self._bring_back()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pages.currentWidget() is self.entry:
            self._show_list()
            return
        super().keyPressEvent(event)

    # The list

    @Slot()
    def _refresh(self) -> None:
        shown = self._addresses.find(self.search.text())
        kept = {entry.id for entry in self.chosen()}
        self.list.clear()
        for entry in shown:
            item = QListWidgetItem(entry_words(entry))
            item.setData(_ENTRY, entry)
            item.setToolTip("\n".join(entry.recipient.lines))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(entry.recipient.lines))
            self.list.addItem(item)
            item.setSelected(entry.id in kept)
        if shown and not self.list.selectedItems():
            self.list.setCurrentRow(0)
        if not self._addresses.loaded:
            words = "Reading the address book…"
        elif not self._addresses.entries:
            words = "No addresses yet. Whoever an order goes to is kept here; you can also paste or import addresses."
        else:
            words = "" if shown else "Nobody in the book fits that."
        self._nothing.setText(words)
        self._nothing.setVisible(bool(words))
        gone = self._addresses.deleted
        name = entry_name(gone[0]) if len(gone) == 1 else f"{len(gone)} addresses"
        self._deleted.setText(f"Deleted: {name}." if gone else "")
        self.undo.setText("Bring it back" if len(gone) == 1 else "Bring them back")
        self._deleted.setVisible(bool(gone))
        self.undo.setVisible(bool(gone))
        self._enable()

    def chosen(self) -> tuple[Entry, ...]:
        """What is marked in the list."""
        return tuple(item.data(_ENTRY) for item in self.list.selectedItems())

    @Slot()
    def _enable(self) -> None:
        count = len(self.list.selectedItems())
        self.use.setEnabled(count == 1)
        self.edit.setEnabled(count == 1)
        self.delete.setEnabled(count > 0)

    @Slot()
    def _use(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1:
            self.picked.emit(chosen[0].recipient)
            self.accept()

    @Slot()
    def _delete(self) -> None:
        chosen, row = self.chosen(), self.list.currentRow()
        if chosen:
            self._addresses.delete(chosen)
            self.list.setCurrentRow(min(row, self.list.count() - 1))
            self.list.setFocus()

    @Slot()
    def _bring_back(self) -> None:
        self._addresses.bring_back()
        self.list.setFocus()

    # The other page

    @Slot()
    def _show_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self._refresh()
        self.search.setFocus()

    @Slot()
    def _edit(self) -> None:
        (entry,) = self.chosen()
        self.entry.show_entry(entry.recipient, "Edit the address", partial(self._addresses.change, entry.id))
        self._pages.setCurrentWidget(self.entry)

    @Slot()
    def _new(self) -> None:
        country = self._ordering.recipient.country_code
        self.entry.show_entry(Recipient(country_code=country), "New address", self._addresses.save)
        self._pages.setCurrentWidget(self.entry)

    @Slot()
    def _paste(self) -> None:
        from fwdesk.orders.address_text import read_block

        read = read_block(QGuiApplication.clipboard().text()[:4000], self._ordering.recipient.country_code)
        left = f" It had more than fits: {'; '.join(read.left_over)}." if read.left_over else ""
        words = f"This is what could be read from the clipboard. Look at each field before you save it.{left}"
        if not read.recipient.address_1:
            words = "There is no address on the clipboard. Copy one, name first, and come back; or type it here."
        self.entry.show_entry(read.recipient, "Pasted address", self._addresses.save, words)
        self._pages.setCurrentWidget(self.entry)

    @Slot()
    def _import(self) -> None:
        dialog = QFileDialog(self, "Import addresses", "", "Tables (*.csv *.tsv *.txt);;All files (*)")
        dialog.setObjectName("addresses.file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_file)
        dialog.open()

    @Slot(str)
    def import_file(self, path: str) -> None:
        """Read a table of addresses and show what is in it."""
        self._addresses.read_table(Path(path), self._ordering.recipient.country_code, self._table_read)

    def _table_read(self, words: str, recipients: tuple[Recipient, ...]) -> None:
        self.entry.show_table(words, recipients)
        self._pages.setCurrentWidget(self.entry)


def entry_name(entry: Entry) -> str:
    """Who it is, in a few words."""
    to = entry.recipient
    return f"{to.first_name} {to.last_name}".strip() or to.company_name or to.address_1


def entry_words(entry: Entry) -> str:
    """An entry in two lines: who, and where."""
    to = entry.recipient
    company = f" · {to.company_name}" if to.company_name and to.company_name != entry_name(entry) else ""
    return f"{entry_name(entry)}{company}\n{', '.join(_where(to))}"


def _where(to: Recipient) -> tuple[str, ...]:
    who = {f"{to.first_name} {to.last_name}".strip(), to.company_name}
    return tuple(line for line in to.lines if line not in who)
