"""Long lists: the grid of frames, what stays under the hand when the catalog is read anew, prices in few requests."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from fwdesk.app.link import LinkState
from fwdesk.app.models import OptionModel, OptionRole, OptionRow, Section
from fwdesk.app.prices import PriceState
from fwdesk.domain.offers import Offer
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Step
from fwdesk.finerworks.client import FinerWorks
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app
from fwdesk.ui.frame_grid import FrameGrid
from fwdesk.ui.option_painters import FRAME_TILE, HEADING, FrameTiles
from fwdesk.ui.step_page import StepPage
from tests.support.desks import FULL, LONG, House


def grown(catalog: Catalog, frames: int) -> Catalog:
    """The catalog with so many frames, copies under other ids, names and widths."""
    rows = list(catalog.frames)
    for number in range(20_000, 20_000 + max(frames - len(rows), 0)):
        like = rows[number % len(catalog.frames)]
        rows.append(replace(like, id=number, name=f"{like.name} {number}", face=Decimal(number % 40 + 8) / 16))
    first = replace(catalog.collections[0], frames=tuple(rows[:frames]))
    return replace(catalog, collections=(first, *(replace(one, frames=()) for one in catalog.collections[1:])))


def page_of(house: House, step: Step = Step.FRAME) -> StepPage:
    return house.window.side.options.page(step)


def frames_page(house: House, catalog: Catalog) -> StepPage:
    house.session.set_catalog(catalog)
    house.window.side.go_to(Step.FRAME)
    house.until(lambda: page_of(house).up_to_date)
    return page_of(house)


# The grid by itself


class _Nothing:
    def tile(self, look: object, width: int, height: int, ratio: float) -> None:
        return None


@pytest.fixture
def grid(qtbot) -> Iterator[FrameGrid]:
    """Three columns; groups of 4, 7 and 2 tiles, the first and the last with a name."""
    view, model = FrameGrid(), OptionModel()
    model.setParent(view)
    view.setModel(model)
    view.setItemDelegate(FrameTiles(_Nothing(), view))
    groups = ["Hearted"] * 4 + [""] * 7 + ["Other"] * 2
    model.show(tuple(OptionRow(Offer(Step.FRAME, n, f"Frame {n}", None), group=g) for n, g in enumerate(groups)))
    qtbot.addWidget(view)
    view.resize(3 * (FRAME_TILE.width() + 2) + 30, 400)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view._rest.stop()  # the mouse may rest on it


def test_tiles_stand_in_groups_under_their_names(grid: FrameGrid) -> None:
    model = grid.model()
    assert isinstance(model, OptionModel)
    assert model.sections == (Section("Hearted", 0, 4), Section("", 4, 7), Section("Other", 11, 2))
    assert grid.columns == 3
    boxes = [grid.visualRect(model.index(row)) for row in range(13)]
    assert [box.size() for box in boxes] == [FRAME_TILE] * 13
    assert boxes[0].top() == HEADING
    assert boxes[0].top() == boxes[2].top() < boxes[3].top()
    assert boxes[3].left() == boxes[0].left() == boxes[4].left()
    assert boxes[4].top() - boxes[3].top() == FRAME_TILE.height() + 2, "a group without a name has no line for it"
    assert boxes[11].top() - boxes[10].top() == FRAME_TILE.height() + 2 + HEADING
    assert not any(one.intersects(other) for n, one in enumerate(boxes) for other in boxes[:n])
    assert grid.visualRect(model.index(40)).isNull()


def test_what_is_at_a_point_is_what_was_drawn_there(grid: FrameGrid) -> None:
    model = grid.model()
    for value in (0, 100, grid.verticalScrollBar().maximum()):
        grid.verticalScrollBar().setValue(value)
        for row in range(13):
            box = grid.visualRect(model.index(row, 0))
            for point in (box.center(), box.topLeft(), box.bottomRight()):
                assert grid.indexAt(point).row() == row
    grid.verticalScrollBar().setValue(0)
    assert not grid.indexAt(QPoint(5, 5)).isValid(), "a name is no tile"
    assert not grid.indexAt(QPoint(grid.viewport().width() - 1, 60)).isValid()
    beside = grid.visualRect(model.index(3, 0)).center() + QPoint(FRAME_TILE.width(), 0)
    assert not grid.indexAt(beside).isValid(), "the last line of a group may end early"


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        (0, Qt.Key.Key_Right, 1),
        (0, Qt.Key.Key_Left, 0),
        (0, Qt.Key.Key_Up, 0),
        (2, Qt.Key.Key_Right, 3),
        (0, Qt.Key.Key_Down, 3),
        (2, Qt.Key.Key_Down, 3),  # the line below has one tile
        (3, Qt.Key.Key_Down, 4),  # into the next group, in the same column
        (6, Qt.Key.Key_Up, 3),
        (9, Qt.Key.Key_Down, 10),
        (12, Qt.Key.Key_Up, 10),
        (12, Qt.Key.Key_Down, 12),
        (12, Qt.Key.Key_Right, 12),
        (5, Qt.Key.Key_Home, 0),
        (5, Qt.Key.Key_End, 12),
        (0, Qt.Key.Key_PageDown, 4),
        (12, Qt.Key.Key_PageUp, 8),
    ],
)
def test_arrows_walk_the_grid(grid: FrameGrid, start: int, key: Qt.Key, end: int) -> None:
    grid.setCurrentIndex(grid.model().index(start, 0))
    QTest.keyClick(grid, key)
    assert grid.currentIndex().row() == end
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex())), "and it is in view"


def test_the_first_arrow_in_a_grid_begins_at_the_top(grid: FrameGrid) -> None:
    grid.setCurrentIndex(grid.model().index(-1, 0))
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == 0
    grid.model().show(())  # type: ignore[attr-defined]
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert not grid.currentIndex().isValid()
    assert list(grid.in_view()) == []


def test_scrolling_to_a_row(grid: FrameGrid) -> None:
    hint, last = QAbstractItemView.ScrollHint, grid.model().index(10, 0)
    for how, place in (
        (hint.PositionAtTop, lambda box: box.top() == 0),
        (hint.PositionAtBottom, lambda box: box.bottom() == grid.viewport().height() - 1),
        (hint.PositionAtCenter, lambda box: abs(box.center().y() - grid.viewport().height() // 2) <= 1),
    ):
        grid.scrollTo(grid.model().index(6, 0), how)
        assert place(grid.visualRect(grid.model().index(6, 0))), how
    grid.scrollTo(last)
    at = grid.verticalScrollBar().value()
    grid.scrollTo(last)
    assert grid.verticalScrollBar().value() == at, "what is in view is not moved"
    grid.scrollTo(grid.model().index(0, 0))
    assert grid.verticalScrollBar().value() == 0, "with its name"
    grid.scrollTo(grid.model().index(-1, 0))
    assert grid.verticalScrollBar().value() == 0


def test_another_width_keeps_what_was_on_top(grid: FrameGrid, qtbot) -> None:
    grid.scrollTo(grid.model().index(4, 0), QAbstractItemView.ScrollHint.PositionAtTop)
    grid.resize(2 * (FRAME_TILE.width() + 2) + 30, 400)
    qtbot.waitUntil(lambda: grid.columns == 2, timeout=LONG)
    assert 4 in range(grid.in_view(0).start, grid.in_view(0).start + 2)


def test_a_click_picks_the_tile_under_it(grid: FrameGrid) -> None:
    picked: list[int] = []
    grid.clicked.connect(lambda index: picked.append(index.row()))
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(grid.model().index(4, 0)).center())
    assert picked == [4]
    assert [index.row() for index in grid.selectionModel().selectedIndexes()] == [4]
    region = grid.visualRegionForSelection(grid.selectionModel().selection())
    assert region.boundingRect() == grid.visualRect(grid.currentIndex())


# The page


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.settle()
    return made


def test_ten_thousand_frames_are_listed_searched_and_chosen(house: House, catalog: Catalog) -> None:
    page = frames_page(house, grown(catalog, 10_000))
    assert page.model.rowCount() == 10_001
    house.key(Qt.Key.Key_End)
    assert page.view.currentIndex().row() == 10_000
    assert page.view.viewport().rect().intersects(page.view.visualRect(page.view.currentIndex()))
    house.until(lambda: house.desk.finder.ready)
    page.search.setFocus()
    house.type("20417")
    assert [row.offer.id for row in page.model.rows] == [20_417]
    assert house.session.choose(Step.FRAME, 20_417) == page.model.rows[0].offer.available


def test_a_catalog_read_anew_moves_nothing_under_the_hand(house: House, catalog: Catalog) -> None:
    many = grown(catalog, 600)
    page = frames_page(house, many)
    page.view.setFocus()
    bar = page.view.verticalScrollBar()
    row = next(n for n in range(300, 400) if page.model.rows[n].offer.available)
    page.view.setCurrentIndex(page.model.index(row))
    page.view.scrollTo(page.model.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)
    bar.setValue(bar.value() + 37)
    tried = house.session.trying
    assert tried is not None, "the keyboard tries on"
    here, place = page.view.currentIndex().data(), page.view.visualRect(page.view.currentIndex()).top()
    code = house.session.piece.code  # type: ignore[union-attr]
    gone = {page.model.rows[n].offer.id for n in range(100, 150)} | {20_399}
    first = replace(many.collections[0], frames=tuple(one for one in many.frames if one.id not in gone))
    house.session.set_catalog(replace(many, collections=(first, *many.collections[1:])))
    assert page.model.rowCount() < 601
    assert page.view.currentIndex().data() == here
    assert page.view.visualRect(page.view.currentIndex()).top() == place
    assert house.session.trying is tried
    assert house.session.piece.code == code  # type: ignore[union-attr]
    assert page.view.hasFocus()


def test_a_list_of_text_rows_stays_in_its_place_too(house: House, catalog: Catalog) -> None:
    house.window.side.go_to(Step.MEDIA)
    page = page_of(house, Step.MEDIA)
    page.view.setCurrentIndex(page.model.index(page.model.rowCount() - 3))
    here, place = page.view.currentIndex().data(), page.view.visualRect(page.view.currentIndex()).top()
    gone = page.model.rows[2].offer.id
    house.session.set_catalog(replace(catalog, media=tuple(row for row in catalog.media if row.id != gone)))
    assert page.view.currentIndex().data() == here
    assert page.view.visualRect(page.view.currentIndex()).top() == place
    only = [row for row in catalog.media if row.name != here]
    house.session.set_catalog(replace(catalog, media=tuple(only)))
    assert page.view.currentIndex().data() != here


class Counted:
    """A practice service that counts the calls for prices, and holds them while told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app = create_app()
        self.calls: list[int] = []
        real = self.app.__class__.__call__

        def counted(app, environ, start_response):
            if environ["PATH_INFO"].endswith("get_prices"):
                body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
                environ["wsgi.input"] = io.BytesIO(body)
                self.calls.append(len(json.loads(body)["products"]))
            return real(app, environ, start_response)

        monkeypatch.setattr(self.app.__class__, "__call__", counted)


