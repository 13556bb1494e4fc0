"""A picture in several sizes, and any part of it at any size."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from fwdesk.render.plan import PxBox
from fwdesk.render.scene import Scene


@dataclass(frozen=True, slots=True)
class Proxy:
    """A picture as it was given (kept alive, so that its id stays its own) and its halves, quarters, ... in RGB."""

    serial: int
    given: Image.Image
    levels: tuple[Image.Image, ...]

    @classmethod
    def of(cls, given: Image.Image, serial: int) -> Proxy:
        """Make the smaller ones."""
        levels = [given if given.mode == "RGB" else given.convert("RGB")]
        while max(levels[-1].size) > 600:
            levels.append(levels[-1].reduce(2))
        return cls(serial, given, tuple(levels))

    def part(self, scene: Scene, fit: PxBox, part: PxBox) -> Image.Image:
        """What the scene prints in a part of the box that it fills, both in px, at the size of that part."""
        whole, art, levels = _size(fit), self.given, self.levels
        left, top, right, bottom = printed(scene, art)
        level = 0
        while level + 1 < len(levels) and (right - left) / 2 ** (level + 1) >= whole[0] * 1.2:
            level += 1
        chosen = levels[level]
        wide, high = (right - left) / whole[0], (bottom - top) / whole[1]
        right, bottom = left + (part[2] - fit[0]) * wide, top + (part[3] - fit[1]) * high
        left, top = left + (part[0] - fit[0]) * wide, top + (part[1] - fit[1]) * high
        across, down = chosen.width / art.width, chosen.height / art.height
        box = (left * across, top * down, min(right * across, chosen.width), min(bottom * down, chosen.height))
        return chosen.resize(_size(part), Image.Resampling.LANCZOS, box=box)


def _size(box: PxBox) -> tuple[int, int]:
    return max(1, box[2] - box[0]), max(1, box[3] - box[1])


def printed(scene: Scene, art: Image.Image) -> tuple[float, float, float, float]:
    """The part of a picture that is printed, in its own px."""
    box = scene.crop_box
    if box is None:
        return 0.0, 0.0, float(art.width), float(art.height)
    pixels = scene.art_pixels
    across = art.width / pixels.width if pixels else 1.0
    down = art.height / pixels.height if pixels else 1.0
    left, top = float(box.left) * across, float(box.top) * down
    right, bottom = float(box.right) * across, float(box.bottom) * down
    left, top = max(0.0, min(left, art.width - 1.0)), max(0.0, min(top, art.height - 1.0))
    return left, top, max(left + 1, min(right, art.width)), max(top + 1, min(bottom, art.height))
