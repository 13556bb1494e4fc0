"""Every price that REFERENCE section 8 records, and that all others add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fwdesk.practice.pricing import frame_price, price_row
from fwdesk.practice.stock_mats import GLAZINGS, glazing_price


@pytest.mark.parametrize(
    ("code", "dollars"),
    [
        ("5M6M9S4X4", 7),
        ("5M6M9S8X10", 8),
        ("5M6M9S8X12", 10),
        ("5M6M9S18X24", 47),
        ("5M6M9S20X24", 52),
        ("5M6M9S24X36", 95),
        ("5M6M9S48X48", 253),
        ("5M6M8S24X36", 95),
        ("5M144M8S7DD5X6", 7),
        ("5M144M8S7.5X6", 7),
        ("5m6m9s4x10", 8),
    ],
)
def test_published_print_prices(code: str, dollars: int) -> None:
    assert price_row(code, 1)["total_price"] == dollars


def test_the_whole_sweep_of_media_6_is_the_published_formula() -> None:
    points = [(w, h) for w in range(4, 49) for h in range(w, 49)]
    assert len(points) == 1035
    for width, height in points:
        for style in (8, 9):
            expected = max(7, 11 * max(8, width) * max(8, height) // 100)
            assert price_row(f"5M6M{style}S{width}X{height}", 1)["product_price"] == expected


@pytest.mark.parametrize(
    ("frame", "opening", "total"),
    [
        (1, "8X10", "34.63"), (2, "8X10", "34.63"), (1, "11X14", "46"), (1, "16X20", "74"),
        (7, "8X10", "43.63"), (7, "11X14", "57"), (7, "16X20", "89"),
    ],
)  # fmt: skip
def test_published_totals_of_frame_mat_and_glazing(frame: int, opening: str, total: str) -> None:
    row = price_row(f"F{frame}S{opening}J1S5X6G1", 1)
    assert row["total_price"] == Decimal(total)


def test_the_exact_breakdown() -> None:
    row = price_row("5M144M8S6X7DD5F1S8X10J1S6X7DD5G1", 1)
    parts = [row[name] for name in ("product_price", "add_frame_price", "add_mat_1_price", "add_glazing_price")]
    assert parts == [7, 21, Decimal("6.63"), 7]
    assert row["total_price"] == Decimal("41.63")
    assert row["info"] is None


def test_the_captured_package_of_frame_131() -> None:
    assert price_row("5M41M9S8X10F131S13X15J2S9X11G1", 1)["total_price"] == 113


@pytest.mark.parametrize("sides", [(8, 10), (12, 16), (18, 24), (24, 36)])
def test_the_linear_fits(sides: tuple[int, int]) -> None:
    perimeter, area = Decimal(2 * sum(sides)), Decimal(sides[0] * sides[1])
    assert frame_price(1, perimeter) == int(Decimal("0.5") * perimeter + 3)
    assert frame_price(72, perimeter) == int(Decimal("1.35") * perimeter + 6)
    assert abs(frame_price(7, perimeter) - (Decimal("0.7") * perimeter + 5)) < 4
    assert glazing_price(GLAZINGS[1], area) == int(Decimal("0.055") * area + 3)


def test_a_second_mat_has_its_own_part() -> None:
    row = price_row("F1S20X24J1S12X16J2S12DD5X16DD5G1", 1)
    assert row["add_mat_1_price"] == row["add_mat_2_price"] > 0


@pytest.mark.parametrize(
    "code",
    [
        "5M9999M8S8X10", "99M6M8S8X10", "5M6M1S8X10", "F5000S8X10", "F1S8X10J5000S5X6", "F1S8X10G99", "nonsense",
        "5M6M8S8X10Z1", "AP1556P79511", "5M6M8S200X8", "F1S200X8",
    ],
)  # fmt: skip
def test_what_cannot_be_priced_is_a_row_of_zeros_with_a_reason(code: str) -> None:
    row = price_row(code, 1)
    assert row["total_price"] == row["product_price"] == row["add_frame_price"] == 0
    assert row["info"]
    assert row["debug"] == {"Exception": row["info"]}
    assert (row["product_sku"] or row["product_code"]) == code
