"""The artist's picture inside the vendor's own picture of the frame, whose size and padding nobody promises."""

from __future__ import annotations

from PIL import Image, ImageChops

from fwdesk.domain.crop import Box, Pixels
from fwdesk.domain.geometry import Geometry
from fwdesk.render.plan import PxBox, plan
from fwdesk.render.window import PAPER

_TOLERANCE = 0.02
_SAME = 12
_EDGE_INCHES = 0.30
_SMALLEST = 24


def _aspect(box: PxBox) -> float:
    return (box[2] - box[0]) / max(1, box[3] - box[1])


def _trimmed(picture: Image.Image) -> PxBox | None:
    """What is left without a transparent or near-white border; None if there is no such border."""
    if "A" in picture.getbands():
        found = picture.getchannel("A").point([0] * 8 + [255] * 248).getbbox()
        return found if found and found != (0, 0, *picture.size) else None
    plain = picture.convert("RGB")
    wide, high = plain.size
    corners = [plain.getpixel(at) for at in ((0, 0), (wide - 1, 0), (0, high - 1), (wide - 1, high - 1))]
    ground = corners[0]
    if not isinstance(ground, tuple) or min(ground) < 225 or any(corner != ground for corner in corners[1:]):
        return None
    away = ImageChops.difference(plain, Image.new("RGB", plain.size, tuple(int(part) for part in ground)))
    red, green, blue = away.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    found = most.point([0] * _SAME + [255] * (256 - _SAME)).getbbox()
    return found if found and found != (0, 0, wide, high) else None


def _piece_box(picture: Image.Image, wanted: float) -> PxBox | None:
    for box in (_trimmed(picture), (0, 0, *picture.size)):
        if box is None or min(box[2] - box[0], box[3] - box[1]) < _SMALLEST:
            continue
        if abs(_aspect(box) / wanted - 1) <= _TOLERANCE:
            return box
    return None


def piece_box(picture: Image.Image, geometry: Geometry) -> PxBox | None:
    """Where the piece is in the vendor's picture, in px; None where that cannot be told, since proportions differ."""
    return _piece_box(picture, float(geometry.outside.width) / float(geometry.outside.height))


def _shading(region: Image.Image, edge: int) -> Image.Image:
    """How dark the picture's window is near its edges, relative to what it mostly is (255: not at all)."""
    gray = region.convert("L")
    counts = gray.histogram()
    usual = max(range(256), key=lambda value: counts[value])
    if usual < 96:
        # A dark hole says nothing about light.
        return Image.new("L", region.size, 255)
    shade = gray.point([min(255, round(i * 255 / usual)) for i in range(256)])
    if region.width > 2 * edge and region.height > 2 * edge:
        shade.paste(255, (edge, edge, region.width - edge, region.height - edge))
    # Anything much darker is lettering ("your image here"), not shadow.
    return shade.point([255 if i < 110 else i for i in range(256)])


def _printed(art: Image.Image, crop_box: Box | None, art_pixels: Pixels | None, size: tuple[int, int]) -> Image.Image:
    left, top, right, bottom = 0.0, 0.0, float(art.width), float(art.height)
    if crop_box is not None:
        across = art.width / art_pixels.width if art_pixels else 1.0
        down = art.height / art_pixels.height if art_pixels else 1.0
        left, right = float(crop_box.left) * across, float(crop_box.right) * across
        top, bottom = float(crop_box.top) * down, float(crop_box.bottom) * down
    left, top = max(0.0, min(left, art.width - 1.0)), max(0.0, min(top, art.height - 1.0))
    box = (left, top, max(left + 1, min(right, art.width)), max(top + 1, min(bottom, art.height)))
    return art.convert("RGB").resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)


def lay_art_into(
    picture: Image.Image,
    geometry: Geometry,
    art: Image.Image,
    crop_box: Box | None = None,
    art_pixels: Pixels | None = None,
) -> tuple[Image.Image, bool]:
    """The vendor's picture with the artwork in its visible window, and True; or the picture unchanged, and False.

    It is only done when the picture (or what is left after trimming a transparent or white border) has the piece's
    proportions within 2 %. `crop_box` and `art_pixels` mean what they mean in `Scene`. The window's own edge shading
    is kept.
    """
    outside = geometry.outside
    box = _piece_box(picture, float(outside.width) / float(outside.height))
    if box is None:
        return picture, False
    scale = (box[2] - box[0]) / float(outside.width)
    laid = plan(geometry, scale)
    # The picture may be up to 2 % taller or shorter than the plan.
    tall = (box[3] - box[1]) / laid.height
    seen = laid.windows[0] if laid.windows else laid.sight
    window = (seen[0], round(seen[1] * tall), seen[2], round(seen[3] * tall))
    size = (window[2] - window[0], window[3] - window[1])
    if min(size) < 4:
        return picture, False
    image = (laid.image[0], round(laid.image[1] * tall), laid.image[2], round(laid.image[3] * tall))
    content = Image.new("RGB", size, PAPER)
    printed = _printed(art, crop_box, art_pixels, (max(1, image[2] - image[0]), max(1, image[3] - image[1])))
    content.paste(printed, (image[0] - window[0], image[1] - window[1]))
    at = (box[0] + window[0], box[1] + window[1])
    region = picture.convert("RGB").crop((*at, at[0] + size[0], at[1] + size[1]))
    shade = _shading(region, max(2, round(_EDGE_INCHES * scale)))
    content = ImageChops.multiply(content, Image.merge("RGB", (shade, shade, shade)))
    out = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    out.paste(content.convert(out.mode), at)
    return out, True
