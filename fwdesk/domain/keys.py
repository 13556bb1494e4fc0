"""What counts as a key of the service, and how none of them gets into a text (REFERENCE 1.2, RELIABILITY 5).

The rule is here once, for the client that sends keys and for the store that keeps them: neither may import the other.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

KEY_NAMES = {"web_api_key": "Web API key", "app_key": "App key"}
"""The two keys, as the service spells them and as people read them."""
MASK = "•••"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,128}", re.ASCII)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200d\u2060\ufeff]")
_LONG_DASH = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_PASTED = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""What comes along when a key is copied from a web page or a mail: blanks, zero-width marks, a byte order mark."""


def clean(text: str) -> str:
    """A key as it was pasted, without what copying brought along at its ends. Inside nothing is changed."""
    return text.strip(_PASTED)


def is_key(text: str) -> bool:
    """True for 8 to 128 ASCII letters, digits, hyphens or underscores."""
    return _SHAPE.fullmatch(text) is not None


def fault(text: str) -> str:
    """What keeps a cleaned text from being a key, as the end of a sentence that never repeats it; empty for a key."""
    if is_key(text):
        return ""
    if not text:
        return "is empty"
    if _BLANK.search(text):
        return "has blanks or line breaks inside: paste the key alone"
    if _LONG_DASH.search(text):
        return "has a long dash where a hyphen belongs: copy it again where it was given out"
    if not 8 <= len(text) <= 128:
        return f"has {len(text):,} character{'' if len(text) == 1 else 's'}: a key has 8 to 128"
    return "has a character that is no letter, digit, hyphen or underscore"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An account's key and an application's key, as typed or cleaned. Printing one shows neither, pickling fails."""

    web_api_key: str = field(repr=False)
    app_key: str = field(repr=False)

    def cleaned(self) -> KeyPair:
        """Both without what copying brought along."""
        return KeyPair(clean(self.web_api_key), clean(self.app_key))

    def faults(self) -> dict[str, str]:
        """What is wrong, by the key's name in `KEY_NAMES`, as whole sentences; empty when both can be sent."""
        pair = self.cleaned()
        found = {name: fault(getattr(pair, name)) for name in KEY_NAMES}
        said = {name: f"The {KEY_NAMES[name]} {words}." for name, words in found.items() if words}
        if not said and pair.web_api_key == pair.app_key:
            said["app_key"] = "Both are the same key. The service gives out two different ones."
        return said

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are never written down")


def blotted(text: str, keys: Iterable[str]) -> str:
    """The text with every key masked: as it is in either case, in hexadecimal, and inside longer base64."""
    for key in keys:
        for form in _forms(key):
            text = re.sub(re.escape(form), MASK, text, flags=re.IGNORECASE)
    return text


def _forms(key: str) -> list[str]:
    """How a key may stand in a text.

    Its letters need no escape in URLs or JSON, so those forms are the key itself; and no three of them make a "+" or
    a "/", so both kinds of base64 are the same.
    """
    raw = key.encode()
    coded = [
        # The characters that no byte before or after the key has a part in, for each of the three alignments.
        base64.b64encode(bytes(before) + raw)[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6].decode()
        for before in range(3)
    ]
    return [key, raw.hex(), *coded]
