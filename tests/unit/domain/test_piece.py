"""Pieces and rules: plain edits keep what the artist decided, and every broken thing is named with its step."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.code import ProductCode
from fwdesk.domain.piece import MAT_BORDER, Piece
from fwdesk.domain.rules import Step
from fwdesk.domain.size import Size
from tests.unit.domain.small_shop import BORDERED, DEEP, RULES, piece, sides, sizes

D = Decimal
HALF = D("0.5")
MATTED = piece("5M6M9S16x20F1S20x24J1S16x20G1")
DOUBLE = piece("5M6M9S16x20F1S20x24J1S16x20J2S16DD5x20DD5G1")
PRINT = piece("5M6M9S16x20")
PACKAGE = piece("F1S20x24J1S16x20G1")


def spelled(made: Piece) -> str:
    return str(made.code)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (PRINT.framed(1, HALF), "5M6M9S16x20F1S17x21"),
        (PRINT.framed(0, HALF), "5M6M9S16x20"),
        (PRINT.framed(1, HALF).framed(0, HALF), "5M6M9S16x20"),
        (MATTED.framed(2, HALF), "5M6M9S16x20F2S20x24J1S16x20G1"),
        (MATTED.framed(0, HALF), "5M6M9S16x20F0S20x24J1S16x20"),
        (PRINT.matted(1, HALF), "5M6M9S16x20F0S20x24J1S16x20"),
        (PRINT.matted(1, HALF, width=D(3)), "5M6M9S16x20F0S22x26J1S16x20"),
        (PRINT.matted(0, HALF), "5M6M9S16x20"),
        (PRINT.matted(1, HALF).matted(0, HALF), "5M6M9S16x20"),
        (PRINT.framed(1, HALF).matted(1, HALF), "5M6M9S16x20F1S20x24J1S16x20"),
        (MATTED.matted(0, HALF), "5M6M9S16x20F1S17x21G1"),
        (MATTED.matted(2, HALF), "5M6M9S16x20F1S20x24J2S16x20G1"),
        (MATTED.matted(2, HALF, width=D(1)), "5M6M9S16x20F1S18x22J2S16x20G1"),
        (DOUBLE.matted(3, HALF), "5M6M9S16x20F1S20x24J1S16x20J3S16DD5x20DD5G1"),
        (MATTED.mat_width(D(3)), "5M6M9S16x20F1S22x26J1S16x20G1"),
        (PRINT.mat_width(D(3)), "5M6M9S16x20"),
        (PRINT.framed(1, HALF).mat_width(D(3)), "5M6M9S16x20F1S17x21"),
        (MATTED.second_mat(2), "5M6M9S16x20F1S20x24J2S16x20J1S16DD5x20DD5G1"),
        (DOUBLE.second_mat(0), "5M6M9S16x20F1S20x24J2S16x20G1"),
        (PRINT.second_mat(2), "5M6M9S16x20"),
        (PRINT.framed(1, HALF).second_mat(2), "5M6M9S16x20F1S17x21"),
        (MATTED.glazed(0), "5M6M9S16x20F1S20x24J1S16x20"),
        (PRINT.glazed(0), "5M6M9S16x20"),
        (PRINT.glazed(1, HALF), "5M6M9S16x20F0S17x21G1"),
        (PRINT.glazed(1, HALF).framed(1, HALF), "5M6M9S16x20F1S17x21G1"),
        (PRINT.turned(), "5M6M9S20x16"),
        (DOUBLE.turned(), "5M6M9S20x16F1S24x20J1S20x16J2S20DD5x16DD5G1"),
        (PACKAGE.turned(), "F1S24x20J1S20x16G1"),
        (PRINT.sized(Size.of(8, 10), HALF), "5M6M9S8x10"),
        (PRINT.framed(1, HALF).sized(Size.of(8, 10), HALF), "5M6M9S8x10F1S9x11"),
        (MATTED.sized(Size.of(8, 12), HALF), "5M6M9S8x12F1S12x16J1S8x12G1"),
        (DOUBLE.sized(Size.of(8, 10), HALF), "5M6M9S8x10F1S12x14J1S8x10J2S8DD5x10DD5G1"),
        # A window cut for a part of the picture, too small to shrink as far, is made anew.
        (piece("5M6M9S16x20F1S20x24J1S2x2").sized(Size.of(8, 10), HALF), "5M6M9S8x10F1S26x32J1S8x10"),
        (piece("5M6M9S16x20F1S4x4J1S16x20").sized(Size.of(8, 10), HALF), "5M6M9S8x10F1S8x10J1S8x10"),
        (PRINT.refitted(HALF), "5M6M9S16x20"),
        (piece("5M6M9S16x20F1S30x30").refitted(HALF), "5M6M9S16x20F1S17x21"),
        (piece("5M6M9S16x20F1S24x28J1S18x22J2S20x24").refitted(HALF), "5M6M9S16x20F1S22x26J1S16x20J2S16DD5x20DD5"),
        (piece("5M6M9S16x20F1S10x10J1S18x22").refitted(HALF), "5M6M9S16x20F1S20x24J1S16x20"),
    ],
)  # fmt: skip
def test_plain_edits(made: Piece, code: str) -> None:
    assert spelled(made) == code


def test_reading_a_piece() -> None:
    assert PRINT.mat_border == 0
    assert PRINT.framed(1, HALF).mat_border == 0
    assert MATTED.mat_border == MAT_BORDER
    assert PACKAGE.image == Size.of(16, 20)
    assert piece("F1S20x24").image == Size.of(20, 24)
    assert PACKAGE.print is None
    assert PRINT.framing is None


@given(sizes(4), sizes(4), sides(1, 6), st.booleans())
def test_edits_keep_what_was_decided(image: Size, other: Size, width: Decimal, double: bool) -> None:
    made = PRINT.sized(image, HALF).framed(1, HALF).matted(1, HALF, width=width).glazed(1)
    made = made.second_mat(2) if double else made
    assert made.turned().turned() == made
    assert made.turned().mat_border == made.mat_border == width
    resized = made.sized(other, HALF)
    assert resized.mat_border == width
    assert resized.image == other
    assert resized.sized(image, HALF) == made
    wider = made.mat_width(width + 1)
    assert wider.framing is not None
    assert made.framing is not None
    assert wider.framing.mats == made.framing.mats
    assert wider.mat_width(width) == made


# Rules


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ("5M6M9S16x20F1S20x24J1S16x20G1", []),
        ("F1S20x24J1S16x20G1", []),
        ("AP1P2", []),
        ("77M6M9S16x20", [(Step.PRODUCT_TYPE, "Product type 77 is not in this catalog.")]),
        ("5M77M9S16x20", [(Step.MEDIA, "Media 77 is not in this catalog.")]),
        ("11M6M9S16x20", [(Step.MEDIA, "Canvas is not made on Archival Matte.")]),
        ("5M6M77S16x20", [(Step.STYLE, "Style 77 is not in this catalog.")]),
        ("5M6M21S16x20", [(Step.STYLE, "Archival Matte does not come as Fine panel.")]),
        ("5M6M9S16DD5x20", [(Step.SIZE, "Half-inch border is made in whole inches only, not 16½ × 20 in.")]),
        ("5M6M9S60x20", [(Step.SIZE, "Half-inch border is made from 4 × 4 up to 48 × 48 in, not 60 × 20 in.")]),
        ("5M144M21S36x24", [(Step.SIZE, "Fine panel is made from 8 × 8 up to 24 × 36 in, not 36 × 24 in.")]),
        ("12M210M20S5x8", [(Step.SIZE, "Card comes in fixed sizes only; 5 × 8 in is not one of them.")]),
        ("12M210M20S7x5", []),
        ("5M6M9S16x20F77S17x21", [(Step.FRAME, "Frame 77 is not in this catalog.")]),
        ("11M200M30S16x20F1S16x20", [(Step.FRAME, "Gallery wrap cannot be framed.")]),
        ("5M6M9S30x40F1S31x41", [(Step.FRAME, "Black takes 4 × 4 to 24 × 36 in, not 31 × 41 in.")]),
        ("5M6M9S16x20F1S16x20", []),
        ("5M6M9S16x20F1S15x20", [(Step.FRAME, "The opening 15 × 20 in is smaller than the print.")]),
        ("11M200M31S16x20F1S20x24J1S16x20", [(Step.MAT, "Canvas sheet cannot be matted.")]),
        ("5M6M9S16x20F3S20x24J1S16x20", [(Step.MAT, "Floater does not take a mat.")]),
        ("5M6M9S16x20F1S20x24J77S16x20", [(Step.MAT, "Mat 77 is not in this catalog.")]),
        ("5M6M9S4x4F1S6x6J1S4x4", [(Step.MAT, "Snow White is cut 8 × 8 to 38 × 58 in, not 6 × 6 in.")]),
        ("5M6M9S16x20F1S16DD4x24J1S16x20", [(Step.MAT, "The window 16 × 20 in leaves no mat in view.")]),
        ("5M6M9S16x20F0S16DD4x24J1S16x20", []),
        ("5M6M9S16x20F1S20x24J1S16x20J2S15x20", [(Step.MAT, "The second mat's window must be the larger one.")]),
        ("5M6M9S16x20F1S22x26J1S17x21", []),
        ("5M6M9S16x20F1S22x26J1S17DD1x21", [
            (Step.MAT, "The window 17.1 × 21 in is larger than the paper; the print would fall through."),
        ]),
        ("5M6M9S16x20F1S20x24J1S16x20G77", [(Step.GLAZING, "Glazing 77 is not in this catalog.")]),
        ("5M6M9S16x20F0S20x24J1S16x20G1", [(Step.GLAZING, "Glazing needs a frame to hold it.")]),
        ("5M6M9S16x20F3S17x21G1", [(Step.GLAZING, "Floater does not take glazing.")]),
        ("11M200M31S16x20F1S16x20G1", [(Step.GLAZING, "Canvas sheet is not put behind glazing.")]),
        ("77M77M77S1x1F77S1x1J77S2x2G77", [
            (Step.PRODUCT_TYPE, "Product type 77 is not in this catalog."),
            (Step.MEDIA, "Media 77 is not in this catalog."),
            (Step.STYLE, "Style 77 is not in this catalog."),
            (Step.FRAME, "Frame 77 is not in this catalog."),
            (Step.MAT, "Mat 77 is not in this catalog."),
            (Step.MAT, "The window 2 × 2 in leaves no mat in view."),
            (Step.GLAZING, "Glazing 77 is not in this catalog."),
        ]),
    ],
)  # fmt: skip
def test_problems_name_the_step(code: str, problems: list[tuple[Step, str]]) -> None:
    assert [(problem.step, problem.reason) for problem in RULES.problems(piece(code).code)] == problems


def test_looking_up() -> None:
    deep = piece("5M6M9S16x20F96S17x21")
    assert RULES.style_of(deep) is BORDERED
    assert RULES.frame_of(deep) is DEEP
    assert RULES.border_of(deep) == HALF
    assert RULES.style_of(PACKAGE) is None
    assert RULES.frame_of(PRINT) is None
    assert RULES.border_of(PACKAGE) == 0
    assert RULES.problems(ProductCode(None)) == ()
