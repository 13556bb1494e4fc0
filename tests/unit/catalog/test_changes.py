"""What changed between two catalogs, and which saved pieces it touches."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fwdesk.catalog.changes import Kind, changes, touched
from fwdesk.domain.code import parse_code
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog, Collection, Frame, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.size import Size

OAK = Frame(1, "Oak", 1, face=Decimal(1), largest=Size.of(24, 36), starting_price=Money.of("21"))
BLACK = Frame(2, "Black", 1, largest=Size.of(24, 36))
SHOP = Catalog(
    (ProductType(5, "Paper", media_ids=(6, 7)),),
    (Media(6, 5, "Matte", style_ids=(8,)), Media(7, 5, "Gloss", style_ids=(8,))),
    (Style(8, "Borderless", largest=Size.of(40, 90)),),
    (Collection(1, "Gallery", frames=(OAK, BLACK)),),
    (Mat(1, "White", smallest=Size.of(8, 8)), Mat(2, "Cream")),
    (Glazing(1, "Clear", starting_price=Money.of(7)),),
)
FRAMED, PLAIN = parse_code("5M6M8S16x20F1S20x24J2S16x20G1"), parse_code("5M7M8S8x10")


def frames(*rows: Frame, catalog: Catalog = SHOP) -> Catalog:
    return replace(catalog, collections=(replace(catalog.collections[0], frames=rows),))


def said(old: Catalog, new: Catalog) -> list[tuple[Kind, str]]:
    return [(change.kind, change.words) for change in changes(old, new)]


def test_the_same_catalog_has_not_changed() -> None:
    assert changes(SHOP, SHOP) == ()
    assert touched([FRAMED, PLAIN], SHOP, SHOP) == ()


def test_gone_and_new() -> None:
    new = replace(frames(OAK, Frame(3, "Gold", 1)), mats=SHOP.mats[:1])
    assert [(change.step, change.id, change.kind, change.words) for change in changes(SHOP, new)] == [
        ("frame", 2, Kind.GONE, "Black is not offered any more."),
        ("frame", 3, Kind.NEW, "Gold is new."),
        ("mat", 2, Kind.GONE, "Cream is not offered any more."),
    ]


@pytest.mark.parametrize(
    ("new", "kind", "words"),
    [
        (replace(OAK, name="Pale Oak"), Kind.RENAMED, "Oak is called Pale Oak now."),
        (replace(OAK, starting_price=Money.of("24.2")), Kind.PRICE, "Oak starts at $21.00 → $24.20 (+3.20)."),
        (replace(OAK, starting_price=None), Kind.PRICE, "Oak has no starting price any more."),
        (replace(OAK, largest=Size.of(20, 24)), Kind.LIMITS,
         "Oak takes up to 20 × 24 in now; it took up to 24 × 36 in."),
        (replace(OAK, largest=None), Kind.LIMITS, "Oak takes any size now; it took up to 24 × 36 in."),
        (replace(OAK, allow_matting=False), Kind.RULES, "Oak does not take a mat any more."),
        (replace(OAK, face=Decimal("1.25")), Kind.RULES, "Oak has another width: 1 → 1¼."),
    ],
)  # fmt: skip
def test_what_changed_of_a_frame(new: Frame, kind: Kind, words: str) -> None:
    assert said(SHOP, frames(new, BLACK)) == [(kind, words)]


def test_what_changed_of_a_price_that_was_not_known() -> None:
    new = frames(OAK, replace(BLACK, starting_price=Money.of(19)))
    assert said(SHOP, new) == [(Kind.PRICE, "Black starts at $19.00 now.")]


def test_what_changed_of_styles_media_and_mats() -> None:
    style = replace(
        SHOP.styles[0], can_glaze=False, allow_decimal=True, custom_sizing=False, frame_class_ids=(1,),
        sizes=tuple(Size.of(n, n) for n in range(5, 12)),
    )  # fmt: skip
    new = replace(
        SHOP,
        media=(replace(SHOP.media[0], style_ids=(8, 9)), SHOP.media[1]),
        styles=(style,),
        mats=(replace(SHOP.mats[0], smallest=Size.of(10, 10)), SHOP.mats[1]),
    )
    assert said(SHOP, new) == [
        (Kind.RULES, "Matte has other styles: 1 more, 0 fewer."),
        (
            Kind.LIMITS,
            "Borderless is made up to 40 × 90 in, in 5 × 5, 6 × 6, 7 × 7, 8 × 8, 9 × 9, 10 × 10 … in now; "
            "it was made up to 40 × 90 in.",
        ),
        (Kind.RULES, "Borderless cannot be put behind glazing any more."),
        (Kind.RULES, "Borderless comes in fractions of an inch now."),
        (Kind.RULES, "Borderless comes in fixed sizes only now."),
        (Kind.RULES, "Borderless has other frame classes: 1 more, 0 fewer."),
        (Kind.LIMITS, "White is cut from 10 × 10 in now; it was cut from 8 × 8 in."),
    ]


# Saved pieces


def test_a_piece_that_cannot_be_made_any_more_comes_first() -> None:
    new = replace(
        frames(replace(OAK, largest=Size.of(16, 20)), BLACK),
        media=(SHOP.media[0], replace(SHOP.media[1], name="Gloss 2")),
    )
    found = touched([PLAIN, FRAMED, PLAIN], SHOP, new)
    assert [one.code for one in found] == [FRAMED, PLAIN]
    assert found[0].words == "Cannot be made any more: Oak takes up to 16 × 20 in, not 20 × 24 in."
    assert found[1].words == "Gloss is called Gloss 2 now."
    assert found[1].problems == ()


def test_a_dearer_part_touches_the_pieces_that_have_it() -> None:
    new = replace(SHOP, glazings=(replace(SHOP.glazings[0], starting_price=Money.of(9)),))
    (one,) = touched([FRAMED, PLAIN], SHOP, new)
    assert (one.code, one.words) == (FRAMED, "Clear starts at $7.00 → $9.00 (+2.00).")
    package = parse_code("F1S20x24G1")
    assert [other.code for other in touched([package], SHOP, new)] == [package]


def test_the_collection_of_its_frame_touches_a_piece() -> None:
    new = replace(SHOP, collections=(replace(SHOP.collections[0], name="Classics"),))
    assert [one.words for one in touched([FRAMED, PLAIN], SHOP, new)] == ["Gallery is called Classics now."]


def test_what_was_broken_before_is_not_told_again() -> None:
    lost = parse_code("5M6M8S99x99F77S99x99")
    assert touched([lost], SHOP, replace(SHOP, mats=())) == ()
    (gone,) = touched([FRAMED], SHOP, replace(SHOP, mats=SHOP.mats[:1]))
    assert gone.words == "Cannot be made any more: Mat 2 is not in this catalog."
