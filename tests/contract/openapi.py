"""An OpenAPI description of the whole API, made from tests/data/schemas.json: `python tests/contract/openapi.py`.

Standard library only: it is read by the environment of schemathesis, where neither fwdesk nor jsonschema is installed.
What it promises is what the practice service promises: every answer has its envelope, a refusal has one too, and a
request that does not fit is 400 with ModelState.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "schemas.json"
NOT_FOUND = frozenset(
    (
        "frame_details", "get_product_details", "update_order", "update_customer", "submit_note", "get_order",
        "update_images", "delete_images", "update_virtual_inventory", "delete_virtual_inventory",
        "delete_pending_orders", "get_payment_tokens", "add_update_gallery_collection",
    )
)  # fmt: skip
"""Endpoints that name one thing, which may not be there: an envelope with 404 (REFERENCE 1.5)."""
_REFS = "#/components/schemas/"


def _moved(schema: Any) -> Any:
    """The same schema with its references where OpenAPI keeps them."""
    if isinstance(schema, list):
        return [_moved(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: value.replace("#/$defs/", _REFS) if key == "$ref" else _moved(value) for key, value in schema.items()}


def _answer(words: str, schema: Any) -> Any:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


SILENT = frozenset(("debug", "misc", "image_base64"))
"""Members that an answer may leave out: nobody knows when they come."""


def _with_status(schema: Any) -> Any:
    """An answer that must carry the envelope (REFERENCE 1.4)."""
    return {"allOf": [_moved(schema), {"$ref": f"{_REFS}envelope"}]}


def _carried_out(schema: Any) -> Any:
    """With success true, every documented member is there; with success false a reason may stand in their place."""
    return {
        **_with_status(schema),
        "anyOf": [
            {"required": [name for name in schema["properties"] if name not in SILENT]},
            {"properties": {"status": {"properties": {"success": {"const": False}}}}},
        ],
    }


def _operation(name: str, facts: Any) -> Any:
    """One endpoint by one verb."""
    envelope = {"$ref": f"{_REFS}envelope"}
    refused = {"anyOf": [{"$ref": f"{_REFS}model_state"}, envelope]}
    answers = {"200": _answer("carried out, or refused by success false", _carried_out(facts["response"]))}
    answers["400"] = _answer("the request does not fit", refused)
    if name in NOT_FOUND:
        answers["404"] = _answer("there is no such thing", _with_status(facts["response"]))
    found: dict[str, Any] = {"operationId": name, "summary": facts["purpose"], "responses": answers}
    if "request_example" in facts:
        content = {"schema": _moved(facts["request"]), "example": facts["request_example"]}
        found["requestBody"] = {"required": True, "content": {"application/json": content}}
    query = facts.get("query")
    if query:
        found["parameters"] = [
            {"name": field, "in": "query", "required": field in query.get("required", []), "schema": _moved(schema)}
            for field, schema in query["properties"].items()
        ]
    return found


def describe() -> dict[str, Any]:
    """The description as JSON values."""
    facts = json.loads(DATA.read_text(encoding="utf-8"))
    paths: dict[str, Any] = {}
    for name, endpoint in facts["endpoints"].items():
        verbs = [endpoint["method"], *(["POST"] if "alternate_method" in endpoint else [])]
        for verb in verbs:
            operation = _operation(name, endpoint)
            if verb != endpoint["method"]:
                operation["operationId"] = f"{name}_by_{verb.lower()}"
            paths.setdefault(endpoint["path"], {})[verb.lower()] = operation
    schemas = _moved(facts["$defs"])
    schemas["model_state"] = facts["errors"]["model_state"]["schema"] | {"required": ["Message", "ModelState"]}
    schemas["envelope"] = {
        "type": "object",
        "required": ["status"],
        "properties": {
            "status": {
                "allOf": [{"$ref": f"{_REFS}response_status"}],
                "required": ["success", "status_code", "message", "debug"],
            }
        },
    }
    keys = {name: {"type": "apiKey", "in": "header", "name": name} for name in facts["auth"]["headers"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": facts["title"], "version": "3"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": keys},
        "security": [{name: [] for name in keys}],
    }


if __name__ == "__main__":
    print(json.dumps(describe(), indent=1))
