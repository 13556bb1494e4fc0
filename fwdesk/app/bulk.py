"""Many codes at once: read and checked on a worker, then priced 50 a call; the rows say what came of each line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.link import Link
from fwdesk.app.price_rounds import PriceRounds
from fwdesk.app.retailing import Retailing
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.bulk import MOST_LINES, Checked, Line, check_lines
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import ProductCode
from fwdesk.domain.code_text import find_code
from fwdesk.domain.errors import CodeError
from fwdesk.domain.matrix import plain_cell
from fwdesk.domain.options import Catalog
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules

CHECK_LANE, PRICES_LANE = "bulk check", "bulk prices"
_HEAD = ("Line", "Code", "What it is", "Price (USD)", "What is wrong")


@dataclass(frozen=True, slots=True)
class BulkRow:
    """What came of a line: what it is in words, what it costs once that is known, what is wrong with it."""

    line: Line
    words: str
    price: Price | None = None

    @property
    def good(self) -> bool:
        """True for a code that the catalog can make; an inventory SKU is good, only the service knows it."""
        return self.line.code is not None and not self.line.problems

    @property
    def wrong(self) -> str:
        """What keeps it from being made or priced; empty for nothing."""
        if not self.good:
            return self.line.words
        unpriced = self.price is not None and not self.price.priced
        return (self.price.info or "The service cannot price it.") if self.price and unpriced else ""


class Bulk(QObject):
    """One list of codes.

    Signals:
        changed(): the rows, their prices or the state are others.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        workshop: Workshop,
        link: Link,
        parent: QObject | None = None,
        *,
        retailing: Retailing | None = None,
    ) -> None:
        """Empty; asks again for prices that are missing when the line is up. `retailing` says what may be seen."""
        super().__init__(parent)
        self._session, self._tasks, self._retailing = session, tasks, retailing
        self._rounds = PriceRounds(tasks, workshop, link, PRICES_LANE, self)
        self._text = ""
        self._checked = Checked(())
        self._words: dict[ProductCode, str] = {}
        self.checking = False
        self._rounds.changed.connect(self.changed)
        if retailing:
            retailing.changed.connect(self.changed)
        session.catalog_changed.connect(self._check_again)

    @property
    def rows(self) -> tuple[BulkRow, ...]:
        """The lines that are not blank, in their order."""
        return tuple(self._row(line) for line in self._checked.lines)

    @property
    def left(self) -> int:
        """How many lines were left out because there are too many."""
        return self._checked.left

    @property
    def priced(self) -> tuple[int, int]:
        """How many different codes have an answer about their price, and of how many."""
        return self._rounds.count

    @property
    def error(self) -> Exception | None:
        """Why prices are missing."""
        return self._rounds.error

    def check(self, text: str) -> None:
        """Take another list. What is known of prices stays known."""
        self._text = text
        self._rounds.want(())
        self.checking = bool(text.strip())
        if not self.checking:
            self._tasks.cancel(CHECK_LANE)
            self._checked = Checked(())
        else:
            work = partial(_check, text, self._session.catalog)
            self._tasks.run(work, self._were_checked, self._not_checked, lane=CHECK_LANE, near=True)
        self.changed.emit()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._tasks.cancel(CHECK_LANE)
        self._rounds.want(())

    def put_on_desk(self, row: BulkRow) -> None:
        """Make the piece what the line says. Raises `CodeError`."""
        self._session.set_code(row.line.text)

    def csv(self) -> str:
        """The rows as CSV text (RFC 4180) that no spreadsheet takes for formulas; prices in US dollars a copy."""
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\r\n")
        table.writerow(_HEAD)
        for row in self.rows:
            price = row.price.total.plain if row.price and row.price.priced else ""
            cells = (f"{row.line.number}", row.line.text, row.words, price, row.wrong)
            table.writerow([plain_cell(cell) for cell in cells])
        return out.getvalue()

    # Inside

    def _row(self, line: Line) -> BulkRow:
        price = self._rounds.known.get(line.code.wire) if line.code else None
        if price and price.priced and self._retailing:
            price = self._retailing.seen(price)
            price = price if price.priced else None  # nothing is wrong with the line: its price is not for this eye
        return BulkRow(line, self._words.get(line.code, "") if line.code else "", price)

    @Slot()
    def _check_again(self) -> None:
        if self._text.strip():
            self.check(self._text)

    def _were_checked(self, answer: tuple[Checked, dict[ProductCode, str]]) -> None:
        self._checked, self._words = answer
        self.checking = False
        self._rounds.want(self._checked.codes)
        self.changed.emit()

    def _not_checked(self, error: Exception) -> None:
        self.checking = False
        self._rounds.error = error
        self.changed.emit()


def _check(text: str, catalog: Catalog, cancel: Cancel) -> tuple[Checked, dict[ProductCode, str]]:
    checked = check_lines("\n".join(_tidied(text, cancel)), Rules(catalog))
    return checked, {code: code_summary(code, catalog) for code in checked.codes}


def _tidied(text: str, cancel: Cancel) -> Iterator[str]:
    """The lines without what stands around their codes: a number before, a quantity behind, quotes of a table."""
    filled = 0
    for line in text.splitlines():
        if filled >= MOST_LINES or not line.strip():
            yield line
            continue
        cancel.check()
        filled += 1
        try:
            yield find_code(line).text
        except CodeError as error:
            # Where one broken code was read, its position is one in that code.
            yield error.text if error.found else line


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def code_summary(code: ProductCode, catalog: Catalog) -> str:
    """A code in one line: Archival Matte Paper, ½" Border, 16 × 20 in; Standard Black; mat Snow White; Clear."""
    parts: list[str] = []
    if code.print:
        surface = (_name(catalog.media_by_id, code.print.media), _name(catalog.style_by_id, code.print.style))
        parts.append(f"{', '.join(surface)}, {code.print.size.framer} in")
    if code.frame:
        framed = code.frame
        parts.append(_name(catalog.frame_by_id, framed.frame) if framed.frame else "No frame")
        parts += [f"mat {_name(catalog.mat_by_id, mat.mat)}" for mat in reversed(framed.mats)]
        if framed.glazing:
            parts.append(_name(catalog.glazing_by_id, framed.glazing))
        if not code.print:
            parts.append(f"opening {framed.opening.framer} in")
    return "; ".join(parts) or "An inventory SKU"


def _name(rows: Mapping[int, _Named], row_id: int) -> str:
    return rows[row_id].name if row_id in rows else f"{row_id}"
