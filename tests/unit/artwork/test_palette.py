"""A picture's colors: what is in it, how much of it, and the same each time."""

from __future__ import annotations

import pytest
from PIL import Image

from fwdesk.artwork.palette import palette
from fwdesk.domain.color import difference, lab


def striped(size: tuple[int, int], *parts: tuple[str, int]) -> Image.Image:
    """A picture of colors one under the other, each so many rows high."""
    image, top = Image.new("RGB", size), 0
    for color, rows in parts:
        image.paste(color, (0, top, size[0], top + rows))
        top += rows
    assert top == size[1]
    return image


def near(one: str, other: str) -> bool:
    left, right = lab(one), lab(other)
    assert left
    assert right
    return difference(left, right) < 3


def test_the_commonest_comes_first_with_its_share() -> None:
    found = palette(striped((100, 100), ("#3a6b8c", 60), ("#d9b27c", 30), ("#7a2e2e", 10)))
    assert [round(one.share, 2) for one in found] == [0.6, 0.3, 0.1]
    assert all(near(one.color, wanted) for one, wanted in zip(found, ("#3a6b8c", "#d9b27c", "#7a2e2e"), strict=True))


def test_what_looks_the_same_is_one_color() -> None:
    found = palette(striped((100, 100), ("#3a6b8c", 40), ("#3b6c8d", 35), ("#d9b27c", 25)))
    assert [round(one.share, 2) for one in found] == [0.75, 0.25]


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "CMYK"])
@pytest.mark.parametrize("size", [(1, 1), (3, 4000), (2400, 1600)])
def test_any_picture_has_colors_that_add_up(mode: str, size: tuple[int, int]) -> None:
    found = palette(Image.new(mode, size))
    assert len(found) == 1
    assert found[0].share == pytest.approx(1)


def test_a_large_picture_has_the_colors_of_a_small_one() -> None:
    parts = (("#204060", 500), ("#e0c090", 400), ("#903020", 100))
    large = palette(striped((1000, 1000), *parts))
    small = palette(striped((100, 100), *((color, rows // 10) for color, rows in parts)))
    for one, other in zip(large[:3], small[:3], strict=True):
        assert near(one.color, other.color)
        assert one.share == pytest.approx(other.share, abs=0.02)


def test_the_picture_is_left_as_it_was_and_gives_the_same_again() -> None:
    image = Image.effect_noise((300, 200), 80).convert("RGB")
    before = image.tobytes()
    found = palette(image)
    assert image.tobytes() == before
    assert palette(image) == found
    assert 1 < len(found) <= 12
    assert sum(one.share for one in found) == pytest.approx(1)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
