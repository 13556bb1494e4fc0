from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fwdesk.domain.crop import Crop, Pixels
from fwdesk.domain.money import Money
from fwdesk.domain.options import Catalog, Media, ProductType, Style
from fwdesk.domain.order import LedgerRow, OrderState, OrderTotal, PrintFile, ShippingOption, ShippingQuote
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules
from fwdesk.orders.preflight import Finding, Fix, Level, LiveFacts, Seen, check, check_all, clean
from tests.orders_kit import ADA, FILE, LINE, an_order

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CODE = LINE.code
PRICE = Price(CODE, print=Money.of("35"), total=Money.of("35"), asked_at=NOW - timedelta(minutes=5))
TOTAL = OrderTotal(Money.of("35"), Money.of("8.95"), Money.of("43.95"))
OPTION = ShippingOption(42, "SD", "UPS Ground", "UPS", "1-5 biz days", Money.of("8.95"), TOTAL)
WRONG = replace(TOTAL, grand_total=Money.of(1))
QUOTE = ShippingQuote("FWD-1", (replace(OPTION, id=43, code="EX"), OPTION))
RULES = Rules(
    Catalog((ProductType(5, "Prints", media_ids=(6,)),), (Media(6, 5, "Rag", style_ids=(9,)),), (Style(9, "Border"),))
)
NARROW = Pixels(4800, 4800)


def look(order: object = None, **changes: Any) -> tuple[Finding, ...]:
    given: dict[str, Any] = {
        "prices": {CODE: PRICE}, "quote": QUOTE, "seen": (), "mode": "test", "now": NOW, "rules": RULES
    } | changes  # fmt: skip
    prices, quote, seen = given.pop("prices"), given.pop("quote"), given.pop("seen")
    return check(order or an_order(), prices, quote, seen, **given)  # type: ignore[arg-type]


def only(findings: tuple[Finding, ...]) -> Finding:
    """The one finding that is not fine."""
    (found,) = [finding for finding in findings if finding.level is not Level.FINE]
    return found


def line(**changes: Any) -> Any:
    return an_order(lines=(replace(LINE, **changes),))


def test_when_all_is_fine_it_says_so() -> None:
    found = look()
    assert clean(found)
    assert {finding.level for finding in found} == {Level.FINE}
    words = "\n".join(finding.words for finding in found)
    for expected in (
        "test order: nothing is made or billed",
        "The address is complete: Ada Example",
        "Crisp at 16 × 20 in: 300 pixels per inch",
        "The price is current: $35.00",
        "UPS Ground, 1-5 biz days: $8.95; $43.95 in all",
    ):
        assert expected in words
    assert "practice order" in look(mode="practice")[0].words


