"""The file doctor: what a print shop may stumble over in an artist's file, each with what a print copy does about it.

What shops ask for is flattened 8-bit RGB, baseline JPEG or TIFF, in sRGB or with its profile (PRINT-FACTS, colour and
files; FEATURES A3). None of it is FinerWorks' own rule, and it is worded as advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fwdesk.artwork.open import Artwork
from fwdesk.domain.crop import Pixels

_BROWSER_LIMIT = 40_000_000
"""Bytes that FinerWorks' browser form once took (PRINT-FACTS); today's limit is not known."""
_FEW = Pixels(1200, 1500)
"""8 × 10 in at 150 ppi."""
_LOOK_PPI = 150


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a file. `mended` tells that a print copy is without it; `level` is info or warn."""

    kind: str
    issue: str
    fix: str
    level: str = "info"
    mended: bool = True


def findings(artwork: Artwork) -> tuple[Finding, ...]:
    """What there is to know before this file is printed; the graver ones first."""
    found = [*_colors(artwork), *_makeup(artwork), *_amount(artwork)]
    return tuple(sorted(found, key=lambda one: one.level != "warn"))


def badge(artwork: Artwork) -> str:
    """The file's colors in a few words: Adobe RGB (1998) · 16-bit · tagged."""
    facts = artwork.facts
    depth = (
        "black and white"
        if facts.bits == 1 and not facts.palette
        else f"{facts.bits}-bit{' palette' if facts.palette else ''}"
    )
    told = {
        "tagged": "tagged",
        "unusable": "its profile cannot be used: treated as sRGB",
        "none": "no profile: converted by a guess" if facts.channels == "CMYK" else "no profile: treated as sRGB",
    }[facts.profile_state]
    kind = {"LAB": "Lab", "gray": "gray"}.get(facts.channels, facts.channels)
    parts = [artwork.profile] if artwork.profile else []
    if kind != "RGB" and kind not in artwork.profile:
        parts.append(kind)  # RGB is what everybody expects
    return " · ".join([*parts, depth, told])


def can_keep_profile(artwork: Artwork) -> bool:
    """Whether a copy could stay in the file's own RGB profile instead of sRGB."""
    facts = artwork.facts
    return facts.channels == "RGB" and facts.profile_state == "tagged" and not facts.srgb


def _colors(artwork: Artwork) -> Iterator[Finding]:
    facts, name = artwork.facts, artwork.profile
    if facts.channels == "CMYK" and facts.profile_state == "tagged":
        yield Finding(
            "cmyk", f"CMYK colors ({name})",
            "Art prints are made from RGB. The copy is converted to sRGB through its profile, as the stage shows it.",
            "warn",
        )  # fmt: skip
    elif facts.channels == "CMYK":
        yield Finding(
            "cmyk", "CMYK colors without a profile",
            "What they should look like can only be guessed. Export RGB from the program it was made in; the copy "
            "holds the guess you see on the stage.",
            "warn",
        )  # fmt: skip
    elif facts.profile_state == "unusable":
        yield Finding(
            "profile", "The color profile is damaged or belongs to another kind of file",
            "The stage ignores it and treats the colors as sRGB. If they look right there, the copy says sRGB.",
            "warn",
        )  # fmt: skip
    elif facts.profile_state == "none" and facts.channels != "LAB":
        yield Finding(
            "untagged", "No color profile",
            "Its colors are taken for sRGB. If they look right on the stage, the copy says so in the file.",
        )  # fmt: skip
    elif facts.wide:
        yield Finding(
            "wide", f"Colors in {name}, wider than sRGB",
            "A program that ignores the profile prints them dull. The copy is converted to sRGB, which every lab "
            "reads alike, or keeps the profile if you choose so.",
        )  # fmt: skip
    elif facts.profile_state == "tagged" and not facts.srgb and facts.channels == "RGB":
        yield Finding(
            "other profile", f"Colors in {name}", "The copy is converted to sRGB, which every lab reads alike."
        )
    if facts.channels == "LAB":
        yield Finding("lab", "Lab colors", "Few labs read them. The copy is RGB in sRGB.", "warn")
    if facts.channels == "gray" and facts.bits > 1:
        yield Finding("gray", "Gray, without colors", "The copy holds the same grays as RGB, which every lab reads.")
    if facts.bits > 8:
        yield Finding(
            "deep", f"{facts.bits} bits a color",
            "Prints are made from 8. The copy has 8 bits; keep this file as your master.",
        )  # fmt: skip
    if facts.bits == 1 and not facts.palette:
        yield Finding("bilevel", "Pure black and white", "Labs expect more than 1 bit. The copy is 8-bit RGB.")
    elif facts.palette:
        yield Finding("palette", "A palette of at most 256 colors", "The copy is RGB, with the same colors.")


def _makeup(artwork: Artwork) -> Iterator[Finding]:
    facts = artwork.facts
    if facts.see_through:
        yield Finding(
            "transparent", "Parts are transparent",
            "Paper is white, so they print white. The copy lies on white, as the stage shows it.", "warn",
        )  # fmt: skip
    elif facts.alpha:
        yield Finding(
            "alpha", "An alpha channel that hides nothing", "Some print programs refuse it. The copy has none."
        )
    if facts.layers:
        yield Finding("layers", "Photoshop layers", "The copy is flattened: the picture as the stage shows it.")
    if facts.pages > 1:
        what = "frames" if artwork.format in {"WEBP", "PNG"} else "pages"
        yield Finding(
            "pages", f"{facts.pages} {what}", "Only the first is the picture. The copy holds that one alone.", "warn"
        )
    if facts.orientation > 1:
        how = "lying on its side" if facts.orientation > 4 else "upside down or mirrored"
        yield Finding(
            "orientation", f"Stored {how}, with a note to turn it",
            "The stage heeds the note, but a print program may not. The copy is upright in itself.",
        )  # fmt: skip
    if facts.progressive:
        yield Finding(
            "progressive", "A progressive JPEG", "Some print machines refuse it. The copy is a baseline JPEG."
        )
    if artwork.format == "WEBP":
        yield Finding("webp", "WebP", "Labs take JPEG, PNG or TIFF. The copy is one of them.", "warn")


def _amount(artwork: Artwork) -> Iterator[Finding]:
    pixels = artwork.pixels
    short, long = sorted((pixels.width, pixels.height))
    if short < _FEW.width or long < _FEW.height:
        yield Finding(
            "few pixels", f"Few pixels: {pixels.width} × {pixels.height}",
            f"Good to about {pixels.width / _LOOK_PPI:.1f} × {pixels.height / _LOOK_PPI:.1f} in. No program can add "
            "what was never there; use a larger file if you have one.",
            "warn", mended=False,
        )  # fmt: skip
    if artwork.file_size > _BROWSER_LIMIT:
        small = artwork.format != "JPEG"
        fix = "A JPEG copy is much smaller and has every pixel." if small else "It may take long to send."
        yield Finding(
            "large file", f"A large file: {artwork.file_size / 1e6:,.0f} MB",
            f"FinerWorks' upload form has been seen to take 40 MB; its limit today is not known. {fix}",
            mended=small,
        )  # fmt: skip
