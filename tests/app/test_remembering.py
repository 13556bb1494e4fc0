"""Crop and choices of a picture come back with it, whatever it is called and wherever it is by then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import remembering
from fwdesk.domain.code import parse_code
from fwdesk.domain.piece import Piece
from fwdesk.domain.rules import Step
from fwdesk.store import desk_file
from tests.support.desks import LONG, Bench, close_tasks

Benches = Callable[..., Bench]


def opened(bench: Bench, path: Path, qtbot: QtBot) -> None:
    bench.desk.keeper.open(path)
    shown = lambda: bench.session.artwork is not None and bench.session.artwork.path == path  # noqa: E731
    qtbot.waitUntil(lambda: shown() and not bench.desk.tasks.waits("open"), timeout=LONG)


def ready(bench: Bench, qtbot: QtBot) -> Bench:
    bench.open()
    bench.wait_ready(qtbot)
    bench.desk.remembering.load()
    qtbot.waitUntil(lambda: not bench.desk.tasks.waits("memory"), timeout=LONG)
    return bench


@pytest.fixture
def own(tmp_path: Path, pictures: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "sea.jpg", tmp_path / "hills.png"
    shutil.copy(pictures / "portrait.jpg", one)
    shutil.copy(pictures / "landscape.png", other)
    return one, other


def chosen(bench: Bench) -> int:
    """Another frame than the present one, chosen."""
    session = bench.session
    present = session.piece.framing.frame  # type: ignore[union-attr]
    frame = next(row for row in session.offers(Step.FRAME) if row.available and row.id not in {0, present})
    assert session.take(frame)
    return frame.id


def test_a_known_picture_brings_its_piece_back_and_undo_takes_it_away(
    benches: Benches, own: tuple[Path, Path], qtbot: QtBot, tmp_path: Path
) -> None:
    bench = ready(benches(), qtbot)
    session, (one, other) = bench.session, own
    opened(bench, one, qtbot)
    chosen(bench)
    session.set_crop(Decimal("0.25"), Decimal("0.5"))
    mine = session.piece
    opened(bench, other, qtbot)
    chosen(bench)
    theirs = session.piece
    assert theirs != mine
    moved = tmp_path / "elsewhere" / "Sea, final.jpg"
    moved.parent.mkdir()
    one.rename(moved)
    opened(bench, moved, qtbot)
    assert session.piece == mine
    assert "Back as you last had this picture" in bench.notes[-1].text
    assert bench.notes[-1].undo
    session.undo()
    assert session.piece == theirs
    session.redo()
    assert session.piece == mine


def test_it_survives_a_restart(benches: Benches, own: tuple[Path, Path], qtbot: QtBot, tmp_path: Path) -> None:
    data = tmp_path / "desk"
    bench = ready(benches(data=data), qtbot)
    opened(bench, own[0], qtbot)
    chosen(bench)
    mine = bench.session.piece
    close_tasks(bench.desk)
    again = ready(benches(data=data), qtbot)
    opened(again, own[0], qtbot)
    assert again.session.piece == mine


def test_what_was_merely_looked_at_is_not_remembered(benches: Benches, own: tuple[Path, Path], qtbot: QtBot) -> None:
    bench = ready(benches(), qtbot)
    opened(bench, own[1], qtbot)
    opened(bench, own[0], qtbot)
    assert all(bench.desk.remembering.recall(art) is None for art in (bench.session.artwork,) if art)
    frame = chosen(bench)
    opened(bench, own[1], qtbot)
    assert bench.session.piece.framing.frame == frame  # type: ignore[union-attr]  # the framing stays with a new picture


def test_a_piece_this_catalog_cannot_make_stays_away(benches: Benches, own: tuple[Path, Path], qtbot: QtBot) -> None:
    bench = ready(benches(), qtbot)
    opened(bench, own[0], qtbot)
    chosen(bench)
    opened(bench, own[1], qtbot)
    now = bench.session.piece
    kept = bench.desk.remembering._kept
    (sha,) = kept
    kept[sha] = replace(kept[sha], piece=Piece(parse_code("5M6M9S16x20F999999S20x24J1S16x20G1")))
    opened(bench, own[0], qtbot)
    assert bench.session.piece.framing.frame == now.framing.frame  # type: ignore[union-attr]


def test_the_oldest_are_let_go_and_a_broken_file_is_no_loss(
    benches: Benches, own: tuple[Path, Path], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "MOST", 1)
    data = tmp_path / "desk"
    bench = benches(data=data)
    bench.folders.memory_file.write_text("{ not json")
    ready(bench, qtbot)
    for path in own:
        opened(bench, path, qtbot)
        chosen(bench)
    assert [draft.picture.name for draft in bench.desk.remembering._kept.values()] == ["hills.png"]  # type: ignore[union-attr]
    close_tasks(bench.desk)
    drafts, words = desk_file.load(bench.folders.memory_file)
    assert words == ""
    assert [draft.picture.name for draft in drafts.open] == ["hills.png"]  # type: ignore[union-attr]
