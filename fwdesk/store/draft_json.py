"""Drafts as JSON, the same in the desk's own file and in a project file (decision 0010).

Whatever is read may come from anybody: each value is checked, and what is wrong is a `FormatError` that says where.
Names that are not known are kept and written back, so that an older fwdesk does not lose what a newer one wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Crop, Pixels
from fwdesk.domain.draft import CartRow, Draft, Drafts, Edit, Extra, PictureRef, Tray, Verdict, Version
from fwdesk.domain.errors import CodeError
from fwdesk.domain.order import QUANTITY_LIMIT
from fwdesk.domain.piece import Piece
from fwdesk.domain.strict_json import Json, Writable

VERSION = 1
"""The version of the format. A file with a higher one is refused, and not touched."""
_TEXT = 4096
_MOST_PIXELS = 1_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_T = TypeVar("_T")


class FormatError(Exception):
    """Not what a draft is written as; the message says where."""


class NewerFormatError(FormatError):
    """Written by a newer fwdesk, in a way that this one cannot read."""


# Writing


def raw_drafts(drafts: Drafts) -> dict[str, Writable]:
    """All drafts, ready to be written."""
    return {
        **drafts.extra,
        "version": VERSION,
        "current": drafts.current,
        "pieces": [raw_draft(draft) for draft in drafts.open],
    }


def raw_draft(draft: Draft) -> dict[str, Writable]:
    """One draft, ready to be written."""
    raw: dict[str, Writable] = {**draft.extra, "step": draft.step}
    if draft.piece:
        raw["piece"] = _raw_piece(draft.piece)
    if draft.picture:
        raw["picture"] = _raw_picture(draft.picture)
    raw["tray"] = _raw_tray(draft.tray)
    raw["done"] = _raw_edits(draft.done, draft.tray)
    raw["undone"] = _raw_edits(draft.undone, draft.tray)
    return raw


def _raw_piece(piece: Piece) -> dict[str, Writable]:
    return {"code": str(piece.code), "x": str(piece.crop.x), "y": str(piece.crop.y)}


def _raw_tray(tray: Tray) -> list[Writable]:
    return [{**_raw_piece(kept.piece), "verdict": kept.verdict.value} for kept in tray]


def _raw_picture(picture: PictureRef) -> dict[str, Writable]:
    raw: dict[str, Writable] = {**picture.extra, "name": picture.name, "sha256": picture.sha256, "path": picture.path}
    if picture.size:
        raw["bytes"] = picture.size
    if picture.pixels:
        raw |= {"width": picture.pixels.width, "height": picture.pixels.height}
    return raw


def _raw_edits(edits: Iterable[Edit], present: Tray) -> list[Writable]:
    """Oldest first. An edit names its tray only where the one after it (after the last: the present) has another."""
    rows: list[Writable] = []
    after = present
    for edit in reversed(tuple(edits)):
        row: dict[str, Writable] = {"name": edit.name, **_raw_piece(edit.piece)}
        if edit.tray != after:
            row["tray"] = _raw_tray(edit.tray)
        after = edit.tray
        rows.append(row)
    return rows[::-1]


def raw_cart(rows: Iterable[CartRow]) -> dict[str, Writable]:
    """The lines of the order that is being made, ready to be written."""
    lines: list[Writable] = []
    for row in rows:
        raw = {**row.extra, **_raw_piece(row.piece), "picture": _raw_picture(row.picture), "quantity": row.quantity}
        lines.append({**raw, "edition": row.edition})
    return {"version": VERSION, "lines": lines}


# Reading


def read_drafts(value: Json) -> Drafts:
    """All drafts of a file. Raises `FormatError`, `NewerFormatError`."""
    raw = _object(value, "the file")
    version = _whole(raw.get("version"), "version")
    if version > VERSION:
        raise NewerFormatError(f"version {version}")
    rows = _list(raw.get("pieces"), "pieces")
    current = _whole(raw.get("current", 0), "current")
    made = tuple(_at(f"piece {number}", read_draft, row) for number, row in enumerate(rows, 1))
    if made and not 0 <= current < len(made):
        raise FormatError("current: there is no such piece")
    return Drafts(made, current, _extra(raw, "version", "pieces", "current"))


def read_draft(value: Json) -> Draft:
    """One draft. Raises `FormatError`."""
    raw = _object(value, "the piece")
    tray = _tray(raw.get("tray", []))
    return Draft(
        piece=_piece(raw["piece"]) if "piece" in raw else None,
        picture=_picture(raw["picture"]) if "picture" in raw else None,
        step=_text(raw.get("step", ""), "step"),
        tray=tray,
        done=_edits(raw.get("done", []), tray),
        undone=_edits(raw.get("undone", []), tray),
        extra=_extra(raw, "piece", "picture", "step", "tray", "done", "undone"),
    )


def read_cart(value: Json) -> tuple[CartRow, ...]:
    """The lines of a file. Raises `FormatError`, `NewerFormatError`: no line is left out unsaid."""
    raw = _object(value, "the file")
    version = _whole(raw.get("version"), "version")
    if version > VERSION:
        raise NewerFormatError(f"version {version}")
    return tuple(
        _at(f"line {number}", _cart_row, row) for number, row in enumerate(_list(raw.get("lines"), "lines"), 1)
    )


def _cart_row(value: Json) -> CartRow:
    raw = _object(value, "the line")
    quantity, edition = _whole(raw.get("quantity"), "quantity"), _whole(raw.get("edition"), "edition")
    if not 0 < quantity <= QUANTITY_LIMIT:
        raise FormatError(f"quantity: 1 to {QUANTITY_LIMIT} can be ordered")
    if edition < 0:
        raise FormatError("edition: less than nothing")
    picture = _picture(raw.get("picture"))
    if not picture.sha256:
        raise FormatError("picture: its content is not known")
    extra = _extra(raw, "code", "x", "y", "picture", "quantity", "edition")
    return CartRow(_piece(value), picture, quantity, edition, extra)


def _piece(value: Json) -> Piece:
    raw = _object(value, "piece")
    text = _text(raw.get("code"), "code")
    try:
        code = parse_code(text)
    except CodeError as error:
        raise FormatError(f"code: {error}") from error
    if code.is_sku:
        raise FormatError("code: an inventory SKU is no piece")
    return Piece(code, Crop(_share(raw.get("x"), "x"), _share(raw.get("y"), "y")))


def _tray(value: Json) -> Tray:
    versions: list[Version] = []
    for row in _list(value, "tray"):
        verdict = _text(_object(row, "tray").get("verdict"), "verdict")
        if verdict not in set(Verdict):
            raise FormatError(f"verdict: {verdict[:20]!r} is none")
        versions.append(Version(_piece(row), Verdict(verdict)))
    if len({version.piece for version in versions}) < len(versions):
        raise FormatError("tray: a piece is in it twice")
    return tuple(versions)


def _edits(value: Json, present: Tray) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    after = present
    for row in reversed(_list(value, "edits")):
        raw = _object(row, "edit")
        after = _tray(raw["tray"]) if "tray" in raw else after
        edits.append(Edit(_text(raw.get("name"), "name"), _piece(row), after))
    return tuple(reversed(edits))


def _picture(value: Json) -> PictureRef:
    raw = _object(value, "picture")
    sha256 = _text(raw.get("sha256"), "sha256")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise FormatError("sha256: not a SHA-256 in hexadecimal")
    known = "width" in raw or "height" in raw
    return PictureRef(
        name=_text(raw.get("name"), "name"),
        sha256=sha256,
        path=_text(raw.get("path", ""), "path"),
        size=_whole(raw.get("bytes", 0), "bytes"),
        pixels=Pixels(_pixels(raw.get("width"), "width"), _pixels(raw.get("height"), "height")) if known else None,
        extra=_extra(raw, "name", "sha256", "path", "bytes", "width", "height"),
    )


def _at(place: str, read: Callable[[Json], _T], value: Json) -> _T:
    try:
        return read(value)
    except FormatError as error:
        raise FormatError(f"{place}: {error}") from error


def _extra(raw: Mapping[str, Json], *known: str) -> Extra:
    return {name: value for name, value in raw.items() if name not in known}


def _object(value: Json, what: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise FormatError(f"{what}: not an object")
    return value


def _list(value: Json, what: str) -> list[Json]:
    if not isinstance(value, list):
        raise FormatError(f"{what}: not a list")
    return value


def _text(value: Json, what: str) -> str:
    if not isinstance(value, str) or len(value) > _TEXT or "\0" in value:
        raise FormatError(f"{what}: not a text")
    return value


def _whole(value: Json, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise FormatError(f"{what}: not a whole number")
    return value


def _pixels(value: Json, what: str) -> int:
    number = _whole(value, what)
    if not 0 < number <= _MOST_PIXELS:
        raise FormatError(f"{what}: no picture is so large")
    return number


def _share(value: Json, what: str) -> Decimal:
    text = _text(value, what)
    if not re.fullmatch(r"[01](\.[0-9]{1,9})?", text, re.ASCII) or Decimal(text) > 1:
        raise FormatError(f"{what}: a crop lies between 0 and 1")
    return Decimal(text)
