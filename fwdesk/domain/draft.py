"""A draft: one piece that is worked on, with its picture, its tray of versions and the way it came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fwdesk.domain.crop import Pixels
from fwdesk.domain.piece import Piece
from fwdesk.domain.strict_json import Json

PROJECT_SUFFIX = ".fwdesk"
"""What a project file's name ends with."""
Extra = Mapping[str, Json]
"""What a later version of fwdesk wrote and this one does not know: kept, and written back."""


def _nothing() -> Extra:
    return {}


class Verdict(StrEnum):
    """What the artist, or the client beside them, says of a version."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Version:
    """A piece that was kept, and what was said of it."""

    piece: Piece
    verdict: Verdict


Tray = tuple[Version, ...]
"""The versions that were kept, oldest first. A piece is in it once."""


def with_verdict(tray: Tray, piece: Piece, verdict: Verdict) -> Tray:
    """The tray with a piece kept under a verdict: a new version, or another word for one that is there."""
    version = Version(piece, verdict)
    if any(kept.piece == piece for kept in tray):
        return tuple(version if kept.piece == piece else kept for kept in tray)
    return (*tray, version)


def without(tray: Tray, piece: Piece) -> Tray:
    """The tray without a piece."""
    return tuple(kept for kept in tray if kept.piece != piece)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: its name in words, and what piece and tray are on its far side.

    Among the edits that were done that is what they were before it, among those that were taken back what they
    were after it.
    """

    name: str
    piece: Piece
    tray: Tray = ()


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture by its content, and where it was last seen on this computer (empty: nowhere).

    `size` is the file's, in bytes; 0 if it is not known.
    """

    name: str
    sha256: str
    path: str = ""
    size: int = 0
    pixels: Pixels | None = None
    extra: Extra = field(default_factory=_nothing, compare=False)


@dataclass(frozen=True, slots=True)
class CartRow:
    """A line that was put into an order, as it is kept: so many copies of a piece, by its picture's content.

    `edition` is how many copies there will ever be at this size; 0 is not limited.
    """

    piece: Piece
    picture: PictureRef
    quantity: int
    edition: int = 0
    extra: Extra = field(default_factory=_nothing, compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """One piece that is worked on. `done` and `undone` end with the edit that undo and redo would take next.

    `step` is the step whose options were shown, by its value. Without a `picture` the sample is shown.
    """

    piece: Piece | None = None
    picture: PictureRef | None = None
    step: str = ""
    tray: Tray = ()
    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    extra: Extra = field(default_factory=_nothing, compare=False)


@dataclass(frozen=True, slots=True)
class Drafts:
    """All pieces that are open, and which of them is on the desk."""

    open: tuple[Draft, ...] = ()
    current: int = 0
    extra: Extra = field(default_factory=_nothing, compare=False)
