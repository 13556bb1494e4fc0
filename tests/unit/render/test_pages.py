"""Proofs and certificates, read back by another library: their text, their QR code, their pages."""

from __future__ import annotations

import ctypes
import datetime
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from fwdesk.domain.code import parse_code
from fwdesk.domain.proof import Paper, Proof, measures
from fwdesk.domain.shots import HONEST, Shot, View, link
from fwdesk.render.certificate import Certificate, certificate_pdf
from fwdesk.render.pages import MARGIN, TEXT, Pages, unwritable, writable
from fwdesk.render.proof import Other, Pictures, proof_pdf
from fwdesk.render.shots import picture, px_per_inch
from tests.unit.render.pieces import DOUBLE, SLATE, WHITE, art, frame, scene

ART = art(320, 400)
GILT = scene(DOUBLE, frame("Gilt Scoop", "gold", face="1.75"), (SLATE, WHITE), picture=ART)
CODE = parse_code(DOUBLE)
PROOF = Proof(
    title="Lake at dawn, by Łucja Örn",
    artist="Ada Example",
    client="Mr. Ω",
    date=datetime.date(2026, 9, 4),
    code=str(CODE),
    link=link(CODE),
    materials=(("Product", "Archival print"), ("Frame", "Gilt Scoop"), ("Glazing", "Premium Clear")),
    measures=measures(GILT.geometry),
    price="$489.00",
)
PICTURES = Pictures(picture(GILT, ART, Shot(View.WALL, 400, footer=False)), picture(GILT, ART, Shot(View.FRAMED, 300)))
SMALL = Shot(View.CUT_OUT, 160)


def other(name: str, code: str = "5M6M9S16x20F96S20x24J1S16x20G1") -> Other:
    wanted = scene(code, frame("Walnut", "walnut"), picture=ART)
    return Other(name, "frame Gilt → Walnut", "$412.00", code, picture(wanted, ART, SMALL), px_per_inch(wanted, SMALL))


def words(pdf: pypdfium2.PdfDocument, page: int) -> str:
    return " ".join(pdf[page].get_textpage().get_text_range().split())


def fonts(pdf: pypdfium2.PdfDocument) -> dict[str, bool]:
    """The typefaces of all text, and whether each is embedded."""
    raw: Any = pypdfium2.raw
    found: dict[str, bool] = {}
    for page in pdf:
        for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
            font = raw.FPDFTextObj_GetFont(piece.raw)
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode().split("+")[-1]] = bool(raw.FPDFFont_GetIsEmbedded(font))
    return found


@pytest.mark.parametrize("paper", list(Paper))
def test_a_proof_says_everything_in_text_that_can_be_selected(paper: Paper) -> None:
    data = proof_pdf(replace(PROOF, paper=paper), GILT.geometry, PICTURES)
    pdf = pypdfium2.PdfDocument(data)
    assert len(pdf) == 2
    assert [round(side * 25.4 / 72, 1) for side in pdf[0].get_size()] == [float(side) for side in paper.value]
    first, second = words(pdf, 0), words(pdf, 1)
    for word in (
        PROOF.title, "Ada Example · for Mr. Ω", "September 4, 2026", "16 × 20 in", "24 × 28 in",
    ):  # fmt: skip
        assert word in first
    for word in (
        "Product code", "Materials", "Gilt Scoop", "Premium Clear", "Sizes", "61.0 × 71.1 cm", "Mat window, inner",
        "Approved by", "Signature", "Date", "outside 24 in (61.0 cm)", "window 16½ in (41.9 cm)",
    ):  # fmt: skip
        assert word in second
    assert str(CODE) in second.replace(" ", "")
    for page in (first, second):
        assert "$489.00" in page
        assert HONEST in page
    told = pdf.get_metadata_dict()
    assert told["Title"] == "Proof: Lake at dawn, by Łucja Örn"
    assert told["Author"] == "Ada Example"
    assert told["Subject"] == f"Proof of {CODE}"
    assert b"/Lang (en-US)" in data
    assert [entry.get_title() for entry in pdf.get_toc()] == ["On the wall", "Sizes and materials"]
    assert all(fonts(pdf).values())
    assert {"Inter-Regular", "Inter-SemiBold"} <= set(fonts(pdf))


@pytest.mark.parametrize("paper", list(Paper))
def test_its_qr_code_is_read_by_another_program(paper: Paper) -> None:
    pdf = pypdfium2.PdfDocument(proof_pdf(replace(PROOF, paper=paper), GILT.geometry, PICTURES))
    page = pdf[1].render(scale=2).to_pil().convert("L")  # as a phone sees it: 144 dpi
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [f"fwdesk:{CODE}"]


def test_nothing_is_printed_in_the_margins() -> None:
    pdf = pypdfium2.PdfDocument(proof_pdf(PROOF, GILT.geometry, PICTURES, [other("One"), other("Two")]))
    for number in range(3):
        page = pdf[number].render(scale=1).to_pil().convert("L")
        free = int(MARGIN) - 1
        wide, high = page.size
        for box in ((0, 0, wide, free), (0, 0, free, high), (wide - free, 0, wide, high)):
            assert page.crop(box).getextrema() == (255, 255)
        # Only the foot, in small type, stands below.
        assert page.crop((0, page.height - free + 24, page.width, page.height)).getextrema() == (255, 255)


