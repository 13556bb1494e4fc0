"""Any JSON in any place of a request: the practice service carries it out or refuses it as documented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.api_schemas import ENDPOINTS, faults
from tests.contract.practice_stage import GUID, Stage

ASKED = [name for name in ENDPOINTS if "request_example" in ENDPOINTS[name]]
QUERIED = [name for name in ENDPOINTS if "query" in ENDPOINTS[name]]
STAGE: list[Stage] = []
"""Made once: what one example leaves behind the next one meets, as at a real service."""

_PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-3, 60), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=60), st.sampled_from(["", " ", "AP1P1", "5M6M9S16X20", "9" * 30, GUID, "2026-02-30", "inventory"]),
)  # fmt: skip
ANYTHING = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner), max_leaves=6
)
MANY = settings(max_examples=max(400, settings().max_examples))


def stage() -> Stage:
    if not STAGE:
        STAGE.append(Stage())
    return STAGE[0]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in _places(item, (*path, key)))]


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, key: _replaced(value[key], rest, new)}
    return [*value[:key], _replaced(value[key], rest, new), *value[key + 1 :]]


@pytest.mark.slow
@given(st.data())
@MANY
def test_any_json_in_any_place(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(ASKED))
    body = stage().body(name)
    for _ in range(data.draw(st.integers(1, 3))):
        known = ENDPOINTS[name]["request"].get("properties", {})
        if isinstance(body, dict) and known and data.draw(st.booleans()):
            body = {**body, data.draw(st.sampled_from(sorted(known))): data.draw(ANYTHING)}
        else:
            body = _replaced(body, data.draw(st.sampled_from(_places(body))), data.draw(ANYTHING))
    response = stage().desk.ask(name, body)
    assert response.status_code in (200, 400, 404)
    assert faults(name, response.status_code, response.get_json()) == []


@given(st.data())
def test_any_text_in_a_query(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(QUERIED))
    known = sorted(ENDPOINTS[name]["query"]["properties"])
    query = {key: data.draw(_PLAIN.map(str)) for key in known if data.draw(st.booleans())}
    response = stage().desk.ask(name, **stage().query(name) | query)
    assert response.status_code in (200, 400, 404)
    assert faults(name, response.status_code, response.get_json()) == []


@pytest.mark.slow
@given(st.binary(max_size=80))
def test_any_bytes(body: bytes) -> None:
    for name in ("get_prices", "submit_orders_v2", "add_event", "update_user"):
        response = stage().desk.raw(ENDPOINTS[name]["method"], f"/v3/{name}", body)
        assert response.status_code in (200, 400)
        assert faults(name, response.status_code, response.get_json()) == []
