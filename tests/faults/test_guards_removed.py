"""Every guard of the order path has a test that fails when the guard is removed (RELIABILITY, section 10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.kit.guards import Removal, Surgery

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SUBMIT, LEDGER, VERDICT = "fwdesk.orders.submit", "fwdesk.orders.ledger", "fwdesk.orders.verdict"
ROWS, STANDING, SCHEDULE, WITNESS = (
    "fwdesk.orders.rows", "fwdesk.orders.standing", "fwdesk.orders.schedule", "fwdesk.orders.witness",
)  # fmt: skip
CHANGES, BOOKS, ARCHIVE = "fwdesk.orders.changes", "fwdesk.orders.books", "fwdesk.orders.archive"
DATABASE, JOURNAL, BACKUPS, LOCK = (
    "fwdesk.store.database", "fwdesk.store.journal", "fwdesk.store.backups", "fwdesk.store.lock",
)  # fmt: skip
TOTALS, QUOTING = "fwdesk.domain.totals", "fwdesk.app.quoting"
ORDERS, STORE = "tests/unit/orders/", "tests/unit/store/"
PERMIT, EDITIONS = "fwdesk.orders.permit", "fwdesk.orders.editions"
_SEND = "        confirmation = client.submit_orders_v2(order, payment_token=token, cancel=cancel)\n"
_TWICE = f"""        try:
    {_SEND}        except ServiceError:
    {_SEND}"""

REMOVALS = [
    # One request
    Removal("sent a second time when it fails", SUBMIT, _SEND, _TWICE,
            ORDERS + "test_submit.py::test_only_what_is_certain_is_said"),
    Removal("sent again when it is not found", SUBMIT, "    return ledger.saw(order_po, statuses)\n\n\ndef _same",
            "    if not statuses:\n        client.submit_orders_v2(ledger.order(order_po), payment_token='xxxx')\n"
            "    return ledger.saw(order_po, statuses)\n\n\ndef _same",
            ORDERS + "test_submit.py::test_not_found_proves_nothing"),
    Removal("the claim does not look at the state", LEDGER, "WHERE order_po = ? AND state = ? AND attempts = ?",
            "WHERE order_po = ? AND state <> '?' || ? AND attempts = ?",
            ORDERS + "test_ledger.py::test_what_may_have_been_sent_is_not_intended_or_claimed_again"),
    Removal("the claim does not ask whether it took anything", LEDGER, "if claimed != 1:", "if claimed > 1:",
            ORDERS + "test_ledger.py::test_what_may_have_been_sent_is_not_intended_or_claimed_again"),
    Removal("several on their way at once", LEDGER,
            "        if not self._sending.take():\n            raise OrderError",
            "        if not self._sending.take() and not order_po:\n            raise OrderError",
            ORDERS + "test_ledger.py::test_one_order_at_a_time"),
    Removal("a start takes what another program is sending", LEDGER,
            "if self._database.read_only or not self._sending.take():",
            "if self._database.read_only or (not self._sending.take() and self is None):",
            ORDERS + "test_ledger.py::test_what_was_being_sent_is_unknown_after_a_restart"),
    Removal("a change lets others in", DATABASE, 'self._transaction("BEGIN IMMEDIATE", before_commit)',
            'self._transaction("BEGIN", before_commit)',
            STORE + "test_database.py::test_a_change_keeps_others_out_from_its_first_moment"),
    Removal("sent again without a look first", SUBMIT, "    if statuses:\n", "    if statuses is None:\n",
            ORDERS + "test_decisions.py::test_sent_again_it_is_looked_for_first_and_not_sent_if_it_is_there"),
    Removal("a damaged order is sent", LEDGER, "if not sealed(found):", "if not found:",
            ORDERS + "test_decisions.py::test_a_damaged_order_is_not_sent"),
    # What an answer means
    Removal("every failure is NOT_SENT", SUBMIT, "if not error.sent:", "if error:",
            ORDERS + "test_submit.py::test_only_what_is_certain_is_said"),
    Removal("a 500 is a refusal", SUBMIT, "error.status < 500", "error.status < 600",
            ORDERS + "test_submit.py::test_only_what_is_certain_is_said"),
    Removal("a 409 is a refusal", SUBMIT, "and error.status not in DOUBTFUL", "",
            ORDERS + "test_submit.py::test_only_what_is_certain_is_said"),
    Removal("another reference is accepted", SUBMIT, "if confirmation.order_po != order.order_po:",
            "if not confirmation.order_po:",
            ORDERS + "test_submit.py::test_anything_but_exactly_our_order_is_unknown"),
    Removal("an order number of any kind is accepted", SUBMIT, "if type(order_id) is not int or order_id <= 0:",
            "if order_id is None:", ORDERS + "test_submit.py::test_anything_but_exactly_our_order_is_unknown"),
    Removal("interrupted is forgotten", SUBMIT,
            '        _kept(ledger, row, attempt, OrderState.UNKNOWN, "Sending was interrupted.")\n        raise\n',
            "        raise\n", ORDERS + "test_submit.py::test_a_bug_while_sending_is_unknown_and_still_a_bug"),
    Removal("sent again, a refusal is certain", SUBMIT, "if not again and isinstance(error, Refused)",
            "if isinstance(error, Refused)",
            ORDERS + "test_decisions.py::test_sent_again_nothing_is_certain_of_the_first_time"),
    Removal("a late outcome undoes a later one", LEDGER,
            'if found["attempts"] == attempt and found["state"] in _MAY_SETTLE:',
            'if found["state"] in _MAY_SETTLE:',
            ORDERS + "test_ledger.py::test_a_late_outcome_of_an_earlier_attempt_changes_nothing"),
    Removal("an order that was found is undone", LEDGER,
            'if found["attempts"] == attempt and found["state"] in _MAY_SETTLE:', 'if found["attempts"] == attempt:',
            ORDERS + "test_ledger.py::test_an_order_found_at_the_service_is_not_undone"),
    # Reading back
    Removal("asked at another service", SUBMIT, "if (row.mode, row.host) != (mode, host):", "if not mode or not host:",
            ORDERS + "test_decisions.py::test_an_order_is_never_looked_for_at_another_service"),
    Removal("two orders are one", VERDICT, "if len(ours) > 1:", "if len(ours) > 2:",
            ORDERS + "test_submit.py::test_two_orders_under_one_reference_are_a_matter_for_people"),
    Removal("another number than confirmed", VERDICT, "if confirmed and confirmed not in ours:",
            "if confirmed and not ours:",
            ORDERS + "test_decisions.py::test_a_number_confirmed_and_another_one_seen_is_a_conflict"),
    Removal("the number of another order", VERDICT,
            "            if order_id in owners:", "            if not order_id:",
            ORDERS + "test_decisions.py::test_a_number_that_is_another_orders_is_a_conflict"),
    Removal("an answer about another order", VERDICT, 'if strangers and found["state"] in _ASKED_IN_DOUBT:',
            "if not found:", ORDERS + "test_submit.py::test_another_order_is_not_ours"),
    Removal("not seen at once", SCHEDULE, "return row.looks > 0 and now - begun >= NOT_SEEN_AFTER",
            "return row.looks > 0",
            ORDERS + "test_schedule.py::test_not_seen_is_for_a_person_after_a_quarter_of_an_hour"),
    Removal("rejected at once", SCHEDULE, "return row.looked_at - row.sent_at >= first and now - row.sent_at >= second",
            "return True", ORDERS + "test_schedule.py::test_rejected_needs_two_looks"),
    # What may not go
    Removal("live", SUBMIT, "        if permit is None:\n            raise OrderError(\"A live",
            "        if permit is None:\n            return\n            raise OrderError(\"A live",
            ORDERS + "test_submit.py::test_live_is_refused"),
    Removal("a test order in the live ledger", SUBMIT, "        if order.test_mode:\n", "        if not order:\n",
            ORDERS + "test_permit.py::test_a_test_order_does_not_go_to_the_live_account"),
    Removal("a live order in the test ledger", SUBMIT, "elif permit is not None or not order.test_mode:",
            "elif permit is None and not order.test_mode:",
            ORDERS + "test_permit.py::test_without_all_of_it_nothing_is_written_or_sent"),
    Removal("no token, or null", PERMIT, "if not token or token.lower() == TEST_TOKEN:",
            "if token.lower() == TEST_TOKEN:",
            ORDERS + "test_permit.py::test_without_all_of_it_nothing_is_written_or_sent"),
    Removal("live with the test token", PERMIT, "if not token or token.lower() == TEST_TOKEN:", "if not token:",
            ORDERS + "test_permit.py::test_without_all_of_it_nothing_is_written_or_sent"),
    Removal("keys that may be those of a test app", PERMIT, "if not self.verified:", "if self.verified is None:",
            ORDERS + "test_permit.py::test_without_all_of_it_nothing_is_written_or_sent"),
    Removal("another total than was typed", PERMIT, "if self.typed_total != self.shown_total or", "if",
            ORDERS + "test_permit.py::test_without_all_of_it_nothing_is_written_or_sent"),
    Removal("more than was shown", PERMIT, " or total.rounded > self.shown_total:", ":",
            ORDERS + "test_permit.py::test_without_all_of_it_nothing_is_written_or_sent"),
    Removal("checked with the real token", PERMIT, "payment_token=TEST_TOKEN, validate_only=True",
            "payment_token='card', validate_only=True",
            ORDERS + "test_permit.py::test_a_check_beforehand_can_place_nothing_real"),
    Removal("a test order with a real token", SUBMIT, "token = permit.payment_token if permit else TEST_TOKEN",
            "token = permit.payment_token if permit else 'card'",
            ORDERS + "test_permit.py::test_live_and_test_orders_are_in_ledgers_of_their_own"),
    Removal("a cent too much is believed", TOTALS, "if ours != total.subtotal.rounded:", "if not ours:",
            "tests/unit/domain/test_totals.py::test_a_cent_too_much_is_named"),
    Removal("a total that does not add up is believed", TOTALS, "if not total.adds_up or", "if",
            "tests/unit/domain/test_totals.py::test_a_cent_too_much_is_named"),
    Removal("number 26 of 25", EDITIONS, "if count > len(free):", "if count > len(free) + 99:",
            ORDERS + "test_editions.py::test_numbers_are_taken_with_the_intent_and_the_last_is_the_last"),
    Removal("a number is given back by itself", LEDGER,
            'if found["state"] not in (OrderState.GIVEN_UP, OrderState.REJECTED):', 'if not found["state"]:',
            ORDERS + "test_editions.py::test_only_a_person_gives_numbers_back_and_only_of_what_was_written_off"),
    Removal("an edition's copy goes uncounted", EDITIONS, "edition = known.get(key) or (",
            "edition = (known.get(key) if line.edition else None) or (",
            ORDERS + "test_editions.py::test_no_copy_goes_uncounted_and_one_picture_has_one_edition"),
    Removal("other prices than shown go unseen", QUOTING, "if line.unit_price != then.unit_price\n",
            "if line.unit_price is None\n",
            "tests/unit/test_quoting.py::test_any_difference_is_named_old_and_new"),
    Removal("another total than shown goes unseen", QUOTING, "elif was.total != now.total or was.rate != now.rate:",
            "elif was.rate != now.rate:",
            "tests/unit/test_quoting.py::test_any_difference_is_named_old_and_new"),
    Removal("a file that nobody fetched", SUBMIT, "if not (line.file.url and line.file.sha256):", "if not line.file:",
            ORDERS + "test_submit.py::test_what_may_not_be_sent_is_refused_before_anything_is_written"),
    Removal("one reference for two orders", LEDGER, '(found["sha256"], found["mode"], found["host"]) !=',
            '(text.digest(words), found["mode"], found["host"]) !=',
            ORDERS + "test_ledger.py::test_one_reference_stands_for_one_order"),
    Removal("over the limit", STANDING, "if limits.per_day is not None and", "if limits.per_day is None and",
            ORDERS + "test_decisions.py::test_over_the_limit_nothing_is_sent"),
    Removal("live while in doubt", STANDING, "if self.wants_typed and not typed:", "if self.wants_typed and typed:",
            ORDERS + "test_decisions.py::test_live_waits_for_what_is_in_doubt_and_for_what_holds_it"),
    # The disk
    Removal("not flushed", DATABASE, "synchronous = 2  # FULL", "synchronous = 1",
            STORE + "test_database.py::test_it_is_durable_private_and_strict"),
    Removal("the journal is not flushed", JOURNAL, "        os.fsync(handle)\n", "",
            STORE + "test_journal.py::test_every_entry_is_flushed_and_so_is_the_folder_of_a_new_file"),
    Removal("the journal's chain is not followed", JOURNAL, 'broken = broken or entry["previous"] != last',
            "broken = broken or not entry",
            STORE + "test_journal.py::test_a_line_that_is_gone_or_not_a_mapping_is_noticed"),
    Removal("the file is not checked", DATABASE, "            _check(connection)\n", "",
            STORE + "test_database.py::test_a_damaged_file_is_kept_and_a_new_one_begun"),
    Removal("a backup counts unseen", BACKUPS, 'if told[0] != ("ok",) or contents(copy) != told:', "if not told:",
            STORE + "test_database.py::test_a_backup_that_differs_does_not_count"),
    Removal("a row is not sealed", ROWS, "    if whole:\n", "    if whole is None:\n",
            ORDERS + "test_ledger.py::test_the_row_says_what_a_list_shows"),
    Removal("a damaged row is sealed again", ROWS, "    if whole:\n", "    if order_po:\n",
            ORDERS + "test_rebuild.py::test_a_change_does_not_make_damage_look_right"),
    Removal("a rebuild trusts what may be lost", WITNESS, "elif state in _UNSENT and not whole:",
            "elif state in _UNSENT and not state:",
            ORDERS + "test_rebuild.py::test_what_may_be_missing_is_said_and_what_may_have_gone_is_in_doubt"),
    Removal("sent with one witness", LEDGER,
            "could not be written down twice.\")\n            raise\n", "could not be written down twice.\")\n",
            ORDERS + "test_rebuild.py::test_what_only_one_witness_knows_is_not_sent"),
    Removal("the ballast stays", LEDGER, "if not drop_ballast(self._ballast):", "if self._ballast:",
            ORDERS + "test_rebuild.py::test_the_ballast_goes_before_an_outcome_is_lost"),
    Removal("the lock is for nobody", LOCK, 'self._get("BEGIN EXCLUSIVE", wait_s)', 'self._get("BEGIN", wait_s)',
            STORE + "test_lock.py::test_one_has_it_alone_and_several_share_it"),
    # After the order
    Removal("a change is asked again when it fails", CHANGES, "        outcome, words = judged(error)\n",
            "        outcome, words = Outcome.DONE, _sent(client, row.order_id, wanted, cancel)\n",
            ORDERS + "test_changes.py::test_only_what_is_certain_is_said_and_nothing_is_asked_twice"),
    Removal("a change is asked before it is written down", CHANGES,
            '{"asked": _spelled(wanted), "status": row.status_label}', '{"status": row.status_label}',
            ORDERS + "test_changes.py::test_it_is_asked_once_and_written_down_before_and_after"),
    Removal("an unclear change is a refusal", CHANGES, "and error.status not in DOUBTFUL", "",
            ORDERS + "test_changes.py::test_only_what_is_certain_is_said_and_nothing_is_asked_twice"),
    Removal("a change that was not answered is done", CHANGES, "    outcome: Outcome = Outcome.OPEN\n",
            "    outcome: Outcome = Outcome.DONE\n",
            ORDERS + "test_changes.py::test_it_is_asked_once_and_written_down_before_and_after"),
    Removal("a change goes to another service", CHANGES, "    if (row.mode, row.host) != (mode, host):",
            "    if (row.mode, row.host) != (mode, host) and not mode:",
            ORDERS + "test_changes.py::test_only_what_is_there_and_not_gone_can_be_changed"),
    Removal("an address that was refused counts", CHANGES, " and request.outcome is Outcome.DONE", "",
            ORDERS + "test_changes.py::test_the_address_that_counts_is_the_last_one_that_was_taken"),
    Removal("a person gives one number to two orders", LEDGER, "and other.order_po != order_po:",
            "and not order_po:",
            ORDERS + "test_decisions.py::test_a_person_who_asked_the_service_gives_its_number_and_it_is_looked_for_on"),
    Removal("a sheet computes what is in a cell", BOOKS, "and words else safe(words)", "and words else words",
            ORDERS + "test_books.py::test_one_line_for_each_piece_and_the_total_once"),
    Removal("a line within a cell is computed", BOOKS, '_DANGEROUS = re.compile(rf"(?:(?<=[{_END}])|\\A)',
            '_DANGEROUS = re.compile(rf"(?:\\A)',
            ORDERS + "test_books.py::test_no_cell_begins_with_what_is_computed_and_each_can_be_read_back"),
    Removal("a reference leads out of the archive", ARCHIVE, "if not _NAME.fullmatch(order_po):", "if not order_po:",
            ORDERS + "test_archive.py::test_a_reference_that_is_no_plain_name_touches_no_disk"),
]  # fmt: skip


@pytest.fixture(scope="module")
def surgery() -> Iterator[Surgery]:
    surgery = Surgery()
    yield surgery
    surgery.close()


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.name)
def test_without_the_guard_a_test_is_red(surgery: Surgery, removal: Removal) -> None:
    source = removal.path().read_text()
    assert source.count(removal.old) == 1, "the guard is not where it was; follow it"
    red, ran, words = surgery.ask(removal)
    assert ran, words
    assert red, f"{removal.test} did not notice"


def test_with_all_guards_in_place_the_tests_are_green(surgery: Surgery) -> None:
    """The other half of the proof: it is the missing guard that makes them red."""
    tests = sorted({removal.test for removal in REMOVALS})
    red, ran, words = surgery.ask(Removal("", SUBMIT, LEDGER * 9, "", " ".join(tests)))
    assert red == 0, words
    assert ran >= len(tests)
