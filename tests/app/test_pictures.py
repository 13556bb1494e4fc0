"""The preview and the little pictures: newest wins, made once, and never behind the network."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app.pictures import Picture, StagePicture
from fwdesk.app.preview import Preview
from fwdesk.artwork.open import Artwork
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Step
from fwdesk.finerworks.client import FinerWorks
from tests.support.desks import FULL, LONG, Bench, stop_server


def drawn(preview: Preview) -> list[StagePicture]:
    seen: list[StagePicture] = []
    preview.drawn.connect(seen.append)
    return seen


def test_the_stage_shows_the_piece_at_the_size_it_has(bench: Bench, qtbot: QtBot) -> None:
    preview = bench.desk.preview
    with qtbot.waitSignal(preview.drawn, timeout=LONG):
        preview.resize(300, 400, 2.0)
    picture = preview.current
    assert picture is not None
    assert picture.size == (600, 800)
    assert len(picture.parts[0][0].data) == 600 * 800 * 4
    left, top, right, bottom = picture.outside
    assert 0 <= left < right <= 600
    assert 0 <= top < bottom <= 800


def test_the_last_of_many_changes_is_what_is_drawn(bench: Bench, qtbot: QtBot) -> None:
    preview = bench.desk.preview
    preview.resize(200, 260, 1.0)
    qtbot.waitUntil(lambda: not bench.desk.tasks.waits("preview"), timeout=LONG)
    seen = drawn(preview)
    for frame in (131, 72, 458, 96, 131, 0):
        bench.session.choose(Step.FRAME, frame)
    qtbot.waitUntil(lambda: not bench.desk.tasks.waits("preview"), timeout=LONG)
    assert seen
    before = seen[-1]
    preview.redraw()
    qtbot.waitUntil(lambda: not bench.desk.tasks.waits("preview"), timeout=LONG)
    again = [part is same for (part, _), (same, _) in zip(seen[-1].parts, before.parts, strict=True)]
    assert all(again), "drawing the present piece again gives the same pictures, and turns none of them again"


def test_nothing_is_drawn_without_size_or_piece(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    bench.desk.preview.resize(200, 200, 1.0)
    assert not bench.desk.tasks.busy
    assert bench.desk.preview.current is None


def test_the_wall_and_the_room_kept_clear_make_another_picture(bench: Bench, qtbot: QtBot) -> None:
    preview = bench.desk.preview
    preview.resize(300, 300, 1.0)
    qtbot.waitUntil(lambda: not bench.desk.tasks.waits("preview"), timeout=LONG)
    first = preview.current
    with qtbot.waitSignal(preview.drawn, timeout=LONG):
        preview.set_wall("#B9BEB6")
    second = preview.current
    assert first is not None
    assert second is not None
    assert first.parts[0][0] != second.parts[0][0]
    with qtbot.waitSignal(preview.drawn, timeout=LONG):
        preview.keep_clear(120, 120)
    preview.keep_clear(120, 120)
    assert preview.current is not None
    assert preview.current.outside != second.outside


def test_tiles_are_made_once_and_kept(bench: Bench, qtbot: QtBot, catalog: Catalog) -> None:
    swatches = bench.desk.swatches
    frame, mat = catalog.frame_by_id[96], catalog.mat_by_id[1]
    with qtbot.waitSignal(swatches.tile_ready, timeout=LONG):
        assert swatches.tile(frame, 94, 84, 1.0, "#ffffff") is None
        assert swatches.tile(frame, 94, 84, 1.0, "#ffffff") is None, "asked twice, made once"
    tile = swatches.tile(frame, 94, 84, 1.0, "#ffffff")
    assert isinstance(tile, Picture)
    assert (tile.width, tile.height) == (94, 84)
    assert swatches.tile(frame, 94, 84, 1.0, "#ffffff") is tile
    with qtbot.waitSignal(swatches.tile_ready, timeout=LONG):
        assert swatches.tile(mat, 72, 72, 2.0, "#ffffff") is None
    made = swatches.tile(mat, 72, 72, 2.0, "#ffffff")
    assert made is not None
    assert made.width == 144
    swatches.forget()
    assert swatches.tile(frame, 94, 84, 1.0, "#ffffff") is None


def test_the_strip_of_a_moulding_is_fetched_once(bench: Bench, qtbot: QtBot, catalog: Catalog) -> None:
    swatches, frame = bench.desk.swatches, catalog.frame_by_id[131]
    with qtbot.waitSignal(swatches.strip_ready, timeout=LONG) as signal:
        assert swatches.strip(frame) is None
        assert swatches.strip(frame) is None
    assert signal.args == [131]
    strip = swatches.strip(frame)
    assert strip is not None
    assert strip.width > 10


def test_a_strip_that_could_not_be_fetched_is_asked_again_later(bench: Bench, qtbot: QtBot, catalog: Catalog) -> None:
    swatches, frame = bench.desk.swatches, catalog.frame_by_id[131]
    stop_server(qtbot, bench.practice)
    swatches.strip(frame)
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert bench.practice.server is not None
    bench.practice.server.start()
    with qtbot.waitSignal(swatches.strip_ready, timeout=LONG):
        swatches.strip(frame)


def test_the_preview_draws_while_every_call_hangs(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that takes every call and answers none must not take the workers that draw."""
    bench = benches()
    bench.session.set_artwork(artworks["portrait.jpg"])
    bench.open()
    bench.wait_ready(qtbot)
    bench.session.set_code(FULL)
    bench.desk.preview.resize(200, 260, 1.0)
    bench.wait_official(qtbot)

    def hang(*_arguments: object, cancel: object = None, **_more: object) -> object:
        stopped = threading.Event()
        cancel.listen(stopped.set)  # type: ignore[attr-defined]
        stopped.wait()
        cancel.check()  # type: ignore[attr-defined]
        return None

    for name in ("get_prices", "frame_builder", "fetch_picture", "test_my_credentials", "validate_recipient_address"):
        monkeypatch.setattr(FinerWorks, name, hang)
    seen = drawn(bench.desk.preview)
    bench.desk.link.retry()
    bench.desk.ordering.check_address()
    for frame in (131, 72, 458, 1, 131, 72):
        before = len(seen)
        assert bench.session.choose(Step.FRAME, frame)
        bench.desk.prices._ask()
        bench.desk.prices._ask_differences()
        bench.desk.official._ask()
        qtbot.waitUntil(lambda before=before: len(seen) > before, timeout=5_000)
