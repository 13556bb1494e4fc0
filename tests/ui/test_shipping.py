"""The shipping page in the real window: what each way costs, when it arrives, and the cheapest that is in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderTotal, ShippingOption
from fwdesk.domain.rules import Step
from fwdesk.ui.shipping_list import Calendar, ShippingList, day_words
from fwdesk.ui.shipping_page import ShippingPage
from tests.support.desks import ADA, FULL, LONG, House

TODAY = date(2026, 11, 25)


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.settle()
    made.desk.ordering.set_recipient(ADA)
    made.window.side.begin_order()
    pages = made.window.side.order_pages
    assert pages is not None
    pages.shipping._today = lambda: TODAY
    pages.show_shipping()
    made.until(lambda: made.desk.ordering.quote is not None)
    return made


def page(house: House) -> ShippingPage:
    found = house("order.shipping")
    assert isinstance(found, ShippingPage)
    return found


def spoken(shown: ShippingList) -> list[str]:
    model = shown.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def test_every_way_says_when_it_arrives_and_what_it_comes_to(house: House) -> None:
    shown, quote = page(house), house.desk.ordering.quote
    assert quote is not None
    lines = spoken(shown.list)
    assert len(lines) == len(quote.options)
    for line, option in zip(lines, quote.options, strict=True):
        assert str(option.rate) in line
        assert f"in all {option.total.grand_total}" in line
        assert "an estimate" in line
    # The frame takes 8 to 12 business days by its own note, economy 3 to 7 more.
    economy = next(line for line in lines if line.startswith("Economy"))
    assert "3 to 7 business days, arrives Thu, Dec 10 – Tue, Dec 22, an estimate" in economy
    assert "8 to 12 business days to make it" in shown._dates.text()
    tip = str(shown.list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "Goods" in tip
    assert "Postage" in tip
    house.session.choose(Step.FRAME, 0)
    shown.ask()
    house.until(lambda: house.desk.ordering.quote is not None)
    assert "does not say how long this piece takes to make" in shown._dates.text()
    assert "arrives Mon, Nov 30 – Fri, Dec 4" in next(line for line in spoken(shown.list) if line.startswith("Economy"))


def test_the_cheapest_that_arrives_by_a_day_by_keyboard(house: House) -> None:
    shown, ordering = page(house), house.desk.ordering
    shown.due.on.setFocus()
    house.key(Qt.Key.Key_Space)
    assert shown.due.value is not None
    assert shown.due.day.isVisible()
    assert not shown.due.words.isVisible()
    shown.due.day.setMinimumDate(QDate(2026, 11, 25))
    shown.due.day.setDate(QDate(2026, 12, 18))
    late = [line for line in spoken(shown.list) if "may be late" in line]
    assert late
    assert len(late) < len(spoken(shown.list))
    shown.due.cheapest.setFocus()
    house.key(Qt.Key.Key_Space)
    assert ordering.option is not None
    in_time = [line.split(",")[0] for line in spoken(shown.list) if "may be late" not in line]
    assert ordering.option.method in in_time
    quote = ordering.quote
    assert quote is not None
    assert ordering.option.total.grand_total == min(
        one.total.grand_total for one in quote.options if one.method in in_time
    )
    assert "is the cheapest that arrives by Fri, Dec 18" in shown.due.words.text()
    shown.due.day.setDate(QDate(2026, 11, 27))
    assert not shown.due.words.isVisible(), "another day is another question"
    QTest.mouseClick(shown.due.cheapest, Qt.MouseButton.LeftButton)
    assert "No option is sure to arrive by Fri, Nov 27. The soonest is here by" in shown.due.words.text()
    shown.due.on.setFocus()
    house.key(Qt.Key.Key_Space)
    assert shown.due.value is None
    assert not any("may be late" in line for line in spoken(shown.list))
    house.desk.ordering.set_quantity(2)
    shown.due.on.setChecked(True)
    shown._choose_cheapest()
    assert "not here yet" in shown.due.words.text()


def test_options_without_code_or_days_still_stand_there(qapp: object) -> None:
    shown = ShippingList()
    amount = Money.of("7.40")
    total = OrderTotal(Money.of("0"), amount, amount)
    options = (
        ShippingOption(1, "", "Courier", "", "", amount, total),
        ShippingOption(2, "SD", "Ground", "UPS", "", amount, total),
        ShippingOption(3, "", "Sea mail", "", "60+ days", amount, total),
    )
    shown.show_options(options, options[1], Calendar(TODAY, due=TODAY))
    assert spoken(shown) == [
        "Courier, Days not stated, may be late, $7.40, in all $7.40",
        "Ground, 2 to 5 business days (in general), arrives Fri, Nov 27 – Wed, Dec 2, an estimate, may be late, $7.40, "
        "in all $7.40, selected",
        "Sea mail, 60 business days or more, arrives Wed, Feb 17, 2027 or later, an estimate, may be late, $7.40, "
        "in all $7.40",
    ]
    assert day_words(date(2027, 1, 2), TODAY) == "Sat, Jan 2, 2027"
    shown.deleteLater()


def test_the_copies_of_the_order_stand_on_the_page_wherever_they_were_changed(house: House) -> None:
    shown, ordering = page(house), house.desk.ordering
    ordering.cart.set_quantity(0, 4)
    assert shown.quantity.value() == 4
    shown.quantity.setValue(2)
    assert ordering.quantity == 2
    house.until(lambda: ordering.quote is not None)
    with house.qtbot.waitSignal(ordering.ended, timeout=LONG):
        house.until(lambda: not ordering.blockers())
        assert ordering.submit()
    assert shown.quantity.value() == 1, "the next order begins with one"
    house.until(lambda: not house.desk.tasks.busy)


def test_the_address_of_one_picture_is_not_entered_for_the_next_that_comes_to_the_desk(
    house: House, pictures: Path
) -> None:
    shown, ordering = page(house), house.desk.ordering
    house.desk.keeper.open(pictures / "portrait.jpg", fit=False)
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "portrait.jpg")
    ordering.set_file_url("https://files.example/portrait.jpg")
    assert shown.url.isVisible()
    shown.url.setFocus()
    house.desk.pieces.branch()
    house.desk.keeper.open(pictures / "landscape.png", fit=False)
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "landscape.png")
    shown.url.editingFinished.emit()
    assert ordering.file_url == ""
    house.desk.pieces.switch(0)
    assert ordering.file_url == "https://files.example/portrait.jpg"
    assert shown.url.text() == "https://files.example/portrait.jpg"
    house.until(lambda: not house.desk.tasks.busy)
