"""Pictures for keeping: the stage at any size, cut-outs, the print alone; and what is written into their files."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from PIL import Image, ImageChops, ImageStat

from fwdesk.domain.options import Style
from fwdesk.domain.shots import HONEST, Shape, Shot, View
from fwdesk.render.draw import Renderer
from fwdesk.render.files import About, encoded, srgb
from fwdesk.render.scene import Scene
from fwdesk.render.shots import art_px, enlarged, picture, px_per_inch
from tests.unit.render.pieces import art, frame, scene

ART = art(800, 1000)
WALNUT = scene(moulding=frame("Walnut cushion", "walnut"), picture=ART)
WRAP = scene("5M6M9S16x20", None, (), canvas=True, style=Style(1, "wrap", depth=Decimal("1.5")), picture=ART)
PAPER = scene("5M6M9S16x20", None, (), picture=ART)
ABOUT = About("Lake – ‘dawn’ <日>", f"Lake. {HONEST}.", "5M6M9S16x20")


def box_of(layer: Image.Image, least: int) -> tuple[int, int, int, int]:
    """Where an opacity is at least so much."""
    found = layer.point([255 if value >= least else 0 for value in range(256)]).getbbox()
    assert found
    return found


@pytest.mark.parametrize("view", [View.WALL, View.ROOM, View.FIGURE])
def test_a_wall_is_the_stage_to_the_bit(view: View) -> None:
    shot = Shot(view, 900, Shape.SQUARE, footer=False)
    settings = {View.WALL: "wall", View.ROOM: "room", View.FIGURE: "room with figure"}
    stage = Renderer().stage(replace(WALNUT, setting=settings[view]), ART, 900, 900).image
    assert ImageChops.difference(picture(WALNUT, ART, shot), stage).getbbox() is None


@pytest.mark.parametrize("wall", ["#DEDBD4", "#3B3F45"])
def test_the_honest_line_is_small_and_can_be_read(wall: str) -> None:
    shown = replace(WALNUT, wall=wall)
    with_it, without = (picture(shown, ART, Shot(View.WALL, 1500, footer=footer)) for footer in (True, False))
    away = ImageChops.difference(with_it, without)
    box = away.getbbox()
    assert box
    assert box[0] < 40
    assert with_it.height - 40 < box[3] <= with_it.height
    assert box[3] - box[1] <= 24
    ink = max(high for _, high in away.getextrema())  # type: ignore[misc]
    assert ink > 110


@pytest.mark.parametrize("wanted", [WALNUT, WRAP, PAPER])
@pytest.mark.parametrize("shadow", [True, False])
def test_a_cut_out_laid_on_anything_is_what_the_renderer_draws_there(wanted: Scene, shadow: bool) -> None:
    cut = picture(wanted, ART, Shot(View.CUT_OUT, 700, shadow=shadow))
    assert cut.mode == "RGBA"
    assert max(cut.size) == 700
    for ground in ((255, 255, 255), (0, 0, 0), (40, 120, 80)):
        laid = Image.new("RGB", cut.size, ground)
        laid.paste(cut, (0, 0), cut)
        layers = drawn_on(wanted, cut.size, shadow, ground)
        assert max(high for _, high in ImageChops.difference(laid, layers).getextrema()) <= 2  # type: ignore[misc]


def drawn_on(wanted: Scene, size: tuple[int, int], shadow: bool, ground: tuple[int, int, int]) -> Image.Image:
    from fwdesk.render.shots import _planned

    plan, at, planned = _planned(wanted, Shot(View.CUT_OUT, max(size), shadow=shadow))
    assert planned == size
    out = Image.new("RGB", size, ground)
    for layer in Renderer().alone(wanted, ART, plan, at, size, shadow=shadow):
        layer.paint(out, (0, 0, *size))
    return out


def test_a_cut_out_is_clear_around_and_solid_within() -> None:
    bare = picture(WALNUT, ART, Shot(View.CUT_OUT, 600, shadow=False))
    assert bare.getchannel("A").getextrema() == (255, 255)
    cut = picture(WALNUT, ART, Shot(View.CUT_OUT, 600))
    opacity = cut.getchannel("A")
    assert opacity.getpixel((0, 0)) == 0
    solid, all_of_it = box_of(opacity, 255), box_of(opacity, 1)
    assert all_of_it[2] - solid[2] > solid[0] - all_of_it[0], "the shadow falls to the right"
    assert all_of_it[3] - solid[3] > solid[1] - all_of_it[1], "and down"
    for edge in ((0, 0, cut.width, 1), (0, cut.height - 1, cut.width, cut.height)):
        assert max(opacity.crop(edge).tobytes()) <= 2, "and is not cut off"
    scale = px_per_inch(WALNUT, Shot(View.CUT_OUT, 600))
    assert solid[2] - solid[0] == pytest.approx(21.5 * scale, abs=1)


def test_the_print_alone_is_what_is_kept_and_never_enlarged() -> None:
    large = Image.new("RGB", (1000, 500), (255, 0, 0))
    large.paste((0, 0, 255), (500, 0, 1000, 500))
    wanted = scene("5M6M9S10x10", None, (), picture=large)  # its px are ten times as many
    kept = picture(wanted, large, Shot(View.PRINT, 400))
    assert kept.size == (400, 400)
    assert kept.getpixel((100, 200)) == (255, 0, 0)
    assert kept.getpixel((300, 200)) == (0, 0, 255)
    assert picture(wanted, large, Shot(View.PRINT, 4000)).size == (500, 500)
    assert picture(wanted, None, Shot(View.PRINT, 400)).getextrema() == ((255, 255),) * 3
    assert enlarged(wanted, Shot(View.PRINT, 6000)) == pytest.approx(1.2)


def test_the_artwork_is_asked_for_as_large_as_it_is_shown() -> None:
    # The artwork has 8,000 x 10,000 px; on the wall 20 of the 25.5 inches are picture, at 0.78 of the height.
    assert art_px(WALNUT, Shot(View.WALL, 3000)) == pytest.approx(3000 * 0.78 * 20 / 25.5, rel=0.02)
    assert art_px(WALNUT, Shot(View.FRAMED, 3000)) == pytest.approx(3000 * 20 / 25.5, rel=0.02)
    assert art_px(WALNUT, Shot(View.PRINT, 3000)) == pytest.approx(3000, abs=1)
    assert art_px(replace(WALNUT, crop_box=None), Shot(View.PRINT, 900)) == 900
    assert enlarged(WALNUT, Shot(View.WALL, 6000)) < 1
    assert enlarged(replace(WALNUT, crop_box=None), Shot(View.WALL)) == 1


def test_drawing_can_be_given_up_between_bands() -> None:
    class Stop(Exception):
        pass

    asked = 0

    def stop() -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Stop

    with pytest.raises(Stop):
        picture(WALNUT, ART, Shot(View.WALL, 2400), stop)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("JPEG", "RGBA")])
def test_a_file_says_what_it_is(kind: str, mode: str) -> None:
    shown = Image.new(mode, (60, 40), (10, 200, 30, 128)[: len(mode)])
    with Image.open(io.BytesIO(encoded(shown, kind, ABOUT))) as read:
        assert read.format == kind
        assert read.size == (60, 40)
        assert read.info["icc_profile"] == srgb()
        assert read.mode == (mode if kind == "PNG" else "RGB")
        xmp = read.info["xmp"] if kind == "JPEG" else read.info["XML:com.adobe.xmp"].encode()
        assert "Lake – ‘dawn’ &lt;日&gt;".encode() in xmp
        assert HONEST.encode() in xmp
        assert b"5M6M9S16x20" in xmp
        if kind == "PNG":
            assert HONEST in read.info["Description"]
            assert read.info["Product code"] == "5M6M9S16x20"
        else:
            assert HONEST in read.getexif()[270]
            expected = (10, 200, 30) if mode == "RGB" else (132, 227, 142)
            assert all(abs(a - b) < 6 for a, b in zip(ImageStat.Stat(read).mean, expected, strict=True))


def test_the_same_picture_is_the_same_file() -> None:
    shown = Image.new("RGB", (9, 9), (1, 2, 3))
    assert encoded(shown, "PNG", ABOUT) == encoded(shown, "PNG", ABOUT)
