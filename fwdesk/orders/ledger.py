"""The ledger: every order is written here before a byte of it is sent, and its whole story after (RELIABILITY, 1).

INTENT → SENDING → ACCEPTED | UNKNOWN | REFUSED | NOT_SENT. UNKNOWN is settled by reading back, never by sending
again: ACCEPTED when seen, CONFLICT when something else is seen, NOT_SEEN when a person may decide. REFUSED becomes
REJECTED when looking twice saw nothing. Only a person makes an order go again, always under the same reference.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from fwdesk.domain.errors import OrderError, StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.order import LedgerRow, Order, OrderState, OrderStatus
from fwdesk.orders import editions
from fwdesk.orders import payload as text
from fwdesk.orders.payload import utc_now
from fwdesk.orders.records import Records
from fwdesk.orders.rows import (
    change,
    fields,
    find,
    insert,
    note,
    seal,
    sealed,
    select,
    spelled,
)
from fwdesk.orders.standing import Standing, standing
from fwdesk.orders.verdict import NOT_YET_SEEN, owners, told, verdict, write_seen, write_unseen
from fwdesk.orders.witness import Witness
from fwdesk.store.database import Database
from fwdesk.store.files import DiskFullError, drop_ballast, hold_ballast
from fwdesk.store.lock import Lock

_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MAY_SETTLE = (OrderState.SENDING, OrderState.UNKNOWN, OrderState.NOT_SEEN)

INTERRUPTED = "fwdesk was closed while this order was being sent. The service knows whether it arrived."


def new_po(clock: Callable[[], datetime] = utc_now) -> str:
    """A reference never used before: `FWD-`, 10 characters of time, 16 of chance."""
    number = int(clock().timestamp() * 1000) << 80 | secrets.randbits(80)
    return "FWD-" + "".join(_BASE32[number >> shift & 31] for shift in range(125, -1, -5))


def _nothing(point: str) -> None:
    """The probe of every day."""


class Ledger(Records):
    """The orders of this computer. Safe to use from several threads and processes.

    Opening it makes database and journal agree, and rebuilds what is damaged if it can be rebuilt; `note` tells.
    `probe` is called by name at each point where a crash would matter; the tests kill the program there. Raises
    `StoreError`.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        probe: Callable[[str], object] = _nothing,
    ) -> None:
        super().__init__(database, clock)
        self.probe = probe
        self._witness = Witness(database, database.path.with_name("orders.journal"))
        self._sending = Lock(database.path.with_name(f"{database.path.name}.sending"))
        self._ballast = database.path.with_name("ballast")
        self._claimed: tuple[str, int] | None = None
        self._words = ""
        if not database.read_only:
            self._make_whole()

    def _make_whole(self) -> None:
        damage = self.verify()
        # Asked before they are made to agree: a journal written from a damaged file is no witness against it.
        if damage and self._witness.covers():
            self._database.start_over()
            self._words = " ".join(damage)
        self._words = f"{self._words} {self._witness.agree(self.clock())}".strip()
        self._damage = self.verify()

    @property
    def note(self) -> str:
        """What the person must know about the file since it was opened: damage, and what was done about it."""
        return " ".join(words for words in (self._database.note, self._words, *self._damage) if words)

    def close(self) -> None:
        """Close the file. Closing twice is allowed."""
        self._sending.release()
        self._database.close()

    # Before sending

    def intend(self, order: Order, *, mode: str, host: str, quoted_total: Money) -> LedgerRow:
        """Write down that this order is about to be sent; on the disk when this returns.

        What is of a limited edition takes its numbers in the same moment. The same order may be intended again while
        it was never sent. Raises `OrderError` if the reference stands for something else or was sent already, or an
        edition has not as many numbers left; `StoreError` if it could not be written.
        """
        words, now = text.canonical(order), self.clock()
        with self._database.write(partial(self.probe, "intent.written")) as connection:
            found = find(connection, order.order_po)
            if found is None:
                numbers = editions.numbers_for(connection, order, mode)
                columns = {
                    "order_po": order.order_po,
                    "mode": mode,
                    "host": host,
                    "sha256": text.digest(words),
                    "payload": words,
                    "quoted_total": str(quoted_total.amount),
                    "fingerprint": text.fingerprint(order),
                    "state": str(OrderState.INTENT),
                    "created_at": spelled(now),
                    "changed_at": spelled(now),
                }
                insert(connection, columns)
                del columns["payload"]  # it stands in the row; its hash is in the event
                more: dict[str, Any] = {editions.TAKEN: numbers} if numbers else {}
                note(connection, order.order_po, now, f"{mode} at {host}, {quoted_total}", columns | more)
            else:
                _intend_again(connection, found, words, mode, host, now)
        self._witness.follow()
        self.probe("intent.kept")
        return self.row(order.order_po)

    def claim(
        self,
        order_po: str,
        since: OrderState = OrderState.INTENT,
        allow: Callable[[Standing], object] | None = None,
    ) -> int:
        """Take the one right to send this order. Returns the number of the attempt.

        Exactly one of many callers, threads or processes gets it, for one order at a time. `since` is the state it
        is taken from; `allow` looks at the standing inside the same moment and raises to refuse. Raises `OrderError`
        for the others, `StoreError` if it could not be written down; then nothing may be sent.
        """
        if not self._sending.take():
            raise OrderError(f"An order is being sent right now, so {order_po} has to wait.")
        try:
            attempt = self._claim(order_po, since, allow)
            self._claimed = (order_po, attempt)
            self._witnessed(order_po, attempt, since)
        except BaseException:
            self._let_go(order_po)
            raise
        self.probe("claim.kept")
        return attempt

    def _claim(self, order_po: str, since: OrderState, allow: Callable[[Standing], object] | None) -> int:
        now = self.clock()
        with self._database.write(partial(self.probe, "claim.written")) as connection:
            found = fields(connection, order_po)
            if not sealed(found):
                raise OrderError(f"The order {order_po} is damaged in the ledger, so it is not sent.")
            if allow:
                allow(standing(connection, found["mode"], now, self._damage))
            attempt = int(found["attempts"]) + 1
            claimed = connection.execute(
                "UPDATE orders SET state = ?, attempts = ? WHERE order_po = ? AND state = ? AND attempts = ?",
                (OrderState.SENDING, attempt, order_po, since, attempt - 1),
            ).rowcount
            if claimed != 1:
                raise OrderError(f"The order {order_po} is being sent already, or was sent.")
            seal(connection, order_po)  # it was whole; the statement above has to be one
            facts = {"looked_at": "", "looks": 0, "waiting_since": "", "message": ""}
            change(
                connection, order_po, now, "one request leaves",
                state=OrderState.SENDING, attempts=attempt, sent_at=spelled(now), **facts,
            )  # fmt: skip
        return attempt

    def _witnessed(self, order_po: str, attempt: int, since: OrderState) -> None:
        """The claim is in the journal too, or it is given back: what only one witness knows is not sent."""
        try:
            self._witness.follow()
        except StoreError:
            unsent = OrderState.NOT_SENT if since is OrderState.INTENT else since
            self.settle(order_po, attempt, unsent, "Nothing was sent: it could not be written down twice.")
            raise

    # After sending

    def settle(self, order_po: str, attempt: int, state: OrderState, message: str = "", **facts: object) -> LedgerRow:
        """Write down how an attempt ended. A later look at the service that found the order is not undone.

        `facts` are order_id, order_guid, confirmation_id, confirmed_at. Room is made for it on a full disk. Raises
        `StoreError`.
        """
        try:
            self._at_any_cost(partial(self._settle, order_po, attempt, state, message, facts))
        finally:
            self._let_go(order_po, attempt)
        self.probe("outcome.kept")
        return self.row(order_po)

    def _settle(self, order_po: str, attempt: int, state: OrderState, message: str, facts: dict[str, object]) -> None:
        now = self.clock()
        with self._database.write(partial(self.probe, "outcome.written")) as connection:
            found = fields(connection, order_po)
            order_id = facts.get("order_id")
            if found["attempts"] == attempt and found["state"] in _MAY_SETTLE:
                change(connection, order_po, now, told(message, facts), state=state, message=message, **facts)
            elif state is OrderState.ACCEPTED and order_id not in (found["order_id"], *json.loads(found["seen_ids"])):
                words = (
                    f"The service confirmed order {order_id}, but it had shown {found['order_id'] or 'none'} before."
                )
                change(connection, order_po, now, words, state=OrderState.CONFLICT, message=words)
            else:
                note(connection, order_po, now, f"late: attempt {attempt} ended {state}. {message}", {})

    def _at_any_cost(self, write: Callable[[], object]) -> None:
        """What happened must be written down: on a full disk the ballast goes, and the journal may come later."""
        try:
            write()
        except DiskFullError:
            if not drop_ballast(self._ballast):
                raise
            write()
        try:
            self._witness.follow()
        except DiskFullError:
            drop_ballast(self._ballast)
        except StoreError:
            pass  # the database has it; the journal follows with the next entry, or at the next start

    def _let_go(self, order_po: str, attempt: int | None = None) -> None:
        if self._claimed is None or attempt is None or self._claimed == (order_po, attempt):
            self._claimed = None
            self._sending.release()

    def recover(self) -> tuple[LedgerRow, ...]:
        """At the start: what was being sent when the program ended is UNKNOWN now. Returns those rows.

        Another fwdesk that is sending right now keeps its order. Room for a full disk is held, and a backup made.
        """
        if self._database.read_only or not self._sending.take():
            return ()
        try:
            now = self.clock()
            with self._database.write(partial(self.probe, "recovery.written")) as connection:
                lost = [
                    row["order_po"] for row in select(connection, "SELECT order_po FROM orders WHERE state = 'SENDING'")
                ]
                for order_po in lost:
                    change(connection, order_po, now, INTERRUPTED, state=OrderState.UNKNOWN, message=INTERRUPTED)
            self._witness.follow()
        finally:
            self._sending.release()
        self.probe("recovery.kept")
        hold_ballast(self._ballast)
        return tuple(self.row(order_po) for order_po in lost)

    def back_up(self) -> str:
        """Make a backup if anything changed since the last. Returns why there is none, empty if all is well."""
        try:
            if not self._damage and not self._database.read_only:
                self._database.back_up(self.clock())
        except (StoreError, OSError) as error:
            return f"There is no new backup of the orders: {error}"
        return ""

    def saw(self, order_po: str, statuses: Sequence[OrderStatus]) -> LedgerRow:
        """Write down what the service says when asked about this one order; nothing proves nothing.

        This is how UNKNOWN becomes ACCEPTED, CONFLICT or NOT_SEEN, and REFUSED becomes ACCEPTED or REJECTED.
        """
        now = self.clock()

        def write() -> None:
            with self._database.write(partial(self.probe, "status.written")) as connection:
                found = fields(connection, order_po)
                said = verdict(found, statuses, owners(connection, found, statuses))
                if said.unseen:
                    write_unseen(connection, found, now)
                else:
                    write_seen(connection, found, said, now)

        self._at_any_cost(write)
        self.probe("status.kept")
        return self.row(order_po)

    # What a person decides

    def keep_waiting(self, order_po: str) -> LedgerRow:
        """A person wants to wait longer for an order that is not seen. Raises `OrderError`."""
        since = {"waiting_since": spelled(self.clock()), "message": NOT_YET_SEEN}
        return self._decide(order_po, (OrderState.NOT_SEEN,), OrderState.UNKNOWN, "a person keeps waiting", **since)

    def give_up(self, order_po: str) -> LedgerRow:
        """A person gives an order up that was never sent, is not seen, or is in conflict. Raises `OrderError`.

        It is looked for all the same: if it turns up at the service, it is ACCEPTED.
        """
        before = (OrderState.INTENT, OrderState.NOT_SENT, OrderState.NOT_SEEN, OrderState.CONFLICT)
        words = "A person gave this order up."
        return self._decide(order_po, before, OrderState.GIVEN_UP, words, message=words)

    def release_numbers(self, order_po: str) -> None:
        """A person gives the edition's numbers of an order back that was written off, or was refused for good.

        Raises `OrderError` for any other order: what may still be printed keeps its numbers.
        """
        with self._database.write() as connection:
            found = fields(connection, order_po)
            if found["state"] not in (OrderState.GIVEN_UP, OrderState.REJECTED):
                raise OrderError(f"The order {order_po} was not written off, so it keeps its numbers.")
            numbers = editions.numbers_of(editions.register(connection, found["mode"]), order_po)
            if numbers:
                words = "a person gave its edition's numbers back"
                note(connection, order_po, self.clock(), words, {editions.RETURNED: numbers})
        self._witness.follow()

    def confirm_placed(self, order_po: str, order_id: int) -> LedgerRow:
        """A person has asked the service: the order is there, and `order_id` is its number. Raises `OrderError`.

        It is looked for on: should the service show another number under the reference, that is a conflict.
        """
        row = self.row(order_po)
        if order_id <= 0:
            raise OrderError(f"{order_id} is no order number.")
        for other in self.rows(mode=row.mode, host=row.host):
            if other.order_id == order_id and other.order_po != order_po:
                raise OrderError(f"Order {order_id} is that of {other.order_po} already. Look at the number again.")
        before = (OrderState.CONFLICT, OrderState.NOT_SEEN, OrderState.UNKNOWN)
        facts: dict[str, object] = {
            "order_id": order_id, "confirmed": int(order_id in row.seen_ids), "message": "",
            "settled_ids": json.dumps(sorted({order_id, *row.seen_ids})),
        }  # fmt: skip
        words = f"a person asked the service: it is order {order_id}"
        return self._decide(order_po, before, OrderState.ACCEPTED, words, **facts)

    def tell(self, order_po: str, detail: str, told: Mapping[str, object]) -> None:
        """Write down something that was asked or answered about an order without changing its row. Raises `OrderError`.

        On the disk, in both witnesses, when this returns. Raises `StoreError` when it could not be written.
        """
        with self._database.write(partial(self.probe, "telling.written")) as connection:
            fields(connection, order_po)
            note(connection, order_po, self.clock(), detail, told)
        self._witness.follow()

    def acknowledge_holds(self) -> None:
        """A person has compared the ledger with the account: live orders are no longer held for that."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM holds")
            for words in self._damage:
                connection.execute("INSERT INTO holds VALUES (?, '', ?)", (words, spelled(self.clock())))

    def _decide(
        self, order_po: str, before: tuple[OrderState, ...], after: OrderState, detail: str, **facts: object
    ) -> LedgerRow:
        with self._database.write(partial(self.probe, "decision.written")) as connection:
            found = fields(connection, order_po)
            if found["state"] not in before:
                raise OrderError(f"The state of the order {order_po} is {found['state']} now; look at it again.")
            change(connection, order_po, self.clock(), detail, state=after, **facts)
        self._witness.follow()
        return self.row(order_po)


def _intend_again(
    connection: sqlite3.Connection, found: dict[str, Any], words: str, mode: str, host: str, now: datetime
) -> None:
    order_po = found["order_po"]
    if (found["sha256"], found["mode"], found["host"]) != (text.digest(words), mode, host):
        raise OrderError(f"The reference {order_po} already stands for another order.")
    if found["state"] == OrderState.NOT_SENT:
        again = "to be sent again, by a person"
        change(connection, order_po, now, again, state=OrderState.INTENT, message=again)
    elif found["state"] != OrderState.INTENT:
        raise OrderError(f"The order {order_po} was sent already; its state is {found['state']}.")
