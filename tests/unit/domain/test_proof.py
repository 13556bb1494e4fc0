"""The words on a proof."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from fwdesk.domain.code import parse_code
from fwdesk.domain.code_text import find_code
from fwdesk.domain.geometry import measure
from fwdesk.domain.options import (
    Catalog,
    Collection,
    Frame,
    Glazing,
    Mat,
    Media,
    ProductType,
    Style,
)
from fwdesk.domain.piece import Piece
from fwdesk.domain.proof import Measure, Paper, Proof, materials, measures, one_line, piece_text
from fwdesk.domain.rules import Rules
from fwdesk.domain.shots import link

FRAME = Frame(96, "Standard Black", depth=Decimal("0.75"))
RULES = Rules(
    Catalog(
        product_types=(ProductType(5, "Archival print"),),
        media=(Media(6, 5, "Archival Matte"),),
        styles=(Style(9, "Bordered", border=Decimal("0.5")),),
        collections=(Collection(0, "Gallery", frames=(FRAME,)),),
        mats=(Mat(1, "Snow White"), Mat(2, "Slate")),
        glazings=(Glazing(1, "Premium Clear"),),
    )
)
DOUBLE = "5M6M9S16x20F96S21x25J2S16x20J1S16.5x20.5G1"


def test_materials_are_named_from_the_print_outwards() -> None:
    assert materials(Piece(parse_code(DOUBLE)), RULES) == (
        ("Product", "Archival print"),
        ("Paper or canvas", "Archival Matte"),
        ("Style", "Bordered"),
        ("Mat", "Snow White"),
        ("Inner mat", "Slate"),
        ("Frame", "Standard Black"),
        ("Glazing", "Premium Clear"),
    )


def test_what_the_catalog_does_not_know_is_a_number() -> None:
    strange = materials(Piece(parse_code("77M88M99S8x10F7S12x14J8S8x10G9")), RULES)
    assert [name for _, name in strange] == ["77", "88", "99", "8", "7", "9"]
    assert materials(Piece(parse_code("F0S12x14J1S8x10")), RULES) == (("Mat", "Snow White"),)
    assert [what for what, _ in materials(Piece(parse_code("5M6M9S8x10")), RULES)] == [
        "Product", "Paper or canvas", "Style",
    ]  # fmt: skip


def test_sizes_are_in_both_units_and_said_once() -> None:
    style = RULES.catalog.styles[0]
    shown = measures(measure(parse_code(DOUBLE), style, FRAME))
    assert shown[0] == Measure("Print", "16 × 20 in", "40.6 × 50.8 cm")
    assert [one.name for one in shown] == [
        "Print", "Paper", "Mat window, inner", "Mat window", "Frame opening", "Outside", "Depth",
    ]  # fmt: skip
    assert shown[-1] == Measure("Depth", "¾ in", "1.9 cm")
    bare = measures(measure(parse_code("5M6M9S16x20"), replace(style, border=Decimal(0)), None))
    assert [one.name for one in bare] == ["Print", "Outside"]


@pytest.mark.parametrize(
    ("country", "paper"), [("US", Paper.LETTER), ("ca", Paper.LETTER), ("DE", Paper.A4), ("", Paper.A4)]
)
def test_the_paper_is_the_countrys(country: str, paper: Paper) -> None:
    assert Paper.of_country(country) is paper
    assert paper.words


def test_text_stands_on_one_line() -> None:
    assert one_line(" A\nB\t\u00a0C\u202e\x00 ") == "A B C"
    day = Proof("a", "b", "c", datetime.date(2026, 9, 4), "d", "e", (), ())
    assert day.date_words == "September 4, 2026"


def test_a_piece_as_text_reads_back_as_the_piece() -> None:
    code = parse_code(DOUBLE)
    sizes = measures(measure(code, RULES.catalog.styles[0], FRAME))
    text = piece_text("Lake", str(code), link(code), materials(Piece(code), RULES), sizes)
    assert text.splitlines()[0] == "Lake"
    assert "Inner mat: Slate" in text
    assert "Outside: " in text
    assert find_code(text).code == code
