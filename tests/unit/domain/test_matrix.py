"""Sizes by frames: the cells are the pieces the lists would make, and the CSV is text to a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from fwdesk.domain.matrix import PriceMove, matrix, plain_cell, price_moves
from fwdesk.domain.money import Money
from fwdesk.domain.offers import Offers
from fwdesk.domain.options import Collection
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules
from fwdesk.domain.size import Size
from tests.unit.domain.small_shop import OFFERS, PLAIN, RULES, SHOP, piece

SIZES = (Size.of(8, 10), Size.of(16, 20), Size.of(24, 36))
BEFORE = piece("5M6M8S16x20F1S20x24J1S16x20")


def priced(code: str, total: str) -> Price:
    return Price(code, print=Money.of(total), total=Money.of(total))


def test_each_cell_is_the_piece_in_that_size_and_frame_or_a_reason() -> None:
    prices = {"5M6M8S8X10F1S12X14J1S8X10": priced("", "41.63"), "5M6M8S8X10F2S12X14J1S8X10": Price("")}
    table = matrix(OFFERS, BEFORE, SIZES, (0, 1, 2, 3, 77), prices)
    assert table.frames == ((0, "No frame"), (1, "Black"), (2, "White"), (3, "Floater"), (77, "Frame 77"))
    assert [[cell.text for cell in row] for row in table.cells] == [
        ["?", "41.63", "?", "–", "–"], ["?", "?", "?", "–", "–"], ["?", "–", "?", "–", "–"],
    ]  # fmt: skip
    assert [cell.reason for cell in table.cells[2]] == [
        "", "Black takes 4 × 4 to 24 × 36 in, not 28 × 40 in.", "", "Floater does not take a mat.",
        "Frame 77 is not in this catalog.",
    ]  # fmt: skip
    assert all(RULES.problems(code) == () for code in table.codes)
    assert len(table.codes) == 8


def test_a_size_that_the_mat_does_not_go_with_is_no_cell() -> None:
    table = matrix(OFFERS, piece("5M6M8S30x40F2S36x46J1S30x40"), (Size.of(36, 48), Size.of(90, 99)), (2,), {})
    assert [row[0].reason for row in table.cells] == [
        "Snow White is cut 8 × 8 to 38 × 58 in, not 42 × 54 in.",
        "Borderless is made from 4 × 4 up to 40 × 90 in, not 90 × 99 in.",
    ]


def test_the_csv_reads_back_and_holds_no_formula() -> None:
    evil = replace(PLAIN, name='=HYPERLINK("http://x","y"), "q"')
    shop = replace(SHOP, collections=(Collection(1, "One", frames=(evil,)),))
    text = matrix(Offers(Rules(shop)), BEFORE, SIZES[:2], (0, 1), {}).csv()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [["Size (in)", "No frame", f"'{evil.name}"], ["8x10", "?", "?"], ["16x20", "?", "?"]]
    assert text.endswith("\r\n")


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r", "\n", " =1", "\uff1d1", "\uff0b", "\uff0d", "\uff20"]
)
def test_what_begins_like_a_formula_is_told_apart(start: str) -> None:
    assert plain_cell(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("text", ["", "8x10", "41.63", "–", "Oak - dark", "1=1"])
def test_other_cells_stay(text: str) -> None:
    assert plain_cell(text) == text


def test_a_moved_price_is_shown_old_and_new() -> None:
    old = {
        "a": priced("a", "41.63"),
        "b": priced("b", "5"),
        "c": Price("c"),
        "d": priced("d", "7"),
        "f": priced("f", "1"),
    }
    new = {
        "a": priced("a", "44.10"), "b": priced("b", "5.004"), "c": priced("c", "9"), "d": Price("d"),
        "e": priced("e", "1"),
    }  # fmt: skip
    assert price_moves(old, new) == (PriceMove("a", Money.of("41.63"), Money.of("44.10")),)
    assert price_moves(old, new)[0].words == "$41.63 → $44.10 (+2.47)"
