"""The two keys of the service: cleaned at the door, masked everywhere else (REFERENCE 1.2, RELIABILITY 5)."""

from __future__ import annotations

import re
from typing import NoReturn

from fwdesk.domain.keys import MASK, clean, is_key

HEADER_NAMES = ("web_api_key", "app_key")
"""The header names, spelled with underscores as the service wants them."""


def _problem(key: str, what: str) -> str:
    """Why this is no key, without repeating it; empty when it may be one."""
    if not key:
        return f"the {what} is empty"
    if not is_key(key):
        return f"the {what} should be 8 to 128 letters, digits, '-' or '_' with no blanks inside"
    return ""


class Keys:
    """One account's web API key and one application's app key.

    Raises `ValueError`, which never repeats what was typed, when a key is empty, holds other characters, or both
    are the same (the service refuses that). Neither `repr`, `str` nor pickling gives a key away.
    """

    __slots__ = ("_app_key", "_told", "_web_api_key")

    def __init__(self, web_api_key: str, app_key: str) -> None:
        self._web_api_key, self._app_key = clean(web_api_key), clean(app_key)
        # A report of the failure may show what this function holds, so it holds nothing by then.
        del web_api_key, app_key
        problem = _problem(self._web_api_key, "web API key") or _problem(self._app_key, "app key")
        if not problem and self._web_api_key == self._app_key:
            problem = "the web API key and the app key are the same; the service gives out two different ones"
        if problem:
            raise ValueError(problem)
        self._told = re.compile(f"{self._web_api_key}|{self._app_key}", re.IGNORECASE)  # the shape needs no escaping

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
        return self._told.sub(MASK, text)

    def __repr__(self) -> str:
        return "Keys(•••, •••)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are never written down")
