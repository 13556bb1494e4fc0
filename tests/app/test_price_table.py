"""The price table: the piece in other sizes and frames, priced in rounds, following the piece."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import link as link_module
from fwdesk.app.price_table import MOST_FRAMES, PriceTable
from fwdesk.domain.draft import Draft
from fwdesk.domain.errors import Unreachable
from fwdesk.domain.size import Size
from tests.support.desks import FULL, LONG, Bench, sink_deferred, start_server, stop_server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (50,))


@pytest.fixture
def prices(bench: Bench) -> Iterator[PriceTable]:
    desk = bench.desk
    made = PriceTable(desk.session, desk.tasks, desk.workshop, desk.link)
    yield made
    made.stop()
    made.deleteLater()
    sink_deferred()


def finish(prices: PriceTable, qtbot: QtBot) -> None:
    """Wait until the table is made and priced."""
    qtbot.waitUntil(
        lambda: prices.table is not None and not prices.building and prices.count[0] == prices.count[1], timeout=LONG
    )


def test_the_piece_in_every_size_with_and_without_its_frame(bench: Bench, prices: PriceTable, qtbot: QtBot) -> None:
    assert prices.frames == (0, 96)
    finish(prices, qtbot)
    bench.wait_price(qtbot)
    table = prices.table
    assert table is not None
    assert [frame for frame, _name in table.frames] == [0, 96]
    assert [size.area for size in table.sizes] == sorted(size.area for size in table.sizes)
    cell = table.cells[table.sizes.index(Size.of(16, 20))][1]
    assert cell.piece is not None
    assert str(cell.piece.code) == FULL
    assert cell.price is not None
    assert bench.desk.prices.price is not None
    assert cell.price.total == bench.desk.prices.price.total, "the bar says the same"
    assert table.csv().startswith("Size (in),No frame,")


def test_other_frames_and_another_piece_make_another_table(bench: Bench, prices: PriceTable, qtbot: QtBot) -> None:
    prices.set_frames((131, 72))
    finish(prices, qtbot)
    assert prices.table is not None
    assert [frame for frame, _name in prices.table.frames] == [131, 72]
    first = prices.table.cells[0][0].piece
    assert first is not None
    prices.put_on_desk(prices.table.cells[0][0])
    assert bench.session.piece is not None
    assert bench.session.piece.code == first.code
    bench.session.set_code("F96S20x24J2S16x20")
    finish(prices, qtbot)
    codes = {str(cell.piece.code) for row in prices.table.cells for cell in row if cell.piece}
    assert all("J2S" in code for code in codes), "everything else is as on the desk"


def test_there_is_a_most(prices: PriceTable) -> None:
    prices.set_frames(tuple(range(1, 40)))
    assert len(prices.frames) == MOST_FRAMES


def test_a_piece_without_a_print_has_no_sizes(bench: Bench, prices: PriceTable, qtbot: QtBot) -> None:
    from dataclasses import replace

    finish(prices, qtbot)
    piece = bench.session.piece
    assert piece is not None
    bench.session.load(Draft(replace(piece, code=replace(piece.code, print=None))))
    assert prices.table is None
    assert not prices.building
    assert prices.count == (0, 0)


def test_a_dead_service_leaves_a_table_whose_prices_follow(bench: Bench, prices: PriceTable, qtbot: QtBot) -> None:
    finish(prices, qtbot)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    stop_server(qtbot, bench.practice)
    prices.set_frames((458,))
    qtbot.waitUntil(lambda: isinstance(prices.error, Unreachable), timeout=LONG)
    assert prices.table is not None
    start_server(bench.practice)
    finish(prices, qtbot)
    assert prices.error is None
