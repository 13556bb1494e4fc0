"""A catalog as text and back, exact to the last decimal, so that the desk opens without asking anyone.

Only text is made here; the store writes it in one piece and reads it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from fwdesk.domain.errors import FwdeskError, StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog
from fwdesk.domain.size import Size, plain

SCHEMA = 2
"""Raised whenever the text's layout changes: 2 knows frame classes and framing options. Higher ones are refused."""

_FORMAT = "fwdesk catalog"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A catalog, the service it is from (its base URL), and when it was read (UTC)."""

    catalog: Catalog
    service: str
    taken_at: datetime

    def age(self, now: datetime) -> timedelta:
        """How old it is; never below zero, even when a clock was set back."""
        return max(now - self.taken_at, timedelta())


def to_text(snapshot: Snapshot) -> str:
    """The snapshot as JSON text. `from_text(to_text(snapshot)) == snapshot`."""
    whole = {
        "format": _FORMAT,
        "schema": SCHEMA,
        "service": snapshot.service,
        "taken_at": snapshot.taken_at.isoformat(),
        "catalog": _plain(snapshot.catalog),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """A value as JSON: decimals and amounts as text, sizes as two texts, rows as objects without their defaults."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Money):
        return plain(value.amount)
    if isinstance(value, Size):
        return [plain(value.width), plain(value.height)]
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(item) for field, item in pairs if item != field.default}
    return value


def from_text(text: str) -> Snapshot:
    """Read a snapshot back. Raises `StoreError` when it is damaged, not a snapshot, or from a newer fwdesk."""
    try:
        return _snapshot(json.loads(text, parse_float=_no_float))
    except StoreError:
        raise
    except (ValueError, ArithmeticError, TypeError, LookupError, RecursionError, FwdeskError) as error:
        raise StoreError(f"the catalog snapshot is damaged ({type(error).__name__})") from error


def _snapshot(whole: Any) -> Snapshot:  # noqa: ANN401 - JSON
    if whole["format"] != _FORMAT:
        raise StoreError("this is not a catalog snapshot")
    if whole["schema"] > SCHEMA:
        raise StoreError("the catalog snapshot was written by a newer fwdesk")
    taken_at = datetime.fromisoformat(whole["taken_at"])
    if taken_at.tzinfo is None:
        raise StoreError("the catalog snapshot does not say in which time zone it was taken")
    return Snapshot(_reader(Catalog)(whole["catalog"]), _exactly(str)(whole["service"]), taken_at)


def _no_float(text: str) -> object:
    raise ValueError(f"{text} should be written as text")


@cache
def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        return value

    return read


def _decimal(value: Any) -> Decimal:  # noqa: ANN401 - JSON
    if type(value) is not str:
        raise TypeError("text expected")
    return _number(value)


# Ten thousand frames have a few dozen widths and limits between them: each is made once.
@lru_cache(maxsize=4096)
def _number(text: str) -> Decimal:
    return Decimal(text)


@lru_cache(maxsize=4096)
def _sides(width: str, height: str) -> Size:
    return Size(Decimal(width), Decimal(height))


def _size(value: Any) -> Size:  # noqa: ANN401 - JSON
    width, height = _exactly(list)(value)
    if type(width) is not str or type(height) is not str:
        raise TypeError("two texts expected")
    return _sides(width, height)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a type, or a union of types
    """What reads JSON back into a value of this type."""
    if kind is Decimal:
        return _decimal
    if kind is Money:
        return lambda value: Money(_decimal(value))
    if kind is Size:
        return _size
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return lambda value: tuple(item(one) for one in _exactly(list)(value))
    if isinstance(kind, UnionType):
        some = _reader(next(one for one in get_args(kind) if one is not type(None)))
        return lambda value: None if value is None else some(value)
    if is_dataclass(kind):
        return _row_reader(cast("type", kind))
    return _exactly(kind)


def _row_reader(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(value: Any) -> object:  # noqa: ANN401 - JSON
        if type(value) is not dict:
            raise TypeError("an object expected")
        members = cast("dict[str, Any]", value)
        return kind(**{name: readers[name](item) for name, item in members.items()})

    return read
