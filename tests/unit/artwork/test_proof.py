"""Soft proofs through the real child: colors of the paper, its white, what it cannot hold, and hostile profiles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from fwdesk.artwork.open import Decoder, ProofWish
from fwdesk.domain.errors import ArtworkError
from tests.unit.artwork.kit import adobe_rgb, colorful, dull_paper, lab, srgb


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


@pytest.fixture
def art(tmp_path: Path) -> Path:
    path = tmp_path / "art.png"
    picture = colorful(300, 200)
    picture.paste((128, 128, 128), (0, 150, 300, 200))  # a quarter that every paper holds
    picture.save(path, icc_profile=srgb())
    return path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "dull.icc"
    path.write_bytes(dull_paper())
    return path


def worst(one: Image.Image, other: Image.Image) -> int:
    return max(high for _low, high in ImageChops.difference(one, other).getextrema())  # type: ignore[misc]


def test_a_proof_is_what_littlecms_says(decoder: Decoder, art: Path, paper: Path) -> None:
    proof = decoder.soft_proof(art, ProofWish(paper, "relative", paper_white=False))
    assert proof.profile == "Dull Test Paper"
    one = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    transform = ImageCms.buildProofTransform(
        one, one, ImageCms.ImageCmsProfile(io.BytesIO(dull_paper())), "RGB", "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.SOFTPROOFING | ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    expected = ImageCms.applyTransform(decoder.open_artwork(art).proxy, transform)
    assert expected is not None
    assert worst(proof.picture, expected) <= 1  # its sRGB was rounded on its way into the file
    assert worst(proof.picture, decoder.open_artwork(art).proxy) > 40


def test_the_papers_own_white_is_shown_if_asked(decoder: Decoder, art: Path, paper: Path) -> None:
    white = decoder.soft_proof(art, ProofWish(paper, paper_white=True))
    plain = decoder.soft_proof(art, ProofWish(paper, paper_white=False))
    assert plain.paper == "#ffffff"
    red, green, blue = (int(white.paper[n : n + 2], 16) for n in (1, 3, 5))
    assert red > blue  # a yellowish paper
    assert green > blue
    assert ImageStat.Stat(white.picture).mean[2] < ImageStat.Stat(plain.picture).mean[2]


def test_what_the_paper_cannot_hold_is_striped_and_counted(decoder: Decoder, art: Path, paper: Path) -> None:
    plain = decoder.soft_proof(art, ProofWish(paper))
    striped = decoder.soft_proof(art, ProofWish(paper, gamut=True))
    assert plain.outside == striped.outside
    assert 10 < plain.outside < 75  # never the gray quarter
    box = ImageChops.difference(plain.picture, striped.picture).getbbox()
    assert box is not None
    assert box[3] <= 151
    colors = {color for _count, color in striped.picture.getcolors(100_000) or ()}
    assert {(0, 0, 0), (255, 255, 255)} <= colors  # a pattern, not a hue
    sheet = art.with_name("srgb.icc")
    sheet.write_bytes(srgb())
    assert decoder.soft_proof(art, ProofWish(sheet, gamut=True)).outside < 1


def test_a_wide_picture_is_proofed_from_its_own_colors(decoder: Decoder, tmp_path: Path) -> None:
    """Not from the proxy, which has lost what is beyond sRGB."""
    path = tmp_path / "wide.png"
    Image.new("RGB", (40, 40), (0, 255, 0)).save(path, icc_profile=adobe_rgb())
    sheet = tmp_path / "srgb.icc"
    sheet.write_bytes(srgb())
    assert decoder.soft_proof(path, ProofWish(sheet)).outside == 100


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "P"])
def test_every_mode_can_be_proofed(decoder: Decoder, tmp_path: Path, paper: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    colorful(40, 30).convert(mode).save(path)
    assert decoder.soft_proof(path, ProofWish(paper, "perceptual", gamut=True)).picture.size == (40, 30)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a color profile"),
        (b"<html>no</html>" * 20, "not a color profile"),
        (dull_paper()[:200], "damaged|cannot be used"),
        (lab(), "no printer or paper"),
        (dull_paper()[:36] + b"acsp" + bytes(200), "damaged|no printer|cannot be used"),
    ],
)
def test_what_is_no_profile_of_a_paper_is_refused_by_name(
    decoder: Decoder, art: Path, tmp_path: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "odd.icc"
    path.write_bytes(data)
    with pytest.raises(ArtworkError, match=words) as caught:
        decoder.soft_proof(art, ProofWish(path))
    assert caught.value.kind == "profile"
    assert "odd.icc" in str(caught.value)


def test_missing_and_huge_profiles(decoder: Decoder, art: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtworkError, match=r"gone\.icc: The profile is no longer there"):
        decoder.soft_proof(art, ProofWish(tmp_path / "gone.icc"))
    huge = tmp_path / "huge.icc"
    with huge.open("wb") as out:
        out.truncate(17 * 2**20)
    with pytest.raises(ArtworkError, match="far too large"):
        decoder.soft_proof(art, ProofWish(huge))
