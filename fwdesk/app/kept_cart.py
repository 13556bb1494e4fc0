"""Keeps the lines that were put into an order over a restart, with their pictures by content."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.cart import Cart, CartLine
from fwdesk.app.copies import stand_in
from fwdesk.app.keeper import PROXY_SIDE, picture_of
from fwdesk.app.session import Session
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.draft import CartRow, PictureRef
from fwdesk.domain.errors import ArtworkError

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork

_PLAIN = "#d6d5d2"
_SMALL = 240


class KeptCart(QObject):
    """Writes the lines down at every change, and brings them back once at the start. Nothing is sent by this.

    Signals:
        restored(): the lines of last time are back, or there were none.
    """

    restored = Signal()

    def __init__(self, session: Session, cart: Cart, tasks: Tasks, workshop: Workshop) -> None:
        """Nothing is written before `restore` has read what is there."""
        super().__init__(session)
        self._session, self._cart, self._tasks, self._workshop = session, cart, tasks, workshop
        self._saved: tuple[CartRow, ...] = ()
        self._wanted: tuple[CartRow, ...] = ()
        self._ready = False
        self._lock = threading.Lock()
        cart.changed.connect(self._changed)

    @Slot()
    def restore(self) -> None:
        """Read the lines of last time and open their pictures, on a worker. No order may go until they are here."""
        if self._ready:
            return
        workshop = self._workshop
        self._cart.awaited = True

        def work(cancel: Cancel) -> tuple[tuple[CartRow, ...], tuple[CartLine, ...], str]:
            from fwdesk.store import cart_file

            rows, words = cart_file.load(workshop.folders.cart_file)
            return rows, lines_of(workshop, rows, cancel), words

        def done(answer: tuple[tuple[CartRow, ...], tuple[CartLine, ...], str]) -> None:
            rows, lines, words = answer
            self._wanted = self._saved = rows
            self._ready = True
            self._cart.bring_back(lines)
            if words:
                self._session.note(words, "warn")
            self._tell(lines)
            self.restored.emit()

        def failed(error: Exception) -> None:
            # The file stays as it is: what was not read is not overwritten.
            self._cart.bring_back(())
            self._session.note(f"What you had put into an order could not be brought back. {error}", "error")
            self.restored.emit()

        self._tasks.run(work, done, failed, lane="cart")

    def _tell(self, lines: tuple[CartLine, ...]) -> None:
        missing = list(dict.fromkeys(line.artwork.name for line in lines if line.artwork.stand_in))
        if missing:
            words = (
                "is missing or was changed: its line stays in your order, and cannot be sent until you open it again"
            )
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            self._session.note(f"{missing[0]}{more} {words}.", "warn")

    @property
    def rows(self) -> tuple[CartRow, ...]:
        """The lines that were put in, as they are kept."""
        return tuple(row_of(line) for line in self._cart.put_in)

    @Slot()
    def _changed(self) -> None:
        rows = self.rows
        if not self._ready or rows == self._wanted:
            return
        self._wanted = rows
        self._tasks.run(lambda _cancel: self._write(), _nothing, self._not_saved, lane="cart file")

    def _write(self) -> None:
        """Write what is wanted now; one at a time, so that an older list never comes after a newer one."""
        from fwdesk.store import cart_file

        with self._lock:
            rows = self._wanted
            if rows != self._saved:
                cart_file.save(self._workshop.folders.cart_file, rows)
                self._saved = rows

    def save_now(self) -> None:
        """Write before the program ends, if anything is not on the disk yet."""
        if self._ready:
            self._write()

    def _not_saved(self, error: Exception) -> None:
        self._session.note(f"The lines of your order could not be saved for the next start. {error}", "error")


def row_of(line: CartLine) -> CartRow:
    """A line as it is kept."""
    return CartRow(line.piece, picture_of(line.artwork), line.quantity, line.edition)


def lines_of(workshop: Workshop, rows: tuple[CartRow, ...], cancel: Cancel) -> tuple[CartLine, ...]:
    """The lines with their pictures, each picture opened once. On workers."""
    opened: dict[str, Artwork] = {}
    lines: list[CartLine] = []
    for row in rows:
        cancel.check()
        known = opened.get(row.picture.sha256) or reopened(workshop, row.picture, cancel)
        opened[row.picture.sha256] = known
        lines.append(CartLine(row.piece, known, row.quantity, row.edition))
    return tuple(lines)


def reopened(workshop: Workshop, picture: PictureRef, cancel: Cancel) -> Artwork:
    """A picture with exactly the content it had; else something to look at in its place, which cannot be ordered."""
    from fwdesk.store.relink import find_picture

    path = find_picture(picture)
    try:
        if path:
            found = workshop.decoder.open_artwork(path, proxy_side=PROXY_SIDE, cancel=cancel)
            if found.sha256 == picture.sha256:
                return found
        copy = stand_in(workshop, picture, Path(picture.path), cancel)
    except ArtworkError:
        copy = None
    return copy or _plain(picture)


def _plain(picture: PictureRef) -> Artwork:
    """An even gray in the proportions of a picture of which nothing is left here."""
    from PIL import Image

    from fwdesk.artwork.open import Artwork

    pixels = picture.pixels or Pixels(_SMALL, _SMALL)
    longest = max(pixels.width, pixels.height)
    size = max(1, pixels.width * _SMALL // longest), max(1, pixels.height * _SMALL // longest)
    return Artwork(
        path=Path(picture.path),
        name=picture.name,
        pixels=pixels,
        file_size=picture.size,
        sha256=picture.sha256,
        format="",
        mode="missing",
        profile="",
        notes=("The file itself was not found.",),
        proxy=Image.new("RGB", size, _PLAIN),
        stand_in=True,
    )


def _nothing(_result: None) -> None:
    """Saving is silent."""
