"""The page of the artist's own that is packed with an order: fetched and looked at when its address is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel

if TYPE_CHECKING:
    from pathlib import Path

    from fwdesk.domain.crop import Pixels
    from fwdesk.orders.slip import Page


class Slip(QObject):
    """No page until an address was entered; an order waits until it was looked at.

    Signals:
        changed(): the address, or what was found there.
    """

    changed = Signal()

    def __init__(self, parent: QObject, tasks: Tasks, workshop: Workshop) -> None:
        """No page."""
        super().__init__(parent)
        self._tasks, self._workshop = tasks, workshop
        self._url, self._words, self._fault = "", "", ""
        self._page: Page | None = None

    @property
    def url(self) -> str:
        """The address that was entered; empty without a page."""
        return self._url

    @property
    def words(self) -> str:
        """What is known about it, as a sentence; empty without a page."""
        return self._fault or self._words

    @property
    def blocker(self) -> str:
        """Why the order must wait for the page; empty if it need not."""
        if not self._url or self._page:
            return ""
        return (
            f"The page to pack with it: {self._fault}"
            if self._fault
            else "The page to pack with it is being looked at."
        )

    def enter(self, url: str) -> None:
        """A page at this address goes with the order; an empty one means none."""
        url = url.strip()
        if url == self._url and not self._fault:
            return
        self._url, self._page, self._fault = url, None, ""
        self._words = "Fetching the page…" if url else ""
        self._tasks.cancel("slip")
        if url:
            self._look(url)
        self.changed.emit()

    def _look(self, url: str) -> None:
        workshop = self._workshop

        def measure(path: Path) -> Pixels:
            return workshop.decoder.open_artwork(path, proxy_side=64).pixels

        def look(cancel: Cancel) -> Page:
            from fwdesk.orders.slip import check_page

            return check_page(workshop.client, url, measure, cancel=cancel)

        self._tasks.run(look, self._looked, self._failed, lane="slip")

    def _looked(self, page: Page) -> None:
        self._page, self._words = page, page.words
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._fault = str(error)
        self.changed.emit()
