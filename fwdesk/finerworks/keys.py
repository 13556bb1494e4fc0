"""The two keys of the service: cleaned at the door, masked everywhere else (REFERENCE 1.2, RELIABILITY 5)."""

from __future__ import annotations

import re
from typing import NoReturn

from fwdesk.domain.keys import MASK, clean, is_key

HEADER_NAMES = ("web_api_key", "app_key")
"""The header names, spelled with underscores as the service wants them."""


def _clean(value: str, what: str) -> str:
    cleaned = clean(value)
    if not cleaned:
        raise ValueError(f"the {what} is empty")
    if not is_key(cleaned):
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
            text = re.sub(re.escape(key), MASK, text, flags=re.IGNORECASE)
        return text

    def __repr__(self) -> str:
        return "Keys(•••, •••)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are never written down")
