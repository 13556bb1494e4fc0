"""What a product is called, measures and costs, in one row (REFERENCE, model product_details)."""

from __future__ import annotations

from decimal import Decimal

from fwdesk.domain.code import ProductCode
from fwdesk.practice.shipping import parcel
from fwdesk.practice.stock import MEDIA_BY_ID, STYLE_BY_ID, TYPE_BY_ID, faults, frame_of, style_of
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.stock_styles import FLOATED_STYLES
from fwdesk.practice.wire import ZERO_GUID, Row


def _labels(code: ProductCode) -> list[tuple[str, str]]:
    labels: list[tuple[str, str]] = []
    part = code.print
    if part:
        media, style = MEDIA_BY_ID.get(part.media), STYLE_BY_ID.get(part.style)
        labels += [("Size", f"{part.size} in"), ("Media", media.name if media else "")]
        labels.append(("Style", style.name if style else ""))
    frame = frame_of(code)
    if frame and code.frame:
        labels.append(("Frame", f"{frame.name}, opening {code.frame.opening} in"))
    for mat in code.frame.mats if code.frame else ():
        labels.append(("Mat", f"{MATS[mat.mat].mat.name}, window {mat.window} in" if mat.mat in MATS else ""))
    if code.frame and code.frame.glazing in GLAZINGS:
        labels.append(("Glazing", GLAZINGS[code.frame.glazing].glazing.name))
    return labels


def details_row(code: ProductCode, asked: str, price: Row) -> Row:
    """REFERENCE, model product_details. `price` is its row of get_prices; `asked` the code as it is given back."""
    quantity, style = price["product_qty"], style_of(code)
    kind = TYPE_BY_ID.get(code.print.product_type) if code.print else None
    labels = _labels(code)
    items = "".join(f"<li>{name}: {value}</li>" for name, value in labels)
    each = Decimal(price["total_price"])
    return {
        "id": 0,
        "monetary_format": "USD",
        "quantity": quantity,
        "quantity_in_stock": 0,
        "track_inventory": False,
        "sku": None,
        "product_code": asked,
        "price_details": price,
        "per_item_price": each,
        "total_price": each * quantity,
        "asking_price": Decimal(0),
        "geo_price": Decimal(0),
        "name": kind.name if kind else "Frame package",
        "description_short": ", ".join(value for _name, value in labels[:3]),
        "description_long": f"<ul>{items}</ul>",
        "labels": [{"key": name, "value": value, "priority": at} for at, (name, value) in enumerate(labels, 1)],
        **{f"image_url_{number}": None for number in range(1, 6)},
        "image_guid": None,
        "product_size": parcel(code, quantity).row,
        "third_party_integrations": None,
        "framing_options": {
            "collection_ids": list(style.frame_class_ids) if style else [],
            "allow_frames": bool(style and style.can_frame),
            "allow_matting": bool(style and style.can_mat),
            "allow_glazing": bool(style and style.can_glaze),
            "frame_required": False,
            "allow_float_matting": bool(style and style.id in FLOATED_STYLES),
            "require_float_matting": False,
        },
        "product_guid": ZERO_GUID,
        "artist": None,
        "updated": None,
        "valid": not faults(code),
        "debug": price["debug"],
    }
