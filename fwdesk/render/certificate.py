"""A certificate of authenticity as a page of PDF: what the work is, which of how many, and a line to sign."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from fwdesk.domain.proof import Paper
from fwdesk.render.pages import CODE, HAIR, INK, MM, NOTE, SOFT, STRONG, Pages, Style

_MOST_HIGH = 92 * MM


@dataclass(frozen=True, slots=True)
class Certificate:
    """The words on a certificate. `number` of `edition` copies; both 0 where there is no edition.

    `rows` are facts in their order, such as ("Medium", "Archival pigment print"), ("Size", "16 × 20 in"). `remark` is
    what takes from its worth, such as that nothing was printed; it stands above everything else.
    """

    title: str
    artist: str
    date: datetime.date
    rows: tuple[tuple[str, str], ...]
    number: int = 0
    edition: int = 0
    code: str = ""
    paper: Paper = Paper.LETTER
    remark: str = ""

    @property
    def edition_words(self) -> str:
        """Number 3 of 25."""
        return f"Number {self.number} of {self.edition}" if self.edition else ""


def certificate_pdf(certificate: Certificate, picture: Image.Image | None = None) -> bytes:
    """The page; `picture` is of the work, small."""
    return certificates_pdf([certificate], picture)


def certificates_pdf(certificates: Sequence[Certificate], picture: Image.Image | None = None) -> bytes:
    """A page for each copy of one work; `picture` is of the work, small."""
    first = certificates[0]
    pages = Pages(first.paper, f"Certificate of authenticity: {first.title}", first.artist, first.title)
    for certificate in certificates:
        _page(pages, certificate, picture, len(certificates))
    return pages.bytes()


def _fitting(pages: Pages, text: str, style: Style) -> Style:
    """The style, or a smaller one in which the text stands between the margins: no name is cut."""
    wide = pages.width_of(text, style)
    return style if wide <= pages.inner else replace(style, size=style.size * pages.inner / wide)


def _page(pages: Pages, certificate: Certificate, picture: Image.Image | None, of: int) -> None:
    pages.begin(certificate.edition_words or "Certificate of authenticity")
    middle, y = pages.width / 2, pages.top + 34
    if certificate.remark:
        pages.text(certificate.remark, middle, pages.top, Style(10, STRONG), pages.inner, align="center")
    pages.text("Certificate of authenticity", middle, y, Style(22, STRONG), align="center")
    y += 18
    pages.line((middle - 30, y), (middle + 30, y), INK, 1)
    y += 22
    if picture:
        scale = min(pages.inner * 0.7 / picture.width, _MOST_HIGH / picture.height)
        width, height = picture.width * scale, picture.height * scale
        pages.picture(picture, middle - width / 2, y, width, height)
        y += height + 34
    pages.text(certificate.title, middle, y, _fitting(pages, certificate.title, Style(18, STRONG)), align="center")
    if certificate.artist:
        y += 20
        pages.text(
            certificate.artist, middle, y, _fitting(pages, certificate.artist, Style(12, color=SOFT)), align="center"
        )
    if certificate.edition:
        y += 24
        pages.text(certificate.edition_words, middle, y, Style(13, STRONG), align="center")
    wide = pages.inner * 0.72
    y = pages.table(certificate.rows, middle - wide / 2, y + 22, (wide * 0.34, wide * 0.66))
    if certificate.code:
        pages.text(certificate.code, middle, y + 20, Style(8.5, CODE.face, SOFT), align="center")
    y = pages.bottom - 40
    for x, words in ((pages.left, "Signature of the artist"), (middle + 12, "Date")):
        pages.line((x, y), (x + pages.inner / 2 - 12, y), INK, 0.8)
        pages.text(words, x, y + 12, NOTE)
    day = f"{certificate.date:%B} {certificate.date.day}, {certificate.date.year}"
    pages.text(day, middle + 12, y - 6, Style(11))
    pages.line((pages.left, pages.bottom), (pages.right, pages.bottom), HAIR)
    pages.end("This certificate belongs to the work named above.", of)
