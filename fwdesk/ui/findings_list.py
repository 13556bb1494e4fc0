"""What the preflight found, in three groups: must fix, worth a look, fine; each with the way there and a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fwdesk.ui import icons
from fwdesk.ui.theme import color
from fwdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from fwdesk.orders.preflight import Finding

_GROUPS = (
    ("must_fix", "Must fix", "alert-circle", "error"),
    ("look", "Worth a look", "alert-triangle", "warn"),
    ("fine", "Fine", "circle-check", "ok"),
)
_WAYS = {
    "recipient": "To the address",
    "shipping": "To shipping",
    "artwork": "To the print file",
    "service": "To the keys",
    "payment": "To the payment",
    "price": "",
    "review": "",
    "code": "To the desk",
}


class FindingsList(QWidget):
    """Empty until the order was looked over.

    Signals:
        jump(Finding): the artist wants to go where this can be mended.
        fix(Finding): the desk shall do what it can about it.
    """

    jump = Signal(object)
    fix = Signal(object)

    def __init__(self) -> None:
        """Nothing found yet."""
        super().__init__()
        self.setObjectName("order.findings")
        self._shown: tuple[Finding, ...] | None = None
        self._open = False
        self._fold: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these; the same ones again leave everything as it is."""
        if findings != self._shown:
            self._shown = findings
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for level, name, icon, ink in _GROUPS:
            found = [finding for finding in self._shown or () if finding.level == level]
            if found:
                self._column.addWidget(self._head(name, len(found), icon, ink, folds=level == "fine"))
                if level != "fine" or self._open:
                    for finding in found:
                        self._column.addWidget(self._row(finding, level))

    def _head(self, name: str, count: int, icon: str, ink: str, *, folds: bool) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(icons.pixmap(icon, color(ink), 16, self.devicePixelRatioF()))
        row.addWidget(mark)
        row.addWidget(label(f"{name}: {count}", "name"), 1)
        if folds:
            toggle = button("Hide" if self._open else "Show", "link", name="findings.fine")
            toggle.setAccessibleName(f"{toggle.text()} what is fine")
            toggle.clicked.connect(self._toggle)
            row.addWidget(toggle)
            self._fold = toggle
        return head

    def _row(self, finding: Finding, level: str) -> QWidget:
        holder = QWidget()
        group = next(name for key, name, *_ in _GROUPS if key == level)
        holder.setAccessibleName(f"{group}: {finding.words}")
        column = QVBoxLayout(holder)
        column.setContentsMargins(24, 0, 0, 2)
        column.setSpacing(0)
        column.addWidget(label(finding.words, "caption", wrap=True))
        ways = QHBoxLayout()
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(4)
        way = _WAYS.get(finding.step, f"To {finding.step.replace('_', ' ')}")
        if level != "fine" and finding.fix:
            mend = button(finding.fix.value, "link")
            mend.setAccessibleName(f"{finding.fix.value}: {finding.words}")
            mend.clicked.connect(lambda: self.fix.emit(finding))
            ways.addWidget(mend)
        if level != "fine" and way:
            go = button(way, "link")
            go.setAccessibleName(f"{way}: {finding.words}")
            go.clicked.connect(lambda: self.jump.emit(finding))
            ways.addWidget(go)
        if ways.count():
            ways.addStretch(1)
            column.addLayout(ways)
        return holder

    def _toggle(self) -> None:
        self._open = not self._open
        self._rebuild()
        if self._fold:
            self._fold.setFocus()
