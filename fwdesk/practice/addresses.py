"""Judges an address as validate_recipient_address does: its own spelling, and what is wrong with it.

Only a few US ZIP prefixes are known; an unknown one is not held against the address.
"""

from __future__ import annotations

import re

from fwdesk.practice.wire import Row

_PREFIXES: dict[str, tuple[tuple[int, int], ...]] = {
    "MA": ((10, 27), (55, 55)), "ME": ((39, 49),), "NJ": ((70, 89),), "NY": ((5, 5), (63, 63), (100, 149)),
    "PA": ((150, 196),), "DC": ((200, 205), (569, 569)), "VA": ((201, 201), (220, 246)), "NC": ((270, 289),),
    "GA": ((300, 319), (398, 399)), "FL": ((320, 349),), "TN": ((370, 385),), "OH": ((430, 459),),
    "MI": ((480, 499),), "MN": ((550, 567),), "IL": ((600, 629),), "LA": ((700, 714),),
    "TX": ((733, 733), (750, 799), (885, 885)), "CO": ((800, 816),), "AZ": ((850, 865),), "NM": ((870, 884),),
    "NV": ((889, 898),), "CA": ((900, 961),), "HI": ((967, 968),), "OR": ((970, 979),), "WA": ((980, 994),),
    "AK": ((995, 999),),
}  # fmt: skip
TOWER = "Practice Tower"
"""An invented house of many apartments, at any number, to practice what a service says of an address without one."""
_UNIT = re.compile(r"\b(apt|apartment|suite|ste|unit)\b|#", re.ASCII | re.IGNORECASE)
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?", re.ASCII)
_KEEP = frozenset(("NE", "NW", "SE", "SW", "PO", "II", "III", "IV", "US"))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _titled(text: str) -> str:
    """`main st` and `MAIN ST` become Main St; anything already in mixed case is left alone."""
    if not (text.islower() or text.isupper()):
        return text

    def one(match: re.Match[str]) -> str:
        word = match[0]
        return word.upper() if word.upper() in _KEEP else word[0].upper() + word[1:].lower()

    return _WORD.sub(one, text)


def _zip_fault(state: str, code: str) -> str:
    if not _ZIP.fullmatch(code):
        return "The ZIP code must have 5 digits, or 5 and 4."
    if code.startswith("000"):
        return f"The ZIP code {code} does not exist."
    prefix = int(code[:3])
    known = next((name for name, spans in _PREFIXES.items() if any(a <= prefix <= b for a, b in spans)), None)
    if state in _PREFIXES and not any(low <= prefix <= high for low, high in _PREFIXES[state]):
        place = f"; it belongs to {known}" if known else ""
        return f"The ZIP code {code} is not in {state}{place}."
    if known and state not in _PREFIXES:
        return f"The ZIP code {code} is in {known}, not in {state}."
    return ""


def judge(address: dict[str, str | None]) -> tuple[Row, list[str]]:
    """The tidy address and what is wrong with it, as sentences; an empty list when it can be used."""
    tidy: Row = dict(address)
    wrong: list[str] = []
    for name in ("first_name", "last_name", "address_1", "address_2", "address_3", "city"):
        value = address.get(name)
        tidy[name] = _titled(" ".join(value.split())) if value else None
    country = (address.get("country_code") or "").lower()
    tidy["country_code"] = country
    code = (address.get("zip_postal_code") or "").upper()
    tidy["zip_postal_code"] = code
    if not tidy["city"]:
        wrong.append("The city is missing.")
    street = str(tidy["address_1"] or "")
    if TOWER.casefold() in street.casefold() and not (tidy["address_2"] or _UNIT.search(street)):
        wrong.append("This building has apartments: the apartment or suite number is missing.")
    if country == "us":
        state = (address.get("state_code") or "").upper()
        tidy["state_code"] = state
        fault = _zip_fault(state, code)
        if fault:
            wrong.append(fault)
        elif len(code) == 9:
            tidy["zip_postal_code"] = f"{code[:5]}-{code[5:]}"
        if not any(sign.isdigit() for sign in street):
            wrong.append("The street has no house number.")
    elif not any(sign.isalpha() for sign in street):
        wrong.append("The street is not readable.")
    return tidy, wrong
