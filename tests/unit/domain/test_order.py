"""Orders and the catalog as values."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog, Collection, Frame
from fwdesk.domain.order import LIMITS, OrderState, OrderTotal, Recipient, ShippingOption
from tests.unit.domain.small_shop import PLAIN, SHOP, SMALL, WIDE

GOOD = Recipient("Ann", "Lee", "", "1 Main St", "", "", "Austin", "tx", "", "78701", "us")
ABROAD = Recipient("Ann", "Lee", "Lee Ltd", "1 High St", "", "", "Bath", "", "Somerset", "BA1 1AA", "gb")


def test_labels() -> None:
    assert GOOD.lines == ("Ann Lee", "1 Main St", "Austin, TX 78701", "US")
    assert ABROAD.lines == ("Ann Lee", "Lee Ltd", "1 High St", "Bath, Somerset BA1 1AA", "GB")
    assert Recipient().lines == ("US",)


@pytest.mark.parametrize("recipient", [GOOD, ABROAD])
def test_good_addresses(recipient: Recipient) -> None:
    assert recipient.problems() == {}


@pytest.mark.parametrize("name", ["first_name", "last_name", "address_1", "city", "zip_postal_code", "country_code"])
def test_what_must_be_there(name: str) -> None:
    assert replace(ABROAD, **{name: "  "}).problems()[name].startswith("Enter ")


def test_states_are_for_the_us_alone() -> None:
    assert replace(GOOD, state_code="Texas").problems() == {"state_code": "At most 2 characters; this has 5."}
    assert replace(GOOD, state_code="").problems() == {"state_code": "Enter the two-letter state, such as TX."}
    assert "blank outside the US" in replace(ABROAD, state_code="TX").problems()["state_code"]


@pytest.mark.parametrize("name", [field.name for field in fields(Recipient)])
def test_nothing_is_cut_silently(name: str) -> None:
    long = "x" * (LIMITS[name] + 1)
    assert (
        replace(ABROAD, **{name: long}).problems()[name] == f"At most {LIMITS[name]} characters; this has {len(long)}."
    )


def test_totals_add_up_to_the_cent() -> None:
    total = OrderTotal(
        Money.of("41.63"), Money.of("9.95"), Money.of("54.57"), discount=Money.of(1), tax=Money.of("3.994"),
        expedite=Money.of(1), credits=Money.of(1),
    )  # fmt: skip
    assert total.adds_up
    assert not replace(total, tax=Money.of(4), grand_total=Money.of(1)).adds_up
    assert ShippingOption(3, "EC", "Economy", "UPS", "3-7 days", Money.of(1), total).wire_code == "EC"
    assert ShippingOption(3, "", "Economy", "UPS", "3-7 days", Money.of(1), total).wire_code == "3"
    assert OrderState("INTENT") is OrderState.INTENT


def test_rows_by_id() -> None:
    for rows, by_id in (
        (SHOP.product_types, SHOP.product_type_by_id),
        (SHOP.media, SHOP.media_by_id),
        (SHOP.styles, SHOP.style_by_id),
        (SHOP.collections, SHOP.collection_by_id),
        (SHOP.frames, SHOP.frame_by_id),
        (SHOP.mats, SHOP.mat_by_id),
        (SHOP.glazings, SHOP.glazing_by_id),
    ):
        assert [by_id[row.id] for row in rows] == list(rows)
        assert 0 not in by_id


def test_frames_of_several_collections_are_listed_once() -> None:
    shop = Catalog(collections=(Collection(1, "A", frames=(PLAIN, WIDE)), Collection(2, "B", frames=(WIDE, SMALL))))
    assert shop.frames == (PLAIN, WIDE, SMALL)
    assert Frame(1, "x") not in shop.frames


def test_media_by_list_or_by_parent() -> None:
    paper, canvas, cards, nothing = SHOP.product_types
    assert [row.id for row in SHOP.media_of(paper)] == [6, 144]
    assert [row.id for row in SHOP.media_of(canvas)] == [200, 201]
    assert [row.id for row in SHOP.media_of(cards)] == [210]
    assert SHOP.media_of(nothing) == ()
    assert [row.id for row in SHOP.styles_of(SHOP.media_by_id[144])] == [8, 9, 21]
