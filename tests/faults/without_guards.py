"""Runs tests against fwdesk with one line of it changed: `python -m tests.faults.without_guards GUARDS.json`.

The file holds a list of [module, line, line instead, test]. What the tests need is imported once; each change has a
forked child of its own, in which the module is compiled from the changed source. Prints a JSON list of [exit code, what
pytest said]. Exit code 1 means that the test failed, as it should; 70 that the line is not there.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import io
import json
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from types import CodeType, ModuleType

_AT_ONCE = 2
NO_SUCH_LINE = 70


class _Changed(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, old: str, new: str) -> None:
        super().__init__(name, path)
        self._old, self._new = old, new

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        if source.count(self._old) != 1:
            os._exit(NO_SUCH_LINE)
        return compile(source.replace(self._old, self._new), self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, module: str, old: str, new: str) -> None:
        self._module, self._old, self._new = module, old, new

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Changed(fullname, spec.origin, self._old, self._new)
        return spec


def _child(module: str, old: str, new: str, test: str, told: int) -> None:
    import pytest

    if module:
        sys.meta_path.insert(0, _Finder(module, old, new))
    text = io.StringIO()
    options = ["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:cov", "--timeout=20"]
    with redirect_stdout(text):
        code = int(pytest.main([*options, *test.split(" ")]))
    os.write(told, json.dumps([code, text.getvalue()[-3_000:]]).encode())
    os._exit(0)


def _start(guard: Sequence[str]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _child(*guard, told=writing)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(3)
    os.close(writing)
    return child, reading


def _end(child: int, reading: int) -> list[object]:
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(told) if told else [os.waitstatus_to_exitcode(status), ""]


def main(path: str) -> None:
    """Run them, two at a time."""
    import pydantic.fields
    import pytest
    import requests
    import truststore

    assert all((pydantic, pytest, requests, truststore))
    found: list[list[object]] = []
    running: list[tuple[int, int]] = []
    for guard in json.loads(Path(path).read_text(encoding="utf-8")):
        if len(running) == _AT_ONCE:
            found.append(_end(*running.pop(0)))
        running.append(_start(guard))
    found += [_end(*one) for one in running]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
