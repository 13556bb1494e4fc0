"""The pieces of the order that is being made: those that were put in, and the one on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.session import Session
from fwdesk.domain.order import QUANTITY_LIMIT, TITLE_LIMIT
from fwdesk.domain.piece import Piece

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many copies of one piece with its picture. `edition` limits the picture at this size; 0 does not."""

    piece: Piece
    artwork: Artwork
    quantity: int = 1
    edition: int = 0

    def same_piece(self, other: CartLine) -> bool:
        """True for the same product around the same picture, however many copies."""
        return self.piece == other.piece and self.artwork.sha256 == other.artwork.sha256


Print = tuple[str, Decimal, Decimal]
"""What an edition is of: a picture by its content, at a size whichever way it lies."""
Editions = Mapping[Print, int]


def _none() -> Editions:
    return {}


@dataclass(frozen=True, slots=True)
class _State:
    """Everything that one edit may change, so that it can be taken back.

    `editions` are those of prints that lay on the desk: another one that comes there is not limited by them.
    """

    kept: tuple[CartLine, ...] = ()
    copies: int = 1
    editions: Editions = field(default_factory=_none)
    left_out: CartLine | None = None


class Cart(QObject):
    """The lines of the order. The piece on the desk is the last of them unless it was taken out, and follows the desk.

    Signals:
        changed(): the lines, or one of them.
        opened(Artwork): this picture comes to the desk with the line that was put in.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self, session: Session) -> None:
        """Holds the piece on the desk alone."""
        super().__init__(session)
        self._session = session
        self._state: _State = _State()
        self._past: list[tuple[_State, str]] = []
        self.awaited = False  # lines of last time are on their way, and nothing may be sent without them
        session.piece_changed.connect(self._moved_on)
        session.artwork_changed.connect(self._moved_on)

    @property
    def lines(self) -> tuple[CartLine, ...]:
        """What is ordered, in the order it was put in; empty without a picture on the desk."""
        here = self._present
        return (*self._state.kept, here) if here else self._state.kept

    @property
    def kept(self) -> int:
        """How many lines were put in; a line beyond them is the piece on the desk."""
        return len(self._state.kept)

    @property
    def put_in(self) -> tuple[CartLine, ...]:
        """The lines that were put in, which the desk does not change."""
        return self._state.kept

    @property
    def quantity(self) -> int:
        """Copies of the piece on the desk."""
        on_desk = self._on_desk
        for line in self._state.kept:
            if on_desk and line.same_piece(on_desk):
                return line.quantity
        return self._state.copies

    @property
    def undo_words(self) -> str:
        """What `undo` takes back; empty if there is nothing to take back."""
        return self._past[-1][1] if self._past else ""

    def set_copies(self, copies: int) -> None:
        """So many copies of the piece on the desk, 1 to 999."""
        copies, on_desk = min(max(copies, 1), QUANTITY_LIMIT), self._on_desk
        kept = tuple(
            replace(line, quantity=copies) if on_desk and line.same_piece(on_desk) else line
            for line in self._state.kept
        )
        self._become(replace(self._state, kept=kept, copies=copies))

    def set_quantity(self, at: int, quantity: int) -> None:
        """So many copies in one line; 0 takes it out. Can be taken back."""
        lines, state = self.lines, self._state
        if not 0 <= at < len(lines) or lines[at].quantity == quantity:
            return
        line, quantity = lines[at], min(max(quantity, 0), QUANTITY_LIMIT)
        words = f"{title_of_line(line)}: {quantity} instead of {line.quantity} copies"
        if not quantity:
            words = f"{title_of_line(line)} was taken out"
        if at < len(state.kept):
            changed = () if not quantity else (replace(line, quantity=quantity),)
            after = replace(state, kept=(*state.kept[:at], *changed, *state.kept[at + 1 :]))
            if not quantity and self._on_desk and line.same_piece(self._on_desk):
                after = replace(after, left_out=line)
        elif quantity:
            after = replace(state, copies=quantity)
        else:
            after = replace(state, left_out=line)
        self._past.append((state, words))
        self._become(after)

    def set_edition(self, at: int, size: int) -> None:
        """Limit a line's picture at its size to so many copies ever; 0 does not limit it."""
        lines, state = self.lines, self._state
        if not 0 <= at < len(lines):
            return
        if at < len(state.kept):
            limited = replace(lines[at], edition=size)
            self._become(replace(state, kept=(*state.kept[:at], limited, *state.kept[at + 1 :])))
        elif of := print_of(lines[at]):
            self._become(replace(state, editions={**state.editions, of: size}))

    def keep(self) -> bool:
        """Put the piece on the desk in for good, so that the desk is free for another. False if it is in already."""
        here = self._present
        if here is None:
            return False
        self._past.append((self._state, f"{title_of_line(here)} was put in"))
        self._become(_State((*self._state.kept, here)))
        return True

    def open(self, at: int) -> None:
        """Bring a line that was put in back to the desk, to change it there; what is on the desk is put in instead."""
        if not 0 <= at < len(self._state.kept):
            return
        line, here, before = self._state.kept[at], self._present, self._state
        rest = (*before.kept[:at], *before.kept[at + 1 :])
        of = print_of(line)
        after = _State((*rest, here) if here else rest, line.quantity, {of: line.edition} if of else {})
        # Both are on the way to the desk one after the other: in between, neither is taken for another piece.
        self._state = after
        if not self._session.put(line.piece, title_of_line(line)):
            self._become(before)
            return
        self._state = after
        if self._session.artwork != line.artwork:
            self.opened.emit(line.artwork)
            self._session.set_artwork(line.artwork, fit=False)
        self._past.clear()
        self._state = after
        self.changed.emit()

    def undo(self) -> None:
        """Take the last change of the lines back."""
        if self._past:
            self._become(self._past.pop()[0])

    def put_back(self) -> None:
        """Put the piece on the desk in again after it was taken out."""
        self._become(replace(self._state, left_out=None))

    def clear(self) -> None:
        """The order went: only the piece on the desk is left, once."""
        self._past.clear()
        self._become(_State())

    def bring_back(self, lines: tuple[CartLine, ...]) -> None:
        """The lines of last time, before those that were put in since. Nothing is awaited any more."""
        self.awaited = False
        state = self._state
        since = tuple(line for line in state.kept if not any(line.same_piece(known) for known in lines))
        self._state = replace(state, kept=(*lines, *since))
        self._past.clear()
        self.changed.emit()

    # Inside

    @property
    def _on_desk(self) -> CartLine | None:
        piece, artwork = self._session.piece, self._session.artwork
        if piece is None or artwork is None:
            return None
        here = CartLine(piece, artwork, self._state.copies)
        of = print_of(here)
        return replace(here, edition=self._state.editions.get(of, 0)) if of else here

    @property
    def _present(self) -> CartLine | None:
        """The piece on the desk as a line of its own; None if it was taken out, or is among those put in."""
        here, out = self._on_desk, self._state.left_out
        if here is None or (out and out.same_piece(here)) or any(line.same_piece(here) for line in self._state.kept):
            return None
        return here

    def _become(self, state: _State) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()

    @Slot(object)
    def _moved_on(self, _what: object) -> None:
        # Another piece on the desk is another line; the one that was taken out stays out as long as it lies there.
        here, out = self._on_desk, self._state.left_out
        found = self._session.artwork
        if found and not found.stand_in:
            kept = tuple(
                replace(line, artwork=found) if line.artwork.stand_in and line.artwork.sha256 == found.sha256 else line
                for line in self._state.kept
            )
            self._state = replace(self._state, kept=kept)
        if out and here and not out.same_piece(here):
            self._state = replace(self._state, left_out=None, copies=1, editions={})
        self.changed.emit()


def print_of(line: CartLine) -> Print | None:
    """What an edition of a line is of; None for a line that has no print of its own."""
    if line.piece.print is None:
        return None
    size = line.piece.print.size
    return line.artwork.sha256, min(size.width, size.height), max(size.width, size.height)


def title_of_line(line: CartLine) -> str:
    """A line in a few words: its picture and size."""
    return f"{title_of(line.artwork.path)}, {line.piece.image.framer} in"


def title_of(path: Path) -> str:
    """The packing slip's title for a picture: its name without the ending, within the API's 50 characters."""
    name = path.stem.replace("_", " ").strip()
    return name if len(name) <= TITLE_LIMIT else f"{name[: TITLE_LIMIT - 1]}…"
