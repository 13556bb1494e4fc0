"""What is kept of an order, what is read back of it, and what a person takes away: a folder or a zip."""

from __future__ import annotations

import json
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from fwdesk.domain.errors import StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderStatus, Shipment
from fwdesk.domain.price import Price
from fwdesk.orders.archive import (
    Kept,
    KeptLine,
    facts,
    files_of,
    folder_of,
    keep,
    kept_of,
    letter,
    previews_of,
    price_lines,
    save,
)
from fwdesk.orders.changes import Ask, Wanted
from fwdesk.orders.ledger import Ledger
from tests.orders_kit import ADA, LINE
from tests.unit.orders.test_changes import EVE, Workshop, ask, placed

PRICE = Price("5M6M9S16X20", print=Money.of("30"), frame=Money.of("5"), total=Money.of("35"))
KEPT = Kept(
    (KeptLine("5M6M9S16x20", ("Media 6, Luster", "Style 9"), "print 16 × 20", "/art/lake.jpg", "ab" * 32, ("0.5", "0"),
              price_lines(PRICE)),),
    "Ground, UPS, 3-7 days", (("goods", "35.00"), ("total", "43.95")),
)  # fmt: skip


def order(folder: Path) -> tuple[Ledger, Workshop, str]:
    ledger, service, order_po = placed(folder)
    parcel = Shipment("UPS", "Ground", "1Z", "https://ups.example/1Z", "2026-11-30T00:00:00-06:00", "2026-12-04")
    ledger.saw(order_po, [OrderStatus(order_po, 1001, 7, "Shipped", (parcel,))])
    return ledger, service, order_po


def test_what_was_kept_comes_back_and_only_its_owner_can_look(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    folder = keep(archive, "FWD-1", KEPT, [b"png one", b"", b"png three"])
    assert kept_of(archive, "FWD-1") == KEPT
    assert [path.name for path in previews_of(archive, "FWD-1")] == ["preview-1.png", "preview-3.png"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (archive, folder)} == {0o700}
    assert kept_of(archive, "FWD-2") == Kept()
    assert previews_of(archive, "FWD-2") == ()


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 51, "FWD 1", "a\n", "C:"])
def test_a_reference_that_is_no_plain_name_touches_no_disk(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="no reference"):
        keep(tmp_path / "archive", name, KEPT, [])
    with pytest.raises(StoreError, match="no reference"):
        folder_of(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"lines": [{}]}', '{"lines": [], "shipping": ""}', "[" * 100_000]
)
def test_a_broken_file_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    keep(tmp_path, "FWD-1", KEPT, [])
    (tmp_path / "FWD-1" / "order.json").write_text(text)
    with pytest.raises(StoreError, match="cannot be read"):
        kept_of(tmp_path, "FWD-1")


def test_all_that_proves_an_order_is_in_its_files(tmp_path: Path) -> None:
    ledger, service, order_po = order(tmp_path)
    keep(tmp_path / "archive", order_po, KEPT, [b"png"])
    files = files_of(tmp_path / "archive", ledger.row(order_po), ledger.events(order_po))
    assert set(files) == {"order.json", "order.txt", "preview-1.png"}
    told = json.loads(files["order.json"])
    (line,) = told["lines"]
    assert (line["code"], line["unit price"], line["quantity"]) == (LINE.code, "35.00", 1)
    assert line["print file"]["sha256"] == line["picture"]["sha256"] == "ab" * 32
    assert line["prices"] == {"print": "30", "frame": "5", "total": "35"}
    assert told["recipient"]["address_1"] == ADA.address_1
    answer = told["answer of the service"]
    assert (answer["order number"], answer["guid"], answer["confirmation number"]) == (1001, "guid", 7)
    assert told["parcels"][0]["tracking_number"] == "1Z"
    assert told["total"] == {"currency": "USD", "quoted": "43.95", "parts": {"goods": "35.00", "total": "43.95"}}
    words = files["order.txt"].decode()
    for part in (
        LINE.code,
        "ab" * 32,
        "100 Main St",
        "Order 1001",
        "Shipped",
        "Handed to UPS Ground",
        "Media 6, Luster",
    ):
        assert part in words
    assert not service.asked


def test_an_order_sent_from_elsewhere_has_an_archive_too(tmp_path: Path) -> None:
    ledger, service, order_po = placed(tmp_path)
    ask(ledger, service, order_po, Wanted(Ask.READDRESS, EVE))
    row, events = ledger.row(order_po), ledger.events(order_po)
    told = facts(row, events, Kept())
    assert told["recipient"]["address_1"] == EVE.address_1
    assert told["recipient when it was sent"]["address_1"] == ADA.address_1
    assert "picture" not in told["lines"][0]
    assert "7 Elm Street" in letter(row, events, Kept())
    bare = replace(row, status_label="", order_id=0)
    assert "Order without a number" in letter(bare, events, Kept((KeptLine("x"),)))


def test_it_is_saved_as_a_folder_or_as_a_zip(tmp_path: Path) -> None:
    files = {"order.txt": b"words", "preview-1.png": b"png"}
    folder = save(tmp_path / "new" / "Order 7", files)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    packed = save(tmp_path / "other" / "Order 7.zip", files)
    with zipfile.ZipFile(packed) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "Order 7/order.txt": b"words", "Order 7/preview-1.png": b"png"
        }  # fmt: skip
    (tmp_path / "a file").write_text("in the way")
    for target in ("a file", "a file/order.zip", "a file/folder"):
        with pytest.raises(StoreError, match="could not be saved"):
            save(tmp_path / target, files)
