"""The colors a picture is made of, and how much of it each is: what mats are suggested from."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from fwdesk.domain.color import Lab, difference, lab_of
from fwdesk.domain.mat_advice import Swatch

_SIDE = 160
"""Pixels of the longer side that colors are counted on: more finds the same ones, later."""
_COLORS = 12
_SAME = 7.0
"""CIEDE2000 below which two of them are one color to the eye."""


@dataclass(slots=True)
class _Heap:
    """Pixels of one color."""

    rgb: tuple[int, int, int]
    lab: Lab
    count: int


def palette(picture: Image.Image) -> tuple[Swatch, ...]:
    """Up to twelve colors of a picture, the commonest first; their shares add up to 1."""
    small = picture.convert("RGB")
    if max(small.size) > _SIDE:
        # Averages of neighbors, as an eye sees from a distance: single bright pixels are no color of the picture.
        factor = _SIDE / max(small.size)
        small = small.resize(
            (max(round(small.width * factor), 1), max(round(small.height * factor), 1)), Image.Resampling.BOX
        )
    indexed = small.quantize(_COLORS, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    table = indexed.getpalette() or []
    counts = indexed.histogram()
    heaps: list[_Heap] = []
    for index, count in sorted(enumerate(counts), key=lambda one: -one[1]):
        if not count:
            break
        red, green, blue = table[3 * index : 3 * index + 3]
        own = lab_of(red, green, blue)
        # The commonest stands for those that look the same.
        same = next((heap for heap in heaps if difference(heap.lab, own) < _SAME), None)
        if same:
            same.count += count
        else:
            heaps.append(_Heap((red, green, blue), own, count))
    whole = small.width * small.height
    heaps.sort(key=lambda heap: -heap.count)
    return tuple(Swatch("#{:02x}{:02x}{:02x}".format(*heap.rgb), heap.count / whole) for heap in heaps)
