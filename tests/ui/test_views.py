"""The tools of the stage, by their keys: the glass held to the light."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fwdesk.domain.rules import Step
from tests.support.desks import FULL, House


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.settle()
    return made


def stage(house: House) -> QImage:
    return house.window.stage.view.grab().toImage()


def brightness(house: House, image: QImage) -> float:
    """Of the artwork, on average: it is a row of pixels through the middle of the piece."""
    drawn = house.desk.preview.current
    assert drawn is not None
    left, top, right, bottom = (round(edge / drawn.ratio) for edge in drawn.outside)
    return sum(image.pixelColor(x, (top + bottom) // 2).lightness() for x in range(left, right)) / (right - left)


def press(house: House, key: Qt.Key) -> None:
    QTest.keyPress(house.window.focusWidget() or house.window, key)
    house.until(lambda: not house.desk.tasks.busy)


def release(house: House, key: Qt.Key) -> None:
    QTest.keyRelease(house.window.focusWidget() or house.window, key)
    house.until(lambda: not house.desk.tasks.busy)


# The glass


def test_the_reflection_slides_over_the_glass_while_g_is_held(house: House) -> None:
    tools, before = house.window.menus.tools, stage(house)
    press(house, Qt.Key.Key_G)
    glass = tools.glass
    reflection = glass.reflection
    assert reflection is not None
    held = stage(house)
    assert held != before
    index = house.window.side.options.page(Step.FRAME).view.currentIndex()
    for _ in range(6):
        press(house, Qt.Key.Key_Right)
    assert glass.at[0] > 0.6
    assert glass.reflection is reflection, "it is moved, not drawn again"
    assert stage(house) != held
    assert house.window.side.options.page(Step.FRAME).view.currentIndex() == index, "the arrows steer the glass alone"
    view = house.window.stage.view
    QTest.mouseMove(view, view.rect().center())
    tools._glass_view.follow(QPointF(view.mapToGlobal(view.rect().topLeft())))
    assert glass.at[0] == -0.3
    assert -0.3 <= glass.at[1] < 0, "it follows the mouse and stays near the glass"
    release(house, Qt.Key.Key_G)
    assert not glass.held
    assert stage(house) == before, "released, everything is as it was"


def test_a_better_glass_reflects_less(house: House) -> None:
    """Each glazing beside the same piece without its reflection."""
    added: dict[str, float] = {}
    for offer in house.session.offers(Step.GLAZING):
        if offer.id not in {1, 9501, 9503}:
            continue
        house.session.choose(Step.GLAZING, offer.id)
        house.settle()
        press(house, Qt.Key.Key_G)
        glass = house.window.menus.tools.glass
        shown = brightness(house, stage(house))
        glass.move(9, 9)  # as far away as it goes
        added[offer.name] = shown - brightness(house, stage(house))
        release(house, Qt.Key.Key_G)
    clear, matte, museum = added.values()
    assert clear > matte > museum >= 0
    assert clear > 4 * museum


def test_without_glazing_it_says_so(house: House) -> None:
    house.session.choose(Step.GLAZING, 0)
    house.settle()
    press(house, Qt.Key.Key_G)
    glass = house.window.menus.tools.glass
    assert glass.reflection is None
    assert "no glazing" in glass.words
    release(house, Qt.Key.Key_G)
    house.desk.preview.look("neutral")
    assert "left out" in glass.words


def test_from_the_menu_it_stays_until_escape(house: House) -> None:
    tools = house.window.menus.tools
    tools.glass_key.toggle()
    house.until(lambda: not house.desk.tasks.busy)
    assert tools.glass.held
    release(house, Qt.Key.Key_G)
    assert tools.glass.held
    press(house, Qt.Key.Key_Escape)
    assert not tools.glass.held
    tools.glass_key.toggle()
    tools.glass_key.toggle()
    assert not tools.glass.held
    press(house, Qt.Key.Key_G)
    QApplication.sendEvent(house.window, QEvent(QEvent.Type.WindowDeactivate))
    assert not tools.glass.held, "a key that goes up elsewhere is not heard"
    house.settle()


def test_g_in_a_text_is_a_letter(house: House) -> None:
    code = house.window.bar.code
    code.setFocus()
    code.selectAll()
    QTest.keyClick(code, Qt.Key.Key_G)
    assert code.text().lower() == "g"
    assert not house.window.menus.tools.glass_key.held
