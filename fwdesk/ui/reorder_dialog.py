"""An order once more: what has changed since, piece by piece, before one of them goes on the desk."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fwdesk.app.reorder import OldLine, Reorder
from fwdesk.ui.widgets import Remark, button, label, line

_TALLEST = 420


class ReorderDialog(QDialog):
    """Shows the pieces of an order as they can be had today.

    Signals:
        picked(OldLine): this one goes on the desk.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget, reorder: Reorder) -> None:
        """Begins with the first piece that can be had."""
        super().__init__(parent)
        self.setObjectName("reorder")
        self.setWindowTitle("Order again")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.setMaximumWidth(620)
        number = reorder.row.order_id or reorder.row.order_po
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(f"Order {number} again", "step"))
        several = len(reorder.lines) > 1
        column.addWidget(label(_head(reorder), "caption", wrap=True))
        inner = QWidget()
        inner.setObjectName("panel")
        pieces = QVBoxLayout(inner)
        pieces.setContentsMargins(12, 12, 12, 12)
        pieces.setSpacing(12)
        first: QWidget | None = None
        for at, old in enumerate(reorder.lines):
            if at:
                pieces.addWidget(line())
            made = self._piece(pieces, old, at, several=several)
            first = first or made
        pieces.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("panel")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(min(inner.sizeHint().height() + 24, _TALLEST))
        column.addWidget(scroll, 1)
        close = button("Leave it", name="reorder.close")
        close.clicked.connect(self.reject)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        (first or close).setFocus()

    def _piece(self, column: QVBoxLayout, old: OldLine, at: int, *, several: bool) -> QWidget | None:
        goods = old.goods
        column.addWidget(label(f"{goods.quantity} × {old.name}", "name", wrap=True))
        for words in old.lost:
            column.addWidget(Remark(words, "warn" if old.piece else "error"))
        if old.piece is None:
            column.addWidget(label("Nothing in the catalog comes near it. Choose a new piece for it.", wrap=True))
            return None
        if old.changes:
            column.addWidget(label(f"Nearest: {old.changes}", wrap=True))
        price = QHBoxLayout()
        price.addWidget(label("Price of one", "field"))
        price.addWidget(label(old.price_words), 1)
        column.addLayout(price)
        if old.picture_words:
            column.addWidget(Remark(old.picture_words, "info"))
        made = button("Put it on the desk", "" if several else "primary", name=f"reorder.open.{at + 1}")
        made.clicked.connect(lambda: self._pick(old))
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _pick(self, old: OldLine) -> None:
        self.picked.emit(old)
        self.accept()


def _head(reorder: Reorder) -> str:
    changed = sum(not old.same for old in reorder.lines)
    if len(reorder.lines) == 1:
        return "This has changed since it was ordered."
    if not changed:
        return "Nothing has changed since. One piece at a time goes on the desk."
    return f"{changed} of {len(reorder.lines)} pieces changed since. One piece at a time goes on the desk."
