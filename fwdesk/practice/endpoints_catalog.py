"""Endpoints that read the catalog, price codes and check them (REFERENCE section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from fwdesk.domain.code import FramePart, MatPart, PrintPart, ProductCode, parse_code
from fwdesk.domain.errors import CodeError
from fwdesk.domain.size import Size
from fwdesk.practice.call import Answer, Call
from fwdesk.practice.details import details_row
from fwdesk.practice.goods import find, item_row, sku_codes
from fwdesk.practice.orders import Item, read_item
from fwdesk.practice.pricing import price_row
from fwdesk.practice.profiles import Bodies, Profile
from fwdesk.practice.stock import (
    COLLECTION_BY_ID,
    MEDIA_BY_ID,
    STYLE_BY_ID,
    TYPE_BY_ID,
    collection_row,
    collections_for,
    faults,
    frame_row,
    frames_for,
    glazing_row,
    mat_row,
    media_row,
    product_type_row,
    style_row,
)
from fwdesk.practice.stock_frames import FRAMES
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.wire import Reader, Refusal, Row, list_reader

PRICES = (
    "product_price", "add_frame_price", "add_mat_1_price", "add_mat_2_price", "add_glazing_price",
    "add_color_correct_price", "total_price",
)  # fmt: skip
"""The amounts of a price row."""
_CLOSED = "Framed products cannot be priced at the moment."


class _Identified(Protocol):
    @property
    def id(self) -> int: ...


Listed = TypeVar("Listed", bound=_Identified)


def _asked(call: Call, rows: Iterable[Listed], write: Callable[[Listed], Row], key: str) -> Answer:
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
    if call.profile.bodies not in (Bodies.BOTH, Bodies.ARRAY if isinstance(call.body, list) else Bodies.OBJECT):
        wanted = "an array" if call.profile.bodies is Bodies.ARRAY else "an object with products"
        model.fail("", f"The body must be {wanted}.")
        model.done()
    model.text("account_key")
    return model, model.many("products", required=True, most=most)


def _quantity_and_code(item: Reader) -> tuple[str, int]:
    quantity = item.whole("product_qty", required=True, low=1, high=999)
    return item.text("product_sku", required=True) or "", quantity or 1


def get_prices(call: Call) -> Answer:
    """One row per requested code, in order."""
    model, items = _products(call, 50)
    asked = [_quantity_and_code(item) for item in items]
    model.done()
    behind = sku_codes(call)
    rows = [price_row(code.strip(), quantity, behind) for code, quantity in asked]
    return Answer({"prices": [_quirky(call.profile, row) for row in rows]}, rows="prices")


def _quirky(profile: Profile, row: Row) -> Row:
    """A price row as this profile hands it out (REFERENCE 1.5: no price, and the reason in `info` or `debug`)."""
    if profile.unpriceable and "F" in str(row["product_code"]).upper():
        row = row | dict.fromkeys(PRICES, 0) | {"info": _CLOSED, "debug": {"Exception": _CLOSED}}
    if profile.null_prices and row["info"]:
        row = row | dict.fromkeys(PRICES) | {"info": None}
    return row


def get_product_details(call: Call) -> Answer:
    """Details of what can be read; a code that cannot be made gives a 404 with a normal body (REFERENCE notes)."""
    model, items = _products(call, 25)
    asked = [item for item in map(read_item, items) if item]
    model.done()
    behind = sku_codes(call)
    rows: list[Row] = []
    bad: list[str] = []
    for item in asked:
        row = _details(call, item, price_row(item.sku, item.quantity, behind))
        if row is None:
            bad.append(item.sku)
        else:
            rows.append(row)
    if bad:
        return Answer({"product_list": rows}, "", f"Not found: {', '.join(bad)}", success=False, status=404)
    return Answer({"product_list": rows})


def _details(call: Call, item: Item, price: Row) -> Row | None:
    try:
        code = parse_code(item.sku)
    except CodeError:
        return None
    if code.is_sku:
        found = find(call, item.sku)
        return item_row(call, found, item.quantity) if found else None
    if code.print and code.print.product_type not in TYPE_BY_ID:
        return None
    return details_row(code, item.sku, price)


_UNUSED = ("Units", "MountingSetID", "CardStockID", "CardStyleID", "CardTypeID", "PhotoItemID")
"""Numbers that have no part in a code of the documented subset (GAPS 26)."""


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
    for name in _UNUSED:
        at.whole(name)
    for name in ("MountingAddOns", "CanvasAddOns", "CardOptions", "PhotoItemOptions"):
        at.ids(name)
    for name in ("SheetW", "SheetH"):
        at.number(name)
    at.flag("ColorCorrect")
    model.done()
    printed = PrintPart(kind, media, style, size) if kind and media and style and size else None
    framed_wanted = bool((at.whole("FrameID") or 0) or (at.whole("MatID") or 0))
    if (printed is None and kind) or (package is None and (framed_wanted or printed is None)):
        return Answer({"product_code": None, "details": None}, message="No product code can be made of this.")
    code = ProductCode(printed, package)
    return Answer({"product_code": code.wire, "details": details_row(code, code.wire, price_row(code.wire, 1))})


def validate_product(call: Call) -> Answer:
    """One verdict per code; judge by the rows, since the status may say 404 all the same (REFERENCE notes)."""
    model = call.model
    texts = model.texts("skus_or_codes", required=True, most=50)
    model.done()
    behind = sku_codes(call)
    rows: list[Row] = []
    for text in texts:
        try:
            code = parse_code(text)
            is_sku = code.is_sku
            wrong = faults((behind(text) or code) if is_sku else code)
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
