"""Endpoints for the account, its app, its payment methods and its event log (REFERENCE section 6)."""

from __future__ import annotations

import base64
import binascii
import io
from typing import cast

from PIL import Image, ImageOps

from fwdesk.practice.call import Account, Answer, Call
from fwdesk.practice.files import UNREADABLE, local_place, url_path
from fwdesk.practice.orders import read_address
from fwdesk.practice.shelf import Shelf
from fwdesk.practice.shipping import SERVICES
from fwdesk.practice.wire import Reader, Refusal, Row, reader

USER, APP, EVENT = "user", "app", "event"
"""The kinds of records on the shelf. The app's details belong to the app key, all else to the account."""
LOGO = (600, 180)
"""Pixels into which a logo is fitted (REFERENCE, update_user)."""
_PORTRAIT = (600, 600)
_APP_TEXTS = ("app_name", "app_description", "app_misc_data")
_NO_JPEG = "The field {name} must be the bytes of a JPG picture, as base64 or as numbers."


def address(po: str = "", **changes: str | None) -> Row:
    """An address of the practice account, changed where wanted."""
    return {
        "first_name": "Practice", "last_name": "Account", "company_name": None, "address_1": "100 Main St",
        "address_2": None, "address_3": None, "city": "San Antonio", "state_code": "TX", "province": None,
        "zip_postal_code": "78205", "country_code": "us", "phone": None, "email": None, "address_order_po": po,
    } | changes  # fmt: skip


def _profile_id(call: Call) -> str:
    found = call.shelf.only(call.account.name, USER).get("payment_profile_id")
    return found or f"practice-{call.account.number}"


def _account_row(call: Call) -> Row:
    account, kept = call.account, call.shelf.only(call.account.name, USER)
    return {
        "account_id": account.number,
        "account_username": account.username,
        "account_email": account.email,
        "billing_info": kept.get("billing_info") or address(),
        "business_info": kept.get("business_info") or address(),
        "logo_url": call.whole_url(kept.get("logo_url")),
        "payment_profile_id": _profile_id(call),
        "user_account_credits": 0.0,
    }


def _user_row(call: Call) -> Row:
    """The account and the app behind the keys: app_details says whether the app is live (REFERENCE 1.6)."""
    kept, app = call.shelf.only(call.account.name, USER), call.shelf.only(call.account.keys.app_key, APP)
    details: Row = {
        "app_key": call.account.keys.app_key,
        "app_name": "fwdesk practice",
        "app_description": "The practice service that ships inside fwdesk",
        "app_misc_data": None,
        **app,
        "app_live_mode": call.account.live,
    }
    return _account_row(call) | {
        "account_title": None,
        "account_firstname": "Practice",
        "account_lastname": "Account",
        "profile_img_url": call.whole_url(kept.get("profile_img_url")),
        "enable_invoice_payment": False,
        "account_key": None,
        "shipping_preferences": kept.get("shipping_preferences", [0]),
        "connections": kept.get("connections", []),
        "user_profile_complete": True,
        "app_details": details,
    }


def test_my_credentials(call: Call) -> Answer:
    """The account behind the keys; fewer fields than get_user."""
    return Answer({"user_account": _account_row(call)})


def get_user(call: Call) -> Answer:
    """The whole profile of the account behind the keys. account_key is ignored (REFERENCE 1.8)."""
    return Answer({"user_account": _user_row(call)})


# Changing them


def _bytes(value: object) -> bytes | None:
    """A byte array as ASP.NET reads it: base64 text, or a list of numbers."""
    try:
        if isinstance(value, str):
            return base64.b64decode(value, validate=True)
        return bytes(cast("list[int]", value)) if isinstance(value, list) else None
    except (binascii.Error, TypeError, ValueError):
        return None


def _read_jpeg(call: Call, model: Reader, name: str, box: tuple[int, int]) -> str | None:
    """A JPG picture, fitted into a box of pixels and kept; where it lies at this service, or None without one."""
    value = model.raw(name)
    if value is None:
        return None
    data = _bytes(value)
    try:
        with Image.open(io.BytesIO(data or b""), formats=["JPEG"]) as picture:
            fitted = ImageOps.contain(picture.convert("RGB"), box)
    except UNREADABLE:
        model.fail(name, _NO_JPEG.format(name=name))
        return None
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=90)
    out.seek(0)
    return url_path(call.files.take(out), f"{name.partition('_')[0]}.jpg")


def _read_address(model: Reader, name: str) -> Row | None:
    at = model.one(name)
    return read_address(at) if at else None


