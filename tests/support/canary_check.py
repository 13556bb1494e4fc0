"""The search for the suite's keys when the suite is over: one hit anywhere fails the run (RELIABILITY, plan S1).

A plugin of tests/conftest.py. Searched are the folders that tests write to, pytest's temporary and cache folders, the
report of every test (its name, its captured output and log, its failure), and the report file for CI.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.canary import Search

_PREFIX = "fwdesk-"


class CanaryCheck:
    """Collects what must not be there, in every process of a run, and fails the run in the first one."""

    def __init__(self, config: pytest.Config, home: Path, search: Search) -> None:
        self._config, self._home, self._search = config, home, search
        self._outside = set(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"))
        self.leaks: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = "\n".join([report.nodeid, report.longreprtext, *(text for _, text in report.sections)])
        leaks = self._search.leaks(told.encode("utf-8", "surrogatepass"))
        self.leaks += [f"report of {report.nodeid}: {how}" for how in leaks]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker of pytest-xdist is done."""
        self.leaks += getattr(node, "workeroutput", {}).get("leaks", [])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.leaks += self._search.leaks_in_files(self.places())
        self.leaks = list(dict.fromkeys(self.leaks))
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput["leaks"] = self.leaks  # pyright: ignore[reportAttributeAccessIssue]
        elif self.leaks:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def places(self) -> list[Path]:
        """Where a run leaves things."""
        found = [self._home, *set(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")) - self._outside]
        factory = getattr(self._config, "_tmp_path_factory", None)
        if factory is not None:
            # The folders of workers (popen-…) were searched by themselves, at the same time.
            found += [place for place in factory.getbasetemp().iterdir() if not place.name.startswith("popen-")]
        cache = getattr(self._config, "cache", None)
        if cache is not None:
            found.append(Path(str(cache.makedir("v")).removesuffix("v")))
        xml = getattr(self._config.option, "xmlpath", None)
        found += [Path(xml)] if xml else []
        return [place for place in found if place.exists()]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.leaks:
            terminalreporter.section("keys were left behind", red=True)
            for leak in self.leaks:
                terminalreporter.line(leak)
