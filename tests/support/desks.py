"""Desks and windows for tests: real presenters, a real practice service on a real socket, pictures made on the spot."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from fwdesk import bootstrap
from fwdesk.app.desk import Desk
from fwdesk.app.link import LinkState
from fwdesk.app.official import OfficialState
from fwdesk.app.practising import PRACTICE_KEYS, Practice
from fwdesk.app.prices import PriceState
from fwdesk.app.service import Kind, Service
from fwdesk.app.session import Session
from fwdesk.app.state import Note
from fwdesk.artwork.open import Artwork, Decoder
from fwdesk.catalog.load import load_catalog
from fwdesk.domain.options import Catalog
from fwdesk.domain.order import Recipient
from fwdesk.finerworks.client import FinerWorks
from fwdesk.finerworks.keys import Keys
from fwdesk.practice.server import PracticeServer
from fwdesk.practice.service import create_app
from fwdesk.store.folders import Folders

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

FULL = "5M6M9S16x20F96S20x24J1S16x20G1"
"""The code of bar 3: product type 5, media 6, style 9, frame 96, mat 1, glazing 1."""
ADA = Recipient("Ada", "Example", address_1="100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205")
LONG = 20_000
"""Milliseconds to wait for a fact on a busy machine; a wait ends as soon as the fact is there."""


def picture(path: Path, width: int, height: int, color: str = "#3a6b8c") -> Path:
    """A picture file with an up and a down."""
    image = Image.new("RGB", (width, height), color)
    image.paste("#d9b27c", (0, height * 2 // 3, width, height))
    image.save(path)
    return path


def close_tasks(desk: Desk) -> None:
    """End a desk and wait for its workers, so that a slow end shows as a slow test."""
    desk.close()
    for pool in (value for value in vars(desk.tasks).values() if hasattr(value, "shutdown")):
        pool.shutdown(wait=True)


def sink_deferred() -> None:
    """Delete what was to be deleted later."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def stop_server(qtbot: QtBot, practice: Practice) -> None:
    """Kill the practice service from another thread, as a crash would: the UI thread does not take part."""
    assert practice.server is not None
    thread = threading.Thread(target=practice.server.stop, daemon=True)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=LONG)


def start_server(practice: Practice) -> None:
    """The practice service again, on the same port, with the same orders."""
    assert practice.server is not None
    practice.server.start()


@dataclass
class Bench:
    """A desk without a window, and what belongs to it."""

    desk: Desk
    practice: Practice
    folders: Folders
    notes: list[Note] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.desk.session

    def open(self, service: str = "practice") -> None:
        self.desk.link.open(Service.of(service))

    def wait_ready(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.desk.link.state is LinkState.READY, timeout=LONG)

    def wait_price(self, qtbot: QtBot, state: PriceState = PriceState.CURRENT) -> None:
        qtbot.waitUntil(lambda: self.desk.prices.state is state, timeout=LONG)

    def wait_official(self, qtbot: QtBot, state: OfficialState = OfficialState.CURRENT) -> None:
        qtbot.waitUntil(lambda: self.desk.official.state is state, timeout=LONG)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with portrait.jpg (4:5), landscape.png (3:2), small.jpg (too few pixels for most) and broken.jpg."""
    folder = tmp_path_factory.mktemp("pictures")
    picture(folder / "portrait.jpg", 1600, 2000)
    picture(folder / "landscape.png", 2400, 1600, "#7a2e5d")
    picture(folder / "small.jpg", 640, 800)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and nothing of use")
    return folder


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The practice service's catalog, read through the real client once."""
    service = create_app()
    with PracticeServer(service) as server:
        client = FinerWorks(server.url, Keys(*PRACTICE_KEYS))
        found = load_catalog(client)
        client.close()
    service.close()
    return found


@pytest.fixture(scope="session")
def artworks(pictures: Path) -> dict[str, Artwork]:
    """The two good pictures, opened by the real decoder once."""
    decoder = Decoder()
    names = ("portrait.jpg", "landscape.png", "small.jpg")
    opened = {name: decoder.open_artwork(pictures / name, proxy_side=600) for name in names}
    decoder.close()
    return opened


@pytest.fixture
def session(qapp: QApplication, catalog: Catalog, artworks: dict[str, Artwork]) -> Session:
    """A session with catalog, portrait picture and a first piece; nothing else runs."""
    made = Session()
    made.set_artwork(artworks["portrait.jpg"])
    made.set_catalog(catalog)
    return made


