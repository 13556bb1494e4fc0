"""A page to pack with an order: one JPG or PDF of 8.5 × 11 in, fetched before anybody believes in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, Cancelled, Refused, StoreError
from fwdesk.finerworks.answers import FetchedFile
from fwdesk.orders.slip import check_page

URL = "https://files.example/slip.pdf"
LETTER = b"%PDF-1.4 /Type /Pages /Count 1 /Type /Page /MediaBox [0 0 612 792]"
JPG = b"\xff\xd8\xff\xe0 a picture"


class Web:
    """What lies behind an address."""

    def __init__(self, folder: Path, data: bytes, error: Exception | None = None) -> None:
        self.path, self.data, self.error = folder / "fetched", data, error
        self.asked: list[str] = []

    def offers_upload(self, *, cancel: Cancel | None = None) -> bool:
        return False

    def upload_print_file(self, path: Path, name: str, *, cancel: Cancel | None = None) -> str:
        raise NotImplementedError

    def fetch_print_file(self, url: str, *, cancel: Cancel | None = None) -> FetchedFile:
        self.asked.append(url)
        if self.error:
            raise self.error
        self.path.write_bytes(self.data)
        return FetchedFile(url, self.path, len(self.data), "", hashlib.sha256(self.data).hexdigest())


def measured(width: int, height: int) -> object:
    return lambda _path: Pixels(width, height)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (LETTER, "a PDF of one page, 8.5 × 11 in"),
        (LETTER.replace(b"612", b"611.28"), "a PDF of one page, 8.5 × 11 in"),
        (b"%PDF-1.7 packed away", "cannot be counted from here"),
        (LETTER.replace(b"[0 0 612 792]", b"[0 0 a b]"), "cannot be counted from here"),
        (JPG, "a JPG of 2550 × 3300 pixels"),
    ],
)
def test_a_page_that_fits_is_fetched_and_told(tmp_path: Path, data: bytes, words: str) -> None:
    web = Web(tmp_path, data)
    page = check_page(web, f" {URL} ", measured(2550, 3300))  # type: ignore[arg-type]
    assert words in page.words
    assert (page.url, page.sha256) == (URL, hashlib.sha256(data).hexdigest())
    assert web.asked == [URL]
    assert not web.path.exists(), "it was looked at, not kept"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (LETTER + b"/Type /Page", "pages", "this PDF has 2"),
        (LETTER.replace(b"612 792", b"595 842"), "shape", "this PDF is 8.3 × 11.7 in"),
        (JPG, "shape", "this JPG is 100 × 100 pixels"),
        (b"<html>", "type", "neither"),
    ],
)
def test_another_page_is_refused_with_the_reason(tmp_path: Path, data: bytes, kind: str, words: str) -> None:
    web = Web(tmp_path, data)
    with pytest.raises(ArtworkError, match=words) as raised:
        check_page(web, URL, measured(100, 100))  # type: ignore[arg-type]
    assert raised.value.kind == kind
    assert not web.path.exists()


def test_an_address_that_is_none_or_too_long_is_not_asked(tmp_path: Path) -> None:
    web = Web(tmp_path, LETTER)
    for url, words in ((URL + "x" * 180, "the service takes 200"), ("http://files.example/a.pdf", "https://")):
        with pytest.raises(ArtworkError, match=words):
            check_page(web, url, measured(1, 1))  # type: ignore[arg-type]
    assert web.asked == []


def test_what_cannot_be_fetched_or_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArtworkError, match=r"could not be fetched from files\.example: no"):
        check_page(Web(tmp_path, b"", Refused("no")), URL, measured(1, 1))  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        check_page(Web(tmp_path, b"", Cancelled("stopped")), URL, measured(1, 1))  # type: ignore[arg-type]
    monkeypatch.setattr("fwdesk.orders.slip._MOST", 3)
    with pytest.raises(ArtworkError, match="more than 20 MB"):
        check_page(Web(tmp_path, LETTER), URL, measured(1, 1))  # type: ignore[arg-type]

    def broken(_path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.undo()
    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(StoreError, match="could not be read"):
        check_page(Web(tmp_path, LETTER), URL, measured(1, 1))  # type: ignore[arg-type]
