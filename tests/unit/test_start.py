"""packaging/start.py and what it shares with test.py: what is needed for which command, and what people are told."""

import hashlib
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(PACKAGING)
    yield
    for name in ("start", "setup_env", "coverage_floor"):
        sys.modules.pop(name, None)


@pytest.fixture
def start(scripts: None) -> ModuleType:
    return importlib.import_module("start")


@pytest.fixture
def setup_env(scripts: None) -> ModuleType:
    return importlib.import_module("setup_env")


@pytest.fixture
def coverage_floor(scripts: None) -> ModuleType:
    return importlib.import_module("coverage_floor")


# --- which command, which screen ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ""),
        (["cat.jpg"], ""),
        (["--service", "practice"], ""),
        (["--service", "orders", "cat.jpg"], ""),
        (["--service=test"], ""),
        (["explain", "5M6M9S16x20"], "explain"),
        (["--data-dir", "tour", "doctor"], "doctor"),
        (["tour", "--out", "x"], "tour"),
        (["tour", "--help"], "tour"),
        (["--help"], "--help"),
        (["-h"], "--help"),
        (["--version"], "--help"),
    ],
)
def test_the_command_is_found_among_the_arguments(start: ModuleType, arguments: list[str], command: str) -> None:
    assert start.command_of(arguments) == command


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, []),
        ({"DISPLAY": ""}, []),
        ({"DISPLAY": ":0"}, ["x11"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wayland"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["x11", "wayland"]),
        ({"QT_QPA_PLATFORM": "xcb"}, []),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, ["x11"]),
        ({"QT_QPA_PLATFORM": "offscreen"}, ["own"]),
        ({"QT_QPA_PLATFORM": "vnc:port=5901"}, ["own"]),
    ],
)
def test_a_screen_is_recognized(start: ModuleType, environment: dict[str, str], expected: list[str]) -> None:
    assert start.screens(environment) == expected


def test_without_a_screen_one_sentence_names_the_tour() -> None:
    environment = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "start.py"), "cat.jpg"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert done.stdout == ""
    assert "no screen" in done.stderr
    assert "tour" in done.stderr
    assert done.stderr.count("\n") == 1


def test_only_a_window_needs_the_window_libraries(
    start: ModuleType, setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "missing_libraries", list)

    assert start.needed_packages("explain", []) == []
    assert start.needed_packages("--help", []) == []
    assert "libegl1" in start.needed_packages("tour", [])
    assert "libxcb-cursor0" not in start.needed_packages("tour", ["x11"])
    assert "libxcb-cursor0" in start.needed_packages("", ["x11"])
    assert "libwayland-cursor0" in start.needed_packages("", ["wayland"])


# --- system packages ------------------------------------------------------------------------------------------------


def test_a_missing_library_is_named_by_its_package(setup_env: ModuleType) -> None:
    wanted = {"libc6": "libc.so.6", "libnowhere9": "libfwdesk-nowhere.so.9"}

    assert setup_env.missing_libraries(wanted) == ["libnowhere9"]


def test_without_root_the_one_line_is_said(setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_env, "has_apt", lambda: True)
    monkeypatch.setattr(setup_env.os, "geteuid", lambda: 1000)

    with pytest.raises(setup_env.SetupError) as caught:
        setup_env.install_system(["libegl1", "libgl1", "libegl1"], "The desk needs them.")

    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgl1"
    assert line in str(caught.value)


def test_root_installs_after_refreshing_the_lists(setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], environment: dict[str, str] | None = None) -> tuple[bool, str]:
        ran.append(command)
        return True, ""

    monkeypatch.setattr(setup_env, "has_apt", lambda: True)
    monkeypatch.setattr(setup_env.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup_env, "run", run)

    setup_env.install_system(["libgl1", "libglib2.0-0"], "why")

    assert [command[-1] for command in ran] == ["update", "libglib2.0-0t64", "libglib2.0-0t64"]
    assert {"-y", "--no-install-recommends", "libgl1"} <= set(ran[-1])


