"""How a request is held to the API's limits before it is sent (REFERENCE 1.7). The limits themselves are in `asked`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from fwdesk.domain.errors import RequestError
from fwdesk.domain.strict_json import Writable

MAX_CODES = 50
MAX_DETAILS = 25
MAX_IMAGES = 5
MAX_ITEMS = 50
MAX_FILTER = 50
MAX_PER_PAGE = 50
MAX_ORDERS = 5
"""Of submit_orders. submit_orders_v2 takes 5 or 50, by different sources (REFERENCE 1.7); 5 are safe."""


class Asked(BaseModel):
    """A request model: the types are exact, fields we do not limit go through."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", hide_input_in_errors=True)


def check(name: str, model: type[Asked], asked: Writable, place: str = "") -> None:
    """Return when an endpoint's request, or what stands at a place in it, keeps within its model.

    Raises `RequestError`, which holds no value.
    """
    try:
        model.model_validate(asked)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
    else:
        return
    raise RequestError(_where((place, *first["loc"])), _limit(first["type"], first.get("ctx", {})), method=name)


def _where(loc: tuple[int | str, ...]) -> str:
    """The place as the API spells it: orders[0].recipient.city."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc if part != "")
    return "".join(parts).removeprefix(".") or "the request"


_LIMITS = {
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "too_long": "at most {max_length} in one call",
    "too_short": "at least {min_length}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "literal_error": "one of {expected}",
    "missing": "it must be there",
}


def _limit(kind: str, facts: dict[str, object]) -> str:
    if kind == "string_too_short" and facts["min_length"] == 1:
        return "not empty"
    return _LIMITS.get(kind, "not the kind of value that belongs here").format(**facts)
