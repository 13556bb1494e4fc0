"""Request bodies that spell a product out: frame_builder and build_product_code (REFERENCE section 6)."""

from __future__ import annotations

from decimal import Decimal

from fwdesk.domain.code import FramePart, ProductCode
from fwdesk.domain.money import Money
from fwdesk.domain.strict_json import Json, Writable


def frame_builder_body(code: ProductCode, render_size: int, image_url: str | None) -> dict[str, Writable]:
    """The body of frame_builder. `render_size` is in pixels of the longer side; 0 asks for no picture.

    A picture to show goes into the innermost window (the base mat's), or into the frame when there is no mat.
    Then the code is left out, for it would override the configuration that names the picture.
    """
    framed = code.frame
    config = _config(framed, image_url) if framed else None
    in_frame = image_url if image_url and not (framed and framed.mats) else None
    render: dict[str, Writable] = {
        "content_type": 0,
        "render_size": render_size,
        "squared": False,
        "shadow_inner": False,
        "prompt_image": False,
        "frame_image_to_display_url": in_frame,
    }
    return {
        "product_code": None if image_url and config else code.wire,
        "config": config,
        "render": render if render_size else None,
    }


def _config(framed: FramePart, image_url: str | None) -> dict[str, Writable]:
    mats: list[Writable] = [
        {
            "id": mat.mat,
            "windows": [
                {
                    "width": mat.window.width,
                    "height": mat.window.height,
                    "window_x": 0,
                    "window_y": 0,
                    "mat_image_to_display_url": image_url if index == 0 else None,
                }
            ],
        }
        for index, mat in enumerate(framed.mats)
    ]
    return {
        "frame_id": framed.frame,
        "width": framed.opening.width,
        "height": framed.opening.height,
        "mats": mats or None,
        "glazing": {"id": framed.glazing} if framed.glazing else None,
        "units": 0,
    }


def build_body(code: ProductCode) -> dict[str, Writable]:
    """The body of build_product_code: PascalCase, inches, 0 for none; the base mat is the first."""
    build: dict[str, Writable] = {}
    if code.print:
        part = code.print
        build |= {
            "PrintProductTypeID": part.product_type,
            "MediaID": part.media,
            "MountingID": part.style,
            "PrintW": part.size.width,
            "PrintH": part.size.height,
            "SheetW": part.size.width,
            "SheetH": part.size.height,
        }
    if code.frame:
        framed = code.frame
        build |= {"FrameID": framed.frame, "FrameW": framed.opening.width, "FrameH": framed.opening.height}
        build |= {"MatID": 0, "MatID2": 0, "GlassID": framed.glazing}
        for mat, (name, number) in zip(framed.mats, (("MatID", 1), ("MatID2", 2)), strict=False):
            build |= {
                name: mat.mat,
                f"Mat{number}WindowW": mat.window.width,
                f"Mat{number}WindowH": mat.window.height,
            }
    return {"build": build | {"Units": 0}}


def starting_price(part: Json) -> Money | None:
    """The price in a frame, mat or glazing of a frame_builder answer, in USD; None for 0, which means unknown there."""
    found = part.get("starting_price") if isinstance(part, dict) else None
    if isinstance(found, int | Decimal) and found > 0:
        return Money(Decimal(found))
    return None
