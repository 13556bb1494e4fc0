"""The window as an artist uses it: lists, clicks, refusals, codes and pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QListView, QPushButton

from fwdesk.app.models import OptionRole
from fwdesk.app.official import OfficialState
from fwdesk.domain.rules import Step
from tests.support.desks import FULL, House


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.window.bar.code.setText(FULL)
    assert made.window.bar.code.commit()
    return made


def view(house: House, step: Step) -> QListView:
    house.window.side.go_to(step)
    found = house(f"options.{step.value}")
    page = house.window.side.options.page(step)
    house.until(lambda: page.up_to_date)
    assert isinstance(found, QListView)
    page = house.window.side.options.page(step)
    house.until(lambda: not page._later.isActive())  # a list follows the piece a moment after the picture
    return found


def row_of(list_view: QListView, option_id: int) -> int:
    model = list_view.model()
    ids = [model.index(row, 0).data(OptionRole.ID) for row in range(model.rowCount())]
    return ids.index(option_id)


def click(house: House, list_view: QListView, row: int) -> None:
    index = list_view.model().index(row, 0)
    list_view.scrollTo(index)
    box = list_view.visualRect(index)
    assert box.isValid()
    assert list_view.viewport().rect().contains(box.center())
    house.qtbot.mouseClick(list_view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def shown_note(house: House) -> str:
    note = house.window.stage.note
    return note.text if note.isVisible() else ""


@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_filled_from_the_service(house: House, step: Step) -> None:
    found = view(house, step)
    assert found.isVisible()
    model = found.model()
    ids = {model.index(row, 0).data(OptionRole.ID) for row in range(model.rowCount())}
    shop = house.session.catalog
    wanted = {
        Step.PRODUCT_TYPE: shop.product_type_by_id,
        Step.STYLE: shop.style_by_id,
        Step.MEDIA: shop.media_by_id,
        Step.FRAME: {0: None, **shop.frame_by_id},
        Step.MAT: {0: None, **shop.mat_by_id},
        Step.GLAZING: {0: None, **shop.glazing_by_id},
    }
    if step is Step.SIZE:
        assert len(ids) > 10
    elif step in {Step.MEDIA, Step.STYLE}:
        assert ids
        assert ids <= set(wanted[step])
    else:
        assert ids == set(wanted[step])


def test_collections_are_there_and_narrow_the_frames(house: House) -> None:
    frames = view(house, Step.FRAME)
    chips = house("options.collection")
    assert isinstance(chips, QListView)
    assert chips.model().rowCount() == len(house.session.catalog.collections) + 1
    every = frames.model().rowCount()
    click(house, chips, 2)
    group = house.session.catalog.collections[1]
    assert frames.model().rowCount() == len(group.frames) + 1, "no frame can always be chosen"
    click(house, chips, 0)
    assert frames.model().rowCount() == every


def test_clicking_a_frame_changes_exactly_the_f_part(house: House) -> None:
    frames = view(house, Step.FRAME)
    click(house, frames, row_of(frames, 131))
    assert house.window.bar.code.text() == FULL.replace("F96S", "F131S")


def test_clicking_a_mat_and_a_glazing_changes_theirs(house: House) -> None:
    mats = view(house, Step.MAT)
    click(house, mats, row_of(mats, 2))
    assert house.window.bar.code.text() == FULL.replace("J1S", "J2S")
    glazings = view(house, Step.GLAZING)
    click(house, glazings, row_of(glazings, 0))
    assert house.window.bar.code.text() == FULL.replace("J1S", "J2S").removesuffix("G1")


def test_a_row_that_does_not_go_says_why_and_how_it_would(house: House) -> None:
    frames = view(house, Step.FRAME)
    model = frames.model()
    row = next(row for row in range(model.rowCount()) if not model.index(row, 0).data(OptionRole.AVAILABLE))
    index = model.index(row, 0)
    reason, fix, option = (index.data(role) for role in (OptionRole.REASON, OptionRole.FIX, OptionRole.ID))
    click(house, frames, row)
    assert house.window.bar.code.text() == FULL, "an impossible combination is not reached silently"
    page = house.window.side.options.page(Step.FRAME)
    assert page.way_out.isVisible()
    assert reason in page.way_out.why.text()
    assert fix in page.way_out.fix.text()
    anyway = house("anyway.frame")
    assert isinstance(anyway, QPushButton)
    house.qtbot.mouseClick(anyway, Qt.MouseButton.LeftButton)
    assert f"F{option}S" in house.window.bar.code.text()
    assert house.session.problems == ()
    assert shown_note(house)
    undo = house("note.undo")
    assert isinstance(undo, QPushButton)
    assert undo.isVisible()
    house.qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert house.window.bar.code.text() == FULL
    assert shown_note(house) == ""


def test_a_pasted_code_sets_every_step(houses: Callable[..., House]) -> None:
    house = houses()
    for step in Step:
        view(house, step)
    QGuiApplication.clipboard().setText(f"  {FULL}\n")
    house.window.menus.paste()
    assert house.window.bar.code.text() == FULL
    wanted = {
        Step.PRODUCT_TYPE: 5, Step.MEDIA: 6, Step.STYLE: 9, Step.FRAME: 96, Step.MAT: 1, Step.GLAZING: 1,
    }  # fmt: skip
    for step in Step:
        model = view(house, step).model()
        current = [
            model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data(OptionRole.CURRENT)
        ]
        assert len(current) == 1, step
        if step is Step.SIZE:
            assert current[0].data(OptionRole.LOOK) == house.session.piece.image  # type: ignore[union-attr]
            assert current[0].data() == "16 × 20"
        else:
            assert current[0].data(OptionRole.ID) == wanted[step]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("5M6M9S16x20F96S20x24F", "At character 21"),
        ("5M6", "At character 4"),
        ("nonsense", "At character 1"),
        ("5M6M9S16x20F77777S20x24", "Frame 77777 is not in this catalog"),
    ],
)
def test_a_code_that_cannot_be_used_is_underlined_and_escape_brings_it_back(
    house: House, typed: str, says: str
) -> None:
    code = house.window.bar.code
    code.setFocus()
    code.selectAll()
    house.type(typed)
    assert not code.property("wrong")
    house.key(Qt.Key.Key_Return)
    assert code.property("wrong") is True
    assert says in house.window.bar.code_line.words
    assert says in code.accessibleDescription()
    assert code.text() == typed, "what was typed stays to be mended"
    assert str(house.session.piece.code) == FULL  # type: ignore[union-attr]
    house.key(Qt.Key.Key_Escape)
    assert code.text() == FULL
    assert not code.property("wrong")
    assert code.accessibleDescription().startswith("Product type 5"), "what the caret is in"


def test_typing_again_takes_the_underline_away(house: House) -> None:
    code = house.window.bar.code
    code.setFocus()
    code.selectAll()
    house.type("5M6M9S16x2")
    house.key(Qt.Key.Key_Return)
    house.type("1")
    assert not code.property("wrong")


def test_a_dropped_file_replaces_the_artwork(house: House, pictures: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(pictures / "landscape.png"))])
    event = QDropEvent(
        QPointF(200, 200), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    house.window.stage.dropEvent(event)
    house.until(lambda: house.session.artwork is not None and house.session.artwork.name == "landscape.png")
    assert "landscape.png" in house.window.windowTitle()
    piece = house.session.piece
    assert piece is not None
    assert piece.image.width > piece.image.height
    house.settle()


def test_a_dropped_file_that_is_no_picture_is_explained(house: House, pictures: Path) -> None:
    house.window.stage.dropped.emit(str(pictures / "broken.jpg"))
    house.until(lambda: "broken.jpg" in shown_note(house))
    assert house.session.artwork is not None
    assert house.session.artwork.name == "portrait.jpg"


def test_searching_frames(house: House) -> None:
    frames = view(house, Step.FRAME)
    every = frames.model().rowCount()
    search = house.window.side.options.page(Step.FRAME).search
    search.setFocus()
    house.type("walnut")
    assert 0 < frames.model().rowCount() < every
    house.type(" zzz")
    assert frames.model().rowCount() == 0
    assert house.window.side.options.page(Step.FRAME)._empty.isVisible()
    search.clear()
    assert frames.model().rowCount() == every


def test_a_typed_size(house: House) -> None:
    view(house, Step.SIZE)
    field = house("size.typed")
    field.setFocus()  # type: ignore[attr-defined]
    house.type("11x14")
    house.key(Qt.Key.Key_Return)
    assert "S11x14F96S15x18" in house.window.bar.code.text()
    house.type("a lot")
    house.key(Qt.Key.Key_Return)
    assert field.property("wrong") is True


def test_the_preview_follows_at_once_and_the_vendors_picture_by_itself(house: House) -> None:
    house.settle()
    preview, official = house.desk.preview, house.desk.official
    before, theirs = preview.current, official.picture
    frames = view(house, Step.FRAME)
    click(house, frames, row_of(frames, 131))
    assert official.state is OfficialState.OUT_OF_DATE
    assert "Out of date" in house.window.stage.inset.accessibleName()
    house.until(lambda: preview.current is not before)
    house.until(lambda: official.state is OfficialState.CURRENT)
    assert official.picture is not theirs
    assert "Up to date" in house.window.stage.inset.accessibleName()


def test_the_vendors_picture_large_and_back(house: House) -> None:
    house.settle()
    stage = house.window.stage
    assert stage.inset.isVisible()
    house.qtbot.mouseClick(stage.inset, Qt.MouseButton.LeftButton)
    assert stage.comparing
    assert not stage.inset.isVisible()
    assert not stage.panel._picture.empty
    house.key(Qt.Key.Key_Escape)
    assert not stage.comparing
    assert stage.inset.isVisible()
    box = stage.inset.geometry()
    assert stage.rect().contains(box), "always in view"
    assert stage.inset.pos() != QPoint(0, 0)


def test_choosing_by_double_click_is_one_edit(house: House) -> None:
    frames = view(house, Step.FRAME)
    index = frames.model().index(row_of(frames, 131), 0)
    frames.scrollTo(index)
    house.qtbot.mouseClick(frames.viewport(), Qt.MouseButton.LeftButton, pos=frames.visualRect(index).center())
    house.qtbot.mouseDClick(frames.viewport(), Qt.MouseButton.LeftButton, pos=frames.visualRect(index).center())
    house.session.undo()
    assert house.window.bar.code.text() == FULL
