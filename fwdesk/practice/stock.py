"""The catalog as the service shows it: values by id, and their rows as REFERENCE section 7 lays them out."""

from __future__ import annotations

from decimal import Decimal

from fwdesk.domain.code import ProductCode
from fwdesk.domain.options import Collection, Frame, Glazing, Mat, Media, ProductType, Style
from fwdesk.domain.size import Size
from fwdesk.practice.stock_frames import COLLECTION_ALIASES, COLLECTIONS, FRAMES
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.stock_prints import MEDIA, PRODUCT_TYPES
from fwdesk.practice.stock_styles import FLOATED_STYLES, RIGID_STYLES, STYLES
from fwdesk.practice.wire import Row

TYPE_BY_ID: dict[int, ProductType] = {row.id: row for row in PRODUCT_TYPES}
MEDIA_BY_ID: dict[int, Media] = {row.id: row for row in MEDIA}
STYLE_BY_ID: dict[int, Style] = {row.id: row for row in STYLES}
COLLECTION_BY_ID: dict[int, Collection] = {row.id: row for row in COLLECTIONS}


def style_of(code: ProductCode) -> Style | None:
    """The style a code names, if it is in stock."""
    return STYLE_BY_ID.get(code.print.style) if code.print else None


def frame_of(code: ProductCode) -> Frame | None:
    """The moulding a code names, if it names one that is in stock."""
    item = FRAMES.get(code.frame.frame) if code.frame else None
    return item.frame if item else None


def _dimensions(size: Size | None) -> Row | None:
    return {"width": size.width, "height": size.height} if size else None


def product_type_row(row: ProductType) -> Row:
    """REFERENCE, model product_type."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "media_ids": list(row.media_ids),
        "printable_ids": [],
        "icon_url": f"/images/types/{row.id}.png",
        "color_code": None,
    }


def media_row(row: Media) -> Row:
    """REFERENCE, model media_type."""
    return {
        "id": row.id,
        "product_type_id": row.product_type_id,
        "name": row.name,
        "description": row.description,
        "style_ids": list(row.style_ids),
        "icon_url": f"/images/media/{row.id}.png",
    }


def style_row(row: Style) -> Row:
    """REFERENCE, model style_type; descriptions may end in CR LF, and do for one of them."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description + ("\r\n" if row.id == 9 else ""),
        "can_frame": row.can_frame,
        "can_mat": row.can_mat,
        "can_glaze": row.can_glaze,
        "frame_class_ids": list(row.frame_class_ids),
        "custom_sizing": row.custom_sizing,
        "min": _dimensions(row.smallest),
        "max": _dimensions(row.largest),
        "available_sizes": [_dimensions(size) for size in row.sizes],
        "border_size": row.border,
        "bleed_amt": row.bleed,
        "corner_radius": Decimal("0.25") if row.id == 9320 else Decimal(0),
        "depth": row.depth,
        "icon_url": f"/images/styles/{row.id}.png",
        "allow_decimal": row.allow_decimal,
        "allow_rotate": row.allow_rotate,
        "mounting_add_ons": [],
    }


def frame_row(row: Frame, price: Decimal | int | None = None) -> Row:
    """REFERENCE, model frame; `price` stands in for starting_price (frame_builder)."""
    assert row.smallest is not None
    assert row.largest is not None
    base = row.picture_url.removesuffix("_3d.jpg")
    start = row.starting_price.amount if row.starting_price else Decimal(0)
    return {
        "id": row.id,
        "name": row.name,
        "thickness": row.face,
        "depth": row.depth,
        "float_offset": row.float_offset,
        "rabbet": row.rabbet,
        "lip": row.lip,
        "profile_svg_url": f"{base}.svg",
        "sample_image_url_1": row.picture_url,
        "sample_image_url_2": None,
        "sample_image_url_3": None,
        "min_width": row.smallest.width,
        "min_height": row.smallest.height,
        "max_width": row.largest.width,
        "max_height": row.largest.height,
        "price_level": row.price_level,
        "allow_glazing": row.allow_glazing,
        "allow_matting": row.allow_matting,
        "color": row.color,
        "composite": row.composite,
        "segment_url": row.segment_url,
        "sample_length": row.sample_length,
        "class_alias": row.class_alias,
        "starting_price": start if price is None else price,
        "type": row.kind,
        "type_description": row.kind_note,
    }


