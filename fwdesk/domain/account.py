"""The account behind the keys: who it is, how it pays and ships, and the app it is used through."""

from __future__ import annotations

from dataclasses import dataclass, field

from fwdesk.domain.money import ZERO, Money
from fwdesk.domain.order import Recipient


@dataclass(frozen=True, slots=True)
class Connection:
    """A third-party platform linked to the account (REFERENCE, model connection). `data` may hold its secrets."""

    name: str
    id: str = ""
    data: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AppDetails:
    """The app behind the app key (REFERENCE, model app_details).

    `live` False puts the whole app in test mode (REFERENCE 1.6). None stands for what is not said, or not changed.
    """

    name: str | None = None
    description: str | None = None
    misc_data: str | None = None
    live: bool | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose keys these are. `live` is None when the service does not say whether the app is in live mode.

    `payment_profile_id` is what get_payment_tokens asks with; it and `account_key` are kept out of every `repr`.
    `shipping_preferences` are in order: 0 economical, 1 rolled, 2 flat, 3 fastest.
    """

    username: str
    email: str = ""
    account_id: int = 0
    live: bool | None = None
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    billing: Recipient | None = None
    business: Recipient | None = None
    logo_url: str = ""
    portrait_url: str = ""
    credits: Money = ZERO
    may_pay_by_invoice: bool | None = None
    complete: bool | None = None
    shipping_preferences: tuple[int, ...] = ()
    connections: tuple[Connection, ...] = ()
    app: AppDetails | None = None
    payment_profile_id: str = field(default="", repr=False)
    account_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A saved way to pay. `label` is for people ("Visa ending 1111"); the token itself is never in a `repr`."""

    token: str = field(repr=False)
    label: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class CompanyInfo:
    """Where the vendor is and when its door is open."""

    address: Recipient | None
    lobby_hours: str = ""
    site_id: int = 0
