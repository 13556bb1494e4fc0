"""The account behind the keys, its app, its ways to pay; the company; the event log."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from fwdesk.domain.account import Account, AppDetails, CompanyInfo, Connection, PaymentMethod
from fwdesk.domain.cancel import Cancel
from fwdesk.domain.order import Recipient
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.answers import Members
from fwdesk.finerworks.service import Service, members, whole
from fwdesk.finerworks.wire import account as wire
from fwdesk.finerworks.wire.order_bodies import address_body


class AccountCalls(Service):
    """Accounts. Reads are never taken from a bare list; writes are sent once."""

    def test_my_credentials(self, *, cancel: Cancel | None = None) -> Account:
        """Whose keys these are. Raises `BadCredentials` when they are not accepted (REFERENCE 1.5)."""
        return self._row(wire.WireAccount, self._ask("test_my_credentials", None, cancel)).value()

    def get_user(self, account_key: str = "", *, cancel: Cancel | None = None) -> Account:
        """The account's profile, its own or another's by its key, where that is permitted (REFERENCE, get_user)."""
        query = {"account_key": account_key} if account_key else {}
        return self._row(wire.WireAccount, self._ask("get_user", None, cancel, query=query)).value()

    def update_user(
        self,
        *,
        account_key: str | None = None,
        billing: Recipient | None = None,
        business: Recipient | None = None,
        logo_url: str | None = None,
        logo_jpeg: bytes | None = None,
        portrait_jpeg: bytes | None = None,
        payment_profile_id: str | None = None,
        shipping_preferences: Sequence[int] | None = None,
        connections: Sequence[Connection] | None = None,
        cancel: Cancel | None = None,
    ) -> Account | None:
        """Change the account's profile; None leaves a field (REFERENCE, update_user).

        Pictures are JPEG files, sent in base64; the service stores the logo at 600 × 180 pixels. At most three
        shipping preferences, in order. Newer hosts want the account's key. Returns the changed profile, None when
        the service answers with its status alone.
        """
        said: dict[str, Writable] = {
            "billing_info": None if billing is None else address_body(billing),
            "business_info": None if business is None else address_body(business),
            "logo_url": logo_url,
            "logo_data": None if logo_jpeg is None else base64.b64encode(logo_jpeg).decode(),
            "portrait_data": None if portrait_jpeg is None else base64.b64encode(portrait_jpeg).decode(),
            "payment_profile_id": payment_profile_id,
            "shipping_preferences": None if shipping_preferences is None else list(shipping_preferences),
            "connections": None if connections is None else [wire.connection_body(one) for one in connections],
        }
        body: dict[str, Writable] = {"account_key": account_key}
        body |= {name: value for name, value in said.items() if value is not None}
        answer = self._ask("update_user", body, cancel)
        if answer.member("user_account") is None:
            return None
        return self._row(wire.WireAccount, answer).value()

    def update_app_details(self, details: AppDetails, *, cancel: Cancel | None = None) -> str:
        """Change the app behind the app key; what is None stays. Returns the service's words (REFERENCE).

        `live` True lets EVERY order of this app be produced and billed that does not say "test" itself (REFERENCE 1.6).
        """
        return self._words(self._ask("update_app_details", wire.app_body(details), cancel))

    def get_payment_tokens(
        self, payment_profile_id: str, *, sandbox: bool = False, cancel: Cancel | None = None
    ) -> tuple[PaymentMethod, ...]:
        """The saved ways to pay of `Account.payment_profile_id` (REFERENCE, get_payment_tokens; v2).

        Their tokens are used as they are and shown by no `repr`.
        """
        query = {"payment_profile_id": payment_profile_id, "sandbox": "true" if sandbox else "false"}
        answer = self._ask("get_payment_tokens", None, cancel, query=query)
        return tuple(row.value() for row in self._rows(wire.WirePaymentMethod, answer))

    def get_company_info(self, *, cancel: Cancel | None = None) -> CompanyInfo:
        """Where the vendor is and when it is open (REFERENCE, get_company_info; v2)."""
        return whole(self._ask("get_company_info", None, cancel), wire.WireCompany).value()

    def list_event_logs(
        self, filters: Mapping[str, Writable] | None = None, *, cancel: Cancel | None = None
    ) -> Members:
        """The event log, which needs a special permission (REFERENCE, list_event_logs).

        Neither its request nor its answer is documented (GAPS 41): both go as they are.
        """
        return members(self._ask("list_event_logs", dict(filters or {}), cancel))

    def add_event(self, event: Mapping[str, Writable], *, cancel: Cancel | None = None) -> Members:
        """Write into the event log, once; special permission, nothing of it is documented (REFERENCE, add_event)."""
        return members(self._ask("add_event", dict(event), cancel))
