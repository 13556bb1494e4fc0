"""Password stores that behave as badly as they are told, and keys to look for in everything that is written."""

from __future__ import annotations

import threading

from fwdesk.domain.keys import KeyPair

WEB, APP = "c0ffee00-0eb0-4000-8000-000000000001", "c0ffee00-a990-4000-8000-000000000002"
PAIR = KeyPair(WEB, APP)
OTHER = KeyPair("c0ffee00-11fe-4000-8000-000000000003", "c0ffee00-11fe-4000-8000-000000000004")


class Store:
    """A password store in memory that can be told to misbehave at one of its calls."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []
        self.raises: dict[str, Exception] = {}
        self.forgets = False
        self.lies = False
        self.sticks = False
        self.gate: threading.Event | None = None
        self.gate_at = 0

    def _called(self, name: str) -> None:
        self.calls.append(name)
        error = self.raises.get(name) or self.raises.get(str(len(self.calls)))
        if error:
            raise error
        if self.gate and len(self.calls) >= self.gate_at:
            self.gate.wait()

    def set_password(self, service: str, username: str, password: str) -> None:
        self._called("set")
        if not self.forgets:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        self._called("get")
        return "another value" if self.lies else self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self._called("delete")
        if not self.sticks:
            self.kept.pop((service, username), None)


def known(name: str, **extra: object) -> Store:
    module, _, kind = name.rpartition(".")
    return type(kind, (Store,), {"__module__": module, "__qualname__": kind, **extra})()


def leak() -> RuntimeError:
    """What a backend raises may hold what it was given."""
    return RuntimeError(f"cannot keep {WEB}")
