"""Small copies of opened pictures: what is shown when a file is gone, and what a project file takes along."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fwdesk.app.workshop import Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.draft import PictureRef

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from fwdesk.artwork.open import Artwork

SIDE = 1200
"""Longest side of a copy in pixels: enough for a piece on the stage."""
_QUALITY = 85


def keep_copy(workshop: Workshop, artwork: Artwork) -> None:
    """Keep a small copy of an opened picture, once. Runs on a worker; never raises for a bad disk."""
    if not artwork.stand_in and workshop.copies.get(artwork.sha256) is None:
        workshop.copies.put(artwork.sha256, jpeg(artwork.proxy, SIDE))


def copies_of(workshop: Workshop, hashes: set[str], side: int, cancel: Cancel) -> dict[str, bytes]:
    """The copies that are kept of pictures, as JPEG, at most so many pixels long. Runs on a worker."""
    found: dict[str, bytes] = {}
    for sha256 in sorted(hashes):
        kept = workshop.copies.get(sha256)
        if kept:
            # The picture may come from somebody else's project: only the child looks inside.
            small = side < SIDE
            found[sha256] = (
                jpeg(workshop.decoder.decode_service_picture(kept.data, cancel=cancel), side) if small else kept.data
            )
    return found


def stand_in(workshop: Workshop, picture: PictureRef, path: Path, cancel: Cancel) -> Artwork | None:
    """The small copy in the place of a picture whose file is gone; None if there is none. Runs on a worker.

    Raises `ArtworkError` if the copy is no picture.
    """
    from fwdesk.artwork.open import Artwork

    kept = workshop.copies.get(picture.sha256)
    if kept is None:
        return None
    proxy = workshop.decoder.decode_service_picture(kept.data, cancel=cancel)
    return Artwork(
        path=path,
        name=picture.name,
        pixels=picture.pixels or Pixels(*proxy.size),
        file_size=picture.size,
        sha256=picture.sha256,
        format="",
        mode="small copy",
        profile="",
        notes=("The file itself was not found: a small copy is shown.",),
        proxy=proxy,
        stand_in=True,
    )


def jpeg(picture: Image.Image, side: int) -> bytes:
    """A picture as JPEG, at most so many pixels long."""
    small = picture.copy()
    small.thumbnail((side, side))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
