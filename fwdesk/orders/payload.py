"""An order as text: the same order always gives the same bytes, so its hash names it. It holds no secret.

The payment token is not in it: it is put on at the door (`submit`), never written down (RELIABILITY, F9).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from fwdesk.domain.errors import StoreError
from fwdesk.domain.money import Money
from fwdesk.domain.order import Order, OrderLine, PrintFile, Recipient

_VERSION = 1


def canonical(order: Order) -> str:
    """The order as JSON: keys sorted, no blanks, ASCII, amounts as decimal text."""
    body: dict[str, Any] = asdict(order)
    for line in body["lines"]:
        line["unit_price"] = str(line["unit_price"]["amount"])
        if not line["edition"]:  # an order that was written before there were editions has the same text as ever
            del line["edition"]
    if not body["document_url"]:
        del body["document_url"]
    return _dump(body | {"version": _VERSION})


def read(payload: str) -> Order:
    """The order that `canonical` wrote. Raises `StoreError` for anything else."""
    try:
        body = cast("dict[str, Any]", json.loads(payload))
        if body.pop("version") != _VERSION:
            raise StoreError("This order was written by another fwdesk.")
        for line in body["lines"]:
            line["file"] = PrintFile(**line["file"])
            line["unit_price"] = Money(Decimal(line["unit_price"]))
        body["lines"] = tuple(OrderLine(**line) for line in body["lines"])
        body["recipient"] = Recipient(**body["recipient"])
        return Order(**body)
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise StoreError("An order in the ledger cannot be read.") from error


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(order: Order) -> str:
    """What makes two orders the same to a person: who gets how many of which code with which picture.

    Not the reference, the title or the way it travels; and not how a name is capitalized or spaced.
    """
    to = {name: " ".join(value.split()).casefold() for name, value in asdict(order.recipient).items()}
    lines = sorted((line.code.upper(), line.quantity, line.file.sha256 or line.file.url) for line in order.lines)
    return digest(_dump({"recipient": to, "lines": lines}))


def summary(order: Order) -> str:
    """One line for a list: titles (or codes) with their quantities."""
    return ", ".join(
        f"{line.quantity} × {line.title or line.code}" if line.quantity > 1 else line.title or line.code
        for line in order.lines
    )


def utc_now() -> datetime:
    """The clock. Everything that needs one takes it as an argument; this is the default."""
    return datetime.now(UTC)


def _dump(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
