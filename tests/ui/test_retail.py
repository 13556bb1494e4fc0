"""Retail prices by hand, and client mode: no cost anywhere, whatever is opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from fwdesk.app.price_rounds import PriceRounds
from fwdesk.domain.money import Money
from fwdesk.domain.price import Price
from fwdesk.domain.retail import Markup, Rounding, Rules
from fwdesk.domain.rules import Step
from fwdesk.ui.bulk_dialog import BulkDialog
from fwdesk.ui.margin_dialog import MarginDialog
from fwdesk.ui.price_table_dialog import PriceTableDialog
from fwdesk.ui.retail_dialog import RetailDialog
from fwdesk.ui.tokens import DARK
from tests.support.desks import FULL, House
from tests.support.seen import everything

CTRL = Qt.KeyboardModifier.ControlModifier
ODD = Rules(percent=Decimal("137.3"), rounding=Rounding.NONE)
"""A rule by which no retail price is a round multiple of a cost."""


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.window.bar.code.setText(FULL)
    assert made.window.bar.code.commit()
    made.settle()
    return made


def opened(house: House, keys: Qt.Key, modifier: Qt.KeyboardModifier, kind: type[QDialog]) -> QDialog:
    house.window.activateWindow()
    house.until(house.window.isActiveWindow)
    house.key(keys, modifier)
    dialog = house.window.findChild(kind)
    assert dialog is not None
    return dialog


def retail(house: House) -> RetailDialog:
    dialog = opened(house, Qt.Key.Key_R, CTRL, RetailDialog)
    assert isinstance(dialog, RetailDialog)
    return dialog


def quiet(house: House) -> None:
    house.until(lambda: not house.desk.tasks.busy)


def write(dialog: RetailDialog, field: str, text: str) -> None:
    edit = getattr(dialog, field)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def test_a_typed_price_shows_what_stays(house: House) -> None:
    bar = house.window.bar.price
    assert bar.retail.lines[0].text() == "Retail…"
    cost = house.desk.prices.price.total  # type: ignore[union-attr]
    dialog = retail(house)
    house.until(dialog.price.hasFocus)
    QTest.keyClicks(dialog.price, "250")
    kept = Money.of(250) - cost
    assert dialog._values["You keep"].text() == str(kept)
    assert dialog._values["Margin"].text() == f"{(kept.amount * 100 / 250).quantize(Decimal('0.1'))} %"
    assert bar.retail.lines[0].text() == "Retail $250.00"
    assert f"you keep {kept}" in bar.retail.accessibleName()
    QTest.keyClicks(dialog.price, "x")
    assert "no amount" in dialog._problem.text()
    assert dialog.price.property("wrong")
    assert bar.retail.lines[0].text() == "Retail $250.00", "the last price that can be read stands"
    dialog.price.selectAll()
    QTest.keyClick(dialog.price, Qt.Key.Key_Delete)
    assert bar.retail.lines[0].text() == "Retail…", "no price of one's own, and no rule"
    dialog.close()
    quiet(house)


def test_the_rule_is_set_as_it_is_typed(house: House) -> None:
    dialog, retailing = retail(house), house.desk.retailing
    assert not dialog.on.isChecked()
    write(dialog, "markup", "150")
    assert dialog.on.isChecked()
    assert retailing.rules.percent == 150
    write(dialog, "marketplace", "6.5")
    write(dialog, "card", "2,9")
    write(dialog, "card_fixed", ".30")
    dialog.rounding.setCurrentIndex(dialog.rounding.findData(Rounding.NINETY_FIVE))
    dialog.rounding.activated.emit(dialog.rounding.currentIndex())
    wanted = Rules(
        percent=Decimal(150), rounding=Rounding.NINETY_FIVE, marketplace_percent=Decimal("6.5"),
        card_percent=Decimal("2.9"), card_fixed=Money.of("0.30"),
    )  # fmt: skip
    assert retailing.rules == wanted
    dialog.card.setText("99")
    dialog.card.textEdited.emit("99")
    assert "whole price" in dialog._problem.text()
    assert retailing.rules == wanted, "what cannot be meant does not count"
    write(dialog, "card", "2.9")
    assert dialog._problem.text() == ""
    dialog.kind.setCurrentIndex(dialog.kind.findData(Markup.FIXED))
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    assert retailing.rules.markup is Markup.FIXED
    assert dialog.markup.text() == "0.00", "150 percent are not 150 dollars"
    write(dialog, "margin", "80")
    assert "you want to keep" in dialog._advice.text()
    QTest.keyClicks(dialog.price, "9")
    dialog.by_rule.click()
    assert retailing.own_price(FULL) is None
    dialog.on.setChecked(False)
    assert not retailing.ruled
    dialog.close()
    quiet(house)


def test_begin_with_the_price(house: House) -> None:
    dialog = opened(house, Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier, MarginDialog)
    assert isinstance(dialog, MarginDialog)
    dialog.price.selectAll()
    QTest.keyClicks(dialog.price, "200")
    house.until(lambda: "leave" in dialog.state.text() and "missing" not in dialog.state.text())
    rows = dialog._model._rows
    assert len(rows) > 10
    assert all(keeps.sale.leaves(Decimal(40)) for keeps, _cell in rows)
    costs = [keeps.sale.cost for keeps, _cell in rows]
    assert costs == sorted(costs, reverse=True)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert house.session.piece
    assert house.session.piece == rows[0][1].piece
    assert house.desk.retailing.own_price(house.session.piece.code.wire) == Money.of(200)
    dialog.price.setText("")
    dialog.price.textEdited.emit("")
    assert "no amount" in dialog.state.text()
    assert not dialog.put.isEnabled()
    dialog.close()
    quiet(house)


def test_missing_prices_are_said(house: House) -> None:
    from tests.support.desks import stop_server

    stop_server(house.qtbot, house.program.practice)
    house.program.use_theme("dark")
    assert DARK.tint in house.window.stage.note.styleSheet(), "a note that stands takes the new look"
    house.program.use_theme("light")
    dialog = opened(house, Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier, MarginDialog)
    assert isinstance(dialog, MarginDialog)
    house.until(lambda: "cannot be reached" in dialog.state.text())
    assert "prices are missing" in dialog.state.text()
    dialog.close()
    quiet(house)


def priced(house: House) -> list[Price]:
    """Every price that the desk and its tables know."""
    known = dict(house.desk.prices.known)
    for rounds in house.window.findChildren(PriceRounds):
        known |= rounds.known
    return [price for price in known.values() if price.priced]


def shown(house: House) -> list[str]:
    """Where a cost, a part of one or a difference between two can be seen or heard."""
    now, rule = house.desk.prices.price, house.desk.retailing.rules
    assert now
    costs, allowed = set[str](), set[str]()
    for price in priced(house):
        parts = (price.print, price.frame, price.mats, price.glazing, price.total)
        costs |= {part.plain for part in parts if part.rounded.amount > 1}
        costs |= {(price.total - now.total).difference} - {"same"}
        allowed |= {rule.retail_of(price.total).plain}
        allowed |= {(rule.retail_of(price.total) - rule.retail_of(now.total)).difference}
    told = re.compile(r"[+−]?\d[\d,]*\.\d\d(?!\d)")
    return [
        f"{where}: {words!r}"
        for where, words in everything()
        if any(figure in costs - allowed for figure in told.findall(words))
    ]


def visit(house: House) -> None:
    """Every step, both tables, and what else a client may be shown."""
    window = house.window
    for step in Step:
        window.side.go_to(step)
        house.settle(framed=False)
    for show in (window.menus.show_bulk, window.menus.show_price_table):
        show()
    bulk = window.findChild(BulkDialog)
    assert bulk is not None
    bulk.field.setPlainText(f"{FULL}\n5M6M9S16x20\n5M6M9S8x10")
    quiet(house)
    house.until(lambda: not bulk._timer.isActive())
    quiet(house)


def test_no_cost_is_left_on_the_screen_in_client_mode(house: House) -> None:
    house.desk.retailing.set_rules(ODD)
    visit(house)
    house.window.bar.code.setText(FULL.removesuffix("G1"))
    assert house.window.bar.code.commit()
    house.settle()
    assert len(shown(house)) > 20, "the walk finds costs where they are shown"
    house.window.activateWindow()
    house.until(house.window.isActiveWindow)
    house.key(Qt.Key.Key_F9)
    assert house.desk.retailing.client
    quiet(house)
    assert shown(house) == []
    visit(house)
    house.window.bar.code.setText(FULL)
    assert house.window.bar.code.commit()
    house.settle()
    assert shown(house) == []
    assert house.window.bar.price._total.text() == str(house.desk.retailing.seen(house.desk.prices.price).total)  # type: ignore[arg-type]
    for kind, name in ((BulkDialog, "bulk"), (PriceTableDialog, "price table")):
        dialog = house.window.findChild(kind)
        assert dialog is not None
        dialog.copy.click()
        numbers = set(re.findall(r",(\d+\.\d\d)", QGuiApplication.clipboard().text()))
        assert numbers, name
        assert numbers <= {house.desk.retailing.seen(price).total.plain for price in priced(house)}, name
        dialog.close()
    quiet(house)


def test_client_mode_puts_away_what_is_the_artists_alone(house: House) -> None:
    window, retailing = house.window, house.desk.retailing
    dialog = retail(house)
    assert window.bar.primary.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_F9)
    assert retailing.client, "also from the dialog that a client should not see"
    assert not dialog.isVisible()
    assert window.title.client.isVisible()
    assert window.bar.price._total.text() == "–", "there is no retail price to be shown instead"
    assert window.bar.price.accessibleName() == "No retail price is set for this piece."
    assert window.menus.client.isChecked()
    assert not window.bar.primary.isVisible()
    assert not window.title.orders.isVisible()
    for show in (
        window.side.show_orders, window.side.begin_order, window.menus.show_service, window.menus.show_retail,
        window.menus.show_margin_first, window.menus.show_news, window.side.show_address_book,
    ):  # fmt: skip
        house.notes.clear()
        show()
        assert "put away in client mode" in house.notes[0].text
        assert window.side.shows_options
        assert not any(found.isVisible() for found in window.findChildren(QDialog))
    house.session.note("The glazing Museum Glass was $12.00 and is $1,014.50 now.", "warn")
    assert window.stage.note.text == "The glazing Museum Glass was … and is … now."
    window.title.client.click()
    assert not retailing.client
    house.session.note("It was $12.00.")
    assert window.stage.note.text == "It was $12.00."
    assert window.bar.primary.isVisible()
    window.side.begin_order()
    assert not window.side.shows_options
    window.side.show_address_book()
    assert any(found.isVisible() for found in window.findChildren(QDialog))
    retailing.set_client(True)
    assert window.side.shows_options, "an order that was begun is put away too"
    assert not any(found.isVisible() for found in window.findChildren(QDialog)), "and who lives where"
    assert window.bar.price.retail.isHidden()
    quiet(house)
