"""Sizing: what is offered is legal, and the nearest size is legal if there is any."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.crop import Pixels
from fwdesk.domain.options import Style
from fwdesk.domain.size import Size
from fwdesk.domain.sizing import (
    FIT_WORDS,
    Room,
    best_size,
    border_words,
    fit_group,
    fitting,
    in_limits,
    in_proportion,
    limits_words,
    nearest,
    offered,
    why_not,
)
from tests.unit.domain.small_shop import (
    BORDERED,
    BORDERLESS,
    FIXED,
    LANDSCAPE,
    PORTRAIT,
    WHOLE,
    WRAP,
    limits,
    sides,
    sizes,
    styles,
)


def room(both: tuple[Size | None, Size | None], around: Decimal) -> Room:
    return Room(*both, around, around)


rooms = st.builds(room, limits(), sides(0, 4))
pictures = st.builds(Pixels, st.integers(50, 9000), st.integers(50, 9000))


@given(styles(), sizes(), sizes())
def test_the_nearest_size_is_legal_if_any_is(style: Style, wanted: Size, legal: Size) -> None:
    near = nearest(style, wanted)
    if not why_not(style, wanted):
        assert near == wanted
    if not why_not(style, legal):
        assert why_not(style, near) == ""
        far = abs(legal.width - wanted.width) + abs(legal.height - wanted.height)
        assert abs(near.width - wanted.width) + abs(near.height - wanted.height) <= far


@given(styles(), sizes(), sizes(), st.lists(rooms, max_size=2))
def test_what_fits_is_found_if_anything_fits(style: Style, wanted: Size, legal: Size, around: list[Room]) -> None:
    found = (fitting(style, wanted, around), in_proportion(style, wanted, around))
    for size in found:
        if size:
            assert why_not(style, size) == ""
            assert all(room.takes(size) for room in around)
    if not why_not(style, legal) and all(room.takes(legal) for room in around):
        assert None not in found


@given(styles(), pictures)
def test_offered_sizes_are_legal_and_sorted(style: Style, picture: Pixels) -> None:
    sizes = offered(style, picture)
    assert [why_not(style, size) for size in sizes] == [""] * len(sizes)
    assert [fit_group(picture, size) for size in sizes] == sorted(fit_group(picture, size) for size in sizes)
    assert len(set(sizes)) == len(sizes)
    best = best_size(style, picture)
    assert best in sizes or not sizes
    if sizes:
        assert fit_group(picture, best) == fit_group(picture, sizes[0])
    elif best != nearest(style, best):
        raise AssertionError(best)


@pytest.mark.parametrize(
    ("style", "wanted", "near"),
    [
        (BORDERED, "16x20", "16x20"),
        (BORDERED, "16.5x20.4", "17x20"),
        (BORDERED, "60x20", "48x20"),
        (BORDERED, "2x3", "4x4"),
        (FIXED, "9x8", "10x8"),
        (FIXED, "40x40", "10x10"),
        (replace(FIXED, allow_rotate=False), "9x5", "5x7"),
        (BORDERLESS, "100x30", "90x30"),
        (WHOLE, "30x40", "24x36"),
        (WHOLE, "40x30", "24x30"),
        (replace(WHOLE, smallest=Size.of("8.2", "8.7"), largest=None), "1x1", "9x9"),
        (replace(WHOLE, smallest=Size.of("8.2", 9), largest=Size.of("8.9", 30)), "1x1", "1x1"),
        (replace(WHOLE, smallest=Size.of(4, 4), largest=Size.of(40, 20)), "30x40", "30x20"),
        (replace(BORDERLESS, smallest=Size.of(20, 20), largest=Size.of(10, 10)), "5x5", "5x5"),
        (WRAP, "0.2x3", "1x3"),
    ],
)
def test_nearest(style: Style, wanted: str, near: str) -> None:
    assert str(nearest(style, Size.of(*wanted.split("x")))) == near


@pytest.mark.parametrize(
    ("style", "wanted", "room", "size"),
    [
        (BORDERED, "24x36", Room(None, Size.of(20, 24), Decimal(4), Decimal(4)), "13x20"),
        (BORDERLESS, "24x36", Room(None, Size.of(20, 24), Decimal(4), Decimal(4)), "13.25x20"),
        (BORDERED, "4x6", Room(Size.of(8, 8), None), "8x12"),
        (BORDERED, "4x40", Room(Size.of(8, 8), Size.of(20, 20)), "8x20"),
        (BORDERED, "24x36", Room(None, Size.of(2, 2), Decimal(4), Decimal(4)), None),
        (FIXED, "5x7", Room(Size.of(12, 12), None), None),
    ],
)
def test_in_proportion(style: Style, wanted: str, room: Room, size: str | None) -> None:
    found = in_proportion(style, Size.of(*wanted.split("x")), [room])
    assert (str(found) if found else None) == size


def test_fixed_sizes_turn_with_the_picture() -> None:
    assert [str(size) for size in offered(FIXED, PORTRAIT)] == ["8x10", "5x7", "10x10"]
    assert {str(size) for size in offered(FIXED, LANDSCAPE)} == {"7x5", "10x8", "10x10"}
    upright = replace(FIXED, allow_rotate=False)
    assert {str(size) for size in offered(upright, LANDSCAPE)} == {"5x7", "8x10", "10x10"}


def test_best_size_is_uncropped_and_about_as_large() -> None:
    assert str(best_size(BORDERED, PORTRAIT)) == "16x20"
    assert str(best_size(BORDERED, PORTRAIT, Size.of(8, 8))) == "8x10"
    assert best_size(BORDERLESS, LANDSCAPE).width > best_size(BORDERLESS, LANDSCAPE).height
    tight = replace(WHOLE, smallest=Size.of(9, 13), largest=Size.of(9, 13))
    assert str(best_size(tight, PORTRAIT)) == "9x13"
    assert str(best_size(tight, PORTRAIT, Size.of(1, 1))) == "9x13"


def test_fit_groups() -> None:
    assert [fit_group(PORTRAIT, size) for size in (Size.of(16, 20), Size.of(16, "20.2"), Size.of(16, 24))] == [0, 1, 2]
    assert len(FIT_WORDS) == 3


@given(sizes(), limits())
def test_limits_hold_either_way_round(size: Size, both: tuple[Size | None, Size | None]) -> None:
    assert in_limits(size, *both) == in_limits(size.turned, *both)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (Size.of(4, 4), Size.of(24, 36), "4 × 4 to 24 × 36 in"),
        (Size.of(4, 4), None, "from 4 × 4 in"),
        (None, Size.of(24, 36), "up to 24 × 36 in"),
        (None, None, ""),
    ],
)
def test_limits_in_words(low: Size | None, high: Size | None, words: str) -> None:
    assert limits_words(low, high) == words
    assert border_words(Decimal("1.75")) == "1¾ in"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (Size.of(4, 4), None, "Only is made from 4 × 4 in, not 2 × 2 in."),
        (None, Size.of(1, 1), "Only is made up to 1 × 1 in, not 2 × 2 in."),
        (None, None, ""),
    ],
)
def test_limits_of_a_style_in_words(low: Size | None, high: Size | None, words: str) -> None:
    assert why_not(Style(1, "Only", smallest=low, largest=high), Size.of(2, 2)) == words


def test_a_room_smaller_than_the_image_takes_none_that_vanishes_in_it() -> None:
    narrow = Room(None, Size.of(20, 20), Decimal(-5), Decimal(-1))
    assert narrow.takes(Size.of(6, 8))
    assert not narrow.takes(Size.of(5, 8))
    assert not narrow.takes(Size.of(8, 1))
