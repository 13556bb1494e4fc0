"""How an order is usually sent: try three times, then write down that it went. The harness must catch this."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fwdesk.domain.errors import ServiceError
from fwdesk.domain.order import Order

TRIES = 3


def submit(folder: Path, client: Any, order: Order, probe: Callable[[str], object]) -> bool:
    """True when it is written down as sent; the next start sends again whatever is not."""
    record = folder / "sent.txt"
    if record.exists():
        return True
    for _ in range(TRIES):
        probe("request.next")
        try:
            confirmation = client.submit_orders_v2(order, payment_token="xxxx")
        except ServiceError:
            continue
        probe("answer.read")
        if confirmation is not None:
            record.write_text(str(confirmation.order_id))
            probe("outcome.kept")
            return True
    return False
