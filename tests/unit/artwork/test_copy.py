"""Print copies: what is in them, that every pixel is the original's, and that nothing else is ever touched."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms

from fwdesk.artwork import copy as copying
from fwdesk.artwork.copy import Kind, make_print_copy
from fwdesk.artwork.doctor import findings
from fwdesk.artwork.open import Decoder
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import ArtworkError, Cancelled
from tests.unit.artwork.kit import adobe_rgb, colorful, srgb


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_copy_is_upright_flat_eight_bit_srgb_and_the_original_is_untouched(
    decoder: Decoder, tmp_path: Path, kind: Kind
) -> None:
    source = colorful(90, 60).convert("RGBA")
    source.putpixel((0, 0), (0, 0, 0, 0))
    exif = Image.Exif()
    exif[274], exif[306] = 6, "2026:01:01 10:00:00"
    path = tmp_path / "Meer bei Nacht – é.png"
    source.save(path, exif=exif, dpi=(300, 300))
    before = sha(path), path.stat().st_mtime_ns
    made = make_print_copy(decoder.open_artwork(path), kind)
    assert (sha(path), path.stat().st_mtime_ns) == before
    assert made.path.parent == tmp_path
    assert made.path.stem == "Meer bei Nacht – é (print)"
    assert left(tmp_path) == {path.name, made.path.name}
    assert made.file_size == made.path.stat().st_size
    with Image.open(made.path) as copy:
        assert (copy.format, copy.mode, copy.size) == (kind, "RGB", (60, 90))
        assert not copy.getexif().get(306)  # no camera notes
        assert copy.getexif().get(274, 1) == 1
        assert not copy.info.get("progressive")
        profile = ImageCms.getOpenProfile(io.BytesIO(copy.info["icc_profile"]))
        assert "sRGB" in ImageCms.getProfileDescription(profile)
        white = Image.new("RGB", source.size, "white")
        white.paste(source.convert("RGB"), (0, 0), source.getchannel("A"))
        difference = ImageChops.difference(copy.convert("RGB"), white.transpose(Image.Transpose.ROTATE_270))
        worst = max(high for _low, high in difference.getextrema())  # type: ignore[misc]
        assert worst <= (24 if kind == "JPEG" else 0)
        if kind == "JPEG":
            assert copy.layer[1][1:3] == (1, 1)  # type: ignore[attr-defined]  # 4:4:4
    assert not [one for one in findings(decoder.open_artwork(made.path)) if one.mended]


def test_the_next_copy_takes_the_next_name(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    colorful().save(path)
    artwork = decoder.open_artwork(path)
    (tmp_path / "a (print).jpg").write_text("the artist's own")
    names = [make_print_copy(artwork).path.name for _ in range(2)]
    assert names == ["a (print 2).jpg", "a (print 3).jpg"]
    assert (tmp_path / "a (print).jpg").read_text() == "the artist's own"


def test_without_links_names_are_still_never_taken_twice(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.png"
    colorful().save(path)
    artwork = decoder.open_artwork(path)
    (tmp_path / "a (print).jpg").write_text("the artist's own")
    assert make_print_copy(artwork).path.name == "a (print 2).jpg"
    assert (tmp_path / "a (print).jpg").read_text() == "the artist's own"
    assert left(tmp_path) == {"a.png", "a (print).jpg", "a (print 2).jpg"}


def test_a_profile_is_kept_or_converted_by_choice(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "wide.tif"
    colorful().save(path, icc_profile=adobe_rgb())
    artwork = decoder.open_artwork(path)
    assert artwork.facts.wide
    kept = make_print_copy(artwork, "PNG", keep_profile=True)
    assert kept.profile == artwork.profile
    with Image.open(kept.path) as copy:
        assert copy.info["icc_profile"] == adobe_rgb()
        assert ImageChops.difference(copy, colorful()).getbbox() is None
    converted = make_print_copy(artwork, "PNG")
    assert converted.profile == "sRGB"
    with Image.open(converted.path) as copy:
        assert copy.getpixel((5, 5)) != colorful().getpixel((5, 5))
    shown = [decoder.open_artwork(one.path).proxy for one in (kept, converted)]
    worst = max(high for _low, high in ImageChops.difference(*shown).getextrema())  # type: ignore[misc]
    assert worst <= 2


@pytest.mark.parametrize(
    ("mode", "suffix"), [("L", "png"), ("LA", "png"), ("P", "png"), ("1", "tif"), ("CMYK", "jpg"), ("I;16", "png")]
)
def test_every_mode_gives_the_pixels_of_the_stage(decoder: Decoder, tmp_path: Path, mode: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    source = Image.new("I;16", (40, 30), 0x8123) if mode == "I;16" else colorful(40, 30).convert(mode)
    source.save(path)
    artwork = decoder.open_artwork(path)
    made = make_print_copy(artwork, "TIFF")
    with Image.open(made.path) as copy:
        assert ImageChops.difference(copy.convert("RGB"), artwork.proxy).getbbox() is None


def test_a_full_or_locked_folder_leaves_nothing_behind(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    colorful().save(path)
    artwork = decoder.open_artwork(path)
    with pytest.raises(ArtworkError, match="Choose another folder") as caught:
        make_print_copy(artwork, folder=tmp_path / "gone")
    assert caught.value.kind == "unwritten"
    dark = os.open("/dev/full", os.O_RDWR)
    real = os.open

    def full(name: Any, flags: int, *rest: Any) -> int:
        return os.dup(dark) if str(name).endswith(".tmp") else real(name, flags, *rest)

    monkeypatch.setattr(copying.os, "open", full)
    with pytest.raises(ArtworkError, match=r"a\.png: The copy could not be written: No space left") as caught:
        make_print_copy(artwork, "PNG")
    os.close(dark)
    assert caught.value.kind == "unwritten"
    assert left(tmp_path) == {"a.png"}


def test_a_file_that_changed_meanwhile_is_not_copied(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    colorful(40, 30).save(path)
    artwork = decoder.open_artwork(path)
    colorful(50, 30).save(path)
    with pytest.raises(ArtworkError, match="no longer the file"):
        make_print_copy(artwork)
    path.unlink()
    with pytest.raises(ArtworkError, match="no longer there"):
        make_print_copy(artwork)
    assert not left(tmp_path)


def test_a_copy_can_be_stopped(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    colorful().save(path)
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Cancelled):
        make_print_copy(decoder.open_artwork(path), cancel=cancel)
    assert left(tmp_path) == {"a.png"}


def test_a_copy_with_srgb_is_no_reason_for_another(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "good.jpg"
    colorful(1300, 1600).save(path, icc_profile=srgb(), quality=95)
    assert findings(decoder.open_artwork(path)) == ()
