"""The file doctor in the window: what it shows, the copy it makes, and that the desk goes on with the copy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from fwdesk.app.print_copies import CopyState
from fwdesk.ui.file_dialog import FileDialog, FindingRow
from tests.support.desks import House
from tests.unit.artwork.kit import adobe_rgb, colorful

Houses = Callable[..., House]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    path = folder / "sea.png"
    clear = colorful(500, 400).convert("RGBA")
    clear.putpixel((0, 0), (0, 0, 0, 0))
    clear.save(path, icc_profile=adobe_rgb())
    return path


def opened(house: House) -> FileDialog:
    house.key(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    house.until(lambda: any(one.isVisible() for one in house.window.findChildren(FileDialog)))
    return next(one for one in house.window.findChildren(FileDialog) if one.isVisible())


def words(dialog: QWidget) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_issue_fix_and_one_button(houses: Houses, own: Path) -> None:
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    house = houses(artwork=own)
    assert house.window.title.file.text() == "3 notes"
    assert "3 notes" in house.window.title.file.accessibleName()
    crop, code = house.session.piece.crop, house.session.piece.code  # type: ignore[union-attr]
    dialog = opened(house)
    rows = dialog.findChildren(FindingRow)
    assert {row.objectName() for row in rows} == {"finding.transparent", "finding.wide", "finding.few_pixels"}
    assert all(row.accessibleName() and row.accessibleDescription() for row in rows)
    assert "Wide Test RGB · 8-bit · tagged" in words(dialog)
    assert [dialog.colors.itemText(row) for row in range(2)] == ["in sRGB", "in its own Wide Test RGB"]
    # By keyboard alone: the button has the focus.
    house.until(dialog.make.hasFocus)
    QTest.keyClick(dialog.make, Qt.Key.Key_Space)
    assert house.desk.print_copies.state is CopyState.MAKING
    assert dialog.stop.isVisible()
    house.until(lambda: house.desk.print_copies.state is CopyState.MADE)
    assert "Written: sea (print).jpg" in words(dialog)
    house.until(dialog.use.hasFocus)
    QTest.keyClick(dialog.use, Qt.Key.Key_Space)
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "sea (print).jpg")
    house.settle()
    assert (house.session.piece.crop, house.session.piece.code) == (crop, code)  # type: ignore[union-attr]
    assert house.window.title.file.text() == "1 note"
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before
    with Image.open(own.with_name("sea (print).jpg")) as copy:
        assert copy.mode == "RGB"


def test_a_folder_that_cannot_be_written_offers_another(
    houses: Houses, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.artwork import copy as copying

    house = houses(artwork=own)
    dialog = opened(house)
    real = copying._beside

    def locked(place: Path, original: Path) -> object:
        return real(tmp_path / "nowhere" if place == own.parent else place, original)

    monkeypatch.setattr(copying, "_beside", locked)
    dialog.make.click()
    house.until(lambda: house.desk.print_copies.state is CopyState.FAILED)
    assert "Choose another folder" in words(dialog)
    assert dialog.elsewhere.isVisible()
    other = tmp_path / "other"
    other.mkdir()
    dialog.kind.setCurrentIndex(2)
    dialog._make_in(str(other))
    house.until(lambda: house.desk.print_copies.state is CopyState.MADE)
    assert [path.name for path in other.iterdir()] == ["sea (print).png"]
    dialog.close()
    house.until(lambda: not dialog.isVisible())


def test_closing_gives_a_copy_up(houses: Houses, own: Path) -> None:
    house = houses(artwork=own)
    dialog = opened(house)
    dialog.make.click()
    dialog.reject()
    assert house.desk.print_copies.state is CopyState.NONE
    house.until(lambda: not house.desk.tasks.busy)
    assert [path.name for path in own.parent.iterdir()] == ["sea.png"]


def test_the_sample_is_not_copied(houses: Houses) -> None:
    house = houses(artwork=None)
    dialog = opened(house)
    assert "sample picture" in words(dialog)
    assert not dialog.make.isVisible()
    assert "Nothing to mend" in words(dialog)
    dialog.reject()
