"""The catalog on the desk: at once from last time, read again behind it, with its age, and what its changes mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import catalog_keeper as keeper_module
from fwdesk.app import loading
from fwdesk.app.catalog_age import is_old, moment_words
from fwdesk.app.link import LinkState
from fwdesk.app.service import Service
from fwdesk.catalog.snapshot import Snapshot
from fwdesk.domain.code import parse_code
from fwdesk.domain.errors import BadCredentials, BadReply, ConnectionLost, StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Step
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app
from tests.support.desks import FULL, LONG, Bench

PRACTICE = Service.of("practice")


def without(catalog: Catalog, frame: int) -> Catalog:
    """The catalog before a frame was taken into it (or after it was withdrawn)."""
    groups = (replace(one, frames=tuple(row for row in one.frames if row.id != frame)) for one in catalog.collections)
    return replace(catalog, collections=tuple(groups))


def dearer(catalog: Catalog, frame: int) -> Catalog:
    def row(one):
        return replace(one, starting_price=Money.of("1.25")) if one.id == frame else one

    groups = (replace(group, frames=tuple(map(row, group.frames))) for group in catalog.collections)
    return replace(catalog, collections=tuple(groups))


def keep(bench: Bench, catalog: Catalog, age: timedelta = timedelta(hours=1), service: Service = PRACTICE) -> None:
    """As if this catalog had been read so long ago."""
    snapshot = Snapshot(catalog, "practice", datetime.now(UTC) - age)
    loading.kept_catalog(bench.desk.workshop, service).keep(snapshot)


def fresh(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bench.desk.link.catalogs.fresh, timeout=LONG)


def test_the_desk_begins_with_the_catalog_of_last_time(
    benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot
) -> None:
    bench = benches()
    old = without(catalog, 96)
    keep(bench, old, timedelta(days=3))
    seen: list[tuple[Catalog, LinkState]] = []
    bench.session.catalog_changed.connect(lambda: seen.append((bench.session.catalog, bench.desk.link.state)))
    bench.open()
    qtbot.waitUntil(lambda: bool(seen), timeout=LONG)
    assert seen[0][0].frames == old.frames
    assert seen[0][1] is LinkState.STARTING, "before the service said a word"
    assert bench.desk.link.catalogs.age_words().startswith("Catalog of ")
    fresh(bench, qtbot)
    assert bench.session.catalog.frame_by_id[96].name == catalog.frame_by_id[96].name
    assert bench.desk.link.catalogs.age_words() == ""
    assert bench.desk.link.catalogs.age_words(always=True).startswith("Catalog of today ")
    assert [change.words for change in bench.desk.link.catalogs.diary[0].changes] == [
        f"{catalog.frame_by_id[96].name} is new."
    ]
    assert not bench.notes, "a new frame touches nobody's piece"


def test_an_unchanged_catalog_stays_the_same_object_and_asks_for_no_new_lists(
    benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot
) -> None:
    bench = benches()
    keep(bench, catalog)
    changed: list[int] = []
    bench.session.catalog_changed.connect(lambda: changed.append(1))
    bench.open()
    fresh(bench, qtbot)
    assert changed == [1]
    assert bench.desk.link.catalogs.diary == ()
    assert bench.desk.link.catalogs.here


def test_what_touches_the_piece_on_the_desk_is_said_with_what_to_press(
    benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot
) -> None:
    bench = benches()
    bench.session.set_catalog(catalog)
    extra = replace(catalog.frame_by_id[96], id=9777, name="Old Oak")
    groups = (replace(catalog.collections[0], frames=(*catalog.collections[0].frames, extra)), *catalog.collections[1:])
    keep(bench, replace(catalog, collections=groups))
    gone = FULL.replace("F96", "F9777")
    bench.desk.link.catalogs.also_saved(lambda: [parse_code(gone), parse_code(FULL)])

    def choose_it_while_it_lasts() -> None:
        if 9777 in bench.session.catalog.frame_by_id:
            bench.session.set_code(gone)
            bench.session.try_on(next(offer for offer in bench.session.offers(Step.FRAME) if offer.id == 131))

    bench.session.catalog_changed.connect(choose_it_while_it_lasts)
    bench.open()
    fresh(bench, qtbot)
    assert str(bench.session.piece.code) == gone, "the piece stays"  # type: ignore[union-attr]
    assert bench.session.trying is not None, "and what is tried on"
    assert bench.session.trying.id == 131
    told = [note for note in bench.notes if note.level == "warn"]
    assert len(told) == 1, bench.notes
    assert "cannot be made as it is" in told[0].text
    assert "choose another frame (Alt+5)" in told[0].text
    reading = bench.desk.link.catalogs.diary[0]
    assert [(piece.code, piece.broken) for piece in reading.touched] == [(gone, True)]


def test_other_saved_pieces_are_counted_and_a_moved_price_is_said(
    benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot
) -> None:
    bench = benches()
    keep(bench, dearer(catalog, 96))
    bench.session.set_catalog(dearer(catalog, 96))
    bench.session.set_code(FULL)
    saved = [FULL.replace("16x20", "11x14"), FULL.replace("G1", "")]
    bench.desk.link.catalogs.also_saved(lambda: map(parse_code, saved))
    bench.open()
    fresh(bench, qtbot)
    words = bench.notes[-1].text
    assert bench.notes[-1].level == "info"
    assert f"{catalog.frame_by_id[96].name} starts at $1.25 →" in words
    assert "2 saved pieces are touched" in words
    assert "New in the catalog" in words


def test_what_is_tried_on_goes_when_it_is_gone(benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot) -> None:
    bench = benches()
    bench.session.set_catalog(catalog)
    bench.session.set_code(FULL)
    tried = {offer.id: offer for offer in bench.session.offers(Step.FRAME)}
    bench.session.try_on(tried[131])
    seen: list[object] = []
    bench.session.tried.connect(seen.append)
    bench.session.set_catalog(dearer(catalog, 131))
    assert bench.session.trying is tried[131]
    assert seen == [], "nothing about it is different on the stage"
    bench.session.set_catalog(without(catalog, 131))
    assert bench.session.trying is None
    now = bench.session.piece
    size = next(offer for offer in bench.session.offers(Step.SIZE) if offer.available and offer.piece != now)
    bench.session.try_on(size)
    bench.session.set_catalog(catalog)
    assert bench.session.trying is size
    inner = bench.session.second_mat_offer(2, catalog.frame_by_id[96].lip)
    bench.session.try_on(inner)
    bench.session.set_catalog(without(catalog, 131))
    assert bench.session.trying is None


def test_a_damaged_catalog_is_read_again_and_said_only_when_it_matters(
    benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot, tmp_path: Path
) -> None:
    first = benches(data=tmp_path / "same")
    keep(first, catalog)
    path = first.folders.catalogs / "practice.catalog"
    path.write_bytes(path.read_bytes()[:-7])
    first.open()
    fresh(first, qtbot)
    assert not first.notes
    assert loading.kept_catalog(first.desk.workshop, PRACTICE).read() is not None

    app = create_app()
    with PracticeServer(app) as server:
        url = server.url
    app.close()
    service = Service.of(url)
    keep(first, catalog, service=service)
    for path in first.folders.catalogs.glob("custom-*.catalog"):
        path.write_bytes(b"nothing")
    second = benches(data=tmp_path / "same")
    second.open(url)
    qtbot.waitUntil(lambda: bool(second.notes), timeout=LONG)
    assert "is damaged" in second.notes[0].text
    assert "nothing to choose from until it answers" in second.notes[0].text


def test_a_disk_that_keeps_nothing_is_said_and_stops_nobody(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    bench.folders.catalogs.write_text("in the way")
    bench.open()
    fresh(bench, qtbot)
    assert bench.session.catalog.frames
    assert [note.level for note in bench.notes] == ["warn"]
    assert "could not be kept for the next start" in bench.notes[0].text


def test_lists_that_failed_are_taken_from_last_time(
    benches: Callable[..., Bench], catalog: Catalog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an answer must not withdraw two hundred frames."""
    from fwdesk.finerworks.client import FinerWorks

    ask = FinerWorks.list_collections

    def fails(self, id=None, product_code=None, *, cancel=None):
        if id == catalog.collections[0].id or product_code:
            raise BadReply("half an answer")
        return ask(self, id, product_code, cancel=cancel)

    monkeypatch.setattr(FinerWorks, "list_collections", fails)
    bench = benches()
    keep(bench, catalog)
    bench.session.set_catalog(catalog)
    bench.open()
    fresh(bench, qtbot)
    assert bench.session.catalog == catalog
    assert bench.desk.link.catalogs.diary == ()
    first = benches()
    first.open()
    fresh(first, qtbot)
    assert loading.kept_catalog(first.desk.workshop, PRACTICE).read() is None, "half a catalog is not kept"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ConnectionLost("broke off"), LinkState.DOWN),
        (BadCredentials("no"), LinkState.REFUSED),
        (ValueError("odd"), LinkState.READY),
    ],
)
def test_a_refresh_that_fails(bench: Bench, error: Exception, state: LinkState) -> None:
    before = bench.session.catalog
    bench.desk.link.catalogs.failed.emit(error)
    assert bench.desk.link.state is state
    assert bench.session.catalog is before
    if state is LinkState.READY:
        assert "could not be read again: odd" in bench.notes[-1].text
        assert "catalog of today" in bench.notes[-1].text


