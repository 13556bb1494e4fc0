"""Promises of the checkout itself: locks, scripts, banned patterns, file sizes, changelog, README."""

import ast
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import fwdesk

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("start.py", "test.py", "setup_env.py", "coverage_floor.py", "contract.py")
TEXT = {".py", ".md", ".toml", ".json", ".txt", ".sh", ".yml", ".yaml", ".cfg", ".spec", ".qss", ".svg", ".html", ""}
# Written in pieces, so that this file does not hold them.
REGISTRIES = re.compile(
    "|".join(
        [
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(org|com)",
            "pkg" + r"\.dev",
            r"/opt/" + "py" + "pi",
        ]
    )
)
MACHINE = re.compile(r"(?<![\w.])/(work|farm|root)/[\w.]+")
BANNED = {
    r"\btime\.sleep\(": "wait for a fact: waitSignal, waitUntil, an Event, a deadline",
    r"\bprocessEvents\(": "let the event loop run",
    r"\bqtbot\.wait\(": "wait for a fact: qtbot.waitSignal or qtbot.waitUntil",
}
LINES = 420
WINDOW_LINES = 300


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def git(*arguments: str) -> str:
    """What git says; a copy without git has nothing to check."""
    try:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")


def project_files() -> list[Path]:
    """What git knows or would add."""
    names = git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def hits(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:90]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, by full name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def lock_entries(name: str) -> dict[str, tuple[str, str]]:
    """Package -> version and everything after it, from a lock file."""
    text = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    joined = text.replace("\\\n", " ")
    entries: dict[str, tuple[str, str]] = {}
    for line in joined.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.match(r"([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)(.*)", line)
        assert match, f"{name}.txt holds a line that pins nothing: {line[:80]}"
        entries[match[1]] = (match[2], match[3])
    return entries


# --- the scripts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_need_nothing_but_the_standard_library(name: str) -> None:
    siblings = {Path(script).stem for script in SCRIPTS}
    roots = {module.partition(".")[0] for module in imported(ROOT / "packaging" / name)}

    assert roots - siblings <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("name", ["start.py", "test.py"])
def test_an_older_python_is_told_before_anything_newer_is_read(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")

    ast.parse(text, feature_version=(3, 8))
    assert text.index("sys.version_info < (3, 11)") < text.index("import setup_env")


def test_continuous_integration_runs_the_same_command() -> None:
    assert "packaging/test.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


# --- the locks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["runtime", "dev", "contract"])
def test_every_locked_package_has_hashes(name: str) -> None:
    entries = lock_entries(name)

    assert entries
    assert [package for package, (_, rest) in entries.items() if "--hash=sha256:" not in rest] == []


def test_the_dev_lock_holds_the_runtime_lock() -> None:
    runtime, dev = lock_entries("runtime"), lock_entries("dev")

    assert {package: dev.get(package, ("missing", ""))[0] for package in runtime} == {
        package: version for package, (version, _) in runtime.items()
    }


def test_every_dependency_is_locked_and_the_toolkit_is_the_good_one() -> None:
    project = pyproject()["project"]
    assert isinstance(project, dict)
    wanted = {re.split(r"[^A-Za-z0-9.-]", text)[0].lower() for text in project["dependencies"]}
    locked = lock_entries("runtime")

    assert wanted - set(locked) == set()
    assert locked["pyside6-essentials"][0] == "6.11.3"


# --- what may not stand in a file -----------------------------------------------------------------------------------


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    files = [path for path in project_files() if path.suffix in TEXT]

    assert files
    assert hits(REGISTRIES, files) + hits(MACHINE, files) == []


@pytest.mark.parametrize("pattern", BANNED)
def test_nothing_waits_blindly(pattern: str) -> None:
    found = hits(re.compile(pattern), python_files("fwdesk", "tests"))

    assert found == [], BANNED[pattern]


def test_the_app_room_knows_no_widgets() -> None:
    """import-linter sees only whole packages; QtCore is the part of PySide6 that app may use."""
    allowed = re.compile(r"PySide6(\.QtCore(\..+)?)?$")
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in python_files("fwdesk/app")
        for name in sorted(imported(path))
        if name.startswith("PySide6") and not allowed.match(name)
    ]

    assert found == []


def test_files_stay_small() -> None:
    sizes = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in python_files("fwdesk", "packaging")
    }
    window = {path: lines for path, lines in sizes.items() if re.fullmatch(r"fwdesk/ui/(main_)?window\.py", path)}

    assert {path: lines for path, lines in sizes.items() if lines >= LINES} == {}
    assert {path: lines for path, lines in window.items() if lines >= WINDOW_LINES} == {}


# --- what people read -----------------------------------------------------------------------------------------------


def test_the_version_is_said_once() -> None:
    project = pyproject()["project"]
    assert isinstance(project, dict)

    assert project["version"] == fwdesk.__version__


def test_every_released_version_has_a_changelog_entry() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = {tag.removeprefix("v") for tag in git("tag", "--list", "v*").split()}

    assert headings[0] == "Unreleased"
    assert released - set(headings) == set()


def test_the_readme_names_both_commands_and_no_dead_links() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert "python3 packaging/start.py" in text
    assert "python3 packaging/test.py" in text
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_icons_can_be_recolored_and_carry_their_licence() -> None:
    folder = ROOT / "resources" / "icons"
    icons = sorted(folder.glob("*.svg"))

    assert len(icons) >= 40
    assert "MIT" in (folder / "LICENSE").read_text(encoding="utf-8")
    for icon in icons:
        root = ElementTree.parse(icon).getroot()
        assert root.get("stroke") == "currentColor", icon.name
        assert root.get("viewBox") == "0 0 24 24", icon.name
