"""The two keys of the service: cleaned at the door, masked everywhere else (REFERENCE 1.2, RELIABILITY 5)."""

from __future__ import annotations

import re
from typing import NoReturn

HEADER_NAMES = ("web_api_key", "app_key")
"""The header names, spelled with underscores as the service wants them."""

_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,128}", re.ASCII)
# What comes along when a key is copied from a web page or a mail: blanks, zero-width marks, a byte order mark.
_PASTED = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff"


def _clean(value: str, what: str) -> str:
    cleaned = value.strip(_PASTED)
    if not cleaned:
        raise ValueError(f"the {what} is empty")
    if _SHAPE.fullmatch(cleaned) is None:
        raise ValueError(f"the {what} should be 8 to 128 letters, digits, '-' or '_' with no blanks inside")
    return cleaned


class Keys:
    """One account's web API key and one application's app key.

    Raises `ValueError`, which never repeats what was typed, when a key is empty, holds other characters, or both
    are the same (the service refuses that). Neither `repr`, `str` nor pickling gives a key away.
    """

    __slots__ = ("_app_key", "_web_api_key")

    def __init__(self, web_api_key: str, app_key: str) -> None:
        self._web_api_key = _clean(web_api_key, "web API key")
        self._app_key = _clean(app_key, "app key")
        if self._web_api_key == self._app_key:
            raise ValueError("the web API key and the app key are the same; the service gives out two different ones")

    @property
    def web_api_key(self) -> str:
        """The account's key in clear. For the password store alone."""
        return self._web_api_key

    @property
    def app_key(self) -> str:
        """The application's key in clear. For the password store alone."""
        return self._app_key

    def headers(self) -> dict[str, str]:
        """Both keys as request headers. Only the transport calls this, at the moment of sending."""
        return dict(zip(HEADER_NAMES, (self._web_api_key, self._app_key), strict=True))

    def redact(self, text: str) -> str:
        """The text with both keys blotted out, in either case: an answer may repeat what it was sent."""
        for key in (self._web_api_key, self._app_key):
            text = re.sub(re.escape(key), "•••", text, flags=re.IGNORECASE)
        return text

    def __repr__(self) -> str:
        return "Keys(•••, •••)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are never written down")
