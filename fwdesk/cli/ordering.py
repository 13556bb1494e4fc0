"""`fwdesk submit` and `fwdesk orders`: test orders from a file, by the desk's own checks and ledger; and the ledger."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fwdesk.app.service import Kind, Service
from fwdesk.app.workshop import HOSTS, Workshop
from fwdesk.cli import OK, USAGE
from fwdesk.cli.bench import chosen, workbench
from fwdesk.cli.words import complain, sentence, table
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.code import parse_code
from fwdesk.domain.errors import FwdeskError, OrderError, ServiceError, StoreError
from fwdesk.domain.order import LedgerRow, Order, OrderLine, OrderState, PrintFile, ShippingOption, ShippingQuote
from fwdesk.domain.price import Price
from fwdesk.store.folders import Folders

if TYPE_CHECKING:
    from fwdesk.domain.rules import Rules
    from fwdesk.orders.file import OrderRequest, RequestLine

UNCLEAR, REFUSED, NOT_SENT = 4, 5, 6
_CODES = {
    OrderState.ACCEPTED: OK,
    OrderState.REFUSED: REFUSED,
    OrderState.REJECTED: REFUSED,
    OrderState.NOT_SENT: NOT_SENT,
    OrderState.INTENT: NOT_SENT,
}
CHEAPEST = "cheapest"
_QUOTE_CODE = "SD"
_PICTURE_SIDE = 64


def submit(arguments: argparse.Namespace) -> int:
    """Place one test order."""
    from fwdesk.orders.file import read_order

    if chosen(arguments, Folders(arguments.data_dir)).kind is Kind.LIVE:
        complain("fwdesk submit places test orders only and refuses the live service. Use practice or test.")
        return USAGE
    try:
        request = read_order(arguments.order)
    except OrderError as error:
        complain(sentence(error))
        return USAGE
    row: LedgerRow | None = None
    try:
        with workbench(arguments) as workshop:
            row = _placed(workshop, request)
            _tell(row)
    except KeyboardInterrupt:
        complain("Stopped. If the order was on its way already, `fwdesk orders` shows it as unclear.")
        raise
    except FwdeskError as error:
        if row is not None:
            raise
        complain(f"{sentence(error)}\nThe order was not sent, so nothing was ordered.")
        return NOT_SENT
    return _CODES.get(row.state, UNCLEAR)


def _placed(workshop: Workshop, request: OrderRequest) -> LedgerRow:
    """Send what the file asks for, once. Raises `FwdeskError` only while nothing was sent."""
    from fwdesk.catalog.load import load_catalog
    from fwdesk.domain.rules import Rules
    from fwdesk.orders.submit import read_back
    from fwdesk.orders.submit import submit as send

    rules = Rules(load_catalog(workshop.client))
    for line in request.lines:
        for problem in rules.problems(parse_code(line.code)):
            raise OrderError(f"{line.code}: {problem.reason}")
    prices = _prices(workshop, request.lines)
    order = _order(workshop, request, prices)
    quote = workshop.client.list_shipping_options_multiple([order])[0]
    option = _option(quote, request.shipping_code)
    order = replace(order, shipping_code=option.wire_code)
    _look_at(workshop, order, quote, prices, rules)
    line, total = workshop.connection, option.total.grand_total
    row = send(workshop.ledger, line.client, order, mode=line.ledger, host=line.host, quoted_total=total)
    if row.state is OrderState.ACCEPTED:
        with suppress(ServiceError, StoreError):  # the acceptance stands
            return read_back(workshop.ledger, line.client, row.order_po, mode=line.ledger, host=line.host)
    return row


def _prices(workshop: Workshop, lines: Sequence[RequestLine]) -> dict[str, Price]:
    """A price for each code, for as many copies as the whole order has of it."""
    copies: Counter[str] = Counter()
    for line in lines:
        copies[line.code] += line.quantity
    return {code: workshop.client.get_prices([parse_code(code)], min(count, 999))[0] for code, count in copies.items()}


def _order(workshop: Workshop, request: OrderRequest, prices: dict[str, Price]) -> Order:
    from fwdesk.orders.ledger import new_po

    verdict = workshop.client.validate_recipient_address(request.recipient)
    if not verdict.valid:
        raise OrderError(f"The service does not accept the recipient's address. {verdict.message}".strip())
    files = {line.image: _delivered(workshop, line) for line in request.lines}
    lines = tuple(
        OrderLine(line.code, line.quantity, files[line.image], line.title, prices[line.code].total)
        for line in request.lines
    )
    return Order(new_po(), request.recipient, lines, _QUOTE_CODE, gift_message=request.gift_message)


def _delivered(workshop: Workshop, line: RequestLine) -> PrintFile:
    from fwdesk.app.delivering import print_file
    from fwdesk.orders.delivery import check_url

    decoder = workshop.decoder
    if line.is_url:
        return check_url(
            workshop.client, line.image, lambda path: decoder.open_artwork(path, proxy_side=_PICTURE_SIDE).pixels
        )
    artwork = decoder.open_artwork(Path(line.image), proxy_side=_PICTURE_SIDE)
    return print_file(workshop, workshop.connection, artwork, "", Cancel())


def _option(quote: ShippingQuote, wanted: str) -> ShippingOption:
    if not quote.options:
        raise OrderError("The service offered no way to send this.")
    if wanted.lower() == CHEAPEST:
        return min(quote.options, key=lambda option: option.total.grand_total)
    for option in quote.options:
        if option.wire_code.lower() == wanted.lower():
            return option
    known = ", ".join(f"{option.wire_code} ({option.method}, {option.rate})" for option in quote.options)
    raise OrderError(f"shipping_code: {wanted!r} is not offered for this order. There are: {known}, or cheapest.")


def _look_at(workshop: Workshop, order: Order, quote: ShippingQuote, prices: dict[str, Price], rules: Rules) -> None:
    """The same last look that the desk takes. Raises `OrderError` when something must be fixed."""
    from fwdesk.orders.preflight import Level, check

    mode = workshop.connection.ledger
    earlier = workshop.ledger.twin(order, mode=mode)
    found = check(order, prices, quote, mode=mode, now=workshop.ledger.clock(), rules=rules, earlier=earlier)
    wrong = [finding.words for finding in found if finding.level is Level.MUST_FIX]
    if wrong:
        raise OrderError("\n".join(wrong))
    for finding in found:
        if finding.level is Level.LOOK:
            complain(f"Note: {finding.words}")


def _tell(row: LedgerRow) -> None:
    """What became of it, and what that means."""
    from fwdesk.ui.messages import order_words

    headline, meaning = order_words(row)
    print(f"{headline}\n{meaning.strip()}\n")
    facts = [("Reference", row.order_po), ("Total", f"{row.total} (test, not billed)")]
    if row.order_id:
        facts.insert(1, ("Order number", str(row.order_id)))
    if row.status_label:
        facts.append(("Status", row.status_label))
    print("\n".join(table(list(facts), frozenset())))


def orders(arguments: argparse.Namespace) -> int:
    """Show the ledger."""
    folders = Folders(arguments.data_dir)
    rows = _rows(folders, Service.of(arguments.service) if arguments.service else None)
    if arguments.json:
        print(json.dumps([_as_json(row) for row in rows], indent=2))
    elif not rows:
        print("There are no orders yet. `fwdesk submit --help` shows how to place a test order.")
    else:
        print("\n".join(_lines(rows)))
    return OK


def _rows(folders: Folders, service: Service | None) -> tuple[LedgerRow, ...]:
    """The ledger's rows; a ledger that was never begun is not begun for this."""
    from fwdesk.orders.ledger import Ledger
    from fwdesk.store.database import Database

    if not folders.database_file.exists():
        return ()
    ledger = Ledger(Database(folders.database_file))
    try:
        if service is None:
            return ledger.rows()
        return ledger.rows(mode=service.ledger, host=_host(service))
    finally:
        ledger.close()


