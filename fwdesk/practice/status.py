"""Where an order stands: statuses that advance with the clock, and the parcel at the end.

Ids 1, 2, 3 and 7 are known (REFERENCE section 8); the practice statuses have ids from 9001 up.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from fwdesk.practice.book import BookedOrder
from fwdesk.practice.wire import Row

PENDING_PAYMENT, RECEIVED, SHIPPED = 2, 3, 7
IN_PRODUCTION, FRAMING, ON_HOLD, CANCELED = 9001, 9002, 9003, 9004
LABELS = {
    1: "Waiting Customer Response",
    PENDING_PAYMENT: "Pending Payment",
    RECEIVED: "Order Received",
    SHIPPED: "Shipped",
    IN_PRODUCTION: "In production (practice)",
    FRAMING: "Finishing and packing (practice)",
    ON_HOLD: "On hold (practice)",
    CANCELED: "Canceled (practice)",
}
CENTRAL = timezone(timedelta(hours=-6))
"""The offset of every date-time of the service."""
_DAYS = ((4, SHIPPED), (3, FRAMING), (1, IN_PRODUCTION))


def stamp(moment: datetime) -> str:
    """A date-time as the service writes it: offset -06:00, seven fractional digits (REFERENCE 1.3)."""
    local = moment.astimezone(CENTRAL)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond:06d}0-06:00"


def status_id(order: BookedOrder, now: datetime) -> int:
    """The status of an order at a time."""
    if order.command == "cancel":
        return CANCELED
    if order.command == "hold":
        return ON_HOLD
    if order.kind == "unpaid":
        return PENDING_PAYMENT
    age = now - order.placed_at
    return next((status for days, status in _DAYS if age >= timedelta(days=days)), RECEIVED)


def changeable(order: BookedOrder, now: datetime) -> bool:
    """True until production starts (REFERENCE, update_order)."""
    return status_id(order, now) in (PENDING_PAYMENT, RECEIVED, ON_HOLD)


def _shipment(order: BookedOrder) -> Row:
    left = order.placed_at + timedelta(days=4)
    number = f"1ZPRACTICE{order.order_id:08d}"
    return {
        "creation_date": stamp(left - timedelta(hours=6)),
        "shipment_date": stamp(left),
        "eta_date": stamp(left + timedelta(days=4)),
        "delivery_date": None,
        "weight": order.totals.get("pounds", 1.0),
        "width": None,
        "height": None,
        "depth": None,
        "tracking_number": number,
        "tracking_url": f"https://practice.invalid/track/{number}",
        "carrier": "UPS",
        "service": "Ground",
        "history": None,
    }


def status_row(order: BookedOrder, now: datetime) -> Row:
    """REFERENCE, model order_status."""
    status = status_id(order, now)
    return {
        "order_confirmation_id": order.confirmation_id,
        "order_po": order.order_po,
        "order_id": order.order_id,
        "order_status_id": status,
        "order_status_label": LABELS[status],
        "order_source": None,
        "shipments": [_shipment(order)] if status == SHIPPED else [],
        "processing": status in (IN_PRODUCTION, FRAMING),
    }
