"""Color: published values of CIELAB and CIEDE2000, and words an artist would use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.color import Lab, color_words, difference, lab, lab_of, rgb
from fwdesk.domain.mat_advice import Swatch, suggest_mats
from fwdesk.domain.options import Mat

# Sharma, Wu and Dalal (2005), table 1: the pairs that tell a wrong implementation from a right one.
SHARMA = (
    (50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425),
    (50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615),
    (50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412),
    (50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669),
    (50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461),
    (50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065),
    (50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492),
    (50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977),
    (50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030),
    (50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535),
    (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
    (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
)


@pytest.mark.parametrize("pair", SHARMA)
def test_the_published_differences(pair: tuple[float, ...]) -> None:
    one, other = Lab(*pair[:3]), Lab(*pair[3:6])
    assert difference(one, other) == pytest.approx(pair[6], abs=5e-5)
    assert difference(other, one) == pytest.approx(pair[6], abs=5e-5)


@pytest.mark.parametrize(
    ("color", "seen"),
    [
        ("#ffffff", (100.0, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
        ("#ff0000", (53.24, 80.09, 67.20)),
        ("#00ff00", (87.74, -86.18, 83.18)),
        ("#0000ff", (32.30, 79.19, -107.86)),
        ("#808080", (53.59, 0.0, 0.0)),
    ],
)
def test_known_colors(color: str, seen: tuple[float, float, float]) -> None:
    found = lab(color)
    assert found is not None
    assert (found.lightness, found.a, found.b) == pytest.approx(seen, abs=0.02)


channels = st.integers(0, 255)


@given(channels, channels, channels, channels, channels, channels)
def test_a_difference_is_none_only_to_itself(r: int, g: int, b: int, other_r: int, other_g: int, other_b: int) -> None:
    one, other = lab_of(r, g, b), lab_of(other_r, other_g, other_b)
    assert difference(one, one) == 0
    assert (difference(one, other) == 0) == (one == other)
    assert difference(one, other) == pytest.approx(difference(other, one))
    assert color_words(one)


def test_colors_as_catalogs_write_them() -> None:
    assert rgb("#abc") == rgb("AABBCC") == (170, 187, 204)
    assert rgb(" Navy ") == (0, 0, 128)
    assert rgb("chartreuse-ish") is None
    assert lab("?") is None


@pytest.mark.parametrize(
    ("color", "words"),
    [
        ("#ffffff", "white"), ("#222222", "black"), ("#808080", "gray"), ("#3f4143", "dark gray"),
        ("#dfe0dd", "light gray"), ("#f5f1e4", "yellowish white"), ("#27344d", "dark muted blue"),
        ("#1a1208", "brownish black"), ("#8c3b32", "dark red"), ("#5d2430", "dark red"),
        ("#54374c", "dark muted purple"), ("#6b5040", "dark muted brown"), ("#b4b0a7", "yellowish gray"),
        ("#ff69b4", "pink"), ("#b4c7d3", "light muted blue"), ("#ffa500", "orange"),
    ],
)  # fmt: skip
def test_colors_in_words(color: str, words: str) -> None:
    found = lab(color)
    assert found is not None
    assert color_words(found) == words


# Mats for a picture

MATS = tuple(
    Mat(number, name, color)
    for number, (name, color) in enumerate(
        (
            ("Snow", "#ffffff"), ("Cream", "#f2ead2"), ("Polar", "#eef1f6"), ("Linen", "#ebe4d6"), ("Navy", "#27344d"),
            ("Sage", "#a3ab90"), ("Brick", "#8c3b32"), ("Almost brick", "#8c3c33"), ("Odd", "woodgrain"),
        ),
        1,
    )
)  # fmt: skip
SEA = (
    Swatch("#2b4a6f", 0.5),
    Swatch("#dfe8ee", 0.2),
    Swatch("#8c3b32", 0.15),
    Swatch("#a3ab90", 0.1),
    Swatch("#ff00ff", 0.05),
)


def test_whites_first_then_the_third_and_fourth_color() -> None:
    found = [(one.mat.name, one.reason) for one in suggest_mats(SEA, MATS)]
    assert found == [
        ("Snow", "the brightest white: nothing competes with the picture"),
        ("Polar", "the coolest white, like the picture"),
        ("Cream", "the warmest white: a contrast to a cool picture"),
        ("Brick", "takes up the dark red in 15 % of the picture"),
        ("Sage", "takes up the muted yellow green in 10 % of the picture"),
    ]


def test_the_commonest_color_is_never_an_accent() -> None:
    navy = (Swatch("#27344d", 0.9), Swatch("#ffffff", 0.1))
    assert "Navy" not in [one.mat.name for one in suggest_mats(navy, MATS)]


def test_a_mat_whiter_than_the_paper_is_said_to_be() -> None:
    (snow, *others) = suggest_mats(SEA, MATS, paper="#f4f1e8")
    assert snow.reason.endswith("; it is whiter than the paper, which may look gray beside it")
    assert not others[1].reason.endswith("beside it")


def test_a_warm_picture_has_warm_whites_first() -> None:
    warm = (Swatch("#c08040", 0.6), Swatch("?", 0.4))
    assert [one.mat.name for one in suggest_mats(warm, MATS)][:3] == ["Snow", "Cream", "Polar"]


def test_few_mats_and_few_colors() -> None:
    assert suggest_mats(SEA, ()) == ()
    assert [one.mat.name for one in suggest_mats(SEA, MATS[4:])] == ["Brick", "Sage"]
    assert [one.mat.name for one in suggest_mats((), MATS)] == ["Snow", "Cream", "Polar"]
    assert len(suggest_mats(SEA, MATS, count=2)) == 2
    assert [one.reason for one in suggest_mats((), (MATS[0], MATS[3]))] == [
        "the brightest white: nothing competes with the picture", "the warmest white, like the picture",
    ]  # fmt: skip


def test_two_mats_that_look_the_same_are_suggested_once() -> None:
    reds = (*SEA[:2], Swatch("#8c3b32", 0.15), Swatch("#8c3c33", 0.1), Swatch("#000", 0.05))
    assert [one.mat.name for one in suggest_mats(reds, MATS)][3:] == ["Brick"]
