"""What an order comes to, exact to the cent: the goods are added up here, and the service's total is believed only if
it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from fwdesk.domain.money import Money
from fwdesk.domain.order import OrderLine, OrderTotal, ShippingOption


def goods(lines: Iterable[OrderLine]) -> Money:
    """All lines together: added first, rounded once (REFERENCE, model order_total)."""
    return Money.sum(line.total for line in lines).rounded


def mismatch(lines: Iterable[OrderLine], option: ShippingOption) -> str:
    """Why the service's total for these lines does not hold, as a sentence; empty when it is right to the cent."""
    ours, total = goods(lines), option.total
    if ours != total.subtotal.rounded:
        return f"The pieces come to {ours}, but the shipping quote counts {total.subtotal}."
    if not total.adds_up or option.rate.rounded != total.shipping.rounded:
        return f"The parts of the quote do not come to its total of {total.grand_total}."
    return ""


def together(totals: Iterable[OrderTotal]) -> OrderTotal:
    """What several orders come to: each is billed for itself, so each part is rounded before it is added."""
    found = tuple(totals)

    def added(name: str) -> Money:
        return Money.sum(getattr(total, name).rounded for total in found)

    return OrderTotal(
        subtotal=added("subtotal"),
        shipping=added("shipping"),
        grand_total=added("grand_total"),
        discount=added("discount"),
        tax=added("tax"),
        expedite=added("expedite"),
        credits=added("credits"),
    )
