"""Codes in words: spans stand where they were typed, and no difference is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.bulk import check_lines
from fwdesk.domain.code import ProductCode, Span, parse_code, segments, spans
from fwdesk.domain.code_words import code_parts, difference_words, differences
from fwdesk.domain.errors import CodeError
from fwdesk.domain.money import Money
from fwdesk.domain.rules import Step
from tests.unit.domain.small_shop import OFFERS, PORTRAIT, RULES, SHOP, piece

FULL = "5M6M9S16x20F96S20x24J1S16x20J2S16.5x20.5G1_new"


def test_spans_cover_a_code_as_it_was_typed() -> None:
    text = f"  {FULL.lower()} "
    found = spans(text)
    assert "".join(text[span.start : span.end] for span in found) == text.strip()
    assert [span.step for span in found] == [part.step for part in segments(parse_code(text))]
    assert found[0] == Span("product_type", 2, 3)
    assert spans("AP1P2") == (Span("sku", 0, 5),)
    with pytest.raises(CodeError):
        spans("5M6")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            FULL,
            (
                "Product type 5, Paper", "Media 6, Archival Matte", "Style 9, Half-inch border",
                "Print 16 × 20 in, 40.6 × 50.8 cm", "Frame 96, Deep, opening 20 × 24 in",
                "Mat 1, Snow White, window 16 × 20 in", "Mat 2, Cream, window 16½ × 20½ in", "Glazing 1, Premium Clear",
                "An ending that is not known; it is kept as it is",
            ),
        ),
        ("F0S10x12J77S8x10", ("No frame, opening 10 × 12 in", "Mat 77, not in this catalog, window 8 × 10 in")),
        ("AP1556P79511", ("An inventory SKU",)),
    ],
)  # fmt: skip
def test_every_part_has_its_words(text: str, words: tuple[str, ...]) -> None:
    assert tuple(part.words for part in code_parts(text, SHOP)) == words


A = "5M6M9S16x20F96S20x24J1S16x20G1"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (A, A, ("no difference",)),
        (A, A.replace("F96", "F2"), ("same print", "frame Deep → White")),
        (A, A.replace("20x24", "21x25"), ("same print", "mat border 2 → 2½ in")),
        (A, A.replace("20x24", "22x25"), ("same print", "mat border 2 → 3 × 2½ in")),
        (A, A.replace("J1S16x20", "J2S16x20").replace("G1", "G2"),
         ("same print", "mat Snow White → Cream", "glazing Premium Clear → Museum")),
        (A, "5M144M8S16x20F96S20x24J1S16x20G1",
         ("media Archival Matte → Watercolor", "style Half-inch border → Borderless")),
        (A, "11M6M9S16x20F96S20x24J1S16x20G1", ("product type Paper → Canvas",)),
        (A, "5M6M9S20x16F96S24x20J1S20x16G1", ("size 16 × 20 → 20 × 16 in (turned)",)),
        (A, "5M6M9S18x24F96S22x28J1S18x24G1", ("size 16 × 20 → 18 × 24 in",)),
        (A, A.replace("20x24J1S16x20", "19x23J1S15x19"), ("same print", "window 16 × 20 → 15 × 19 in")),
        (A, A.replace("J1S16x20", "J2S16x20J1S16.5x20.5"), ("same print", "second mat none → Cream")),
        (A.replace("J1S16x20", "J2S16x20J1S16.5x20.5"), A.replace("J1S16x20", "J2S16x20J1S16.25x20.5"),
         ("same print", "reveal ¼ → ⅛ × ¼ in")),
        (A.replace("J1S16x20", "J2S16x20J1S16.5x20.5"), A.replace("J1S16x20", "J2S16x20J1S17x21"),
         ("same print", "reveal ¼ → ½ in")),
        (A.replace("J1S16x20", "J2S16x20J1S16.5x20.5"), A.replace("J1S16x20", "J2S16x20J2S16.5x20.5"),
         ("same print", "mat Snow White → Cream")),
        ("5M6M9S16x20F1S17x21", "5M6M9S16x20F1S16x20", ("same print", "opening 17 × 21 → 16 × 20 in")),
        ("5M6M9S16x20F1S17x21", "5M6M9S16x20F1S20x24J1S16x20", ("same print", "mat none → Snow White")),
        ("5M6M9S16x20", A,
         ("same print", "frame none → Deep", "mat none → Snow White", "glazing none → Premium Clear")),
        (A, "F96S20x24J1S16x20G1", ("takes the print away",)),
        ("F96S20x24", "5M6M9S16x20F96S20x24", ("adds a print",)),
        ("F96S20x24", "F96S20x26", ("opening 20 × 24 → 20 × 26 in",)),
        ("5M6M9S16x20", "5M6M9S16x20F0S9x9", ("same print", "5M6M9S16x20 → 5M6M9S16x20F0S9x9")),
        ("5M6M9S16x20F88S17x21", "5M6M9S16x20F89S17x21", ("same print", "frame 88 → 89")),
        ("5M6M9S16x20", "5M6M9S16x20Q1", ("same print", "ending none → Q1")),
        ("5M6M9S16x20Q1", "5M6M9S16x20", ("same print", "ending Q1 → none")),
        ("AP1P2", "AP1P3", ("ending AP1P2 → AP1P3",)),
    ],
)  # fmt: skip
def test_two_codes_compared_in_words(old: str, new: str, words: tuple[str, ...]) -> None:
    assert differences(parse_code(old), parse_code(new), SHOP) == words


def test_the_price_comes_last() -> None:
    old, new = parse_code(A), parse_code(A.replace("F96", "F2"))
    assert differences(old, new, SHOP, Money.of("7.2"))[-1] == "+7.20"
    assert differences(old, new, SHOP, Money.of(0))[-1] == "same price"


def test_a_sentence_tells_the_first_of_many() -> None:
    old = parse_code(A)
    few, many = parse_code(A.replace("F96", "F2")), parse_code("5M7M8S18x24F2S22x28J2S18x24")
    assert difference_words(old, few, SHOP, Money.of("7.2")) == "Same print; frame Deep → White; +7.20."
    assert len(differences(old, many, SHOP)) == 6
    first = "; ".join(differences(old, many, SHOP)[:3])
    assert difference_words(old, many, SHOP) == f"{first[0].upper()}{first[1:]}; and 3 more."
    assert difference_words(old, many, SHOP, Money.of(-1)).endswith("; and 3 more; −1.00.")


def reachable() -> list[ProductCode]:
    """Pieces one action away from two beginnings."""
    found: dict[ProductCode, None] = {}
    for begin in (piece(A), piece("5M6M9S16x20")):
        for step in Step:
            found |= {offer.piece.code: None for offer in OFFERS.offers(step, begin, PORTRAIT) if offer.piece}
    return list(found)


REACHABLE = reachable()


@given(st.sampled_from(REACHABLE), st.sampled_from(REACHABLE))
def test_codes_that_differ_never_read_alike(one: ProductCode, other: ProductCode) -> None:
    words = differences(one, other, SHOP)
    assert (words == ("no difference",)) == (one == other)
    assert one == other or any(word != "same print" for word in words)


# Many at once


def test_lines_are_pieces_or_say_where_and_why_not() -> None:
    text = f"\n{A}\n 5M6M9S16 \n\n5M6M9S16x99\nAP1P2\n{A}\n"
    found = check_lines(text, RULES)
    assert [(line.number, line.words) for line in found.lines] == [
        (2, ""),
        (3, "At position 9: expected x and the height of the print, found the end."),
        (5, "Half-inch border is made from 4 × 4 up to 48 × 48 in, not 16 × 99 in."),
        (6, "An inventory SKU: only FinerWorks knows what it is."),
        (7, ""),
    ]
    assert [bool(line.piece) for line in found.lines] == [True, False, False, False, True]
    assert found.codes == (parse_code(A), parse_code("AP1P2"))
    error = found.lines[1].error
    assert error is not None
    assert (error.position, error.expected, error.found) == (8, "x and the height of the print", "the end")


def test_five_hundred_lines_are_checked_and_the_rest_is_counted() -> None:
    found = check_lines("\n".join(f"5M6M9S{n % 40 + 4}x20" for n in range(505)), RULES)
    assert (len(found.lines), found.left) == (500, 5)


def test_a_code_is_judged_once_however_often_it_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[ProductCode] = []
    problems = RULES.problems
    monkeypatch.setattr(RULES, "problems", lambda code: judged.append(code) or problems(code))
    assert len(check_lines(f"{A}\n" * 500, RULES).lines) == 500
    assert len(judged) == 1
