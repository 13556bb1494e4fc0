"""What a moulding is made of, inferred from the catalog's words: the API has no field for a finish or a profile."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from fwdesk.render.colors import NEUTRAL, Rgb, css, luminance, mixed, scaled

Kind = Literal["wood", "paint", "leaf", "metal"]
Profile = Literal["flat", "scoop", "cushion", "cap", "step", "bevel"]


@dataclass(frozen=True, slots=True)
class Material:
    """A finish. `light` and `dark` bound the texture; `shine` (k) and `gloss` (g) are the highlight's strength and
    sharpness (UX 4.3); `grain` is how much texture shows, `figure` its kind.
    """

    kind: Kind
    light: Rgb
    dark: Rgb
    shine: float
    gloss: float
    grain: float
    figure: str = "straight"


# Species: light wood, dark pores and late wood. Longer names first where one contains another.
_WOODS: tuple[tuple[str, Rgb, Rgb, str], ...] = (
    ("burl", (168, 108, 60), (72, 38, 18), "burl"),
    ("driftwood", (176, 166, 150), (104, 94, 82), "rustic"),
    ("barnwood", (142, 130, 116), (70, 60, 52), "rustic"),
    ("weathered", (164, 152, 136), (88, 78, 68), "rustic"),
    ("rustic", (138, 108, 78), (62, 42, 28), "rustic"),
    ("distressed", (150, 128, 102), (70, 54, 40), "rustic"),
    ("reclaimed", (140, 110, 82), (64, 46, 32), "rustic"),
    ("walnut", (116, 77, 48), (54, 31, 18), "cathedral"),
    ("espresso", (66, 44, 33), (30, 19, 14), "straight"),
    ("ebony", (48, 40, 36), (20, 16, 14), "straight"),
    ("wenge", (62, 46, 36), (26, 18, 13), "straight"),
    ("mahogany", (112, 50, 32), (56, 20, 12), "straight"),
    ("rosewood", (98, 46, 34), (40, 16, 12), "cathedral"),
    ("cherry", (156, 84, 50), (98, 46, 26), "cathedral"),
    ("chestnut", (128, 82, 50), (70, 40, 22), "cathedral"),
    ("pecan", (150, 104, 66), (92, 58, 32), "cathedral"),
    ("teak", (164, 112, 64), (104, 64, 32), "straight"),
    ("honey", (192, 138, 76), (136, 88, 40), "cathedral"),
    ("bamboo", (214, 182, 126), (170, 134, 82), "straight"),
    ("maple", (222, 192, 148), (192, 156, 108), "fine"),
    ("birch", (226, 202, 164), (196, 166, 122), "fine"),
    ("beech", (214, 176, 134), (178, 136, 94), "fine"),
    ("ash", (212, 188, 150), (166, 136, 98), "cathedral"),
    ("pine", (220, 184, 128), (182, 134, 76), "cathedral"),
    ("oak", (190, 148, 98), (132, 92, 52), "cathedral"),
    ("hickory", (176, 132, 86), (120, 80, 44), "cathedral"),
    ("natural", (206, 168, 116), (158, 116, 70), "cathedral"),
    ("tan", (186, 146, 100), (136, 98, 60), "cathedral"),
    ("brown", (104, 70, 46), (52, 32, 20), "cathedral"),
    ("coffee", (84, 58, 42), (42, 28, 20), "cathedral"),
    ("tobacco", (112, 76, 46), (60, 36, 20), "cathedral"),
)  # fmt: skip

_LEAF: tuple[tuple[str, Rgb, Rgb], ...] = (
    ("champagne", (214, 198, 160), (150, 128, 92)),
    ("bronze", (160, 118, 70), (92, 58, 32)),
    ("copper", (196, 122, 82), (124, 62, 38)),
    ("brass", (202, 164, 88), (134, 96, 40)),
    ("gilt", (193, 154, 92), (122, 80, 42)),
    ("gilded", (193, 154, 92), (122, 80, 42)),
    ("golden", (193, 154, 92), (122, 80, 42)),
    ("gold", (193, 154, 92), (122, 80, 42)),
    ("pewter", (150, 150, 146), (94, 92, 88)),
    ("gunmetal", (92, 94, 98), (52, 53, 56)),
    ("platinum", (204, 202, 196), (150, 146, 138)),
    ("nickel", (186, 184, 178), (130, 127, 120)),
    ("chrome", (206, 209, 212), (128, 132, 136)),
    ("silver", (190, 189, 184), (118, 114, 106)),
)

_PAINT: dict[str, Rgb] = {
    "black": (34, 32, 31), "white": (240, 238, 232), "off-white": (236, 231, 219), "ivory": (235, 227, 208),
    "cream": (235, 225, 201), "charcoal": (58, 57, 57), "graphite": (64, 64, 66), "gray": (138, 136, 132),
    "grey": (138, 136, 132), "red": (140, 34, 30), "vermill": (158, 42, 30), "vermilion": (158, 42, 30),
    "crimson": (126, 26, 34), "burgundy": (88, 24, 34), "blue": (46, 70, 112), "navy": (30, 40, 68),
    "green": (54, 84, 62), "sage": (142, 152, 126), "yellow": (206, 168, 66), "orange": (190, 100, 44),
    "pink": (206, 152, 154), "purple": (84, 58, 104), "teal": (44, 100, 104), "turquoise": (80, 160, 158),
}  # fmt: skip

_METAL_WORDS = ("metal", "aluminum", "aluminium", "steel", "chrome", "nickel", "gunmetal", "anodized", "brushed")
_LEAF_WORDS = ("leaf", "gilt", "gilded", "ornate", "antique", "foil")
_NO_GRAIN = ("polystyrene", "plastic", "resin", "lacquer", "gloss", "polymer", "mdf", "acrylic")


def _has(words: str, word: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", words) is not None


def _wood(words: str) -> Material | None:
    for name, light, dark, figure in _WOODS:
        if _has(words, name):
            return Material("wood", light, dark, 0.16, 22, 1.0, figure)
    return None


def _leaf(words: str, metal: bool) -> Material | None:
    for name, light, dark in _LEAF:
        if _has(words, name):
            if metal:
                return Material("metal", light, scaled(mixed(light, dark, 0.55), 0.92), 0.55, 34, 0.5, "brushed")
            return Material("leaf", light, dark, 0.42, 14, 0.8, "leaf")
    return None


def _paint(words: str, composite: str, metal: bool) -> Material | None:
    named: Rgb | None = None
    for name, color in _PAINT.items():
        if _has(words, name):
            named = color
            break
    return None if named is None else _painted(named, words, composite, metal)


def _painted(color: Rgb, words: str, composite: str, metal: bool) -> Material:
    if metal:
        return Material("metal", color, scaled(color, 0.80), 0.42, 30, 0.4, "brushed")
    glossy = any(word in words for word in ("gloss", "lacquer", "piano", "shiny"))
    dark = luminance(color) < 90
    shine, gloss = (0.5, 40.0) if glossy else ((0.24, 18.0) if dark else (0.10, 16.0))
    grain = 0.15 if glossy or any(word in composite for word in _NO_GRAIN) else 0.45
    return Material("paint", mixed(color, (255, 255, 255), 0.03), scaled(color, 0.80), shine, gloss, grain, "brush")


@lru_cache(maxsize=1024)
def material_of(color: str, name: str, composite: str) -> Material:
    """The finish these words describe; the color field is asked first, then the name, then the composite.

    A CSS color that is no known finish gives paint (or tinted metal) of that color; no known word at all gives a
    neutral satin finish. The same words always give the same finish.
    """
    color, name, composite = color.strip().lower(), name.lower(), composite.lower()
    everything = f"{color} {name} {composite}"
    metal = any(_has(f"{name} {composite}", word) for word in _METAL_WORDS) and "wood" not in composite
    bare = metal and not any(word in everything for word in _LEAF_WORDS)
    species = None if bare or _leaf(name, bare) or _special(name) or _paint(name, composite, metal) else _wood(name)
    if species is not None and not _leaf(color, bare) and not _special(color):
        # "Cherry Cap" is cherry, even if the color field says "red brown".
        return species
    for words in (color, name, composite):
        if not words:
            continue
        found = _leaf(words, bare) or (None if metal else _special(words)) or _paint(words, composite, metal)
        found = found or _wood(words)
        if found is not None:
            # "Walnut" in the name is more than "brown" in the color field.
            better = _wood(name) if found.kind == "wood" and words is color else None
            return better or found
        exact = css(words)
        if exact is not None:
            return _painted(exact, everything, composite, metal)
    if metal:
        return Material("metal", (190, 190, 188), (146, 146, 144), 0.55, 34, 0.5, "brushed")
    if _has(composite, "wood") or _has(name, "wood"):
        return Material("wood", (176, 136, 92), (122, 86, 52), 0.16, 22, 1.0, "cathedral")
    return _painted(NEUTRAL, everything, composite, metal=False)


def _special(words: str) -> Material | None:
    """Figured and weathered woods win over the paint word beside them ("weathered gray")."""
    for word in ("burl", "driftwood", "barnwood", "weathered", "rustic", "distressed", "reclaimed"):
        if _has(words, word):
            found = _wood(word)
            if found is None:
                return None
            for name, color in _PAINT.items():
                if _has(words, name) and name not in {"red"}:
                    light = mixed(color, found.light, 0.25)
                    return Material("wood", light, mixed(scaled(light, 0.62), found.dark, 0.3), 0.1, 18, 1.0, "rustic")
            return found
    return None


_PROFILE_WORDS: tuple[tuple[str, Profile], ...] = (
    ("scoop", "scoop"), ("cove", "scoop"), ("concave", "scoop"), ("swan", "scoop"), ("cushion", "cushion"),
    ("round", "cushion"), ("dome", "cushion"), ("convex", "cushion"), ("bead", "cushion"), ("half", "cushion"),
    ("stepped", "step"), ("step", "step"), ("tiered", "step"), ("panel", "step"), ("ornate", "scoop"),
    ("bevel", "bevel"), ("slope", "bevel"), ("reverse", "bevel"), ("angled", "bevel"), ("cap", "cap"),
    ("gallery", "cap"), ("float", "cap"), ("cube", "flat"), ("box", "flat"), ("square", "flat"), ("flat", "flat"),
    ("standard", "flat"), ("metro", "flat"), ("modern", "flat"), ("metal", "flat"),
    ("alumin", "flat"), ("brushed", "flat"), ("burl", "cushion"),
)  # fmt: skip
_OTHERWISE: tuple[Profile, ...] = ("flat", "cushion", "bevel", "step", "scoop")


def profile_of(words: str, *, key: str = "") -> Profile:
    """The profile these words name; else one of five, always the same for the same words and key."""
    low = words.lower()
    for word, profile in _PROFILE_WORDS:
        if re.search(rf"(?<![a-z]){word}", low):
            return profile
    return _OTHERWISE[zlib.crc32(f"{low.strip()}|{key}".encode()) % len(_OTHERWISE)]
