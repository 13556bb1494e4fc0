"""What goes with an order for nothing: a gift message, and a page of the artist's own to pack with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fwdesk.app.ordering import Ordering
from fwdesk.domain.order import DOCUMENT_LIMIT, GIFT_LIMIT
from fwdesk.ui.widgets import button, label


class ExtrasBox(QWidget):
    """Folded away until there is something in it, or it is asked for."""

    def __init__(self, ordering: Ordering) -> None:
        """Follows the order."""
        super().__init__()
        self._ordering = ordering
        self._open = False
        self.more = button("Gift message or packing page…", "link", name="extras.show")
        self.more.clicked.connect(self._show)
        self._fields = QWidget()
        self.gift = QPlainTextEdit()
        self.gift.setObjectName("order.gift")
        self.gift.setAccessibleName("Gift message")
        self.gift.setPlaceholderText("Printed on the packing slip (optional)")
        self.gift.setTabChangesFocus(True)
        self.gift.setFixedHeight(64)
        self.gift.textChanged.connect(self._gift_changed)
        self._count = label("", "caption")
        self._count.setObjectName("order.gift.count")
        self.page = QLineEdit()
        self.page.setObjectName("order.page")
        self.page.setAccessibleName("Web address of a page to pack with it")
        self.page.setPlaceholderText("https://…/slip.pdf (optional)")
        self.page.setMaxLength(DOCUMENT_LIMIT + 1)
        self.page.editingFinished.connect(self._page_entered)
        self._page_words = label("", "caption", wrap=True)
        self._page_words.setObjectName("order.page.words")
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (label("Gift message", "field"), self.gift, self._count):
            column.addWidget(widget)
        for widget in (label("A page to pack with it: one JPG or PDF of 8.5 × 11 in", "field"), self.page):
            column.addWidget(widget)
        column.addWidget(self._page_words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._fields)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what the order has."""
        ordering = self._ordering
        used = bool(ordering.gift_message or ordering.slip.url)
        self.more.setVisible(not (self._open or used))
        self._fields.setVisible(self._open or used)
        if self.gift.toPlainText().strip() != ordering.gift_message:
            self.gift.setPlainText(ordering.gift_message)
        if not self.page.hasFocus() and self.page.text() != ordering.slip.url:
            self.page.setText(ordering.slip.url)
        self._page_words.setText(ordering.slip.words)
        self._page_words.setVisible(bool(ordering.slip.words))
        self._show_count()

    def _show_count(self) -> None:
        length = len(self._ordering.gift_message)
        self._count.setText(f"{length} of {GIFT_LIMIT} characters")
        role = "problem" if length > GIFT_LIMIT else "caption"
        if self._count.property("role") != role:
            self._count.setProperty("role", role)
            self._count.style().polish(self._count)

    @Slot()
    def _show(self) -> None:
        self._open = True
        self.refresh()
        self.gift.setFocus()

    @Slot()
    def _gift_changed(self) -> None:
        self._ordering.set_gift_message(self.gift.toPlainText())
        self._show_count()

    @Slot()
    def _page_entered(self) -> None:
        self._ordering.slip.enter(self.page.text())
