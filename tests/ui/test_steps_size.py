"""The size step: groups by fit, crops and sharpness in words, typed sizes with their neighbors, turning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from fwdesk.app.models import OptionRole
from fwdesk.domain.fit import largest_good
from fwdesk.domain.rules import Step
from fwdesk.domain.size import Size
from fwdesk.ui.option_list import OptionList
from fwdesk.ui.option_painters import HEADING
from fwdesk.ui.step_page import StepPage
from tests.support.desks import FULL, House


def opened(houses: Callable[..., House], code: str = FULL, **options: object) -> House:
    house = houses(**options)
    house.session.set_code(code)
    house.window.side.go_to(Step.SIZE)
    page = house.window.side.options.page(Step.SIZE)
    house.until(lambda: not page._later.isActive())
    return house


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    return opened(houses)


def page_of(house: House) -> StepPage:
    return house.window.side.options.page(Step.SIZE)


def field(house: House) -> QLineEdit:
    found = house("size.typed")
    assert isinstance(found, QLineEdit)
    return found


def push(house: House, name: str) -> QPushButton:
    found = house(name)
    assert isinstance(found, QPushButton)
    return found


def enter(house: House, text: str) -> None:
    field(house).setFocus()
    field(house).selectAll()
    house.type(text)
    house.key(Qt.Key.Key_Return)


def problem(house: House) -> str:
    return field(house).accessibleDescription()


def test_sizes_stand_in_groups_each_named_once(house: House) -> None:
    model = page_of(house).model
    rows = [model.index(row) for row in range(model.rowCount())]
    headings = [index.data(OptionRole.HEADING) for index in rows if index.data(OptionRole.HEADING)]
    assert headings == ["No crop", "Trims under 2 %", "Crops", "Not as it is"]
    groups = [index.data(OptionRole.GROUP) for index in rows]
    assert groups == sorted(groups, key=headings.index)
    for index in rows:
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert index.data(OptionRole.GROUP) in spoken
        assert "ppi" in spoken
        assert index.data(OptionRole.LOOK).metric in spoken
        assert index.data(OptionRole.BADGE) in spoken
        if index.data(OptionRole.AVAILABLE):
            assert bool(index.data(OptionRole.BADGE)) == (index.data(OptionRole.GROUP) != "No crop")


def test_a_size_that_something_stands_against_is_in_a_group_of_its_own_at_the_end(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9S16x20F96S20x24J9453S16x20G1")
    model = page_of(house).model
    rows = [model.index(row) for row in range(model.rowCount())]
    refused = [index for index in rows if not index.data(OptionRole.AVAILABLE)]
    assert refused
    assert rows[-len(refused) :] == refused
    assert {index.data(OptionRole.GROUP) for index in refused} == {"Not as it is"}
    assert refused[0].data(OptionRole.HEADING) == "Not as it is"


def test_a_heading_is_no_part_of_the_row_under_it(house: House) -> None:
    view = page_of(house).view
    assert isinstance(view, OptionList)
    model = page_of(house).model
    first = next(model.index(row) for row in range(1, model.rowCount()) if model.index(row).data(OptionRole.HEADING))
    view.scrollTo(first, OptionList.ScrollHint.PositionAtTop)
    box = view.visualRect(first)
    over = QPoint(box.center().x(), box.top() + HEADING // 2)
    assert not view.indexAt(over).isValid()
    house.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=over)
    assert house.window.bar.code.text() == FULL
    assert view.indexAt(QPoint(over.x(), box.top() + HEADING + 4)) == first


def test_the_largest_good_size_is_said_once_at_the_top(house: House) -> None:
    said = house("size.largest")
    assert isinstance(said, QLabel)
    piece, artwork = house.session.piece, house.session.artwork
    assert piece
    assert artwork
    style = house.session.rules.style_of(piece)
    assert style
    assert said.text() == f"Your picture: 1600 × 2000 pixels. {largest_good(style, artwork.pixels).words}"
    assert said.isVisible()


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("11x14", "11 × 14"),
        ("16 1/2 x 20", "16½ × 20"),
        ("16½ × 20,25", "16½ × 20¼"),
        ("16DD5x20", "16½ × 20"),
        ("42x30cm", "16.54 × 11.81"),
        ("A3", "11.69 × 16.54"),
        ("a4 landscape", "11.69 × 8.27"),
        ('8" by 10"', "8 × 10"),
    ],
)
def test_a_size_can_be_typed_in_any_notation(house: House, typed: str, size: str) -> None:
    enter(house, typed)
    piece = house.session.piece
    assert piece
    assert piece.image.framer == size
    assert (field(house).text(), problem(house)) == ("", "")


def test_a_size_between_two_legal_ones_offers_both_with_their_prices(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9303S11x14")
    house.settle(framed=False)
    enter(house, "11.5x14")
    assert "whole inches only" in problem(house)
    smaller, larger = push(house, "size.smaller"), push(house, "size.larger")
    assert (smaller.isVisible(), larger.isVisible()) == (True, True)
    assert (smaller.text(), larger.text()) == ("11 × 14", "12 × 14")
    assert larger.accessibleName() == "Next larger: 12 × 14 in"
    house.until(lambda: "+" in larger.accessibleDescription())
    assert larger.accessibleDescription().startswith("½ in wider, +")
    assert smaller.accessibleDescription() == "½ in narrower, same price"
    larger.setFocus()
    house.key(Qt.Key.Key_Space)
    piece = house.session.piece
    assert piece
    assert piece.image == Size.of(12, 14)
    assert not smaller.isVisible()
    assert not larger.isVisible()
    assert (field(house).text(), problem(house)) == ("", "")
    assert field(house).hasFocus()


def test_a_size_beyond_the_limits_has_one_neighbour(house: House) -> None:
    enter(house, "16x200")
    assert problem(house)
    assert push(house, "size.smaller").isVisible()
    assert not push(house, "size.larger").isVisible()
    house.type("1")
    assert not push(house, "size.smaller").isVisible()
    assert problem(house) == ""
    house.settle()


def test_what_is_no_size_has_no_neighbours(house: House) -> None:
    enter(house, "16x200")
    enter(house, "a lot")
    assert "x" in problem(house)
    assert not push(house, "size.smaller").isVisible()
    house.settle()


def test_a_typed_size_can_be_had_anyway(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9S16x20F96S20x24J9453S16x20G1")
    enter(house, "30x40")
    assert "Choose anyway: " in problem(house)
    house.qtbot.mouseClick(push(house, "anyway.typed"), Qt.MouseButton.LeftButton)
    piece = house.session.piece
    assert piece
    assert piece.image == Size.of(30, 40)
    assert house.session.problems == ()
    house.settle()


def test_turning_is_an_offer(house: House) -> None:
    turn = push(house, "size.turn")
    assert turn.accessibleDescription() == "Turn to 20 × 16 in"
    house.qtbot.mouseClick(turn, Qt.MouseButton.LeftButton)
    assert house.window.bar.code.text() == "5M6M9S20x16F96S24x20J1S20x16G1"
    house.until(lambda: turn.accessibleDescription() == "Turn to 16 × 20 in")
    assert house.session.undo_name == "Orientation"


def test_what_cannot_be_turned_says_why_and_how_it_could(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9S16x30F96S20x34J1S16x30G1")
    page, turn, shop = page_of(house), push(house, "size.turn"), house.session.catalog
    upright = replace(shop.style_by_id[9], largest=Size.of(24, 36), allow_rotate=False)
    house.session.set_catalog(replace(shop, styles=tuple(upright if style.id == 9 else style for style in shop.styles)))
    house.until(lambda: turn.accessibleDescription().startswith("Not as it is: "))
    before = house.session.piece
    house.qtbot.mouseClick(turn, Qt.MouseButton.LeftButton)
    assert house.session.piece == before
    assert page.way_out.isVisible()
    assert "is made from" in page.way_out.why.text()
    assert page.way_out.anyway.isVisible()
    house.qtbot.mouseClick(page.way_out.anyway, Qt.MouseButton.LeftButton)
    piece = house.session.piece
    assert piece
    assert piece.image.width > piece.image.height
    house.settle(framed=False)


def test_another_crop_changes_the_words(houses: Callable[..., House], pictures: Path) -> None:
    house = opened(houses, FULL, artwork=pictures / "portrait.jpg")
    enter(house, "16x24")
    house.until(lambda: not page_of(house)._later.isActive())
    model = page_of(house).model
    assert model.index(model.current_row).data(OptionRole.BADGE) == "Crops 8.3 % left and 8.3 % right"
    piece = house.session.piece
    assert piece
    house.session.set_crop(piece.crop.x * 0, piece.crop.y)
    house.until(lambda: not page_of(house)._later.isActive())
    assert model.index(model.current_row).data(OptionRole.BADGE) == "Crops 16.7 % right"
    house.settle()
