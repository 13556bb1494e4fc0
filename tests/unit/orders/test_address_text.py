"""Addresses out of pasted texts and tables: best effort, and nothing dropped in silence."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fwdesk.domain.order import Recipient
from fwdesk.domain.typed_text import clean_line
from fwdesk.orders import address_text
from fwdesk.orders.address import problems
from fwdesk.orders.address_text import country_code, read_block, read_table, split_name
from tests.orders_kit import ADA


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Example\n100 Main St\nSan Antonio, TX 78205", ADA),
        ("Ada Example, 100 Main St, San Antonio, TX 78205", ADA),
        ("  Ada   Example \r\n\r\n100 Main St,\r\nSan Antonio, Texas 78205\r\nU.S.A.", ADA),
        ("Ada Example\n100 Main St\nSan Antonio\nTX\n78205\nUnited States", ADA),
        (
            "Ada Example\nExample Gallery LLC\n100 Main St, Apt 4B\nSan Antonio, TX 78205-1234\nUSA\n"
            "E-Mail: ada@example.com\nTel: +1 210 555 0100",
            replace(ADA, company_name="Example Gallery LLC", address_2="Apt 4B", zip_postal_code="78205-1234",
                    phone="+1 210 555 0100", email="ada@example.com"),
        ),
        (
            "Example, Ada\n350 5th Ave #12\nNew York, New York 10118",
            replace(ADA, address_1="350 5th Ave", address_2="#12", city="New York", state_code="NY",
                    zip_postal_code="10118"),
        ),
        (
            "Max Mustermann\nMusterstraße 1\nD-10115 Berlin\nDeutschland",
            Recipient("Max", "Mustermann", "", "Musterstraße 1", city="Berlin", zip_postal_code="10115",
                      country_code="de"),
        ),
        (
            "John Smith\n10 High Street\nLONDON\nSW1A 2AA\nEngland",
            Recipient("John", "Smith", "", "10 High Street", city="LONDON", zip_postal_code="SW1A 2AA",
                      country_code="gb"),
        ),
        (
            "Jane Doe\n1 King Street\nToronto ON  M5V 2T6\nCanada",
            Recipient("Jane", "Doe", "", "1 King Street", city="Toronto", province="ON", zip_postal_code="M5V 2T6",
                      country_code="ca"),
        ),
        (
            "Marie Curie\n12 Rue de la Paix\n75002 PARIS CEDEX 02\nFrance",
            Recipient("Marie", "Curie", "", "12 Rue de la Paix", city="PARIS CEDEX 02", zip_postal_code="75002",
                      country_code="fr"),
        ),
        (
            "Bo Li\nFlat 5, 8 Queen's Road\nCentral\nHong Kong Island\nHong Kong",
            Recipient("Bo", "Li", "", "Flat 5, 8 Queen's Road", city="Central", province="Hong Kong Island",
                      zip_postal_code="000000", country_code="hk"),
        ),
        (
            "Ken Ito\n1-2-3 Shibuya\nShibuya-ku, Tokyo 150-0002\nJapan",
            Recipient("Ken", "Ito", "", "1-2-3 Shibuya", city="Shibuya-ku", province="Tokyo",
                      zip_postal_code="150-0002", country_code="jp"),
        ),
    ],
)  # fmt: skip
def test_addresses_as_people_paste_them(text: str, expected: Recipient) -> None:
    read = read_block(text)
    assert read.recipient == expected
    assert read.left_over == ()
    assert problems(read.recipient) == {}


def test_what_finds_no_place_comes_back() -> None:
    read = read_block("X Y\n1 A St\nb\nc\nd\ne\nAustin TX 78701\nUSA\nOpen from 9 to 5")
    assert (read.recipient.address_1, read.recipient.address_2, read.recipient.address_3) == ("1 A St", "b", "c")
    assert read.left_over == ("d", "e", "Open from 9 to 5")


def test_a_country_named_on_the_same_line_and_one_that_is_not_named() -> None:
    read = read_block("Max Muster\nRing 1\n10115 Berlin, Germany")
    assert (read.recipient.country_code, read.recipient.city) == ("de", "Berlin")
    read = read_block("Max Muster\nRing 1\n10115 Berlin", country="de")
    assert (read.recipient.country_code, read.recipient.zip_postal_code) == ("de", "10115")


def test_a_street_and_a_city_on_one_line() -> None:
    read = read_block("Ada Example\n100 Main St, San Antonio TX 78205")
    assert read.recipient == ADA
    assert read_table(b"Name,Street,\nAda Example,100 Main St,x\n").unused == ()


@pytest.mark.parametrize("text", ["", "   \n ", "Ada", "78205", "ada@example.com", "TX", "a\u202eb\u200b"])
def test_scraps_are_no_trouble(text: str) -> None:
    assert read_block(text).recipient.country_code == "us"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ada Example",
                "100 Main St",
                "Apt 4",
                "Austin, TX 78701",
                "78701",
                "USA",
                "TX",
                "Berlin",
                "a@b.example",
                "555 0100 999",
                "Germany",
                "x, y",
                "New York",
                "\u200b",
            ]
        ),
        max_size=9,
    )
)
def test_no_word_is_lost(lines: list[str]) -> None:
    read = read_block("\n".join(lines))
    there = " ".join([*asdict(read.recipient).values(), *read.left_over]).casefold()
    countries = {"usa", "germany"}
    for word in clean_line(" ".join(lines)).text.replace(",", " ").split():
        assert word.casefold() in there or word.casefold() in countries, word


def test_countries_by_their_names() -> None:
    names = ("US", "u.s.a.", "United  Kingdom", "UK", "Österreich", "cote d’ivoire", "de")
    assert [country_code(text) for text in names] == ["us", "us", "gb", "gb", "at", "ci", "de"]
    assert country_code("Atlantis") == country_code("") == country_code("zz") == ""


def test_names() -> None:
    assert split_name("Ada Lovelace Example") == ("Ada Lovelace", "Example")
    assert split_name("Example, Ada") == ("Ada", "Example")
    assert split_name("Ada") == ("", "Ada")
    assert split_name("Ada,") == ("", "Ada")


# Tables


def test_a_table_from_a_shop() -> None:
    data = (
        b"Order ID,Shipping Name,Shipping Company,Shipping Address1,Shipping Address2,Shipping City,Shipping Zip,"
        b"Shipping Province,Shipping Country,Email\r\n"
        b'1,Ada Example,,100 Main St,"Apt 4, rear",San Antonio,78205,Texas,US,ada@example.com\r\n'
        b",,,,,,,,,\r\n"
        b"2,Jane Doe,Doe Ltd,1 King Street,,Toronto,M5V 2T6,Ontario,Canada,\r\n"
        b"3,Bo Li,,8 Queen's Road,,Central,,Kowloon,Hong Kong,\r\n"
        b"4,Nobody,,,,Austin,78701,TX,US,\r\n"
    )
    table = read_table(data)
    assert table.rows == (
        replace(ADA, address_2="Apt 4, rear", email="ada@example.com"),
        Recipient("Jane", "Doe", "Doe Ltd", "1 King Street", city="Toronto", province="ON", zip_postal_code="M5V 2T6",
                  country_code="ca"),
        Recipient("Bo", "Li", "", "8 Queen's Road", city="Central", province="Kowloon", zip_postal_code="000000",
                  country_code="hk"),
    )  # fmt: skip
    assert table.unused == ("Order ID",)
    assert table.problems == ("Line 6 has no street.",)
    assert [problems(row) for row in table.rows] == [{}, {}, {}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_a_spreadsheet_writes(encoding: str, delimiter: str) -> None:
    rows = [("First Name", "Last Name", "Street", "City", "Postal Code", "Country"),
            ("Jürgen", "Groß", "Musterstraße 1", "Köln", "50667", "Germany")]  # fmt: skip
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    (read,) = read_table(data).rows
    assert (read.first_name, read.last_name, read.city, read.country_code) == ("Jürgen", "Groß", "Köln", "de")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing in this file"),
        (b"\n\n", "nothing in this file"),
        (b"a,b\n1,2\n", "must name the columns"),
        (b"Name,City\nAda,X\n", "must name the columns"),
        (b"Name,Street\n" + b'"' + b"x" * 200_000, "not a table"),
    ],
)
def test_what_is_no_table_of_addresses(data: bytes, words: str) -> None:
    table = read_table(data)
    assert table.rows == ()
    assert words in table.problems[0]


def test_a_country_nobody_knows_stays_as_it_is_and_long_tables_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_text, "MOST_ROWS", 2)
    table = read_table(b"Name,Street,Country,Name\nA B,1 X,Atlantis,n\nC D,2 X,,\nE F,3 X,,\n")
    assert [row.country_code for row in table.rows] == ["Atlantis", "us"]
    assert table.problems == ("Only the first 2 lines were read.",)
    assert table.unused == ("Name",), "a heading that stands there twice is not used twice"


def test_any_bytes_at_all_are_read_or_refused_in_words() -> None:
    data = b"Name,Street\nA\x81 B,1 \x8d\n"
    assert len(read_table(data).rows) == 1
