"""Endpoints for addresses, shipping quotes and orders (REFERENCE section 6)."""

from __future__ import annotations

import uuid
from datetime import timedelta

from fwdesk.practice.addresses import judge
from fwdesk.practice.book import BookedOrder, NewOrder
from fwdesk.practice.call import Answer, Call
from fwdesk.practice.endpoints_pending import unpark
from fwdesk.practice.goods import sku_codes
from fwdesk.practice.orders import OrderRequest, read_address, read_order
from fwdesk.practice.profiles import TestOrders
from fwdesk.practice.shipping import chosen, options, packed
from fwdesk.practice.status import CANCELED, LABELS, changeable, stamp, status_id, status_row
from fwdesk.practice.wire import Reader, Refusal, Row, list_reader, reader

TEST_TOKEN = "xxxx"  # noqa: S105 - a documented word, not a secret (REFERENCE 1.6)
_NAMESPACE = uuid.UUID("5a1e0000-7e57-4000-8000-00000000f00d")
_UNPAID = "The order was received, but the payment failed. It is kept unpaid and can be paid in your account."
_DECLINED = "The payment failed: the payment method was declined."


def validate_recipient_address(call: Call) -> Answer:
    """The service's own spelling of an address, or why it cannot be used (success is the verdict)."""
    model = call.model
    at = model.one("recipient", required=True)
    address = read_address(at) if at else {}
    model.done()
    tidy, wrong = judge(address)
    return Answer({"address": tidy}, message=" ".join(wrong), success=not wrong)


def _quote(order: OrderRequest) -> Row:
    rows = options(order)
    return {
        "order_po": order.order_po,
        "order_size": packed(order.lines).row,
        "options": rows,
        "preferred_option": rows[0],
    }


def list_shipping_options(call: Call) -> Answer:
    """One order, not wrapped (api generation)."""
    model = call.model
    order = read_order(model, sku_codes(call))
    model.done()
    assert order is not None
    return Answer({"options": options(order)})


def _orders(call: Call, most: int) -> tuple[Reader, list[OrderRequest]]:
    model = list_reader(call.body, "orders")
    model.text("account_key")
    behind = sku_codes(call)
    found = [read_order(at, behind) for at in model.many("orders", required=True, most=most)]
    return model, [order for order in found if order]


def list_shipping_options_multiple(call: Call) -> Answer:
    """One quote per order, in order."""
    model, orders = _orders(call, 50)
    model.done()
    return Answer({"orders": [_quote(order) for order in orders]})


def _kind(call: Call, order: OrderRequest, token: str | None, *, has_token: bool) -> str:
    """Any of the switches of REFERENCE 1.6 makes a test; null is a real, unpaid order."""
    if not call.account.live or order.test_mode or (token or "").strip().lower() == TEST_TOKEN:
        return "test"
    return "unpaid" if has_token and token is None else "live"


def _refuse_duplicates(call: Call, model: Reader, orders: list[OrderRequest], kinds: list[str]) -> None:
    now = call.book.now()
    taken = {
        row.order_po
        for row in call.book.kept(call.account.name)
        if row.kind != "test" and status_id(row, now) != CANCELED
    }
    for at, (order, kind) in enumerate(zip(orders, kinds, strict=True)):
        if kind != "test" and order.order_po in taken:
            model.fail(f"orders[{at}].order_po", "The order_po has already been used for another order.")
        if kind != "test":
            taken.add(order.order_po)
    model.done()


def _confirmation(order: BookedOrder) -> Row:
    return {
        "order_po": order.order_po,
        "order_id": order.order_id,
        "order_confirmation_id": order.confirmation_id,
        "order_confirmation_datetime": stamp(order.placed_at),
        "order_guid": order.guid,
        "order_email": order.email,
        "order_source": None,
        "order_status": LABELS[status_id(order, order.placed_at)],
    }


def _submit(call: Call, most: int, *, with_token: bool) -> Answer:
    model, orders = _orders(call, most)
    validate_only, token = model.flag("validate_only"), model.text("payment_token", limit=128)
    if with_token and call.profile.require_payment_token and not model.has("payment_token"):
        model.missing("payment_token")
    model.done()
    kinds = [_kind(call, order, token, has_token=with_token) for order in orders]
    with call.book.exclusive:
        if call.profile.refuse_duplicates:
            _refuse_duplicates(call, model, orders, kinds)
        return _book(call, orders, kinds, token, validate_only=validate_only)


def _book(
    call: Call, orders: list[OrderRequest], kinds: list[str], token: str | None, *, validate_only: bool
) -> Answer:
    nothing: Row = {"orders": None, "debug": None, "misc": None}
    if validate_only:
        return Answer(nothing)
    if token == "invoice" and "live" in kinds:  # noqa: S105 - a documented word
        raise Refusal("This account may not pay by invoice; nothing was received.", 200)
    declined = "declin" in (token or "").lower()
    quiet = call.profile.test_orders
    new = [
        NewOrder(
            order_po=order.order_po,
            email=call.account.email,
            kind=kind,
            kept=quiet is TestOrders.KEPT if kind == "test" else not declined,
            account=call.account.name,
            request={"recipient": order.recipient, "shipping_code": order.shipping_code},
            totals=chosen(order, order.shipping_code)["calculated_total"]
            | {"pounds": round(float(packed(order.lines).ounces) / 16, 1)},
        )
        for order, kind in zip(orders, kinds, strict=True)
    ]
    booked = call.book.add(new, lambda order_id: str(uuid.uuid5(_NAMESPACE, str(order_id))))
    unpark(call, {order.parked for order in orders})
    message = _UNPAID if "unpaid" in kinds else _DECLINED if declined and "live" in kinds else ""
    if quiet is TestOrders.NULL and set(kinds) == {"test"}:
        return Answer(nothing)
    return Answer({**nothing, "orders": [_confirmation(order) for order in booked]}, message=message)


