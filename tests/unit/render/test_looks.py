"""Words to looks: every catalog row gets one, and the same row always the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fwdesk.domain.options import Glazing, Mat
from fwdesk.render.colors import NEUTRAL, css, luminance
from fwdesk.render.materials import material_of, profile_of
from fwdesk.render.scene import Strip, glazing_look, mat_look, moulding_look
from fwdesk.render.textures import seamless
from tests.unit.render.pieces import frame


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("#fff", (255, 255, 255)),
        ("#ff8800", (255, 136, 0)),
        ("#ff8800cc", (255, 136, 0)),
        ("RebeccaPurple", (102, 51, 153)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("rgb(1 2 3 / 50%)", (1, 2, 3)),
        ("rgba(100%, 0%, 0%, 0.5)", (255, 0, 0)),
        ("hsl(120deg 100% 25%)", (0, 128, 0)),
        ("hsla(0.5turn, 100%, 50%, 1)", (0, 255, 255)),
        ("hwb(120 0% 0%)", (0, 255, 0)),
        ("hwb(120 60% 60%)", (128, 128, 128)),
        ("walnutty", None),
        ("rgb(1)", None),
        ("", None),
    ],
)
def test_css_colors(text: str, color: tuple[int, int, int] | None) -> None:
    assert css(text) == color


@given(st.text(max_size=30))
def test_any_words_are_accepted(words: str) -> None:
    assert material_of(words, words, words).kind in {"wood", "paint", "leaf", "metal"}
    assert profile_of(words) in {"flat", "scoop", "cushion", "cap", "step", "bevel"}
    assert len(mat_look(Mat(1, words, words, words)).core) == 3
    assert glazing_look(Glazing(1, words, words)).kind in {"clear", "acrylic", "non-glare", "museum"}


@pytest.mark.parametrize(
    ("color", "name", "composite", "kind"),
    [
        ("black", "Standard Black", "Solid Wood with Veneer", "paint"),
        ("walnut", "Standard - Walnut", "Solid Wood with Veneer", "wood"),
        ("", "Burl Scoop", "", "wood"),
        ("", "Rustic Britanny", "", "wood"),
        ("red", 'Vermill Red 1-1/2"', "", "paint"),
        ("gold", "Gilt", "Wood", "leaf"),
        ("silver", "Nielsen 11", "Aluminum", "metal"),
        ("#336699", "anything", "", "paint"),
    ],
)
def test_materials(color: str, name: str, composite: str, kind: str) -> None:
    assert material_of(color, name, composite).kind == kind


def test_unknown_words_are_neutral() -> None:
    found = material_of("", "Zorp 99", "")
    assert abs(luminance(found.light) - luminance(NEUTRAL)) < 8


def test_profiles_by_name() -> None:
    assert [profile_of(name) for name in ("Burl Scoop", "Cushion 1", "Standard Black", "Reverse bevel")] == [
        "scoop", "cushion", "flat", "bevel",
    ]  # fmt: skip


def test_core_and_plies() -> None:
    assert max(mat_look(Mat(1, "White", "#fff", core_color="black")).core) < 40
    assert max(mat_look(Mat(1, "White Black Core", "#fff")).core) < 40
    assert mat_look(Mat(1, "x", "#112233", plies=Decimal(8))).plies == 8
    assert mat_look(Mat(1, "Off White (A4902)", "")).color == (241, 236, 224)
    assert min(mat_look(Mat(1, "no color at all", "?")).color) > 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Premium Clear", "clear"), ("Acrylic", "acrylic"), ("Non-Glare Glass", "non-glare"), ("Museum Glass", "museum")],
)
def test_glazing(name: str, kind: str) -> None:
    assert glazing_look(Glazing(1, name)).kind == kind


def test_looks_are_keys() -> None:
    strip = Image.new("RGB", (60, 20), (9, 9, 9))
    one, other = (moulding_look(frame("A", "black"), strip.copy()) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != moulding_look(frame("A", "black"))


def test_a_standing_strip_is_laid_down_left_edge_up() -> None:
    strip = Image.new("RGB", (20, 60), (0, 0, 0))
    strip.paste((255, 0, 0), (0, 0, 5, 60))
    laid = Strip.of(strip)
    assert (laid.width, laid.height) == (60, 20)
    assert laid.data[:3] == b"\xff\0\0"


def test_a_seamless_strip_meets_itself() -> None:
    ramp = Image.linear_gradient("L").rotate(90).resize((240, 8)).convert("RGB")
    tile = seamless(ramp)
    assert tile.width < ramp.width
    first, last = tile.getpixel((0, 4)), tile.getpixel((tile.width - 1, 4))
    assert abs(first[0] - last[0]) <= 6  # type: ignore[index]
