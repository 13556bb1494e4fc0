"""The lines that were put into the order that is being made, so that they are there again at the next start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fwdesk.domain.draft import CartRow
from fwdesk.domain.errors import StoreError
from fwdesk.domain.strict_json import JsonError, read_json, write_json
from fwdesk.store.draft_json import FormatError, raw_cart, read_cart
from fwdesk.store.files import read_capped, set_aside, write_atomic

LIMIT = 4 * 2**20
"""Bytes that the file may have when it is read."""


def save(path: Path, rows: Iterable[CartRow]) -> None:
    """Write all of it or nothing. Raises `StoreError`."""
    write_atomic(path, write_json(raw_cart(rows)))


def load(path: Path) -> tuple[tuple[CartRow, ...], str]:
    """The lines, none if there are none; and a sentence when a broken file had to be set aside. Never raises."""
    try:
        return read_cart(read_json(read_capped(path, LIMIT))), ""
    except FileNotFoundError:
        return (), ""
    except (StoreError, JsonError, FormatError):
        try:
            kept = f"It was kept as {set_aside(path).name}."
        except StoreError as error:
            kept = str(error)
        return (), f"What you had put into an order could not be read. {kept}"
