"""What the pages of an order share: a head with a way back, a body that scrolls, a foot with the next step."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fwdesk.ui.widgets import DeliberateButton, IconButton, label, line


class OrderPage(QWidget):
    """What the order's pages share: a head with a way back, a body that scrolls, and a foot with the next step.

    Signals:
        back(): one page back.
        next(): one page on.
    """

    back = Signal()
    next = Signal()

    def __init__(self, name: str, title: str, help_text: str, go: str) -> None:
        """`name` is the page's object name, `go` the words of its primary button."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "page")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = IconButton("chevron-left", "Back")
        self._back.setObjectName("page.back")
        self._back.clicked.connect(self.back)
        self.go = DeliberateButton(go)
        self.go.setProperty("role", "primary")
        self.go.setObjectName(f"{name}.next")
        self.go.setAutoDefault(False)
        self.go.clicked.connect(self._go)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        head = QHBoxLayout()
        head.setContentsMargins(8, 12, 16, 0)
        head.addWidget(self._back)
        self.title = label(title, "step")
        head.addWidget(self.title, 1)
        self._inner = inner = QWidget()
        inner.setObjectName("panel")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 4, 16, 12)
        self.body.setSpacing(8)
        if help_text:
            self.body.addWidget(label(help_text, "caption", wrap=True))
        self._scroll = scroll = QScrollArea()
        scroll.setObjectName("panel")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.foot = foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.addWidget(self.problem)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addWidget(line())
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What the pages put into the body came after the foot's button; Tab goes from top to bottom.
        reached = [
            widget
            for widget in self._inner.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is self.window()
        ]
        for before, after in pairwise([self._back, *reached, self.go]):
            QWidget.setTabOrder(before, after)

    def show_inside(self, widget: QWidget) -> None:
        """Scroll so that a part of the body is in view, as large as it is with what was just put into it."""
        QTimer.singleShot(0, widget, lambda: self._scroll.ensureWidgetVisible(widget, 0, 24))

    def to_top(self) -> None:
        """Show the body from its beginning."""
        self._scroll.verticalScrollBar().setValue(0)

    def say(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    @Slot()
    def _go(self) -> None:
        self.next.emit()
