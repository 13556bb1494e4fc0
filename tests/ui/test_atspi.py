"""The desk as a screen reader has it: the real program on a virtual screen, read and driven over AT-SPI."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.atspi import LAUNCHER, SHOWING, Bus, Seen, give_keyboard_to_largest_window, until

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="needs a screen: xvfb-run makes one"),
    pytest.mark.skipif(not Path(LAUNCHER).exists(), reason="needs at-spi2-core"),
]


@pytest.fixture
def bus() -> Iterator[Bus]:
    made = Bus()
    yield made
    made.close()


@pytest.fixture
def window(bus: Bus, tmp_path: Path, pictures: Path) -> Iterator[Seen]:
    """The window of a real desk process, connected to the practice lab."""
    command = [sys.executable, "-m", "fwdesk", "--data-dir", str(tmp_path), str(pictures / "portrait.jpg")]
    with (tmp_path / "words").open("w") as words:
        desk = subprocess.Popen(command, env=bus.environment, stdout=words, stderr=words)
        program = until(
            lambda: next((one for one in bus.programs() if one.name == "fwdesk"), None), "fwdesk on the bus"
        )
        yield until(lambda: program.find("frame", "portrait.jpg"), "window with the picture's name")
        desk.terminate()
        desk.wait(20)


def rows_with_prices(window: Seen, name: str) -> list[str]:
    found = window.find("list", name)
    names = [row.name for row in found.children] if found else []
    return names if any("dollars" in words for words in names) else []


def test_the_desk_is_heard_and_driven_by_keys(bus: Bus, window: Seen) -> None:
    assert "Practice" in window.name, "which service this is, in the window's own name"
    steps = window.find("list", "Steps")
    assert steps
    said = until(lambda: [row.name for row in steps.children if "–" not in row.name], "step with a value")
    assert said[0].startswith("Step 1, Product: ")
    frames = until(lambda: rows_with_prices(window, "Frame options"), "frame with a price difference")
    assert all(words.strip() for words in frames)
    assert sum(", selected" in words for words in frames) == 1, "which one the piece has"
    assert any(" dollars" in words and "in wide" in words for words in frames), "name, measures, price difference"
    assert all(" dollars" in words or "same price" in words or "not available, " in words for words in frames)

    give_keyboard_to_largest_window()
    bus.heard()
    bus.press("Alt", "7")
    glazings = until(lambda: rows_with_prices(window, "Glazing options"), "glazing with a price difference")
    (here,) = (words for words in glazings if "selected" in words)
    assert [one.name for one in bus.heard()][-1:] == [here], "the keyboard is where the piece is, and says what that is"
    code = window.find("text", "Product code")
    assert code
    was = code.text
    assert was.startswith("5M")
    bus.press("End")
    assert [one.name for one in bus.heard()][-1:] == [glazings[-1]]
    bus.press("Return")
    until(lambda: code.text != was, "other code")

    names = list[str]()
    for _ in range(8):
        bus.press("Tab")
        names += [one.name for one in bus.heard()][-1:]
    assert len(set(names)) >= 6, f"Tab goes from one to the next: {names}"
    assert all(name.strip() for name in names), f"and each has a name: {names}"

    bus.press("F9")
    badge = until(lambda: window.find("push button", "Client mode is on"), "badge of client mode")
    until(lambda: badge.has(SHOWING), "badge on show")
    rows = window.find("list", "Glazing options")
    assert rows
    until(lambda: not any(" dollars" in row.name for row in rows.children), "list without price differences")
    assert any(row.name for row in rows.children)
