"""Orders out: recipients, lines and orders as request bodies (REFERENCE, models address, order_item, order)."""

from __future__ import annotations

from collections.abc import Iterable

from fwdesk.domain.full_order import CustomsTax, FullLine, FullOrder
from fwdesk.domain.order import Order, OrderLine, Recipient
from fwdesk.domain.strict_json import Writable

ANY_SHIPPING = "SD"
"""A quote is refused without a code, although it lists every option (REFERENCE, list_shipping_options_multiple)."""


def address_body(recipient: Recipient, order_po: str = "") -> dict[str, Writable]:
    """A recipient as model address. Empty is null; the state goes out for the US alone, the province for the rest."""
    return {
        "first_name": recipient.first_name,
        "last_name": recipient.last_name,
        "company_name": recipient.company_name or None,
        "address_1": recipient.address_1,
        "address_2": recipient.address_2 or None,
        "address_3": recipient.address_3 or None,
        "city": recipient.city or None,
        "state_code": recipient.state_code.upper() or None if recipient.is_us else None,
        "province": None if recipient.is_us else recipient.province or None,
        "zip_postal_code": recipient.zip_postal_code,
        "country_code": recipient.country_code.lower(),
        "phone": recipient.phone or None,
        "email": recipient.email or None,
        "address_order_po": order_po or None,
    }


def line_body(line: OrderLine, order_po: str = "") -> dict[str, Writable]:
    """A line as model order_item. True pixel sizes always go along (REFERENCE, model product_image_file)."""
    full = line if isinstance(line, FullLine) else None
    return {
        "product_order_po": (full.reference if full else "") or order_po or None,
        "product_qty": line.quantity,
        "product_sku": line.code,
        "product_image": _image(line),
        "product_title": line.title or None,
        "template": None,
        "product_guid": (full.product_guid or None) if full else None,
    } | _custom_data(full.custom_data if full else ())


def _image(line: OrderLine) -> Writable:
    if not line.file.url:
        return None
    return {
        "pixel_width": line.file.pixel_width,
        "pixel_height": line.file.pixel_height,
        "product_url_file": line.file.url,
        "product_url_thumbnail": line.file.thumbnail_url or line.file.url,
    }


def _custom_data(texts: tuple[str, ...]) -> dict[str, Writable]:
    padded = (*texts, "", "", "")[:3]
    return {f"custom_data_{number}": text or None for number, text in enumerate(padded, 1)}


def _customs_tax(tax: CustomsTax | None) -> Writable:
    return {"tax_id": tax.tax_id, "tax_type": int(tax.tax_type)} if tax else None


def order_body(order: Order, source: str = "") -> dict[str, Writable]:
    """An order as model order.

    `source` is left out when empty: the live validator has refused it (REFERENCE 10).
    """
    full = order if isinstance(order, FullOrder) else None
    body: dict[str, Writable] = {
        "order_po": order.order_po,
        "order_key": None,
        "recipient": address_body(order.recipient, order.order_po),
        "order_items": [line_body(line, order.order_po) for line in order.lines],
        "shipping_code": order.shipping_code,
        "ship_by_date": full.ship_by.isoformat() if full and full.ship_by else None,
        "customs_tax_info": _customs_tax(full.customs_tax) if full else None,
        "gift_message": order.gift_message or None,
        "test_mode": order.test_mode,
        "webhook_order_status_url": (full.status_url or None) if full else None,
        "document_url": order.document_url or None,
        "acct_number_ups": (full.ups_account or None) if full else None,
        "acct_number_fedex": (full.fedex_account or None) if full else None,
    }
    body |= _custom_data(full.custom_data if full else ())
    if full and full.fulfillment_id is not None:
        body["fulfillment_id"] = full.fulfillment_id
    return body | {"source": source} if source else body


def quote_bodies(orders: Iterable[Order]) -> list[dict[str, Writable]]:
    """Orders as they are asked about: every option comes whatever the code, but one must be there."""
    bodies = [order_body(order) for order in orders]
    return [body | {"shipping_code": body["shipping_code"] or ANY_SHIPPING} for body in bodies]