def test_a_desk_left_open_reads_it_again_after_a_day(bench: Bench, qtbot: QtBot) -> None:
    catalogs = bench.desk.link.catalogs
    fresh(bench, qtbot)
    assert catalogs._tomorrow.interval() == keeper_module._DAY_MS
    read_at = catalogs.read_at
    with qtbot.waitSignal(catalogs.read, timeout=LONG):
        catalogs._tomorrow.timeout.emit()
        catalogs.refresh()  # once is enough
    assert catalogs.read_at is not None
    assert read_at is not None
    assert catalogs.read_at > read_at


def test_nothing_is_read_before_a_service_is_chosen(benches: Callable[..., Bench]) -> None:
    bench = benches()
    bench.desk.link.catalogs.refresh()
    assert not bench.desk.tasks.busy
    assert bench.desk.link.catalogs.age_words(always=True) == ""
    assert bench.desk.link.catalogs.without_words == ""


def test_the_files_tell_services_apart(benches: Callable[..., Bench]) -> None:
    bench = benches()
    names = {
        text: loading.kept_catalog(bench.desk.workshop, Service.of(text))._file.name
        for text in ("practice", "test", "live", "http://127.0.0.1:1/", "http://127.0.0.1:1", "http://127.0.0.1:2")
    }
    assert names["http://127.0.0.1:1/"] == names["http://127.0.0.1:1"]
    assert len(set(names.values())) == 5


def test_a_store_that_fails_is_words(benches: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch) -> None:
    from fwdesk.catalog.kept import KeptCatalog

    def fails(self: KeptCatalog) -> None:
        raise StoreError("the disk failed")

    monkeypatch.setattr(KeptCatalog, "read", fails)
    assert loading.last_loaded(benches().desk.workshop, PRACTICE).damaged


NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (NOW, "today 09:30"),
        (NOW - timedelta(hours=10), "yesterday 23:30"),
        (NOW - timedelta(days=3), "Monday 09:30"),
        (NOW - timedelta(days=7), "5 March 09:30"),
        (NOW - timedelta(days=100), "2 December 2025 09:30"),
        (NOW + timedelta(days=1), "13 March 09:30"),
    ],
)
def test_moments_in_words(then: datetime, words: str) -> None:
    assert moment_words(then, NOW) == words


def test_what_is_old() -> None:
    assert not is_old(NOW - timedelta(days=1), NOW)
    assert is_old(NOW - timedelta(days=1, seconds=1), NOW)