@pytest.fixture
def benches(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Makes desks without a window, each on a practice service with the profile asked for."""
    made: list[Bench] = []

    def make(profile: str = "standard", data: Path | None = None) -> Bench:
        folders = Folders(data or tmp_path / f"data{len(made)}")
        practice = Practice(folders.data / "practice", profile)
        bench = Bench(bootstrap.make_desk(folders, practice), practice, folders)
        bench.session.noted.connect(bench.notes.append)
        made.append(bench)
        return bench

    yield make
    for bench in made:
        close_tasks(bench.desk)
        bench.practice.stop()
        bench.session.deleteLater()
        bench.desk.tasks.deleteLater()
        bench.desk.swatches.deleteLater()
    sink_deferred()


@pytest.fixture
def bench(benches: Callable[..., Bench], artworks: dict[str, Artwork], qtbot: QtBot) -> Bench:
    """A desk on the standard practice service: connected, with the portrait picture and the piece of `FULL`."""
    made = benches()
    made.session.set_artwork(artworks["portrait.jpg"])
    made.open()
    made.wait_ready(qtbot)
    made.session.set_code(FULL)
    return made


class Heartbeat(QObject):
    """Beats every 5 ms on the UI thread and keeps the longest time between two beats."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.longest = 0.0

    def start(self) -> None:
        self.longest = 0.0
        self._clock.start()
        self._timer.start(5)

    def stop(self) -> float:
        self._beat()
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()


@dataclass
class House:
    """The whole program with its window, offscreen."""

    program: bootstrap.Program
    qtbot: QtBot
    notes: list[Note] = field(default_factory=list)
    ended: bool = False

    @property
    def window(self):
        return self.program.window

    @property
    def desk(self) -> Desk:
        return self.program.desk

    @property
    def session(self) -> Session:
        return self.program.desk.session

    def until(self, fact: Callable[[], bool], timeout: int = LONG) -> None:
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=timeout)

    def settle(self, *, framed: bool = True) -> None:
        """Wait until everything on the desk is up to date."""
        desk = self.desk
        self.until(lambda: desk.link.state is LinkState.READY and self.session.artwork is not None)
        self.until(lambda: desk.prices.state is PriceState.CURRENT)
        if framed:
            self.until(lambda: desk.official.state is OfficialState.CURRENT)
        self.until(lambda: not desk.tasks.busy)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key pressed wherever the focus is, as the keyboard does it."""
        target = self.window.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.focusWidget() or self.window, text)

    def __call__(self, name: str) -> QObject:
        found = self.window.findChild(QObject, name)
        assert found is not None, f"no {name!r} in the window"
        return found


@pytest.fixture
def houses(qtbot: QtBot, tmp_path: Path, pictures: Path) -> Iterator[Callable[..., House]]:
    """Opens the real window on a practice service (or on `service`), offscreen."""
    made: list[House] = []

    def make(
        *,
        service: str = "",
        profile: str = "standard",
        data: Path | None = None,
        artwork: Path | None = pictures / "portrait.jpg",
        size: tuple[int, int] = (1360, 860),
        settle: bool = True,
    ) -> House:
        app = bootstrap.make_app([])
        options = bootstrap.Options(artwork=artwork, service=service, data_dir=data or tmp_path / f"data{len(made)}")
        program = bootstrap.Program(app, options)
        program.practice._profile = profile
        house = House(program, qtbot)
        house.session.noted.connect(house.notes.append)
        made.append(house)
        program.window.resize(*size)
        program.window.show()
        program.window.activateWindow()
        qtbot.waitExposed(program.window)
        if settle:
            house.settle()
        return house

    yield make
    for house in made:
        end(house)


def end(house: House) -> None:
    """Close the window and everything behind it, once."""
    if house.ended:
        return
    house.ended = True
    window, program = house.program.window, house.program
    window.close()
    window.hide()
    close_tasks(program.desk)
    program.practice.stop()
    for left in (window, program.desk.session, program.desk.tasks, program.desk.swatches, program):
        left.deleteLater()
    sink_deferred()


__all__ = [
    "ADA",
    "FULL",
    "LONG",
    "Bench",
    "Heartbeat",
    "House",
    "Kind",
    "artworks",
    "bench",
    "benches",
    "catalog",
    "close_tasks",
    "end",
    "houses",
    "picture",
    "pictures",
    "session",
    "start_server",
    "stop_server",
]
