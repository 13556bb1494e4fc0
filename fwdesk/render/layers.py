"""Layers, stacked into a picture as a whole or region by region, so that only what changed is stacked again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from fwdesk.render.colors import Rgb
from fwdesk.render.plan import PxBox

Paint = Callable[[Image.Image, PxBox], None]
MaskOf = Callable[[PxBox], Image.Image]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a picture. All boxes are in the picture's px.

    `key` says what its pixels depend on: equal keys, equal pixels. It changes nothing outside of `box`, nor within
    `hollow`; an `opaque` one hides all else between them. `paint` draws the part that lies in a region onto a picture
    of that region.
    """

    name: str
    key: Hashable
    box: PxBox
    paint: Paint
    opaque: bool = False
    hollow: PxBox | None = None

    def touches(self, region: PxBox) -> bool:
        """Whether it may change anything in a region."""
        return overlap(self.box, region) is not None and not (self.hollow and _within(region, self.hollow))

    def hides(self, region: PxBox) -> bool:
        """Whether nothing below it can be seen in a region."""
        return self.opaque and _within(region, self.box) and not (self.hollow and overlap(self.hollow, region))


def picture_layer(name: str, key: Hashable, image: Image.Image, at: tuple[int, int]) -> Layer:
    """A finished picture (RGB) at its place."""
    box = (at[0], at[1], at[0] + image.width, at[1] + image.height)
    return Layer(name, key, box, lambda out, region: _paste(out, region, image, at), opaque=True)


def masked_layer(name: str, key: Hashable, image: Image.Image, mask: Image.Image, at: tuple[int, int]) -> Layer:
    """A finished picture (RGB) seen through a mask (L) of its size."""

    def paint(out: Image.Image, region: PxBox) -> None:
        _paste(out, region, image, at, mask)

    return Layer(name, key, (at[0], at[1], at[0] + image.width, at[1] + image.height), paint)


def veil_layer(name: str, key: Hashable, box: PxBox, color: Rgb, mask_of: MaskOf, hollow: PxBox | None = None) -> Layer:
    """A flat color, through a mask that is made for each region within `box`."""

    def paint(out: Image.Image, region: PxBox) -> None:
        part = overlap(box, region)
        if part:
            mask = mask_of(part)
            # Pillow 13: pasting a flat picture through a mask takes half as long as pasting a color through it.
            flat = Image.new("RGB", mask.size, color)
            out.paste(flat, (part[0] - region[0], part[1] - region[1]), mask)

    return Layer(name, key, box, paint, hollow=hollow)


def pieces_layer(
    name: str, key: Hashable, box: PxBox, pieces: Sequence[tuple[Image.Image, tuple[int, int]]], hollow: PxBox
) -> Layer:
    """Several finished pictures that together fill the space between `box` and `hollow`."""

    def paint(out: Image.Image, region: PxBox) -> None:
        for image, at in pieces:
            _paste(out, region, image, at)

    return Layer(name, key, box, paint, opaque=True, hollow=hollow)


def flatten(layers: Sequence[Layer], region: PxBox) -> Image.Image:
    """The layers as one picture of a region. What no layer covers is black."""
    out = Image.new("RGB", (region[2] - region[0], region[3] - region[1]))
    for layer in seen(layers, region):
        layer.paint(out, region)
    return out


def seen(layers: Sequence[Layer], region: PxBox) -> Sequence[Layer]:
    """The layers that make up a region, bottom first, without those that are hidden there."""
    lowest = max((index for index, layer in enumerate(layers) if layer.hides(region)), default=0)
    return [layer for layer in layers[lowest:] if layer.touches(region)]


def around(outer: PxBox, inner: PxBox) -> Iterator[PxBox]:
    """The space between two boxes as four boxes (fewer where it is empty): above, below, left and right."""
    left, top, right, bottom = outer
    a, b, c, d = inner
    for box in ((left, top, right, b), (left, d, right, bottom), (left, b, a, d), (c, b, right, d)):
        if box[0] < box[2] and box[1] < box[3]:
            yield box


def overlap(one: PxBox, other: PxBox) -> PxBox | None:
    """What two boxes have in common."""
    box = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return box if box[0] < box[2] and box[1] < box[3] else None


def _within(inner: PxBox, outer: PxBox) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _paste(
    out: Image.Image, region: PxBox, image: Image.Image, at: tuple[int, int], mask: Image.Image | None = None
) -> None:
    part = overlap((at[0], at[1], at[0] + image.width, at[1] + image.height), region)
    if part:
        own = (part[0] - at[0], part[1] - at[1], part[2] - at[0], part[3] - at[1])
        out.paste(image.crop(own), (part[0] - region[0], part[1] - region[1]), mask.crop(own) if mask else None)
