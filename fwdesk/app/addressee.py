"""Who gets the order: the address as it is typed, what its country's rules and the service say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fwdesk.app.link import Link
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.address_diff import completed
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.order import AddressVerdict, Recipient

if TYPE_CHECKING:
    from fwdesk.orders.country import CountryRules


class Addressee(QObject):
    """The recipient's part of an order that is being made.

    Signals:
        changed(): anything about it.
        failed(str, Exception): a step could not be done; the word names it.
    """

    changed = Signal()
    failed = Signal(str, object)

    def __init__(self, parent: QObject, tasks: Tasks, workshop: Workshop, link: Link) -> None:
        """Nobody yet."""
        super().__init__(parent)
        self._tasks, self._workshop, self._link = tasks, workshop, link
        self.recipient = Recipient()
        self._problems: dict[str, str] = {}
        self._verdict: AddressVerdict | None = None
        self._doubts: dict[str, str] = {}
        self._kept = False
        self._forms: Mapping[str, CountryRules] = {}

    @property
    def problems(self) -> dict[str, str]:
        """What must be mended in the address, by field name, since it was last checked."""
        return self._problems

    @property
    def verdict(self) -> AddressVerdict | None:
        """What the service said about the address as it is now; None before it was asked."""
        return self._verdict

    @property
    def doubts(self) -> dict[str, str]:
        """What may be wrong in the address, by field name, since it was last checked. It holds nothing back."""
        return self._doubts

    @property
    def kept(self) -> bool:
        """Whether the person kept the address as it is against what the service says."""
        return self._kept

    @property
    def countries(self) -> tuple[tuple[str, str], ...]:
        """Countries as (code, name); empty until `load_countries` answered."""
        return tuple((form.code, form.name) for form in self._forms.values())

    @property
    def forms(self) -> Mapping[str, CountryRules]:
        """What an address looks like in each country, by code; empty until `load_countries` answered."""
        return self._forms

    def set_recipient(self, recipient: Recipient) -> None:
        """Another address; what was said about the old one no longer counts."""
        if recipient != self.recipient:
            self._tasks.cancel("address")
            self.recipient, self._verdict, self._problems = recipient, None, {}
            self._doubts, self._kept = {}, False
            self.changed.emit()

    def load_countries(self) -> None:
        """Read the names and rules of the countries from the address data."""

        def read(_cancel: Cancel) -> Mapping[str, CountryRules]:
            from fwdesk.orders.address import forms

            return forms()

        def done(found: Mapping[str, CountryRules]) -> None:
            self._forms = found
            self.changed.emit()

        self._tasks.run(read, done, lambda error: self.failed.emit("address", error), lane="countries")

    def check_address(self) -> None:
        """Check the address here, then let the service check it."""
        recipient, workshop = self.recipient, self._workshop

        def look(_cancel: Cancel) -> tuple[dict[str, str], dict[str, str]]:
            from fwdesk.orders.address import doubts, problems

            return problems(recipient), doubts(recipient)

        def ask(cancel: Cancel) -> AddressVerdict:
            return workshop.client.validate_recipient_address(recipient, cancel=cancel)

        def looked(answer: tuple[dict[str, str], dict[str, str]]) -> None:
            self._problems, self._doubts = answer
            if not self._problems:
                self._tasks.run(ask, answered, lambda error: self._fail("address", error), lane="address")
            self.changed.emit()

        def answered(verdict: AddressVerdict) -> None:
            self._link.works()
            suggested = verdict.suggested
            self._verdict = replace(verdict, suggested=suggested and completed(recipient, suggested))
            self.changed.emit()

        self._tasks.run(look, looked, lambda error: self._fail("address", error), lane="address")

    def use_suggestion(self) -> None:
        """Take over the service's spelling of the address. One of an address it does not accept is checked anew."""
        verdict = self._verdict
        if verdict and verdict.suggested:
            self.set_recipient(verdict.suggested)
            if verdict.valid:
                self._verdict = replace(verdict, suggested=None)
                self.changed.emit()
            else:
                self.check_address()

    def keep_address(self) -> None:
        """Leave the address as it is, whatever the service says about it."""
        self._kept = True
        self.changed.emit()

    def _fail(self, what: str, error: Exception) -> None:
        self._link.failed(error)
        self.failed.emit(what, error)
        self.changed.emit()
