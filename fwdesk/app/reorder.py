"""An order once more: each piece looked up in today's catalog, priced today, and what has changed said first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fwdesk.app.keeper import Keeper
from fwdesk.app.order_book import Story
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import parse_code
from fwdesk.domain.code_words import difference_words
from fwdesk.domain.crop import MIDDLE, Crop
from fwdesk.domain.errors import CodeError, Refused, ServiceError, StoreError
from fwdesk.domain.mend import Mender
from fwdesk.domain.money import Money
from fwdesk.domain.order import LedgerRow, OrderLine
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules

LANE = "reorder"


@dataclass(frozen=True, slots=True)
class OldLine:
    """A line of an order as it can be had today.

    `piece` is None when nothing in the catalog comes near. `lost` says why the old one cannot be had, `changes` what
    is different now. `price` is today's for one copy, None when it is not known. `picture` is the file if it is where
    it was and the same; else `picture_words` say what is the matter.
    """

    goods: OrderLine
    piece: Piece | None
    lost: tuple[str, ...] = ()
    changes: str = ""
    price: Money | None = None
    picture: Path | None = None
    picture_words: str = ""

    @property
    def name(self) -> str:
        """What it is called on the packing slip."""
        return self.goods.title or self.goods.code

    @property
    def same(self) -> bool:
        """True when nothing has changed: the piece, its price, its picture."""
        return self.piece is not None and not (self.changes or self.lost or self.picture_words) and self.same_price

    @property
    def same_price(self) -> bool:
        """True when one copy costs today what it cost then."""
        return self.price is not None and self.price.rounded == self.goods.unit_price.rounded

    @property
    def price_words(self) -> str:
        """Then and today."""
        before = self.goods.unit_price
        if self.price is None:
            return f"It cost {before}. Today’s price is not known."
        return f"{before}, as then" if self.same_price else f"{before} → {self.price}"


@dataclass(frozen=True, slots=True)
class Reorder:
    """An order as it can be had today."""

    row: LedgerRow
    lines: tuple[OldLine, ...]

    @property
    def same(self) -> bool:
        """True when nothing has changed and there is one piece, so that there is nothing to decide."""
        return len(self.lines) == 1 and self.lines[0].same


class Reorders(QObject):
    """Looks old orders up.

    Signals:
        ready(Reorder): what was asked for.
        failed(str, Exception): the order with this reference could not be looked up.
        opened(OldLine): a piece of an order is on the desk.
    """

    ready = Signal(object)
    failed = Signal(str, object)
    opened = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, keeper: Keeper) -> None:
        """Looks at the session's catalog."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._keeper = session, tasks, workshop, keeper

    def look_up(self, story: Story) -> None:
        """Look an order up; `ready` brings it."""
        workshop, rules, order = self._workshop, self._session.rules, story.order
        if order is None:
            self.failed.emit(story.row.order_po, StoreError("What was ordered cannot be read."))
            return

        def work(cancel: Cancel) -> Reorder:
            lines: list[OldLine] = []
            for at, goods in enumerate(order.lines):
                cancel.check()
                kept = story.kept.lines[at] if at < len(story.kept.lines) else None
                crop = _crop(kept.crop) if kept else MIDDLE
                path, words = _picture(kept.picture, kept.sha256) if kept else (None, _NOT_KEPT)
                lines.append(_line(goods, crop, rules, path, words))
            return Reorder(story.row, _priced(workshop, tuple(lines), cancel))

        self._tasks.run(work, self.ready.emit, lambda error: self.failed.emit(story.row.order_po, error), lane=LANE)

    def open(self, row: LedgerRow, line: OldLine) -> None:
        """Put a piece of an order on the desk, with its picture if that is there: one step to take back."""
        if line.piece is None:
            return
        number = row.order_id or row.order_po
        if not self._session.put(line.piece, f"Order {number} again"):
            return  # the catalog has changed once more; the session has said so
        if line.picture:
            self._keeper.open(line.picture, fit=False)
        told = " ".join(part for part in (line.changes, line.price_words + ".", line.picture_words) if part)
        words = "Nothing has changed since." if line.same else told
        self._session.note(f"{line.name} of order {number} is on the desk. {words}", undo=True)
        self.opened.emit(line)


_NOT_KEPT = "Its picture was not kept with the order: the one on the desk stays."


def _crop(told: tuple[str, str]) -> Crop:
    try:
        x, y = Decimal(told[0]), Decimal(told[1])
    except InvalidOperation:
        return MIDDLE
    return Crop(x, y) if all(part.is_finite() and 0 <= part <= 1 for part in (x, y)) else MIDDLE


def _picture(path: str, sha256: str) -> tuple[Path | None, str]:
    from fwdesk.store.files import sha256_of

    found = Path(path)
    try:
        if not found.is_file():
            return None, f"{found.name} is no longer where it was: the picture on the desk stays."
        if sha256_of(found) != sha256:
            return None, f"{found.name} has been changed since: the picture on the desk stays. Open it if you want it."
    except (OSError, StoreError) as error:
        return None, f"{found.name} cannot be read: {error}"
    return found, ""


def _line(goods: OrderLine, crop: Crop, rules: Rules, path: Path | None, words: str) -> OldLine:
    try:
        code = parse_code(goods.code)
    except CodeError as error:
        return OldLine(goods, None, (f"The code {goods.code} cannot be read: {error}.",))
    if code.is_sku:
        return OldLine(goods, None, ("This is an inventory SKU: only FinerWorks can make it again.",))
    old = Piece(code, crop)
    lost = tuple(problem.reason for problem in rules.problems(code))
    if not lost:
        return OldLine(goods, old, picture=path, picture_words=words)
    near = Mender(rules).anything(old)
    if near is None:
        return OldLine(goods, None, lost)
    return OldLine(goods, near, lost, difference_words(code, near.code, rules.catalog), None, path, words)


def _priced(workshop: Workshop, lines: tuple[OldLine, ...], cancel: Cancel) -> tuple[OldLine, ...]:
    from dataclasses import replace

    found: list[OldLine] = []
    for line in lines:
        price = None
        if line.piece:
            try:
                answer = workshop.client.get_prices([line.piece.code], line.goods.quantity, cancel=cancel)[0]
                price = answer.total if answer.priced else None
            except Refused:
                price = None
            except ServiceError:
                cancel.check()  # out of reach: the piece is there all the same, without today's price
        found.append(replace(line, price=price))
    return tuple(found)
