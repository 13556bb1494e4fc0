"""The mat step: suggestions with reasons first, the inner mat with its reveal, the window's arithmetic in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from fwdesk.app.models import OptionRole
from fwdesk.app.rows import ALL_MATS, OTHER_MATS, SUGGESTED
from fwdesk.domain.rules import Step
from fwdesk.ui.step_page import StepPage
from tests.support.desks import FULL, House


def opened(houses: Callable[..., House], code: str = FULL, **options: object) -> House:
    house = houses(**options)
    house.session.set_code(code)
    house.window.side.go_to(Step.MAT)
    page = house.window.side.options.page(Step.MAT)
    house.until(lambda: any(row.group == SUGGESTED for row in page.model.rows) and not page._later.isActive())
    return house


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    return opened(houses)


def page_of(house: House) -> StepPage:
    return house.window.side.options.page(Step.MAT)


def box(house: House, name: str) -> QComboBox:
    found = house(name)
    assert isinstance(found, QComboBox)
    return found


def words(house: House, name: str) -> str:
    found = house(name)
    assert isinstance(found, QLabel)
    assert found.isVisible()
    return found.text()


def pick(made: QComboBox, data: object) -> None:
    """What a click on an entry of the open list does."""
    row = made.findData(data)
    assert row >= 0
    made.setCurrentIndex(row)
    made.activated.emit(row)


def test_suggestions_come_first_with_their_reasons(house: House) -> None:
    model, view = page_of(house).model, page_of(house).view
    rows = [model.index(row) for row in range(model.rowCount())]
    assert rows[0].data(OptionRole.ID) == 0
    suggested = [index for index in rows if index.data(OptionRole.GROUP) == SUGGESTED]
    assert rows[1 : 1 + len(suggested)] == suggested
    assert 4 <= len(suggested) <= 8
    assert all("white" in index.data(OptionRole.NOTE) for index in suggested[:3])
    assert all(index.data(OptionRole.NOTE).startswith("Takes up the ") for index in suggested[3:])
    assert suggested[0].data(OptionRole.NOTE) in suggested[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert suggested[0].data(OptionRole.HEADING) == SUGGESTED
    assert suggested[-1].data(OptionRole.FOOTING) == OTHER_MATS
    first_tile = rows[1 + len(suggested)]
    assert view.visualRect(first_tile).top() > view.visualRect(suggested[-1]).top()
    assert view.verticalScrollBar().value() == 0, "suggestions are what one sees first"


def test_wide_rows_and_tiles_lie_in_the_panel(house: House) -> None:
    model, view = page_of(house).model, page_of(house).view
    room, left = view.viewport().width(), set[int]()
    for row in range(model.rowCount()):
        index = model.index(row)
        rect = view.visualRect(index)
        assert rect.left() >= 0
        assert rect.right() < room
        assert (rect.width() > room - 20) == index.data(OptionRole.WIDE)
        left.add(rect.left())
    assert len(left) >= 4, "tiles stand side by side"


def test_arrows_walk_through_suggestions_into_the_tiles(house: House) -> None:
    page = page_of(house)
    page.view.setFocus()
    page.view.setCurrentIndex(page.model.index(0))
    for row in range(1, 4):
        house.key(Qt.Key.Key_Down)
        assert page.view.currentIndex().row() == row
    house.key(Qt.Key.Key_End)
    assert page.view.currentIndex().row() == page.model.rowCount() - 1
    house.key(Qt.Key.Key_Home)
    assert page.view.currentIndex().row() == 0
    house.settle()


def test_choosing_a_suggestion_leaves_the_list_as_it_is(house: House) -> None:
    page = page_of(house)
    order = [row.offer.id for row in page.model.rows]
    index = page.model.index(4)
    page.view.scrollTo(index)
    place = page.view.verticalScrollBar().value()
    house.qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=page.view.visualRect(index).center())
    assert f"J{order[4]}S16x20" in house.window.bar.code.text()
    house.until(lambda: not page._later.isActive())
    assert [row.offer.id for row in page.model.rows] == order
    assert page.view.verticalScrollBar().value() == place
    assert page.model.current_row == 4
    house.settle()


def test_another_picture_has_other_suggestions(house: House, pictures: Path) -> None:
    page = page_of(house)

    def accents() -> set[int]:
        return {row.offer.id for row in page.model.rows if row.group == SUGGESTED and row.note.startswith("Takes")}

    before = accents()
    house.window.stage.dropped.emit(str(pictures / "landscape.png"))
    house.until(lambda: bool(accents()) and accents() != before)
    house.settle()


def test_searching_keeps_the_reasons(house: House) -> None:
    page = page_of(house)
    page.search.setFocus()
    house.type("takes up")
    assert page.model.rows
    assert all(row.group == SUGGESTED for row in page.model.rows)
    page.search.selectAll()
    house.type("navy")
    assert {row.offer.id for row in page.model.rows} >= {9441, 9448}


def test_without_a_picture_all_mats_are_there(houses: Callable[..., House]) -> None:
    house = houses()
    assert page_of(house).model.rowCount()
    groups = {row.group for row in page_of(house).model.rows}
    assert groups <= {"", ALL_MATS, SUGGESTED, OTHER_MATS}


def test_the_arithmetic_is_said_in_words(house: House) -> None:
    said = words(house, "mat.arithmetic")
    assert said.startswith("Mat 2 in, 1¾ in in view: the frame's lip hides ¼ in.")
    assert "cut about ⅛ in smaller" in said
    weighting = house("mat.weighting")
    assert isinstance(weighting, QLabel)
    assert "cannot be ordered" in weighting.accessibleDescription()
    assert weighting.text() == "No wider border below: windows are cut in the middle."
    assert weighting.toolTip() == weighting.accessibleDescription()
    pick(box(house, "mat.width"), box(house, "mat.width").itemData(0))
    assert words(house, "mat.arithmetic").startswith("Mat 1 in, ¾ in in view")
    house.settle()


def test_an_inner_mat_and_how_much_of_it_shows(house: House) -> None:
    second, reveal = box(house, "mat.second"), box(house, "mat.reveal")
    assert [reveal.itemText(row) for row in range(reveal.count())] == ["⅛ in", "¼ in", "⅜ in", "½ in"]
    assert not reveal.isEnabled()
    pick(second, 9441)
    assert "J9441S16X20J1S16DD5X20DD5" in house.window.bar.code.text().upper()
    assert reveal.isEnabled()
    assert second.toolTip() == "Navy (practice)"
    assert reveal.currentText() == "¼ in"
    pick(reveal, reveal.itemData(2))
    assert "J9441S16X20J1S16DD75X20DD75" in house.window.bar.code.text().upper()
    assert "The base mat shows ⅜ in around the window." in words(house, "mat.arithmetic")
    pick(second, 2)
    assert "J2S16X20J1S16DD75X20DD75" in house.window.bar.code.text().upper(), "another one shows as much"
    pick(second, 0)
    assert house.window.bar.code.text() == FULL
    assert not reveal.isEnabled()
    assert house.session.undo_name == "Mat: Inner mat none"
    house.settle()


def test_a_reveal_that_is_not_offered_is_shown_as_typed(house: House) -> None:
    house.session.set_code("5M6M9S16x20F96S22x26J2S16x20J1S18x22G1")
    reveal = box(house, "mat.reveal")
    assert reveal.currentText() == "1 in"
    house.session.set_code("5M6M9S16x20F96S22x26J2S16x20J1S17DD5x21DD5G1")
    assert reveal.itemText(0) == "¾ in"
    assert reveal.count() == 5
    assert "1 in" not in [reveal.itemText(row) for row in range(reveal.count())]
    house.settle()


def test_an_inner_mat_that_does_not_go_says_why_and_how_it_would(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9S30x40F72S34x44J1S30x40G1")
    page, second = page_of(house), box(house, "mat.second")
    code = house.window.bar.code.text()
    pick(second, 9455)
    assert house.window.bar.code.text() == code
    assert page.way_out.isVisible()
    assert page.way_out.why.text() == "Black Silk Fabric (practice) is cut 8 × 8 to 30 × 40 in, not 34 × 44 in."
    assert "size becomes" in page.way_out.fix.text()
    assert second.currentData() == 9455, "arrows can pass it"
    second.setFocus()
    house.key(Qt.Key.Key_Down)
    assert "J9456S" not in house.window.bar.code.text(), "too small as well"
    house.key(Qt.Key.Key_Up)
    house.qtbot.mouseClick(page.way_out.anyway, Qt.MouseButton.LeftButton)
    piece = house.session.piece
    assert piece
    assert piece.framing
    assert [mat.mat for mat in piece.framing.mats] == [9455, 1]
    assert house.session.problems == ()
    house.until(lambda: not page.way_out.isVisible())
    house.settle()


def test_a_refused_inner_mat_is_let_go_of(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9S30x40F72S34x44J1S30x40G1")
    second = box(house, "mat.second")
    pick(second, 9455)
    page_of(house).search.setText("white")
    assert not page_of(house).way_out.isVisible()
    assert second.currentData() == 0, "the box shows what the piece has"
    house.settle()


def test_without_a_mat_there_is_nothing_to_set(houses: Callable[..., House]) -> None:
    house = opened(houses, "5M6M9S16x20F96S17x21G1")
    assert words(house, "mat.arithmetic") == "Choose a mat to set its border."
    weighting = house("mat.weighting")
    assert isinstance(weighting, QLabel)
    assert not weighting.isVisible()
    for name in ("mat.width", "mat.second", "mat.reveal"):
        assert not box(house, name).isEnabled()
    house.settle()
