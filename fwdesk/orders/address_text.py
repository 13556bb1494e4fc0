"""Addresses out of other people's texts: a pasted block, a table (CSV). Best effort, to be looked at by a person.

Nothing is dropped in silence: what finds no place comes back beside the address.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from fwdesk.domain.order import Recipient
from fwdesk.domain.typed_text import clean_line
from fwdesk.orders.address import countries, fits_postal_code, for_wire, rules
from fwdesk.orders.address_book import folded

_EMAIL = re.compile(r"[^\s<>,;:()]+@[^\s<>,;:()]+\.[^\s<>,;:()]+")
_PHONE = re.compile(r"(?:(?:tel|phone|ph|mobile|cell|t|m)\b\.?\s*:?\s*)?(\+?[\d(][\d\s().\-/]{5,}\d)", re.IGNORECASE)
_UNIT = re.compile(
    r",?\s+((?:apt|apartment|unit|suite|ste|floor|fl|room|rm)\b\.?\s*#?\s*[\w-]+|#\s*[\w-]+)\s*$", re.IGNORECASE
)
_OTHER_NAMES = {
    "usa": "us", "u s a": "us", "u s": "us", "united states of america": "us", "america": "us", "uk": "gb",
    "u k": "gb", "great britain": "gb", "england": "gb", "scotland": "gb", "wales": "gb", "northern ireland": "gb",
    "deutschland": "de", "osterreich": "at", "schweiz": "ch", "suisse": "ch", "svizzera": "ch", "italia": "it",
    "espana": "es", "nederland": "nl", "holland": "nl", "the netherlands": "nl", "belgique": "be", "belgie": "be",
    "sverige": "se", "norge": "no", "danmark": "dk", "suomi": "fi", "polska": "pl", "brasil": "br", "nippon": "jp",
    "korea": "kr", "south korea": "kr", "republic of korea": "kr", "russia": "ru", "czech republic": "cz",
    "turkey": "tr", "viet nam": "vn", "hong kong sar": "hk", "uae": "ae", "eire": "ie", "republic of ireland": "ie",
}  # fmt: skip
_HEADINGS = {
    "first_name": ("first name", "firstname", "given name", "forename", "shipping first name", "ship to first name"),
    "last_name": ("last name", "lastname", "surname", "family name", "shipping last name", "ship to last name"),
    "name": ("name", "full name", "recipient", "recipient name", "shipping name", "ship to", "ship to name",
             "ship name", "customer", "customer name", "buyer", "contact name"),
    "company_name": ("company", "company name", "organization", "organisation", "business", "shipping company"),
    "address_1": ("address", "address 1", "address1", "address line 1", "street", "street 1", "street address",
                  "shipping address", "shipping address1", "shipping address 1", "shipping street", "ship address1"),
    "address_2": ("address 2", "address2", "address line 2", "street 2", "apartment", "apt", "unit", "suite",
                  "shipping address2", "shipping address 2", "ship address2"),
    "address_3": ("address 3", "address3", "address line 3", "street 3", "shipping address 3"),
    "city": ("city", "town", "locality", "shipping city", "ship city", "ship to city"),
    "area": ("state", "province", "region", "county", "state code", "province code", "state province", "shipping state",
             "shipping province", "ship state", "state region", "state name", "shipping province name"),
    "zip_postal_code": ("zip", "zip code", "zipcode", "postal code", "postcode", "postalcode", "zip postal code",
                        "shipping zip", "shipping postcode", "shipping postal code", "ship zipcode", "pin code"),
    "country_code": ("country", "country code", "shipping country", "ship country", "country name"),
    "phone": ("phone", "telephone", "phone number", "tel", "mobile", "shipping phone"),
    "email": ("email", "e mail", "email address", "mail", "buyer email"),
}  # fmt: skip
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """An address that was read out of a text, and the parts that found no place in it."""

    recipient: Recipient
    left_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The addresses of a table, the headings that meant nothing, and what was wrong, as sentences."""

    rows: tuple[Recipient, ...]
    unused: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def read_block(text: str, country: str = "us") -> ReadAddress:
    """Read an address as it stands on an envelope or under a mail, in lines or with commas.

    `country` is taken where none is named.
    """
    lines = [_tidy(line) for line in re.split(r"[\r\n\u2028\u2029]+", text)]
    lines = [line for line in lines if line]
    if len(lines) == 1:
        lines = [part for part in map(_tidy, lines[0].split(",")) if part]
    lines, email = _taken(lines, _EMAIL)
    lines, phone = _phone(lines)
    lines, found, below = _country(lines)
    code = found or country
    lines, place = _place(lines, code)
    read = _person(lines, replace(place, country_code=code, phone=phone, email=email))
    return replace(read, left_over=(*read.left_over, *below))


