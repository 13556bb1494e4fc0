"""Everything by keyboard alone, and names for whoever does not see the screen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMainWindow, QMenu, QWidget

from fwdesk.app.models import OptionRole
from fwdesk.domain.order import OrderState
from fwdesk.domain.rules import Step
from fwdesk.ui.help import KeysDialog
from tests.support.desks import ADA, FULL, House
from tests.support.names import alike, nameless

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.window.bar.code.setText(FULL)
    assert made.window.bar.code.commit()
    return made


def focus_name(house: House) -> str:
    widget = house.window.focusWidget()
    return widget.objectName() if widget else ""


def test_alt_and_a_number_go_to_each_step(house: House) -> None:
    for number, step in enumerate(Step, 1):
        house.key(Qt.Key(Qt.Key.Key_0.value + number), ALT)
        assert house.session.step is step
        assert focus_name(house) == f"options.{step.value}"
        assert house.window.side.options.currentWidget() is house.window.side.options.page(step)


def test_arrows_and_enter_choose(house: House) -> None:
    house.key(Qt.Key.Key_7, ALT)
    view = house.window.side.options.page(Step.GLAZING).view
    assert view.currentIndex().data(OptionRole.CURRENT), "one begins where one is"
    row = view.currentIndex().row()
    house.key(Qt.Key.Key_Down)
    assert view.currentIndex().row() == row + 1
    option = view.currentIndex().data(OptionRole.ID)
    house.key(Qt.Key.Key_Return)
    assert house.window.bar.code.text() == FULL.replace("G1", f"G{option}")
    assert view.currentIndex().data(OptionRole.ID) == option
    house.key(Qt.Key.Key_Z, CTRL)
    assert house.window.bar.code.text() == FULL
    house.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert house.window.bar.code.text() == FULL.replace("G1", f"G{option}")


@pytest.mark.parametrize("step", [Step.FRAME, Step.PRODUCT_TYPE, Step.SIZE])
def test_choosing_by_key_keeps_ones_place_in_the_list(house: House, step: Step) -> None:
    """Also when the choice changes which rows are possible, and with it their order."""
    house.window.bar.code.setText("5M6M9S16x20")
    assert house.window.bar.code.commit()
    house.key(Qt.Key(Qt.Key.Key_1.value + list(Step).index(step)), ALT)
    page = house.window.side.options.page(step)
    house.key(Qt.Key.Key_Down)
    house.key(Qt.Key.Key_Down)
    option = page.view.currentIndex().data(OptionRole.ID)
    house.key(Qt.Key.Key_Return)
    assert page.view.hasFocus()
    assert page.view.currentIndex().isValid()
    if step is Step.SIZE:
        assert page.view.currentIndex().data(OptionRole.CURRENT)
    else:
        assert page.view.currentIndex().data(OptionRole.ID) == option


def test_the_way_out_is_reached_by_key(house: House) -> None:
    house.key(Qt.Key.Key_5, ALT)
    page = house.window.side.options.page(Step.FRAME)
    house.key(Qt.Key.Key_End)
    assert not page.view.currentIndex().data(OptionRole.AVAILABLE)
    house.key(Qt.Key.Key_Return)
    assert page.way_out.isVisible()
    if not page.way_out.anyway.isVisible():
        pytest.fail("the last frame has a way out in the practice catalog")
    for _ in range(6):
        if page.way_out.anyway.hasFocus():
            break
        house.key(Qt.Key.Key_Tab)
    assert page.way_out.anyway.hasFocus()
    house.key(Qt.Key.Key_Space)
    assert house.window.bar.code.text() != FULL
    assert house.session.problems == ()


def test_the_rail_by_arrows(house: House) -> None:
    house.window.rail.setFocus()
    house.key(Qt.Key.Key_Home)
    assert house.session.step is Step.PRODUCT_TYPE
    house.key(Qt.Key.Key_Down)
    assert house.session.step is Step.MEDIA
    assert house.window.rail.hasFocus()


def test_single_keys_act_only_outside_of_text(house: House) -> None:
    house.key(Qt.Key.Key_7, ALT)
    house.key(Qt.Key.Key_F)
    assert house.window.stage.comparing
    house.key(Qt.Key.Key_F)
    assert not house.window.stage.comparing
    house.key(Qt.Key.Key_L, CTRL)
    assert focus_name(house) == "code"
    house.type("F")
    assert house.window.bar.code.text() == "F", "the code was marked, so that typing replaces it"
    assert not house.window.stage.comparing
    house.key(Qt.Key.Key_Escape)
    assert house.window.bar.code.text() == FULL


def test_find_and_copy(house: House) -> None:
    house.key(Qt.Key.Key_5, ALT)
    house.key(Qt.Key.Key_F, CTRL)
    assert focus_name(house) == "search.frame"
    house.key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == FULL


def test_a_whole_order_by_keyboard(house: House, pictures: Path) -> None:
    """From a dropped picture to the confirmed practice order; the last bar of the order's issue, in machine time."""
    began = time.monotonic()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(pictures / "landscape.png"))])
    house.window.stage.dropEvent(
        QDropEvent(
            QPointF(200, 200), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "landscape.png")
    house.settle()
    house.key(Qt.Key.Key_7, ALT)
    house.key(Qt.Key.Key_Return, CTRL)
    recipient = house("order.recipient")
    assert isinstance(recipient, QWidget)
    assert recipient.isVisible()
    values = {
        f"recipient.{name}": getattr(ADA, name)
        for name in ("first_name", "last_name", "address_1", "city", "state_code", "zip_postal_code")
    }
    for _ in range(16):
        name = focus_name(house)
        if name in values:
            house.type(values.pop(name))
        if name == "order.recipient.next":
            break
        house.key(Qt.Key.Key_Tab)
    assert values == {}, "every field is reached by Tab"
    assert focus_name(house) == "order.recipient.next"
    house.key(Qt.Key.Key_Space)
    house.until(lambda: house.desk.ordering.verdict is not None)
    assert house.desk.ordering.verdict.valid  # type: ignore[union-attr]
    house.key(Qt.Key.Key_Space)
    assert focus_name(house) == "options.shipping"
    house.until(lambda: house.desk.ordering.option is not None)
    before = house.desk.ordering.option
    house.key(Qt.Key.Key_Down)
    assert house.desk.ordering.option != before
    for _ in range(3):
        if focus_name(house) == "order.shipping.next":
            break
        house.key(Qt.Key.Key_Tab)
    house.key(Qt.Key.Key_Space)
    review = house("order.review")
    assert isinstance(review, QWidget)
    assert review.isVisible()
    house.until(lambda: house.desk.ordering.blockers() == ())
    assert focus_name(house) == "order.submit"
    with house.qtbot.waitSignal(house.desk.ordering.sent, timeout=20_000) as signal:
        house.key(Qt.Key.Key_Space)
        assert focus_name(house) == "order.review"  # and not the next control, Undo for one
        house.key(Qt.Key.Key_Space)
    assert signal.args is not None
    assert signal.args[0].state is OrderState.ACCEPTED
    reference = house("order.reference")
    assert isinstance(reference, QLabel)
    assert reference.isVisible()
    assert signal.args[0].order_po in reference.text()
    assert len(house.program.practice._app.book.posts()) == 1  # type: ignore[union-attr]
    assert time.monotonic() - began < 60
    house.until(lambda: not house.desk.tasks.busy)
    house.key(Qt.Key.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert focus_name(house) == "orders.list"
    house.until(lambda: len(house.desk.book.rows) == 1)
    house.until(lambda: not house.desk.tasks.busy)


def test_everything_one_can_act_on_has_a_name_of_its_own(house: House) -> None:
    window = house.window
    for step in Step:
        window.side.go_to(step)
        assert alike(window) == [], step
    window.stage.show_official()
    window.side.begin_order()
    house.until(lambda: len(house.desk.ordering.countries) > 0)
    assert alike(window) == []
    window.side.show_orders()
    house.until(lambda: not house.desk.tasks.busy)
    assert nameless(window) == []
    assert alike(window) == []
    for number in range(window.rail.model().rowCount()):
        assert window.rail.model().index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert window.stage.view.accessibleName()
    assert window.stage.view.accessibleDescription()
    assert "Price" in window.bar.price.accessibleName()
    assert window.title.service.accessibleName().startswith("Service")


def test_every_dialog_of_the_menus_has_names_and_closes_by_key(house: House) -> None:
    """Whatever a menu opens, also what is added later."""
    window, opened = house.window, list[str]()
    for action in menu_actions(window):
        words = action.text().partition("\t")[0]
        if not words.endswith("…") and "About" not in words and "Keys" not in words:
            continue
        action.trigger()
        house.until(lambda: not house.desk.tasks.busy)
        for dialog in (found for found in window.findChildren(QDialog) if found.isVisible()):
            if not isinstance(dialog, QFileDialog):
                opened.append(type(dialog).__name__)
                assert dialog.windowTitle(), words
                assert nameless(dialog) == [], words
                assert alike(dialog) == [], words
                QTest.keyClick(dialog, Qt.Key.Key_Escape)
            else:
                dialog.reject()
        house.until(lambda: not any(found.isVisible() for found in window.findChildren(QDialog)))
        window.side.show_options()
    assert {"ServiceDialog", "KeysDialog", "BulkDialog", "PriceTableDialog", "RetailDialog", "MarginDialog"} <= set(
        opened
    )
    house.until(lambda: not house.desk.tasks.busy)


def menu_actions(window: QMainWindow) -> list[QAction]:
    """Every action of the menus and the menus below them that can be pressed now."""
    found, menus = list[QAction](), [action.menu() for action in window.menuBar().actions()]
    while menus:
        menu = menus.pop()
        if isinstance(menu, QMenu):
            menus += [action.menu() for action in menu.actions()]
            found += [action for action in menu.actions() if action.isEnabled() and not action.menu()]
    return [action for action in found if not action.isSeparator()]


def test_no_key_is_given_away_twice(house: House) -> None:
    keys = Counter(key.toString() for action in menu_actions(house.window) for key in action.shortcuts())
    assert [key for key, count in keys.items() if count > 1] == []
    held = {action.text().partition("\t")[2].removesuffix(" (hold)") for action in menu_actions(house.window)} - {""}
    assert not held & set(keys)


def test_every_row_of_a_menu_has_a_letter_of_its_own(house: House) -> None:
    menus = [("the bar", house.window.menuBar().actions())]
    for name, actions in menus:
        rows = [action for action in actions if not action.isSeparator()]
        marked = [action.text().replace("&&", "").partition("&")[2][:1].lower() for action in rows]
        assert all(marked), (name, [action.text() for action in rows])
        assert [mark for mark, count in Counter(marked).items() if count > 1] == [], name
        for action in rows:
            menu = action.menu()
            if isinstance(menu, QMenu) and menu is not house.window.menus.recent._menu:
                menus.append((action.text(), menu.actions()))
    assert len(menus) > 9


def test_the_keys_are_read_off_the_menus(house: House) -> None:
    house.key(Qt.Key.Key_Question)
    dialog = house.window.findChild(KeysDialog)
    assert dialog is not None
    told = {(keys, words) for group in dialog.groups for keys, words in group.keys}
    assert ("F1  or  ?", "Keys") in told
    assert ("Alt+Left", "Crop: move the picture: Left") in told
    assert ("Ctrl+F  or  /", "Find in this step") in told
    said = dialog.area.accessibleDescription()
    for action in menu_actions(house.window):
        for key in action.shortcuts():
            assert key.toString(QKeySequence.SequenceFormat.NativeText) in said, action.text()
    house.until(dialog.area.hasFocus)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    assert not dialog.isVisible()


def test_public_names_are_all_there(house: House) -> None:
    window = house.window
    for step in Step:
        window.side.go_to(step)
    window.side.begin_order()
    window.side.show_orders()
    names = {widget.objectName() for widget in window.findChildren(QWidget)} | {window.objectName()}
    wanted = {"desk", "rail", "stage", "code", "price", "service", "options.collection", "orders.list"}
    wanted |= {f"options.{step.value}" for step in Step}
    wanted |= {"order.recipient", "order.shipping", "order.review", "order.submit"}
    assert wanted <= names
    house.until(lambda: not house.desk.tasks.busy)
