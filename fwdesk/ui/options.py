"""The options panel: a page for each step."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from fwdesk.app.desk import Desk
from fwdesk.domain.rules import Step
from fwdesk.ui.step_page import StepPage


class OptionsPanel(QStackedWidget):
    """The pages of the steps; each is built when it is first shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Follows the session's step."""
        super().__init__(parent)
        self._desk = desk
        self._pages: dict[Step, StepPage] = {}
        desk.session.step_changed.connect(self.show_step)

    def sizeHint(self) -> QSize:
        return QSize(376, 600)

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """Show a step's page."""
        self.setCurrentWidget(self.page(step))

    def page(self, step: Step) -> StepPage:
        """A step's page, built if need be."""
        if step not in self._pages:
            made = StepPage(step, self._desk)
            self._pages[step] = made
            self.addWidget(made)
        return self._pages[step]

    def restyle(self) -> None:
        """The look changed."""
        for page in self._pages.values():
            page.restyle()
