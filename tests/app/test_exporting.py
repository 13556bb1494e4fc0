"""Pictures and proofs as files: made by a process of its own, whole or not at all."""

from __future__ import annotations

import datetime
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from fwdesk.app.exporting import Exporting, Printing
from fwdesk.app.press import PictureJob, Press, Saved, Step, Trouble, write_picture
from fwdesk.app.subject import Subject, Wishes, about, remark
from fwdesk.artwork.open import Decoder
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, Cancelled, ServiceError, StoreError
from fwdesk.domain.proof import Paper
from fwdesk.domain.shots import HONEST, Shot, View
from fwdesk.render.files import About
from tests.support.desks import FULL, LONG, Bench

SMALL = Shot(View.WALL, 400)


@pytest.fixture
def exporting(bench: Bench) -> Exporting:
    return Exporting(bench.session, bench.desk.tasks, bench.desk.swatches)


def ended(qtbot: QtBot, printing: Printing, start: Callable[[], None]) -> tuple[list[object], list[tuple[str, int]]]:
    """What came of it (a `Saved` or an error), and the steps that were told."""
    out: list[object] = []
    steps: list[tuple[str, int]] = []
    printing.saved.connect(out.append)
    printing.failed.connect(out.append)
    printing.progressed.connect(lambda words, done: steps.append((words, done)))
    start()
    assert printing.busy
    qtbot.waitUntil(lambda: bool(out), timeout=LONG)
    assert not printing.busy
    return out, steps


def subject_of(exporting: Exporting) -> Subject:
    subject = exporting.subject("#CDD2D0")
    assert subject
    return subject


def test_a_picture_is_saved_with_what_it_is(exporting: Exporting, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "on the wall.jpg"
    subject = subject_of(exporting)
    (made,), steps = ended(qtbot, exporting.printing, lambda: exporting.save(subject, SMALL, path))

    assert isinstance(made, Saved)
    with Image.open(path) as picture:
        assert picture.size == (made.width, made.height)
        assert max(picture.size) == 400
        assert FULL.encode() in picture.info["xmp"]
        assert HONEST.encode() in picture.info["xmp"]
    assert [done for _, done in steps] == sorted(done for _, done in steps)
    assert any("portrait.jpg" in words for words, _ in steps)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask, "made to be given away"


def test_a_large_picture_is_drawn_from_the_file_itself(exporting: Exporting, qtbot: QtBot, tmp_path: Path) -> None:
    """The copy on the desk is 600 px long, the file 2,000: fine lines are there only if the file was read."""
    fine = tmp_path / "fine.png"
    striped = Image.frombytes("L", (1600, 2000), (b"\xff" * 1600 + b"\0" * 1600) * 1000)
    striped.convert("RGB").save(fine)
    with Decoder() as decoder:
        exporting._session.set_artwork(decoder.open_artwork(fine, proxy_side=300))
    path = tmp_path / "print.png"
    subject = subject_of(exporting)
    ended(qtbot, exporting.printing, lambda: exporting.save(subject, Shot(View.PRINT, 6000), path))

    with Image.open(path) as picture:
        assert picture.size == (1600, 2000)
        assert picture.convert("L").crop((800, 900, 801, 904)).tobytes() == b"\xff\0\xff\0"


def test_a_file_that_was_saved_anew_is_told(exporting: Exporting, qtbot: QtBot, tmp_path: Path) -> None:
    own = tmp_path / "own.png"
    Image.new("RGB", (80, 100), (9, 9, 9)).save(own)
    with Decoder() as decoder:
        exporting._session.set_artwork(decoder.open_artwork(own))
    Image.new("RGB", (80, 100), (200, 9, 9)).save(own)
    path = tmp_path / "x.png"
    subject = subject_of(exporting)
    (error,), _ = ended(qtbot, exporting.printing, lambda: exporting.save(subject, SMALL, path))

    assert isinstance(error, ArtworkError)
    assert (error.kind, error.path) == ("changed", str(own))
    assert "own.png was saved anew" in str(error)
    own.unlink()
    (error, *_), _ = ended(qtbot, exporting.printing, lambda: exporting.save(subject, SMALL, path))
    assert "no longer there" in str(error)
    assert not path.exists()


def test_what_was_there_stays_until_the_new_one_is_whole(exporting: Exporting, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"mine")
    subject = subject_of(exporting)
    missing = tmp_path / "none" / "x.png"
    (error,), _ = ended(qtbot, exporting.printing, lambda: exporting.save(subject, SMALL, missing))
    assert isinstance(error, StoreError)
    assert "x.png could not be saved" in str(error)
    ended(qtbot, exporting.printing, lambda: exporting.save(subject, SMALL, path))
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    told = about_nothing()
    with pytest.raises(StoreError, match=r"x\.png could not be saved: the disk is full"):
        write_picture(Image.new("RGB", (4, 4)), tmp_path / "x.png", told)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match=r"must end in \.png or \.jpg"):
        write_picture(Image.new("RGB", (4, 4)), tmp_path / "x.bmp", told)


def about_nothing() -> About:
    return About("t", "d", "c")


