"""Frames: twelve collections of mouldings, each a few profiles in several finishes.

Frames 1, 2 and 7 are live facts (REFERENCE section 8); 72 and 131 are known by name; 96 and 458 by id only.
Everything else has an id from 9000 up and says "practice".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fwdesk.domain.money import Money
from fwdesk.domain.options import Collection, Frame
from fwdesk.domain.size import Size

_EXPRESS = ("Express Frames", "Generally in stock; usually a 5 to 7 day turnaround.")
_CUSTOM = ("Cut to Order (practice)", "Cut and joined for you; usually an 8 to 12 day turnaround.")


@dataclass(frozen=True, slots=True)
class Finish:
    """How a moulding looks: `kind` of surface, two colors, and the `shape` of its face."""

    kind: str
    color: str
    accent: str
    shape: str


@dataclass(frozen=True, slots=True)
class FrameStock:
    """A frame with its rate (dollars an inch of perimeter, plus `base`) and its look."""

    frame: Frame
    rate: Decimal
    base: Decimal
    finish: Finish


@dataclass(frozen=True, slots=True)
class _Profile:
    """One moulding shape: face, depth, lip, rabbet in inches, largest opening, and its price."""

    words: str
    face: str
    depth: str
    lip: str
    rabbet: str
    largest: tuple[int, int]
    rate: str
    base: str
    shape: str
    offset: str = "0"


@dataclass(frozen=True, slots=True)
class _Line:
    """A collection: profiles times finishes (name, color word, kind, color, accent)."""

    id: int
    name: str
    alias: str
    description: str
    composite: str
    first_id: int
    profiles: tuple[_Profile, ...]
    finishes: tuple[tuple[str, str, str, str, str], ...]
    glazing: bool = True
    matting: bool = True


_WOODS = (
    ("Walnut", "brown", "wood", "#5b3d29", "#3a2618"),
    ("Cherry", "red brown", "wood", "#8a4b2d", "#5f2f1b"),
    ("Mahogany", "red brown", "wood", "#6d2f22", "#431a13"),
    ("White Oak", "natural", "wood", "#c2a173", "#96764a"),
    ("Maple", "natural", "wood", "#dcbf92", "#b9975f"),
    ("Ash", "natural", "wood", "#d2bd98", "#a58c63"),
    ("Fumed Oak", "brown", "wood", "#7a5a3a", "#503823"),
)
_COLORS = (
    ("Gallery White", "white", "paint", "#f4f3ef", "#dcdad3"),
    ("Jet Black", "black", "paint", "#1c1c1d", "#0d0d0e"),
    ("Slate Gray", "gray", "paint", "#6a7076", "#4d5257"),
    ("Navy", "blue", "paint", "#24344f", "#182338"),
    ("Sage", "green", "paint", "#8c9a80", "#6f7d64"),
    ("Brick", "red", "paint", "#96402f", "#702c20"),
    ("Mustard", "yellow", "paint", "#c4952f", "#9a731f"),
    ("Blush", "pink", "paint", "#d7aba0", "#b88a7f"),
    ("Teal", "green", "paint", "#2f6a69", "#1f4b4b"),
)
_METALS = (
    ("Satin Silver", "silver", "metal", "#b9bcbf", "#8d9194"),
    ("Polished Black", "black", "metal", "#222325", "#08090a"),
    ("Brushed Gold", "gold", "metal", "#c4a55c", "#94773a"),
    ("Champagne", "gold", "metal", "#cbbd9c", "#a19375"),
    ("Gunmetal", "gray", "metal", "#585c61", "#37393d"),
    ("White", "white", "metal", "#efefed", "#d2d2cf"),
    ("Copper", "copper", "metal", "#b0714c", "#7d4a2e"),
)
_GILTS = (
    ("Antique Gold", "gold", "leaf", "#b48a3c", "#7a2f1d"),
    ("Bright Gold", "gold", "leaf", "#d3a94a", "#8a3a22"),
    ("Pale Champagne Leaf", "gold", "leaf", "#cdb98a", "#7d6a4d"),
    ("Roman Gold", "gold", "leaf", "#a3782e", "#4e2a17"),
    ("Verdigris Gold", "green", "leaf", "#8d8a52", "#3e5a45"),
    ("Rubbed Bronze", "brown", "leaf", "#8a6437", "#3c2315"),
)
_SILVERS = (
    ("Silver Leaf", "silver", "leaf", "#bcbab3", "#5f5a55"),
    ("Aged Pewter", "silver", "leaf", "#8f8d87", "#46423d"),
    ("Warm Silver", "silver", "leaf", "#c1b8a4", "#6d4a38"),
    ("Moon Gold", "silver", "leaf", "#c5bb99", "#6b5a3d"),
    ("White Gold", "silver", "leaf", "#d3cdb9", "#8a7a5c"),
)
_WEATHERED = (
    ("Driftwood", "gray", "worn", "#a79c8d", "#6f665a"),
    ("Barnwood Gray", "gray", "worn", "#877f75", "#524b43"),
    ("Whitewash", "white", "worn", "#ddd8cd", "#a89f90"),
    ("Weathered Teal", "green", "worn", "#6f918c", "#6b5945"),
    ("Rusty Red", "red", "worn", "#8e4636", "#4a2f24"),
    ("Tobacco", "brown", "worn", "#6b4c33", "#3d2a1c"),
    ("Storm Blue", "blue", "worn", "#56687a", "#4e4437"),
    ("Sand", "natural", "worn", "#cdb994", "#93795a"),
)

_SMALL, _MIDDLE, _LARGE = (24, 36), (32, 48), (40, 60)
_LINES: tuple[_Line, ...] = (
    _Line(1, "Gallery Economy", "gallery-economy",
          "Plain, well-made frames that are kept in stock, so they leave sooner and cost less.",
          "Solid Wood with Veneer", 9010,
          (_Profile("", "0.88", "0.75", "0.125", "0.5", _SMALL, "0.5", "3", "flat"),),
          (("Standard - Espresso", "brown", "wood", "#3d2a20", "#261912"),
           ("Standard - Gray", "gray", "paint", "#8b8d8e", "#6d6f70"),
           ("Standard - Honey", "natural", "wood", "#b98a52", "#8f6635"),
           ("Standard - Walnut", "brown", "wood", "#5d4029", "#3b2717"),
           ("Standard - Silver", "silver", "metal", "#b4b5b4", "#8c8d8c"),
           ("Standard - Gold", "gold", "metal", "#b99650", "#8b6d33"))),
    _Line(9101, "Natural Caps (practice)", "natural-caps",
          "Solid hardwood with a simple rounded cap, oiled rather than stained. The grain is the decoration.",
          "Solid Hardwood", 9110,
          (_Profile('Cap 3/4"', "0.75", "1", "0.25", "0.625", _SMALL, "0.62", "4", "cap"),
           _Profile('Cap 1-1/4"', "1.25", "1.125", "0.25", "0.75", _LARGE, "0.88", "5", "cap"),
           _Profile('Cap 2"', "2", "1.25", "0.25", "0.875", _LARGE, "1.2", "6", "cap")), _WOODS),
    _Line(9102, "Burl Scoop (practice)", "burl-scoop",
          "Scooped profiles under figured burl veneer and a satin lacquer; warm with portraits and old maps.",
          "Wood with Burl Veneer", 9140,
          (_Profile('Scoop 1"', "1", "0.875", "0.25", "0.5", _MIDDLE, "1.05", "5", "scoop"),
           _Profile('Scoop 2-1/4"', "2.25", "1.25", "0.25", "0.75", _LARGE, "1.7", "8", "scoop")),
          (("Walnut Burl", "brown", "burl", "#6b4327", "#3a2313"),
           ("Olive Burl", "brown", "burl", "#85683a", "#4c3a1d"),
           ("Elm Burl", "natural", "burl", "#a97c4a", "#6b4822"),
           ("Ebonized Burl", "black", "burl", "#34291f", "#17110c"),
           ("Maple Burl", "natural", "burl", "#c0935c", "#7f5a30"),
           ("Madrone Burl", "red brown", "burl", "#945536", "#5a2c19"),
           ("Gray Burl", "gray", "burl", "#7d766c", "#49443c"))),
    _Line(9103, "Rustic Britanny (practice)", "rustic-britanny",
          "Brushed, worn and waxed color over pine. Every length has its own knocks, as farmhouse furniture has.",
          "Solid Pine", 9160,
          (_Profile('1-1/2"', "1.5", "1", "0.25", "0.5", _LARGE, "1.3", "6.5", "flat"),
           _Profile('2-1/2"', "2.5", "1.125", "0.25", "0.625", _LARGE, "1.65", "8", "step")),
          (*_WEATHERED, ("Provence Blue", "blue", "worn", "#5f7c97", "#5b4632"),
           ("Cream", "white", "worn", "#e3d9c0", "#a68f6b"), ("Olive", "green", "worn", "#77774f", "#4b432b"))),
    _Line(9104, "Gilded Traditional (practice)", "gilded-traditional",
          "Metal leaf over red clay on ornamented profiles, rubbed at the high points. For oils, and for ancestors.",
          "Wood with Metal Leaf", 9190,
          (_Profile('Bead 3/4"', "0.75", "0.75", "0.25", "0.5", _MIDDLE, "1.1", "6", "bead"),
           _Profile('Reverse 1-3/4"', "1.75", "1.25", "0.25", "0.625", _LARGE, "1.75", "9", "reverse"),
           _Profile('Panel 3"', "3", "1.5", "0.375", "0.75", _LARGE, "2.6", "14", "step")), _GILTS),
    _Line(9105, "Silver Leaf (practice)", "silver-leaf",
          "Silver and white-gold leaf, bright or aged, on quiet modern profiles.",
          "Wood with Metal Leaf", 9220,
          (_Profile('Round 5/8"', "0.625", "0.75", "0.1875", "0.5", _SMALL, "0.95", "5", "round"),
           _Profile('Scoop 1-1/2"', "1.5", "1", "0.25", "0.5", _LARGE, "1.5", "8", "scoop"),
           _Profile('Panel 2-3/4"', "2.75", "1.25", "0.3125", "0.625", _LARGE, "2.3", "12", "step")), _SILVERS),
    _Line(9106, "Aluminum Sections (practice)", "aluminum-sections",
          "Slim extruded aluminum with tight corners. Light, straight, and glad to stay out of the picture's way.",
          "Aluminum", 9250,
          (_Profile('Thin 1/2"', "0.5", "1", "0.1875", "0.5", _MIDDLE, "0.58", "6", "flat"),
           _Profile('Flat 3/4"', "0.75", "1.25", "0.1875", "0.75", _LARGE, "0.7", "7", "flat"),
           _Profile('Half Round 5/8"', "0.625", "0.875", "0.1875", "0.5", _MIDDLE, "0.66", "6", "round")), _METALS),
    _Line(9107, "Canvas Floaters (practice)", "canvas-floaters",
          "L-shaped frames: the canvas floats inside a narrow shadow gap with all edges in view. No glass, no mat.",
          "Solid Wood", 9280,
          (_Profile('Floater 3/4" Deep', "0.5", "1.25", "0", "1", _LARGE, "0.85", "7", "floater", "0.25"),
           _Profile('Floater 1-1/2" Deep', "0.625", "2", "0", "1.75", (54, 90), "1.05", "9", "floater", "0.25")),
          (*_COLORS[:2], *_WOODS[:1], *_WOODS[3:5], *_GILTS[:1], *_SILVERS[:1]), glazing=False, matting=False),
    _Line(9108, "Modern Color (practice)", "modern-color",
          "Square-edged frames in matte color, matched to paints that decorators use this decade.",
          "Engineered Wood", 9300,
          (_Profile('Square 3/4"', "0.75", "1.125", "0.25", "0.75", _MIDDLE, "0.55", "4", "flat"),
           _Profile('Square 1-1/4"', "1.25", "1.25", "0.25", "0.875", _LARGE, "0.78", "5", "flat")), _COLORS),
    _Line(9109, "Driftwood & Barn (practice)", "driftwood-barn",
          "Wide, weathered boards with saw marks and silvered grain, for coasts, horses and big skies.",
          "Reclaimed-Look Pine", 9330,
          (_Profile('Board 1-3/4"', "1.75", "0.875", "0.25", "0.5", _LARGE, "1.1", "6", "flat"),
           _Profile('Board 3"', "3", "1", "0.375", "0.5", _LARGE, "1.6", "9", "flat")), _WEATHERED),
    _Line(9110, "Museum Ebony (practice)", "museum-ebony",
          "Deep blacks and dark stains on profiles drawn after Dutch cabinet frames and mid-century museum frames.",
          "Solid Wood", 9350,
          (_Profile('Fillet 1/2"', "0.5", "0.875", "0.125", "0.5", _SMALL, "0.75", "5", "round"),
           _Profile('Cassetta 2"', "2", "1.25", "0.25", "0.625", _LARGE, "1.45", "8", "step"),
           _Profile('Dutch 3"', "3", "1.5", "0.375", "0.75", _LARGE, "2.1", "11", "reverse")),
          (("Ebony", "black", "wood", "#211b18", "#0e0b0a"),
           ("Black with Gold Lip", "black", "lipped", "#1d1a18", "#b48a3c"),
           ("Black with Silver Lip", "black", "lipped", "#1d1c1c", "#b7b5ae"),
           ("Black with Red Lip", "black", "lipped", "#1c1a19", "#7d2a1d"),
           ("Tortoise", "brown", "burl", "#5a2d17", "#1f0f08"), ("Dark Oak", "brown", "wood", "#4a3424", "#2d1e14"))),
    _Line(9111, "Deep Shadowbox (practice)", "deep-shadowbox",
          "Two inches deep with a generous rabbet, for floated sheets, textiles and objects.",
          "Solid Wood", 9380,
          (_Profile('Shadowbox 7/8"', "0.875", "2", "0.25", "1.5", _MIDDLE, "0.98", "8", "flat"),
           _Profile('Shadowbox 1-1/4"', "1.25", "2.25", "0.25", "1.75", _LARGE, "1.2", "10", "cap")),
          (*_WOODS[:2], *_WOODS[3:6], *_COLORS[:3])),
)  # fmt: skip


def floor_price(rate: Decimal, base: Decimal, perimeter: Decimal) -> int:
    """Whole dollars for a frame, by its linear fit (REFERENCE section 8: listed values look truncated)."""
    return int(rate * perimeter + base)


def _stocked(
    line: _Line, profile: _Profile, finish: tuple[str, str, str, str, str], frame_id: int, name: str
) -> FrameStock:
    _words, color, kind, first, second = finish
    rate, base = Decimal(profile.rate), Decimal(profile.base)
    known = frame_id < 9000
    picture = _KNOWN_PICTURES.get(frame_id, f"p{frame_id}")
    least = Size.of(4, 4) if profile.largest[0] < 54 else Size.of(8, 8)
    price = floor_price(rate, base, Decimal(36))
    express = line.id == 1
    frame = Frame(
        id=frame_id,
        name=name,
        collection_id=line.id,
        face=Decimal(profile.face),
        depth=Decimal(profile.depth),
        lip=Decimal(profile.lip),
        rabbet=Decimal(profile.rabbet),
        float_offset=Decimal(profile.offset),
        smallest=least,
        largest=Size.of(*profile.largest),
        allow_glazing=line.glazing,
        allow_matting=line.matting,
        color=color,
        composite=line.composite,
        kind=(_EXPRESS if express else _CUSTOM)[0],
        kind_note=(_EXPRESS if express else _CUSTOM)[1],
        class_alias="standard" if express and known else line.alias,
        price_level=1 + min(price // 25, 4),
        picture_url=f"/images/frames/{picture}_3d.jpg",
        segment_url=f"/images/frames/{picture}_seg.png",
        sample_length=Decimal(12),
        starting_price=Money.of(price),
    )
    return FrameStock(frame, rate, base, Finish(kind, first, second, profile.shape))


_KNOWN_PICTURES = {1: "n1110", 2: "n1111", 7: "140644"}
_KNOWN: tuple[tuple[int, int, str, _Profile, tuple[str, str, str, str, str]], ...] = (
    (1, 1, "Standard Black", _Profile("", "0.88", "0.75", "0.125", "0.5", (24, 36), "0.5", "3", "flat"),
     ("", "black", "paint", "#1f1e1d", "#0f0e0e")),
    (2, 1, "Standard -White", _Profile("", "0.88", "0.75", "0.125", "0.5", (24, 36), "0.5", "3", "flat"),
     ("", "white", "paint", "#f3f1ec", "#d9d6ce")),
    (7, 1, "Standard - Natural", _Profile("", "0.88", "0.88", "0.125", "0.5", (24, 32), "0.7", "5", "flat"),
     ("", "natural", "wood", "#c9a878", "#9c7a4c")),
    (72, 9102, "Burl Scoop - Walnut", _Profile("", "1.5", "1.125", "0.25", "0.625", _LARGE, "1.35", "6", "scoop"),
     ("", "walnut", "burl", "#5f3b22", "#332012")),
    (131, 9103, 'Vermill Red 1-1/2" (354303)', _Profile("", "1.5", "1", "0.25", "0.5", _LARGE, "1.3", "6.5", "flat"),
     ("", "red", "worn", "#a2402c", "#4f2a1c")),
    (96, 9101, 'Chestnut Cap 1" No. 96 (practice)', _Profile("", "1", "1", "0.25", "0.625", _LARGE, "0.75", "5", "cap"),
     ("", "brown", "wood", "#6f4a2e", "#472c19")),
    (458, 9110, 'Ebonized Cassetta 1-1/2" No. 458 (practice)',
     _Profile("", "1.5", "1.125", "0.25", "0.625", _LARGE, "1.2", "7", "step"),
     ("", "black", "wood", "#241e1a", "#100d0b")),
)  # fmt: skip


def _frames(line: _Line) -> Iterator[FrameStock]:
    for frame_id, collection, name, profile, finish in _KNOWN:
        if collection == line.id:
            yield _stocked(line, profile, finish, frame_id, name)
    frame_id = line.first_id
    for profile in line.profiles:
        for finish in line.finishes:
            name = " ".join(part for part in (finish[0], profile.words, "(practice)") if part)
            yield _stocked(line, profile, finish, frame_id, name)
            frame_id += 1


FRAMES: dict[int, FrameStock] = {item.frame.id: item for line in _LINES for item in _frames(line)}
"""Every frame by id, in the order of the collections."""

COLLECTIONS: tuple[Collection, ...] = tuple(
    Collection(
        id=line.id,
        name=line.name,
        description=line.description,
        icon_url=f"/images/frames/c{line.id}.jpg",
        starting_price=min(
            item.frame.starting_price
            for item in FRAMES.values()
            if item.frame.collection_id == line.id and item.frame.starting_price
        ),
        frames=tuple(item.frame for item in FRAMES.values() if item.frame.collection_id == line.id),
    )
    for line in _LINES
)
COLLECTION_ALIASES: dict[int, str] = {line.id: line.alias for line in _LINES}
