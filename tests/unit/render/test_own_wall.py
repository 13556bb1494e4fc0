"""The artist's own wall: a piece lies where the measured points say, as large as they say."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from fwdesk.render.draw import Renderer
from fwdesk.render.own_wall import Survey, flawed, hang, inverse, mapped, product, shown_at, to_stage, wall_to_photo
from tests.unit.render.pieces import art, frame, mean, scene

PIECE = scene(moulding=frame("Standard Black", "black"))
WALL = Image.new("RGB", (1200, 900), (222, 219, 212))
SHARES = st.floats(0.0, 0.2)


def nothing() -> None:
    return None


def changed(image: Image.Image, wall: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is much darker than the wall: the frame, not its shadow."""
    dark = ImageChops.subtract(wall.convert("L"), image.convert("L")).point([0] * 121 + [255] * 135)
    box = dark.getbbox()
    assert box is not None
    return box


def test_two_points_give_the_scale() -> None:
    survey = Survey(((0.25, 0.5), (0.5, 0.5)), Decimal(30))
    there = wall_to_photo(survey, (1200, 900))
    assert mapped(there, (0, 0)) == (300, 450)
    assert mapped(there, (30, 0)) == (600, 450)
    assert mapped(there, (0, 10)) == (300, 550)
    drawn = hang(Renderer(), PIECE, art(), WALL, survey, (30.0, 0.0), (1200, 900), nothing)
    assert drawn.scale == pytest.approx(10)
    left, top, right, bottom = changed(drawn.image, WALL)
    wide, high = (float(side) * 10 for side in (PIECE.geometry.outside.width, PIECE.geometry.outside.height))
    assert left == pytest.approx(600 - wide / 2, abs=1.5)
    assert right == pytest.approx(600 + wide / 2, abs=1.5)
    assert top == pytest.approx(450 - high / 2, abs=1.5)
    assert bottom == pytest.approx(450 + high / 2, abs=1.5)


@given(st.tuples(*[SHARES] * 8))
def test_four_corners_lie_where_they_were_put_and_come_back(away: tuple[float, ...]) -> None:
    base = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    points = tuple((x + away[2 * n] - 0.1, y + away[2 * n + 1] - 0.1) for n, (x, y) in enumerate(base))
    survey = Survey(points, Decimal(8), Decimal(11))
    assert flawed(survey, (1000, 800)) == ""
    there = wall_to_photo(survey, (1000, 800))
    for at, (x, y) in zip(((0, 0), (8, 0), (8, 11), (0, 11)), points, strict=True):
        spot = mapped(there, at)
        assert math.dist(spot, (x * 1000, y * 800)) < 1e-6
        assert math.dist(mapped(inverse(there), spot), at) < 1e-6
    same = product(inverse(there), there)
    assert [part / same[8] for part in same] == pytest.approx([1, 0, 0, 0, 1, 0, 0, 0, 1], abs=1e-9)


def test_a_wall_seen_askance_leans_the_piece() -> None:
    """A rectangle as large as the piece is covered by it, corner on corner."""
    outside = PIECE.geometry.outside
    quad = ((0.30, 0.20), (0.62, 0.30), (0.62, 0.80), (0.30, 0.90))
    survey = Survey(quad, outside.width, outside.height)
    middle = float(outside.width) / 2, float(outside.height) / 2
    image = hang(Renderer(), PIECE, art(), WALL, survey, middle, (1200, 900), nothing).image
    center = sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4
    for x, y in quad:
        inside = (x + (center[0] - x) * 0.03) * 1200, (y + (center[1] - y) * 0.03) * 900
        out = (x - (center[0] - x) * 0.04) * 1200, (y - (center[1] - y) * 0.04) * 900
        dark, light = (mean(image, (round(a), round(b), round(a) + 1, round(b) + 1)) for a, b in (inside, out))
        assert dark < 90, "the frame's corner"
        assert light > 110, "the wall, perhaps in the piece's shadow"
    left, right = (mean(image, (x, 0, x + 4, 900)) for x in (380, 720))
    assert left < right, "the near side is taller, so it takes more of the wall"


def test_the_stage_shows_the_whole_photograph() -> None:
    assert shown_at((1200, 900), (600, 600)) == (0.5, 0, 75)
    survey = Survey(((0.0, 0.0), (1.0, 0.0)), Decimal(120))
    assert mapped(to_stage(survey, (1200, 900), (600, 600)), (120, 0)) == pytest.approx((600, 75))


def test_a_dim_wall_dims_the_piece() -> None:
    survey, dusk = Survey(((0.2, 0.5), (0.8, 0.5)), Decimal(60)), Image.new("RGB", (1200, 900), (70, 66, 60))
    day, night = (
        hang(Renderer(), PIECE, art(), wall, survey, (30.0, 0.0), (1200, 900), nothing).image for wall in (WALL, dusk)
    )
    box = (560, 400, 640, 500)
    assert mean(night, box) < 0.75 * mean(day, box)


@pytest.mark.parametrize("middle", [(-60.0, 0.0), (0.0, -30.0), (500.0, 500.0)])
def test_a_piece_over_the_edge_is_cut_there(middle: tuple[float, float]) -> None:
    survey = Survey(((0.2, 0.5), (0.8, 0.5)), Decimal(60))
    drawn = hang(Renderer(), PIECE, art(), WALL, survey, middle, (600, 450), nothing)
    assert drawn.image.size == (600, 450)


def test_what_cannot_be_measured_is_said() -> None:
    size = (1000, 800)
    assert "close" in flawed(Survey(((0.5, 0.5), (0.505, 0.5)), Decimal(3)), size)
    assert "long" in flawed(Survey(((0.1, 0.5), (0.5, 0.5)), Decimal(0)), size)
    crossed = ((0.2, 0.2), (0.8, 0.8), (0.8, 0.2), (0.2, 0.8))
    assert "around" in flawed(Survey(crossed, Decimal(8), Decimal(11)), size)
    assert "long" in flawed(Survey(crossed, Decimal(8)), size)


def test_a_short_length_is_less_exact() -> None:
    card, door = (Survey(((0.1, 0.5), (right, 0.5)), Decimal(30)) for right in (0.15, 0.9))
    assert card.error((1000, 800)) == pytest.approx(3 / 50)
    assert door.error((1000, 800)) < card.error((1000, 800)) / 10
    square = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    assert Survey(square, Decimal(8), Decimal(8)).error((1000, 800)) == pytest.approx(3 / 480)
