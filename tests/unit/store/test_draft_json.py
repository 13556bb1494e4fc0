"""Drafts as JSON: what is written reads back, what others wrote is checked, what nobody knows is kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Crop, Pixels
from fwdesk.domain.draft import Draft, Drafts, Edit, PictureRef, Verdict, Version
from fwdesk.domain.piece import Piece
from fwdesk.domain.strict_json import read_json, write_json
from fwdesk.store.draft_json import VERSION, FormatError, NewerFormatError, raw_drafts, read_draft, read_drafts

CODES = ("5M6M9S16x20F96S20x24J1S16x20G1", "5M6M9S16x20", "F96S20x24J1S16x20G1", "5M6M9S7DD5x20F0S20x24J1S7DD5x20")
SHA = "0123456789abcdef" * 4
ONE = Piece(parse_code(CODES[0]), Crop(Decimal("0.25"), Decimal(1)))
WHOLE = Draft(
    ONE,
    PictureRef("Möwe.tif", SHA, "/home/ada/Möwe.tif", 12_345, Pixels(4000, 3000)),
    "mat",
    (Version(ONE, Verdict.YES),),
    (Edit("Frame: Walnut", Piece(parse_code(CODES[1]))), Edit("Keep as yes", ONE)),
    (Edit("Crop", ONE, (Version(ONE, Verdict.YES),)),),
)
pieces = st.builds(
    Piece,
    st.sampled_from(CODES).map(parse_code),
    st.builds(Crop, *[st.decimals(0, 1, places=4)] * 2),
)
trays = st.lists(
    st.builds(Version, pieces, st.sampled_from(Verdict)), max_size=3, unique_by=lambda kept: kept.piece
).map(tuple)
edits = st.lists(
    st.builds(
        Edit, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9), pieces, trays
    ),
    max_size=4,
).map(tuple)
drafts = st.builds(
    Draft,
    st.none() | pieces,
    st.none() | st.just(WHOLE.picture) | st.just(PictureRef("a.png", "")),
    st.sampled_from(["", "frame"]),
    trays,
    edits,
    edits,
)


def again(value: Drafts) -> Drafts:
    return read_drafts(read_json(write_json(raw_drafts(value))))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(drafts, min_size=1, max_size=3).flatmap(
        lambda rows: st.builds(Drafts, st.just(tuple(rows)), st.integers(0, len(rows) - 1))
    )
)
def test_what_is_written_reads_back(value: Drafts) -> None:
    assert again(value) == value


def test_nothing_reads_back_as_nothing() -> None:
    assert again(Drafts()) == Drafts()


def test_a_tray_is_written_where_it_changed_and_nowhere_else() -> None:
    tray = (Version(ONE, Verdict.YES),)
    draft = Draft(ONE, tray=tray, done=(Edit("a", ONE), Edit("b", ONE), Edit("c", ONE, tray), Edit("d", ONE, tray)))
    raw: Any = json.loads(write_json(raw_drafts(Drafts((draft,)))))
    assert ["tray" in edit for edit in raw["pieces"][0]["done"]] == [False, True, False, False]


def test_what_is_not_known_is_kept() -> None:
    raw: Any = json.loads(write_json(raw_drafts(Drafts((WHOLE,)))))
    raw["mood"] = "good"
    raw["pieces"][0]["hung"] = {"room": [1, None]}
    raw["pieces"][0]["picture"]["taken"] = "1999"
    kept: Any = json.loads(write_json(raw_drafts(read_drafts(raw))))
    assert kept == raw


def wrong(path: str, value: object) -> dict[str, Any]:
    """The whole draft with one value replaced, deep inside."""
    raw: Any = json.loads(write_json(raw_drafts(Drafts((WHOLE,)))))
    *way, last = path.split(".")
    place = raw
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[int(last) if last.isdigit() else last] = value
    return raw


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("version", None, "version: not a whole number"),
        ("version", True, "version: not a whole number"),
        ("pieces", {}, "pieces: not a list"),
        ("current", 1, "current: there is no such piece"),
        ("current", -1, "current: there is no such piece"),
        ("pieces.0", [], "piece 1: the piece: not an object"),
        ("pieces.0.step", 3, "piece 1: step: not a text"),
        ("pieces.0.step", "x" * 5000, "piece 1: step: not a text"),
        ("pieces.0.piece.code", "5M6M9S16x", "piece 1: code: at position 10"),
        ("pieces.0.piece.code", "AP1556P79511", "piece 1: code: an inventory SKU is no piece"),
        ("pieces.0.piece.x", "1.5", "x: a crop lies between 0 and 1"),
        ("pieces.0.piece.x", "NaN", "x: a crop lies between 0 and 1"),
        ("pieces.0.piece.x", "1e-9", "x: a crop lies between 0 and 1"),
        ("pieces.0.piece.y", "٠.٥", "y: a crop lies between 0 and 1"),
        ("pieces.0.piece.y", 1, "y: not a text"),
        ("pieces.0.tray.0.verdict", "perhaps", "verdict: 'perhaps' is none"),
        ("pieces.0.tray", [json.loads(write_json(raw_drafts(Drafts((WHOLE,)))))["pieces"][0]["tray"][0]] * 2, "twice"),
        ("pieces.0.done.0", "no", "edit: not an object"),
        ("pieces.0.undone.0.name", "a\0b", "name: not a text"),
        ("pieces.0.picture.sha256", "abc", "sha256: not a SHA-256"),
        ("pieces.0.picture.bytes", "12", "bytes: not a whole number"),
        ("pieces.0.picture.width", 0, "width: no picture is so large"),
        ("pieces.0.picture.height", 10**7, "height: no picture is so large"),
        ("pieces.0.picture.path", "a\0b", "path: not a text"),
    ],
)
def test_what_is_wrong_is_said(path: str, value: object, says: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_drafts(wrong(path, value))
    assert says in str(caught.value)


def test_a_file_of_the_future_is_refused() -> None:
    with pytest.raises(NewerFormatError):
        read_drafts(wrong("version", VERSION + 1))


def test_only_an_object_is_a_file() -> None:
    with pytest.raises(FormatError, match="the file: not an object"):
        read_drafts([])


def test_a_draft_needs_nothing() -> None:
    assert read_draft({}) == Draft()
