"""Tables in the look of the house."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QAbstractItemView, QTableView

from fwdesk.ui.theme import color


class Table(QTableView):
    """A table whose rows are picked whole, in the colors of the look in force."""

    def __init__(self, name: str, words: str) -> None:
        """`words` is its accessible name."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setHighlightSections(False)
        self.dress()

    def dress(self) -> None:
        """Take the colors of the look in force."""
        tint, text, ground, rule = (color(name).name() for name in ("tint", "text", "panel", "hairline"))
        focus = color("focus").name()
        sheet = (
            f"QTableView {{ border: 1px solid {rule}; selection-background-color: {tint}; selection-color: {text}; }}"
            f"QTableView:focus {{ border: 1px solid {focus}; }}"
            "QTableView::item { padding: 0 5px; }"
            f"QHeaderView::section {{ background: {ground}; color: {color('secondary').name()}; border: none;"
            f" border-bottom: 1px solid {rule}; padding: 5px 8px; }}"
            f"QTableCornerButton::section {{ background: {ground}; border: none; border-bottom: 1px solid {rule}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)


def tip(text: str) -> str:
    """Text for a tool tip that shows it as it is: what was pasted, or a service's words, may look like a web page."""
    return f"<span>{escape(text)}</span>" if "<" in text else text