def test_two_hundred_frames_are_priced_by_four_requests_and_from_the_cache_by_none(
    houses: Callable[..., House], catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bar: all differences from at most 4 requests, the first paint without waiting, from the cache 0 requests."""
    counted = Counted(monkeypatch)
    with PracticeServer(counted.app) as server:
        house = houses(service=server.url)
        # Two hundred of the practice service's own frames, whose prices it knows.
        first = replace(catalog.collections[0], frames=catalog.frames[:200])
        others = tuple(replace(one, frames=()) for one in catalog.collections[1:])
        house.window.side.go_to(Step.GLAZING)
        house.session.set_catalog(replace(catalog, collections=(first, *others)))
        house.session.set_code(FULL)
        house.settle()
        counted.calls.clear()
        house.window.side.go_to(Step.FRAME)
        page = page_of(house)
        assert page.model.rowCount() == 201
        page.view.viewport().repaint()
        assert counted.calls == [], "painted before anything was asked"
        assert page.view.visualRect(page.model.index(0)).isValid()
        can = {row.offer.id for row in page.model.rows if row.offer.available}
        assert len(can) > 150
        house.until(lambda: set(house.desk.prices.differences(Step.FRAME)) == can)
        assert len(counted.calls) <= 4, counted.calls
        assert max(counted.calls) <= 50
        seen = {page.model.index(n).data(OptionRole.PRICE_DIFFERENCE) for n in range(page.model.rowCount())}
        assert len(seen) > 5, "and they are on the rows"
        counted.calls.clear()
        house.window.side.go_to(Step.SIZE)
        house.until(lambda: not house.desk.tasks.busy)
        house.settle()
        counted.calls.clear()
        house.window.side.go_to(Step.FRAME)
        house.until(lambda: not house.desk.prices._later.isActive() and not house.desk.tasks.busy)
        assert set(house.desk.prices.differences(Step.FRAME)) == can
        assert counted.calls == []
        house.program.window.close()
    counted.app.close()


def test_of_a_very_long_list_what_is_in_view_is_priced(
    house: House, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    real = FinerWorks.get_prices

    def noted(self, codes, *arguments, **more):
        asked.append([code.wire for code in codes])
        return real(self, codes, *arguments, **more)

    monkeypatch.setattr(FinerWorks, "get_prices", noted)
    page = frames_page(house, grown(catalog, 2_000))
    house.until(lambda: house.desk.prices.state is PriceState.CURRENT)
    top = {page.model.rows[n].offer.id for n in page.view.in_view(0) if page.model.rows[n].offer.available}
    house.until(lambda: top <= set(house.desk.prices.differences(Step.FRAME)))
    house.until(lambda: not house.desk.tasks.busy)
    assert max(map(len, asked)) <= 50
    assert sum(map(len, asked)) < 200, "not two thousand"
    before = len(asked)
    bar = page.view.verticalScrollBar()
    bar.setValue(150 * 20)
    known = {
        page.model.rows[n].offer.id
        for n in page.view.in_view(0)
        if page.model.rows[n].offer.available and page.model.rows[n].offer.id < 20_000
    }
    house.until(lambda: known <= set(house.desk.prices.differences(Step.FRAME)))
    assert len(asked) > before
    bar.setValue(0)
    house.until(lambda: not page._looked.isActive() and not house.desk.prices._later.isActive())
    assert top <= set(house.desk.prices.differences(Step.FRAME)), "what was seen is remembered"
    assert house.desk.link.state is LinkState.READY


def test_tiles_that_were_scrolled_past_are_not_made(house: House, catalog: Catalog) -> None:
    page = frames_page(house, grown(catalog, 2_000))
    swatches, bar = house.desk.swatches, page.view.verticalScrollBar()
    made: list[object] = []
    swatches.tile_ready.connect(made.append)
    for number in range(40):
        bar.setValue(bar.maximum() * number // 40)
        page.view.viewport().repaint()
    assert len(swatches._making._waiting) <= 64
    assert len(swatches._making._running) <= 2
    house.until(lambda: not swatches.busy)
    page.view.viewport().repaint()
    house.until(lambda: not swatches.busy)
    shown = [page.model.rows[n].look for n in page.view.in_view(0)]
    assert all(any(one.id == look.id for one in made) for look in shown), "what is in view is"  # type: ignore[union-attr]
    assert swatches._bytes == sum(len(tile.data) for tile in swatches._tiles.values())
