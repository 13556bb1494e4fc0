from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.strict_json import MAX_DEPTH, Json, JsonError, decimal, read_json, write_json


def test_numbers_are_exact() -> None:
    assert read_json(b'{"a": 34.629999999999995, "b": 7, "c": 1e2, "d": -0.5}') == {
        "a": Decimal("34.629999999999995"),
        "b": 7,
        "c": Decimal(100),
        "d": Decimal("-0.5"),
    }
    value = read_json(b"[35.0]")
    assert isinstance(value, list)
    assert type(value[0]) is Decimal


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"success": false, "success": true}', "twice"),
        (b'[{"a": {"x": 1, "x": 1}}]', "twice"),
        (b"NaN", "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b"[1e400]", "bounds"),
        (b"[1e-400]", "bounds"),
        (b"[1e999999999999999999999]", "bounds|read"),
        (b"[" + b"9" * 5000 + b"]", "digits"),
        (b"[0." + b"9" * 5000 + b"]", "characters"),
        (b'"\xff"', "UTF-8"),
        ('"é"'.encode("latin-1"), "UTF-8"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b'"\\ud800"', "half"),
        (b'{"\\udc00": 1}', "half"),
        (b"[" * 100_000, "deep"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "deep"),
        (b"", "Expecting value"),
        (b'{"a": 1', "Expecting"),
        (b"{} {}", "Extra data"),
        (b"<html>", "Expecting value"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(JsonError, match=says):
        read_json(data)


def test_a_byte_order_mark_and_whole_characters_pass() -> None:
    assert read_json('\ufeff"\\ud83d\\ude00 ½"'.encode()) == "😀 ½"
    assert read_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) is not None


@pytest.mark.parametrize("text", ["", "x", "1,5", "nan", "inf", "sNaN", "1" * 65])
def test_decimals_in_text_are_held_to_the_same_rules(text: str) -> None:
    with pytest.raises(JsonError):
        decimal(text)


def test_bodies_are_plain_json() -> None:
    body = {"a": Decimal("7.50"), "b": [1, None, True, 'x"\n½'], "c": {"d": Decimal("1E+1")}, "e": (), "f": {}}
    data = write_json(body)
    assert data == b'{"a": 7.5, "b": [1, null, true, "x\\"\\n\\u00bd"], "c": {"d": 10}, "e": [], "f": {}}'
    assert json.loads(data)["c"] == {"d": 10}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_VALUES)
def test_what_is_written_reads_back(value: Json) -> None:
    assert read_json(write_json(value)) == value


@given(st.decimals(-(10**9), 10**9, places=6))
def test_decimals_survive_both_ways(value: Decimal) -> None:
    assert read_json(write_json([value])) == [value]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_json(data)
    except JsonError:
        return
