"""Pictures and profiles for tests, made on the spot: none is anybody's file."""

from __future__ import annotations

import struct

from PIL import Image, ImageCms


def colorful(width: int = 60, height: int = 40) -> Image.Image:
    """Smooth colors all over, so that a shift or a mistaken profile is seen."""
    across = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, across.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def srgb() -> bytes:
    """LittleCMS's sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def lab() -> bytes:
    """A Lab profile, which belongs to no RGB picture."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def _s15(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_s15(value) for value in values)


def matrix_profile(
    name: str, red: tuple[float, ...], green: tuple[float, ...], blue: tuple[float, ...],
    *, gamma: float = 2.2, white: tuple[float, ...] = (0.9642, 1.0, 0.8249), kind: bytes = b"mntr",
) -> bytes:  # fmt: skip
    """A version 2 RGB profile of primaries (XYZ at D50) and a gamma; `white` is its media white."""
    text = name.encode("ascii")
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(78),
        b"wtpt": _xyz(*white),
        b"rXYZ": _xyz(*red),
        b"gXYZ": _xyz(*green),
        b"bXYZ": _xyz(*blue),
        b"cprt": b"text\0\0\0\0none\0",
    }
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", at, len(data))
        padded = data + bytes(-len(data) % 4)
        body += padded
        at += len(padded)
    header = struct.pack(">I", at) + b"\0\0\0\0\x02\x40\0\0" + kind + b"RGB XYZ " + bytes(12) + b"acsp"
    header += bytes(128 - len(header) - 60) + _s15(0.9642) + _s15(1.0) + _s15(0.8249) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


def adobe_rgb() -> bytes:
    """The primaries of Adobe RGB (1998)."""
    return matrix_profile(
        "Wide Test RGB", (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457),
        gamma=2.19921875,
    )  # fmt: skip


def dull_paper(name: str = "Dull Test Paper") -> bytes:
    """A paper that holds few colors and is yellowish: half way from sRGB's primaries to its own white."""
    white = (0.9000, 0.9200, 0.6900)
    own = ((0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7139))
    gray = [value / 3 for value in (0.9642, 1.0, 0.8249)]
    less = [tuple(0.6 * part + 0.4 * plain for part, plain in zip(one, gray, strict=True)) for one in own]
    return matrix_profile(name, *less, white=white, kind=b"prtr")
