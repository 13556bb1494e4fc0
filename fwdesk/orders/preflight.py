"""The last look before an order goes: everything that must, should or need not be looked at, with the way there.

The same rules object judges the piece here as at every step; nothing is decided twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fwdesk.domain.code import ProductCode, parse_code
from fwdesk.domain.crop import Crop, Pixels, Sharpness, crop_words, cropped_share, effective_ppi, sharpness
from fwdesk.domain.errors import CodeError, OrderError
from fwdesk.domain.order import (
    DOCUMENT_LIMIT,
    GIFT_LIMIT,
    QUANTITY_LIMIT,
    TITLE_LIMIT,
    LedgerRow,
    Order,
    OrderLine,
    ShippingQuote,
)
from fwdesk.domain.price import Price
from fwdesk.domain.rules import Rules
from fwdesk.domain.sizing import NO_CROP
from fwdesk.domain.totals import mismatch
from fwdesk.orders import address
from fwdesk.orders.editions import Edition, Register, key_of, told
from fwdesk.orders.submit import LIVE

PRICE_GOOD_FOR = timedelta(hours=1)
"""After this a price is asked for again before it is believed."""
_TWIN = "The same pieces"


class Level(StrEnum):
    """How much a finding matters."""

    MUST_FIX = "must_fix"
    LOOK = "look"
    FINE = "fine"


class Fix(StrEnum):
    """What the desk can do about a finding at once, in the words of its button."""

    ASK_AGAIN = "Ask again"
    CENTER = "Center the crop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `step` is where to go: a step of the desk, `artwork`, `code`, `price`, `recipient`,
    `shipping`, `review`, `service` or `payment`; `field` is the recipient's field, if it is about one; `line` the
    order's line, -1 if it is about none; `fix` what can be done about it at once.
    """

    level: Level
    words: str
    step: str
    field: str = ""
    line: int = -1
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the desk shows of a line: its artwork's size, for a file that was not delivered yet, and the crop."""

    pixels: Pixels | None = None
    crop: Crop | None = None


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """What a live order needs beside itself: the service's word that the app is live, and a way to pay."""

    verified: bool = False
    paid: bool = False


_UNSEEN = Seen()


def check(
    order: Order,
    prices: Mapping[str, Price],
    quote: ShippingQuote | None,
    seen: Sequence[Seen] = (),
    *,
    mode: str,
    now: datetime,
    rules: Rules | None = None,
    earlier: LedgerRow | None = None,
    live: LiveFacts | None = None,
) -> tuple[Finding, ...]:
    """Look at everything, worst first.

    `prices` are by the code a line carries; `seen` is one for each line, as far as the desk shows it; `rules` judge
    the pieces if there is a catalog; `earlier` is the ledger's twin of this order; without `live` nothing goes live.
    """
    found = [*_mode(order, mode, live), *_recipient(order), *_extras(order)]
    for at, line in enumerate(order.lines):
        about = (
            *_line(line, seen[at] if at < len(seen) else _UNSEEN, rules),
            *_price(line, prices.get(line.code), now),
        )
        # Where there are several, each finding names its piece.
        name = f"{line.title or line.code}: " if len(order.lines) > 1 else ""
        found += [replace(finding, words=f"{name}{finding.words}", line=at) for finding in about]
    found += [*_shipping(order, quote), *_earlier(earlier, now)]
    if not order.lines:
        found.append(Finding(Level.MUST_FIX, "There is nothing in this order yet.", "review"))
    return _ranked(found)


def check_all(
    orders: Sequence[Order],
    prices: Mapping[str, Price],
    quotes: Sequence[ShippingQuote],
    seen: Sequence[Seen] = (),
    *,
    mode: str,
    now: datetime,
    rules: Rules | None = None,
    earlier: Sequence[LedgerRow | None],
    live: LiveFacts | None = None,
    editions: Register | None = None,
) -> tuple[Finding, ...]:
    """Look at the same pieces for several recipients; what is the same for all of them is said once.

    `editions` are those of the ledger; all the copies of these orders together must still fit.
    """
    found: list[Finding] = []
    for order, quote, before in zip(orders, quotes, earlier, strict=True):
        looked = check(order, prices, quote, seen, mode=mode, now=now, rules=rules, earlier=before, live=live)
        name = f"{order.recipient.lines[0]}: " if len(orders) > 1 and order.recipient.lines else ""
        for finding in looked:
            personal = finding.step in {"recipient", "shipping"} or finding.words.startswith(_TWIN)
            found.append(replace(finding, words=f"{name}{finding.words}") if personal else finding)
    for order in orders[:1]:
        found += _editions(order, len(orders), editions or {})
    return _ranked(dict.fromkeys(found))


def _editions(order: Order, times: int, known: Register) -> Iterator[Finding]:
    """Whether there are numbers for so many orders like this one, and which."""
    for at, line in enumerate(order.lines):
        key = key_of(line)
        edition = known.get(key) if key else None
        if key and edition is None and line.edition:
            edition = Edition(*key, line.edition)
        if edition is None:
            continue
        if line.edition not in (0, edition.copies):
            words = f"This picture is an edition of {edition.copies} at this size, not of {line.edition}."
            yield Finding(Level.MUST_FIX, words, "review", line=at)
            continue
        try:
            numbers = edition.next(line.quantity * times)
        except OrderError as error:
            yield Finding(Level.MUST_FIX, str(error), "review", line=at)
        else:
            plural = "s" if len(numbers) > 1 else ""
            words = f"Edition of {edition.copies}: number{plural} {told(numbers)}, taken when the order goes."
            yield Finding(Level.FINE, words, "review", line=at)


