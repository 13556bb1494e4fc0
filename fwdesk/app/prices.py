"""What the piece costs and what each option would add, asked of the service and remembered with the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fwdesk.app.link import Link, LinkState
from fwdesk.app.price_rounds import A_CALL
from fwdesk.app.retailing import Retailing
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.matrix import PriceMove, price_moves
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offer
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Step

LANE, DIFFERENCES_LANE, ASIDE_LANE = "price", "price differences", "prices aside"
_PAUSE_MS = 60
_DIFFERENCES_PAUSE_MS = 150
WHOLE = 5 * A_CALL
"""A list of so many rows is priced whole; of a longer one, what is in view and a little more."""
_LOOKED_AT = 1000


class PriceState(Enum):
    """Whether the price shown is of the present piece."""

    NONE = "No price yet"
    ASKED = "Asking"
    CURRENT = "Current"
    STALE = "Not confirmed"
    UNPRICED = "Cannot be priced"


class Prices(QObject):
    """Prices of the present piece and differences for the options in view.

    Signals:
        changed(): the price or its state changed.
        differences_changed(Step): differences for a step arrived.
    """

    changed = Signal()
    differences_changed = Signal(object)

    def __init__(
        self, session: Session, tasks: Tasks, workshop: Workshop, link: Link, retailing: Retailing | None = None
    ) -> None:
        """Follows the session; asks again when the line is up. `retailing` says what of a price may be seen."""
        super().__init__(session)
        self.retailing = retailing or Retailing(session)
        self._session, self._tasks, self._workshop, self._link = session, tasks, workshop, link
        self._known: dict[str, Price] = {}
        # What was asked before, of the same service: a price that is another one now does not change silently.
        self._before: dict[str, Price] = {}
        self._moves: dict[str, PriceMove] = {}
        # What lists have in view now, and what they had: rows of a long list whose differences are looked up.
        self._in_view: dict[Step, tuple[int, ...]] = {}
        self._looked_at: dict[Step, dict[int, None]] = {}
        self._shown: Price | None = None
        self._state = PriceState.NONE
        self._error: Exception | None = None
        self._timer = _single_shot(self, _PAUSE_MS, self._ask)
        self._later = _single_shot(self, _DIFFERENCES_PAUSE_MS, self._ask_differences)
        session.piece_changed.connect(self._piece_changed)
        session.step_changed.connect(self._step_changed)
        session.catalog_changed.connect(self._forget)
        link.changed.connect(self._link_changed)
        link.up.connect(self._ask_anew)
        self.retailing.changed.connect(self._seen_otherwise)

    @property
    def price(self) -> Price | None:
        """The price last shown; its state says whether it is that of the present piece."""
        return self._shown

    @property
    def state(self) -> PriceState:
        """Whether the price is that of the present piece."""
        return self._state

    @property
    def error(self) -> Exception | None:
        """Why the price is not confirmed."""
        return self._error

    @property
    def source(self) -> str:
        """Whose prices these are, in words."""
        return self._link.service.name

    @property
    def known(self) -> Mapping[str, Price]:
        """Every price the service gave and that still holds, by the code as it is sent."""
        return MappingProxyType(self._known)

    @property
    def move(self) -> PriceMove | None:
        """What the price shown was when it was asked before, if it was another; until another piece is shown."""
        return self._moves.get(self._shown.code) if self._shown else None

    def differences(self, step: Step) -> dict[int, Money]:
        """What choosing each option of a step would add, as far as it is known and may be seen."""
        piece = self._session.piece
        now = self._known.get(piece.code.wire) if piece else None
        if now is None or not now.priced:
            return {}
        found: dict[int, Money] = {}
        for offer in self._priced(step):
            then = self._known.get(offer.chosen.code.wire) if offer.chosen else None
            added = self.retailing.seen_difference(now.total, then.total) if then and then.priced else None
            if added is not None:
                found[offer.id] = added
        return found

    def look_at(self, step: Step, ids: Sequence[int]) -> None:
        """These options of a step are in view, or soon will be: what they add is asked first."""
        if tuple(ids) == self._in_view.get(step):
            return
        self._in_view[step] = tuple(ids)
        seen = self._looked_at.get(step, {})
        for option in ids:
            seen.pop(option, None)
            seen[option] = None
        self._looked_at[step] = dict(list(seen.items())[-_LOOKED_AT:])
        if step is self._session.step and len(self._session.offers(step)) > WHOLE:
            self._later.start()

    def _priced(self, step: Step) -> tuple[Offer, ...]:
        """The offers whose prices count: all of a list, or those of a very long one that somebody looked at."""
        offers = self._session.offers(step)
        if len(offers) <= WHOLE:
            return offers
        seen = self._looked_at.get(step, {})
        return tuple(offer for offer in offers if offer.id in seen)

    def _wanted(self, step: Step) -> tuple[ProductCode, ...]:
        """The codes to price next, at most one call's: what is in view first."""
        offers, view = self._session.offers(step), self._in_view.get(step, ())
        places = {option: place for place, option in enumerate(view)}
        if len(offers) > WHOLE:
            offers = tuple(offer for offer in offers if offer.id in places)
        wanted: dict[str, ProductCode] = {}
        for offer in sorted(offers, key=lambda offer: places.get(offer.id, len(places))):
            if offer.chosen and offer.chosen.code.wire not in self._known:
                wanted[offer.chosen.code.wire] = offer.chosen.code
        if self._session.piece:
            wanted.pop(self._session.piece.code.wire, None)  # its own question is on its way
        return tuple(wanted.values())[:A_CALL]

    def difference(self, other: Piece) -> Money | None:
        """What another piece would add to the present one's price, if both are known and it may be seen."""
        piece = self._session.piece
        now, then = (self._known.get(one.code.wire) if one else None for one in (piece, other))
        if not (now and now.priced and then and then.priced):
            return None
        return self.retailing.seen_difference(now.total, then.total)

    def ask_aside(self, pieces: Sequence[Piece]) -> None:
        """Ask for the prices of pieces that are on no list, such as a size next to a typed one."""
        wanted = {piece.code.wire: piece.code for piece in pieces if piece.code.wire not in self._known}
        if not wanted or self._link.state is LinkState.STARTING:
            return
        codes, workshop = tuple(wanted.values()), self._workshop

        def ask(cancel: Cancel) -> tuple[Price, ...]:
            return workshop.client.get_prices(codes, cancel=cancel)

        def answered(prices: tuple[Price, ...]) -> None:
            self._keep(prices)
            self.differences_changed.emit(self._session.step)

        self._tasks.run(ask, answered, self._link.failed, lane=ASIDE_LANE)

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is not known."""
        self._piece_changed(self._session.piece)

    @Slot()
    def _ask_anew(self) -> None:
        """The service answers again and may ask something else now. Until it says so, the last price holds."""
        self.refresh()
        if self._state is not PriceState.ASKED and self._session.piece:
            self._timer.start()

    @Slot()
    def _link_changed(self) -> None:
        if self._link.state is LinkState.STARTING:
            self._forget()
            self._before.clear()
            self._moves.clear()
            self._shown = None
            self._become(PriceState.NONE)
        elif self._link.state is not LinkState.READY and self._state is PriceState.ASKED:
            self._error = self._link.error
            self._become(PriceState.STALE)

    @Slot()
    def _forget(self) -> None:
        """Another service, account or catalog: prices known or under way are not its prices."""
        self._before |= self._known
        self._known.clear()
        for lane in (LANE, DIFFERENCES_LANE, ASIDE_LANE):
            self._tasks.cancel(lane)
        if self._state is PriceState.CURRENT:
            self._become(PriceState.ASKED)

    @Slot(object)
    def _piece_changed(self, piece: object) -> None:
        if piece is None or self._session.piece is None:
            return
        known = self._known.get(self._session.piece.code.wire)
        if self._shown and self._shown.code != self._session.piece.code.wire:
            self._moves.pop(self._shown.code, None)  # it was seen
        self._later.start()
        if known:
            # An answer still on its way is for another piece: it must not spoil this price.
            self._tasks.cancel(LANE)
            self._timer.stop()
            self._show(known)
            return
        if self._link.state is LinkState.STARTING:
            return
        self._become(PriceState.ASKED)
        self._timer.start()

    @Slot(object)
    def _step_changed(self, _step: Step) -> None:
        self._later.start()

    @Slot()
    def _ask(self) -> None:
        piece = self._session.piece
        if piece is None:
            return
        code, workshop = piece.code, self._workshop

        def ask(cancel: Cancel) -> tuple[Price, ...]:
            return workshop.client.get_prices([code], cancel=cancel)

        self._tasks.run(ask, self._answered, self._failed, lane=LANE)

    def _answered(self, prices: tuple[Price, ...]) -> None:
        self._link.works()
        self._keep(prices)
        piece = self._session.piece
        if piece and piece.code.wire in self._known:
            self._timer.stop()  # if the line is up again only now, this is already its answer
            self._show(self._known[piece.code.wire])
            self.differences_changed.emit(self._session.step)

    def _failed(self, error: Exception) -> None:
        self._error = error
        self._become(PriceState.STALE)
        self._link.failed(error)

    @Slot()
    def _ask_differences(self) -> None:
        """Ask for what the options of the step shown add, one call after the other; each answer is seen at once."""
        step, workshop = self._session.step, self._workshop
        self.differences_changed.emit(step)
        codes = self._wanted(step)
        if not codes:
            return

        def ask(cancel: Cancel) -> tuple[Price, ...]:
            return workshop.client.get_prices(codes, cancel=cancel)

        def answered(prices: tuple[Price, ...]) -> None:
            self._keep(prices)
            self._ask_differences()

        self._tasks.run(ask, answered, self._link.failed, lane=DIFFERENCES_LANE)

    def _keep(self, prices: tuple[Price, ...]) -> None:
        new = {price.code: price for price in prices}
        moves = price_moves(self._before | self._known, new)
        if any(move.code in self._known for move in moves):
            # Differences are between prices of one time: all others are asked again.
            self._before |= self._known
            self._known.clear()
            self._later.start()
        self._moves |= {move.code: move for move in moves}
        for code in new:
            self._before.pop(code, None)
        self._known |= new

    def _show(self, price: Price) -> None:
        self._shown, self._error = price, None
        told = self._session.exchange
        old = self._known.get(told.old.wire) if told else None
        if told and old and old.priced and price.priced and price.code == told.new.wire:
            added = self.retailing.seen_difference(old.total, price.total)
            if added is not None:
                self._session.tell_difference(added)
        self._become(PriceState.CURRENT if price.priced else PriceState.UNPRICED)

    @Slot()
    def _seen_otherwise(self) -> None:
        self.changed.emit()
        for step in Step:  # pages that are not seen hold their rows, too
            self.differences_changed.emit(step)

    def _become(self, state: PriceState) -> None:
        self._state = state
        self.changed.emit()


def _single_shot(owner: QObject, wait_ms: int, then: object) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(then)  # pyright: ignore[reportArgumentType]
    return timer
