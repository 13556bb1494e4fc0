"""Colors through profiles: which one a picture has, how wide it is, and its pixels in sRGB."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, cast

from PIL import Image, ImageCms

# Pillow 13 leaves its result untyped.
_CREATE = cast("Any", ImageCms.createProfile)  # pyright: ignore[reportUnknownMemberType]
_FAULTS = (ImageCms.PyCMSError, OSError, ValueError, TypeError)
_SPACES = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "LA": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
_WIDER = 1.1
"""How many times the area of sRGB's triangle a profile's must have to be called wider."""

CMYK_NOTE = "CMYK: shown converted; the file itself is what is printed"
UNTAGGED_NOTE = "No color profile: treated as sRGB"
UNUSABLE_NOTE = "Its color profile could not be used: treated as sRGB"


def srgb() -> ImageCms.ImageCmsProfile:
    """LittleCMS's own sRGB."""
    return ImageCms.ImageCmsProfile(_CREATE("sRGB"))


@dataclass(frozen=True, slots=True)
class Source:
    """The profile of a picture. `state` is tagged, none or unusable; `wide` tells an RGB space well beyond sRGB,
    `data` are its own bytes.
    """

    state: str
    name: str = ""
    profile: ImageCms.ImageCmsProfile | None = None
    wide: bool = False
    data: bytes = b""

    @property
    def is_srgb(self) -> bool:
        """Whether it is sRGB by its name."""
        return "srgb" in self.name.lower()


@dataclass(frozen=True, slots=True)
class Described:
    """What a profile says of itself. `triangle` is the area of its primaries in the x, y diagram, 0 without any."""

    name: str
    kind: str
    space: str
    triangle: float


def described(profile: ImageCms.ImageCmsProfile) -> Described:
    """A profile's words about itself. Raises what LittleCMS raises, `TypeError` or `ValueError`."""
    inside = cast("Any", profile).profile
    name = (ImageCms.getProfileDescription(profile) or "").strip() or "unnamed profile"
    return Described(name, str(inside.device_class).strip(), str(inside.xcolor_space).strip(), _triangle(inside))


def source_of(data: bytes, mode: str) -> Source:
    """The profile that came with a picture of this mode, if it can be used for it."""
    if not data:
        return Source("none")
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        about = described(profile)
        if about.space != _SPACES.get(mode, about.space):
            return Source("unusable")
        return Source("tagged", about.name, profile, about.triangle > _WIDER * described(srgb()).triangle, data)
    except _FAULTS:
        return Source("unusable")


def _triangle(inside: object) -> float:
    # A printer's table has no primaries.
    corners: list[tuple[float, float]] = []
    for color in ("red", "green", "blue"):
        found: Any = getattr(inside, f"{color}_colorant", None)
        if not found or not sum(found[0]):
            return 0.0
        x, y, _z = found[0]
        corners.append((x / sum(found[0]), y / sum(found[0])))
    (ax, ay), (bx, by), (cx, cy) = corners
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def to_srgb(picture: Image.Image, source: Source, notes: list[str], *, in_place: bool = False) -> Image.Image:
    """The picture as RGB in sRGB; what was done is added to `notes`. `in_place` spares memory and the original."""
    cmyk = picture.mode == "CMYK"
    if cmyk:
        notes.append(CMYK_NOTE)
    if source.profile is None:
        if source.state == "unusable":
            notes.append(UNUSABLE_NOTE)
        elif not cmyk:
            notes.append(UNTAGGED_NOTE)
        return _named_mode(picture)
    if picture.mode == "RGB" and source.is_srgb:
        return picture
    done = picture
    try:
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        transform = ImageCms.buildTransform(source.profile, srgb(), picture.mode, "RGB", intent, flags)
        changed = ImageCms.applyTransform(picture, transform, inPlace=in_place and picture.mode == "RGB")
        done = picture if changed is None else changed
    except _FAULTS:
        notes.append(UNUSABLE_NOTE)
        return _named_mode(picture)
    if not cmyk:
        notes.append(f"Shown converted from {source.name} to sRGB; the file itself is what is printed")
    return done


def _named_mode(picture: Image.Image) -> Image.Image:
    if picture.mode == "LAB":
        done = ImageCms.profileToProfile(picture, _CREATE("LAB"), _CREATE("sRGB"), outputMode="RGB")
        if done is not None:
            return done
    return picture if picture.mode == "RGB" else picture.convert("RGB")
