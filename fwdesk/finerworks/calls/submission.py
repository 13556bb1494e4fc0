"""Submitting an order: the two calls that can spend money."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, overload

from fwdesk.domain.cancel import Cancel
from fwdesk.domain.errors import OrderError, Refused, ServiceError
from fwdesk.domain.order import TEST_TOKEN, Confirmation, Order
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks import acceptance
from fwdesk.finerworks.gate import redacted
from fwdesk.finerworks.retry import OTHER
from fwdesk.finerworks.sealed import Sealed
from fwdesk.finerworks.service import Service
from fwdesk.finerworks.wire.order_bodies import order_body

_INVOICE = "invoice"


class SubmissionCalls(Service):
    """ONE order in ONE POST, on a connection of its own, never repeated (RELIABILITY, section 1).

    After `OrderError` and `RequestError` nothing was sent. Else only three outcomes are certain: a confirmation (see
    `acceptance.accepted`), `Refused` (the service said no in a documented way), and an error whose `sent` is False.
    Everything else may have placed the order: read it back with `fetch_order_status`, never resend.

    The API takes several orders in one call. We do not: one answer in doubt would then put all of them in doubt.
    """

    @overload
    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: Literal[False] = False, cancel: Cancel | None = None
    ) -> Confirmation: ...
    @overload
    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: Literal[True], cancel: Cancel | None = None
    ) -> None: ...
    def submit_orders_v2(
        self, order: Order, *, payment_token: str, validate_only: bool = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        """Submit one order with the way it is paid (REFERENCE, submit_orders_v2 and 1.6).

        Raises `OrderError` before anything is sent when the token is missing, or a test order would go with another
        token than "xxxx", or a live order with that one.

        With `validate_only` nothing is placed; None means that nothing was found wrong.
        """
        # The token is checked although its type says enough: null makes a real, unpaid order (REFERENCE 1.6).
        if not isinstance(payment_token, str) or not payment_token.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise OrderError("an order never goes out without a payment token")
        token = Sealed(payment_token)
        del payment_token  # from here on it is in no variable that a traceback could show
        if order.test_mode and token != TEST_TOKEN:
            raise OrderError("a test order goes out with the test token only")
        if not order.test_mode and token.strip().lower() == TEST_TOKEN and not validate_only:
            raise OrderError("a live order with the test token would be lost: the service forgets it")
        return self._submit("submit_orders_v2", order, token, validate_only, cancel)

    @overload
    def submit_orders(
        self, order: Order, *, live: bool = False, validate_only: Literal[False] = False, cancel: Cancel | None = None
    ) -> Confirmation: ...
    @overload
    def submit_orders(
        self, order: Order, *, live: bool = False, validate_only: Literal[True], cancel: Cancel | None = None
    ) -> None: ...
    def submit_orders(
        self, order: Order, *, live: bool = False, validate_only: bool = False, cancel: Cancel | None = None
    ) -> Confirmation | None:
        """Submit one order by the older call, which names no way to pay (REFERENCE, submit_orders; api generation).

        Of the four switches of REFERENCE 1.6 this call has no payment token, so that the order's own `test_mode` is
        all that stands between a test and a real order that the account is billed for. A real one therefore needs
        both to say so: `order.test_mode` False and `live` True. Raises `OrderError`, with nothing sent, when they do
        not agree, also with `validate_only`: an older host might not know that switch.

        With `validate_only` nothing is placed; None means that nothing was found wrong.
        """
        if live == order.test_mode:
            raise OrderError("an order is live only where the order and its caller both say so")
        return self._submit("submit_orders", order, None, validate_only, cancel)

    def _submit(
        self, name: str, order: Order, token: Sealed | None, validate_only: bool, cancel: Cancel | None
    ) -> Confirmation | None:
        body: dict[str, Writable] = {
            "orders": [order_body(order, self._generation.source)],
            "validate_only": validate_only,
        }
        if token is not None:
            body["payment_token"] = token
        reply = self._send(name, body, cancel, policy=OTHER if validate_only else None)
        try:
            if validate_only:
                acceptance.validated(reply, name)
                return None
            confirmation = acceptance.accepted(reply, order.order_po, name)
        except ServiceError as error:
            raise _unsaid(redacted(error, self._keys), token) from None
        return replace(confirmation, message=_without(self._keys.redact(confirmation.message), token))


def _secret(token: Sealed | None) -> bool:
    """The test token and "invoice" are words of the API, not secrets."""
    return token is not None and token.strip().lower() not in {TEST_TOKEN, _INVOICE}


def _without(text: str, token: Sealed | None) -> str:
    """The service's words without the token, in case they repeat it."""
    return text.replace(str(token), "•••") if _secret(token) else text


def _unsaid(error: ServiceError, token: Sealed | None) -> ServiceError:
    error.args = tuple(_without(arg, token) if isinstance(arg, str) else arg for arg in error.args)
    if isinstance(error, Refused):
        error.reason = _without(error.reason, token)
        error.fields = tuple((_without(key, token), _without(text, token)) for key, text in error.fields)
    return error
