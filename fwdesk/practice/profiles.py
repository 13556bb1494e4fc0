"""Named ways in which the practice service may behave, so that a client meets every quirk that was ever reported.

A profile is one name or several joined with `+`, later ones over earlier ones; some take a number or a word:
`v2+slow:2+failing:3+picture_name:preview`. `QUIRKS` is the whole list with where each comes from and what it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple


class TestOrders(Enum):
    """What becomes of a test order (REFERENCE 9.7, GAPS 6)."""

    __test__ = False

    KEPT = "kept"
    UNLISTED = "unlisted"
    NULL = "null"


class Bodies(Enum):
    """The request shapes of get_prices and get_product_details (REFERENCE section 10)."""

    BOTH = "both"
    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Profile:
    """One behavior. The defaults are the standard service; every switch names the REFERENCE line it comes from."""

    name: str = "standard"
    reference_id: bool = False
    """1.4: test-api and v2 add `reference_id` and `domain` to `status`."""
    bare_lists: bool = False
    """1.4, bare-list rule: the read lists come back as bare arrays."""
    validate_404: bool = False
    """validate_product notes: HTTP and status_code 404 although every row is valid."""
    bodies: Bodies = Bodies.BOTH
    """10: get_prices and get_product_details take a bare array (api), or an object (v2)."""
    update_order_by_post: bool = False
    """10: update_order by POST alone, as an older page has it."""
    unpriceable: bool = False
    """1.5, get_prices notes: a row without a price does not fail the call."""
    null_prices: bool = False
    """1.5: such a row has null prices, and its reason stands in `debug.Exception` alone."""
    picture_name: str = "image_base64"
    """9.8, GAPS 1: the real name of the picture field is unknown; empty means no picture at all."""
    picture_prefix: str = ""
    """GAPS 1: even odds on a `data:image/...;base64,` prefix; {kind} stands for png or jpeg."""
    picture_nested: str = ""
    """GAPS 1: "or in a small render object"; the names on the way to it, joined with points."""
    picture_lines: bool = False
    """GAPS 1: the form is unknown; .NET can break base64 into lines of 76 characters."""
    picture_jpeg: bool = False
    """GAPS 3: content_type 0 may not mean PNG."""
    picture_broken: bool = False
    """9.8: client code written defensively is exercised; the picture is cut off."""
    test_orders: TestOrders = TestOrders.KEPT
    """9.7: simulate, but not kept, or `orders: null`; kept by default here."""
    refuse_duplicates: bool = True
    """9.7: refuse a duplicate live order_po (inferred)."""
    require_payment_token: bool = True
    """9.7: refuse an absent payment_token key."""
    late_seconds: float = 0.0
    """fetch_order_status notes: an empty list means not found yet."""
    slow_seconds: float = 0.0
    """1.5, retry policy: clients give up after 25 to 30 s."""
    fail_every: int = 0
    """1.5: 5xx is unknown but must be survived; every nth call under /v3 answers 500."""
    flaky_every: int = 0
    """1.5: 429, 503 and 504 are retried by the vendor's own app; every nth call answers one of them."""
    lose_answers: bool = False
    """submit_orders_v2 notes: no idempotency key; the order is booked, and then the answer is a 500."""
    html_errors: bool = False
    """1.5: failures come as a web page instead of JSON."""


class Quirk(NamedTuple):
    """A named profile: what it switches, the REFERENCE line it comes from, and what it does in words.

    With `takes` a number or a word may follow the name after a colon; it goes into that switch.
    """

    switches: dict[str, object]
    source: str
    words: str
    takes: str = ""


