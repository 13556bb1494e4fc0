"""The vendor's HTTP API v3, one method per endpoint and named as it: domain values in and out (REFERENCE section 6)."""

from __future__ import annotations

from fwdesk.finerworks.calls.account import AccountCalls
from fwdesk.finerworks.calls.catalog import CatalogCalls
from fwdesk.finerworks.calls.files import FileCalls
from fwdesk.finerworks.calls.images import ImageCalls
from fwdesk.finerworks.calls.inventory import InventoryCalls
from fwdesk.finerworks.calls.orders import OrderCalls
from fwdesk.finerworks.calls.products import ProductCalls
from fwdesk.finerworks.calls.submission import SubmissionCalls
from fwdesk.finerworks.service import LIVE_URL, TEST_URL

__all__ = ["LIVE_URL", "TEST_URL", "FinerWorks"]


class FinerWorks(
    AccountCalls, CatalogCalls, ProductCalls, OrderCalls, SubmissionCalls, ImageCalls, InventoryCalls, FileCalls
):
    """One service and one pair of keys.

    Every method blocks; call it on a worker. All take `cancel`, which ends the call at once with `Cancelled`, and
    raise the `ServiceError` tree: `RequestError` (over a limit of the API, not sent), `Unreachable` (not sent),
    `ConnectionLost`, `TimedOut`, `Cancelled`, `BadReply`, `Refused`, `BadCredentials`, none of which carries a key.
    Reads are tried up to three times, writes once, submissions never twice (`endpoints.ENDPOINTS`).
    Lists may come bare or in an envelope (REFERENCE 1.4); orders, credentials and tokens in an envelope alone.

    `generation` forces how the host is asked, which is else taken from its name and learned from its refusals; `now`
    (UTC) stamps prices. Raises `Unreachable` for an address that may not be asked: only https, or http on this
    computer; a path in it is kept.
    """
