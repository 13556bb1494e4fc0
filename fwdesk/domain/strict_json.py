"""JSON in and out, exact and suspicious: no floats, no doubled keys, no NaN, bounded depth and numbers.

What the service sends decides about money, and a project file comes from anybody: what two readers could read
differently is refused (RELIABILITY 3, "Response gate"; 7).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn, TypeAlias, cast

from fwdesk.domain.size import plain

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"
"""What an answer is made of. Whole numbers are `int`, all others `Decimal`; there is no float."""

Writable: TypeAlias = "bool | int | Decimal | str | Sequence[Writable] | Mapping[str, Writable] | None"
"""What a request body is made of."""

MAX_DEPTH = 64
_LONGEST_NUMBER = 64
# The exponents a double can have. Beyond them a number is an attack: f"{Decimal('1e999999'):f}" fills the memory.
_EXPONENTS = range(-330, 310)


class JsonError(ValueError):
    """Not the JSON we accept. The message says why and holds nothing of the content."""


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise JsonError("a name occurs twice in one object")
    return made


def decimal(text: str) -> Decimal:
    """Read a decimal number, in JSON or in a string. Raises `JsonError` for anything no price or length can be."""
    if len(text) > _LONGEST_NUMBER:
        raise JsonError(f"a number has {len(text)} characters")
    try:
        value = Decimal(text)
    except ArithmeticError:
        raise JsonError("a number cannot be read") from None
    if not value.is_finite() or value.adjusted() not in _EXPONENTS:
        raise JsonError("a number is out of all bounds")
    return value


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise JsonError(f"a number has {len(text)} digits")
    return int(text)


def _constant(name: str) -> NoReturn:
    raise JsonError(f"{name} is not a number")


def _check(value: Json, depth: int) -> None:
    """Refuse what is nested too deeply and text that no encoding can write (lone surrogates)."""
    layer: list[Json] = [value]
    for _ in range(depth):
        inner: list[Json] = []
        for item in layer:
            if isinstance(item, str):
                if not item.isascii():
                    _check_text(item)
            elif isinstance(item, dict):
                inner += item.keys()
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        if not inner:
            return
        layer = inner
    raise JsonError(f"more than {depth} levels deep")


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise JsonError("a text holds half of a character") from None


def read_json(data: bytes, depth: int = MAX_DEPTH) -> Json:
    """Read one JSON value from strict UTF-8 (a byte order mark is let through). Raises `JsonError`.

    The caller caps the size; depth (in levels), numbers and names are checked here.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JsonError("the text is not UTF-8") from None
    try:
        value = cast(
            "Json",
            json.loads(text, parse_float=decimal, parse_int=_whole, parse_constant=_constant, object_pairs_hook=_pairs),
        )
    except RecursionError:
        raise JsonError(f"more than {depth} levels deep") from None
    except json.JSONDecodeError as error:
        raise JsonError(f"{error.msg} at character {error.pos}") from None
    _check(value, depth)
    return value


def write_json(value: Writable) -> bytes:
    """Write a value, decimals as plain JSON numbers (7.5, never 7.50 or "7.5")."""
    return _write(value).encode()


def _write(value: Writable) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if value is None or isinstance(value, str | bool | int):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(name)}: {_write(item)}" for name, item in value.items()) + "}"
    return "[" + ", ".join(map(_write, value)) + "]"