def test_a_failed_install_says_what_apt_said(setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_env, "has_apt", lambda: True)
    monkeypatch.setattr(setup_env.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup_env, "run", lambda *_: (False, "Reading\nE: Unable to locate package libgl1\n"))

    with pytest.raises(setup_env.SetupError, match="Unable to locate package libgl1"):
        setup_env.install_system(["libgl1"], "why")


# --- the environment ------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A checkout in a temporary folder whose environment was just made."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for name in ("pyproject.toml", "runtime.txt", "dev.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(setup_env, "ROOT", tmp_path)
    monkeypatch.setattr(setup_env, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(setup_env, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(setup_env, "LOCKS", {kind: tmp_path / f"{kind}.txt" for kind in ("runtime", "dev")})
    setup_env.STAMP.write_text(json.dumps(setup_env.wanted_stamp()), encoding="utf-8")
    return tmp_path


def test_a_made_environment_is_used_as_it_is(setup_env: ModuleType, checkout: Path) -> None:
    assert setup_env.ensure_environment("runtime") is False
    assert setup_env.ensure_environment("dev") is False


def test_a_changed_dev_lock_does_not_hold_up_the_artist(setup_env: ModuleType, checkout: Path) -> None:
    (checkout / "dev.txt").write_text("newer", encoding="utf-8")

    assert setup_env.is_ready("runtime")
    assert not setup_env.is_ready("dev")


@pytest.mark.parametrize("changed", ["runtime.txt", "pyproject.toml", ".venv/bin/python", ".venv/stamp.json"])
def test_what_changed_is_noticed(setup_env: ModuleType, checkout: Path, changed: str) -> None:
    (checkout / changed).unlink()
    if not changed.startswith(".venv"):
        (checkout / changed).write_text("newer", encoding="utf-8")

    assert not setup_env.is_ready("runtime")


def test_another_python_is_noticed(setup_env: ModuleType, checkout: Path) -> None:
    stamp = setup_env.wanted_stamp() | {"python": "cpython-399-x86_64"}
    setup_env.STAMP.write_text(json.dumps(stamp), encoding="utf-8")

    assert not setup_env.is_ready("runtime")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "nothing of it was used"),
        ("WARNING: Retrying: NewConnectionError('failed')", "did not answer"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: something else", "pip reported a problem"),
    ],
)
def test_trouble_with_pip_is_a_sentence(setup_env: ModuleType, line: str, sentence: str) -> None:
    assert sentence in setup_env.pip_trouble("the Python packages", [line])


def test_an_error_is_a_sentence_and_an_exit_code(setup_env: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(arguments: list[str]) -> int:
        raise setup_env.SetupError("This needs a person.")

    assert setup_env.guarded(fails, []) == 1
    assert capsys.readouterr().err == "This needs a person.\n"


# --- the coverage floors --------------------------------------------------------------------------------------------


def report(folder: Path, files: dict[str, tuple[list[int], list[list[int]]]], overall: float) -> Path:
    data = {
        "files": {
            path: {"summary": {"percent_covered": 97.0}, "missing_lines": lines, "missing_branches": branches}
            for path, (lines, branches) in files.items()
        },
        "totals": {"percent_covered": overall},
    }
    path = folder / f"{hashlib.sha256(repr(data).encode()).hexdigest()[:8]}.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_perfect_rooms_and_ninety_percent_pass(coverage_floor: ModuleType, tmp_path: Path) -> None:
    files = {"fwdesk/domain/code.py": ([], []), "fwdesk/ui/stage.py": ([5], [[4, 5]])}

    assert coverage_floor.check(report(tmp_path, files, 90.0)) == 0
    assert coverage_floor.check(report(tmp_path, files, 89.9)) == 1


def test_offenders_are_named_with_their_places(
    coverage_floor: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"fwdesk/store/ledger.py": ([3, 4, 5, 9], [[8, -1]]), "fwdesk/orders/read.py": ([], [[2, 6]])}

    assert coverage_floor.check(report(tmp_path, files, 99.0)) == 1
    said = capsys.readouterr().out
    assert "3-5, 9; 8→exit" in said
    assert "-; 2→6" in said
    assert coverage_floor.check(tmp_path / "none.json") == 1
