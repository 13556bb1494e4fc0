from __future__ import annotations

import copy
import pickle
import traceback

import pytest

from fwdesk.finerworks.keys import Keys
from tests.support.canary import APP, WEB


def test_keys_are_cleaned_of_what_copying_brings_along() -> None:
    keys = Keys(f"\ufeff {WEB}\r\n", f"\u200b{APP}\u00a0")
    assert (keys.web_api_key, keys.app_key) == (WEB, APP)
    assert keys.headers() == {"web_api_key": WEB, "app_key": APP}


@pytest.mark.parametrize(
    ("web", "app", "says"),
    [
        ("", APP, "web API key is empty"),
        (WEB, " \n", "app key is empty"),
        (WEB[:7], APP, "8 to 128"),
        ("x" * 129, APP, "8 to 128"),
        (f"{WEB}\nevil: 1", APP, "8 to 128"),
        (WEB, "с" * 20, "8 to 128"),
        (WEB, f" {WEB}", "the same"),
    ],
    ids=["no web key", "blank app key", "short", "long", "second line", "Cyrillic", "twice the same"],
)
def test_bad_keys_are_refused_without_repeating_them(web: str, app: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        Keys(web, app)
    told = "".join(traceback.format_exception(caught.value))
    for key in (web.strip(), app.strip()):
        assert not key or key not in str(caught.value)
    assert "evil" not in told.partition("ValueError")[2]
    with_locals = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    held = with_locals.stack[-1].locals
    assert held == {"self": "Keys(•••, •••)", "problem": repr(str(caught.value))}, "the last frame holds no key"


def test_keys_do_not_show_or_leave() -> None:
    keys = Keys(WEB, APP)
    assert WEB not in f"{keys!r} {keys} {[keys]}"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(keys)
    with pytest.raises(AttributeError):
        _ = keys.__dict__


def test_text_is_redacted_in_either_case() -> None:
    assert Keys(WEB, APP).redact(f"no such key {WEB.upper()}, {APP}") == "no such key •••, •••"
