"""Trying on: an option is seen on the stage before it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fwdesk.app.models import OptionRole
from fwdesk.domain.rules import Step
from fwdesk.ui.real_size import CardDialog
from tests.support.desks import FULL, House

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.window.bar.code.setText(FULL)
    assert made.window.bar.code.commit()
    return made


def test_an_arrow_tries_a_frame_on_and_escape_goes_back(house: House) -> None:
    preview, page = house.desk.preview, house.window.side.options.page(Step.FRAME)
    house.settle()
    house.key(Qt.Key.Key_5, ALT)
    before, code, undo = preview.current, house.window.bar.code.text(), house.session.undo_name
    house.key(Qt.Key.Key_Right)
    tried = house.session.trying
    assert tried is not None
    assert tried.id == page.view.currentIndex().data(OptionRole.ID)
    house.until(lambda: preview.current is not before)
    assert house.session.shown == tried.piece
    assert tried.name in house.window.stage.view.accessibleDescription()
    assert (house.window.bar.code.text(), house.session.undo_name) == (code, undo), "nothing is chosen yet"
    house.key(Qt.Key.Key_Escape)
    assert house.session.trying is None
    assert house.session.shown == house.session.piece
    assert page.view.currentIndex().data(OptionRole.CURRENT)
    assert page.view.hasFocus()


def test_enter_keeps_what_is_tried_on_in_one_step(house: House) -> None:
    house.settle()
    house.key(Qt.Key.Key_5, ALT)
    house.key(Qt.Key.Key_Right)
    house.key(Qt.Key.Key_Right)
    tried = house.session.trying
    assert tried is not None
    house.key(Qt.Key.Key_Return)
    assert house.session.trying is None
    assert house.session.piece == tried.piece
    house.session.undo()
    assert house.window.bar.code.text() == FULL


def test_a_mouse_that_rests_on_a_row_tries_it_on_and_leaving_goes_back(house: House) -> None:
    page = house.window.side.options.page(Step.GLAZING)
    house.session.show_step(Step.GLAZING)
    house.settle()
    viewport = page.view.viewport()
    row = next(n for n, r in enumerate(page.model.rows) if r.offer.available and not r.current)
    place = page.view.visualRect(page.model.index(row)).center()
    page.view.entered.emit(page.model.index(row))
    page.view.tried.emit(page.view.indexAt(place))
    assert house.session.trying is not None
    assert house.session.trying.id == page.model.rows[row].offer.id
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    assert house.session.trying is None


def test_what_cannot_be_had_is_not_tried_on_and_another_step_ends_the_trial(house: House) -> None:
    house.settle()
    offers = house.session.offers(Step.FRAME)
    house.session.try_on(next(offer for offer in offers if not offer.available))
    assert house.session.trying is None
    house.session.try_on(next(offer for offer in offers if offer.available and offer.piece != house.session.piece))
    assert house.session.trying is not None
    house.session.show_step(Step.MAT)
    assert house.session.trying is None


# Looking at it another way


def test_keys_and_buttons_change_the_setting(house: House) -> None:
    house.settle()
    preview, views = house.desk.preview, house.window.stage.views
    none = Qt.KeyboardModifier.NoModifier
    for key, setting in ((Qt.Key.Key_W, "room"), (Qt.Key.Key_W, "wall"), (Qt.Key.Key_B, "neutral")):
        before = preview.current
        house.key(key, none)
        assert preview.setting == setting
        house.until(lambda before=before: preview.current is not before)
    house("view.room_with_figure").click()  # type: ignore[attr-defined]
    assert preview.setting == "room with figure"
    assert "room to scale" in house.window.stage.view.accessibleDescription()
    house.key(Qt.Key.Key_D, none)
    assert preview.setting == "wall", "a room is too small for dimensions"
    assert preview.dimensions
    assert views.dimensions.isChecked()
    house.settle()
    picture = house.window.stage.view.grab()
    views.dimensions.click()
    assert not preview.dimensions
    house.settle()
    assert house.window.stage.view.grab().toImage() != picture.toImage()


def test_another_wall_leaves_the_neutral_surround(house: House) -> None:
    house.settle()
    house.desk.preview.look("neutral")
    house.desk.preview.set_wall("#B9BEB6")
    assert house.desk.preview.setting == "wall"


def test_wheel_keys_and_drag_zoom_and_move_the_piece_and_a_double_click_fits_it(house: House) -> None:
    house.settle()
    view, preview = house.window.stage.view, house.desk.preview
    at_first = preview.current
    assert at_first is not None
    none = Qt.KeyboardModifier.NoModifier
    house.key(Qt.Key.Key_Plus, none)
    assert preview.pinned is not None
    house.until(lambda: preview.current is not None and preview.current.stand == preview.pinned)
    assert preview.current is not None
    assert preview.current.scale > at_first.scale * 1.2
    place = view.rect().center()
    scale = preview.pinned.scale
    wheel = QWheelEvent(
        QPointF(place), QPointF(view.mapToGlobal(place)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert preview.pinned.scale > scale
    before = preview.pinned.at
    QTest.mousePress(view, Qt.MouseButton.LeftButton, none, place)
    QTest.mouseMove(view, place + QPoint(25, 10))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, none, place + QPoint(25, 10))
    assert (preview.pinned.at[0] - before[0], preview.pinned.at[1] - before[1]) == (25, 10)
    house.session.choose(Step.FRAME, 131)
    house.settle()
    assert preview.pinned is not None, "another frame leaves the zoom alone"
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, none, place)
    assert preview.pinned is None
    house.settle()
    house.key(Qt.Key.Key_0, none)
    house.key(Qt.Key.Key_W, none)
    house.key(Qt.Key.Key_Minus, none)
    assert (preview.setting, preview.pinned) == ("wall", None), "a room is left before anything is zoomed"


def test_real_size_asks_for_a_card_once_and_is_kept(houses: Callable[..., House], tmp_path: Path) -> None:
    house = houses(data=tmp_path / "same")
    house.settle()
    none = Qt.KeyboardModifier.NoModifier
    house.key(Qt.Key.Key_1, none)
    dialog = house.window.findChild(CardDialog)
    assert dialog is not None
    QTest.keyClick(dialog.slider, Qt.Key.Key_Right)
    width = dialog.slider.value()
    dialog.use.click()
    preview = house.desk.preview
    assert preview.is_real_size
    house.settle()
    drawn = preview.current
    assert drawn is not None
    assert drawn.scale == pytest.approx(width / (85.60 / 25.4))
    assert "Real size" in house.window.stage.view.accessibleDescription()
    house.window.activateWindow()
    house.until(lambda: QApplication.activeWindow() is house.window)
    house.key(Qt.Key.Key_0, none)
    assert not preview.is_real_size
    house.until(lambda: not house.desk.tasks.busy)
    house.window.close()
    house.program.close()
    again = houses(data=tmp_path / "same")
    again.settle()
    again.key(Qt.Key.Key_1, none)
    assert again.desk.preview.is_real_size, "the screen was measured before"


def test_the_picture_is_dragged_behind_its_window_in_one_undo(house: House) -> None:
    house.session.set_code("5M6M9S16x16")
    house.settle(framed=False)
    view, session = house.window.stage.view, house.session
    none = Qt.KeyboardModifier.NoModifier
    drawn = house.desk.preview.current
    assert drawn is not None
    left, top, right, bottom = drawn.outside
    place = QPoint(round((left + right) / 2), round((top + bottom) / 2))
    assert session.piece is not None
    before = session.piece.crop
    QTest.mousePress(view, Qt.MouseButton.LeftButton, none, place)
    for step in (10, 20, 30):
        QTest.mouseMove(view, place + QPoint(0, step))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, none, place + QPoint(0, 30))
    after = session.piece.crop
    assert after.y < before.y, "pulled down, more of its top is seen"
    assert after.x == before.x
    pixels = session.pixels
    spare = (right - left) * 16 / 17 * (pixels.height / pixels.width - 1)  # of a 17 in sheet, 16 in are the image
    assert float(before.y - after.y) == pytest.approx(30 / spare, rel=0.05)
    house.until(lambda: house.desk.preview.current is not drawn)
    session.undo()
    assert session.piece.crop == before
    house.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert session.piece.crop.y > before.y
    for _ in range(60):
        session.nudge_crop(0, 2)
    assert session.piece.crop.y == 1, "not beyond its edge"


def test_a_pasted_code_takes_the_list_along_so_that_enter_changes_nothing(house: House) -> None:
    house.key(Qt.Key.Key_5, ALT)
    page = house.window.side.options.page(Step.FRAME)
    house.key(Qt.Key.Key_Right)
    house.key(Qt.Key.Key_Escape)
    house.session.set_code(FULL.replace("F96", "F131"))
    house.until(lambda: page.up_to_date)
    assert page.view.hasFocus()
    assert page.view.currentIndex().data(OptionRole.ID) == 131
    house.key(Qt.Key.Key_Return)
    assert "F131" in house.window.bar.code.text()
