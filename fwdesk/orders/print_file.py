"""Where an artist's print file may lie: a folder that is seen on the web, the service's library; and what is there.

`orders.delivery` fetches and measures; here is what the artist chooses and what the difference means.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlsplit

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError, StoreError
from fwdesk.domain.library import NewImage
from fwdesk.domain.order import PrintFile
from fwdesk.orders.delivery import checked
from fwdesk.store.files import disk_words, sha256_of, sync_folder

if TYPE_CHECKING:
    from fwdesk.finerworks.answers import LibraryImage

_SAME_SHAPE = Decimal("0.01")
NAME = "{name}"
"""Stands for the file's name in the pattern of an address."""


class Match(Enum):
    """How a file that was fetched compares with the picture on the desk."""

    SAME = "the very file on the desk"
    PIXELS = "as many pixels as the picture on the desk, in another file"
    SIZE = "the same proportions as the picture on the desk, but another size in pixels"
    SHAPE = "other proportions than the picture on the desk"


def match_of(file: PrintFile, pixels: Pixels, sha256: str) -> Match:
    """Compare what was fetched with what the desk shows. Proportions within 1 % count as the same."""
    if file.sha256 == sha256:
        return Match.SAME
    found = Pixels(file.pixel_width, file.pixel_height)
    if found == pixels:
        return Match.PIXELS
    return Match.SIZE if abs(found.aspect / pixels.aspect - 1) <= _SAME_SHAPE else Match.SHAPE


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """A folder whose files are seen on the web: any path that is mounted, and the pattern of the addresses.

    `pattern` holds `{name}` once, where the file's name goes; one that ends in a slash has it at its end.
    """

    folder: Path
    pattern: str

    def address(self, name: str) -> str:
        """The address of a file in the folder. Raises `ArtworkError` for a pattern that makes none."""
        pattern = self.pattern.strip()
        if pattern.endswith("/"):
            pattern += NAME
        if pattern.count(NAME) != 1:
            words = f"The web address must hold {NAME} once, where the file's name goes, or end with a slash."
            raise ArtworkError("address", words, self.pattern)
        url = pattern.replace(NAME, quote(name, safe=""))
        checked(url)
        return url

    def put(self, path: Path, sha256: str, *, cancel: Cancel | None = None) -> str:
        """Copy a print file into the folder and return the address it must have now; nothing is fetched yet.

        A copy that is there already is used. The name holds the content's hash, so that no two pictures share one.
        Raises `ArtworkError`, and `StoreError` when a disk fails.
        """
        name = name_for(path, sha256)
        url = self.address(name)
        if sha256_of(path) != sha256:
            raise ArtworkError("changed", f"{path.name} was changed since it was opened. Open it again.", str(path))
        if cancel:
            cancel.check()
        there = self.folder / name
        if not self.folder.is_dir():
            words = f"There is no folder {self.folder}. Is it mounted?"
            raise ArtworkError("folder", words, str(self.folder))
        if not there.exists() or sha256_of(there) != sha256:
            _copy(path, there)
            if sha256_of(there) != sha256:
                there.unlink(missing_ok=True)
                raise StoreError(f"{name} did not arrive whole in {self.folder}. Try again.")
        return url


def name_for(path: Path, sha256: str) -> str:
    """A name that every server takes: letters, digits and hyphens of the file's own, and part of its hash."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40] or "picture"
    return f"{stem}-{sha256[:12]}{path.suffix.lower()}"


def _copy(path: Path, there: Path) -> None:
    beside = there.with_name(f".{there.name}.part")
    try:
        shutil.copyfile(path, beside)
        beside.replace(there)
        sync_folder(there.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"{path.name} could not be copied to {there.parent}: {disk_words(error)}") from error


class ImageRegister(Protocol):
    """What is used of the service to put an address in the library."""

    def add_images(self, images: Sequence[NewImage], *, cancel: Cancel | None = None) -> tuple[LibraryImage, ...]:
        """Register pictures by their addresses. Raises `ServiceError`."""
        ...


def register(client: ImageRegister, file: PrintFile, size: int, title: str, *, cancel: Cancel | None = None) -> None:
    """Put a file that was fetched and looked at in the account's image library, by its address.

    `size` is in bytes. The library shows the file itself for a thumbnail. Raises `ServiceError`.
    """
    name = PurePosixPath(urlsplit(file.url).path).name or "picture"
    image = NewImage(name[:200], size, file.pixel_width, file.pixel_height, file.url, file.url, file.url, title=title)
    client.add_images([image], cancel=cancel)
