"""Profiles, lenient reading, addresses, pictures, the file store."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from fwdesk.practice import files as files_module
from fwdesk.practice.addresses import judge
from fwdesk.practice.book import Book, NewOrder
from fwdesk.practice.call import REFUSED_KEYS, account_of
from fwdesk.practice.files import FileStore, TooLarge, content_type
from fwdesk.practice.pictures import corner, picture, strip
from fwdesk.practice.profiles import PROFILE_NAMES, Profile, parse_profile
from fwdesk.practice.shelf import Record, Shelf
from fwdesk.practice.stock_frames import FRAMES
from fwdesk.practice.wire import ModelErrors, read_json, reader, write_json
from tests.unit.practice.caller import NOON

# Profiles


def test_profiles_join() -> None:
    profile = parse_profile("v2+bare_lists+slow:1.5+failing:4")
    assert (profile.reference_id, profile.validate_404, profile.bare_lists) == (True, True, True)
    assert (profile.slow_seconds, profile.fail_every) == (1.5, 4)
    assert parse_profile("standard") == Profile()


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_every_profile_changes_something(name: str) -> None:
    assert (parse_profile(name) == Profile(name=name)) is (name in ("standard", "envelope"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nope",
        "v2+nope",
        "v2:3",
        "slow:x",
        "slow:0",
        "failing:9999",
        "picture_name:",
        "picture_name:a b",
        "late_status:-1",
    ],
)
def test_unknown_profiles_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_profile(text)


# Reading


def test_reading_is_lenient() -> None:
    model = reader({"Product_QTY": "3", "TEXT": 5, "Flag": "True", "n": 2.0, "list": None, "empty": ""})
    assert model.whole("product_qty", low=1, high=9) == 3
    assert model.text("text") == "5"
    assert model.flag("flag")
    assert not model.flag("absent")
    assert model.whole("empty") is None
    assert model.list("list") is None
    assert model.ids("list") == ()
    model.done()


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"n": "x"}, "request.n"), ({"n": True}, "request.n"), ({"n": 1.5}, "request.n"), ({"n": 100}, "request.n"),
        ({"n": Decimal("1.5")}, "request.n"), ({"n": 10**13}, "request.n"),
        ({}, "request.n"), ({"n": 1, "t": ["x"]}, "request.t"),
        ({"n": 1, "t": "123456"}, "request.t"), ({"n": 1, "f": "maybe"}, "request.f"),
        ({"n": 1, "l": "x"}, "request.l"), ({"n": 1, "l": [1, 2, 3]}, "request.l"), ({"n": 1, "o": 5}, "request.o"),
        ({"n": 1, "i": ["x"]}, "request.i[0]"), ([], "request"), (None, "request"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(body: object, key: str) -> None:
    model = reader(body)
    model.whole("n", required=True, low=1, high=9)
    model.text("t", limit=5)
    model.flag("f")
    model.list("l", most=2)
    model.one("o")
    model.ids("i")
    with pytest.raises(ModelErrors) as caught:
        model.done()
    assert key in caught.value.errors


def test_json_is_exact_and_strict() -> None:
    assert read_json(b" ") == {}
    assert read_json(b'{"a": 7.1}') == {"a": Decimal("7.1")}
    assert write_json({"a": Decimal("41.63"), "b": "×"}) == '{"a":41.63,"b":"×"}'.encode()
    for bad in (b"{", b'{"a": NaN}', b"[" * 200_000, b"\xff\xfe", b'{"a": "\\ud800"}'):
        with pytest.raises(ModelErrors):
            read_json(bad)
    with pytest.raises(TypeError):
        write_json({"a": object()})


def test_json_that_could_not_be_written_again_is_refused() -> None:
    for deepest in (b"[" * 64 + b"]" * 64, b'{"a":' * 64 + b"1" + b"}" * 64, b"[" + b"[]," * 200 + b"[]]"):
        assert write_json(read_json(deepest)) == deepest
    for deeper in (b"[" * 65 + b"]" * 65, b'{"a":' * 65 + b"1" + b"}" * 65, b'{"a":' + b"[" * 985 + b"]" * 985 + b"}"):
        with pytest.raises(ModelErrors):
            read_json(deeper)
    assert read_json(b"[1e307, 1e-400]") == [Decimal("1e307"), Decimal("1e-400")]
    for large in (b"1e308", b"-1e400", b'{"a": 12e999999999}'):
        with pytest.raises(ModelErrors):
            read_json(large)


# Keys


def test_keys() -> None:
    one, two = "0f0e0d0c-0000-4000-8000-00000000000a", "0f0e0d0c-0000-4000-8000-00000000000b"
    account = account_of(f" {one} ", two.upper())
    assert account is not None
    assert not account.live
    for pair in ((one, one), (one, ""), ("", two), (one, "x"), REFUSED_KEYS, (one, REFUSED_KEYS.app_key)):
        assert account_of(*pair) is None


# Addresses


def _judged(**changes: str | None) -> tuple[dict[str, object], list[str]]:
    address: dict[str, str | None] = {
        "first_name": "ada", "last_name": "LOVELACE", "address_1": "100  main st", "address_2": None, "address_3": None,
        "city": "san antonio", "state_code": "tx", "zip_postal_code": "782051234", "country_code": "US",
    }  # fmt: skip
    return judge(address | changes)


def test_an_address_is_tidied() -> None:
    tidy, wrong = _judged()
    assert wrong == []
    assert [tidy[name] for name in ("first_name", "last_name", "address_1", "city")] == [
        "Ada", "Lovelace", "100 Main St", "San Antonio",
    ]  # fmt: skip
    assert (tidy["state_code"], tidy["zip_postal_code"], tidy["country_code"]) == ("TX", "78205-1234", "us")
    assert _judged(address_1="12 NE o'connor ave")[0]["address_1"] == "12 NE o'connor ave"
    assert _judged(address_1="12 ne o'connor ave")[0]["address_1"] == "12 NE O'connor Ave"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"zip_postal_code": "98101"}, "belongs to WA"), ({"zip_postal_code": "12"}, "5 digits"),
        ({"zip_postal_code": "00012"}, "does not exist"), ({"state_code": "WY"}, "is in TX, not in WY"),
        ({"zip_postal_code": "59001"}, "not in TX."), ({"address_1": "nowhere"}, "house number"),
        ({"address_1": "1 practice tower"}, "apartment or suite number is missing"),
        ({"city": ""}, "city"), ({"country_code": "fr", "address_1": "12"}, "not readable"),
    ],
)  # fmt: skip
def test_a_bad_address_says_why(changes: dict[str, str], words: str) -> None:
    assert words in " ".join(_judged(**changes)[1])


def test_an_apartment_in_the_practice_tower() -> None:
    assert _judged(address_1="1 Practice Tower", address_2="4B")[1] == []
    assert _judged(address_1="1 Practice Tower #4")[1] == []


def test_abroad_and_unknown_prefixes_pass() -> None:
    assert _judged(country_code="fr", state_code="", zip_postal_code="75001")[1] == []
    assert _judged(state_code="WY", zip_postal_code="82001")[1] == []


# Pictures


def test_strips_are_a_foot_long_and_deterministic() -> None:
    for frame_id in (1, 72, 131, 9190, 9250, 9300, 9357):
        face = strip(frame_id)
        assert face.size == (1200, round(float(FRAMES[frame_id].frame.face) * 100))
        first = face.tobytes()
        strip.cache_clear()
        assert strip(frame_id).tobytes() == first


def _step(face: Image.Image, left: int, right: int) -> float:
    columns = [face.crop((x, 0, x + 1, face.height)) for x in (left, right)]
    return sum(ImageStat.Stat(ImageChops.difference(columns[0], columns[1])).mean)


def test_strips_repeat_without_a_seam() -> None:
    for frame_id in (7, 72, 131, 9196, 9257):
        face = strip(frame_id)
        within = max(_step(face, at, at + 1) for at in range(0, 1199, 7))
        assert _step(face, 1199, 0) <= within


def test_every_finish_can_be_drawn() -> None:
    kinds = {(item.finish.kind, item.finish.shape): frame_id for frame_id, item in FRAMES.items()}
    assert {kind for kind, _shape in kinds} == {"wood", "burl", "paint", "metal", "leaf", "worn", "lipped"}
    for frame_id in kinds.values():
        assert corner(frame_id, 120).size == (120, 120)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/images/frames/n1110_3d.jpg", "image/jpeg"), ("/images/frames/n1110_seg.png", "image/png"),
        ("/images/frames/p9110.svg", "image/svg+xml"), ("/images/frames/c9104.jpg", "image/jpeg"),
        ("/images/mats/1.png", "image/png"), ("/images/glazing/9505.png", "image/png"),
        ("/images/media/6.png", "image/png"), ("/images/styles/9310.png", "image/png"),
        ("/images/types/9001.png", "image/png"),
    ],
)  # fmt: skip
def test_pictures_open(path: str, kind: str) -> None:
    found = picture(path)
    assert found is not None
    assert found[1] == kind
    if kind != "image/svg+xml":
        with Image.open(io.BytesIO(found[0])) as opened:
            opened.load()
            assert min(opened.size) >= 80


@pytest.mark.parametrize(
    "path",
    [
        "/images/frames/p9110.png", "/images/frames/p1_3d.jpg", "/images/frames/p9110_up.jpg", "/images/mats/x.png",
        "/images/mats/77.png", "/images/nothing/1.png", "/images/mats/1.gif", "/images/frames/p9110_3d.svg", "/images/",
    ],
)  # fmt: skip
def test_unknown_pictures(path: str) -> None:
    assert picture(path) is None


# Files and the book


def test_files_are_kept_by_their_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for store in (FileStore(tmp_path), FileStore(None)):
        assert store.find("0" * 64) is None
        stored = store.take(io.BytesIO(b"\x89PNG\r\n\x1a\nrest"))
        path = store.find(stored.sha256)
        assert path is not None
        assert store.take(io.BytesIO(path.read_bytes())) == stored
        assert content_type("a.bin", path) == "image/png"
        assert store.find("../practice.sqlite") is None
        monkeypatch.setattr(files_module, "CAP", 4)
        with pytest.raises(TooLarge):
            store.take(io.BytesIO(b"12345"))
        monkeypatch.undo()
        assert [item.name for item in path.parent.iterdir()] == [stored.sha256]


def test_content_types(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for head, name, kind in (
        (b"RIFF1234WEBP", "x", "image/webp"), (b"II*\x00", "x", "image/tiff"), (b"hello", "a.txt", "text/plain"),
        (b"hello", "a", "application/octet-stream"), (b"\xff\xd8\xff\xe0", "a.png", "image/jpeg"),
    ):  # fmt: skip
        path.write_bytes(head)
        assert content_type(name, path) == kind


def test_orders_are_booked_all_or_none() -> None:
    book = Book(None, lambda: NOON)
    good = NewOrder("A", None, "live", True, "me", {}, {})
    with pytest.raises(TypeError):
        book.add([good, NewOrder("B", None, "live", True, "me", {"bad": object()}, {})], str)
    assert book.all() == []
    assert [row.order_id for row in book.add([good, good], str)] == [410001, 410002]
    book.close()


def test_records_are_changed_all_or_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "new")
    one, two = shelf.add("me", "thing", [{"a": 1}, {"a": Decimal("1.5")}])
    assert (one, two.content) == (Record(9001, {"a": 1}), {"a": 1.5})
    with pytest.raises(OverflowError):
        shelf.change([one.changed(a=2), Record(2**70, {})])
    assert shelf.all("me", "thing") == [one, two]
    shelf.drop([two.id])
    assert shelf.add("me", "thing", [{}])[0].id == 9003
    assert shelf.all("you", "thing") == shelf.all("me", "other") == []
    shelf.close()


def test_no_key_is_written_into_the_order_book(tmp_path: Path) -> None:
    """Nor does one stay in a book that an earlier version wrote: it named the account by its key."""
    key, placed = "0f0e0d0c-1111-4000-8000-00000000000a", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    new = NewOrder("A-1", None, "test", True, key, {}, {})
    book = Book(tmp_path, lambda: placed)
    book.add([new], str)
    assert [order.order_po for order in book.kept(key)] == ["A-1"]
    assert book.kept(key.upper()) == []
    book.close()
    path = tmp_path / "practice.sqlite"
    assert key.encode() not in path.read_bytes()
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE orders SET account = ?", (key,))
    assert key.encode() in path.read_bytes()
    book = Book(tmp_path, lambda: placed)
    assert [order.order_po for order in book.kept(key)] == ["A-1"]
    book.close()
    assert key.encode() not in path.read_bytes()
