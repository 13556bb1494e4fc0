"""What a piece is looked at in: a room to scale, a neutral surround."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from fwdesk.render import room
from fwdesk.render.draw import Renderer
from fwdesk.render.layers import flatten
from tests.unit.render.pieces import art, frame, scene

ART = art()
WALNUT = scene(moulding=frame("Walnut cushion", "walnut"), glazing="Premium Clear")


@pytest.mark.parametrize("size", [(900, 700), (700, 900), (1600, 600)])
def test_a_piece_hangs_eight_inches_over_the_sofa_to_scale(size: tuple[int, int]) -> None:
    plan, (left, top), stand = room.hung(WALNUT.geometry, *size)
    assert plan.width == pytest.approx(float(WALNUT.geometry.outside.width) * stand.scale, abs=2)
    sofa_top = size[1] - (9.0 + room.SOFA_HEIGHT) * stand.scale
    assert sofa_top - (top + plan.height) == pytest.approx(room.ABOVE_SOFA * stand.scale, abs=2)
    assert abs(left + plan.width / 2 - size[0] / 2) <= 1
    assert top > 0


def test_the_largest_piece_still_hangs_in_the_room() -> None:
    huge = scene("5M6M9S60x90F96S64x94J1S60x90", frame("Walnut", "walnut", face="3"))
    plan, (left, top), _ = room.hung(huge.geometry, 900, 700)
    assert left > 0
    assert top > 0
    assert left + plan.width < 900


def test_the_sofa_is_as_wide_as_it_says_and_the_figure_stands_beside_it() -> None:
    size, scale = (1000, 760), 7.0
    alone, bare = room.furnished("#DEDBD4", size, scale, figure=False), Image.new("RGB", size)
    with_figure = room.furnished("#DEDBD4", size, scale, figure=True)
    line = alone.crop((0, 760 - round((9 + 16) * scale), 1000, 761 - round((9 + 16) * scale))).convert("L")
    dark = [x for x, value in enumerate(line.tobytes()) if value < 160]
    assert dark[-1] - dark[0] == pytest.approx(room.SOFA_WIDTH * scale, rel=0.02)
    box = ImageChops.difference(alone, with_figure).convert("L").point([0] * 40 + [255] * 216).getbbox()
    assert box is not None
    assert box[3] - box[1] == pytest.approx(room.FIGURE_HEIGHT * scale, rel=0.04)
    assert box[2] <= dark[0] + 1, "on the left, clear of the sofa"
    assert bare.size == alone.size


@pytest.mark.parametrize("setting", ["room", "room with figure", "neutral"])
def test_every_setting_is_its_layers_flattened(setting: str) -> None:
    wanted, renderer = replace(WALNUT, setting=setting), Renderer()  # type: ignore[arg-type]
    drawn = renderer.stage(wanted, ART, 640, 480)
    flat = flatten(renderer.layers(wanted, ART, 640, 480), (0, 0, 640, 480))
    assert ImageChops.difference(flat, drawn.image).getbbox() is None


def test_the_neutral_surround_is_plain_gray_with_a_white_edge_and_no_sheen() -> None:
    drawn = Renderer().stage(replace(WALNUT, setting="neutral"), ART, 640, 480)
    left, top, right, bottom = drawn.outside
    assert drawn.image.getpixel((2, 2)) == drawn.image.getpixel((637, 477)) == (0x77, 0x77, 0x77)
    assert drawn.image.getpixel((left - 3, (top + bottom) // 2)) == (255, 255, 255)
    assert drawn.image.getpixel((right + 8, (top + bottom) // 2)) == (0x77, 0x77, 0x77)
    bare = Renderer().stage(replace(WALNUT, setting="neutral", glazing=None), ART, 640, 480)
    assert ImageChops.difference(drawn.image, bare.image).getbbox() is None


def test_margins_are_kept_on_the_left_above_and_below() -> None:
    renderer = Renderer()
    plain = renderer.stage(WALNUT, ART, 600, 500)
    left, top, _, bottom = renderer.stage(WALNUT, ART, 600, 500, margins=(90, 40, 90), last=plain.stand).outside
    assert left >= 90
    assert top >= 40
    assert bottom <= 500 - 90
