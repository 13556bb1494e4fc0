"""What a viewer would see, measured (UX 4.3: tests for a developer who cannot see the result)."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageFilter

from fwdesk.render import light, window
from fwdesk.render.draw import Renderer
from fwdesk.render.plan import plan
from tests.unit.render.pieces import DOUBLE, SLATE, WHITE, art, frame, mean, scene


def test_the_top_of_a_scoop_is_darker_than_its_bottom() -> None:
    wanted = scene(moulding=frame("Gilt Scoop", "gold", face="2"), mats=(WHITE,))
    picture = Renderer().piece(wanted, art(), 1000)
    laid = plan(wanted.geometry, 1000 / float(wanted.geometry.outside.height))
    middle = range(laid.width // 3, laid.width * 2 // 3)
    inner = (round(laid.face * 0.3), round(laid.face * 0.85))
    top = mean(picture, (middle[0], inner[0], middle[-1], inner[1]))
    bottom = mean(picture, (middle[0], laid.height - inner[1], middle[-1], laid.height - inner[0]))
    assert top <= bottom * 0.75


@pytest.mark.parametrize("profile", ["flat", "scoop", "cushion", "cap", "step", "bevel"])
def test_every_profile_is_lit_from_the_upper_left(profile: str) -> None:
    def sums(side: str) -> int:
        dark, bright, high = light.member(profile, side, 60, 0.2, 20)
        # Slopes that face outward on one side face inward on the opposite one: only the outer rim tells.
        return sum(dark[:6]) + sum(bright[:6]) + sum(high[:6])

    assert sums("top") > sums("bottom")
    assert sums("left") > sums("right")


def test_a_bevel_is_darkest_on_top() -> None:
    picture = Image.new("RGB", (200, 200), (128, 128, 128))
    window.bevel(picture, (40, 40, 160, 160), 6.0, (247, 245, 239))
    top, bottom = mean(picture, (60, 41, 140, 45)), mean(picture, (60, 155, 140, 159))
    left, right = mean(picture, (41, 60, 45, 140)), mean(picture, (155, 60, 159, 140))
    assert top <= bottom * 0.85
    assert top < left < right < bottom + 1
    # 45 degrees: just above the diagonal is top, just below it is left.
    assert mean(picture, (44, 43, 45, 44)) == pytest.approx(top, abs=1)
    assert mean(picture, (43, 44, 44, 45)) == pytest.approx(left, abs=1)


@pytest.mark.parametrize(("plies", "scale", "wide"), [(4, 100, 5.5), (8, 100, 11.0), (4, 10, 1.5), (8, 5, 1.5)])
def test_a_bevel_is_as_wide_as_its_board_but_never_invisible(plies: float, scale: float, wide: float) -> None:
    assert window.bevel_width(plies, scale) == pytest.approx(wide)


def test_the_shadow_lies_right_of_and_below_the_piece() -> None:
    wanted = scene(moulding=frame("Standard Black", "black"))
    renderer = Renderer()
    drawn = renderer.stage(wanted, art(), 600, 500)
    shadow = renderer.layers(wanted, art(), 600, 500)[1]
    assert shadow.name == "shadow"
    fallen = Image.new("RGB", (600, 500), (255, 255, 255))
    shadow.paint(fallen, (0, 0, 600, 500))
    weight = down = across = 0.0
    for index, value in enumerate(ImageChops.invert(fallen.convert("L")).tobytes()):
        weight += value
        across += value * (index % 600)
        down += value * (index // 600)
    left, top, right, bottom = drawn.outside
    assert across / weight > (left + right) / 2 + 1
    assert down / weight > (top + bottom) / 2 + 1


def test_a_soft_rectangle_is_a_blurred_one() -> None:
    exact = light.soft_rectangle((0, 0, 160, 120), (40, 30, 120, 90), 6.0)
    hard = Image.new("L", (160, 120))
    hard.paste(255, (40, 30, 120, 90))
    away = ImageChops.difference(exact, hard.filter(ImageFilter.GaussianBlur(6.0)))
    assert max(value for value, count in enumerate(away.histogram()) if count) <= 8


def test_mitres_lie_on_the_diagonal() -> None:
    wanted = scene(moulding=frame("Flat", "white", face="2", composite="plastic"))
    picture = Renderer().piece(wanted, art(), 800).convert("L")
    face = plan(wanted.geometry, 800 / float(wanted.geometry.outside.height)).face
    pixels = picture.load()
    assert pixels is not None
    for row in range(face // 4, face * 3 // 4):
        around = {x: pixels[x, row] for x in range(row - 5, row + 6)}
        darkest = min(around, key=lambda x: around[x])
        assert abs(darkest - row) <= 1


@pytest.mark.parametrize("profile", ["flat", "scoop", "cushion", "cap", "step", "bevel"])
def test_a_mirrored_light_mirrors_the_frame(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sides = {"top": "top", "left": "right", "right": "left", "bottom": "bottom"}
    before = {side: light.member(profile, side, 40, 0.2, 20) for side in sides}
    for name in ("LIGHT", "_HALF", "_TOWARDS"):
        across, *rest = getattr(light, name)
        monkeypatch.setattr(light, name, (-across, *rest))
    light.member.cache_clear()
    try:
        after = {side: light.member(profile, side, 40, 0.2, 20) for side in sides}
    finally:
        light.member.cache_clear()
    assert after == {side: before[mirrored] for side, mirrored in sides.items()}
    assert before["left"] != before["right"]


def test_the_second_mat_shows_between_the_first_and_the_art() -> None:
    wanted = scene(DOUBLE, frame("Cherry", "cherry"), (SLATE, WHITE))
    picture = Renderer().piece(wanted, art(), 1200)
    laid = plan(wanted.geometry, 1200 / float(wanted.geometry.outside.height))
    upper, base = laid.windows[1], laid.windows[0]
    middle = laid.width // 2
    reveal = picture.crop((middle, base[3] + 1, middle + 40, upper[3] - 7))
    red, green, blue = reveal.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    assert abs(red - 0x5A) < 12
    assert abs(green - 0x66) < 12
    assert abs(blue - 0x72) < 14
