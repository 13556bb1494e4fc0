"""H puts a heart on an option; hearts and what was chosen last come first when a list is shown again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fwdesk.app.models import OptionRole
from fwdesk.app.rows import FAVORITES
from fwdesk.domain.rules import Step
from fwdesk.store import hearts as store
from fwdesk.ui.step_page import StepPage
from tests.support.desks import FULL, House, end


@pytest.fixture
def house(houses: Callable[..., House], tmp_path: Path) -> House:
    made = houses(data=tmp_path)
    made.session.set_code(FULL)
    made.settle()
    made.window.side.go_to(Step.FRAME)
    return made


def page_of(house: House, step: Step = Step.FRAME) -> StepPage:
    return house.window.side.options.page(step)


def heart(house: House, option: int, step: Step = Step.FRAME) -> None:
    page = page_of(house, step)
    page.view.setFocus()
    page.view.setCurrentIndex(page.model.index(page.model.row_of(option)))
    house.session.try_on(None)
    house.key(Qt.Key.Key_H)


def shown_again(house: House, step: Step = Step.FRAME) -> StepPage:
    house.window.side.go_to(Step.SIZE)
    house.window.side.go_to(step)
    house.until(lambda: page_of(house, step).up_to_date)
    return page_of(house, step)


def test_a_heart_is_seen_at_once_and_moves_nothing_until_the_list_is_shown_again(house: House) -> None:
    page = page_of(house)
    before = [row.offer.id for row in page.model.rows]
    heart(house, 131)
    assert page.model.index(page.model.row_of(131)).data(OptionRole.HEARTED)
    assert [row.offer.id for row in page.model.rows] == before
    assert "has a heart now" in house.notes[-1].text
    spoken = page.model.index(page.model.row_of(131)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "hearted" in spoken
    page = shown_again(house)
    first = page.model.rows[1]
    assert (first.offer.id, first.group, first.hearted) == (131, FAVORITES, True)
    assert page.model.rows[0].offer.id == 0, "no frame stays first"
    assert sorted(row.offer.id for row in page.model.rows) == sorted(before), "nothing is listed twice"
    heart(house, 131)
    assert not page.model.index(page.model.row_of(131)).data(OptionRole.HEARTED)
    assert "no heart any more" in house.notes[-1].text


def test_what_was_chosen_last_comes_after_the_hearts(house: House) -> None:
    heart(house, 131)
    for frame in (72, 96):
        assert house.session.choose(Step.FRAME, frame)
    page = shown_again(house)
    own = [row.offer.id for row in page.model.rows if row.group == FAVORITES]
    assert own[0] == 0
    assert own[1:4] == [131, 96, 72]
    assert page.model.sections[0].name == FAVORITES
    page.search.setFocus()
    house.type("cap")
    assert not any(row.group == FAVORITES for row in page.model.rows), "who searches finds in the list's own order"


def test_hearts_on_mats_and_papers(house: House) -> None:
    for step in (Step.MAT, Step.MEDIA):
        house.window.side.go_to(step)
        page = page_of(house, step)
        chosen = page.model.rows[-4]
        heart(house, chosen.offer.id, step)
        page = shown_again(house, step)
        if len(page.model.rows) >= 12:
            own = [row.offer.id for row in page.model.rows if row.group == FAVORITES]
            assert chosen.offer.id in own
        assert page.model.index(page.model.row_of(chosen.offer.id)).data(OptionRole.HEARTED)


def test_what_takes_no_heart_is_said(house: House) -> None:
    heart(house, 0)
    assert "take no heart" in house.notes[-1].text
    house.window.side.go_to(Step.SIZE)
    heart(house, 0, Step.SIZE)
    assert "take no heart" in house.notes[-1].text


def test_a_letter_in_the_search_is_a_letter(house: House) -> None:
    page = page_of(house)
    page.search.setFocus()
    house.type("h")
    assert page.search.text() == "h"
    assert not any(row.hearted for row in page.model.rows)


def test_hearts_survive_a_restart_and_belong_to_their_service(
    house: House, houses: Callable[..., House], tmp_path: Path
) -> None:
    heart(house, 131)
    house.until(lambda: not house.desk.tasks.busy)
    kept, words = store.load(house.desk.workshop.folders.hearts_file)
    assert words == ""
    assert kept["practice"].hearts == (("frame", 131),)
    end(house)
    again = houses(data=tmp_path)
    again.window.side.go_to(Step.FRAME)
    assert 131 in again.desk.favorites.hearted(Step.FRAME)
    assert again.desk.favorites.first(Step.FRAME)[0] == 131
    again.desk.link._service = type(again.desk.link.service).of("test")
    assert again.desk.favorites.hearted(Step.FRAME) == frozenset()


def test_a_broken_file_is_said_and_hearts_go_on(houses: Callable[..., House], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hearts.json").write_text("{")
    house = houses(data=tmp_path)
    assert any("hearts you gave could not be read" in note.text for note in house.notes)
    house.window.side.go_to(Step.FRAME)
    heart(house, 131)
    assert house.desk.favorites.hearted(Step.FRAME) == {131}
