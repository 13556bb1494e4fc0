"""Parked orders: saved for review, not submitted (REFERENCE 6b). Nothing is made, priced or billed for them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from fwdesk.practice.call import Answer, Call
from fwdesk.practice.goods import sku_codes
from fwdesk.practice.orders import read_order
from fwdesk.practice.shelf import Record
from fwdesk.practice.status import stamp
from fwdesk.practice.wire import Refusal, Row

PENDING = "pending"
"""The kind of record on the shelf, and the status that a parked order shows."""


def _row(record: Record) -> Row:
    """REFERENCE, model order_confirmation; `order` is the parked order as it came (its layout here is unknown)."""
    kept = record.content
    return {
        "order_po": kept["order"]["order_po"],
        "order_id": record.id,
        "order_confirmation_id": record.id,
        "order_confirmation_datetime": stamp(datetime.fromisoformat(kept["saved"])),
        "order_guid": None,
        "order_email": None,
        "order_source": kept["source"],
        "order_status": "Pending (practice)",
    }


def save_pending_orders(call: Call) -> Answer:
    """Park orders. They must be as complete as those that are submitted."""
    model = call.model
    source = model.text("source", required=True, limit=50)
    model.text("account_key")
    rows = model.many("orders", required=True)
    behind = sku_codes(call)
    for at in rows:
        read_order(at, behind)
    model.done()
    saved = call.book.now().isoformat()
    contents: list[Row] = [{"source": source, "saved": saved, "order": at.values} for at in rows]
    return Answer({"orders": [_row(record) for record in call.shelf.add(call.account.name, PENDING, contents)]})


def list_pending_orders(call: Call) -> Answer:
    """The parked orders with these ids, all of them for an empty list (REFERENCE 9.4), each as it came."""
    model = call.model
    if model.raw("ids") is None:
        model.missing("ids")
    ids = model.ids("ids")
    model.text("account_key")
    model.done()
    found = [row for row in call.shelf.all(call.account.name, PENDING) if not ids or row.id in ids]
    return Answer({"orders": [{"id": row.id, **_row(row), **row.content["order"]} for row in found]})


def delete_pending_orders(call: Call) -> Answer:
    """Drop parked orders, all or none."""
    model = call.model
    model.list("ids", required=True)
    ids = set(model.ids("ids"))
    model.text("account_key")
    model.done()
    with call.shelf.exclusive:
        lost = ids - {row.id for row in call.shelf.all(call.account.name, PENDING)}
        if lost:
            raise Refusal(f"There is no pending order {', '.join(map(str, sorted(lost)))}.", 404)
        call.shelf.drop(sorted(ids))
    return Answer()


def unpark(call: Call, ids: AbstractSet[int | None]) -> None:
    """Drop the parked orders that were just submitted (model order: fulfillment_id)."""
    with call.shelf.exclusive:
        call.shelf.drop([row.id for row in call.shelf.all(call.account.name, PENDING) if row.id in ids])
