"""What is not a picture for this desk, named, so that the artist reads a reason instead of "unknown"."""

from __future__ import annotations

import os
import stat
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

LARGEST_FILE = 2**30
MOST_PIXELS = 600_000_000
ARTWORK_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")

_RAW = (".nef", ".arw", ".dng", ".cr2", ".cr3", ".orf", ".rw2", ".raf", ".pef", ".srw")
_MAGIC = (
    (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG", "PNG"), (b"GIF8", "GIF"), (b"RIFF", "WEBP"),
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"II+\0", "TIFF"), (b"MM\0+", "TIFF"),
)  # fmt: skip
_OTHERS = (
    (b"%PDF", "a PDF"), (b"8BPS", "a Photoshop file"), (b"%!PS", "PostScript"), (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"BM", "a BMP picture"), (b"\0\0\0\x0cjP", "a JPEG 2000 picture"), (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\xff\x0a", "a JPEG XL picture"), (b"\0\0\0\x0cJXL ", "a JPEG XL picture"), (b"gimp xcf", "a GIMP file"),
    (b"SIMPLE  =", "a FITS file"), (b"PK\3\4", "an archive, or an Affinity, Krita or office file"),
)  # fmt: skip
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


class RefusedError(Exception):
    """A picture that is not shown; `kind` and `sentence` go back to the desk."""

    def __init__(self, kind: str, sentence: str) -> None:
        """`kind` is the reason in a word or two."""
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


def opened_file(path: bytes, largest: int = LARGEST_FILE) -> tuple[BinaryIO, int]:
    """A file of this computer and its size. Raises `RefusedError` for what is no file or cannot be read."""
    try:
        facts = os.stat(path)
        if not stat.S_ISREG(facts.st_mode):
            raise RefusedError("not a picture", "This is not a file. Choose a picture file.")
        if facts.st_size > largest:
            most = "1 GB" if largest == LARGEST_FILE else f"{largest // 2**20} MB"
            raise RefusedError("too large", f"This file is larger than {most}. Save a smaller copy.")
        return open(path, "rb"), facts.st_size
    except FileNotFoundError as error:
        raise RefusedError("missing", "This file is no longer there. It may have been moved or renamed.") from error
    except PermissionError as error:
        raise RefusedError("permission", "This file may not be read. Check its permissions.") from error
    except (OSError, ValueError) as error:
        raise RefusedError("missing", "This file cannot be read. Is its disk still connected?") from error


def sniff(head: bytes, name: str) -> None:
    """Name what is certainly not ours. Raises `RefusedError`."""
    low = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if low.startswith((b"<svg", b"<!doctype svg")) or (low.startswith(b"<?xml") and b"<svg" in low):
        raise RefusedError("unsupported", "SVG is a drawing, not a picture of pixels. Export it as PNG or TIFF first.")
    if low.startswith((b"<!doctype html", b"<html")):
        raise RefusedError("not a picture", "This is a web page, not a picture. Save the picture itself.")
    if head.startswith(b"GIF8"):
        raise RefusedError("unsupported", "GIF holds only 256 colors and prints poorly. Save it as PNG, TIFF or JPEG.")
    brand = head[8:12]
    if head[4:8] == b"ftyp" and brand in _HEIC:
        raise RefusedError(
            "unsupported", "This is a HEIC photo. Export it as JPEG or TIFF (on a phone: share as “Most compatible”)."
        )
    if head[4:8] == b"ftyp" and brand in {b"avif", b"avis"}:
        raise RefusedError("unsupported", "This is an AVIF picture. Export it as JPEG, PNG or TIFF first.")
    if name.lower().endswith(_RAW) or head[8:10] == b"CR":
        raise RefusedError("unsupported", "This is a camera's raw file. Develop it and export a TIFF or JPEG first.")
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise RefusedError("unsupported", f"This is {what}. Export it as JPEG, PNG or TIFF first.")


def opened_picture(source: BinaryIO, head: bytes, formats: tuple[str, ...]) -> Image.Image:
    """The picture, not decoded yet. Raises `RefusedError`."""
    if not head:
        raise RefusedError("empty", "This file is empty. Save or copy it again.")
    try:
        return Image.open(source, formats=formats)
    except UnidentifiedImageError as error:
        if any(head.startswith(magic) and kind in formats for magic, kind in _MAGIC):
            raise RefusedError("cut off", "This file is damaged or cut off. Save or copy it again.") from error
        raise RefusedError(
            "not a picture", "This is not a picture the desk can read: use JPEG, PNG, TIFF or WebP."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError("too many pixels", too_many(MOST_PIXELS)) from error


def too_many(most: int) -> str:
    """The sentence for more pixels than `most`."""
    return (
        f"This picture has more than {most // 1_000_000} million pixels. "
        "Save a smaller copy: 300 pixels per inch is plenty."
    )


def count(picture: Image.Image, most: int) -> None:
    """Refuse a picture with too many pixels, or none, before any is decoded."""
    if picture.width * picture.height > most:
        raise RefusedError("too many pixels", too_many(most))
    if not picture.width or not picture.height:
        raise RefusedError("cut off", "This file is damaged: it has no pixels.")


def load(picture: Image.Image) -> None:
    """Decode it. Raises `RefusedError` where that takes too much memory, Pillow's errors where it is damaged."""
    try:
        picture.load()
    except MemoryError as error:
        raise RefusedError(
            "too many pixels",
            "This picture needs more memory than the desk allows. Save it as JPEG or as an uncompressed TIFF.",
        ) from error
