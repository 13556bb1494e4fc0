"""Two spellings of an address, letter by letter."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from fwdesk.domain.address_diff import changes, completed, only_case
from fwdesk.domain.order import Recipient
from tests.orders_kit import ADA


def test_the_letters_that_differ_are_marked_in_both() -> None:
    (street, code) = changes(
        replace(ADA, address_1="100 main st", zip_postal_code="782051234"), replace(ADA, zip_postal_code="78205-1234")
    )
    assert (street.field, code.field) == ("address_1", "zip_postal_code")
    assert [street.typed[a:b] for a, b in street.typed_spans] == ["m", "s"]
    assert [street.suggested[a:b] for a, b in street.suggested_spans] == ["M", "S"]
    assert code.typed_spans == ()
    assert [code.suggested[a:b] for a, b in code.suggested_spans] == ["-"]
    assert only_case((street,))
    assert not only_case((street, code))


def test_what_goes_out_the_same_is_no_difference() -> None:
    assert changes(ADA, replace(ADA, state_code="tx", country_code="US")) == ()
    assert changes(ADA, ADA) == ()
    (apartment,) = changes(ADA, replace(ADA, address_2="Apt 4"))
    assert (apartment.field, apartment.typed, apartment.suggested) == ("address_2", "", "Apt 4")


def test_what_a_service_leaves_out_of_its_answer_is_not_lost() -> None:
    typed = replace(ADA, phone="1", address_2="Apt 4")
    bare = Recipient(address_1="100 Main St Apt 4", city="San Antonio", state_code="TX", zip_postal_code="78205")
    assert completed(typed, bare) == replace(typed, address_1="100 Main St Apt 4", address_2="")


_TEXT = st.text(alphabet="ab é1-", max_size=8)


@given(st.lists(_TEXT, min_size=13, max_size=13), st.lists(_TEXT, min_size=13, max_size=13))
def test_what_is_not_marked_is_the_same_in_both(one: list[str], other: list[str]) -> None:
    names = [field.name for field in fields(Recipient)]
    typed, suggested = (Recipient(**dict(zip(names, values, strict=True))) for values in (one, other))
    found = changes(typed, suggested)
    loose = {"country_code", "state_code"}

    def sent(recipient: Recipient, name: str) -> str:
        value = getattr(recipient, name)
        return value.lower() if name in loose else value

    differing = {name for name in names if sent(typed, name) != sent(suggested, name)}
    assert {change.field for change in found} == differing
    for change in found:
        assert _outside(change.typed, change.typed_spans) == _outside(change.suggested, change.suggested_spans)


def _outside(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    marked = {at for start, end in spans for at in range(start, end)}
    return "".join(char for at, char in enumerate(text) if at not in marked)
