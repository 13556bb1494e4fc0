"""The frame step: the frames in other orders, and no more work for a change than before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from fwdesk.app.models import OptionRole
from fwdesk.app.sorting import FrameOrder
from fwdesk.domain.options import Frame
from fwdesk.domain.rules import Step
from fwdesk.ui.option_controls import FrameSort
from fwdesk.ui.step_page import StepPage
from tests.support.desks import FULL, House


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.window.side.go_to(Step.FRAME)
    made.settle()
    made.until(lambda: not page_of(made)._later.isActive())
    return made


def page_of(house: House) -> StepPage:
    return house.window.side.options.page(Step.FRAME)


def sort(house: House, order: FrameOrder) -> None:
    """Choose an order with the keyboard, as everybody can."""
    box = house("frame.sort")
    assert isinstance(box, FrameSort)
    box.setFocus()
    house.key(Qt.Key.Key_Home)
    for _ in range(list(FrameOrder).index(order)):
        house.key(Qt.Key.Key_Down)
    assert box.order is order
    house.until(lambda: not page_of(house)._later.isActive())


def frames(house: House) -> list[Frame]:
    return [row.look for row in page_of(house).model.rows if isinstance(row.look, Frame) and row.offer.available]


def test_by_width_and_back(house: House) -> None:
    shop = [frame.id for frame in frames(house)]
    sort(house, FrameOrder.NARROW)
    faces = [frame.face for frame in frames(house)]
    assert faces == sorted(faces)
    sort(house, FrameOrder.WIDE)
    faces = [frame.face for frame in frames(house)]
    assert faces == sorted(faces, reverse=True)
    assert page_of(house).model.rows[0].offer.id == 0, "no frame stays first"
    available = [row.offer.available for row in page_of(house).model.rows]
    assert available == sorted(available, reverse=True)
    sort(house, FrameOrder.SHOP)
    assert [frame.id for frame in frames(house)] == shop
    house.settle()


def test_by_price_as_prices_become_known(house: House) -> None:
    sort(house, FrameOrder.PRICE)
    known = house.desk.prices.differences(Step.FRAME)
    house.until(lambda: len(house.desk.prices.differences(Step.FRAME)) > 100)
    known = house.desk.prices.differences(Step.FRAME)
    house.until(lambda: not page_of(house)._later.isActive())
    costs = [known[frame.id] for frame in frames(house)]
    assert costs == sorted(costs)
    house.settle()


def test_an_order_stays_with_a_choice_and_within_a_collection(house: House) -> None:
    sort(house, FrameOrder.DARK)
    order = [frame.id for frame in frames(house)]
    page = page_of(house)
    index = page.model.index(page.model.row_of(order[3]))
    page.view.scrollTo(index)
    house.until(lambda: page.view.viewport().rect().contains(page.view.visualRect(index).center()))
    place = page.view.visualRect(index).center()
    assert page.view.indexAt(place) == index
    house.qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert f"F{order[3]}S" in house.window.bar.code.text()
    house.until(lambda: not page._later.isActive())
    assert [frame.id for frame in frames(house)] == order
    group = house.session.catalog.collections[1]
    page._pick_collection(group.id)
    inside = [frame.id for frame in frames(house)]
    assert inside == [frame for frame in order if frame in {one.id for one in frames(house)}]
    assert {frame.collection_id for frame in frames(house)} == {group.id}
    house.settle()


def test_frames_are_laid_out_as_tiles_of_one_size(house: House) -> None:
    view = page_of(house).view
    assert view.uniformItemSizes()
    model = page_of(house).model
    assert not any(model.index(row).data(OptionRole.HEADING) for row in range(model.rowCount()))
