"""Project files: saved, given away, opened elsewhere; pictures are found by content or shown as small copies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from fwdesk.app import pieces
from fwdesk.domain.draft import Verdict
from fwdesk.domain.rules import Step
from fwdesk.store import project_file
from fwdesk.store.project_file import ProjectError
from tests.app.test_pieces import code, open_picture, settle, started
from tests.support.desks import FULL, LONG, Bench


@pytest.fixture
def shared(tmp_path: Path, pictures: Path) -> Path:
    """A folder as artists keep one: pictures in it and below it."""
    (tmp_path / "shared" / "scans").mkdir(parents=True)
    shutil.copy(pictures / "portrait.jpg", tmp_path / "shared")
    shutil.copy(pictures / "landscape.png", tmp_path / "shared" / "scans")
    return tmp_path / "shared"


def act(bench: Bench, qtbot: QtBot, action: Callable[[], object]) -> None:
    with qtbot.waitSignal(bench.desk.projects.changed, timeout=LONG):
        action()
    settle(bench, qtbot)


def refused(bench: Bench, qtbot: QtBot, action: Callable[[], object]) -> str:
    with qtbot.waitSignal(bench.desk.projects.failed, timeout=LONG) as signal:
        action()
    assert signal.args is not None
    assert isinstance(signal.args[0], ProjectError)
    return str(signal.args[0])


@pytest.fixture
def saved(benches: Callable[..., Bench], qtbot: QtBot, shared: Path) -> Path:
    """A project with two pieces, the second one on the desk."""
    bench = started(benches(), qtbot, shared / "portrait.jpg")
    bench.session.set_code(FULL)
    bench.session.keep(Verdict.YES)
    bench.desk.pieces.branch()
    open_picture(bench, qtbot, shared / "scans" / "landscape.png")
    settle(bench, qtbot)
    project = shared / "Harbor.fwdesk"
    assert not bench.desk.projects.saved
    act(bench, qtbot, lambda: bench.desk.projects.save(project))
    assert bench.notes[-1].text == "Harbor.fwdesk is saved: 2 pieces."
    assert bench.desk.projects.saved
    assert bench.desk.projects.path == project
    bench.session.choose(Step.FRAME, 131)
    assert not bench.desk.projects.saved
    bench.desk.close()
    return project


def test_on_another_computer_the_pictures_are_found_beside_it(
    saved: Path, benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path
) -> None:
    there = shutil.copytree(saved.parent, tmp_path / "there")
    shutil.rmtree(saved.parent)
    (there / "portrait.jpg").rename(there / "renamed.jpg")
    bench = started(benches(), qtbot)
    act(bench, qtbot, lambda: bench.desk.projects.open(there / "Harbor.fwdesk"))
    assert bench.notes[-1].text == "Harbor.fwdesk: 2 pieces opened."
    assert bench.desk.pieces.current == 1
    assert len(bench.desk.pieces.titles) == 2  # an untouched desk gave way
    assert bench.session.artwork is not None
    assert bench.session.artwork.path == there / "scans" / "landscape.png"
    bench.desk.pieces.switch(0)
    settle(bench, qtbot)
    assert bench.session.artwork.path == there / "renamed.jpg"
    assert bench.session.tray[0].verdict is Verdict.YES
    assert code(bench) == FULL


def test_without_the_pictures_small_copies_are_shown(
    saved: Path, benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path
) -> None:
    alone = Path(shutil.copy(saved, tmp_path / "alone.fwdesk"))
    shutil.rmtree(saved.parent)
    bench = started(benches(), qtbot)
    bench.session.set_code(FULL)
    act(bench, qtbot, lambda: bench.desk.projects.open(alone))
    assert any("2 pictures are not on this computer: a small copy is shown" in note.text for note in bench.notes)
    assert len(bench.desk.pieces.titles) == 3  # somebody had worked on the desk
    assert not bench.desk.projects.saved  # the file does not hold what was there before
    assert bench.session.artwork is not None
    assert bench.session.artwork.stand_in
    assert bench.session.artwork.pixels.width == 2400


def test_pictures_that_are_open_are_known(
    saved: Path, benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    alone = Path(shutil.copy(saved, elsewhere / "alone.fwdesk"))
    bench = started(benches(), qtbot, saved.parent / "portrait.jpg")
    bench.desk.pieces.branch()
    act(bench, qtbot, lambda: bench.desk.projects.open(alone))
    assert "One picture is not on this computer" in bench.notes[-1].text or any(
        "One picture is not on this computer" in note.text for note in bench.notes
    )
    bench.desk.pieces.switch(2)
    settle(bench, qtbot)
    assert bench.session.artwork is not None
    assert bench.session.artwork.path == saved.parent / "portrait.jpg"


def test_no_more_than_there_is_room_for(
    saved: Path, benches: Callable[..., Bench], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "MOST", 2)
    bench = started(benches(), qtbot)
    bench.session.set_code(FULL)
    act(bench, qtbot, lambda: bench.desk.projects.open(saved))
    assert bench.notes[-1].text == "1 of the 2 pieces in Harbor.fwdesk are open. Close some, and open it again."
    # To save the desk into this file would throw away what was not opened of it.
    assert bench.desk.projects.path is None
    assert not bench.desk.projects.saved


def test_what_cannot_be_opened_or_saved_changes_nothing(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    before = bench.desk.pieces.drafts
    broken = tmp_path / "broken.fwdesk"
    broken.write_bytes(b"PK\x03\x04")
    words = refused(bench, qtbot, lambda: bench.desk.projects.open(broken))
    assert "Nothing on the desk was changed" in words
    assert "could not be saved" in refused(bench, qtbot, lambda: bench.desk.projects.save(tmp_path / "no" / "p.fwdesk"))
    assert bench.desk.pieces.drafts == before
    assert bench.desk.projects.path is None


def test_copies_shrink_until_they_fit_and_are_left_out_at_last(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "noise.png"
    Image.effect_noise((1300, 1300), 90).convert("RGB").save(picture)
    bench = started(benches(), qtbot, picture)
    settle(bench, qtbot)
    project = tmp_path / "noise.fwdesk"
    sizes = []
    for limit in (project_file.LIMIT, 300_000, 2_000):
        monkeypatch.setattr(project_file, "LIMIT", limit)
        act(bench, qtbot, lambda: bench.desk.projects.save(project))
        sizes.append(project.stat().st_size)
        assert sizes[-1] <= limit
    assert sizes[0] > 300_000
    assert sizes[1] > 20_000
    assert bench.notes[-1].text.endswith("It holds no copies of the pictures: they would not fit.")
    monkeypatch.setattr(project_file, "LIMIT", 100)
    assert "at most" in refused(bench, qtbot, lambda: bench.desk.projects.save(project))
