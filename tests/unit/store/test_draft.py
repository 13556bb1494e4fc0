from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from fwdesk.domain.crop import Crop
from fwdesk.domain.errors import StoreError
from fwdesk.store import draft as store
from fwdesk.store.draft import Draft

WHOLE = Draft("5M6M9S16x20F96S20x24J1S16x20G1", Crop(Decimal("0.25"), Decimal(1)), "/art/läke.jpg", "ab" * 32, "mat")


@pytest.mark.parametrize("draft", [WHOLE, Draft()])
def test_what_was_saved_comes_back(tmp_path: Path, draft: Draft) -> None:
    store.save(tmp_path / "draft.json", draft)
    assert store.load(tmp_path / "draft.json") == (draft, "")
    store.forget(tmp_path / "draft.json")
    assert store.load(tmp_path / "draft.json") == (None, "")


BROKEN = {
    "cut": lambda text: text[:-9],
    "not an object": lambda _: "[]",
    "empty": lambda _: "",
    "deep": lambda _: "[" * 200_000,
    "not utf-8": lambda _: b"\xff\xfe{",
    "newer": lambda text: text.replace('"version": 1', '"version": 2'),
    "bad code": lambda text: text.replace("5M6M9S", "5M6M9Z"),
    "bad crop": lambda text: text.replace("0.25", "quarter"),
    "wide crop": lambda text: text.replace("0.25", "1.25"),
    "nan crop": lambda text: text.replace("0.25", "NaN"),
    "number": lambda text: text.replace('"mat"', "7"),
    "missing": lambda text: text.replace('"step"', '"stop"'),
    "nul": lambda text: text.replace("/art/", "/art\\u0000/"),
    "too large": lambda text: text + " " * 1_000_001,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_draft_is_kept_aside_and_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "draft.json"
    store.save(path, WHOLE)
    broken = BROKEN[kind](path.read_text())
    path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    draft, note = store.load(path)
    assert draft is None
    assert "draft.json.broken-1" in note
    assert os.listdir(tmp_path) == ["draft.json.broken-1"]


def test_no_error_reaches_the_person_even_if_it_cannot_be_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "draft.json").write_text(json.dumps({"version": 1}))

    def fail(_: Path) -> Path:
        raise StoreError("The disk is read-only.")

    monkeypatch.setattr(store, "set_aside", fail)
    assert store.load(tmp_path / "draft.json") == (
        None,
        "What was last on the desk could not be read. The disk is read-only.",
    )


def test_forgetting_what_cannot_be_removed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be removed"):
        store.forget(tmp_path)
