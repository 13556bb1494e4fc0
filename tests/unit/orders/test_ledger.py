from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fwdesk.domain.errors import OrderError, StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.order import Order, OrderLine, OrderState, OrderStatus, PrintFile, Recipient, Shipment
from fwdesk.orders import payload
from fwdesk.orders.ledger import INTERRUPTED, Ledger, new_po
from fwdesk.store.database import Database
from tests.orders_kit import ADA, HOST, LINE, TOTAL, Clock, a_ledger, an_order


def intend(ledger: Ledger, order: Order, mode: str = "test", host: str = HOST) -> None:
    ledger.intend(order, mode=mode, host=host, quoted_total=TOTAL)


def sent(ledger: Ledger, order: Order, state: OrderState, **facts: object) -> None:
    intend(ledger, order)
    ledger.settle(order.order_po, ledger.claim(order.order_po), state, "words", **facts)


def test_references_are_new_sortable_and_plain() -> None:
    made = [new_po(Clock()) for _ in range(2)] + [new_po() for _ in range(1000)]
    assert len(set(made)) == 1002
    assert all(re.fullmatch(r"FWD-[0-9A-HJKMNP-TV-Z]{26}", po) for po in made)
    clock = Clock()
    early, late = new_po(clock), new_po(clock)
    assert early < late


def test_an_intent_is_on_the_disk_before_anything_else(tmp_path: Path) -> None:
    order = an_order()
    intend(a_ledger(tmp_path), order)
    with closing(sqlite3.connect(tmp_path / "fwdesk.db")) as other:
        state, text = other.execute("SELECT state, payload FROM orders").fetchone()
    assert state == "INTENT"
    assert payload.read(text) == order
    assert "xxxx" not in text
    assert "token" not in text


