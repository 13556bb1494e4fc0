"""The window itself: looks, widths, notes, the vendor's picture in every state, closing, and two programs at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from fwdesk.app.link import LinkState
from fwdesk.app.official import OfficialState
from fwdesk.domain.errors import Refused
from fwdesk.domain.rules import Step
from fwdesk.finerworks.client import FinerWorks
from fwdesk.store import desk_file, settings
from fwdesk.ui import theme
from fwdesk.ui.dimension_lines import fitting
from tests.support.desks import ADA, FULL, House, end, picture


def grab(house: House) -> QImage:
    return house.window.grab().toImage()


def ground(house: House) -> QColor:
    """The ground of the bar, in its corner."""
    bar = house.window.bar
    at = bar.mapTo(house.window, bar.rect().bottomRight())
    return QColor(grab(house).pixel(at.x() - 2, at.y() - 2))


# Looks


def test_light_and_dark_switch_at_once_and_are_kept(houses: Callable[..., House], tmp_path: Path) -> None:
    house = houses(data=tmp_path / "same")
    for choice, tokens in (("light", theme.LIGHT), ("dark", theme.DARK), ("light", theme.LIGHT), ("dark", theme.DARK)):
        house.window.menus.theme_chosen.emit(choice)
        assert theme.Theme.tokens == tokens
        assert ground(house) == QColor(tokens.panel)
    end(house)
    again = houses(data=tmp_path / "same")
    assert theme.Theme.dark
    assert ground(again) == QColor(theme.DARK.panel)
    again.window.menus.theme_chosen.emit("light")


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_every_page_can_be_painted_in_both_looks(houses: Callable[..., House], choice: str) -> None:
    house = houses()
    house.window.menus.theme_chosen.emit(choice)
    for step in Step:
        house.window.side.go_to(step)
        assert not grab(house).isNull()
    house.window.stage.show_official()
    assert not grab(house).isNull()
    house.window.stage.hide_official()
    house.window.side.begin_order()
    assert not grab(house).isNull()
    house.window.side.show_orders()
    house.until(lambda: not house.desk.tasks.busy)
    assert not grab(house).isNull()
    house.window.menus.theme_chosen.emit("light")


# Widths


def too_narrow(root: QWidget) -> list[str]:
    """Visible labels and buttons that are narrower than what they say, and children that stick out of their parent."""
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QPushButton):
            continue
        parent = widget.parentWidget()
        if parent and not QRect(0, 0, parent.width(), parent.height()).contains(widget.geometry()):
            found.append(f"{widget.objectName() or widget.text()!r} sticks out: {widget.geometry()} of {parent.size()}")
        wraps = isinstance(widget, QLabel) and (widget.wordWrap() or not widget.text())
        elides = widget.sizePolicy().horizontalPolicy().name == "Ignored"
        if not wraps and not elides and widget.width() < widget.sizeHint().width():
            found.append(f"{widget.text()!r} has {widget.width()} of {widget.sizeHint().width()} px")
    return found


UPRIGHT, WIDE = "11M9220M9S16x24F96S20x28J2S16x24G1", "11M9220M9S24x16F96S28x20J2S24x16G1"


@pytest.mark.parametrize("size", [(960, 640), (1360, 860), (1600, 1000)])
@pytest.mark.parametrize("code", [FULL, UPRIGHT, WIDE])
def test_the_captions_stand_on_the_wall(houses: Callable[..., House], code: str, size: tuple[int, int]) -> None:
    house = houses(size=size)
    view = house.window.stage.view
    house.session.set_code(code)
    house.settle()
    house.until(lambda: view._drawn is not None and view._drawn.size == (view.width(), view.height()))
    drawn = view._drawn
    assert drawn is not None
    assert drawn.outside[3] / drawn.ratio < view.height() - view.captions_height


def test_a_long_name_does_not_push_the_captions_onto_the_piece(houses: Callable[..., House], tmp_path: Path) -> None:
    name = "Evening light over the old harbor of Marseille, third version, retouched, final 2026 (for print).jpg"
    house = houses(size=(960, 640), artwork=picture(tmp_path / name, 800, 1000))
    view = house.window.stage.view
    house.session.set_code(FULL)
    house.settle()
    house.until(lambda: view._drawn is not None and view._drawn.size == (view.width(), view.height()))
    drawn = view._drawn
    assert drawn is not None
    assert drawn.outside[3] / drawn.ratio < view.height() - view.captions_height
    assert "Evening light over t…026 (for print).jpg" in view.accessibleDescription()


def test_in_a_small_window_a_note_is_wide_and_covers_no_words(houses: Callable[..., House]) -> None:
    house = houses(size=(960, 640))
    stage = house.window.stage
    house.session.note("Product type Giclee → Museum Paper Prints; media Archival Matte → German Etching; and 4 more.")
    note = stage.note.geometry()
    assert note.width() == stage.view.width() - 28
    assert not note.intersects(stage.inset.geometry())
    assert note.bottom() < stage.height() - stage.view.captions_height


def test_all_seven_steps_are_in_sight_in_the_smallest_window_with_tabs(houses: Callable[..., House]) -> None:
    house = houses(size=(960, 640))
    house.desk.pieces.branch()
    house.settle(framed=False)
    rail = house.window.rail
    house.until(lambda: not rail.verticalScrollBar().isVisible())
    last = rail.visualRect(rail.model().index(6, 0))
    assert rail.viewport().rect().contains(last)
    house.window.resize(1360, 860)
    house.until(lambda: rail.visualRect(rail.model().index(0, 0)).height() > last.height())


def test_beside_a_small_piece_the_heights_say_less() -> None:
    metrics = QFontMetrics(QApplication.font())
    room = 1000.0
    for words in ("window, print 20 in (50.8 cm)", "window, print 20 in", "20 in (50.8 cm)", "20 in"):
        assert fitting(metrics, "window, print", "20 in (50.8 cm)", room) == words
        room = metrics.horizontalAdvance(words) + 11


@pytest.mark.parametrize("size", [(960, 640), (1280, 720), (1600, 1000)])
def test_nothing_is_cut_off(houses: Callable[..., House], size: tuple[int, int]) -> None:
    house = houses(size=size)
    window = house.window
    assert (window.width(), window.height()) == size
    house.session.set_code(FULL)
    house.settle()
    for part in (window.title, window.bar, window.band):
        assert too_narrow(part) == [], type(part).__name__
        assert part.width() <= window.width()
        assert part.minimumSizeHint().width() <= window.width()
    for step in Step:
        window.side.go_to(step)
        page = window.side.options.page(step)
        QTest.qWait(1)
        assert too_narrow(page) == [], step
        bar = page.view.horizontalScrollBar()
        assert bar.maximum() == 0, f"{step} scrolls sideways"
        right = page.mapTo(window, page.rect().topRight()).x()
        assert right <= window.width()
    window.side.begin_order()
    house.desk.ordering.set_recipient(ADA)
    QTest.qWait(1)
    pages = window.side.order_pages
    assert too_narrow(pages) == []  # type: ignore[arg-type]
    stage = window.stage
    assert stage.rect().contains(stage.inset.geometry())
    house.until(lambda: not house.desk.tasks.busy)


def test_a_long_code_stays_readable_in_a_narrow_window(houses: Callable[..., House]) -> None:
    house = houses(size=(960, 640))
    house.session.set_code("5M6M8S16DD375x20DD125F96S20DD375x24DD125J1S16DD375x20DD125J2S16DD875x20DD625G1")
    code = house.window.bar.code
    assert code.text().startswith("5M6M8S16DD375")
    assert code.cursorPosition() == 0
    assert code.width() > 200
    house.settle()


# Notes


def test_notes_can_be_closed_and_the_newest_replaces_the_last(houses: Callable[..., House]) -> None:
    house = houses()
    stage = house.window.stage
    house.session.note("One thing.", "warn")
    house.session.note("Another thing.", "error")
    assert stage.note.isVisible()
    assert stage.note.text == "Another thing."
    assert stage.note.accessibleName() == "Another thing."
    assert stage.rect().contains(stage.note.geometry())
    stage.note._close.click()
    assert not stage.note.isVisible()


def test_a_long_note_is_shown_whole(houses: Callable[..., House]) -> None:
    house = houses(size=(960, 640))
    words = "This is what happened, and it takes a few words to say what it means and what can be done about it. " * 3
    house.session.note(words.strip(), "warn")
    note = house.window.stage.note
    assert house.window.stage.rect().contains(note.geometry())
    assert note.height() >= note.sizeHint().height()
    assert note._words.height() >= note._words.heightForWidth(note._words.width())


# The vendor's picture


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (OfficialState.NONE, "Nothing to show"),
        (OfficialState.ASKED, "Asked"),
        (OfficialState.CURRENT, "Up to date"),
        (OfficialState.OUT_OF_DATE, "Out of date"),
        (OfficialState.REFUSED, "Refused"),
        (OfficialState.FAILED, "Not answered"),
    ],
)
def test_every_state_is_said_in_the_inset_and_beside_the_large_picture(
    houses: Callable[..., House], state: OfficialState, says: str
) -> None:
    house = houses()
    house.desk.official._become(state, "A sentence more.")
    inset, panel = house.window.stage.inset, house.window.stage.panel
    assert says in inset.accessibleName()
    assert inset.accessibleDescription() == "A sentence more."
    assert not inset.grab().isNull()
    house.window.stage.show_official()
    assert panel._state.text() == says
    assert panel._message.text() == "A sentence more."
    assert not grab(house).isNull()


def test_a_refusal_shows_the_vendors_words(houses: Callable[..., House], monkeypatch: pytest.MonkeyPatch) -> None:
    house = houses()

    def refuse(*_arguments: object, **_more: object) -> object:
        raise Refused("Out of stock until spring.", method="frame_builder", status=400)

    monkeypatch.setattr(FinerWorks, "frame_builder", refuse)
    house.session.choose(Step.FRAME, 131)
    house.until(lambda: house.desk.official.state is OfficialState.REFUSED)
    assert "Out of stock until spring." in house.window.stage.inset.accessibleDescription()


# Beginning and ending


def test_the_first_paint_comes_before_anything_heavy(houses: Callable[..., House]) -> None:
    house = houses(settle=False)
    house.until(lambda: house.window._was_painted)
    assert house.desk.link.state is LinkState.STARTING
    house.settle()


def test_closing_while_a_preview_runs_does_not_hang(
    houses: Callable[..., House], qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = houses()
    begun, go = threading.Event(), threading.Event()
    renderer = house.desk.workshop.renderer
    real = renderer.stage

    def slow(*arguments: object, **more: object) -> object:
        begun.set()
        go.wait(20)
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(renderer, "stage", slow)
    house.session.choose(Step.FRAME, 131)
    house.until(begun.is_set)
    house.window.close()
    assert not house.window.isVisible()
    house.program.desk.close()
    assert not go.is_set(), "closing does not wait for the drawing"
    assert not house.desk.tasks.busy
    go.set()


def test_the_window_waits_for_an_order_that_is_on_its_way(
    houses: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = houses()
    house.settle()
    ordering = house.desk.ordering
    ordering.set_recipient(ADA)
    ordering.ask_shipping()
    house.until(lambda: ordering.quote is not None)
    go = threading.Event()
    real = FinerWorks.submit_orders_v2

    def slow(self: FinerWorks, *arguments: object, **more: object) -> object:
        go.wait(20)
        return real(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(FinerWorks, "submit_orders_v2", slow)
    assert ordering.submit()
    house.window.close()
    assert house.window.isVisible()
    assert "on its way" in house.window.stage.note.text
    go.set()
    house.until(lambda: not house.window.isVisible())
    house.until(lambda: not house.desk.tasks.busy)


def test_the_recipient_and_the_place_of_the_window_are_kept(houses: Callable[..., House], tmp_path: Path) -> None:
    house = houses(data=tmp_path / "same", size=(1111, 777))
    house.desk.ordering.set_recipient(ADA)
    end(house)
    kept, notes = settings.load(house.program.folders.settings_file)
    assert notes == ()
    assert kept.recipient == ADA
    again = houses(data=tmp_path / "same", size=(1111, 777))
    assert again.desk.ordering.recipient == ADA


def test_two_programs_on_the_same_data_do_not_harm_it(houses: Callable[..., House], tmp_path: Path) -> None:
    data = tmp_path / "same"
    one = houses(data=data)
    two = houses(data=data)
    for turn in range(4):
        for house, frame in ((one, 131), (two, 72)):
            house.session.set_code(FULL if turn % 2 else FULL.replace("F96", f"F{frame}"))
            house.window.menus.theme_chosen.emit("dark" if turn % 2 else "light")
            house.desk.pieces.save()
    rows = []
    for house in (one, two):
        house.settle()
        ordering = house.desk.ordering
        ordering.set_recipient(ADA)
        ordering.ask_shipping()
        house.until(lambda ordering=ordering: ordering.quote is not None)
        with house.qtbot.waitSignal(ordering.sent, timeout=20_000) as signal:
            assert ordering.submit()
        assert signal.args is not None
        rows.append(signal.args[0].order_po)
    for house in (one, two):
        house.until(lambda house=house: not house.desk.tasks.busy)
        house.desk.book.refresh()
        house.until(lambda house=house: {row.order_po for row in house.desk.book.rows} == set(rows))
        house.until(lambda house=house: not house.desk.tasks.busy)
    folders = one.program.folders
    end(one)
    end(two)
    found, words = desk_file.load(folders.desk_file)
    assert words == ""
    assert found.open[0].piece is not None
    assert settings.load(folders.settings_file)[1] == ()
    with closing(sqlite3.connect(folders.database_file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
