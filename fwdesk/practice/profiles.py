"""Named ways in which the practice service may behave, so that a client meets every quirk that was ever reported.

A profile is one name or several joined with `+`; some take a number: `v2+slow:2+failing:3`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class TestOrders(Enum):
    """What becomes of a test order (REFERENCE 9.7, GAPS 6)."""

    __test__ = False

    KEPT = "kept"
    UNLISTED = "unlisted"
    NULL = "null"


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
    picture_name: str = "image_base64"
    """9.8, GAPS 1: the real name of the picture field is unknown; empty means no picture at all."""
    picture_prefix: bool = False
    """GAPS 1: even odds on a `data:image/...;base64,` prefix."""
    picture_nested: bool = False
    """GAPS 1: "or in a small render object"."""
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
    slow_seconds: float = 0.0
    """1.5, retry policy: clients give up after 25 to 30 s."""
    fail_every: int = 0
    """1.5: 5xx is unknown but must be survived; every nth call under /v3 answers 500."""
    lose_answers: bool = False
    """submit_orders_v2 notes: no idempotency key; the order is booked, and then the answer is a 500."""
    html_errors: bool = False
    """1.5: failures come as a web page instead of JSON."""


_PARTS: dict[str, dict[str, object]] = {
    "standard": {},
    "v2": {"reference_id": True, "validate_404": True},
    "bare_lists": {"bare_lists": True},
    "validate_404": {"validate_404": True},
    "picture_data_uri": {"picture_prefix": True},
    "picture_nested": {"picture_nested": True},
    "picture_jpeg": {"picture_jpeg": True},
    "picture_other_name": {"picture_name": "rendered_frame"},
    "no_picture": {"picture_name": ""},
    "bad_picture": {"picture_broken": True},
    "null_test_orders": {"test_orders": TestOrders.NULL},
    "unlisted_test_orders": {"test_orders": TestOrders.UNLISTED},
    "duplicates_allowed": {"refuse_duplicates": False},
    "token_optional": {"require_payment_token": False},
    "slow": {"slow_seconds": 3.0},
    "failing": {"fail_every": 3},
    "lost_answers": {"lose_answers": True},
    "html_errors": {"html_errors": True},
}
PROFILE_NAMES = tuple(_PARTS)
"""Every name `parse_profile` knows."""
_NUMBERED = {"slow": "slow_seconds", "failing": "fail_every"}


def parse_profile(text: str) -> Profile:
    """Read `v2`, `bare_lists+slow:2`, `failing:2`. Raises `ValueError` naming the unknown part."""
    profile = Profile(name=text)
    for part in text.split("+"):
        name, colon, number = part.strip().partition(":")
        if name not in _PARTS or (colon and name not in _NUMBERED):
            raise ValueError(f"unknown practice profile {part!r}; there are: {', '.join(PROFILE_NAMES)}")
        profile = replace(profile, **_PARTS[name])
        if colon:
            value = float(number)
            if not 0 < value <= 600:
                raise ValueError(f"the number in {part!r} must be more than 0 and at most 600")
            profile = replace(profile, **{_NUMBERED[name]: int(value) if name == "failing" else value})
    return profile