def country_code(text: str) -> str:
    """The code of a country by its name, code or another usual name; empty if it is none."""
    wanted = re.sub(r"[.\s]+", " ", folded(text)).strip()
    if len(wanted) == 2 and wanted != "uk" and rules(wanted):
        return wanted
    named = {folded(name): code for code, name in countries()}
    return named.get(wanted) or _OTHER_NAMES.get(wanted, "")


def _tidy(line: str) -> str:
    return " ".join(clean_line(line).text.split()).strip(" ,;")


def _taken(lines: list[str], pattern: re.Pattern[str]) -> tuple[list[str], str]:
    """Take the first match out of the lines."""
    for at, line in enumerate(lines):
        found = pattern.search(line)
        if found:
            rest = re.sub(r"^(e-?mail|mail)\s*:?$", "", _tidy(line[: found.start()] + line[found.end() :]), flags=re.I)
            return [*lines[:at], *([rest] if rest.strip(" <>()") else []), *lines[at + 1 :]], found[0]
    return lines, ""


def _phone(lines: list[str]) -> tuple[list[str], str]:
    """A line that is nothing but a phone number: digits alone would be a postal code, so seven are wanted."""
    for at, line in enumerate(lines):
        found = _PHONE.fullmatch(line)
        if at and found and sum(char.isdigit() for char in found[1]) >= 7:
            return [*lines[:at], *lines[at + 1 :]], found[1].strip()
    return lines, ""


def _country(lines: list[str]) -> tuple[list[str], str, tuple[str, ...]]:
    """The lines above the country, its code, and what stands below it: a signature, opening hours."""
    for at in range(len(lines) - 1, 1, -1):
        code = country_code(lines[at])
        if code and (len(lines[at]) > 2 or at == len(lines) - 1):
            return lines[:at], code, tuple(lines[at + 1 :])
    if len(lines) > 1 and "," in lines[-1]:
        rest, _, last = lines[-1].rpartition(",")
        if len(last.strip()) > 2 and (code := country_code(last)):
            return [*lines[:-1], rest.strip()], code, ()
    return lines, "", ()


def _place(lines: list[str], country: str) -> tuple[list[str], Recipient]:
    """Take city, region and postal code off the end."""
    known = rules(country)
    postal, lines = _postal(lines, country)
    area = ""
    if known and known.areas and lines:
        lines, area = _area(lines, country)
    city = ""
    if len(lines) > 1:
        *lines, city = lines
        head, comma, tail = city.rpartition(",")
        if comma and any(char.isdigit() for char in head) and tail.strip():
            lines, city = [*lines, head.strip()], tail.strip()
    place = Recipient(city=city, zip_postal_code=postal)
    return lines, replace(place, state_code=area) if country == "us" else replace(place, province=area)


def _postal(lines: list[str], country: str) -> tuple[str, list[str]]:
    """The postal code nearest to the end, in the last three lines below the first; and the lines without it."""
    for at in range(len(lines) - 1, max(0, len(lines) - 4), -1):
        words = lines[at].split()
        for size in (2, 1):
            for start in range(len(words) - size, -1, -1):
                text = " ".join(words[start : start + size]).strip(",;")
                bare = re.sub(r"^[A-Z]{1,3}-(?=\d)", "", text)
                if fits_postal_code(country, text) or (bare != text and fits_postal_code(country, bare)):
                    rest = _tidy(" ".join([*words[:start], *words[start + size :]]))
                    code = text if fits_postal_code(country, text) else bare
                    return code, [*lines[:at], *([rest] if rest else []), *lines[at + 1 :]]
    return "", lines


