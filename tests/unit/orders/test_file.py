from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fwdesk.domain.errors import OrderError
from fwdesk.orders.file import OrderRequest, RequestLine, read_order, write_order
from tests.orders_kit import ADA


def whole() -> dict[str, Any]:
    return {
        "recipient": {
            "first_name": "Ada", "last_name": "Example", "address_1": "100 Main St", "city": "San Antonio",
            "state_code": "TX", "zip_postal_code": "78205", "country_code": "us",
        },
        "lines": [{"code": "5M6M9S16x20", "quantity": 2, "image": "lake.jpg", "title": "Lake"}],
        "shipping_code": "SD",
    }  # fmt: skip


def write(folder: Path, body: object) -> Path:
    path = folder / "ORDER.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body))
    return path


def test_a_file_is_read_and_pictures_lie_beside_it(tmp_path: Path) -> None:
    line = RequestLine("5M6M9S16X20", str(tmp_path / "lake.jpg"), 2, "Lake")
    assert read_order(write(tmp_path, whole())) == OrderRequest(ADA, (line,), "SD")
    assert not line.is_url


def test_what_may_be_left_out(tmp_path: Path) -> None:
    body = whole() | {"lines": [{"code": "5M6M9S16x20", "image": "https://a.example/a.jpg"}], "gift_message": "Hi"}
    found = read_order(write(tmp_path, body))
    assert found.lines == (RequestLine("5M6M9S16X20", "https://a.example/a.jpg"),)
    assert found.lines[0].is_url
    assert found.gift_message == "Hi"


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    line = RequestLine("5M6M9S16X20", str(tmp_path / "läke.jpg"), 3, "Läke")
    request = OrderRequest(ADA, (line, line), "EC", "Für dich")
    write_order(tmp_path / "o.json", request)
    assert read_order(tmp_path / "o.json") == request


def changed(path: str, value: object) -> dict[str, Any]:
    body: Any = whole()
    at, *names = body, *path.split(".")
    for name in names[:-1]:
        at = at[int(name) if name.isdigit() else name]
    if value is ...:
        del at[names[-1]]
    else:
        at[names[-1]] = value
    return body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "not JSON"),
        ("{" * 100_000, "not JSON"),
        ("[" * 200_000, "too deeply"),
        ('{"lines": [], "lines": []}', "the field 'lines' stands there twice"),
        ("[]", "the order: must be an object"),
        (changed("recipient", ...), "the order: the field recipient is missing"),
        (changed("recipient", "Ada"), "recipient: must be an object"),
        (changed("recipient.city", ...), "recipient.city: Enter a city"),
        (changed("recipient.city", 5), "recipient.city: must be text"),
        (changed("recipient.zip", "78205"), "recipient: there is no field 'zip'"),
        (changed("recipient.state", "TX"), "recipient: there is no field 'state'. Was state_code meant?"),
        (changed("lines", {}), "lines: must be a list"),
        (changed("lines", []), "lines: must be a list of at least one line"),
        (changed("lines.0.quantitiy", 5), r"lines\[0\]: there is no field 'quantitiy'. Was quantity meant\?"),
        (changed("lines.0.quantity", 0), r"lines\[0\].quantity: must be a whole number from 1 to 999, not 0"),
        (changed("lines.0.quantity", 1000), "not 1000"),
        (changed("lines.0.quantity", True), "not True"),
        (changed("lines.0.quantity", "2"), "not '2'"),
        (changed("lines.0.quantity", 2.5), "not 2.5"),
        (changed("lines.0.code", ...), r"lines\[0\]: the field code is missing"),
        (changed("lines.0.code", " "), r"lines\[0\].code: must not be empty"),
        (changed("lines.0.code", "5M6M9"), r"lines\[0\].code: at position 6"),
        (changed("lines.0.image", ""), r"lines\[0\].image: must not be empty"),
        (changed("lines.0.image", "\\\\host\\share\\a.jpg"), r"lines\[0\].image: must be a file on this computer"),
        (changed("lines.0.image", "//host/share/a.jpg"), "must be a file on this computer"),
        (changed("lines.0.image", "a\0b"), "must be a file on this computer"),
        (changed("lines.0.title", "x" * 51), r"lines\[0\].title: at most 50 characters; this has 51"),
        (changed("shipping_code", ""), "shipping_code: must not be empty"),
        (changed("gift_mesage", "x"), "the order: there is no field 'gift_mesage'. Was gift_message meant?"),
        (json.dumps(whole()) + " " * 5_000_000, "larger than"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, body: object, words: str) -> None:
    with pytest.raises(OrderError, match=words):
        read_order(write(tmp_path, body))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match="There is no file"):
        read_order(tmp_path / "none.json")
    with pytest.raises(OrderError, match="could not be read"):
        read_order(tmp_path)
