"""Text that people type: what cannot be seen goes and is named, lengths are counted so that they hold."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fwdesk.domain.typed_text import clean_line, stored_length


@pytest.mark.parametrize(
    ("text", "clean", "removed"),
    [
        ("Ada", "Ada", ""),
        ("Zoë ", "Zoë ", ""),
        ("Zoe\u0308", "Zoë", ""),
        ("a\u200bb\u200d", "ab", "2 characters that cannot be seen"),
        ("a\ufeff", "a", "1 character that cannot be seen"),
        ("\u202egnp.exe", "gnp.exe", "1 sign that turns the direction of writing"),
        ("a\u2066b\u2069", "ab", "2 signs that turn the direction of writing"),
        ("a\x00b\x1b", "ab", "2 characters that cannot be seen"),
        ("a\r\nb", "a b", "1 line break"),
        ("a\tb\u2028c", "a b c", "2 line breaks"),
        ("\u200b\n", " ", "1 character that cannot be seen and 1 line break"),
        ("a\ud800", "a", "1 character that cannot be seen"),
        ("Łódź 🎨", "Łódź 🎨", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_goes_and_is_named(text: str, clean: str, removed: str) -> None:
    cleaned = clean_line(text)
    assert (cleaned.text, cleaned.removed) == (clean, removed)


@settings(max_examples=60)
@given(st.text(max_size=20))
def test_cleaning_ends_and_leaves_only_what_can_be_seen(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once.text).text == once.text
    assert clean_line(once.text).removed == ""
    assert unicodedata.is_normalized("NFC", once.text)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} for char in once.text)


@given(st.text(alphabet=st.characters(), max_size=40))
def test_the_length_is_never_below_either_way_of_counting(text: str) -> None:
    assert stored_length(text) >= len(text)
    assert stored_length(text) == sum(2 if ord(char) > 0xFFFF else 1 for char in text)