def submit_orders(call: Call) -> Answer:
    """The older call: up to 5 orders, no payment token."""
    return _submit(call, 5, with_token=False)


def submit_orders_v2(call: Call) -> Answer:
    """Up to 50 orders (REFERENCE 1.7)."""
    return _submit(call, 50, with_token=True)


def visible(call: Call) -> list[BookedOrder]:
    """The account's orders as far as they can be found yet, oldest first."""
    latest = call.book.now() - timedelta(seconds=call.profile.late_seconds)
    return [order for order in call.book.kept(call.account.name) if order.placed_at <= latest]


def fetch_order_status(call: Call) -> Answer:
    """Where orders stand; unknown ones are simply absent."""
    model = call.model
    pos, ids = set(model.texts("order_pos")), model.ids("order_ids")
    if not pos and not ids:
        model.missing("order_ids")
    model.text("account_key")
    model.done()
    now = call.book.now()
    rows = [status_row(order, now) for order in visible(call) if order.order_po in pos or order.order_id in ids]
    return Answer({"orders": rows})


def list_order_status_definitions(_call: Call) -> Answer:
    """All statuses."""
    rows = [{"order_status_id": number, "order_status_label": label} for number, label in LABELS.items()]
    return Answer({"definitions": rows})


def update_order(call: Call) -> Answer:
    """pending, hold or cancel, until production starts. PUT, and POST as on an older page."""
    model = call.model
    order_id = model.whole("order_id", required=True)
    command = (model.text("update_command", required=True) or "").strip().lower()
    if command and command not in ("pending", "hold", "cancel"):
        model.fail("update_command", "The update_command must be one of pending, hold, cancel.")
    model.done()
    call.book.command(_changeable(call, order_id).order_id, command)
    return Answer()


def _order(call: Call, order_id: int | None) -> BookedOrder:
    """The account's order. Raises `Refusal` 404 when there is none."""
    found = next((row for row in call.book.kept(call.account.name) if row.order_id == order_id), None)
    if found is None:
        raise Refusal(f"There is no order {order_id}.", 404)
    return found


def _changeable(call: Call, order_id: int | None) -> BookedOrder:
    """The account's order, if production has not begun. Raises `Refusal`."""
    found = _order(call, order_id)
    if not changeable(found, call.book.now()):
        label = LABELS[status_id(found, call.book.now())]
        raise Refusal(f"Order {order_id} can no longer be changed: {label}.")
    return found


def update_customer(call: Call) -> Answer:
    """Another ship-to, until production starts. What was charged stays as it is."""
    model = call.model
    order_id, at = model.whole("order_id", required=True), model.one("customer_info", required=True)
    address = read_address(at) if at else {}
    model.done()
    found = _changeable(call, order_id)
    call.book.readdress(found.order_id, address)
    return Answer()


def submit_note(call: Call) -> Answer:
    """A private record beside an order, also when it is long made; no instruction to anybody."""
    model = call.model
    order_id = model.whole("order_id", required=True)
    note: Row = {name: model.text(name, required=True) for name in ("subject", "message")}
    model.done()
    found = _order(call, order_id)
    call.shelf.add(
        call.account.name, "note", [note | {"order_id": found.order_id, "date": call.book.now().isoformat()}]
    )
    return Answer()


def list_orders(call: Call) -> Answer:
    """Existing orders, newest first, by pages of at most 50."""
    model = call.model
    pos, canceled = model.texts("order_pos"), model.flag("show_cancelled")
    model.text("account_key")
    page = model.whole("page_number", low=1) or 1
    size = model.whole("per_page", low=1, high=50) or 10
    model.done()
    now = call.book.now()
    rows: list[Row] = []
    for order in reversed(visible(call)):
        status = status_id(order, now)
        if (pos and order.order_po not in pos) or (status == CANCELED and not canceled):
            continue
        rows.append(
            {
                "order_id": order.order_id,
                "order_po": order.order_po,
                "order_guid": order.guid,
                "order_email": order.email,
                "order_date": stamp(order.placed_at),
                "status": LABELS[status],
                "total": order.totals["order_grand_total"],
            }
        )
    return Answer({"orders": rows[(page - 1) * size : page * size], "total_count": len(rows)})


def get_order(call: Call) -> Answer:
    """One order with its totals, by guid and e-mail; `recipient` and `notes` are a convention of this stand-in."""
    model = reader(call.query)
    guid, email = model.guid("order_guid", required=True), model.text("order_email", required=True)
    model.done()
    order = next((row for row in visible(call) if row.guid == guid and row.email == email), None)
    if order is None:
        raise Refusal("There is no such order.", 404)
    notes = [row.content for row in call.shelf.all(call.account.name, "note")]
    row: Row = {
        "order_id": order.order_id,
        "order_po": order.order_po,
        "totals": {name: value for name, value in order.totals.items() if name != "pounds"},
        "recipient": order.request["recipient"],
        "notes": [
            {name: note[name] for name in ("subject", "message", "date")}
            for note in notes
            if note["order_id"] == order.order_id
        ],
    }
    return Answer({"order": row})
