"""Lines of an order over a restart, without a window: what is put in meanwhile, what is gone, a disk that is full."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app.kept_cart import row_of
from fwdesk.artwork.open import Artwork
from fwdesk.domain.errors import StoreError
from fwdesk.domain.rules import Step
from fwdesk.store import cart_file
from tests.support.desks import FULL, LONG, Bench

Benches = Callable[..., Bench]


def restored(bench: Bench, qtbot: QtBot) -> None:
    kept = bench.desk.kept_cart
    with qtbot.waitSignal(kept.restored, timeout=LONG):
        kept.restore()
    idle(bench, qtbot)


def idle(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)


def one_line(bench: Bench, path: Path, copies: int = 3) -> None:
    """A file with one line, of a picture that is then removed; no small copy of it is kept either."""
    artwork = bench.desk.workshop.decoder.open_artwork(path, proxy_side=600)
    bench.session.set_artwork(artwork)
    bench.session.set_code(FULL)
    bench.desk.ordering.cart.set_copies(copies)
    (line,) = bench.desk.ordering.cart.lines
    cart_file.save(bench.folders.cart_file, [row_of(line)])
    path.unlink()


def test_a_picture_of_which_nothing_is_left_is_gray_and_keeps_its_line(
    bench: Bench, qtbot: QtBot, pictures: Path, tmp_path: Path, artworks: dict[str, Artwork]
) -> None:
    one_line(bench, Path(shutil.copy(pictures / "landscape.png", tmp_path / "gone.png")))
    bench.session.set_artwork(artworks["portrait.jpg"])
    restored(bench, qtbot)
    (line,) = bench.desk.ordering.cart.put_in
    assert (line.artwork.name, line.artwork.stand_in, line.quantity) == ("gone.png", True, 3)
    assert line.artwork.proxy.size == (240, 160), "in the picture's proportions"
    assert any("gone.png is missing or was changed" in words for words in bench.desk.ordering.blockers())
    bench.desk.ordering.cart.set_quantity(0, 0)
    assert not any("is missing" in words for words in bench.desk.ordering.blockers())
    idle(bench, qtbot)
    assert cart_file.load(bench.folders.cart_file) == ((), "")


def test_what_is_put_in_before_the_old_lines_are_here_comes_after_them_and_nothing_goes_without_them(
    bench: Bench, qtbot: QtBot, pictures: Path, tmp_path: Path, artworks: dict[str, Artwork]
) -> None:
    one_line(bench, Path(shutil.copy(pictures / "landscape.png", tmp_path / "gone.png")))
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.session.choose(Step.FRAME, 131)
    kept, cart = bench.desk.kept_cart, bench.desk.ordering.cart
    with qtbot.waitSignal(kept.restored, timeout=LONG):
        kept.restore()
        assert any("still being read" in words for words in bench.desk.ordering.blockers())
        cart.set_copies(2)
        assert cart.keep()
    idle(bench, qtbot)
    assert [(line.artwork.name, line.quantity) for line in cart.put_in] == [("gone.png", 3), ("portrait.jpg", 2)]
    rows, _words = cart_file.load(bench.folders.cart_file)
    assert [(row.picture.name, row.quantity) for row in rows] == [("gone.png", 3), ("portrait.jpg", 2)]
    assert not any("still being read" in words for words in bench.desk.ordering.blockers())


def test_a_full_disk_is_said_and_the_next_change_writes_everything(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored(bench, qtbot)

    def full(path: Path, _rows: object) -> None:
        raise StoreError(f"{path.name}: the disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(cart_file, "save", full)
        bench.desk.ordering.cart.keep()
        idle(bench, qtbot)
    assert any(
        "could not be saved for the next start. cart.json: the disk is full." in note.text for note in bench.notes
    )
    bench.desk.ordering.cart.set_quantity(0, 4)
    idle(bench, qtbot)
    rows, _words = cart_file.load(bench.folders.cart_file)
    assert [row.quantity for row in rows] == [4]


def test_a_file_that_could_not_be_looked_at_is_not_overwritten(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.folders.cart_file.write_bytes(b"as it was")

    def broken(_path: Path) -> None:
        raise StoreError("No.")

    monkeypatch.setattr(cart_file, "load", broken)
    restored(bench, qtbot)
    assert any("could not be brought back. No." in note.text for note in bench.notes)
    bench.desk.ordering.cart.keep()
    idle(bench, qtbot)
    bench.desk.kept_cart.save_now()
    assert bench.folders.cart_file.read_bytes() == b"as it was"
