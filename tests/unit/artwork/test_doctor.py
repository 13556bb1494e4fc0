"""The file doctor: what it finds in real files, and that a print copy is without all it promises to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from fwdesk.artwork.copy import make_print_copy
from fwdesk.artwork.doctor import badge, can_keep_profile, findings
from fwdesk.artwork.open import Artwork, Decoder, FileFacts
from fwdesk.domain.crop import Pixels
from tests.unit.artwork.kit import adobe_rgb, colorful, lab, matrix_profile, srgb

SIZE = (1250, 1600)
"""Just enough pixels that their number is no finding."""


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def base() -> Image.Image:
    return colorful(*SIZE)


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[274] = 3
    return exif


def layered(path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype[37724] = 7
    tags[37724] = b"Adobe Photoshop Document Data Block\0"
    base().save(path, tiffinfo=tags, icc_profile=srgb())


def pages(path: Path) -> None:
    base().save(path, save_all=True, append_images=[Image.new("RGB", SIZE)] * 2, icc_profile=srgb())


def clear(mode: str, alpha: int) -> Image.Image:
    out = base().convert(mode)
    out.putalpha(Image.new("L", SIZE, alpha))
    return out


MAKE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "untagged": ("a.jpg", lambda path: base().save(path)),
    "profile": ("a.png", lambda path: base().save(path, icc_profile=lab())),
    "wide": ("a.jpg", lambda path: base().save(path, icc_profile=adobe_rgb())),
    "other profile": (
        "a.png",
        lambda path: base().save(
            path, icc_profile=matrix_profile("Old Monitor", (0.40, 0.21, 0.02), (0.37, 0.69, 0.12), (0.19, 0.10, 0.69))
        ),
    ),
    "cmyk": ("a.jpg", lambda path: base().convert("CMYK").save(path)),
    "gray": ("a.png", lambda path: base().convert("L").save(path)),
    "deep": ("a.tif", lambda path: Image.new("I;16", SIZE, 999).save(path)),
    "bilevel": ("a.tif", lambda path: base().convert("1").save(path)),
    "palette": ("a.png", lambda path: base().quantize(32).save(path, icc_profile=srgb())),
    "transparent": ("a.png", lambda path: clear("RGB", 200).save(path, icc_profile=srgb())),
    "alpha": ("a.png", lambda path: clear("RGB", 255).save(path, icc_profile=srgb())),
    "layers": ("a.tif", layered),
    "pages": ("a.tif", pages),
    "orientation": ("a.jpg", lambda path: base().save(path, exif=turned(), icc_profile=srgb())),
    "progressive": ("a.jpg", lambda path: base().save(path, progressive=True, icc_profile=srgb())),
    "webp": ("a.webp", lambda path: base().save(path, icc_profile=srgb(), method=0)),
}
WITH = {"gray": {"untagged"}, "deep": {"gray", "untagged"}, "bilevel": {"untagged"}}
"""What else these files have."""


@pytest.mark.parametrize("kind", MAKE)
def test_it_is_found_in_the_file_and_gone_in_the_copy(decoder: Decoder, tmp_path: Path, kind: str) -> None:
    name, make = MAKE[kind]
    make(tmp_path / name)
    artwork = decoder.open_artwork(tmp_path / name, proxy_side=300)
    found = findings(artwork)
    assert {one.kind for one in found} == {kind} | WITH.get(kind, set())
    assert all(one.mended and one.issue and one.fix.endswith(".") for one in found)
    copy = decoder.open_artwork(make_print_copy(artwork).path, proxy_side=300)
    assert findings(copy) == ()
    assert copy.pixels == artwork.pixels


def test_few_pixels_are_not_mended(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "few.jpg"
    colorful(600, 800).save(path, icc_profile=srgb())
    artwork = decoder.open_artwork(path)
    (few,) = findings(artwork)
    assert (few.kind, few.level, few.mended) == ("few pixels", "warn", False)
    assert "4.0 × 5.3 in" in few.fix


def art(facts: FileFacts, **more: object) -> Artwork:
    made = Artwork(
        Path("a.tif"),
        "a.tif",
        Pixels(6000, 4000),
        1000,
        "0" * 64,
        "TIFF",
        "RGB",
        "",
        (),
        Image.new("RGB", (1, 1)),
        facts=facts,
    )
    return replace(made, **more)


def test_a_large_file_is_mended_unless_it_is_a_jpeg() -> None:
    tagged = FileFacts(profile_state="tagged", srgb=True)
    for form, mended in (("TIFF", True), ("JPEG", False)):
        (large,) = findings(art(tagged, format=form, file_size=85_000_000))
        assert "85 MB" in large.issue
        assert large.mended is mended


def test_the_graver_ones_come_first() -> None:
    levels = [one.level for one in findings(art(FileFacts(channels="CMYK", bits=16, pages=3, orientation=6)))]
    assert levels == sorted(levels, reverse=True)
    assert len(levels) == 4


@pytest.mark.parametrize(
    ("facts", "profile", "words"),
    [
        (FileFacts(bits=16, profile_state="tagged", wide=True), "Adobe RGB", "Adobe RGB · 16-bit · tagged"),
        (FileFacts(), "", "8-bit · no profile: treated as sRGB"),
        (FileFacts(channels="CMYK"), "", "CMYK · 8-bit · no profile: converted by a guess"),
        (FileFacts(channels="gray", bits=1), "", "gray · black and white · no profile: treated as sRGB"),
        (
            FileFacts(palette=True, profile_state="unusable"), "",
            "8-bit palette · its profile cannot be used: treated as sRGB",
        ),
        (FileFacts(channels="gray", profile_state="tagged"), "Dot Gain 20%", "Dot Gain 20% · gray · 8-bit · tagged"),
    ],
)  # fmt: skip
def test_the_badge(facts: FileFacts, profile: str, words: str) -> None:
    assert badge(art(facts, profile=profile)) == words


def test_a_profile_can_be_kept_only_if_it_is_another_rgb() -> None:
    assert can_keep_profile(art(FileFacts(profile_state="tagged", wide=True), profile="Adobe RGB (1998)"))
    for facts in (
        FileFacts(profile_state="tagged", srgb=True),
        FileFacts(),
        FileFacts(channels="CMYK", profile_state="tagged"),
    ):
        assert not can_keep_profile(art(facts))
