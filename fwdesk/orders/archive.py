"""What proves what was ordered: code, preview, hash of the file, prices, address, the service's answer.

The ledger has the order itself; here is what only the desk knew when it was sent: what the piece looked like, its
parts in words and in prices, and where its picture was. One private folder for each order.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from fwdesk.domain.errors import StoreError
from fwdesk.domain.order import LedgerRow
from fwdesk.domain.price import Price
from fwdesk.orders import payload
from fwdesk.orders.changes import recipient_now, requests
from fwdesk.orders.rows import Event
from fwdesk.orders.timeline import timeline
from fwdesk.store.files import disk_words, read_capped, write_atomic
from fwdesk.store.folders import make_private

FACTS = "order.json"
_LIMIT = 4_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
_PARTS = ("print", "frame", "mat_1", "mat_2", "glazing", "color_correct")


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One piece as it was sent. `parts` are its parts in words, `crop` where the kept part of the picture lay."""

    code: str
    parts: tuple[str, ...] = ()
    sizes: str = ""
    picture: str = ""
    sha256: str = ""
    crop: tuple[str, str] = ("", "")
    prices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of an order when it was sent. Amounts are USD, as decimal text."""

    lines: tuple[KeptLine, ...] = ()
    shipping: str = ""
    totals: tuple[tuple[str, str], ...] = ()


def price_lines(price: Price) -> tuple[tuple[str, str], ...]:
    """The parts of a price that cost something, and its total."""
    parts = [(name, getattr(price, name)) for name in _PARTS]
    return (*((name, str(money.amount)) for name, money in parts if money), ("total", str(price.total.amount)))


def folder_of(archive: Path, order_po: str) -> Path:
    """The folder of an order. Raises `StoreError` for a reference that is no plain name."""
    if not _NAME.fullmatch(order_po):
        raise StoreError(f"{order_po[:50]!r} is no reference that a folder can be named after.")
    return archive / order_po


def keep(archive: Path, order_po: str, kept: Kept, previews: Sequence[bytes]) -> Path:
    """Write down what was sent, with a PNG for each line (empty where there is none). Raises `StoreError`."""
    folder = folder_of(archive, order_po)
    make_private(archive)
    make_private(folder)
    for number, preview in enumerate(previews, 1):
        if preview:
            write_atomic(folder / f"preview-{number}.png", preview)
    write_atomic(folder / FACTS, json.dumps({"version": 1} | asdict(kept), indent=1).encode())
    return folder


def kept_of(archive: Path, order_po: str) -> Kept:
    """What was kept of an order; nothing for one sent from elsewhere. Raises `StoreError` for a broken file."""
    try:
        told = cast("dict[str, Any]", json.loads(read_capped(folder_of(archive, order_po) / FACTS, _LIMIT)))
        lines = tuple(map(_line, told["lines"]))
        return Kept(lines, told["shipping"], _pairs(told["totals"]))
    except FileNotFoundError:
        return Kept()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreError(f"What was kept of the order {order_po} cannot be read.") from error


def _line(told: dict[str, Any]) -> KeptLine:
    x, y = told["crop"]
    read: dict[str, Any] = {"parts": tuple(map(str, told["parts"])), "prices": _pairs(told["prices"])}
    read["crop"] = str(x), str(y)
    return KeptLine(**(told | read))


def _pairs(told: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - JSON
    return tuple((str(name), str(value)) for name, value in told)


def previews_of(archive: Path, order_po: str) -> tuple[Path, ...]:
    """The previews of an order, by line."""
    folder = folder_of(archive, order_po)
    return tuple(sorted(folder.glob("preview-*.png"), key=lambda path: (len(path.name), path.name)))


def facts(row: LedgerRow, events: Sequence[Event], kept: Kept) -> dict[str, Any]:
    """All that is known of an order, for a file. No secret is among it: the ledger has none."""
    order = payload.read(row.payload)
    asked = requests(events)
    return {
        "reference": row.order_po,
        "service": {"mode": row.mode, "host": row.host},
        "state": str(row.state),
        "ordered at": row.created_at.isoformat(),
        "answer of the service": {
            "order number": row.order_id, "status": row.status_label, "message": row.message, **_answer(events),
        },
        "total": {"currency": "USD", "quoted": str(row.total.amount), "parts": dict(kept.totals)},
        "shipping": {"code": order.shipping_code, "words": kept.shipping},
        "recipient": asdict(recipient_now(order.recipient, asked)),
        "recipient when it was sent": asdict(order.recipient),
        "gift message": order.gift_message,
        "test": order.test_mode,
        "lines": [
            {
                "code": line.code, "title": line.title, "quantity": line.quantity,
                "unit price": str(line.unit_price.amount), "print file": asdict(line.file),
                **(_kept_line(kept.lines[at]) if at < len(kept.lines) else {}),
            }
            for at, line in enumerate(order.lines)
        ],
        "parcels": [asdict(shipment) for shipment in row.shipments],
        "sha256 of what was sent": payload.digest(row.payload),
        "events": [{"at": event.at.isoformat(), "state": event.state, "words": event.detail} for event in events],
    }  # fmt: skip


def _answer(events: Sequence[Event]) -> dict[str, Any]:
    names = {"order_guid": "guid", "confirmation_id": "confirmation number", "confirmed_at": "confirmed at"}
    return {words: event.told[name] for event in events for name, words in names.items() if event.told.get(name)}


def _kept_line(line: KeptLine) -> dict[str, Any]:
    return {
        "parts": list(line.parts), "sizes": line.sizes, "prices": dict(line.prices),
        "picture": {"path": line.picture, "sha256": line.sha256},
    }  # fmt: skip


def letter(row: LedgerRow, events: Sequence[Event], kept: Kept) -> str:
    """The same for reading: a page of plain text."""
    order = payload.read(row.payload)
    told = [f"Order {row.order_id or 'without a number'}", f"Reference {row.order_po}", f"State: {row.state}"]
    if row.status_label:
        told.append(f"At the service: {row.status_label}")
    told += ["", "To", *("  " + words for words in recipient_now(order.recipient, requests(events)).lines), ""]
    for at, line in enumerate(order.lines):
        told.append(f"{line.quantity} × {line.title or line.code}, {line.unit_price} each")
        told.append(f"  {line.code}")
        if at < len(kept.lines):
            told += [f"  {words}" for words in kept.lines[at].parts]
            told += [f"  {kept.lines[at].sizes}"] if kept.lines[at].sizes else []
        told += [f"  Print file: {line.file.url}", f"  SHA-256: {line.file.sha256}"]
    told += ["", f"Shipping: {kept.shipping or order.shipping_code}", f"Total: {row.total}", "", "What happened"]
    for moment in timeline(row, events):
        when = f"{moment.at.astimezone():%Y-%m-%d %H:%M}" if moment.at else f"{moment.day}"
        told.append(f"  {when}  {moment.words}" + (f" ({' '.join(moment.detail.split())})" if moment.detail else ""))
    return "\n".join(told) + "\n"


def save(target: Path, files: Mapping[str, bytes]) -> Path:
    """Put the archive of an order where a person wants it: into a `.zip`, else into a folder. Raises `StoreError`."""
    try:
        if target.suffix.lower() == ".zip":
            return _zipped(target, files)
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{target.name} could not be saved: {disk_words(error)}") from error
    for name, data in files.items():
        write_atomic(target / name, data)
    return target


def _zipped(target: Path, files: Mapping[str, bytes]) -> Path:
    from io import BytesIO

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{target.stem}/{name}", data)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, packed.getvalue())
    return target


def files_of(archive: Path, row: LedgerRow, events: Sequence[Event]) -> dict[str, bytes]:
    """The files of an order's archive: facts, a page to read, and the previews. Raises `StoreError`."""
    kept = kept_of(archive, row.order_po)
    found = {
        "order.json": json.dumps(facts(row, events, kept), indent=2, ensure_ascii=False).encode(),
        "order.txt": letter(row, events, kept).encode(),
    }
    for path in previews_of(archive, row.order_po):
        found[path.name] = read_capped(path, 64_000_000)
    return found