def _ranked(found: Iterable[Finding]) -> tuple[Finding, ...]:
    ranks = list(Level)
    return tuple(sorted(found, key=lambda finding: ranks.index(finding.level)))


def clean(findings: tuple[Finding, ...]) -> bool:
    """True when nothing must be fixed: the submit button may light."""
    return all(finding.level is not Level.MUST_FIX for finding in findings)


def _mode(order: Order, mode: str, live: LiveFacts | None) -> Iterator[Finding]:
    if mode == LIVE and live and not order.test_mode:
        if not live.verified:
            words = "The service has not said that these are the keys of a live app. Check them."
            yield Finding(Level.MUST_FIX, words, "service")
        if not live.paid:
            yield Finding(Level.MUST_FIX, "Choose how the order is paid.", "payment")
        if live.verified and live.paid:
            yield Finding(Level.FINE, "This is a live order: it is made and billed.", "review")
    elif mode == LIVE or not order.test_mode:
        yield Finding(Level.MUST_FIX, "Only test orders go out from here. Change to test or practice.", "review")
    else:
        words = "This is a practice order" if mode == "practice" else "This is a test order"
        yield Finding(Level.FINE, f"{words}: nothing is made or billed.", "review")


def _extras(order: Order) -> Iterator[Finding]:
    if len(order.gift_message) > GIFT_LIMIT:
        words = f"The gift message has {len(order.gift_message)} characters; {GIFT_LIMIT} fit on the packing slip."
        yield Finding(Level.MUST_FIX, words, "review", "gift_message")
    if len(order.document_url) > DOCUMENT_LIMIT:
        words = f"The address of the page to pack with it has more than the {DOCUMENT_LIMIT} characters it may have."
        yield Finding(Level.MUST_FIX, words, "review", "document_url")


def _recipient(order: Order) -> Iterator[Finding]:
    problems = address.problems(order.recipient)
    for field, words in problems.items():
        yield Finding(Level.MUST_FIX, words, "recipient", field)
    if not problems:
        yield Finding(Level.FINE, f"The address is complete: {', '.join(order.recipient.lines)}.", "recipient")


def _line(line: OrderLine, seen: Seen, rules: Rules | None) -> Iterator[Finding]:
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
    yield from _picture(line, code, seen)


def _picture(line: OrderLine, code: ProductCode, seen: Seen) -> Iterator[Finding]:
    file, pixels, crop = line.file, seen.pixels, seen.crop
    if not (file.url and file.sha256):
        yield Finding(Level.MUST_FIX, "The print file is not where the lab can fetch it yet.", "artwork")
    else:
        words = f"The print file was fetched back and is {file.pixel_width} × {file.pixel_height} pixels."
        yield Finding(Level.FINE, words, "artwork")
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
        yield Finding(
            Level.MUST_FIX, f"{words} Center the crop, or deliver the cropped picture.", "size", fix=Fix.CENTER
        )


def _price(line: OrderLine, price: Price | None, now: datetime) -> Iterator[Finding]:
    if price is None:
        yield Finding(Level.MUST_FIX, f"The price of {line.code} is not known yet.", "price", fix=Fix.ASK_AGAIN)
    elif not price.priced:
        said = f" It says: {price.info}" if price.info else ""
        yield Finding(Level.MUST_FIX, f"The service does not price {line.code}.{said}", "price")
    elif not price.adds_up:
        words = f"The parts of the price of {line.code} come to {price.parts}, its total is {price.total}."
        yield Finding(Level.MUST_FIX, f"{words} Ask for it again.", "price", fix=Fix.ASK_AGAIN)
    elif price.total != line.unit_price:
        words = f"The price of {line.code} is {price.total} now, not {line.unit_price}."
        yield Finding(Level.MUST_FIX, words, "price", fix=Fix.ASK_AGAIN)
    elif price.asked_at is None or now - price.asked_at > PRICE_GOOD_FOR:
        words = f"The price of {line.code} is more than an hour old."
        yield Finding(Level.LOOK, words, "price", fix=Fix.ASK_AGAIN)
    else:
        times = f"{line.quantity} × {price.total}" if line.quantity > 1 else f"{price.total}"
        yield Finding(Level.FINE, f"The price is current: {times}.", "price")


def _shipping(order: Order, quote: ShippingQuote | None) -> Iterator[Finding]:
    if quote is None:
        yield Finding(Level.MUST_FIX, "Ask for the ways to send it.", "shipping", fix=Fix.ASK_AGAIN)
        return
    chosen = next((option for option in quote.options if option.wire_code == order.shipping_code), None)
    if chosen is None:
        yield Finding(Level.MUST_FIX, "Choose how it travels.", "shipping")
    elif wrong := mismatch(order.lines, chosen):
        yield Finding(Level.MUST_FIX, f"{wrong} Ask for it again.", "shipping", fix=Fix.ASK_AGAIN)
    else:
        words = f"{chosen.method}, {chosen.transit}: {chosen.rate}; {chosen.total.grand_total} in all."
        yield Finding(Level.FINE, words, "shipping")


def _earlier(earlier: LedgerRow | None, now: datetime) -> Iterator[Finding]:
    if earlier is None:
        return
    hours = int((now - earlier.created_at).total_seconds() // 3600)
    ago = f"{hours} hours ago" if hours > 1 else "an hour ago" if hours == 1 else "less than an hour ago"
    name = f"order {earlier.order_id}" if earlier.order_id else earlier.order_po
    words = f"{_TWIN} went to the same recipient {ago}, as {name}. Send them again?"
    yield Finding(Level.LOOK, words, "review")
