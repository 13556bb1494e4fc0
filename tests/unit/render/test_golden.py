"""Golden pictures: 28 pieces as they were looked at and found good, to the bit.

FWDESK_REGOLD=1 takes them as they are drawn now: look at every one of them, and mend its words if it is another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from fwdesk.domain.options import Frame, Mat, Style
from fwdesk.render.draw import Renderer
from fwdesk.render.scene import Scene, Setting
from tests.unit.render.pieces import CODE, DOUBLE, SLATE, WHITE, art, frame, scene

GOLDEN = Path(__file__).parents[2] / "golden"
ART = art()
LIGHT, DARK = "#DEDBD4", "#3B3F45"
SIZE = (280, 280)
PRINT = "5M6M9S16x20"
FLOAT = f"{PRINT}F96S21x25J1S17x21"
FLOAT_BARE = f"{PRINT}F96S17x21"
CREAM = Mat(3, "Cream", "#F0E7D1")
EIGHT = Mat(4, "Snow White 8-ply", "#F6F4EE", plies=Decimal(8))
CORE = Mat(5, "Black Core White", "#F6F4EE", core_color="black")
WRAP, DEEP_WRAP, BORDER = (
    Style(1, "wrap", depth=Decimal("0.75")), Style(1, "wrap", depth=Decimal("1.5")), Style(1, "b", border=Decimal(1)),
)  # fmt: skip
BLACK, WHITE_FLAT = frame("Standard Black", "black"), frame("Standard White", "white")
WALNUT, OAK = frame("Walnut cushion", "walnut"), frame("Natural Oak flat", "oak", face="0.75")


def gilt(face: str = "1.75", **more: str) -> Frame:
    return frame("Gilt Scoop", "gold", face=face, depth=Decimal("1.2"), **more)


@dataclass(frozen=True)
class Golden:
    """A piece, what one sees when it is drawn right, and how it is looked at."""

    scene: Scene
    words: str
    wall: str = LIGHT
    setting: Setting = "wall"
    empty: bool = False


def wrap(style: Style) -> Scene:
    return scene(PRINT, None, (), canvas=True, style=style)


PIECES: dict[str, Golden] = {
    "black-flat": Golden(scene(moulding=BLACK), "flat black, single white mat, no glass"),
    "black-flat-dark-wall": Golden(scene(moulding=BLACK), "on charcoal, its rim parts from the wall", DARK),
    "black-eight-ply": Golden(scene(moulding=BLACK, mats=(EIGHT,)), "an 8-ply bevel, twice as broad, dark on top"),
    "black-core": Golden(scene(moulding=BLACK, mats=(CORE,)), "a dark line around the window"),
    "black-scoop": Golden(scene(moulding=frame("Black Scoop", "black", face="2")), "broad, its top darkest"),
    "black-cushion": Golden(scene(moulding=frame("Black Cushion", "black", face="1.5")), "rounded, with a highlight"),
    "walnut-cushion": Golden(scene(moulding=WALNUT, glazing="Premium Clear"), "grain along each member, glass"),
    "walnut-dark-wall": Golden(scene(moulding=WALNUT), "walnut on charcoal", DARK),
    "walnut-no-mat": Golden(scene(f"{PRINT}F96S16x20", WALNUT, ()), "close around the print, lip shadow on the art"),
    "walnut-slate-mat": Golden(scene(moulding=WALNUT, mats=(SLATE,)), "a gray-blue mat with its white bevel"),
    "oak-narrow-cream": Golden(scene(moulding=OAK, mats=(CREAM,)), "pale oak, narrow, cream mat"),
    "gilt-scoop-double": Golden(scene(DOUBLE, gilt(), (SLATE, WHITE)), "gilt scoop, slate line inside a white mat"),
    "gilt-scoop-dark-wall": Golden(scene(DOUBLE, gilt(), (SLATE, WHITE)), "the same on charcoal", DARK),
    "gilt-no-mat": Golden(scene(f"{PRINT}F96S16x20", gilt("2.5"), ()), "broad, close to the print"),
    "silver-scoop": Golden(scene(moulding=frame("Silver Scoop", "silver", face="1.5")), "silver leaf, bright below"),
    "silver-metal": Golden(
        scene(moulding=frame("Brushed", "silver", face="0.5", composite="metal"), glazing="Non-glare"),
        "a brushed line, dull glass",
    ),
    "white-flat": Golden(scene(moulding=WHITE_FLAT), "white paint, no metal about it"),
    "white-cushion": Golden(scene(moulding=frame("White Cushion", "white", face="1.25")), "rounded, with soft shade"),
    "white-dark-wall": Golden(scene(moulding=WHITE_FLAT, glazing="Museum"), "white on charcoal, no reflection", DARK),
    "float-in-mat": Golden(scene(FLOAT, BLACK), "the sheet lies raised in a larger window, its shadow right and below"),
    "float-in-frame": Golden(scene(FLOAT_BARE, OAK, ()), "raised in an oak frame, no mat"),
    "canvas": Golden(wrap(DEEP_WRAP), "a deep canvas with bent edges, its right and lower faces in shade"),
    "canvas-thin-dark-wall": Golden(wrap(WRAP), "a thin canvas on charcoal", DARK),
    "mats-no-frame": Golden(scene(f"{PRINT}F0S20x24J1S16x20", None), "a bare mat lies flat: hardly a shadow"),
    "paper": Golden(scene(PRINT, None, ()), "a sheet without border, close to the wall"),
    "paper-border-empty": Golden(scene(PRINT, None, (), style=BORDER), "a white border, no picture yet", empty=True),
    "neutral-gray": Golden(scene(moulding=BLACK, glazing="Premium Clear"), "white line, no glass", setting="neutral"),
    "landscape": Golden(
        scene("5M6M9S20x16F96S24x20J1S20x16", gilt("1"), picture=art(400, 320)), "on its side, light from above"
    ),
    "in-a-room": Golden(scene(moulding=WALNUT), "over a sofa, beside a person, to scale", setting="room with figure"),
}  # fmt: skip


def test_there_are_at_least_24_and_no_others() -> None:
    assert len(PIECES) >= 24
    assert {path.stem for path in GOLDEN.iterdir()} == set(PIECES)
    assert all(path.stat().st_size <= 60 * 1024 for path in GOLDEN.iterdir())
    assert CODE == "5M6M9S16x20F96S20x24J1S16x20G1"


@pytest.mark.parametrize("name", sorted(PIECES))
def test_golden(name: str) -> None:
    wanted = PIECES[name]
    shown = replace(wanted.scene, wall=wanted.wall, setting=wanted.setting)
    picture = None if wanted.empty else art(400, 320) if name == "landscape" else ART
    drawn = Renderer().stage(shown, picture, *SIZE).image
    path = GOLDEN / f"{name}.webp"
    if os.environ.get("FWDESK_REGOLD") == "1":
        drawn.save(path, lossless=True, method=4)
    with Image.open(path) as golden:
        away = ImageChops.difference(drawn, golden.convert("RGB"))
    assert away.getbbox() is None, f"{name} looks different ({wanted.words}); FWDESK_REGOLD=1 takes it as it is"
