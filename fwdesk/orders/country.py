"""How the form of one country looks: its fields in the country's order, and what it calls them.

Made from a country's entry in Google's address data, whose letters are: A street, C city, D part of a city, N name,
O company, S region, X sorting code, Z postal code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fwdesk.domain.order import LIMITS

NO_POSTAL_CODE = "000000"
"""What the service accepts where a country has no postal codes (REFERENCE, submit_orders_v2)."""

# Google knows ZIP, PIN, Eircode and "postal" alone; these write "postcode".
_POSTCODE = {"au", "cc", "cx", "fk", "gb", "gg", "gi", "im", "je", "my", "nf", "nl", "nz", "sh", "tc", "th"}
_POSTAL_WORDS = {"zip": "ZIP code", "pin": "PIN code", "eircode": "Eircode"}
_CITY_WORDS = {"post_town": "town", "suburb": "suburb or city", "district": "district"}
_PART_WORDS = {"townland": "townland", "village_township": "village or township"}
_FIELDS = {"A": "address_1", "C": "city", "D": "address_3", "Z": "zip_postal_code"}


@dataclass(frozen=True, slots=True)
class Area:
    """A region that can be chosen: what is written in an address, and what people call it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CountryRules:
    """What a form for one country shows.

    `rows` are the address fields below name and company, line by line as the country writes them. `required` are field
    names. `areas` are empty where any region may be typed. The words are what the country calls its fields, without a
    capital unless they always have one. `upper` are the fields that it writes in capitals. `city` is the one city
    there is, in countries that are a city.
    """

    code: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    required: frozenset[str]
    upper: frozenset[str]
    areas: tuple[Area, ...]
    area_word: str
    city_word: str
    part_word: str
    postal_word: str
    postal_example: str
    has_postal_code: bool
    has_area: bool
    city: str = ""

    def word(self, field: str) -> str:
        """What the country calls a field of an address, capitalized; empty for fields that are alike everywhere."""
        words = {
            "state_code": self.area_word, "province": self.area_word, "city": self.city_word,
            "address_3": self.part_word, "zip_postal_code": self.postal_word,
        }.get(field, "")  # fmt: skip
        return words[:1].upper() + words[1:]

    def area_name(self, text: str) -> str:
        """The name of a region by its code or name in any case; the text itself if there is none such."""
        area = self.area(text)
        return area.name if area else text.strip()

    def area(self, text: str) -> Area | None:
        """A region by its code or name, in any case; None if the country has none such."""
        wanted = text.strip().casefold()
        return next((area for area in self.areas if wanted in (area.code.casefold(), area.name.casefold())), None)


def form_of(code: str, name: str, known: dict[str, str]) -> CountryRules:
    """The form of a country from its entry in the data, already laid over the data's defaults."""
    written = known.get("lfmt") or known["fmt"]
    region = "state_code" if code == "us" else "province"
    names = {**_FIELDS, "S": region}
    # The service wants a city in every address; where the country writes none, it stands below the street.
    rows = _rows(written if "%C" in written else written.replace("%A", "%A%n%C"), names)
    required = {names[letter] for letter in known["require"] if letter in names} | {"city"}
    return CountryRules(
        code=code,
        name=name,
        rows=rows,
        required=frozenset(required),
        upper=frozenset(names[letter] for letter in known["upper"] if letter in names),
        areas=_areas(known) if "%S" in written else (),
        area_word=_area_word(known["state_name_type"]),
        city_word=_CITY_WORDS.get(known["locality_name_type"], "city"),
        part_word=_PART_WORDS.get(known["sublocality_name_type"], known["sublocality_name_type"]),
        postal_word=_postal_word(code, known["zip_name_type"]),
        postal_example=_example(known),
        has_postal_code="%Z" in known["fmt"],
        has_area="%S" in written,
        city=name if "%C" not in written and "%S" not in written else "",
    )


def _rows(written: str, names: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    lines = (tuple(names[letter] for letter in re.findall("%([ACDSZ])", line)) for line in written.split("%n"))
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if line:
            rows.append(line)
        if "address_1" in line:
            rows.append(("address_2",))
    return tuple(rows)


def _areas(known: dict[str, str]) -> tuple[Area, ...]:
    """The regions a country lists, in letters that a sorting machine in the US reads, where it has such names."""
    if "sub_keys" not in known:
        return ()
    keys = known["sub_keys"].split("~")
    latin = known.get("sub_lnames", "").split("~")
    names = known.get("sub_names", "").split("~")
    found: dict[str, Area] = {}
    for at, key in enumerate(keys):
        in_latin = _at(latin, at)
        # A key such as ON is what belongs in the address; one such as 東京都 is written as Tokyo from abroad.
        written = key if key.isascii() or not in_latin else in_latin
        named = in_latin or _at(names, at)
        name = named if named and _is_latin(named) else written
        found.setdefault(written, Area(written, name))
    return tuple(found.values())


def _example(known: dict[str, str]) -> str:
    example = known.get("zipex", "").split(",")[0].split(":")[0]
    return example if len(example) <= LIMITS["zip_postal_code"] else example.replace("-", "")


def _at(values: list[str], index: int) -> str:
    return values[index] if index < len(values) else ""


def _is_latin(text: str) -> bool:
    return all(ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x1F00 or char == "’" for char in text)


def _area_word(kind: str) -> str:
    return {"do_si": "province or city", "area": "area"}.get(kind, kind.replace("_", " "))


def _postal_word(code: str, kind: str) -> str:
    if kind in _POSTAL_WORDS:
        return _POSTAL_WORDS[kind]
    return "postcode" if code in _POSTCODE else "postal code"
