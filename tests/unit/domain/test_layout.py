"""Geometry and crop: where everything lies in inches, and what of the picture is printed."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.crop import (
    MIDDLE,
    Crop,
    Pixels,
    Sharpness,
    crop_box,
    crop_words,
    cropped_share,
    effective_ppi,
    sharpness,
)
from fwdesk.domain.errors import PieceError
from fwdesk.domain.geometry import Rect, centred, describe, measure
from fwdesk.domain.options import Frame
from fwdesk.domain.size import Size
from tests.unit.domain.small_shop import BORDERED, BORDERLESS, DEEP, WRAP, sizes

D = Decimal
EXAMPLE = parse_code("5M6M9S16x20F96S20x24J1S16x20G1")


def test_the_documented_example() -> None:
    laid = measure(EXAMPLE, BORDERLESS, DEEP)
    assert laid.outside.size == Size.of("21.5", "25.5")
    assert (EXAMPLE.frame.opening.width - EXAMPLE.frame.mats[0].window.width) / 2 == 2  # type: ignore[union-attr]
    assert laid.mat_borders == (D("1.75"), D("1.75"))
    assert laid.visible == laid.windows[0] == Rect(D("2.75"), D("2.75"), D(16), D(20))
    assert (laid.opening.right, laid.opening.bottom) == (D("20.75"), D("24.75"))
    assert describe(laid) == "print 16 × 20 · window 16 × 20 · package 20 × 24 · outside 21½ × 25½ · depth 1 in"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5M6M9S16x20", "print 16 × 20 · sheet 17 × 21 in"),
        ("F96S20x24J1S16x20", "print 16 × 20 · window 16 × 20 · package 20 × 24 · outside 21½ × 25½ · depth 1 in"),
        ("F96S16x20", "print 16 × 20 · outside 17½ × 21½ · depth 1 in"),
        ("5M6M9S16x20F0S20x24J1S16x20", "print 16 × 20 · sheet 17 × 21 · window 16 × 20 · package 20 × 24 in"),
    ],
)
def test_the_sanity_line(text: str, words: str) -> None:
    assert describe(measure(parse_code(text), BORDERED, DEEP)) == words


def test_prints_alone() -> None:
    laid = measure(parse_code("11M200M30S16x20"), WRAP, None)
    assert laid.visible == laid.sight == laid.outside == laid.sheet == laid.image
    assert laid.depth == D("1.5")
    assert laid.mat_borders == (0, 0)
    assert measure(parse_code("5M6M9S16x20"), None, None).sheet.size == Size.of(16, 20)


def test_a_moulding_narrower_than_its_lip_does_not_shrink_the_piece() -> None:
    thin = Frame(1, "Thin", face=D("0.125"), lip=D("0.25"))
    assert measure(parse_code("F1S16x20"), None, thin).outside.size == Size.of(16, 20)


@pytest.mark.parametrize("code", [ProductCode(None), parse_code("AP1P2")])
def test_nothing_to_lay_out(code: ProductCode) -> None:
    with pytest.raises(PieceError):
        measure(code, None, None)


@given(sizes(), sizes())
def test_centred_lies_in_the_middle(size: Size, inside: Size) -> None:
    lies = centred(size, inside)
    assert lies.size == size
    assert lies.x == inside.width - lies.right
    assert lies.y == inside.height - lies.bottom
    assert lies.inset(D(-1)).inset(D(1)) == lies


@given(sizes(4), st.integers(0, 8), st.integers(0, 6), st.integers(1, 16))
def test_a_matted_frame_nests(image: Size, lip: int, extra: int, face: int) -> None:
    frame = Frame(1, "F", face=D(face) / 4, lip=D(lip) / 8)
    border = frame.lip + D(extra) / 2
    text = f"5M6M9S{image}F1S{image.grown(border + 1)}J1S{image}"
    laid = measure(parse_code(text), BORDERED, frame)
    nest = [laid.windows[0], laid.sight, laid.opening, laid.outside]
    for inner, outer in pairwise(nest):
        assert outer.x <= inner.x
        assert outer.y <= inner.y
        assert inner.right <= outer.right
        assert inner.bottom <= outer.bottom
    assert laid.mat_borders == (border + 1 - frame.lip,) * 2
    assert laid.sheet.size == image.grown(BORDERED.border)


# Crop

pixels = st.builds(Pixels, st.integers(1, 20000), st.integers(1, 20000))
shares = st.decimals(0, 1, places=2)


@given(pixels, sizes(), shares, shares)
def test_the_kept_part_lies_in_the_picture_and_has_the_prints_shape(
    picture: Pixels, image: Size, x: Decimal, y: Decimal
) -> None:
    box = crop_box(picture, image, Crop(x, y))
    tiny = D("1e-18")
    assert -tiny <= box.left <= box.right <= picture.width + tiny
    assert -tiny <= box.top <= box.bottom <= picture.height + tiny
    assert abs(box.width / box.height - image.width / image.height) < D("1e-15")
    assert 0 - tiny <= cropped_share(picture, image) < 1
    assert effective_ppi(picture, image, Crop(x, y)) >= 0


@pytest.mark.parametrize(
    ("picture", "image", "words"),
    [
        (Pixels(4000, 5000), Size.of(16, 20), ""),
        (Pixels(4000, 5000), Size.of(16, 16), "Crops 20 % (top and bottom)"),
        (Pixels(6000, 4000), Size.of(20, 16), "Crops 17 % (left and right)"),
        (Pixels(4020, 5000), Size.of(16, 20), "Trims under 1 % (left and right)"),
    ],
)
def test_crop_in_words(picture: Pixels, image: Size, words: str) -> None:
    assert crop_words(picture, image) == words


def test_the_middle_is_kept_unless_asked_otherwise() -> None:
    picture, square = Pixels(300, 100), Size.of(1, 1)
    assert crop_box(picture, square, MIDDLE).left == 100
    assert crop_box(picture, square, Crop(D(0))).left == 0
    assert crop_box(picture, square, Crop(D(1))).right == 300
    assert crop_box(Pixels(100, 300), square, Crop(y=D(1))).bottom == 300


def test_resolution() -> None:
    assert effective_ppi(Pixels(4800, 6000), Size.of(16, 20)) == 300
    assert Pixels(4800, 6000).megapixels == D("28.8")
    assert [sharpness(ppi) for ppi in (300, 240, 239, 150, 149, 72, 71)] == [
        Sharpness.CRISP, Sharpness.CRISP, Sharpness.GOOD, Sharpness.GOOD, Sharpness.SOFT, Sharpness.SOFT,
        Sharpness.TOO_SMALL,
    ]  # fmt: skip
