"""FinerWorks' own picture: asked by itself, newest wins, its state always said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from fwdesk.app import link as link_module
from fwdesk.app.link import LinkState
from fwdesk.app.official import Official, OfficialState
from fwdesk.artwork.open import Artwork
from fwdesk.domain.errors import Refused
from fwdesk.domain.rules import Step
from fwdesk.finerworks.client import FinerWorks
from tests.support.desks import FULL, LONG, Bench, start_server, stop_server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_WAITS_MS", (50,))


def opened(bench: Bench, qtbot: QtBot, artwork: Artwork | None) -> Official:
    if artwork:
        bench.session.set_artwork(artwork)
    bench.open()
    bench.wait_ready(qtbot)
    bench.session.set_code(FULL)
    return bench.desk.official


def test_nothing_is_shown_before_there_is_a_frame(bench: Bench, qtbot: QtBot) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    bench.session.set_code("5M6M9S16x20")
    assert official.state is OfficialState.NONE
    assert official.picture is None
    assert "without a frame or mat" in official.message


def test_asked_then_up_to_date_with_the_artwork_drawn_by_the_service(bench: Bench, qtbot: QtBot) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    assert official.picture is not None
    assert official.picture.fetched
    assert not official.picture.laid_in
    assert "your picture included" in official.message
    seen: list[OfficialState] = []
    official.changed.connect(lambda: seen.append(official.state))
    bench.session.choose(Step.FRAME, 131)
    assert seen == [OfficialState.OUT_OF_DATE]
    bench.wait_official(qtbot)
    assert seen == [OfficialState.OUT_OF_DATE, OfficialState.ASKED, OfficialState.CURRENT]


def test_the_first_picture_is_asked_not_out_of_date(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    bench = benches()
    official = opened(bench, qtbot, artworks["portrait.jpg"])
    assert official.state is OfficialState.ASKED


def test_the_newest_wins(bench: Bench, qtbot: QtBot) -> None:
    official = bench.desk.official
    for frame in (131, 72, 458):
        bench.session.choose(Step.FRAME, frame)
        official._ask()
    bench.wait_official(qtbot)
    shown = official._shown_for
    assert shown is not None
    assert shown[0] == bench.session.piece
    assert "F458S" in str(bench.session.piece.code)  # type: ignore[union-attr]


def test_going_back_to_what_is_shown_asks_nothing(bench: Bench, qtbot: QtBot) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    official._changed(bench.session.piece)
    assert official.state is OfficialState.CURRENT
    assert not official._timer.isActive()


def test_another_picture_with_the_same_piece_is_asked_again(
    bench: Bench, qtbot: QtBot, artworks: dict[str, Artwork]
) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    bench.session.set_artwork(artworks["landscape.png"], fit=False)
    assert official.state is OfficialState.OUT_OF_DATE, "the vendor's picture still shows the old artwork"
    bench.wait_official(qtbot)


def test_a_refusal_is_shown_in_the_vendors_words(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    old = official.picture

    def refuse(*_arguments: object, **_more: object) -> object:
        raise Refused("This frame is out of stock.", method="frame_builder", status=400)

    monkeypatch.setattr(FinerWorks, "frame_builder", refuse)
    bench.session.choose(Step.FRAME, 131)
    bench.wait_official(qtbot, OfficialState.REFUSED)
    assert official.message == "This frame is out of stock."
    assert official.picture is old, "the last picture stays, and the state says that it is not this piece"
    assert bench.desk.link.state is LinkState.READY


@pytest.mark.parametrize("profile", ["no_picture", "bad_picture"])
def test_an_answer_without_a_usable_picture_is_an_explained_message(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork], profile: str
) -> None:
    bench = benches(profile)
    official = opened(bench, qtbot, artworks["portrait.jpg"])
    bench.wait_official(qtbot, OfficialState.FAILED)
    assert "no usable picture" in official.message or "picture" in official.message
    assert not official.message.startswith("Traceback")
    assert official.picture is None
    assert bench.desk.link.state is LinkState.READY


@pytest.mark.parametrize(
    "profile",
    ["picture_data_uri", "picture_nested+picture_jpeg", "picture_other_name+bare_lists", "v2+picture_jpeg"],
)
def test_the_picture_is_found_wherever_it_is(
    benches: Callable[..., Bench], qtbot: QtBot, artworks: dict[str, Artwork], profile: str
) -> None:
    bench = benches(profile)
    opened(bench, qtbot, artworks["portrait.jpg"])
    bench.wait_official(qtbot)


def test_where_the_service_takes_no_files_the_desk_lays_the_artwork_in_and_says_so(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    monkeypatch.setattr(FinerWorks, "offers_upload", lambda *_a, **_m: False)
    bench.session.choose(Step.FRAME, 131)
    bench.wait_official(qtbot)
    assert official.picture is not None
    assert official.picture.laid_in
    assert not official.picture.fetched
    assert "laid into its window by fwdesk" in official.message


def test_without_a_picture_on_the_desk_the_frame_is_shown_empty(benches: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = benches()
    official = opened(bench, qtbot, None)
    bench.wait_official(qtbot)
    assert official.message == "Drawn by the service."


def test_a_dead_service_is_said_and_the_picture_follows_when_it_is_back(bench: Bench, qtbot: QtBot) -> None:
    official = bench.desk.official
    bench.wait_official(qtbot)
    stop_server(qtbot, bench.practice)
    bench.session.choose(Step.FRAME, 131)
    bench.wait_official(qtbot, OfficialState.FAILED)
    assert "does not answer" in official.message
    start_server(bench.practice)
    bench.wait_official(qtbot)
    qtbot.waitUntil(lambda: bench.desk.link.state is LinkState.READY, timeout=LONG)
