"""The desk as it was left, saved by itself a moment after each change, so that a crash costs seconds of work."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import cast

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Crop
from fwdesk.domain.errors import CodeError, StoreError
from fwdesk.store.files import read_capped, set_aside, write_atomic

_VERSION = 1
_LIMIT = 1_000_000
_MIDDLE = Crop()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is on the desk: the product code, the crop, the artwork by path and content, and the step shown."""

    code: str = ""
    crop: Crop = _MIDDLE
    artwork: str = ""
    sha256: str = ""
    step: str = ""


def save(path: Path, draft: Draft) -> None:
    """Write all of it or nothing. Raises `StoreError`."""
    body = asdict(draft) | {"version": _VERSION, "crop": {"x": str(draft.crop.x), "y": str(draft.crop.y)}}
    write_atomic(path, json.dumps(body, indent=2).encode())


def load(path: Path) -> tuple[Draft | None, str]:
    """The draft, None if there is none; and a sentence when a broken one had to be set aside. Never raises."""
    try:
        return _read(path), ""
    except FileNotFoundError:
        return None, ""
    except (StoreError, CodeError, ValueError, KeyError, TypeError, InvalidOperation, RecursionError):
        try:
            kept = f"It was kept as {set_aside(path).name}."
        except StoreError as error:
            kept = str(error)
        return None, f"What was last on the desk could not be read. {kept}"


def forget(path: Path) -> None:
    """Take the draft away: the work was finished or declined. Raises `StoreError`."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{path.name} could not be removed: {error.strerror}.") from error


def _read(path: Path) -> Draft:
    raw = cast("dict[str, object]", json.loads(read_capped(path, _LIMIT)))
    if raw["version"] != _VERSION:
        raise ValueError("another version")
    crop = cast("dict[str, object]", raw["crop"])
    code = _text(raw["code"])
    if code:
        parse_code(code)
    draft = Draft(
        code,
        Crop(_share(crop["x"]), _share(crop["y"])),
        _text(raw["artwork"]),
        _text(raw["sha256"]),
        _text(raw["step"]),
    )
    if "\0" in draft.artwork:
        raise ValueError("a path has no NUL")
    return draft


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _share(value: object) -> Decimal:
    share = Decimal(_text(value))
    if not 0 <= share <= 1:
        raise ValueError("a crop lies between 0 and 1")
    return share
