"""The desk as it was left, saved by itself a moment after each change, so that a crash costs seconds of work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fwdesk.domain.draft import Draft, Drafts
from fwdesk.domain.errors import StoreError
from fwdesk.domain.strict_json import JsonError, read_json, write_json
from fwdesk.store.draft_json import FormatError, raw_drafts, read_drafts
from fwdesk.store.files import read_capped, set_aside, write_atomic

LIMIT = 16 * 2**20
"""Bytes that the file may have when it is read."""
COMFORT = 2 * 2**20
"""Bytes it has at most when it is written: some 20,000 edits. Beyond that the oldest ones are let go."""


def save(path: Path, drafts: Drafts, comfort: int = COMFORT) -> None:
    """Write all of it or nothing. Raises `StoreError`."""
    data = write_json(raw_drafts(drafts))
    while len(data) > comfort and any(draft.done or draft.undone for draft in drafts.open):
        drafts = replace(drafts, open=tuple(map(_shorter, drafts.open)))
        data = write_json(raw_drafts(drafts))
    write_atomic(path, data)


def load(path: Path) -> tuple[Drafts, str]:
    """The drafts, none if there are none; and a sentence when a broken file had to be set aside. Never raises."""
    try:
        return read_drafts(read_json(read_capped(path, LIMIT))), ""
    except FileNotFoundError:
        return Drafts(), ""
    except (StoreError, JsonError, FormatError):
        try:
            kept = f"It was kept as {set_aside(path).name}."
        except StoreError as error:
            kept = str(error)
        return Drafts(), f"What was last on the desk could not be read. {kept}"


def _shorter(draft: Draft) -> Draft:
    """Half as long a memory, and of what was taken back none."""
    return replace(draft, done=draft.done[(len(draft.done) + 1) // 2 :], undone=())
