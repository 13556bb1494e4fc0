"""frame_builder: checks and prices a frame package, and paints it with the desk's own renderer.

The request is documented, the answer is not: `frame`, `mats` and `glazing` are known, the picture's field is a
convention of this stand-in (REFERENCE, frame_builder and 9.8; GAPS 1-4).
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageDraw, ImageOps

from fwdesk.domain.code import FramePart, MatPart, ProductCode, parse_code
from fwdesk.domain.crop import Crop, Pixels, crop_box
from fwdesk.domain.errors import CodeError
from fwdesk.domain.geometry import measure
from fwdesk.domain.size import Size
from fwdesk.practice.call import Answer, Call
from fwdesk.practice.files import FileStore
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


def _read_mat(at: Reader) -> tuple[MatPart | None, str | None]:
    mat = at.whole("id", required=True)
    windows = at.many("windows", required=True)
    sizes = [_length(window, "window") for window in windows]
    shifted = any((window.number(side) or 0) != 0 for window in windows for side in ("window_x", "window_y"))
    if len(windows) > 1 or shifted:
        raise Refusal("The practice service builds one centered window per mat.", 200)
    if mat is None or not sizes or sizes[0] is None:
        return None, None
    return MatPart(mat, sizes[0]), windows[0].text("mat_image_to_display_url", limit=500)


def _read_config(at: Reader) -> tuple[FramePart | None, str | None]:
    frame, opening = at.whole("frame_id", required=True, low=0), _length(at, "frame")
    mats = [_read_mat(mat) for mat in at.many("mats", most=2)]
    glazing = at.one("glazing")
    glazing_id = glazing.whole("id", required=True, low=0) if glazing else 0
    if at.whole("units") not in (None, 0):
        raise Refusal("The practice service measures in inches (units 0).", 200)
    url = next((url for _mat, url in mats if url), None)
    if at.errors or frame is None or opening is None:
        return None, url
    return FramePart(frame, opening, tuple(mat for mat, _url in mats if mat), glazing_id or 0), url


def _read(model: Reader) -> tuple[ProductCode, str | None]:
    text, config = model.text("product_code"), model.one("config")
    if config is None and not text:
        model.missing("config")
    package, url = None, None
    if config and not text:
        package, url = _read_config(config)
    elif config:
        for mat in config.many("mats", most=2):
            for window in mat.many("windows"):
                url = url or window.text("mat_image_to_display_url", limit=500)
    code = ProductCode(None, package)
    if text:
        try:
            code = parse_code(text)  # the code overrides the config (REFERENCE, frame_builder)
        except CodeError as bad:
            raise Refusal(f"The product code is not valid: {bad}.", 200) from bad
    return code, url


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
    if not url or not url.startswith(host_url):
        return None
    parts = unquote(urlsplit(url).path).split("/")
    path = files.find(parts[3]) if parts[1:3] == ["practice", "files"] and len(parts) > 3 else None
    if path is None:
        return None
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (1600, 1600))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((2000, 2000))
            return upright.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
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
    """The picture as this profile hands it out: name, prefix, nesting, format."""
    if not profile.picture_name:
        return {}
    out = io.BytesIO()
    kind = "JPEG" if profile.picture_jpeg else "PNG"
    painted.save(out, kind)
    data = out.getvalue()
    text = base64.b64encode(data[: len(data) // 3] if profile.picture_broken else data).decode()
    if profile.picture_prefix:
        text = f"data:image/{kind.lower()};base64,{text}"
    fields: Row = {profile.picture_name: text}
    return (
        {"render": {"width": painted.width, "height": painted.height, **fields}} if profile.picture_nested else fields
    )


def frame_builder(call: Call) -> Answer:
    """REFERENCE, frame_builder. An impossible framing is an envelope with success false, in plain words (GAPS 2)."""
    model = call.model
    code, url = _read(model)
    wanted = _read_render(model)
    model.done()
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
        art = artwork(call.files, call.host_url, url or wanted.url)
        payload |= picture_fields(call.profile, _painted(code, wanted, art))
    return Answer(payload)
