"""The price table in its dialog: frames picked across, prices in cells, a cell put on the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from fwdesk.app.price_table import MOST_FRAMES
from fwdesk.ui.price_table_dialog import PriceTableDialog
from tests.support.desks import FULL, House, stop_server

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    assert made.window.bar.code.take(FULL)
    made.settle()
    return made


@pytest.fixture
def dialog(house: House) -> PriceTableDialog:
    house.key(Qt.Key.Key_P, CTRL | SHIFT)
    found = house.window.findChild(PriceTableDialog)
    assert isinstance(found, PriceTableDialog)
    ready(house, found)
    return found


def ready(house: House, dialog: PriceTableDialog) -> None:
    house.until(lambda: not house.desk.tasks.busy and "asked" in dialog.state.text())


def check(dialog: PriceTableDialog, row: int, state: Qt.CheckState = Qt.CheckState.Checked) -> None:
    dialog.frames.item(row).setCheckState(state)


def test_it_begins_at_the_piece_on_the_desk(house: House, dialog: PriceTableDialog) -> None:
    model = dialog.table.model()
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(2)] == [
        "No frame",
        house.session.catalog.frame_by_id[96].name,
    ]
    present = dialog._model.present
    assert present.data() == str(house.desk.prices.price.total)  # type: ignore[union-attr]
    assert present.data(Qt.ItemDataRole.FontRole).bold()
    assert dialog.table.viewport().rect().contains(dialog.table.visualRect(present).center())
    assert str(present.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("16 × 20 in, ")


def test_frames_are_picked_by_keyboard_and_a_cell_put_on_the_desk(house: House, dialog: PriceTableDialog) -> None:
    columns = dialog.table.model().columnCount()
    dialog.frames.setFocus()
    dialog.frames.setCurrentRow(2)
    QTest.keyClick(dialog.frames, Qt.Key.Key_Space)
    ready(house, dialog)
    assert dialog.table.model().columnCount() == columns + 1
    frame = dialog._prices.frames[-1]
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Home, CTRL)
    QTest.keyClick(dialog.table, Qt.Key.Key_End)
    assert dialog.put.isEnabled()
    assert f"F{frame}S" in dialog.state.text()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert f"F{frame}S" in house.window.bar.code.text()
    check(dialog, 2, Qt.CheckState.Unchecked)
    ready(house, dialog)
    assert dialog.table.model().columnCount() == columns


def test_none_and_too_many_frames_are_said(house: House, dialog: PriceTableDialog) -> None:
    for row in range(dialog.frames.count()):
        check(dialog, row, Qt.CheckState.Unchecked)
    house.until(lambda: dialog.state.text() == "Pick the frames to compare on the left.")
    assert not dialog.copy.isEnabled()
    dialog._prices.set_frames(tuple(range(9001, 9001 + MOST_FRAMES)))
    check(dialog, 0)
    assert dialog.state.text().startswith("20 frames are the most")
    assert dialog.frames.item(0).checkState() is Qt.CheckState.Unchecked


def test_another_collection_offers_its_frames(house: House, dialog: PriceTableDialog) -> None:
    group = house.session.catalog.collections[1]
    dialog.collection.setCurrentIndex(1)
    names = [dialog.frames.item(row).text() for row in range(dialog.frames.count())]
    assert names == ["No frame", *(frame.name for frame in group.frames)]


def test_a_cell_that_cannot_be_made_says_why(house: House, dialog: PriceTableDialog) -> None:
    model = dialog.table.model()
    dialog._prices.set_frames((77777,))
    house.until(lambda: model.columnCount() == 1 and dialog.state.text().startswith("None of these can be made."))
    index = model.index(0, 0)
    assert index.data() == "–"
    dialog.table.setCurrentIndex(index)
    assert dialog.state.text() == "Frame 77777 is not in this catalog."
    assert not dialog.put.isEnabled()
    before = house.window.bar.code.text()
    dialog._put_on_desk(index)
    assert house.window.bar.code.text() == before


def test_down_copied_and_closed(house: House, dialog: PriceTableDialog) -> None:
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("Size (in),No frame,")
    stop_server(house.qtbot, house.program.practice)
    check(dialog, 3)
    house.until(lambda: "The service cannot be reached." in dialog.state.text())
    assert dialog.table.model().index(0, 2).data() == "?"
    dialog._put_on_desk(QModelIndex())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    house.until(lambda: house.window.findChild(PriceTableDialog) is None)
