"""Several pieces are open: switching, branching, closing, coming back; and nothing of any of them is lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import pieces
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.draft import Draft, Drafts, Verdict
from fwdesk.domain.errors import StoreError
from fwdesk.domain.rules import Step
from fwdesk.store import desk_file
from tests.support.desks import FULL, LONG, Bench

Settled = Callable[[], None]


@pytest.fixture
def own(tmp_path: Path, pictures: Path) -> Path:
    """A folder with two pictures of the artist's own."""
    for name in ("portrait.jpg", "landscape.png"):
        shutil.copy(pictures / name, tmp_path / name)
    return tmp_path


def settle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    qtbot.waitUntil(lambda: not bench.desk.pieces._timer.isActive(), timeout=LONG)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)


def started(bench: Bench, qtbot: QtBot, picture: Path | None = None) -> Bench:
    with qtbot.waitSignal(bench.desk.pieces.restored, timeout=LONG):
        bench.desk.pieces.restore(picture)
    bench.open()
    bench.wait_ready(qtbot)
    settle(bench, qtbot)
    return bench


def open_picture(bench: Bench, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(bench.desk.keeper.opened, timeout=LONG):
        bench.desk.keeper.open(path)


def code(bench: Bench) -> str:
    assert bench.session.piece is not None
    return str(bench.session.piece.code)


def test_a_branch_is_worked_on_while_the_other_stays(benches: Callable[..., Bench], qtbot: QtBot, own: Path) -> None:
    bench = started(benches(), qtbot, own / "portrait.jpg")
    rows = bench.desk.pieces
    bench.session.set_code(FULL)
    bench.session.keep(Verdict.YES)
    told: list[tuple[str, ...]] = []
    rows.changed.connect(lambda: told.append(rows.titles))
    rows.branch()
    assert rows.current == 1
    assert bench.session.undo_name == ""
    assert bench.session.tray == ()
    assert bench.session.artwork is not None
    open_picture(bench, qtbot, own / "landscape.png")
    assert rows.titles == ("portrait · 16 × 20", f"landscape · {bench.session.piece.image.framer}")  # type: ignore[union-attr]
    assert told[-1] == rows.titles
    bench.session.choose(Step.FRAME, 131)
    rows.switch(0)
    assert code(bench) == FULL
    assert bench.session.artwork.name == "portrait.jpg"
    assert bench.session.undo_name == "Keep as yes"
    rows.step(1)
    assert "F131" in code(bench)
    assert bench.session.artwork.name == "landscape.png"
    rows.step(1)
    assert rows.current == 0


def test_closed_pieces_can_be_opened_again_and_the_last_one_stays(bench: Bench, qtbot: QtBot) -> None:
    rows = bench.desk.pieces
    assert not rows.can_reopen
    rows.reopen()
    rows.close(0)
    assert bench.notes[-1].text == "This is the only piece that is open: it stays on the desk."
    rows.branch()
    bench.session.choose(Step.FRAME, 131)
    rows.branch()
    rows.close(0)
    assert rows.current == 1
    assert len(rows.titles) == 2
    rows.close(1)
    assert rows.current == 0
    assert rows.can_reopen
    rows.reopen()
    rows.reopen()
    assert code(bench) == FULL
    assert len(rows.titles) == 3
    rows.switch(7)
    rows.switch(rows.current)
    assert rows.current == 2
    settle(bench, qtbot)


def test_there_is_an_end_to_it(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST", 2)
    rows = bench.desk.pieces
    rows.branch()
    rows.branch()
    assert bench.notes[-1].text == "2 pieces are open. Close one first."
    assert len(rows.titles) == 2
    assert rows.add(Drafts((Draft(),))) == 0
    settle(bench, qtbot)


def test_all_of_it_is_back_after_a_restart(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path, tmp_path: Path
) -> None:
    bench = started(benches(data=tmp_path / "same"), qtbot, own / "portrait.jpg")
    bench.session.set_code(FULL)
    bench.session.choose(Step.FRAME, 131)
    bench.session.keep(Verdict.MAYBE)
    bench.session.undo()
    bench.session.set_crop(Decimal("0.25"), Decimal("0.5"))
    bench.desk.pieces.branch()
    open_picture(bench, qtbot, own / "landscape.png")
    assert bench.session.choose(Step.FRAME, 72)
    kept = bench.desk.pieces.drafts
    bench.desk.close()

    bench = started(benches(data=tmp_path / "same"), qtbot)
    assert bench.desk.pieces.drafts == kept
    assert bench.session.artwork is not None
    assert bench.session.artwork.name == "landscape.png"
    assert bench.session.undo_name.startswith("Frame")
    bench.desk.pieces.switch(0)
    settle(bench, qtbot)
    assert bench.session.artwork.name == "portrait.jpg"
    assert bench.session.undo_name == "Crop"
    bench.session.undo()
    assert "F131" in code(bench)


def test_a_renamed_picture_is_found_and_a_changed_one_is_said(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path, tmp_path: Path
) -> None:
    started(benches(data=tmp_path / "same"), qtbot, own / "portrait.jpg").desk.close()
    (own / "portrait.jpg").rename(own / "renamed.jpg")
    bench = started(benches(data=tmp_path / "same"), qtbot)
    assert bench.session.artwork is not None
    assert bench.session.artwork.name == "renamed.jpg"
    assert all(note.level == "info" for note in bench.notes)
    bench.desk.close()
    shutil.copy(own / "landscape.png", own / "renamed.jpg")
    bench = started(benches(data=tmp_path / "same"), qtbot)
    assert bench.notes[0].text == "renamed.jpg is not the picture it was: its file has changed."


def test_a_picture_that_is_gone_is_a_small_copy_until_it_is_opened_again(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path, tmp_path: Path
) -> None:
    bench = started(benches(data=tmp_path / "same"), qtbot, own / "portrait.jpg")
    bench.session.set_code("5M6M9S20x20")
    bench.desk.close()
    away = tmp_path / "away"
    away.mkdir()
    moved = (own / "portrait.jpg").rename(away / "moved.jpg")
    bench = started(benches(data=tmp_path / "same"), qtbot)
    artwork = bench.session.artwork
    assert artwork is not None
    assert artwork.stand_in
    assert (artwork.pixels.width, artwork.pixels.height) == (1600, 2000)
    assert not bench.desk.keeper.shows_sample
    open_picture(bench, qtbot, moved)
    assert bench.session.artwork is not None
    assert not bench.session.artwork.stand_in
    assert code(bench) == "5M6M9S20x20"  # the same content: its piece was not fitted anew


def test_work_goes_on_when_nothing_can_be_read(
    benches: Callable[..., Bench], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path) -> tuple[Drafts, str]:
        raise StoreError("The desk cannot be read.")

    monkeypatch.setattr(desk_file, "load", broken)
    bench = started(benches(), qtbot)
    assert bench.desk.keeper.shows_sample
    assert bench.notes[0].level == "error"


def test_a_line_of_the_order_that_comes_back_to_the_desk_brings_its_picture_to_the_piece(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path
) -> None:
    bench = started(benches(), qtbot, own / "portrait.jpg")
    cart, rows = bench.desk.ordering.cart, bench.desk.pieces
    cart.keep()
    open_picture(bench, qtbot, own / "landscape.png")
    cart.open(0)
    assert rows.titles[0].startswith("portrait")
    rows.branch()
    rows.switch(0)
    assert bench.session.artwork is not None
    assert bench.session.artwork.name == "portrait.jpg"
    settle(bench, qtbot)
    kept = desk_file.load(bench.folders.desk_file)[0].open[0].picture
    assert kept is not None
    assert kept.name == "portrait.jpg"


def test_a_picture_on_its_way_does_not_come_in_place_of_a_lines_own(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path
) -> None:
    bench = started(benches(), qtbot, own / "portrait.jpg")
    cart = bench.desk.ordering.cart
    cart.keep()
    open_picture(bench, qtbot, own / "landscape.png")
    bench.desk.keeper.open(own / "landscape.png")
    cart.open(0)
    settle(bench, qtbot)
    assert bench.session.artwork is not None
    assert bench.session.artwork.name == "portrait.jpg"
    assert [line.artwork.name for line in cart.lines] == ["landscape.png", "portrait.jpg"]


def test_what_waits_for_a_busy_worker_is_written_when_the_desk_closes(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path, tmp_path: Path
) -> None:
    bench = started(benches(data=tmp_path / "same"), qtbot, own / "portrait.jpg")
    gate = threading.Event()
    for _ in range(8):  # a service that takes every call and answers none
        bench.desk.tasks.run(lambda _cancel: gate.wait(LONG / 1000), lambda _open: None, lambda _error: None)
    bench.session.set_code(FULL)
    bench.desk.pieces.save()
    bench.desk.close()
    gate.set()
    drafts, words = desk_file.load(bench.folders.desk_file)
    assert words == ""
    assert drafts.open[0].piece is not None
    assert str(drafts.open[0].piece.code) == FULL


def test_an_older_state_is_never_written_over_a_newer_one(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(bench, qtbot)
    works: list[Callable[[Cancel], object]] = []
    with monkeypatch.context() as held:

        def hold(work: Callable[[Cancel], object], *_ends: object, lane: str = "", **_more: object) -> None:
            if lane == "desk":
                works.append(work)

        held.setattr(bench.desk.tasks, "run", hold)
        bench.session.choose(Step.FRAME, 131)
        bench.desk.pieces.save()
        bench.session.set_code(FULL)
        bench.desk.pieces.save()
    assert len(works) == 2
    for work in reversed(works):  # the disk was busy with the older state for a while
        work(Cancel())
    piece = desk_file.load(bench.folders.desk_file)[0].open[0].piece
    assert piece is not None
    assert str(piece.code) == FULL


def test_a_picture_of_the_command_line_that_cannot_be_opened_takes_nothing_away(
    benches: Callable[..., Bench], qtbot: QtBot, own: Path, tmp_path: Path
) -> None:
    bench = started(benches(data=tmp_path / "same"), qtbot, own / "portrait.jpg")
    bench.session.set_code(FULL)
    bench.desk.close()
    bench = started(benches(data=tmp_path / "same"), qtbot, tmp_path / "nowhere.jpg")
    settle(bench, qtbot)
    assert code(bench) == FULL
    assert bench.session.artwork is not None
    assert bench.session.artwork.name == "portrait.jpg"
    assert bench.desk.pieces.titles == ("portrait · 16 × 20",)


def test_to_look_at_another_piece_is_no_choice(benches: Callable[..., Bench], qtbot: QtBot, own: Path) -> None:
    bench = started(benches(), qtbot, own / "portrait.jpg")
    session, rows = bench.session, bench.desk.pieces
    session.set_code(FULL)
    rows.branch()
    session.choose(Step.FRAME, 131)
    session.choose(Step.FRAME, 72)
    made, recent = session.piece, bench.desk.favorites.first(Step.FRAME)
    assert session.artwork is not None
    assert bench.desk.remembering.recall(session.artwork) == made
    met: list[tuple[str, str]] = []

    def meet(_what: object = None) -> None:
        assert session.artwork is None or session.piece is not None
        met.append((session.artwork.name if session.artwork else "", code(bench)))

    rows.switch(0)  # with the same picture
    assert bench.desk.remembering.recall(session.artwork) == made
    assert bench.desk.favorites.first(Step.FRAME) == recent
    rows.branch()
    open_picture(bench, qtbot, own / "landscape.png")
    other = code(bench)
    session.artwork_changed.connect(meet)
    rows.switch(2)
    assert met == [("portrait.jpg", str(made.code) if made else "")]  # never the piece before with this picture
    rows.switch(1)
    assert met[1:] == [("landscape.png", other)]
    session.choose(Step.FRAME, 131)
    assert bench.desk.favorites.first(Step.FRAME)[0] == 131
