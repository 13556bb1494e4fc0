"""Layers: what is drawn again, and what is not; flat and stacked give the same picture."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PIL import Image, ImageChops

from fwdesk.domain.options import Style
from fwdesk.render.draw import Drawn, Renderer
from fwdesk.render.layers import flatten
from fwdesk.render.plan import PxBox
from fwdesk.render.scene import GlazingLook, Scene, mat_look, moulding_look
from tests.unit.render.pieces import DOUBLE, SLATE, WHITE, art, frame, scene

ART = art()


def made(renderer: Renderer) -> dict[str, int]:
    names = ("walls", "arts", "glasses", "rings", "glazings", "sides")
    return {name: getattr(renderer, name).made for name in names}


def drawn_again(renderer: Renderer, one: Scene, other: Scene, picture: Image.Image | None = ART) -> set[str]:
    renderer.stage(one, ART, 300, 240)
    before = made(renderer)
    renderer.stage(other, picture, 300, 240)
    return {name for name, count in made(renderer).items() if count > before[name]}


WALNUT = scene(moulding=frame("Walnut cushion", "walnut"), glazing="Premium Clear")


def test_nothing_is_drawn_twice() -> None:
    assert drawn_again(Renderer(), WALNUT, WALNUT) == set()


def test_a_new_moulding_of_the_same_face_is_one_new_layer() -> None:
    black = replace(WALNUT, moulding=moulding_look(frame("Standard Black", "black", id=1)))
    assert drawn_again(Renderer(), WALNUT, black) == {"rings"}


def test_a_new_mat_is_one_new_layer() -> None:
    assert drawn_again(Renderer(), WALNUT, replace(WALNUT, mats=(mat_look(SLATE),))) == {"glasses"}


def test_new_glazing_is_one_new_layer() -> None:
    assert drawn_again(Renderer(), WALNUT, replace(WALNUT, glazing=GlazingLook("museum"))) == {"glazings"}
    assert drawn_again(Renderer(), WALNUT, replace(WALNUT, glazing=None)) == set()


def test_a_new_wall_leaves_the_piece_alone() -> None:
    assert drawn_again(Renderer(), WALNUT, replace(WALNUT, wall="#3B3F45")) == {"walls"}


def new_cells(one: Scene, other: Scene) -> tuple[list[PxBox], list[PxBox], Drawn]:
    """The boxes of the cells that are the same pictures in both stages, those that are not, and the second stage."""
    renderer = Renderer()
    before = renderer.stage(one, ART, 900, 800)
    after = renderer.stage(other, ART, 900, 800, last=before.stand)
    known = {id(cell.image) for cell in before.cells}
    boxes = [(*cell.at, cell.at[0] + cell.image.width, cell.at[1] + cell.image.height) for cell in after.cells]
    same = [box for box, cell in zip(boxes, after.cells, strict=True) if id(cell.image) in known]
    return same, [box for box in boxes if box not in same], after


def test_a_new_frame_changes_nothing_but_the_rim_around_the_opening() -> None:
    wide = replace(scene(moulding=frame("Gilt Scoop", "gold", face="1.5", depth=Decimal("1.2"))), mats=WALNUT.mats)
    same, changed, after = new_cells(replace(WALNUT, glazing=None), wide)
    assert (0, 0, 900, 800) in same, "the wall"
    middle = max(same[1:], key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    inside = (after.outside[2] - after.outside[0]) * (after.outside[3] - after.outside[1])
    assert (middle[2] - middle[0]) * (middle[3] - middle[1]) > 0.55 * inside, "mat and art stay as they were"
    assert changed


def test_a_new_frame_of_the_same_size_leaves_the_shadow_too() -> None:
    black = replace(WALNUT, moulding=moulding_look(frame("Standard Black", "black", id=1)))
    _, changed, after = new_cells(WALNUT, black)
    left, top, right, bottom = after.outside
    assert len(changed) == 4
    assert all(a >= left and b >= top and c <= right and d <= bottom for a, b, c, d in changed)


def test_a_piece_stands_where_the_last_one_did_unless_it_would_not_fit() -> None:
    renderer = Renderer()
    first = renderer.stage(WALNUT, ART, 900, 800)
    for face, stays in (("0.75", True), ("1.5", True), ("4.5", False)):
        other = renderer.stage(scene(moulding=frame("Flat", "black", face=face)), ART, 900, 800, last=first.stand)
        assert (other.stand == first.stand) == stays
        assert (other.scale == first.scale) == stays
    bigger = renderer.stage(
        scene("5M6M9S20x24F96S24x28J1S20x24", frame("Flat", "black")), ART, 900, 800, last=first.stand
    )
    assert bigger.stand != first.stand
    assert renderer.stage(WALNUT, ART, 900, 700, last=first.stand).stand != first.stand


def test_a_new_picture_leaves_everything_else_alone() -> None:
    assert drawn_again(Renderer(), WALNUT, WALNUT, art(200, 250)) == {"arts", "glasses"}


def test_another_picture_is_never_taken_for_a_freed_one() -> None:
    renderer = Renderer()
    shades: set[tuple[int, ...]] = set()
    for shade in range(0, 250, 25):
        piece = renderer.piece(WALNUT, Image.new("RGB", (40, 50), (shade, 0, 0)), 120)
        shades.add(piece.getpixel((piece.width // 2, piece.height // 2)))  # type: ignore[arg-type]
    assert len(shades) == 10


@pytest.mark.parametrize(
    "wanted",
    [
        WALNUT,
        scene("5M6M9S16x20", None, (), canvas=True, style=Style(1, "wrap", depth=Decimal("1.5"))),
        scene("5M6M9S16x20", None, ()),
        scene("5M6M9S16x20F0S20x24J1S16x20", None),
        scene(DOUBLE, frame("Gilt Scoop", "gold", face="1.75"), (SLATE, WHITE), glazing="Non-glare"),
    ],
)
def test_the_layers_flattened_are_the_stage(wanted: Scene) -> None:
    renderer = Renderer()
    for width, height in ((320, 260), (611, 803)):
        flat = flatten(renderer.layers(wanted, ART, width, height), (0, 0, width, height))
        assert ImageChops.difference(flat, renderer.stage(wanted, ART, width, height).image).getbbox() is None


def test_two_renderers_agree_to_the_bit() -> None:
    one, other = (Renderer().stage(WALNUT, ART, 320, 260).image for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_the_check_between_layers_can_stop_it() -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    renderer = Renderer()
    with pytest.raises(Stop):
        renderer.stage(WALNUT, ART, 320, 260, check=stop)
    assert isinstance(renderer.stage(WALNUT, ART, 320, 260), Drawn)


def test_a_strip_is_tiled_and_keeps_its_outer_edge_outside() -> None:
    strip = Image.new("RGB", (300, 40), (60, 60, 60))
    strip.paste((250, 0, 0), (0, 0, 300, 10))  # the outer edge is red
    wanted = scene(moulding=frame("Photographed", "black", face="2"), strip=strip)
    piece = Renderer().piece(wanted, ART, 600)
    across, down = piece.width // 2, piece.height // 2
    for at in ((across, 2), (across, piece.height - 3), (2, down), (piece.width - 3, down)):
        red, green, _ = piece.getpixel(at)  # type: ignore[misc]
        assert red - green > 150


def test_tiny_and_odd_sizes_are_drawn() -> None:
    renderer = Renderer()
    for width, height in ((1, 1), (2, 300), (300, 2), (40, 30)):
        assert renderer.stage(WALNUT, ART, width, height).image.size == (width, height)
    assert renderer.piece(WALNUT, Image.new("RGB", (1, 1)), 64).height == 64
    assert renderer.stage(WALNUT, Image.new("L", (9, 9)), 100, 100).image.mode == "RGB"
