"""Recipes in the window, by the keyboard: keep, try on, use, rename, delete and bring back."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from fwdesk.ui.recipes_dialog import RecipesDialog
from tests.support.desks import House
from tests.ui.test_keyboard import nameless

BLACK = "5M6M9S16x20F1S20x24J1S16x20G1"
"""In a frame that takes at most 24 × 36 in."""
COST = re.compile(r"[+−]\d|\$")


def opened(house: House) -> RecipesDialog:
    found = house.window.findChild(RecipesDialog)
    assert found is not None
    house.until(lambda: house.desk.recipes.loaded)
    return found


def press(widget: object, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)  # type: ignore[call-overload]


def test_a_framing_is_kept_tried_on_and_used_on_another_piece(houses: Callable[..., House]) -> None:
    house = houses()
    house.session.set_code(BLACK)
    house.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = opened(house)
    assert page.focusWidget() is page.name
    assert page.name.text().startswith("Standard Black, 2 in ")
    assert "No recipes yet" in page.about.text()
    QTest.keyClicks(page.name, "Black and white")
    press(page.name, Qt.Key.Key_Return)
    house.session.set_code("5M6M9S12x16F131S13x17")
    press(page.name, Qt.Key.Key_Return)
    names = [page.list.item(row).text() for row in range(page.list.count())]
    assert names[0] == "Black and white"
    assert len(names) == 2
    house.session.set_code("5M6M9S30x40")
    bare = house.session.piece
    assert not page.name.isEnabled(), "a print alone has no framing to keep"
    page.list.setFocus()
    page.list.setCurrentRow(1)
    press(page.list, Qt.Key.Key_Up)
    assert page.about.text().startswith("Frame Standard Black")
    assert "On this piece: Standard Black takes" in page.about.text()
    assert house.session.piece == bare
    assert house.session.shown != bare, "the marked one is tried on"
    press(page.list, Qt.Key.Key_Return)
    assert house.session.piece != bare
    assert house.session.trying is None
    assert house.session.undo_name == "Black and white"
    house.session.undo()
    press(page.list, Qt.Key.Key_Down)
    assert house.session.trying is not None
    press(page, Qt.Key.Key_Escape)
    assert house.session.trying is None
    assert house.session.piece == bare


def test_names_change_in_place_and_what_was_deleted_comes_back(houses: Callable[..., House]) -> None:
    house = houses()
    house.session.set_code(BLACK)
    house.window.menus.keep_recipe()
    page = opened(house)
    for name in ("One", "Two"):
        page.begin_keeping()
        QTest.keyClicks(page.name, name)
        press(page.name, Qt.Key.Key_Return)
    page.list.setFocus()
    press(page.list, Qt.Key.Key_F2)
    field = page.list.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "One")
    press(field, Qt.Key.Key_Return)
    house.until(lambda: page.list.item(1).text() == "One (2)")
    assert [one.name for one in house.desk.recipes.all] == ["One", "One (2)"]
    assert nameless(page) == []
    height = page.about.y()
    page.list.setFocus()
    press(page.list, Qt.Key.Key_Delete)
    assert page.list.count() == 1
    assert page.undo.isVisible()
    assert page.about.y() == height, "nothing jumps"
    press(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [page.list.item(row).text() for row in range(page.list.count())] == ["One", "One (2)"]
    house.window.menus.show_recipes()
    assert house.window.findChildren(RecipesDialog) == [page]


def test_a_client_sees_no_cost_of_a_recipe(houses: Callable[..., House]) -> None:
    house = houses()
    house.session.set_code(BLACK)
    house.desk.retailing.set_client(True)
    house.window.menus.show_recipes()
    page = opened(house)
    made = house.desk.recipes.proposed()
    assert made is not None
    house.desk.recipes.keep(made, "Mine")
    house.session.set_code("5M6M9S12x16")
    house.settle(framed=False)
    house.notes.clear()
    page.list.setFocus()
    page.list.setCurrentRow(0)
    press(page.list, Qt.Key.Key_Return)
    house.settle()
    assert house.notes
    assert not any(COST.search(note.text) for note in house.notes)
    assert not COST.search(page.about.text())
    house.session.undo()
    house.desk.retailing.set_client(False)
    house.settle(framed=False)
    press(page.list, Qt.Key.Key_Return)
    house.until(lambda: bool(COST.search(house.notes[-1].text)))
