"""What an order comes to before it is sent: files in place, prices, the ways to send it. Runs on workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fwdesk.app.cart import CartLine, title_of
from fwdesk.app.service import Service
from fwdesk.app.workshop import Connection, Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import Refused
from fwdesk.domain.money import Money
from fwdesk.domain.order import (
    QUANTITY_LIMIT,
    Order,
    OrderLine,
    PrintFile,
    Recipient,
    ShippingOption,
    ShippingQuote,
)
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules
from fwdesk.domain.totals import mismatch

if TYPE_CHECKING:
    from fwdesk.orders.preflight import Finding, LiveFacts

ORDERS_A_CALL = 5
"""Orders that one call may ask about: 5 or 50, by whom one asks (GAPS 7)."""
_ANY_CODE = "SD"
"""A quote lists every option, but wants a code all the same (REFERENCE, list_shipping_options_multiple)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a quote is for. Any of it different, and the quote is for something else. `urls` are one for each line."""

    lines: tuple[CartLine, ...]
    urls: tuple[str, ...]
    service: Service
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes with an order and does not change its price."""

    gift_message: str = ""
    document_url: str = ""


NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, with everything it was made from. `prices` are by wire code; `quotes` one for each recipient."""

    asked: Asked
    line: Connection
    lines: tuple[OrderLine, ...]
    prices: Mapping[str, Price]
    quotes: tuple[ShippingQuote, ...] = ()

    def order(self, shipping_code: str, extras: Extras = NO_EXTRAS, at: int = 0) -> Order:
        """The order for one recipient; each call gives it a reference of its own. It is a test unless it is live."""
        from fwdesk.orders.ledger import new_po
        from fwdesk.orders.standing import LIVE

        return Order(
            new_po(),
            self.asked.recipients[at],
            self.lines,
            shipping_code,
            test_mode=self.line.ledger != LIVE,
            gift_message=extras.gift_message,
            document_url=extras.document_url,
        )


def ask(
    workshop: Workshop, asked: Asked, held: Mapping[tuple[Service, str, str], PrintFile], cancel: Cancel
) -> tuple[Quoted, dict[tuple[Service, str, str], PrintFile]]:
    """Bring the files to the service (unless they are `held` there), ask the prices and the ways to send it.

    Also returns where each picture is now. Raises `ArtworkError`, `ServiceError`.
    """
    from fwdesk.app.delivering import print_file

    line, files = workshop.connection, dict(held)
    for wanted, url in zip(asked.lines, asked.urls, strict=True):
        key = (asked.service, wanted.artwork.sha256, url)
        if key not in files:
            files[key] = print_file(workshop, line, wanted.artwork, url, cancel)
    placed = [
        files[asked.service, wanted.artwork.sha256, url] for wanted, url in zip(asked.lines, asked.urls, strict=True)
    ]
    return _priced(line, asked, placed, cancel), files


def ask_again(quoted: Quoted, cancel: Cancel) -> Quoted:
    """The same quote, asked anew of the same service: what is believed just before an order goes."""
    return _priced(quoted.line, quoted.asked, [line.file for line in quoted.lines], cancel)


def _priced(line: Connection, asked: Asked, files: Sequence[PrintFile], cancel: Cancel) -> Quoted:
    prices = _prices(line, asked.lines, cancel)
    goods = tuple(
        OrderLine(
            wanted.piece.code.wire,
            wanted.quantity,
            file,
            title_of(wanted.artwork.path),
            prices[wanted.piece.code.wire].total,
            wanted.edition,
        )
        for wanted, file in zip(asked.lines, files, strict=True)
    )
    quoted = Quoted(asked, line, goods, prices)
    return replace(quoted, quotes=_quotes(quoted, cancel))


def _prices(line: Connection, lines: Sequence[CartLine], cancel: Cancel) -> dict[str, Price]:
    """A price for each code, for as many copies as the order has of it: more may cost less (REFERENCE, section 8)."""
    copies: Counter[str] = Counter()
    codes = {wanted.piece.code.wire: wanted.piece.code for wanted in lines}
    for wanted in lines:
        copies[wanted.piece.code.wire] += wanted.quantity
    found: dict[str, Price] = {}
    for wire, code in codes.items():
        price = line.client.get_prices([code], min(copies[wire], QUANTITY_LIMIT), cancel=cancel)[0]
        if not price.priced:
            raise Refused(price.info or "The service has no price for this piece.", method="get_prices")
        found[wire] = price
    return found


def _quotes(quoted: Quoted, cancel: Cancel) -> tuple[ShippingQuote, ...]:
    orders = [quoted.order(_ANY_CODE, at=at) for at in range(len(quoted.asked.recipients))]
    found: list[ShippingQuote] = []
    for start in range(0, len(orders), ORDERS_A_CALL):
        part = orders[start : start + ORDERS_A_CALL]
        found += quoted.line.client.list_shipping_options_multiple(part, cancel=cancel)
    for order, quote in zip(orders, found, strict=True):
        if not quote.options:
            name = ", ".join(order.recipient.lines[:1])
            to = f" to {name}" if len(orders) > 1 else ""
            raise Refused(f"The service offered no way to send this{to}.", method="list_shipping_options_multiple")
    return tuple(found)


def differences(old: Quoted, new: Quoted, codes: Sequence[str]) -> tuple[str, ...]:
    """What the service asks now instead of what was shown, old → new; `codes` are the ways chosen, one for each order.

    Empty when nothing changed to the cent, which is what an order needs to go.
    """
    found = [
        f"{line.title}: {line.unit_price} → {then.unit_price} a copy"
        for line, then in zip(old.lines, new.lines, strict=True)
        if line.unit_price != then.unit_price
    ]
    for recipient, before, after, code in zip(old.asked.recipients, old.quotes, new.quotes, codes, strict=True):
        whose = f" for {recipient.lines[0]}" if len(codes) > 1 else ""
        was, now = option_of(before, code), option_of(after, code)
        if was is None or now is None:
            found.append(f"{was.method if was else code} is not offered any more{whose}")
        elif was.total != now.total or was.rate != now.rate:
            parts = (("goods", "subtotal"), ("shipping", "shipping"), ("tax", "tax"), ("in all", "grand_total"))
            found += [
                f"{name}{whose}: {_of(was, part)} → {_of(now, part)}"
                for name, part in parts
                if _of(was, part) != _of(now, part)
            ] or [f"the parts of the total{whose} are others"]
    return tuple(found)


def _of(option: ShippingOption, part: str) -> Money:
    amount: Money = getattr(option.total, part)
    return amount


def option_of(quote: ShippingQuote, code: str) -> ShippingOption | None:
    """The way of a quote that an order's code names."""
    return next((option for option in quote.options if option.wire_code == code), None)


