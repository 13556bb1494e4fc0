"""The order book: one thing at a time, what a person decides, what cannot be done, and an order once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app.order_book import Story
from fwdesk.app.reorder import OldLine, Reorder
from fwdesk.domain.crop import Crop
from fwdesk.domain.errors import OrderError, StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.orders import archive
from fwdesk.orders.archive import Kept, KeptLine
from fwdesk.orders.changes import Ask, Outcome, Wanted
from fwdesk.orders.standing import Choice
from fwdesk.store.files import sha256_of
from tests.app.test_ordering import posts, quoted, sent
from tests.support.desks import ADA, FULL, LONG, Bench, stop_server


def settle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)


def story(bench: Bench, qtbot: QtBot, row: LedgerRow) -> Story:
    with qtbot.waitSignal(bench.desk.book.told, timeout=LONG) as told:
        bench.desk.book.read(row.order_po)
    assert told.args is not None
    return told.args[0]


@pytest.fixture
def placed(bench: Bench, qtbot: QtBot) -> LedgerRow:
    quoted(bench, qtbot)
    row = sent(bench, qtbot)
    settle(bench, qtbot)
    return row


def test_one_thing_at_a_time(bench: Bench, qtbot: QtBot, placed: LedgerRow) -> None:
    book = bench.desk.book
    with qtbot.waitSignal(book.answered, timeout=LONG) as answer:
        assert book.ask(placed.order_po, Wanted(Ask.HOLD))
        assert book.busy
        assert not book.ask(placed.order_po, Wanted(Ask.CANCEL)), "a double press asks once"
        assert not book.decide(placed.order_po, Choice.GIVE_UP)
    assert answer.args == [placed.order_po, Ask.HOLD, Outcome.DONE, ""]
    settle(bench, qtbot)
    assert bench.practice._app is not None
    assert bench.practice._app.book.all()[0].command == "hold"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(Ask.READDRESS, replace(ADA, zip_postal_code="7820")), "zip code"),
        (Wanted(Ask.NOTE), "subject"),
    ],
)
def test_what_cannot_be_asked_says_why(
    bench: Bench, qtbot: QtBot, placed: LedgerRow, wanted: Wanted, words: str
) -> None:
    with qtbot.waitSignal(bench.desk.book.stopped, timeout=LONG) as stopped:
        bench.desk.book.ask(placed.order_po, wanted)
    assert stopped.args is not None
    assert isinstance(stopped.args[1], OrderError)
    assert words in str(stopped.args[1]).lower()
    assert story(bench, qtbot, placed).requests == ()


def test_a_dead_service_means_that_nothing_was_asked(bench: Bench, qtbot: QtBot, placed: LedgerRow) -> None:
    stop_server(qtbot, bench.practice)
    with qtbot.waitSignal(bench.desk.book.answered, timeout=LONG) as answer:
        bench.desk.book.ask(placed.order_po, Wanted(Ask.CANCEL))
    assert answer.args is not None
    assert answer.args[2] is Outcome.NOT_SENT
    settle(bench, qtbot)
    assert not bench.desk.book.online
    assert bench.desk.book.rows[0].state is OrderState.ACCEPTED, "the last known state stays"


def test_a_decision_that_no_longer_fits_is_refused(bench: Bench, qtbot: QtBot, placed: LedgerRow) -> None:
    for choice in (Choice.KEEP_WAITING, Choice.GIVE_UP, Choice.SETTLE, Choice.SEND):
        with qtbot.waitSignal(bench.desk.book.stopped, timeout=LONG) as stopped:
            assert bench.desk.book.decide(placed.order_po, choice, 7)
        assert stopped.args is not None
        assert isinstance(stopped.args[1], OrderError)
        settle(bench, qtbot)
    assert posts(bench) == 1


def test_an_order_whose_archive_is_broken_is_shown_all_the_same(bench: Bench, qtbot: QtBot, placed: LedgerRow) -> None:
    folder = bench.folders.archive / placed.order_po
    assert story(bench, qtbot, placed).preview is not None
    (folder / "preview-1.png").write_bytes(b"no picture")
    found = story(bench, qtbot, placed)
    assert found.preview is None
    assert found.recipient == ADA
    (folder / "order.json").write_text("{")
    found = story(bench, qtbot, placed)
    assert found.kept == Kept()
    assert found.moments
    with qtbot.waitSignal(bench.desk.book.stopped, timeout=LONG) as stopped:
        bench.desk.book.read("FWD-NOBODY")
    assert stopped.args is not None
    assert isinstance(stopped.args[1], OrderError)


# Again


def again(bench: Bench, qtbot: QtBot, told: Story) -> Reorder:
    with qtbot.waitSignal(bench.desk.reorders.ready, timeout=LONG) as ready:
        bench.desk.reorders.look_up(told)
    assert ready.args is not None
    return ready.args[0]


def test_an_unchanged_order_is_the_same_and_its_picture_is_proved_by_its_hash(
    bench: Bench, qtbot: QtBot, placed: LedgerRow, pictures: Path
) -> None:
    told = story(bench, qtbot, placed)
    found = again(bench, qtbot, told)
    assert found.same
    (line,) = found.lines
    assert line.picture == pictures / "portrait.jpg"
    assert (str(line.piece.code), line.price_words) == (FULL, f"{line.price}, as then")  # type: ignore[union-attr]


def test_every_line_says_what_has_changed(bench: Bench, qtbot: QtBot, placed: LedgerRow, tmp_path: Path) -> None:
    told = story(bench, qtbot, placed)
    assert told.order is not None
    (goods,) = told.order.lines
    other = tmp_path / "other.jpg"
    other.write_bytes(b"another picture")
    codes = (goods.code, "5M6M9S16x20F4711S20x24J1S16x20G1", "AP123P4", "5M6M9S", goods.code, goods.code)
    lines = tuple(replace(goods, code=code, title="") for code in codes)
    cheaper = replace(lines[4], unit_price=Money.of("1.00"))
    kept = (
        KeptLine(goods.code, picture=str(tmp_path / "gone.jpg"), sha256="ab" * 32, crop=("0.25", "1")),
        KeptLine(goods.code, picture=str(other), sha256="ab" * 32, crop=("nonsense", "2")),
        KeptLine(goods.code, picture=str(other), sha256=sha256_of(other)),
        KeptLine(goods.code, picture=str(other), sha256=sha256_of(other)),
        KeptLine(goods.code, picture=str(other), sha256=sha256_of(other), crop=("7", "0.5")),
    )
    order = replace(told.order, lines=(*lines[:4], cheaper, lines[5]))
    found = again(bench, qtbot, replace(told, order=order, kept=Kept(kept)))
    gone, withdrawn, sku, broken, dearer, unkept = found.lines
    assert not found.same
    assert "gone.jpg is no longer where it was" in gone.picture_words
    assert gone.piece is not None
    assert gone.piece.crop == Crop(x=gone.piece.crop.x, y=gone.piece.crop.y)
    assert (str(gone.piece.crop.x), str(gone.piece.crop.y)) == ("0.25", "1")
    assert "has been changed since" in withdrawn.picture_words
    assert withdrawn.piece is not None
    assert withdrawn.changes
    assert any("4711" in words for words in withdrawn.lost)
    assert withdrawn.price is not None
    assert bench.session.rules.problems(withdrawn.piece.code) == ()
    assert (sku.piece, "inventory SKU" in sku.lost[0]) == (None, True)
    assert (broken.piece, "cannot be read" in broken.lost[0]) == (None, True)
    assert "Today’s price is not known" in broken.price_words
    assert dearer.price_words.startswith("$1.00 → $")
    assert dearer.picture == other
    assert "was not kept" in unkept.picture_words
    assert unkept.name == goods.code


def test_without_the_service_the_piece_comes_without_todays_price(
    bench: Bench, qtbot: QtBot, placed: LedgerRow
) -> None:
    told = story(bench, qtbot, placed)
    stop_server(qtbot, bench.practice)
    found = again(bench, qtbot, told)
    assert found.lines[0].piece is not None
    assert found.lines[0].price is None
    assert not found.same, "a price that is not known is something to say"
    settle(bench, qtbot)


def test_nothing_near_and_nothing_readable(bench: Bench, qtbot: QtBot, placed: LedgerRow) -> None:
    told = story(bench, qtbot, placed)
    with qtbot.waitSignal(bench.desk.reorders.failed, timeout=LONG) as failed:
        bench.desk.reorders.look_up(replace(told, order=None))
    assert failed.args is not None
    assert isinstance(failed.args[1], StoreError)
    before = bench.session.piece
    assert told.order is not None
    bench.desk.reorders.open(placed, OldLine(told.order.lines[0], None))
    assert bench.session.piece == before


def test_the_archive_of_an_order_from_elsewhere_can_be_saved(
    bench: Bench, qtbot: QtBot, placed: LedgerRow, tmp_path: Path
) -> None:
    for path in archive.folder_of(bench.folders.archive, placed.order_po).iterdir():
        path.unlink()
    saved: list[Path] = []
    bench.desk.book.save_archive(placed.order_po, tmp_path / "proof", saved.append)
    qtbot.waitUntil(lambda: bool(saved), timeout=LONG)
    assert sorted(path.name for path in saved[0].iterdir()) == ["order.json", "order.txt"]


def test_a_service_that_is_left_takes_its_orders_along(
    benches: Callable[..., Bench], bench: Bench, qtbot: QtBot, placed: LedgerRow
) -> None:
    assert bench.desk.book.rows
    bench.open("test")
    assert bench.desk.book.rows == ()
    assert bench.desk.book.waiting == 0
    settle(bench, qtbot)
