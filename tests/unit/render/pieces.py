"""Pieces that several tests draw."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PIL import Image

from fwdesk.domain.code import parse_code
from fwdesk.domain.crop import Crop, Pixels, crop_box
from fwdesk.domain.geometry import measure
from fwdesk.domain.options import Frame, Glazing, Mat, Style
from fwdesk.render.scene import Scene, glazing_look, mat_look, moulding_look

CODE = "5M6M9S16x20F96S20x24J1S16x20G1"
DOUBLE = "5M6M9S16x20F96S21x25J1S16x20J2S16.5x20.5G1"
WHITE = Mat(1, "Snow White", "#F6F4EE")
SLATE = Mat(2, "Slate", "#5A6672")


def frame(name: str, color: str = "", *, face: str = "1", composite: str = "Solid Wood", **more: Any) -> Frame:
    more.setdefault("depth", Decimal("0.9"))
    return Frame(more.pop("id", 96), name, face=Decimal(face), color=color, composite=composite, **more)


def art(width: int = 320, height: int = 400) -> Image.Image:
    """Soft colors everywhere, with no two regions alike."""
    red = Image.linear_gradient("L").resize((width, height))
    green = Image.linear_gradient("L").rotate(90).resize((width, height))
    blue = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (red, green, blue))


def scene(
    code: str = CODE,
    moulding: Frame | None = None,
    mats: tuple[Mat, ...] = (WHITE,),
    *,
    glazing: str = "",
    style: Style | None = None,
    canvas: bool = False,
    picture: Image.Image | None = None,
    strip: Image.Image | None = None,
) -> Scene:
    geometry = measure(parse_code(code), style, moulding)
    picture = picture or art()
    pixels = Pixels(picture.width * 10, picture.height * 10)
    return Scene(
        geometry,
        moulding_look(moulding, strip) if moulding else None,
        tuple(mat_look(mat) for mat in mats),
        glazing_look(Glazing(1, glazing)) if glazing else None,
        crop_box(pixels, geometry.image.size, Crop()),
        canvas,
        art_pixels=pixels,
    )


def mean(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    """Mean luminance of a part."""
    gray = picture.crop(box).convert("L")
    counts = gray.histogram()
    return sum(value * count for value, count in enumerate(counts)) / max(1, gray.width * gray.height)
