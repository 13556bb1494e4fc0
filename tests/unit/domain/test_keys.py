"""What counts as a key, what is wrong with what does not, and that no text gives one away."""

from __future__ import annotations

import base64
import copy
import itertools
import json
import pickle
import traceback
from urllib.parse import quote

import pytest

from fwdesk.domain.keys import KEY_NAMES, MASK, KeyPair, blotted, clean, fault, is_key
from fwdesk.finerworks.keys import Keys

WEB, APP = "c0ffee00-0eb0-4000-8000-000000000001", "c0ffee00-a990-4000-8000-000000000002"

CLEANED = [
    ("newline", f"{WEB}\n"),
    ("Windows newline", f"{WEB}\r\n"),
    ("newline before", f"\n{WEB}"),
    ("blanks", f"  {WEB}  "),
    ("tab", f"\t{WEB}\t"),
    ("no-break space", f"\u00a0{WEB}\u00a0"),
    ("byte order mark", f"\ufeff{WEB}"),
    ("zero-width space", f"{WEB}\u200b"),
    ("zero-width joiner", f"\u200d{WEB}"),
    ("word joiner", f"{WEB}\u2060"),
    ("form feed", f"{WEB}\f"),
    ("several", f"\ufeff \r\n{WEB}\u200b\n\n "),
]
REFUSED = [
    ("nothing", "", "is empty"),
    ("blanks alone", " \r\n\u200b", "is empty"),
    ("header injection", f"{WEB}\r\nX-Evil: 1", "line breaks"),
    ("header injection, bare CR", f"{WEB}\rX-Evil: 1", "line breaks"),
    ("header injection, bare LF", f"{WEB}\nweb_api_key: {APP}", "line breaks"),
    ("folded header", f"{WEB}\r\n {APP}", "line breaks"),
    ("two keys on two lines", f"{WEB}\n{APP}", "line breaks"),
    ("two keys on one line", f"{WEB} {APP}", "blanks"),
    ("a tab inside", f"{WEB[:9]}\t{WEB[9:]}", "blanks"),
    ("a no-break space inside", f"{WEB[:9]}\u00a0{WEB[9:]}", "blanks"),
    ("a zero-width space inside", f"{WEB[:9]}\u200b{WEB[9:]}", "blanks"),
    ("a byte order mark inside", f"{WEB[:9]}\ufeff{WEB[9:]}", "blanks"),
    ("a line separator inside", f"{WEB[:9]}\u2028{WEB[9:]}", "blanks"),
    ("NUL at the end", f"{WEB}\0", "blanks"),
    ("NUL inside", f"{WEB[:9]}\0{WEB[9:]}", "blanks"),
    ("escape", f"\x1b[31m{WEB}", "blanks"),
    ("delete", f"{WEB}\x7f", "blanks"),
    ("en dashes", WEB.replace("-", "–"), "long dash"),
    ("em dashes", WEB.replace("-", "—"), "long dash"),
    ("no-break hyphens", WEB.replace("-", "\u2011"), "long dash"),
    ("minus signs", WEB.replace("-", "−"), "long dash"),
    ("soft hyphens", WEB.replace("-", "\u00ad"), "long dash"),
    ("fullwidth hyphens", WEB.replace("-", "\uff0d"), "long dash"),
    ("10 kB", "k" * 10_000, "10,000 characters"),
    ("one too many", "k" * 129, "129 characters"),
    ("one too few", "k" * 7, "7 characters"),
    ("one character", "k", "1 character:"),
    ("Cyrillic look-alikes", "с0ffее00-wеb0-4000-8000-000000000001", "no letter"),
    ("fullwidth digits", "c0ffee00-0eb0-4000-8000-00000000000１", "no letter"),
    ("Arabic digits", "c0ffee00-0eb0-4000-8000-00000000000١", "no letter"),
    ("quotes", f'"{WEB}"', "no letter"),
    ("typographic quotes", f"“{WEB}”", "no letter"),
    ("braces of a GUID", f"{{{WEB}}}", "no letter"),
    ("its name before it", f"web_api_key={WEB}", "no letter"),
    ("a colon", f"web_api_key:{WEB}", "no letter"),
    ("a URL", f"https://example.com/{WEB}", "no letter"),
    ("percent", f"{WEB}%0d%0aX:", "no letter"),
    ("markup", f"<b>{WEB}</b>", "no letter"),
    ("a lone surrogate", f"{WEB}\ud800", "no letter"),
    ("bullets", "•" * 36, "no letter"),
]


