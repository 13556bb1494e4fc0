"""An artist's file, read: upright, no larger than wanted, on white, still in its own colors; and what it is like."""

from __future__ import annotations

import hashlib
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image, TiffImagePlugin

from fwdesk.artwork.decoding import modes, refusing
from fwdesk.artwork.decoding.color import Source, source_of, to_srgb
from fwdesk.artwork.decoding.huge import sampled

_LAYERS_TAG = 37724
"""Photoshop keeps a TIFF's layers here (ImageSourceData)."""
_MOST_PAGES = 99
_BLOCK = 1 << 20


@dataclass(slots=True)
class Read:
    """A file's picture. `picture` is L, RGB, CMYK or LAB; `facts` are what the desk is told, `notes` sentences."""

    picture: Image.Image
    source: Source
    facts: dict[str, object]
    notes: list[str]


class _Digest:
    """The SHA-256 of an open file, taken beside the decoding: both leave Python's lock alone most of the time."""

    def __init__(self, source: BinaryIO) -> None:
        self._handle = os.dup(source.fileno())
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(1)
        self._made: Future[str] = self._pool.submit(self._make)

    def _make(self) -> str:
        digest, at = hashlib.sha256(), 0
        # pread: the decoder moves through the same file.
        while not self._stop.is_set() and (block := os.pread(self._handle, _BLOCK, at)):
            digest.update(block)
            at += len(block)
        return digest.hexdigest()

    def result(self) -> str:
        return self._made.result()

    def __enter__(self) -> _Digest:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown()
        os.close(self._handle)


def artwork(path: bytes, side: int) -> tuple[dict[str, object], bytes]:
    """An artist's file: facts, and a proxy in sRGB no longer than `side` px. Raises `RefusedError`."""
    source, size = refusing.opened_file(path)
    with source, _Digest(source) as digest:
        read = read_file(source, path, side)
        shown = to_srgb(read.picture, read.source, read.notes)
        if int(str(read.facts["bits"])) > 8 and read.picture.mode != "CMYK":
            read.notes.append(f"{read.facts['bits']}-bit: shown in 8 bits; the file itself is what is printed")
        facts = read.facts | {
            "file_size": size, "sha256": digest.result(), "notes": read.notes, "size": list(shown.size),
        }  # fmt: skip
    return facts, shown.tobytes()


def read_file(source: BinaryIO, path: bytes, side: int) -> Read:
    """Decode an open file; a `side` of 0 keeps every pixel. Raises `RefusedError`, or Pillow's errors."""
    head = source.read(512)
    source.seek(0)
    refusing.sniff(head, os.fsdecode(path))
    picture = refusing.opened_picture(source, head, refusing.ARTWORK_FORMATS)
    refusing.count(picture, refusing.MOST_PIXELS)
    facts, notes = _facts(picture, head), list[str]()
    if facts["format"] == "WEBP" and facts["pages"] != 1:
        notes.append("Animated: only the first frame is used")
    profile: Any = picture.info.get("icc_profile") or b""
    small, turned, pixels = _upright(picture, source, side)
    if turned > 1:
        notes.append(
            "Turned upright: the camera held it sideways" if turned > 4 else "Turned upright, as its camera noted"
        )
    see_through = modes.see_through(small)
    if small.mode in {"RGBA", "LA"}:
        small = modes.over_white(small)
        if see_through:
            notes.append("Transparent parts are shown, and printed, as white")
    color = source_of(bytes(profile), small.mode)
    facts |= {
        "pixels": list(pixels), "orientation": turned, "see_through": see_through,
        "profile": color.name, "profile_state": color.state, "wide": color.wide, "srgb": color.is_srgb,
    }  # fmt: skip
    return Read(small, color, facts, notes)


def _upright(picture: Image.Image, source: BinaryIO, side: int) -> tuple[Image.Image, int, tuple[int, int]]:
    """The picture decoded, reduced and turned; the orientation it was held in, and its own upright size."""
    turn = turned = modes.orientation(picture)
    width, height = picture.size
    share = min(1.0, side / max(width, height)) if side else 1.0
    wanted = max(1, round(width * share)), max(1, round(height * share))
    small = sampled(picture, source, side) if share < 1 else None
    if small is None:
        if share < 1:
            picture.draft(picture.mode, wanted)
        refusing.load(picture)
        if picture.format == "TIFF" and turn > 1 and modes.orientation(picture) == 1:
            # Pillow turned it while loading.
            width, height = picture.size
            wanted = max(1, round(width * share)), max(1, round(height * share))
            turn = 1
        if share < 1 and picture.mode.startswith("I;16"):
            # Before it is widened to 32 bits; reduce() does not know this mode.
            small = modes.plain(picture.resize(wanted, Image.Resampling.LANCZOS))
        else:
            small = modes.plain(picture)
    if small.size != wanted:
        small = small.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if small is not picture:
        picture.close()  # frees its pixels
    if turn > 1:
        small = small.transpose(modes.TURN[turn])
    if turn > 4:
        width, height = height, width
    return small, turned, (width, height)


def _facts(picture: Image.Image, head: bytes) -> dict[str, object]:
    """What can be told without decoding it."""
    mode, bits = picture.mode, modes.bits_of(picture, head)
    return {
        "format": "JPEG" if picture.format == "MPO" else str(picture.format),
        "mode": mode_words(mode, bits),
        "bits": bits,
        "channels": _channels(mode),
        "alpha": modes.transparent(picture),
        "palette": mode in {"P", "PA"},
        "progressive": bool(picture.info.get("progressive")),
        "layers": isinstance(picture, TiffImagePlugin.TiffImageFile) and _LAYERS_TAG in picture.tag_v2,
        "pages": _pages(picture),
    }


def _channels(mode: str) -> str:
    if mode in {"1", "L", "LA", "La", "F"} or mode.startswith("I"):
        return "gray"
    return mode if mode in {"CMYK", "LAB"} else "RGB"


def _pages(picture: Image.Image) -> int:
    """Pages of a TIFF without its small copies, or frames of an animation; at most 99 are counted."""
    if picture.format == "MPO":
        return 1  # a camera's small copies, or the two eyes of a 3D picture: the first one is the picture
    if not isinstance(picture, TiffImagePlugin.TiffImageFile):
        return min(max(int(getattr(picture, "n_frames", 1)), 1), _MOST_PAGES)
    pages = 1
    try:
        for number in range(1, _MOST_PAGES):
            picture.seek(number)
            reduced: Any = picture.tag_v2.get(254, 0)
            pages += not (isinstance(reduced, int) and reduced & 1)
    except (EOFError, OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError):
        pass  # the last page, or a damaged one: it is the first that counts
    picture.seek(0)
    return pages


def mode_words(mode: str, bits: int) -> str:
    """How the pixels are made, in words."""
    if mode == "CMYK":
        return "CMYK" if bits <= 8 else f"{bits}-bit CMYK"
    names = {
        "1": "black and white", "L": "gray", "LA": "gray with transparency", "P": "palette", "PA": "palette",
        "RGB": "RGB", "RGBA": "RGB with transparency", "RGBX": "RGB", "LAB": "Lab", "YCbCr": "RGB", "F": "gray",
    }  # fmt: skip
    if mode.startswith("I"):
        return "16-bit gray"
    return names.get(mode, mode) if mode in {"1", "P", "PA"} else f"{bits}-bit {names.get(mode, mode)}"
