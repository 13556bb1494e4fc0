"""Bodies in and out, as leniently as ASP.NET Web API reads them (REFERENCE 1.1): any letter case, coerced values.

What cannot be read ends in `ModelErrors`, the 400 body of REFERENCE 1.5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias, cast

Row: TypeAlias = dict[str, Any]
"""One JSON object of an answer."""

_LARGEST = 10**12
_DEEPEST = 64
"""How many objects and lists may lie in each other, as Json.NET has it by default."""
_MOST_DIGITS = 307
"""The exponent of the largest number that every reader of JSON takes."""
ZERO_GUID = "00000000-0000-0000-0000-000000000000"
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


class ModelErrors(Exception):
    """The request does not fit the model: HTTP 400 with ModelState (REFERENCE 1.5)."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("The request is invalid.")
        self.errors = dict(errors)


class Refusal(Exception):
    """A well-formed request that the service will not carry out: an envelope with success false."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def _not_json(word: str) -> object:
    raise ValueError(f"{word} is not JSON")


def _real(text: str) -> Decimal:
    value = Decimal(text)
    if value.adjusted() > _MOST_DIGITS:
        raise ValueError(f"the number {text[:20]} is too large")
    return value


def _too_deep(value: object, left: int = _DEEPEST) -> bool:
    """Whether more containers lie in each other than are `left`."""
    if not isinstance(value, dict | list):
        return False
    items = cast("dict[str, object] | list[object]", value)
    inner = items.values() if isinstance(items, dict) else items
    return left == 0 or any(_too_deep(item, left - 1) for item in inner)


def read_json(body: bytes) -> object:
    """The body as Python values, lengths and money as `Decimal`. An empty body is an empty object."""
    if not body.strip():
        return {}
    try:
        found = cast("object", json.loads(body, parse_float=_real, parse_constant=_not_json))
        if body.count(b"[") + body.count(b"{") > _DEEPEST and _too_deep(found):
            raise ValueError(f"it is nested more than {_DEEPEST} deep")  # noqa: TRY301 - as the reader's own
        if b"\\u" in body:
            json.dumps(found, default=str, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as bad:
        raise ModelErrors({"request": [f"The body could not be read as JSON: {bad}"]}) from bad
    return found


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def write_json(value: object) -> bytes:
    """An answer as bytes; every `Decimal` becomes a plain JSON number (REFERENCE 1.3)."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":")).encode()


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= _LARGEST else None