_DATA = "data:image/{kind};base64,"
_DATA_CHARSET = "data:image/{kind};charset=utf-8;base64,"
QUIRKS: dict[str, Quirk] = {
    "standard": Quirk({}, "section 9", "as documented"),
    "envelope": Quirk({"bare_lists": False}, "1.4", "every answer is an object with a status; as standard, said aloud"),
    "bare_lists": Quirk({"bare_lists": True}, "1.4", "the read lists come as arrays, without their envelope"),
    "v2": Quirk(
        {"reference_id": True, "validate_404": True}, "1.4, 9.2", "status_members and validate_404 together"
    ),
    "status_members": Quirk({"reference_id": True}, "1.4", "status also has reference_id and domain"),
    "validate_404": Quirk(
        {"validate_404": True}, "validate_product notes", "validate_product answers HTTP 404 though every row is valid"
    ),
    "array_bodies": Quirk(
        {"bodies": Bodies.ARRAY}, "10", "get_prices and get_product_details take an array only, as on api"
    ),
    "object_bodies": Quirk(
        {"bodies": Bodies.OBJECT}, "10", "get_prices and get_product_details take {products} only, as on v2"
    ),
    "post_update_order": Quirk({"update_order_by_post": True}, "10", "update_order is refused by PUT, taken by POST"),
    "unpriceable": Quirk({"unpriceable": True}, "1.5", "framed codes have a price of 0 and a reason in info"),
    "null_prices": Quirk({"null_prices": True}, "1.5", "no price is null, and its reason is in debug.Exception alone"),
    "picture_name": Quirk(
        {"picture_name": "preview"}, "9.8, GAPS 1", "the preview picture's field is called preview", "picture_name"
    ),
    "picture_other_name": Quirk(
        {"picture_name": "rendered_frame"}, "9.8, GAPS 1", "the picture's field is called rendered_frame"
    ),
    "picture_data_uri": Quirk({"picture_prefix": _DATA}, "GAPS 1", "the picture starts with data:image/png;base64,"),
    "picture_data_charset": Quirk(
        {"picture_prefix": _DATA_CHARSET}, "GAPS 1", "the picture starts with data:image/png;charset=utf-8;base64,"
    ),
    "picture_lines": Quirk({"picture_lines": True}, "GAPS 1", "the picture's base64 is broken into lines"),
    "picture_nested": Quirk({"picture_nested": "render"}, "GAPS 1", "the picture lies in an object of its own, render"),
    "picture_deep": Quirk({"picture_nested": "result.images.0"}, "GAPS 1", "the picture lies in a list in an object"),
    "picture_jpeg": Quirk({"picture_jpeg": True}, "GAPS 3", "the picture is a JPEG"),
    "no_picture": Quirk({"picture_name": ""}, "GAPS 1", "there is no preview picture at all"),
    "bad_picture": Quirk({"picture_broken": True}, "9.8", "the picture is cut off"),
    "null_test_orders": Quirk(
        {"test_orders": TestOrders.NULL}, "9.7, 10", "a test order is answered with orders: null, and not kept"
    ),
    "unlisted_test_orders": Quirk(
        {"test_orders": TestOrders.UNLISTED}, "9.7, 1.6", "a test order is confirmed, and then not found"
    ),
    "duplicates_allowed": Quirk({"refuse_duplicates": False}, "9.7", "a reference may be used twice"),
    "token_optional": Quirk({"require_payment_token": False}, "9.7", "payment_token may be left out"),
    "late_status": Quirk(
        {"late_seconds": 30.0}, "fetch_order_status notes", "an order is found only 30 seconds after it was placed",
        "late_seconds",
    ),
    "slow": Quirk({"slow_seconds": 3.0}, "1.5, retry policy", "every answer takes 3 seconds", "slow_seconds"),
    "failing": Quirk({"fail_every": 3}, "1.5", "every third call is answered with HTTP 500", "fail_every"),
    "flaky": Quirk({"flaky_every": 2}, "1.5", "every second call meets HTTP 503, 429 or 504 in turn", "flaky_every"),
    "lost_answers": Quirk(
        {"lose_answers": True}, "submit_orders_v2 notes", "an order is booked, and then the answer is HTTP 500"
    ),
    "html_errors": Quirk({"html_errors": True}, "1.5", "errors come as web pages"),
}  # fmt: skip
"""Every profile by name. The sources are lines of the API reference: its sections, notes and open questions (GAPS)."""
PROFILE_NAMES = tuple(QUIRKS)
"""Every name `parse_profile` knows."""
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,49}", re.ASCII)
_WHOLE = ("fail_every", "flaky_every")


def _taken(part: str, switch: str, text: str) -> object:
    """What stands after the colon, as its switch needs it."""
    if switch == "picture_name":
        if not _WORD.fullmatch(text):
            raise ValueError(f"the name in {part!r} must be a word of at most 50 letters")
        return text
    value = float(text)
    if not 0 < value <= 600:
        raise ValueError(f"the number in {part!r} must be more than 0 and at most 600")
    return max(int(value), 1) if switch in _WHOLE else value


def parse_profile(text: str) -> Profile:
    """Read `v2`, `bare_lists+slow:2`, `failing:2`. Raises `ValueError` naming the unknown part."""
    profile = Profile(name=text)
    for part in text.split("+"):
        name, colon, more = part.strip().partition(":")
        quirk = QUIRKS.get(name)
        if quirk is None or (colon and not quirk.takes):
            raise ValueError(f"unknown practice profile {part!r}; there are: {', '.join(PROFILE_NAMES)}")
        switches = quirk.switches | ({quirk.takes: _taken(part, quirk.takes, more)} if colon else {})
        profile = replace(profile, **switches)
    return profile
