"""The image library of the account: pictures registered by their addresses, and what may be built on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

LibraryName = Literal["inventory", "temporary"]
"""The library that lasts, and the one for a session."""


@dataclass(frozen=True, slots=True)
class ImageLibrary:
    """Which library a call works on (REFERENCE, model image_library).

    `session_id` has 8 to 50 characters and stays the same for one caller (GAPS 39); empty sends none, which the
    inventory has been seen to do without. `site_id` is 2 in everything seen of the newer hosts. `account_key` is
    another account's, where permitted.
    """

    name: LibraryName = "inventory"
    session_id: str = field(default="fwdesk-desk", repr=False)
    site_id: int = 2
    account_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewImage:
    """A picture to register; its files lie at public addresses already.

    `size` is in bytes, `pixel_width` and `pixel_height` are of the full file. File names have at most 200 characters,
    addresses 500, the description 300. An empty title is the file name. `guid` may be chosen by the caller.
    """

    file_name: str
    size: int
    pixel_width: int
    pixel_height: int
    thumbnail_url: str
    preview_url: str
    full_url: str
    thumbnail_name: str = ""
    preview_name: str = ""
    full_name: str = ""
    title: str = ""
    description: str = ""
    guid: str = ""


@dataclass(frozen=True, slots=True)
class ImageChange:
    """What to change of an image; None leaves a field as it is."""

    guid: str
    title: str | None = None
    description: str | None = None
    visible: bool | None = None
    rank: int | None = None
    subcategory_ids: tuple[int, ...] | None = None
    gallery_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class FileSelection:
    """Images grouped under one key."""

    guid: str
    image_guids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gallery:
    """A gallery on the vendor's gallery site."""

    id: int
    name: str
    alias: str = ""
    personal: bool | None = None
    visible: bool | None = None
    url: str = ""
    description: str = ""
    keywords: str = ""
    image_count: int = 0


@dataclass(frozen=True, slots=True)
class GalleryTheme:
    """A set of colors for a gallery, as CSS colors by their names."""

    slug: str
    name: str
    description: str = ""
    colors: tuple[tuple[str, str], ...] = ()
