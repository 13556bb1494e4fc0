"""Offers: nothing that can be chosen breaks the piece, and nothing that is possible is a dead end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Pixels, cropped_share
from fwdesk.domain.mend import Mender
from fwdesk.domain.offers import NONE, Offer, Offers, joined
from fwdesk.domain.options import Catalog, Collection, Frame, Mat, Media, ProductType, Style
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Rules, Step
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import in_limits, why_not
from tests.unit.domain.small_shop import (
    BORDERED,
    BORDERLESS,
    CLEAR,
    LANDSCAPE,
    OFFERS,
    PLAIN,
    PORTRAIT,
    RULES,
    SHOP,
    SNOW,
    catalogs,
    piece,
)

FOLLOWERS = {
    Step.PRODUCT_TYPE: {Step.MEDIA, Step.STYLE},
    Step.MEDIA: {Step.STYLE},
    Step.STYLE: set[Step](),
    Step.SIZE: set[Step](),
    Step.FRAME: {Step.GLAZING},  # glazing goes with the last frame
    Step.MAT: set[Step](),
    Step.GLAZING: set[Step](),
}


def choice(made: Piece) -> dict[Step, object]:
    """What a piece has at each step."""
    part, framed = made.print, made.framing
    assert part is not None
    return {
        Step.PRODUCT_TYPE: part.product_type,
        Step.MEDIA: part.media,
        Step.STYLE: part.style,
        Step.SIZE: part.size,
        Step.FRAME: framed.frame if framed else NONE,
        Step.MAT: tuple(mat.mat for mat in framed.mats) if framed else (),
        Step.GLAZING: framed.glazing if framed else NONE,
    }


def row(step: Step, option: int | str, made: Piece, offers: Offers = OFFERS, pixels: Pixels = PORTRAIT) -> Offer:
    """The row of a step with this id or name."""
    return next(offer for offer in offers.offers(step, made, pixels) if option in (offer.id, offer.name))


def check(offer: Offer, before: Piece, rules: Rules) -> None:
    """What is true of every row for a piece that has no problems."""
    if offer.available:
        assert offer.piece is not None
        assert (offer.reason, offer.changes, offer.fix) == ("", (), "")
        old, new = choice(before), choice(offer.piece)
        assert {step for step in old if old[step] != new[step]} <= {offer.step} | FOLLOWERS[offer.step]
    else:
        assert offer.reason
        assert (offer.piece is None) == (offer.changes == ())
        assert offer.fix == joined(offer.changes)
    if offer.piece:
        assert rules.problems(offer.piece.code) == ()
        assert parse_code(offer.piece.code.wire) == offer.piece.code
        chosen = choice(offer.piece)[offer.step]
        if offer.step is Step.SIZE:
            assert chosen == offer.size
        elif offer.step is Step.MAT:
            assert chosen == () if offer.id == NONE else chosen[-1] == offer.id  # type: ignore[index]
        else:
            assert chosen == offer.id


@settings(max_examples=40)
@given(st.data(), st.sampled_from([PORTRAIT, LANDSCAPE]))
def test_a_walk_never_leaves_what_can_be_made(data: st.DataObject, pixels: Pixels) -> None:
    made = OFFERS.first_piece(pixels)
    assert made is not None
    for _ in range(5):
        step = data.draw(st.sampled_from(list(Step)))
        offers = OFFERS.offers(step, made, pixels)
        for offer in offers:
            check(offer, made, RULES)
        made = data.draw(st.sampled_from([offer.piece for offer in offers if offer.piece]))
        assert RULES.problems(made.code) == ()
        assert made.turned().turned() == made
        if made.framing and made.framing.mats:
            wider = made.mat_width(made.mat_border + 1).framing
            assert wider is not None
            assert wider.mats == made.framing.mats
        if data.draw(st.booleans()) and made.framing and made.framing.mats:
            layered = made.second_mat(2)
            made = layered if not RULES.problems(layered.code) else made


def test_the_piece_that_is_there_is_always_among_the_rows() -> None:
    made = OFFERS.first_piece(PORTRAIT)
    assert made is not None
    for step in Step:
        assert made in [offer.piece for offer in OFFERS.offers(step, made, PORTRAIT) if offer.available]


# Random catalogs: no exception, no dead ends


def possible(catalog: Catalog, step: Step, option: int, made: Piece, size: Size | None) -> str:
    """What could be made with an option, found by trying every style, size, frame and mat; empty if nothing."""
    part = made.print
    assert part is not None
    media_rows = [catalog.media_by_id[option if step is Step.MEDIA else part.media]]
    if step is Step.PRODUCT_TYPE:
        media_rows = list(catalog.media_of(catalog.product_type_by_id[option]))
    frames = [frame for frame in catalog.frames if step is not Step.FRAME or frame.id == option]
    mats = [mat for mat in catalog.mats if step is not Step.MAT or mat.id == option]
    glazed = step is Step.GLAZING and option != NONE
    framed = step is Step.FRAME and option != NONE
    matted = step is Step.MAT and option != NONE
    for style in {style.id: style for media in media_rows for style in catalog.styles_of(media)}.values():
        if (step is Step.STYLE and style.id != option) or (glazed and not style.can_glaze):
            continue
        for image in [size] if size else grid(style, made):
            if why_not(style, image):
                continue
            if not (framed or matted or glazed):
                return f"{style.name} {image}"
            if framed or glazed:
                for frame in frames:
                    if not style.can_frame or (glazed and not frame.allow_glazing):
                        continue
                    if not matted and in_limits(image.grown(style.border), frame.smallest, frame.largest):
                        return f"{style.name} {image} {frame.name}"
                    for mat in mats if style.can_mat and frame.allow_matting else ():
                        if room_for_mat(image, frame.lip, [frame, mat]):
                            return f"{style.name} {image} {frame.name} {mat.name}"
            if matted and style.can_mat and any(room_for_mat(image, Decimal(0), [mat]) for mat in mats):
                return f"{style.name} {image} matted"
    return ""


def room_for_mat(window: Size, lip: Decimal, rows: list[Frame | Mat]) -> bool:
    """True if some border around a window as large as the image is within all limits."""
    short, tall = sorted((window.width, window.height))
    low, high = lip, Decimal(1000)
    for row in rows:
        if row.smallest:
            low = max(low, (row.smallest.width - short) / 2, (row.smallest.height - tall) / 2)
        if row.largest:
            high = min(high, (row.largest.width - short) / 2, (row.largest.height - tall) / 2)
    return low <= high


def grid(style: Style, made: Piece) -> Iterable[Size]:
    """Enough sizes of a style to find one that works if any does."""
    if style.sizes and not style.custom_sizing:
        return {way: None for size in style.sizes for way in (size, size.turned)}
    corners = [size for size in (style.smallest, style.largest) if size]
    every = [Size.of(width, height) for width in (2, 4, 7, 10, 14, 20) for height in (3, 5, 8, 11, 16, 24)]
    return {way: None for size in [made.image, *corners, *every] for way in (size, size.turned)}


@pytest.mark.slow
@settings(max_examples=200)
@given(catalogs(), st.sampled_from([PORTRAIT, LANDSCAPE]), st.randoms(use_true_random=False))
def test_no_dead_ends_in_any_catalog(catalog: Catalog, pixels: Pixels, random: object) -> None:
    rules = Rules(catalog)
    offers = Offers(rules)
    made = offers.first_piece(pixels)
    if made is None:
        event("nothing can be made")
        return
    assert rules.problems(made.code) == ()
    for _ in range(3):
        onward: list[Piece] = []
        for step in Step:
            for offer in offers.offers(step, made, pixels):
                check(offer, made, rules)
                if offer.piece:
                    onward.append(offer.piece)
                else:
                    could = possible(catalog, step, offer.id, made, offer.size)
                    assert not could, f"{made.code}: {step} {offer.name} ({offer.reason}) could be {could}"
                    event("impossible row, proved")
        made = random.choice(onward)  # type: ignore[attr-defined]


# The known cases


def test_only_the_size_follows_a_picture_and_crops_as_little_as_can_be() -> None:
    framed = OFFERS.first_piece(PORTRAIT)
    assert framed is not None
    turned = OFFERS.fitted(framed, LANDSCAPE)
    assert turned.image.width > turned.image.height
    assert cropped_share(LANDSCAPE, turned.image) < Decimal("0.002")
    assert (turned.framing and turned.framing.frame, turned.print and turned.print.media) == (
        framed.framing and framed.framing.frame,
        framed.print and framed.print.media,
    )
    panorama = Pixels(8000, 1500)
    flat = OFFERS.fitted(framed, panorama)
    assert RULES.problems(flat.code) == ()
    shares = [cropped_share(panorama, made.image) for made in _in_other_sizes(framed, panorama)]
    assert cropped_share(panorama, flat.image) <= min(shares)
    bare = Piece(parse_code("F1S16x20"))
    assert OFFERS.fitted(bare, PORTRAIT) == bare


def _in_other_sizes(framed: Piece, pixels: Pixels) -> list[Piece]:
    return [offer.chosen for offer in OFFERS.size_offers(framed, pixels) if offer.chosen]


def test_the_first_piece_is_framed_matted_and_glazed() -> None:
    made = OFFERS.first_piece(PORTRAIT)
    assert made is not None
    assert str(made.code) == "5M6M8S16x20F1S20x24J1S16x20G1"
    sideways = OFFERS.first_piece(LANDSCAPE)
    assert sideways is not None
    assert sideways.image.width > sideways.image.height


def test_a_first_piece_without_frames_is_a_print() -> None:
    made = Offers(Rules(replace(SHOP, collections=()))).first_piece(PORTRAIT)
    assert made is not None
    assert made.framing is None


def test_an_empty_catalog_has_no_first_piece() -> None:
    assert Offers(Rules(Catalog())).first_piece(PORTRAIT) is None


def test_a_style_without_a_size_is_passed_over() -> None:
    never = replace(BORDERLESS, id=1, smallest=Size.of(20, 20), largest=Size.of(10, 10))
    shop = Catalog((ProductType(1, "T", media_ids=(1,)),), (Media(1, 1, "M", style_ids=(1,)),), (never,))
    assert Offers(Rules(shop)).first_piece(PORTRAIT) is None


def test_a_frame_changes_the_f_part_alone() -> None:
    before = piece("5M6M9S16x20F1S17x21")
    after = row(Step.FRAME, 2, before)
    assert after.available
    assert after.piece is not None
    assert str(after.piece.code) == "5M6M9S16x20F2S17x21"


def test_glazing_without_a_frame_offers_the_first_frame() -> None:
    offer = row(Step.GLAZING, 1, piece("5M6M9S16x20"))
    assert not offer.available
    assert offer.reason == "Glazing needs a frame to hold it."
    assert offer.fix == "frame becomes Black"
    assert offer.piece is not None
    assert str(offer.piece.code) == "5M6M9S16x20F1S17x21G1"


def test_no_glazing_and_no_mat_and_no_frame_leave_a_print_alone() -> None:
    before = piece("5M6M9S16x20")
    for step in (Step.FRAME, Step.MAT, Step.GLAZING):
        assert row(step, NONE, before).piece == before


def test_no_mat_in_a_package_without_frame_leaves_the_print_alone() -> None:
    offer = row(Step.MAT, NONE, piece("5M6M8S8x10F0S12x14J1S8x10"))
    assert offer.available
    assert offer.piece == piece("5M6M8S8x10")


def test_no_frame_keeps_the_mat_and_drops_the_glazing() -> None:
    offer = row(Step.FRAME, NONE, piece("5M6M8S8x10F1S12x14J1S8x10G1"))
    assert offer.available
    assert offer.piece == piece("5M6M8S8x10F0S12x14J1S8x10")


@pytest.mark.parametrize(
    ("code", "step", "option", "reason", "fix", "becomes"),
    [
        (
            "5M6M8S24x30F2S28x34J1S24x30G1", Step.FRAME, 7, "Small takes 4 × 4 to 12 × 16 in, not 28 × 34 in.",
            "size becomes 8 × 10 in", "5M6M8S8x10F7S12x14J1S8x10G1",
        ),
        (
            "5M6M8S8x10F1S12x14J1S8x10G1", Step.FRAME, 3, "Floater does not take a mat.",
            "takes the mat and glazing away", "5M6M8S8x10F3S8x10",
        ),
        (
            "5M6M8S22x30F1S22x30", Step.MAT, 1, "Black takes 4 × 4 to 24 × 36 in, not 26 × 34 in.",
            "mat border becomes 1 in", "5M6M8S22x30F1S24x32J1S22x30",
        ),
        (
            "5M6M8S20x30F1S24x34J1S20x30", Step.SIZE, "24 × 36", "Black takes 4 × 4 to 24 × 36 in, not 28 × 40 in.",
            "frame becomes Deep", "5M6M8S24x36F96S28x40J1S24x36",
        ),
        (
            "11M200M31S16x20F1S16x20", Step.STYLE, 30, "Gallery wrap cannot be framed.",
            "takes the frame away", "11M200M30S16x20",
        ),
        (
            "11M200M30S16x20", Step.FRAME, 1, "Gallery wrap cannot be framed.",
            "style becomes Canvas sheet", "11M200M31S16x20F1S16x20",
        ),
        (
            "5M144M8S6x6F1S6x6", Step.STYLE, 21, "Fine panel is made from 8 × 8 up to 24 × 36 in, not 6 × 6 in.",
            "size becomes 8 × 8 in", "5M144M21S8x8F1S8x8",
        ),
        (
            "5M6M8S16x20F1S20x24J1S16x20G1", Step.PRODUCT_TYPE, 11, "Canvas sheet cannot be matted.",
            None, None,
        ),
        ("5M6M8S4x4F0S7x7J2S4x4", Step.MAT, 1, "Snow White is cut 8 × 8 to 38 × 58 in, not 7 × 7 in.",
            "mat border becomes 2 in", "5M6M8S4x4F0S8x8J1S4x4",
        ),
        (
            "5M6M8S16x20F1S20x24J1S16x20G1", Step.PRODUCT_TYPE, 13, "Nothing yet is not made on Archival Matte.",
            "", None,
        ),
    ],
)  # fmt: skip
def test_choose_anyway_says_what_it_changes(
    code: str, step: Step, option: int | str, reason: str, fix: str | None, becomes: str | None
) -> None:
    offer = row(step, option, piece(code))
    assert not offer.available
    if fix is not None:
        assert (offer.reason, offer.fix) == (reason, fix)
        assert (str(offer.piece.code) if offer.piece else None) == becomes
    else:
        assert offer.fix.startswith("media becomes Canvas; style becomes Canvas sheet")


def test_a_new_border_takes_the_frame_and_the_window_along() -> None:
    unmatted = row(Step.STYLE, 8, piece("5M6M9S16x20F1S17x21"))
    assert unmatted.available
    assert unmatted.piece == piece("5M6M8S16x20F1S16x20")
    matted = row(Step.STYLE, 8, piece("5M6M9S8x10F1S13x15J1S9x11"))
    assert matted.available
    assert matted.piece == piece("5M6M8S8x10F1S12x14J1S8x10")


def test_a_broken_part_elsewhere_does_not_stand_in_the_way() -> None:
    before = piece("5M6M9S16x20F1S20x24J1S16x20G77")
    assert [problem.step for problem in RULES.problems(before.code)] == [Step.GLAZING]
    other = row(Step.FRAME, 2, before)
    assert other.available
    assert other.piece is not None
    glazing = row(Step.GLAZING, 1, before)
    assert glazing.available


@pytest.mark.parametrize(
    ("code", "step", "fix"),
    [
        ("5M6M9S16x20F77S17x21", Step.SIZE, "frame becomes Black"),
        ("5M6M9S16x20F1S20x24J77S16x20", Step.SIZE, "mat becomes Snow White"),
        ("5M6M9S16x20F1S20x24J1S16x20G77", Step.SIZE, "takes the glazing away"),
        ("5M6M9S16x20F1S10x12", Step.FRAME, "opening becomes 17 × 21 in"),
        ("5M6M9S16x20F1S24x28J1S20x24", Step.FRAME, "window becomes 16 × 20 in"),
        ("5M6M9S16x20F1S20x24J1S16x20J2S15x19", Step.FRAME, "second window becomes 16½ × 20½ in"),
        ("5M6M77S16x20", Step.SIZE, "style becomes Borderless"),
        ("5M6M9S16x20F0S20x24J1S16x20G1", Step.MAT, "frame becomes Black"),
        ("5M6M9S60x60", Step.PRODUCT_TYPE, "size becomes 48 × 48 in"),
    ],
)
def test_a_typed_code_is_mended(code: str, step: Step, fix: str) -> None:
    mended, changes = OFFERS.mend(piece(code), step)
    assert RULES.problems(mended.code) == ()
    assert "; ".join(changes) == fix


@pytest.mark.parametrize(
    ("code", "becomes", "fix"),
    [
        ("77M6M9S16x20", "5M6M9S16x20", "product becomes Paper"),
        ("5M77M9S16x20", "5M6M9S16x20", "media becomes Archival Matte"),
        ("11M6M9S16x20", "5M6M9S16x20", "product becomes Paper"),
        (
            "5M77M77S1x1F1S9x9", "11M200M30S1x1",
            "product becomes Canvas; media becomes Canvas; style becomes Gallery wrap; takes the frame away",
        ),
        (
            "5M6M9S99x99", "11M200M30S99x99",
            "product becomes Canvas; media becomes Canvas; style becomes Gallery wrap",
        ),
    ],
)  # fmt: skip
def test_a_print_that_cannot_be_becomes_the_nearest_of_the_whole_catalog(code: str, becomes: str, fix: str) -> None:
    mended, changes = OFFERS.mend(piece(code), Step.SIZE)
    assert (str(mended.code), joined(changes)) == (becomes, fix)


@pytest.mark.parametrize("code", ["5M6M9S16x20", "AP1556P79511"])
def test_what_needs_no_mending_or_cannot_be_mended_stays(code: str) -> None:
    assert OFFERS.mend(piece(code), Step.SIZE) == (piece(code), ())


def test_a_style_that_comes_in_no_size_is_out_of_reach() -> None:
    never = replace(BORDERLESS, smallest=Size.of(20, 20), largest=Size.of(10, 10))
    shop = Catalog((ProductType(1, "T", media_ids=(1,)),), (Media(1, 1, "M", style_ids=(8, 9)),), (never, BORDERED))
    offer = row(Step.STYLE, 8, piece("1M1M9S16x20"), Offers(Rules(shop)))
    assert offer.piece is None
    assert offer.reason == "Borderless is made from 20 × 20 up to 10 × 10 in, not 16 × 20 in."


def test_unknown_ids_show_every_row() -> None:
    lost = piece("77M77M77S16x20")
    assert len(OFFERS.offers(Step.MEDIA, lost, PORTRAIT)) == len(SHOP.media)
    assert len(OFFERS.offers(Step.STYLE, lost, PORTRAIT)) == len(SHOP.styles)
    assert OFFERS.offers(Step.SIZE, lost, PORTRAIT) == ()
    assert row(Step.PRODUCT_TYPE, 5, lost).piece is not None


def test_a_size_of_its_own_is_the_first_row() -> None:
    offers = OFFERS.offers(Step.SIZE, piece("5M6M8S7DD31x9"), PORTRAIT)
    assert str(offers[0].size) == "7.31x9"
    assert offers[0].available


def test_a_frame_package_alone_has_no_print_steps() -> None:
    alone = piece("F1S20x24J1S16x20G1")
    for step in (Step.PRODUCT_TYPE, Step.MEDIA, Step.STYLE, Step.SIZE):
        assert OFFERS.offers(step, alone, PORTRAIT) == ()
    assert row(Step.FRAME, 2, alone).piece == piece("F2S20x24J1S16x20G1")
    assert row(Step.MAT, NONE, alone).piece == piece("F1S16x20G1")


@pytest.mark.parametrize(
    ("code", "step", "fix"),
    [("F1S16x20", Step.FRAME, "mat becomes Snow White"), ("F0S20x24J1S16x20", Step.MAT, "frame becomes Black")],
)
def test_a_frame_package_cannot_lose_everything(code: str, step: Step, fix: str) -> None:
    offer = row(step, NONE, piece(code))
    assert offer.reason == "Nothing would be left of a frame package that has no print."
    assert offer.fix == fix
    bare = Offers(Rules(replace(SHOP, collections=(), mats=())))
    assert row(step, NONE, piece(code), bare).piece is None


@pytest.mark.parametrize("code", ["F7S30x40", "F3S20x24J1S16x20G1", "F7S30x40_X", "F77S9x9", "F0S20x24J1S16x20G1"])
@pytest.mark.parametrize("step", [Step.FRAME, Step.MAT, Step.GLAZING])
def test_a_broken_frame_package_alone_still_has_rows(code: str, step: Step) -> None:
    for offer in OFFERS.offers(step, piece(code), PORTRAIT):
        assert offer.available or offer.reason


def test_a_sku_has_no_rows() -> None:
    for step in Step:
        assert OFFERS.offers(step, piece("AP1556P79511"), PORTRAIT) == ()


def test_a_tail_is_kept() -> None:
    offer = row(Step.FRAME, 2, piece("5M6M9S16x20F1S17x21Q7"))
    assert offer.piece is not None
    assert str(offer.piece.code) == "5M6M9S16x20F2S17x21Q7"


def test_the_frame_for_glazing_may_need_another_size() -> None:
    tiny = replace(PLAIN, largest=Size.of(10, 12))
    shop = replace(SHOP, collections=(Collection(1, "One", frames=(tiny,)),))
    offer = row(Step.GLAZING, CLEAR.id, piece("5M6M8S16x20"), Offers(Rules(shop)))
    assert offer.changes[0].startswith("size becomes")
    assert offer.changes[1:] == ("frame becomes Black",)
    assert offer.piece is not None
    assert offer.piece.framing is not None
    assert in_limits(offer.piece.framing.opening, tiny.smallest, tiny.largest)


def test_a_mat_that_is_not_there_any_more() -> None:
    shop = replace(SHOP, mats=())
    mended, changes = Offers(Rules(shop)).mend(piece("5M6M9S16x20F1S20x24J1S16x20"), Step.FRAME)
    assert changes == ("takes the mat away",)
    assert str(mended.code) == "5M6M9S16x20F1S17x21"
    assert SNOW not in shop.mats


def test_a_row_without_a_way_out_says_so() -> None:
    offer = Offer(Step.FRAME, 1, "Black", None, "It cannot be.")
    assert (offer.available, offer.piece, offer.changes, offer.fix) == (False, None, (), "")


def test_a_size_of_an_unknown_style_is_left_alone() -> None:
    assert list(Mender(RULES)._resize(Piece(parse_code("5M6M777S16x20")))) == []


def test_a_second_mat_goes_under_the_first_with_its_reveal() -> None:
    one = piece("5M6M9S16x20F96S20x24J1S16x20")
    offer = OFFERS.second_mat_offer(one, 2, Decimal("0.375"))
    assert offer.available
    assert offer.name == "Inner mat Cream"
    assert str(offer.piece and offer.piece.code) == "5M6M9S16x20F96S20x24J2S16x20J1S16DD75x20DD75"
    assert offer.piece is not None
    away = OFFERS.second_mat_offer(offer.piece, 0)
    assert (away.name, away.piece) == ("Inner mat none", one)


def test_the_way_out_for_a_second_mat_keeps_both_mats() -> None:
    skinny = piece("5M6M9S16x20F96S17x21J1S16x20")
    offer = OFFERS.second_mat_offer(skinny, 2, Decimal("0.5"))
    assert offer.reason == "The window 17 × 21 in leaves no mat in view."
    way = offer.piece
    assert way is not None
    assert way.framing is not None
    assert [mat.mat for mat in way.framing.mats] == [2, 1]
    assert offer.fix == "second window becomes 16½ × 20½ in"
    assert RULES.problems(way.code) == ()


def test_a_second_mat_that_never_fits_has_no_way_out_that_drops_it() -> None:
    tiny = Mat(9, "Sample chip", largest=Size.of(2, 2))
    offers = Offers(Rules(replace(SHOP, mats=(*SHOP.mats, tiny))))
    offer = offers.second_mat_offer(piece("5M6M9S16x20F96S20x24J1S16x20"), 9)
    assert offer.reason == "Sample chip is cut up to 2 × 2 in, not 20 × 24 in."
    assert (offer.piece, offer.fix) == (None, "")


def test_a_typed_size_has_neighbours_that_go_with_what_is_around() -> None:
    held = piece("5M6M9S16x20F1S20x24J1S16x20")
    found = OFFERS.neighbours(Size.of(30, 40), held)
    assert found is not None
    assert (found.below, found.above) == (Size.of(20, 32), None)
    assert found.reason == "What is around the print does not go with 30 × 40 in."
    assert OFFERS.neighbours(Size.of(30, 40), piece("5M6M777S16x20")) is None


@settings(max_examples=25)
@given(catalogs(), st.sampled_from([PORTRAIT, LANDSCAPE]), st.data())
def test_frames_of_a_kind_are_judged_as_each_alone_would_be(
    catalog: Catalog, pixels: Pixels, data: st.DataObject
) -> None:
    """A long list judges one frame of each kind; it must say of every frame what that frame's own row says."""
    names = st.sampled_from(["Frame 1", "Frame 2", "Oak"])
    frames = catalog.collections[0].frames
    twins = tuple(replace(row, id=row.id + 100, name=data.draw(names)) for row in frames)
    catalog = replace(catalog, collections=(Collection(1, "All", frames=(*frames, *twins)), Collection(2, "Few")))
    offers = Offers(Rules(catalog))
    made = offers.first_piece(pixels)
    if made is None:
        return
    for _ in range(2):
        listed = offers.offers(Step.FRAME, made, pixels)
        for offer in listed:
            alone = offers.offer(Step.FRAME, offer.id, offer.name, made)
            assert (offer.available, offer.reason, offer.chosen) == (alone.available, alone.reason, alone.chosen)
            assert (offer.piece, offer.changes) == (alone.piece, alone.changes)
        onward = [offer.piece for step in Step for offer in offers.offers(step, made, pixels) if offer.piece]
        made = data.draw(st.sampled_from(onward))


