"""The orders as CSV, for accounts: one line for each piece, amounts as numbers, and no cell that a sheet would compute.

A spreadsheet takes a cell that begins with = + - @, a tab or a line end for a formula, also behind blanks. Such a text
gets an apostrophe in front (OWASP, CSV injection), on every line of a cell, so that it stays text however it is read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import LedgerRow
from fwdesk.orders import payload

COLUMNS = (
    "Date", "Reference", "Order number", "Service", "State", "Status at the service", "Recipient", "Country", "Piece",
    "Code", "Quantity", "Cost each (USD)", "Cost (USD)", "Order total (USD)",
)  # fmt: skip
"""The order's total stands on its first line alone, so that a sum over the column is right."""
_NUMBERS = {"Quantity", "Cost each (USD)", "Cost (USD)", "Order total (USD)", "Order number"}
_END = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029"
_BLANKS = rf"(?:(?![{_END}])[\s\x00-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])*"
_COMPUTED = rf"'*{_BLANKS}[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""What a line of a cell looks like that a spreadsheet might compute; apostrophes in front so that it can be undone."""
_DANGEROUS = re.compile(rf"(?:(?<=[{_END}])|\A)(?={_COMPUTED})|\A(?='*[\t\r\n])")
_MADE_SAFE = re.compile(rf"(?:(?<=[{_END}])|\A)'(?={_COMPUTED})|\A'(?='*[\t\r\n])")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    return _DANGEROUS.sub("'", text)


def plain(text: str) -> str:
    """What `safe` was given, for who reads the file back."""
    return _MADE_SAFE.sub("", text)


def csv_text(rows: Iterable[LedgerRow], states: dict[str, str] | None = None) -> str:
    """The orders as CSV with a head, oldest first. `states` are words for the ledger's states."""
    out = StringIO(newline="")
    # Every text in quotes: where a semicolon separates cells, one within a text must not begin a new cell.
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.created_at, row.order_po)):
        for line in _lines(row, states or {}):
            writer.writerow([_cell(name, line[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(name: str, words: str) -> Decimal | str:
    return Decimal(words) if name in _NUMBERS and words else safe(words)


def _lines(row: LedgerRow, states: dict[str, str]) -> Iterator[dict[str, str]]:
    shared = {
        "Date": f"{row.created_at.astimezone():%Y-%m-%d}",
        "Reference": row.order_po,
        "Order number": str(row.order_id or ""),
        "Service": row.mode,
        "State": states.get(row.state, str(row.state)),
        "Status at the service": row.status_label,
        "Recipient": row.recipient,
    }
    try:
        order = payload.read(row.payload)
    except StoreError:
        lost = dict.fromkeys(COLUMNS, "")
        yield lost | shared | {"Piece": row.summary, "Order total (USD)": row.total.plain}
        return
    for number, line in enumerate(order.lines):
        yield shared | {
            "Country": order.recipient.country_code.upper(),
            "Piece": line.title,
            "Code": line.code,
            "Quantity": str(line.quantity),
            "Cost each (USD)": line.unit_price.plain,
            "Cost (USD)": (line.unit_price * line.quantity).plain,
            "Order total (USD)": "" if number else row.total.plain,
        }
