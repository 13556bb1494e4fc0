"""Getting the print file to where the service can fetch it, and proving that it is there.

No order goes out with a URL nobody fetched (DESIGN, decision 8).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, urlsplit

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, Cancelled, ServiceError, StoreError
from fwdesk.domain.order import PrintFile
from fwdesk.store.files import disk_words, sha256_of

if TYPE_CHECKING:
    from fwdesk.finerworks.answers import FetchedFile

_URL_LIMIT = 500
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "TIFF": ".tif"}


class FileHolder(Protocol):
    """What is used of the service to hold print files."""

    def offers_upload(self, *, cancel: Cancel | None = None) -> bool:
        """True if this service takes files itself (the practice service does)."""
        ...

    def upload_print_file(self, path: Path, name: str, *, cancel: Cancel | None = None) -> str:
        """Send a file; returns the URL it has then. Raises `ServiceError`."""
        ...

    def fetch_print_file(self, url: str, *, cancel: Cancel | None = None) -> FetchedFile:
        """What is behind a URL, in a temporary file. No keys are sent along. Raises `ServiceError`, `StoreError`."""
        ...


def deliver(client: FileHolder, path: Path, pixels: Pixels, sha256: str, *, cancel: Cancel | None = None) -> PrintFile:
    """Upload a print file, fetch it back, and return where it is once both are the same to the byte.

    `pixels` and `sha256` are what the desk saw when the file was opened. Raises `ArtworkError`, `ServiceError` and,
    when the disk fails, `StoreError`.
    """
    if not client.offers_upload(cancel=cancel):
        words = "This service takes no files. Put the picture on the web and enter its address."
        raise ArtworkError("upload", words, str(path))
    if sha256_of(path) != sha256:
        raise ArtworkError("changed", f"{path.name} was changed since it was opened. Open it again.", str(path))
    kind = picture_type(_head(path))
    if not kind:
        raise ArtworkError("type", f"{path.name} is not a PNG, JPEG or TIFF picture.", str(path))
    url = client.upload_print_file(path, f"{sha256[:32]}{_SUFFIXES[kind]}", cancel=cancel)
    checked(url)
    back = client.fetch_print_file(url, cancel=cancel)
    back.path.unlink(missing_ok=True)
    if back.sha256 != sha256:
        words = "What the service holds is not the file that was sent. Send it again."
        raise ArtworkError("differs", words, str(path))
    return PrintFile(url, url, pixels.width, pixels.height, sha256)


def check_url(
    client: FileHolder, url: str, measure: Callable[[Path], Pixels], *, cancel: Cancel | None = None
) -> PrintFile:
    """Fetch the picture behind a public URL and return what was found there.

    `measure` gives the pixels of the picture in a file, in a child process (RELIABILITY, section 4); the file is gone
    afterwards. Raises `ArtworkError` with words for every way this can fail, `Cancelled` if nobody waits any longer,
    `StoreError` when the disk fails.
    """
    url = url.strip()
    host = checked(url).hostname
    try:
        found = client.fetch_print_file(url, cancel=cancel)
    except Cancelled:
        raise
    except ServiceError as error:
        raise ArtworkError("unreachable", f"The picture could not be fetched from {host}: {error}", url) from error
    try:
        head = _head(found.path)
        if not picture_type(head):
            page = " It is a web page; use the address of the picture itself." if _is_page(head) else ""
            raise ArtworkError("type", f"What {host} sends is not a PNG, JPEG or TIFF picture.{page}", url)
        pixels = measure(found.path)
    finally:
        found.path.unlink(missing_ok=True)
    return PrintFile(url, url, pixels.width, pixels.height, found.sha256)


def picture_type(data: bytes) -> str:
    """PNG, JPEG or TIFF by the first bytes, whatever the name says; empty for anything else."""
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), "")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(512)
    except OSError as error:
        raise StoreError(f"{path.name} could not be read: {disk_words(error)}") from error


def _is_page(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def checked(url: str) -> SplitResult:
    """A URL the service may be told: https, to a named host, without a password; http on this computer alone."""
    try:
        parts = urlsplit(url)
        host, loopback, _ = parts.hostname or "", _is_loopback(parts.hostname or ""), parts.port
    except ValueError:
        raise ArtworkError("address", "This is not a web address.", url) from None
    if parts.scheme not in ("https", "http") or not host or any(char.isspace() for char in url) or not url.isascii():
        raise ArtworkError("address", "Enter a web address that begins with https:// and has no blanks.", url)
    if parts.scheme == "http" and not loopback:
        raise ArtworkError("address", "The address must begin with https://, so that nobody on the way sees it.", url)
    if parts.username is not None or parts.password is not None:
        raise ArtworkError("address", "The address must not hold a name or a password.", url)
    if len(url) > _URL_LIMIT:
        raise ArtworkError("address", f"The address is longer than the {_URL_LIMIT} characters it may have.", url)
    return parts


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
