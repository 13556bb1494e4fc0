"""The tools of the stage, by their keys: the glass held to the light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fwdesk.app.compare import Candidate
from fwdesk.domain.crop import Pixels
from fwdesk.domain.rules import Step
from fwdesk.ui.crop_dialog import CropDialog
from fwdesk.ui.crop_tint import hidden_words
from fwdesk.ui.wall_dialog import WallDialog
from tests.support.desks import FULL, House, end


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    made = houses()
    made.session.set_code(FULL)
    made.settle()
    return made


def stage(house: House) -> QImage:
    return house.window.stage.view.grab().toImage()


def brightness(house: House, image: QImage) -> float:
    """Of the artwork, on average: it is a row of pixels through the middle of the piece."""
    drawn = house.desk.preview.current
    assert drawn is not None
    left, top, right, bottom = (round(edge / drawn.ratio) for edge in drawn.outside)
    return sum(image.pixelColor(x, (top + bottom) // 2).lightness() for x in range(left, right)) / (right - left)


def press(house: House, key: Qt.Key) -> None:
    QTest.keyPress(house.window.focusWidget() or house.window, key)
    house.until(lambda: not house.desk.tasks.busy)


def release(house: House, key: Qt.Key) -> None:
    QTest.keyRelease(house.window.focusWidget() or house.window, key)
    house.until(lambda: not house.desk.tasks.busy)


# The glass


def test_the_reflection_slides_over_the_glass_while_g_is_held(house: House) -> None:
    tools, before = house.window.menus.tools, stage(house)
    press(house, Qt.Key.Key_G)
    glass = tools.glass
    reflection = glass.reflection
    assert reflection is not None
    held = stage(house)
    assert held != before
    index = house.window.side.options.page(Step.FRAME).view.currentIndex()
    for _ in range(6):
        press(house, Qt.Key.Key_Right)
    assert glass.at[0] > 0.6
    assert glass.reflection is reflection, "it is moved, not drawn again"
    assert stage(house) != held
    assert house.window.side.options.page(Step.FRAME).view.currentIndex() == index, "the arrows steer the glass alone"
    view = house.window.stage.view
    QTest.mouseMove(view, view.rect().center())
    tools._glass_view.follow(QPointF(view.mapToGlobal(view.rect().topLeft())))
    assert glass.at[0] == -0.3
    assert -0.3 <= glass.at[1] < 0, "it follows the mouse and stays near the glass"
    release(house, Qt.Key.Key_G)
    assert not glass.held
    assert stage(house) == before, "released, everything is as it was"


def test_a_better_glass_reflects_less(house: House) -> None:
    """Each glazing beside the same piece without its reflection."""
    added: dict[str, float] = {}
    for offer in house.session.offers(Step.GLAZING):
        if offer.id not in {1, 9501, 9503}:
            continue
        house.session.choose(Step.GLAZING, offer.id)
        house.settle()
        press(house, Qt.Key.Key_G)
        glass = house.window.menus.tools.glass
        shown = brightness(house, stage(house))
        glass.move(9, 9)  # as far away as it goes
        added[offer.name] = shown - brightness(house, stage(house))
        release(house, Qt.Key.Key_G)
    clear, matte, museum = added.values()
    assert clear > matte > museum >= 0
    assert clear > 4 * museum


def test_without_glazing_it_says_so(house: House) -> None:
    house.session.choose(Step.GLAZING, 0)
    house.settle()
    press(house, Qt.Key.Key_G)
    glass = house.window.menus.tools.glass
    assert glass.reflection is None
    assert "no glazing" in glass.words
    release(house, Qt.Key.Key_G)
    house.desk.preview.look("neutral")
    assert "left out" in glass.words


def test_from_the_menu_it_stays_until_escape(house: House) -> None:
    tools = house.window.menus.tools
    tools.glass_key.toggle()
    house.until(lambda: not house.desk.tasks.busy)
    assert tools.glass.held
    release(house, Qt.Key.Key_G)
    assert tools.glass.held
    press(house, Qt.Key.Key_Escape)
    assert not tools.glass.held
    tools.glass_key.toggle()
    tools.glass_key.toggle()
    assert not tools.glass.held
    press(house, Qt.Key.Key_G)
    QApplication.sendEvent(house.window, QEvent(QEvent.Type.WindowDeactivate))
    assert not tools.glass.held, "a key that goes up elsewhere is not heard"
    house.settle()


def test_g_in_a_text_is_a_letter(house: House) -> None:
    code = house.window.bar.code
    code.setFocus()
    code.selectAll()
    QTest.keyClick(code, Qt.Key.Key_G)
    assert code.text().lower() == "g"
    assert not house.window.menus.tools.glass_key.held


# Compare


def framed(house: House, number: int) -> None:
    """Another of the frames that can be had."""
    ids = [offer.id for offer in house.session.offers(Step.FRAME) if offer.available and offer.id]
    house.session.choose(Step.FRAME, ids[number])
    house.settle()


def names(house: House) -> list[str]:
    return [tile.candidate.name for tile in house.window.menus.tools.compare.tiles]


def compared(house: House) -> None:
    house.until(lambda: not house.desk.tasks.busy and house.window.menus.tools.compare.picture is not None)


def test_two_pieces_side_by_side_at_one_scale(house: House) -> None:
    tools = house.window.menus.tools
    house.key(Qt.Key.Key_C)
    assert not tools.compare.is_open
    assert "pinned" in house.notes[-1].text.lower()
    first = house.session.piece
    house.session.set_code("5M6M9S8x10F96S12x14J1S8x10G1")
    house.settle()
    house.key(Qt.Key.Key_C)
    compare = tools.compare
    compared(house)
    house.until(lambda: all(tile.price for tile in compare.tiles))
    large, small = compare.tiles
    assert (large.candidate.piece, large.on_desk, small.on_desk) == (first, False, True)
    assert large.difference == ""
    assert "size 16 × 20 → 8 × 10" in small.difference.lower()
    assert (large.outside, small.outside) == ("21½ × 25½ in", "13½ × 15½ in")
    assert large.price != small.price
    # As drawn: the parts of the larger piece reach further, by just as much as its outside is larger.
    picture = compare.picture
    assert picture is not None
    assert picture.gaze == compare.gaze
    wide = [sum(part.width for part, at in piece if at[1] == min(a[1] for _, a in piece)) for piece in picture.pieces]
    assert wide[0] > wide[1]
    view = tools._compare_view
    assert view.geometry() == house.window.stage.rect()
    assert view.focusWidget() is view._tiles[1]
    assert small.difference in view._tiles[1].accessibleName()
    house.key(Qt.Key.Key_Escape)
    assert not compare.is_open
    assert not view.isVisible()
    house.settle()


def test_they_are_zoomed_and_moved_together(house: House) -> None:
    tools = house.window.menus.tools
    house.key(Qt.Key.Key_C)
    framed(house, 5)
    house.key(Qt.Key.Key_C)
    compared(house)
    compare, view = tools.compare, tools._compare_view
    fitted = compare.gaze
    assert fitted is not None
    house.key(Qt.Key.Key_Plus)
    assert compare.gaze is not None
    assert compare.gaze.scale > fitted.scale
    at = QPointF(*(edge + 60 for edge in compare.tiles[1].box[:2]))
    inch = (at.x() - compare.tiles[1].middle[0]) / compare.gaze.scale + compare.gaze.across
    compare.zoom(1.5, 1, at.x(), at.y())
    now = (at.x() - compare.tiles[1].middle[0]) / compare.gaze.scale + compare.gaze.across
    assert now == pytest.approx(inch), "what is under the mouse stays there"
    house.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    house.until(lambda: not house.desk.tasks.busy)
    assert compare.picture is not None
    assert compare.picture.gaze == compare.gaze
    halves = [view.grab().toImage().copy(*tile.box[:3], 300) for tile in compare.tiles]
    assert halves[0].size() == halves[1].size()
    house.key(Qt.Key.Key_0)
    assert compare.gaze == fitted
    button = view._tiles[0]
    middle = button.rect().center()
    QTest.mousePress(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(button, QPoint(middle.x() - 40, middle.y()))
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(middle.x() - 40, 200))
    assert compare.is_open, "a drag moves, a click chooses"
    assert compare.gaze is not None
    assert compare.gaze.across == pytest.approx(40 / compare.gaze.scale)
    house.until(lambda: not house.desk.tasks.busy)


def test_a_tile_becomes_the_piece_in_one_step(house: House) -> None:
    tools, first = house.window.menus.tools, house.session.piece
    house.key(Qt.Key.Key_C)
    framed(house, 5)
    second = house.session.piece
    house.key(Qt.Key.Key_C)
    compared(house)
    house.key(Qt.Key.Key_Left)
    house.key(Qt.Key.Key_Return)
    assert house.session.piece == first
    assert not tools.compare.is_open
    house.session.undo()
    assert house.session.piece == second
    house.settle()


def test_four_at_most_and_any_can_be_taken_off(house: House) -> None:
    tools = house.window.menus.tools
    for number in (2, 4, 6, 8, 10):
        framed(house, number)
        house.key(Qt.Key.Key_C)
        house.key(Qt.Key.Key_Escape)
    compare = tools.compare
    assert len(compare.pinned) == 4
    assert len({one.name for one in compare.pinned}) == 4
    house.key(Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    compared(house)
    assert len(names(house)) == 4
    house.key(Qt.Key.Key_Left)
    house.key(Qt.Key.Key_Delete)
    assert len(names(house)) == 3
    tools.compare_these([Candidate("Oak, for the hall", compare.pinned[0].piece)])
    compared(house)
    assert names(house) == ["Oak, for the hall", "On the desk"]
    house.key(Qt.Key.Key_Escape)
    house.settle()


def test_space_blinks_to_the_pinned_piece_and_presses_buttons_still(house: House) -> None:
    preview, view = house.desk.preview, house.window.stage.view
    house.key(Qt.Key.Key_C)
    pinned = stage(house)
    framed(house, 5)
    present = stage(house)
    assert present != pinned
    press(house, Qt.Key.Key_Space)
    assert preview.instead == "Pinned 1"
    assert view.accessibleDescription().startswith("Pinned 1")
    release(house, Qt.Key.Key_Space)
    assert preview.instead == ""
    assert stage(house) == present
    chip = house.window.stage.views.dimensions
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert preview.dimensions
    assert preview.instead == ""
    house.settle()


# FinerWorks' picture over ours


def test_the_labs_picture_lies_over_ours_with_a_divider(house: House) -> None:
    tools, view = house.window.menus.tools, house.window.stage.view
    ours = stage(house)
    house.key(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    split = tools._split
    assert split.hasFocus()
    piece = view.outside.toRect()
    left, right = piece.adjusted(4, 4, -piece.width() // 2 - 20, -4), piece.adjusted(piece.width() // 2 + 20, 4, -4, -4)
    half = stage(house)
    assert half.copy(left) == ours.copy(left)
    assert half.copy(right) != ours.copy(right)
    # Both to one scale: where their frame ends and the wall begins, ours does.
    house.key(Qt.Key.Key_Home)
    theirs = stage(house)
    row, edge = piece.center().y() - 60, round(view.outside.right())
    wall = [image.pixelColor(edge + 6, row).lightness() for image in (ours, theirs)]
    frame = [image.pixelColor(edge - 5, row).lightness() for image in (ours, theirs)]
    assert abs(wall[0] - wall[1]) < 3
    assert frame[1] < wall[1] - 40
    for _ in range(5):
        house.key(Qt.Key.Key_Right)
    assert split.share == pytest.approx(0.1)
    assert "10% ours" in split.accessibleDescription()
    line = QPoint(round(split._line), piece.center().y())
    QTest.mousePress(split, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, line)
    QTest.mouseMove(split, piece.center())
    QTest.mouseRelease(split, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, piece.center())
    assert split.share == pytest.approx(0.5, abs=0.01)
    for _ in range(9):
        house.desk.preview.zoom(1.25)
    house.until(lambda: not house.desk.tasks.busy)
    assert 0 < split._line < view.width(), "the divider stays in reach"
    house.key(Qt.Key.Key_Escape)
    assert not tools.splitting
    assert not split.isVisible()


def test_what_cannot_be_laid_over_is_shown_beside(house: House) -> None:
    tools, official = house.window.menus.tools, house.desk.official
    assert official.picture is not None
    official._picture = replace(official.picture, piece=None)
    tools.toggle_split()
    assert not tools.splitting
    assert house.window.stage.comparing
    assert "proportions" in house.notes[-1].text
    house.key(Qt.Key.Key_Escape)
    official._picture = None
    tools.toggle_split()
    assert not tools.splitting
    assert not house.window.stage.comparing
    house.settle()


# The loupe


def test_the_loupe_shows_real_size_and_follows_keys_and_mouse(house: House) -> None:
    tools, view = house.window.menus.tools, house.window.stage.view
    real = house.window.menus.real_size
    real.screens = {real.screen_name: 400}
    house.key(Qt.Key.Key_L)
    house.until(lambda: not house.desk.tasks.busy)
    loupe, lens = tools.loupe, tools._loupe_view
    assert lens.hasFocus()
    assert loupe.picture is not None
    inch = 400 / (85.60 / 25.4)
    assert loupe.picture.scale == pytest.approx(inch)
    assert loupe.words == "Real size"
    before, sight = stage(house), loupe.sight
    assert sight is not None
    house.key(Qt.Key.Key_Right)
    assert loupe.sight is not None
    assert loupe.sight.across == pytest.approx(sight.across + 0.125)
    for _ in range(60):
        house.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    piece = view.outside
    assert loupe.place[0] == pytest.approx(piece.left(), abs=2), "not further than the piece reaches"
    house.key(Qt.Key.Key_Plus)
    house.until(lambda: not house.desk.tasks.busy)
    assert loupe.picture.scale == pytest.approx(2 * inch)
    assert loupe.words == "2 × real size"
    assert house.desk.preview.pinned is None, "plus is the loupe's while it is up"
    assert stage(house) != before
    middle = piece.center().toPoint()
    QTest.mouseMove(view, middle)
    house.until(lambda: abs(loupe.place[0] - middle.x()) < 2 and abs(loupe.place[1] - middle.y()) < 2)
    house.until(lambda: not house.desk.tasks.busy)
    house.key(Qt.Key.Key_Escape)
    assert not loupe.is_up
    assert not lens.isVisible()
    house.settle()


def test_a_loupe_on_a_screen_that_was_not_measured_says_so(house: House) -> None:
    tools = house.window.menus.tools
    house.key(Qt.Key.Key_L)
    assert "not measured" in tools.loupe.words
    house.until(lambda: not house.desk.tasks.busy)
    artwork = house.session.artwork
    assert artwork is not None
    assert "softer" not in tools.loupe.words
    house.session._artwork = replace(artwork, pixels=Pixels(8000, 10000), proxy=artwork.proxy.resize((480, 600)))
    assert "softer" in tools.loupe.words
    house.session._artwork = artwork
    house.key(Qt.Key.Key_L)
    assert not tools.loupe.is_up
    house.settle()


def test_the_reveal_is_there_in_the_loupe(house: House) -> None:
    """An eighth of an inch of the inner mat, which is two pixels on the stage."""
    house.session.set_code("5M6M9S16x20F96S20.25x24.25J1S16x20J2S16.25x20.25G1")
    house.settle()
    house.key(Qt.Key.Key_L)
    house.until(lambda: not house.desk.tasks.busy)
    loupe = house.window.menus.tools.loupe
    geometry, picture = house.session.geometry, loupe.picture
    assert geometry is not None
    assert picture is not None
    inner, outer = geometry.windows
    reveal = float(inner.x - outer.x) * picture.scale
    assert reveal == pytest.approx(12, abs=0.1)
    # The lens has the window's corner in its middle: left of it the inner mat, then the outer one.
    lens, (x, y) = stage(house), loupe.place
    at = [QPoint(round(x - away), round(y + 60)) for away in (reveal * 0.4, reveal + 14)]
    inner_mat, outer_mat = (lens.pixelColor(point) for point in at)
    assert abs(inner_mat.blue() - outer_mat.blue()) > 8, "snow white and off white"
    house.key(Qt.Key.Key_Escape)
    house.settle()


# All sizes, the room, a narrow stage


def test_all_sizes_stand_around_the_piece_while_z_is_held(house: House) -> None:
    tools, preview = house.window.menus.tools, house.desk.preview
    before, at_rest = stage(house), house.window.stage.view.outside
    press(house, Qt.Key.Key_Z)
    ghosts = tools._ghosts
    offered = {offer.size for offer in house.session.offers(Step.SIZE) if offer.available}
    assert set(ghosts.sizes) >= offered
    assert ghosts.isVisible()
    largest, geometry, view = ghosts.sizes[0], house.session.geometry, house.window.stage.view
    assert geometry is not None
    inch = view.outside.width() / float(geometry.outside.width)
    assert float(largest.height) * inch < view.height()
    assert view.outside.width() < at_rest.width(), "one stands back, so that all are seen"
    release(house, Qt.Key.Key_Z)
    assert not ghosts.isVisible()
    assert preview.pinned is None
    assert stage(house) == before
    preview.look("room")
    press(house, Qt.Key.Key_Z)
    assert ghosts.isVisible()
    assert preview.in_room, "a room is to scale as it is"
    release(house, Qt.Key.Key_Z)
    house.settle()


def test_the_sofa_stands_clear_of_the_labs_picture(house: House) -> None:
    house.desk.preview.look("room")
    house.until(lambda: not house.desk.tasks.busy)
    drawn, inset = house.desk.preview.current, house.window.stage.inset.geometry()
    assert drawn is not None
    left, _, right, _ = drawn.outside
    assert (left + right) / 2 / drawn.ratio + 39 * drawn.scale / drawn.ratio < inset.left()


def test_in_a_narrow_window_the_piece_hangs_in_the_middle(houses: Callable[..., House]) -> None:
    house = houses(size=(960, 640))
    house.session.set_code(FULL)
    house.settle()
    view, inset = house.window.stage.view, house.window.stage.inset
    assert abs(view.outside.center().x() - view.width() / 2) < 3
    assert not view.outside.toRect().intersects(inset.geometry())
    assert inset.height() < 70
    assert not inset.grab().isNull()


# The artist's own wall


def wall_picture(folder: Path) -> Path:
    wall = Image.new("RGB", (1600, 1200), (205, 200, 190))
    wall.paste((250, 250, 250), (700, 500, 1031, 968))  # an A4 sheet: 40 px per inch
    wall.save(folder / "my wall.jpg", quality=92)
    return folder / "my wall.jpg"


def measuring(house: House, path: Path) -> WallDialog:
    house.window.menus.tools._wall_picked(str(path))
    house.until(lambda: bool(house.window.findChildren(WallDialog)))
    (dialog,) = house.window.findChildren(WallDialog)
    return dialog


def test_the_piece_on_my_own_wall_by_keyboard(houses: Callable[..., House], tmp_path: Path) -> None:
    house = houses(data=tmp_path / "same")
    house.session.set_code(FULL)
    house.settle()
    tools, preview = house.window.menus.tools, house.desk.preview
    dialog = measuring(house, wall_picture(tmp_path))
    assert not dialog.use.isEnabled()
    assert "how long" in dialog.verdict.text()
    dialog.points.put(0, (700 / 1600, 500 / 1200))
    for _ in range(3):
        QTest.keyClick(dialog.points, Qt.Key.Key_2)
    dialog.points.put(1, (1000 / 1600, 500 / 1200))
    for _ in range(3):
        QTest.keyClick(dialog.points, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(dialog.points, Qt.Key.Key_Right)
    assert dialog.points.points[1][0] * 1600 == pytest.approx(1031)
    QTest.keyClicks(dialog.length, "21cm")
    assert dialog.use.isEnabled(), dialog.verdict.text()
    assert "too large or too small" in dialog.verdict.text()
    assert not dialog.grab().isNull()
    dialog.use.click()
    house.until(lambda: preview.setting == "photo" and not house.desk.tasks.busy)
    drawn, geometry = preview.current, house.session.geometry
    assert drawn is not None
    assert geometry is not None
    shown = min(drawn.size[0] / 1600, drawn.size[1] / 1200)
    wide = drawn.outside[2] - drawn.outside[0]
    assert wide == pytest.approx(float(geometry.outside.width) * 40 * shown, rel=0.01)
    assert "own wall" in house.window.stage.view.accessibleDescription()
    before = drawn.outside
    house.window.activateWindow()
    house.until(house.window.isActiveWindow)
    house.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    house.until(lambda: not house.desk.tasks.busy)
    assert preview.current is not None
    assert preview.current.outside[0] - before[0] == pytest.approx(40 * shown, abs=1.5), "an inch to the right"
    view = house.window.stage.view
    at = view.outside.center().toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseMove(view, at + QPoint(-50, 20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at + QPoint(-50, 20))
    house.until(lambda: not house.desk.tasks.busy)
    moved = view.outside.center().toPoint() - at
    assert abs(moved.x() + 50) <= 2
    assert abs(moved.y() - 20) <= 2
    press(house, Qt.Key.Key_G)
    assert tools.glass.reflection is None
    assert "own wall" in tools.glass.words
    release(house, Qt.Key.Key_G)
    house.key(Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert preview.setting == "wall"
    house.settle()
    end(house)
    again = houses(data=tmp_path / "same")
    again.key(Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    again.until(lambda: again.desk.preview.setting == "photo" and not again.desk.tasks.busy)
    photo = again.desk.preview.photo
    assert photo is not None
    assert photo.survey.width == Decimal("8.27"), "measured once, remembered"
    again.key(Qt.Key.Key_Plus)
    assert again.desk.preview.setting == "wall", "a room is not zoomed: one goes back to the wall"
    again.settle()


def test_four_corners_of_a_sheet(house: House, tmp_path: Path) -> None:
    dialog = measuring(house, wall_picture(tmp_path))
    dialog.four.click()
    corners = ((700, 500), (1031, 500), (1031, 968), (700, 968))
    for number, (x, y) in enumerate(corners):
        dialog.points.put(number, (x / 1600, y / 1200))
    dialog.known.setCurrentIndex(1)
    dialog.known.activated.emit(1)
    survey = dialog.survey
    assert survey is not None
    assert (survey.width, survey.height) == (Decimal("8.27"), Decimal("11.69"))
    dialog.points.put(1, corners[3])
    assert not dialog.use.isEnabled()
    assert dialog.verdict.text()
    dialog.two.click()
    assert dialog.survey is None
    middle = dialog.points.rect().center()
    QTest.mousePress(dialog.points, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 200))
    QTest.mouseMove(dialog.points, middle)
    QTest.mouseRelease(dialog.points, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert dialog.points.points[0] == pytest.approx((0.5, 0.5), abs=0.01)
    dialog.reject()
    house.settle()


def test_a_wall_that_cannot_be_opened_says_so(house: House, tmp_path: Path) -> None:
    (tmp_path / "wall.jpg").write_bytes(b"no picture")
    house.window.menus.tools._wall_picked(str(tmp_path / "wall.jpg"))
    house.until(lambda: "wall" in house.notes[-1].text and house.notes[-1].level == "error")
    assert house.desk.preview.setting == "wall"
    house.settle()


# The crop

HIDDEN = "5M6M9S16x16F96S20x20J1S15.5x15.5G1"


def test_what_the_mat_hides_is_hatched_while_the_crop_moves(house: House) -> None:
    house.session.set_code(HIDDEN)
    house.settle()
    view, geometry = house.window.stage.view, house.session.geometry
    assert geometry is not None
    before, inch = stage(house), view.outside.width() / float(geometry.outside.width)
    under = QPoint(
        round(view.outside.left() + float(geometry.image.x) * inch + 0.12 * inch), round(view.outside.center().y())
    )
    house.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    house.until(lambda: not house.desk.tasks.busy)
    assert view._nudged.isActive()
    hatched = stage(house)
    beside = QRect(under.x() - 2, under.y() - 12, 5, 24)
    assert hatched.copy(beside) != before.copy(beside)
    house.until(lambda: not view._nudged.isActive())
    assert stage(house).copy(beside) == before.copy(beside)
    house.session.choose(Step.GLAZING, 0)
    assert not view._nudged.isActive(), "another glazing is no crop"
    house.settle()


def test_what_hides_how_much_is_said(house: House) -> None:
    house.session.set_code(HIDDEN)
    geometry = house.session.geometry
    assert geometry is not None
    assert hidden_words(geometry, Decimal(0)) == "Hatched: ¼ in under the mat"
    assert hidden_words(geometry, Decimal("0.125")) == "Hatched: ¼ in under the mat, ⅛ in trimmed off"
    house.session.set_code("5M6M9S16x16")
    bare = house.session.geometry
    assert bare is not None
    assert hidden_words(bare, Decimal(0)) == ""
    house.settle(framed=False)


def test_the_crop_by_numbers(house: House) -> None:
    house.session.set_code(HIDDEN)
    house.settle()
    before = house.session.piece
    house.window.menus.show_crop()
    (dialog,) = house.window.findChildren(CropDialog)
    assert (dialog.first.value(), dialog.second.value()) == (2.0, 2.0)
    assert "top" in dialog.first.accessibleName()
    dialog.first.setValue(0.5)
    assert house.session.piece is not None
    assert house.session.piece.crop.y == Decimal("0.125")
    assert dialog.second.value() == 3.5
    dialog.second.setValue(1.0)
    assert dialog.first.value() == 3.0
    house.session.undo()
    assert house.session.piece == before, "one step to undo"
    dialog.first.setValue(0)
    dialog.middle.click()
    assert dialog.first.value() == 2.0
    house.session.set_code(FULL)
    assert not dialog.first.isEnabled()
    assert "nothing" in dialog._words.text()
    house.settle()
    dialog.close()
