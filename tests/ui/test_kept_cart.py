"""The lines that were put into an order are there again after a restart, and one without its picture is not sent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from fwdesk.app.link import LinkState
from fwdesk.domain.rules import Step
from fwdesk.store import cart_file
from fwdesk.ui.cart_lines import MISSING
from tests.support.desks import ADA, House, end

Houses = Callable[..., House]
Lines = list[tuple[str, str, int, int]]


@pytest.fixture
def lake(tmp_path: Path, pictures: Path) -> Path:
    path = tmp_path / "lake" / "lake.jpg"
    path.parent.mkdir()
    return Path(shutil.copy(pictures / "portrait.jpg", path))


def lines(house: House) -> Lines:
    return [
        (str(line.piece.code), line.artwork.sha256, line.quantity, line.edition)
        for line in house.desk.ordering.cart.put_in
    ]


def two_put_in(house: House) -> Lines:
    """Two pieces of the picture put in, 7 copies of an edition of 25 and 2 copies; another one on the desk."""
    cart = house.desk.ordering.cart
    cart.set_copies(7)
    cart.set_edition(0, 25)
    assert cart.keep()
    house.session.choose(Step.FRAME, 131)
    cart.set_copies(2)
    assert cart.keep()
    house.session.choose(Step.FRAME, 0)
    return lines(house)


def again(houses: Houses, data: Path) -> House:
    house = houses(data=data, artwork=None, settle=False)
    house.until(lambda: house.desk.link.state is LinkState.READY and house.session.artwork is not None)
    house.until(lambda: not house.desk.ordering.cart.awaited)
    house.until(lambda: not house.desk.tasks.busy)
    return house


def quote(house: House) -> None:
    ordering = house.desk.ordering
    ordering.set_recipient(ADA)
    ordering.ask_shipping()
    house.until(lambda: not house.desk.tasks.busy)


def missing(house: House) -> list[str]:
    return [words for words in house.desk.ordering.blockers() if "is missing or was changed" in words]


def test_they_are_back_exactly_and_can_be_sent_once_and_are_then_gone(
    houses: Houses, tmp_path: Path, lake: Path
) -> None:
    data = tmp_path / "data"
    house = houses(data=data, artwork=lake)
    before = two_put_in(house)
    assert [row[2:] for row in before] == [(7, 25), (2, 0)]
    house.until(lambda: not house.desk.tasks.busy)
    rows, _words = cart_file.load(house.program.folders.cart_file)
    assert len(rows) == 2, "written at once, not at the end: a crash loses nothing"
    end(house)

    back = again(houses, data)
    assert lines(back) == before
    assert missing(back) == []
    quote(back)
    ordering = back.desk.ordering
    with back.qtbot.waitSignal(ordering.sent, timeout=20_000) as signal:
        assert ordering.submit(), ordering.blockers()
    assert signal.args is not None
    assert len(signal.args[0].codes) == 3
    back.until(lambda: not back.desk.tasks.busy)
    end(back)
    assert lines(again(houses, data)) == [], "what was sent does not come back"


@pytest.mark.parametrize("changed", [True, False])
def test_a_line_whose_picture_is_missing_stays_is_said_and_is_not_sent_until_it_is_opened_again(
    houses: Houses, tmp_path: Path, lake: Path, pictures: Path, changed: bool
) -> None:
    data = tmp_path / "data"
    house = houses(data=data, artwork=lake)
    before = two_put_in(house)
    end(house)
    found = tmp_path / "elsewhere" / "lake at dawn.jpg"
    found.parent.mkdir()
    shutil.move(lake, found)
    if changed:
        shutil.copy(pictures / "small.jpg", lake)

    back = again(houses, data)
    assert lines(back) == before, "nothing is lost, and quantities are exact"
    assert any("lake.jpg is missing or was changed: its line stays" in note.text for note in back.notes)
    assert len(missing(back)) == 1
    assert "Open it again from where it is now, or take its line out." in missing(back)[0]
    quote(back)
    assert missing(back)
    assert not back.desk.ordering.submit()
    back.window.side.begin_order()
    assert back.window.side.order_pages
    back.window.side.order_pages.show_review()
    shown = [word for word in back.window.findChildren(QLabel) if word.text() == MISSING and word.isVisible()]
    assert len(shown) == 2 if changed else 3, "the piece on the desk has a small copy only, too"

    back.desk.keeper.open(found)
    back.until(lambda: not missing(back))
    assert lines(back) == before
    assert not [word for word in back.window.findChildren(QLabel) if word.text() == MISSING and word.isVisible()]


def test_a_broken_file_is_said_and_set_aside(houses: Houses, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "data"
    folder.mkdir(parents=True)
    (folder / "cart.json").write_text('{"version": 1, "lines": [{}]}')
    house = again(houses, tmp_path / "data")
    assert any("What you had put into an order could not be read" in note.text for note in house.notes)
    assert (folder / "cart.json.broken-1").exists()
    assert not [words for words in house.desk.ordering.blockers() if "still being read" in words]


def test_a_line_that_was_brought_to_the_desk_has_its_own_picture_there_after_a_restart(
    houses: Houses, tmp_path: Path, lake: Path, pictures: Path
) -> None:
    data = tmp_path / "data"
    house = houses(data=data, artwork=lake)
    cart = house.desk.ordering.cart
    assert cart.keep()
    house.desk.keeper.open(pictures / "landscape.png")
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "landscape.png")
    cart.open(0)
    assert house.session.artwork is not None
    sha256 = house.session.artwork.sha256
    assert house.session.artwork.name == "lake.jpg"
    end(house)
    back = again(houses, data)
    back.until(lambda: back.session.artwork is not None and back.session.artwork.sha256 == sha256)
    assert [line.artwork.name for line in back.desk.ordering.cart.put_in] == ["landscape.png"]
