"""Zoomed and moved by hand: what stays where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.render.draw import Renderer
from fwdesk.render.plan import Stand, fitted
from tests.unit.render.pieces import CODE, art, frame, scene

ART = art()
PIECE = scene(CODE, frame("Walnut", "walnut"))
STAGE = (700, 600)
NEAR, FAR = st.integers(-300, 300), st.integers(-5000, 5000)


def stood() -> Stand:
    return fitted(PIECE.geometry, *STAGE)[2]


@given(
    factor=st.floats(0.3, 4),
    x=st.floats(0, 700),
    y=st.floats(0, 600),
    moved=st.tuples(st.integers(-300, 300), st.integers(-300, 300)),
)
def test_the_point_under_the_mouse_stays_under_it(factor: float, x: float, y: float, moved: tuple[int, int]) -> None:
    before = stood().moved(*moved)
    after = before.zoomed(factor, (x, y))
    for fixed, old, new in zip((x, y), before.at, after.at, strict=True):
        assert (fixed - old) / before.scale == pytest.approx((fixed - new) / after.scale, abs=0.51 / after.scale)


@given(
    moves=st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), max_size=5),
    factor=st.floats(0.05, 50),
)
def test_a_piece_is_never_lost_from_view_nor_too_large_to_draw(moves: list[tuple[int, int]], factor: float) -> None:
    stand = stood().zoomed(factor, (350, 300))
    for move in moves:
        stand = stand.moved(*move)
    assert stand.scale >= 2.0
    assert stand.scale**2 * 20 * 24 <= 80_000_001
    if moves:
        for edge, side, whole in zip(stand.at, (20, 24), STAGE, strict=True):
            assert edge + side * stand.scale > 0
            assert edge < whole


def test_another_frame_size_or_stage_keeps_middle_and_scale() -> None:
    pinned = stood().zoomed(2.0, (100, 100)).moved(30, -20)
    middle = [edge + side * pinned.scale / 2 for edge, side in zip(pinned.at, (20, 24), strict=True)]
    for other, stage in (
        (scene(CODE, frame("Wide", "black", face="4.5")), STAGE),
        (scene("5M6M9S20x24F96S24x28J1S20x24", frame("Flat", "black")), STAGE),
        (PIECE, (900, 500)),
    ):
        _, _, now = fitted(other.geometry, *stage, last=pinned)
        assert now.scale == pinned.scale
        opening = other.geometry.opening
        for edge, side, was, old, new in zip(
            now.at, (opening.width, opening.height), middle, STAGE, stage, strict=True
        ):
            assert edge + float(side) * now.scale / 2 - new / 2 == pytest.approx(was - old / 2, abs=1)


def test_a_zoomed_stage_is_drawn_sharp_and_cut_at_its_edges() -> None:
    renderer = Renderer()
    near = renderer.stage(PIECE, ART, *STAGE, last=stood().zoomed(6, (350, 300)))
    assert near.image.size == STAGE
    assert near.stand.pinned
    assert near.outside[0] < 0
    for cell in near.cells:
        assert cell.at[0] >= 0
        assert cell.at[0] + cell.image.width <= STAGE[0]
        assert cell.at[1] + cell.image.height <= STAGE[1]


def test_a_zoomed_small_piece_followed_by_a_large_one_is_drawn_no_larger_than_can_be() -> None:
    small = scene("5M6M9S4x6", None, ())
    stand = fitted(small.geometry, *STAGE)[2].zoomed(100, (350, 300))
    large = scene("5M6M9S24x36", None, ())
    plan, _, now = fitted(large.geometry, *STAGE, last=stand)
    assert plan.width * plan.height <= 80_100_000
    assert now.scale < stand.scale


def test_the_pictures_kept_while_zooming_stay_within_bounds() -> None:
    renderer, stand = Renderer(), stood()
    for _ in range(9):
        stand = stand.zoomed(1.3, (350, 300))
        renderer.stage(PIECE, ART, *STAGE, last=stand)
    for kept in (renderer.arts, renderer.glasses, renderer.cells):
        pictures = list(kept._kept.values())
        assert sum(picture.width * picture.height for picture in pictures[:-1]) <= 26_000_000
