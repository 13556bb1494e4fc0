"""What keeps an order from being sent. The button asks here; the last look before sending is the preflight's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fwdesk.app import quoting
from fwdesk.app.link import Link, LinkState
from fwdesk.app.prices import Prices, PriceState
from fwdesk.app.sending import MUST_FIX
from fwdesk.app.session import Session
from fwdesk.domain.order import GIFT_LIMIT

if TYPE_CHECKING:
    from fwdesk.app.ordering import Ordering


def blockers(ordering: Ordering, session: Session, link: Link, prices: Prices) -> tuple[str, ...]:
    """Why the order as it is now may not go, as sentences; empty when it may."""
    found: list[str] = []
    on_desk = len(ordering.cart.lines) > ordering.cart.kept
    if on_desk:
        found += [problem.reason for problem in session.problems]
    if session.artwork is None:
        found.append("Open a picture first.")
    elif not ordering.cart.lines:
        found.append("There is nothing in this order. Take the last change back to put the piece in again.")
    if ordering.cart.awaited:
        found.append("What you had put into this order last time is still being read.")
    found += [
        f"The picture {name} is missing or was changed. Open it again from where it is now, or take its line out."
        for name in dict.fromkeys(line.artwork.name for line in ordering.cart.put_in if line.artwork.stand_in)
    ]
    if link.state is not LinkState.READY:
        found.append("The service does not answer.")
    if ordering.problems or any(recipient.problems() for recipient in ordering.recipients):
        found.append("Complete the recipient's address.")
    if on_desk and prices.state is not PriceState.CURRENT:
        found.append("The price is not confirmed by the service.")
    found += _of_the_quote(ordering)
    if ordering.people.blocker:
        found.append(ordering.people.blocker)
    if ordering.slip.blocker:
        found.append(ordering.slip.blocker)
    if len(ordering.gift_message) > GIFT_LIMIT:
        found.append(f"The gift message is longer than {GIFT_LIMIT} characters.")
    total = ordering.total
    if ordering.live and total and ordering.paying.typed != total.grand_total.rounded:
        found.append(f"Type the total, {total.grand_total}, to order.")
    return tuple(found)


def _of_the_quote(ordering: Ordering) -> list[str]:
    quoted, options = ordering.quoted, ordering.options
    if quoted is None:
        return ["Ask for shipping options."]
    if not options:
        return ["Choose a way to send it."]
    found: list[str] = []
    if wrong := quoting.wrong_total(quoted, options):
        found.append(f"{wrong} Ask for shipping options again.")
    for line, wanted in zip(quoted.lines, quoted.asked.lines, strict=True):
        if quoting.other_shape(line.file, wanted.artwork.pixels):
            found.append("The print file at that address has other proportions than the picture on the desk.")
    found += [finding.words for finding in ordering.findings if finding.level == MUST_FIX]
    return found
