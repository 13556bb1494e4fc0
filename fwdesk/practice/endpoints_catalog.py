"""Endpoints that read the catalog, price codes and check them (REFERENCE section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Protocol, TypeVar

from fwdesk.domain.code import FramePart, MatPart, PrintPart, ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.domain.size import Size
from fwdesk.practice.call import Answer, Call
from fwdesk.practice.pricing import price_row
from fwdesk.practice.shipping import parcel
from fwdesk.practice.stock import (
    COLLECTION_BY_ID,
    MEDIA_BY_ID,
    STYLE_BY_ID,
    TYPE_BY_ID,
    collection_row,
    collections_for,
    faults,
    frame_of,
    frame_row,
    frames_for,
    glazing_row,
    mat_row,
    media_row,
    product_type_row,
    style_of,
    style_row,
)
from fwdesk.practice.stock_frames import FRAMES
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.stock_styles import FLOATED_STYLES
from fwdesk.practice.wire import ZERO_GUID, Reader, Refusal, Row, list_reader


class _Identified(Protocol):
    @property
    def id(self) -> int: ...


Item = TypeVar("Item", bound=_Identified)


def _asked(call: Call, rows: Iterable[Item], write: Callable[[Item], Row], key: str) -> Answer:
    """All rows, or those whose ids were asked for (REFERENCE 9.4)."""
    model = call.model
    ids = model.ids("ids")
    model.whole("site_id")
    model.done()
    return Answer({key: [write(row) for row in rows if not ids or row.id in ids]}, rows=key)


def list_product_types(call: Call) -> Answer:
    """Catalog level 1."""
    return _asked(call, TYPE_BY_ID.values(), product_type_row, "product_types")


def list_media_types(call: Call) -> Answer:
    """Catalog level 2."""
    return _asked(call, MEDIA_BY_ID.values(), media_row, "media_types")


def list_style_types(call: Call) -> Answer:
    """Catalog level 3."""
    return _asked(call, STYLE_BY_ID.values(), style_row, "style_types")


def _code(model: Reader) -> ProductCode | None:
    text = model.text("product_code")
    if not text:
        return None
    try:
        return parse_code(text)
    except CodeError as bad:
        model.fail("product_code", f"The product code is not valid: {bad}.")
        return None


def list_collections(call: Call) -> Answer:
    """Collections without frames, or the one that was asked for with them; both narrowed by a print code."""
    model = call.model
    wanted, code = model.whole("id"), _code(model)
    model.done()
    if wanted is None:
        rows = [collection_row(row, None) for row in collections_for(code)]
    else:
        found = COLLECTION_BY_ID.get(wanted)
        rows = [collection_row(found, frames_for(found, code))] if found else []
    return Answer({"collections": rows}, rows="collections")


def frame_details(call: Call) -> Answer:
    """One frame."""
    model = call.model
    wanted = model.whole("id", required=True)
    _code(model)
    model.done()
    item = FRAMES.get(wanted or 0)
    if item is None:
        raise Refusal(f"There is no frame {wanted}.", 404)
    return Answer({"frame": frame_row(item.frame)})


def list_mats(call: Call) -> Answer:
    """All mats, or one."""
    model = call.model
    wanted = model.whole("id")
    _code(model)
    model.done()
    rows = [mat_row(item.mat) for item in MATS.values() if wanted in (None, item.mat.id)]
    return Answer({"mats": rows}, rows="mats")


def list_glazing(call: Call) -> Answer:
    """All glazings, or one; the key is singular."""
    model = call.model
    wanted = model.whole("id")
    _code(model)
    model.done()
    rows = [glazing_row(item.glazing) for item in GLAZINGS.values() if wanted in (None, item.glazing.id)]
    return Answer({"glazing": rows}, rows="glazing")


def _products(call: Call, most: int) -> tuple[Reader, list[Reader]]:
    """The items of a call whose body may be the bare list or an object with `products` (REFERENCE, get_prices)."""
    model = list_reader(call.body, "products")
    return model, model.many("products", required=True, most=most)


def _quantity_and_code(item: Reader) -> tuple[str, int]:
    quantity = item.whole("product_qty", required=True, low=1, high=999)
    return item.text("product_sku", required=True) or "", quantity or 1


def get_prices(call: Call) -> Answer:
    """One row per requested code, in order."""
    model, items = _products(call, 50)
    asked = [_quantity_and_code(item) for item in items]
    model.done()
    return Answer({"prices": [price_row(code.strip(), quantity) for code, quantity in asked]}, rows="prices")


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


def details_row(code: ProductCode, asked: str, quantity: int) -> Row:
    """REFERENCE, model product_details."""
    price, style = price_row(asked, quantity), style_of(code)
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


def get_product_details(call: Call) -> Answer:
    """Details of what can be read; a code that cannot be made gives a 404 with a normal body (REFERENCE notes)."""
    model, items = _products(call, 25)
    asked = [_quantity_and_code(item) for item in items]
    model.done()
    rows: list[Row] = []
    bad: list[str] = []
    for text, quantity in asked:
        try:
            code = parse_code(text)
        except CodeError:
            bad.append(text)
            continue
        if code.is_sku or (code.print and code.print.product_type not in TYPE_BY_ID):
            bad.append(text)
        else:
            rows.append(details_row(code, text.strip(), quantity))
    if bad:
        return Answer({"product_list": rows}, "", f"Not found: {', '.join(bad)}", success=False, status=404)
    return Answer({"product_list": rows})


def _side(at: Reader, wide: str, tall: str) -> Size | None:
    width, height = at.number(wide), at.number(tall)
    return Size(width, height) if width and height and 0 < width < 10_000 and 0 < height < 10_000 else None


def _package(at: Reader) -> FramePart | None:
    """The frame part; frame 0 is kept when there is a mat (REFERENCE 9.9)."""
    ids = [at.whole(name, low=0) or 0 for name in ("FrameID", "MatID", "MatID2", "GlassID")]
    opening = _side(at, "FrameW", "FrameH")
    windows = (_side(at, "Mat1WindowW", "Mat1WindowH"), _side(at, "Mat2WindowW", "Mat2WindowH"))
    mats = [MatPart(mat, window) for mat, window in zip(ids[1:3], windows, strict=True) if mat and window]
    if opening is None or not (ids[0] or mats):
        return None
    return FramePart(ids[0], opening, tuple(mats), ids[3] if ids[0] else 0)


def build_product_code(call: Call) -> Answer:
    """A code from ids and sizes, without looking anything up; null when there is nothing to spell."""
    model = call.model
    at = model.one("build", required=True)
    model.done()
    assert at is not None
    kind, media, style = (at.whole(name, low=0) or 0 for name in ("PrintProductTypeID", "MediaID", "MountingID"))
    size, package = _side(at, "PrintW", "PrintH"), _package(at)
    at.whole("Units")
    model.done()
    printed = PrintPart(kind, media, style, size) if kind and media and style and size else None
    framed_wanted = bool((at.whole("FrameID") or 0) or (at.whole("MatID") or 0))
    if (printed is None and kind) or (package is None and (framed_wanted or printed is None)):
        return Answer({"product_code": None, "details": None}, message="No product code can be made of this.")
    code = ProductCode(printed, package)
    return Answer({"product_code": code.wire, "details": details_row(code, code.wire, 1)})


def validate_product(call: Call) -> Answer:
    """One verdict per code; judge by the rows, since the status may say 404 all the same (REFERENCE notes)."""
    model = call.model
    texts: list[str] = []
    for at, value in enumerate(model.list("skus_or_codes", required=True, most=50) or []):
        one = Reader({"code": value}, f"request.skus_or_codes[{at}]", model.errors)
        texts.append(one.text("code", required=True) or "")
    model.done()
    rows: list[Row] = []
    for text in texts:
        try:
            code = parse_code(text)
            wrong, is_sku = faults(code), code.is_sku
        except CodeError as bad:
            wrong, is_sku = [f"The product code is not valid: {bad}."], False
        rows.append(
            {
                "product_code": None if is_sku else text,
                "product_sku": text if is_sku else None,
                "valid": not wrong,
                "validation_message": " ".join(wrong) or "Product appears to be valid.",
            }
        )
    quirk = call.profile.validate_404
    return Answer({"product_validations": rows}, "product_validations", "", not quirk, 404 if quirk else 200)
