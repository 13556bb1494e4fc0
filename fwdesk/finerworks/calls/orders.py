"""Everything about orders but submitting them: quotes, addresses, statuses, lists, changes, parked orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import BadCredentials, Refused
from fwdesk.domain.order import AddressVerdict, Order, OrderStatus, Recipient, ShippingOption, ShippingQuote
from fwdesk.domain.placed import ListedOrder, PendingOrder, PlacedOrder, ShippingMethod
from fwdesk.domain.strict_json import Json, Writable
from fwdesk.finerworks.answers import Page
from fwdesk.finerworks.gate import Answer
from fwdesk.finerworks.pages import page
from fwdesk.finerworks.service import Service
from fwdesk.finerworks.wire import limits, orders
from fwdesk.finerworks.wire.order_bodies import address_body, order_body, quote_bodies

OrderCommand = Literal["pending", "hold", "cancel"]
"""Release to production, pause, or drop (which frees the reference)."""


class OrderCalls(Service):
    """Orders as the service knows them. Nothing here places one: see `SubmissionCalls`."""

    def list_shipping_options(self, asked: Order, *, cancel: Cancel | None = None) -> tuple[ShippingOption, ...]:
        """The quote for one order, by the older call (REFERENCE, list_shipping_options; api generation)."""
        (body,) = quote_bodies([asked])
        return self._options(self._ask("list_shipping_options", body, cancel))

    def list_shipping_options_multiple(
        self, asked: Sequence[Order], *, cancel: Cancel | None = None
    ) -> tuple[ShippingQuote, ...]:
        """Quotes in the order asked (REFERENCE, list_shipping_options_multiple).

        An order that the service left out has a quote without options. Raises `Refused` with the fields to mend.
        """
        answer = self._ask("list_shipping_options_multiple", {"orders": quote_bodies(asked)}, cancel)
        found: dict[str, ShippingQuote] = {}
        for row in self._rows(orders.WireQuote, answer, strict=True):
            listed: Json = (row.model_extra or {}).get("options")
            options = self._options(Answer("list_shipping_options", answer.status, {"options": listed}))
            found.setdefault(row.order_po, row.value(options))
        return tuple(found.get(order.order_po, ShippingQuote(order.order_po, ())) for order in asked)

    def _options(self, answer: Answer) -> tuple[ShippingOption, ...]:
        return tuple(row.value() for row in self._rows(orders.WireOption, answer))

    def get_shipping_options_ids(
        self, type: int | None = None, *, cancel: Cancel | None = None
    ) -> tuple[ShippingMethod, ...]:
        """All ways of shipping with their ids and codes (REFERENCE, get_shipping_options_ids; v2).

        `type` is a number that filters; nobody has documented its meaning.
        """
        query = {} if type is None else {"type": str(type)}
        answer = self._ask("get_shipping_options_ids", None, cancel, query=query)
        return tuple(row.value() for row in self._rows(orders.WireShippingMethod, answer))

    def validate_recipient_address(self, recipient: Recipient, *, cancel: Cancel | None = None) -> AddressVerdict:
        """Whether the service takes an address, its spelling of it, its words (REFERENCE, validate_recipient_address).

        A refusal that names address fields, or says `success: false`, is a verdict; any other refusal is raised.
        """
        try:
            body: dict[str, Writable] = {"recipient": address_body(recipient)}
            answer = self._ask("validate_recipient_address", body, cancel)
        except BadCredentials:
            raise
        except Refused as error:
            if error.status == 400 and error.fields and not any("recipient" in key.lower() for key, _ in error.fields):
                raise
            return AddressVerdict(False, None, " ".join(text for _, text in error.fields if text) or error.reason)
        if answer.member("address") is None:
            return AddressVerdict(True, None, self._words(answer))
        return self._row(orders.WireAddress, answer).verdict(self._words(answer))

    def fetch_order_status(
        self, order_pos: Sequence[str] = (), order_ids: Sequence[int] = (), *, cancel: Cancel | None = None
    ) -> tuple[OrderStatus, ...]:
        """Where orders stand, by our references or the service's ids, as it lists them (REFERENCE, fetch_order_status).

        An order without a row is not found, which does not mean that it was not received. A row that cannot be read
        is `BadReply`; it is never left out.
        """
        body: dict[str, Writable] = {"order_pos": list(order_pos), "order_ids": list(order_ids)}
        answer = self._ask("fetch_order_status", body, cancel)
        return tuple(row.value() for row in self._rows(orders.WireOrderStatus, answer, strict=True))

    def list_order_status_definitions(self, *, cancel: Cancel | None = None) -> dict[int, str]:
        """Status labels by id; unknown ids mean "in progress" (REFERENCE, list_order_status_definitions, GAPS 29)."""
        answer = self._ask("list_order_status_definitions", None, cancel)
        rows = self._rows(orders.WireStatusDefinition, answer)
        return {row.order_status_id: row.order_status_label for row in rows}

    def list_orders(
        self,
        order_pos: Sequence[str] = (),
        *,
        show_cancelled: bool = True,
        page_number: int = 1,
        per_page: int = limits.MAX_PER_PAGE,
        cancel: Cancel | None = None,
    ) -> Page[ListedOrder]:
        """One page of the account's orders, all or by our references, amounts in USD (REFERENCE, list_orders; v2).

        At most 50 a page; `pages.every` goes through all. A row that cannot be read is `BadReply`.
        """
        body: dict[str, Writable] = {
            "order_pos": list(order_pos) or None,
            "show_cancelled": show_cancelled,
            "page_number": page_number,
            "per_page": per_page,
        }
        answer = self._ask("list_orders", body, cancel)
        rows = tuple(row.value() for row in self._rows(orders.WireListedOrder, answer, strict=True))
        return page(answer, rows, page_number, per_page)

    def get_order(self, order_guid: str, order_email: str, *, cancel: Cancel | None = None) -> PlacedOrder:
        """One order with what it really came to, in USD (REFERENCE, get_order; v2).

        GUID and email are those of its confirmation or of its row in `list_orders`.
        """
        query = {"order_guid": order_guid, "order_email": order_email}
        return self._row(orders.WirePlacedOrder, self._ask("get_order", None, cancel, query=query)).value()

    def update_order(self, order_id: int, command: OrderCommand, *, cancel: Cancel | None = None) -> str:
        """Release, pause or drop an order that is not in production yet (REFERENCE, update_order).

        It is sent once; returns the service's words, often none. Raises `Refused` when it is too late. After any
        other error the order's status tells what became of it. A host that answers the verb with HTTP 405 is asked
        with the other one (REFERENCE 10): nothing was done then.
        """
        return self._words(self._ask("update_order", {"order_id": order_id, "update_command": command}, cancel))

    def update_customer(self, order_id: int, recipient: Recipient, *, cancel: Cancel | None = None) -> str:
        """Change where an order goes, once; returns the service's words, often none (REFERENCE, update_customer)."""
        body: dict[str, Writable] = {"order_id": order_id, "customer_info": address_body(recipient)}
        return self._words(self._ask("update_customer", body, cancel))

    def submit_note(self, order_id: int, subject: str, message: str, *, cancel: Cancel | None = None) -> str:
        """Write a note into an order's log, once; production does not read it (REFERENCE, submit_note)."""
        body: dict[str, Writable] = {"order_id": order_id, "subject": subject, "message": message}
        return self._words(self._ask("submit_note", body, cancel))

    def save_pending_orders(
        self, parked: Sequence[Order], *, source: str, cancel: Cancel | None = None
    ) -> tuple[PendingOrder, ...]:
        """Park orders for review, once (REFERENCE, save_pending_orders; v2). Nothing is placed or charged.

        `source` (at most 50 characters) says where they come from and is required here. What comes back may be empty.
        """
        bodies: list[Writable] = [order_body(order, self._generation.source) for order in parked]
        answer = self._ask("save_pending_orders", {"orders": bodies, "source": source}, cancel)
        return self._pending(answer)

    def list_pending_orders(self, ids: Sequence[int], *, cancel: Cancel | None = None) -> tuple[PendingOrder, ...]:
        """Parked orders by their ids (REFERENCE, list_pending_orders; v2)."""
        return self._pending(self._ask("list_pending_orders", {"ids": list(ids)}, cancel))

    def _pending(self, answer: Answer) -> tuple[PendingOrder, ...]:
        return tuple(row.value() for row in self._rows(orders.WirePendingOrder, answer, strict=True, or_none=True))

    def delete_pending_orders(self, ids: Sequence[int], *, cancel: Cancel | None = None) -> str:
        """Drop parked orders, once; returns the service's words (REFERENCE, delete_pending_orders; v2)."""
        return self._words(self._ask("delete_pending_orders", {"ids": list(ids)}, cancel))
