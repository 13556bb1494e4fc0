"""A client for the FinerWorks HTTP API v3: every endpoint, domain values in and out, safe with money.

    import dataclasses

    from fwdesk.finerworks import FinerWorks, Keys, Order, OrderLine, PrintFile, Recipient, Refused, every, parse_code

    client = FinerWorks("https://v2.api.finerworks.com", Keys(web_api_key, app_key))
    print(client.test_my_credentials().username)

    code = parse_code("5M6M9S16x20F1S20x24J1S16x20G1")
    (price,) = client.get_prices([code])
    print(price.total, price.info)

    picture = client.frame_builder(code, render_size=600).picture

    ada = Recipient(
        "Ada", "Example", address_1="100 Main St", city="San Antonio", state_code="TX", zip_postal_code="78205"
    )
    line = OrderLine(code.wire, 1, PrintFile(url, thumbnail_url, 4800, 6000), "Demo print")
    order = Order("DEMO-1001", ada, (line,), shipping_code="SD")
    (quote,) = client.list_shipping_options_multiple([order])
    cheapest = min(quote.options, key=lambda option: option.total.grand_total)
    try:
        ready = dataclasses.replace(order, shipping_code=cheapest.wire_code)
        confirmation = client.submit_orders_v2(ready, payment_token="xxxx")
    except Refused as error:
        print(error.reason, error.fields)
    for listed in every(lambda number: client.list_orders(page_number=number)):
        print(listed.order_po, listed.status)
    client.close()

An order is a test order unless it says `test_mode=False` and comes with a real payment token. What cannot be known
(an answer that never came) is an error whose `sent` is True: read the order back by its reference, never send it again.

`ENDPOINTS` lists every call with its verb, retry class and limits; all errors are `ServiceError`. Nothing is
imported before it is used, so naming this package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fwdesk.domain.account import AppDetails as AppDetails
    from fwdesk.domain.account import Connection as Connection
    from fwdesk.domain.cancel import Cancel as Cancel
    from fwdesk.domain.code import ProductCode as ProductCode
    from fwdesk.domain.code import parse_code as parse_code
    from fwdesk.domain.errors import BadCredentials as BadCredentials
    from fwdesk.domain.errors import BadReply as BadReply
    from fwdesk.domain.errors import Cancelled as Cancelled
    from fwdesk.domain.errors import ConnectionLost as ConnectionLost
    from fwdesk.domain.errors import OrderError as OrderError
    from fwdesk.domain.errors import PartlyDone as PartlyDone
    from fwdesk.domain.errors import Refused as Refused
    from fwdesk.domain.errors import RequestError as RequestError
    from fwdesk.domain.errors import ServiceError as ServiceError
    from fwdesk.domain.errors import TimedOut as TimedOut
    from fwdesk.domain.errors import Unreachable as Unreachable
    from fwdesk.domain.full_order import FullLine as FullLine
    from fwdesk.domain.full_order import FullOrder as FullOrder
    from fwdesk.domain.inventory import InventoryChange as InventoryChange
    from fwdesk.domain.library import ImageChange as ImageChange
    from fwdesk.domain.library import ImageLibrary as ImageLibrary
    from fwdesk.domain.library import NewImage as NewImage
    from fwdesk.domain.money import Money as Money
    from fwdesk.domain.order import Order as Order
    from fwdesk.domain.order import OrderLine as OrderLine
    from fwdesk.domain.order import PrintFile as PrintFile
    from fwdesk.domain.order import Recipient as Recipient
    from fwdesk.finerworks.client import FinerWorks as FinerWorks
    from fwdesk.finerworks.endpoints import ENDPOINTS as ENDPOINTS
    from fwdesk.finerworks.generation import Generation as Generation
    from fwdesk.finerworks.keys import Keys as Keys
    from fwdesk.finerworks.pages import every as every

_HOMES = {
    "fwdesk.domain.account": ("AppDetails", "Connection"),
    "fwdesk.domain.cancel": ("Cancel",),
    "fwdesk.domain.code": ("ProductCode", "parse_code"),
    "fwdesk.domain.errors": (
        "BadCredentials",
        "BadReply",
        "Cancelled",
        "ConnectionLost",
        "OrderError",
        "PartlyDone",
        "Refused",
        "RequestError",
        "ServiceError",
        "TimedOut",
        "Unreachable",
    ),
    "fwdesk.domain.full_order": ("FullLine", "FullOrder"),
    "fwdesk.domain.inventory": ("InventoryChange",),
    "fwdesk.domain.library": ("ImageChange", "ImageLibrary", "NewImage"),
    "fwdesk.domain.money": ("Money",),
    "fwdesk.domain.order": ("Order", "OrderLine", "PrintFile", "Recipient"),
    "fwdesk.finerworks.client": ("FinerWorks",),
    "fwdesk.finerworks.endpoints": ("ENDPOINTS",),
    "fwdesk.finerworks.generation": ("Generation",),
    "fwdesk.finerworks.keys": ("Keys",),
    "fwdesk.finerworks.pages": ("every",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first used."""
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(module), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(_HOME)
