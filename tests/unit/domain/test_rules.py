"""Rules: every kind of limit a catalog can state has its sentence, and what it does not state does not limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fwdesk.domain.offers import Offers
from fwdesk.domain.options import Catalog, Frame, FrameClasses, FramingOptions
from fwdesk.domain.rebuild import Rebuilder
from fwdesk.domain.rules import Admits, Rules, Step
from fwdesk.domain.size import Size
from tests.unit.domain.small_shop import BORDERLESS, FLOATER, HALF, PORTRAIT, RULES, SHOP, piece


def told(**flags: object) -> Catalog:
    """The shop, whose service said something about framing the bordered Archival Matte print."""
    return replace(SHOP, framing=(FramingOptions(5, 6, 9, **flags),))  # type: ignore[arg-type]


def reasons(code: str, catalog: Catalog = SHOP) -> list[tuple[Step, str]]:
    return [(problem.step, problem.reason) for problem in Rules(catalog).problems(piece(code).code)]


@pytest.mark.parametrize(
    ("code", "step", "reason"),
    [
        ("77M6M9S16x20", Step.PRODUCT_TYPE, "Product type 77 is not in this catalog."),
        ("5M77M9S16x20", Step.MEDIA, "Media 77 is not in this catalog."),
        ("11M6M9S16x20", Step.MEDIA, "Canvas is not made on Archival Matte."),
        ("5M6M77S16x20", Step.STYLE, "Style 77 is not in this catalog."),
        ("5M6M21S16x20", Step.STYLE, "Archival Matte does not come as Fine panel."),
        ("5M6M9S16x49", Step.SIZE, "Half-inch border is made from 4 × 4 up to 48 × 48 in, not 16 × 49 in."),
        ("5M6M9S16.5x20", Step.SIZE, "Half-inch border is made in whole inches only, not 16½ × 20 in."),
        ("12M210M20S8x9", Step.SIZE, "Card comes in fixed sizes only; 8 × 9 in is not one of them."),
        ("5M144M21S30x20", Step.SIZE, "Fine panel is made from 8 × 8 up to 24 × 36 in, not 30 × 20 in."),
        ("5M6M9S16x20F77S17x21", Step.FRAME, "Frame 77 is not in this catalog."),
        ("11M200M30S16x20F1S16x20", Step.FRAME, "Gallery wrap cannot be framed."),
        ("5M6M9S30x40F1S31x41", Step.FRAME, "Black takes 4 × 4 to 24 × 36 in, not 31 × 41 in."),
        ("5M6M9S40x30F1S41x31", Step.FRAME, "Black takes 4 × 4 to 24 × 36 in, not 41 × 31 in."),
        ("5M6M9S16x20F1S15x20", Step.FRAME, "The opening 15 × 20 in is smaller than the print."),
        (
            "5M6M9S16x20F1S18x22", Step.FRAME,
            "The opening 18 × 22 in is larger than the paper; without a mat the print lies loose.",
        ),
        ("5M6M9S16x20F1S15x20J1S8x10", Step.FRAME, "The opening 15 × 20 in is smaller than the print."),
        ("11M200M31S16x20F0S20x24J2S16x20", Step.MAT, "Canvas sheet cannot be matted."),
        ("5M6M9S16x20F3S20x24J2S16x20", Step.MAT, "Floater does not take a mat."),
        ("5M6M9S16x20F1S20x24J77S16x20", Step.MAT, "Mat 77 is not in this catalog."),
        ("5M6M9S4x4F0S6x6J1S4x4", Step.MAT, "Snow White is cut 8 × 8 to 38 × 58 in, not 6 × 6 in."),
        (
            "5M6M9S16x20F1S24x28J1S18x22", Step.MAT,
            "The window 18 × 22 in is larger than the paper; the print would fall through.",
        ),
        ("5M6M9S16x20F1S16.25x20.25J1S16x20", Step.MAT, "The window 16 × 20 in leaves no mat in view."),
        ("5M6M9S16x20F1S20x24J1S16x20J2S15x20", Step.MAT, "The second mat's window must be the larger one."),
        ("5M6M9S16x20F1S17x21G77", Step.GLAZING, "Glazing 77 is not in this catalog."),
        ("5M6M9S16x20F0S20x24J1S16x20G1", Step.GLAZING, "Glazing needs a frame to hold it."),
        ("5M6M9S16x20F3S17x21G1", Step.GLAZING, "Floater does not take glazing."),
        ("11M200M31S16x20F1S16x20G1", Step.GLAZING, "Canvas sheet is not put behind glazing."),
    ],
)  # fmt: skip
def test_every_rule_has_its_sentence(code: str, step: Step, reason: str) -> None:
    assert reasons(code) == [(step, reason)]


def test_an_opening_between_image_and_paper_is_both_ways_of_writing_it() -> None:
    for opening in ("16x20", "16.5x20.5", "17x21"):
        assert reasons(f"5M6M9S16x20F1S{opening}") == []


def test_a_floater_frame_leaves_its_gap() -> None:
    floater = replace(FLOATER, float_offset=HALF)
    shop = replace(SHOP, collections=(*SHOP.collections[:1], replace(SHOP.collections[1], frames=(floater,))))
    assert reasons("5M6M8S16x20F3S17x21", shop) == []
    assert reasons("5M6M8S16x20F3S17.5x21", shop)[0][1].startswith("The opening 17½ × 21 in is larger")


# Framing options and frame classes


@pytest.mark.parametrize(
    ("flags", "code", "reason"),
    [
        ({"frame_required": True}, "5M6M9S16x20", "Half-inch border comes in a frame only."),
        ({"frame_required": True}, "5M6M9S16x20F0S20x24J1S16x20", "Half-inch border comes in a frame only."),
        ({"allow_frames": False}, "5M6M9S16x20F1S17x21", "Half-inch border cannot be framed."),
        ({"allow_matting": False}, "5M6M9S16x20F1S20x24J1S16x20", "Half-inch border cannot be matted."),
        ({"allow_glazing": False}, "5M6M9S16x20F1S17x21G1", "Half-inch border is not put behind glazing."),
        ({"collection_ids": (2,)}, "5M6M9S16x20F1S17x21", "Black is not made for Half-inch border."),
        (
            {"require_float_matting": True}, "5M6M9S16x20F1S20x24J1S16x20",
            "Half-inch border is floated: its window must be at least 17¼ × 21¼ in, so that the paper's edge shows.",
        ),
    ],
)  # fmt: skip
def test_what_the_service_says_of_one_product(flags: dict[str, object], code: str, reason: str) -> None:
    assert [words for _, words in reasons(code, told(**flags))] == [reason]
    assert reasons(code) == []
    if flags != {"frame_required": True}:
        assert reasons(code.replace("M9S", "M8S").replace("17x21", "16x20"), told(**flags)) == []


def test_a_window_may_be_larger_than_paper_that_may_float() -> None:
    code = "5M6M9S16x20F1S22x26J1S17.5x21.5"
    assert reasons(code)[0][1].endswith("would fall through.")
    assert reasons(code, told(allow_float_matting=True)) == []
    assert reasons(code, told(require_float_matting=True)) == []


def test_an_empty_list_of_collections_is_no_limit() -> None:
    assert reasons("5M6M9S16x20F1S17x21", told(collection_ids=())) == []


def test_frame_classes_limit_only_where_the_service_was_asked() -> None:
    style = replace(BORDERLESS, frame_class_ids=(4, 5))
    shop = replace(SHOP, styles=(style, *SHOP.styles[1:]))
    code = "5M6M8S16x20F3S16x20"
    assert reasons(code, shop) == []
    known = replace(shop, frame_classes=(FrameClasses((4, 5), (1,)), FrameClasses((4,), ())))
    assert reasons(code, known) == [(Step.FRAME, "Floater is not made for Borderless.")]
    assert [frame.id for frame in Rules(known).frames_for(piece(code).print)] == [1, 2, 96]
    assert len(Rules(known).frames_for(None)) == len(SHOP.frames)
    both = replace(known, framing=(FramingOptions(5, 6, 8, (2,)),))
    assert reasons(code, both) == []  # what is said of the product itself goes before


def test_a_frame_in_two_collections_goes_with_either() -> None:
    twice: Frame = SHOP.frame_by_id[1]
    other = replace(SHOP.collections[1], frames=(*SHOP.collections[1].frames, twice))
    shop = replace(SHOP, collections=(SHOP.collections[0], other))
    for group in (1, 2):
        options = (FramingOptions(5, 6, 9, (group,)),)
        assert reasons("5M6M9S16x20F1S17x21", replace(shop, framing=options)) == []


def test_an_unknown_style_admits_anything() -> None:
    assert RULES.admits(piece("5M6M77S16x20").print) == Admits() == RULES.admits(None)


# What the desk makes of them


def test_a_product_that_comes_framed_only_starts_framed_and_stays_so() -> None:
    offers = Offers(Rules(told(frame_required=True)))
    before = piece("5M6M8S16x20")
    (bordered,) = [offer for offer in offers.offers(Step.STYLE, before, PORTRAIT) if offer.id == 9]
    assert (bordered.reason, bordered.fix) == ("Half-inch border comes in a frame only.", "frame becomes Black")
    (bare,) = [offer for offer in offers.offers(Step.FRAME, piece("5M6M9S16x20F1S17x21"), PORTRAIT) if not offer.id]
    assert (bare.reason, bare.fix) == ("Half-inch border comes in a frame only.", "style becomes Borderless")


def test_a_floated_print_gets_a_window_that_shows_its_edge() -> None:
    offers = Offers(Rules(told(require_float_matting=True)))
    (mat,) = [offer for offer in offers.offers(Step.MAT, piece("5M6M9S8x10F2S9x11"), PORTRAIT) if offer.id == 2]
    assert mat.available
    assert str(mat.piece and mat.piece.code) == "5M6M9S8x10F2S13DD5x15DD5J2S9DD5x11DD5"
    (style,) = [
        offer for offer in offers.offers(Step.STYLE, piece("5M6M8S8x10F2S12x14J2S8x10"), PORTRAIT) if offer.id == 9
    ]
    assert (style.reason[:28], style.fix) == ("Half-inch border is floated:", "window becomes 9½ × 11½ in")


def test_a_shop_whose_only_print_comes_framed_has_a_first_piece() -> None:
    shop = replace(
        told(frame_required=True),
        product_types=(replace(SHOP.product_types[0], media_ids=(6,)),),
        media=(replace(SHOP.media[0], style_ids=(9,)),),
        collections=(replace(SHOP.collections[0], frames=(replace(SHOP.frames[0], largest=Size.of(9, 12)),)),),
    )
    made = Offers(Rules(shop)).first_piece(PORTRAIT)
    assert made is not None
    assert Rules(shop).problems(made.code) == ()
    assert made.framing is not None
    assert made.framing.frame == 1


def test_a_floated_print_is_made_anew_with_the_gap_its_frame_leaves() -> None:
    for opening, window in (("8.75x10.75", "8.25x10.25"), ("20x24", "8.5x10.5")):
        only = Size.of(*opening.split("x"))
        frame = replace(SHOP.frame_by_id[96], smallest=only, largest=only)
        shop = replace(
            told(require_float_matting=True),
            product_types=(replace(SHOP.product_types[0], media_ids=(6,)),),
            media=(replace(SHOP.media[0], style_ids=(9,)),),
            collections=(replace(SHOP.collections[0], frames=(frame,)),),
        )
        made = Rebuilder(Rules(shop)).nearest(piece(f"5M6M9S7x9F96S{opening}J2S{opening}G2"), Step.SIZE)
        assert str(made and made.code) == str(piece(f"5M6M9S7x9F96S{opening}J2S{window}G2").code)
        assert made
        assert Rules(shop).problems(made.code) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("77M6M9S16x20F1S20x24J2S16x20J1S16.5x20.5", "5M6M9S16x20F1S20x24J2S16x20J1S16.5x20.5"),
        ("77M6M9S16x20F1S20x24J77S16x20J1S16.5x20.5", "5M6M9S16x20F1S20x24J1S16x20"),
        ("77M6M9S16x20F1S20x24J2S16x20J77S16.5x20.5", "5M6M9S16x20F1S20x24J1S16x20"),
    ],
)
def test_a_second_mat_stays_where_a_piece_is_made_anew_if_it_can(before: str, after: str) -> None:
    made = Rebuilder(RULES).nearest(piece(before), Step.SIZE)
    assert made is not None
    assert made == piece(after)
    assert RULES.problems(made.code) == ()


def test_turning_has_a_way_out_too() -> None:
    offers = Offers(RULES)
    plain = offers.turn_offer(piece("5M6M9S16x20F1S20x24J1S16x20"))
    assert str(plain.piece and plain.piece.code) == "5M6M9S20x16F1S24x20J1S20x16"
    panel = offers.turn_offer(piece("5M144M21S24x36"))
    assert panel.reason == "Fine panel is made from 8 × 8 up to 24 × 36 in, not 36 × 24 in."
    assert (panel.fix, panel.piece and panel.piece.image) == ("style becomes Borderless", Size.of(36, 24))
