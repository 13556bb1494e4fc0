"""What a window opposite the piece leaves on its glazing: a picture that slides over the glass while one looks.

At rest a glazing shows one soft band (`surround.reflection`). Held to the light it shows the window itself, three
times as bright, so that what makes the options differ can be judged: how much each throws back, and how sharply.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from fwdesk.render.plan import PxBox, Stand, plan
from fwdesk.render.scene import GlazingKind, Scene

STRENGTH: dict[GlazingKind, int] = {"clear": 78, "acrylic": 60, "non-glare": 30, "museum": 9}
"""The brightest reflection of each, of 255: as at rest (UX 4.3, 10), three times as bright, etched glass a little more
since it spreads the same light over a wide patch that never leaves the eye."""
_BLUR: dict[GlazingKind, float] = {"clear": 0.006, "acrylic": 0.011, "non-glare": 0.11, "museum": 0.006}
_SIDE = 480
_MOST_PX = 900


@dataclass(frozen=True, slots=True)
class Sheen:
    """A reflection to be laid over a finished picture: white, its opacity in `mask` (L), over the box `glass`.

    `size` is what the whole reflection measures there, in px: it is softer than the picture and kept smaller.
    """

    mask: Image.Image
    size: tuple[int, int]
    glass: PxBox


def glass_box(scene: Scene, stand: Stand) -> PxBox:
    """Where the glazing of a piece that stands so is seen, in px of the stage."""
    made = plan(scene.geometry, stand.scale, scene.geometry.opening)
    left, top = stand.at[0] - made.opening[0], stand.at[1] - made.opening[1]
    a, b, c, d = made.sight
    return a + left, b + top, c + left, d + top


def sheen(kind: GlazingKind, glass: PxBox) -> Sheen:
    """The window's reflection on a glazing of so many px."""
    wide, high = max(1, glass[2] - glass[0]), max(1, glass[3] - glass[1])
    side = round(1.15 * max(wide, high))
    kept = min(side, _MOST_PX)
    soft = _window(kind).resize((kept, kept), Image.Resampling.BICUBIC)
    return Sheen(soft, (side, side), glass)


@lru_cache(maxsize=8)
def _window(kind: GlazingKind) -> Image.Image:
    """Six panes seen askance, brighter towards the sky, with the room's glow around; as opacity."""
    fine = 2
    side = _SIDE * fine
    panes = Image.new("L", (side, side))
    pen = ImageDraw.Draw(panes)
    left, top, right, bottom = 0.27, 0.15, 0.71, 0.83
    across, down = (right - left) / 2, (bottom - top) / 3
    for column in range(2):
        for row in range(3):
            a, b = left + column * across + 0.011, top + row * down + 0.011
            c, d = left + (column + 1) * across - 0.011, top + (row + 1) * down - 0.011
            corners = [(a, b), (c, b), (c, d), (a, d)]
            # Seen from beside it: verticals lean, the far edge is a little smaller.
            leant = [(x + 0.16 * (y - 0.5), y + 0.10 * (x - 0.5)) for x, y in corners]
            pen.polygon([(x * side, y * side) for x, y in leant], fill=255)
    panes = panes.reduce(fine).filter(ImageFilter.GaussianBlur(max(0.8, _BLUR[kind] * _SIDE)))
    sky = Image.frombytes("L", (1, 3), bytes((255, 226, 168))).resize(panes.size, Image.Resampling.BICUBIC)
    glow = panes.filter(ImageFilter.GaussianBlur(0.12 * _SIDE)).point([round(i * 0.22) for i in range(256)])
    lit = ImageChops.lighter(ImageChops.multiply(panes, sky), glow)
    return lit.point([round(i * STRENGTH[kind] / 255) for i in range(256)])
