"""The child's loop: requests in, answers out, under limits.

On stdin come requests: two big-endian 32-bit lengths, a JSON header, a blob (the path of a file, or a picture's
bytes). On stdout go answers of the same form (the blob is packed RGB). It ends when stdin ends. An argument is the
number of an open file: the one thing that this child may write, a print copy.
"""

from __future__ import annotations

import io
import json
import os
import re
import struct
import sys
import warnings
from typing import Any

from PIL import Image

from fwdesk.artwork.decoding import modes, refusing
from fwdesk.artwork.decoding.color import source_of, to_srgb
from fwdesk.artwork.decoding.reading import artwork

MEMORY = 1200 * 2**20
COPY_MEMORY = 3 * 2**30
SERVICE_PIXELS, SERVICE_BYTES = 40_000_000, 12 * 2**20
SERVICE_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def _limits(memory: int, largest: int) -> None:
    """No more memory than needed, no written files but a copy, no core dumps.

    Windows has no rlimits; there the desk's clock alone guards.
    """
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, largest), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def service_picture(data: bytes) -> tuple[dict[str, object], bytes]:
    """A picture the service sent: all of it, in sRGB, transparency over white."""
    if len(data) > SERVICE_BYTES:
        raise refusing.RefusedError("too large", "The service sent a picture that is too large.")
    picture = refusing.opened_picture(io.BytesIO(data), data[:512], SERVICE_FORMATS)
    refusing.count(picture, SERVICE_PIXELS)
    profile: Any = picture.info.get("icc_profile") or b""
    refusing.load(picture)
    shown = modes.over_white(modes.plain(picture))
    shown = to_srgb(shown, source_of(bytes(profile), shown.mode), [])
    return {"size": list(shown.size)}, shown.tobytes()


def _job(header: dict[str, Any], blob: bytes, handle: int | None) -> tuple[dict[str, object], bytes]:
    match header["job"]:
        case "artwork":
            return artwork(blob, int(header["side"]))
        case "proof":
            from fwdesk.artwork.decoding.proofing import proof

            return proof(blob, header)
        case "copy" if handle is not None:
            from fwdesk.artwork.decoding.copying import copy

            return copy(blob, header, handle)
        case _:
            return service_picture(blob)


def answer(header: dict[str, Any], blob: bytes, handle: int | None) -> tuple[dict[str, object], bytes]:
    """One request's answer; a refusal is an answer too."""
    try:
        facts, pixels = _job(header, blob, handle)
    except refusing.RefusedError as error:
        return {"error": error.kind, "sentence": error.sentence}, b""
    except MemoryError:
        return {
            "error": "too many pixels",
            "sentence": "This picture needs more memory than the desk allows. Save a smaller copy.",
        }, b""
    except Exception as error:  # noqa: BLE001  whatever a decoder throws, the desk gets a sentence
        reason = re.sub(r"[^\x20-\x7e]", "?", f"{type(error).__name__}: {error}")[:200]
        return {"error": "cut off", "sentence": "This file is damaged and cannot be read.", "detail": reason}, b""
    return facts, pixels


def main() -> None:
    """Answer requests until stdin ends."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # Nothing a library prints may get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = sys.stderr
    handle = int(sys.argv[1]) if len(sys.argv) > 1 else None
    if handle is None:
        _limits(MEMORY, 0)
    else:
        from fwdesk.artwork.decoding.copying import LARGEST_COPY

        _limits(COPY_MEMORY, LARGEST_COPY)
    Image.MAX_IMAGE_PIXELS = refusing.MOST_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    while len(lengths := requests.read(8)) == 8:
        head, body = struct.unpack(">II", lengths)
        header: Any = json.loads(requests.read(head))
        facts, pixels = answer(header, requests.read(body), handle)
        text = json.dumps(facts).encode()
        _send(answers.fileno(), struct.pack(">II", len(text), len(pixels)) + text)
        _send(answers.fileno(), pixels)


def _send(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
