"""Pictures for keeping: sizes, how much of the artwork they need, and names that every system takes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.code import parse_code
from fwdesk.domain.code_text import find_code
from fwdesk.domain.crop import Box, Pixels
from fwdesk.domain.geometry import measure
from fwdesk.domain.shots import Shape, Shot, View, art_side, file_name, fit_name, link, long_to, stage_size, title_of

CODE = parse_code("5M6M9S16x20F0S20x24J1S16x20")
GEOMETRY = measure(CODE, None, None)


@pytest.mark.parametrize(
    ("view", "shape", "size"),
    [
        (View.WALL, Shape.PIECE, (2500, 3000)),
        (View.ROOM, Shape.PIECE, (3000, 2250)),
        (View.FIGURE, Shape.SQUARE, (3000, 3000)),
        (View.WALL, Shape.PORTRAIT, (2400, 3000)),
        (View.WALL, Shape.LANDSCAPE, (3000, 2000)),
    ],
)
def test_the_longer_side_is_what_was_asked(view: View, shape: Shape, size: tuple[int, int]) -> None:
    assert stage_size(Shot(view, 3000, shape), GEOMETRY) == size


def test_walls_and_cut_outs() -> None:
    assert [view for view in View if view.on_wall] == [View.WALL, View.ROOM, View.FIGURE]
    assert [view for view in View if Shot(view).lossless] == [View.CUT_OUT]
    assert long_to(100, 0.001, 1000) == (1, 100)


def test_as_much_of_the_artwork_is_read_as_is_seen_and_no_more() -> None:
    whole = Box(Decimal(0), Decimal(0), Decimal(8000), Decimal(6000))
    half = Box(Decimal(0), Decimal(0), Decimal(4000), Decimal(6000))
    pixels = Pixels(8000, 6000)
    assert art_side(pixels, whole, (2000, 1500)) == 2000
    assert art_side(pixels, half, (2000, 3000)) == 4000
    assert art_side(pixels, whole, (9000, 6750)) == 8000, "never more than there is"
    assert art_side(Pixels(20000, 20000), Box(*map(Decimal, (0, 0, 20000, 20000))), (20000, 20000)) == 8000, "64 MP"
    assert art_side(Pixels(1, 1), Box(*map(Decimal, (0, 0, 1, 1))), (5, 5)) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Lake at dawn", "Lake at dawn 5M6M9S16x20F0S20x24J1S16x20 cut out.png"),
        ("../../etc/passwd", "etc passwd 5M6M9S16x20F0S20x24J1S16x20 cut out.png"),
        ('a<b>:"c"|?*\x00\u202egpj', "a b c gpj 5M6M9S16x20F0S20x24J1S16x20 cut out.png"),
        ("...", "artwork 5M6M9S16x20F0S20x24J1S16x20 cut out.png"),
    ],
)
def test_a_file_carries_artwork_and_code_in_a_name_every_system_takes(title: str, name: str) -> None:
    assert file_name(title, CODE, "cut out", ".png") == name


@given(st.text(max_size=400))
def test_any_title_fits(title: str) -> None:
    name = file_name(title, CODE, "on the wall", ".jpg")
    assert len(name.encode()) < 255
    assert not set(name) & set('/\\<>:"|?*\0\n')
    assert not name.startswith(".")
    assert fit_name(title) == fit_name(fit_name(title))


@pytest.mark.parametrize(
    ("file", "title"),
    [("lake_at_dawn.final.jpg", "Lake at dawn.final"), ("lake", "Lake"), (".jpg", ".jpg"), ("  .png", "Untitled")],
)
def test_a_title_from_a_file_name(file: str, title: str) -> None:
    assert title_of(file) == title


def test_a_link_reads_back_as_its_code() -> None:
    assert find_code(link(CODE)).code == CODE
