"""Every edge lies where the product code says, to the pixel."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from fwdesk.domain.geometry import Geometry, Rect
from fwdesk.domain.options import Style
from fwdesk.render.draw import Renderer
from fwdesk.render.plan import fitted, plan, tight
from tests.unit.render.pieces import CODE, WHITE, art, frame, scene

SIDES = st.decimals(Decimal(4), Decimal(60), places=2)


def near(box: tuple[float, ...], rect: Rect, scale: float) -> bool:
    truth = (rect.x, rect.y, rect.right, rect.bottom)
    return all(abs(edge - float(inch) * scale) <= 1.0 + 1e-6 for edge, inch in zip(box, truth, strict=True))


@given(
    width=SIDES,
    height=SIDES,
    border=st.decimals(Decimal("0.75"), Decimal(5), places=2),
    face=st.decimals(Decimal("0.4"), Decimal(4), places=2),
    scale=st.floats(9, 80),
)
def test_all_edges_are_within_a_pixel(
    width: Decimal, height: Decimal, border: Decimal, face: Decimal, scale: float
) -> None:
    opening = f"{width + 2 * border}x{height + 2 * border}"
    wanted = scene(f"5M6M9S{width}x{height}F96S{opening}J1S{width}x{height}", frame("Flat", "black", face=str(face)))
    geometry: Geometry = wanted.geometry
    for base in (geometry.outside, geometry.opening):
        laid = plan(geometry, scale, base)
        # Measured from the middle, as everything is centered: opposite borders are equal.
        across, down = (
            laid.width / 2 - float(geometry.outside.width) * scale / 2,
            (laid.height / 2 - float(geometry.outside.height) * scale / 2),
        )
        for box, rect in (
            ((0, 0, laid.width, laid.height), geometry.outside),
            (laid.opening, geometry.opening),
            (laid.sight, geometry.sight),
            (laid.windows[0], geometry.windows[0]),
            (laid.sheet, geometry.sheet),
        ):
            left, top, right, bottom = box
            assert near((left - across, top - down, right - across, bottom - down), rect, scale)
            assert (left, top) == (laid.width - right, laid.height - bottom)


@given(face=st.decimals(Decimal("0.4"), Decimal(4), places=2), lip=st.sampled_from(("0.125", "0.25")))
def test_from_the_opening_nothing_within_it_depends_on_the_moulding(face: Decimal, lip: str) -> None:
    thin, other = (
        scene(moulding=frame("Flat", "black", face=wide, lip=Decimal(hidden))).geometry
        for wide, hidden in (("0.75", "0.25"), (str(face), lip))
    )
    one, two = (plan(geometry, 31.7, geometry.opening) for geometry in (thin, other))
    assert [b - one.opening[i % 2] for i, b in enumerate(one.windows[0])] == [
        b - two.opening[i % 2] for i, b in enumerate(two.windows[0])
    ]
    assert one.opening[2] - one.opening[0] == two.opening[2] - two.opening[0]


def test_the_piece_stands_at_the_optical_center() -> None:
    wanted = scene(moulding=frame("Flat", "black"))
    laid, (left, top), _ = fitted(wanted.geometry, 1000, 750)
    assert abs(laid.height - 0.78 * 750) <= 1
    assert abs(left - (1000 - laid.width) / 2) <= 1
    assert abs(top - (750 - laid.height) * 0.46) <= 1


def test_the_visible_mat_is_border_less_lip() -> None:
    wanted = scene(CODE, frame("Standard Black", "black", composite="plastic"), (WHITE,))
    picture = Renderer().piece(wanted, Image.new("RGB", (64, 80), (200, 30, 30)), 1020)
    scale = 1020 / 25.5
    row = [picture.getpixel((x, picture.height // 2)) for x in range(picture.width // 2)]
    moulding_ends = next(x for x, pixel in enumerate(row) if sum(pixel) > 500)  # type: ignore[arg-type]
    art_starts = next(x for x, pixel in enumerate(row) if pixel[0] - pixel[1] > 90)  # type: ignore[index]
    bevel = 0.055 * scale
    assert abs(moulding_ends - 1.0 * scale) <= 2
    assert abs((art_starts - bevel - 1.0 * scale) - 1.75 * scale) <= 1.5


def test_art_is_untouched_away_from_the_edge() -> None:
    wanted = scene(moulding=frame("Walnut cushion", "walnut"))
    picture = art(800, 1000)
    piece = Renderer().piece(wanted, picture, 1200)
    laid = tight(wanted.geometry, 1200)
    left, top, right, bottom = laid.image
    shown = piece.crop(laid.image)
    alone = picture.resize((right - left, bottom - top), Image.Resampling.LANCZOS)
    edge = round(0.2 * laid.scale)
    inside = (edge, edge, right - left - edge, bottom - top - edge)
    away = ImageChops.difference(shown.crop(inside), alone.crop(inside))
    assert max(high for _, high in away.getextrema()) <= 2  # type: ignore[misc]


def test_a_crop_box_counts_in_the_original_pixels() -> None:
    picture = Image.new("RGB", (400, 200), (255, 0, 0))
    picture.paste((0, 0, 255), (200, 0, 400, 200))
    wanted = scene("5M6M9S10x10", None, (), picture=picture)
    piece = Renderer().piece(wanted, picture, 200)
    assert piece.getpixel((40, 100)) == (255, 0, 0)
    assert piece.getpixel((160, 100)) == (0, 0, 255)


def test_a_paper_border_is_white() -> None:
    wanted = scene("5M6M9S10x10", None, (), style=Style(9, "bordered", border=Decimal(1)))
    piece = Renderer().piece(wanted, Image.new("RGB", (50, 50), (20, 20, 20)), 240)
    assert min(piece.getpixel((10, 120))) > 240  # type: ignore[arg-type]
    assert max(piece.getpixel((25, 120))) < 40  # type: ignore[arg-type]


def test_a_picture_without_a_crop_box_is_never_stretched() -> None:
    from dataclasses import replace

    wanted = replace(scene("5M6M9S10x10", None, ()), crop_box=None)
    piece = Renderer().piece(wanted, Image.new("RGB", (100, 50), (0, 0, 0)), 200)
    assert piece.getpixel((100, 100)) == (0, 0, 0)
    assert min(piece.getpixel((100, 20))) > 240  # type: ignore[arg-type]
