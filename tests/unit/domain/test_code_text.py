"""A code is found in whatever it was pasted with; two codes, or a broken one, are refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.code import parse_code
from fwdesk.domain.code_text import find_code
from fwdesk.domain.errors import CodeError

FULL = "5M6M9S16x20F96S20x24J1S16x20G1"
BARE = "5M6M9S16x20"


@pytest.mark.parametrize("text", [FULL, f"  {FULL}\n", "5m6m9s16X20", "AP1556P79511", "F96S20x24", "5M6M9S16x20-extra"])
def test_a_code_alone_is_just_read(text: str) -> None:
    found = find_code(text)
    assert found.code == parse_code(text)
    assert found.text == text.strip()
    assert not found.picked


@pytest.mark.parametrize(
    "text",
    [
        f"Hello Anna,\nplease make {FULL}. Two of them!\nThanks",
        f"\ufeff{FULL}\u200b",
        "5M6M9S16x20\u00adF96S20x24J1S16x20G1",
        f"\u00a0{FULL[:12]}\u00ad{FULL[12:]}\u00a0and more",
        f"1,{FULL},2,Anna Example",
        f"{FULL}\t2\t$41.63",
        f'="{FULL}"',
        f"<b>{FULL}</b>",
        f"*{FULL}*",
        f"https://shop.example/piece?code={FULL}&copies=2",
        "5M6M9S16x20F96S20x24\r\nJ1S16x20G1",
        "5M6M9S16x20F96S20x24J1S16x20\nG1",
        "5M6M9S16x20F96S20x24=\nJ1S16x20G1",
        "please: 5M6M9S16x2\n0F96S20x24J1S16x20G1",
        "5M6M9S16x20F9\n6S20x24J1S16x20G1",
        "5M6M9S16x\n20F96S20x24J1S16x\n20G1",
        "5M6M9S16x20 F96S20x24J1S16x20G1",
        "5M6M9S16×20F96S20×24J1S16×20G1",
        f"{FULL} again {FULL.lower()}",
        f"{FULL} 2 copies, 16 x 20 inches for room F96",
    ],
)
def test_the_code_is_found_in_other_text(text: str) -> None:
    found = find_code(text)
    assert str(found.code) == FULL
    assert found.picked


def test_a_quantity_behind_a_code_is_no_digit_of_it() -> None:
    assert str(find_code(f"{BARE} 2").code) == BARE
    assert str(find_code(f"{BARE} x2").code) == BARE


def test_decimals_that_a_line_end_cut_off_belong_to_the_code() -> None:
    assert str(find_code("5M6M9S16x20\nDD5").code) == "5M6M9S16x20DD5"


def test_two_codes_are_refused_and_named() -> None:
    with pytest.raises(CodeError) as raised:
        find_code(f"{BARE}, or rather\n{FULL}")
    error = raised.value
    assert error.expected == f"There are 2 codes in this text: {BARE} and {FULL}. Use one."
    assert error.text[error.position :] == FULL
    assert error.found == ""


def test_more_than_two_codes_are_counted() -> None:
    with pytest.raises(CodeError) as raised:
        find_code("F96S20x24\nF131S20x24\nAP1P2")
    assert raised.value.expected == "There are 3 codes in this text: F96S20x24, F131S20x24 and others. Use one."


def test_a_broken_code_beside_a_good_one_is_not_passed_over() -> None:
    with pytest.raises(CodeError) as raised:
        find_code(f"{BARE} or 5M6M9S16z20?")
    assert "5M6M9S16z20, which does not read as a code" in raised.value.expected


@pytest.mark.parametrize(
    ("text", "read", "position"),
    [
        ("Please 5M6Q9S16x20, thanks", "5M6Q9S16x20", 3),
        ("(5M6M9S16x20G1)", "5M6M9S16x20G1", 11),
        ("5M6M9S16x20 G1", "5M6M9S16x20G1", 11),
        ("5M6Q9S16x20", "5M6Q9S16x20", 3),
        ("5M6M9S16x?20F96S20x24", "5M6M9S16x?20F96S20x24", 9),
        ("5M6M9S16x2?0F96S20x24", "5M6M9S16x2?0F96S20x24", 10),
        ("make 5M6M9S16x20, F96S20x24 of it", "5M6M9S16x20, F96S20x24", 11),
        ("hello", "hello", 0),
        ("", "", 0),
    ],
)
def test_one_broken_code_says_where(text: str, read: str, position: int) -> None:
    with pytest.raises(CodeError) as raised:
        find_code(text)
    assert (raised.value.text, raised.value.position) == (read, position)
    assert raised.value.found


@pytest.mark.parametrize("text", [". x", "Dear Anna, how are you?", "M9 16x20 in F96", "a  b"])
def test_a_text_without_a_code_says_so(text: str) -> None:
    with pytest.raises(CodeError) as raised:
        find_code(text)
    assert raised.value.expected == "There is no product code in this text."


def test_a_whole_book_is_not_searched() -> None:
    with pytest.raises(CodeError, match="too long"):
        find_code("word " * 30_000)


def test_digits_without_end_are_no_code() -> None:
    with pytest.raises(CodeError) as raised:
        find_code("5M6M9S16 " + "1 " * 2000)
    assert len(raised.value.text) <= 282


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    error = None
    try:
        found = find_code(text)
    except CodeError as raised:
        error = raised
    else:
        assert parse_code(found.text) == found.code
    if error:
        assert 0 <= error.position <= len(error.text)
        assert error.expected
