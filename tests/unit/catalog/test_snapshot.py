from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.catalog.snapshot import SCHEMA, Snapshot, from_text, to_text
from fwdesk.domain.errors import StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.options import (
    Catalog,
    Collection,
    Frame,
    FrameClasses,
    FramingOptions,
    Glazing,
    Mat,
    Media,
    ProductType,
    Style,
)
from fwdesk.domain.size import Size

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CATALOG = Catalog(
    (ProductType(5, "Paper", "½ “fine”\n", (6, 144)),),
    (Media(6, 5, "Matte", style_ids=(8, 9)),),
    (Style(8, "None", can_mat=False, smallest=Size.of(4, 4), sizes=(Size.of("7.5", 6),), bleed=Decimal("0.06")),),
    (Collection(1, "Gallery", starting_price=Money.of(0), frames=(Frame(96, "Oak", 1, face=Decimal("1.25")),)),),
    (Mat(1, "White", starting_price=Money.of("6.125")),),
    (Glazing(1, "Clear"),),
    (FrameClasses((1, 2), (1,)),),
    (FramingOptions(5, 6, 8, (1,), frame_required=True),),
)
SNAPSHOT = Snapshot(CATALOG, "https://v2.api.finerworks.com", NOON)


def test_there_and_back() -> None:
    text = to_text(SNAPSHOT)
    assert from_text(text) == SNAPSHOT
    assert json.loads(text)["schema"] == SCHEMA
    assert from_text(to_text(Snapshot(Catalog(), "x", NOON))).catalog == Catalog()


@given(
    st.decimals(0, 10**6, places=5),
    st.decimals("0.0001", 1000, places=4),
    st.text(st.characters(codec="utf-8")),
    st.booleans(),
)
def test_values_are_exact(amount: Decimal, length: Decimal, text: str, flag: bool) -> None:
    frame = Frame(1, text, face=length, largest=Size(length, length), allow_glazing=flag, starting_price=Money(amount))
    snapshot = Snapshot(Catalog(collections=(Collection(1, text, frames=(frame,)),)), text, NOON)
    back = from_text(to_text(snapshot))
    assert back == snapshot
    price = back.catalog.frames[0].starting_price
    assert price is not None
    assert type(price.amount) is Decimal


def test_a_snapshot_of_the_first_layout_is_read() -> None:
    first = json.loads(to_text(SNAPSHOT))
    for later in ("frame_classes", "framing"):
        del first["catalog"][later]
    text = json.dumps(first | {"schema": 1})
    assert from_text(text).catalog == replace(CATALOG, frame_classes=(), framing=())


def test_age() -> None:
    assert SNAPSHOT.age(NOON + timedelta(hours=3)) == timedelta(hours=3)
    assert SNAPSHOT.age(NOON - timedelta(hours=3)) == timedelta()


def changed(**members: object) -> str:
    return json.dumps(json.loads(to_text(SNAPSHOT)) | members)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ("{}", "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"format": "x"}', "not a catalog"),
        (changed(schema=SCHEMA + 1), "newer fwdesk"),
        (changed(schema="1"), "damaged"),
        (changed(taken_at="yesterday"), "damaged"),
        (changed(taken_at="2026-01-01T12:00:00"), "time zone"),
        (changed(service=None), "damaged"),
        (changed(catalog={"mats": [{"id": "1", "name": "x"}]}), "damaged"),
        (changed(catalog={"mats": [{"id": True, "name": "x"}]}), "damaged"),
        (changed(catalog={"mats": [{"name": "x"}]}), "damaged"),
        (changed(catalog={"mats": [{"id": 1, "name": "x", "new": 1}]}), "damaged"),
        (changed(catalog={"mats": [{"id": 1, "name": "x", "plies": 4}]}), "damaged"),
        (changed(catalog={"mats": [{"id": 1, "name": "x", "plies": "four"}]}), "damaged"),
        (changed(catalog={"mats": [{"id": 1, "name": "x", "smallest": ["0", "1"]}]}), "damaged"),
        (changed(catalog={"mats": [{"id": 1, "name": "x", "smallest": ["1"]}]}), "damaged"),
        (changed(catalog={"mats": {}}), "damaged"),
        (changed(catalog={"mats": 1.5}), "damaged"),
        (to_text(SNAPSHOT)[:-9], "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        from_text(text)


def test_ten_thousand_frames_fit() -> None:
    frames = tuple(Frame(n, f"Frame {n}", 1, face=Decimal(n) / 100) for n in range(1, 10_001))
    snapshot = Snapshot(Catalog(collections=(Collection(1, "x", frames=frames),)), "x", NOON)
    assert from_text(to_text(snapshot)) == snapshot
