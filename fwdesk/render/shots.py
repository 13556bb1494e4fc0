"""Pictures for keeping, up to 6,000 px: drawn in bands, so that none is in memory more often than it must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw

from fwdesk.domain.shots import HONEST, Shot, View, art_side, long_to, stage_size
from fwdesk.render import shades, surround
from fwdesk.render.colors import luminance
from fwdesk.render.draw import Renderer
from fwdesk.render.layers import Layer, flatten
from fwdesk.render.plan import Plan, PxBox, fitted, plan, tight
from fwdesk.render.proxy import printed
from fwdesk.render.room import hung
from fwdesk.render.scene import Scene
from fwdesk.render.type import pillow_font

_BAND = 512
_CANVAS_SIDE = 0.20  # of its depth a canvas shows its right and lower faces (`draw`)
_SETTINGS = {View.WALL: "wall", View.ROOM: "room", View.FIGURE: "room with figure"}

_Check = Callable[[], None]


def art_px(scene: Scene, shot: Shot) -> int:
    """How long the copy of the artwork must be (its longer side, in px) for this picture to be sharp."""
    pixels, box = scene.art_pixels, scene.crop_box
    return art_side(pixels, box, _printed(scene, shot)) if pixels and box else shot.long_side


def enlarged(scene: Scene, shot: Shot) -> float:
    """How many px of the picture one px of the artwork becomes, at most, along a side; 1 and less is sharp."""
    box = scene.crop_box
    return _printed(scene, shot)[0] / float(box.width) if box else 1.0


def px_per_inch(scene: Scene, shot: Shot) -> float:
    """The scale of a piece in a picture."""
    return _planned(scene, shot)[0].scale


def _printed(scene: Scene, shot: Shot) -> tuple[float, float]:
    """How large the artwork's kept part is in a picture, in px."""
    image = scene.geometry.image
    wide, high = float(image.width), float(image.height)
    if shot.view is View.PRINT:
        width, height = long_to(shot.long_side, wide, high)
        return float(width), float(height)
    scale = px_per_inch(scene, shot)
    return wide * scale, high * scale


def picture(scene: Scene, art: Image.Image | None, shot: Shot, check: _Check | None = None) -> Image.Image:
    """The picture (RGB; RGBA for a cut-out). `check` is called between bands and may raise to give up.

    A renderer of its own is used and dropped: its layers are too large to be kept.
    """
    check, renderer = check or _nothing, Renderer()
    if shot.view is View.PRINT:
        return _print(scene, art, shot.long_side)
    made, at, size = _planned(scene, shot)
    if shot.view is View.CUT_OUT:
        shadow = shot.shadow
        return _clear(renderer.alone(scene, art, made, at, size, shadow=shadow, check=check), size, check)
    if shot.view is View.FRAMED:
        return renderer.piece(scene, art, shot.long_side)
    scene = replace(scene, setting=_SETTINGS[shot.view])
    out = _solid(renderer.layers(scene, art, *size), size, check)
    if shot.footer:
        _write_footer(out)
    return out


def _nothing() -> None:
    return None


def _planned(scene: Scene, shot: Shot) -> tuple[Plan, tuple[int, int], tuple[int, int]]:
    """How a piece is laid out in a picture, where its top left corner lies, and the picture's size."""
    geometry = scene.geometry
    if shot.view.on_wall:
        size = stage_size(shot, geometry)
        made, at, _ = (fitted if shot.view is View.WALL else hung)(geometry, *size)
        return made, at, size
    if shot.view is not View.CUT_OUT:
        made = tight(geometry, shot.long_side)
        return made, (0, 0), (made.width, made.height)
    left, top, right, below = _reach(scene, shadow=shot.shadow)
    width, height = float(geometry.outside.width) + left + right, float(geometry.outside.height) + top + below
    size = long_to(shot.long_side, width, height)
    scale = shot.long_side / max(width, height)
    made = plan(geometry, scale)
    return made, (round(left * scale), round(top * scale)), size


def _reach(scene: Scene, *, shadow: bool) -> tuple[float, float, float, float]:
    """How far a piece and its shadow reach beyond its front, in inches: left, top, right and below."""
    depth = float(scene.geometry.depth)
    side = max(depth, 0.35) * _CANVAS_SIDE if scene.canvas and scene.moulding is None else 0.0
    if not shadow:
        return 0.0, 0.0, side, side
    # Measured as the renderer does, on a stage without end at 100 px to the inch.
    far, fine = 100_000, 100
    box = surround.shadow_box((2 * far, 2 * far), (far, far, far, far), shades.depth_of(scene), fine)
    left, top, right, below = (abs(edge - far) / fine for edge in box)
    return left, top, max(right, side), max(below, side)


def _bands(size: tuple[int, int], check: _Check) -> Sequence[PxBox]:
    check()
    width, height = size
    return [(0, top, width, min(top + _BAND, height)) for top in range(0, height, _BAND)]


def _solid(layers: Sequence[Layer], size: tuple[int, int], check: _Check) -> Image.Image:
    """The layers as one picture."""
    out = Image.new("RGB", size)
    for band in _bands(size, check):
        check()
        out.paste(flatten(layers, band), band[:2])
    return out


def _clear(layers: Sequence[Layer], size: tuple[int, int], check: _Check) -> Image.Image:
    """The layers with nothing behind them (RGBA).

    What is seen against black is each color times its opacity; what white adds to that is what shines through.
    """
    out = Image.new("RGBA", size)
    for band in _bands(size, check):
        check()
        on_black, on_white = (
            Image.new("RGB", (band[2] - band[0], band[3] - band[1]), ground) for ground in (0, _WHITE)
        )
        for layer in layers:
            if layer.touches(band):
                layer.paint(on_black, band)
                layer.paint(on_white, band)
        red, green, blue = ImageChops.subtract(on_white, on_black).split()
        opacity = ImageChops.invert(ImageChops.lighter(ImageChops.lighter(red, green), blue))
        out.paste(Image.merge("RGBa", (*on_black.split(), opacity)).convert("RGBA"), band[:2])
    return out


_WHITE = (255, 255, 255)


def _print(scene: Scene, art: Image.Image | None, long_side: int) -> Image.Image:
    """The artwork as it is cropped, and never larger than it is."""
    image = scene.geometry.image
    if art is None:
        return Image.new("RGB", long_to(long_side, float(image.width), float(image.height)), _WHITE)
    left, top, right, bottom = printed(scene, art)
    longest = min(long_side, round(max(right - left, bottom - top)))
    size = long_to(longest, float(image.width), float(image.height))
    return art.convert("RGB").resize(size, Image.Resampling.LANCZOS, box=(left, top, right, bottom), reducing_gap=3.0)


def _write_footer(picture: Image.Image) -> None:
    """The honest line, small, in the lower left corner of a wall or floor."""
    text = max(10, round(max(picture.size) / 95))
    font = pillow_font(text)
    away = round(text * 1.1)
    width, height = (round(part) for part in font.getbbox(HONEST)[2:])
    at = (away, picture.height - away - height)
    ground = picture.crop((at[0], at[1], at[0] + width, at[1] + height)).resize((1, 1), Image.Resampling.BOX)
    color = ground.getpixel((0, 0))
    assert isinstance(color, tuple)
    bright = luminance((int(color[0]), int(color[1]), int(color[2]))) > 110
    ImageDraw.Draw(picture).text(at, HONEST, (45, 43, 40) if bright else (232, 230, 226), font)
