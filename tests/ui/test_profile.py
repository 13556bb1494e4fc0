"""The profile of the frame on the stage: four numbers and their drawing, always as high."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QRect

from fwdesk.domain.options import Frame
from fwdesk.domain.rules import Step
from fwdesk.ui.profile_strip import ProfileStrip, outline
from tests.support.desks import House

OAK = Frame(1, "Oak", face=Decimal("1.5"), depth=Decimal(2), lip=Decimal("0.25"), rabbet=Decimal("0.5"))
BLACK = "5M6M9S16x20F1S20x24J1S16x20G1"


def plain(frame: Frame) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in outline(frame)]


def test_the_outline_has_the_rabbet_as_a_step_behind_the_lip() -> None:
    assert plain(OAK) == [(0, 0), (1.25, 0), (1.25, 0.5), (1.5, 0.5), (1.5, 2), (0, 2)]
    box = [(0, 0), (1.5, 0), (1.5, 2), (0, 2)]
    assert plain(replace(OAK, rabbet=Decimal(0))) == box, "what is not said is not drawn"
    assert plain(replace(OAK, lip=Decimal(0))) == box
    odd = plain(replace(OAK, lip=Decimal(9), rabbet=Decimal(9)))
    assert all(0 <= x <= 1.5 and 0 <= y <= 2 for x, y in odd), "nonsense stays inside the frame"


def test_it_follows_what_is_tried_on_and_never_moves_anything(houses: Callable[..., House]) -> None:
    house = houses()
    house.session.set_code(BLACK)
    house.window.side.go_to(Step.FRAME)
    strip = house("frame.profile")
    assert isinstance(strip, ProfileStrip)
    frames = house.session.catalog.frame_by_id
    said = {words: value.text() for words, value in strip.values.items()}
    assert said == {"Width": "0.88 in", "Depth": "¾ in", "Rabbet": "½ in", "Lip": "⅛ in"}
    assert strip.accessibleName().startswith("Profile of Standard Black: width 0.88 in")
    place = QRect(strip.geometry())
    wide = max((one for one in house.session.offers(Step.FRAME) if one.available and one.id),
               key=lambda one: frames[one.id].face)  # fmt: skip
    picture = strip.grab().toImage()
    house.session.try_on(wide)
    assert strip.values["Width"].text() != said["Width"]
    assert strip.grab().toImage() != picture
    house.session.choose(Step.FRAME, 0)
    assert strip.accessibleName() == "Profile: no frame"
    assert {value.text() for value in strip.values.values()} == {"–"}
    house.until(lambda: house.window.side.options.page(Step.FRAME).up_to_date)
    assert strip.geometry() == place
    house.session.set_code(BLACK)
    shop = house.session.catalog
    bare = replace(shop.frame_by_id[1], rabbet=Decimal(0), face=Decimal(0))
    groups = tuple(
        replace(group, frames=tuple(bare if one.id == 1 else one for one in group.frames)) for group in shop.collections
    )
    house.session.set_catalog(replace(shop, collections=groups), quiet=True)
    assert strip.values["Rabbet"].text() == "not said"
    strip.grab()
