"""A page of the artist's own to pack with an order (REFERENCE, model order, document_url): fetched and looked at.

The service wants one page of 8.5 × 11 in as JPG or PDF, and says nothing about what becomes of another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, Cancelled, ServiceError, StoreError
from fwdesk.domain.order import DOCUMENT_LIMIT
from fwdesk.orders.delivery import FileHolder, checked
from fwdesk.store.files import disk_words

_PAPER = Decimal("8.5") / 11
_NEAR = Decimal("0.02")
_MOST = 20 << 20
_LETTER = (612, 792)
"""8.5 × 11 in as a PDF counts, in points."""
_PAGE, _BOX = re.compile(rb"/Type\s*/Page(?![A-Za-z])"), re.compile(rb"/MediaBox\s*\[([^\]]{1,80})\]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page behind an address; `words` say what was found there, and what could not be seen."""

    url: str
    sha256: str
    words: str


def check_page(
    client: FileHolder, url: str, measure: Callable[[Path], Pixels], *, cancel: Cancel | None = None
) -> Page:
    """Fetch the page behind a public address and see whether it is what the service asks for.

    `measure` gives the pixels of a JPG, in a child process. Raises `ArtworkError` with words for every way this can
    fail, `Cancelled` if nobody waits any longer, `StoreError` when the disk fails.
    """
    url = url.strip()
    if len(url) > DOCUMENT_LIMIT:
        words = f"The address has {len(url)} characters; the service takes {DOCUMENT_LIMIT}."
        raise ArtworkError("address", words, url)
    host = checked(url).hostname
    try:
        found = client.fetch_print_file(url, cancel=cancel)
    except Cancelled:
        raise
    except ServiceError as error:
        raise ArtworkError("unreachable", f"The page could not be fetched from {host}: {error}", url) from error
    try:
        if found.path.stat().st_size > _MOST:
            raise ArtworkError("too large", "The page has more than 20 MB. One page of 8.5 × 11 in needs less.", url)
        data = found.path.read_bytes()
        return Page(url, found.sha256, _looked_at(data, found.path, url, measure))
    except OSError as error:
        raise StoreError(f"The page could not be read: {disk_words(error)}") from error
    finally:
        found.path.unlink(missing_ok=True)


def _looked_at(data: bytes, path: Path, url: str, measure: Callable[[Path], Pixels]) -> str:
    if data.startswith(b"%PDF-"):
        return _pdf(data, url)
    if not data.startswith(b"\xff\xd8\xff"):
        raise ArtworkError("type", "The page must be a JPG or a PDF; what is at this address is neither.", url)
    pixels = measure(path)
    if abs(pixels.aspect - _PAPER) > _NEAR:
        words = f"The page must be 8.5 × 11 in, upright; this JPG is {pixels.width} × {pixels.height} pixels."
        raise ArtworkError("shape", words, url)
    return f"Fetched: a JPG of {pixels.width} × {pixels.height} pixels, as 8.5 × 11 in should be."


def _pdf(data: bytes, url: str) -> str:
    """What can be seen of a PDF without reading all of it: newer ones pack their pages away."""
    pages, box = len(_PAGE.findall(data)), _BOX.search(data)
    if pages > 1:
        raise ArtworkError("pages", f"The page must be one page; this PDF has {pages}.", url)
    size = _points(box.group(1)) if box else None
    if size and any(abs(found - wanted) > 4 for found, wanted in zip(size, _LETTER, strict=True)):
        words = f"The page must be 8.5 × 11 in, upright; this PDF is {size[0] / 72:.1f} × {size[1] / 72:.1f} in."
        raise ArtworkError("shape", words, url)
    if pages == 1 and size:
        return "Fetched: a PDF of one page, 8.5 × 11 in."
    return "Fetched: a PDF. Its pages cannot be counted from here: it must be one page of 8.5 × 11 in."


def _points(box: bytes) -> tuple[int, int] | None:
    try:
        left, bottom, right, top = (round(Decimal(part.decode("ascii"))) for part in box.split())
    except (ValueError, ArithmeticError):
        return None
    return right - left, top - bottom