def _read_connections(model: Reader) -> list[Row] | None:
    if model.raw("connections") is None:
        return None
    return [{name: at.text(name) for name in ("name", "id", "data")} for at in model.many("connections")]


def _read_preferences(model: Reader) -> list[int] | None:
    model.list("shipping_preferences", most=3)
    found = model.ids("shipping_preferences")
    if any(number not in range(4) for number in found):
        model.fail("shipping_preferences", "The field shipping_preferences must hold numbers from 0 to 3.")
    return list(found) if model.raw("shipping_preferences") is not None else None


def update_user(call: Call) -> Answer:
    """Change the profile; what is absent or null is left as it is."""
    model = call.model
    model.text("account_key")
    logo_url = model.text("logo_url", limit=500)
    changes: Row = {
        "billing_info": _read_address(model, "billing_info"),
        "business_info": _read_address(model, "business_info"),
        "logo_url": local_place(call.host_url, logo_url) or logo_url,
        "payment_profile_id": model.text("payment_profile_id", limit=128),
        "shipping_preferences": _read_preferences(model),
        "connections": _read_connections(model),
    }
    model.done()
    logo, portrait = _read_jpeg(call, model, "logo_data", LOGO), _read_jpeg(call, model, "portrait_data", _PORTRAIT)
    model.done()
    changes["profile_img_url"] = portrait
    changes["logo_url"] = logo or changes["logo_url"]
    call.shelf.keep(call.account.name, USER, **{name: value for name, value in changes.items() if value is not None})
    return Answer({"user_account": _user_row(call)})


def update_app_details(call: Call) -> Answer:
    """Change the app behind app_key; app_live_mode takes it out of test mode or back into it (REFERENCE 1.6)."""
    model = call.model
    at = model.one("app_details", required=True)
    changes: Row = {}
    if at:
        changes = {name: at.text(name) for name in _APP_TEXTS} | {"app_live_mode": at.either("app_live_mode")}
        at.text("app_key")  # the key of the call decides
    model.done()
    known = {name: value for name, value in changes.items() if value is not None}
    call.shelf.keep(call.account.keys.app_key, APP, **known)
    return Answer()


def is_live(shelf: Shelf, account: Account) -> bool:
    """The mode of the account's app, as update_app_details last set it."""
    return bool(shelf.only(account.keys.app_key, APP).get("app_live_mode", account.live))


# Paying, sending, visiting


def get_payment_tokens(call: Call) -> Answer:
    """The saved payment methods: one that is charged, and one that is always declined."""
    model = reader(call.query)
    profile = model.text("payment_profile_id", required=True)
    model.flag("sandbox")
    model.done()
    if profile != _profile_id(call):
        raise Refusal("There is no such payment profile.", 404)
    tokens = [
        ("practice-card-1111", "Visa ending 1111 (practice)"),
        ("practice-declined-0002", "Visa ending 0002 (practice)"),
    ]
    rows: list[Row] = [
        {"token": token, "is_default": at == 0, "associated_payment_method": label}
        for at, (token, label) in enumerate(tokens)
    ]
    return Answer({"payment_profile_id": profile, "payment_tokens": rows})


def get_shipping_options_ids(call: Call) -> Answer:
    """All ways to send a parcel. The numbers of `type` are unknown, so that every number means all of them."""
    text = call.query.get("type", "")
    model = Reader(call.query, "type", {})
    if text and not (text.removeprefix("-").isdecimal() and text.isascii()):
        model.fail("", f"The value '{text}' is not valid for Int32.")
    model.done()
    return Answer({"shipping_options": SERVICES})


def get_company_info(_call: Call) -> Answer:
    """Where the practice lab is, and when somebody is there."""
    lab = address(company_name="Practice Lab", first_name=None, last_name=None, address_1="1 Practice Way")
    return Answer({"site_id": 2, "address": lab, "lobby_hours": "9-5"})


# The event log: no field of either call is known (GAPS 41)


def add_event(call: Call) -> Answer:
    """Keep whatever object is sent."""
    model = call.model
    model.done()
    call.shelf.add(call.account.name, EVENT, [{"date": call.book.now().isoformat(), "event": call.body}])
    return Answer()


def list_event_logs(call: Call) -> Answer:
    """The newest 100 events, newest first. `events` is a convention of this stand-in."""
    model = call.model
    model.done()
    newest = reversed(call.shelf.all(call.account.name, EVENT)[-100:])
    rows: list[Row] = [{"id": row.id, **row.content} for row in newest]
    return Answer({"events": rows})
