"""What one can do with the picture on the stage beside looking at it, with its keys; made when first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from fwdesk.app.desk import Desk
from fwdesk.ui.holds import HeldKey
from fwdesk.ui.stage import Stage

if TYPE_CHECKING:
    from fwdesk.app.glass import Glass
    from fwdesk.ui.glass_view import GlassView
    from fwdesk.ui.main_window import MainWindow


class Adder(Protocol):
    """How `Menus` adds an action with its key."""

    def __call__(
        self, menu: QMenu, words: str, then: Callable[[], object], keys: str = "", *, single: bool = False
    ) -> QAction: ...


class ViewTools(QObject):
    """The tools of the stage: the glass held to the light."""

    def __init__(self, window: MainWindow, desk: Desk, stage: Stage) -> None:
        """Only the keys are made here."""
        super().__init__(window)
        self._window, self._desk, self._stage = window, desk, stage
        self.glass_key = HeldKey(window, Qt.Key.Key_G)
        self.glass_key.began.connect(self._hold_glass)
        self.glass_key.ended.connect(self._release_glass)

    def fill(self, menu: QMenu, add: Adder) -> None:
        """Put every tool into a menu."""
        del add
        self._held(menu, "Hold the &glass to the light", self.glass_key)

    @staticmethod
    def _held(menu: QMenu, words: str, key: HeldKey) -> None:
        menu.addAction(f"{words}\t{key.words}").triggered.connect(key.toggle)

    # The glass

    @cached_property
    def glass(self) -> Glass:
        """The glass of the piece."""
        from fwdesk.app.glass import Glass

        return Glass(self._desk.session, self._desk.preview, self._desk.tasks)

    @cached_property
    def _glass_view(self) -> GlassView:
        from fwdesk.ui.glass_view import GlassView

        view = GlassView(self.glass, self._stage.view)
        self.glass_key.steered.connect(self.glass.nudge)
        self.glass_key.moved.connect(view.follow)
        return view

    @Slot()
    def _hold_glass(self) -> None:
        view = self._glass_view
        self.glass.hold()
        view.raise_()

    @Slot()
    def _release_glass(self) -> None:
        self.glass.release()
