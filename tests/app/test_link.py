"""The line to the service: it goes down, is tried again ever more slowly, and comes back by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import link as link_module
from fwdesk.app.link import Link, LinkState, is_down
from fwdesk.app.practising import Practice
from fwdesk.app.service import Kind, Service
from fwdesk.domain.errors import BadCredentials, BadReply, ConnectionLost, Refused, TimedOut, Unreachable
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import REFUSED_KEYS, create_app
from tests.support.desks import FULL, LONG, Bench, start_server, stop_server


def states(link: Link) -> list[LinkState]:
    seen: list[LinkState] = []
    link.changed.connect(lambda: seen.append(link.state) if seen[-1:] != [link.state] else None)
    return seen


def test_it_connects_loads_the_catalog_and_says_whose_keys_these_are(
    benches: Callable[..., Bench], qtbot: QtBot
) -> None:
    bench = benches()
    seen = states(bench.desk.link)
    with qtbot.waitSignal(bench.desk.link.up, timeout=LONG):
        bench.open()
    assert seen == [LinkState.STARTING, LinkState.READY]
    assert bench.desk.link.account is not None
    assert bench.desk.link.error is None
    assert bench.session.catalog.frames
    assert bench.session.piece is not None


def test_it_goes_down_backs_off_and_comes_up_again(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (20, 40, 80, 160))
    link, waits = bench.desk.link, []
    link.changed.connect(lambda: waits.append(link._timer.interval()) if link.state is LinkState.DOWN else None)
    catalog = bench.session.catalog
    stop_server(qtbot, bench.practice)
    link.retry()
    qtbot.waitUntil(lambda: len(waits) >= 5, timeout=LONG)
    assert waits[:5] == [20, 40, 80, 160, 160]
    assert isinstance(link.error, Unreachable)
    start_server(bench.practice)
    with qtbot.waitSignal(link.up, timeout=LONG):
        pass
    assert link.state is LinkState.READY
    assert link.error is None
    assert bench.session.catalog is catalog, "a catalog that was loaded is not loaded again"
    assert str(bench.session.piece.code) == FULL  # type: ignore[union-attr]


def test_a_failed_call_of_another_takes_it_down_and_a_success_up(bench: Bench, qtbot: QtBot) -> None:
    link = bench.desk.link
    with qtbot.waitSignal(link.changed):
        link.failed(ConnectionLost("broke off"))
    assert link.state is LinkState.DOWN
    link.failed(ConnectionLost("again"))
    with qtbot.waitSignals([link.changed, link.up]):
        link.works()
    assert link.state is LinkState.READY
    assert not link._timer.isActive()
    link.failed(Refused("no", status=400))
    assert link.state is LinkState.READY, "a no is an answer"


def test_a_service_that_answers_the_door_and_nothing_else_is_not_hammered(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the keys works, every other call fails: the tries still become rarer."""
    monkeypatch.setattr(link_module, "_WAITS_MS", (10, 20, 40, 80, 160))
    link, waits = bench.desk.link, []

    def ill() -> None:
        link.failed(BadReply("the service failed (HTTP 500)"))
        waits.append(link._timer.interval())

    link.up.connect(ill)
    ill()
    qtbot.waitUntil(lambda: len(waits) >= 5, timeout=LONG)
    link.up.disconnect(ill)
    assert waits[:5] == [10, 20, 40, 80, 160]
    qtbot.waitUntil(lambda: link.state is LinkState.READY, timeout=LONG)


def test_the_last_catalog_is_there_when_the_service_is_dead_at_start(
    benches: Callable[..., Bench], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (30,))
    app = create_app()
    server = PracticeServer(app)
    url = server.start()
    first = benches(data=tmp_path / "same")
    first.open(url)
    first.wait_ready(qtbot)
    server.stop()
    second = benches(data=tmp_path / "same")
    loaded: list[int] = []
    second.session.catalog_changed.connect(lambda: loaded.append(1))
    second.open(url)
    qtbot.waitUntil(lambda: second.desk.link.state is LinkState.DOWN, timeout=LONG)
    assert second.session.catalog.frames == first.session.catalog.frames
    assert second.session.piece is not None
    assert [note.level for note in second.notes] == ["warn"]
    assert "catalog of today" in second.notes[0].text
    tries = second.desk.link._tries
    qtbot.waitUntil(lambda: second.desk.link._tries > tries + 2, timeout=LONG)
    assert len(second.notes) == 1, "said once, not at every try"
    assert loaded == [1], "and the lists are not filled anew at every try"
    server.start()
    second.wait_ready(qtbot)
    assert loaded == [1], "the service's own catalog is the same one"
    server.stop()
    app.close()


def test_without_a_last_catalog_a_dead_service_leaves_a_desk_that_says_so(
    benches: Callable[..., Bench], qtbot: QtBot
) -> None:
    with PracticeServer(create_app()) as server:
        url = server.url
    bench = benches()
    bench.open(url)
    qtbot.waitUntil(lambda: bench.desk.link.state is LinkState.DOWN, timeout=LONG)
    assert bench.session.piece is None
    assert bench.desk.link.service == Service(Kind.CUSTOM, url)


def test_refused_keys_are_not_tried_again(
    benches: Callable[..., Bench], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FWDESK_WEB_API_KEY", REFUSED_KEYS.web_api_key)
    monkeypatch.setenv("FWDESK_APP_KEY", REFUSED_KEYS.app_key)
    app = create_app()
    with PracticeServer(app) as server:
        bench = benches()
        bench.open(server.url)
        qtbot.waitUntil(lambda: bench.desk.link.state is LinkState.REFUSED, timeout=LONG)
        assert isinstance(bench.desk.link.error, BadCredentials)
        assert not bench.desk.link._timer.isActive()
    app.close()


def test_keys_are_missing_for_the_vendor(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    bench.open("test")
    qtbot.waitUntil(lambda: bench.desk.link.state is LinkState.REFUSED, timeout=LONG)
    assert "no keys" in str(bench.desk.link.error)


def test_another_service_keeps_the_piece(bench: Bench, qtbot: QtBot) -> None:
    app = create_app(profile="bare_lists")
    with PracticeServer(app) as server:
        bench.open(server.url)
        assert bench.desk.link.state is LinkState.STARTING
        bench.wait_ready(qtbot)
        assert str(bench.session.piece.code) == FULL  # type: ignore[union-attr]
        assert bench.desk.workshop.connection.host == server.url.removeprefix("http://")
    app.close()


def test_the_practice_service_is_started_once(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    url = practice.start()
    assert practice.start() == url
    practice.stop()


@pytest.mark.parametrize(
    ("text", "kind"),
    [("practice", Kind.PRACTICE), (" LIVE ", Kind.LIVE), ("test", Kind.TEST), ("http://127.0.0.1:1/x", Kind.CUSTOM)],
)
def test_services_by_word(text: str, kind: Kind) -> None:
    service = Service.of(text)
    assert service.kind is kind
    assert service.name
    assert service.promise.endswith(".")
    assert service.ledger in {"live", "practice", "test"}
    assert (service.ledger == "live") == (kind is Kind.LIVE)


def test_anything_else_is_no_service() -> None:
    with pytest.raises(ValueError, match="practice, test, live or a URL"):
        Service.of("production")


def test_what_counts_as_down() -> None:
    assert all(is_down(kind("x")) for kind in (Unreachable, ConnectionLost, TimedOut, BadReply))
    assert not any(is_down(error) for error in (Refused("x"), BadCredentials("x"), ValueError("x")))
