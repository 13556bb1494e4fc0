"""The search for keys finds them however they are written, and a run that leaves one behind fails."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support import canary
from tests.support.canary import APP, SHORTEST, WEB, Search

ROOT = Path(__file__).parents[2]
OURS = "a91c3e57-66d2-4b08-b1fe-d07c52943a8b", "0c7f5b21-9e84-4d6a-a3c9-18e2b640fd75"
"""Not the suite's own: what these tests plant may lie around."""

SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "upper case": lambda key: key.upper().encode(),
    "UTF-16": lambda key: key.encode("utf-16"),
    "UTF-16, other order": lambda key: key.encode("utf-16-be"),
    "UTF-32": lambda key: key.encode("utf-32"),
    "hex": lambda key: key.encode().hex().encode(),
    "upper hex": lambda key: key.encode().hex().upper().encode(),
    "base64": lambda key: base64.b64encode(key.encode()),
    "base64 after one byte": lambda key: base64.b64encode(b"=" + key.encode()),
    "base64 after two bytes": lambda key: base64.b64encode(b"a=" + key.encode() + b"&b"),
    "base64 of upper case": lambda key: base64.b64encode(b"a: " + key.upper().encode()),
    "base64 for addresses": lambda key: base64.urlsafe_b64encode(b"key " + key.encode() + b" and more"),
    "every byte a percent sign": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()).encode(),
    "in an address": lambda key: f"https://x/?web_api_key={quote(key)}&y".encode(),
    "JSON": lambda key: json.dumps({"key": key}).encode(),
    "JSON escapes": lambda key: "".join(f"\\u{ord(char):04x}" for char in key).encode(),
    "header": lambda key: f"'app_key': '{key}'".encode(),
}


@pytest.mark.parametrize("spelled", SPELLINGS)
@pytest.mark.parametrize("key", OURS, ids=["first", "second"])
def test_every_spelling_is_found_in_the_middle_of_other_things(spelled: str, key: str) -> None:
    rest = random.Random(7).randbytes(50_000)
    search = Search(OURS)
    assert search.leaks(rest[:20_000] + SPELLINGS[spelled](key) + rest[20_000:])
    assert not search.leaks(rest)


@pytest.mark.parametrize("start", range(len(OURS[0]) - SHORTEST + 1))
def test_any_eight_characters_are_found_and_seven_are_not(start: int) -> None:
    search, rest = Search(OURS), "......"
    for key in OURS:
        assert search.leaks(f"{rest}{key[start : start + SHORTEST]}{rest}".encode())
        assert search.leaks(key[start : start + SHORTEST].encode().hex().encode())
        assert search.leaks(key[start : start + SHORTEST].encode("utf-16-le"))
        assert not search.leaks(f"{rest}{key[start : start + SHORTEST - 1]}{rest}".encode())


def test_files_are_found_by_content_and_by_name(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "cache.bin").write_bytes(b"\0\1" + OURS[0].encode() + b"\2")
    (tmp_path / f"{OURS[1]}.json").write_text("{}")
    (tmp_path / "harmless.txt").write_text("nothing")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    found = Search(OURS).leaks_in_files([tmp_path])
    assert {line.partition(": ")[0].rpartition("/")[2] for line in found} == {f"{OURS[1]}.json", "cache.bin"}


def test_what_leaks_across_two_blocks_of_a_file_is_found_in_each_file_that_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canary, "_BLOCK", 100)
    for name in ("one", "same"):
        (tmp_path / name).write_bytes(b"." * 96 + OURS[0][:SHORTEST].encode() + b"." * 500)
    found = Search(OURS).leaks_in_files([tmp_path])
    assert {line.partition(": ")[0].rpartition("/")[2] for line in found} == {"one", "same"}


def test_random_data_and_other_keys_are_no_hit() -> None:
    noise = random.Random(11)
    for _ in range(20):
        assert not Search().leaks(noise.randbytes(100_000).hex().encode())
    assert not Search().leaks(b"5a1e0000-7e57-4000-8000-000000000001")
    assert WEB != APP


CONFTEST = """
from pathlib import Path
from tests.support.canary import Search
from tests.support.canary_check import CanaryCheck
HOME = Path(__file__).parent / "home"
HOME.mkdir(exist_ok=True)
def pytest_configure(config):
    config.pluginmanager.register(CanaryCheck(config, HOME, Search({keys!r})))
"""

LEAKS = {
    "nothing": "def test_it(tmp_path): (tmp_path / 'a').write_text('nothing')",
    "a temporary file": "def test_it(tmp_path): (tmp_path / 'a').write_bytes(KEY.encode('utf-16'))",
    "the data folder": "def test_it(): (HOME / 'ledger.db').write_bytes(bytes(10_000) + KEY.encode())",
    "a file that fwdesk forgot": (
        "import tempfile\ndef test_it(): tempfile.NamedTemporaryFile('w', prefix='fwdesk-', delete=False).write(KEY)"
    ),
    "print": "def test_it(): print('sent', KEY[4:12])",
    "the error stream": "import sys\ndef test_it(): print(KEY, file=sys.stderr)",
    "the log": "import logging\ndef test_it(): logging.getLogger('x').warning('key %s', KEY.upper())",
    "a test's name": "import pytest\n@pytest.mark.parametrize('key', [KEY])\ndef test_it(key): pass",
    "a skip's reason": "import pytest\ndef test_it(): pytest.skip(KEY)",
}


@pytest.mark.slow
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "workers"])
def test_a_run_that_leaves_a_key_behind_fails(workers: tuple[str, ...], tmp_path: Path) -> None:
    """Real runs of pytest, one a leak; each of them passes but for what it leaves behind."""
    running: dict[str, subprocess.Popen[str]] = {}
    chosen = LEAKS if not workers else {name: LEAKS[name] for name in ("nothing", "a temporary file", "print")}
    for name, test in chosen.items():
        folder = tmp_path / name.replace(" ", "-")
        (folder / "temporary").mkdir(parents=True)
        (folder / "conftest.py").write_text(CONFTEST.format(keys=OURS))
        (folder / "test_leak.py").write_text(f"from conftest import HOME\nKEY = {OURS[0]!r}\n{test}\n")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *workers]
        command += [f"--rootdir={folder}", f"--basetemp={folder / 'base'}", "-c", "/dev/null", str(folder)]
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "TMPDIR": str(folder / "temporary")}
        running[name] = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
        if len(running) % 3 == 0:
            running[name].wait(50)
    for name, process in running.items():
        told, _ = process.communicate(timeout=50)
        left = "keys were left behind" in told
        assert "1 passed" in told or "1 skipped" in told, told
        assert (process.returncode, left) == ((0, False) if name == "nothing" else (1, True)), f"{name}: {told}"
    # These runs' keys are planted: what they wrote is not to be kept.
    assert not Search((WEB, APP)).leaks_in_files([tmp_path])
