"""The catalog: its scale, that every id resolves, and what goes with what."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from fwdesk.domain.code import parse_code
from fwdesk.domain.options import Catalog
from fwdesk.domain.rules import Rules
from fwdesk.domain.sizing import nearest
from fwdesk.practice.pricing import price
from fwdesk.practice.stock import (
    COLLECTION_BY_ID,
    MEDIA_BY_ID,
    STYLE_BY_ID,
    TYPE_BY_ID,
    collections_for,
    faults,
    frames_for,
)
from fwdesk.practice.stock_frames import COLLECTIONS, FRAMES
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.stock_prints import MEDIA, PRODUCT_TYPES
from fwdesk.practice.stock_styles import STYLES

REAL = {
    "types": {5}, "media": {6, 41, 46, 144, 200}, "styles": {3, 8, 9}, "collections": {1}, "mats": {1, 2},
    "glazings": {1}, "frames": {1, 2, 7, 72, 131},
}  # fmt: skip


def test_the_scale() -> None:
    assert len(PRODUCT_TYPES) == 8
    assert len(MEDIA) >= 40
    assert len(STYLES) >= 25
    assert len(COLLECTIONS) == 12
    assert len(FRAMES) >= 200
    assert len(MATS) == 60
    assert len(GLAZINGS) == 6
    assert sum(len(row.frames) for row in COLLECTIONS) == len(FRAMES)


def test_ids_are_unique_and_names_too() -> None:
    for rows in (PRODUCT_TYPES, MEDIA, STYLES, COLLECTIONS, [item.frame for item in FRAMES.values()]):
        assert len({row.id for row in rows}) == len(rows)
        assert len({row.name for row in rows}) == len(rows)
    assert len({item.mat.name for item in MATS.values()}) == len(MATS)


def test_whatever_is_invented_says_practice() -> None:
    tables = {
        "types": PRODUCT_TYPES, "media": MEDIA, "styles": STYLES, "collections": COLLECTIONS,
        "frames": [item.frame for item in FRAMES.values()], "mats": [item.mat for item in MATS.values()],
        "glazings": [item.glazing for item in GLAZINGS.values()],
    }  # fmt: skip
    for kind, rows in tables.items():
        for row in rows:
            assert row.id in REAL[kind] or "(practice)" in row.name, row
            assert row.id in REAL[kind] or row.id >= 9000 or row.id in (11, 37, 96, 175, 210, 458), row


def test_every_id_resolves_and_everything_is_reachable() -> None:
    assert {media for kind in PRODUCT_TYPES for media in kind.media_ids} == set(MEDIA_BY_ID)
    assert {style for media in MEDIA for style in media.style_ids} == set(STYLE_BY_ID)
    for media in MEDIA:
        assert media.id in TYPE_BY_ID[media.product_type_id].media_ids
    for style in STYLES:
        assert set(style.frame_class_ids) <= set(COLLECTION_BY_ID)
    for rows in (PRODUCT_TYPES, MEDIA, STYLES, COLLECTIONS):
        assert all(30 <= len(row.description) <= 220 for row in rows)


def test_the_live_facts() -> None:
    borderless = STYLE_BY_ID[8]
    assert borderless.name == "Borderless"
    assert (str(borderless.smallest), str(borderless.largest)) == ("4x4", "40x90")
    assert borderless.bleed == Decimal("0.06")
    assert STYLE_BY_ID[9].border == Decimal("0.5")
    first, natural = FRAMES[1].frame, FRAMES[7].frame
    assert (first.name, first.face, first.lip) == ("Standard Black", Decimal("0.88"), Decimal("0.125"))
    assert (str(first.largest), str(natural.largest)) == ("24x36", "24x32")
    assert [str(FRAMES[known].frame.starting_price) for known in (1, 2, 7)] == ["$21.00", "$21.00", "$30.00"]
    assert first.picture_url == "/images/frames/n1110_3d.jpg"
    assert FRAMES[131].frame.face == Decimal("1.5")
    assert (MATS[1].mat.color, str(MATS[1].mat.largest)) == ("#ffffff", "38x58")
    assert str(GLAZINGS[1].glazing.starting_price) == "$7.00"


def test_frames_are_honest() -> None:
    for item in FRAMES.values():
        frame = item.frame
        assert Decimal("0.5") <= frame.face <= 3
        assert frame.collection_id in COLLECTION_BY_ID
        assert frame.smallest is not None
        assert frame.largest is not None
        assert frame.smallest.within(frame.largest)
        floats = frame.collection_id == 9107
        assert (frame.allow_matting, frame.allow_glazing, bool(frame.float_offset)) == (not floats, not floats, floats)
        assert floats or Decimal("0.125") <= frame.lip <= Decimal("0.375")
    assert all(re.fullmatch(r"#[0-9a-f]{6}", item.mat.color) for item in MATS.values())
    assert {item.mat.plies for item in MATS.values()} == {4, 8}
    assert sum("black core" in item.mat.composite for item in MATS.values()) == 5


@pytest.mark.parametrize("media", MEDIA, ids=lambda media: str(media.id))
def test_every_media_in_every_style_can_be_made_and_priced(media: object) -> None:
    row = MEDIA_BY_ID[media.id]  # type: ignore[attr-defined]
    for style_id in row.style_ids:
        style = STYLE_BY_ID[style_id]
        size = style.sizes[0] if style.sizes else nearest(style, parse_code("5M6M8S8X10").print.size)  # type: ignore[union-attr]
        code = parse_code(f"{row.product_type_id}M{row.id}M{style.id}S{size}")
        assert faults(code) == []
        parts = price(code)
        assert parts.total == parts.product > 0


def test_the_documented_codes_can_be_made() -> None:
    for text in (
        "5M6M9S16x20", "F96S20x24J1S16x20G1", "5M6M9S16x20F96S20x24J1S16x20G1", "5M41M9S8X10F131S13X15J2S9X11G1",
        "5M144M8S11.25X9", "5M144M8S7DD5X6F0S10X8J1S7DD5X6", "5M6M9S12X16F72S12X16G1",
        "5M144M8S4DD81X10F1S8DD01X13DD2J1S4DD81X10G1", "F458S18X20J1S10X12J2S12X14G1",
    ):  # fmt: skip
        assert faults(parse_code(text)) == [], text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("98M6M8S8X10", "product type"), ("5M9999M8S8X10", "no media"), ("5M200M8S8X10", "cannot be made on"),
        ("5M6M1S8X10", "no style"), ("5M6M3S8X10", "not offered as"), ("5M6M8S3X10", "outside"),
        ("5M6M9303S8DD5X10", "whole inches"), ("5M6M9304S9X10", "not made in"), ("F5000S8X10", "no frame"),
        ("9002M9241M9320S8X10F1S8X10", "cannot be framed"), ("9001M46M3S8X10F1S8X10", "not made for"),
        ("5M6M8S8X10F1S40X60", "takes openings"), ("5M6M8S16X20F1S12X16", "smaller than the print"),
        ("F9280S16X20J1S12X16", "does not take a mat"), ("F9280S16X20G1", "does not take glazing"),
        ("9001M9231M9312S8X10F1S12X14J1S8X10", "cannot be matted"), ("F1S16X20J5000S12X16", "no mat"),
        ("F1S7X7J1S5X5", "is cut from"), ("F1S16X20J1S16X20", "does not fit"),
        ("F1S16X20J1S12X16J1S11X15", "must be larger"), ("5M6M8S8X10F1S16X20J1S12X14", "its edge would show"),
        ("F1S16X20G99", "no glazing"), ("F0S16X20J1S12X16G1", "needs a frame"),
        ("9001M9231M9312S8X10F1S8X10G1", "not glazed"), ("F9360S30X40G9505", "made up to"),
        ("5M6M8S8X10Z9", "is not known"), ("AP1556P79511", "SKU"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_says_why(text: str, words: str) -> None:
    assert words in " ".join(faults(parse_code(text)))


def test_a_float_mount_may_be_smaller_than_its_window() -> None:
    assert faults(parse_code("5M6M9305S8X10F1S16X20J1S12X14")) == []


def test_collections_are_narrowed_by_a_print() -> None:
    canvas, paper = parse_code("9001M46M3S16X20"), parse_code("5M6M8S30X40")
    assert [row.id for row in collections_for(canvas)] == [9107]
    assert 1 not in {row.id for row in collections_for(paper)}
    assert frames_for(COLLECTION_BY_ID[1], None) == list(COLLECTION_BY_ID[1].frames)
    assert collections_for(parse_code("5M6M1S8X10")) == []
    assert len(collections_for(parse_code("5M6M8S8X10F1S8X10"))) == 11


def test_the_desk_and_the_service_agree_on_whatever_the_service_offers() -> None:
    """Each frame around a print that fits it, each mat, each glazing: neither has anything against it."""
    shop = Catalog(
        PRODUCT_TYPES, MEDIA, STYLES, COLLECTIONS,
        tuple(item.mat for item in MATS.values()), tuple(item.glazing for item in GLAZINGS.values()),
    )  # fmt: skip
    rules = Rules(shop)
    codes = [
        f"{'9001M46M3' if item.frame.collection_id == 9107 else '5M6M8'}S16X20F{item.frame.id}S16X20"
        for item in FRAMES.values()
    ]
    codes += [f"5M6M8S12X16F7S16X20J{mat}S12X16" for mat in MATS]
    codes += [f"5M6M8S12X16F7S16X20J1S12X16G{glazing}" for glazing in GLAZINGS]
    for text in codes:
        code = parse_code(text)
        assert faults(code) == []
        assert rules.problems(code) == ()
        parts = price(code)
        assert parts.total == parts.product + parts.frame + parts.mat_1 + parts.mat_2 + parts.glazing
