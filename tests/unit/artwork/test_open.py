"""Artists' files, whole, odd and broken, through the real child process."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms

from fwdesk.artwork.open import Decoder
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import ArtworkError


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def corners(width: int = 60, height: int = 40) -> Image.Image:
    """Red, green, blue and white quarters: every orientation looks different."""
    out = Image.new("RGB", (width, height), (255, 255, 255))
    out.paste((230, 0, 0), (0, 0, width // 2, height // 2))
    out.paste((0, 200, 0), (width // 2, 0, width, height // 2))
    out.paste((0, 0, 220), (0, height // 2, width // 2, height))
    return out


def near(one: Any, other: Any, most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


TURN = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(decoder: Decoder, tmp_path: Path, orientation: int, kind: str) -> None:
    upright = corners()
    turn = TURN[orientation]
    held = upright.transpose(turn) if turn is not None else upright
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / f"held.{kind}"
    options: dict[str, Any] = {"quality": 95, "subsampling": 0} if kind == "jpg" else {}
    held.save(path, exif=exif, **options)
    opened = decoder.open_artwork(path)
    assert opened.pixels == Pixels(60, 40)
    assert opened.proxy.size == (60, 40)
    for at in ((8, 8), (50, 8), (8, 30), (50, 30)):
        assert near(opened.proxy.getpixel(at), upright.getpixel(at), 30)
    assert any("upright" in note for note in opened.notes) == (orientation > 1)


def saved(tmp_path: Path, name: str, picture: Image.Image, **more: Any) -> Path:
    path = tmp_path / name
    picture.save(path, **more)
    return path


@pytest.mark.parametrize(
    ("mode", "name", "words"),
    [
        ("L", "a.png", "8-bit gray"),
        ("LA", "a.png", "8-bit gray with transparency"),
        ("P", "a.png", "palette"),
        ("RGBA", "a.png", "8-bit RGB with transparency"),
        ("1", "a.png", "black and white"),
        ("1", "a.tif", "black and white"),
        ("CMYK", "a.tif", "CMYK"),
        ("CMYK", "a.jpg", "CMYK"),
        ("LAB", "a.tif", "8-bit Lab"),
        ("L", "a.jpg", "8-bit gray"),
        ("RGBA", "a.webp", "8-bit RGB with transparency"),
    ],
)
def test_every_mode_is_shown(decoder: Decoder, tmp_path: Path, mode: str, name: str, words: str) -> None:
    source = corners()
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        picture = ImageCms.applyTransform(source, to_lab)
        assert picture is not None
    else:
        picture = source.quantize(8) if mode == "P" else source.convert(mode)
        if name.endswith("webp"):
            picture.putpixel((59, 0), (0, 0, 0, 0))
    more = {"lossless": True} if name.endswith("webp") else {}
    opened = decoder.open_artwork(saved(tmp_path, name, picture, **more))
    assert opened.mode == words
    assert opened.proxy.mode == "RGB"
    assert min(opened.proxy.getpixel((50, 30))) > 240  # type: ignore[arg-type]
    if mode not in {"L", "LA", "1", "CMYK"}:
        assert near(opened.proxy.getpixel((8, 8)), (230, 0, 0), 12)
    assert any("CMYK" in note for note in opened.notes) == (mode == "CMYK")


@pytest.mark.parametrize("name", ["deep.png", "deep.tif"])
def test_sixteen_bits_are_scaled_not_cut(decoder: Decoder, tmp_path: Path, name: str) -> None:
    deep = Image.new("I;16", (40, 30), 0x8000)
    deep.paste(0xFFFF, (20, 0, 40, 30))
    opened = decoder.open_artwork(saved(tmp_path, name, deep))
    assert near(opened.proxy.getpixel((5, 5)), (128, 128, 128), 2)
    assert near(opened.proxy.getpixel((35, 5)), (255, 255, 255), 1)
    assert opened.mode == "16-bit gray"
    assert any("16-bit" in note for note in opened.notes)


def test_transparency_lies_on_white(decoder: Decoder, tmp_path: Path) -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 128), (10, 0, 20, 20))
    opened = decoder.open_artwork(saved(tmp_path, "clear.png", clear))
    assert opened.proxy.getpixel((2, 2)) == (255, 255, 255)
    assert near(opened.proxy.getpixel((15, 2)), (127, 127, 127), 2)
    palette = Image.new("P", (10, 10), 0)
    palette.putpalette([200, 0, 0, 0, 0, 200])
    opened = decoder.open_artwork(saved(tmp_path, "palette.png", palette, transparency=0))
    assert opened.proxy.getpixel((2, 2)) == (255, 255, 255)


def test_profiles_are_named_and_used(decoder: Decoder, tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    opened = decoder.open_artwork(saved(tmp_path, "s.png", corners(), icc_profile=srgb))
    assert "sRGB" in opened.profile
    assert not opened.notes
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for wild in (b"nonsense", lab, srgb[:200]):
        opened = decoder.open_artwork(saved(tmp_path, "w.png", corners(), icc_profile=wild))
        assert opened.profile == ""
        assert any("could not be used" in note for note in opened.notes)
        assert near(opened.proxy.getpixel((8, 8)), (230, 0, 0), 3)


def test_facts_of_a_file(decoder: Decoder, tmp_path: Path) -> None:
    import hashlib

    path = saved(tmp_path, "ein Bild – 海と山 “é”.jpg", corners(3000, 2000), quality=90)
    opened = decoder.open_artwork(path, proxy_side=500)
    assert opened.name == path.name
    assert opened.path == path
    assert opened.pixels == Pixels(3000, 2000)
    assert opened.proxy.size == (500, 333)
    assert opened.format == "JPEG"
    assert opened.file_size == path.stat().st_size
    assert opened.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert opened.notes == ("No color profile: treated as sRGB",)


@pytest.mark.parametrize("name", ["one.png", "one.jpg", "one.tif", "one.webp"])
def test_one_pixel(decoder: Decoder, tmp_path: Path, name: str) -> None:
    opened = decoder.open_artwork(saved(tmp_path, name, Image.new("RGB", (1, 1), (250, 250, 250))))
    assert opened.pixels == Pixels(1, 1)
    assert near(opened.proxy.getpixel((0, 0)), (250, 250, 250))


def test_the_first_frame_of_an_animation(decoder: Decoder, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    path = saved(tmp_path, "a.webp", frames[0], save_all=True, append_images=frames[1:], lossless=True)
    opened = decoder.open_artwork(path)
    assert near(opened.proxy.getpixel((5, 5)), (255, 0, 0))
    assert any("first frame" in note for note in opened.notes)


def encoded(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_every_prefix_is_refused_or_whole(decoder: Decoder, tmp_path: Path, kind: str) -> None:
    whole = encoded(kind)
    path = tmp_path / f"cut.{kind.lower()}"
    path.write_bytes(whole)
    expected = decoder.open_artwork(path).proxy
    refused, kinds = 0, set[str]()
    for length in {*range(0, len(whole), max(1, len(whole) // 60)), *range(len(whole) - 20, len(whole))}:
        path.write_bytes(whole[:length])
        try:
            shown = decoder.open_artwork(path).proxy
        except ArtworkError as error:
            refused += 1
            kinds.add(error.kind)
        else:
            assert ImageChops.difference(shown, expected).getbbox() is None
    assert refused > 50
    assert kinds <= {"cut off", "empty", "not a picture"}


def bomb(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.jpg", b"", "empty"),
    ("text.jpg", b"Dear all, the picture is in the other mail.\n" * 9, "not a picture"),
    ("vector.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
    ("moving.gif", b"GIF89a" + bytes(200), "unsupported"),
    ("phone.heic", b"\0\0\0\x18ftypheic" + bytes(200), "unsupported"),
    ("new.avif", b"\0\0\0\x18ftypavif" + bytes(200), "unsupported"),
    ("paper.pdf", b"%PDF-1.7\n" + bytes(200), "unsupported"),
    ("layers.psd", b"8BPS" + bytes(200), "unsupported"),
    ("camera.nef", b"II*\0" + bytes(200), "unsupported"),
    ("script.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n" + bytes(99), "unsupported"),
    ("bomb.png", bomb(30_000, 30_000), "too many pixels"),
    ("wide.png", bomb(2_000_000_000, 2), "too many pixels"),
    ("hollow.png", bomb(2_000, 2_000), "cut off"),
    ("hungry.png", bomb(24_000, 24_000, bytes(1_000_000)), "too many pixels"),
    ("strange.webp", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20), "cut off"),
    ("loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "cut off"),
]


@pytest.mark.parametrize(("name", "data", "kind"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_picture_is_refused_by_name(
    decoder: Decoder, tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(path)
    assert name in str(caught.value)
    assert caught.value.path == str(path)
    assert caught.value.kind == kind
    assert str(caught.value).endswith((".", ")"))


def test_what_cannot_be_read_is_refused_by_name(decoder: Decoder, tmp_path: Path) -> None:
    with pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(tmp_path / "gone.jpg")
    assert caught.value.kind == "missing"
    with pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(tmp_path)
    assert caught.value.kind == "not a picture"
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    with pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(pipe)
    assert caught.value.kind == "not a picture"
    large = tmp_path / "large.tif"
    with large.open("wb") as out:
        out.truncate(2**30 + 1)
    with pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(large)
    assert caught.value.kind == "too large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_refused_by_name(decoder: Decoder, tmp_path: Path) -> None:
    path = saved(tmp_path, "locked.png", corners())
    path.chmod(0)
    with pytest.raises(ArtworkError) as caught:
        decoder.open_artwork(path)
    assert caught.value.kind == "permission"


@pytest.mark.slow
def test_sixty_megapixels_sideways(decoder: Decoder, tmp_path: Path) -> None:
    noise = Image.effect_noise((900, 667), 60).resize((9000, 6667), Image.Resampling.NEAREST)
    exif = Image.Exif()
    exif[274] = 6
    path = saved(tmp_path, "60.jpg", Image.merge("RGB", (noise, noise, noise)), exif=exif, quality=88)
    opened = decoder.open_artwork(path)
    assert opened.pixels == Pixels(6667, 9000)
    assert opened.proxy.height == 2400


@pytest.mark.slow
def test_a_huge_plain_tiff_is_sampled(decoder: Decoder, tmp_path: Path) -> None:
    huge = Image.new("RGB", (12_000, 9_000), (200, 100, 50))
    huge.paste((10, 20, 30), (0, 4_500, 12_000, 9_000))
    path = saved(tmp_path, "huge.tif", huge)
    opened = decoder.open_artwork(path)
    assert opened.pixels == Pixels(12_000, 9_000)
    assert opened.proxy.size == (2400, 1800)
    assert near(opened.proxy.getpixel((1200, 800)), (200, 100, 50), 1)
    assert near(opened.proxy.getpixel((1200, 1000)), (10, 20, 30), 1)
