"""Runs one test on a program with one guard taken out: the source is changed as it is imported, no file is touched.

It has pytest and the libraries imported, not fwdesk, and forks for each question, so that each is fresh.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Removal:
    """In `module`, `old` (found exactly once) becomes `new`; then `test` must be red."""

    name: str
    module: str
    old: str
    new: str
    test: str

    def path(self) -> Path:
        return ROOT / (self.module.replace(".", "/") + ".py")


class Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module from changed source."""

    def __init__(self, removal: Removal) -> None:
        self._removal = removal

    def find_spec(
        self, fullname: str, _path: object = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._removal.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self._removal.path(), loader=self)

    def get_filename(self, fullname: str) -> str:
        return str(self._removal.path())

    def get_data(self, path: str | Path) -> bytes:
        return Path(path).read_text().replace(self._removal.old, self._removal.new).encode()

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError("never from a cache")


class Surgery:
    """The process, from outside. `red` is the number of tests that failed, `ran` of those that ran."""

    def __init__(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.faults.kit.guards import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env,
        )  # fmt: skip

    def ask(self, removal: Removal) -> tuple[int, int, str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(removal)) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["red"], answer["ran"], answer["words"]

    def close(self) -> None:
        self._process.communicate()


class Count:
    """How the tests ended."""

    def __init__(self) -> None:
        self.red = self.ran = 0

    def pytest_runtest_logreport(self, report: object) -> None:
        when, failed = getattr(report, "when", ""), getattr(report, "failed", False)
        self.ran += when == "call"
        self.red += bool(failed)


def main() -> None:
    # Without what pytest finds by itself, a question takes half the time.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import hypothesis.strategies
    import pydantic
    import pytest
    import requests
    import truststore
    from PIL import Image
    from PySide6 import QtTest, QtWidgets

    assert Image, (hypothesis, pydantic, requests, truststore, QtTest, QtWidgets)
    for line in sys.stdin:
        removal = Removal(**json.loads(line))
        seen, told = os.pipe()
        child = os.fork()
        if not child:
            os.close(seen)
            sys.meta_path.insert(0, Changed(removal))
            count = Count()
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            words = ["-q", "-p", "pytest_timeout", "-p", "pytestqt.plugin", "-p", "no:cacheprovider", "--no-header"]
            code = pytest.main([*words, *removal.test.split()], plugins=[count])
            os.write(told, json.dumps({"red": count.red, "ran": count.ran, "words": f"pytest said {code}"}).encode())
            os._exit(0)
        os.close(told)
        answer = b""
        while piece := os.read(seen, 65536):
            answer += piece
        os.close(seen)
        os.waitpid(child, 0)
        print(answer.decode() or json.dumps({"red": 0, "ran": 0, "words": "it died"}), flush=True)
