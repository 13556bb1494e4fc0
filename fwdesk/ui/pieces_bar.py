"""The open pieces as tabs; only there when there is more than one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from fwdesk.app.pieces import Pieces
from fwdesk.ui.widgets import IconButton


class PiecesBar(QWidget):
    """A tab for each open piece, and a button for one more."""

    def __init__(self, pieces: Pieces) -> None:
        """Follows the pieces."""
        super().__init__()
        self.setObjectName("pieces")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "page")
        self._pieces = pieces
        self.tabs = QTabBar()
        self.tabs.setObjectName("pieces.tabs")
        self.tabs.setAccessibleName("Open pieces")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.more = IconButton("plus", "One more piece like this one (Ctrl+T)")
        self.more.setObjectName("pieces.more")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addWidget(self.more)
        row.addStretch(1)
        self.tabs.currentChanged.connect(self._picked)
        self.more.clicked.connect(pieces.branch)
        pieces.changed.connect(self.refresh)
        self.hide()

    @Slot(int)
    def _picked(self, at: int) -> None:
        self._pieces.switch(at)

    @Slot()
    def refresh(self) -> None:
        """Show the pieces that are open; with only one there are no tabs."""
        titles = self._pieces.titles
        tabs = self.tabs
        tabs.blockSignals(True)
        while tabs.count() > len(titles):
            tabs.removeTab(tabs.count() - 1)
        for at, title in enumerate(titles):
            if at == tabs.count():
                tabs.addTab("")
                tabs.setTabButton(at, QTabBar.ButtonPosition.RightSide, self._closer())
            tabs.setTabText(at, title.replace("&", "&&"))
            tabs.setTabToolTip(at, title)
            closer = tabs.tabButton(at, QTabBar.ButtonPosition.RightSide)
            closer.setAccessibleName(f"Close {title}")
            closer.setToolTip(f"Close {title} (Ctrl+W closes the one on the desk)")
        tabs.setCurrentIndex(self._pieces.current)
        tabs.blockSignals(False)
        self.setVisible(len(titles) > 1)

    def _closer(self) -> IconButton:
        made = IconButton("x", "Close")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W and the menu do it by keyboard
        made.setIconSize(QSize(12, 12))
        made.clicked.connect(self._close_pressed)
        return made

    @Slot()
    def _close_pressed(self) -> None:
        pressed = self.sender()
        for at in range(self.tabs.count()):
            if self.tabs.tabButton(at, QTabBar.ButtonPosition.RightSide) is pressed:
                self._pieces.close(at)
                return
