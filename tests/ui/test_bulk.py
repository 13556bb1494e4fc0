"""Check many codes: the whole way through the dialog, by keyboard, in words, with and without a service."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from fwdesk.ui.bulk_dialog import CODE, LINE, PRICE, WORDS, BulkDialog
from tests.support.desks import FULL, House, stop_server

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BARE = "5M6M9S16x20"


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    return houses()


@pytest.fixture
def dialog(house: House) -> BulkDialog:
    house.key(Qt.Key.Key_K, CTRL | SHIFT)
    found = house.window.findChild(BulkDialog)
    assert isinstance(found, BulkDialog)
    assert found.isVisible()
    return found


def fill(house: House, dialog: BulkDialog, text: str) -> None:
    """Paste a list and wait for all there is to know of it."""
    dialog.field.setFocus()
    dialog.field.selectAll()
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(dialog.field, Qt.Key.Key_V, CTRL)
    house.until(lambda: not dialog._timer.isActive() and not dialog._bulk.checking and not house.desk.tasks.busy)


def cell(dialog: BulkDialog, row: int, column: int) -> str:
    return str(dialog.table.model().index(row, column).data())


def test_a_list_is_checked_priced_and_put_on_the_desk(house: House, dialog: BulkDialog) -> None:
    fill(house, dialog, f"{BARE}\n5M6Q9S16x20\n{FULL}\t2")
    assert dialog.state.text().startswith("3 lines: 2 can be made, 1 cannot. Prices are per copy, asked ")
    assert cell(dialog, 0, PRICE).startswith("$")
    assert cell(dialog, 1, PRICE) == "–"
    assert cell(dialog, 1, WORDS).startswith("At position 4: expected M and the style")
    assert (cell(dialog, 2, LINE), cell(dialog, 2, CODE)) == ("3", FULL)
    index = dialog.table.model().index(2, CODE)
    place = dialog.table.visualRect(index).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert house.window.bar.code.text() == FULL
    assert dialog.state.text() == "Line 3 is on the desk."
    assert dialog.isVisible(), "the next line can be looked at"


def test_by_keyboard_alone(house: House, dialog: BulkDialog) -> None:
    assert dialog.field.hasFocus()
    fill(house, dialog, f"{FULL}\n{BARE}\nnonsense")
    QTest.keyClick(dialog.field, Qt.Key.Key_Tab)
    assert dialog.table.hasFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Home)
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.put.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert house.window.bar.code.text() == BARE
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert not dialog.put.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.state.text().startswith("Line 3: At character 1: expected ")
    QTest.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert dialog.copy.hasFocus()


def test_one_dialog_at_a_time_keeps_its_list(house: House, dialog: BulkDialog) -> None:
    fill(house, dialog, BARE)
    house.window.menus.show_bulk()
    assert house.window.findChildren(BulkDialog) == [dialog]
    assert dialog.field.toPlainText() == BARE


def test_empty_none_good_and_too_many_are_said(house: House, dialog: BulkDialog) -> None:
    assert dialog.state.text() == ""
    assert not dialog.table.isVisible()
    assert not dialog.copy.isEnabled()
    fill(house, dialog, "hello\nworld")
    assert dialog.state.text() == "None of the 2 lines can be made."
    assert dialog.state.property("role") == "problem"
    fill(house, dialog, "hello")
    assert dialog.state.text() == "This line cannot be made."
    fill(house, dialog, f"{BARE}\nAP1P2")
    assert dialog.state.text().startswith("2 lines: 1 can be made, 1 without a price.")
    fill(house, dialog, f"{BARE}\n" * 501)
    assert "500 lines: all can be made. 1 more were left out: 500 are checked at a time." in dialog.state.text()


def test_a_service_that_is_down_is_said_and_the_lines_are_checked_all_the_same(
    house: House, dialog: BulkDialog
) -> None:
    stop_server(house.qtbot, house.program.practice)
    dialog.field.setPlainText(f"{BARE}\nnonsense")
    house.until(lambda: "The service cannot be reached." in dialog.state.text())
    assert dialog.state.text().startswith("2 lines: 1 can be made, 1 cannot. 0 of 1 prices are known.")
    assert cell(dialog, 0, PRICE) == "?"


def test_copying_and_closing(house: House, dialog: BulkDialog) -> None:
    fill(house, dialog, BARE)
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("Line,Code,What it is,Price (USD),What is wrong")
    assert dialog.state.text() == "The table is on the clipboard, as CSV with commas."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    house.until(lambda: house.window.findChild(BulkDialog) is None)


def test_names_for_whoever_does_not_see_the_screen(house: House, dialog: BulkDialog) -> None:
    fill(house, dialog, BARE)
    assert dialog.field.accessibleName() == "Product codes, one a line"
    assert dialog.table.accessibleName() == "Codes that were checked"
    index = dialog.table.model().index(0, PRICE)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Price: $")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_table_follows_the_look(house: House, dialog: BulkDialog, look: str) -> None:
    from fwdesk.ui.theme import color

    house.window.menus.theme_chosen.emit(look)
    assert color("tint").name() in dialog.table.styleSheet()


def test_pasted_markup_is_shown_as_it_is(house: House, dialog: BulkDialog) -> None:
    fill(house, dialog, "<img src='file:///picture.png'>")
    shown = str(dialog.table.model().index(0, CODE).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;img" in shown
    assert "<img" not in shown
