"""How a picture fits a size: known answers, and that shares, groups and words agree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.crop import Crop, Pixels, Sharpness, cropped_share
from fwdesk.domain.fit import (
    ROOM_TO_SIGN,
    LargestGood,
    Margins,
    border_words,
    fit,
    grouped,
    inside,
    largest_good,
    needed_ppi,
    viewing_distance,
)
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import offered
from tests.unit.domain.small_shop import BORDERLESS, FIXED, LANDSCAPE, PORTRAIT, sizes

pictures = st.builds(Pixels, st.integers(300, 9000), st.integers(300, 9000))
crops = st.builds(Crop, *(st.integers(0, 100).map(lambda share: Decimal(share) / 100),) * 2)


@given(pictures, sizes(), crops)
def test_what_is_lost_is_what_is_cropped(picture: Pixels, size: Size, crop: Crop) -> None:
    made = fit(picture, size, crop)
    kept = (100 - made.lost.left - made.lost.right) * (100 - made.lost.top - made.lost.bottom) / 10_000
    assert abs((1 - kept) - cropped_share(picture, size)) < Decimal("0.002")
    assert (made.group == 0) == (made.crop_words == "")
    assert made.ppi >= 0


def test_the_groups_of_a_portrait() -> None:
    groups = dict(grouped(PORTRAIT, offered(BORDERLESS, PORTRAIT)))
    assert list(groups) == ["No crop", "Trims under 2 %", "Crops"]
    assert "16 × 20" in [one.size.framer for one in groups["No crop"]]
    assert {one.heading for one in groups["Crops"]} == {"Crops"}
    assert grouped(PORTRAIT, []) == ()


@pytest.mark.parametrize(
    ("size", "crop", "words"),
    [
        ("16x20", Crop(), ""),
        ("11x14", Crop(), "Trims 0.9 % left and 0.9 % right"),
        ("8x12", Crop(), "Crops 8.3 % left and 8.3 % right"),
        ("8x12", Crop(x=Decimal(0)), "Crops 16.7 % right"),
        ("8x8", Crop(y=Decimal("0.25")), "Crops 5 % top, 15 % bottom"),
    ],
)
def test_what_is_cut_off_and_where(size: str, crop: Crop, words: str) -> None:
    assert fit(PORTRAIT, Size.of(*size.split("x")), crop).crop_words == words


def test_the_smallest_trim_is_named_as_such() -> None:
    wide = fit(Pixels(100_000, 100), Size.of("1000.0", "1"))
    assert wide.crop_words == ""
    made = fit(Pixels(4013, 5000), Size.of(16, 20), Crop())
    assert (made.group, made.crop_words) == (1, "Trims 0.2 % left and 0.2 % right")


def test_a_viewer_stands_one_and_a_half_diagonals_away() -> None:
    distance = viewing_distance(Size.of(16, 20))
    assert round(distance, 1) == Decimal("38.4")
    assert needed_ppi(distance) == 89


def test_a_soft_print_may_be_fine_from_where_it_is_seen() -> None:
    made = fit(Pixels(1600, 2000), Size.of(16, 20))
    assert (made.ppi, made.verdict, made.distance, made.needed_ppi) == (100, Sharpness.SOFT, 38, 89)
    assert made.sharp_words == "Soft · 100 ppi · fine from 38 in, where the eye resolves 89"
    assert fit(Pixels(1360, 1700), Size.of(16, 20)).sharp_words == "Soft · 85 ppi"
    assert fit(PORTRAIT, Size.of(16, 20)).sharp_words == "Crisp · 250 ppi"


@pytest.mark.parametrize(
    ("pixels", "words"),
    [
        (Pixels(4000, 5000), "Good to 24 × 30 in, fine across a room to 38⅜ × 48 in."),
        (Pixels(1500, 900), "Good to 10 × 6 in."),
        (Pixels(300, 375), "Too few pixels for any size."),
    ],
)
def test_the_largest_good_size(pixels: Pixels, words: str) -> None:
    assert largest_good(BORDERLESS, pixels).words == words


def test_a_picture_may_be_good_only_from_across_the_room() -> None:
    assert LargestGood(None, Size.of(30, 40)).words == "Fine across a room to 30 × 40 in."
    assert largest_good(FIXED, PORTRAIT) == LargestGood(Size.of(8, 10), Size.of(8, 10))


# Border instead of crop


@given(pictures, sizes(2), st.booleans())
def test_the_whole_picture_lies_inside_the_margins(picture: Pixels, size: Size, signed: bool) -> None:
    margins = ROOM_TO_SIGN if signed else Margins()
    shown = inside(picture, size, margins)
    assert shown is not None
    assert shown.width <= size.width - 2 * margins.sides + Decimal("1e-20")
    assert shown.height <= size.height - margins.top - margins.bottom + Decimal("1e-20")
    assert abs(shown.width / shown.height / picture.aspect - 1) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("picture", "size", "margins", "words"),
    [
        (PORTRAIT, "16x20", Margins(), "or all of it, 16 × 20 in"),
        (PORTRAIT, "16x24", Margins(), "or all of it, 16 × 20 in, leaving white: 2 in above and below"),
        (LANDSCAPE, "18x11", Margins(), "or all of it, 16½ × 11 in, leaving white: ¾ in left and right"),
        (
            PORTRAIT, "9x11", ROOM_TO_SIGN,
            "or all of it, 8 × 10 in, leaving white: ½ in left and right, ⅜ in above, ⅝ in below",
        ),
        (PORTRAIT, "0.5x11", ROOM_TO_SIGN, ""),
        (PORTRAIT, "11x1", ROOM_TO_SIGN, ""),
    ],
)  # fmt: skip
def test_what_a_border_would_leave(picture: Pixels, size: str, margins: Margins, words: str) -> None:
    assert border_words(picture, Size.of(*size.split("x")), margins) == words
