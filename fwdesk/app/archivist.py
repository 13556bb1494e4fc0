"""Keeps what only the desk knows of an order that was sent: how its pieces looked, in words, in prices, as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fwdesk.app.scenes import scene_of
from fwdesk.app.session import Session
from fwdesk.app.swatches import Swatches
from fwdesk.app.tasks import Tasks
from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code_words import code_parts
from fwdesk.domain.geometry import describe, measure
from fwdesk.domain.order import ShippingOption
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.artwork.open import Artwork
    from fwdesk.orders.archive import Kept, KeptLine

_SIDE = 1200
"""The long side of a preview in pixels: enough to see what was ordered, about half a megabyte."""


@dataclass(frozen=True, slots=True)
class SentPiece:
    """A line of an order as it left: the piece, its picture, the price of one copy."""

    piece: Piece
    artwork: Artwork
    price: Price


@dataclass(frozen=True, slots=True)
class SentOrder:
    """An order as it left, under its reference."""

    order_po: str
    pieces: tuple[SentPiece, ...]
    option: ShippingOption


class Archivist(QObject):
    """Writes after the order went, on a worker: nothing here delays or endangers a send.

    Signals:
        kept(str): what was sent under this reference is on the disk.
        failed(str, Exception): it could not be kept; the order itself is in the ledger all the same.
    """

    kept = Signal(str)
    failed = Signal(str, object)

    def __init__(self, session: Session, tasks: Tasks, workshop: Workshop, swatches: Swatches) -> None:
        """Looks at the session's catalog for names and looks."""
        super().__init__(session)
        self._session, self._tasks, self._workshop, self._swatches = session, tasks, workshop, swatches

    @Slot(object)
    def keep(self, sent: SentOrder) -> None:
        """Keep an order that has just been sent."""
        workshop, rules = self._workshop, self._session.rules
        strips = [self._strip(line.piece, rules) for line in sent.pieces]

        def work(cancel: Cancel) -> None:
            from fwdesk.orders import archive

            previews: list[bytes] = []
            for line, strip in zip(sent.pieces, strips, strict=True):
                cancel.check()
                previews.append(_preview(workshop, line, rules, strip))
            archive.keep(workshop.folders.archive, sent.order_po, _kept(sent, rules), previews)

        def done(_nothing: None) -> None:
            self.kept.emit(sent.order_po)

        def failed(error: Exception) -> None:
            self._session.note(f"The order is in the ledger, but not in the archive of previews. {error}", "warn")
            self.failed.emit(sent.order_po, error)

        self._tasks.run(work, done, failed, near=True)

    def _strip(self, piece: Piece, rules: Rules) -> Image.Image | None:
        frame = rules.frame_of(piece)
        return self._swatches.strip_here(frame) if frame else None


def _preview(workshop: Workshop, line: SentPiece, rules: Rules, strip: Image.Image | None) -> bytes:
    from io import BytesIO

    image = workshop.renderer.piece(scene_of(line.piece, rules, line.artwork.pixels, strip), line.artwork.proxy, _SIDE)
    data = BytesIO()
    image.convert("RGB").save(data, "PNG")
    return data.getvalue()


def _kept(sent: SentOrder, rules: Rules) -> Kept:
    from fwdesk.orders.archive import Kept

    option, total = sent.option, sent.option.total
    parts = (
        ("goods", total.subtotal), ("discount", total.discount), ("shipping", total.shipping), ("tax", total.tax),
        ("expedite", total.expedite), ("credits", total.credits), ("total", total.grand_total),
    )  # fmt: skip
    words = ", ".join(part for part in (option.method, option.carrier, option.transit) if part)
    amounts = tuple((name, str(money.amount)) for name, money in parts)
    return Kept(tuple(_kept_line(line, rules) for line in sent.pieces), words, amounts)


def _kept_line(line: SentPiece, rules: Rules) -> KeptLine:
    from fwdesk.orders.archive import KeptLine, price_lines

    piece, artwork = line.piece, line.artwork
    return KeptLine(
        code=str(piece.code),
        parts=tuple(part.words for part in code_parts(str(piece.code), rules.catalog)),
        sizes=describe(measure(piece.code, rules.style_of(piece), rules.frame_of(piece))),
        picture=str(artwork.path),
        sha256=artwork.sha256,
        crop=(str(piece.crop.x), str(piece.crop.y)),
        prices=price_lines(line.price),
    )
