"""Hostile pictures, made on the spot: what RELIABILITY I1 names, each with what must become of it."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms

from tests.unit.artwork.kit import colorful

Make = Callable[[], bytes]
SHOWN, REFUSED, EITHER = "shown", "refused", "either"


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def chunk(name: bytes, data: bytes, crc: int | None = None) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body) if crc is None else crc)


def png(width: int, height: int, data: bytes, *, depth: int = 8, color: int = 0, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(length: int) -> bytes:
    packer, out = zlib.compressobj(9), b""
    for _ in range(length // 2**20):
        out += packer.compress(bytes(2**20))
    return out + packer.compress(bytes(length % 2**20)) + packer.flush()


def good_png(extra: bytes = b"") -> bytes:
    rows = b"".join(b"\0" + bytes(range(30)) for _ in range(20))
    return png(30, 20, zlib.compress(rows), extra=extra)


def with_text(name: bytes, lead: bytes, length: int) -> Make:
    return lambda: good_png(chunk(name, lead + zeros(length)))


def bad_crc(name: bytes) -> bytes:
    data = bytearray(good_png())
    at = data.index(name)
    length = struct.unpack(">I", data[at - 4 : at])[0]
    data[at + 4 + length] ^= 0xFF
    return bytes(data)


def apng(frames: int) -> bytes:
    control = chunk(b"acTL", struct.pack(">II", frames, 0))
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 30, 20, 0, 0, 1, 10, 0, 0))
    return good_png(control + frame)


def gif(frames: int) -> bytes:
    one = saved(Image.new("P", (4, 4)), "GIF")
    start = one.index(b"\x2c")
    return one[:start] + one[start:-1] * frames + b";"


def tiff(entries: list[tuple[int, int, int, int]], next_ifd: int = 0, tail: bytes = b"") -> bytes:
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + table + struct.pack("<I", next_ifd) + tail


def plain_tiff(**odd: int) -> bytes:
    want = {256: 30, 257: 20, 258: 8, 259: 1, 262: 1, 273: 200, 277: 1, 278: 20, 279: 600}
    want |= {int(name[1:]): value for name, value in odd.items()}
    entries = [(tag, 4, 1, value) for tag, value in sorted(want.items())]
    data = tiff(entries)
    return data + bytes(200 - len(data)) + bytes(600)


def scans(number: int) -> bytes:
    """A progressive JPEG whose refinement scans come again and again: each costs a pass over all of it."""
    data = saved(Image.effect_noise((1200, 1200), 50), "JPEG", progressive=True, quality=30)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * number + b"\xff\xd9"


def jpeg_sized(width: int, height: int) -> bytes:
    data = bytearray(saved(colorful(64, 64), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def with_exif(body: bytes) -> bytes:
    data = saved(colorful(), "JPEG")
    payload = b"Exif\0\0" + body
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def lab_tagged() -> bytes:
    return saved(colorful(), "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())


def rgba_palette() -> bytes:
    return saved(colorful().quantize(16), "PNG", transparency=bytes(range(16)))


KINDS: dict[str, tuple[Make, str]] = {
    "bomb-0.96x.png": (lambda: png(24_000, 24_000, zeros(3001 * 24_000), depth=1), REFUSED),
    "bomb-1x.png": (lambda: png(24_496, 24_496, zeros(10_000)), REFUSED),
    "bomb-2x.png": (lambda: png(40_000, 30_001, zeros(10_000)), REFUSED),
    "bomb-28x.png": (lambda: png(130_000, 130_000, zeros(10_000)), REFUSED),
    "bomb-gray-300MP.png": (lambda: png(17_000, 17_000, zeros(17_001 * 17_000)), EITHER),
    "strip-178MP.png": (lambda: png(1, 178_000_000, zeros(2 * 10**6)), REFUSED),
    "strip-178MP-wide.png": (lambda: png(178_000_000, 1, zeros(178_000_001)), EITHER),
    "frames.png": (lambda: apng(100_000), SHOWN),
    "frames.gif": (lambda: gif(100_000), EITHER),
    "ztxt-bomb.png": (with_text(b"zTXt", b"a\0\0", 300 * 2**20), EITHER),
    "itxt-bomb.png": (with_text(b"iTXt", b"a\0\1\0\0\0", 300 * 2**20), EITHER),
    "iccp-bomb.png": (with_text(b"iCCP", b"a\0\0", 300 * 2**20), EITHER),
    "crc-head.png": (lambda: bad_crc(b"IHDR"), REFUSED),
    # zlib's own sum still holds: every pixel is right.
    "crc-data.png": (lambda: bad_crc(b"IDAT"), SHOWN),
    "nothing.png": (lambda: png(0, 0, zlib.compress(b"")), REFUSED),
    "half-nothing.jpg": (lambda: jpeg_sized(64, 0), REFUSED),
    "four-gigapixels.jpg": (lambda: jpeg_sized(65_500, 65_500), REFUSED),
    # It ends properly but too soon: libjpeg fills the rest with gray, as every viewer shows it.
    "larger-than-it-is.jpg": (lambda: jpeg_sized(4000, 4000), EITHER),
    "eps.png": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", REFUSED),
    "eps-binary.png": (lambda: b"\xc5\xd0\xd3\xc6" + bytes(40), REFUSED),
    "pdf.png": (lambda: b"%PDF-1.7\n1 0 obj\n", REFUSED),
    "svg.png": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', REFUSED),
    "svg-bom.png": (lambda: b"\xef\xbb\xbf  <svg onload='x'/>", REFUSED),
    "fits.png": (lambda: b"SIMPLE  =                    T" + bytes(99), REFUSED),
    "html.png": (lambda: b"<!DOCTYPE html><html><img src=/etc/passwd></html>", REFUSED),
    "zip.png": (lambda: b"PK\3\4" + bytes(99), REFUSED),
    "jxl.jpg": (lambda: b"\xff\x0a" + bytes(99), REFUSED),
    "polyglot.jpg": (lambda: saved(colorful(), "JPEG") + b"PK\3\4<script>alert(1)</script>", SHOWN),
    "polyglot.png": (lambda: good_png() + b"<html>", SHOWN),
    "cmyk.jpg": (lambda: saved(colorful().convert("CMYK"), "JPEG"), SHOWN),
    "sixteen.png": (lambda: saved(Image.new("I;16", (30, 20), 0x8123), "PNG"), SHOWN),
    "palette.png": (rgba_palette, SHOWN),
    "exif-broken.jpg": (lambda: with_exif(b"II*\0\xff\xff\xff\xff" + bytes(20)), SHOWN),
    "exif-loop.jpg": (lambda: with_exif(b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"), SHOWN),
    "icc-wild.png": (lambda: saved(colorful(), "PNG", icc_profile=os.urandom(4000)), SHOWN),
    "icc-other.png": (lab_tagged, SHOWN),
    "ifd-loop.tif": (lambda: tiff([(256, 4, 1, 30), (257, 4, 1, 20)], next_ifd=8), REFUSED),
    "ifd-loop-whole.tif": (lambda: plain_tiff()[:118] + struct.pack("<I", 8) + plain_tiff()[122:], SHOWN),
    "ifd-many.tif": (lambda: b"II*\0\x08\0\0\0\xff\xff" + bytes(12 * 65_535), REFUSED),
    "strip-beyond.tif": (lambda: plain_tiff(t273=2**31 - 1), REFUSED),
    "strip-huge.tif": (lambda: plain_tiff(t279=2**31 - 1), EITHER),
    "bits-64.tif": (lambda: plain_tiff(t258=64), REFUSED),
    "wide-lie.tif": (lambda: plain_tiff(t256=2**31 - 1), REFUSED),
    "old-jpeg.tif": (lambda: plain_tiff(t259=6), REFUSED),
    "deflate-bomb.tif": (lambda: plain_tiff(t259=8, t256=20_000, t257=20_000, t278=20_000), REFUSED),
    "riff-lie.webp": (lambda: b"RIFF\xff\xff\xff\x7fWEBPVP8L\xff\xff\xff\x7f" + bytes(40), REFUSED),
    "webp-cut.webp": (lambda: saved(colorful(), "WEBP")[:-40], REFUSED),
    "scans.jpg": (lambda: scans(300), EITHER),
    "empty.png": (lambda: b"", REFUSED),
    "nul.jpg": (lambda: bytes(5000), REFUSED),
    "noise.jpg": (lambda: b"\xff\xd8\xff" + random.Random(1).randbytes(5000), REFUSED),
}  # fmt: skip
SLOW = {"bomb-gray-300MP.png", "strip-178MP-wide.png", "ztxt-bomb.png", "itxt-bomb.png", "frames.gif", "scans.jpg"}
"""What takes seconds: only the whole run has them."""
