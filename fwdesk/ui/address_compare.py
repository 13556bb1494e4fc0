"""An address as it was typed beside the service's spelling of it, with the letters marked that differ."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fwdesk.domain.address_diff import FieldChange, Span
from fwdesk.orders.country import CountryRules
from fwdesk.ui.address_form import WORDS
from fwdesk.ui.theme import Theme
from fwdesk.ui.widgets import label


class AddressComparison(QWidget):
    """Only the fields that differ, side by side. Differing letters are bold and underlined, not colored alone."""

    def __init__(self) -> None:
        """Empty until `show_changes`."""
        super().__init__()
        self.setObjectName("recipient.compare")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        self._shown: tuple[FieldChange, ...] = ()

    def show_changes(self, changes: tuple[FieldChange, ...], rules: CountryRules | None) -> None:
        """Show these differences; none leaves nothing."""
        if changes == self._shown:
            return
        self._shown = changes
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        if not changes:
            self.setAccessibleName("")
            return
        self._grid.addWidget(label("You typed", "field"), 0, 0)
        self._grid.addWidget(label("The service writes", "field"), 0, 1)
        spoken: list[str] = []
        for at, change in enumerate(changes):
            name = (rules.word(change.field) if rules else "") or WORDS[change.field].replace(" (optional)", "")
            row = 1 + at * 2
            self._grid.addWidget(label(name, "muted"), row, 0, 1, 2)
            self._grid.addWidget(_marked(change.typed, change.typed_spans), row + 1, 0)
            self._grid.addWidget(_marked(change.suggested, change.suggested_spans), row + 1, 1)
            spoken.append(f"{name}: you typed {change.typed or 'nothing'}, suggested {change.suggested or 'nothing'}")
        self._grid.addWidget(label("What differs is bold and underlined.", "muted"), 1 + len(changes) * 2, 0, 1, 2)
        self.setAccessibleName("; ".join(spoken))


def _marked(text: str, spans: tuple[Span, ...]) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    made.setAccessibleName(text or "nothing")
    made.setText(marked_html(text, spans) if text else "–")
    return made


def marked_html(text: str, spans: tuple[Span, ...]) -> str:
    """A text with some stretches bold, underlined and tinted; whatever is in it stands there as it is."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(html.escape(text[at:start]))
        shown = html.escape(text[start:end]).replace(" ", "&nbsp;")
        parts.append(f'<span style="background:{Theme.tokens.tint}"><b><u>{shown}</u></b></span>')
        at = end
    return "".join((*parts, html.escape(text[at:])))
