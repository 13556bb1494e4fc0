"""The whole choosing journey with the keyboard alone, through the real window: no click, no call behind the scenes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLabel, QTableView, QWidget

from fwdesk.app.models import OptionRole
from fwdesk.domain.money import Money
from fwdesk.domain.rules import Step
from fwdesk.ui.help import KeysDialog
from tests.support.desks import House

K = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Ten fingers: what they press goes where the keyboard is, be it the window or a dialog."""

    def __init__(self, house: House) -> None:
        self.house = house

    @property
    def focus(self) -> QWidget:
        top = QApplication.activeModalWidget() or QApplication.activeWindow() or self.house.window
        return top.focusWidget() or top

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus, key, modifier)
            self._settle()

    def _settle(self) -> None:
        """Lists lay themselves out between two keys."""
        done: list[bool] = []
        QTimer.singleShot(0, self.house.window, lambda: done.append(True))
        self.house.until(lambda: bool(done))

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def tab_to(self, name: str, *, back: bool = False) -> QWidget:
        """Tab until a control has the keyboard; it must be reached."""
        passed = [self.focus.objectName()]
        for _ in range(40):
            if self.focus.objectName() == name:
                return self.focus
            self.press(K.Key_Backtab if back else K.Key_Tab, SHIFT if back else NONE)
            passed.append(self.focus.objectName())
        raise AssertionError(f"Tab does not reach {name!r}: {passed}")

    def go_to(self, step: Step) -> None:
        self.press(K(K.Key_1.value + list(Step).index(step)), ALT)
        assert self.focus.objectName() == f"options.{step.value}"

    def beside(self, kind: type[QDialog]) -> QDialog:
        """The dialog that a key opened, once it has the keyboard."""
        self.house.until(lambda: isinstance(QApplication.activeWindow(), kind))
        found = QApplication.activeWindow()
        assert isinstance(found, kind)
        return found

    def back(self) -> None:
        self.press(K.Key_Escape)
        self.home()

    def home(self) -> None:
        """The window again, as a window manager gives it the keyboard when a dialog closes."""
        self.house.window.activateWindow()
        self.house.until(self.house.window.isActiveWindow)


def code(house: House) -> str:
    assert house.session.piece
    return str(house.session.piece.code)


def test_the_whole_choosing_journey_by_keyboard(houses: Callable[..., House], pictures: Path) -> None:
    house = houses(artwork=pictures / "portrait.jpg")
    hands = Hands(house)
    hands.home()

    # A picture of one's own, by its path.
    hands.press(K.Key_O, CTRL)
    hands.beside(QFileDialog)
    hands.write(str(pictures / "landscape.png"))
    hands.press(K.Key_Return)
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "landscape.png")
    hands.home()
    house.settle(framed=False)

    choose_by_arrows(house, hands)
    find_and_try_a_frame(house, hands)
    a_dead_end_has_a_way_out(house, hands)
    type_a_size(house, hands)
    set_the_mat(house, hands)
    copy_and_paste(house, hands)
    look_at_prices(house, hands)
    house.settle(framed=False)
    assert house.session.problems == ()


def choose_by_arrows(house: House, hands: Hands) -> None:
    """Product, media, style and glazing: an arrow tries on, Escape goes back, Enter keeps."""
    for step in (Step.PRODUCT_TYPE, Step.MEDIA, Step.STYLE, Step.GLAZING):
        hands.go_to(step)
        before, view = code(house), house.window.side.options.page(step).view
        rows = view.model().rowCount()
        assert view.currentIndex().data(OptionRole.CURRENT), "one begins where one is"
        way = K.Key_Down if view.currentIndex().row() + 1 < rows else K.Key_Up
        hands.press(way)
        if house.session.trying:
            hands.press(K.Key_Escape)
            assert house.session.trying is None
            assert view.currentIndex().data(OptionRole.CURRENT)
            hands.press(way)
            hands.press(K.Key_Return)
            assert code(house) != before, step
            hands.press(K.Key_Z, CTRL)
            assert code(house) == before
            hands.press(K.Key_Z, CTRL | SHIFT)
            assert code(house) != before
            hands.press(K.Key_Z, CTRL)


def find_and_try_a_frame(house: House, hands: Hands) -> None:
    hands.go_to(Step.FRAME)
    hands.press(K.Key_Slash)
    assert hands.focus.objectName() == "search.frame"
    hands.write("walnut")
    view = house.window.side.options.page(Step.FRAME).view
    assert all("walnut" in str(view.model().index(row, 0).data()).lower() for row in range(view.model().rowCount()))
    hands.tab_to("frame.sort")
    hands.tab_to("options.collection")
    hands.tab_to("options.frame")
    hands.press(K.Key_Home)
    hands.press(K.Key_Right)
    assert house.session.trying is not None, "the stage shows it before it is chosen"
    wanted = view.currentIndex().data(OptionRole.ID)
    hands.press(K.Key_Return)
    assert house.session.piece
    assert house.session.piece.framing
    assert house.session.piece.framing.frame == wanted
    hands.press(K.Key_Slash)
    hands.press(K.Key_A, CTRL)
    hands.press(K.Key_Delete)
    assert view.model().rowCount() > 20


