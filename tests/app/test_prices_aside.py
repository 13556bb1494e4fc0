"""Prices of pieces that are on no list: asked when somebody wants to know, forgotten with the service."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fwdesk.app.session import Session
from fwdesk.domain.piece import Piece
from fwdesk.domain.size import Size
from tests.support.desks import LONG, Bench


def sized(bench: Bench, size: Size) -> Piece:
    offer = bench.session.size_offer(size)
    assert offer
    assert offer.chosen
    return offer.chosen


def test_a_price_aside_is_asked_once_and_is_a_difference(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    prices, larger = bench.desk.prices, sized(bench, Size.of(17, 21))
    assert prices.difference(larger) is None
    prices.ask_aside([larger])
    qtbot.waitUntil(lambda: prices.difference(larger) is not None, timeout=LONG)
    more = prices.difference(larger)
    assert more
    assert more.amount > 0
    assert bench.session.piece
    assert prices.difference(bench.session.piece) == more - more
    prices.ask_aside([larger])
    assert not bench.desk.tasks.waits("prices aside"), "it is known"
    bench.session.set_size(Size.of(17, 21))
    assert prices.price
    assert bench.session.piece == larger
    assert prices.price.code == larger.code.wire, "choosing it needs no second question"


def test_nothing_is_asked_before_there_is_a_service(bench: Bench, qtbot: QtBot) -> None:
    bench.wait_price(qtbot)
    prices, larger = bench.desk.prices, sized(bench, Size.of(18, 22))
    bench.open()  # connecting again: what was known is not this one's
    assert prices.difference(larger) is None
    prices.ask_aside([larger])
    assert not bench.desk.tasks.waits("prices aside")
    bench.wait_ready(qtbot)


def test_without_a_piece_there_is_nothing_to_offer() -> None:
    session = Session()
    assert session.neighbours(Size.of(16, 20)) is None
    assert session.turn_offer() is None
    assert session.second_mat_offer(1, Size.of(1, 1).width) is None
    session.deleteLater()
