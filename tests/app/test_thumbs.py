"""Small pictures of pieces show the moulding as the stage does, and never one of the catalog before."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from fwdesk.app.pictures import Picture
from fwdesk.app.thumbs import Thumbs
from fwdesk.domain.piece import Piece
from tests.support.desks import LONG, Bench

SIDE = 160


def piece_of(bench: Bench) -> Piece:
    assert bench.session.piece is not None
    return bench.session.piece


def drawn(bench: Bench, qtbot: QtBot, thumbs: Thumbs) -> Picture:
    qtbot.waitUntil(lambda: thumbs.picture(piece_of(bench), SIDE) is not None, timeout=LONG)
    made = thumbs.picture(piece_of(bench), SIDE)
    assert made is not None
    return made


def other_thumbs(bench: Bench) -> Thumbs:
    desk = bench.desk
    return Thumbs(desk.session, desk.tasks, desk.workshop, desk.swatches)


def test_a_moulding_picture_that_comes_later_or_is_on_the_disk_is_in_it(bench: Bench, qtbot: QtBot) -> None:
    frame = bench.session.rules.frame_of(piece_of(bench))
    assert frame is not None
    thumbs = other_thumbs(bench)
    bare = drawn(bench, qtbot, thumbs)
    with qtbot.waitSignals([bench.desk.swatches.strip_ready, thumbs.forgotten], timeout=LONG):
        bench.desk.swatches.strip(frame)
    whole = drawn(bench, qtbot, thumbs)
    assert whole.data != bare.data
    bench.desk.swatches._strips.clear()  # as after a restart: on the disk alone
    assert drawn(bench, qtbot, other_thumbs(bench)).data == whole.data


def test_one_that_is_late_is_not_kept_for_another_catalog(bench: Bench, qtbot: QtBot) -> None:
    thumbs, session = other_thumbs(bench), bench.session
    qtbot.waitUntil(lambda: not bench.desk.tasks.busy, timeout=LONG)
    assert thumbs.picture(piece_of(bench), SIDE) is None
    catalog = session.catalog
    mats = tuple(replace(mat, color="#ff00ff") if mat.id == 1 else mat for mat in catalog.mats)
    session.set_catalog(replace(catalog, mats=mats))
    now = drawn(bench, qtbot, thumbs)
    assert now.data == drawn(bench, qtbot, other_thumbs(bench)).data
