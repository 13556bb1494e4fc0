"""The ways a picture gets on the desk: dropped anywhere, from the recent ones, its path pasted as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from fwdesk.ui.picture_dialog import picture_path
from tests.support.desks import House, end

Houses = Callable[..., House]
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton


def drop(target: QWidget, path: Path) -> None:
    """A file let go over a widget, as the window system tells it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    at = QPointF(5, 5)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(at.toPoint(), COPY, mime, LEFT, none))
    QApplication.sendEvent(target, QDropEvent(at, COPY, mime, LEFT, none))


def shows(house: House, name: str) -> bool:
    return house.session.artwork is not None and house.session.artwork.name == name


def test_a_file_is_dropped_on_any_part_of_the_window(houses: Houses, pictures: Path) -> None:
    house = houses()
    code = house.session.piece.code  # type: ignore[union-attr]
    window = house.window
    steps = (window.stage, window, window.bar.code, window.side.options.page(house.session.step).search)
    for number, target in enumerate(steps):
        name = ("landscape.png", "portrait.jpg")[number % 2]
        drop(target, pictures / name)
        house.until(lambda name=name: shows(house, name))
        house.until(lambda: not house.desk.tasks.busy)
    assert window.bar.code.text() == str(house.session.piece.code)  # type: ignore[union-attr]  # no path in the field
    assert house.session.piece.code.frame.frame == code.frame.frame  # type: ignore[union-attr]  # the framing stays


def test_recent_pictures_are_offered_newest_first_also_after_a_restart(
    houses: Houses, pictures: Path, tmp_path: Path
) -> None:
    house = houses(data=tmp_path / "desk")
    house.window.open_path(str(pictures / "landscape.png"))
    house.until(lambda: shows(house, "landscape.png"))
    house.settle(framed=False)
    end(house)
    again = houses(data=tmp_path / "desk", artwork=pictures / "small.jpg")
    again.until(lambda: len(again.window.menus.recent.paths) == 3)
    recent = again.window.menus.recent
    recent.fill()
    words = [action.text() for action in recent._menu.actions()]
    assert words == ["&1  small.jpg", "&2  landscape.png", "&3  portrait.jpg"]
    assert recent._menu.actions()[1].toolTip() == str(pictures / "landscape.png")
    recent._menu.actions()[1].trigger()
    again.until(lambda: shows(again, "landscape.png"))
    assert recent.paths[0] == str(pictures / "landscape.png")
    again.settle(framed=False)


def test_a_recent_picture_that_is_gone_says_so(houses: Houses, tmp_path: Path) -> None:
    house = houses()
    house.window.menus.recent.opened(str(tmp_path / "gone & lost.jpg"))
    house.window.menus.recent.fill()
    action = house.window.menus.recent._menu.actions()[0]
    assert action.text() == "&1  gone && lost.jpg"
    action.trigger()
    house.until(lambda: any("gone & lost.jpg" in note.text for note in house.notes))
    assert shows(house, "portrait.jpg")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/home/ada/sea.jpg", "/home/ada/sea.jpg"),
        ("  '/home/ada/sea at night.TIFF'\n", "/home/ada/sea at night.TIFF"),
        ("file:///home/ada/sea%20at%20night.png", "/home/ada/sea at night.png"),
        ("~/sea.webp", str(Path.home() / "sea.webp")),
        ("sea.jpg", ""),
        ("/home/ada/sea.txt", ""),
        ("5M6M9S16x20", ""),
        ("/a.jpg\n/b.jpg", ""),
        ("", ""),
    ],
)
def test_what_is_a_path(text: str, path: str) -> None:
    assert picture_path(text) == path


def test_a_path_is_pasted(houses: Houses, pictures: Path) -> None:
    house = houses()
    QGuiApplication.clipboard().setText(f"'{pictures / 'landscape.png'}'")
    house.window.menus.paste()
    house.until(lambda: shows(house, "landscape.png"))
    house.settle(framed=False)
