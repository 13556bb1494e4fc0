"""The bar: the live product code, what it costs in parts, and the one primary button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fwdesk.app.landed import LandedTotals
from fwdesk.app.prices import Prices
from fwdesk.app.session import Session
from fwdesk.ui.code_field import CodeField
from fwdesk.ui.code_line import CodeLine
from fwdesk.ui.price_view import PriceView
from fwdesk.ui.widgets import IconButton, button

HEIGHT = 76
ROOMY = 1100
"""Pixels from which the parts of the price have room beside the code."""


class Bar(QWidget):
    """Code, price and the primary button.

    Signals:
        order(): the primary button was pressed.
        step_asked(Step): a part of the code or of the price was pressed.
        retail_asked(): the retail price was pressed.
    """

    order = Signal()
    step_asked = Signal(object)
    retail_asked = Signal()

    def __init__(self, session: Session, prices: Prices, landed: LandedTotals) -> None:
        """Follows session, prices and estimates."""
        super().__init__()
        self.setObjectName("bar")
        self._session = session
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.code = CodeField(session)
        self._copy = IconButton("copy", "Copy the product code (Ctrl+Shift+C)")
        self.code_line = CodeLine()
        self.price = PriceView(prices, landed)
        self.primary = button("", "primary", name="primary")
        self.show_live(live=False)
        left = QVBoxLayout()
        left.setSpacing(2)
        field = QHBoxLayout()
        field.setSpacing(4)
        field.addWidget(self.code, 1)
        field.addWidget(self._copy)
        left.addLayout(field)
        left.addWidget(self.code_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.price)
        row.addWidget(self.primary)
        self.setFixedHeight(HEIGHT)
        self._copy.clicked.connect(self.copy_code)
        self.primary.clicked.connect(self.order)
        self.code.wrong.connect(self.code_line.show_wrong)
        self.code.said.connect(self.code_line.say)
        self.code.parts_changed.connect(self.code_line.show_parts)
        self.code.meant.connect(self.code_line.show_meaning)
        self.code.step_asked.connect(self.step_asked)
        self.code_line.step_asked.connect(self.step_asked)
        self.price.step_asked.connect(self.step_asked)
        self.price.retail_asked.connect(self.retail_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.price.make_room(self.width() >= ROOMY)

    def sizeHint(self) -> QSize:
        return QSize(900, HEIGHT)

    @Slot()
    def copy_code(self) -> None:
        """Put the code on the clipboard, in the documented spelling."""
        if self._session.piece:
            QGuiApplication.clipboard().setText(str(self._session.piece.code))
        self.code_line.say("Copied")

    def show_live(self, *, live: bool) -> None:
        """Say what kind of order begins here."""
        self.primary.setText("Live order…" if live else "Test order…")
        tip = "Place a live order: it is made and billed" if live else "Place a test order"
        self.primary.setToolTip(f"{tip} (Ctrl+Enter)")

    def restyle(self) -> None:
        """The look changed."""
        self._copy.restyle()
        self.code.restyle()
        self.code_line.restyle()
