"""A huge uncompressed TIFF, reduced while only some of its rows are read: 600 megapixels fit in no sensible memory."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image, TiffImagePlugin

from fwdesk.artwork.decoding.refusing import RefusedError

_FROM_PIXELS = 80_000_000


def sampled(picture: Image.Image, source: BinaryIO, side: int) -> Image.Image | None:
    """The picture, at least `side` px long, from some of its rows; None if it is no huge plain TIFF lying upright."""
    if not isinstance(picture, TiffImagePlugin.TiffImageFile) or picture.mode not in {"RGB", "L"}:
        return None
    if picture.width * picture.height < _FROM_PIXELS or picture.tag_v2.get(274, 1) != 1:
        return None
    depth = 3 if picture.mode == "RGB" else 1
    rows: dict[int, tuple[int, int]] = {}
    for codec, extents, offset, arguments in picture.tile:
        raw = arguments[0] if isinstance(arguments, tuple) else arguments
        if codec != "raw" or raw != picture.mode or extents is None or extents[0] != 0 or extents[2] != picture.width:
            return None
        rows[extents[1]] = (offset, extents[3])
    factor = max(1, max(picture.size) // side)
    width, height = picture.width // factor, picture.height // factor
    out = Image.new(picture.mode, (width, height))
    stride = picture.width * depth
    starts = sorted(rows)
    strip = 0
    for y in range(height):
        row = y * factor
        while strip + 1 < len(starts) and starts[strip + 1] <= row:
            strip += 1
        offset, end = rows[starts[strip]]
        lines = min(2, factor, end - row)
        source.seek(offset + (row - starts[strip]) * stride)
        data = source.read(stride * lines)
        if len(data) < stride * lines:
            raise RefusedError("cut off", "This file is damaged or cut off. Save or copy it again.")
        line = Image.frombytes(picture.mode, (picture.width, lines), data)
        out.paste(line.resize((width, 1), Image.Resampling.BOX, reducing_gap=1.5), (0, y))
    return out
