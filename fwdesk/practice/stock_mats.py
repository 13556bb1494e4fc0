"""Mat boards and glazing. Mat 1, mat 2 and glazing 1 are known (REFERENCE section 8); the rest is practice stock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from fwdesk.domain.money import Money
from fwdesk.domain.options import Glazing, Mat
from fwdesk.domain.size import Size

_Board: TypeAlias = tuple[tuple[int, int], tuple[int, int], str, int, str]
"""A kind of board: smallest, largest, what it is made of, plies, core color."""

_STANDARD: _Board = ((8, 8), (38, 58), "4-ply", 4, "")
_BLACK_CORE: _Board = ((8, 8), (38, 58), "4-ply, black core", 4, "#1b1b1b")
_EIGHT_PLY: _Board = ((8, 8), (38, 58), "8-ply cotton rag", 8, "#fbf8f0")
_SMALL: _Board = ((5, 7), (30, 40), "4-ply", 4, "")
_FABRIC: _Board = ((8, 8), (30, 40), "4-ply, fabric faced", 4, "#f4efe4")

_BOARDS: tuple[tuple[_Board, str, tuple[tuple[str, str], ...]], ...] = (
    (_STANDARD, "1", (
        ("Antique White", "#f3ecd9"), ("Cream", "#efe3c4"), ("Ivory", "#f2ead2"), ("Alabaster", "#f0ece2"),
        ("Warm White", "#f6f1e6"), ("Parchment", "#e8dcc1"), ("Linen White", "#ebe4d6"), ("French Vanilla", "#f1e6c2"),
        ("Polar White", "#f7f9f8"), ("China White", "#f2f0ea"), ("Oatmeal", "#d9ccb4"), ("Sandstone", "#cbb898"),
        ("Mushroom", "#b8aa98"), ("Stone Gray", "#b4b0a7"), ("Dove Gray", "#c9c8c3"), ("Pearl Gray", "#d8d7d2"),
        ("Fog", "#dfe0dd"), ("Pewter", "#8e8d88"), ("Slate", "#5f656a"), ("Charcoal", "#3f4143"),
        ("Smooth Black", "#222222"), ("Raven", "#2a2a2d"), ("Espresso", "#43332a"), ("Cocoa", "#6b5040"),
        ("Saddle", "#96714a"), ("Terra Cotta", "#b0674a"), ("Brick Red", "#8c3b32"), ("Burgundy", "#5d2430"),
        ("Rose Dust", "#c79e97"), ("Blush", "#e3c9bd"), ("Marigold", "#cf9a3c"), ("Wheat", "#dcc48a"),
        ("Sage", "#a3ab90"), ("Moss", "#737a4f"), ("Hunter Green", "#2f4538"), ("Sea Glass", "#b2c6bd"),
        ("Teal", "#336669"), ("Sky", "#b4c7d3"), ("Wedgwood Blue", "#7d95ad"), ("Colonial Blue", "#4d6784"),
        ("Navy", "#27344d"), ("Lavender Gray", "#b0a9b8"), ("Plum", "#54374c"),
    )),
    (_BLACK_CORE, "1.25", (
        ("White with Black Core", "#f8f6f1"), ("Cream with Black Core", "#eee2c6"), ("Gray with Black Core", "#a9a8a4"),
        ("Red with Black Core", "#8e2f2b"), ("Navy with Black Core", "#28354e"),
    )),
    (_EIGHT_PLY, "2.1", (
        ("Rag White, 8-Ply", "#faf7ef"), ("Rag Natural, 8-Ply", "#f1e9d8"), ("Rag Cream, 8-Ply", "#ece0c8"),
        ("Rag Pale Gray, 8-Ply", "#dcdad4"),
    )),
    (_FABRIC, "1.9", (
        ("Natural Linen Fabric", "#d6cab2"), ("White Linen Fabric", "#efeae0"), ("Black Silk Fabric", "#262424"),
    )),
    (_SMALL, "0.95", (
        ("Small-Format White", "#f8f7f3"), ("Small-Format Cream", "#f0e6cd"), ("Small-Format Black", "#242424"),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MatStock:
    """A mat board and how much dearer it is than Snow White."""

    mat: Mat
    factor: Decimal


@dataclass(frozen=True, slots=True)
class GlazingStock:
    """A glazing: dollars a square inch plus `base`, and the largest size it is made in."""

    glazing: Glazing
    composite: int
    rate: Decimal
    base: Decimal
    largest: Size
    ounces: Decimal


def mat_price(area: Decimal, factor: Decimal) -> Decimal:
    """Snow White by its outer area: 6.63 at 8 x 10, 7 at 11 x 14, 15 at 16 x 20 (REFERENCE section 8), times `factor`.

    Small mats cost 6.63, larger ones whole dollars: the only shape found that meets all six published totals.
    """
    plain = max(Decimal("6.63"), Decimal(int(Decimal("0.049") * area)))
    return plain if factor == 1 else (plain * factor).quantize(Decimal("0.01"))


def glazing_price(item: GlazingStock, area: Decimal) -> int:
    """Whole dollars for a sheet of this area: glazing 1 is 0.055 a square inch + 3 (REFERENCE section 8)."""
    return int(item.rate * area + item.base)


def _mat(mat_id: int, name: str, color: str, factor: str, board: _Board, core: str = "#fdfcf8") -> MatStock:
    low, high, composite, plies, own_core = board
    scale = Decimal(factor)
    return MatStock(
        Mat(
            id=mat_id,
            name=name,
            color=color,
            core_color=own_core or core,
            plies=Decimal(plies),
            smallest=Size.of(*low),
            largest=Size.of(*high),
            composite=composite,
            starting_price=Money(mat_price(Decimal(80), scale)),
        ),
        scale,
    )


def _all_mats() -> list[MatStock]:
    found = [
        _mat(1, "Snow White", "#ffffff", "1", _STANDARD, "#ffffff"),
        _mat(2, "Off White (A4902)", "#f5f1e4", "1", _STANDARD),
    ]
    mat_id = 9401
    for kind, factor, boards in _BOARDS:
        for name, color in boards:
            found.append(_mat(mat_id, f"{name} (practice)", color, factor, kind))
            mat_id += 1
    return found


MATS: dict[int, MatStock] = {item.mat.id: item for item in _all_mats()}
"""Every mat by id."""

_GLAZINGS: tuple[tuple[int, str, int, str, str, tuple[int, int], str, str], ...] = (
    (1, "Premium Clear", 0, "0.055", "3", (40, 60), "0.05",
     "Framing-grade clear acrylic: light, shatter resistant and safe to ship at any size."),
    (9501, "Non-Glare Acrylic (practice)", 0, "0.075", "4", (40, 60), "0.05",
     "A fine matte face scatters reflections. Keep it close to the print; over a deep mat it softens detail."),
    (9502, "UV Acrylic (practice)", 0, "0.085", "5", (40, 60), "0.05",
     "Clear acrylic that stops nearly all ultraviolet light, for watercolors and anything in a sunny room."),
    (9503, "Museum Acrylic (practice)", 0, "0.26", "14", (36, 48), "0.05",
     "Anti-reflective, UV-filtering and scratch resistant: you see the picture, not the window behind you."),
    (9504, "Regular Glass (practice)", 1, "0.045", "3", (24, 36), "0.11",
     "Plain framing glass, hard to scratch. Only up to 24 x 36 in, because larger sheets break on the way."),
    (9505, "Museum Glass (practice)", 1, "0.21", "12", (20, 30), "0.11",
     "Nearly invisible and UV filtering. Only up to 20 x 30 in: it is glass, and it travels by parcel."),
)  # fmt: skip


def _glazing(row: tuple[int, str, int, str, str, tuple[int, int], str, str]) -> GlazingStock:
    glazing_id, name, composite, rate, base, largest, ounces, description = row
    price = int(Decimal(rate) * 80 + Decimal(base))
    return GlazingStock(
        Glazing(glazing_id, name, description, f"/images/glazing/{glazing_id}.png", Money.of(price)),
        composite,
        Decimal(rate),
        Decimal(base),
        Size.of(*largest),
        Decimal(ounces),
    )


GLAZINGS: dict[int, GlazingStock] = {row[0]: _glazing(row) for row in _GLAZINGS}
"""Every glazing by id."""
