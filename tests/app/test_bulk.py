"""Many codes: each line is judged at once, priced 50 a call, and told apart from those that cannot be made."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import link as link_module
from fwdesk.app.bulk import Bulk, code_summary
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError, Refused, Unreachable
from fwdesk.domain.options import Catalog
from fwdesk.domain.price import Price
from fwdesk.finerworks.client import FinerWorks
from tests.support.desks import FULL, LONG, Bench, sink_deferred, start_server, stop_server

BARE = "5M6M9S16x20"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (50,))


@pytest.fixture
def bulk(bench: Bench) -> Iterator[Bulk]:
    desk = bench.desk
    made = Bulk(desk.session, desk.tasks, desk.workshop, desk.link)
    yield made
    made.stop()
    made.deleteLater()
    sink_deferred()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many codes each call for prices of prints alone had; the desk asks for framed ones."""
    made: list[int] = []
    real = FinerWorks.get_prices

    def counted(self: FinerWorks, codes: Sequence[ProductCode], *args: int, **more: object) -> tuple[Price, ...]:
        if not any(code.frame for code in codes):
            made.append(len(codes))
        return real(self, codes, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(FinerWorks, "get_prices", counted)
    return made


def finish(bulk: Bulk, qtbot: QtBot) -> None:
    """Wait until every line is judged and priced."""
    qtbot.waitUntil(lambda: bool(bulk.rows) and not bulk.checking and bulk.priced[0] == bulk.priced[1], timeout=LONG)


def test_each_line_says_what_it_is_what_it_costs_or_what_is_wrong(bulk: Bulk, qtbot: QtBot) -> None:
    bulk.check(f"1. {FULL}, 2 copies\n\n5M6Q9S16x20\n{BARE}F96S20x24J777S16x20G1\nAP1556P79511\n{BARE}\n{BARE} ")
    finish(bulk, qtbot)
    rows = bulk.rows
    assert [row.line.number for row in rows] == [1, 3, 4, 5, 6, 7]
    assert [row.good for row in rows] == [True, False, False, True, True, True]
    assert rows[0].line.text == FULL, "what stands around a code is left out"
    assert rows[0].price is not None
    assert rows[0].price.priced
    assert rows[0].wrong == ""
    assert rows[1].wrong == "At position 4: expected M and the style, found 'Q9S16x20'."
    assert rows[2].wrong == "Mat 777 is not in this catalog."
    assert rows[3].words == "An inventory SKU"
    assert rows[3].wrong, "the service knows no such SKU"
    assert rows[4].price == rows[5].price
    assert bulk.priced == (3, 3), "a code that stands there twice is asked once"


def test_a_code_in_one_line_of_words(catalog: Catalog) -> None:
    frame, mat = catalog.frame_by_id[96].name, catalog.mat_by_id[1].name
    assert code_summary(parse_code(FULL), catalog).endswith(
        f"16 × 20 in; {frame}; mat {mat}; {catalog.glazing_by_id[1].name}"
    )
    assert code_summary(parse_code("F0S20x24J1S16x20"), catalog) == f"No frame; mat {mat}; opening 20 × 24 in"
    assert code_summary(parse_code("5M777M9S16x20"), catalog).startswith("777, ")


def test_five_hundred_lines_go_fifty_a_call(bulk: Bulk, qtbot: QtBot, calls: list[int]) -> None:
    lines = [f"5M6M9S{8 + n % 20}x{10 + n // 20}" for n in range(503)]
    bulk.check("\n".join(lines))
    finish(bulk, qtbot)
    assert len(bulk.rows) == 500
    assert bulk.left == 3
    assert all(row.price and row.price.priced for row in bulk.rows)
    assert calls == [50] * 10


def test_what_is_known_is_not_asked_again(bulk: Bulk, qtbot: QtBot, calls: list[int]) -> None:
    qtbot.waitUntil(lambda: not bulk._tasks.busy, timeout=LONG)
    bulk.check(BARE)
    finish(bulk, qtbot)
    calls.clear()
    bulk.check(f"{BARE}\n5M6M9S11x14")
    finish(bulk, qtbot)
    assert calls == [1]


def test_a_dead_service_leaves_the_lines_checked_and_prices_follow(bench: Bench, bulk: Bulk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    stop_server(qtbot, bench.practice)
    bulk.check(f"{BARE}\nnonsense")
    qtbot.waitUntil(lambda: isinstance(bulk.error, Unreachable), timeout=LONG)
    assert [row.good for row in bulk.rows] == [True, False]
    assert bulk.priced == (0, 1)
    start_server(bench.practice)
    finish(bulk, qtbot)
    assert bulk.error is None


def test_a_service_that_refuses_keeps_its_reason(bulk: Bulk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    qtbot.waitUntil(lambda: not bulk._tasks.busy, timeout=LONG)

    def refuses(*_args: object, **_more: object) -> tuple[Price, ...]:
        raise Refused("closed on Sundays")

    monkeypatch.setattr(FinerWorks, "get_prices", refuses)
    bulk.check(BARE)
    qtbot.waitUntil(lambda: bulk.error is not None, timeout=LONG)
    assert str(bulk.error) == "closed on Sundays"
    assert bulk.rows[0].good


def test_another_service_is_asked_anew(bench: Bench, bulk: Bulk, qtbot: QtBot) -> None:
    bulk.check(BARE)
    finish(bulk, qtbot)
    bench.open()
    assert bulk.priced == (0, 1), "prices of the service before are not its prices"
    bench.wait_ready(qtbot)
    finish(bulk, qtbot)


def test_another_catalog_judges_the_list_again(bulk: Bulk, qtbot: QtBot, catalog: Catalog) -> None:
    from dataclasses import replace

    bulk.check(FULL)
    finish(bulk, qtbot)
    groups = tuple(
        replace(group, frames=tuple(frame for frame in group.frames if frame.id != 96)) for group in catalog.collections
    )
    bulk._session.set_catalog(replace(catalog, collections=groups))
    qtbot.waitUntil(lambda: not bulk.checking and not bulk.rows[0].good, timeout=LONG)
    assert "Frame 96" in bulk.rows[0].wrong


def test_an_emptied_list_is_empty_at_once(bulk: Bulk, qtbot: QtBot) -> None:
    bulk.check(BARE)
    bulk.check(" \n ")
    assert bulk.rows == ()
    assert not bulk.checking
    qtbot.waitUntil(lambda: not bulk._tasks.busy, timeout=LONG)
    assert bulk.rows == ()


def test_the_table_as_csv_is_no_formula(bulk: Bulk, qtbot: QtBot) -> None:
    bulk.check(f"{BARE}\n=cmd|' /C calc'!A0")
    finish(bulk, qtbot)
    table = list(csv.reader(io.StringIO(bulk.csv())))
    assert table[0] == ["Line", "Code", "What it is", "Price (USD)", "What is wrong"]
    assert table[1][:2] == ["1", BARE]
    price = bulk.rows[0].price
    assert price is not None
    assert table[1][3] == price.total.plain
    assert table[2][1].startswith("'=cmd")
    assert table[2][3] == ""
    assert table[2][4].startswith("At position 1")


def test_a_line_is_put_on_the_desk(bench: Bench, bulk: Bulk, qtbot: QtBot) -> None:
    bulk.check(f"{BARE}\n5M6")
    finish(bulk, qtbot)
    bulk.put_on_desk(bulk.rows[0])
    assert bench.session.piece is not None
    assert str(bench.session.piece.code) == BARE
    with pytest.raises(CodeError):
        bulk.put_on_desk(bulk.rows[1])
