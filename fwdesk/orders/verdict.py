"""What an answer of `fetch_order_status` says about one order: it is there, it is not seen, or something is wrong."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from fwdesk.domain.order import OrderState, OrderStatus
from fwdesk.orders import schedule
from fwdesk.orders.rows import as_row, change, select, spelled, update

NOT_YET_SEEN = "The service does not show this order yet. It may still appear; nothing is sent again by itself."
LONG_NOT_SEEN = "The service still does not show this order. It is looked for on; ask FinerWorks before ordering again."
FOUND = "Found at the service by its reference."
LOOKED_TWICE = "It was looked for twice and is not at the service."
SETTLED_BY_READING = (
    OrderState.SENDING,
    OrderState.UNKNOWN,
    OrderState.NOT_SEEN,
    OrderState.REFUSED,
    OrderState.REJECTED,
    OrderState.GIVEN_UP,
    OrderState.INTENT,
    OrderState.NOT_SENT,
)
"""States that a look at the service may turn into ACCEPTED. What the service has was sent, whatever we thought."""
_ASKED_IN_DOUBT = (OrderState.UNKNOWN, OrderState.NOT_SEEN, OrderState.REFUSED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` is the order as the service has it; `conflict` a sentence that keeps it from being believed.

    `ids` are all order numbers that were ever seen under the reference. Neither status nor conflict: not seen.
    """

    status: OrderStatus | None = None
    conflict: str = ""
    ids: tuple[int, ...] = ()

    @property
    def unseen(self) -> bool:
        """True when the answer has nothing about the order. That proves nothing (RELIABILITY, F5)."""
        return self.status is None and not self.conflict


def verdict(found: Mapping[str, Any], statuses: Sequence[OrderStatus], owners: Mapping[int, str]) -> Verdict:
    """Judge an answer. `found` is the ledger's row; `owners` names other orders of ours by their order numbers."""
    order_po, confirmed = found["order_po"], int(found["order_id"])
    ours = {status.order_id: status for status in statuses if status.order_po == order_po and status.order_id > 0}
    ids = tuple(sorted({*json.loads(found["seen_ids"]), *ours}))
    if not ours:
        strangers = [status for status in statuses if status.order_po != order_po]
        if strangers and found["state"] in _ASKED_IN_DOUBT:
            stranger = strangers[0]
            return Verdict(
                conflict=f"Asked about this order, the service showed another: {stranger.order_id} under the reference "
                f"{stranger.order_po[:50]!r}. Ask it.",
                ids=ids,
            )
        return Verdict(ids=ids)
    settled = set(json.loads(found["settled_ids"]))
    if not ours.keys() <= settled:
        for order_id in ours:
            if order_id in owners:
                words = f"Order {order_id} at the service is that of {owners[order_id]}. Ask it."
                return Verdict(conflict=words, ids=ids)
        if len(ours) > 1:
            listed = " and ".join(map(str, sorted(ours)))
            words = f"The service has more than one order under this reference: {listed}. Ask it."
            return Verdict(conflict=words, ids=ids)
        if confirmed and confirmed not in ours:
            words = f"The confirmation said order {confirmed}, the service now says {min(ours)}. Ask it."
            return Verdict(conflict=words, ids=ids)
    return Verdict(ours.get(confirmed) or ours[min(ours)], ids=ids)


def owners(connection: sqlite3.Connection, found: dict[str, Any], statuses: Sequence[OrderStatus]) -> dict[int, str]:
    """Other orders of the same service by the order numbers in an answer."""
    owners: dict[int, str] = {}
    for order_id in {status.order_id for status in statuses if status.order_id > 0}:
        values = (order_id, found["order_po"], found["mode"], found["host"])
        sql = "SELECT order_po FROM orders WHERE order_id = ? AND order_po <> ? AND mode = ? AND host = ?"
        for row in select(connection, sql, values):
            owners[order_id] = row["order_po"]
    return owners


def write_unseen(connection: sqlite3.Connection, found: dict[str, Any], now: datetime) -> None:
    """Write down that a look did not see an order; this is how time makes NOT_SEEN and REJECTED."""
    order_po, state, row = found["order_po"], found["state"], as_row(found)
    looked = {"looked_at": spelled(now), "looks": found["looks"] + 1, "rebuilt": 0}
    if state == OrderState.UNKNOWN and schedule.is_not_seen(row, now):
        change(connection, order_po, now, LONG_NOT_SEEN, state=OrderState.NOT_SEEN, message=LONG_NOT_SEEN, **looked)
    elif state == OrderState.UNKNOWN and found["message"] != NOT_YET_SEEN:
        change(connection, order_po, now, NOT_YET_SEEN, message=NOT_YET_SEEN, **looked)
    elif state == OrderState.REFUSED and schedule.is_rejected(row, now):
        words = f"{found['message']}\n{LOOKED_TWICE}"
        change(connection, order_po, now, LOOKED_TWICE, state=OrderState.REJECTED, message=words, **looked)
    elif found["rebuilt"]:
        change(connection, order_po, now, "the service was asked", **looked)
    else:
        update(connection, order_po, looked)


def write_seen(connection: sqlite3.Connection, found: dict[str, Any], said: Verdict, now: datetime) -> None:
    """Write down what a look saw."""
    facts: dict[str, Any] = {"seen_ids": json.dumps(said.ids), "rebuilt": 0}
    status = said.status
    if status is None:
        facts |= {"state": str(OrderState.CONFLICT), "message": said.conflict}
    else:
        shipments = json.dumps([asdict(shipment) for shipment in status.shipments])
        facts |= {"status_id": status.status_id, "status_label": status.label.strip(), "shipments": shipments}
        if found["state"] in SETTLED_BY_READING:
            facts |= {"state": str(OrderState.ACCEPTED), "message": FOUND, "confirmed": 1}
            facts |= {"order_id": status.order_id, "confirmation_id": status.confirmation_id}
        elif found["state"] == OrderState.ACCEPTED:
            facts["confirmed"] = 1
    changes = {name: value for name, value in facts.items() if found[name] != value}
    looked = {"looked_at": spelled(now), "looks": found["looks"] + 1}
    if changes:
        said_ids = {name: changes.get(name) for name in ("order_id", "status_label")}
        detail = told(str(changes.get("message", "")), said_ids) or "seen at the service"
        change(connection, found["order_po"], now, detail, **changes, **looked)
    else:
        update(connection, found["order_po"], looked)


def told(message: str, facts: Mapping[str, object]) -> str:
    """Words for an event: what was said, and the facts that came with it."""
    said = "; ".join(f"{name} {value}" for name, value in facts.items() if value)
    return " ".join(part for part in (message, said) if part)