class Reader:
    """One JSON object of a request, read field by field; what is wrong is collected under its ModelState key."""

    def __init__(self, value: object, path: str, errors: dict[str, list[str]]) -> None:
        self.path = path
        self.errors = errors
        rows = cast("dict[object, object]", value) if isinstance(value, dict) else {}
        self.values = {str(name).lower(): item for name, item in rows.items()}
        if not isinstance(value, dict):
            self.fail("", "An object is expected here.")

    @property
    def count(self) -> int:
        """How many errors were noted in the whole request so far."""
        return sum(map(len, self.errors.values()))

    def fail(self, name: str, text: str) -> None:
        """Note one error under `request.path.name`."""
        key = f"{self.path}.{name}" if name else self.path
        self.errors.setdefault(key, []).append(text)

    def has(self, name: str) -> bool:
        """True if the property was sent at all, even as null."""
        return name.lower() in self.values

    def raw(self, name: str) -> object:
        """The value as it came, None when absent."""
        return self.values.get(name.lower())

    def missing(self, name: str) -> None:
        """Note the default ASP.NET sentence for a required field (REFERENCE 1.5)."""
        self.fail(name, f"The {name} field is required.")

    def text(self, name: str, *, required: bool = False, limit: int = 0) -> str | None:
        """A string; numbers are coerced. Blank counts as missing where it is required."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal | None):
            self.fail(name, f"The field {name} must be a string.")
            return None
        if value is None or (required and not str(value).strip()):
            if required:
                self.missing(name)
            return None
        text = str(value)
        if limit and len(text) > limit:
            self.fail(name, f"The field {name} must be a string with a maximum length of {limit}.")
        return text

    def number(self, name: str, *, required: bool = False) -> Decimal | None:
        """A number, also as a string."""
        value = self.raw(name)
        if value is None or value == "":
            if required:
                self.missing(name)
            return None
        number = _decimal(value)
        if number is None:
            self.fail(name, f"The field {name} must be a number.")
        return number

    def whole(
        self, name: str, *, required: bool = False, low: int | None = None, high: int | None = None
    ) -> int | None:
        """A whole number, also as a string, between `low` and `high`."""
        before = self.count
        number = self.number(name, required=required)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.fail(name, f"The field {name} must be a whole number.")
            return None
        if before == self.count and ((low is not None and number < low) or (high is not None and number > high)):
            ends = f"between {low} and {high}" if high is not None else f"at least {low}"
            self.fail(name, f"The field {name} must be {ends}.")
        return int(number)

    def either(self, name: str) -> bool | None:
        """A boolean, also as "true" or 1; None when absent, null or empty."""
        value = self.raw(name)
        if isinstance(value, bool) or value is None or value == "":
            return value if isinstance(value, bool) else None
        known = {"true": True, "1": True, "false": False, "0": False}.get(str(value).strip().lower())
        if known is None:
            self.fail(name, f"The field {name} must be true or false.")
        return known

    def flag(self, name: str) -> bool:
        """A boolean that is false when absent or null."""
        return bool(self.either(name))

    def choice(self, name: str, words: tuple[str, ...], *, required: bool = False) -> str | None:
        """One of a few lower-case words, in any letter case."""
        text = self.text(name, required=required)
        word = text.strip().lower() if text else ""
        if word and word not in words:
            self.fail(name, f"The {name} must be one of {', '.join(words)}.")
        return word or None

    def guid(self, name: str, *, required: bool = False) -> str | None:
        """A GUID in lower case."""
        text = self.text(name, required=required)
        if not text or not text.strip():
            return None
        if not GUID.fullmatch(text.strip()):
            self.fail(name, f"The field {name} must be a GUID.")
            return None
        return text.strip().lower()

    def day(self, name: str) -> date | None:
        """A date; the time of a date-time is left out."""
        text = self.text(name)
        if not text or not text.strip():
            return None
        try:
            return date.fromisoformat(text.strip()[:10])
        except ValueError:
            self.fail(name, f"The field {name} must be a date such as 2026-01-31.")
            return None

    def one(self, name: str, *, required: bool = False) -> Reader | None:
        """A nested object, or None."""
        value = self.raw(name)
        if value is None:
            if required:
                self.missing(name)
            return None
        return Reader(value, f"{self.path}.{name}", self.errors)

    def list(self, name: str, *, required: bool = False, most: int = 0) -> list[object] | None:
        """A list of raw values; None when absent or null."""
        value = self.raw(name)
        if value is None:
            if required:
                self.missing(name)
            return None
        if not isinstance(value, list):
            self.fail(name, f"The field {name} must be a list.")
            return None
        rows = cast("list[object]", value)
        if required and not rows:
            self.fail(name, f"The field {name} must have at least 1 element.")
        if most and len(rows) > most:
            self.fail(name, f"The field {name} must have at most {most} elements.")
            return rows[:most]
        return rows

    def many(self, name: str, *, required: bool = False, most: int = 0) -> list[Reader]:
        """A list of nested objects."""
        rows = self.list(name, required=required, most=most) or []
        return [Reader(row, f"{self.path}.{name}[{at}]", self.errors) for at, row in enumerate(rows)]

    def _each(self, name: str, *, required: bool = False, most: int = 0) -> list[tuple[Reader, str]]:
        """Every value of a list as the only field of a reader, called `name[0]` and so on."""
        rows = self.list(name, required=required, most=most) or []
        fields = [f"{name}[{at}]" for at in range(len(rows))]
        return [(Reader({field: row}, self.path, self.errors), field) for field, row in zip(fields, rows, strict=True)]

    def ids(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers; empty when absent, null or [] (REFERENCE 9.4: all)."""
        found = [at.whole(field, required=True) for at, field in self._each(name)]
        return tuple(number for number in found if number is not None)

    def texts(self, name: str, *, required: bool = False, most: int = 0) -> list[str]:
        """A list of strings; empty when absent or null."""
        return [at.text(field, required=True) or "" for at, field in self._each(name, required=required, most=most)]

    def guids(self, name: str, *, required: bool = False) -> list[str]:
        """A list of GUIDs in lower case; empty when absent or null."""
        found = [at.guid(field, required=True) for at, field in self._each(name, required=required)]
        return [guid for guid in found if guid]

    def done(self) -> None:
        """Raise `ModelErrors` if anything was noted."""
        if self.errors:
            raise ModelErrors(self.errors)


def reader(value: object) -> Reader:
    """A reader for a whole body; its errors have `request.` keys (REFERENCE 1.5)."""
    return Reader(value, "request", {})


def list_reader(value: object, name: str) -> Reader:
    """A reader for a body that may be the bare list of what otherwise stands under `name` (REFERENCE section 10)."""
    return reader({name: cast("list[object]", value)} if isinstance(value, list) else value)
