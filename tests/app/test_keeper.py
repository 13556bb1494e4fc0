"""What was on the desk comes back: the pieces, their pictures, and what is said when they cannot."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.artwork.open import Artwork
from fwdesk.domain.draft import Draft, Drafts
from fwdesk.domain.errors import ArtworkError
from fwdesk.domain.rules import Step
from fwdesk.store import desk_file
from tests.support.desks import FULL, LONG, Bench


@pytest.fixture
def own(tmp_path: Path, pictures: Path) -> Path:
    return Path(shutil.copy(pictures / "landscape.png", tmp_path / "mine.png"))


def restored(bench: Bench, qtbot: QtBot, artwork: Path | None = None) -> None:
    with qtbot.waitSignal(bench.desk.pieces.restored, timeout=LONG):
        bench.desk.pieces.restore(artwork)
    qtbot.waitUntil(lambda: bench.session.artwork is not None, timeout=LONG)


def worked(benches: Callable[..., Bench], qtbot: QtBot, data: Path, own: Path) -> None:
    """An artist's day: own picture, a code, a crop, a step; then the program is closed."""
    bench = benches(data=data)
    restored(bench, qtbot, own)
    bench.open()
    bench.wait_ready(qtbot)
    bench.session.set_code(FULL)
    bench.session.set_crop(Decimal("0.25"), Decimal("0.5"))
    bench.session.show_step(Step.MAT)
    bench.desk.close()


def test_a_first_start_shows_the_sample(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    restored(bench, qtbot)
    assert bench.desk.keeper.shows_sample
    assert bench.notes == []


def test_everything_is_back_after_a_restart(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path, own: Path
) -> None:
    worked(benches, qtbot, tmp_path / "same", own)
    bench = benches(data=tmp_path / "same")
    restored(bench, qtbot)
    piece = bench.session.piece
    assert piece is not None
    assert str(piece.code) == FULL
    assert piece.crop.x == Decimal("0.25")
    assert bench.session.step is Step.MAT
    assert bench.session.artwork is not None
    assert bench.session.artwork.path == own
    assert not bench.desk.keeper.shows_sample
    assert bench.session.undo_name == "Crop"


def test_the_desk_is_written_by_itself(bench: Bench, qtbot: QtBot) -> None:
    restored(bench, qtbot)
    bench.session.choose(Step.FRAME, 131)
    wanted = str(bench.session.piece.code)  # type: ignore[union-attr]

    def kept() -> bool:
        found, words = desk_file.load(bench.folders.desk_file)
        return words == "" and any(str(draft.piece.code) == wanted for draft in found.open if draft.piece)

    qtbot.waitUntil(kept, timeout=LONG)


def test_a_missing_picture_is_said_and_the_framing_stays(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path, own: Path
) -> None:
    worked(benches, qtbot, tmp_path / "same", own)
    own.unlink()
    bench = benches(data=tmp_path / "same")
    restored(bench, qtbot)
    assert bench.session.artwork is not None
    assert bench.session.artwork.stand_in
    assert "mine.png is no longer where it was" in bench.notes[0].text
    assert "small copy" in bench.notes[0].text
    assert "F96S" in str(bench.session.piece.code)  # type: ignore[union-attr]


def test_a_picture_that_can_no_longer_be_read_leaves_no_empty_desk(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path, own: Path
) -> None:
    worked(benches, qtbot, tmp_path / "same", own)
    own.write_bytes(b"\xff\xd8\xff\xe0 no longer a picture")
    bench = benches(data=tmp_path / "same")
    failed: list[Exception] = []
    bench.desk.keeper.open_failed.connect(failed.append)
    restored(bench, qtbot)
    assert isinstance(failed[0], ArtworkError)
    assert bench.desk.keeper.shows_sample


def test_the_picture_of_the_command_line_takes_the_old_ones_place(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path, own: Path, pictures: Path
) -> None:
    worked(benches, qtbot, tmp_path / "same", own)
    bench = benches(data=tmp_path / "same")
    restored(bench, qtbot, pictures / "portrait.jpg")
    assert bench.session.artwork is not None
    assert bench.session.artwork.path == pictures / "portrait.jpg"


def test_a_picture_of_the_command_line_that_is_not_there_leaves_the_sample(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path
) -> None:
    bench = benches()
    failed: list[Exception] = []
    bench.desk.keeper.open_failed.connect(failed.append)
    restored(bench, qtbot, tmp_path / "nowhere.jpg")
    assert failed
    assert bench.desk.keeper.shows_sample


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 99, "code": "5M6M9S16x20"}', b"\0" * 300]
)
def test_a_broken_file_is_set_aside_and_said(benches: Callable[..., Bench], qtbot: QtBot, content: bytes) -> None:
    bench = benches()
    bench.folders.desk_file.parent.mkdir(parents=True, exist_ok=True)
    bench.folders.desk_file.write_bytes(content)
    restored(bench, qtbot)
    assert bench.desk.keeper.shows_sample
    assert "could not be read" in bench.notes[0].text
    assert bench.notes[0].level == "warn"


def test_a_step_that_there_is_not_does_no_harm(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    bench.folders.desk_file.parent.mkdir(parents=True, exist_ok=True)
    desk_file.save(bench.folders.desk_file, Drafts((Draft(step="nowhere"),)))
    restored(bench, qtbot)
    bench.open()
    bench.wait_ready(qtbot)
    assert bench.session.piece is not None
    assert bench.session.piece.print is not None


def test_a_picture_that_cannot_be_opened_leaves_the_one_on_the_desk(
    bench: Bench, qtbot: QtBot, pictures: Path, artworks: dict[str, Artwork]
) -> None:
    with qtbot.waitSignal(bench.desk.keeper.open_failed, timeout=LONG) as signal:
        bench.desk.keeper.open(pictures / "broken.jpg")
    assert signal.args is not None
    assert isinstance(signal.args[0], ArtworkError)
    assert bench.session.artwork is artworks["portrait.jpg"]


def test_opening_two_quickly_ends_with_the_second(bench: Bench, qtbot: QtBot, pictures: Path) -> None:
    bench.desk.keeper.open(pictures / "portrait.jpg")
    bench.desk.keeper.open(pictures / "landscape.png")
    qtbot.waitUntil(lambda: not bench.desk.tasks.waits("open"), timeout=LONG)
    assert bench.session.artwork is not None
    assert bench.session.artwork.name == "landscape.png"


def test_a_disk_that_is_full_is_said_once_and_work_goes_on(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fwdesk.domain.errors import StoreError

    restored(bench, qtbot)

    def full(*_arguments: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(desk_file, "save", full)
    bench.session.choose(Step.FRAME, 131)
    qtbot.waitUntil(lambda: any("disk is full" in note.text for note in bench.notes), timeout=LONG)
    assert bench.session.choose(Step.FRAME, 96)
    qtbot.waitUntil(lambda: not bench.desk.pieces._timer.isActive(), timeout=LONG)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
