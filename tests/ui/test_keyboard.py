"""Everything by keyboard alone, and names for whoever does not see the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from fwdesk.app.models import OptionRole
from fwdesk.domain.order import OrderState
from fwdesk.domain.rules import Step
from tests.support.desks import ADA, FULL, House

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
    assert page._way_out.isVisible()
    if not page.anyway.isVisible():
        pytest.fail("the last frame has a way out in the practice catalog")
    for _ in range(6):
        if page.anyway.hasFocus():
            break
        house.key(Qt.Key.Key_Tab)
    assert page.anyway.hasFocus()
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


def test_a_whole_order_by_keyboard(house: House) -> None:
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
    house.until(lambda: not house.desk.tasks.busy)
    house.key(Qt.Key.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert focus_name(house) == "orders.list"
    house.until(lambda: len(house.desk.book.rows) == 1)
    house.until(lambda: not house.desk.tasks.busy)


INTERACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)


def nameless(root: QWidget) -> list[str]:
    """Every widget that one can act on and that says nothing about itself."""
    buddies = {label.buddy() for label in root.findChildren(QLabel) if label.buddy() and label.text()}
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        acts = isinstance(widget, INTERACTIVE) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        inner = widget.objectName().startswith("qt_") or type(widget).__name__ in {"QScrollBar", "QMenuBar", "QMenu"}
        parent = widget.parentWidget()
        while parent is not None and not inner:
            inner = isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)
            parent = parent.parentWidget()
        if not acts or inner or isinstance(widget, QLabel):  # a label's name is its text
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or widget in buddies):
            found.append(f"{type(widget).__name__} {widget.objectName()!r}")
    return found


def test_everything_one_can_act_on_has_a_name(house: House) -> None:
    window = house.window
    for step in Step:
        window.side.go_to(step)
    window.stage.show_official()
    window.side.begin_order()
    house.until(lambda: len(house.desk.ordering.countries) > 0)
    window.side.show_orders()
    house.until(lambda: not house.desk.tasks.busy)
    assert nameless(window) == []
    for number in range(window.rail.model().rowCount()):
        assert window.rail.model().index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert window.stage.view.accessibleName()
    assert window.stage.view.accessibleDescription()
    assert "Price" in window.bar.price.accessibleName()
    assert window.title.service.accessibleName().startswith("Service")


def test_the_dialogs_have_names_too(house: House) -> None:
    from PySide6.QtWidgets import QDialog

    window = house.window
    for show in (window.menus.show_service, window.menus._show_keys, window.menus._about):
        show()
        (dialog,) = (found for found in window.findChildren(QDialog) if found.isVisible())
        assert dialog.windowTitle()
        assert nameless(dialog) == []
        dialog.reject()
        house.until(lambda: not any(found.isVisible() for found in window.findChildren(QDialog)))
    house.until(lambda: not house.desk.tasks.busy)


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
