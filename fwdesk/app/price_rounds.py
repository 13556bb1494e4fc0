"""Prices of many codes, 50 a call, one call after the other; what is known is not asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.price import Price

A_CALL = 50
"""How many codes one call prices (REFERENCE 1.7)."""


class PriceRounds(QObject):
    """Asks for the prices of a list in one lane; goes on by itself when the line is up again.

    Signals:
        changed(): more prices are known, or none can be had for now.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, workshop: Workshop, link: Link, lane: str, parent: QObject) -> None:
        """Nothing is wanted yet."""
        super().__init__(parent)
        self._tasks, self._workshop, self._link, self._lane = tasks, workshop, link, lane
        self._wanted: tuple[ProductCode, ...] = ()
        self._known: dict[str, Price] = {}
        self.error: Exception | None = None
        """Why prices are missing."""
        link.changed.connect(self._link_changed)
        link.up.connect(self._ask)

    @property
    def known(self) -> Mapping[str, Price]:
        """What was answered, by the code as it is sent."""
        return MappingProxyType(self._known)

    def remember(self, known: Mapping[str, Price]) -> None:
        """Prices that were asked elsewhere, of the same service: they are not asked again."""
        self._known |= known

    @property
    def count(self) -> tuple[int, int]:
        """How many of the codes wanted have an answer, and of how many."""
        return sum(code.wire in self._known for code in self._wanted), len(self._wanted)

    def want(self, codes: Sequence[ProductCode]) -> None:
        """Take another list in the place of the last; an empty one stops."""
        self._tasks.cancel(self._lane)
        self._wanted, self.error = tuple(codes), None
        self._ask()

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            # Another service, or other keys: what it asks is not known yet.
            self._tasks.cancel(self._lane)
            self._known.clear()
            self.error = None
            self.changed.emit()

    @Slot()
    def _ask(self) -> None:
        """Ask for the next prices that are missing; the answer asks for those after them."""
        codes = [code for code in self._wanted if code.wire not in self._known][:A_CALL]
        if not codes or self._link.state is LinkState.STARTING:
            return
        workshop = self._workshop

        def ask(cancel: Cancel) -> tuple[Price, ...]:
            return workshop.client.get_prices(codes, cancel=cancel)

        self._tasks.run(ask, self._answered, self._failed, lane=self._lane)

    def _answered(self, prices: tuple[Price, ...]) -> None:
        self.error = None
        self._known |= {price.code: price for price in prices}
        self._link.works()
        self.changed.emit()
        self._ask()

    def _failed(self, error: Exception) -> None:
        self.error = error
        self.changed.emit()
        self._link.failed(error)
