"""Sizes by frames with prices, and as CSV that no spreadsheet takes for a formula; prices that moved."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fwdesk.domain.code import ProductCode
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offer, Offers
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rebuild import NONE
from fwdesk.domain.rules import Step
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import why_not

# What makes a spreadsheet read a cell as a formula, also after a tab or a line break, and the same in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Cell:
    """A size in a frame: its piece, or why it cannot be as everything else is; the price where it is known."""

    piece: Piece | None
    reason: str = ""
    price: Price | None = None

    @property
    def text(self) -> str:
        """The price without a currency sign, "?" if it is not known, or – for what cannot be made."""
        if self.piece is None:
            return "–"
        return self.price.total.plain if self.price and self.price.priced else "?"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Sizes down, frames across; `frames` are (id, name), 0 for the print alone."""

    sizes: tuple[Size, ...]
    frames: tuple[tuple[int, str], ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def codes(self) -> tuple[ProductCode, ...]:
        """The codes to price, each once."""
        return tuple({cell.piece.code: None for row in self.cells for cell in row if cell.piece})

    def csv(self) -> str:
        """The table as CSV text (RFC 4180), in US dollars a copy."""
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\r\n")
        table.writerow([plain_cell(text) for text in ("Size (in)", *(name for _, name in self.frames))])
        for size, row in zip(self.sizes, self.cells, strict=True):
            table.writerow([plain_cell(text) for text in (f"{size}", *(cell.text for cell in row))])
        return out.getvalue()


def matrix(
    offers: Offers,
    piece: Piece,
    sizes: Sequence[Size],
    frames: Iterable[int],
    prices: Mapping[str, Price],
) -> Matrix:
    """The piece in each size and frame, everything else as it is. `prices` are by the code as it is sent."""
    names = {row.id: row.name for row in offers.rules.catalog.frames}
    columns = tuple((frame, names.get(frame, "No frame" if frame == NONE else f"Frame {frame}")) for frame in frames)
    rows: list[tuple[Cell, ...]] = []
    style = offers.rules.style_of(piece)
    for size in sizes:
        reason = why_not(style, size) if style else ""
        if reason:
            rows.append(tuple(Cell(None, reason) for _ in columns))
            continue
        resized = offers.size_offer(size, piece)
        start = resized.chosen or piece.sized(size, offers.rules.border_of(piece))
        rows.append(
            tuple(_cell(offers.offer(Step.FRAME, frame, name, start), prices, offers) for frame, name in columns)
        )
    return Matrix(tuple(sizes), columns, tuple(rows))


def _cell(offer: Offer, prices: Mapping[str, Price], offers: Offers) -> Cell:
    made = offer.chosen
    if made is None:
        return Cell(None, offer.reason)
    problems = offers.rules.problems(made.code)
    if problems:
        return Cell(None, problems[0].reason)
    return Cell(made, price=prices.get(made.code.wire))


def plain_cell(text: str) -> str:
    """A cell that a spreadsheet shows as it is: what begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A price that is no longer what it was; both are of one copy."""

    code: str
    old: Money
    new: Money

    @property
    def words(self) -> str:
        """$41.63 → $44.10 (+2.47)."""
        return f"{self.old} → {self.new} ({(self.new - self.old).difference})"


def price_moves(old: Mapping[str, Price], new: Mapping[str, Price]) -> tuple[PriceMove, ...]:
    """The codes whose price changed to the cent between two answers; what was or is not priced is not compared."""
    return tuple(
        PriceMove(code, old[code].total, price.total)
        for code, price in new.items()
        if code in old and old[code].priced and price.priced and old[code].total.rounded != price.total.rounded
    )
