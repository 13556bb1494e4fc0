"""The last look before an order goes: everything that must, should or need not be looked at, with the way there.

The same rules object judges the piece here as at every step; nothing is decided twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.crop import Crop, Pixels, Sharpness, crop_words, cropped_share, effective_ppi, sharpness
from fwdesk.domain.errors import CodeError
from fwdesk.domain.money import Money
from fwdesk.domain.order import (
    QUANTITY_LIMIT,
    TITLE_LIMIT,
    LedgerRow,
    Order,
    OrderLine,
    ShippingOption,
    ShippingQuote,
)
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules
from fwdesk.domain.sizing import NO_CROP
from fwdesk.orders import address
from fwdesk.orders.submit import LIVE

PRICE_GOOD_FOR = timedelta(hours=1)
"""After this a price is asked for again before it is believed."""


class Level(StrEnum):
    """How much a finding matters."""

    MUST_FIX = "must_fix"
    LOOK = "look"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `step` is where to go: a step of the desk, `artwork`, `code`, `price`, `recipient`,
    `shipping` or `review`; `field` is the recipient's field, if it is about one.
    """

    level: Level
    words: str
    step: str
    field: str = ""


def check(
    order: Order,
    prices: Mapping[str, Price],
    quote: ShippingQuote | None,
    pixels: Pixels | None,
    *,
    mode: str,
    now: datetime,
    rules: Rules | None = None,
    crop: Crop | None = None,
    earlier: LedgerRow | None = None,
) -> tuple[Finding, ...]:
    """Look at everything, worst first.

    `prices` are by the code a line carries; `pixels` is the artwork's size, for lines whose print file was not
    delivered yet; `rules` judge the pieces if there is a catalog; `crop` is what the stage shows; `earlier` is the
    ledger's twin of this order.
    """
    found = [
        *_mode(order, mode),
        *_recipient(order),
        *(finding for line in order.lines for finding in _line(line, pixels, rules, crop)),
        *(finding for line in order.lines for finding in _price(line, prices.get(line.code), now)),
        *_shipping(order, quote),
        *_earlier(earlier, now),
    ]
    if not order.lines:
        found.append(Finding(Level.MUST_FIX, "There is nothing in this order yet.", "review"))
    ranks = list(Level)
    return tuple(sorted(found, key=lambda finding: ranks.index(finding.level)))


def clean(findings: tuple[Finding, ...]) -> bool:
    """True when nothing must be fixed: the submit button may light."""
    return all(finding.level is not Level.MUST_FIX for finding in findings)


def _mode(order: Order, mode: str) -> Iterator[Finding]:
    if mode == LIVE or not order.test_mode:
        yield Finding(Level.MUST_FIX, "This version sends test orders only. Change to test or practice.", "review")
    else:
        words = "This is a practice order" if mode == "practice" else "This is a test order"
        yield Finding(Level.FINE, f"{words}: nothing is made or billed.", "review")


def _recipient(order: Order) -> Iterator[Finding]:
    problems = address.problems(order.recipient)
    for field, words in problems.items():
        yield Finding(Level.MUST_FIX, words, "recipient", field)
    if not problems:
        yield Finding(Level.FINE, f"The address is complete: {', '.join(order.recipient.lines)}.", "recipient")


def _line(line: OrderLine, pixels: Pixels | None, rules: Rules | None, crop: Crop | None) -> Iterator[Finding]:
    try:
        code = parse_code(line.code)
    except CodeError as error:
        yield Finding(Level.MUST_FIX, f"The code {line.code!r} cannot be read: {error}.", "code")
        return
    if rules:
        for problem in rules.problems(code):
            yield Finding(Level.MUST_FIX, problem.reason, problem.step.value)
    if not 1 <= line.quantity <= QUANTITY_LIMIT:
        yield Finding(Level.MUST_FIX, f"The quantity must be 1 to {QUANTITY_LIMIT}, not {line.quantity}.", "review")
    if len(line.title) > TITLE_LIMIT:
        words = f"The title has {len(line.title)} characters; the packing slip takes {TITLE_LIMIT}."
        yield Finding(Level.MUST_FIX, words, "review")
    yield from _picture(line, code, pixels, crop)


