"""From very near only what is in view is drawn: it is the same as the whole would be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PIL import Image, ImageChops, ImageStat

from fwdesk.domain.options import Style
from fwdesk.render import draw
from fwdesk.render.draw import Renderer
from fwdesk.render.plan import Stand
from fwdesk.render.scene import Scene
from tests.unit.render.pieces import DOUBLE, SLATE, WHITE, art, frame, scene

ART = art()
FRAMED = scene(DOUBLE, mats=(WHITE, SLATE), moulding=frame("Walnut cushion", "walnut"), glazing="Premium Clear")
MATTE = scene(DOUBLE, mats=(WHITE, SLATE), moulding=frame("Walnut cushion", "walnut"), glazing="Non-Glare")


def from_near(what: Scene, at: tuple[int, int], scale: float = 60.0, size: tuple[int, int] = (400, 300)) -> Image.Image:
    stand = Stand((*size, 0, 0), what.geometry.opening.size, scale, at, pinned=True)
    return Renderer().stage(what, ART, *size, last=stand).image


@pytest.mark.parametrize("what", [FRAMED, MATTE, replace(FRAMED, mats=())], ids=["framed", "matte", "floating"])
@pytest.mark.parametrize("at", [(30, 40), (-120, -90), (-500, -420), (-900, -1150)])
def test_a_part_is_as_the_whole(what: Scene, at: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = from_near(what, at)
    monkeypatch.setattr(draw, "_WHOLE_PX", 1000)
    part = from_near(what, at)
    away = ImageChops.difference(whole, part)
    assert max(ImageStat.Stat(away).mean) < 0.5
    # At the edge of a part the picture is resampled from one side only.
    assert sum(away.convert("L").histogram()[12:]) < 40


def test_a_canvas_keeps_its_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = replace(scene("5M6M1S12x16", style=Style(1, "Canvas wrap", depth=Decimal("1.5"))), canvas=True)
    at = (-500, -760)
    whole = from_near(canvas, at, 60.0)
    monkeypatch.setattr(draw, "_WHOLE_PX", 100_000)
    part = from_near(canvas, at, 60.0)
    away = ImageChops.difference(whole, part).convert("L")
    assert ImageStat.Stat(away).mean[0] < 3


def test_real_size_of_a_large_piece_costs_what_is_in_view() -> None:
    large = scene("5M6M1S36x40F96S40x44J1S36x40G1", moulding=frame("Standard Black", "black"), glazing="Premium Clear")
    renderer = Renderer()
    stand = Stand((500, 400, 0, 0), large.geometry.opening.size, 200.0, (-3000, -3000), pinned=True)
    drawn = renderer.stage(large, ART, 500, 400, last=stand)
    assert drawn.scale == pytest.approx(200.0)
    assert all(image.width * image.height <= 500 * 400 for image in renderer.glasses._kept.values())
