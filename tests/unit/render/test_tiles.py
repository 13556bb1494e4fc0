"""Tiles for the lists, and the artwork laid into the vendor's picture."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from fwdesk.render.draw import Renderer
from fwdesk.render.official import lay_art_into
from fwdesk.render.scene import mat_look, moulding_look
from fwdesk.render.tiles import corner_tile, mat_swatch, placeholder_tile
from tests.unit.render.pieces import SLATE, WHITE, art, frame, mean, scene


def test_corner_tiles_are_to_common_scale() -> None:
    def face(width: str) -> int:
        tile = corner_tile(moulding_look(frame("Flat", "black", face=width, composite="plastic")), 112, 128).convert(
            "L"
        )
        dark = [y for y in range(128) if int(tile.getpixel((100, y))) < 90]  # type: ignore[arg-type]
        return len(dark)

    assert abs(face("1") - 28) <= 2
    assert abs(face("2") - 56) <= 2


def test_tiles_of_any_size() -> None:
    look = moulding_look(frame("Gilt Scoop", "gold", face="6"))
    assert corner_tile(look, 40, 40, 28, "#2A2B2E").size == (40, 40)
    assert placeholder_tile(112, 128).size == (112, 128)


def test_a_swatch_shows_face_and_core() -> None:
    swatch = mat_swatch(mat_look(SLATE), 72)
    assert abs(mean(swatch, (5, 5, 35, 35)) - 100) < 14
    assert swatch.size == (72, 72)


@pytest.mark.parametrize("padding", ["none", "white", "transparent"])
def test_art_is_laid_into_the_window(padding: str) -> None:
    wanted = scene(moulding=frame("Walnut cushion", "walnut"), mats=(WHITE,))
    empty = Renderer().piece(wanted, None, 500)
    if padding == "white":
        picture = Image.new("RGB", (500, 500), "white")
        picture.paste(empty, ((500 - empty.width) // 2, 0))
    elif padding == "transparent":
        picture = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
        picture.paste(empty, ((500 - empty.width) // 2, 0))
    else:
        picture = empty
    shown, done = lay_art_into(picture, wanted.geometry, art(), wanted.crop_box, wanted.art_pixels)
    assert done
    assert shown.size == picture.size
    expected = art().getpixel((160, 200))
    middle = shown.convert("RGB").getpixel((shown.width // 2, shown.height // 2))
    assert all(abs(a - b) < 12 for a, b in zip(expected, middle, strict=True))  # type: ignore[arg-type]
    # The moulding is as it was.
    away = ImageChops.difference(shown.convert("RGB"), picture.convert("RGB")).getbbox()
    assert away is not None
    assert away[0] > (shown.width - empty.width) // 2 + 20


def test_a_picture_of_something_else_is_left_alone() -> None:
    wanted = scene(moulding=frame("Walnut", "walnut"))
    picture = Image.new("RGB", (500, 200), (90, 40, 20))
    assert lay_art_into(picture, wanted.geometry, art()) == (picture, False)
