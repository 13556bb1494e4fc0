"""Orders that are in the ledger, through the real window: in doubt, placed, changed, ordered again, archived."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from fwdesk.app.practising import PRACTICE_KEYS
from fwdesk.app.reorder import Reorder
from fwdesk.domain.errors import TimedOut, Unreachable
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.finerworks.client import FinerWorks
from fwdesk.orders.changes import Ask, Outcome
from fwdesk.practice.call import Account, KeyPair
from fwdesk.practice.service import PracticeService
from fwdesk.ui import order_parts
from fwdesk.ui.order_detail import OrderDetail
from tests.support.desks import ADA, FULL, House, sink_deferred, start_server, stop_server
from tests.ui.test_keyboard import nameless

Houses = Callable[..., House]


def service(house: House) -> PracticeService:
    app = house.program.practice._app
    assert app is not None
    return app


def send(house: House) -> LedgerRow:
    """One order, placed with the presenters; the pages of an order have tests of their own."""
    ordering = house.desk.ordering
    ordering.set_recipient(ADA)
    ordering.ask_shipping()
    house.until(lambda: ordering.quote is not None)
    with house.qtbot.waitSignal(ordering.sent, timeout=20_000) as signal:
        assert ordering.submit(), ordering.blockers()
    house.until(lambda: not house.desk.tasks.busy)
    assert signal.args is not None
    return signal.args[0]


def opened(house: House) -> OrderDetail:
    """The page of the newest order, opened by keyboard."""
    house.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    house.until(lambda: bool(house.desk.book.rows) and not house.desk.tasks.busy)
    house.key(Qt.Key.Key_Return)
    orders = house.window.side.orders
    assert orders is not None
    house.until(lambda: orders.detail.isVisible() and orders.detail.story is not None and not house.desk.tasks.busy)
    return orders.detail


def press(house: House, name: str) -> None:
    found = house(name)
    assert isinstance(found, QPushButton)
    assert found.isEnabled(), name
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Space)


def settle(house: House) -> None:
    house.until(lambda: not house.desk.tasks.busy)
    sink_deferred()


def shown(page: OrderDetail) -> str:
    """Every word on the page."""
    return "\n".join(found.text() for found in page.findChildren(QLabel) if found.isVisibleTo(page))


def says(house: House, page: OrderDetail, words: str) -> None:
    """These words are on the page, as soon as it is laid out."""
    house.until(lambda: words in shown(page))


def later(house: House, passed: timedelta) -> None:
    """Time passes for the ledger."""
    ledger = house.desk.workshop.ledger
    clock = ledger.clock
    ledger.clock = lambda: clock() + passed


def state(house: House) -> OrderState:
    return house.desk.book.rows[0].state


@pytest.fixture
def unseen(houses: Houses) -> House:
    """An order whose answer was lost and which the service does not show."""
    house = houses(profile="lost_answers+unlisted_test_orders")
    assert send(house).state is OrderState.UNKNOWN
    return house


# In doubt


def test_an_unclear_order_says_what_it_means_and_a_known_number_settles_it(unseen: House) -> None:
    page = opened(unseen)
    says(unseen, page, "It is not known whether this order arrived")
    says(unseen, page, "never sends it again by itself")
    assert not page.go.isVisible(), "nothing invites to order the same once more"
    press(unseen, "order.choice.settle")
    number = unseen("order.number")
    assert isinstance(number, QLineEdit)
    QTest.keyClicks(number, "12a7")
    assert number.text() == "127"
    press(unseen, "order.sure.go")
    settle(unseen)
    assert (state(unseen), unseen.desk.book.rows[0].order_id) == (OrderState.ACCEPTED, 127)
    assert page.title.text() == "Order 127"
    says(unseen, page, "You confirmed its number: 127")
    assert len(service(unseen).book.posts()) == 1


def test_an_unseen_order_offers_what_a_person_may_do_and_the_program_does_none_of_it(unseen: House) -> None:
    later(unseen, timedelta(minutes=20))
    page = opened(unseen)
    unseen.until(lambda: state(unseen) is OrderState.NOT_SEEN)
    settle(unseen)
    says(unseen, page, "The practice lab does not show this order")
    says(unseen, page, "does not prove that it never arrived")
    assert unseen.window.title.orders.text() == "Orders: 1 to settle"
    press(unseen, "order.choice.look")
    settle(unseen)
    press(unseen, "order.choice.keep_waiting")
    settle(unseen)
    assert state(unseen) is OrderState.UNKNOWN
    assert unseen.window.title.orders.text() == "Orders"
    later(unseen, timedelta(minutes=40))
    press(unseen, "order.choice.look")
    unseen.until(lambda: state(unseen) is OrderState.NOT_SEEN)
    settle(unseen)
    assert len(service(unseen).book.posts()) == 1, "looked for, waited for, never sent"
    press(unseen, "order.choice.give_up")
    press(unseen, "order.sure.stay")
    settle(unseen)
    assert state(unseen) is OrderState.NOT_SEEN
    press(unseen, "order.choice.give_up")
    press(unseen, "order.sure.go")
    settle(unseen)
    assert state(unseen) is OrderState.GIVEN_UP
    says(unseen, page, "You wrote this order off")
    assert page.go.isVisible()
    assert len(service(unseen).book.posts()) == 1


def test_an_unseen_order_goes_again_only_when_a_person_means_it_and_then_once(unseen: House) -> None:
    later(unseen, timedelta(minutes=20))
    page = opened(unseen)
    unseen.until(lambda: state(unseen) is OrderState.NOT_SEEN)
    settle(unseen)
    press(unseen, "order.choice.send_again")
    words = unseen("order.sure.words")
    assert isinstance(words, QLabel)
    assert "there are two orders" in words.text()
    sure = unseen("order.sure.go")
    assert isinstance(sure, QPushButton)
    for _ in range(3):
        QTest.mouseClick(sure, Qt.MouseButton.LeftButton)
    settle(unseen)
    posts = service(unseen).book.posts()
    assert len(posts) == 2
    assert posts[0]["order_pos"] == posts[1]["order_pos"], "under the same reference"
    assert state(unseen) is OrderState.UNKNOWN
    says(unseen, page, "Sent again, because you asked for it")


def test_two_orders_under_one_reference_are_settled_by_a_person(houses: Houses) -> None:
    house = houses()
    row = send(house)
    service(house).book._db.execute(
        "INSERT INTO orders SELECT order_id + 1, order_po, guid || 'x', email, kind, kept, command, account, placed_at,"
        " request, totals FROM orders"
    )
    page = opened(house)
    house.until(lambda: state(house) is OrderState.CONFLICT)
    settle(house)
    says(house, page, f"{row.order_id} and {row.order_id + 1}")
    press(house, "order.choice.settle")
    number = house("order.number")
    assert isinstance(number, QLineEdit)
    press(house, "order.sure.go")
    assert number.isVisible(), "without a number nothing is settled"
    QTest.keyClicks(number, str(row.order_id + 1))
    press(house, "order.sure.go")
    settle(house)
    assert (state(house), house.desk.book.rows[0].order_id) == (OrderState.ACCEPTED, row.order_id + 1)
    assert len(service(house).book.posts()) == 1


def test_an_order_that_did_not_leave_goes_when_a_person_sends_it(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = houses()

    def cut(*_: object, **__: object) -> None:
        raise Unreachable("nobody listens", method="submit_orders_v2")

    with monkeypatch.context() as patched:
        patched.setattr(FinerWorks, "submit_orders_v2", cut)
        assert send(house).state is OrderState.NOT_SENT
    house.desk.link.retry()
    house.until(lambda: house.desk.book.online and not house.desk.tasks.busy)
    page = opened(house)
    says(house, page, "did not leave this computer")
    assert len(service(house).book.posts()) == 0
    press(house, "order.choice.send")
    press(house, "order.sure.go")
    settle(house)
    assert state(house) is OrderState.ACCEPTED
    assert len(service(house).book.posts()) == 1


# Placed


def test_an_order_is_followed_to_its_parcel_and_the_carrier_is_opened_only_by_a_press(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = houses()
    row = send(house)
    visited: list[str] = []
    monkeypatch.setattr(order_parts.QDesktopServices, "openUrl", lambda url: visited.append(url.toString()))
    page = opened(house)
    assert page.preview.isVisible(), "what was ordered can be seen"
    assert nameless(page) == []
    assert [moment.words for moment in page.timeline.moments][-2:] == [
        f"Accepted as order {row.order_id}", "Order Received"
    ]  # fmt: skip
    book = service(house).book
    book.set_now(book.now() + timedelta(days=2))
    house.desk.book.refresh()
    house.until(lambda: "In production (practice)" in shown(page))
    assert any("In production" in note.text for note in house.notes), "a change is told"
    book.set_now(book.now() + timedelta(days=3))
    house.desk.book.refresh()
    house.until(lambda: "Handed to UPS Ground" in shown(page))
    settle(house)
    says(house, page, f"1ZPRACTICE{row.order_id:08d}")
    assert visited == []
    press(house, "order.track.1")
    assert visited == [f"https://practice.invalid/track/1ZPRACTICE{row.order_id:08d}"]
    hold = house("order.ask.hold")
    assert isinstance(hold, QPushButton)
    assert not hold.isEnabled()
    says(house, page, "has been shipped")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "https:///nohost", "ssh://x", "C:\\x"])
def test_nothing_but_a_web_page_is_offered_as_a_link(qtbot: object, url: str) -> None:
    from fwdesk.domain.order import Shipment

    parcels = order_parts.Parcels()
    parcels.show_parcels((Shipment("UPS", "Ground", "1Z<b>x", url),))
    assert parcels.findChild(QPushButton) is None
    tracking = parcels.findChild(QLabel, "order.tracking.1")
    assert tracking is not None
    assert tracking.textFormat() is Qt.TextFormat.PlainText


def test_the_last_known_state_stays_and_says_its_age_when_nobody_answers(houses: Houses) -> None:
    house = houses()
    send(house)
    stop_server(house.qtbot, house.program.practice)
    page = opened(house)
    house.until(lambda: not house.desk.book.online)
    words = shown(page)
    assert "Order Received" in words
    assert "The service does not answer now. As the service showed it" in words
    assert "this waits until it does" in words
    for name in ("hold", "cancel", "readdress", "note"):
        found = house(f"order.ask.{name}")
        assert isinstance(found, QPushButton)
        assert not found.isEnabled()
    start_server(house.program.practice)


# Changed


def ask(house: House, name: str) -> None:
    with house.qtbot.waitSignal(house.desk.book.answered, timeout=20_000):
        press(house, f"order.ask.{name}")
        press(house, "order.sure.go")
    settle(house)


def test_hold_release_and_cancel_are_asked_once_each_and_refused_in_production(houses: Houses) -> None:
    house = houses()
    row = send(house)
    page = opened(house)
    ask(house, "hold")
    says(house, page, "On hold (practice)")
    says(house, page, "Done: you asked to hold it, and the practice lab took it.")
    ask(house, "release")
    assert house.desk.book.rows[0].status_label == "Order Received"
    book = service(house).book
    book.set_now(book.now() + timedelta(days=2))
    house.desk.book.refresh()
    settle(house)
    ask(house, "cancel")
    says(house, page, "The practice lab said no when you asked to cancel it.")
    says(house, page, "can no longer be changed")
    story = page.story
    assert story is not None
    assert [(request.ask, request.outcome) for request in story.requests] == [
        (Ask.HOLD, Outcome.DONE), (Ask.RELEASE, Outcome.DONE), (Ask.CANCEL, Outcome.REFUSED)
    ]  # fmt: skip
    assert book.all()[0].command == "pending"
    assert house.desk.book.rows[0].order_id == row.order_id


def test_another_address_a_note_and_a_cancellation_that_is_meant(houses: Houses) -> None:
    house = houses()
    row = send(house)
    page = opened(house)
    press(house, "order.ask.readdress")
    street = house("order.address.address_1")
    assert isinstance(street, QLineEdit)
    press(house, "order.sure.go")
    assert street.isVisible(), "the same address is no change"
    street.setText("")
    press(house, "order.sure.go")
    assert street.isVisible()
    street.setText("7 Elm Street")
    with house.qtbot.waitSignal(house.desk.book.answered, timeout=20_000):
        press(house, "order.sure.go")
    settle(house)
    says(house, page, "7 Elm Street")
    assert service(house).book.all()[0].request["recipient"]["address_1"] == "7 Elm Street"
    press(house, "order.ask.note")
    subject, text = house("order.note.subject"), house("order.note.text")
    assert isinstance(subject, QLineEdit)
    assert isinstance(text, QPlainTextEdit)
    QTest.keyClicks(subject, "Framing")
    press(house, "order.sure.go")
    assert subject.isVisible(), "a note without a text is none"
    QTest.keyClicks(text, "Call before you frame it.")
    with house.qtbot.waitSignal(house.desk.book.answered, timeout=20_000):
        press(house, "order.sure.go")
    settle(house)
    account = Account(KeyPair(*PRACTICE_KEYS), live=False).name
    notes = [note.content for note in service(house).shelf.all(account, "note")]
    assert [(note["subject"], note["message"], note["order_id"]) for note in notes] == [
        ("Framing", "Call before you frame it.", row.order_id)
    ]
    press(house, "order.ask.cancel")
    press(house, "order.sure.stay")
    settle(house)
    assert service(house).book.all()[0].command == "pending", "only who means it"
    ask(house, "cancel")
    says(house, page, "Canceled (practice)")
    assert service(house).book.all()[0].command == "cancel"


def test_an_answer_that_does_not_come_is_unclear_looked_at_and_never_asked_again(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = houses()
    send(house)
    page = opened(house)
    asked: list[int] = []
    real = FinerWorks.update_order

    def lost(client: FinerWorks, order_id: int, command: str, **more: object) -> str:
        asked.append(order_id)
        real(client, order_id, command, **more)  # type: ignore[arg-type]
        raise TimedOut("the answer did not come", method="update_order")

    monkeypatch.setattr(FinerWorks, "update_order", lost)
    ask(house, "hold")
    says(house, page, "no clear answer came: it may have been done or not")
    says(house, page, "On hold (practice)")
    house.desk.book.refresh()
    settle(house)
    assert len(asked) == 1
    monkeypatch.setattr(FinerWorks, "update_order", real)
    ask(house, "release")
    assert "no clear answer came" not in shown(page)


# Again


def test_ordering_again_brings_the_very_piece_back_in_one_press(houses: Houses) -> None:
    house = houses()
    house.session.set_code(FULL)
    house.session.set_crop(*(house.session.piece.crop.x, house.session.piece.crop.y))  # type: ignore[union-attr]
    house.settle()
    send(house)
    before = house.session.piece
    house.session.set_code("5M6M9S8x10")
    house.settle(framed=False)
    page = opened(house)
    page.go.setFocus()
    house.key(Qt.Key.Key_Space)
    house.until(lambda: house.window.side.shows_options)
    settle(house)
    assert house.session.piece == before
    assert any("Nothing has changed since." in note.text for note in house.notes)
    house.session.undo()
    assert str(house.session.piece.code) == "5M6M9S8x10"  # type: ignore[union-attr]
    assert len(service(house).book.posts()) == 1, "a piece on the desk is not an order"


def test_what_changed_is_said_before_the_piece_is_opened(houses: Houses, monkeypatch: pytest.MonkeyPatch) -> None:
    house = houses()
    house.session.set_code(FULL)
    house.settle()
    send(house)
    catalog = house.session.catalog
    fewer = tuple(
        replace(shelf, frames=tuple(frame for frame in shelf.frames if frame.id != 96)) for shelf in catalog.collections
    )
    house.session.set_catalog(replace(catalog, collections=fewer))
    settle(house)
    page = opened(house)
    page.go.click()
    house.until(lambda: house.window.findChild(QWidget, "reorder") is not None)
    dialog = house("reorder")
    assert isinstance(dialog, QWidget)
    words = "\n".join(found.text() for found in dialog.findChildren(QLabel))
    assert "Frame 96" in words
    assert "Nearest:" in words
    assert "→" in words
    press(house, "reorder.open.1")
    house.until(lambda: house.window.side.shows_options)
    assert house.session.piece is not None
    assert house.session.piece.framing is not None
    assert house.session.piece.framing.frame != 96
    assert house.session.problems == ()


def test_what_was_looked_up_stays_away_once_a_client_looks_on(houses: Houses, monkeypatch: pytest.MonkeyPatch) -> None:
    house = houses()
    house.session.set_code(FULL)
    house.settle()
    send(house)
    monkeypatch.setattr(Reorder, "same", property(lambda _self: False))
    page = opened(house)
    page.go.click()
    house.desk.retailing.set_client(True)
    settle(house)
    assert house.window.findChild(QWidget, "reorder") is None, "it shows what the piece costs"
    assert house.window.side.shows_options


# Proof and accounts


def test_the_archive_and_the_accounts_are_saved(houses: Houses, tmp_path: Path) -> None:
    house = houses()
    row = send(house)
    page = opened(house)
    page.save_archive(tmp_path / "proof.zip")
    house.until(lambda: "Saved as proof.zip." in shown(page))
    with zipfile.ZipFile(tmp_path / "proof.zip") as packed:
        assert sorted(packed.namelist()) == ["proof/order.json", "proof/order.txt", "proof/preview-1.png"]
        assert row.order_po in packed.read("proof/order.txt").decode()
    page.save_archive(tmp_path / "folder")
    house.until(lambda: (tmp_path / "folder" / "preview-1.png").exists())
    (tmp_path / "in the way").write_text("x")
    page.save_archive(tmp_path / "in the way" / "proof.zip")
    house.until(lambda: "could not be saved" in shown(page))
    orders = house.window.side.orders
    assert orders is not None
    orders.save_csv(tmp_path / "orders.csv")
    house.until(lambda: (tmp_path / "orders.csv").exists() and not house.desk.tasks.busy)
    with (tmp_path / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["Reference"], line["Order number"]) == (row.order_po, str(row.order_id))
    assert line["Order total (USD)"] == row.total.plain
    assert line["State"] == "Accepted"
    orders.save_csv(tmp_path / "in the way" / "orders.csv")
    page.back.emit()
    house.until(lambda: any("could not be saved" in found.text() for found in orders.findChildren(QLabel)))