def test_the_row_says_what_a_list_shows(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    order = an_order(lines=(replace(LINE, quantity=3), replace(LINE, title="", code="5M6M9S8X10")))
    sent(ledger, order, OrderState.ACCEPTED, order_id=77, order_guid="g", confirmation_id=8, confirmed_at="then")
    row = ledger.row(order.order_po)
    assert (row.state, row.order_id, row.mode, row.total) == (OrderState.ACCEPTED, 77, "test", TOTAL)
    assert (row.summary, row.recipient) == ("3 × Lake, 5M6M9S8X10", "Ada Example")
    assert row.codes == ("5M6M9S16X20", "5M6M9S8X10")
    assert row.created_at < row.changed_at
    assert ledger.order(order.order_po) == order
    assert [event.state for event in ledger.events(order.order_po)] == ["INTENT", "SENDING", "ACCEPTED"]
    assert ledger.verify() == ()


def test_the_whole_book_survives_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    first = a_ledger(tmp_path, clock)
    orders = [an_order() for _ in range(3)]
    sent(first, orders[0], OrderState.ACCEPTED, order_id=1)
    sent(first, orders[1], OrderState.REFUSED)
    intend(first, orders[2], "practice", "localhost")
    rows = first.rows()
    first.close()
    again = a_ledger(tmp_path, clock)
    assert again.rows() == rows
    assert [row.order_po for row in rows] == [order.order_po for order in reversed(orders)]
    assert len(again.rows(mode="test")) == 2
    assert len(again.rows(host="localhost")) == 1
    assert again.rows(mode="live") == ()
    assert again.recover() == ()


def test_what_was_being_sent_is_unknown_after_a_restart(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    intend(ledger, order)
    attempt = ledger.claim(order.order_po)
    other = a_ledger(tmp_path)
    assert other.recover() == ()  # the first program is alive and sending
    assert other.row(order.order_po).state is OrderState.SENDING
    ledger._sending.release()  # as when it is killed
    (row,) = other.recover()
    assert (row.order_po, row.state, row.message) == (order.order_po, OrderState.UNKNOWN, INTERRUPTED)
    # The first program was alive after all: its answer still counts.
    row = ledger.settle(order.order_po, attempt, OrderState.ACCEPTED, order_id=5)
    assert (row.state, row.order_id) == (OrderState.ACCEPTED, 5)


def test_one_reference_stands_for_one_order(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    intend(ledger, order)
    intend(ledger, order)
    with pytest.raises(OrderError, match="another order"):
        intend(ledger, replace(order, gift_message="x"))
    with pytest.raises(OrderError, match="another order"):
        intend(ledger, order, host="other.example")
    with pytest.raises(OrderError, match="another order"):
        intend(ledger, order, mode="practice")
    assert len(ledger.rows()) == 1


@pytest.mark.parametrize("state", ["SENDING", "ACCEPTED", "UNKNOWN", "REFUSED"])
def test_what_may_have_been_sent_is_not_intended_or_claimed_again(tmp_path: Path, state: str) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    sent(ledger, order, OrderState(state))
    with pytest.raises(OrderError, match=f"sent already; its state is {state}"):
        intend(ledger, order)
    with pytest.raises(OrderError, match="being sent already"):
        ledger.claim(order.order_po)


def test_what_was_not_sent_may_be_intended_again_and_counts_its_attempts(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    sent(ledger, order, OrderState.NOT_SENT)
    with pytest.raises(OrderError):
        ledger.claim(order.order_po)
    intend(ledger, order)
    assert ledger.claim(order.order_po) == 2


def test_a_late_outcome_of_an_earlier_attempt_changes_nothing(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    sent(ledger, order, OrderState.NOT_SENT)
    intend(ledger, order)
    ledger.claim(order.order_po)
    row = ledger.settle(order.order_po, 1, OrderState.NOT_SENT, "late")
    assert row.state is OrderState.SENDING
    assert "late" in ledger.events(order.order_po)[-1].detail
    assert ledger.verify() == ()


def test_an_order_found_at_the_service_is_not_undone(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    intend(ledger, order)
    attempt = ledger.claim(order.order_po)
    ledger.saw(order.order_po, [OrderStatus(order.order_po, 9, 3, "Order Received")])
    row = ledger.settle(order.order_po, attempt, OrderState.UNKNOWN, "timed out")
    assert (row.state, row.order_id, row.status_label) == (OrderState.ACCEPTED, 9, "Order Received")


def test_a_status_is_written_once_and_with_its_parcels(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    sent(ledger, order, OrderState.ACCEPTED, order_id=9)
    parcel = Shipment("UPS", "Ground", "1Z", "https://ups.example/1Z", "2026-11-30")
    status = OrderStatus(order.order_po, 9, 7, " Shipped ", (parcel,))
    row = ledger.saw(order.order_po, [status])
    assert (row.status_id, row.status_label, row.shipments) == (7, "Shipped", (parcel,))
    before = ledger.events(order.order_po)
    again = ledger.saw(order.order_po, [status])
    assert again == replace(row, looks=2, looked_at=again.looked_at)
    assert ledger.events(order.order_po) == before
    other = ledger.saw(order.order_po, [replace(status, order_id=10)])
    assert (other.state, other.order_id, other.seen_ids) == (OrderState.CONFLICT, 9, (9, 10))
    assert "order 9, the service now says 10" in other.message
    assert ledger.verify() == ()


def test_an_order_that_is_not_there_is_said(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    for call in (ledger.row, ledger.order):
        with pytest.raises(OrderError, match="no order FWD-X"):
            call("FWD-X")
    with pytest.raises(OrderError):
        ledger.claim("FWD-X")


# Twins


def test_the_same_cart_within_a_day_is_a_twin(tmp_path: Path) -> None:
    clock = Clock()
    ledger, first = a_ledger(tmp_path, clock), an_order()
    sent(ledger, first, OrderState.UNKNOWN)
    shouted = replace(ADA, first_name=" ADA ", city="San  Antonio")
    again = an_order(recipient=shouted, gift_message="other", shipping_code="EX")
    found = ledger.twin(again, mode="test")
    assert found is not None
    assert found.order_po == first.order_po
    assert ledger.twin(first, mode="test") is None
    assert ledger.twin(again, mode="practice") is None
    clock.now += timedelta(hours=25)
    assert ledger.twin(again, mode="test") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": replace(ADA, address_1="101 Main St")},
        {"lines": (replace(LINE, quantity=2),)},
        {"lines": (LINE, LINE)},
        {"lines": (replace(LINE, code="5M6M9S8X10"),)},
        {"lines": (replace(LINE, file=replace(LINE.file, sha256="cd" * 32)),)},
    ],
)
def test_another_cart_is_not(tmp_path: Path, changes: dict[str, object]) -> None:
    ledger = a_ledger(tmp_path)
    sent(ledger, an_order(), OrderState.ACCEPTED, order_id=1)
    assert ledger.twin(an_order(**changes), mode="test") is None


@pytest.mark.parametrize("state", ["REFUSED", "NOT_SENT"])
def test_what_never_arrived_is_no_twin(tmp_path: Path, state: str) -> None:
    ledger = a_ledger(tmp_path)
    sent(ledger, an_order(), OrderState(state))
    assert ledger.twin(an_order(), mode="test") is None


# Damage


def alter(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "fwdesk.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["DROP TRIGGER events_stay", "UPDATE events SET detail = 'x' WHERE number = 2"], "event 2 was altered"),
        (["DROP TRIGGER events_remain", "DELETE FROM events WHERE number = 2"], "event 3 was altered"),
        (["UPDATE orders SET state = 'INTENT'"], "state does not follow"),
        (["DROP TRIGGER orders_keep_their_words", "UPDATE orders SET payload = '{}'"], "what was ordered was altered"),
    ],
)
def test_what_was_altered_is_named(tmp_path: Path, statements: list[str], words: str) -> None:
    ledger = a_ledger(tmp_path)
    sent(ledger, an_order(), OrderState.ACCEPTED, order_id=1)
    assert ledger.verify() == ()
    alter(tmp_path, *statements)
    assert any(words in found for found in ledger.verify())
    assert len(ledger.rows()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET detail = ''",
        "DELETE FROM events",
        "UPDATE orders SET payload = '{}'",
        "UPDATE orders SET mode = 'live'",
    ],
)
def test_the_file_itself_refuses_to_be_rewritten(tmp_path: Path, statement: str) -> None:
    sent(a_ledger(tmp_path), an_order(), OrderState.ACCEPTED, order_id=1)
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        alter(tmp_path, statement)


def test_a_damaged_file_is_kept_and_said(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    assert a_ledger(tmp_path / "whole").note == ""
    (tmp_path / "fwdesk.db").write_text("not a database " * 100)
    ledger = a_ledger(tmp_path)
    assert "fwdesk.db.broken-1" in ledger.note
    assert ledger.rows() == ()


def test_a_damaged_row_does_not_hide_the_others(tmp_path: Path) -> None:
    ledger, order = a_ledger(tmp_path), an_order()
    intend(ledger, order)
    alter(tmp_path, "DROP TRIGGER orders_keep_their_words", "UPDATE orders SET payload = 'x'")
    intend(ledger, an_order())
    assert {row.summary for row in ledger.rows()} == {"Lake", "This row of the ledger is damaged."}
    with pytest.raises(StoreError, match="cannot be read"):
        ledger.order(order.order_po)


@pytest.mark.parametrize("text", ["[]", "{}", '{"version":2}', '{"version":1}', "x", '{"version":1,"lines":[{}]}'])
def test_a_payload_of_another_kind_is_an_error(text: str) -> None:
    with pytest.raises(StoreError):
        payload.read(text)


words = st.text(max_size=6)
lines = st.builds(
    OrderLine,
    words,
    st.integers(1, 999),
    st.builds(PrintFile, words, words, st.integers(0, 9999), st.integers(0, 9999), words),
    words,
    st.builds(Money, st.decimals(0, 9999, places=3)),
)


@settings(max_examples=60)
@given(st.builds(Order, words, st.builds(Recipient, words, words), st.lists(lines, max_size=3).map(tuple), words))
def test_an_order_comes_back_from_its_payload_exactly(order: Order) -> None:
    text = payload.canonical(order)
    assert payload.read(text) == order
    assert payload.canonical(payload.read(text)) == text
    assert text.isascii()


# One sender


def test_of_many_threads_one_gets_the_claim(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    for _ in range(20):
        order, won, gate = an_order(), [], threading.Barrier(8)
        intend(ledger, order)

        def race(order: Order = order, won: list[int] = won, gate: threading.Barrier = gate) -> None:
            gate.wait()
            with suppress(OrderError):
                won.append(ledger.claim(order.order_po))
                ledger.settle(order.order_po, 1, OrderState.UNKNOWN)

        threads = [threading.Thread(target=race) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won == [1]


def test_one_order_at_a_time(tmp_path: Path) -> None:
    ledger, other = a_ledger(tmp_path), a_ledger(tmp_path)
    first, second = an_order(), an_order()
    for order in (first, second):
        intend(ledger, order)
    attempt = ledger.claim(first.order_po)
    for desk in (ledger, other):
        with pytest.raises(OrderError, match="is being sent right now"):
            desk.claim(second.order_po)
    ledger.settle(first.order_po, attempt, OrderState.UNKNOWN)
    assert other.claim(second.order_po) == 1


CLAIMER = """
import sys
from pathlib import Path
from fwdesk.domain.errors import OrderError
from fwdesk.domain.order import OrderState
from fwdesk.orders.ledger import Ledger
from fwdesk.store.database import Database
ledger = Ledger(Database(Path(sys.argv[1])))
print("ready", flush=True)
for line in sys.stdin:
    try:
        ledger.settle(line.strip(), ledger.claim(line.strip()), OrderState.UNKNOWN)
        print("won", flush=True)
    except OrderError:
        print("lost", flush=True)
"""


def test_of_eight_processes_one_gets_each_claim(tmp_path: Path) -> None:
    path = tmp_path / "fwdesk.db"
    ledger = Ledger(Database(path))
    runs = [
        subprocess.Popen([sys.executable, "-c", CLAIMER, str(path)], stdin=-1, stdout=-1, text=True) for _ in range(8)
    ]
    try:
        assert all(run.stdout and run.stdout.readline() == "ready\n" for run in runs)
        for _ in range(40):
            order = an_order()
            intend(ledger, order)
            for run in runs:
                assert run.stdin
                run.stdin.write(order.order_po + "\n")
                run.stdin.flush()
            answers = [run.stdout.readline().strip() if run.stdout else "" for run in runs]
            assert sorted(answers) == ["lost"] * 7 + ["won"]
    finally:
        for run in runs:
            run.communicate()
    assert ledger.verify() == ()


def test_what_an_order_does_not_have_is_not_in_its_text_so_that_older_ones_keep_theirs() -> None:
    plain = an_order()
    assert "edition" not in payload.canonical(plain)
    assert "document_url" not in payload.canonical(plain)
    full = replace(plain, document_url="https://files.example/slip.pdf", lines=(replace(LINE, edition=25),))
    assert payload.read(payload.canonical(full)) == full