def _host(service: Service) -> str:
    """The service's name in the ledger, without connecting to it."""
    if service.kind is Kind.PRACTICE:
        return "practice"
    return urlsplit(service.url or HOSTS[service.kind]).netloc


def _as_json(row: LedgerRow) -> dict[str, object]:
    return {
        "order_po": row.order_po,
        "mode": row.mode,
        "state": row.state.value,
        "order_id": row.order_id or None,
        "status_id": row.status_id or None,
        "status": row.status_label,
        "total": row.total.plain,
        "recipient": row.recipient,
        "summary": row.summary,
        "codes": list(row.codes),
        "created_at": row.created_at.isoformat(),
        "changed_at": row.changed_at.isoformat(),
        "message": row.message,
        "shipments": [asdict(shipment) for shipment in row.shipments],
    }


def _lines(rows: Sequence[LedgerRow]) -> list[str]:
    from fwdesk.ui.messages import STATE_WORDS

    shown: list[tuple[str, ...]] = [("Placed", "Service", "What became of it", "Total", "Order", "Reference", "For")]
    for row in rows:
        state = row.status_label or STATE_WORDS[row.state][1]
        when = f"{row.created_at.astimezone():%Y-%m-%d %H:%M}"
        shown.append(
            (when, row.mode, state, str(row.total), str(row.order_id or "–"), row.order_po, row.recipient or "–")
        )
    return table(shown, frozenset({3}))
