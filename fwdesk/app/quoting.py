"""What an order comes to before it is sent: the file in place, the price, the ways to send it. Runs on workers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from fwdesk.app.service import Service
from fwdesk.app.workshop import Connection, Workshop
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.crop import Pixels
from fwdesk.domain.errors import Refused
from fwdesk.domain.order import TITLE_LIMIT, Order, OrderLine, PrintFile, Recipient, ShippingOption, ShippingQuote
from fwdesk.domain.piece import Piece
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules

if TYPE_CHECKING:
    from fwdesk.artwork.open import Artwork
    from fwdesk.orders.preflight import Finding

_ANY_CODE = "SD"
"""A quote lists every option, but wants a code all the same (REFERENCE, list_shipping_options_multiple)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a quote is for. Any of it different, and the quote is for something else."""

    piece: Piece | None
    picture: str
    service: Service
    url: str
    recipient: Recipient
    quantity: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, with everything it was made from: the connection, the delivered file, the price of so many copies."""

    asked: Asked
    line: Connection
    piece: Piece
    file: PrintFile
    title: str
    quote: ShippingQuote
    price: Price

    def order(self, shipping_code: str, gift_message: str = "") -> Order:
        """The order for this quote; each call gives it a reference of its own."""
        from fwdesk.orders.ledger import new_po

        goods = OrderLine(self.piece.code.wire, self.asked.quantity, self.file, self.title, self.price.total)
        return Order(new_po(), self.asked.recipient, (goods,), shipping_code, gift_message=gift_message)


def ask(
    workshop: Workshop, asked: Asked, piece: Piece, artwork: Artwork, held: PrintFile | None, cancel: Cancel
) -> Quoted:
    """Bring the file to the service (unless it is `held` there), ask the price and the ways to send it.

    Raises `ArtworkError`, `ServiceError`.
    """
    from fwdesk.app.delivering import print_file

    line = workshop.connection
    file = held or print_file(workshop, line, artwork, asked.url, cancel)
    # The price of this many copies: the service may give more of them for less (REFERENCE, section 8).
    price = line.client.get_prices([piece.code], asked.quantity, cancel=cancel)[0]
    if not price.priced:
        raise Refused(price.info or "The service has no price for this piece.", method="get_prices")
    quoted = Quoted(asked, line, piece, file, title_of(artwork.path), ShippingQuote("", ()), price)
    quotes = line.client.list_shipping_options_multiple([quoted.order(_ANY_CODE)], cancel=cancel)
    if not quotes or not quotes[0].options:
        raise Refused("The service offered no way to send this.", method="list_shipping_options_multiple")
    return replace(quoted, quote=quotes[0])


def look_over(workshop: Workshop, quoted: Quoted, order: Order, artwork: Artwork, rules: Rules) -> tuple[Finding, ...]:
    """What must be mended in an order, and what should be looked at (the preflight), worst first."""
    from fwdesk.orders.payload import utc_now
    from fwdesk.orders.preflight import check
    from fwdesk.orders.submit import twin

    mode = quoted.line.ledger
    return check(
        order,
        {quoted.price.code: quoted.price},
        replace(quoted.quote, order_po=order.order_po),
        artwork.pixels,
        mode=mode,
        now=utc_now(),
        rules=rules,
        crop=quoted.piece.crop,
        earlier=twin(workshop.ledger, order, mode=mode),
    )


def best_option(options: tuple[ShippingOption, ...], before: ShippingOption | None) -> ShippingOption:
    """The way that was chosen before, if it is still offered; else the cheapest in all."""
    same = [option for option in options if before and option.wire_code == before.wire_code]
    return same[0] if same else min(options, key=lambda option: option.total.grand_total)


def other_shape(file: PrintFile, pixels: Pixels) -> bool:
    """True if a file's proportions differ by more than 1 % from those of the picture that is shown."""
    found = Pixels(file.pixel_width, file.pixel_height).aspect / pixels.aspect
    return not Decimal("0.99") < found < Decimal("1.01")


def title_of(path: Path) -> str:
    """The packing slip's title for a picture: its name without the ending, within the API's 50 characters."""
    name = path.stem.replace("_", " ").strip()
    return name if len(name) <= TITLE_LIMIT else f"{name[: TITLE_LIMIT - 1]}…"