def _picture(line: OrderLine, code: ProductCode, pixels: Pixels | None, crop: Crop | None) -> Iterator[Finding]:
    file = line.file
    if not (file.url and file.sha256):
        yield Finding(Level.MUST_FIX, "The print file is not where the lab can fetch it yet.", "artwork")
    if file.pixel_width > 0 and file.pixel_height > 0:
        pixels = Pixels(file.pixel_width, file.pixel_height)
    if code.print is None:
        return
    if pixels is None:
        yield Finding(Level.MUST_FIX, "Open the artwork, so that its size can be checked.", "artwork")
        return
    image = code.print.size
    ppi = effective_ppi(pixels, image)
    verdict = sharpness(ppi)
    words = f"{verdict.value} at {image.framer} in: {ppi} pixels per inch"
    if verdict is Sharpness.TOO_SMALL:
        yield Finding(Level.MUST_FIX, f"{words}. Choose a smaller size or a larger file.", "size")
    elif verdict is Sharpness.SOFT:
        yield Finding(Level.LOOK, f"{words}. It will look soft from near.", "size")
    else:
        yield Finding(Level.FINE, f"{words}.", "size")
    cropped = crop_words(pixels, image)
    if cropped:
        yield Finding(Level.LOOK, f"{cropped} of the picture at {image.framer} in.", "size")
    if crop and crop != Crop() and cropped_share(pixels, image) > NO_CROP:
        # The order cannot say where to crop: the lab keeps the middle of the file it is given.
        words = "The crop was moved, but the print file is the whole picture and the lab keeps its middle."
        yield Finding(Level.MUST_FIX, f"{words} Center the crop, or deliver the cropped picture.", "size")


def _price(line: OrderLine, price: Price | None, now: datetime) -> Iterator[Finding]:
    if price is None:
        yield Finding(Level.MUST_FIX, f"The price of {line.code} is not known yet.", "price")
    elif not price.priced:
        said = f" It says: {price.info}" if price.info else ""
        yield Finding(Level.MUST_FIX, f"The service does not price {line.code}.{said}", "price")
    elif not price.adds_up:
        words = f"The parts of the price of {line.code} come to {price.parts}, its total is {price.total}."
        yield Finding(Level.MUST_FIX, f"{words} Ask for it again.", "price")
    elif price.total != line.unit_price:
        words = f"The price of {line.code} is {price.total} now, not {line.unit_price}."
        yield Finding(Level.MUST_FIX, words, "price")
    elif price.asked_at is None or now - price.asked_at > PRICE_GOOD_FOR:
        yield Finding(Level.LOOK, f"The price of {line.code} is more than an hour old.", "price")
    else:
        times = f"{line.quantity} × {price.total}" if line.quantity > 1 else f"{price.total}"
        yield Finding(Level.FINE, f"The price is current: {times}.", "price")


def _shipping(order: Order, quote: ShippingQuote | None) -> Iterator[Finding]:
    if quote is None:
        yield Finding(Level.MUST_FIX, "Ask for the ways to send it.", "shipping")
        return
    chosen = [option for option in quote.options if option.wire_code == order.shipping_code]
    if not chosen:
        yield Finding(Level.MUST_FIX, "Choose how it travels.", "shipping")
        return
    yield from _totals(order, chosen[0])


def _totals(order: Order, option: ShippingOption) -> Iterator[Finding]:
    subtotal = Money.sum(line.unit_price * line.quantity for line in order.lines)
    if subtotal.rounded != option.total.subtotal.rounded:
        words = f"The pieces come to {subtotal}, but the shipping quote counts {option.total.subtotal}."
        yield Finding(Level.MUST_FIX, f"{words} Ask for it again.", "shipping")
    elif not option.total.adds_up or option.rate.rounded != option.total.shipping.rounded:
        words = f"The parts of the quote do not come to its total of {option.total.grand_total}."
        yield Finding(Level.MUST_FIX, f"{words} Ask for it again.", "shipping")
    else:
        words = f"{option.method}, {option.transit}: {option.rate}; {option.total.grand_total} in all."
        yield Finding(Level.FINE, words, "shipping")


def _earlier(earlier: LedgerRow | None, now: datetime) -> Iterator[Finding]:
    if earlier is None:
        return
    hours = int((now - earlier.created_at).total_seconds() // 3600)
    ago = f"{hours} hours ago" if hours > 1 else "an hour ago" if hours == 1 else "less than an hour ago"
    name = f"order {earlier.order_id}" if earlier.order_id else earlier.order_po
    words = f"The same pieces went to the same recipient {ago}, as {name}. Send them again?"
    yield Finding(Level.LOOK, words, "review")
