"""The few settings the first paint needs, read with the standard library alone: pydantic comes after it."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path
from typing import NamedTuple, cast

THEMES = ("system", "light", "dark")
SETTINGS_LIMIT = 1_000_000
"""Bytes a settings file may have."""


class Peek(NamedTuple):
    """What the window needs before anything else is loaded. `window` is Qt's saved geometry, empty at first.

    `client` says that costs are hidden: they must not be seen for a moment before all settings are read.
    """

    theme: str = "system"
    window: bytes = b""
    client: bool = False


def peek(path: Path) -> Peek:
    """Look into the settings file. Anything missing or wrong is left at its default without a word: `load` tells."""
    try:
        with path.open("rb") as file:
            raw: object = json.loads(file.read(SETTINGS_LIMIT + 1)[:SETTINGS_LIMIT])
    except (OSError, ValueError, RecursionError):
        return Peek()
    if not isinstance(raw, dict):
        return Peek()
    found = cast("dict[str, object]", raw)
    theme, window = found.get("theme"), found.get("window")
    return Peek(
        theme if isinstance(theme, str) and theme in THEMES else "system",
        unpack(window) or b"" if isinstance(window, str) else b"",
        found.get("client_mode") is True,
    )


def peek_theme(path: Path) -> str:
    """`system`, `light` or `dark`."""
    return peek(path).theme


def unpack(text: str) -> bytes | None:
    """Bytes from strict base64; None if it is not that."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
