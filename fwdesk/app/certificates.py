"""Certificates of authenticity for the numbered copies of an order that was placed. No Qt: the press makes them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fwdesk.app.press import PUBLIC, Saved, Tell
from fwdesk.domain.code import parse_code
from fwdesk.domain.options import Catalog
from fwdesk.domain.order import LedgerRow, Order, OrderState
from fwdesk.domain.proof import Paper, one_line

if TYPE_CHECKING:
    from PIL import Image

    from fwdesk.artwork.open import Decoder
    from fwdesk.orders.editions import Register
    from fwdesk.render.certificate import Certificate

UNNAMED = "Untitled"


@dataclass(frozen=True, slots=True)
class Work:
    """A line of an order that is of a limited edition: the `numbers` it has of `copies` there will ever be.

    `picture` is the SHA-256 of its print file; `preview` a picture of it as it was sent, if one was kept.
    """

    title: str
    code: str
    picture: str
    copies: int
    numbers: tuple[int, ...]
    preview: Path | None = None

    @property
    def numbers_words(self) -> str:
        """Numbers 3 to 7 of 25."""
        from fwdesk.orders.editions import told

        return f"Number{'s' if len(self.numbers) > 1 else ''} {told(self.numbers)} of {self.copies}"

    @property
    def size_words(self) -> str:
        """How large the print is, in both units."""
        printed = parse_code(self.code).print
        return f"{printed.size.framer} in ({printed.size.metric})" if printed else ""

    def medium(self, shop: Catalog) -> str:
        """Paper or canvas and the kind of print, as far as the catalog has names for them."""
        printed = parse_code(self.code).print
        if printed is None:
            return ""
        rows = shop.product_type_by_id.get(printed.product_type), shop.media_by_id.get(printed.media)
        return ", ".join(row.name for row in rows if row)


def uncertified(row: LedgerRow) -> str:
    """Why an order's numbers are not certified, as a sentence; empty when they can be."""
    if row.damaged:
        return "This row of the ledger is damaged: no certificate is made from it."
    if row.state is not OrderState.ACCEPTED or not row.order_id:
        return "There are certificates once the order has its number from the service."
    return ""


def doubt(row: LedgerRow) -> str:
    """What speaks against certifying an order that was placed; empty when nothing does."""
    if "cancel" in row.status_label.lower():
        return f"The service shows this order as “{row.status_label}”: its copies may never have been printed."
    return ""


def remark(row: LedgerRow) -> str:
    """What a certificate must say of its order above everything else: that nothing was printed."""
    if row.mode == "live":
        return ""
    return f"SPECIMEN from a {'practice' if row.mode == 'practice' else 'test'} order: no print was made"


def works_of(row: LedgerRow, order: Order, known: Register, previews: Sequence[Path]) -> tuple[Work, ...]:
    """The lines of an order that have numbers. Lines of one edition took theirs one after the other, lowest first."""
    from fwdesk.orders.editions import key_of

    left = {
        key: [number.number for number in edition.taken if number.order_po == row.order_po]
        for key, edition in known.items()
    }
    pictures = {path.stem: path for path in previews}
    works: list[Work] = []
    for at, line in enumerate(order.lines, 1):
        key = key_of(line)
        if key is None or not left.get(key):
            continue
        numbers, left[key] = tuple(left[key][: line.quantity]), left[key][line.quantity :]
        title = line.title or UNNAMED
        preview = pictures.get(f"preview-{at}")
        works.append(Work(title, str(parse_code(line.code)), line.file.sha256, known[key].copies, numbers, preview))
    return tuple(works)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the artist typed for the certificates of a work; `numbers` are those wanted."""

    title: str
    artist: str
    medium: str
    numbers: tuple[int, ...]
    date: datetime.date
    paper: Paper


@dataclass(frozen=True, slots=True)
class CertificateJob:
    """A PDF with a page for each numbered copy."""

    work: Work
    wanted: Wanted
    remark: str
    path: Path

    def make(self, decoder: Decoder, tell: Tell) -> Saved:
        """Lay out the pages, write: all of them or nothing."""
        from fwdesk.render.certificate import certificates_pdf
        from fwdesk.store.files import write_atomic

        del decoder  # the small picture was drawn by fwdesk when the order went
        tell("Reading the picture…", 20)
        picture = small(self.work.preview)
        tell(f"Writing {self.path.name}…", 60)
        write_atomic(self.path, certificates_pdf(self.certificates(), picture), mode=PUBLIC)
        return Saved(self.path)

    def certificates(self) -> list[Certificate]:
        """One for each number that is wanted."""
        from fwdesk.render.certificate import Certificate

        work, wanted = self.work, self.wanted
        rows = [("Medium", one_line(wanted.medium)), ("Size of the print", work.size_words)]
        rows.append(("Edition", f"Limited to {work.copies} at this size"))
        return [
            Certificate(
                title=one_line(wanted.title) or UNNAMED,
                artist=one_line(wanted.artist),
                date=wanted.date,
                rows=tuple((name, words) for name, words in rows if words),
                number=number,
                edition=work.copies,
                code=work.code,
                paper=wanted.paper,
                remark=self.remark,
            )
            for number in wanted.numbers
        ]


def small(path: Path | None) -> Image.Image | None:
    """The picture that was kept of a work; None if there is none, or it is none any more."""
    from PIL import Image

    if path is None:
        return None
    try:
        with Image.open(path, formats=("PNG",)) as image:
            return image.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
