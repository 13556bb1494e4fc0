"""The orders as CSV: nothing that a sheet computes, everything recoverable, amounts exact."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from fwdesk.domain.money import Money
from fwdesk.domain.order import Recipient
from fwdesk.orders import payload
from fwdesk.orders.books import COLUMNS, csv_text, plain, safe
from fwdesk.orders.submit import submit
from tests.orders_kit import HOST, LINE, Service, a_ledger, an_order

HOSTILE = st.text(
    st.sampled_from("=+-@\t\r\n\v\f '\"\u00a0\u200b\u2028\u2029\x85\ufeff\uff1d\uff20;,|ab1()!\x00\x1c")
    | st.characters(),
    max_size=40,
)


def lines_of(text: str) -> list[str]:
    """The lines of a cell by every line end that any program knows."""
    for end in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        text = text.replace(end, "\n")
    return text.split("\n")


def begins(line: str) -> str:
    """The first character that can be seen."""
    return next((c for c in line if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf")), "")


@given(HOSTILE)
@example("\t=1+1")
@example("a\r\n=cmd|' /C calc'!A0")
@example("\u00a0\u00a0@SUM(1)")
@example("'=1")
@example("''\n+1")
@example("\n")
def test_no_cell_begins_with_what_is_computed_and_each_can_be_read_back(text: str) -> None:
    kept = safe(text)
    assert plain(kept) == text
    assert kept[:1] not in {"\t", "\r", "\n"}
    for line in lines_of(kept):
        assert begins(line) not in set("=+-@\uff1d\uff0b\uff0d\uff20"), (text, kept)


@given(HOSTILE)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    # An independent look, character by character: only then may there be a mark.
    dangerous = text.lstrip("'")[:1] in {"\t", "\r", "\n"} or any(
        begins(line.lstrip("'")) in set("=+-@\uff1d\uff0b\uff0d\uff20") - {""} for line in lines_of(text)
    )
    assert (safe(text) != text) <= dangerous


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_one_line_for_each_piece_and_the_total_once(tmp_path: Path) -> None:
    ledger, service = a_ledger(tmp_path), Service()
    lines = (replace(LINE, quantity=3, unit_price=Money.of("35.005")), replace(LINE, title="=HYPERLINK(1)"))
    two = an_order(lines=lines, recipient=replace(an_order().recipient, first_name="+Eve"))
    for order, total in ((two, "1150.25"), (an_order(), "43.95")):
        submit(ledger, service, order, mode="test", host=HOST, quoted_total=Money.of(total))
    text = csv_text(ledger.rows(), {"ACCEPTED": "Accepted"})
    rows = read(text)
    assert [row["Quantity"] for row in rows] == ["3", "1", "1"]
    assert [row["Cost each (USD)"] for row in rows] == ["35.01", "35.00", "35.00"]
    assert [row["Cost (USD)"] for row in rows] == ["105.02", "35.00", "35.00"], "rounded last, not first"
    assert [row["Order total (USD)"] for row in rows] == ["1150.25", "", "43.95"]
    assert sum(Decimal(row["Order total (USD)"] or 0) for row in rows) == Decimal("1194.20")
    assert rows[1]["Piece"] == "'=HYPERLINK(1)"
    assert rows[0]["Recipient"] == "'+Eve Example"
    assert (rows[0]["State"], rows[0]["Order number"], rows[0]["Country"]) == ("Accepted", "1001", "US")
    assert ",35.01,105.02,1150.25\r\n" in text, "amounts are numbers, not text"
    assert tuple(rows[0]) == COLUMNS


def test_an_order_that_cannot_be_read_has_its_line_all_the_same(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    submit(ledger, Service(), an_order(), mode="test", host=HOST, quoted_total=Money.of("43.95"))
    (row,) = read(csv_text([replace(ledger.rows()[0], payload="{")]))
    assert (row["Piece"], row["Order total (USD)"], row["Quantity"]) == ("Lake", "43.95", "")


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=4))
def test_whatever_is_in_the_texts_the_file_reads_back_as_it_was(texts: list[tuple[str, str]]) -> None:
    order = an_order(
        lines=tuple(replace(LINE, title=title, quantity=at + 1) for at, (title, _) in enumerate(texts)),
        recipient=Recipient(first_name=texts[0][1]),
    )
    row = a_row(payload.canonical(order))
    rows = read(csv_text([row]))
    assert [plain(found["Piece"]) for found in rows] == [title for title, _ in texts]
    assert [Decimal(found["Quantity"]) for found in rows] == list(range(1, len(texts) + 1))
    for found in rows:
        for name, cell in found.items():
            assert begins(cell) not in set("=+-@"), (name, cell)


def a_row(text: str):
    from datetime import UTC, datetime

    from fwdesk.domain.order import LedgerRow, OrderState

    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    return LedgerRow("FWD-1", "test", OrderState.ACCEPTED, 7, "", Money.of("1"), "", at, at, payload=text)
