"""A service to pick, as a card: practice, test and live look different at a glance, and never by color alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from fwdesk.app.service import Kind, Service
from fwdesk.ui import icons
from fwdesk.ui.theme import Theme, color
from fwdesk.ui.widgets import label

ICONS = {Kind.PRACTICE: "window", Kind.TEST: "circle-dashed", Kind.LIVE: "truck-delivery"}


def badge_style(kind: Kind) -> str:
    """The badge of a kind of service: outlined for practice, purple for test, red for live (UX 4.1)."""
    tokens = Theme.tokens
    if kind is Kind.PRACTICE:
        look = f"color: {tokens.text}; border: 1px solid {tokens.border}; background: {tokens.panel};"
    else:
        ground = tokens.live if kind is Kind.LIVE else tokens.test
        look = f"color: #FFFFFF; border: 1px solid {ground}; background: {ground};"
    return f"QLabel {{ {look} border-radius: 6px; padding: 2px 10px; font-size: 15px; font-weight: 600; }}"


class ServiceCard(QFrame):
    """One service: its badge, what it does in one sentence, and whether it is the one in use."""

    def __init__(self, service: Service, *, in_use: bool) -> None:
        """Not picked."""
        super().__init__()
        self._kind = service.kind
        self.setObjectName("card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.radio = QRadioButton()
        self.radio.setObjectName(f"service.{service.kind.value}")
        self.radio.setAccessibleName(f"{service.name}{', in use now' if in_use else ''}")
        self.radio.setAccessibleDescription(service.promise)
        self._mark = QLabel()
        self._badge = label(service.name)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.radio)
        head.addWidget(self._badge)
        head.addStretch(1)
        head.addWidget(self._mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(label(service.promise, wrap=True), 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(label("In use now" if in_use else " ", "caption"))
        self.radio.toggled.connect(self.restyle)
        self.radio.installEventFilter(self)
        self.restyle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.restyle()
        return super().eventFilter(watched, event)

    @Slot()
    def restyle(self) -> None:
        """Take the colors of the look in force, and those of being picked or having the focus."""
        tokens, picked, focused = Theme.tokens, self.radio.isChecked(), self.radio.hasFocus()
        edge = f"2px solid {tokens.focus if focused else tokens.accent}" if picked or focused else ""
        edge = edge or f"1px solid {tokens.border}; margin: 1px"
        ground = tokens.tint if picked else tokens.panel
        self.setStyleSheet(
            f"QFrame#card {{ background: {ground}; border: {edge}; border-radius: 10px; }}"
            f"QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {tokens.border};"
            f" border-radius: 8px; background: {tokens.panel}; }}"
            f"QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {tokens.accent};"
            f" background: {tokens.on_accent}; }}"
        )
        self._badge.setStyleSheet(badge_style(self._kind))
        self._mark.setPixmap(icons.pixmap(ICONS[self._kind], color("secondary"), 22, self.devicePixelRatioF()))


def cards(in_use: Service) -> tuple[QWidget, dict[Kind, ServiceCard]]:
    """Practice, test and live side by side."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(12)
    made = {
        kind: ServiceCard(Service(kind), in_use=kind is in_use.kind) for kind in (Kind.PRACTICE, Kind.TEST, Kind.LIVE)
    }
    for card in made.values():
        across.addWidget(card, 1)
    return row, made
