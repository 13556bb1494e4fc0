"""What a piece costs at the recipient's door, early: an estimate for the postal code used last, asked for politely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.ordering import Ordering
from fwdesk.app.prices import Prices, PriceState
from fwdesk.app.service import Service
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.money import Money
from fwdesk.domain.order import Order, OrderLine, PrintFile, Recipient
from fwdesk.domain.rules import Step

if TYPE_CHECKING:
    from fwdesk.domain.order import ShippingQuote

LANE = "landed"
_PAUSE_MS = 700
_KEPT = 300
_FILE = PrintFile("https://example.com/estimate.jpg", "https://example.com/estimate.jpg", 1000, 1000)
"""A quote wants an address of a picture and does not look at it (REFERENCE, list_shipping_options_multiple)."""
_NOT_SENT = {"first_name": "Estimate", "last_name": "Only", "address_1": "1 Estimate Only", "address_2": "",
             "address_3": "", "company_name": "", "phone": "", "email": ""}  # fmt: skip
"""Who lives there is nobody's business as long as nothing is ordered."""


_Key = tuple[Service, str, Money, Recipient]
"""What an estimate is of: a code at its price, to a place."""


@dataclass(frozen=True, slots=True)
class Landed:
    """One copy with the cheapest way to send it, tax included, to a place. It is an estimate, not a quote."""

    total: Money
    method: str
    place: str


class LandedTotals(QObject):
    """The estimate for the piece on the desk, from the size step on.

    Signals:
        changed(): the estimate is another one, or is not known any longer.
    """

    changed = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, workshop: Workshop, link: Link, prices: Prices, ordering: Ordering
    ) -> None:
        """Follows the piece and the recipient."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._link = session, tasks, workshop, link
        self._prices, self._ordering = prices, ordering
        self._known: dict[_Key, Landed | None] = {}
        self._shown: Landed | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        for signal in (prices.changed, ordering.changed, link.changed, session.step_changed):
            signal.connect(self._look)
        link.up.connect(self._back)

    @property
    def landed(self) -> Landed | None:
        """The estimate for the piece on the desk; None while nobody knows."""
        return self._shown

    @property
    def _key(self) -> _Key | None:
        piece, price, to = self._session.piece, self._prices.price, self._ordering.recipient
        late_enough = list(Step).index(self._session.step) >= list(Step).index(Step.SIZE)
        if piece is None or price is None or not to.zip_postal_code or not to.city or not late_enough:
            return None
        if self._link.state is not LinkState.READY or self._prices.state is not PriceState.CURRENT:
            return None
        place = Recipient(**{name: getattr(to, name) for name in Recipient.__dataclass_fields__} | _NOT_SENT)
        return (self._link.service, piece.code.wire, price.total, place)

    @Slot()
    @Slot(object)
    def _look(self, _what: object = None) -> None:
        """Show what is known of the present piece and place; ask about the rest when the hand rests."""
        key = self._key
        shown = self._known.get(key) if key else None
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()
        if key and key not in self._known:
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        key, workshop = self._key, self._workshop
        if key is None or key in self._known:
            return
        _, code, _, place = key
        order = Order("ESTIMATE", place, (OrderLine(code, 1, _FILE),), "SD")

        def ask(cancel: Cancel) -> tuple[ShippingQuote, ...]:
            return workshop.client.list_shipping_options_multiple([order], cancel=cancel)

        def answered(quotes: tuple[ShippingQuote, ...]) -> None:
            options = [option for quote in quotes for option in quote.options if option.total.adds_up]
            best = min(options, key=lambda option: option.total.grand_total.amount, default=None)
            self._keep(key, Landed(best.total.grand_total, best.method, _place_words(place)) if best else None)

        # A service that gives no quote without an order is not asked again about this one.
        self._tasks.run(ask, answered, lambda _error: self._keep(key, None), lane=LANE)

    @Slot()
    def _back(self) -> None:
        """The service is back: what it did not answer may have been the line and not its word."""
        self._known = {key: landed for key, landed in self._known.items() if landed}
        self._look()

    def _keep(self, key: _Key, landed: Landed | None) -> None:
        if len(self._known) >= _KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = landed
        self._look()


def _place_words(place: Recipient) -> str:
    code = "" if place.zip_postal_code == "000000" else place.zip_postal_code
    region = place.state_code.upper() if place.is_us else place.country_code.upper()
    return " ".join(part for part in (place.city, region, code) if part)
