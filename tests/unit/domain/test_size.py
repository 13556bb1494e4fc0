"""Lengths and sizes: every notation artists type, exact."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.errors import SizeError
from fwdesk.domain.size import Size, inches, parse_length, parse_size, plain
from tests.unit.domain.small_shop import sizes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16", "16"), ("16.5", "16.5"), ("16,5", "16.5"), ("16DD5", "16.5"), ("16dd25", "16.25"), ("16 1/2", "16.5"),
        ("16-1/2", "16.5"), ("16½", "16.5"), ("1/8", "0.125"), ("⅞", "0.875"), ('16"', "16"), ("16''", "16"),
        ("16 in", "16"), ("16inches", "16"), ("1 inch", "1"), ("42cm", "16.54"), ("420 mm", "16.54"),
        ("  7.50  ", "7.5"),
        ("1/3", "0.3333"), ("1000", "1000"), ("0.0001", "0.0001"), ("100", "100"),
    ],
)  # fmt: skip
def test_lengths(text: str, value: str) -> None:
    assert str(parse_length(text)) == value


def test_a_bare_number_is_in_the_unit_asked_for() -> None:
    assert parse_length("42", unit="cm") == Decimal("16.54")
    assert parse_length("16in", unit="cm") == 16


@pytest.mark.parametrize(
    "text", ["", "x", "0", "0.0", "1/0", "-3", "1001", "1e3", "16.55555", "0.01 mm", "½½", "١٦", "16 ft", "nan"]
)
def test_no_lengths(text: str) -> None:
    with pytest.raises(SizeError) as caught:
        parse_length(text)
    assert caught.value.text == text
    assert caught.value.reason


@given(st.text(max_size=12) | st.text('0123456789./½ xby×cmin-"', max_size=14))
def test_any_text_is_a_size_or_refused(text: str) -> None:
    for read in (parse_length, parse_size):
        with suppress(SizeError):
            assert read(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("16x20", "16x20"), ("16 1/2 x 20.25", "16.5x20.25"), ("42x30cm", "16.54x11.81"), ("42cm x 30", "16.54x11.81"),
        ("8 × 10 in", "8x10"), ("8 by 10", "8x10"), ("8*10", "8x10"),
        ('8" x 25.4 cm', "8x10"), ("420x300 MM", "16.54x11.81"),
        ("16DD5x20", "16.5x20"), ("16 1/2x20 1/4", "16.5x20.25"), ("8″ × 10″", "8x10"), ("½x¾in", "0.5x0.75"),
        ("A4", "8.27x11.69"), ("a3 Landscape", "16.54x11.69"), (" A0 upright ", "33.11x46.81"),
        ("A6 wide", "5.83x4.13"),
    ],
)  # fmt: skip
def test_sizes(text: str, size: str) -> None:
    assert str(parse_size(text)) == size


@pytest.mark.parametrize("text", ["16", "16x", "16x20x24", "x", "axb"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(SizeError):
        parse_size(text)


@pytest.mark.parametrize("side", ["0", "-1", "NaN", "Infinity"])
def test_what_cannot_be_a_side(side: str) -> None:
    with pytest.raises(SizeError):
        Size.of(side, 1)
    with pytest.raises(SizeError):
        Size.of(1, side)


@given(sizes())
def test_a_size_reads_back(size: Size) -> None:
    assert parse_size(str(size)) == size
    assert parse_size(size.framer) == size
    assert size.turned.turned == size
    assert size.turned.area == size.area == size.width * size.height
    assert size.perimeter == size.grown(Decimal(1)).perimeter - 8
    assert size.grown(Decimal(3)).grown(Decimal(-3)) == size
    assert size.within(size)
    assert size.within(size.grown(Decimal(1)))
    assert not size.grown(Decimal(1)).within(size)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("21.5", "21½"), ("0.5", "½"), ("0.88", "0.88"), ("16", "16"), ("0", "0"), ("1.75", "1¾"),
     ("-2", "-2"), ("1E+1", "10")],
)  # fmt: skip
def test_inches_for_a_framer(value: str, shown: str) -> None:
    assert inches(Decimal(value)) == shown


def test_plain_has_no_exponent_and_no_loose_zeros() -> None:
    assert [plain(Decimal(text)) for text in ("1E+2", "7.50", "100", "0.10")] == ["100", "7.5", "100", "0.1"]


def test_both_units_for_people() -> None:
    assert Size.of(16, 20).metric == "40.6 × 50.8 cm"
    assert parse_size("A4").metric == "21.0 × 29.7 cm"


@pytest.mark.parametrize("text", ["A7", "A", "A4 x A5", "A4 sideways", "B4"])
def test_no_paper_sizes(text: str) -> None:
    with pytest.raises(SizeError):
        parse_size(text)
