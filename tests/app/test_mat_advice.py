"""Mats suggested from the picture on the desk: on a worker, once for each picture, none for no picture."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fwdesk.app.mat_advice import MatAdvice
from fwdesk.app.rows import ALL_MATS, OTHER_MATS, SUGGESTED, advised, rows_for
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.artwork.open import Artwork
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Step
from tests.support.desks import FULL, LONG, Bench


def test_three_whites_and_some_from_the_picture_each_with_its_reason(bench: Bench, qtbot: QtBot) -> None:
    advice, mats = bench.desk.mat_advice, bench.session.catalog.mats
    with qtbot.waitSignal(advice.changed, timeout=LONG):
        assert advice.for_mats(mats) == ()
    found = advice.for_mats(mats)
    assert 3 < len(found) <= 8
    assert all("white" in one.reason for one in found[:3])
    assert all(one.reason.startswith("takes up the ") for one in found[3:])
    assert len({one.mat.id for one in found}) == len(found)
    assert advice.for_mats(mats) is found, "the same question is answered once"
    few = advice.for_mats(mats[:5])
    assert {one.mat for one in few} <= set(mats[:5])


def test_another_picture_is_looked_at_and_the_first_remembered(
    bench: Bench, artworks: dict[str, Artwork], qtbot: QtBot
) -> None:
    advice, mats = bench.desk.mat_advice, bench.session.catalog.mats
    with qtbot.waitSignal(advice.changed, timeout=LONG):
        advice.for_mats(mats)
    portrait = advice.for_mats(mats)
    with qtbot.waitSignal(advice.changed):
        bench.session.set_artwork(artworks["landscape.png"])
    with qtbot.waitSignal(advice.changed, timeout=LONG):
        assert advice.for_mats(mats) == ()
        assert advice.for_mats(mats) == (), "one look is enough"
    assert advice.for_mats(mats) != portrait
    bench.session.set_artwork(artworks["portrait.jpg"])
    assert advice.for_mats(mats) == portrait, "known from before"


def test_without_a_picture_nothing_is_suggested(catalog: Catalog, qtbot: QtBot) -> None:
    session, tasks = Session(), Tasks()
    session.set_catalog(catalog)
    advice = MatAdvice(session, tasks)
    assert advice.for_mats(catalog.mats) == ()
    assert not tasks.busy
    tasks.shutdown()
    session.deleteLater()
    tasks.deleteLater()


def test_suggested_rows_follow_no_mat_and_the_rest_are_tiles(session: Session) -> None:
    session.set_code(FULL)
    rows = rows_for(session, Step.MAT)
    arranged = advised(
        rows, {9441: "takes up the dark blue in 9 % of the picture", 1: "the brightest white", 77777: "?"}
    )
    assert [row.offer.id for row in arranged[:3]] == [0, 9441, 1]
    assert {row.offer.id for row in arranged} == {row.offer.id for row in rows}
    assert arranged[1].note == "Takes up the dark blue in 9 % of the picture"
    assert [row.group for row in arranged[:4]] == ["", SUGGESTED, SUGGESTED, OTHER_MATS]
    assert [row.wide for row in arranged[:4]] == [True, True, True, False]
    plain = advised(rows, {})
    assert [row.group for row in plain[:2]] == ["", ALL_MATS]
    assert [row.wide for row in plain[:2]] == [True, False]
