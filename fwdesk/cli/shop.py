"""`fwdesk price`: what pieces cost, itemised, as the service says."""

from __future__ import annotations

import argparse
import json

from fwdesk.cli import FAILED, OK, USAGE
from fwdesk.cli.bench import workbench
from fwdesk.cli.words import code_trouble, complain, table
from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.domain.price import Price

_HEAD = ("Code", "Print", "Frame", "Mats", "Glazing", "Total")


def price(arguments: argparse.Namespace) -> int:
    """Ask for prices and show them."""
    codes: list[ProductCode] = []
    for text in arguments.codes:
        try:
            codes.append(parse_code(text))
        except CodeError as error:
            complain(code_trouble(error))
            return USAGE
    with workbench(arguments) as workshop:
        prices = workshop.client.get_prices(codes, arguments.quantity)
        service = workshop.connection.service.name
    rows = list(zip(codes, prices, strict=True))
    if arguments.json:
        print(json.dumps([as_json(code, price) for code, price in rows], indent=2))
    else:
        print("\n".join(_lines(rows)))
        copies = f"for one of {arguments.quantity} copies" if arguments.quantity > 1 else "for one copy"
        print(f"\nUS dollars {copies}, without postage. Asked of: {service}.")
    return OK if all(price.priced and price.adds_up for price in prices) else FAILED


def trouble(price: Price) -> str:
    """Why a price cannot be relied on; empty if it can."""
    if not price.priced:
        return price.info or "The service cannot price this code."
    if not price.adds_up:
        return f"The parts come to {price.parts}, not to the total of {price.total}. Ask again."
    return ""


def as_json(code: ProductCode, price: Price) -> dict[str, object]:
    """One price; amounts are decimal text."""
    return {"code": str(code), "wire": code.wire, "quantity": price.quantity, **amounts(price), "info": trouble(price)}


def amounts(price: Price) -> dict[str, object]:
    """The parts and the total, as decimal text; all None where the service cannot price the code."""
    parts = {
        "print": price.print + price.color_correct,
        "frame": price.frame,
        "mats": price.mats,
        "glazing": price.glazing,
        "total": price.total,
    }
    return {name: amount.plain if price.priced else None for name, amount in parts.items()}


def _lines(rows: list[tuple[ProductCode, Price]]) -> list[str]:
    shown: list[tuple[str, ...]] = [_HEAD]
    notes: list[str] = []
    for code, price in rows:
        amount = price.print + price.color_correct, price.frame, price.mats, price.glazing, price.total
        cells = [str(part) if part else "–" for part in amount]
        shown.append((str(code), *(cells if price.priced else ("–",) * len(cells))))
        notes.append(trouble(price))
    lines = table(shown, frozenset(range(1, len(_HEAD))))
    out = [lines[0]]
    for line, note in zip(lines[1:], notes, strict=True):
        out += [line, f"  {note}"] if note else [line]
    return out
