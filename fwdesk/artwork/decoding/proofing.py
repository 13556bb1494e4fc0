"""A soft proof: the picture through the profile of its paper, what lies outside the paper's colors in stripes."""

from __future__ import annotations

import io
import os
from typing import Any

from PIL import Image, ImageChops, ImageCms

from fwdesk.artwork.decoding import refusing
from fwdesk.artwork.decoding.color import described, srgb, to_srgb
from fwdesk.artwork.decoding.reading import read_file

LARGEST_PROFILE = 16 * 2**20
_ALARM = 127
"""What LittleCMS paints where a color cannot be printed: this gray, all three channels."""
_CLASSES = {"prtr", "mntr"}
_SPACES = {"RGB", "CMYK", "GRAY"}
_STRIPES = 100
"""The longer side of a picture in stripes, so that they are seen at any size of the stage."""
_INTENTS = {
    "relative": ImageCms.Intent.RELATIVE_COLORIMETRIC,
    "perceptual": ImageCms.Intent.PERCEPTUAL,
}


def proof(path: bytes, header: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """An artist's file as its print would look, in sRGB. Raises `RefusedError`; `profile` errors name the profile.

    `header`: `side` px at most, `profile` a path, `intent` relative or perceptual, `paper` whether the paper's own
    white is shown, `gamut` whether what cannot be printed is striped.
    """
    name, profile = _profile(os.fsencode(str(header["profile"])))
    source, _size = refusing.opened_file(path)
    with source:
        read = read_file(source, path, int(header["side"]))
    picture, own = read.picture, read.source.profile
    if own is None:
        picture, own = to_srgb(picture, read.source, []), srgb()
    intent = _INTENTS[str(header["intent"])]
    seen = ImageCms.Intent.ABSOLUTE_COLORIMETRIC if header["paper"] else ImageCms.Intent.RELATIVE_COLORIMETRIC

    def applied(to: Image.Image, profile_of: ImageCms.ImageCmsProfile, flags: ImageCms.Flags) -> Image.Image:
        flags |= ImageCms.Flags.SOFTPROOFING | ImageCms.Flags.BLACKPOINTCOMPENSATION
        try:
            transform = ImageCms.buildProofTransform(
                profile_of, srgb(), profile, to.mode, "RGB", renderingIntent=intent, proofRenderingIntent=seen,
                flags=flags,
            )  # fmt: skip
            done = ImageCms.applyTransform(to, transform)
        except (ImageCms.PyCMSError, ValueError, TypeError) as error:
            raise refusing.RefusedError("profile", f"{name} cannot be used for a soft proof.") from error
        assert done is not None
        return done

    shown = applied(picture, own, ImageCms.Flags.NONE)
    paper = applied(Image.new("RGB", (1, 1), (255, 255, 255)), srgb(), ImageCms.Flags.NONE).getpixel((0, 0))
    outside = _outside(applied(picture, own, ImageCms.Flags.GAMUTCHECK), shown)
    # The share is of every pixel; the count says what the stripes, which leave gaps, cannot.
    share = outside.histogram()[255] / (outside.width * outside.height)
    if header["gamut"]:
        _stripe(shown, outside)
    facts: dict[str, object] = {
        "profile": name, "outside": f"{100 * share:.4f}", "size": list(shown.size),
        "paper": "#{:02x}{:02x}{:02x}".format(*paper) if isinstance(paper, tuple) else "#ffffff",
    }  # fmt: skip
    return facts, shown.tobytes()


def _profile(path: bytes) -> tuple[str, ImageCms.ImageCmsProfile]:
    """The profile of a paper, with its name. Raises `RefusedError` of the kind `profile`."""
    try:
        source, _size = refusing.opened_file(path, LARGEST_PROFILE)
    except refusing.RefusedError as error:
        words = {
            "missing": "The profile is no longer there. Choose it again.",
            "permission": "The profile may not be read. Check its permissions.",
            "too large": "This file is far too large for a color profile.",
        }
        raise refusing.RefusedError("profile", words.get(error.kind, "This is not a color profile.")) from error
    with source:
        data = source.read()
    if data[36:40] != b"acsp":
        raise refusing.RefusedError("profile", "This is not a color profile: those end in .icc or .icm.")
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        about = described(profile)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise refusing.RefusedError("profile", "This color profile is damaged.") from error
    if about.kind not in _CLASSES or about.space not in _SPACES:
        raise refusing.RefusedError(
            "profile", f"{about.name} describes no printer or paper. Choose the profile of a paper."
        )
    return about.name, profile


def _outside(alarmed: Image.Image, shown: Image.Image) -> Image.Image:
    """255 where a color cannot be printed. What is that very gray by itself is not meant."""

    def gray(picture: Image.Image) -> Image.Image:
        found = [band.point([255 if value == _ALARM else 0 for value in range(256)]) for band in picture.split()]
        return ImageChops.darker(ImageChops.darker(found[0], found[1]), found[2])

    return ImageChops.subtract(gray(alarmed), gray(shown))


def _stripe(picture: Image.Image, where: Image.Image) -> None:
    """Slanted stripes: white, black, and a gap in which the picture is seen."""
    wide = max(2, max(picture.size) // _STRIPES // 3)
    period = 3 * wide
    for first, ink in ((0, 255), (wide, 0)):
        row = Image.new("L", (picture.width + period, 1))
        for x in range(-period, row.width, period):
            row.paste(255, (x + first, 0, x + first + wide, 1))
        lines = Image.new("L", picture.size)
        for y in range(picture.height):
            lines.paste(row, (-(y % period), y))
        picture.paste((ink, ink, ink), (0, 0), ImageChops.darker(lines, where))
