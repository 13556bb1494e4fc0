"""How a live order is paid: the ways saved in the account, the one chosen, and the total a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.service import Kind
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.account import PaymentMethod
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import RetailError
from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderTotal
from fwdesk.domain.retail import parse_amount

if TYPE_CHECKING:
    from fwdesk.orders.permit import Permit
    from fwdesk.orders.preflight import LiveFacts


def typed_money(text: str) -> Money | None:
    """An amount as a person types it: 43.95, $43.95, 1,234.50. None if it is none."""
    try:
        return parse_amount(text)
    except RetailError:
        return None


class Paying(QObject):
    """Empty and idle unless the live account is in use. Tokens stay in memory and are shown by no `repr`.

    Signals:
        changed(): the ways to pay, the one chosen, or what was typed.
        failed(Exception): the account's ways to pay could not be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, link: Link, tasks: Tasks, workshop: Workshop) -> None:
        """Follows the line: another service has other ways to pay."""
        super().__init__(link)
        self._link, self._tasks, self._workshop = link, tasks, workshop
        self._methods: tuple[PaymentMethod, ...] = ()
        self._chosen: PaymentMethod | None = None
        self._typed = ""
        link.changed.connect(self._link_changed)

    @property
    def live(self) -> bool:
        """True while orders would be made and billed."""
        return self._link.service.kind is Kind.LIVE

    @property
    def verified(self) -> bool:
        """True when the service itself has said that the keys are those of a live app."""
        account = self._link.account
        return self.live and account is not None and account.live is True

    @property
    def methods(self) -> tuple[PaymentMethod, ...]:
        """The ways to pay that are saved in the account."""
        return self._methods

    @property
    def chosen(self) -> PaymentMethod | None:
        """The way that is used."""
        return self._chosen

    @property
    def typed(self) -> Money | None:
        """The amount that was typed; None if it is none."""
        return typed_money(self._typed)

    def facts(self) -> LiveFacts | None:
        """What the preflight must know about a live order; None for a test order."""
        if not self.live:
            return None
        from fwdesk.orders.preflight import LiveFacts

        return LiveFacts(self.verified, self._chosen is not None)

    def permit(self, total: OrderTotal | None) -> Permit | None:
        """What the person gave for live orders of this total; None for a test order, or when something is missing."""
        if not self.live or total is None or self._chosen is None or self.typed is None:
            return None
        from fwdesk.orders.permit import Permit

        return Permit(self._chosen.token, self.typed.rounded, total.grand_total.rounded, self.verified)

    def choose(self, method: PaymentMethod) -> None:
        """Pay this way."""
        self._chosen = method
        self.changed.emit()

    def type_total(self, text: str) -> None:
        """What the person typed to confirm."""
        self._typed = text
        self.changed.emit()

    def load(self) -> None:
        """Read the account's ways to pay, once."""
        if not self.live or self._methods:
            return
        workshop = self._workshop

        def read(cancel: Cancel) -> tuple[PaymentMethod, ...]:
            client = workshop.client
            profile = client.get_user(cancel=cancel).payment_profile_id
            return client.get_payment_tokens(profile, cancel=cancel) if profile else ()

        self._tasks.run(read, self._loaded, self.failed.emit, lane="payment")

    def _loaded(self, methods: tuple[PaymentMethod, ...]) -> None:
        self._methods = methods
        self._chosen = next((method for method in methods if method.is_default), methods[0] if methods else None)
        self.changed.emit()

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            self._tasks.cancel("payment")
            self._methods, self._chosen, self._typed = (), None, ""
            self.changed.emit()
