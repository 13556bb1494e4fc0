"""Client mode on the window: the badge, what is put away, and the word about it (FEATURES H4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from fwdesk.app.desk import Desk
    from fwdesk.ui.main_window import MainWindow

PRIVATE = ("retail.dialog", "margin.dialog", "service.dialog", "catalog.news", "reorder", "order.sure",
           "addresses", "addresses.file", "print_file", "certificate.dialog")  # fmt: skip
"""Dialogs that are for the artist alone, by their object names."""


class ClientMode(QObject):
    """Follows `Retailing.client`: prices mask themselves, what is for the artist alone goes from the screen."""

    def __init__(self, window: MainWindow, desk: Desk, action: QAction) -> None:
        """`action` is the menu's, and shows whether it is on."""
        super().__init__(window)
        self._window, self._desk, self._action = window, desk, action
        self._was = desk.retailing.client
        window.title.client.clicked.connect(self.toggle)
        window.side.currentChanged.connect(self._arrange)
        desk.retailing.changed.connect(self._changed)
        self._arrange()

    @Slot()
    def toggle(self) -> None:
        """Begin or end it."""
        self._desk.retailing.set_client(not self._desk.retailing.client)

    @Slot()
    def _changed(self) -> None:
        client = self._desk.retailing.client
        if client == self._was:
            return
        self._was = client
        if client:
            for dialog in self._window.findChildren(QDialog):
                if dialog.objectName() in PRIVATE:
                    dialog.close()
            if not self._window.side.shows_options:
                self._window.side.show_options()
        self._arrange()
        # In the place of an older word, which may have named a price.
        words = "Client mode: prices are retail prices. Orders and keys are put away until F9 is pressed again."
        self._desk.session.note(words if client else "Client mode is over: costs are shown again.")

    @Slot()
    def _arrange(self) -> None:
        window, client = self._window, self._desk.retailing.client
        self._action.setChecked(client)
        window.title.client.setVisible(client)
        window.stage.note.veiled = client
        window.title.orders.setVisible(not client)
        # One primary button on the screen: the order's pages have their own.
        window.bar.primary.setVisible(window.side.shows_options and not client)
