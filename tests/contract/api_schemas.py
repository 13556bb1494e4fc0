"""The facts of tests/data/schemas.json as validators, and requests that break them in one place each."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker

SCHEMAS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "schemas.json").read_text(encoding="utf-8"))
ENDPOINTS: dict[str, Any] = SCHEMAS["endpoints"]
NAMES = tuple(ENDPOINTS)

FORMATS = FormatChecker()


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value) is not None


def nullable(schema: Any) -> Any:
    """The same schema with null allowed everywhere (`note` of the file: treat documented fields as nullable)."""
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: nullable(value) for key, value in schema.items()}
    kind = found.get("type")
    if isinstance(kind, str) and kind not in ("object", "array", "null"):
        found["type"] = [kind, "null"]
    return found


def validator(schema: Any, *, nulls: bool = False) -> Draft202012Validator:
    whole = {"$defs": SCHEMAS["$defs"], **schema}
    return Draft202012Validator(nullable(whole) if nulls else whole, format_checker=FORMATS)


_STATUS = {
    "type": "object",
    "required": ["status"],
    "properties": {
        "status": {
            "allOf": [{"$ref": "#/$defs/response_status"}],
            "required": ["success", "status_code", "message", "debug"],
        }
    },
}


def faults(name: str, status: int, content: Any, *, nulls: bool = False) -> list[str]:
    """What an answer of an endpoint says that the facts do not."""
    told: list[tuple[Any, bool]]
    if isinstance(content, list):
        told = [(ENDPOINTS[name].get("response_alternative", False), nulls)]
    elif "ModelState" in content or "Message" in content:
        told = [(SCHEMAS["errors"]["model_state"]["schema"], False)]
    elif "status" in content:
        told = [(_STATUS, False), (ENDPOINTS[name]["response"], nulls)]
    else:
        told = [({**SCHEMAS["errors"]["plain_message"]["schema"], "required": ["message"]}, False)]
    found = [
        f"{name} {status}: {error.json_path}: {error.message[:200]}"
        for schema, free in told
        for error in (validator(schema, nulls=free) if schema else validator({"not": {}})).iter_errors(content)
    ]
    if isinstance(content, dict) and "status" in content and content["status"]["status_code"] != status:
        found.append(f"{name}: HTTP {status}, but status_code {content['status']['status_code']}")
    return found


class Broken(NamedTuple):
    """A request that breaks the schema in one place: where, how, and the body."""

    field: str
    how: str
    body: Any


def _resolved(schema: Any, value: Any) -> Any:
    """The branch of a schema that a value is meant for."""
    while True:
        if "$ref" in schema:
            schema = SCHEMAS["$defs"][schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema or "oneOf" in schema:
            options = [_resolved(option, value) for option in schema.get("anyOf") or schema["oneOf"]]
            wanted = "array" if isinstance(value, list) else "object"
            schema = next((option for option in options if option.get("type") == wanted), options[0])
        else:
            return schema


def _kinds(schema: Any) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else kind


_SAMPLES: dict[str, Any] = {"string": "x", "integer": 1, "number": 1}


def _wrong_values(schema: Any, value: Any) -> Iterator[tuple[str, Any]]:
    """Values beyond a schema's own limits."""
    if "maxLength" in schema:
        yield "too long", "x" * (schema["maxLength"] + 1)
    if schema.get("minLength") == 1:
        yield "empty", ""
    elif "minLength" in schema:
        yield "too short", "x" * (schema["minLength"] - 1)
    if "minimum" in schema:
        yield "too small", schema["minimum"] - 1
    if "maximum" in schema:
        yield "too large", schema["maximum"] + 1
    if "enum" in schema:
        yield "unknown", 77 if "integer" in _kinds(schema) else "unheard-of"
    if schema.get("format") == "uuid":
        yield "no guid", "12-34"
    if schema.get("format") == "date":
        yield "no date", "soon"
    if schema.get("minItems"):
        yield "too few", []
    if "maxItems" in schema:
        one = value[0] if value else _SAMPLES[_kinds(_resolved(schema["items"], None))[0]]
        yield "too many", [copy.deepcopy(one)] * (schema["maxItems"] + 1)
    if "integer" in _kinds(schema) or "number" in _kinds(schema):
        yield "no number", "many"


def _broken(schema: Any, value: Any, field: str, put: Callable[[Any], Any]) -> Iterator[Broken]:
    schema = _resolved(schema, value)
    for how, wrong in _wrong_values(schema, value):
        yield Broken(field, how, put(wrong))
    if isinstance(value, list) and value:
        yield from _broken(schema["items"], value[0], field, lambda new: put([new, *value[1:]]))
    if not isinstance(value, dict):
        return
    for name in schema.get("required", []):
        yield Broken(name, "missing", put({key: item for key, item in value.items() if key != name}))
        if "null" not in _kinds(_resolved(schema["properties"][name], None)):
            yield Broken(name, "null", put(value | {name: None}))
    for name, inner in schema.get("properties", {}).items():
        yield from _broken(inner, value.get(name), name, lambda new, name=name: put({**value, name: new}))


def broken(schema: Any, body: Any) -> list[Broken]:
    """Every way to break a request in one place: required members, limits, enumerations, formats."""
    return list(_broken(schema, body, "(body)", lambda new: new))
