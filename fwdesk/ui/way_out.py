"""Why a row cannot be chosen as things are, and the button that chooses it anyway."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from fwdesk.domain.offers import INNER_MAT, Offer
from fwdesk.domain.rules import Step
from fwdesk.ui.widgets import button, label


class WayOut(QFrame):
    """Under a list, where a row was refused: the reason in words, and the smallest change that would allow it.

    Signals:
        taken(Offer): the artist wants it anyway.
    """

    taken = Signal(object)

    def __init__(self, step: Step) -> None:
        """Hidden until something is refused."""
        super().__init__()
        self.setObjectName("wayout")
        self._refused: Offer | None = None
        self.why: QLabel = label("", wrap=True)
        self.fix: QLabel = label("", "caption", wrap=True)
        self.anyway = button("Choose anyway", name=f"anyway.{step.value}")
        self.anyway.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(4)
        column.addWidget(self.why)
        column.addWidget(self.fix)
        row = QHBoxLayout()
        row.addWidget(self.anyway)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_refused(self, offer: Offer | None) -> None:
        """What was refused; None for nothing any more."""
        self._refused = offer
        self.setVisible(offer is not None)
        if offer:
            named = offer.reason.startswith(offer.name.removeprefix(INNER_MAT))
            self.why.setText(offer.reason if named else f"{offer.name}: {offer.reason}")
            self.fix.setText(f"Choose anyway: {offer.fix}." if offer.fix else "Nothing in this catalog would allow it.")
            self.anyway.setVisible(bool(offer.fix))
            self.anyway.setAccessibleDescription(offer.fix)

    @Slot()
    def _take(self) -> None:
        if self._refused:
            self.taken.emit(self._refused)
