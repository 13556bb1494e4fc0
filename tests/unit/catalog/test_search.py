from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest

from fwdesk.catalog.search import CatalogIndex
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog, Collection, Frame, Glazing, Mat, Media, ProductType, Style


def frame(id: int, name: str, price: str = "", face: str = "1", **more: Any) -> Frame:
    return Frame(id, name, 1, face=Decimal(face), starting_price=Money.of(price) if price else None, **more)


CATALOG = Catalog(
    (ProductType(5, "Giclee - Paper Prints", "Fine art paper"),),
    (Media(6, 5, "Archival Matte Paper"), Media(200, 11, "Hahnemühle Photo Rag")),
    (Style(9, '1/2" Extra Border Added'), Style(8, "Borderless")),
    (
        Collection(
            1,
            "Gallery Economy",
            frames=(
                frame(96, "Standard Black", "21", "0.88", color="black", composite="Solid wood"),
                frame(960, "Natural", "30", color="natural"),
                frame(72, 'Burl Walnut Scoop 1-1/4"', "19.99", "1.25"),
                frame(73, "Walnut", "55.00", "1.250", color="brown"),
                frame(74, "Dark walnuts No. 96"),
                frame(75, "Plain", color="walnut"),
                frame(76, "Wide 11 1/4 rule", "20"),
                frame(77, "Blackwalnut", "20"),
            ),
        ),
    ),
    (Mat(1, "Snow White", "#ffffff"), Mat(96, "Off White", "#fafafa", starting_price=Money.of(6))),
    (Glazing(1, "Premium Clear", "Acrylic"),),
)
INDEX = CatalogIndex(CATALOG)


def ids(text: str, **more: object) -> list[tuple[str, int]]:
    return [(hit.step, hit.id) for hit in INDEX.search(text, **more)]  # pyright: ignore[reportArgumentType]


def frames(text: str) -> list[int]:
    return [id for _, id in ids(text, steps={"frame"})]


def test_empty_finds_everything_in_the_catalog_s_order() -> None:
    found = INDEX.search("  ")
    assert len(found) == 17
    assert found[0].name == "Giclee - Paper Prints"
    assert INDEX.search("", limit=3) == found[:3]


def test_ids_first() -> None:
    assert ids("96") == [("frame", 96), ("mat", 96), ("frame", 74), ("frame", 960)]


def test_names_by_how_well_they_fit() -> None:
    assert frames("walnut") == [73, 72, 74, 75, 77]
    assert frames("wal bur") == [72]
    assert frames("WALNUT dark") == [74]
    assert frames("econ black") == [96, 77]
    assert frames("lid woo") == [96]
    assert frames("xyz") == []
    assert frames("walnut xyz") == []


def test_other_words() -> None:
    assert ids("#fafafa") == [("mat", 96)]
    assert ids("acrylic") == [("glazing", 1)]
    assert ids("hahnemü") == [("media", 200)]
    assert ids("fine art") == [("product_type", 5)]
    assert ids("snow", steps=["glazing"]) == []


@pytest.mark.parametrize("text", ["1 1/4", '1-1/4"', "1¼", "1 1/4 in"[:5]])
def test_widths_as_framers_write_them(text: str) -> None:
    assert frames(text)[:2] == [72, 73]


def test_widths_as_decimals() -> None:
    assert frames("1.25") == [72, 73]
    assert frames("0.88") == [96]
    assert ("style", 9) in ids("1/2 border")
    assert ("style", 9) in ids("½")


@pytest.mark.parametrize("text", ["<20$", "< $20", "<20", "<20.00 $"])
def test_prices_below(text: str) -> None:
    assert ids(text) == [("frame", 72), ("mat", 96)]


def test_prices_and_words_together() -> None:
    assert frames("walnut <=20") == [72, 77]
    assert frames(">30") == [73]
    assert frames(">=30 <55") == [960]
    assert frames("<55 >=30 <56 >10") == [960]


def test_colors_in_words_find_mats_whatever_they_are_called() -> None:
    mats = (
        Mat(1, "Wedgwood", "#7d95ad"),
        Mat(2, "Blue Note", "#ffffff"),
        Mat(3, "Midnight", "#27344d"),
        Mat(4, "X", "?"),
    )
    index = CatalogIndex(Catalog(mats=mats))
    assert [hit.id for hit in index.search("blue")] == [2, 1, 3]
    assert [hit.id for hit in index.search("dark blue")] == [3]


def calls(index: CatalogIndex, text: str) -> int:
    """How many functions of ours a search calls: work that is the same on every machine."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        index.search(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("text", ["a", "walnut", "wal bur 7", "96", "1 1/4", "<20$", "o l e", "dark blue", "zzz"])
def test_the_work_of_a_keystroke(text: str) -> None:
    # 50 ms for 10,000 rows leaves 5 µs a row: room for five short calls, of which a search makes at most four.
    names = ("Walnut Burl", "Standard Black", "Rustic Oak", "Gold Leaf", "Barnwood Grey")

    def index(rows: int) -> CatalogIndex:
        many = tuple(frame(n, f"{names[n % 5]} {n}", str(n % 90 + 1), color="brown") for n in range(rows))
        return CatalogIndex(Catalog(collections=(Collection(1, "All", frames=many),)))

    few, many = calls(index(1_000), text), calls(index(10_000), text)
    assert many <= 4 * 10_000
    assert many <= 11 * few  # a row of a large catalog costs no more than one of a small one
