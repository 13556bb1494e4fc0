"""What a start is told, and how modules are brought in. Light: the first paint waits for it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """What the command line asks for. `service` is empty to use the one in the settings (practice at first)."""

    artwork: Path | None = None
    service: str = ""
    data_dir: Path | None = None


def import_all(names: tuple[str, ...]) -> None:
    """Import modules one after the other: two threads in one circular import see half of each other."""
    for name in names:
        importlib.import_module(name)
