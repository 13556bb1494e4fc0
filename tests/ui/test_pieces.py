"""Several pieces, the tray of versions and project files, through the real window and by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTabBar, QWidget

from fwdesk.domain.draft import Verdict
from fwdesk.domain.rules import Step
from fwdesk.ui.tray import VERSION
from tests.support.desks import FULL, House

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.settle()
    return made


def code(house: House) -> str:
    assert house.session.piece is not None
    return str(house.session.piece.code)


def verdicts(house: House) -> list[str]:
    return [version.verdict.value for version in house.session.tray]


def test_versions_are_kept_by_a_letter_and_the_tray_appears(house: House) -> None:
    assert house.window.findChild(QWidget, "tray") is None
    house.window.side.options.page(Step.FRAME).view.setFocus()
    house.key(Qt.Key.Key_T)
    assert house.notes[-1].text.startswith("The tray is empty.")
    house.key(Qt.Key.Key_Y)
    assert verdicts(house) == ["yes"]
    tray = house.window.menus.pieces.tray
    assert tray.isVisible()
    house.session.choose(Step.FRAME, 131)
    house.key(Qt.Key.Key_M)
    house.until(lambda: tray.list.model().index(1, 0).data(Qt.ItemDataRole.DecorationRole) is not None)
    spoken = [tray.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    frame = house.session.catalog.frame_by_id
    assert spoken[0] == f"Yes: Same print; frame {frame[131].name} → {frame[96].name}."
    assert spoken[1] == f"Maybe: the piece on the desk, {code(house)}"
    house.key(Qt.Key.Key_T)
    assert tray.list.hasFocus()
    house.key(Qt.Key.Key_Left)
    house.key(Qt.Key.Key_Return)
    assert code(house) == FULL
    house.key(Qt.Key.Key_N)
    assert verdicts(house) == ["no", "maybe"]
    house.key(Qt.Key.Key_Right)
    house.key(Qt.Key.Key_N)  # in the tray a letter means the version with the focus
    assert verdicts(house) == ["no", "no"]
    house.key(Qt.Key.Key_Delete)
    assert verdicts(house) == ["no"]
    house.key(Qt.Key.Key_Z, CTRL)
    assert verdicts(house) == ["no", "no"]
    house.session.drop(house.session.tray[0].piece)
    house.session.drop(house.session.tray[0].piece)
    assert not tray.isVisible()


def test_a_click_on_a_version_brings_it_back_and_side_by_side_leaves_no_out(house: House) -> None:
    house.window.title.keep.click()
    house.session.choose(Step.FRAME, 131)
    house.session.keep(Verdict.NO)
    tray = house.window.menus.pieces.tray
    assert not tray._compare.isEnabled()
    house.session.choose(Step.FRAME, 72)
    house.session.keep(Verdict.MAYBE)
    assert tray._compare.isEnabled()
    first = tray.list.visualRect(tray.list.model().index(0, 0)).center()
    QTest.mouseClick(tray.list.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert code(house) == FULL
    tray._compare.click()
    compare = house.window.menus.tools.compare
    house.until(lambda: compare.is_open and len(compare.tiles) == 2)
    assert [tile.candidate.name for tile in compare.tiles] == ["Version 1, yes", "Version 3, maybe"]


def test_pieces_are_tabs_and_all_of_it_goes_by_keyboard(house: House, pictures: Path) -> None:
    house.window.side.show_options()
    house.key(Qt.Key.Key_T, CTRL)
    bar = house.window.menus.pieces.tabs
    assert bar.isVisible()
    assert bar.tabs.count() == 2
    house.session.choose(Step.FRAME, 131)
    house.window.open_path(str(pictures / "landscape.png"))
    house.until(lambda: bar.tabs.tabText(1).startswith("landscape"))
    house.key(Qt.Key.Key_PageUp, CTRL)
    assert code(house) == FULL
    assert bar.tabs.currentIndex() == 0
    house.key(Qt.Key.Key_PageDown, CTRL)
    assert "F131" in code(house)
    bar.tabs.setCurrentIndex(0)
    assert code(house) == FULL
    closer = bar.tabs.tabButton(1, QTabBar.ButtonPosition.RightSide)
    assert closer.accessibleName().startswith("Close landscape")
    QTest.mouseClick(closer, Qt.MouseButton.LeftButton)
    assert bar.tabs.count() == 1
    assert not bar.isVisible()
    house.key(Qt.Key.Key_W, CTRL | SHIFT)
    assert "F131" in code(house)
    house.key(Qt.Key.Key_W, CTRL)
    assert code(house) == FULL
    house.key(Qt.Key.Key_W, CTRL)
    assert house.notes[-1].text.startswith("This is the only piece")
    house.until(lambda: house.session.artwork is not None)


def test_a_project_is_saved_asked_for_once_and_dropped_on_the_stage(house: House, tmp_path: Path) -> None:
    project = tmp_path / "Harbor.fwdesk"
    house.window.side.show_options()
    house.key(Qt.Key.Key_S, CTRL)
    dialog = house.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("portrait.fwdesk")
    dialog.fileSelected.emit(str(project))
    dialog.reject()
    house.until(lambda: house.desk.projects.path == project)
    written = project.read_bytes()
    house.session.choose(Step.FRAME, 131)
    house.window.activateWindow()
    house.until(lambda: QApplication.activeModalWidget() is None and house.window.isActiveWindow())
    house.key(Qt.Key.Key_S, CTRL)
    house.until(lambda: project.read_bytes() != written)
    house.until(lambda: house.desk.projects.saved)
    house.window.stage.dropped.emit(str(project))
    house.until(lambda: len(house.desk.pieces.titles) == 2)
    house.key(Qt.Key.Key_J, CTRL | SHIFT)
    asked = house.window.findChildren(QFileDialog)[-1]
    broken = tmp_path / "broken.fwdesk"
    broken.write_bytes(b"{")
    asked.fileSelected.emit(str(broken))
    asked.reject()
    house.until(lambda: "broken.fwdesk is damaged" in house.window.stage.note.text)
    assert len(house.desk.pieces.titles) == 2
    house.settle()


def test_a_project_on_the_command_line_is_opened(houses: Callable[..., House], house: House, pictures: Path) -> None:
    project = pictures / "Harbor.fwdesk"
    house.session.keep(Verdict.YES)
    house.desk.projects.save(project)
    house.until(lambda: house.desk.projects.path == project)
    other = houses(artwork=project)
    other.until(lambda: other.desk.projects.path == project)
    assert code(other) == FULL
    assert other.window.menus.pieces.tray.list.model().index(0, 0).data(VERSION).verdict is Verdict.YES
    other.settle()


def test_the_title_says_what_is_opened_and_not_what_is_no_longer_awaited(house: House, pictures: Path) -> None:
    title = house.window.title
    house.desk.pieces.branch()
    house.desk.keeper.open(pictures / "landscape.png")
    assert title._facts.text() == "Opening landscape.png…"
    house.desk.pieces.switch(0)  # with the same picture, which is at hand
    house.until(lambda: not house.desk.tasks.waits("open"))
    assert "1600 × 2000 px" in title._facts.text()
    house.desk.pieces.switch(1)
    house.desk.keeper.open(pictures / "landscape.png")
    house.until(lambda: house.desk.keeper.picture is not None and house.desk.keeper.picture.name == "landscape.png")
    house.desk.keeper._at_hand.clear()
    house.desk.pieces.switch(0)  # its picture is read anew: until then nothing of the other one stays
    assert (title._name.text(), title._facts.text()) == ("portrait.jpg", "Opening portrait.jpg…")
    house.until(lambda: "1600 × 2000 px" in title._facts.text())


def test_a_small_copy_is_no_recent_picture(houses: Callable[..., House], house: House, tmp_path: Path) -> None:
    project = tmp_path / "given.fwdesk"
    house.desk.projects.save(project)
    house.until(lambda: house.desk.projects.saved)
    house.until(lambda: not house.desk.tasks.busy)
    there = tmp_path / "there"
    there.mkdir()
    given = Path(shutil.move(project, there / "given.fwdesk"))
    other = houses(data=tmp_path / "other", artwork=given, settle=False)
    other.until(lambda: other.session.artwork is not None and other.session.artwork.stand_in)
    other.until(lambda: not other.desk.tasks.busy)
    assert other.window.menus.recent.paths == ()


def test_the_same_verdict_twice_offers_nothing_to_take_back(house: House) -> None:
    house.session.choose(Step.FRAME, 131)
    house.window.menus.pieces.keep(Verdict.YES)
    assert house.notes[-1].undo
    house.session.undo()
    house.session.redo()
    house.window.menus.pieces.keep(Verdict.YES)
    assert house.notes[-1].text == "It is in the tray as a Yes already."
    assert not house.notes[-1].undo  # else the frame would go


def test_versions_side_by_side_go_with_their_piece(house: House) -> None:
    pieces, compare = house.window.menus.pieces, house.window.menus.tools.compare
    pieces.keep(Verdict.YES)
    house.session.choose(Step.FRAME, 131)
    pieces.keep(Verdict.MAYBE)
    pieces._compare()
    assert compare.is_open
    house.session.choose(Step.FRAME, 72)
    assert compare.is_open
    house.desk.pieces.branch()
    assert not compare.is_open  # they are of the other piece, and would hang there with this one's picture