def look_over(
    workshop: Workshop, quoted: Quoted, orders: Sequence[Order], rules: Rules, live: LiveFacts | None = None
) -> tuple[Finding, ...]:
    """What must be mended in the orders, and what should be looked at (the preflight), worst first."""
    from fwdesk.orders.payload import utc_now
    from fwdesk.orders.preflight import Seen, check_all
    from fwdesk.orders.submit import twin

    mode = quoted.line.ledger
    seen = tuple(Seen(line.artwork.pixels, line.piece.crop) for line in quoted.asked.lines)
    quotes = [replace(quote, order_po=order.order_po) for order, quote in zip(orders, quoted.quotes, strict=True)]
    earlier = [twin(workshop.ledger, order, mode=mode) for order in orders]
    return check_all(
        orders,
        quoted.prices,
        quotes,
        seen,
        mode=mode,
        now=utc_now(),
        rules=rules,
        earlier=earlier,
        live=live,
        editions=workshop.ledger.register(mode),
    )


def best_option(options: tuple[ShippingOption, ...], code: str) -> ShippingOption:
    """The way that was chosen before, if it is still offered; else the cheapest in all."""
    same = [option for option in options if option.wire_code == code]
    return same[0] if same else min(options, key=lambda option: option.total.grand_total)


def wrong_total(quoted: Quoted, options: Sequence[ShippingOption]) -> str:
    """Why a total of the service does not hold; empty if all are right to the cent."""
    return next((words for option in options if (words := mismatch(quoted.lines, option))), "")


def other_shape(file: PrintFile, pixels: Pixels) -> bool:
    """True if a file's proportions differ by more than 1 % from those of the picture that is shown."""
    found = Pixels(file.pixel_width, file.pixel_height).aspect / pixels.aspect
    return not Decimal("0.99") < found < Decimal("1.01")
