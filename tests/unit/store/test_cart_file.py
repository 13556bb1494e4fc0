"""The lines of an order that is being made: exact, strict, whole or not at all."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Crop, Pixels
from fwdesk.domain.draft import CartRow, PictureRef
from fwdesk.domain.errors import StoreError
from fwdesk.domain.piece import Piece
from fwdesk.store import cart_file
from fwdesk.store.draft_json import FormatError, NewerFormatError, raw_cart, read_cart

CODE = "5M6M9S16x20F96S20x24J1S16x20G1"
LAKE = PictureRef("lake.jpg", "ab" * 32, "/pictures/lake.jpg", 81, Pixels(1600, 2000))
ROWS = (
    CartRow(Piece(parse_code(CODE), Crop(Decimal("0.123456789"), Decimal(1))), LAKE, 999, 25),
    CartRow(Piece(parse_code(CODE)), PictureRef("sea.png", "cd" * 32), 1, 0, {"later": [1]}),
)


def line(**changes: object) -> dict[str, Any]:
    raw = json.loads(json.dumps(raw_cart(ROWS)))["lines"][0]
    return {name: value for name, value in (raw | changes).items() if value != "left out"}


def test_lines_read_back_exactly_with_what_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "cart.json"
    cart_file.save(path, ROWS)
    rows, words = cart_file.load(path)
    assert (rows, words) == (ROWS, "")
    assert rows[1].extra == {"later": [1]}
    assert json.loads(path.read_bytes())["lines"][1]["later"] == [1]


def test_no_file_is_an_empty_order(tmp_path: Path) -> None:
    assert cart_file.load(tmp_path / "cart.json") == ((), "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantity": 0}, "quantity: 1 to 999"),
        ({"quantity": 1000}, "quantity: 1 to 999"),
        ({"quantity": True}, "quantity: not a whole number"),
        ({"quantity": 1.0}, "quantity: not a whole number"),
        ({"quantity": "left out"}, "quantity: not a whole number"),
        ({"edition": -1}, "edition: less than nothing"),
        ({"picture": "left out"}, "picture: not an object"),
        ({"picture": {"name": "x", "sha256": ""}}, "picture: its content is not known"),
        ({"code": "nonsense"}, "code: "),
        ({"x": "2"}, "x: a crop lies"),
    ],
)
def test_a_line_that_is_not_whole_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(FormatError, match=f"^line 2: {words}"):
        read_cart({"version": 1, "lines": [line(), line(**changes)]})


def test_a_newer_file_is_not_understood() -> None:
    with pytest.raises(NewerFormatError):
        read_cart({"version": 2, "lines": []})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 99}', b'{"version": 1, "lines": 7}', b"\0" * 300])
def test_a_broken_file_is_set_aside_and_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cart.json"
    path.write_bytes(content)
    rows, words = cart_file.load(path)
    assert rows == ()
    assert words == "What you had put into an order could not be read. It was kept as cart.json.broken-1."
    assert (tmp_path / "cart.json.broken-1").read_bytes() == content


def test_one_that_cannot_even_be_set_aside_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cart.json").write_bytes(b"{")

    def refuse(path: Path, *_: str) -> Path:
        raise StoreError(f"{path.name} is stuck.")

    monkeypatch.setattr(cart_file, "set_aside", refuse)
    assert cart_file.load(tmp_path / "cart.json")[1].endswith("could not be read. cart.json is stuck.")
