"""The lowest window there is: words that explain or correct something can be read to their end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QScrollArea, QWidget

from fwdesk.domain.rules import Step
from tests.support.desks import ADA, House

LOW = (960, 640)


def in_view(label: QWidget, area: QWidget) -> bool:
    """All of it lies inside a part of the window."""
    top = label.mapTo(area, QPoint(0, 0)).y()
    return top >= 0 and top + label.height() <= area.height()


def whole(label: QLabel) -> bool:
    return label.height() >= label.heightForWidth(label.width())


def test_what_is_said_of_two_mats_is_whole(houses: Callable[..., House]) -> None:
    house = houses(size=LOW)
    glazings = house.session.catalog.glazings
    hazy = next(one.id for one in glazings if "non" in one.name.lower() and "glare" in one.name.lower())
    one_mat = "11M9220M9S14DD375x18F96S18DD375x22J1S14DD375x18"
    house.session.set_code(f"{one_mat}G{hazy}")
    house.window.side.go_to(Step.MAT)
    house.settle()
    words = house("mat.arithmetic")
    assert isinstance(words, QLabel)
    short = words.height()
    box = house("mat.second")
    assert isinstance(box, QComboBox)
    box.setFocus()
    for _ in range(4):
        house.key(Qt.Key.Key_Down)
    assert house.session.piece
    assert house.session.piece.framing
    assert len(house.session.piece.framing.mats) == 2
    house.until(lambda: words.height() > short)
    house.settle()
    assert whole(words)
    view = house.window.side.options.page(Step.MAT).view
    assert view.height() > 100


def test_what_is_wrong_with_a_field_is_seen(houses: Callable[..., House]) -> None:
    house = houses(size=LOW)
    house.window.side.begin_order()
    pages = house.window.side.order_pages
    assert pages is not None
    page = pages.recipient
    page.form.show_recipient(ADA)
    page.form.edits["zip_postal_code"].setText("7820")
    page.go.click()
    fault = page.form._faults["zip_postal_code"]
    house.until(lambda: fault.isVisible() and bool(fault.text()))
    area = page.findChild(QScrollArea)
    assert area is not None
    house.until(lambda: whole(fault) and in_view(fault, area.viewport()))


def test_a_note_of_the_desk_gives_way_to_an_order(houses: Callable[..., House]) -> None:
    house = houses(size=LOW)
    house.session.note("A sentence over the picture.", undo=True)
    assert house.window.stage.note.isVisible()
    house.window.side.begin_order()
    assert not house.window.stage.note.isVisible()
