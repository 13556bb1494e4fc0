"""What only a live order asks for: how it is paid, and the total typed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from fwdesk.app.ordering import Ordering
from fwdesk.ui.messages import sentence
from fwdesk.ui.widgets import label


class PaymentBox(QWidget):
    """Hidden while orders are test orders."""

    def __init__(self, ordering: Ordering) -> None:
        """Follows the order and how it is paid."""
        super().__init__()
        self.setObjectName("order.payment")
        self._ordering = ordering
        self.method = QComboBox()
        self.method.setObjectName("payment.method")
        self.method.setAccessibleName("How it is paid")
        self._words = label("", "caption", wrap=True)
        self._ask = label("", "field")
        self.typed = QLineEdit()
        self.typed.setObjectName("payment.total")
        self.typed.setAccessibleName("The total")
        self._ask.setBuddy(self.typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (label("Paid with", "field"), self.method, self._words, self._ask, self.typed):
            column.addWidget(widget)
        self.method.activated.connect(self._picked)
        self.typed.textEdited.connect(ordering.paying.type_total)
        ordering.paying.failed.connect(self._failed)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what the order and the account say now."""
        paying, total = self._ordering.paying, self._ordering.total
        self.setVisible(paying.live)
        if not paying.live:
            self.typed.clear()
            return
        labels = [method.label or "A saved way to pay" for method in paying.methods]
        if labels != [self.method.itemText(at) for at in range(self.method.count())]:
            self.method.clear()
            self.method.addItems(labels)
        if paying.chosen:
            self.method.setCurrentIndex(paying.methods.index(paying.chosen))
            self._words.setText("")
        self.method.setEnabled(bool(labels))
        self._words.setVisible(bool(self._words.text()))
        wanted = str(total.grand_total) if total else ""
        self._ask.setText(f"This is made and billed. Type the total, {wanted}, to order." if wanted else "")
        self.typed.setAccessibleName(f"Type the total, {wanted}, to order" if wanted else "The total")
        self.typed.setEnabled(bool(wanted))
        if paying.typed is None and not self.typed.hasFocus():
            self.typed.clear()

    @Slot(int)
    def _picked(self, at: int) -> None:
        self._ordering.paying.choose(self._ordering.paying.methods[at])

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._words.setText(f"The ways to pay could not be read. {sentence(error)}")
        self._words.show()
