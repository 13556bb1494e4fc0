"""Trying on: an option is seen on the stage before it is chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from fwdesk.app.models import OptionRole
from fwdesk.domain.rules import Step
from tests.support.desks import FULL, House

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.window.bar.code.setText(FULL)
    assert made.window.bar.code.commit()
    return made


def test_an_arrow_tries_a_frame_on_and_escape_goes_back(house: House) -> None:
    preview, page = house.desk.preview, house.window.options.page(Step.FRAME)
    house.settle()
    house.key(Qt.Key.Key_5, ALT)
    before, code, undo = preview.current, house.window.bar.code.text(), house.session.undo_name
    house.key(Qt.Key.Key_Right)
    tried = house.session.trying
    assert tried is not None
    assert tried.id == page.view.currentIndex().data(OptionRole.ID)
    house.until(lambda: preview.current is not before)
    assert house.session.shown == tried.piece
    assert tried.name in house.window.stage.view.accessibleDescription()
    assert (house.window.bar.code.text(), house.session.undo_name) == (code, undo), "nothing is chosen yet"
    house.key(Qt.Key.Key_Escape)
    assert house.session.trying is None
    assert house.session.shown == house.session.piece
    assert page.view.currentIndex().data(OptionRole.CURRENT)
    assert page.view.hasFocus()


def test_enter_keeps_what_is_tried_on_in_one_step(house: House) -> None:
    house.settle()
    house.key(Qt.Key.Key_5, ALT)
    house.key(Qt.Key.Key_Right)
    house.key(Qt.Key.Key_Right)
    tried = house.session.trying
    assert tried is not None
    house.key(Qt.Key.Key_Return)
    assert house.session.trying is None
    assert house.session.piece == tried.piece
    house.session.undo()
    assert house.window.bar.code.text() == FULL


def test_a_mouse_that_rests_on_a_row_tries_it_on_and_leaving_goes_back(house: House) -> None:
    page = house.window.options.page(Step.GLAZING)
    house.session.show_step(Step.GLAZING)
    house.settle()
    viewport = page.view.viewport()
    row = next(n for n, r in enumerate(page.model.rows) if r.offer.available and not r.current)
    place = page.view.visualRect(page.model.index(row)).center()
    page.view.entered.emit(page.model.index(row))
    page.view.tried.emit(page.view.indexAt(place))
    assert house.session.trying is not None
    assert house.session.trying.id == page.model.rows[row].offer.id
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    assert house.session.trying is None


def test_what_cannot_be_had_is_not_tried_on_and_another_step_ends_the_trial(house: House) -> None:
    house.settle()
    offers = house.session.offers(Step.FRAME)
    house.session.try_on(next(offer for offer in offers if not offer.available))
    assert house.session.trying is None
    house.session.try_on(next(offer for offer in offers if offer.available and offer.piece != house.session.piece))
    assert house.session.trying is not None
    house.session.show_step(Step.MAT)
    assert house.session.trying is None