MUST = {
    "live": (an_order(), {"mode": "live"}, "review", "Only test orders"),
    "not a test": (an_order(test_mode=False), {}, "review", "Only test orders"),
    "address": (an_order(recipient=replace(ADA, zip_postal_code="1")), {}, "recipient", "not a ZIP code"),
    "quantity": (line(quantity=0), {"quote": None}, "review", "1 to 999, not 0"),
    "title": (line(title="x" * 51), {}, "review", "51 characters"),
    "file": (line(file=replace(FILE, url="")), {}, "artwork", "not where the lab"),
    "unseen": (line(file=replace(FILE, sha256="")), {}, "artwork", "not where the lab"),
    "rules": (line(code="5M6M8S16X20"), {"prices": {"5M6M8S16X20": PRICE}}, "style", "Style 8"),
    "small": (line(file=replace(FILE, pixel_width=480, pixel_height=600)), {}, "size", "smaller size"),
    "moved": (line(file=replace(FILE, pixel_height=4800)), {"seen": (Seen(crop=Crop(Decimal(0))),)},
              "size", "keeps its middle"),
    "no price": (an_order(), {"prices": {}}, "price", "not known yet"),
    "unpriced": (an_order(), {"prices": {CODE: Price(CODE, info="Bad code")}}, "price", "It says: Bad code"),
    "unpriced, silent": (an_order(), {"prices": {CODE: Price(CODE)}}, "price", "does not price"),
    "sum": (an_order(), {"prices": {CODE: replace(PRICE, frame=Money.of(1))}}, "price", "come to $36.00"),
    "changed": (line(unit_price=Money.of("30")), {}, "price", "$35.00 now, not $30.00"),
    "no quote": (an_order(), {"quote": None}, "shipping", "Ask for the ways"),
    "no choice": (an_order(shipping_code="ZZ"), {}, "shipping", "Choose how"),
    "subtotal": (line(quantity=2), {}, "shipping", "come to $70.00"),
    "total": (an_order(), {"quote": ShippingQuote("", (replace(OPTION, total=WRONG),))},
              "shipping", "do not come to its total of $1.00"),
    "rate": (an_order(), {"quote": ShippingQuote("", (replace(OPTION, rate=Money.of(1)),))}, "shipping", "do not come"),
    "unreadable": (line(code="5M6"), {"prices": {"5M6": PRICE}}, "code", "cannot be read"),
    "nothing": (an_order(lines=()), {}, "review", "nothing in this order"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MUST)
def test_what_must_be_fixed_is_said_with_the_way_there(kind: str) -> None:
    order, changes, step, words = MUST[kind]
    found = look(order, **changes)
    assert not clean(found)
    assert found[0].level is Level.MUST_FIX
    assert any(finding.step == step and words in finding.words for finding in found), found


def test_a_field_of_the_recipient_is_named() -> None:
    assert only(look(an_order(recipient=replace(ADA, city="")))).field == "city"


@pytest.mark.parametrize(
    ("order", "changes", "step", "words"),
    [
        (line(file=replace(FILE, pixel_width=1600, pixel_height=2000)), {}, "size", "soft from near"),
        (line(file=replace(FILE, pixel_height=4800)), {}, "size", "(left and right) of the picture"),
        (an_order(), {"prices": {CODE: replace(PRICE, asked_at=NOW - timedelta(hours=2))}}, "price", "hour old"),
        (an_order(), {"prices": {CODE: replace(PRICE, asked_at=None)}}, "price", "hour old"),
    ],
)
def test_what_should_be_looked_at_does_not_stop_it(order: Any, changes: dict[str, Any], step: str, words: str) -> None:
    found = look(order, **changes)
    assert clean(found)
    assert only(found).step == step
    assert words in only(found).words


def test_before_delivery_the_artwork_is_judged() -> None:
    undelivered = line(file=PrintFile("", "", 0, 0))
    assert any("300 pixels" in finding.words for finding in look(undelivered, seen=(Seen(Pixels(4800, 6000)),)))
    assert any("Open the artwork" in finding.words for finding in look(undelivered))


def test_a_frame_alone_has_no_picture_to_judge_and_no_catalog_is_no_judge() -> None:
    order = line(code="F96S20X24")
    found = look(order, prices={"F96S20X24": PRICE}, rules=None)
    assert clean(found)
    assert not any(finding.step == "size" for finding in found)


def test_many_copies_are_counted() -> None:
    total = replace(TOTAL, subtotal=Money.of(70), grand_total=Money.of("78.95"))
    found = look(line(quantity=2), quote=ShippingQuote("", (replace(OPTION, total=total),)))
    assert clean(found)
    assert any("2 × $35.00" in finding.words for finding in found)


@pytest.mark.parametrize(("hours", "ago"), [(0, "less than an hour ago"), (1, "an hour ago"), (5, "5 hours ago")])
@pytest.mark.parametrize(("number", "name"), [(77, "as order 77"), (0, "as FWD-X")])
def test_an_earlier_twin_is_named(hours: int, ago: str, number: int, name: str) -> None:
    at = NOW - timedelta(hours=hours, minutes=1)
    earlier = LedgerRow("FWD-X", "test", OrderState.UNKNOWN, number, "Lake", Money.of(1), "Ada", at, at)
    found = only(look(earlier=earlier))
    assert (found.level, found.step) == (Level.LOOK, "review")
    assert ago in found.words
    assert name in found.words


LIVE = LiveFacts(verified=True, paid=True)


@pytest.mark.parametrize(
    ("facts", "step", "words"),
    [
        (LiveFacts(verified=False, paid=True), "service", "keys of a live app"),
        (LiveFacts(verified=True, paid=False), "payment", "how the order is paid"),
        (None, "review", "Only test orders"),
    ],
)
def test_a_live_order_needs_keys_known_to_be_live_and_a_way_to_pay(
    facts: LiveFacts | None, step: str, words: str
) -> None:
    finding = only(look(an_order(test_mode=False), mode="live", live=facts))
    assert (finding.level, finding.step) == (Level.MUST_FIX, step)
    assert words in finding.words


def test_a_live_order_says_that_it_is_made_and_billed() -> None:
    found = look(an_order(test_mode=False), mode="live", live=LIVE)
    assert clean(found)
    assert "made and billed" in found[0].words
    assert not clean(look(an_order(), mode="live", live=LIVE)), "a test order is not for the live account"


@pytest.mark.parametrize(
    ("changes", "field"), [({"gift_message": "x" * 501}, "gift_message"), ({"document_url": "x" * 201}, "document_url")]
)
def test_what_goes_with_it_has_its_limits(changes: dict[str, Any], field: str) -> None:
    assert only(look(an_order(**changes))).field == field
    short = {name: value[:-1] for name, value in changes.items()}
    assert clean(look(an_order(**short)))


def test_what_the_desk_can_do_is_offered() -> None:
    fixes = {finding.fix for finding in look(an_order(), prices={}, quote=None) if finding.level is Level.MUST_FIX}
    assert fixes == {Fix.ASK_AGAIN}
    moved = line(file=replace(FILE, pixel_height=4800))
    assert look(moved, seen=(Seen(crop=Crop(Decimal(0))),))[0].fix is Fix.CENTER


def test_with_several_pieces_each_finding_names_its_own() -> None:
    soft = replace(LINE, title="Sea", file=replace(FILE, pixel_width=1600, pixel_height=2000))
    total = replace(TOTAL, subtotal=Money.of(70), grand_total=Money.of("78.95"))
    quote = ShippingQuote("", (replace(OPTION, total=total),))
    finding = only(look(an_order(lines=(LINE, soft)), quote=quote))
    assert finding.words.startswith("Sea: Soft at 16 × 20 in")
    assert finding.line == 1


def test_several_recipients_are_looked_at_each_and_the_pieces_once() -> None:
    at = NOW - timedelta(minutes=5)
    earlier = LedgerRow("FWD-X", "test", OrderState.ACCEPTED, 7, "Lake", Money.of(1), "Ada", at, at)
    two = [an_order(), an_order(recipient=replace(ADA, first_name="Bob", city=""))]
    found = check_all(two, {CODE: PRICE}, [QUOTE, QUOTE], mode="test", now=NOW, rules=RULES, earlier=[earlier, None])
    words = [finding.words for finding in found if finding.level is not Level.FINE]
    assert words == [
        "Bob Example: Enter a city.",
        "Ada Example: The same pieces went to the same recipient less than an hour ago, as order 7. Send them again?",
    ]
    assert sum("300 pixels per inch" in finding.words for finding in found) == 1
    nobody = an_order(recipient=replace(ADA, first_name="", last_name="", address_1="", city="", state_code="",
                                        zip_postal_code="", country_code=""))  # fmt: skip
    named = check_all([nobody, two[0]], {CODE: PRICE}, [QUOTE, QUOTE], mode="test", now=NOW, earlier=[None, None])
    assert any(finding.words == "Enter a first name." for finding in named)
