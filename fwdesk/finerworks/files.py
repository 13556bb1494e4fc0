"""Files that are fetched or handed over without keys: pictures, print files, the practice service's upload."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import quote, urlsplit

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadReply, Cancelled, Refused, ServiceError, StoreError, Unreachable
from fwdesk.finerworks.answers import FetchedFile
from fwdesk.finerworks.gate import parse, web_page
from fwdesk.finerworks.retry import FILES, READ
from fwdesk.finerworks.transport import MEGABYTE, Call, Reply, Transport, checked_url, is_loopback

PICTURE_SITE = "https://finerworks.com"
"""Where the vendor's site-relative picture paths belong (REFERENCE 1.3)."""
PICTURE_LIMIT = 8 * MEGABYTE
PRINT_FILE_LIMIT = 1 << 30


def picture_url(base_url: str, url_or_path: str) -> str:
    """The full address of a catalog picture.

    A path belongs to the vendor's site when the service is the vendor's, else to the service's own origin (not
    below its path prefix). An http address of another computer is asked by https.
    """
    if "://" not in url_or_path:
        if url_or_path.startswith("//"):
            return f"https:{url_or_path}"
        base = checked_url(base_url)
        vendor = base.host is not None and f".{base.host}".endswith(".finerworks.com")
        site = PICTURE_SITE if vendor else f"{base.scheme}://{base.netloc}"
        return f"{site}/{quote(url_or_path.lstrip('/'), safe='/%?&=+,;:@~!$()*')}"
    with contextlib.suppress(Unreachable):
        return checked_url(url_or_path).url
    return f"https{url_or_path[4:]}" if url_or_path[:7].lower() == "http://" else url_or_path


def fetch_picture(transport: Transport, url: str, limit: int, cancel: Cancel | None) -> bytes:
    """The bytes behind a picture's address, at most `limit`. Raises `BadReply` for anything but a picture or 200."""
    name = "fetch_picture"
    reply = transport.send(Call(name, "GET", url, READ, limit, accept="image/*"), cancel=cancel)
    _must_be_file(reply, name, len(reply.body))
    return reply.body


def _must_be_file(reply: Reply, name: str, size: int) -> None:
    if reply.status != 200:
        raise BadReply(f"the address answered HTTP {reply.status}", method=name)
    if "html" in reply.content_type:
        raise BadReply(web_page(reply), method=name)
    if not size:
        raise BadReply("there is nothing behind the address", method=name)


@contextlib.contextmanager
def _disk() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"the print file cannot be kept: {error.strerror or 'the disk failed'}") from None


class _Keeper:
    """A temporary file that fills up, and the hash of what is in it."""

    def __init__(self, folder: Path | None) -> None:
        with _disk():
            self._file = tempfile.NamedTemporaryFile("wb", prefix="fwdesk-", dir=folder, delete=False)  # noqa: SIM115 - closed by finish or discard
        self.path = Path(self._file.name)
        self.size = 0
        self._hash = hashlib.sha256()

    def take(self, piece: bytes) -> None:
        self.size += len(piece)
        self._hash.update(piece)
        with _disk():
            self._file.write(piece)

    def finish(self) -> str:
        with _disk():
            self._file.close()
        return self._hash.hexdigest()

    def discard(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


def fetch_print_file(transport: Transport, url: str, folder: Path | None, cancel: Cancel | None) -> FetchedFile:
    """Fetch a print file into a temporary file (in `folder`), at most 1 GB, and hash it.

    Raises `StoreError` when it cannot be written, else as `Transport.send`; nothing is left behind then.
    """
    name = "fetch_print_file"
    keeper = _Keeper(folder)
    try:
        call = Call(name, "GET", url, FILES, PRINT_FILE_LIMIT, accept="*/*")
        reply = transport.send(call, cancel=cancel, sink=keeper.take)
        _must_be_file(reply, name, keeper.size)
        digest = keeper.finish()
    except BaseException:
        keeper.discard()
        raise
    return FetchedFile(url, keeper.path, keeper.size, reply.content_type, digest)


def offers_upload(transport: Transport, base_url: str, cancel: Cancel | None) -> bool:
    """True when the service is on this computer and says that it takes uploads. Raises `Cancelled` only."""
    if not is_loopback(base_url):
        return False
    name = "practice/about"
    try:
        reply = transport.send(Call(name, "GET", f"{base_url}/practice/about", READ, MEGABYTE), cancel=cancel)
        about = parse(reply, name)
    except Cancelled:
        raise
    except ServiceError:
        return False
    return reply.status == 200 and isinstance(about, dict) and about.get("upload") is True


def upload_print_file(transport: Transport, base_url: str, path: Path, name: str, cancel: Cancel | None) -> str:
    """Hand a print file to the practice service under a file name; returns the URL it lies at.

    Raises `Unreachable` when the service is not on this computer, `Refused` or `BadReply` when it does not take it.
    """
    if not is_loopback(base_url):
        raise Unreachable("print files are only handed to a practice service on this computer", method="upload")
    url = f"{base_url}/practice/files/{quote(name, safe='')}"
    call = Call("upload", "PUT", url, FILES, MEGABYTE, body=path, content_type="application/octet-stream")
    reply = transport.send(call, cancel=cancel)
    answer = parse(reply, "upload")
    if reply.status not in {200, 201}:
        raise Refused(f"the practice service did not take the file (HTTP {reply.status})", method="upload")
    given = answer.get("url") if isinstance(answer, dict) else None
    if not isinstance(given, str) or urlsplit(given).netloc not in {"", urlsplit(base_url).netloc}:
        raise BadReply("the practice service did not say where the file is", method="upload")
    return given if urlsplit(given).netloc else f"{base_url}/{given.lstrip('/')}"
