"""Files uploaded to the practice service: kept by their SHA-256, served at an absolute URL.

The real service fetches print files from a public URL (REFERENCE, model product_image_file); here a loopback
upload stands in for the hosting.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote, urlsplit

from PIL import Image

CAP = 1 << 30
"""Bytes of the largest file: 1 GB."""
_CHUNK = 1 << 18
_SHA = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"), (b"BM", "image/bmp"), (b"%PDF", "application/pdf"),
)  # fmt: skip


UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)
"""What Pillow raises for a file that is no picture, or too large a one."""
_FILES = "/practice/files/"


class TooLarge(Exception):
    """More bytes than `CAP`."""


class Stored(NamedTuple):
    """A file that was taken in: its hash and its size."""

    sha256: str
    size: int


def _copied(stream: IO[bytes], out: IO[bytes]) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > CAP:
            raise TooLarge
        digest.update(chunk)
        out.write(chunk)
    return Stored(digest.hexdigest(), size)


class FileStore:
    """Keeps files under `data_dir/files`; without a folder in a temporary one that goes with the store."""

    def __init__(self, data_dir: Path | None) -> None:
        self._folder = data_dir / "files" if data_dir else None

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="fwdesk-practice-"))
            weakref.finalize(self, shutil.rmtree, str(self._folder), ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def take(self, stream: IO[bytes]) -> Stored:
        """Read a file to its end and keep it. Raises `TooLarge`; nothing is left behind then."""
        folder = self._place()
        with tempfile.NamedTemporaryFile(dir=folder, prefix="incoming-", delete=False) as out:
            kept = Path(out.name)
            try:
                stored = _copied(stream, out)
            except BaseException:
                kept.unlink()
                raise
        kept.replace(folder / stored.sha256)
        return stored

    def find(self, sha256: str) -> Path | None:
        """The file with this hash, if it was ever taken in."""
        if self._folder is None or not _SHA.fullmatch(sha256):
            return None
        path = self._folder / sha256
        return path if path.is_file() else None

    def behind(self, host_url: str, url: str | None) -> Path | None:
        """The file that a URL of this service names; None for any other URL and for one that names nothing."""
        place = local_place(host_url, url)
        return self.find(place.removeprefix(_FILES).partition("/")[0]) if place else None


def local_place(host_url: str, url: str | None) -> str | None:
    """The path of a URL under which this very service serves files; None for any other URL."""
    if not url or not url.startswith(host_url):
        return None
    path = urlsplit(url.removeprefix(host_url)).path
    return path if path.startswith(_FILES) else None


def pixel_size(path: Path) -> tuple[int, int] | None:
    """Width and height as stored in a picture file; None when it is none."""
    try:
        with Image.open(path) as picture:
            return picture.size
    except UNREADABLE:
        return None


def content_type(name: str, path: Path) -> str:
    """What a file is: by its first bytes, else by its name."""
    with path.open("rb") as file:
        head = file.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    found = next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)
    return found or mimetypes.guess_type(name)[0] or "application/octet-stream"


def url_path(stored: Stored, name: str) -> str:
    """Where a stored file is served."""
    return f"{_FILES}{stored.sha256}/{quote(name, safe='')}"
