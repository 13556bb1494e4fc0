"""Whether there is a screen, looked at before Qt is asked: Qt ends the whole program when there is none.

An address in DISPLAY or WAYLAND_DISPLAY proves nothing, as the server may be gone; so its door is knocked at.
"""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DISPLAY = re.compile(r"(?:(?P<path>/.+)|(?P<host>[^/]*)):(?P<number>\d{1,5})(?:\.\d+)?", re.ASCII)
_FIRST_PORT = 6000
_PATIENCE_S = 2.0
_HERE = ("", "unix", "localhost", "::1", "[::1]")


@dataclass(frozen=True, slots=True)
class Screen:
    """Whether a window can be opened, and why, as a sentence."""

    there: bool
    words: str


def screen(environ: Mapping[str, str]) -> Screen:
    """Look for a screen the way Qt does."""
    plugin = environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if not sys.platform.startswith("linux"):
        return Screen(True, "This system has its own windows.")
    if plugin and not plugin.startswith(("xcb", "wayland")):
        return Screen(True, f"Qt paints with {plugin}, as QT_QPA_PLATFORM says.")
    wayland, display = environ.get("WAYLAND_DISPLAY", ""), environ.get("DISPLAY", "")
    if wayland and not plugin.startswith("xcb") and _wayland_answers(wayland, environ.get("XDG_RUNTIME_DIR", "")):
        return Screen(True, f"The Wayland screen {wayland} answers.")
    if display and not plugin.startswith("wayland"):
        return _x11(display)
    if wayland:
        return Screen(False, f"WAYLAND_DISPLAY names {wayland}, but nothing answers there.")
    return Screen(False, "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set).")


def _x11(display: str) -> Screen:
    found = _DISPLAY.fullmatch(display)
    if found is None:
        return Screen(False, f"DISPLAY is {display!r}, which is not the address of a screen.")
    host, number = found["host"] or "", int(found["number"])
    if found["path"]:
        answers = _connects(socket.AF_UNIX, f"{found['path']}:{number}") or _connects(socket.AF_UNIX, found["path"])
    elif host in _HERE or host.startswith("127."):
        answers = _local_server_answers(host, number)
    else:
        return Screen(True, f"The screen is {display}, on another computer.")
    words = f"The screen {display} answers." if answers else f"DISPLAY names {display}, but nothing answers there."
    return Screen(answers, words)


def _local_server_answers(host: str, number: int) -> bool:
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X11 has it
        if _connects(socket.AF_UNIX, f"\0{path}") or _connects(socket.AF_UNIX, path):
            return True
    port = _FIRST_PORT + number
    if host.startswith("127."):
        return _connects(socket.AF_INET, (host, port))
    return _connects(socket.AF_INET, ("127.0.0.1", port)) or _connects(socket.AF_INET6, ("::1", port))


def _wayland_answers(name: str, runtime: str) -> bool:
    return _connects(socket.AF_UNIX, str(Path(runtime) / name))


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with suppress(OSError, OverflowError, ValueError), socket.socket(family, socket.SOCK_STREAM) as door:
        door.settimeout(_PATIENCE_S)
        door.connect(address)
        return True
    return False
