"""How single fields are read: leniently in form (numbers as text, nulls for what is missing), never in meaning.

REFERENCE 1.1 (the platform coerces strings and numbers), 1.3 (content) and section 7 ("or null").
"""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from fwdesk.domain.money import Money
from fwdesk.domain.size import Size
from fwdesk.domain.strict_json import decimal

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<[^<>]{0,500}>")
_BLANKS = re.compile(r"\s+")


class Wire(BaseModel):
    """A model of REFERENCE section 7: frozen, with fields we do not know kept in `model_extra`.

    A null is as good as nothing on the way in, so a field's default says what is meant when the service is silent.
    `model_dump` gives back what came: nothing for what was missing, null for null, unknown fields untouched.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True, protected_namespaces=())

    _nulls: frozenset[str] = PrivateAttr(default=frozenset())

    @model_validator(mode="wrap")
    @classmethod
    def _without_nulls(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, dict):
            return handler(data)
        came = cast("dict[str, object]", data)
        nulls = frozenset(name for name, value in came.items() if value is None)
        made = handler({name: value for name, value in came.items() if value is not None} if nulls else came)
        made._nulls = nulls  # noqa: SLF001 - its own validator
        return made

    @model_serializer(mode="wrap")
    def _as_it_came(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        came = {name: value for name, value in handler(self).items() if name in self.model_fields_set}
        return came | dict.fromkeys(self._nulls)


WireT = TypeVar("WireT", bound=Wire)


def clean_text(value: str) -> str:
    """The text without control and direction characters (line ends and tabs stay), and without blanks around it."""
    return _CONTROL.sub("", value.replace("\r\n", "\n")).strip()


def plain_text(value: str) -> str:
    """HTML or not, as one line of plain text: tags out, entities read, blanks joined."""
    bare = html.unescape(_TAG.sub(" ", value))
    return _BLANKS.sub(" ", clean_text(_TAG.sub(" ", bare))).strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise ValueError("not a text")


def _number(value: object) -> Decimal:
    found = _maybe_number(value)
    return Decimal(0) if found is None else found


def _maybe_number(value: object) -> Decimal | None:
    if isinstance(value, str):
        value = value.strip() or None
    if value is None:
        return None
    if isinstance(value, str):
        return decimal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raise ValueError("not a number")


def _whole(value: object) -> int:
    return _id(_number(value))


def _id(value: object) -> int:
    number = _amount(value)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


def _amount(value: object) -> Decimal:
    found = _maybe_number(value)
    if found is None:
        raise ValueError("missing")
    return found


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "false": False, "1": True, "0": False}.get(str(value).strip().lower())
    if known is None:
        raise ValueError("neither true nor false")
    return known


Text = Annotated[str, BeforeValidator(_text)]
"""Text; null is empty, a number is its digits."""
Number = Annotated[Decimal, BeforeValidator(_number)]
"""An exact number; null and empty text are 0."""
Amount = Annotated[Decimal, BeforeValidator(_amount)]
"""An exact number that must be there."""
MaybeNumber = Annotated[Decimal | None, BeforeValidator(_maybe_number)]
"""An exact number, or None where the service has none."""
Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number; null is 0."""
Id = Annotated[int, BeforeValidator(_id)]
"""A whole number that must be there."""
Flag = Annotated[bool | None, BeforeValidator(_flag)]
"""True, false, or None where the service does not say."""
Ids = tuple[Whole, ...]
"""Ids."""


def money(value: Decimal | None) -> Money | None:
    """An amount in USD, or None where the service gave none."""
    return None if value is None else Money(value)


def size_or_none(width: Decimal, height: Decimal) -> Size | None:
    """A size in inches; None where either side is missing or 0, which means "no limit" here."""
    return Size(width, height) if width > 0 and height > 0 else None
