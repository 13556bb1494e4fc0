"""Text that people type and services store: one spelling per letter, nothing that cannot be seen, lengths that hold.

Nothing here shortens or corrects what was typed. What is taken out (RELIABILITY, section 7) is named, so that the page
can say it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_GONE = frozenset(("Cc", "Cf", "Cs", "Co"))
"""Control and format characters, halves of pairs, private use: nobody can see them, or no label can print them."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A line of text fit to be sent, and what was taken out of it, in words; `removed` is empty if nothing was."""

    text: str
    removed: str = ""


def clean_line(text: str) -> Cleaned:
    """One line in Unicode's composed form (NFC), without characters that cannot be seen; line breaks become blanks.

    Blanks at the ends stay: somebody may be typing.
    """
    bidi = len(_BIDI.findall(text))
    breaks = len(_BREAKS.findall(text))
    flat = _BREAKS.sub(" ", text)
    kept = "".join(char for char in flat if unicodedata.category(char) not in _GONE)
    hidden = len(flat) - len(kept) - bidi
    said = [
        _count(bidi, "sign that turns the direction of writing", "signs that turn the direction of writing"),
        _count(hidden, "character that cannot be seen", "characters that cannot be seen"),
        _count(breaks, "line break", "line breaks"),
    ]
    return Cleaned(unicodedata.normalize("NFC", kept), " and ".join(words for words in said if words))


def _count(number: int, one: str, many: str) -> str:
    return "" if not number else f"{number} {one if number == 1 else many}"


def stored_length(text: str) -> int:
    """How long a text is to a service, at most: in UTF-16 units, of which a character outside the BMP takes two.

    The vendor's limits do not say what they count (REFERENCE 1.7). This count is never below that of characters, so a
    text that fits by it fits by either.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
