"""About this paper: the one on the desk beside the one tried on, from the service's own words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from fwdesk.domain.rules import Step
from fwdesk.ui.paper_dialog import PaperDialog
from tests.support.desks import FULL, House
from tests.ui.test_keyboard import nameless


def page_of(house: House) -> PaperDialog:
    found = house.window.findChild(PaperDialog)
    assert found is not None
    return found


def test_two_papers_stand_side_by_side(houses: Callable[..., House]) -> None:
    house = houses()
    house.session.set_code(FULL)
    house.key(Qt.Key.Key_P)
    page = page_of(house)
    assert house.session.step is Step.MEDIA
    media = house.session.catalog.media_by_id
    assert page.present.name.text() == media[6].name
    assert page.present.facts[0].text() == "Matte"
    assert page.present.facts[-1].text() == " ".join(media[6].description.split())
    assert page.other.name.text() == "–"
    offer = next(one for one in house.session.offers(Step.MEDIA) if one.id == 144)
    tops = [cell.y() for cell in page.present.cells]
    house.session.try_on(offer)
    assert page.other.name.text() == media[144].name
    assert page.other.facts[1].text() == "Not said"
    assert media[144].name in page.area.accessibleDescription()
    assert [cell.y() for cell in page.present.cells][:6] == tops[:6], "nothing jumps"
    house.session.try_on(None)
    assert page.other.name.text() == media[144].name, "the one tried on last stays beside it"
    house.session.choose(Step.MEDIA, 144)
    assert page.present.name.text() == media[144].name
    assert page.other.name.text() == "–"


def test_the_media_step_has_a_button_for_it_and_a_package_alone_has_no_paper(houses: Callable[..., House]) -> None:
    house = houses()
    house.window.side.go_to(Step.MEDIA)
    about = house("media.about")
    assert isinstance(about, QPushButton)
    house.qtbot.mouseClick(about, Qt.MouseButton.LeftButton)
    page = page_of(house)
    house.window.menus.show_papers()
    assert house.window.findChildren(PaperDialog) == [page], "one page, however often it is asked for"
    assert nameless(page) == []
    page._fill(page.present, 0, "There is no print on the desk.")
    assert page.present.facts[-1].text() == "There is no print on the desk."