def _area(lines: list[str], country: str) -> tuple[list[str], str]:
    """The region at the end of one of the last two lines, as its country writes it."""
    known = rules(country)
    assert known is not None
    for at in range(len(lines) - 1, max(0, len(lines) - 3), -1):
        words = re.split(r"(?<=,)\s*|\s+", lines[at])
        for size in range(min(4, len(words)), 0, -1):
            tail = " ".join(words[-size:]).strip(" ,.-")
            area = known.area(tail)
            rest = _tidy(" ".join(words[:-size]))
            # "New York" alone is the city.
            if area and (rest or at < len(lines) - 1 or tail.casefold() == area.code.casefold()):
                return [*lines[:at], *([rest] if rest else []), *lines[at + 1 :]], area.code
    return lines, ""


def _person(lines: list[str], place: Recipient) -> ReadAddress:
    """What is left from the top: the name, a company, up to three lines of the street."""
    name, rest = (lines[0], lines[1:]) if lines else ("", [])
    company = ""
    if len(rest) > 1 and not any(char.isdigit() for char in rest[0]):
        company, rest = rest[0], rest[1:]
    first, last = split_name(name)
    if rest and len(rest) < 3:
        found = _UNIT.search(rest[0])
        if found and found.start() > 0:
            rest = [rest[0][: found.start()].strip(" ,"), found[1].strip(), *rest[1:]]
    street = (*rest[:3], "", "", "")
    place = for_wire(place, rules(place.country_code))
    recipient = replace(
        place,
        first_name=first,
        last_name=last,
        company_name=company,
        address_1=street[0],
        address_2=street[1],
        address_3=street[2],
    )
    return ReadAddress(recipient, tuple(rest[3:]))


def split_name(name: str) -> tuple[str, str]:
    """First and last names; "Example, Ada" is turned round, and one word alone is a last name."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first and last:
        return first, last
    head, _, tail = name.strip(" ,").rpartition(" ")
    return head.strip(), tail


def read_table(data: bytes, country: str = "us") -> ReadTable:
    """Read a table of addresses with headings, as shops and spreadsheets write them (CSV; commas, semicolons, tabs).

    Unknown headings are named, rows without a name or a street are said and left out.
    """
    text = _decoded(data)
    if not text.strip():
        return ReadTable((), problems=("There is nothing in this file.",))
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    try:
        table = [[_tidy(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        return ReadTable((), problems=(f"This is not a table that can be read: {error}.",))
    columns, unused = _columns(table[0])
    if not columns.keys() & {"address_1"} or not columns.keys() & {"name", "last_name", "company_name"}:
        words = "The first line must name the columns, at least Name and Address (or Street)."
        return ReadTable((), unused, (words,))
    rows: list[Recipient] = []
    problems: list[str] = []
    for number, cells in enumerate(table[1 : MOST_ROWS + 1], 2):
        values = {field: cells[at] for field, at in columns.items() if at < len(cells) and cells[at]}
        if not values:
            continue
        if "address_1" not in values:
            problems.append(f"Line {number} has no street.")
            continue
        rows.append(_row(values, country))
    if len(table) > MOST_ROWS + 1:
        problems.append(f"Only the first {MOST_ROWS:,} lines were read.")
    return ReadTable(tuple(rows), unused, tuple(problems))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _columns(headings: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    columns: dict[str, int] = {}
    unused: list[str] = []
    for at, heading in enumerate(headings):
        wanted = " ".join(re.sub(r"[_\-/.:()]+", " ", folded(heading)).split())
        field = next((name for name, words in _HEADINGS.items() if wanted in words), "")
        if field and field not in columns:
            columns[field] = at
        elif heading:
            unused.append(heading)
    return columns, tuple(unused)


def _row(values: dict[str, str], country: str) -> Recipient:
    code = country_code(values.get("country_code", "")) or values.get("country_code", country)
    first, last = split_name(values.get("name", ""))
    area = values.get("area", "")
    known = rules(code)
    found = known.area(area) if known else None
    area = found.code if found else area
    kept = {name: value for name, value in values.items() if name in {field.name for field in fields(Recipient)}}
    kept = {"first_name": first, "last_name": last} | kept | {"country_code": code}
    recipient = Recipient(**kept, **({"state_code": area} if code == "us" else {"province": area}))
    return for_wire(recipient, known)
