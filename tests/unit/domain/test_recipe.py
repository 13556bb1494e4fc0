"""Recipes: what is kept of a framing, and that it is made again around any print, with all that gave way told."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from fwdesk.domain.code import FramePart, ProductCode
from fwdesk.domain.code_words import differences
from fwdesk.domain.crop import Crop, Pixels
from fwdesk.domain.offers import Offers
from fwdesk.domain.options import Catalog, Collection, Frame, Mat
from fwdesk.domain.piece import Piece
from fwdesk.domain.recipe import NAME_LIMIT, Part, Recipe, default_name, free_name, recipe_of, serve, words
from fwdesk.domain.rules import Rules, Step
from fwdesk.domain.size import Size
from tests.unit.domain.small_shop import PLAIN, RULES, SHOP, piece
from tests.unit.reach_kit import nasty_shop

BEFORE = piece("5M6M8S16x20F96S20x24J1S16x20G1")
DOUBLE = piece("5M6M9S11x14F2S17x20J1S11x14J2S11.5x14.5G2")
CLASSIC = Recipe(
    "Deep, 2 in Snow White, Premium Clear",
    Part(96, "Deep", "black", Decimal(1)), (Part(1, "Snow White", "#ffffff"),), glazing=Part(1, "Premium Clear"),
)  # fmt: skip


def kept(of: Piece, *, paper: bool = False) -> Recipe:
    made = recipe_of(of, SHOP, paper=paper)
    assert made is not None
    return made


def test_what_is_kept_of_a_framing_and_its_words() -> None:
    assert kept(BEFORE) == CLASSIC
    assert words(CLASSIC) == "Frame Deep, 1 in wide. Mat Snow White, 2 in. Glazing Premium Clear."
    double = kept(DOUBLE, paper=True)
    assert double.mats == (Part(1, "Snow White", "#ffffff"), Part(2, "Cream", "#f0ead6"))
    assert (double.border, double.reveal) == (3, Decimal("0.25"))
    assert double.name == "White, 3 in Cream, Museum, Archival Matte, Half-inch border"
    assert words(double) == (
        "Frame White, 2 in wide. Mat Cream, 3 in. Under it Snow White, of which ¼ in show. Glazing Museum. "
        "On Archival Matte, Half-inch border."
    )
    assert words(Recipe("", mats=(Part(1, "Snow White"),))) == "No frame. Mat Snow White, 2 in. No glazing."
    bare = kept(piece("5M6M8S16x20F1S16x20"))
    assert (bare.name, words(bare)) == ("Black", "Frame Black, 1 in wide. No mat. No glazing.")
    assert kept(piece("F1S12x14J1S8x10"), paper=True).paper is None


def test_without_any_framing_nothing_is_kept() -> None:
    assert recipe_of(piece("5M6M8S16x20"), SHOP) is None
    assert recipe_of(piece("5M6M8S16x20F77S20x24J66S16x20"), SHOP) is None


def test_names_are_bounded_and_each_its_own() -> None:
    assert len(default_name(replace(CLASSIC, frame=Part(1, "x" * 500)))) == NAME_LIMIT
    assert free_name("Oak", ["Ash"]) == "Oak"
    assert free_name("Oak", ["Oak", "Oak (2)"]) == "Oak (3)"
    long = "x" * NAME_LIMIT
    assert free_name(long, [long]) == f"{'x' * (NAME_LIMIT - 4)} (2)"


def test_it_is_made_again_in_any_size_and_the_crop_stays() -> None:
    other = replace(piece("5M144M9S8x8"), crop=Crop(Decimal("0.2"), Decimal("0.7")))
    served = serve(CLASSIC, other, RULES)
    assert served.piece == replace(piece("5M144M9S8x8F96S12x12J1S8x8G1"), crop=other.crop)
    assert served.notes == ()
    assert serve(kept(DOUBLE), piece("5M6M9S20x10"), RULES).piece == piece("5M6M9S20x10F2S26x16J1S20x10J2S20.5x10.5G2")
    unmatted = serve(kept(piece("5M6M8S16x20F1S16x20G2")), DOUBLE, RULES)
    assert unmatted.piece == piece("5M6M9S11x14F1S12x15G2"), "around the sheet, as large as its border makes it"
    only_mat = kept(piece("5M6M8S16x20F0S20x24J2S16x20"))
    assert only_mat.name == "2 in Cream"
    assert serve(only_mat, BEFORE, RULES).piece == piece("5M6M8S16x20F0S20x24J2S16x20")


def test_what_does_not_fit_gives_way_and_is_told() -> None:
    served = serve(kept(piece("5M6M8S16x20F1S20x24J1S16x20")), piece("5M6M8S22x34"), RULES)
    assert served.piece == piece("5M6M8S22x34F1S24x36J1S22x34")
    assert served.notes == ("Black takes 4 × 4 to 24 × 36 in, not 26 × 38 in: mat border becomes 1 in.",)
    larger = serve(kept(piece("5M6M8S16x20F1S20x24J1S16x20")), piece("5M6M8S30x40"), RULES)
    assert larger.piece == piece("5M6M8S30x40F96S34x44J1S30x40")
    assert larger.notes == ("Black takes 4 × 4 to 24 × 36 in, not 34 × 44 in: frame becomes Deep.",)


def test_a_print_that_takes_no_frame_gives_way_before_the_frame_and_the_size_do() -> None:
    served = serve(CLASSIC, piece("11M200M30S16x20"), RULES)
    assert served.piece == piece("11M200M31S16x20F96S16x20")
    assert served.notes == (
        "Gallery wrap cannot be framed: style becomes Canvas sheet; takes the mat and glazing away.",
    )


def test_a_frame_that_is_too_small_gives_way_and_not_the_size() -> None:
    small = kept(piece("5M6M8S8x10F7S8x10"))
    served = serve(small, piece("5M6M8S16x20"), RULES)
    assert served.piece
    assert served.piece.image == Size.of(16, 20)
    assert served.notes == ("Small takes 4 × 4 to 12 × 16 in, not 16 × 20 in: frame becomes Floater.",)


def test_where_no_print_can_be_framed_what_is_left_is_told() -> None:
    wraps = replace(SHOP, styles=tuple(replace(style, can_frame=False, can_mat=False) for style in SHOP.styles))
    served = serve(CLASSIC, piece("5M6M8S16x20"), Rules(wraps))
    assert served.piece == piece("5M6M8S16x20")
    assert served.notes == ("Borderless cannot be framed: takes the frame, mat and glazing away.",)


def test_what_is_not_offered_gives_way_to_what_is_nearest() -> None:
    strange = replace(
        CLASSIC,
        frame=Part(12, "Old Ivory", "white", Decimal("1.75")),
        mats=(Part(3, "Sand", "#f0e8d0"),),
        glazing=Part(7, "Frost"),
    )
    served = serve(strange, BEFORE, RULES)
    assert served.piece == piece("5M6M8S16x20F2S20x24J2S16x20G1")
    assert served.notes == (
        "The frame Old Ivory is not offered; nearest to it is White.",
        "The mat Sand is not offered; nearest to it is Cream.",
        "The glazing Frost is not offered; the glazing stays as it is.",
    )
    colorless = serve(replace(strange, mats=(Part(2, "Sand", "bespoke"),)), BEFORE, RULES)
    assert "The mat Sand is not offered; nearest to it is Cream." in colorless.notes


def test_an_option_is_known_by_its_name_where_ids_are_others() -> None:
    moved = replace(CLASSIC, frame=replace(CLASSIC.frame or Part(0, ""), id=1), glazing=Part(2, "Premium Clear"))
    assert serve(moved, BEFORE, RULES).piece == BEFORE


def test_paper_and_style_come_along_if_they_belong_to_it() -> None:
    papered = replace(CLASSIC, paper=(Part(144, "Watercolor"), Part(9, "Half-inch border")))
    served = serve(papered, BEFORE, RULES)
    assert served.piece == piece("5M144M9S16x20F96S20x24J1S16x20G1")
    assert served.notes == ()
    other = serve(replace(papered, paper=(Part(144, "Watercolor"), Part(5, "Deckled"))), BEFORE, RULES)
    assert other.piece
    assert other.piece.print
    assert other.piece.print.style == 8
    assert other.notes == ("Watercolor does not come as Deckled; it is Borderless now.",)
    gone = serve(replace(papered, paper=(Part(1, "Vellum"), Part(9, "Half-inch border"))), BEFORE, RULES)
    assert (gone.piece, gone.notes) == (BEFORE, ("Vellum is not offered; the paper stays.",))
    alone = piece("F1S12x14J1S8x10")
    assert serve(papered, alone, RULES).piece == piece("F96S12x14J1S8x10G1")


def test_where_nothing_is_offered_the_last_note_says_why() -> None:
    empty = Rules(replace(SHOP, collections=(), mats=(), glazings=()))
    served = serve(CLASSIC, piece("5M6M8S16x20"), empty)
    assert served.piece == piece("5M6M8S16x20")
    assert served.notes[:2] == (
        "The frame Deep is not offered, nor any other.", "The mat Snow White is not offered, nor any other.",
    )  # fmt: skip
    alone = serve(replace(CLASSIC, glazing=None), piece("F1S12x14"), empty)
    assert alone.piece is None
    assert alone.notes[-1] == "Nothing would be left of the piece."
    nothing = Rules(Catalog(collections=(Collection(1, "One", frames=(PLAIN,)),)))
    lost = serve(CLASSIC, piece("5M6M8S16x20"), nothing)
    assert lost.piece is None
    assert lost.notes[-1] == "Product type 5 is not in this catalog."


@pytest.mark.parametrize("seed", range(40))
def test_in_any_shop_what_is_served_can_be_made_and_what_differs_is_told(seed: int) -> None:
    shop, pick = nasty_shop(seed), random.Random(seed)
    rules, offers = Rules(shop), Offers(Rules(shop))
    first = offers.first_piece(Pixels(4000, 5000))
    if first is None:
        return
    pieces = [first]
    for _ in range(12):
        rows = [offer for step in Step for offer in offers.offers(step, pick.choice(pieces), Pixels(4000, 5000))]
        made = pick.choice(rows).piece if rows else None
        if made and not made.code.is_sku:
            pieces.append(made)
    for source in pieces:
        recipe = recipe_of(source, shop)
        for target in pick.sample(pieces, min(3, len(pieces))):
            if recipe is None:
                continue
            served = serve(recipe, target, rules)
            assert served.piece is not None
            assert rules.problems(served.piece.code) == ()
            again = recipe_of(served.piece, shop)
            if again != recipe:
                assert served.notes, differences(source.code, served.piece.code, shop)
            if not served.notes:
                assert served.piece.print == target.print
                assert serve(recipe, served.piece, rules).piece == served.piece, "once more changes nothing"


def test_a_frame_of_the_same_color_and_width_is_nearest() -> None:
    frames = tuple(Frame(n, f"F{n}", 1, color="oak", face=Decimal(n)) for n in (1, 2, 3))
    shop = replace(SHOP, collections=(Collection(1, "One", frames=frames),), mats=(Mat(1, "Snow White"),))
    served = serve(Recipe("", Part(9, "Gone", "oak", Decimal("2.2"))), piece("5M6M8S16x20"), Rules(shop))
    assert served.piece == Piece(ProductCode(served.piece.print, FramePart(2, Size.of(16, 20)))) if served.piece else 0