def test_what_is_on_no_list_is_found_all_the_same() -> None:
    """A media of another product type brings that along, a style its media; what goes with nothing is none."""
    kinds = (ProductType(1, "Paper", media_ids=(1,)), ProductType(2, "Canvas", media_ids=(2, 3)))
    media = (
        Media(1, 1, "Matte", style_ids=(1,)),
        Media(2, 2, "Cotton", style_ids=(1, 2)),
        Media(3, 2, "Linen", style_ids=(2,)),
        Media(4, 2, "Nowhere", style_ids=(1,)),
    )
    styles = (Style(1, "Plain"), Style(2, "Wrapped"), Style(3, "Lost"))
    offers = Offers(Rules(Catalog(kinds, media, styles)))
    paper = Piece(parse_code("1M1M1S8x10"))

    def part(step: Step, row_id: int) -> str:
        offer = offers.found(step, row_id, paper)
        assert offer is not None
        assert offer.available
        assert offer.chosen is not None
        return str(offer.chosen.code)

    assert part(Step.MEDIA, 1) == "1M1M1S8x10", "as its own list has it"
    assert part(Step.PRODUCT_TYPE, 2) == "2M2M1S8x10"
    assert part(Step.MEDIA, 2) == "2M2M1S8x10", "with the style it had"
    assert part(Step.MEDIA, 3) == "2M3M2S8x10", "with the first style it comes in"
    assert part(Step.STYLE, 2) == "2M2M2S8x10", "on the first media that comes so"
    assert offers.found(Step.MEDIA, 4, paper) is None
    assert offers.found(Step.STYLE, 3, paper) is None
    assert offers.found(Step.MAT, 9, paper) is None
    assert offers.found(Step.SIZE, 0, paper) is None
    assert offers.found(Step.MEDIA, 2, Piece(parse_code("F1S8x10"))) is None
    assert offers.found(Step.MEDIA, 2, Piece(parse_code("AP12345P1"))) is None