def a_dead_end_has_a_way_out(house: House, hands: Hands) -> None:
    hands.go_to(Step.FRAME)
    before = code(house)
    hands.press(K.Key_End)
    view = house.window.side.options.page(Step.FRAME).view
    assert not view.currentIndex().data(OptionRole.AVAILABLE), "what cannot be had stands last"
    hands.press(K.Key_Return)
    assert code(house) == before
    hands.tab_to("anyway.frame")
    hands.press(K.Key_Space)
    assert code(house) != before
    assert house.session.problems == ()
    hands.press(K.Key_Z, CTRL)
    assert code(house) == before, "one step back"


def type_a_size(house: House, hands: Hands) -> None:
    hands.go_to(Step.SIZE)
    field = hands.tab_to("size.typed", back=True)
    hands.write("12 x 8 bananas")
    hands.press(K.Key_Return)
    assert "does not read as a size" in field.accessibleDescription()
    hands.press(K.Key_A, CTRL)
    hands.write("12 x 8")
    hands.press(K.Key_Return)
    assert "S12x8" in code(house)
    hands.go_to(Step.SIZE)
    hands.press(K.Key_O)
    assert "S8x12" in code(house), "turned"
    hands.press(K.Key_Z, CTRL)


def set_the_mat(house: House, hands: Hands) -> None:
    hands.go_to(Step.MAT)
    page = house.window.side.options.page(Step.MAT)
    hands.press(K.Key_Home)
    hands.press(K.Key_Down)
    hands.press(K.Key_Return)
    assert house.session.piece
    assert house.session.piece.framing
    assert house.session.piece.framing.mats, "the second row is a mat"
    border = hands.tab_to("mat.width", back=True)
    assert isinstance(border, QComboBox)
    before = house.session.piece.mat_border
    hands.press(K.Key_Down)
    assert house.session.piece.mat_border > before
    second = hands.tab_to("mat.second")
    assert isinstance(second, QComboBox)
    for _ in range(second.count()):
        hands.press(K.Key_Down)
        if len(house.session.piece.framing.mats) > 1:
            break
    assert len(house.session.piece.framing.mats) == 2, "an inner mat by arrows alone"
    hands.tab_to("mat.reveal")
    hands.press(K.Key_End)
    assert page.isVisible()
    windows = [mat.window for mat in house.session.piece.framing.mats]
    assert windows[1].width - windows[0].width == Decimal(1), "half an inch shows on either side"


def copy_and_paste(house: House, hands: Hands) -> None:
    hands.go_to(Step.GLAZING)
    wanted = code(house)
    hands.press(K.Key_C, CTRL)
    assert QApplication.clipboard().text() == wanted
    QApplication.clipboard().setText("please make 5M6M9S8x10, thanks")
    hands.press(K.Key_V, CTRL)
    assert code(house) == "5M6M9S8x10"
    hands.press(K.Key_Z, CTRL)
    assert code(house) == wanted
    hands.press(K.Key_L, CTRL)
    assert hands.focus.objectName() == "code"
    hands.press(K.Key_C, CTRL)
    assert QApplication.clipboard().text() == wanted, "in a field, Ctrl+C copies what is marked there"
    hands.go_to(Step.FRAME)


def look_at_prices(house: House, hands: Hands) -> None:
    from fwdesk.ui.price_table_dialog import CELL, PriceTableDialog
    from fwdesk.ui.retail_dialog import RetailDialog

    house.settle(framed=False)
    hands.press(K.Key_P, CTRL | SHIFT)
    hands.beside(PriceTableDialog)
    house.until(lambda: not house.desk.tasks.busy)
    table = hands.tab_to("price_table.table")
    assert isinstance(table, QTableView)
    hands.press(K.Key_Home, CTRL)
    rows = table.model().rowCount()
    for _ in range(rows):
        if table.currentIndex().data(CELL).piece:
            break
        hands.press(K.Key_Down)
    wanted = table.currentIndex().data(CELL).piece
    assert wanted
    hands.press(K.Key_Return)
    assert house.session.piece
    assert house.session.piece.code == wanted.code
    hands.back()
    assert house.window.findChild(PriceTableDialog) is None
    house.settle(framed=False)
    hands.press(K.Key_R, CTRL)
    hands.beside(RetailDialog)
    hands.tab_to("retail.price")
    hands.press(K.Key_A, CTRL)
    hands.write("250")
    hands.back()
    assert house.desk.retailing.own_price(house.session.piece.code.wire) == Money.of(250)
    hands.press(K.Key_F9)
    total = house.window.bar.price.findChildren(QLabel)
    assert any(label.text() == "$250.00" for label in total if label.isVisible())
    hands.press(K.Key_F9)
    hands.press(K.Key_Question)
    house.until(lambda: house.window.findChild(KeysDialog) is not None)
    hands.beside(KeysDialog)
    hands.back()