def test_alternatives_are_at_most_four_to_one_scale() -> None:
    small, large = other("Small", "5M6M9S8x10F96S12x14J1S8x10G1"), other("Large")
    pdf = pypdfium2.PdfDocument(proof_pdf(PROOF, GILT.geometry, PICTURES, [small, large, large, large, other("Fifth")]))
    assert len(pdf) == 3
    page = words(pdf, 2)
    assert "Alternatives" in page
    assert "Small" in page
    assert "$412.00" in page
    assert "Fifth" not in page
    raw: Any = pypdfium2.raw
    sizes: list[float] = []
    for piece in pdf[2].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, _, right, _ = piece.get_bounds()
        sizes.append(right - left)
    assert sizes[0] / sizes[1] == pytest.approx(
        (small.cut_out.width / small.scale) / (large.cut_out.width / large.scale), rel=0.01
    )


def test_without_price_client_or_artist_nothing_is_said_of_them() -> None:
    bare = replace(PROOF, price="", client="", artist="")
    pdf = pypdfium2.PdfDocument(proof_pdf(bare, GILT.geometry, PICTURES))
    assert "$" not in words(pdf, 0) + words(pdf, 1)
    assert "Price" not in words(pdf, 1)
    assert " for " not in words(pdf, 0).split(HONEST)[0]


def test_long_words_stay_on_the_page() -> None:
    long = replace(
        PROOF,
        title="A title that goes on " * 12,
        artist="W" * 300,
        code="5M6M9S16x20" + "?" * 300,
        materials=(("Frame", "Brittany" * 40), ("Paper", "as long as one likes " * 20)),
        price="$999,999.99",
    )
    pdf = pypdfium2.PdfDocument(proof_pdf(long, GILT.geometry, PICTURES))
    for page in pdf:
        width, height = page.get_size()
        for piece in page.get_objects():
            left, bottom, right, top = piece.get_bounds()
            assert left >= MARGIN - 3
            assert right <= width - MARGIN + 3
            assert bottom >= 20
            assert top <= height - MARGIN + 3


def test_letters_that_the_typeface_lacks_are_told() -> None:
    assert writable("Ada 日\n本") == "Ada □ □"
    assert unwritable("Ada 日本日 Łódź") == "日本"
    assert unwritable("Ada") == ""


def test_text_is_broken_at_blanks_and_cut_at_the_end() -> None:
    pages = Pages(Paper.A4, "t", "a", "s")
    assert pages.fitted("short", TEXT, 400) == "short"
    cut = pages.fitted("much too long for that", TEXT, 60)
    assert cut.endswith("…")
    assert pages.width_of(cut, TEXT) <= 60
    assert pages.wrapped("one two three four five", 60, 60, 40, TEXT, 9) >= 60 + 3 * 14
    assert pages.wrapped("", 60, 60, 40) == 60


def test_the_same_proof_is_the_same_file() -> None:
    assert proof_pdf(PROOF, GILT.geometry, PICTURES) == proof_pdf(PROOF, GILT.geometry, PICTURES)


@pytest.mark.parametrize("edition", [0, 25])
def test_a_certificate_names_work_number_and_size(edition: int) -> None:
    wanted = Certificate(
        "Lake at dawn", "Ada Example" if edition else "", datetime.date(2026, 9, 4),
        (("Medium", "Archival pigment print"), ("Size", "16 × 20 in")), 3 if edition else 0, edition, str(CODE),
    )  # fmt: skip
    pdf = pypdfium2.PdfDocument(certificate_pdf(wanted, Image.new("RGB", (40, 50)) if edition else None))
    assert len(pdf) == 1
    text = words(pdf, 0)
    for word in (
        "Certificate of authenticity", "Lake at dawn", "Archival pigment print", "16 × 20 in", "September 4, 2026",
        "Signature of the artist", str(CODE),
    ):  # fmt: skip
        assert word in text
    assert ("Number 3 of 25" in text) == bool(edition)
    assert pdf.get_metadata_dict()["Title"] == "Certificate of authenticity: Lake at dawn"


def test_a_long_title_and_name_are_written_smaller_and_whole() -> None:
    title, artist = "Lake at dawn, seen from the old mill above the weir, " * 2, "Ada Example and her sister " * 3
    pdf = pypdfium2.PdfDocument(certificate_pdf(Certificate(title, artist, datetime.date(2026, 9, 4), (), 3, 25)))
    text = words(pdf, 0)
    assert " ".join(title.split()) in text
    assert " ".join(artist.split()) in text
    assert "…" not in text
    page = pdf[0].get_textpage()
    boxes = [page.get_rect(at) for at in range(page.count_rects())]
    assert min(box[0] for box in boxes) >= MARGIN - 1
    assert max(box[2] for box in boxes) <= pdf[0].get_width() - MARGIN + 1
