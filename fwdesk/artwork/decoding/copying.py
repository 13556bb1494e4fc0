"""A print copy of an artist's file: upright, on white, 8 bits, RGB with a profile, every pixel where it was."""

from __future__ import annotations

import os
from typing import Any

from fwdesk.artwork.decoding import refusing
from fwdesk.artwork.decoding.color import srgb, to_srgb
from fwdesk.artwork.decoding.reading import read_file

LARGEST_COPY = 2**32 - 1
_LONGEST_JPEG = 65_535
_KINDS: dict[str, dict[str, Any]] = {
    # Baseline, no chroma subsampling: what labs ask for (PRINT-FACTS, colour and files).
    "JPEG": {"quality": 95, "subsampling": 0, "progressive": False, "optimize": False},
    "TIFF": {"compression": "tiff_lzw"},
    "PNG": {"compress_level": 4},
}


def copy(path: bytes, header: dict[str, Any], handle: int) -> tuple[dict[str, object], bytes]:
    """Write a print copy into an open file. Raises `RefusedError`.

    `header`: `kind` JPEG, TIFF or PNG; `keep` whether an RGB profile of its own is kept rather than made sRGB.
    """
    kind = str(header["kind"])
    source, _size = refusing.opened_file(path)
    with source:
        read = read_file(source, path, 0)
    picture = read.picture
    if kind == "JPEG" and max(picture.size) > _LONGEST_JPEG:
        raise refusing.RefusedError("format", "A JPEG has at most 65,535 pixels a side. Choose TIFF or PNG.")
    density: Any = picture.info.get("dpi")
    keep = bool(header["keep"]) and read.source.profile is not None and picture.mode == "RGB"
    picture = picture if keep else to_srgb(picture, read.source, [], in_place=True)
    options = _KINDS[kind] | {"icc_profile": read.source.data if keep else srgb().tobytes()}
    if isinstance(density, tuple):
        options["dpi"] = density
    # The same pixels without anything else of the file: no camera notes, no place where it was taken.
    bare = picture._new(picture.im)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    bare.info = {}
    try:
        with os.fdopen(os.dup(handle), "w+b") as out:
            bare.save(out, kind, **options)
            out.flush()
            written = os.fstat(handle).st_size
    except MemoryError:
        raise
    except OSError as error:
        words = os.strerror(error.errno) if error.errno else "the disk gave no reason"
        raise refusing.RefusedError("unwritten", f"The copy could not be written: {words}.") from error
    facts: dict[str, object] = {
        "pixels": list(picture.size), "written": written, "profile": read.source.name if keep else "sRGB",
        "size": [0, 0],
    }  # fmt: skip
    return facts, b""
