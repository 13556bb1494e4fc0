"""Product codes: whatever can be spelled reads back, whatever cannot be read is refused with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.code import FramePart, MatPart, PrintPart, ProductCode, parse_code, segments
from fwdesk.domain.errors import CodeError
from fwdesk.domain.size import Size

ids = st.integers(0, 999_999_999)
lengths = st.decimals(Decimal("0.0001"), Decimal("9999.9999"), places=4)
sizes = st.builds(Size, lengths, lengths)
prints = st.builds(PrintPart, ids, ids, ids, sizes)
mats = st.builds(MatPart, ids, sizes)
frames = st.builds(FramePart, ids, sizes, st.lists(mats, max_size=2).map(tuple), ids)
tails = st.from_regex(r"(?!DD|[FJGX])[A-Z_-][A-Z0-9._-]{0,119}", fullmatch=True) | st.just("")
skus = st.from_regex(r"[Aa]P[0-9]{1,18}P[0-9]{1,18}", fullmatch=True)
codes = (
    st.builds(ProductCode, prints, st.none() | frames, tails)
    | st.builds(ProductCode, st.none(), frames, tails)
    | skus.map(lambda text: ProductCode(None, None, text))
)
near_codes = st.text("0123456789MSXFJGDdx. _-AP٣²ſ½", max_size=60)


@given(codes)
def test_every_code_reads_back(code: ProductCode) -> None:
    assert parse_code(str(code)) == code
    assert parse_code(code.wire) == code
    assert code.is_sku == (code.print is None and code.frame is None)
    for between in "xX":
        assert "".join(part.text for part in segments(code, between)) == (str(code) if between == "x" else code.wire)


@given(codes)
def test_letter_case_and_decimal_point_do_not_matter(code: ProductCode) -> None:
    bare = ProductCode(code.print, code.frame)
    if not code.is_sku:
        assert parse_code(str(bare).lower()) == bare
        assert parse_code(f"  {str(bare).replace('DD', '.')}\n") == bare


@given(st.text() | near_codes | codes.flatmap(lambda code: st.text(max_size=4).map(lambda end: str(code) + end)))
def test_any_text_reads_or_is_refused_with_its_place(text: str) -> None:
    reads_or_names_the_place(text)


def reads_or_names_the_place(text: str) -> None:
    try:
        code = parse_code(text)
    except CodeError as caught:
        error = caught
    else:
        assert parse_code(str(code)) == code
        return
    assert 0 <= error.position <= len(text.strip())
    assert error.expected
    assert error.found
    assert error.text == text.strip()
    assert str(error).startswith(f"at position {error.position + 1}: expected")


@given(codes, st.data())
def test_a_code_with_one_character_changed_reads_or_is_refused(code: ProductCode, data: st.DataObject) -> None:
    text = str(code)
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.sampled_from("9XSMFJG.D٣ſ ")) + text[at + data.draw(st.integers(0, 1)) :]
    reads_or_names_the_place(changed)


def print_part(product_type: int, media: int, style: int, width: str, height: str) -> PrintPart:
    return PrintPart(product_type, media, style, Size.of(width, height))


def frame_part(frame: int, opening: tuple[str, str], mat: tuple[int, str, str] | None, glazing: int) -> FramePart:
    mats = (MatPart(mat[0], Size.of(mat[1], mat[2])),) if mat else ()
    return FramePart(frame, Size.of(*opening), mats, glazing)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # Every row of the collected codes, as its meaning says.
        ("5M6M9S16x20", ProductCode(print_part(5, 6, 9, "16", "20"))),
        ("F96S20x24J1S16x20G1", ProductCode(None, frame_part(96, ("20", "24"), (1, "16", "20"), 1))),
        (
            "5M6M9S16x20F96S20x24J1S16x20G1",
            ProductCode(print_part(5, 6, 9, "16", "20"), frame_part(96, ("20", "24"), (1, "16", "20"), 1)),
        ),
        ("AP6543P49875", ProductCode(None, None, "AP6543P49875")),
        (
            "5M41M9S8X10F131S13X15J2S9X11G1",
            ProductCode(print_part(5, 41, 9, "8", "10"), frame_part(131, ("13", "15"), (2, "9", "11"), 1)),
        ),
        ("AP1556P79511", ProductCode(None, None, "AP1556P79511")),
        ("5M6M9S4X4", ProductCode(print_part(5, 6, 9, "4", "4"))),
        ("5M6M9S48X48", ProductCode(print_part(5, 6, 9, "48", "48"))),
        ("5M144M8S11.25X9", ProductCode(print_part(5, 144, 8, "11.25", "9"))),
        (
            "5M144M8S7DD5X6F0S10X8J1S7DD5X6",
            ProductCode(print_part(5, 144, 8, "7.5", "6"), frame_part(0, ("10", "8"), (1, "7.5", "6"), 0)),
        ),
        (
            "5M144M8S12X15F0S16X20J1S12X15",
            ProductCode(print_part(5, 144, 8, "12", "15"), frame_part(0, ("16", "20"), (1, "12", "15"), 0)),
        ),
        # The parser vectors of the grammar.
        ("5M144M8S11DD25X9", ProductCode(print_part(5, 144, 8, "11.25", "9"))),
        (
            "5M6M9S12X16F72S12X16G1",
            ProductCode(print_part(5, 6, 9, "12", "16"), frame_part(72, ("12", "16"), None, 1)),
        ),
        (
            "5M144M8S4DD81X10F1S8DD01X13DD2J1S4DD81X10G1",
            ProductCode(print_part(5, 144, 8, "4.81", "10"), frame_part(1, ("8.01", "13.2"), (1, "4.81", "10"), 1)),
        ),
        ("5m6M9s016x20.50f1S17X22j1S16x20g0", ProductCode(
            print_part(5, 6, 9, "16", "20.5"), frame_part(1, ("17", "22"), (1, "16", "20"), 0))),
        ("5M6M9S16x20Q7_a.b-c", ProductCode(print_part(5, 6, 9, "16", "20"), None, "Q7_a.b-c")),
        ("F1S16x20D5", ProductCode(None, frame_part(1, ("16", "20"), None, 0), "D5")),
    ],
)  # fmt: skip
def test_known_codes(text: str, code: ProductCode) -> None:
    assert parse_code(text) == code
    assert parse_code(code.wire) == code


def test_spellings() -> None:
    code = parse_code("5m144m8s7.50x6f0s10x8j1s7.5x6")
    assert str(code) == "5M144M8S7DD5x6F0S10x8J1S7DD5x6"
    assert code.wire == "5M144M8S7DD5X6F0S10X8J1S7DD5X6"
    assert [part.step for part in segments(parse_code("5M6M9S1x2F3S4x5J6S1x2J7S2x3G8Q"))] == [
        "product_type", "media", "style", "size", "frame", "mat", "mat", "glazing", "tail",
    ]  # fmt: skip


def test_the_longest_code_reads_back() -> None:
    nines = Size.of("9999.9999", "9999.9999")
    most = 999_999_999
    mat = MatPart(most, nines)
    code = ProductCode(PrintPart(most, most, most, nines), FramePart(most, nines, (mat, mat), most), "Q" + "9" * 119)
    assert parse_code(str(code)) == code


@pytest.mark.parametrize(
    ("text", "position", "expected", "found"),
    [
        ("", 0, "a product type (a number) or F and a frame", "the end"),
        ("   ", 0, "a product type (a number) or F and a frame", "the end"),
        ("M6", 0, "a product type (a number) or F and a frame", "'M6'"),
        ("AP12", 0, "a product type (a number) or F and a frame", "'AP12'"),
        ("AP12P3F", 0, "a product type (a number) or F and a frame", "'AP12P3F'"),
        ("5", 1, "M and the media", "the end"),
        ("5M", 2, "the media (a number)", "the end"),
        ("5M6", 3, "M and the style", "the end"),
        ("5M6S9", 3, "M and the style", "'S9'"),
        ("5M6M9", 5, "S and the print", "the end"),
        ("5M6M9S", 6, "the width of the print in inches", "the end"),
        ("5M6M9S16", 8, "x and the height of the print", "the end"),
        ("5M6M9S16x", 9, "the height of the print in inches", "the end"),
        ("5M6M9S16.x20", 9, "digits after the decimal point", "'x20'"),
        ("5M6M9S16DDx20", 10, "digits after the decimal point", "'x20'"),
        ("5M6M9S16.5.5x20", 11, "digits after the decimal point", "'5x20'"),
        ("5M6M9S0x20", 6, "the width of the print above 0", "'0x20'"),
        ("5M6M9S16x0.0", 9, "the height of the print above 0", "'0.0'"),
        ("5M6M9S12345x20", 10, "the width of the print of at most 4 digits and 4 decimals", "'5x20'"),
        ("5M6M9S1.23456x20", 12, "the width of the print of at most 4 digits and 4 decimals", "'6x20'"),
        ("1234567890M6M9S1x1", 9, "the product type of at most 9 digits", "'0M6M9S1x…'"),
        ("5M6M9S16x20F", 12, "the frame (a number)", "the end"),
        ("5M6M9S16x20F1", 13, "S and the frame opening", "the end"),
        ("F1S16x20J", 9, "the mat (a number)", "the end"),
        ("F1S16x20J1S8x", 13, "the height of the mat window in inches", "the end"),
        ("F1S16x20J1S8x9J1S8x9J1S8x9", 20, "at most two mats", "'J1S8x9'"),
        ("F1S16x20G", 9, "the glazing (a number)", "the end"),
        ("F1S16x20G1J1S8x9", 10, "the end, or a mat (J…) before the glazing (G…)", "'J1S8x9'"),
        ("5M6M9S16x20G1", 11, "the end, or a frame part (F…)", "'G1'"),
        ("5M6M9S16x20 F1", 11, "the end, or a frame part (F…)", "' F1'"),
        ("5M6M9S16x20Q!", 12, "letters, digits, '.', '_' or '-'", "'!'"),
        ("5M6M9S16x20" + "Q" * 121, 131, "the end: at most 120 characters may follow the known parts", "'Q'"),
        ("5" * 300, 280, "a code of at most 280 characters", "'55555555…'"),
        ("5M6M9S١6x20", 6, "the width of the print in inches", "'١', which is not one of the digits 0 to 9"),
        ("5M6M9S1٦x20", 7, "the width of the print of at most 4 digits and 4 decimals",
         "'٦', which is not one of the digits 0 to 9"),
        ("５M6M9S16x20", 0, "the product type (a number)", "'５', which is not one of the digits 0 to 9"),
        ("²M6", 0, "the product type (a number)", "'²', which is not one of the digits 0 to 9"),
        ("5M6M9ſ16x20", 5, "S and the print", "'ſ16x20'"),
    ],
)  # fmt: skip
def test_malformed_codes_name_the_place(text: str, position: int, expected: str, found: str) -> None:
    with pytest.raises(CodeError) as caught:
        parse_code(text)
    assert (caught.value.position, caught.value.expected, caught.value.found) == (position, expected, found)
