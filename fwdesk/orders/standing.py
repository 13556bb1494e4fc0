"""Whether another order may be sent: what is on its way, what is in doubt, what holds live orders, what was spent."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.order import LedgerRow, OrderState
from fwdesk.orders.rows import select, spelled

LIVE = "live"
ARRIVED = ("SENDING", "UNKNOWN", "NOT_SEEN", "CONFLICT", "ACCEPTED")
"""States of an order that arrived or may have arrived."""
_IN_DOUBT = ("SENDING", "UNKNOWN", "NOT_SEEN", "CONFLICT")
_SPENT = (*ARRIVED, "REFUSED")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one order, and all orders of the last 24 hours, may come to. None is no limit."""

    per_order: Money | None = None
    per_day: Money | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger knows that matters before the next order of a mode is sent.

    `in_flight` and `in_doubt` are references. `holds` are sentences: while there are any, nothing goes out live.
    `spent` is what the orders of the last 24 hours come to that arrived or may have arrived.
    """

    mode: str
    in_flight: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    spent: Money = ZERO

    @property
    def wants_typed(self) -> bool:
        """True when a person must type a confirmation: live, while it is not known what became of an earlier order."""
        return self.mode == LIVE and bool(self.in_doubt)

    def refusals(self, total: Money, limits: Limits = NO_LIMITS, *, typed: bool = False) -> tuple[str, ...]:
        """Why an order of this total may not go now, as sentences; empty when it may."""
        found: list[str] = []
        if self.in_flight:
            found.append(f"The order {self.in_flight[0]} is being sent. Wait until it is known what became of it.")
        if self.mode == LIVE:
            found += self.holds
        if self.wants_typed and not typed:
            found.append(
                f"It is not known whether the order {self.in_doubt[0]} arrived. Type the total to order all the same."
            )
        if limits.per_order is not None and total > limits.per_order:
            found.append(f"The order comes to {total}, more than the {limits.per_order} you allow for one order.")
        if limits.per_day is not None and self.spent + total > limits.per_day:
            found.append(
                f"With {self.spent} in the last 24 hours the order comes to {self.spent + total}, "
                f"more than the {limits.per_day} you allow for a day."
            )
        return tuple(found)


def standing(connection: sqlite3.Connection, mode: str, now: datetime, damage: Sequence[str]) -> Standing:
    """The standing of a mode; `damage` are sentences about the file itself."""
    flying = select(connection, "SELECT order_po FROM orders WHERE state = 'SENDING' ORDER BY sent_at")
    doubt = select(
        connection,
        f"SELECT order_po FROM orders WHERE mode = ? AND state IN {_IN_DOUBT} ORDER BY created_at",  # noqa: S608
        (mode,),
    )
    spent = select(
        connection,
        f"SELECT quoted_total FROM orders WHERE mode = ? AND sent_at >= ? AND state IN {_SPENT}",  # noqa: S608
        (mode, spelled(now - timedelta(hours=24))),
    )
    rebuilt = select(connection, "SELECT order_po FROM orders WHERE mode = ? AND rebuilt <> 0", (mode,))
    kept = {row["name"]: row["words"] for row in select(connection, "SELECT name, words FROM holds ORDER BY since")}
    holds = [words for words in kept.values() if words]
    holds += [words for words in damage if words not in kept]
    holds += [f"The service was not asked yet about {row['order_po']}, which was rebuilt." for row in rebuilt]
    return Standing(
        mode,
        tuple(row["order_po"] for row in flying),
        tuple(row["order_po"] for row in doubt),
        tuple(holds),
        Money.sum(Money(Decimal(row["quoted_total"])) for row in spent),
    )


class Choice(StrEnum):
    """What a person may do about an order that did not go its way. The program does none of these by itself."""

    LOOK = "look"
    SEND = "send"
    KEEP_WAITING = "keep waiting"
    SEND_AGAIN = "send again"
    GIVE_UP = "give up"
    SETTLE = "settle"
    RETURN_NUMBERS = "return numbers"


_CHOICES = {
    OrderState.INTENT: (Choice.SEND, Choice.GIVE_UP),
    OrderState.NOT_SENT: (Choice.SEND, Choice.GIVE_UP),
    OrderState.UNKNOWN: (Choice.LOOK, Choice.SETTLE),
    OrderState.NOT_SEEN: (Choice.LOOK, Choice.SETTLE, Choice.KEEP_WAITING, Choice.SEND_AGAIN, Choice.GIVE_UP),
    OrderState.CONFLICT: (Choice.LOOK, Choice.SETTLE, Choice.GIVE_UP),
    OrderState.REFUSED: (Choice.LOOK,),
}
_SENDS = (Choice.SEND, Choice.SEND_AGAIN)


def choices(row: LedgerRow) -> tuple[Choice, ...]:
    """What is offered for an order; nothing for a row that is damaged.

    A live one goes only from its review, where its total is typed.
    """
    if row.damaged:
        return ()
    offered = _CHOICES.get(row.state, ())
    if row.mode == LIVE:
        offered = tuple(choice for choice in offered if choice not in _SENDS)
    written_off = row.state in (OrderState.GIVEN_UP, OrderState.REJECTED)
    return (*offered, Choice.RETURN_NUMBERS) if written_off and '"edition":' in row.payload else offered
