"""The code as a map: its parts are named where one points or types, and lead to their steps; pasting is forgiving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from fwdesk.domain.rules import Step
from fwdesk.ui.code_field import CodeField
from tests.support.desks import FULL, House

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FRAME_AT = FULL.index("F96") + 2


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    assert made.window.bar.code.take(FULL)
    return made


def over(field: CodeField, index: int) -> QPoint:
    """The middle of a character."""
    field.setCursorPosition(index)
    left = field.cursorRect().center().x()
    field.setCursorPosition(index + 1)
    return QPoint((left + field.cursorRect().center().x()) // 2, field.height() // 2)


def test_pointing_at_a_part_names_it_and_leaving_names_all(house: House) -> None:
    field, line = house.window.bar.code, house.window.bar.code_line
    words = "Product · Media · Style · Size · Frame · Mat · Glazing"
    assert line.words == words
    place = over(field, FRAME_AT)
    QTest.mouseMove(field, place)
    house.until(lambda: line.words.startswith("Frame 96, "))
    assert "opening 20 × 24 in" in line.words
    QGuiApplication.sendEvent(field, QHelpEvent(QHelpEvent.Type.ToolTip, place, field.mapToGlobal(place)))
    assert QToolTip.text().startswith("Frame 96, ")
    QTest.mouseMove(field, QPoint(field.width() - 4, field.height() // 2))
    house.until(lambda: line.words == words)
    QTest.mouseMove(field, place)
    house.until(lambda: line.words.startswith("Frame 96, "))
    QTest.mouseMove(house.window.rail, QPoint(5, 5))
    house.until(lambda: line.words == words)


@pytest.mark.parametrize(("index", "words"), [(0, "Product type 5"), (1, "Media 6"), (len(FULL) - 1, "Glazing 1")])
def test_each_character_belongs_to_its_own_part(house: House, index: int, words: str) -> None:
    field = house.window.bar.code
    QTest.mouseMove(field, over(field, index))
    house.until(lambda: house.window.bar.code_line.words.startswith(words))


def test_the_caret_names_its_part_for_whoever_types_or_listens(house: House) -> None:
    field, line = house.window.bar.code, house.window.bar.code_line
    house.key(Qt.Key.Key_L, CTRL)
    house.key(Qt.Key.Key_Home)
    assert line.words.startswith("Product type 5, ")
    house.key(Qt.Key.Key_Right)
    assert line.words.startswith("Media 6, ")
    assert field.accessibleDescription() == line.words
    house.key(Qt.Key.Key_End)
    assert line.words.startswith("Glazing 1, ")
    house.type("x")
    assert field.accessibleDescription() == "", "it is no code now"
    house.window.rail.setFocus()


def test_control_click_opens_the_step(house: House) -> None:
    field = house.window.bar.code
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, CTRL, over(field, FULL.index("G1")))
    assert house.session.step is Step.GLAZING
    assert house.window.side.options.page(Step.GLAZING).view.hasFocus()


def test_alt_enter_opens_the_step_of_the_caret(house: House) -> None:
    house.key(Qt.Key.Key_L, CTRL)
    house.window.bar.code.setCursorPosition(FULL.index("S16") + 1)
    house.key(Qt.Key.Key_Return, ALT)
    assert house.session.step is Step.SIZE


def test_a_word_of_the_line_opens_its_step(house: House) -> None:
    line = house.window.bar.code_line
    for step, left in ((Step.PRODUCT_TYPE, 8), (Step.MEDIA, line.fontMetrics().horizontalAdvance("Product · Me"))):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(left, line.height() // 2))
        assert house.session.step is step


def test_an_ending_that_is_not_known_leads_nowhere(house: House) -> None:
    assert house.window.bar.code.take(f"{FULL}-Z9")
    assert house.window.bar.code_line.words.endswith("Glazing · Ending")
    step = house.session.step
    field = house.window.bar.code
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, CTRL, over(field, len(FULL) + 1))
    assert house.session.step is step


def test_a_mail_on_the_clipboard_becomes_the_piece(house: House) -> None:
    wanted = FULL.replace("F96", "F131")
    QGuiApplication.clipboard().setText(
        f"Dear Anna,\nplease {wanted[:20]}\u00ad{wanted[20:]}\u00a0twice.\n" + "x " * 300
    )
    house.key(Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert house.window.bar.code.text() == wanted
    assert house.window.stage.note.text.startswith(f"Found the code {wanted} in the text.")
    assert "frame " in house.window.stage.note.text


def test_two_codes_on_the_clipboard_are_refused_in_words(house: House) -> None:
    QGuiApplication.clipboard().setText(f"5M6M9S16x20 or {FULL}")
    house.key(Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert house.window.bar.code_line.words.startswith("There are 2 codes in this text: 5M6M9S16x20 and ")
    assert house.window.bar.code.property("wrong") is True
    assert str(house.session.piece.code) == FULL  # type: ignore[union-attr]
    house.key(Qt.Key.Key_L, CTRL)
    house.key(Qt.Key.Key_Escape)
    assert house.window.bar.code.text() == FULL


def test_pasting_into_the_field_takes_the_code_and_waits_for_enter(house: House) -> None:
    field, line = house.window.bar.code, house.window.bar.code_line
    wanted = FULL.replace("F96", "F131")
    QGuiApplication.clipboard().setText(f"for you:\t{wanted}\t2")
    field.setFocus()
    field.setCursorPosition(3)
    house.key(Qt.Key.Key_V, CTRL)
    assert field.text() == wanted
    assert line.words == "The code in the pasted text. Enter makes it the piece."
    assert str(house.session.piece.code) == FULL  # type: ignore[union-attr]
    house.key(Qt.Key.Key_Return)
    assert str(house.session.piece.code) == wanted  # type: ignore[union-attr]


def test_a_stretch_of_a_code_is_pasted_where_the_caret_is(house: House) -> None:
    field = house.window.bar.code
    assert field.take("5M6M9S16x20")
    field.setFocus()
    for text in ("F131S20x24", "G1 "):
        field.end(False)
        QGuiApplication.clipboard().setText(text)
        house.key(Qt.Key.Key_V, CTRL)
    assert field.text() == "5M6M9S16x20F131S20x24G1"
    assert house.window.bar.code_line.words.startswith("Glazing 1, ")
    QGuiApplication.clipboard().setText("no code here")
    house.key(Qt.Key.Key_V, CTRL)
    assert field.text() == "5M6M9S16x20F131S20x24G1"
    assert house.window.bar.code_line.words == "There is no product code in this text."


def test_the_context_menu_and_dropped_text_paste_alike(house: House) -> None:
    field = house.window.bar.code
    QGuiApplication.clipboard().setText("this one: 5M6M9S11x14")
    menu = field.context_menu()
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()
    assert field.text() == "5M6M9S11x14"
    mime = QMimeData()
    mime.setText("and this: 5M6M9S8x10, thanks")
    field.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    assert field.text() == "5M6M9S8x10"


def test_in_a_narrow_window_nothing_is_wider_than_its_place(houses: Callable[..., House]) -> None:
    house = houses(size=(960, 640))
    line = house.window.bar.code_line
    assert house.window.bar.code.take("5M6M8S16DD375x20DD125F96S20DD375x24DD125J1S16DD375x20DD125J2S16DD875x20DD625G1")
    house.settle()
    assert house.window.width() <= 960
    assert line.sizeHint().width() <= line.width(), line.text()
    house.window.bar.code.setFocus()
    house.window.bar.code.setCursorPosition(40)
    assert line.sizeHint().width() <= line.width()


def test_a_price_that_moved_is_in_the_bar_and_spoken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.app.test_prices import dearer

    house.settle()
    dearer(monkeypatch, "2.47")
    house.desk.link.retry()
    house.until(lambda: house.desk.prices.move is not None)
    view = house.window.bar.price
    assert "(+2.47)" in view._state.text()
    assert "→" in view._state.text()
    assert "; it was $" in view.accessibleName()
    assert "Asked at" in view.toolTip()
    house.session.turn()
    house.settle()
    assert view._state.text().startswith("per copy, asked ")
    assert view.toolTip().startswith("Practice prices, asked at ")
