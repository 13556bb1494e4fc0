"""The review with the keyboard: lines changed where they stand, findings with their ways, several recipients, live."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from fwdesk.app import workshop
from fwdesk.app.service import Kind
from fwdesk.domain.crop import Crop
from fwdesk.domain.rules import Step
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import LIVE_KEYS, create_app
from fwdesk.store.secrets import APP_KEY, WEB_API_KEY
from fwdesk.ui.order_pages import OrderPages
from tests.support.desks import ADA, FULL, House

SPACE, DOWN, TAB = Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Tab


def at_the_review(house: House, code: str = FULL) -> OrderPages:
    house.settle(framed=False)
    if code:
        house.session.set_code(code)
        house.settle(framed=False)
    house.desk.ordering.set_recipient(ADA)
    house.window.side.begin_order()
    pages = house.window.side.order_pages
    assert pages is not None
    house.desk.ordering.ask_shipping()
    house.until(lambda: house.desk.ordering.quoted is not None)
    pages.show_review()
    house.until(lambda: bool(house.desk.ordering.findings))
    return pages


def text(house: House, name: str) -> str:
    found = house(name)
    assert isinstance(found, QLabel | QPushButton)
    return found.text()


def test_copies_are_changed_where_they_stand_and_zero_takes_out(houses: Callable[..., House]) -> None:
    house = houses()
    pages = at_the_review(house)
    ordering = house.desk.ordering
    assert text(house, "review.goods") == "$158.00"
    (card,) = pages.review.lines.cards
    card.spin.setFocus()
    QTest.keyClick(card.spin, Qt.Key.Key_Up)
    assert ordering.quoted is None
    assert not pages.review.go.isEnabled()
    assert text(house, "review.total") == "–"
    house.until(lambda: ordering.quoted is not None)
    assert text(house, "review.goods") == "$316.00"
    house.until(pages.review.go.isEnabled)
    QTest.keyClick(card.spin, DOWN)
    QTest.keyClick(card.spin, DOWN)
    assert ordering.cart.lines == ()
    assert "nothing in this order" in pages.review.problem.text()
    assert text(house, "lines.undo") == "Undo"
    undo = house("lines.undo")
    assert isinstance(undo, QWidget)
    undo.setFocus()
    house.key(SPACE)
    house.until(lambda: ordering.quoted is not None)
    assert text(house, "review.goods") in {"$158.00", "$316.00"}


def test_a_letter_that_slips_changes_nothing_and_escape_goes_back_page_by_page(houses: Callable[..., House]) -> None:
    house = houses()
    pages = at_the_review(house)
    window, piece = house.window, house.session.piece
    window.stage.note.hide()
    pages.review.go.setFocus()
    house.key(Qt.Key.Key_O)
    house.key(Qt.Key.Key_H)
    assert house.session.piece == piece
    assert window.stage.note.text == "Nothing was changed: go back to the desk first (Esc)."
    house.key(Qt.Key.Key_Escape)
    assert not window.stage.note.isVisible()
    assert pages.review.isVisible()
    house.key(Qt.Key.Key_Escape)
    assert pages.shipping.isVisible()
    window.stage.note.hide()
    house.key(Qt.Key.Key_Escape)
    assert pages.recipient.isVisible()
    name = house("recipient.first_name")
    assert isinstance(name, QLineEdit)
    name.setFocus()
    house.key(Qt.Key.Key_Escape)
    assert pages.recipient.isVisible(), "never out of a field"
    pages.recipient.go.setFocus()
    house.key(Qt.Key.Key_Escape)
    assert window.side.shows_options
    house.key(Qt.Key.Key_Escape)
    assert window.side.shows_options
    house.key(Qt.Key.Key_O)
    assert house.session.piece != piece


def test_another_piece_is_added_and_one_comes_back_to_the_desk(houses: Callable[..., House], pictures: Path) -> None:
    house = houses()
    pages = at_the_review(house)
    pages.review.lines.more.setFocus()
    house.key(SPACE)
    assert house.window.side.shows_options
    house.desk.keeper.open(pictures / "landscape.png")
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "landscape.png")
    house.settle()
    house.window.side.begin_order()
    pages.show_review()
    house.until(lambda: house.desk.ordering.quoted is not None)
    first, second = pages.review.lines.cards
    house.until(lambda: not first.picture.empty and not second.picture.empty)
    assert first.spin.accessibleName() == "Copies of portrait, 16 × 20 in; 0 takes it out"
    first.edit.setFocus()
    house.key(SPACE)
    assert house.window.side.shows_options
    assert house.session.artwork.name == "portrait.jpg"  # type: ignore[union-attr]
    assert [line.artwork.name for line in house.desk.ordering.cart.lines] == ["landscape.png", "portrait.jpg"]
    house.settle()


def test_what_must_be_fixed_turns_the_button_off_with_the_way_there(
    houses: Callable[..., House], pictures: Path
) -> None:
    house = houses(artwork=pictures / "small.jpg")
    pages = at_the_review(house)
    review = pages.review
    house.until(lambda: not review.go.isEnabled())
    assert review.problem.text() == "Fix what is listed under Must fix first."
    (way,) = (found for found in review.findings.findChildren(QPushButton) if found.text() == "To size")
    assert "Too few pixels" in way.accessibleName()
    way.setFocus()
    house.key(SPACE)
    assert house.window.side.shows_options
    assert house.session.step is Step.SIZE
    house.settle()


def test_a_moved_crop_is_centered_from_the_review(houses: Callable[..., House], pictures: Path) -> None:
    house = houses(artwork=pictures / "landscape.png")
    house.settle()
    house.session.set_code("5M6M8S8x10")
    house.session.set_crop(Crop().x * 0, Crop().y)
    pages = at_the_review(house, "")
    review = pages.review
    house.until(lambda: not review.go.isEnabled() and review.findings.isVisible())
    (mend,) = (found for found in review.findings.findChildren(QPushButton) if found.text() == "Center the crop")
    mend.setFocus()
    house.key(SPACE)
    house.until(lambda: house.desk.ordering.quoted is not None and house.desk.ordering.blockers() == ())
    assert house.session.piece.crop == Crop()  # type: ignore[union-attr]
    house.until(review.go.isEnabled)


def test_a_limited_edition_is_numbered_and_refuses_what_is_beyond_it(houses: Callable[..., House]) -> None:
    house = houses()
    pages = at_the_review(house)
    ordering, (card,) = house.desk.ordering, pages.review.lines.cards
    card.edition.setFocus()
    house.key(SPACE)
    QTest.keyClicks(card.copies_ever, "2")
    QTest.keyClick(card.copies_ever, Qt.Key.Key_Return)
    house.until(lambda: any("Edition of 2: number 1," in finding.words for finding in ordering.findings))
    house.until(pages.review.go.isEnabled)
    with house.qtbot.waitSignal(ordering.ended, timeout=20_000):
        pages.review.go.setFocus()
        house.key(SPACE)
    ledger = house.desk.workshop.ledger
    (edition,) = ledger.register("practice").values()
    assert [(number.number, number.order_po) for number in edition.taken] == [(1, ordering.last.order_po)]  # type: ignore[union-attr]
    ordering.set_quantity(2)
    ordering.ask_shipping()
    house.until(lambda: ordering.quoted is not None)
    pages.show_review()
    house.until(lambda: any("ends at number 2: 1 of 2 are taken" in finding.words for finding in ordering.findings))
    house.until(lambda: not pages.review.go.isEnabled())
    assert len(house.program.practice._app.book.posts()) == 1  # type: ignore[union-attr]
    house.until(lambda: not house.desk.tasks.busy)


def test_a_gift_message_is_counted(houses: Callable[..., House]) -> None:
    house = houses()
    pages = at_the_review(house)
    house("extras.show").click()  # type: ignore[attr-defined]
    gift = house("order.gift")
    assert isinstance(gift, QPlainTextEdit)
    gift.setPlainText("x" * 501)
    assert text(house, "order.gift.count") == "501 of 500 characters"
    house.until(lambda: not pages.review.go.isEnabled())
    assert "longer than 500" in pages.review.problem.text()
    gift.setPlainText("For you")
    house.until(pages.review.go.isEnabled)
    page = house("order.page")
    assert isinstance(page, QLineEdit)
    page.setText("http://files.example/slip.pdf")
    page.editingFinished.emit()
    house.until(lambda: "https://" in text(house, "order.page.words"))
    assert not pages.review.go.isEnabled()
    page.clear()
    page.editingFinished.emit()
    house.until(pages.review.go.isEnabled)


def test_what_was_found_in_a_gift_message_goes_when_it_is_mended(houses: Callable[..., House]) -> None:
    house = houses()
    pages = at_the_review(house)
    ordering = house.desk.ordering
    ordering.set_gift_message("x" * 501)
    pages.show_shipping()
    pages.show_review()
    house.until(lambda: any("501 characters" in finding.words for finding in ordering.findings))
    ordering.set_gift_message("For you")
    house.until(pages.review.go.isEnabled)
    assert not any("501 characters" in finding.words for finding in ordering.findings)
    house.until(lambda: not house.desk.tasks.busy)


def test_several_people_are_pasted_and_each_gets_an_order(houses: Callable[..., House]) -> None:
    house = houses()
    pages = at_the_review(house)
    pages.review.more_people.setFocus()
    house.key(SPACE)
    assert pages.currentWidget() is pages.people
    house.window.focusWidget().setPlainText(  # type: ignore[union-attr]
        "Name,Address,City,State,Zip\nBob Builder,7 Elm St,Austin,TX,78701\nDan Builder,9 Elm St,Austin,TX,7\n"
    )
    house.key(TAB)
    house.key(SPACE)
    ordering = house.desk.ordering
    house.until(lambda: len(ordering.people.list) == 2 and not ordering.people.asking)
    pages.people.list.setFocus()
    pages.people.list.setCurrentRow(1)
    assert "ZIP" in pages.people.list.item(1).text()
    house.key(Qt.Key.Key_Delete)
    pages.people.go.setFocus()
    house.key(SPACE)
    assert pages.currentWidget() is pages.review
    house.until(pages.review.go.isEnabled)
    assert pages.review.go.text() == "Place 2 test orders"
    assert "Bob Builder, Austin: $" in text(house, "order.to")
    with house.qtbot.waitSignal(ordering.ended, timeout=20_000):
        pages.review.go.setFocus()
        house.key(SPACE)
    assert pages.outcome._headline.text() == "2 of 2 orders placed"
    assert "Bob Builder: accepted, order " in pages.outcome._facts.text()
    house.until(lambda: not house.desk.tasks.busy)


def test_a_live_order_wants_its_total_typed(houses: Callable[..., House], monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()
    with PracticeServer(app) as server:
        monkeypatch.setitem(workshop.HOSTS, Kind.LIVE, server.url)
        monkeypatch.setenv(WEB_API_KEY, LIVE_KEYS[0])
        monkeypatch.setenv(APP_KEY, LIVE_KEYS[1])
        house = houses(service="live")
        assert house.window.band.text().startswith("LIVE")
        assert house.window.bar.primary.text() == "Live order…"
        assert "billed" in house.window.bar.primary.toolTip()
        words = [action.text().replace("&", "") for action in house.window.findChildren(QAction)]
        assert "Place a live order…" in words
        assert "Place a test order…" not in words
        pages = at_the_review(house)
        review = pages.review
        house.until(lambda: review.payment.method.count() == 2)
        assert review.go.text() == "Place the live order"
        assert not review.go.isEnabled()
        assert "Type the total, $214.99, to order" in review.payment.typed.accessibleName()
        review.payment.typed.setFocus()
        house.type("$214.99")
        house.until(review.go.isEnabled)
        with house.qtbot.waitSignal(house.desk.ordering.ended, timeout=20_000):
            review.go.setFocus()
            house.key(SPACE)
        assert pages.outcome._headline.text() == "Order placed"
        assert "not billed" not in pages.outcome._facts.text()
        assert [order.kind for order in app.book.all()] == ["live"]
        house.until(lambda: not house.desk.tasks.busy)
    app.close()
