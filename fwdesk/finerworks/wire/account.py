"""The account, its app, its ways to pay, and the company (REFERENCE, models user_account, app_details)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from fwdesk.domain.account import Account, AppDetails, CompanyInfo, Connection, PaymentMethod
from fwdesk.domain.money import Money
from fwdesk.domain.strict_json import Writable
from fwdesk.finerworks.sealed import Sealed
from fwdesk.finerworks.wire.fields import Flag, Ids, Number, Text, Whole, Wire, plain_text
from fwdesk.finerworks.wire.orders import WireAddress

_NOTHING = Decimal(0)


class WireAppDetails(Wire):
    """Model app_details. The app key in it is not read."""

    app_key: Text = Field(default="", repr=False)
    app_name: Text | None = None
    app_description: Text | None = None
    app_misc_data: Text | None = None
    app_live_mode: Flag = None

    def value(self) -> AppDetails:
        """As a domain value."""
        return AppDetails(self.app_name, self.app_description, self.app_misc_data, self.app_live_mode)


class WireConnection(Wire):
    """Model connection."""

    name: Text = ""
    id: Text = ""
    data: Text = Field(default="", repr=False)

    def value(self) -> Connection:
        """As a domain value."""
        return Connection(self.name, self.id, self.data)


class WireAccount(Wire):
    """Model user_account."""

    account_id: Whole = 0
    account_username: Text = ""
    account_email: Text = ""
    account_title: Text = ""
    account_firstname: Text = ""
    account_lastname: Text = ""
    billing_info: WireAddress | None = None
    business_info: WireAddress | None = None
    logo_url: Text = ""
    profile_img_url: Text = ""
    payment_profile_id: Text = Field(default="", repr=False)
    user_account_credits: Number = _NOTHING
    enable_invoice_payment: Flag = None
    account_key: Text = Field(default="", repr=False)
    shipping_preferences: Ids = ()
    connections: tuple[WireConnection, ...] = ()
    user_profile_complete: Flag = None
    app_details: WireAppDetails | None = None

    def value(self) -> Account:
        """As a domain value. test_my_credentials seldom says whether the app is live (REFERENCE)."""
        app = self.app_details.value() if self.app_details else None
        return Account(
            self.account_username,
            self.account_email,
            self.account_id,
            app.live if app else None,
            first_name=self.account_firstname,
            last_name=self.account_lastname,
            title=self.account_title,
            billing=self.billing_info.found() if self.billing_info else None,
            business=self.business_info.found() if self.business_info else None,
            logo_url=self.logo_url,
            portrait_url=self.profile_img_url,
            credits=Money(self.user_account_credits),
            may_pay_by_invoice=self.enable_invoice_payment,
            complete=self.user_profile_complete,
            shipping_preferences=self.shipping_preferences,
            connections=tuple(one.value() for one in self.connections),
            app=app,
            payment_profile_id=self.payment_profile_id,
            account_key=self.account_key,
        )


class WirePaymentMethod(Wire):
    """Model payment_token_row. A row without its token is of no use."""

    token: Text = Field(min_length=1, repr=False)
    is_default: Flag = None
    associated_payment_method: Text = ""

    def value(self) -> PaymentMethod:
        """As a domain value, the token sealed."""
        label = plain_text(self.associated_payment_method)
        return PaymentMethod(Sealed(self.token), label, self.is_default is True)


class WireCompany(Wire):
    """The answer of get_company_info."""

    site_id: Whole = 0
    address: WireAddress | None = None
    lobby_hours: Text = ""

    def value(self) -> CompanyInfo:
        """As a domain value."""
        return CompanyInfo(self.address.found() if self.address else None, plain_text(self.lobby_hours), self.site_id)


def app_body(details: AppDetails) -> dict[str, Writable]:
    """The body of update_app_details: only what is to change."""
    said: dict[str, Writable] = {
        "app_name": details.name,
        "app_description": details.description,
        "app_misc_data": details.misc_data,
        "app_live_mode": details.live,
    }
    return {"app_details": {name: value for name, value in said.items() if value is not None}}


def connection_body(connection: Connection) -> dict[str, Writable]:
    """A connection as model connection."""
    return {"name": connection.name, "id": connection.id or None, "data": connection.data or None}
