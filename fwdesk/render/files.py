"""Finished pictures as files: PNG or JPEG in sRGB, with the profile and what the picture is written into them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from xml.sax.saxutils import escape

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from fwdesk import __version__

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_QUALITY = 94
# Pillow 13 leaves its result untyped.
_CREATE = cast("Any", ImageCms.createProfile)  # pyright: ignore[reportUnknownMemberType]
_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
<dc:identifier>{code}</dc:identifier><xmp:CreatorTool>{tool}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class About:
    """What is written into a picture file: a title, what the picture is (with the honest line), the product code."""

    title: str
    description: str
    code: str

    @property
    def tool(self) -> str:
        """What made it."""
        return f"fwdesk {__version__}"

    @property
    def xmp(self) -> bytes:
        """As an XMP packet, which knows every letter."""
        words = {"title": self.title, "description": self.description, "code": self.code, "tool": self.tool}
        return _XMP.format(**{name: escape(text) for name, text in words.items()}).encode()


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """The sRGB profile, the same bytes every time."""
    profile = bytearray(ImageCms.ImageCmsProfile(_CREATE("sRGB")).tobytes())
    profile[24:36] = bytes((7, 208, 0, 1, 0, 1)) + bytes(6)  # the day it was made: 2000-01-01
    return bytes(profile)


def encoded(picture: Image.Image, kind: str, about: About) -> bytes:
    """The bytes of a file, `kind` PNG or JPEG. A JPEG of a transparent picture is laid on white."""
    data = io.BytesIO()
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        for name, words in (
            ("Title", about.title), ("Description", about.description), ("Product code", about.code),
            ("Software", about.tool),
        ):  # fmt: skip
            text.add_itxt(name, words)
        text.add_itxt("XML:com.adobe.xmp", about.xmp.decode())
        # Level 6 takes three times as long as 3 and saves a few percent of a wall's noise.
        picture.save(data, "PNG", icc_profile=srgb(), pnginfo=text, compress_level=3)
        return data.getvalue()
    if picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, (255, 255, 255))
        white.paste(picture, (0, 0), picture)
        picture = white
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = about.description.encode("ascii", "replace").decode()
    exif[ExifTags.Base.Software] = about.tool
    picture.save(
        data, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=srgb(), exif=exif, xmp=about.xmp,
        comment=about.description.encode(), dpi=(300, 300),
    )  # fmt: skip
    return data.getvalue()
