"""How a picture's pixels are made: bits, channels, transparency; and the way to modes that can be worked with."""

from __future__ import annotations

import struct
from typing import Any, cast

from PIL import ExifTags, Image, PngImagePlugin, TiffImagePlugin

TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""What brings a picture with this orientation upright."""


def orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none or it is broken."""
    try:
        value: Any = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except (OSError, ValueError, SyntaxError, TypeError, struct.error, KeyError):
        return 1  # a broken EXIF block does not spoil the picture
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def bits_of(picture: Image.Image, head: bytes) -> int:
    """Bits a channel, as the file says; Pillow's mode no longer tells."""
    if picture.mode == "1":
        return 1
    if isinstance(picture, PngImagePlugin.PngImageFile) and len(head) > 24:
        return head[24]
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        bits: Any = picture.tag_v2.get(258, (8,))
        return int(max(cast("tuple[int, ...]", bits), default=8)) if isinstance(bits, tuple) else 8
    return 8


def transparent(picture: Image.Image) -> bool:
    """Whether it has an alpha channel or a transparent color."""
    return picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info


def plain(picture: Image.Image) -> Image.Image:
    """In a mode that can be resized well: L, RGB, RGBA, LA, CMYK or LAB."""
    if picture.mode.startswith("I"):
        # 16 bits (Pillow shows some as 32): the upper eight are shown.
        wide = picture.convert("I")
        return wide.point([i >> 8 for i in range(65536)], "L") if _fits(wide) else wide.convert("L")
    if picture.mode == "F":
        low, high = _span(picture)
        scale = 255 / (high - low) if high > low else 1.0
        return picture.point(lambda value: value * scale - low * scale).convert("L")
    if picture.mode in {"P", "PA", "1", "La", "RGBa"} or (picture.mode in {"L", "RGB"} and transparent(picture)):
        return picture.convert("RGBA" if transparent(picture) else "RGB")
    if picture.mode in {"YCbCr", "HSV", "RGBX"}:
        return picture.convert("RGB")
    return picture


def _span(picture: Image.Image) -> tuple[float, float]:
    low, high = picture.getextrema()
    return (float(low), float(high)) if isinstance(low, (int, float)) and isinstance(high, (int, float)) else (0.0, 1.0)


def _fits(picture: Image.Image) -> bool:
    low, high = _span(picture)
    return low >= 0 and high <= 65535


def see_through(picture: Image.Image) -> bool:
    """Whether anything in it is really transparent: many files carry an alpha channel that is opaque all over."""
    if picture.mode not in {"RGBA", "LA"}:
        return False
    low = picture.getchannel("A").getextrema()[0]
    return isinstance(low, (int, float)) and low < 255


def over_white(picture: Image.Image) -> Image.Image:
    """What is transparent, over white; L and RGB come of LA and RGBA."""
    if picture.mode not in {"RGBA", "LA"}:
        return picture
    kind = "RGB" if picture.mode == "RGBA" else "L"
    white = Image.new(kind, picture.size, (255, 255, 255) if kind == "RGB" else 255)
    white.paste(picture.convert(kind), (0, 0), picture.getchannel("A"))
    return white
