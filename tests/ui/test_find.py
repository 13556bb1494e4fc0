"""Ctrl+K finds anything: options of all steps, sizes as they are typed, collections, commands; Enter takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fwdesk.app.finding import Command, find
from fwdesk.app.models import OptionRole
from fwdesk.catalog.search import CatalogIndex
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Step
from fwdesk.ui.find_dialog import FindDialog
from tests.support.desks import FULL, House


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.settle()
    made.until(lambda: made.desk.finder.ready)
    return made


@pytest.fixture
def page(house: House) -> FindDialog:
    house.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = house.window.findChild(FindDialog)
    assert found is not None, "Ctrl+K opens it"
    house.qtbot.waitExposed(found)
    return found


def typed(page: FindDialog, text: str) -> list[tuple[str, str]]:
    page.field.clear()
    # QTest types ASCII only.
    QTest.keyClicks(page.field, text) if text.isascii() else page.field.setText(text)
    return [(found.name, found.where) for found in page.model.found]


def test_everything_is_found_by_number_name_width_price_and_color(page: FindDialog, catalog: Catalog) -> None:
    assert typed(page, "96")[0] == (catalog.frame_by_id[96].name, "Frame")
    names = typed(page, "walnut")
    assert len(names) > 2
    assert {where for _, where in names} >= {"Frame"}
    wide = typed(page, "1 1/4 walnut")
    widths = {catalog.frame_by_id[found.offer.id].face for found in page.model.found if found.offer}
    assert wide
    assert widths == {Decimal("1.25")}
    cheap = typed(page, "<20$")
    assert cheap
    assert typed(page, "black wood")
    assert typed(page, "wlanut") == typed(page, "walnut"), "one slip is forgiven"
    assert typed(page, "no such thing") == []
    assert "Nothing is called “no such thing”" in page.words.text()
    assert typed(page, "  ") == []
    assert "Enter takes it" in page.words.text()


def test_rows_name_their_step_and_what_they_add(house: House, page: FindDialog) -> None:
    house.until(lambda: len(house.desk.prices.differences(Step.FRAME)) > 100)
    typed(page, "96")
    index = page.model.index(0)
    assert index.data(OptionRole.BADGE) == "Frame"
    assert index.data(OptionRole.PRICE_DIFFERENCE) == "same"
    assert index.data(OptionRole.CURRENT)
    typed(page, "131")
    spoken = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Frame" in spoken
    assert "dollars" in spoken
    assert page.field.accessibleDescription() == spoken


def test_arrows_try_on_and_escape_leaves_all_as_it_was(house: House, page: FindDialog) -> None:
    typed(page, "walnut")
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    tried = house.session.trying
    assert tried is not None
    assert tried.name == page.model.found[page.list.currentIndex().row()].name
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert house.session.trying is None
    assert str(house.session.piece.code) == FULL  # type: ignore[union-attr]


def test_enter_takes_it_and_its_list_is_shown(house: House, page: FindDialog) -> None:
    typed(page, "131")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert "F131S" in str(house.session.piece.code)  # type: ignore[union-attr]
    assert house.session.step is Step.FRAME
    assert house.session.undo_name.startswith("Frame: ")
    assert house.session.trying is None


def test_what_cannot_be_had_is_chosen_anyway_in_one_step_that_can_be_undone(
    house: House, page: FindDialog, catalog: Catalog
) -> None:
    blocked = next(o for o in house.session.offers(Step.FRAME) if not o.available and o.piece)
    typed(page, f"{blocked.id}")
    assert page.model.found[0].offer is not None
    assert page.model.found[0].offer.id == blocked.id
    assert page.words.text() == f"Enter chooses it anyway: {blocked.fix}."
    assert house.session.trying is None, "what cannot be had is not shown as if it could"
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert f"F{blocked.id}S" in str(house.session.piece.code)  # type: ignore[union-attr]
    house.session.undo()
    assert str(house.session.piece.code) == FULL  # type: ignore[union-attr]


def test_a_paper_of_another_product_brings_its_product_along(house: House, page: FindDialog, catalog: Catalog) -> None:
    part = house.session.piece.print  # type: ignore[union-attr]
    here = {row.id for row in catalog.media_of(catalog.product_type_by_id[part.product_type])}  # type: ignore[union-attr]
    other = next(row for row in catalog.media if row.id not in here)
    assert house.session.offers(Step.MEDIA)
    typed(page, other.name)
    papers = [one for one in page.model.found if one.offer and one.offer.step is Step.MEDIA]
    found = next(one for one in papers if one.offer and one.offer.id == other.id)
    assert found.where == "Media"
    page.list.setCurrentIndex(page.model.index(page.model.found.index(found)))
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    now = house.session.piece.print  # type: ignore[union-attr]
    assert now.media == other.id  # type: ignore[union-attr]
    assert other in catalog.media_of(catalog.product_type_by_id[now.product_type])  # type: ignore[union-attr]
    assert house.session.problems == ()
    assert "product becomes" in house.notes[-1].text


def test_sizes_are_found_as_they_are_typed(house: House, page: FindDialog) -> None:
    assert typed(page, "11x14") == [("11 × 14 in", "Size")]
    assert typed(page, "42cm x 30cm")[0][1] == "Size"
    assert len(typed(page, "11x")) >= 1
    typed(page, "11x14")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert "S11x14" in str(house.session.piece.code)  # type: ignore[union-attr]


def test_commands_are_found_and_given(house: House, page: FindDialog) -> None:
    assert typed(page, "turn")[0] == ("Turn: portrait or landscape", "Piece")
    before = house.session.piece.image  # type: ignore[union-attr]
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    after = house.session.piece.image  # type: ignore[union-attr]
    assert (after.width, after.height) == (before.height, before.width)


def test_a_collection_shows_its_frames(house: House, page: FindDialog, catalog: Catalog) -> None:
    group = catalog.collections[2]
    names = typed(page, group.name)
    page.list.setCurrentIndex(page.model.index(names.index((group.name, "Frame collections"))))
    assert page.words.text() == f"Enter: the frames of {group.name}."
    house.qtbot.mouseClick(
        page.list.viewport(), Qt.MouseButton.LeftButton, pos=page.list.visualRect(page.list.currentIndex()).center()
    )
    frames = house.window.side.options.page(Step.FRAME).model.rows
    assert {row.look.collection_id for row in frames if row.look} == {group.id}  # type: ignore[attr-defined]


def test_without_a_way_enter_says_so_and_stays(house: House, page: FindDialog, catalog: Catalog) -> None:
    lone = replace(catalog.frame_by_id[96], id=9888, name="Lonely Frame", collection_id=9999)
    # In a collection that goes with no style at all.
    group = replace(catalog.collections[0], id=9999, name="Nowhere", frames=(lone,))
    house.session.set_catalog(replace(catalog, collections=(*catalog.collections, group)))
    house.until(lambda: house.desk.finder.ready)
    typed(page, "lonely")
    offer = page.model.found[0].offer
    assert offer is not None
    if offer.piece is None:
        assert "Nothing in this catalog would allow it" in page.words.text()
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        assert page.isVisible()
        assert str(house.session.piece.code) == FULL  # type: ignore[union-attr]


def test_nothing_is_found_for_nothing(house: House) -> None:
    commands = (Command(0, "Real size", "View", "1"),)
    assert find(house.session, house.desk.finder, commands, "") == ()
    assert [one.name for one in find(house.session, house.desk.finder, commands, "re si")][:1] == ["Real size"]


def test_a_slip_is_forgiven_only_where_nothing_fits(catalog: Catalog) -> None:
    index = CatalogIndex(catalog)
    assert index.search("walnt") == index.search("walnut")
    assert index.search("xyzzy") == ()
    assert index.search("abc") == ()
    assert index.search("wal nosuchword") == ()
