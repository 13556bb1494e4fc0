"""Mat arithmetic: the documented example, and what the drawing's geometry says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fwdesk.domain.geometry import measure
from fwdesk.domain.matting import (
    REVEALS,
    MatMeasures,
    Pair,
    bottom_weighting,
    eighths_words,
    hints,
    looks,
    mat_measures,
    measure_words,
)
from fwdesk.domain.size import Size
from tests.unit.domain.small_shop import HALF, RULES, piece

CUT = "Windows are cut about ⅛ in smaller than named, so that they overlap the print."


def measures(code: str) -> MatMeasures:
    found = mat_measures(piece(code), RULES)
    assert found is not None
    return found


def test_the_documented_example_has_two_inches_and_shows_one_and_three_quarters() -> None:
    found = measures("5M6M9S16x20F96S20x24J1S16x20G1")
    assert (found.border, found.hidden, found.in_view) == (
        Pair(*[Decimal(2)] * 2),
        Decimal("0.25"),
        Pair(*[Decimal("1.75")] * 2),
    )
    assert measure_words(found) == ("Mat 2 in, 1¾ in in view: the frame's lip hides ¼ in.", CUT)


@pytest.mark.parametrize("code", ["5M6M9S16x20", "5M6M9S16x20F1S17x21"])
def test_without_a_mat_there_is_nothing_to_measure(code: str) -> None:
    assert mat_measures(piece(code), RULES) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5M6M9S16x20F0S20x24J1S16x20", ("Mat 2 in.", CUT)),
        (
            "5M6M9S8x10F0S13x15J2S9x11",
            ("Mat 2 in.", "½ in of white paper shows inside the window."),
        ),
        (
            "5M6M8S16x20F0S20x24J2S15x20",
            ("Mat 2½ in at the sides and 2 in above and below.",
             "The window covers ½ in at the sides of the picture, 6.2 % of it: "
             "look for a signature there.", CUT),
        ),
        (
            "5M6M8S16x20F0S22x26J2S17x21",
            ("Mat 2½ in.", "The paper floats: its edge shows, ½ in inside the window."),
        ),
        (
            "5M6M8S16x20F96S22x26J2S16x20J1S16.5x20.5",
            ("Mat 3 in, 2½ in in view: the frame's lip hides ¼ in.", "The base mat shows ¼ in around the window.", CUT),
        ),
    ],
)  # fmt: skip
def test_every_thing_that_is_there_has_its_sentence(code: str, words: tuple[str, ...]) -> None:
    assert measure_words(measures(code)) == words


def test_what_the_words_say_is_what_is_drawn() -> None:
    code = "5M6M9S16x20F96S22x28J1S15x19J2S15.5x19.75"
    found, laid = measures(code), measure(piece(code).code, RULES.catalog.style_by_id[9], RULES.catalog.frame_by_id[96])
    assert (found.in_view.across, found.in_view.down) == laid.mat_borders
    assert found.reveal == Pair(laid.windows[0].x - laid.windows[1].x, laid.windows[0].y - laid.windows[1].y)
    assert found.covered == Pair(HALF, HALF)
    assert laid.sheet.size == Size.of(17, 21)


def test_gentle_advice() -> None:
    def advice(code: str, frame: int) -> tuple[str, ...]:
        style, shop = RULES.catalog.style_by_id[8], RULES.catalog
        return hints(measures(code), measure(piece(code).code, style, shop.frame_by_id[frame]))

    assert advice("5M6M8S16x20F96S20x24J1S16x20", 96) == ()
    assert advice("5M6M8S16x20F96S21x25J1S16x20", 96) == ("This looks generous.",)
    assert advice("5M6M8S16x20F96S17.5x21.5J1S16x20", 96) == (
        "A mat under ¾ in looks like a mistake; from 2 in it looks generous.",
    )
    assert advice("5M6M8S16x20F2S19x23J1S16x20", 2) == (
        "The frame is wider than the mat; most framers keep it narrower.",
    )
    assert [looks(Decimal(width)) for width in ("0.5", "0.75", "1.99", "2")] == [
        "skinny",
        "narrow",
        "narrow",
        "generous",
    ]


@pytest.mark.parametrize(
    ("code", "weighted"),
    [
        ("5M6M8S16x20F0S20x24J1S16x20", "2.25"),
        ("5M6M8S16x20F0S17x21J1S16x20", "0.625"),
        ("5M6M8S8x10F0S16x18J1S8x10", "4.375"),
    ],
)
def test_bottom_weighting_is_explained_and_never_orderable(code: str, weighted: str) -> None:
    found = bottom_weighting(measures(code))
    assert found.weighted == Decimal(weighted)
    assert not found.orderable
    assert "cannot be ordered" in found.words
    assert "the preview does not show it" in found.words


def test_reveals_are_eighths() -> None:
    assert [eighths_words(reveal) for reveal in REVEALS] == ["⅛ in", "¼ in", "⅜ in", "½ in"]
