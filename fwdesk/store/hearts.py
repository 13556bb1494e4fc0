"""Which options an artist put a heart on, and which were chosen last, for each service, in a JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from fwdesk.domain.errors import StoreError
from fwdesk.store.files import read_capped, set_aside, write_atomic

_VERSION = 1
_LIMIT = 1_000_000
MOST = 500
"""Hearts, and recent options, that are kept for a service; the oldest go first."""

Option = tuple[str, int]
"""A step's name and an option's id."""


@dataclass(frozen=True, slots=True)
class Hearts:
    """What a service's options are to the artist, the newest first."""

    hearts: tuple[Option, ...] = ()
    recent: tuple[Option, ...] = ()


def save(path: Path, hearts: dict[str, Hearts]) -> None:
    """Write all of it or nothing. Raises `StoreError`."""
    kept = {service: Hearts(one.hearts[:MOST], one.recent[:MOST]) for service, one in hearts.items()}
    body = {"version": _VERSION, "services": {service: asdict(one) for service, one in kept.items()}}
    write_atomic(path, json.dumps(body, indent=1).encode())


def load(path: Path) -> tuple[dict[str, Hearts], str]:
    """The hearts by service, and a sentence when a broken file had to be set aside. Never raises."""
    try:
        raw = cast("dict[str, object]", json.loads(read_capped(path, _LIMIT)))
        return _read(raw), ""
    except FileNotFoundError:
        return {}, ""
    except (StoreError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        try:
            kept = f"They were kept as {set_aside(path).name}."
        except StoreError as error:
            kept = str(error)
        return {}, f"The hearts you gave could not be read. {kept}"


def _read(raw: dict[str, object]) -> dict[str, Hearts]:
    if raw["version"] != _VERSION:
        raise ValueError("another version")
    services = cast("dict[str, dict[str, object]]", raw["services"])
    return {name: Hearts(_options(one["hearts"]), _options(one["recent"])) for name, one in services.items()}


def _options(value: object) -> tuple[Option, ...]:
    found: list[Option] = []
    for step, option in cast("list[tuple[object, object]]", value):
        if not isinstance(step, str) or type(option) is not int:
            raise TypeError("a step and an id")
        found.append((step, option))
    return tuple(found)