@pytest.mark.parametrize("pasted", [text for _, text in CLEANED], ids=[name for name, _ in CLEANED])
def test_what_copying_brings_along_goes(pasted: str) -> None:
    assert clean(pasted) == WEB
    assert KeyPair(pasted, APP).faults() == {}
    assert KeyPair(APP, pasted).cleaned() == KeyPair(APP, WEB)
    assert Keys(pasted, APP).headers() == {"web_api_key": WEB, "app_key": APP}


@pytest.mark.parametrize(("pasted", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_key_is_refused_at_both_doors_in_words_that_do_not_repeat_it(pasted: str, says: str) -> None:
    cleaned = clean(pasted)
    assert not is_key(cleaned)
    assert says in fault(cleaned)
    for name, pair in (("web_api_key", KeyPair(pasted, APP)), ("app_key", KeyPair(WEB.upper(), pasted))):
        words = pair.faults()
        assert list(words) == [name]
        assert words[name].startswith(f"The {KEY_NAMES[name]} {fault(cleaned)}")
        assert len(words[name]) < 120
        assert len(cleaned) < 8 or cleaned not in words[name]
        assert "c0ffee" not in words[name]
    with pytest.raises(ValueError, match="key") as caught:
        Keys(pasted, APP)
    assert "c0ffee" not in str(caught.value)


def test_there_are_forty_ways_to_be_refused() -> None:
    assert len(REFUSED) == 40
    assert len({text for _, text, _ in REFUSED}) == 40


def test_both_must_differ() -> None:
    assert list(KeyPair(WEB, f" {WEB}\n").faults()) == ["app_key"]
    assert "same" in KeyPair(WEB, WEB).faults()["app_key"]
    assert list(KeyPair("", "").faults()) == ["web_api_key", "app_key"]


@pytest.mark.parametrize("key", ["k" * 8, "k" * 128, WEB, "A_b-9" * 4])
def test_a_key_has_no_fault(key: str) -> None:
    assert is_key(key)
    assert fault(key) == ""


def test_a_pair_does_not_show_or_leave() -> None:
    pair = KeyPair(WEB, APP)
    assert "c0ffee" not in f"{pair!r} {pair} {[pair]} { ({'pair': pair}) }"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never written down"):
            leave(pair)
    with pytest.raises(TypeError):
        json.dumps(pair)
    with pytest.raises(AttributeError):
        _ = pair.__dict__


def test_a_traceback_with_its_locals_shows_no_key() -> None:
    def fail(pair: KeyPair) -> None:
        faults = pair.faults()
        raise ValueError(faults)

    try:
        fail(KeyPair(f"{WEB}\nX: 1", APP))
    except ValueError as error:
        told = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "line breaks" in told
    assert "c0ffee" not in told


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
@pytest.mark.parametrize("after", ["", "z", "zz"])
def test_no_form_of_a_key_stays_in_a_text(before: str, after: str) -> None:
    inside = f"{before}{WEB}{after}".encode()
    forms = [
        inside.decode(),
        inside.decode().upper(),
        inside.hex(),
        inside.hex().upper(),
        quote(inside),
        json.dumps(inside.decode()),
        base64.b64encode(inside).decode(),
        base64.urlsafe_b64encode(inside).decode(),
    ]
    for form in forms:
        masked = blotted(f"GET {form} failed", (APP, WEB))
        assert MASK in masked, form
        assert masked.startswith("GET ")
        assert masked.endswith(" failed")
        left = masked.replace("GET ", "").replace(" failed", "").replace(MASK, "")
        assert len(left) <= 12, "nothing but what stood around the key"


def test_both_kinds_of_base64_are_the_same_for_keys() -> None:
    letters = [chr(code) for code in range(128) if is_key(chr(code) * 8)]
    assert len(letters) == 64
    for trio in itertools.product(letters, repeat=3):
        assert base64.b64encode("".join(trio).encode()).isalnum()


def test_what_is_no_key_stays() -> None:
    text = "status 200, order 4f2a"
    assert blotted(text, (WEB, APP)) == text
    assert blotted(text, ()) == text
