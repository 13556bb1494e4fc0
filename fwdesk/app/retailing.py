"""Retail prices on the desk, and client mode: what of prices may be seen, decided in one place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from fwdesk.app.session import Session
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.domain.retail import Markup, Rules, Sale

MOST_OWN = 500
"""Prices of the artist's own that are kept; the oldest go first."""
NO_RETAIL = "No retail price is set for this piece."
_SHA = 16


class Retailing(QObject):
    """The artist's rule and own prices, and whether a client looks on. Never sent anywhere; bootstrap keeps it.

    Ask `sale` for what a price leaves, and `seen` for what may be seen of a price: the cost in its parts, or in client
    mode what the piece sells for. Whatever shows money asks one of the two, and follows `changed`.

    Signals:
        changed(): the rule, an own price or client mode is another.
        kept(dict[str, object]): settings to keep, by their names.
    """

    changed = Signal()
    kept = Signal(object)

    def __init__(self, session: Session) -> None:
        """No rule and no client yet."""
        super().__init__(session)
        self._session = session
        self._rules: Rules | None = None
        self._own: dict[str, Money] = {}
        self._client = False

    # Reading

    @property
    def rules(self) -> Rules:
        """The artist's rule, or one to begin with, which asks for nothing by itself (`ruled`)."""
        return self._rules or Rules()

    @property
    def ruled(self) -> bool:
        """True once the artist has set a rule: only then has every piece a retail price."""
        return self._rules is not None

    @property
    def client(self) -> bool:
        """True while costs, price differences, profit and account facts are hidden from whoever looks on."""
        return self._client

    def sale(self, code: str, cost: Money, picture: str | None = None) -> Sale | None:
        """What a code (as it is sent) sells for and leaves; None without a rule and without an own price.

        `picture` is the SHA-256 of the artwork an own price was set for; the picture on the desk if not given.
        """
        own = self.own_price(code, picture)
        return self.rules.sale(cost, own) if self.ruled or own is not None else None

    def own_price(self, code: str, picture: str | None = None) -> Money | None:
        """The price the artist typed for this code and picture, if any."""
        return self._own.get(self._key(code, picture))

    def seen(self, price: Price, picture: str | None = None) -> Price:
        """A price as it may be seen now: itself, or in client mode what the piece sells for, without any parts.

        Without a retail price it is one that is not priced, and its `info` says why.
        """
        if not self._client:
            return price
        sale = self.sale(price.code, price.total, picture) if price.priced else None
        if sale:
            return Price(price.code, total=sale.retail, quantity=price.quantity, asked_at=price.asked_at)
        return Price(price.code, quantity=price.quantity, info=NO_RETAIL, asked_at=price.asked_at)

    def withheld(self, what: str) -> bool:
        """True in client mode, with a word on it: `what` (Orders are…) is for the artist alone."""
        if self._client:
            self._session.note(f"{what} put away in client mode. F9 brings them back.")
        return self._client

    def seen_difference(self, now: Money, then: Money) -> Money | None:
        """What an option adds as it may be seen: the cost's difference, or the rule's in client mode.

        None where there is nothing to show: a fixed markup would tell a client the cost's difference to the cent.
        """
        if not self._client:
            return then - now
        if self._rules is None or self._rules.markup is Markup.FIXED:
            return None
        return self._rules.retail_of(then) - self._rules.retail_of(now)

    # Changing

    def restore(self, rules: Rules | None, own: Mapping[str, Decimal]) -> None:
        """What the settings kept."""
        self._rules = rules
        self._own = {key: Money(amount) for key, amount in own.items()}
        self.changed.emit()

    def set_rules(self, rules: Rules | None) -> None:
        """Another rule; None for no rule, with prices of one's own only."""
        if rules != self._rules:
            self._rules = rules
            self.kept.emit({"retail": rules})
            self.changed.emit()

    def set_own_price(self, code: str, price: Money | None) -> None:
        """A price for this code and the picture on the desk; None goes back to the rule."""
        key = self._key(code, None)
        if price == self._own.get(key):
            return
        self._own.pop(key, None)
        if price is not None:
            self._own[key] = price
            while len(self._own) > MOST_OWN:
                self._own.pop(next(iter(self._own)))
        self.kept.emit({"retail_prices": {key: own.amount for key, own in self._own.items()}})
        self.changed.emit()

    def set_client(self, client: bool, *, keep: bool = True) -> None:
        """Begin or end client mode. The next start begins as this one ends: it is kept, if it was not just read."""
        if client != self._client:
            self._client = client
            if keep:
                self.kept.emit({"client_mode": client})
            self.changed.emit()

    def _key(self, code: str, picture: str | None) -> str:
        if picture is None:
            picture = self._session.artwork.sha256 if self._session.artwork else ""
        return f"{picture[:_SHA]}:{code}"