def test_it_can_be_given_up_at_once(exporting: Exporting, qtbot: QtBot, tmp_path: Path) -> None:
    printing, subject = exporting.printing, subject_of(exporting)
    out: list[object] = []
    drawing: list[str] = []
    printing.saved.connect(out.append)
    printing.failed.connect(out.append)
    printing.progressed.connect(lambda words, _done: drawing.append(words))
    exporting.save(subject, Shot(View.CUT_OUT, 6000), tmp_path / "x.png")
    qtbot.waitUntil(lambda: any("Drawing" in words for words in drawing), timeout=LONG)
    press = printing._press
    assert press
    exporting.cancel()
    assert not printing.busy
    assert press._process.poll() is not None, "the process is gone"
    qtbot.waitUntil(lambda: not exporting._tasks.busy, timeout=LONG)
    assert out == []
    assert [*tmp_path.glob("*.png"), *tmp_path.glob(".*")] == [], "nor is a part of a file left"
    exporting.cancel()  # nothing to give up any more


def test_what_a_stopped_press_had_begun_is_swept_up(bench: Bench, exporting: Exporting, tmp_path: Path) -> None:
    path = tmp_path / "x [1].png"
    begun, other = tmp_path / ".x [1].png.0a0a.tmp", tmp_path / ".x 1.png.0a0a.tmp"
    for file in (begun, other):
        file.write_bytes(b"half")
    press = Press(subject_of(exporting).job(SMALL, path))
    press.stop()
    assert not begun.exists()
    assert other.exists()
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Cancelled):
        press.next(cancel)
    with pytest.raises(StoreError, match="failed badly"):
        press.next(Cancel())


def test_no_key_goes_to_the_press(exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FWDESK_APP_KEY", "secret")
    press = Press(subject_of(exporting).job(SMALL, tmp_path / "x.png"))
    assert isinstance(press.next(Cancel()), Step)
    environment = Path(f"/proc/{press._process.pid}/environ").read_bytes()
    press.stop()
    assert b"PATH=" in environment
    assert b"FWDESK" not in environment


def test_every_error_arrives_as_a_sentence() -> None:
    assert str(Trouble.of(MemoryError()).error).startswith("There is not enough memory")
    assert "KeyError" in str(Trouble.of(KeyError("x")).error)
    assert str(Trouble.of(ServiceError("away")).error) == "away"
    assert isinstance(Trouble.of(ArtworkError("kind", "words", "p")).error, ArtworkError)


def test_a_press_speaks_in_steps(exporting: Exporting, tmp_path: Path) -> None:
    press = Press(subject_of(exporting).job(SMALL, tmp_path / "x.png"))
    messages = [press.next(Cancel())]
    while isinstance(messages[-1], Step):
        messages.append(press.next(Cancel()))
    assert [message.done for message in messages[:-1]] == [10, 35, 75]  # type: ignore[union-attr]
    assert messages[-1] == Saved(tmp_path / "x.png", 337, 400)


def test_a_job_is_done_without_a_process_too(exporting: Exporting, tmp_path: Path) -> None:
    """As the commands do it."""
    job = subject_of(exporting).job(Shot(View.FRAMED, 300), tmp_path / "x.jpg")
    assert isinstance(job, PictureJob)
    with Decoder() as decoder:
        assert job.make(decoder, lambda *_: None).path.exists()


def test_remarks_and_words(exporting: Exporting) -> None:
    subject = subject_of(exporting)
    assert remark(subject, SMALL, 1.0) == ""
    assert "is enlarged and looks soft" in remark(subject, SMALL, 2.0)
    assert "as large as it is" in remark(subject, Shot(View.PRINT), 2.0)
    assert HONEST in about(subject, View.CUT_OUT).description
    assert "color not proofed" in about(subject, View.PRINT).description
    assert "simulated" not in about(subject, View.PRINT).description


def test_a_small_picture_shows_what_it_would_be(exporting: Exporting, qtbot: QtBot) -> None:
    subject = subject_of(exporting)
    for view, words in ((View.WALL, ""), (View.CUT_OUT, "enlarged"), (View.PRINT, "as large as it is")):
        with qtbot.waitSignal(exporting.sampled, timeout=LONG) as got:
            exporting.sample(subject, Shot(view, 6000 if words else 400), 200)
        assert got.args
        picture, told = got.args
        assert max(picture.width, picture.height) == 200
        assert words in told


def test_without_a_picture_there_is_nothing_to_export(benches: Callable[..., Bench]) -> None:
    made = benches()
    assert Exporting(made.session, made.desk.tasks, made.desk.swatches).subject() is None


def test_a_proof_is_made_with_other_versions(bench: Bench, exporting: Exporting, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "proof.pdf"
    first = subject_of(exporting)
    bench.session.set_code("5M6M9S16x20")
    second = subject_of(exporting)
    wishes = Wishes("", "Ada", "", datetime.date(2026, 9, 4), "$250.00", Paper.A4)
    others = [("As it is", first, ""), ("Print alone", second, "$90.00"), *[("More", second, "")] * 3]
    printing = Printing(bench.desk.tasks, "proof", bench.session)
    (made,), steps = ended(qtbot, printing, lambda: printing.start(lambda: first.proof(wishes, others, path)))

    assert made == Saved(path)
    assert "Drawing Print alone…" in [words for words, _ in steps]
    pdf = pypdfium2.PdfDocument(path)
    text = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert len(text) == 3
    assert "Portrait Ada" in text[0], "the file's name is its title"
    assert FULL in text[1].replace(" ", "")
    assert "The same piece." in text[2]
    assert "Same print; frame" in text[2]
    assert text[2].count("More") == 2, "four fit"
    bench.wait_price(qtbot)
    cost = bench.desk.prices.price
    assert cost
    assert f"{cost.total}" not in "".join(text)
