"""Finding the picture in an answer whose picture field nobody has documented (GAPS 1, REFERENCE "frame_builder")."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from fwdesk.domain.strict_json import Json

MAX_TEXT = 12_000_000
"""Longest base64 text that is decoded, in characters (RELIABILITY 4)."""

_STARTS = ("iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR")
_PREFIX = re.compile(r"data:image/[a-z0-9.+-]{1,40};base64,", re.IGNORECASE)


class PictureError(ValueError):
    """Something looked like a picture and is none. The message says why."""


def kind(data: bytes) -> str:
    """The picture format that the first bytes name: png, jpeg, gif, webp, or empty."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return ""


def find_picture(answer: Json) -> tuple[bytes, str] | None:
    """The first picture anywhere in the JSON, decoded from base64, with its format; None when there is none.

    Raises `PictureError` when only broken candidates are there. The pixels are not looked at: a picture is proved
    by decoding it (RELIABILITY 4).
    """
    problem: PictureError | None = None
    for text in _texts(answer):
        prefix = _PREFIX.match(text, 0)
        if prefix or text.startswith(_STARTS):
            try:
                data = _decoded(text, prefix.end() if prefix else 0)
            except PictureError as error:
                problem = problem or error
            else:
                return data, kind(data)
        elif text[:11].lower() == "data:image/":
            problem = problem or PictureError("the picture is not written in base64")
    if problem is not None:
        raise problem
    return None


def _decoded(text: str, start: int) -> bytes:
    if len(text) > MAX_TEXT:
        raise PictureError("the picture is too large")
    bare = text[start:].replace("\r", "").replace("\n", "")  # .NET can break base64 into lines
    try:
        data = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        raise PictureError("the picture's base64 is damaged") from None
    if not kind(data):
        raise PictureError("the picture is neither PNG, JPEG, GIF nor WebP")
    return data


def _texts(answer: Json) -> Iterator[str]:
    """Every text in reading order. The gate has bounded the depth."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for item in answer.values():
            yield from _texts(item)
    elif isinstance(answer, list):
        for item in answer:
            yield from _texts(item)
