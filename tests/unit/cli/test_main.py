"""The tree of commands: what is a command, what is a picture, where there is no screen, how everything ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fwdesk.cli import main
from fwdesk.cli.screen import screen
from fwdesk.cli.tree import COMMANDS
from tests.unit.cli.conftest import Run


def quiet(**changes: str) -> dict[str, str]:
    """This environment without a screen."""
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    return {name: value for name, value in os.environ.items() if name not in gone} | changes


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_everything_has_help_that_explains_itself(run: Run, command: str) -> None:
    ran = run(*([command] if command else []), "--help")

    assert ran.code == 0
    assert "examples:" in ran.out


def test_the_help_of_practice_names_profiles_and_keys(run: Run) -> None:
    from fwdesk.practice.service import LIVE_KEYS, PROFILE_NAMES, REFUSED_KEYS

    said = run("practice", "--help").out
    for name in (*PROFILE_NAMES, *LIVE_KEYS, *REFUSED_KEYS):
        assert name in said


def test_the_version(run: Run) -> None:
    import fwdesk

    assert run("--version").out == f"fwdesk {fwdesk.__version__}\n"


@pytest.mark.parametrize("arguments", [["--service", "paper"], ["price", "5M6M9S8x10", "--service", "ftp://x"]])
def test_a_service_that_is_none_is_told_in_words(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert ran.code == 2
    assert "the service is practice, test, live or a URL" in ran.err


def test_a_misspelled_command_and_a_missing_picture(run: Run, tmp_path: Path) -> None:
    assert "was the command explain meant" in run("exlpain", "5M6M9S8x10").err
    missing = run(tmp_path / "none.jpg")
    assert missing.code == 2
    assert "there is no file" in missing.err


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":73"}, {"DISPLAY": "127.0.0.1:73"}, {"WAYLAND_DISPLAY": "x"}])
def test_without_a_screen_one_sentence_names_the_tour(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "explain.jpg").touch()
    done = subprocess.run(
        [sys.executable, "-m", "fwdesk", "explain.jpg"],
        env=quiet(**environment),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "fwdesk tour --out DIR" in done.stderr


def test_a_screen_that_answers_is_one(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        found = screen({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})
        assert found.there
        assert not screen({"WAYLAND_DISPLAY": "wayland-7", "QT_QPA_PLATFORM": "xcb"}).there
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert screen({"DISPLAY": f"localhost:{number}.0"}).there
        assert screen({"DISPLAY": f":{number}"}).there
    assert not screen({"DISPLAY": f"localhost:{number}"}).there
    assert screen({"QT_QPA_PLATFORM": "offscreen"}).there
    assert screen({"DISPLAY": "elsewhere:0"}).there, "another computer is not asked"
    assert not screen({"DISPLAY": "nonsense"}).there


def test_ctrl_c_ends_a_command_without_a_traceback(tmp_path: Path) -> None:
    service = subprocess.Popen(
        [sys.executable, "-m", "fwdesk", "practice", "--profile", "slow:60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert service.stdout is not None
    url = service.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:")
    program = (
        "import signal, sys, threading, fwdesk.finerworks.client as c\n"
        "from fwdesk.cli import main\n"
        "ask = c.FinerWorks.get_prices\n"
        "def asked(*a, **k):\n"
        "    print('asking', flush=True)\n"
        "    return ask(*a, **k)\n"
        "c.FinerWorks.get_prices = asked\n"
        f"sys.exit(main(['--data-dir', {str(tmp_path)!r}, 'price', '5M6M9S8x10', '--service', {url!r}]))"
    )
    price = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert price.stdout is not None
    assert price.stdout.readline() == "asking\n"
    price.send_signal(signal.SIGINT)
    _, complaint = price.communicate(timeout=20)
    service.send_signal(signal.SIGINT)
    _, trouble = service.communicate(timeout=20)

    assert (price.returncode, complaint) == (130, "")
    assert (service.returncode, trouble) == (130, "")


def test_practice_ends_well_when_it_is_told_to() -> None:
    service = subprocess.Popen([sys.executable, "-m", "fwdesk", "practice"], stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None
    assert service.stdout.readline().startswith("http://127.0.0.1:")
    assert "web_api_key" in service.stdout.readline()
    service.terminate()
    service.communicate(timeout=20)

    assert service.returncode == 0


def test_practice_says_when_it_cannot_be_had(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = run("practice", "--port", server.getsockname()[1])
    assert taken.code == 1
    assert "is in use" in taken.err
    assert run("practice", "--profile", "sloow").code == 2
    assert "has no usable number" in run("practice", "--profile", "slow:x").err


def test_a_reader_that_leaves_is_no_trouble(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        f"{sys.executable} -m fwdesk --help | true", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_main_gives_back_what_argparse_says() -> None:
    assert main(["price"]) == 2
