"""The house's own typefaces, for pictures and pages that must look the same on every computer."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageFont

from fwdesk.resources import resource

REGULAR, STRONG, MONO = "Inter-Regular", "Inter-SemiBold", "IBMPlexMono-Regular"
"""Names of faces: text, headings and totals, product codes."""


def face_file(face: str) -> str:
    """Where a face is on disk."""
    return str(resource(f"fonts/{face}.ttf"))


@lru_cache(maxsize=16)
def pillow_font(px: int, face: str = REGULAR) -> ImageFont.FreeTypeFont:
    """A face for writing on pictures, `px` high."""
    return ImageFont.truetype(face_file(face), px)
