"""Limited editions: a number is taken with the intent, never twice, never beyond the last, and given back by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fwdesk.domain.errors import OrderError, Unreachable
from fwdesk.domain.order import Order, OrderState
from fwdesk.orders.editions import Edition, Number, told
from fwdesk.orders.ledger import Ledger
from fwdesk.orders.preflight import Level, check_all
from fwdesk.orders.standing import Choice, choices
from fwdesk.orders.submit import send_again, submit
from tests.orders_kit import FILE, HOST, LINE, TOTAL, Clock, Service, a_ledger, an_order
from tests.unit.orders.test_preflight import NOW, PRICE, QUOTE

KEY: tuple[str, str] = (FILE.sha256, "16x20")
BACK = "a person gave its edition's numbers back"


def limited(copies: int = 25, quantity: int = 1, **changes: Any) -> Order:
    return an_order(lines=(replace(LINE, quantity=quantity, edition=copies, **changes),))


def intend(ledger: Ledger, order: Order, mode: str = "test") -> None:
    ledger.intend(order, mode=mode, host=HOST, quoted_total=TOTAL)


def numbers(ledger: Ledger, mode: str = "test") -> list[int]:
    return [number.number for number in ledger.register(mode)[KEY].taken]


def test_numbers_are_taken_with_the_intent_and_the_last_is_the_last(tmp_path: Path) -> None:
    ledger, first = a_ledger(tmp_path), limited(quantity=2)
    intend(ledger, first)
    assert numbers(ledger) == [1, 2]
    assert {number.order_po for number in ledger.register("test")[KEY].taken} == {first.order_po}
    intend(ledger, limited(quantity=23))
    assert ledger.register("test")[KEY].left == 0
    with pytest.raises(OrderError, match=r"ends at number 25: 25 of 25 are taken, so 1 more"):
        intend(ledger, limited())
    assert len(ledger.rows()) == 2, "what has no number is not written down"


def test_no_copy_goes_uncounted_and_one_picture_has_one_edition(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    intend(ledger, an_order())
    assert ledger.register("test") == {}, "not limited"
    intend(ledger, limited(3))
    intend(ledger, limited(0))
    assert numbers(ledger) == [1, 2]
    with pytest.raises(OrderError, match="an edition of 3 at this size, not of 4"):
        intend(ledger, limited(4))
    intend(ledger, limited(4, code="5M6M9S11X14"))
    intend(ledger, limited(4, file=replace(FILE, sha256="cd" * 32)))
    assert sorted((edition.size, edition.copies) for edition in ledger.register("test").values()) == [
        ("11x14", 4), ("16x20", 3), ("16x20", 4)
    ]  # fmt: skip
    intend(ledger, limited(0, code="F96S20X24"))
    for code in ("F96S20X24", "nonsense"):
        with pytest.raises(OrderError, match="needs a print"):
            intend(ledger, limited(5, code=code))


def test_a_size_that_is_turned_is_the_same_size_and_two_lines_share_the_numbers(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    line = replace(LINE, edition=3, quantity=2)
    with pytest.raises(OrderError, match="2 of 3 are taken, so 2 more"):
        intend(ledger, an_order(lines=(line, replace(line, code="5M6M9S20X16"))))
    intend(ledger, an_order(lines=(line, replace(line, code="5M6M9S20X16", quantity=1))))
    assert numbers(ledger) == [1, 2, 3]


def test_live_test_and_practice_count_for_themselves(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    intend(ledger, limited(1), "practice")
    intend(ledger, limited(1), "test")
    assert numbers(ledger, "practice") == numbers(ledger, "test") == [1]
    assert ledger.register("live") == {}


def test_an_order_sent_again_keeps_its_number(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), limited()
    row = submit(ledger, Service(Unreachable("none")), order, mode="test", host=HOST, quoted_total=TOTAL)
    assert row.state is OrderState.NOT_SENT
    row = send_again(ledger, Service(), order.order_po, mode="test", host=HOST)
    assert row.state is OrderState.ACCEPTED
    assert numbers(ledger) == [1]


def test_only_a_person_gives_numbers_back_and_only_of_what_was_written_off(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), limited(2)
    intend(ledger, order)
    intend(ledger, limited(2))
    with pytest.raises(OrderError, match="keeps its numbers"):
        ledger.release_numbers(order.order_po)
    ledger.give_up(order.order_po)
    assert numbers(ledger) == [1, 2], "writing off alone gives nothing back"
    ledger.release_numbers(order.order_po)
    assert numbers(ledger) == [2]
    ledger.release_numbers(order.order_po)
    assert [event.detail for event in ledger.events(order.order_po)].count(BACK) == 1
    intend(ledger, limited(2))
    assert numbers(ledger) == [1, 2]
    ledger.release_numbers(order.order_po)
    assert numbers(ledger) == [1, 2], "the number belongs to another order now"


def test_a_person_is_offered_to_give_numbers_back_where_there_are_any(tmp_path: Path) -> None:
    ledger, order, plain = a_ledger(tmp_path), limited(2), an_order()
    for one in (order, plain):
        intend(ledger, one)
        assert Choice.RETURN_NUMBERS not in choices(ledger.row(one.order_po))
        ledger.give_up(one.order_po)
    assert choices(ledger.row(order.order_po)) == (Choice.RETURN_NUMBERS,)
    assert choices(ledger.row(plain.order_po)) == ()


def test_a_lost_file_is_rebuilt_with_its_numbers(tmp_path: Path) -> None:
    clock = Clock()
    ledger, order = a_ledger(tmp_path, clock), limited(2)
    intend(ledger, order)
    intend(ledger, limited(2))
    ledger.give_up(order.order_po)
    ledger.release_numbers(order.order_po)
    before = ledger.register("test")
    ledger.close()
    for file in tmp_path.glob("fwdesk.db*"):
        file.unlink()
    clock.now += timedelta(minutes=1)
    again = a_ledger(tmp_path, clock)
    assert "rebuilt" in again.note
    assert again.register("test") == before


def test_the_preflight_says_which_numbers_and_stops_beyond_the_last() -> None:
    def look(order: Order, times: int, taken: int) -> tuple[Level, str]:
        known = {KEY: Edition(*KEY, 25, tuple(Number(n, f"FWD-{n}") for n in range(1, taken + 1)))} if taken else {}
        found = check_all([order] * times, {LINE.code: PRICE}, [QUOTE] * times, mode="test", now=NOW,
                          earlier=[None] * times, editions=known)  # fmt: skip
        (one,) = (finding for finding in found if "dition" in finding.words)
        return one.level, one.words

    assert look(limited(), 1, 0) == (Level.FINE, "Edition of 25: number 1, taken when the order goes.")
    assert look(limited(0), 2, 3)[1] == "Edition of 25: numbers 4 and 5, taken when the order goes."
    level, words = look(limited(), 2, 24)
    assert level is Level.MUST_FIX
    assert "ends at number 25: 24 of 25 are taken, so 2 more" in words
    assert look(limited(30), 1, 1) == (Level.MUST_FIX, "This picture is an edition of 25 at this size, not of 30.")


@pytest.mark.parametrize(
    ("numbers", "words"), [([3], "3"), ([3, 4], "3 and 4"), ([3, 4, 5], "3 to 5"), ([1, 3, 5], "1, 3 and 5")]
)
def test_numbers_for_people(numbers: list[int], words: str) -> None:
    assert told(numbers) == words