def collection_row(row: Collection, frames: list[Frame] | None) -> Row:
    """REFERENCE, model frame_collection; `frames` is null unless the collection was asked for by id."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "alias": COLLECTION_ALIASES[row.id],
        "icon_url_1": row.icon_url,
        "icon_url_2": None,
        "icon_url_3": None,
        "starting_price": row.starting_price.amount if row.starting_price else None,
        "frames": None if frames is None else [frame_row(frame) for frame in frames],
    }


def mat_row(row: Mat, price: Decimal | None = None) -> Row:
    """REFERENCE, model mat."""
    assert row.smallest is not None
    assert row.largest is not None
    start = row.starting_price.amount if row.starting_price else Decimal(0)
    return {
        "id": row.id,
        "name": row.name,
        "color": row.color,
        "core_color": row.core_color,
        "thickness": row.plies,
        "min_width": row.smallest.width,
        "min_height": row.smallest.height,
        "max_width": row.largest.width,
        "max_height": row.largest.height,
        "composite": row.composite,
        "starting_price": start if price is None else price,
    }


def glazing_row(row: Glazing, price: Decimal | int | None = None) -> Row:
    """REFERENCE, model glazing; `composite` is a number here."""
    start = row.starting_price.amount if row.starting_price else Decimal(0)
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "composite": GLAZINGS[row.id].composite,
        "image_1": row.image_url,
        "starting_price": start if price is None else price,
    }


# What goes with what: a second opinion, written from the catalog's own flags and not from fwdesk.domain.rules.

_WINDOW_CUT = Decimal("0.125")
"""A window is cut about 1/8 in smaller than nominal, so a sheet that much smaller still fills it (REFERENCE 2)."""


def _upright(size: Size) -> tuple[Decimal, Decimal]:
    return min(size.width, size.height), max(size.width, size.height)


def fits(size: Size, low: Size | None, high: Size | None) -> bool:
    """True if the size lies between the limits, either way round."""
    short, long = _upright(size)
    over = low is None or (_upright(low)[0] <= short and _upright(low)[1] <= long)
    return over and (high is None or (short <= _upright(high)[0] and long <= _upright(high)[1]))


def _print_faults(code: ProductCode) -> list[str]:
    part = code.print
    if part is None:
        return []
    kind, media, style = TYPE_BY_ID.get(part.product_type), MEDIA_BY_ID.get(part.media), style_of(code)
    faults: list[str] = []
    if kind is None:
        faults.append(f"There is no product type {part.product_type}.")
    if media is None:
        faults.append(f"There is no media {part.media}.")
    elif kind and media.id not in kind.media_ids:
        faults.append(f"{kind.name} cannot be made on {media.name}.")
    if style is None:
        return [*faults, f"There is no style {part.style}."]
    if media and style.id not in media.style_ids:
        faults.append(f"{media.name} is not offered as {style.name}.")
    size = part.size
    whole = size.width == int(size.width) and size.height == int(size.height)
    if style.sizes:
        if size not in style.sizes and size.turned not in style.sizes:
            faults.append(f"{style.name} is not made in {size} in.")
    elif not style.allow_decimal and not whole:
        faults.append(f"{style.name} is made in whole inches only.")
    elif not fits(size, style.smallest, style.largest):
        faults.append(f"{style.name} is made from {style.smallest} to {style.largest} in; {size} is outside.")
    return faults


def _frame_faults(code: ProductCode, frame: Frame | None, style: Style | None) -> list[str]:
    framed = code.frame
    if framed is None or not framed.frame:
        return []
    if frame is None:
        return [f"There is no frame {framed.frame}."]
    faults: list[str] = []
    if style and not style.can_frame:
        faults.append(f"{style.name} cannot be framed.")
    elif style and frame.collection_id not in style.frame_class_ids:
        faults.append(f"{frame.name} is not made for {style.name}.")
    if not fits(framed.opening, frame.smallest, frame.largest):
        faults.append(f"{frame.name} takes openings from {frame.smallest} to {frame.largest} in.")
    if code.print and not framed.mats and not _holds(framed.opening, code.print.size):
        faults.append(f"The opening {framed.opening} in is smaller than the print.")
    if framed.mats and not frame.allow_matting:
        faults.append(f"{frame.name} does not take a mat.")
    if framed.glazing and not frame.allow_glazing:
        faults.append(f"{frame.name} does not take glazing.")
    return faults


def _holds(outer: Size, inner: Size) -> bool:
    return inner.width <= outer.width and inner.height <= outer.height


def _mat_faults(code: ProductCode, frame: Frame | None, style: Style | None) -> list[str]:
    framed = code.frame
    if framed is None or not framed.mats:
        return []
    faults: list[str] = []
    if style and not style.can_mat:
        faults.append(f"{style.name} cannot be matted.")
    lip = frame.lip if frame else Decimal(0)
    inner: Size | None = None
    for part in framed.mats:
        item = MATS.get(part.mat)
        if item is None:
            faults.append(f"There is no mat {part.mat}.")
        elif not fits(framed.opening, item.mat.smallest, item.mat.largest):
            faults.append(f"{item.mat.name} is cut from {item.mat.smallest} to {item.mat.largest} in.")
        if not _holds(framed.opening, part.window.grown(lip)):
            faults.append(f"The window {part.window} in does not fit into the opening {framed.opening} in.")
        if inner and not _holds(part.window, inner):
            faults.append("The top mat's window must be larger than the base mat's.")
        inner = inner or part.window
    if code.print and style and inner and style.id not in FLOATED_STYLES:
        sheet = code.print.size.grown(style.border + _WINDOW_CUT / 2)
        if not _holds(sheet, inner):
            faults.append(f"The window {inner} in is larger than the sheet, so its edge would show.")
    return faults


def _glazing_faults(code: ProductCode, style: Style | None) -> list[str]:
    framed = code.frame
    if framed is None or not framed.glazing:
        return []
    item = GLAZINGS.get(framed.glazing)
    if item is None:
        return [f"There is no glazing {framed.glazing}."]
    faults: list[str] = []
    if not framed.frame:
        faults.append("Glazing needs a frame.")
    if style and not style.can_glaze:
        faults.append(f"{style.name} is not glazed.")
    if not fits(framed.opening, None, item.largest):
        faults.append(f"{item.glazing.name} is made up to {item.largest} in.")
    return faults


def faults(code: ProductCode) -> list[str]:
    """Everything that keeps a code from being made, as sentences; empty when it can be."""
    if code.is_sku:
        return ["There is no product with this SKU."]
    style, frame = style_of(code), frame_of(code)
    found = [
        *_print_faults(code),
        *_frame_faults(code, frame, style),
        *_mat_faults(code, frame, style),
        *_glazing_faults(code, style),
    ]
    if code.tail:
        found.append(f"The end of the code, {code.tail}, is not known.")
    return found


def collections_for(code: ProductCode | None) -> list[Collection]:
    """The collections that fit a print code; all of them without one (REFERENCE, list_collections)."""
    return [row for row in COLLECTIONS if frames_for(row, code)]


def frames_for(row: Collection, code: ProductCode | None) -> list[Frame]:
    """The frames of a collection whose class and limits fit a print (bordered sheets by their image)."""
    if code is None or code.print is None:
        return list(row.frames)
    style = style_of(code)
    if style is None or row.id not in style.frame_class_ids:
        return []
    opening = code.frame.opening if code.frame else code.print.size
    return [frame for frame in row.frames if fits(opening, frame.smallest, frame.largest)]


def rigid(code: ProductCode) -> bool:
    """True for what cannot be rolled: framed, matted or mounted."""
    return code.frame is not None or bool(code.print and code.print.style in RIGID_STYLES)
