"""frame_builder: checks and prices a frame package, and paints it with the desk's own renderer.

The request is documented, the answer is not: `frame`, `mats` and `glazing` are known, the picture's field is a
convention of this stand-in (REFERENCE, frame_builder and 9.8; GAPS 1-4).
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageOps

from fwdesk.domain.code import FramePart, MatPart, ProductCode, parse_code
from fwdesk.domain.crop import Crop, Pixels, crop_box
from fwdesk.domain.errors import CodeError
from fwdesk.domain.geometry import measure
from fwdesk.domain.size import Size
from fwdesk.practice.call import Answer, Call
from fwdesk.practice.files import UNREADABLE, FileStore
from fwdesk.practice.pictures import strip
from fwdesk.practice.pricing import price_row
from fwdesk.practice.profiles import Profile
from fwdesk.practice.stock import faults, frame_of, frame_row, glazing_row, mat_row, style_of
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.stock_styles import FLOATERS
from fwdesk.practice.wire import Reader, Refusal, Row
from fwdesk.render.draw import Renderer
from fwdesk.render.scene import Scene, glazing_look, mat_look, moulding_look

_PALE = (236, 233, 226)
_SMALLEST, _LARGEST = 50, 3000


@dataclass(frozen=True, slots=True)
class _Render:
    size: int
    squared: bool
    prompt: bool
    url: str | None


@cache
def _renderer() -> Renderer:
    return Renderer()


def _length(at: Reader, name: str) -> Size | None:
    """A width and height beside each other; `name` says of what, for the error."""
    width, height = at.number("width", required=True), at.number("height", required=True)
    if width is None or height is None:
        return None
    if not (0 < width <= 1000 and 0 < height <= 1000):
        at.fail("width", f"The size of the {name} must be more than 0 and at most 1000 inches.")
        return None
    return Size(width, height)


@dataclass(frozen=True, slots=True)
class _Config:
    """A readable frame_config. `beyond` says what of it this service does not build."""

    package: FramePart | None
    url: str | None
    beyond: str


def _read_mat(at: Reader) -> tuple[MatPart | None, str | None, bool]:
    mat = at.whole("id", required=True)
    windows = at.many("windows", required=True)
    sizes = [_length(window, "window") for window in windows]
    offsets = [window.number(side) for window in windows for side in ("window_x", "window_y")]
    urls = [window.text("mat_image_to_display_url", limit=500) for window in windows]
    plain = len(windows) == 1 and not any(offsets)
    part = MatPart(mat, sizes[0]) if mat is not None and sizes and sizes[0] else None
    return part, next((url for url in urls if url), None), plain


def _read_config(at: Reader) -> _Config:
    frame, opening = at.whole("frame_id", required=True, low=0), _length(at, "frame")
    mats = [_read_mat(mat) for mat in at.many("mats", most=2)]
    glazing = at.one("glazing")
    glazing_id = glazing.whole("id", required=True, low=0) if glazing else 0
    beyond = ""
    if at.whole("units") not in (None, 0):
        beyond = "The practice service measures in inches (units 0)."
    elif not all(plain for _mat, _url, plain in mats):
        beyond = "The practice service builds one centered window per mat."
    package = None
    if frame is not None and opening is not None:
        package = FramePart(frame, opening, tuple(mat for mat, _url, _plain in mats if mat), glazing_id or 0)
    return _Config(package, next((url for _mat, url, _plain in mats if url), None), beyond)


def _code(text: str | None, config: _Config | None) -> ProductCode:
    """What is to be framed; the code overrides the config (REFERENCE, frame_builder)."""
    if text:
        try:
            return parse_code(text)
        except CodeError as bad:
            raise Refusal(f"The product code is not valid: {bad}.", 200) from bad
    if config and config.beyond:
        raise Refusal(config.beyond, 200)
    return ProductCode(None, config.package if config else None)


def _read_render(model: Reader) -> _Render | None:
    at = model.one("render")
    if at is None:
        return None
    at.whole("content_type")
    at.flag("shadow_inner")  # the renderer always draws the frame's shadow
    size = at.whole("render_size")
    return _Render(
        min(max(size or 500, _SMALLEST), _LARGEST),
        at.flag("squared"),
        at.flag("prompt_image"),
        at.text("frame_image_to_display_url", limit=500),
    )


def artwork(files: FileStore, host_url: str, url: str | None) -> Image.Image | None:
    """The picture behind a URL of this very service, upright and small; None for any other URL. Nothing is fetched."""
    path = files.behind(host_url, url)
    if path is None:
        return None
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (1600, 1600))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((2000, 2000))
            if "A" in upright.getbands() or "transparency" in upright.info:
                # What is transparent is printed as paper white.
                clear = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
            return upright.convert("RGB")
    except UNREADABLE:
        return None


def _placeholder(size: Size, *, prompt: bool) -> Image.Image:
    """The plain pale area of an empty window, with a line of words if the caller asked for a prompt."""
    scale = 600 / float(max(size.width, size.height))
    plain = Image.new(
        "RGB", (max(round(float(size.width) * scale), 8), max(round(float(size.height) * scale), 8)), _PALE
    )
    if prompt:
        middle = (plain.width / 2, plain.height / 2)
        ImageDraw.Draw(plain).text(middle, "Your picture here", fill=(120, 114, 104), anchor="mm", font_size=36)
    return plain


def _painted(code: ProductCode, wanted: _Render, art: Image.Image | None) -> Image.Image:
    style, frame = style_of(code), frame_of(code)
    geometry = measure(code, style, frame)
    package = code.frame
    assert package is not None
    picture = art or _placeholder(geometry.image.size, prompt=wanted.prompt)
    pixels = Pixels(picture.width, picture.height)
    scene = Scene(
        geometry,
        moulding=moulding_look(frame, strip(frame.id)) if frame else None,
        mats=tuple(mat_look(MATS[part.mat].mat) for part in package.mats),
        glazing=glazing_look(GLAZINGS[package.glazing].glazing) if package.glazing else None,
        crop_box=crop_box(pixels, geometry.image.size, Crop()),
        canvas=bool(style and FLOATERS in style.frame_class_ids),
        art_pixels=pixels,
    )
    piece = _renderer().piece(scene, picture, wanted.size).convert("RGB")
    if not wanted.squared:
        return piece
    side = max(piece.size)
    square = Image.new("RGB", (side, side), (255, 255, 255))
    square.paste(piece, ((side - piece.width) // 2, (side - piece.height) // 2))
    return square


def picture_fields(profile: Profile, painted: Image.Image) -> Row:
    """The picture as this profile hands it out: name, prefix, place, format."""
    if not profile.picture_name:
        return {}
    out = io.BytesIO()
    kind = "JPEG" if profile.picture_jpeg else "PNG"
    painted.save(out, kind)
    data = out.getvalue()
    if profile.picture_broken:
        data = data[: len(data) // 3]
    text = base64.b64encode(data).decode()
    if profile.picture_lines:
        text = "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    text = profile.picture_prefix.format(kind=kind.lower()) + text
    fields: Row = {profile.picture_name: text}
    if not profile.picture_nested:
        return fields
    place: Any = {"width": painted.width, "height": painted.height, **fields}
    for step in reversed(profile.picture_nested.split(".")):
        place = [place] if step == "0" else {step: place}
    return place


def frame_builder(call: Call) -> Answer:
    """REFERENCE, frame_builder. An impossible framing is an envelope with success false, in plain words (GAPS 2)."""
    model = call.model
    text, at = model.text("product_code"), model.one("config")
    if at is None and not text:
        model.missing("config")
    config = _read_config(at) if at else None
    wanted = _read_render(model)
    model.done()
    code = _code(text, config)
    package = code.frame
    if package is None:
        raise Refusal("There is no frame package in this product code.", 200)
    wrong = faults(code)
    if wrong:
        raise Refusal(" ".join(wrong), 200)
    alone = ProductCode(None, package)
    price = price_row(alone.wire, 1)
    frame = frame_of(code)
    prices = (price["add_mat_1_price"], price["add_mat_2_price"])
    payload: Row = {
        "frame": frame_row(frame, price["add_frame_price"]) if frame else None,
        "mats": [mat_row(MATS[part.mat].mat, amount) for part, amount in zip(package.mats, prices, strict=False)],
        "glazing": glazing_row(GLAZINGS[package.glazing].glazing, price["add_glazing_price"])
        if package.glazing
        else None,
        "product_code": alone.wire,
        "price_details": price_row(code.wire, 1),  # of the whole code, print included
    }
    if wanted:
        art = artwork(call.files, call.host_url, (config and config.url) or wanted.url)
        payload |= picture_fields(call.profile, _painted(code, wanted, art))
    return Answer(payload)
