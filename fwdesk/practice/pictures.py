"""Pictures of the catalog, drawn when asked for: moulding strips and corners, mat swatches, icons.

Everything is deterministic: grain comes from a generator seeded with the id. A strip lies on its side, outer edge on
top, shows 12 inches at 100 pixels an inch and repeats without a seam (REFERENCE, model frame: segment_url; GAPS 19).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw

from fwdesk.domain.options import Frame, Media, Style
from fwdesk.practice.stock import COLLECTION_BY_ID, MEDIA_BY_ID, STYLE_BY_ID, TYPE_BY_ID
from fwdesk.practice.stock_frames import FRAMES, FrameStock
from fwdesk.practice.stock_mats import GLAZINGS, MATS
from fwdesk.practice.surfaces import PER_INCH, Rgb, noise, shaded, surface

_STRIP_INCHES = 12
_KINDS = {".png": ("PNG", "image/png"), ".jpg": ("JPEG", "image/jpeg"), ".svg": ("", "image/svg+xml")}


def rgb(color: str) -> Rgb:
    """`#rrggbb` as three numbers."""
    value = ImageColor.getrgb(color)
    return value[0], value[1], value[2]


@lru_cache(maxsize=64)
def strip(frame_id: int) -> Image.Image:
    """A foot of moulding, flat-lit. Do not change the picture: it is shared."""
    item = FRAMES[frame_id]
    height = max(round(float(item.frame.face) * PER_INCH), 12)
    return surface(item.finish, frame_id, _STRIP_INCHES * PER_INCH, height)


def corner(frame_id: int, side: int = 400) -> Image.Image:
    """The upper left corner of a frame, mitered, on a light ground."""
    face = strip(frame_id)
    wide = min(round(side * 0.52), max(face.height, round(side * 0.16)))
    length = side - side // 10
    top = face.resize((round(face.width * wide / face.height), wide), Image.Resampling.LANCZOS)
    top = top.crop((0, 0, length, wide))
    left = shaded(top.transpose(Image.Transpose.ROTATE_90), 0.9)
    left = left.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    board = Image.new("RGB", (side, side), (244, 243, 240))
    start = side - length
    miter = Image.new("L", (length, length), 0)
    ImageDraw.Draw(miter).polygon([(0, 0), (0, length), (length, length)], fill=255)
    board.paste(top, (start, start))
    board.paste(left, (start, start), miter.crop((0, 0, wide, length)))
    draw = ImageDraw.Draw(board)
    draw.line([(start, start), (start + wide, start + wide)], fill=(60, 55, 50), width=1)
    draw.rectangle((start + wide, start + wide, side, side), fill=(228, 226, 221))
    return board


def profile_svg(frame: Frame) -> bytes:
    """The cross-section: face on top, rabbet at the lower right, in hundredths of an inch."""
    face, depth = float(frame.face) * 100, float(frame.depth) * 100
    lip, rabbet = float(frame.lip) * 100, min(float(frame.rabbet) * 100, depth - 10)
    points = (
        (0, 0), (face, 0), (face, depth - rabbet), (face - lip, depth - rabbet), (face - lip, depth), (0, depth),
    )  # fmt: skip
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 -5 {face + 10:g} {depth + 10:g}">'
        f'<polygon points="{path}" fill="#d9c6a8" stroke="#55463a" stroke-width="2"/></svg>'
    ).encode()


def mat_swatch(mat_id: int, side: int = 200) -> Image.Image:
    """A piece of mat board with a beveled corner that shows the core."""
    mat = MATS[mat_id].mat
    color = rgb(mat.color)
    grain = noise(mat_id, side, side, side // 2, side // 2).point([118 + round(v * 20 / 255) for v in range(256)])
    board = ImageChops.multiply(
        Image.new("RGB", (side, side), color), Image.merge("RGB", [ImageChops.add(grain, grain)] * 3)
    )
    draw = ImageDraw.Draw(board)
    edge, bevel = side * 6 // 10, 3 + round(float(mat.plies))
    draw.polygon(
        [
            (edge, side),
            (edge, edge),
            (side, edge),
            (side, edge + bevel),
            (edge + bevel, edge + bevel),
            (edge + bevel, side),
        ],
        fill=rgb(mat.core_color),
    )
    draw.rectangle((edge + bevel, edge + bevel, side, side), fill=(208, 206, 200))
    return board


def glazing_icon(glazing_id: int, side: int = 160) -> Image.Image:
    """A pane: the less it reflects, the weaker the streak of light."""
    strength = {1: 90, 9501: 28, 9502: 80, 9503: 12, 9504: 110}.get(glazing_id, 14)
    pane = Image.new("RGB", (side, side), (206, 216, 219))
    light = Image.new("L", (side, side), 0)
    ImageDraw.Draw(light).polygon(
        [(side * 0.2, 0), (side * 0.55, 0), (side * 0.3, side), (-side * 0.05, side)], fill=strength
    )
    pane.paste((255, 255, 255), (0, 0), light)
    ImageDraw.Draw(pane).rectangle((0, 0, side - 1, side - 1), outline=(150, 160, 164))
    return pane


_TYPE_COLORS: dict[int, Rgb] = {
    5: (250, 249, 246), 11: (247, 243, 233), 9001: (238, 231, 214), 9002: (196, 201, 206), 9003: (222, 236, 238),
    9004: (214, 180, 133), 9005: (252, 252, 252), 9006: (244, 240, 230),
}  # fmt: skip


def _landscape(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float]) -> None:
    """A small picture of hills, so that an icon shows where the image lies."""
    left, top, right, bottom = box
    wide, tall = right - left, bottom - top
    draw.rectangle(box, fill=(168, 192, 205))
    draw.polygon(
        [(left, bottom), (left, top + tall * 0.6), (left + wide * 0.35, top + tall * 0.35),
         (left + wide * 0.7, top + tall * 0.7), (right, top + tall * 0.5), (right, bottom)],
        fill=(116, 138, 112),
    )  # fmt: skip
    draw.ellipse((left + wide * 0.7, top + tall * 0.12, left + wide * 0.84, top + tall * 0.3), fill=(247, 226, 160))


def _sheet(color: Rgb, seed: int, margin: float, depth: float = 0.0) -> Image.Image:
    wide, tall = 160, 120
    card = Image.new("RGB", (wide, tall), (228, 226, 221))
    draw = ImageDraw.Draw(card)
    if depth:
        draw.polygon([(144, 14), (144 + depth, 14 + depth), (144 + depth, 108 + depth), (16 + depth, 108 + depth),
                      (16, 108)], fill=(150, 146, 138))  # fmt: skip
    grain = noise(seed, 128, 94, 64, 47).point([238 + round(v * 17 / 255) for v in range(256)])
    paper = ImageChops.multiply(Image.new("RGB", (128, 94), color), Image.merge("RGB", [grain] * 3))
    card.paste(paper, (16, 14))
    _landscape(draw, (16 + margin, 14 + margin, 143 - margin, 107 - margin))
    return card


def media_icon(media: Media) -> Image.Image:
    """A sheet of the media with a picture in its middle."""
    return _sheet(_TYPE_COLORS[media.product_type_id], media.id, 26)


def style_icon(style: Style) -> Image.Image:
    """A sheet with its border and its depth."""
    return _sheet((252, 251, 248), style.id, min(6 + float(style.border) * 12, 34), float(style.depth) * 6)


def type_icon(type_id: int) -> Image.Image:
    """A sheet in the color of the product type."""
    return _sheet(_TYPE_COLORS[type_id], type_id, 14, 8 if type_id in (9001, 9003, 9004) else 0)


_FRAME_NAMES: dict[str, FrameStock] = {
    item.frame.picture_url.removeprefix("/images/frames/").removesuffix("_3d.jpg"): item for item in FRAMES.values()
}


def _frame_picture(name: str) -> Image.Image | bytes | None:
    stem, _dot, ending = name.rpartition(".")
    base, _line, part = stem.rpartition("_")
    if ending == "svg" and stem in _FRAME_NAMES:
        return profile_svg(_FRAME_NAMES[stem].frame)
    if stem.startswith("c") and stem[1:].isdecimal() and int(stem[1:]) in COLLECTION_BY_ID:
        return corner(COLLECTION_BY_ID[int(stem[1:])].frames[0].id, 240)
    item = _FRAME_NAMES.get(base)
    if item is None or part not in ("3d", "seg"):
        return None
    return corner(item.frame.id) if part == "3d" else strip(item.frame.id)


def _numbered(known: dict[int, object], draw: Callable[[int], Image.Image], name: str) -> Image.Image | None:
    stem = name.rpartition(".")[0]
    return draw(int(stem)) if stem.isdecimal() and int(stem) in known else None


def _drawn(folder: str, name: str) -> Image.Image | bytes | None:
    if folder == "frames":
        return _frame_picture(name)
    tables: dict[str, tuple[dict[int, object], Callable[[int], Image.Image]]] = {
        "mats": (dict(MATS), mat_swatch),
        "glazing": (dict(GLAZINGS), glazing_icon),
        "media": (dict(MEDIA_BY_ID), lambda number: media_icon(MEDIA_BY_ID[number])),
        "styles": (dict(STYLE_BY_ID), lambda number: style_icon(STYLE_BY_ID[number])),
        "types": (dict(TYPE_BY_ID), type_icon),
    }
    return _numbered(*tables[folder], name) if folder in tables else None


@lru_cache(maxsize=512)
def picture(path: str) -> tuple[bytes, str] | None:
    """The bytes and the Content-Type of `/images/...`; None if there is no such picture."""
    folder, _slash, name = path.removeprefix("/images/").partition("/")
    kind = _KINDS.get(name[-4:].lower())
    drawn = _drawn(folder, name) if kind else None
    if drawn is None or kind is None or isinstance(drawn, bytes) != (kind[0] == ""):
        return None
    if isinstance(drawn, bytes):
        return drawn, kind[1]
    out = io.BytesIO()
    if kind[0] == "JPEG":
        drawn.save(out, "JPEG", quality=90)
    else:
        drawn.save(out, "PNG", compress_level=6)
    return out.getvalue(), kind[1]
