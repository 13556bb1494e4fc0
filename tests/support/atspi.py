"""What a screen reader sees: a private accessibility bus, and the desk on it, read over D-Bus (AT-SPI 2).

The names, roles, states and interfaces are those of the AT-SPI D-Bus protocol; jeepney, which the password store
needs anyway, speaks D-Bus.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

T = TypeVar("T")
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_ACCESSIBLE, _TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Text"
_REGISTRY, _ROOT = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"
_KEYS = "/org/a11y/atspi/registry/deviceeventcontroller"
FOCUSED, SELECTED, SHOWING = 12, 23, 25
_PRESS, _RELEASE, _STROKE = 0, 1, 2
KEYCODES = {
    "Alt": 64, "Ctrl": 37, "Shift": 50, "Tab": 23, "Return": 36, "Escape": 9, "Down": 116, "F9": 75, "End": 115,
    "4": 13, "7": 16,
}  # fmt: skip
"""Hardware keys of the virtual screen, which are those of a PC keyboard."""


class Bus:
    """A session bus and the accessibility bus on it, for one test; `environment` is what the desk is started with."""

    def __init__(self) -> None:
        daemon = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        self._daemon = subprocess.Popen(daemon, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._daemon.stdout
        address = self._daemon.stdout.readline().strip()
        self.environment = os.environ | {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        launch = [LAUNCHER, "--launch-immediately"]
        self._launcher = subprocess.Popen(launch, env=self.environment, stderr=subprocess.DEVNULL)
        session = open_dbus_connection(address)
        self._line_address = until(lambda: _accessibility_bus(session), "an accessibility bus")
        self._line = open_dbus_connection(self._line_address)
        session.close()
        self._ears = self._listen(self._line_address)

    def _listen(self, address: str) -> DBusConnection:
        """A second line, on which what gets the keyboard is announced, as it is to a screen reader."""
        self.call(
            (_REGISTRY, "/org/a11y/atspi/registry"), _REGISTRY, "RegisterEvent", "s", "object:state-changed:focused"
        )
        ears = open_dbus_connection(address)
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged")
        ears.send_and_get_reply(message_bus.AddMatch(rule))
        return ears

    def heard(self, seconds: float = 1.0) -> list[Seen]:
        """What got the keyboard since this was last asked; waits for the first, and then until it is quiet."""
        found: list[Seen] = []
        wait = seconds
        while True:
            try:
                message = self._ears.receive(timeout=wait)
            except TimeoutError:
                return found
            fields, body = message.header.fields, message.body
            if body and body[0] == "focused" and body[1]:
                found.append(Seen(self, (fields[HeaderFields.sender], fields[HeaderFields.path])))
                wait = 0.15

    def call(self, place: tuple[str, str], interface: str, method: str, signature: str = "", *body: object) -> Any:
        """One call; the first value of its answer. Raises `DBusErrorResponse`."""
        address = DBusAddress(place[1], bus_name=place[0], interface=interface)
        reply = self._line.send_and_get_reply(new_method_call(address, method, signature or None, body), timeout=20)
        if reply.header.message_type.name == "error":
            raise DBusErrorResponse(reply)
        return reply.body[0] if reply.body else None

    def programs(self) -> list[Seen]:
        """What is on the bus."""
        return [Seen(self, tuple(place)) for place in self.call((_REGISTRY, _ROOT), _ACCESSIBLE, "GetChildren")]

    def press(self, *keys: str) -> None:
        """A stroke of the last key while the others are held, as the keyboard makes it."""
        strokes = [(key, _PRESS) for key in keys[:-1]] + [(keys[-1], _STROKE)]
        strokes += [(key, _RELEASE) for key in reversed(keys[:-1])]
        for key, kind in strokes:
            self.call(
                (_REGISTRY, _KEYS), "org.a11y.atspi.DeviceEventController", "GenerateKeyboardEvent", "isu",
                KEYCODES[key], "", kind,
            )  # fmt: skip

    def close(self) -> None:
        """Both buses end."""
        self._ears.close()
        self._line.close()
        for process in (self._launcher, self._daemon):
            process.terminate()
            process.wait(10)
        assert self._daemon.stdout
        self._daemon.stdout.close()


def _accessibility_bus(session: DBusConnection) -> str:
    address = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    reply = session.send_and_get_reply(new_method_call(address, "GetAddress"), timeout=20)
    return "" if reply.header.message_type.name == "error" else str(reply.body[0])


@dataclass(frozen=True)
class Seen:
    """One thing on the bus. What is gone by the time it is asked has no name and no children."""

    bus: Bus
    place: tuple[str, ...]

    def _ask(self, interface: str, method: str, signature: str = "", *body: object) -> Any:
        try:
            return self.bus.call((self.place[0], self.place[1]), interface, method, signature, *body)
        except DBusErrorResponse:
            return None

    def _property(self, name: str) -> Any:
        found = self._ask("org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, name)
        return found[1] if found else ""

    @property
    def name(self) -> str:
        """What is said of it."""
        return str(self._property("Name"))

    @property
    def description(self) -> str:
        """What is said when one asks for more."""
        return str(self._property("Description"))

    @property
    def role(self) -> str:
        """What kind of thing it is."""
        return str(self._ask(_ACCESSIBLE, "GetRoleName") or "")

    @property
    def text(self) -> str:
        """What is written in a field."""
        return str(self._ask(_TEXT, "GetText", "ii", 0, -1) or "")

    def has(self, state: int) -> bool:
        """Whether it is in a state."""
        low, high = self._ask(_ACCESSIBLE, "GetState") or (0, 0)
        return bool((low | high << 32) >> state & 1)

    @property
    def children(self) -> list[Seen]:
        """What is in it."""
        return [Seen(self.bus, tuple(place)) for place in self._ask(_ACCESSIBLE, "GetChildren") or ()]

    def all(self) -> Iterator[Seen]:
        """It and all that is in it, from the outside in."""
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, role: str, name: str) -> Seen | None:
        """The first thing in it of a role whose name begins so."""
        return next((one for one in self.all() if one.role == role and one.name.startswith(name)), None)


def give_keyboard_to_largest_window() -> None:
    """What a window manager does when a window opens; a bare virtual screen has none. Raises `OSError` without Xlib."""
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(xlib.XOpenDisplay(None))
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    root, parent, count = ctypes.c_ulong(xlib.XDefaultRootWindow(display)), ctypes.c_ulong(), ctypes.c_uint()
    windows = ctypes.POINTER(ctypes.c_ulong)()
    xlib.XQueryTree(display, root, *map(ctypes.byref, (root, parent, windows, count)))
    areas: dict[int, int] = {}
    for number in range(count.value):
        at, sizes = ctypes.c_ulong(windows[number]), [ctypes.c_uint() for _ in range(4)]
        place = [ctypes.c_int(), ctypes.c_int()]
        xlib.XGetGeometry(display, at, *map(ctypes.byref, (ctypes.c_ulong(), *place, *sizes)))
        areas[at.value] = sizes[0].value * sizes[1].value
    xlib.XSetInputFocus(display, ctypes.c_ulong(max(areas, key=lambda at: areas[at])), 2, ctypes.c_ulong(0))
    xlib.XSync(display, 0)
    xlib.XCloseDisplay(display)


def until(fact: Callable[[], T | None], what: str, seconds: float = 120) -> T:
    """Wait for something to be there, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = fact()
        if found:
            return found
        threading.Event().wait(0.05)  # nothing tells when another process is ready
    raise AssertionError(f"there is no {what} after {seconds} s")
